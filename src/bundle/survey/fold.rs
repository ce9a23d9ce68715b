//! What the journals come to, against the header and the texts beside them.
//!
//! Entries that fold to a conflict are no reason to refuse a file: they are shown to whoever
//! reads it. FORMAT.md, Contents by kind.

use super::SurveyContents;
use crate::bundle::refusal::Refusal;
use crate::bundle::step::StepHeader;
use crate::bundle::when::Stamp;
use crate::domain::survey::case::Case;
use crate::domain::survey::changes::Changes;
use crate::domain::survey::events::{Entry, Event};
use crate::domain::values::digest::Digest;
use crate::domain::values::text::{TextId, Texts};
use std::collections::BTreeSet;

/// Folds a survey's journals and compares the outcome with what stands beside them.
///
/// # Errors
/// The first thing that does not fit.
pub(super) fn check(
    header: &StepHeader,
    survey: &SurveyContents,
) -> Result<(Case, Changes), Refusal> {
    check_seal(header, survey.entries.last())?;
    let (case, changes) = Changes::fold(header.case_id.clone(), &survey.entries);
    match check_case(header, &case, &survey.texts) {
        Ok(()) => Ok((case, changes)),
        Err(why) => Err(refused(header, why)),
    }
}

fn refused(header: &StepHeader, why: String) -> Refusal {
    Refusal::Fold {
        folder: header.folder(),
        why,
    }
}

/// The last entry seals this revision, whoever signed the step wrote it, and the header has its
/// time: one that nothing holds would let a key that was retired since sign for ever.
fn check_seal(header: &StepHeader, last: Option<&Entry>) -> Result<(), Refusal> {
    let seal = last.filter(|entry| {
        matches!(&entry.event, Event::Sealed { visit, revision, .. }
            if *visit == header.visit_id && *revision == header.revision)
    });
    let Some(entry) = seal else {
        let why = "its journals do not end with the seal of this revision";
        return Err(refused(header, why.into()));
    };
    if entry.actor != header.signer.principal {
        let (by, signer) = (&entry.actor, &header.signer.principal);
        let why = format!("its journals were closed by {by}, but signed by {signer}");
        return Err(refused(header, why));
    }
    if Stamp::of(entry.at) != Some(header.sealed_at) {
        return Err(Refusal::SealedAt {
            folder: header.folder(),
            header: header.sealed_at.to_string(),
            journal: entry.at.to_rfc3339(),
        });
    }
    Ok(())
}

fn check_case(header: &StepHeader, case: &Case, texts: &Texts) -> Result<(), String> {
    if case.training != header.training {
        return Err("its journals say otherwise whether this is training".into());
    }
    let Some(visit) = case.visit(&header.visit_id) else {
        return Err("its journals never open the visit that the header names".into());
    };
    check_packets(case, texts)?;
    let same_pack = header
        .standards
        .as_ref()
        .is_some_and(|pack| pack.id == visit.pack.id && pack.sha256 == visit.pack.sha256);
    if !same_pack {
        return Err("its journals stand on another standards edition than the header names".into());
    }
    check_texts(&case.named_texts, &case.redacted, texts)
}

/// A packet was taken in, the texts of all that were are there, and the last one's is it, byte
/// for byte. A packet is never erased: no case can be opened without it, and it holds nothing
/// that was typed at the visit (`domain::decide::redact`).
fn check_packets(case: &Case, held: &Texts) -> Result<(), String> {
    let Some(last) = &case.packet else {
        return Err("its journals never take in a packet".into());
    };
    for id in &case.packet_texts {
        let Some(text) = held.get(id) else {
            return Err("a packet that its journals take in is missing".into());
        };
        if *id == last.text && Digest::of(text.as_bytes()) != last.sha256 {
            return Err("its packet is not the one that its journals name".into());
        }
    }
    Ok(())
}

/// Every text that the journals name is there, but for those that were erased and say so; and no
/// other text is there.
fn check_texts(
    named: &BTreeSet<TextId>,
    redacted: &BTreeSet<TextId>,
    held: &Texts,
) -> Result<(), String> {
    let ids = held.ids();
    if let Some(id) = named
        .iter()
        .find(|id| !ids.contains(id) && !redacted.contains(id))
    {
        return Err(format!(
            "text {} is missing, and no entry says that it was erased",
            id.short()
        ));
    }
    if let Some(id) = ids.iter().find(|id| redacted.contains(id)) {
        return Err(format!(
            "text {} is there although it was erased",
            id.short()
        ));
    }
    if let Some(id) = ids.iter().find(|id| !named.contains(id)) {
        return Err(format!(
            "text {} is there but no entry names it",
            id.short()
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::values::text::Text;

    #[test]
    fn a_text_may_be_missing_only_when_it_was_erased() {
        let text = Text::new([1; 16], "seen at the chair");
        let id = text.id;
        let mut held = Texts::default();
        held.insert(text);
        let none = BTreeSet::new();
        let one = BTreeSet::from([id]);
        let empty = Texts::default();
        assert!(check_texts(&one, &none, &held).is_ok());
        assert!(check_texts(&one, &one, &empty).is_ok());
        assert!(check_texts(&one, &none, &empty).is_err(), "missing");
        assert!(check_texts(&one, &one, &held).is_err(), "erased but there");
        assert!(check_texts(&none, &none, &held).is_err(), "not named");
    }
}
