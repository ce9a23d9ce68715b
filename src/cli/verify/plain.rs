//! The answers for people.

use crate::bundle::refusal::visible;
use crate::bundle::verify::About;
use crate::domain::values::written;
use crate::workspace::{Verified, WorkspaceError};
use std::io::{self, Write};
use std::path::Path;

/// Everything about one file: the outcome, what it is about, the five answers, the roster.
pub fn write_one(verified: &Verified, out: &mut dyn Write) -> io::Result<()> {
    let outcome = &verified.outcome;
    if outcome.training {
        writeln!(
            out,
            "TRAINING: everything in this file is made up; it is worth nothing."
        )?;
    }
    writeln!(out, "{}", outcome.summary())?;
    writeln!(out)?;
    if let Some(about) = &outcome.about {
        write_about(about, out)?;
        writeln!(out)?;
    }
    for (title, answer) in outcome.answers.rows() {
        writeln!(
            out,
            "{title:<22} {:<12} {}",
            answer.verdict.title(),
            answer.reason
        )?;
    }
    writeln!(out)?;
    for step in outcome.contents.iter().flat_map(|held| &held.steps) {
        let header = &step.header;
        writeln!(
            out,
            "{} revision {}, sealed {} by {}, fingerprint {}",
            header.folder(),
            header.revision,
            header.sealed_at.written(),
            header.signer.principal,
            step.manifest.spoken()
        )?;
    }
    write_roster(verified, out)?;
    for notice in &outcome.notices {
        writeln!(out, "Note: {notice}")?;
    }
    if let Some(refusal) = &outcome.refusal {
        writeln!(out, "What to do: {}", refusal.remedy())?;
    }
    Ok(())
}

fn write_about(about: &About, out: &mut dyn Write) -> io::Result<()> {
    let practice = about.practice.as_deref();
    let name = match &about.name {
        Some(name) => format!("{name} ({})", about.principal),
        None => format!("{}, whom no roster names", about.principal),
    };
    let rows = [
        (
            "Practice",
            practice.unwrap_or("not told in this file").to_owned(),
        ),
        (
            "Case",
            format!("{}, visit {}", about.case_id, about.visit_id),
        ),
        (
            "Step",
            format!("{}, revision {}", about.kind, about.revision),
        ),
        ("Signer", name),
        ("Signed", written::day_and_time(about.signed_at)),
        ("SHA-256", about.file.to_string()),
        (
            "To read aloud",
            format!("{}   (the sender reads the same)", about.file.spoken()),
        ),
    ];
    for (title, value) in rows {
        writeln!(out, "{title:<22} {value}")?;
    }
    Ok(())
}

fn write_roster(verified: &Verified, out: &mut dyn Write) -> io::Result<()> {
    let Some(used) = &verified.roster else {
        return writeln!(
            out,
            "No roster: nobody says who may sign. Give one with --roster, or accept the office's \
             with 'onsite roster accept'."
        );
    };
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
    )
}

/// One of several files, in a line.
pub fn write_line(
    path: &Path,
    outcome: &Result<Verified, WorkspaceError>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = visible(&path.display().to_string());
    match outcome {
        Ok(verified) if verified.outcome.training => {
            writeln!(out, "{name}: TRAINING. {}", verified.outcome.summary())
        }
        Ok(verified) => writeln!(out, "{name}: {}", verified.outcome.summary()),
        Err(error) => writeln!(out, "{name}: {error}"),
    }
}
