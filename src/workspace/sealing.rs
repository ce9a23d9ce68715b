//! Making a survey's signed step: the last entry, the journals, the texts, the record, the
//! report, the manifest and the signature. Nothing is stored or written here: see `seal`.

use super::APP;
use super::error::WorkspaceError;
use super::this_version::THIS_VERSION;
use crate::bundle::kinds::Kind;
use crate::bundle::layout;
use crate::bundle::seal::{NewStep, Part, SealedStep, seal_step};
use crate::bundle::step::{RosterRef, StandardsRef};
use crate::bundle::when::Stamp;
use crate::domain::journal::ChainHead;
use crate::domain::journal::chain::ChainWriter;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::{Entry, Event};
use crate::domain::survey::readiness;
use crate::domain::survey::record::Record;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::DeviceId;
use crate::domain::values::written;
use crate::report::{SurveyReport, survey_html};
use crate::vault::SigningKey;
use std::collections::BTreeMap;

/// The revision that is replaced.
#[derive(Clone, Debug)]
pub(super) struct Superseded {
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// Its journals, which the new ones go on from.
    pub journal: Vec<ChainHead>,
    /// When it was sealed; time never goes back.
    pub sealed_at: Moment,
}

/// What a seal is made from.
pub(super) struct Sealing<'a> {
    /// The case before the seal.
    pub file: &'a CaseFile,
    /// Every laptop's journal, exact lines.
    pub journals: BTreeMap<DeviceId, Vec<u8>>,
    /// Where this laptop's journal ends.
    pub pen: ChainWriter,
    /// The pack's exact bytes.
    pub pack: Vec<u8>,
    /// The key that signs for the pen's actor.
    pub key: &'a SigningKey,
    /// What is replaced, from the second revision on.
    pub previous: Option<Superseded>,
    /// The roster held.
    pub roster: Option<RosterRef>,
    /// 16 random bytes.
    pub random: [u8; 16],
    /// Now.
    pub at: Moment,
    /// The Surveyor's initials.
    pub initials: String,
}

/// A sealed step with its last entry.
pub(super) struct Sealed {
    /// The last entry.
    pub entry: Entry,
    /// Its exact line.
    pub line: Vec<u8>,
    /// The case after it.
    pub file: CaseFile,
    /// The step.
    pub step: SealedStep<'static>,
    /// When it was sealed.
    pub at: Moment,
    /// What to know though nothing is wrong.
    pub warnings: Vec<String>,
}

