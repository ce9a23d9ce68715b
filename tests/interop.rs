//! Stock tools accept our files and refuse doctored ones: `unzip`, `sha256sum`, `ssh-keygen`, and
//! the script that puts them together. Where a tool is absent the test says so and is skipped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod support;

use onsite::bundle::kinds::{Kind, Namespace, Role};
use onsite::bundle::roster::{RosterList, Status, allowed_signers, revoked_keys};
use onsite::bundle::script::SCRIPT;
use onsite::bundle::seal::SealedStep;
use onsite::bundle::signature;
use ssh_key::LineEnding;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use support::bundles::*;
use support::tools;

const ALL: [&str; 5] = ["bash", "unzip", "sha256sum", "ssh-keygen", "zip"];

/// A folder with the roster's files and one file to check.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(list: &RosterList) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("allowed_signers"), allowed_signers(list)).unwrap();
        fs::write(desk.path("revoked_keys"), revoked_keys(list)).unwrap();
        fs::write(desk.path("verify.sh"), SCRIPT).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, program: &str, arguments: &[&str], input: &[u8]) -> Output {
        let given = self.path("input");
        fs::write(&given, input).unwrap();
        Command::new(program)
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::from(fs::File::open(given).unwrap()))
            .output()
            .unwrap()
    }

    fn script_with(&self, shell: &str, bytes: &[u8]) -> (bool, String) {
        // The name is one that unzip would take for a pattern.
        fs::write(self.path("case [1].zip"), bytes).unwrap();
        let arguments = [
            "verify.sh",
            "case [1].zip",
            "allowed_signers",
            "revoked_keys",
        ];
        let output = self.run(shell, &arguments, b"");
        let said = String::from_utf8(output.stdout).unwrap();
        let last = said.lines().last().unwrap_or_default().to_owned();
        (output.status.success(), last)
    }

    /// Whether the script accepts the file, and its last line.
    fn script(&self, bytes: &[u8]) -> (bool, String) {
        self.script_with("bash", bytes)
    }

    fn refuses(&self, bytes: &[u8]) -> bool {
        let (accepted, last) = self.script(bytes);
        assert_eq!(accepted, !last.starts_with("BAD: "), "{last}");
        !accepted
    }
}

fn good() -> (bool, String) {
    (true, "GOOD".to_owned())
}

#[test]
fn stock_tools_check_a_survey_by_hand() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    fs::write(desk.path("case.zip"), survey_file()).unwrap();
    assert!(
        desk.run("unzip", &["-tq", "case.zip"], b"")
            .status
            .success()
    );
    assert!(desk.run("unzip", &["-q", "case.zip"], b"").status.success());
    let sums = desk.run(
        "sha256sum",
        &["--strict", "-c", "00-survey/SHA256SUMS"],
        b"",
    );
    assert!(sums.status.success());
    let manifest = fs::read(desk.path("00-survey/SHA256SUMS")).unwrap();
    let verify = |principal: &str, purpose: &str, message: &[u8]| {
        let arguments = [
            "-Y",
            "verify",
            "-f",
            "allowed_signers",
            "-r",
            "revoked_keys",
            "-I",
            principal,
            "-n",
            purpose,
            "-s",
            "00-survey/SHA256SUMS.sig",
        ];
        desk.run("ssh-keygen", &arguments, message).status.success()
    };
    assert!(verify("ann-01", "survey@onsite-bundle", &manifest));
    assert!(
        !verify("rev-01", "survey@onsite-bundle", &manifest),
        "another person"
    );
    assert!(
        !verify("ann-01", "review@onsite-bundle", &manifest),
        "another role"
    );
    assert!(!verify("ann-01", "survey@onsite-bundle", &manifest[1..]));
}

