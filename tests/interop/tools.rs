//! Each tool by itself.

use crate::support::bundles::*;
use crate::{Desk, all_tools, good};
use onsite::bundle::kinds::Namespace;
use onsite::bundle::signature;
use ssh_key::LineEnding;
use std::fs;
use std::path::Path;

#[test]
fn stock_tools_check_a_survey_by_hand() {
    if !all_tools() {
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
    if !all_tools() {
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

/// A zip made by the stock program from the unpacked file.
pub fn repacked(desk: &Desk, arguments: &[&str]) -> Vec<u8> {
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
fn a_file_that_zip_packed_again_is_told_as_such() {
    if !all_tools() {
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
