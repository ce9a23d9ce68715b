//! The list of cases, from a summary that every append keeps up to date: nothing is folded to show
//! the list.

use super::Workspace;
use super::error::WorkspaceError;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::CaseId;
use chrono::Timelike as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One case in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSummary {
    /// Its place in the list, for [`Workspace::list_cases`].
    pub number: i64,
    /// Its id.
    pub id: CaseId,
    /// The practice, or the id while it is not known.
    pub practice: String,
    /// Whether it is made up.
    pub training: bool,
    /// Where it stands, in a few words.
    pub state: String,
    /// When it was last worked on, to the minute.
    pub last_at: Option<Moment>,
}

/// The summary as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    practice: String,
    training: bool,
    state: String,
    last_at: Option<Moment>,
}

/// The summaries as they were written last, so that one is written only when it says more.
#[derive(Debug, Default)]
pub(super) struct Summaries(BTreeMap<CaseId, String>);

impl Summaries {
    /// The summary of a case, if it is not the one that is held.
    pub fn news(&self, file: &CaseFile) -> Option<String> {
        let summary = summary(file)?;
        (self.0.get(&file.case.id) != Some(&summary)).then_some(summary)
    }

    /// Remembers what was written.
    pub fn note(&mut self, case: &CaseId, summary: Option<String>) {
        if let Some(summary) = summary {
            self.0.insert(case.clone(), summary);
        }
    }
}

/// What the list says of a case.
pub(super) fn summary(file: &CaseFile) -> Option<String> {
    let to_the_minute = |at: Moment| at.with_second(0).unwrap_or(at);
    serde_json::to_string(&Kept {
        practice: file.packet.practice.name.clone(),
        training: file.case.training,
        state: state(file),
        last_at: file.case.last_at.map(to_the_minute),
    })
    .ok()
}

/// Where a case stands, in a few words.
fn state(file: &CaseFile) -> String {
    let Some(visit) = file.visit() else {
        return "No visit yet".to_owned();
    };
    if visit.is_sealed() {
        return match visit.revision() {
            1 => "Signed and finished".to_owned(),
            revision => format!("Signed and finished, revision {revision}"),
        };
    }
    let again = match visit.revision() {
        1 => String::new(),
        revision => format!("Revision {revision}: "),
    };
    if visit.answers.is_empty() && visit.sources.is_empty() {
        return format!("{again}Not begun");
    }
    let all = file.pack.standards.len();
    let given = file
        .pack
        .standards
        .iter()
        .filter(|standard| visit.determinations.contains_key(&standard.id))
        .count();
    match file.board.open() {
        0 => format!("{again}All answered, {given} of {all} levels given"),
        1 => format!("{again}1 answer to do"),
        open => format!("{again}{open} answers to do"),
    }
}

impl Workspace {
    /// A page of the list of cases, newest first: those before `before`, or the first ones.
    ///
    /// # Errors
    /// The database is locked or cannot be read.
    pub fn list_cases(
        &mut self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<CaseSummary>, WorkspaceError> {
        let rows = self.session()?.store.list_cases(before, limit)?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let kept: Option<Kept> = serde_json::from_str(&row.summary).ok();
                let unknown = || Kept {
                    practice: row.id.to_string(),
                    training: false,
                    state: "Open it to see where it stands".to_owned(),
                    last_at: None,
                };
                let kept = kept.unwrap_or_else(unknown);
                CaseSummary {
                    number: row.number,
                    id: row.id,
                    practice: kept.practice,
                    training: kept.training,
                    state: kept.state,
                    last_at: kept.last_at,
                }
            })
            .collect())
    }
}