#[test]
fn ssh_keygen_and_we_make_the_same_signature() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let pem = key(1).to_openssh(LineEnding::LF).unwrap();
    let path = desk.path("key");
    fs::write(&path, pem.as_bytes()).unwrap();
    restrict(&path);
    let arguments = [
        "-Y",
        "sign",
        "-f",
        "key",
        "-n",
        "survey@onsite-bundle",
        "-q",
    ];
    let theirs = desk.run("ssh-keygen", &arguments, b"a manifest\n").stdout;
    let ours = signature::sign(&key(1), Namespace::Survey, b"a manifest\n").unwrap();
    assert_eq!(String::from_utf8(theirs), String::from_utf8(ours));
    let shown = desk.run("ssh-keygen", &["-lf", "key"], b"").stdout;
    let print = person(ANN).fingerprint.to_string();
    assert!(String::from_utf8(shown).unwrap().contains(&print));
}

#[cfg(unix)]
fn restrict(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn restrict(_: &Path) {}

#[test]
fn the_script_accepts_what_is_good() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let steps = whole_case();
    for count in 1..=steps.len() {
        assert_eq!(desk.script(&file(&steps[..count])), good(), "{count}");
    }
    let excerpt = (true, "GOOD, EXCERPT: earlier steps not included".to_owned());
    assert_eq!(desk.script(&file(&steps[2..])), excerpt);
    assert_eq!(
        desk.script(&roster_file(&roster_list(), true)),
        good(),
        "a roster too"
    );
}

#[test]
fn the_script_works_with_shasum_and_fails_closed_in_other_shells() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    if let Some(dash) = support::tool("dash") {
        let (accepted, last) = desk.script_with(dash.to_str().unwrap(), &survey_file());
        assert!(!accepted && !last.starts_with("GOOD"), "{last}");
    }
    if !tools(&["shasum", "perl"]) {
        return;
    }
    let bin = desk.path("bin");
    fs::create_dir(&bin).unwrap();
    for name in [
        "bash",
        "unzip",
        "shasum",
        "perl",
        "ssh-keygen",
        "mktemp",
        "ln",
        "rm",
        "grep",
        "sort",
        "tr",
        "uniq",
        "mkdir",
        "find",
        "cut",
        "cat",
        "cmp",
    ] {
        let link = format!(
            "#!/bin/sh\nexec {} \"$@\"\n",
            support::tool(name).unwrap().display()
        );
        fs::write(bin.join(name), link).unwrap();
        executable(&bin.join(name));
    }
    let run = |bytes: &[u8]| {
        fs::write(desk.path("case.zip"), bytes).unwrap();
        Command::new(support::tool("bash").unwrap())
            .args(["verify.sh", "case.zip", "allowed_signers", "revoked_keys"])
            .current_dir(desk.0.path())
            .env("PATH", &bin)
            .output()
            .unwrap()
    };
    let output = run(&survey_file());
    assert!(output.status.success(), "{output:?}");
    let mut doctored = entries(&survey_file());
    replace(
        &mut doctored,
        "00-survey/report.html",
        "TRAINING",
        "trifling",
    );
    assert_eq!(run(&container(&doctored)).status.code(), Some(1));
}

#[cfg(unix)]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(not(unix))]
fn executable(_: &Path) {}

