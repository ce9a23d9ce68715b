//! The step before, as the next one must know it, and what all steps up to it amount to.

use crate::bundle::container::{self, room};
use crate::bundle::keys::Fingerprint;
use crate::bundle::kinds::Kind;
use crate::bundle::limits;
use crate::bundle::step::{SignerName, StepHeader};
use crate::bundle::verify::{Contents, StepContents};
use crate::domain::journal::ChainHead;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::Principal;
use std::collections::BTreeSet;

/// The step before, as the next one must know it.
#[derive(Clone, Debug)]
pub struct Previous {
    /// Its header.
    pub header: StepHeader,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// The SHA-256 of its signature.
    pub signature: Digest,
    /// What all steps up to and with it amount to.
    pub past: Past,
}

impl Previous {
    /// Step `number` of a verified file, upon which another is to be sealed. Nothing where the
    /// file has no such step, or is an excerpt: whoever seals must know all earlier steps.
    pub fn of(contents: &Contents, number: u8) -> Option<Self> {
        if contents.excerpt_after.is_some() {
            return None;
        }
        let mut past = Past::default();
        for step in &contents.steps {
            past.add_contents(step);
            if step.header.step == number {
                return Some(Self {
                    header: step.header.clone(),
                    manifest: step.manifest,
                    signature: step.signature,
                    past,
                });
            }
        }
        None
    }
}

/// What a run of steps amounts to, as far as a later step must know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// How many entries they have.
    entries: usize,
    /// How many bytes of a container they take, without its end record.
    bytes: u64,
    /// How many of those are in parts that a reader keeps in memory.
    kept: u64,
    /// Who signed surveys.
    surveyed: Signers,
    /// Who judged them.
    judged: Signers,
    /// The journals of the surveys.
    journals: Vec<ChainHead>,
}

/// People who signed something: a person is one under whichever key, and a key is one under
/// whichever name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Signers {
    people: BTreeSet<Principal>,
    keys: BTreeSet<Fingerprint>,
}

impl Signers {
    fn add(&mut self, signer: &SignerName) {
        self.people.insert(signer.principal.clone());
        self.keys.insert(signer.fingerprint.clone());
    }

    fn include(&self, signer: &SignerName) -> bool {
        self.people.contains(&signer.principal) || self.keys.contains(&signer.fingerprint)
    }
}

/// Which limit a run of steps goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beyond {
    /// The entries or the bytes of a container.
    Container,
    /// The bytes that a reader keeps.
    Kept,
}

impl Past {
    /// Adds the files of a step's folder, as paths in it with their sizes.
    pub(super) fn add_files<'a>(
        &mut self,
        folder: &str,
        files: impl IntoIterator<Item = (&'a str, u64)>,
    ) {
        for (path, size) in files {
            let name = folder.len() + 1 + path.len();
            self.entries += 1;
            self.bytes = self.bytes.saturating_add(room(name, size));
            if limits::is_kept(path) {
                self.kept = self.kept.saturating_add(size);
            }
        }
    }

    /// Adds who signed a step, and its journals.
    pub(super) fn add_header(&mut self, header: &StepHeader) {
        if header.kind == Kind::Survey {
            self.surveyed.add(&header.signer);
        } else if header.kind.judges() {
            self.judged.add(&header.signer);
        }
        self.journals.extend(header.journal.iter().cloned());
    }

    fn add_contents(&mut self, step: &StepContents) {
        let files = step
            .parts
            .iter()
            .map(|part| (part.path.as_str(), part.size));
        self.add_files(&step.header.folder(), files);
        self.add_header(&step.header);
    }

    /// Says whether `signer` would judge an own survey, or survey what it has judged, by signing
    /// a step of this kind.
    pub(super) fn forbids(&self, kind: Kind, signer: &SignerName) -> bool {
        (kind.judges() && self.surveyed.include(signer))
            || (kind == Kind::Survey && self.judged.include(signer))
    }

    /// The journals that a further survey must go on from.
    pub(super) fn journals(&self) -> &[ChainHead] {
        &self.journals
    }

    /// The first limit of a file that these steps go beyond.
    pub(super) fn beyond(&self) -> Option<Beyond> {
        if self.entries > limits::ENTRIES || self.file_bytes() > limits::FILE {
            Some(Beyond::Container)
        } else if self.kept > limits::KEPT {
            Some(Beyond::Kept)
        } else {
            None
        }
    }

    /// What of these steps comes near a limit, in plain words.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = super::writer::total_warnings(self.file_bytes(), self.entries);
        if limits::is_near(self.kept, limits::KEPT) {
            warnings.push(
                "Everything but the attachments is above four fifths of 256 MiB, the most that \
                 it may have."
                    .into(),
            );
        }
        warnings
    }

    /// How long a file with these steps is.
    fn file_bytes(&self) -> u64 {
        self.bytes.saturating_add(container::END_LENGTH as u64)
    }
}
