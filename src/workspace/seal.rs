//! Sign and finish: everything that was generated is stored byte for byte in one transaction;
//! then a copy is made for others.

use super::append::stored;
use super::error::WorkspaceError;
use super::export::SignedFile;
use super::open::{NAMES_HEARD, devices, names_heard, read_entries};
use super::sealing::{Sealed, Sealing, Superseded, blocking};
use super::withdraw::Withdrawal;
use super::{Session, Workspace, training, verify};
use crate::bundle::layout;
use crate::bundle::seal::{Body, SealedStep};
use crate::bundle::step::{RosterRef, StepHeader};
use crate::domain::journal::chain::ChainWriter;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::Pending;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::CaseId;
use crate::store::{self, NewSeal, NewSealedPart};
use crate::vault::{Passphrase, SigningKey};
use std::io::{Cursor, Read as _};
use std::path::Path;

/// A survey is the first step of its file.
const STEP: u32 = 0;

impl Workspace {
    /// Seals the current visit of a case and copies the file into `out`, or to where finished
    /// files go. Notes that were being typed are taken in first; nothing is signed while anything
    /// blocks.
    ///
    /// # Errors
    /// Something blocks, something typed cannot be taken in, the passphrase is wrong, or it cannot be saved: nothing was signed then.
    /// [`WorkspaceError::NotCopied`]: it is signed and safe, but the copy could not be made.
    pub fn seal(
        &mut self,
        case: &CaseId,
        initials: &str,
        passphrase: &Passphrase,
        out: Option<&Path>,
    ) -> Result<SignedFile, WorkspaceError> {
        self.take_drafts_in(case)?;
        let now = self.world.now();
        let random = self.world.nonce()?;
        let session = self.session()?;
        let mut made = session.prepare(case, initials, (now, random))?;
        blocking(&made.file)?;
        self.not_signed_before(&made.file)?;
        made.roster = self.roster_reference(made.file.case.training)?;
        let key = self.key_for(made.file.case.training, passphrase)?;
        let heard = made.heard;
        let sealed = made.sealing(&key).seal()?;
        let withdrawn = self.session()?.keep(case, &sealed, heard)?;
        // It is signed and durable; should the log not be folded in now, it is at the next rest.
        let _ = self.tidy();
        let exports = self.folder.exports().to_owned();
        let told = withdrawn.iter().map(|older| older.told(&exports));
        let warnings: Vec<String> = sealed.warnings.into_iter().chain(told).collect();
        self.export(case, out)
            .map(|mut file| {
                file.warnings.splice(0..0, warnings);
                file
            })
            .map_err(|why| WorkspaceError::NotCopied(Box::new(why)))
    }

    /// Makes sure that no file of this revision, or of a later one, lies where finished files go: this
    /// database may be an older copy.
    fn not_signed_before(&self, file: &CaseFile) -> Result<(), WorkspaceError> {
        let open = file.visit().and_then(|visit| visit.open_revision);
        let Some((next, _)) = open else { return Ok(()) };
        let before = format!("{}-{STEP:02}-survey-r", file.case.id);
        // A folder that is not there yet holds nothing.
        let held = std::fs::read_dir(self.folder.exports());
        for held in held.into_iter().flatten().flatten() {
            let name = held.file_name();
            let revision = name
                .to_str()
                .and_then(|name| name.strip_prefix(&before)?.strip_suffix(".onsite.zip"))
                .and_then(|revision| revision.parse::<u32>().ok());
            if let Some(revision) = revision.filter(|held| *held >= next) {
                let path = held.path();
                return Err(WorkspaceError::SignedBefore { path, revision });
            }
        }
        Ok(())
    }

    /// The key that signs. A training case is signed by the training key; the passphrase is asked
    /// for all the same where there is one, because that is what is practiced.
    fn key_for(
        &mut self,
        training_case: bool,
        passphrase: &Passphrase,
    ) -> Result<SigningKey, WorkspaceError> {
        if self.is_demo() {
            return Ok(training::signing_key());
        }
        if training_case {
            self.check(passphrase)?;
            return Ok(training::signing_key());
        }
        self.own_key(passphrase)
    }

    /// The roster that the header names: the accepted one, or the training roster.
    fn roster_reference(&self, training_case: bool) -> Result<Option<RosterRef>, WorkspaceError> {
        if training_case {
            return Ok(Some(training::roster()?.reference()));
        }
        let held = verify::accepted_roster(&self.folder)?;
        Ok(held.map(|roster| roster.reference()))
    }
}

/// A case with what a seal of it needs, but for the key.
struct Prepared {
    file: CaseFile,
    journals: std::collections::BTreeMap<crate::domain::values::ids::DeviceId, Vec<u8>>,
    pen: ChainWriter,
    pack: Vec<u8>,
    previous: Option<Superseded>,
    roster: Option<RosterRef>,
    initials: String,
    at: Moment,
    random: [u8; 16],
    /// Whether names were heard, to be forgotten now.
    heard: bool,
}

impl Prepared {
    fn sealing<'a>(&'a mut self, key: &'a SigningKey) -> Sealing<'a> {
        Sealing {
            file: &self.file,
            journals: std::mem::take(&mut self.journals),
            pen: self.pen.clone(),
            pack: std::mem::take(&mut self.pack),
            key,
            previous: self.previous.take(),
            roster: self.roster.take(),
            random: self.random,
            at: self.at,
            initials: self.initials.clone(),
        }
    }
}

