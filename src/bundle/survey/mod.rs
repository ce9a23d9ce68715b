//! A survey's journals and texts, read from its files, and what they must fit.
//!
//! | module | what lives there |
//! |---|---|
//! | [`sequence`] | what no entry may do: change what was signed, undo falsely |
//! | [`fold`] | what the journals come to, against header and texts |
//! | [`facts`] | pack, readiness, record and report, against what the journals come to |

mod facts;
mod fold;
mod sequence;

pub use facts::SurveyFacts;

use super::layout;
use super::memory::Recalled;
use super::refusal::{Refusal, visible};
use super::step::StepHeader;
use super::this_version::ThisVersion;
use crate::domain::journal::{self, ChainHead, JournalFault};
use crate::domain::survey::events::Entry;
use crate::domain::values::digest::Digest;
use crate::domain::values::text::{TextFault, Texts, lines};

/// What a survey says, once it is checked.
#[derive(Clone, Debug, Default)]
pub struct SurveyContents {
    /// The entries of all its journals, in the order of folding.
    pub entries: Vec<Entry>,
    /// The texts that they name and nobody erased.
    pub texts: Texts,
}

/// What the journals of a survey must go on from.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// The journals of earlier surveys in the same file, and of the revision that is replaced.
    pub in_file: Vec<ChainHead>,
    /// The revision that was seen before.
    pub recalled: Option<Recalled>,
}

/// Reads journals and texts through `file`, which gives a file of the step by its path there.
/// Every chain must be whole and end where the header says, and must go on from what is `before`.
///
/// # Errors
/// The first file that is not so.
pub fn read<'a>(
    header: &StepHeader,
    before: &Before,
    file: impl Fn(&str) -> Option<&'a [u8]>,
) -> Result<SurveyContents, Refusal> {
    let folder = header.folder();
    let need = |path: &str| {
        file(path).ok_or_else(|| Refusal::Missing {
            name: format!("{folder}/{path}"),
        })
    };
    let mut entries = Vec::new();
    for chain in &header.journal {
        let path = layout::journal(chain.device.as_str());
        let bytes = need(&path)?;
        let name = format!("{folder}/{path}");
        let (more, head) = journal::read_signed_chain(bytes)
            .map_err(|fault| journal_refusal(name.clone(), &fault))?;
        let broken = |why: &str| Refusal::Journal {
            name: name.clone(),
            why: why.to_owned(),
        };
        if head.as_ref() != Some(chain) {
            return Err(broken("it does not end where the header says"));
        }
        if more.iter().any(|entry| entry.case != header.case_id) {
            return Err(broken("it belongs to another case"));
        }
        let known = before.in_file.iter();
        for known in known.filter(|known| known.device == chain.device) {
            if !goes_on_from(bytes, known) {
                return Err(broken("it does not go on from the survey before it"));
            }
        }
        entries.extend(more);
    }
    let is_there = |known: &ChainHead| header.journal.iter().any(|c| c.device == known.device);
    if let Some(gone) = before.in_file.iter().find(|known| !is_there(known)) {
        return Err(Refusal::Missing {
            name: format!("{folder}/{}", layout::journal(gone.device.as_str())),
        });
    }
    if let Some(recalled) = &before.recalled {
        let holds = |known: &ChainHead| {
            file(&layout::journal(known.device.as_str()))
                .is_some_and(|bytes| goes_on_from(bytes, known))
        };
        if !recalled.journal.iter().all(holds) {
            return Err(Refusal::HistoryRewritten(recalled.rivals.clone()));
        }
    }
    let texts = Texts::from_jsonl(need(layout::TEXTS)?)
        .map_err(|fault| texts_refusal(format!("{folder}/{}", layout::TEXTS), &fault))?;
    Ok(SurveyContents {
        entries: journal::in_order(entries),
        texts,
    })
}

/// Checks what a survey says: the sequence of its entries, then what they come to against its
/// header, then everything beside the journals against that.
///
/// # Errors
/// The first thing that does not fit.
pub fn check<'a>(
    header: &StepHeader,
    survey: &SurveyContents,
    file: impl Fn(&str) -> Option<&'a [u8]>,
    this: &ThisVersion,
) -> Result<SurveyFacts, Refusal> {
    let folder = header.folder();
    sequence::check(&survey.entries).map_err(|wrong| match wrong {
        sequence::Wrong::ChangesSigned { entry, visit } => Refusal::ChangedAfterSigning {
            folder: folder.clone(),
            visit: visit.to_string(),
            entry: format!("{} of {}", entry.seq, entry.device),
        },
        sequence::Wrong::FalseUndo(entry) => Refusal::FalseUndo {
            folder: folder.clone(),
            entry: format!("{} of {}", entry.seq, entry.device),
        },
    })?;
    let (case, changes) = fold::check(header, survey)?;
    facts::check(header, survey, (&case, &changes), file, this)
}

/// Says whether a chain has the known head at the known place.
fn goes_on_from(bytes: &[u8], known: &ChainHead) -> bool {
    let Some(index) = known.count.checked_sub(1).map(usize::try_from) else {
        return true;
    };
    index.is_ok_and(|index| {
        lines(bytes)
            .nth(index)
            .is_some_and(|line| Digest::of(line) == known.head)
    })
}

fn journal_refusal(name: String, fault: &JournalFault) -> Refusal {
    let why = visible(&fault.to_string());
    match fault {
        JournalFault::NewerEvent { .. } => Refusal::JournalNewer { name, why },
        JournalFault::Spelling { .. } => Refusal::Spelling { name, why },
        _ => Refusal::Journal { name, why },
    }
}

fn texts_refusal(name: String, fault: &TextFault) -> Refusal {
    let why = visible(&fault.to_string());
    match fault {
        TextFault::Spelling { .. } => Refusal::Spelling { name, why },
        _ => Refusal::Texts { name, why },
    }
}