#[test]
fn the_script_refuses_what_is_doctored() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let bytes = file(&whole_case()[..3]);
    let doctored = |edit: &dyn Fn(&mut Vec<(String, Vec<u8>)>)| {
        let mut all = entries(&bytes);
        edit(&mut all);
        desk.refuses(&container(&all))
    };
    assert!(!doctored(&|_| ()));
    for name in [
        "00-survey/report.html",
        "00-survey/step.json",
        "01-review/SHA256SUMS",
    ] {
        let flip = |all: &mut Vec<(String, Vec<u8>)>| {
            let entry = all.iter_mut().find(|(held, _)| held == name).unwrap();
            entry.1[0] ^= 1;
        };
        assert!(doctored(&flip), "{name} changed");
    }
    for name in [
        "00-survey/report.html",
        "00-survey/SHA256SUMS",
        "00-survey/SHA256SUMS.sig",
        "01-review/PREV",
        "01-review/SHA256SUMS.sig",
        "02-report/step.json",
    ] {
        assert!(
            doctored(&|all| all.retain(|(held, _)| held != name)),
            "{name} left out"
        );
    }
    for name in [
        "00-survey/extra.txt",
        "03-plan/plan.json",
        "00-survey/files/0009.pdf",
        "zz/top.txt",
    ] {
        assert!(doctored(&|all| put(all, name, b"extra")), "{name} put in");
    }
    let folder_gone = |all: &mut Vec<(String, Vec<u8>)>| {
        all.retain(|(name, _)| !name.starts_with("01-review/"));
    };
    assert!(doctored(&folder_gone), "a step left out");
    assert!(desk.refuses(b"not a zip"));
    assert!(desk.refuses(&bytes[..bytes.len() - 30]));
}

#[test]
fn the_script_refuses_what_a_signer_did_wrong() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let bytes = survey_file();
    let survey = (Namespace::Survey, ANN.1);
    let again = |signer, edit: &dyn Fn(&mut Vec<(String, Vec<u8>)>)| {
        desk.refuses(&resigned(&bytes, "00-survey", signer, edit))
    };
    assert!(!again(survey, &|_| ()));
    assert!(again((Namespace::Survey, 99), &|_| ()), "a stranger");
    assert!(again((Namespace::Survey, REV.1), &|_| ()), "another's name");
    assert!(
        again((Namespace::Review, ANN.1), &|_| ()),
        "another purpose"
    );
    let step = "00-survey/step.json";
    assert!(again(survey, &|all| replace(all, step, "ann-01", "rev-01")));
    assert!(again(survey, &|all| replace(
        all,
        step,
        "\"signer\":",
        "\"signer\": "
    )));
    let twice = "\"signer\":{\"principal\":\"rev-01\"},\"signer\":{";
    assert!(again(survey, &|all| replace(
        all,
        step,
        "\"signer\":{",
        twice
    )));

    let all = entries(&bytes);
    let manifest = all
        .iter()
        .find(|(name, _)| name.ends_with("SHA256SUMS"))
        .unwrap();
    let manifest = String::from_utf8(manifest.1.clone()).unwrap();
    let listed = |manifest: &str| {
        desk.refuses(&with_manifest(
            &all,
            "00-survey",
            survey,
            manifest.as_bytes(),
        ))
    };
    let (first, rest) = manifest.split_once('\n').unwrap();
    assert!(!listed(&manifest));
    assert!(listed(rest), "a file that is not listed");
    assert!(
        listed(&format!("{first}\n{manifest}")),
        "a file that is listed twice"
    );
    assert!(listed(&manifest.replace('\n', "\r\n")));
    assert!(
        listed(&format!("# {first}\n{rest}")),
        "a comment for a line"
    );
    assert!(listed(&manifest.replacen(&first[..64], &"0".repeat(64), 1)));
    assert!(listed(&manifest.replacen(&first[..64], &"x".repeat(64), 1)));
    assert!(listed(&format!(
        "{manifest}{}  /etc/hostname\n",
        "0".repeat(64)
    )));

    let pair = file(&whole_case()[..2]);
    let review = (Namespace::Review, REV.1);
    let prev = |from: &str, to: &str| {
        let edit = |all: &mut Vec<(String, Vec<u8>)>| replace(all, "01-review/PREV", from, to);
        desk.refuses(&resigned(&pair, "01-review", review, edit))
    };
    assert!(!prev("00-survey", "00-survey"));
    assert!(prev("00-survey", "00-purvey"));
    assert!(prev("00-survey/SHA256SUMS", "01-review/step.json"));
    assert!(prev("\n", "\r\n"));
}

