//! Which files a step's folder holds. FORMAT.md, Container and Contents by kind.
//!
//! The lists are closed: a file that no rule names is refused, so that nothing can ride along.

use super::kinds::Kind;
use super::limits;
use crate::domain::values::ids::is_id;

/// The manifest of a folder.
pub const MANIFEST: &str = "SHA256SUMS";
/// Its signature.
pub const SIGNATURE: &str = "SHA256SUMS.sig";
/// The header.
pub const HEADER: &str = "step.json";
/// The digests of the previous folder's manifest and signature.
pub const PREV: &str = "PREV";
/// The facts for other programs; of all kinds but a survey the signed statement itself.
pub const RECORD: &str = "record.json";
/// The texts that the journals name.
pub const TEXTS: &str = "texts.jsonl";
/// The standards pack, exact bytes.
pub const PACK: &str = "pack.json";
/// The document for people.
pub const REPORT: &str = "report.html";
/// The folder of a roster, and its files besides manifest, signature and header.
pub const ROSTER_FOLDER: &str = "00-roster";
/// The files of a roster besides manifest, signature and header.
pub const ROSTER_FILES: [&str; 3] = ["allowed_signers", "revoked_keys", "roster.json"];

/// Endings that attachments keep; every other becomes `bin`. None of them runs when opened.
const ENDINGS: [&str; 18] = [
    "bin", "csv", "docx", "gif", "heic", "jpeg", "jpg", "md", "odp", "ods", "odt", "pdf", "png",
    "pptx", "tif", "tiff", "txt", "xlsx",
];

/// The name of a step's folder.
pub fn folder(step: u8, kind: Kind) -> String {
    format!("{step:02}-{kind}")
}

/// Reads the name of a step's folder.
pub fn parse_folder(name: &str) -> Option<(u8, Kind)> {
    let (number, kind) = name.split_once('-')?;
    if number.len() != 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let step: u8 = number.parse().ok()?;
    (step < limits::STEPS).then_some(())?;
    Some((step, Kind::parse(kind)?))
}

/// The path in its folder of the journal of one laptop.
pub fn journal(device: &str) -> String {
    format!("journal-{device}.jsonl")
}

/// The laptop whose journal has this path in its folder.
pub fn journal_device(path: &str) -> Option<&str> {
    let device = path.strip_prefix("journal-")?.strip_suffix(".jsonl")?;
    is_id(device).then_some(device)
}

/// The path in its folder of an attachment, counted from 1. Only a harmless ending is taken from
/// the original name; nothing else of it reaches a file system.
pub fn attachment(ordinal: u16, original_name: &str) -> String {
    let ending = original_name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .filter(|ending| ENDINGS.contains(&ending.as_str()))
        .unwrap_or_else(|| "bin".to_owned());
    format!("files/{ordinal:04}.{ending}")
}

/// The ordinal of an attachment, if `path` is one's.
pub fn attachment_ordinal(path: &str) -> Option<u16> {
    let (ordinal, ending) = path.strip_prefix("files/")?.split_once('.')?;
    if ordinal.len() != 4 || !ordinal.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let ordinal = ordinal.parse().ok().filter(|ordinal| *ordinal > 0)?;
    ENDINGS.contains(&ending).then_some(ordinal)
}

/// What a kind's folder must hold besides manifest, signature, header, record and `PREV`.
fn required(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Survey => &[PACK, REPORT, TEXTS],
        Kind::Review => &[],
        Kind::Report => &["findings.csv", "plan-form.html", REPORT],
        Kind::Plan => &["plan.json"],
        Kind::Followup | Kind::Decision => &[REPORT],
    }
}

/// What is wrong with the files of a folder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutFault {
    /// A file that must be there is not.
    #[error("\"{0}\" is missing")]
    Missing(String),
    /// A file that must not be there is.
    #[error("\"{0}\" does not belong into it")]
    Stranger(String),
    /// A file is larger than it may be.
    #[error("\"{path}\" is larger than {limit} bytes")]
    TooLarge {
        /// Its path in the folder.
        path: String,
        /// The most that it may have.
        limit: u64,
    },
}

