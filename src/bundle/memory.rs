//! What was seen before: the highest revision of each step that this laptop knows.
//!
//! A signature says who made a file, never that it is the last one made, nor that its history is
//! the one that was signed before. FORMAT.md, Chain and revisions.

use super::kinds::Kind;
use super::manifest::Prev;
use super::refusal::Refusal;
use super::step::StepHeader;
use super::when::Stamp;
use crate::domain::journal::ChainHead;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;
use std::fmt;

/// The highest revision known of one step of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The revision.
    pub revision: u32,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// When it was sealed.
    pub sealed_at: Stamp,
    /// Its journals, if it is a survey; a later revision must go on from them.
    pub journal: Vec<ChainHead>,
    /// The lowest revision that was seen here, from which all seen since go on.
    pub followed_from: u32,
}

/// What is known could not be looked up. Whoever cannot look must not say that all is well.
#[derive(Debug, thiserror::Error)]
#[error("what this computer remembers of the case could not be looked up: {0}")]
pub struct MemoryFault(pub String);

/// Where the revisions known are looked up.
pub trait RevisionMemory {
    /// The highest revision known of a step; nothing where none is.
    ///
    /// # Errors
    /// When it cannot be looked up. Nothing is then said about the file.
    fn known(&self, case: &CaseId, step: u8) -> Result<Option<Known>, MemoryFault>;
}

/// A revision as a person can tell it from another: for the office, who alone can say which of
/// two stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The kind of step.
    pub kind: Kind,
    /// The revision.
    pub revision: u32,
    /// When it was sealed.
    pub sealed_at: Stamp,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} revision {} of {} with fingerprint {}",
            self.kind,
            self.revision,
            self.sealed_at,
            self.manifest.spoken()
        )
    }
}

/// The one that is known, and the one that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rivals {
    /// Known here.
    pub known: Mark,
    /// Given.
    pub given: Mark,
}

impl fmt::Display for Rivals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "known here is {}, given is {}", self.known, self.given)
    }
}

/// What a step is held against, once it was found to be neither stale nor a fork.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// Of a survey, what its journals must begin with.
    pub journal: Vec<ChainHead>,
    /// Who the two are, should they not.
    pub rivals: Rivals,
    /// Whether every revision before it was seen here, or there is none.
    pub is_followed: bool,
}

/// Judges a step against what is known of it. Nothing where nothing is.
///
/// # Errors
/// When it is stale, a fork, replaces another one than is known, or was signed again after its
/// report was sealed; and when nothing could be looked up.
pub fn judge(
    memory: &dyn RevisionMemory,
    header: &StepHeader,
    manifest: Digest,
) -> Result<Option<Recalled>, Refusal> {
    let Some(known) = memory.known(&header.case_id, header.step)? else {
        return Ok(None);
    };
    let (kind, revision) = (header.kind, header.revision);
    let rivals = Rivals {
        known: Mark {
            kind,
            revision: known.revision,
            sealed_at: known.sealed_at,
            manifest: known.manifest,
        },
        given: Mark {
            kind,
            revision,
            sealed_at: header.sealed_at,
            manifest,
        },
    };
    if revision < known.revision {
        return Err(Refusal::Stale(rivals));
    }
    if revision == known.revision && manifest != known.manifest {
        return Err(Refusal::Fork(rivals));
    }
    // The next revision names the one it replaces: if that is not ours, there were two of it.
    let is_next = known.revision.checked_add(1) == Some(revision);
    if is_next && header.supersedes != Some(known.manifest) {
        return Err(Refusal::HistoryRewritten(rivals));
    }
    if revision > known.revision {
        check_report(memory, header)?;
    }
    Ok(Some(Recalled {
        journal: known.journal,
        rivals,
        is_followed: known.followed_from == 1,
    }))
}

/// A survey or review is not issued again once its report is sealed.
fn check_report(memory: &dyn RevisionMemory, header: &StepHeader) -> Result<(), Refusal> {
    // A report stands two steps after its survey and one after its review.
    let report = match header.kind {
        Kind::Survey => header.step.saturating_add(2),
        Kind::Review => header.step.saturating_add(1),
        _ => return Ok(()),
    };
    match memory.known(&header.case_id, report)? {
        Some(_) => Err(Refusal::Reissued { kind: header.kind }),
        None => Ok(()),
    }
}

/// Judges the step that an excerpt leaves out, of which it holds no more than the digests.
///
/// # Errors
/// When another one is known here: a later revision that never came here, or one of two that
/// cannot both stand, and nothing in an excerpt tells which. Whoever cannot tell must not say
/// that all is well.
pub fn judge_left_out(
    memory: &dyn RevisionMemory,
    header: &StepHeader,
    prev: &Prev,
) -> Result<(), Refusal> {
    let Some(step) = header.step.checked_sub(1) else {
        return Ok(());
    };
    match memory.known(&header.case_id, step)? {
        Some(known) if known.manifest != prev.manifest => Err(Refusal::OtherPrevious {
            folder: header.folder(),
            previous: prev.folder.clone(),
            revision: known.revision,
        }),
        _ => Ok(()),
    }
}
