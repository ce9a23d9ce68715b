//! The five answers about a file, and what is handed on when they allow it.

use super::About;
use crate::bundle::container::Entry;
use crate::bundle::keys::SignerKey;
use crate::bundle::manifest::Prev;
use crate::bundle::refusal::{ExitClass, Question, Refusal};
use crate::bundle::step::StepHeader;
use crate::bundle::survey::{SurveyContents, SurveyFacts};
use crate::bundle::when::Stamp;
use crate::domain::values::digest::Digest;
use serde::Serialize;
use std::collections::BTreeMap;

/// Yes, no, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not checked.
    NotChecked,
}

impl Verdict {
    /// The words on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotChecked => "not checked",
        }
    }
}

/// One answer with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Yes, no, or neither.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

impl Answer {
    pub(super) fn yes(reason: impl Into<String>) -> Self {
        Self::new(Verdict::Yes, reason)
    }

    pub(super) fn not_checked(reason: impl Into<String>) -> Self {
        Self::new(Verdict::NotChecked, reason)
    }

    pub(super) fn new(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            verdict,
            reason: reason.into(),
        }
    }
}

/// The five answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// Is the file whole and unchanged?
    pub whole: Answer,
    /// Who signed it?
    pub signed_by: Answer,
    /// May they sign this, by the roster?
    pub trusted: Answer,
    /// Is it the newest that is known?
    pub current: Answer,
    /// Are all steps from the first on in it?
    pub chain_complete: Answer,
}

impl Answers {
    /// The answers with their titles, in the order in which they are shown.
    pub fn rows(&self) -> [(&'static str, &Answer); 5] {
        [
            ("Whole", &self.whole),
            ("Signed by", &self.signed_by),
            ("Trusted for this role", &self.trusted),
            ("Current", &self.current),
            ("Chain complete", &self.chain_complete),
        ]
    }

    /// What is left to say when checking stopped at a refusal.
    pub(super) fn stopped(refusal: &Refusal) -> Self {
        let unreached = || Answer::not_checked("the check stopped before this");
        let mut answers = Self {
            whole: unreached(),
            signed_by: unreached(),
            trusted: unreached(),
            current: unreached(),
            chain_complete: unreached(),
        };
        let verdict = match refusal.exit() {
            ExitClass::CannotTell | ExitClass::Mistake => Verdict::NotChecked,
            ExitClass::Good | ExitClass::No => Verdict::No,
        };
        *answers.of(refusal.question()) = Answer::new(verdict, refusal.to_string());
        answers
    }

    pub(super) fn of(&mut self, question: Question) -> &mut Answer {
        match question {
            Question::Whole => &mut self.whole,
            Question::SignedBy => &mut self.signed_by,
            Question::Trusted => &mut self.trusted,
            Question::Current => &mut self.current,
            Question::ChainComplete => &mut self.chain_complete,
        }
    }
}

/// What may be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whole, signed, trusted, and nothing says no: it may be shown and imported.
    Good,
    /// Whole and validly signed, but the signer is unknown or no roster was given: it may be
    /// shown under a banner that says so, never imported or assessed.
    Banner,
    /// Something is wrong: only the reason may be shown.
    Refused,
}

/// One file of a step, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartInfo {
    /// Its path in the step's folder.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its CRC-32.
    pub crc: u32,
    /// Its SHA-256.
    pub sha256: Digest,
}

/// One step, checked.
#[derive(Clone, Debug)]
pub struct StepContents {
    /// The header.
    pub header: StepHeader,
    /// The SHA-256 of the manifest: the step's identity.
    pub manifest: Digest,
    /// The SHA-256 of its signature.
    pub signature: Digest,
    /// Who signed.
    pub signer: SignerKey,
    /// Its files, ascending; attachments are read with [`super::copy_part`].
    pub parts: Vec<PartInfo>,
    /// The exact bytes of its files by path, all but attachments; empty when nothing was to be
    /// kept.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// Journals and texts of a survey; nothing for other kinds, or when nothing was to be kept.
    pub survey: Option<SurveyContents>,
    /// What a survey is about; nothing for other kinds.
    pub facts: Option<SurveyFacts>,
}