/// Checks the files of a step's folder, given as paths in it with their sizes, ascending.
///
/// # Errors
/// The first file that is missing, strange or too large.
pub fn check(step: u8, kind: Kind, files: &[(&str, u64)]) -> Result<(), LayoutFault> {
    let mut must: Vec<&str> = vec![MANIFEST, SIGNATURE, HEADER, RECORD];
    must.extend(required(kind));
    if step > 0 {
        must.push(PREV);
    }
    let may_attach = matches!(kind, Kind::Survey | Kind::Plan);
    let mut journals = 0;
    let mut last_ordinal = 0;
    for (path, _) in files {
        if must.contains(path) {
            continue;
        }
        if kind == Kind::Survey && journal_device(path).is_some() {
            journals += 1;
            continue;
        }
        match attachment_ordinal(path) {
            Some(ordinal) if may_attach && ordinal > last_ordinal => last_ordinal = ordinal,
            _ => return Err(LayoutFault::Stranger((*path).to_owned())),
        }
    }
    if kind == Kind::Survey && journals == 0 {
        return Err(LayoutFault::Missing(journal("…")));
    }
    check_presence(&must, files)
}

/// Checks the files of a roster's folder.
///
/// # Errors
/// The first file that is missing, strange or too large.
pub fn check_roster(files: &[(&str, u64)]) -> Result<(), LayoutFault> {
    let mut must = vec![MANIFEST, SIGNATURE, HEADER];
    must.extend(ROSTER_FILES);
    if let Some((path, _)) = files.iter().find(|(path, _)| !must.contains(path)) {
        return Err(LayoutFault::Stranger((*path).to_owned()));
    }
    check_presence(&must, files)
}

fn check_presence(must: &[&str], files: &[(&str, u64)]) -> Result<(), LayoutFault> {
    for path in must {
        if !files.iter().any(|(held, _)| held == path) {
            return Err(LayoutFault::Missing((*path).to_owned()));
        }
    }
    for (path, size) in files {
        let limit = limits::of_part(path);
        if *size > limit {
            return Err(LayoutFault::TooLarge {
                path: (*path).to_owned(),
                limit,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURVEY: [&str; 8] = [
        "SHA256SUMS",
        "SHA256SUMS.sig",
        "journal-laptop.jsonl",
        "pack.json",
        "record.json",
        "report.html",
        "step.json",
        "texts.jsonl",
    ];

    fn sized<'a>(paths: &[&'a str]) -> Vec<(&'a str, u64)> {
        paths.iter().map(|path| (*path, 1)).collect()
    }

    #[test]
    fn a_survey_holds_its_files_and_nothing_else() {
        assert_eq!(check(0, Kind::Survey, &sized(&SURVEY)), Ok(()));
        for left_out in SURVEY {
            let rest: Vec<&str> = SURVEY.into_iter().filter(|p| *p != left_out).collect();
            let found = check(0, Kind::Survey, &sized(&rest));
            assert!(matches!(found, Err(LayoutFault::Missing(_))), "{left_out}");
        }
        for strange in [
            "PREV",
            "note.txt",
            "files/1.pdf",
            "files/0001.exe",
            "journal-.jsonl",
        ] {
            let mut more = SURVEY.to_vec();
            more.push(strange);
            let found = check(0, Kind::Survey, &sized(&more));
            assert_eq!(found, Err(LayoutFault::Stranger(strange.into())));
        }
        let found = check(1, Kind::Survey, &sized(&SURVEY));
        assert_eq!(found, Err(LayoutFault::Missing("PREV".into())));
    }

    #[test]
    fn sizes_are_bounded_by_what_a_file_is() {
        let mut files = sized(&SURVEY);
        files.push(("files/0001.pdf", 1 << 30));
        assert_eq!(check(0, Kind::Survey, &files), Ok(()));
        files.push(("files/0001.png", 1));
        assert!(check(0, Kind::Survey, &files).is_err(), "ordinal twice");
        files.pop();
        files.retain(|(path, _)| *path != "texts.jsonl");
        files.push(("texts.jsonl", limits::RECORD + 1));
        let found = check(0, Kind::Survey, &files);
        assert!(matches!(found, Err(LayoutFault::TooLarge { .. })));
    }

    #[test]
    fn folder_and_attachment_names_are_read_as_they_are_written() {
        assert_eq!(parse_folder("03-plan"), Some((3, Kind::Plan)));
        for bad in [
            "3-plan",
            "16-plan",
            "003-plan",
            "03-Plan",
            "03plan",
            "+3-plan",
            "00-roster",
        ] {
            assert_eq!(parse_folder(bad), None, "{bad}");
        }
        assert_eq!(attachment(7, "Policy NUR-12.PDF"), "files/0007.pdf");
        assert_eq!(attachment(7, "../../evil.html"), "files/0007.bin");
        assert_eq!(attachment(7, "none"), "files/0007.bin");
        assert_eq!(attachment_ordinal("files/0007.pdf"), Some(7));
        assert_eq!(attachment_ordinal("files/0000.pdf"), None);
    }
}
