//! Verification: the whole order of checks, closed at the first that fails.
//!
//! size → end record → directory → names → local headers → per step: signature → signer →
//! manifest → listing → header → `PREV` → revision memory → checksum and SHA-256 of everything in
//! one pass → journals, texts, fold. Nothing is handed on before the end. FORMAT.md, Order of
//! verification.

mod about;
mod answers;
mod contents;
mod steps;

pub use about::About;
pub use answers::{
    Answer, Answers, Contents, Expired, PartInfo, Standing, StepContents, Verdict, Verification,
};

use super::container::{Container, Entry};
use super::folder;
use super::memory::RevisionMemory;
use super::refusal::Refusal;
use super::roster::Roster;
use super::this_version::ThisVersion;
use super::when::Stamp;
use crate::domain::values::digest::Digest;
use crate::domain::values::written;
use sha2::{Digest as _, Sha256};
use std::io::{Read, Seek, Write};
use steps::Step;

/// How much of a file is kept beyond the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Headers only; journals and texts are read, folded and let go, step by step.
    Headers,
    /// All documents, journals and texts; attachments never.
    Documents,
}

/// Against what a file is verified.
#[derive(Clone, Copy)]
pub struct Conditions<'a> {
    /// Who may sign.
    pub roster: Option<&'a Roster>,
    /// What was seen before.
    pub memory: Option<&'a dyn RevisionMemory>,
    /// The present moment.
    pub now: Stamp,
    /// Whether a file counts as good though the roster has expired.
    pub allow_expired: bool,
    /// How much is kept.
    pub keep: Keep,
    /// What this version accepts and writes.
    pub this: &'a ThisVersion,
}

/// Verifies a file from its first check to its last.
pub fn verify<R: Read + Seek>(reader: R, conditions: &Conditions<'_>) -> Verification {
    let outcome = check_all(reader, conditions)
        .and_then(|(steps, contents)| conclude(&steps, contents, conditions));
    match outcome {
        Ok(outcome) => outcome,
        Err(refusal) => Verification {
            answers: Answers::stopped(&refusal),
            refusal: Some(refusal),
            standing: Standing::Refused,
            training: false,
            expired: None,
            about: None,
            notices: Vec::new(),
            contents: None,
        },
    }
}

fn check_all<R: Read + Seek>(
    reader: R,
    conditions: &Conditions<'_>,
) -> Result<(Vec<Step>, Contents), Refusal> {
    let mut container = Container::open(reader)?;
    let entries: Vec<Entry> = container.entries().to_vec();
    let folders = folder::group(&entries);
    let numbers = steps::check_folders(&entries, &folders)?;
    let mut checked: Vec<Step> = Vec::with_capacity(folders.len());
    for (folder, number) in folders.iter().zip(numbers) {
        let step = steps::check_step(&mut container, folder, number, &checked, conditions)?;
        checked.push(step);
    }
    let (steps, file) = contents::check(&mut container, &entries, &checked, conditions)?;
    let first = checked.first().filter(|step| step.header.step > 0);
    let contents = Contents {
        steps,
        file,
        excerpt_after: first.and_then(|step| step.prev.clone()),
    };
    Ok((checked, contents))
}

/// Every check has passed; what is left is to say who may be trusted, and how far.
fn conclude(
    steps: &[Step],
    contents: Contents,
    conditions: &Conditions<'_>,
) -> Result<Verification, Refusal> {
    let signers: Vec<String> = steps
        .iter()
        .zip(&contents.steps)
        .map(|(step, found)| signed_by(step, found, conditions))
        .collect();
    let stranger = steps.iter().find(|step| step.unknown);
    let refusal = stranger.map(|step| Refusal::SignerUnknown {
        folder: step.folder.name.clone(),
        fingerprint: step.signed.signer.fingerprint().to_string(),
    });
    let (trusted, standing) = match (conditions.roster, &refusal) {
        (None, _) => (
            Answer::not_checked("no roster was given, so nobody says who may sign"),
            Standing::Banner,
        ),
        (Some(_), Some(refusal)) => (
            Answer::new(Verdict::No, refusal.to_string()),
            Standing::Banner,
        ),
        (Some(roster), None) => (by_roster(roster, steps), Standing::Good),
    };
    let current = current(steps, conditions)?;
    let chain_complete = match &contents.excerpt_after {
        None => Answer::yes("all steps from the first on are included"),
        Some(prev) => Answer::not_checked(format!(
            "an excerpt: earlier steps not included, digest {}",
            prev.manifest
        )),
    };
    Ok(Verification {
        answers: Answers {
            whole: Answer::yes("every byte is what was signed"),
            signed_by: Answer::yes(signers.join("; ")),
            trusted,
            current,
            chain_complete,
        },
        refusal,
        standing,
        training: steps.iter().any(|step| step.header.training),
        expired: expired(conditions),
        about: About::of(steps, &contents, conditions),
        notices: notices(steps, &contents, conditions, standing),
        contents: Some(contents),
    })
}