impl StepContents {
    /// The bytes of a document.
    pub fn document(&self, path: &str) -> Option<&[u8]> {
        self.documents.get(path).map(Vec::as_slice)
    }
}

/// What a file holds, handed on only when nothing is wrong with it.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The steps, in order.
    pub steps: Vec<StepContents>,
    /// The SHA-256 of the whole file.
    pub file: Digest,
    /// Of an excerpt, the step before the first one in it.
    pub excerpt_after: Option<Prev>,
}

/// A roster that is out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired {
    /// Since when.
    pub on: Stamp,
    /// Whether the file counts as good all the same.
    pub allowed: bool,
}

/// The outcome of a verification.
#[derive(Debug)]
pub struct Verification {
    /// The five answers.
    pub answers: Answers,
    /// The first thing that is wrong, if something is.
    pub refusal: Option<Refusal>,
    /// What may be done with the file.
    pub standing: Standing,
    /// Whether the file is marked as training. Meaningful unless refused.
    pub training: bool,
    /// What the file is about; nothing when it is refused.
    pub about: Option<About>,
    /// Whether the roster has expired: told first, and no is the answer unless it is allowed.
    pub expired: Option<Expired>,
    /// What else a person should know: a report that was not compared, a clock that is ahead.
    pub notices: Vec<String>,
    /// What the file holds; nothing when it is refused.
    pub contents: Option<Contents>,
}

impl Verification {
    /// How the program ends: good only if whole, signed, trusted, and nothing says no.
    pub fn exit(&self) -> ExitClass {
        match (&self.refusal, self.standing) {
            (Some(refusal), _) => refusal.exit(),
            (None, Standing::Good) if self.has_expired() => ExitClass::No,
            (None, Standing::Good) => ExitClass::Good,
            (None, _) => ExitClass::No,
        }
    }

    /// The stable code: of the refusal, else `good`, `excerpt`, `expired` or `no-roster`.
    pub fn code(&self) -> &'static str {
        match (&self.refusal, self.standing) {
            (Some(refusal), _) => refusal.code(),
            (None, Standing::Good) if self.has_expired() => "expired",
            (None, Standing::Good) if self.is_excerpt() => "excerpt",
            (None, Standing::Good) => "good",
            (None, _) => "no-roster",
        }
    }

    /// Says whether the roster has expired, and that counts.
    pub fn has_expired(&self) -> bool {
        self.expired.is_some_and(|expired| !expired.allowed)
    }

    /// Says whether earlier steps are not included.
    pub fn is_excerpt(&self) -> bool {
        self.contents
            .as_ref()
            .is_some_and(|contents| contents.excerpt_after.is_some())
    }

    /// The whole outcome in one line.
    pub fn summary(&self) -> String {
        let signed = &self.answers.signed_by.reason;
        match (&self.refusal, self.standing) {
            (Some(refusal), Standing::Refused) => format!("Refused: {refusal}."),
            (Some(refusal), _) => format!("Not trusted: whole, but {refusal}."),
            (None, Standing::Good) => self.good(),
            (None, _) => format!("Whole, {signed}; no roster was given to say who may sign."),
        }
    }

    /// What is good, and before it what must be said first.
    fn good(&self) -> String {
        let signed = &self.answers.signed_by.reason;
        let (mark, rest) = match self.is_excerpt() {
            true => (
                "Good, excerpt: earlier steps",
                format!("not included; {signed}, each in a role of theirs by the roster."),
            ),
            false => ("Good: whole,", format!("{signed}, trusted.")),
        };
        match self.expired {
            None => format!("{mark} {rest}"),
            Some(expired) => format!(
                "Good, but your roster expired on {}: ask the office for a newer one. By the old \
                 one: {mark} {rest}",
                expired.on.written()
            ),
        }
    }
}

/// The files of a step's folder as they are told to others.
pub(super) fn part(entry: &Entry, path: &str, sha256: Digest) -> PartInfo {
    PartInfo {
        path: path.to_owned(),
        size: entry.size,
        crc: entry.crc,
        sha256,
    }
}