impl Session {
    fn prepare(
        &mut self,
        case: &CaseId,
        initials: &str,
        (at, random): (Moment, [u8; 16]),
    ) -> Result<Prepared, WorkspaceError> {
        let record = self
            .store
            .load_case(case)?
            .ok_or_else(|| WorkspaceError::NoCase(case.clone()))?;
        let entries = read_entries(case, &record)?;
        let file = self.case_file(case, &entries, &record)?;
        let pinned = file.visit().map(|visit| visit.pack.clone());
        let pack = match &pinned {
            Some(pinned) => self.pack(pinned)?,
            None => None,
        };
        let held = pack.ok_or(WorkspaceError::Mistake("a case file without a pack"))?;
        let head = record.heads.of(&self.device);
        let actor = self.profile.actor(file.case.training)?;
        let journals = devices(&record)
            .into_iter()
            .map(|device| (device.clone(), record.journal(device)))
            .collect();
        Ok(Prepared {
            previous: self.superseded(case)?,
            pen: ChainWriter::new(case.clone(), actor, head, record.heads.clock),
            journals,
            file,
            pack: held.bytes,
            roster: None,
            initials: initials.to_owned(),
            at,
            random,
            heard: names_heard(&record).is_some(),
        })
    }

    /// The revision that was sealed last, as the next one must know it.
    fn superseded(&self, case: &CaseId) -> Result<Option<Superseded>, WorkspaceError> {
        let Some(seal) = self.last_seal(case)? else {
            return Ok(None);
        };
        let header = self.sealed_header(&seal)?;
        Ok(Some(Superseded {
            manifest: seal.manifest,
            journal: header.journal,
            sealed_at: seal.sealed_at,
        }))
    }

    /// The survey that was sealed last.
    pub fn last_seal(&self, case: &CaseId) -> Result<Option<store::StoredSeal>, WorkspaceError> {
        let seals = self.store.seals(case)?;
        Ok(seals.into_iter().rfind(|seal| seal.step == STEP))
    }

    /// The header of a sealed step, as it was stored.
    pub fn sealed_header(&self, seal: &store::StoredSeal) -> Result<StepHeader, WorkspaceError> {
        let damaged = |why: &str| store::StoreError::Damaged {
            why: why.to_owned(),
        };
        let files = self.store.sealed_files(seal.number)?;
        let is_header = |path: &str| path.rsplit('/').next() == Some(layout::HEADER);
        let file = files
            .iter()
            .find(|file| is_header(&file.path))
            .ok_or_else(|| damaged("a signed step has no header"))?;
        let mut bytes = Vec::new();
        self.store
            .read_sealed(file)
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&error.to_string()))?;
        Ok(StepHeader::read(&bytes).map_err(|error| damaged(&error.to_string()))?)
    }

    /// Stores the last entry and every file of the step, and erases the files of revisions that
    /// hold a text which was erased since: all or nothing. The names that were heard are forgotten
    /// with it. Answers with the revisions that are withdrawn.
    fn keep(
        &mut self,
        case: &CaseId,
        sealed: &Sealed,
        heard: bool,
    ) -> Result<Vec<Withdrawal>, WorkspaceError> {
        let withdrawn = self.to_withdraw(case, &sealed.file.case.redacted)?;
        let mut batch = stored(
            case,
            Pending {
                entries: vec![(sealed.entry.clone(), sealed.line.clone())],
                ..Pending::default()
            },
        );
        let news = self.summaries.news(&sealed.file);
        batch.summary.clone_from(&news);
        batch.forgotten = heard.then(|| NAMES_HEARD.to_owned());
        let header = &sealed.step.header;
        let seal = NewSeal {
            step: STEP,
            kind: header.kind.to_string(),
            revision: header.revision,
            manifest: sealed.step.manifest,
            sealed_at: sealed.at,
            journal: header.journal.clone(),
            file_name: header.file_name(),
            erases: withdrawn
                .iter()
                .flat_map(|older| older.parts.iter().copied())
                .collect(),
        };
        let mut contents = contents(&sealed.step)?;
        let mut files: Vec<NewSealedPart<'_>> = contents
            .iter_mut()
            .map(|(path, sha256, content)| NewSealedPart {
                path: std::mem::take(path),
                sha256: *sha256,
                content,
            })
            .collect();
        match self.store.seal(&batch, &seal, &mut files) {
            // All of it is saved; what is left to wipe is wiped at the next opening.
            Ok(_) | Err(store::StoreError::TracesLeft { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        self.summaries.note(case, news);
        Ok(withdrawn)
    }
}

type Content<'a> = (
    String,
    crate::domain::values::digest::Digest,
    Cursor<&'a [u8]>,
);

/// The files of a step by their path in the signed file.
fn contents<'a>(step: &'a SealedStep<'_>) -> Result<Vec<Content<'a>>, WorkspaceError> {
    let folder = step.header.folder();
    step.parts
        .iter()
        .map(|part| match &part.body {
            Body::Bytes(bytes) => Ok((
                format!("{folder}/{}", part.path),
                part.sha256,
                Cursor::new(bytes.as_slice()),
            )),
            Body::Stream(_) => Err(WorkspaceError::Mistake("a generated file is a stream")),
        })
        .collect()
}
