//! A survey's pack, record and report, and whether it could have been signed at all: everything
//! beside the journals that says the same once more. FORMAT.md, Contents by kind.

use super::SurveyContents;
use crate::bundle::layout;
use crate::bundle::refusal::{Refusal, visible};
use crate::bundle::step::StepHeader;
use crate::bundle::this_version::{PackFault, SealedSurvey, ThisVersion};
use crate::domain::pack::Pack;
use crate::domain::privacy::guard::Guard;
use crate::domain::program::packet::Packet;
use crate::domain::survey::case::Case;
use crate::domain::survey::changes::Changes;
use crate::domain::survey::readiness::{self, Weight};
use crate::domain::survey::record::{Record, RecordFault};
use crate::domain::survey::verdicts::Board;
use crate::domain::survey::words::Facts;
use crate::domain::values::calendar::Moment;
use crate::domain::values::spelling::is_spelling_of;
use std::sync::Arc;

/// What a survey is about, and how far its report was compared.
#[derive(Clone, Debug)]
pub struct SurveyFacts {
    /// The packet that was taken last.
    pub packet: Packet,
    /// When it was sealed, by the clock of the laptop.
    pub sealed_at: Moment,
    /// Whether the report is what this version writes; another version's cannot be compared.
    pub report_compared: bool,
}

/// Checks everything beside the journals against what they come to.
///
/// # Errors
/// The first thing that says otherwise.
pub(super) fn check<'a>(
    header: &StepHeader,
    survey: &SurveyContents,
    (case, changes): (&Case, &Changes),
    file: impl Fn(&str) -> Option<&'a [u8]>,
    this: &ThisVersion,
) -> Result<SurveyFacts, Refusal> {
    let folder = header.folder();
    let need = |path: &str| {
        file(path).ok_or_else(|| Refusal::Missing {
            name: format!("{folder}/{path}"),
        })
    };
    let unfit = |why: &str| Refusal::Fold {
        folder: folder.clone(),
        why: why.to_owned(),
    };
    let pack = check_pack(header, need(layout::PACK)?, this)?;
    let packet = case
        .packet
        .as_ref()
        .map(|taken| survey.texts.get(&taken.text));
    let packet: Packet = packet
        .flatten()
        .and_then(|text| serde_json::from_str(text).ok())
        .ok_or_else(|| unfit("the packet that its journals take in cannot be read"))?;
    let visit = case
        .visit(&header.visit_id)
        .ok_or_else(|| unfit("its journals never open the visit that the header names"))?;
    let last = survey.entries.last();
    let sealed_at = last.ok_or_else(|| unfit("its journals are empty"))?.at;
    let facts = Facts {
        visit,
        pack: &pack,
        packet: Some(&packet),
        texts: &survey.texts,
    };
    check_readiness(header, case, &facts)?;
    let expected = Record::of(case, visit, &packet, &survey.texts);
    check_record(header, need(layout::RECORD)?, &expected)?;
    let sealed = SealedSurvey {
        header,
        case,
        visit,
        pack: &pack,
        packet: &packet,
        texts: &survey.texts,
        changes,
        sealed_at,
    };
    let report_compared = check_report(&sealed, need(layout::REPORT)?, this)?;
    Ok(SurveyFacts {
        packet,
        sealed_at,
        report_compared,
    })
}

/// The pack is one, and the one that the visit is pinned to. Its digest is the header's already.
fn check_pack(header: &StepHeader, bytes: &[u8], this: &ThisVersion) -> Result<Arc<Pack>, Refusal> {
    let name = format!("{}/{}", header.folder(), layout::PACK);
    let bad = |why: &str| Refusal::Pack {
        name: name.clone(),
        why: visible(why),
    };
    let pack = (this.read_pack)(bytes).map_err(|fault| match fault {
        PackFault::Newer(form) => Refusal::PackNewer {
            name: name.clone(),
            form: visible(&form),
        },
        PackFault::Bad(why) => bad(&why),
    })?;
    match &header.standards {
        Some(standards) if standards.id == pack.id => Ok(pack),
        _ => Err(bad(
            "it has another id than the one that the visit stands on",
        )),
    }
}

/// A survey on which something blocks could not have been sealed. The identifier guard is left
/// out: it learns with each version, and what was signed stays good.
fn check_readiness(header: &StepHeader, case: &Case, facts: &Facts) -> Result<(), Refusal> {
    let board = Board::of(facts.visit, facts.pack);
    let left = readiness::whats_left(case, facts, &board, &Guard::default());
    let mut blocks = left.iter().filter(|item| item.weight == Weight::Blocks);
    match blocks.next() {
        None => Ok(()),
        Some(first) => Err(Refusal::NotReady {
            folder: header.folder(),
            first: visible(&first.what),
            count: blocks.count() + 1,
        }),
    }
}

/// The record is what the journals come to. With one number of its form there is one set of
/// fields; a later number will say which of them an earlier record may lack.
fn check_record(header: &StepHeader, bytes: &[u8], expected: &Record) -> Result<(), Refusal> {
    if is_spelling_of(expected, bytes) {
        return Ok(());
    }
    let name = format!("{}/{}", header.folder(), layout::RECORD);
    let wrong = |why: String| Refusal::Record {
        name: name.clone(),
        why,
    };
    let record = Record::from_bytes(bytes).map_err(|fault| match fault {
        RecordFault::Unreadable(why) => wrong(format!("it is no record ({})", visible(&why))),
        RecordFault::OtherForm(number) => {
            wrong(format!("it has the form {number}, not the header's"))
        }
    })?;
    match record.first_difference(expected) {
        Some(field) => Err(wrong(format!("\"{field}\" is not what the journals say"))),
        None => Err(Refusal::Spelling {
            name,
            why: "not written in the one way there is".into(),
        }),
    }
}

/// The report is what this version writes, if this version wrote it; false if another did.
fn check_report(
    sealed: &SealedSurvey<'_>,
    bytes: &[u8],
    this: &ThisVersion,
) -> Result<bool, Refusal> {
    if sealed.header.app != this.app {
        return Ok(false);
    }
    let wrong = |why: String| Refusal::Report {
        name: format!("{}/{}", sealed.header.folder(), layout::REPORT),
        why,
    };
    let expected = (this.write_report)(sealed).map_err(|why| wrong(visible(&why)))?;
    match expected == bytes {
        true => Ok(true),
        false => Err(wrong("it is not what the journals say".to_owned())),
    }
}
