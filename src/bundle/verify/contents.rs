//! The one pass over everything in a file, and then what its documents say.

use super::steps::Step;
use super::{Conditions, Keep, StepContents, answers};
use crate::bundle::container::{Container, Entry};
use crate::bundle::refusal::Refusal;
use crate::bundle::{documents, folder, limits};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// Hashes every file of every step, then checks the documents of each step.
///
/// # Errors
/// The first file that is not what was signed, or document that is not what it must be.
pub(super) fn check<R: Read + Seek>(
    container: &mut Container<R>,
    entries: &[Entry],
    steps: &[Step],
    conditions: &Conditions<'_>,
) -> Result<Vec<StepContents>, Refusal> {
    let mut contents = Vec::with_capacity(steps.len());
    for step in steps {
        contents.push(hash(container, entries, step)?);
    }
    for (step, found) in steps.iter().zip(&mut contents) {
        read_documents(step, found, conditions)?;
        if conditions.keep == Keep::Headers {
            found.documents = BTreeMap::new();
            found.survey = None;
        }
    }
    Ok(contents)
}

/// Hashes everything in one step's folder and keeps its documents.
fn hash<R: Read + Seek>(
    container: &mut Container<R>,
    entries: &[Entry],
    step: &Step,
) -> Result<StepContents, Refusal> {
    let path_of = |entry: &Entry| {
        entry
            .name
            .split_once('/')
            .map_or("", |(_, path)| path)
            .to_owned()
    };
    let expected = folder::expected(entries, &step.folder, &step.signed, &step.manifest)?;
    let is_document = |entry: &Entry| limits::is_kept(&path_of(entry));
    let kept = folder::check_contents(container, &expected, is_document)?;
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
        facts: None,
    })
}

fn read_documents(
    step: &Step,
    found: &mut StepContents,
    conditions: &Conditions<'_>,
) -> Result<(), Refusal> {
    let documents: Vec<(&str, &[u8])> = found
        .documents
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();
    let read = documents::check(&step.header, &step.before, &documents, conditions.this)?;
    if let Some((survey, facts)) = read {
        found.survey = Some(survey);
        found.facts = Some(facts);
    }
    Ok(())
}