/// Every signer may sign what they signed. Of an excerpt one thing is left open: a survey that is
/// not there may have been signed by the same person.
fn by_roster(roster: &Roster, steps: &[Step]) -> Answer {
    let seq = roster.list.seq;
    match steps.first() {
        Some(first) if first.header.step > 0 => Answer::not_checked(format!(
            "by roster {seq}; whether {}, who signed {}, also signed the survey cannot be told from \
             an excerpt",
            first.header.signer.principal, first.folder.name
        )),
        _ => Answer::yes(format!("by roster {seq}")),
    }
}

/// Who signed a step. A name counts only where the roster gave it to the key: whoever signs with
/// a key of their own can write any name into the header.
fn signed_by(step: &Step, found: &StepContents, conditions: &Conditions<'_>) -> String {
    let header = &step.header;
    let (kind, at) = (
        header.kind,
        written::day_and_time(about::signed_at(step, found)),
    );
    let (name, key) = (&header.signer.principal, step.signed.signer.fingerprint());
    if let Some(known) = about::name_of(step, conditions) {
        format!("{kind} signed by {known} ({name}, {key}), {at}")
    } else if step.unknown || conditions.roster.is_none() {
        format!("{kind} signed by key {key}, which calls itself {name}, on {at}")
    } else {
        format!("{kind} signed by {name} ({key}) on {at}")
    }
}

fn current(steps: &[Step], conditions: &Conditions<'_>) -> Result<Answer, Refusal> {
    let Some(memory) = conditions.memory else {
        return Ok(Answer::not_checked("nothing seen before was looked up"));
    };
    let is_followed = |step: &Step| match &step.before.recalled {
        Some(recalled) => recalled.is_followed,
        None => step.header.revision == 1,
    };
    if let Some(step) = steps.iter().find(|step| !is_followed(step)) {
        return Ok(Answer::not_checked(format!(
            "earlier revisions were not seen here: {} is revision {}",
            step.folder.name, step.header.revision
        )));
    }
    if let Some(last) = steps.last() {
        let next = last.header.step.saturating_add(1);
        if memory.known(&last.header.case_id, next)?.is_some() {
            return Ok(Answer::yes(
                "no newer revision is known here; later steps of the case are",
            ));
        }
    }
    Ok(Answer::yes("no newer one is known on this computer"))
}

/// Whether the roster has expired, and whether that counts.
fn expired(conditions: &Conditions<'_>) -> Option<Expired> {
    let roster = conditions.roster?;
    roster.is_expired(conditions.now).then_some(Expired {
        on: roster.list.expires,
        allowed: conditions.allow_expired,
    })
}

fn notices(
    steps: &[Step],
    contents: &Contents,
    conditions: &Conditions<'_>,
    standing: Standing,
) -> Vec<String> {
    let mut notices = Vec::new();
    if let (Standing::Banner, Some(expired)) = (standing, expired(conditions)) {
        notices.push(format!(
            "Your roster expired on {}: ask the office for a newer one.",
            expired.on.written()
        ));
    }
    for (step, found) in steps.iter().zip(&contents.steps) {
        let name = about::name_of(step, conditions);
        let packet = found.facts.as_ref().map(|facts| &facts.packet);
        notices.extend(
            packet.and_then(|packet| {
                about::assigned_to_another(&step.header, packet, name.as_deref())
            }),
        );
    }
    for step in &contents.steps {
        if step
            .facts
            .as_ref()
            .is_some_and(|facts| !facts.report_compared)
        {
            notices.push(format!(
                "The report in {} was not compared with its journal: written by {}.",
                step.header.folder(),
                step.header.app
            ));
        }
    }
    let last = steps.iter().map(|step| step.header.sealed_at).max();
    if let Some(sealed_at) = last.filter(|sealed_at| *sealed_at > conditions.now) {
        notices.push(format!(
            "The file says it was sealed on {}, which is later than this computer's clock. Check \
             the clock.",
            sealed_at.written()
        ));
    }
    notices
}

/// Copies one file of a verified container to `out`, checking its digest again on the way: the
/// file on disk may have changed since.
///
/// # Errors
/// When the file is not there, is not what was verified, or copying fails. What was written to
/// `out` must then be thrown away.
pub fn copy_part<R: Read + Seek>(
    container: &mut Container<R>,
    folder: &str,
    part: &PartInfo,
    out: &mut dyn Write,
) -> Result<(), Refusal> {
    let name = format!("{folder}/{}", part.path);
    let index = container
        .find(&name)
        .ok_or_else(|| Refusal::Missing { name: name.clone() })?;
    let mut hasher = Sha256::new();
    let mut written = Ok(());
    container.stream(index, &mut Vec::new(), |piece| {
        hasher.update(piece);
        if written.is_ok() {
            written = out.write_all(piece);
        }
    })?;
    written?;
    if Digest::from_bytes(hasher.finalize().into()) != part.sha256 {
        return Err(Refusal::Digest { name });
    }
    Ok(())
}
