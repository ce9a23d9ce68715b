//! `onsite verify FILE`: the five answers about a signed file, for people and for programs.

use super::Common;
use super::exit::{Exit, Usage};
use crate::bundle::refusal::visible;
use crate::bundle::script::SCRIPT;
use crate::bundle::verify::{Answers, Keep};
use crate::workspace::{Against, Verified, World, verify_file};
use clap::Args;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `onsite verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite verify survey.onsite.zip
  onsite verify survey.onsite.zip --roster roster-3.onsite.zip
  onsite verify --json survey.onsite.zip
  onsite verify --script > verify.sh    a shell script that needs no onsite

Exit code 0 only if the file is whole, signed, and its signers are trusted by the roster: the one
given, else the one accepted on this computer. 1: something says no. 3: it could not be read, or a
newer onsite wrote it. No passphrase is needed.")]
pub struct Arguments {
    /// The signed file
    #[arg(value_name = "FILE", required_unless_present = "script")]
    file: Option<PathBuf>,
    /// Who may sign, trusted for this once; its root fingerprint is printed
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
    /// Print a shell script that verifies with unzip, sha256sum and ssh-keygen
    #[arg(long, conflicts_with_all = ["file", "roster", "json"])]
    script: bool,
}

/// Runs the command.
///
/// # Errors
/// The file or the roster cannot be read, or the roster is refused.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if arguments.script {
        out.write_all(SCRIPT.as_bytes())?;
        return Ok(Exit::DONE);
    }
    let Some(file) = &arguments.file else {
        return Err(Usage("Name the file to verify.").into());
    };
    let (folder, now) = (common.folder()?, World::real().stamp()?);
    let roster = arguments.roster.as_deref();
    let verified = verify_file(file, &Against::of(&folder, roster, now, Keep::Headers))?;
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &Report::of(&verified))?;
        writeln!(out)?;
    } else {
        write_plain(&verified, out)?;
    }
    Ok(verified.exit().into())
}

/// The answers for people.
pub(super) fn write_plain(verified: &Verified, out: &mut dyn Write) -> std::io::Result<()> {
    let outcome = &verified.outcome;
    if outcome.training {
        writeln!(
            out,
            "TRAINING: everything in this file is made up; it is worth nothing."
        )?;
    }
    writeln!(out, "{}", outcome.summary())?;
    writeln!(out)?;
    for (title, answer) in outcome.answers.rows() {
        writeln!(
            out,
            "{title:<22} {:<12} {}",
            answer.verdict.title(),
            answer.reason
        )?;
    }
    writeln!(out)?;
    match &verified.roster {
        Some(used) => {
            let roots: Vec<&str> = used.roster.list.roots.iter().map(|r| r.as_str()).collect();
            let how = match used.given {
                true => "given with --roster, trusted for this once",
                false => "the one accepted on this computer",
            };
            writeln!(
                out,
                "Roster {} ({how}). Root: {}",
                used.roster.list.seq,
                roots.join(", ")
            )?;
        }
        None => writeln!(
            out,
            "No roster: nobody says who may sign. Give one with --roster, or accept the office's \
             with 'onsite roster accept'."
        )?,
    }
    for notice in &outcome.notices {
        writeln!(out, "Note: {notice}")?;
    }
    if let Some(refusal) = &outcome.refusal {
        writeln!(out, "What to do: {}", refusal.remedy())?;
    }
    Ok(())
}

/// The answers for programs. Fields are added, never changed.
#[derive(Serialize)]
struct Report<'a> {
    file: String,
    /// As the exit code: 0 good, 1 no, 3 cannot tell.
    exit: u8,
    code: &'static str,
    summary: String,
    training: bool,
    answers: &'a Answers,
    steps: Vec<Step>,
    roster: Option<RosterUsed>,
    notices: &'a [String],
    remedy: Option<&'static str>,
}

#[derive(Serialize)]
struct Step {
    kind: String,
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
    roots: Vec<String>,
}

impl<'a> Report<'a> {
    fn of(verified: &'a Verified) -> Self {
        let outcome = &verified.outcome;
        let steps = outcome.contents.iter().flat_map(|c| &c.steps);
        Self {
            file: visible(&verified.path.display().to_string()),
            exit: outcome.exit().code(),
            code: outcome.code(),
            summary: outcome.summary(),
            training: outcome.training,
            answers: &outcome.answers,
            steps: steps
                .map(|step| Step {
                    kind: step.header.kind.to_string(),
                    case_id: step.header.case_id.to_string(),
                    visit_id: step.header.visit_id.to_string(),
                    revision: step.header.revision,
                    sealed_at: step.header.sealed_at.to_string(),
                    principal: step.header.signer.principal.to_string(),
                    fingerprint: step.signer.fingerprint().to_string(),
                    manifest: step.manifest.to_string(),
                })
                .collect(),
            roster: verified.roster.as_ref().map(|used| RosterUsed {
                seq: used.roster.list.seq,
                training: used.roster.training,
                given: used.given,
                roots: used
                    .roster
                    .list
                    .roots
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            }),
            notices: &outcome.notices,
            remedy: outcome.refusal.as_ref().map(|refusal| refusal.remedy()),
        }
    }
}
