//! The answers for programs: one object a file. Its members stand in FORMAT.md, Order of
//! verification; they are added, never changed.

use crate::bundle::refusal::visible;
use crate::bundle::verify::{About, Answers, StepContents};
use crate::workspace::{UsedRoster, Verified, WorkspaceError};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// Writes the object of one file on a line.
pub fn write(
    path: &Path,
    outcome: &Result<Verified, WorkspaceError>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let file = visible(&path.display().to_string());
    match outcome {
        Ok(verified) => serde_json::to_writer(&mut *out, &Report::of(file, verified))?,
        Err(error) => serde_json::to_writer(&mut *out, &Report::unread(file, error))?,
    }
    writeln!(out)
}

#[derive(Serialize)]
struct Report<'a> {
    file: String,
    /// As the exit code: 0 good, 1 no, 3 cannot tell.
    exit: u8,
    code: &'static str,
    summary: String,
    training: Option<bool>,
    about: Option<AboutFile>,
    answers: Option<&'a Answers>,
    steps: Vec<Step>,
    roster: Option<RosterUsed>,
    notices: &'a [String],
    remedy: Option<&'static str>,
}

#[derive(Serialize)]
struct AboutFile {
    practice: Option<String>,
    case_id: String,
    visit_id: String,
    revision: u32,
    kind: &'static str,
    principal: String,
    name: Option<String>,
    signed_at: String,
    sha256: String,
    aloud: String,
}

#[derive(Serialize)]
struct Step {
    kind: &'static str,
    case_id: String,
    visit_id: String,
    revision: u32,
    sealed_at: String,
    principal: String,
    fingerprint: String,
    manifest: String,
}

#[derive(Serialize)]
struct RosterUsed {
    seq: u64,
    training: bool,
    given: bool,
    expires: String,
    expired: bool,
    roots: Vec<String>,
}

impl<'a> Report<'a> {
    fn of(file: String, verified: &'a Verified) -> Self {
        let outcome = &verified.outcome;
        let steps = outcome.contents.iter().flat_map(|held| &held.steps);
        let is_read = outcome.contents.is_some();
        Self {
            file,
            exit: outcome.exit().code(),
            code: outcome.code(),
            summary: outcome.summary(),
            training: is_read.then_some(outcome.training),
            about: outcome.about.as_ref().map(about),
            answers: Some(&outcome.answers),
            steps: steps.map(step).collect(),
            roster: verified
                .roster
                .as_ref()
                .map(|used| roster(used, outcome.expired.is_some())),
            notices: &outcome.notices,
            remedy: outcome.refusal.as_ref().map(|refusal| refusal.remedy()),
        }
    }

    /// The file or the roster could not be read, or the roster was refused.
    fn unread(file: String, error: &WorkspaceError) -> Self {
        let refusal = match error {
            WorkspaceError::File { refusal, .. } => Some(refusal),
            _ => None,
        };
        Self {
            file,
            exit: error.exit().code(),
            code: refusal.map_or("read", |refusal| refusal.code()),
            summary: error.to_string(),
            training: None,
            about: None,
            answers: None,
            steps: Vec::new(),
            roster: None,
            notices: &[],
            remedy: refusal.map(|refusal| refusal.remedy()),
        }
    }
}

fn about(about: &About) -> AboutFile {
    AboutFile {
        practice: about.practice.clone(),
        case_id: about.case_id.to_string(),
        visit_id: about.visit_id.to_string(),
        revision: about.revision,
        kind: about.kind.as_str(),
        principal: about.principal.to_string(),
        name: about.name.clone(),
        signed_at: about.signed_at.to_rfc3339(),
        sha256: about.file.to_string(),
        aloud: about.file.spoken(),
    }
}

fn step(step: &StepContents) -> Step {
    let header = &step.header;
    Step {
        kind: header.kind.as_str(),
        case_id: header.case_id.to_string(),
        visit_id: header.visit_id.to_string(),
        revision: header.revision,
        sealed_at: header.sealed_at.to_string(),
        principal: header.signer.principal.to_string(),
        fingerprint: step.signer.fingerprint().to_string(),
        manifest: step.manifest.to_string(),
    }
}

fn roster(used: &UsedRoster, expired: bool) -> RosterUsed {
    let list = &used.roster.list;
    RosterUsed {
        seq: list.seq,
        training: used.roster.training,
        given: used.given,
        expires: list.expires.to_string(),
        expired,
        roots: list.roots.iter().map(ToString::to_string).collect(),
    }
}
