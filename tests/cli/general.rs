//! What holds for the whole command line: help, usage, terminals, pipes.

use crate::place::Place;
use std::process::Stdio;

#[test]
fn without_a_terminal_the_app_says_so() {
    let place = Place::new();
    for arguments in [&[][..], &["demo"]] {
        let ran = place.run(arguments);
        assert_eq!(ran.code, 3);
        assert!(ran.err.contains("not a terminal"), "{}", ran.err);
        assert!(!place.path("data").exists());
    }
}

#[test]
fn a_wrong_command_line_is_told_and_help_has_examples() {
    let place = Place::new();
    assert_eq!(place.run(&["frobnicate"]).code, 2);
    assert_eq!(place.run(&["verify"]).code, 2);
    assert_eq!(place.run(&["verify", "--script", "file"]).code, 2);
    for command in [
        &["--help"][..],
        &["demo", "--help"],
        &["import", "--help"],
        &["seal", "--help"],
        &["open", "--help"],
        &["roster", "--help"],
        &["verify", "--help"],
    ] {
        let help = place.run(command);
        assert_eq!(help.code, 0);
        assert!(help.out.contains("Examples:"), "{}", help.out);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_fault() {
    let place = Place::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = place
        .command(&["verify", "--script"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn manual_pages_hold_every_command_and_every_key() {
    let place = Place::new();
    let said = place.run(&["man", "pages"]).out;
    assert!(said.contains("man pages/onsite.1"), "{said}");
    let page = |name: &str| std::fs::read_to_string(place.path("pages").join(name)).unwrap();
    for command in [
        "demo", "import", "seal", "open", "roster", "check", "verify",
    ] {
        let written = page(&format!("onsite-{command}.1"));
        assert!(written.contains(".SH SYNOPSIS"), "{command}: {written}");
    }
    std::fs::write(place.path("file"), "in the way").unwrap();
    let refused = place.run(&["man", "file/pages"]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("Name a folder"), "{}", refused.err);
    let keys = page("onsite-keys.1");
    for row in onsite::tui::commands::table::COMMANDS {
        let sentence = row.help.replace('-', "\\-");
        assert!(keys.contains(&sentence), "{}", row.name);
    }
}

#[test]
fn a_shell_gets_its_completions() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = place.run(&["completions", shell]).out;
        assert!(
            script.contains("verify") && script.contains("onsite"),
            "{shell}"
        );
    }
    assert_eq!(place.run(&["completions", "dos"]).code, 2);
}

/// No byte of a name, a folder or a variable reaches a terminal as a command to it.
#[cfg(unix)]
#[test]
fn hostile_names_reach_no_terminal_raw() {
    use crate::place::Place;
    let place = Place::new();
    let hostile = "a\x1b]0;owned\x07\r\u{9b}31m\x7fb.json";
    std::fs::write(place.path(hostile), "no json \x1b[2J").unwrap();
    let commands: [&[&str]; 13] = [
        &[hostile],
        &["--data-dir", hostile, "key"],
        &["import", hostile],
        &["check", hostile],
        &["check", "\x1b[2Jnot there"],
        &["verify", hostile],
        &["verify", hostile, "--json"],
        &["verify", "x", "--roster", hostile],
        &["open", hostile],
        &["seal", "--case", hostile, "--initials", "A"],
        &["roster", "accept", hostile],
        &["completions", hostile],
        &["man", "x", hostile],
    ];
    for arguments in commands {
        for folder in ["data", hostile] {
            let output = place
                .command(arguments)
                .env("ONSITE_DATA_DIR", place.path(folder))
                .output()
                .unwrap();
            for bytes in [output.stdout, output.stderr] {
                let said = String::from_utf8(bytes).unwrap();
                let raw = said
                    .chars()
                    .find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
                assert_eq!(raw, None, "{arguments:?}: {said:?}");
            }
        }
    }
}
