//! The script accepts what is good, leaves nothing behind, and works where only some tools are.

use crate::support::bundles::*;
use crate::support::{self, tools};
use crate::tools::repacked;
use crate::{Desk, all_tools, good};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_script_accepts_what_is_good() {
    if !all_tools() {
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
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    if let Some(dash) = support::tool("dash") {
        let (accepted, last) = desk.script_with(dash.to_str().unwrap(), &survey_file());
        assert!(!accepted && last.contains("no pipefail"), "{last}");
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
        "comm",
        "head",
        "ls",
        "sed",
        "tail",
        "wc",
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

#[cfg(unix)]
#[test]
fn the_script_refuses_links() {
    if !all_tools() {
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
    if !all_tools() {
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
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    let steps = whole_case();
    for start in 0..steps.len() {
        for end in start + 1..=steps.len() {
            let bytes = file(&steps[start..end]);
            let ours = check(&bytes).exit().code() == 0;
            assert_eq!(ours, start == 0 || start == 2, "{start}..{end}");
            assert_eq!(desk.script(&bytes).0, ours, "{start}..{end}");
        }
    }
}