#[test]
fn the_script_refuses_keys_that_were_lost_or_never_listed() {
    if !tools(&ALL) {
        return;
    }
    let bytes = survey_file();
    let mut list = roster_list();
    let ann = list
        .entries
        .iter_mut()
        .find(|e| e.principal.as_str() == ANN.0);
    ann.unwrap().status = Status::Compromised;
    assert!(Desk::new(&list).refuses(&bytes));
    // Lost, but still in an old allowed_signers: revoked_keys decides.
    let desk = Desk::new(&list);
    fs::write(
        desk.path("allowed_signers"),
        allowed_signers(&roster_list()),
    )
    .unwrap();
    assert!(desk.refuses(&bytes));
    list.entries
        .retain(|entry| entry.principal.as_str() != ANN.0);
    assert!(Desk::new(&list).refuses(&bytes));
    let mut role = roster_list();
    role.entries[0].roles = vec![Role::Decider];
    assert!(Desk::new(&role).refuses(&bytes));
}

/// A zip made by the stock program from the unpacked file.
fn repacked(desk: &Desk, arguments: &[&str]) -> Vec<u8> {
    fs::write(desk.path("case.zip"), survey_file()).unwrap();
    assert!(
        desk.run("unzip", &["-qo", "case.zip"], b"")
            .status
            .success()
    );
    let _ = fs::remove_file(desk.path("again.zip"));
    let arguments = [&["-qr", "again.zip", "00-survey"], arguments].concat();
    assert!(desk.run("zip", &arguments, b"").status.success());
    fs::read(desk.path("again.zip")).unwrap()
}

#[test]
fn a_file_that_zip_packed_anew_is_told_as_such() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    for arguments in [&[][..], &["-0"], &["-0", "-D", "-X"], &["-D", "-X"]] {
        let outcome = check(&repacked(&desk, arguments));
        assert_eq!(outcome.code(), "repacked", "{arguments:?}");
    }
    // The contents are still signed: by hand they can be checked.
    assert_eq!(desk.script(&repacked(&desk, &["-0", "-D", "-X"])), good());
    assert!(
        desk.refuses(&repacked(&desk, &[])),
        "folder entries are not signed"
    );
}

#[cfg(unix)]
#[test]
fn the_script_refuses_links() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let _ = repacked(&desk, &["-0", "-D"]);
    let report = desk.path("00-survey/report.html");
    fs::rename(&report, desk.path("elsewhere.html")).unwrap();
    std::os::unix::fs::symlink(desk.path("elsewhere.html"), &report).unwrap();
    let arguments = ["-qry", "-0", "-D", "linked.zip", "00-survey"];
    assert!(desk.run("zip", &arguments, b"").status.success());
    let linked = fs::read(desk.path("linked.zip")).unwrap();
    assert!(desk.refuses(&linked));
    assert_eq!(check(&linked).code(), "repacked");
}

#[test]
fn the_script_leaves_nothing_behind() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let temporary = desk.path("tmp");
    fs::create_dir(&temporary).unwrap();
    for bytes in [survey_file(), b"not a zip".to_vec()] {
        fs::write(desk.path("case.zip"), bytes).unwrap();
        Command::new("bash")
            .args(["verify.sh", "case.zip", "allowed_signers", "revoked_keys"])
            .current_dir(desk.0.path())
            .env("TMPDIR", &temporary)
            .output()
            .unwrap();
        assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    }
    let usage = desk.run("bash", &["verify.sh", "case.zip"], b"");
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn both_agree_on_a_step_by_step_case() {
    if !tools(&ALL) {
        return;
    }
    let desk = Desk::new(&roster_list());
    let steps: Vec<SealedStep<'_>> = whole_case();
    for start in 0..steps.len() {
        for end in start + 1..=steps.len() {
            let bytes = file(&steps[start..end]);
            let ours = check(&bytes).exit().code() == 0;
            if ours {
                assert!(desk.script(&bytes).0, "{start}..{end}");
            }
        }
    }
    assert_eq!(steps[0].header.kind, Kind::Survey);
}
