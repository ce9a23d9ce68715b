//! `onsite check FILE…`: says everything that is wrong with packs, packets and program files.

use super::exit::Exit;
use crate::bundle::refusal::ExitClass;
use crate::standards::{Checked, Document, check_bytes};
use crate::workspace::WorkspaceError;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The most bytes that are read of a file: one more than the checker takes, so that it says so.
const MOST: u64 = (32 << 20) + 1;

/// Checks every file and writes what was found; the exit code tells the worst of it: 0 all good,
/// 1 something is wrong in a file, 3 a file could not be read or is of a newer form.
///
/// # Errors
/// When `out` cannot be written to.
pub fn run(files: &[PathBuf], out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut worst = ExitClass::Good;
    for file in files {
        worst = worst.max(one(file, out)?);
    }
    Ok(worst.into())
}

fn one(file: &Path, out: &mut dyn Write) -> anyhow::Result<ExitClass> {
    let name = file.display().to_string().replace(char::is_control, "?");
    let bytes = match read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            writeln!(
                out,
                "{name}: cannot be read ({error}). Check the name and whether you may read it."
            )?;
            return Ok(ExitClass::CannotTell);
        }
    };
    match check_bytes(&bytes) {
        Ok(checked) => {
            writeln!(out, "{name}: good. {}", summary(&checked))?;
            for note in &checked.notes {
                writeln!(out, "  Note: {note}")?;
            }
            Ok(ExitClass::Good)
        }
        Err(problems) => {
            for problem in &problems {
                writeln!(out, "{name}: {problem}")?;
            }
            let count = match problems.len() {
                1 => "1 problem".to_string(),
                count => format!("{count} problems"),
            };
            writeln!(
                out,
                "{name}: {count}. Nothing of this file can be used until it is mended."
            )?;
            Ok(WorkspaceError::Problems(problems).exit())
        }
    }
}

/// The file's bytes; a folder or a device is no file, and a huge file is read only as far as it
/// takes to refuse it.
fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if !fs::metadata(file)?.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn summary(checked: &Checked) -> String {
    let what = match &checked.document {
        Document::Pack(pack) => format!(
            "{}, {}: {} Standards, {} elements",
            pack.id,
            pack.edition,
            pack.standards.len(),
            pack.elements().count()
        ),
        Document::Packet(packet) => format!(
            "case {}, issue {}{}: {}, sites: {}",
            packet.case,
            packet.issue,
            if packet.training { ", TRAINING" } else { "" },
            packet.practice.name,
            packet.practice.sites.len()
        ),
        Document::Program(program) => format!("{}, {}", program.title, program.edition),
    };
    format!(
        "This is {}: {what}. SHA-256 {}.",
        checked.document.kind(),
        checked.digest
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::standards::EMBEDDED;

    fn check(files: &[(&str, &[u8])]) -> (u8, String) {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = files
            .iter()
            .map(|(name, bytes)| {
                let path = folder.path().join(name);
                if !bytes.is_empty() {
                    fs::write(&path, bytes).unwrap();
                }
                path
            })
            .collect();
        let mut out = Vec::new();
        let code = run(&paths, &mut out).unwrap();
        (code.code(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_exit_code_tells_the_worst_and_every_file_is_told() {
        let good = EMBEDDED.first().unwrap().bytes;
        let (code, out) = check(&[("good.json", good)]);
        assert_eq!(code, 0);
        assert!(out.contains("good.json: good. This is a Standards edition (pack): qcp-2016"));
        assert!(out.contains("Note: "));
        let (code, out) = check(&[
            ("good.json", good),
            ("bad.json", b"{\"format\":\"onsite-packet/1\"}"),
        ]);
        assert_eq!(code, 1);
        assert!(out.contains("field \"practice\" is missing"));
        assert!(out.contains("Nothing of this file can be used"));
        let (code, out) = check(&[("missing.json", b""), ("bad.json", b"{}")]);
        assert_eq!(code, 3);
        assert!(out.contains("missing.json: cannot be read") && out.contains("bad.json: "));
        let newer = EMBEDDED.first().unwrap().bytes;
        let newer = String::from_utf8_lossy(newer).replacen("onsite-pack/1", "onsite-pack/2", 1);
        let (code, out) = check(&[("newer.json", newer.as_bytes()), ("bad.json", b"{}")]);
        assert_eq!(code, 3, "{out}");
        assert!(out.contains("Use a newer onsite"), "{out}");
        let (code, out) = check(&[("visit.onsite.zip", b"PK\x03\x04....")]);
        assert_eq!(code, 1);
        assert!(out.contains("onsite verify"));
    }
}
