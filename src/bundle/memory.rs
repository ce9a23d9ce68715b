//! What was seen before: the highest revision of each step that this laptop knows.
//!
//! A signature says who made a file, never that it is the last one made. FORMAT.md, Chain and
//! revisions.

use super::kinds::Kind;
use super::manifest::Prev;
use super::refusal::Refusal;
use super::step::StepHeader;
use crate::domain::journal::ChainHead;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;

/// The highest revision known of one step of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The revision.
    pub revision: u32,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// Its journals, if it is a survey; a later revision must go on from them.
    pub journal: Vec<ChainHead>,
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

/// Judges a step against what is known of it, and gives the journals that it must go on from.
///
/// # Errors
/// When it is stale, a fork, or signed again after its report was sealed; and when nothing could
/// be looked up.
pub fn judge(
    memory: &dyn RevisionMemory,
    header: &StepHeader,
    manifest: Digest,
) -> Result<Vec<ChainHead>, Refusal> {
    let Some(known) = memory.known(&header.case_id, header.step)? else {
        return Ok(Vec::new());
    };
    let (kind, revision) = (header.kind, header.revision);
    if revision < known.revision {
        return Err(Refusal::Stale {
            kind,
            known: known.revision,
            given: revision,
        });
    }
    let fork = Err(Refusal::Fork { kind, revision });
    if revision == known.revision {
        return if manifest == known.manifest {
            Ok(known.journal)
        } else {
            fork
        };
    }
    // The next revision names the one it replaces: if that is not ours, there were two of it.
    if revision == known.revision + 1 && header.supersedes != Some(known.manifest) {
        return fork;
    }
    // A report stands two steps after its survey and one after its review.
    let report = match kind {
        Kind::Survey => Some(header.step.saturating_add(2)),
        Kind::Review => Some(header.step.saturating_add(1)),
        _ => None,
    };
    if let Some(step) = report
        && memory.known(&header.case_id, step)?.is_some()
    {
        return Err(Refusal::Reissued { kind });
    }
    Ok(known.journal)
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
