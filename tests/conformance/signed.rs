//! Manifests, signatures and what a folder holds, at every place.

use crate::catalog::{Case, FILES, FOLDERS, edited, edited_by, kind, places};
use crate::support::bundles::*;
use onsite::bundle::kinds::{Kind, Namespace};
use onsite::domain::values::digest::Digest;

fn text_of(all: &Entries, name: &str) -> String {
    let held = all.iter().find(|(held, _)| held == name).unwrap();
    String::from_utf8(held.1.clone()).unwrap()
}

/// The last step's manifest changed and signed again.
fn manifests(index: usize) -> Vec<Case> {
    let folder = FOLDERS[index];
    let all = entries(&FILES[index]);
    let list = text_of(&all, &format!("{folder}/SHA256SUMS"));
    let (first, rest) = list.split_once('\n').unwrap();
    let digest = &first[..64];
    let zero = Digest::ZERO;
    let signer = (kind(index).namespace(), signer(kind(index)).1);
    let with = |name: &str, list: String, code| {
        let bytes = with_manifest(&all, folder, signer, list.as_bytes());
        Case::new("Manifest", format!("{folder}: list, {name}"), bytes, code)
    };
    vec![
        with("the same", list.clone(), "good"),
        with("carriage returns", list.replace('\n', "\r\n"), "manifest"),
        with("a mark for binary", list.replace("  ", " *"), "manifest"),
        with("one blank", list.replace("  ", " "), "manifest"),
        with("no last line end", list.trim_end().to_owned(), "manifest"),
        with("an empty line", format!("{list}\n"), "manifest"),
        with("out of order", format!("{rest}{first}\n"), "manifest"),
        with("a line twice", format!("{first}\n{list}"), "manifest"),
        with(
            "capitals",
            list.replacen(digest, &digest.to_uppercase(), 1),
            "manifest",
        ),
        with("empty", String::new(), "manifest"),
        with("a comment", format!("# a comment\n{list}"), "manifest"),
        with("a file left out", rest.to_owned(), "unlisted"),
        with(
            "a file too many",
            format!("{list}{zero}  {folder}/zz.txt\n"),
            "missing",
        ),
        with(
            "a file of another folder",
            format!("{list}{zero}  15-plan/zz\n"),
            "manifest",
        ),
        with(
            "a file outside",
            format!("{list}{zero}  {folder}/../zz\n"),
            "manifest",
        ),
        with(
            "itself",
            format!("{zero}  {folder}/SHA256SUMS\n{list}"),
            "manifest",
        ),
        with(
            "another digest",
            list.replacen(&digest[..8], "00000000", 1),
            "digest",
        ),
    ]
}

/// The last step's signature changed.
fn signatures(index: usize) -> Vec<Case> {
    let folder = FOLDERS[index];
    let name = format!("{folder}/SHA256SUMS.sig");
    let with = |what: &str, edit: &dyn Fn(&str) -> String, code| {
        let mut all = entries(&FILES[index]);
        let text = edit(&text_of(&all, &name));
        put(&mut all, &name, text.as_bytes());
        Case::new(
            "Signature",
            format!("{folder}: signature, {what}"),
            container(&all),
            code,
        )
    };
    let form = "signature-form";
    let begin = "-----BEGIN SSH SIGNATURE-----\n";
    let mut cases = vec![
        with(
            "text behind its end",
            &|t| format!("{t}also approved: everything\n"),
            form,
        ),
        with("an empty line behind it", &|t| format!("{t}\n"), form),
        with("text before it", &|t| format!("before\n{t}"), form),
        with("twice", &|t| format!("{t}{t}"), form),
        with("no last line end", &|t| t.trim_end().to_owned(), form),
        with("carriage returns", &|t| t.replace('\n', "\r\n"), form),
        with(
            "shorter lines",
            &|t| format!("{}\n{}", &t[..60], &t[60..]),
            form,
        ),
        with(
            "another armor",
            &|t| t.replace("SSH SIGNATURE", "PGP SIGNATURE"),
            form,
        ),
        with("empty", &|_| String::new(), form),
        with(
            "one long line",
            &|t| {
                let body = t.replacen(begin, "", 1);
                let (body, end) = body.split_once("\n-----END").unwrap();
                format!("{begin}{}\n-----END{end}", body.replace('\n', ""))
            },
            form,
        ),
        with(
            "a letter changed",
            &|t| {
                // In the signature proper, near the end.
                let at = begin.len() + 230;
                let letter = if &t[at..=at] == "A" { "B" } else { "A" };
                format!("{}{letter}{}", &t[..at], &t[at + 1..])
            },
            "signature",
        ),
    ];
    let all = entries(&FILES[index]);
    let list = text_of(&all, &format!("{folder}/SHA256SUMS"));
    let (_, seed) = signer(kind(index));
    for other in Kind::ALL
        .iter()
        .filter(|other| **other != kind(index))
        .take(2)
    {
        let bytes = with_manifest(&all, folder, (other.namespace(), seed), list.as_bytes());
        let name = format!("{folder}: made for a {other}");
        cases.push(Case::new("Signature", name, bytes, "signature-namespace"));
    }
    let bytes = with_manifest(&all, folder, (Namespace::Roster, seed), list.as_bytes());
    let name = format!("{folder}: made for a roster");
    cases.push(Case::new("Signature", name, bytes, "signature-namespace"));
    let weaker = key(seed).sign(
        kind(index).namespace().as_str(),
        ssh_key::HashAlg::Sha256,
        list.as_bytes(),
    );
    let weaker = weaker.unwrap().to_pem(ssh_key::LineEnding::LF).unwrap();
    let mut all = all;
    put(
        &mut all,
        &name_of(folder, "SHA256SUMS.sig"),
        weaker.as_bytes(),
    );
    let name = format!("{folder}: made with SHA-256");
    cases.push(Case::new("Signature", name, container(&all), "signature-suite").unseen());
    cases
}

