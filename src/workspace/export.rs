//! A copy of what was signed, for others: the stored bytes, nothing made again. It is read back
//! as a stranger would before it is reported as written.

use super::error::WorkspaceError;
use super::files::{self, Replace};
use super::this_version::THIS_VERSION;
use super::{Session, Workspace, training, verify};
use crate::bundle::container::Writer;
use crate::bundle::refusal::Question;
use crate::bundle::roster::Roster;
use crate::bundle::verify::{Conditions, Keep, Standing, Verification};
use crate::bundle::when::Stamp;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;
use crate::store;
use sha2::{Digest as _, Sha256};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

/// A signed file, for the person who is to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of the whole file.
    pub sha256: Digest,
    /// SHA-256 of the manifest: what was signed.
    pub manifest: Digest,
    /// The beginning of that SHA-256, to read aloud on the telephone: `onsite verify` says it too.
    pub spoken: String,
    /// The fingerprint of the key that signed it.
    pub fingerprint: String,
    /// The revision.
    pub revision: u32,
    /// Whether it is worth nothing.
    pub training: bool,
    /// Whom to send it to.
    pub send_to: String,
    /// What else to know: a limit that is near, a roster that does not know the key.
    pub warnings: Vec<String>,
}

impl Workspace {
    /// Copies the file that was signed last into `out`, or to where finished files go. The same
    /// bytes each time.
    ///
    /// # Errors
    /// Nothing was signed, another file is in the way, or the copy could not be written or does
    /// not read back as it should.
    pub fn export(
        &mut self,
        case: &CaseId,
        out: Option<&Path>,
    ) -> Result<SignedFile, WorkspaceError> {
        let folder = match out {
            Some(folder) => folder.to_owned(),
            None => self.folder.exports().to_owned(),
        };
        let now = self.world.stamp()?;
        let demo = self.is_demo();
        let session = self.session()?;
        let seal = session
            .last_seal(case)?
            .ok_or_else(|| WorkspaceError::NothingSealed(case.clone()))?;
        let header = session.sealed_header(&seal)?;
        let roster = match header.training {
            true => Some(training::roster()?),
            false => verify::accepted_roster(&self.folder)?,
        };
        files::make_folder(&folder)?;
        let session = self.session()?;
        let path = folder.join(&seal.file_name);
        let (size, sha256) = session.copy(&seal, &path)?;
        let mut warnings = prove(&path, roster.as_ref(), &seal, now)?;
        if demo && out.is_none() {
            warnings.push(
                "This is the demonstration: the file is thrown away when onsite closes.".to_owned(),
            );
        }
        Ok(SignedFile {
            path: files::whole(&path),
            size,
            sha256,
            manifest: seal.manifest,
            spoken: sha256.spoken(),
            fingerprint: header.signer.fingerprint.to_string(),
            revision: seal.revision,
            training: header.training,
            send_to: send_to(case, header.training),
            warnings,
        })
    }
}

impl Session {
    /// Copies a stored step into a file. Answers with its size and SHA-256.
    fn copy(&self, seal: &store::StoredSeal, path: &Path) -> Result<(u64, Digest), WorkspaceError> {
        let mut files = self.store.sealed_files(seal.number)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut measured = (0, Digest::ZERO);
        files::write(path, Replace::No, |out| {
            let told = |source| files::failed(path, "written", source);
            let mut writer = Writer::new(Hashing::new(out));
            for file in &files {
                let mut content = self.store.read_sealed(file);
                writer
                    .entry(&file.path, file.crc32, file.size, &mut content)
                    .map_err(|fault| told(io::Error::other(fault)))?;
            }
            let (hashing, written) = writer
                .finish()
                .map_err(|fault| told(io::Error::other(fault)))?;
            measured = (written.bytes, hashing.digest());
            Ok(())
        })?;
        Ok(measured)
    }
}

/// Reads a copy back with our own verifier, from the disk. What the roster has against it is a
/// warning: the signer may be about to be put on it.
fn prove(
    path: &Path,
    roster: Option<&Roster>,
    seal: &store::StoredSeal,
    now: Stamp,
) -> Result<Vec<String>, WorkspaceError> {
    let check = |roster| -> Result<Verification, WorkspaceError> {
        let conditions = Conditions {
            roster,
            memory: None,
            now,
            allow_expired: true,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        let file = BufReader::new(files::open(path)?);
        Ok(crate::bundle::verify::verify(file, &conditions))
    };
    let bad = |why: String| WorkspaceError::BadCopy {
        path: path.to_owned(),
        why,
    };
    let mut warnings = Vec::new();
    let mut outcome = check(roster)?;
    let distrusted = outcome
        .refusal
        .as_ref()
        .filter(|refusal| refusal.question() == Question::Trusted);
    if let Some(refusal) = distrusted {
        warnings.push(format!(
            "By the roster on this computer, whoever gets it would not trust it: {refusal}. Ask \
             the office for a roster that has your key."
        ));
        outcome = check(None)?;
    }
    let held = outcome.contents.as_ref().and_then(|c| c.steps.last());
    match (outcome.standing, held) {
        (Standing::Refused, _) => Err(bad(outcome.summary())),
        (_, Some(step)) if step.manifest == seal.manifest => {
            warnings.extend(outcome.notices);
            Ok(warnings)
        }
        _ => Err(bad("it is not what was signed".to_owned())),
    }
}

fn send_to(case: &CaseId, training: bool) -> String {
    match training {
        true => "Nobody: this is training, and it is worth nothing.".to_owned(),
        false => format!(
            "The program office that sent you the packet of case {case}. It hands the file on to \
             the Committee Reviewer."
        ),
    }
}

/// Takes the SHA-256 of what passes through.
struct Hashing<'a> {
    out: &'a mut dyn Write,
    hasher: Sha256,
}

impl<'a> Hashing<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            hasher: Sha256::new(),
        }
    }

    fn digest(self) -> Digest {
        Digest::from_bytes(self.hasher.finalize().into())
    }
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.hasher.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
