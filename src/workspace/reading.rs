//! Opening a signed file for reading: nothing of it is shown before all of it was checked, and
//! nothing but the reason when something is wrong.

use super::error::WorkspaceError;
use super::folder::DataFolder;
use super::open::embedded;
use super::verify::{Against, Verified, verify_file};
use super::{Session, Workspace};
use crate::bundle::layout;
use crate::bundle::memory::{Known, MemoryFault, RevisionMemory};
use crate::bundle::refusal::visible;
use crate::bundle::verify::{Keep, Standing, StepContents};
use crate::bundle::when::Stamp;
use crate::domain::journal::chain::ChainWriter;
use crate::domain::pack::Pack;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::{Entry, PackRef};
use crate::domain::survey::visit::Visit;
use crate::domain::values::ids::CaseId;
use crate::standards::read_pack;
use crate::store::Remembered;
use std::path::Path;
use std::sync::Arc;

/// A signed file, open for reading.
#[derive(Debug)]
pub struct OpenedBundle {
    /// The survey in it.
    pub file: CaseFile,
    /// All of its entries, in order.
    pub entries: Vec<Entry>,
    /// A pen that is never used: nothing is written in a file that is read.
    pub pen: ChainWriter,
    /// Whole, signed by whom, trusted or not, in one line.
    pub banner: String,
    /// Whether everything about it is good.
    pub good: bool,
    /// The five answers, a line each, and what else to know.
    pub answers: Vec<String>,
}

/// Verifies a file and opens the survey in it. Needs no passphrase; see
/// [`Workspace::open_bundle`] for what is known once the database is open.
///
/// # Errors
/// The file cannot be read, or something is wrong with it: the reason and nothing else.
pub fn read_bundle(
    path: &Path,
    roster: Option<&Path>,
    folder: &DataFolder,
    now: Stamp,
) -> Result<OpenedBundle, WorkspaceError> {
    let against = Against::of(folder, roster, now, Keep::Documents);
    opened(verify_file(path, &against)?)
}

impl Workspace {
    /// Verifies a file against what is known here as [`verify_file`] does, and remembers its
    /// revisions if it is good.
    ///
    /// # Errors
    /// As [`verify_file`], and the database is locked or cannot be written.
    pub fn verify(
        &mut self,
        path: &Path,
        against: &Against<'_>,
    ) -> Result<Verified, WorkspaceError> {
        let session = self.session()?;
        let against = Against {
            memory: Some(&*session),
            ..*against
        };
        let verified = verify_file(path, &against)?;
        if verified.outcome.standing == Standing::Good {
            let steps = verified.outcome.contents.iter().flat_map(|c| &c.steps);
            for step in steps {
                let header = &step.header;
                let this = Remembered {
                    revision: header.revision,
                    manifest: step.manifest,
                    sealed_at: header.sealed_at.moment().fixed_offset(),
                    journal: header.journal.clone(),
                    followed_from: header.revision,
                };
                let step = u32::from(header.step);
                session.store.remember(&header.case_id, step, &this)?;
            }
        }
        Ok(verified)
    }

    /// Verifies a file against what is known here, opens the survey in it, and remembers its
    /// revision if it is good.
    ///
    /// # Errors
    /// As [`read_bundle`], and a newer or another one is known here.
    pub fn open_bundle(
        &mut self,
        path: &Path,
        roster: Option<&Path>,
    ) -> Result<OpenedBundle, WorkspaceError> {
        let (now, folder) = (self.world.stamp()?, self.folder.clone());
        let against = Against::of(&folder, roster, now, Keep::Documents);
        let mut opened = opened(self.verify(path, &against)?)?;
        let case = opened.file.case.id.clone();
        let revision = opened.file.visit().map_or(1, Visit::revision);
        if let Some(earlier) = self.earlier_entries(&case, revision)? {
            opened.compare(&case, &earlier)?;
        }
        Ok(opened)
    }
}

impl RevisionMemory for Session {
    fn known(&self, case: &CaseId, step: u8) -> Result<Option<Known>, MemoryFault> {
        let fault = |why: String| MemoryFault(why);
        let held = self.store.remembered(case, u32::from(step));
        let Some(held) = held.map_err(|error| fault(error.to_string()))? else {
            return Ok(None);
        };
        let sealed_at = Stamp::of(held.sealed_at);
        Ok(Some(Known {
            revision: held.revision,
            manifest: held.manifest,
            sealed_at: sealed_at.ok_or_else(|| fault("a time out of range".to_owned()))?,
            journal: held.journal,
            followed_from: held.followed_from,
        }))
    }
}

/// Opens the last survey of a file that was found good, or whole but of an unknown signer.
pub(super) fn opened(verified: Verified) -> Result<OpenedBundle, WorkspaceError> {
    let outcome = verified.outcome;
    if outcome.standing == Standing::Refused {
        let refusal = outcome
            .refusal
            .ok_or(WorkspaceError::Mistake("a refusal without a reason"))?;
        return Err(super::verify::told(&verified.path, refusal));
    }
    let good = outcome.standing == Standing::Good;
    let mut answers: Vec<String> = outcome
        .answers
        .rows()
        .iter()
        .map(|(title, answer)| format!("{title}: {}. {}", answer.verdict.title(), answer.reason))
        .collect();
    answers.extend(outcome.notices.iter().cloned());
    if let Some(refusal) = &outcome.refusal {
        answers.push(refusal.remedy().to_owned());
    }
    let banner = outcome.summary();
    let steps = outcome
        .contents
        .map_or_else(Vec::new, |contents| contents.steps);
    let none = || WorkspaceError::NoSurvey(visible(&verified.path.display().to_string()));
    let step = steps
        .into_iter()
        .rfind(|step| step.survey.is_some())
        .ok_or_else(none)?;
    let pack = pack_of(&step)?;
    let case = step.header.case_id.clone();
    let survey = step.survey.unwrap_or_default();
    let mut find = |_: &PackRef| Some(pack.clone());
    let file = CaseFile::open(case.clone(), &survey.entries, survey.texts, &mut find)?;
    let head = step.header.journal.into_iter().next().ok_or_else(none)?;
    let pen = ChainWriter::new(case, step.header.signer.principal, head, file.case.clock);
    Ok(OpenedBundle {
        file,
        entries: survey.entries,
        pen,
        banner,
        good,
        answers,
    })
}

/// The pack that travels in a step; its digest was checked with everything else.
fn pack_of(step: &StepContents) -> Result<Arc<Pack>, WorkspaceError> {
    let wanted = step
        .header
        .standards
        .as_ref()
        .ok_or(WorkspaceError::Mistake("a survey without a pack"))?;
    if let Some(held) = embedded(&wanted.sha256) {
        return Ok(held.pack);
    }
    let bytes = step
        .document(layout::PACK)
        .ok_or(WorkspaceError::Mistake("a survey without a pack"))?;
    read_pack(bytes).map_err(WorkspaceError::Problems)
}
