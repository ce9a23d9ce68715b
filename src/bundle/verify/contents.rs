//! The one pass over everything in a file, and then what its documents say.

use super::steps::Step;
use super::{Conditions, Keep, StepContents, answers};
use crate::bundle::container::{Container, Entry, WholeHash};
use crate::bundle::refusal::Refusal;
use crate::bundle::{documents, folder, limits};
use crate::domain::values::digest::Digest;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

/// Hashes every file of every step, then checks the documents of each step. Gives the steps, and
/// the SHA-256 of the whole file.
///
/// # Errors
/// The first file that is not what was signed, or document that is not what it must be.
pub(super) fn check<R: Read + Seek>(
    container: &mut Container<R>,
    entries: &[Entry],
    steps: &[Step],
    conditions: &Conditions<'_>,
) -> Result<(Vec<StepContents>, Digest), Refusal> {
    let mut contents = Vec::with_capacity(steps.len());
    let mut whole = WholeHash::new(container.size());
    for step in steps {
        contents.push(hash(container, entries, step, &mut whole)?);
    }
    let file = container
        .finish(whole)
        .ok_or_else(|| io::Error::other("its digest could not be taken"))?;
    for (step, found) in steps.iter().zip(&mut contents) {
        read_documents(step, found, conditions)?;
        if conditions.keep == Keep::Headers {
            found.documents = BTreeMap::new();
            found.survey = None;
        }
    }
    Ok((contents, file))
}

/// Hashes everything in one step's folder and keeps its documents.
fn hash<R: Read + Seek>(
    container: &mut Container<R>,
    entries: &[Entry],
    step: &Step,
    whole: &mut WholeHash,
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
    let kept = folder::check_contents(container, &expected, whole, is_document)?;
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