fn name_of(folder: &str, path: &str) -> String {
    format!("{folder}/{path}")
}

/// What a folder holds, at every place.
fn layouts() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, bytes, place) in places() {
        let folder = FOLDERS[index];
        let with = |what: &str, edit: &dyn Fn(&mut Entries), code| {
            let bytes = edited(bytes, index, |all| edit(all));
            Case::new("Contents by kind", format!("{place}: {what}"), bytes, code)
        };
        let add =
            |path: &'static str| move |all: &mut Entries| put(all, &name_of(folder, path), b"");
        let attached = match kind(index) {
            Kind::Survey | Kind::Plan => "good",
            _ => "layout",
        };
        cases.extend([
            with("a strange file", &add("notes.html"), "layout"),
            with("a journal of nobody", &add("journal-.jsonl"), "layout"),
            with("an attachment that runs", &add("files/0009.exe"), "layout"),
            with("attachment number 0", &add("files/0000.pdf"), "layout"),
            with("one more attachment", &add("files/0009.pdf"), attached),
            with(
                "no record",
                &|all| all.retain(|(n, _)| *n != name_of(folder, "record.json")),
                "layout",
            ),
        ]);
        // Deeper names are the container's matter, not the folder's.
        if index == 0 {
            let prev = with("PREV in the first step", &add("PREV"), "layout");
            cases.push(prev);
        }
        let two = |all: &mut Entries| {
            put(all, &name_of(folder, "files/0009.pdf"), b"");
            put(all, &name_of(folder, "files/0009.png"), b"");
        };
        cases.push(with("two attachments of one number", &two, "layout"));
        let own = match kind(index) {
            Kind::Survey => "texts.jsonl",
            Kind::Review => continue,
            Kind::Report => "findings.csv",
            Kind::Plan => "plan.json",
            Kind::Followup | Kind::Decision => "report.html",
        };
        let gone = |all: &mut Entries| all.retain(|(n, _)| *n != name_of(folder, own));
        cases.push(with(&format!("no {own}"), &gone, "layout"));
    }
    cases
}

/// Files that are not what was signed, or not there.
fn contents() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, bytes, place) in places() {
        let name = name_of(FOLDERS[index], "record.json");
        let mut all = entries(bytes);
        put(&mut all, &name, b"{\"another\":1}");
        let changed = container(&all);
        let what = format!("{place}: a file changed after signing");
        cases.push(Case::new("Order of verification", what, changed, "digest"));
        let stranger = edited_by(bytes, index, 99, |_| ());
        let what = format!("{place}: signed by a stranger");
        cases.push(Case::new("Trust", what, stranger, "signer-name"));
    }
    cases
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = (0..FOLDERS.len())
        .flat_map(|index| [manifests(index), signatures(index)].concat())
        .collect();
    cases.extend(layouts());
    cases.extend(contents());
    cases
}
