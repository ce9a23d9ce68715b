//! The vault as stock tools see it: `ssh-keygen` reads what we write and the reverse.

use crate::support;
use onsite::vault::{Cost, NoRandomness, Passphrase, SigningKey, VaultError, public_identity};
use std::path::Path;
use std::process::{Command, Output};

const PHRASE: &str = "velvet otter kiln ramp";

fn bytes(buffer: &mut [u8]) -> Result<(), NoRandomness> {
    buffer.fill(42);
    Ok(())
}

fn ssh_keygen(tool: &Path, arguments: &[&str]) -> Output {
    Command::new(tool).args(arguments).output().unwrap()
}

#[test]
fn ssh_keygen_reads_the_signing_key_with_its_passphrase_alone() {
    let Some(tool) = support::tool("ssh-keygen") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::create("s-training", &mut bytes).unwrap();
    key.save(
        folder.path(),
        &Passphrase::new(PHRASE),
        Cost::STANDARD,
        &mut bytes,
    )
    .unwrap();
    let file = folder.path().join("signing_key");
    let file = file.to_str().unwrap();

    let public = ssh_keygen(&tool, &["-y", "-P", PHRASE, "-f", file]);
    assert!(
        public.status.success(),
        "{}",
        String::from_utf8_lossy(&public.stderr)
    );
    let ours = std::fs::read_to_string(folder.path().join("signing_key.pub")).unwrap();
    assert_eq!(
        String::from_utf8(public.stdout).unwrap().trim(),
        ours.trim()
    );

    let wrong = ssh_keygen(&tool, &["-y", "-P", "velvet otter kiln lamp", "-f", file]);
    assert!(!wrong.status.success());

    let listed = ssh_keygen(&tool, &["-lf", file]);
    let fingerprint = public_identity(folder.path()).unwrap().fingerprint;
    assert!(
        String::from_utf8(listed.stdout)
            .unwrap()
            .contains(&fingerprint)
    );
}

#[test]
fn keys_that_ssh_keygen_made_are_adopted_and_others_refused() {
    let Some(tool) = support::tool("ssh-keygen") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, phrase: &str, kind: &[&str]| {
        let file = folder.path().join(name);
        let mut arguments = vec!["-q", "-N", phrase, "-C", "", "-f", file.to_str().unwrap()];
        arguments.extend(kind);
        let made = ssh_keygen(&tool, &arguments);
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        file
    };
    let open = make("open", "", &["-t", "ed25519"]);
    let shut = make("shut", "its own", &["-t", "ed25519", "-a", "8"]);
    let other = make("other", "", &["-t", "ecdsa"]);

    let adopted = SigningKey::adopt(&open, None).unwrap();
    let listed = ssh_keygen(&tool, &["-lf", open.to_str().unwrap()]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains(&adopted.public().fingerprint));

    assert!(matches!(
        SigningKey::adopt(&shut, None),
        Err(VaultError::KeyNeedsPassphrase { .. })
    ));
    let wrong = SigningKey::adopt(&shut, Some(&Passphrase::new("another")));
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    SigningKey::adopt(&shut, Some(&Passphrase::new("its own"))).unwrap();

    let refused = SigningKey::adopt(&other, None).unwrap_err().to_string();
    assert!(refused.contains("only Ed25519"), "{refused}");
}

#[test]
fn ssh_keygen_accepts_our_signature() {
    let Some(tool) = support::tool("ssh-keygen") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::create("s-training", &mut bytes).unwrap();
    let signature = key
        .private()
        .sign("survey@onsite-bundle", ssh_key::HashAlg::Sha512, b"message")
        .unwrap();
    let signature = signature.to_pem(ssh_key::LineEnding::LF).unwrap();
    let public = key.public().key.to_openssh().unwrap();
    let path = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let signers = path(
        "allowed",
        &format!("s-training namespaces=\"survey@onsite-bundle\" {public}\n"),
    );
    let signature = path("sig", &signature);
    for (message, good) in [("message", true), ("massage", false)] {
        let message = std::fs::File::open(path("message", message)).unwrap();
        let verified = Command::new(&tool)
            .args([
                "-Y",
                "verify",
                "-f",
                &signers,
                "-I",
                "s-training",
                "-n",
                "survey@onsite-bundle",
                "-s",
                &signature,
            ])
            .stdin(message)
            .output()
            .unwrap();
        assert_eq!(verified.status.success(), good, "{verified:?}");
    }
}
