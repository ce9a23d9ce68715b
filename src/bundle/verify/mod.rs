//! Verification: the whole order of checks, closed at the first that fails.
//!
//! size → end record → directory → names → local headers → per step: signature → signer →
//! manifest → listing → header → `PREV` → revision memory → checksum and SHA-256 of everything in
//! one pass → journals, texts, fold. Nothing is handed on before the end. FORMAT.md, Order of
//! verification.

mod answers;
mod steps;

pub use answers::{
    Answer, Answers, Contents, PartInfo, Standing, StepContents, Verdict, Verification,
};

use super::container::{Container, Entry};
use super::kinds::Kind;
use super::memory::RevisionMemory;
use super::refusal::Refusal;
use super::roster::Roster;
use super::when::Stamp;
use super::{folder, layout, survey};
use crate::domain::values::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
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
    /// How much is kept.
    pub keep: Keep,
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
    let mut contents = Vec::with_capacity(checked.len());
    for step in &checked {
        contents.push(hash_contents(
            &mut container,
            &entries,
            step,
            conditions.keep,
        )?);
    }
    for (step, found) in checked.iter().zip(&mut contents) {
        read_survey(step, found)?;
        if conditions.keep == Keep::Headers {
            found.documents = BTreeMap::new();
            found.survey = None;
        }
    }
    let first = checked.first().filter(|step| step.header.step > 0);
    let contents = Contents {
        steps: contents,
        excerpt_after: first.and_then(|step| step.prev.clone()),
    };
    Ok((checked, contents))
}

/// Hashes everything in one step's folder and keeps what will be needed of it.
fn hash_contents<R: Read + Seek>(
    container: &mut Container<R>,
    entries: &[Entry],
    step: &Step,
    keep: Keep,
) -> Result<StepContents, Refusal> {
    let path_of = |entry: &Entry| {
        entry
            .name
            .split_once('/')
            .map_or("", |(_, path)| path)
            .to_owned()
    };
    let is_wanted = |entry: &Entry| {
        let path = path_of(entry);
        match keep {
            Keep::Documents => !path.starts_with("files/"),
            Keep::Headers => path == layout::TEXTS || layout::journal_device(&path).is_some(),
        }
    };
    let expected = folder::expected(entries, &step.folder, &step.signed, &step.manifest)?;
    let kept = folder::check_contents(container, &expected, is_wanted)?;
    let documents = kept
        .into_iter()
        .filter_map(|(index, bytes)| Some((path_of(entries.get(index)?), bytes)))
        .collect();
    let parts = expected
        .iter()
        .filter_map(|(index, digest)| {
            let entry = entries.get(*index)?;
            Some(answers::part(entry, &path_of(entry), *digest))
        })
        .collect();
    Ok(StepContents {
        header: step.header.clone(),
        manifest: step.signed.manifest_digest,
        signature: step.signed.signature_digest,
        signer: step.signed.signer.clone(),
        parts,
        documents,
        survey: None,
    })
}

/// Reads the journals and texts of a survey and folds them.
fn read_survey(step: &Step, found: &mut StepContents) -> Result<(), Refusal> {
    if step.header.kind != Kind::Survey {
        return Ok(());
    }
    let documents = &found.documents;
    let file = |path: &str| documents.get(path).map(Vec::as_slice);
    let survey = survey::read(&step.header, &step.before, file)?;
    survey::check(&step.header, &survey)?;
    found.survey = Some(survey);
    Ok(())
}

/// Every check has passed; what is left is to say who may be trusted, and how far.
fn conclude(
    steps: &[Step],
    contents: Contents,
    conditions: &Conditions<'_>,
) -> Result<Verification, Refusal> {
    let signers: Vec<String> = steps
        .iter()
        .map(|step| signed_by(step, conditions))
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
        (Some(roster), None) => (
            Answer::yes(format!("by roster {}", roster.list.seq)),
            Standing::Good,
        ),
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
        notices: notices(steps, conditions),
        contents: Some(contents),
    })
}

/// Who signed a step. A name counts only where the roster gave it to the key: whoever signs with
/// a key of their own can write any name into the header.
fn signed_by(step: &Step, conditions: &Conditions<'_>) -> String {
    let header = &step.header;
    let (kind, at) = (header.kind, header.sealed_at);
    let (name, key) = (&header.signer.principal, step.signed.signer.fingerprint());
    if step.unknown || conditions.roster.is_none() {
        format!("{kind} signed by key {key}, which calls itself {name}, on {at}")
    } else {
        format!("{kind} signed by {name} ({key}) on {at}")
    }
}

fn current(steps: &[Step], conditions: &Conditions<'_>) -> Result<Answer, Refusal> {
    let Some(memory) = conditions.memory else {
        return Ok(Answer::not_checked("nothing seen before was looked up"));
    };
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

fn notices(steps: &[Step], conditions: &Conditions<'_>) -> Vec<String> {
    let mut notices = Vec::new();
    if let Some(roster) = conditions.roster
        && roster.is_expired(conditions.now)
    {
        notices.push(format!(
            "The roster expired on {}. The file can be read; ask the office for a new roster \
             before you decide anything.",
            roster.list.expires
        ));
    }
    let last = steps.iter().map(|step| step.header.sealed_at).max();
    if let Some(sealed_at) = last.filter(|sealed_at| *sealed_at > conditions.now) {
        notices.push(format!(
            "The file says it was sealed on {sealed_at}, which is later than this computer's \
             clock. Check the clock."
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