impl Sealing<'_> {
    /// Seals.
    ///
    /// # Errors
    /// Something is left to do, or our own reader would refuse what came out.
    pub fn seal(mut self) -> Result<Sealed, WorkspaceError> {
        let mut warnings = Vec::new();
        let at = match &self.previous {
            Some(previous) if previous.sealed_at > self.at => {
                warnings.push(format!(
                    "This computer's clock is behind the last revision, so this one carries the \
                     same time, {}. Check the clock.",
                    written::day_and_clock(previous.sealed_at)
                ));
                previous.sealed_at
            }
            _ => self.at,
        };
        let event = self.event()?;
        let (entry, line) = self.pen.write(event, at, None)?;
        let mut file = self.file.clone();
        file.absorb(&entry);
        let journal = self.journals.entry(entry.device.clone()).or_default();
        journal.extend_from_slice(&line);
        journal.push(b'\n');
        let new = self.new_step(&file, at)?;
        let parts = self.parts(&file, at)?;
        let step = seal_step(new, parts, None, self.key.private(), &THIS_VERSION)?;
        warnings.extend(step.warnings.iter().cloned());
        Ok(Sealed {
            entry,
            line,
            file,
            step,
            at,
            warnings,
        })
    }

    /// The last entry's event; refused while anything blocks.
    fn event(&self) -> Result<Event, WorkspaceError> {
        let file = self.file;
        let visit = file
            .visit()
            .ok_or(WorkspaceError::Mistake("a case file without a visit"))?;
        let (revision, reason) = visit.open_revision.ok_or(WorkspaceError::AlreadySealed)?;
        blocking(file)?;
        Ok(Event::Sealed {
            visit: visit.id.clone(),
            revision,
            initials: initials(&self.initials)?,
            reason,
        })
    }

    fn new_step(&self, file: &CaseFile, at: Moment) -> Result<NewStep, WorkspaceError> {
        let visit = file
            .visit()
            .ok_or(WorkspaceError::Mistake("a case file without a visit"))?;
        Ok(NewStep {
            kind: Kind::Survey,
            case_id: file.case.id.clone(),
            visit_id: visit.id.clone(),
            revision: visit.revision(),
            supersedes: self.previous.as_ref().map(|previous| previous.manifest),
            training: file.case.training,
            sealed_at: Stamp::of(at).ok_or(WorkspaceError::Mistake("a time out of range"))?,
            principal: self.pen.actor.clone(),
            standards: Some(StandardsRef {
                id: visit.pack.id.clone(),
                sha256: visit.pack.sha256,
            }),
            roster: self.roster.clone(),
            to: Vec::new(),
            random: self.random,
            app: APP.to_owned(),
            before: self
                .previous
                .as_ref()
                .map_or_else(Vec::new, |previous| previous.journal.clone()),
        })
    }

    /// The files of the step, but for header, manifest and signature.
    fn parts(&mut self, file: &CaseFile, at: Moment) -> Result<Vec<Part<'static>>, WorkspaceError> {
        let visit = file
            .visit()
            .ok_or(WorkspaceError::Mistake("a case file without a visit"))?;
        let coding = |_| WorkspaceError::Mistake("JSON that cannot be written");
        let journals = std::mem::take(&mut self.journals);
        let heads = heads(&journals);
        let case = &file.case;
        let texts = file
            .texts
            .to_jsonl(|id| case.named_texts.contains(id) && !case.redacted.contains(id))
            .map_err(coding)?;
        let record = Record::of(case, visit, &file.packet, &file.texts)
            .to_bytes()
            .map_err(coding)?;
        let report = survey_html(&SurveyReport {
            case,
            visit,
            pack: &file.pack,
            packet: &file.packet,
            texts: &file.texts,
            changes: &file.changes,
            app: APP,
            key_fingerprint: &self.key.public().fingerprint,
            journal: &heads,
            sealed_at: at,
        })?;
        let mut parts = vec![
            Part::bytes(layout::TEXTS, texts),
            Part::bytes(layout::PACK, std::mem::take(&mut self.pack)),
            Part::bytes(layout::RECORD, record),
            Part::bytes(layout::REPORT, report),
        ];
        for (device, lines) in journals {
            parts.push(Part::bytes(layout::journal(device.as_str()), lines));
        }
        Ok(parts)
    }
}

/// Refuses a visit that is sealed, or where something is left that blocks.
pub(super) fn blocking(file: &CaseFile) -> Result<(), WorkspaceError> {
    let visit = file
        .visit()
        .ok_or(WorkspaceError::Mistake("a case file without a visit"))?;
    if visit.is_sealed() {
        return Err(WorkspaceError::AlreadySealed);
    }
    let left = file.whats_left();
    if readiness::is_ready(&left) {
        return Ok(());
    }
    let blocks = left
        .into_iter()
        .filter(|item| item.weight == readiness::Weight::Blocks)
        .map(|item| item.what)
        .collect();
    Err(WorkspaceError::NotReady(blocks))
}

/// The ends of the journals, ascending by laptop.
fn heads(journals: &BTreeMap<DeviceId, Vec<u8>>) -> Vec<ChainHead> {
    let of = |(device, lines): (&DeviceId, &Vec<u8>)| {
        let mut head = ChainHead::empty(device.clone());
        for line in crate::domain::values::text::lines(lines) {
            head.advance(line);
        }
        head
    };
    journals.iter().map(of).collect()
}

/// Initials as they are printed.
fn initials(typed: &str) -> Result<String, WorkspaceError> {
    let typed = typed.trim();
    let good = (1..=10).contains(&typed.chars().count())
        && typed.chars().any(char::is_alphabetic)
        && !typed.chars().any(|c| c.is_control() || c.is_ascii_digit());
    if good {
        Ok(typed.to_owned())
    } else {
        Err(WorkspaceError::Initials)
    }
}
