//! Set-up, unlocking, wrong tries, the recovery code.

use super::finished::finish;
use super::home::{Home, PASSPHRASE, passphrase, set_up};
use super::packets;
use onsite::vault::{Cost, Passphrase, SigningKey, VaultError};
use onsite::workspace::{Adopt, KeyAfter, NewUser, Unlocked, Workspace, WorkspaceError};

fn user<'a>(passphrase: &'a Passphrase) -> NewUser<'a> {
    NewUser {
        name: "Ann Miller",
        credential: "RN, OCN",
        principal: None,
        passphrase,
        adopt: None,
    }
}

#[test]
fn a_set_up_is_found_again_and_not_made_twice() {
    let home = Home::new();
    let mut workspace = home.locked(1);
    assert!(!workspace.folder().is_set_up().unwrap());
    assert!(matches!(
        workspace.unlock(&passphrase()),
        Err(WorkspaceError::NotSetUp(_))
    ));
    let code = set_up(&mut workspace).unwrap();
    assert_eq!(code.len(), 29);
    assert!(!workspace.is_recovery_confirmed().unwrap());
    workspace.confirm_recovery().unwrap();
    assert!(matches!(
        set_up(&mut workspace),
        Err(WorkspaceError::AlreadySetUp(_))
    ));
    drop(workspace);
    let mut workspace = home.again(2);
    let profile = workspace.profile().unwrap();
    assert_eq!(
        (profile.name.as_str(), profile.principal.as_str()),
        ("Ann Miller", "ann-01")
    );
    assert!(workspace.is_recovery_confirmed().unwrap());
    assert!(workspace.fingerprint().unwrap().starts_with("SHA256:"));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_look_into_the_data_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let workspace = home.set_up();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(workspace.folder().path()) & 0o777, 0o700);
    for entry in std::fs::read_dir(workspace.folder().path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
    }
}

#[test]
fn a_second_instance_is_refused_and_told_who_is_first() {
    let home = Home::new();
    let first = home.set_up();
    let second = Workspace::open(home.data(), super::home::world(&home.clock, 2));
    let told = second.unwrap_err().to_string();
    assert!(told.contains(&std::process::id().to_string()), "{told}");
    drop(first);
    home.again(3);
}

#[test]
fn wrong_passphrases_are_told_plainly_and_slow_down() {
    let home = Home::new();
    drop(home.set_up());
    let mut workspace = home.locked(2);
    let wrong = Passphrase::new("velvet otter kiln lamp");
    for wait in [1, 2, 4] {
        assert!(matches!(
            workspace.unlock(&wrong),
            Err(WorkspaceError::Vault(VaultError::WrongPassphrase))
        ));
        assert_eq!(workspace.wait(), wait);
        // Even the right one is not tried before its time.
        assert!(matches!(
            workspace.unlock(&passphrase()),
            Err(WorkspaceError::Wait(_))
        ));
        // Another process knows of it.
        drop(workspace);
        workspace = home.locked(2);
        assert_eq!(workspace.wait(), wait);
        home.clock.forward(i64::try_from(wait).unwrap());
    }
    workspace.unlock(&passphrase()).unwrap();
    assert_eq!(workspace.wait(), 0);
    drop(workspace);
    assert_eq!(home.locked(3).wait(), 0, "a right one ends it");
}

#[test]
fn a_clock_set_back_does_not_lock_anyone_out() {
    let home = Home::new();
    drop(home.set_up());
    let mut workspace = home.locked(2);
    workspace.unlock(&Passphrase::new("wrong")).unwrap_err();
    home.clock.forward(-86_400);
    workspace.unlock(&passphrase()).unwrap();
}

#[test]
fn the_recovery_code_gives_the_data_back_and_wants_a_new_passphrase() {
    let home = Home::new();
    let mut workspace = home.locked(1);
    let code = set_up(&mut workspace).unwrap();
    let before = workspace.fingerprint();
    workspace.lock().unwrap();
    assert!(workspace.unlock_with_code("K7QF").is_err());
    let unlocked = workspace.unlock_with_code(&code.to_lowercase()).unwrap();
    assert_eq!(unlocked, Unlocked::NeedsPassphrase);
    let new = Passphrase::new("tundra kettle plum fog");
    assert!(matches!(
        workspace.renew_passphrase(&Passphrase::new("short")),
        Err(WorkspaceError::Weak(_))
    ));
    assert_eq!(workspace.renew_passphrase(&new).unwrap(), KeyAfter::Kept);
    assert_eq!(workspace.fingerprint(), before);
    workspace.lock().unwrap();
    assert!(workspace.unlock(&passphrase()).is_err());
    home.clock.forward(60);
    assert_eq!(workspace.unlock(&new).unwrap(), Unlocked::Ready);
    let signs = workspace.signing_key(&new).unwrap();
    assert_eq!(Some(signs.fingerprint), before);
    // The code on the paper stays good, for the key too.
    workspace.lock().unwrap();
    workspace.unlock_with_code(&code).unwrap();
    // Where the key is lost, a new one is made and it is said.
    std::fs::remove_file(home.data().signing_key()).unwrap();
    assert_eq!(workspace.renew_passphrase(&new).unwrap(), KeyAfter::New);
    assert_ne!(
        workspace.signing_key(&new).unwrap().fingerprint,
        before.unwrap()
    );
}

#[test]
fn a_signing_key_that_lies_aside_is_found_by_itself() {
    for hurt in [None, Some("hello")] {
        let home = Home::new();
        let workspace = home.set_up();
        let own = workspace.fingerprint();
        drop(workspace);
        // Killed between putting it aside and writing the new one, or put aside by hand.
        let place = home.data().signing_key();
        std::fs::rename(&place, home.data().path().join("signing_key.before-1")).unwrap();
        if let Some(other) = hurt {
            std::fs::write(&place, other).unwrap();
        }
        let mut workspace = home.again(2);
        assert_eq!(workspace.key_trouble(), None);
        assert_eq!(workspace.fingerprint(), own);
        assert_eq!(
            Some(workspace.signing_key(&passphrase()).unwrap().fingerprint),
            own
        );
        let names = std::fs::read_dir(home.data().path()).unwrap();
        let aside = names
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .filter(|name| name.starts_with("signing_key.before-"));
        assert_eq!(
            aside.count(),
            usize::from(hurt.is_some()),
            "nothing is deleted"
        );
    }
}

#[test]
fn a_backup_of_the_signing_key_is_good_after_the_passphrase_was_changed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let backup = std::fs::read(home.data().signing_key()).unwrap();
    let new = Passphrase::new("tundra kettle plum fog");
    workspace.change_passphrase(&passphrase(), &new).unwrap();
    std::fs::write(home.data().signing_key(), backup).unwrap();
    assert!(workspace.signing_key(&new).is_ok());
}

#[test]
fn weak_passphrases_and_empty_names_make_nothing() {
    let home = Home::new();
    let mut workspace = home.locked(1);
    let (weak, good) = (Passphrase::new("miller1"), passphrase());
    assert!(matches!(
        workspace.set_up(&user(&weak)),
        Err(WorkspaceError::Weak(_))
    ));
    let nameless = NewUser {
        name: "  ",
        ..user(&good)
    };
    assert!(workspace.set_up(&nameless).is_err());
    let bad_id = NewUser {
        principal: Some("Ann Miller"),
        ..user(&good)
    };
    assert!(workspace.set_up(&bad_id).is_err());
    assert!(!workspace.folder().is_set_up().unwrap());
    let left = std::fs::read_dir(home.data().path()).unwrap().count();
    assert_eq!(left, 1, "nothing but the lock");
}

#[test]
fn an_existing_key_is_taken() {
    let home = Home::new();
    let mut workspace = home.locked(1);
    let own = SigningKey::from_seed(&[5; 32], "mine");
    let path = home.folder.path().join("id_ed25519");
    std::fs::write(&path, own.to_unprotected_file().unwrap().as_bytes()).unwrap();
    let good = passphrase();
    let adopting = NewUser {
        adopt: Some(Adopt {
            path: &path,
            passphrase: None,
        }),
        ..user(&good)
    };
    workspace.set_up(&adopting).unwrap();
    assert_eq!(workspace.fingerprint(), Some(own.public().fingerprint));
    let id = workspace.profile().unwrap().principal.to_string();
    assert!(id.starts_with("s-") && id.len() == 10, "{id}");
    assert!(path.exists(), "the key that was taken stays where it was");
}

#[test]
fn the_passphrase_can_be_changed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let new = Passphrase::new("tundra kettle plum fog");
    workspace
        .change_passphrase(&Passphrase::new(PASSPHRASE), &new)
        .unwrap();
    workspace.lock().unwrap();
    workspace.unlock(&new).unwrap();
}

/// Does something to a file.
type Harm = fn(&std::path::Path);

/// What may happen to the file of the signing key.
fn harms() -> [(&'static str, Harm); 4] {
    let foreign: Harm = |path| {
        let folder = tempfile::tempdir().unwrap();
        let mut random = onsite::vault::random::from_system;
        SigningKey::from_seed(&[9; 32], "another")
            .save(folder.path(), &passphrase(), Cost::CHEAPEST, &mut random)
            .unwrap();
        std::fs::copy(folder.path().join("signing_key"), path).unwrap();
    };
    let rotten: Harm = |path| {
        // The clear head stays, so that only the passphrase shows it.
        let text = std::fs::read_to_string(path).unwrap();
        let mut private = ssh_key::PrivateKey::from_openssh(&text)
            .unwrap()
            .to_bytes()
            .unwrap();
        let last = private.len() - 1;
        private[last] ^= 1;
        let rotten = ssh_key::PrivateKey::from_bytes(&private).unwrap();
        let line_ending = ssh_key::LineEnding::LF;
        std::fs::write(path, rotten.to_openssh(line_ending).unwrap()).unwrap();
    };
    [
        ("lost", |path| std::fs::remove_file(path).unwrap()),
        ("scribbled over", |path| {
            std::fs::write(path, "hello").unwrap()
        }),
        ("another's", foreign),
        ("rotten", rotten),
    ]
}

#[test]
fn without_its_signing_key_everything_else_works_and_a_new_one_is_made() {
    for (harm, hurt) in harms() {
        let home = Home::new();
        let mut workspace = home.locked(1);
        let code = set_up(&mut workspace).unwrap();
        let good = workspace.new_signing_key(&passphrase());
        assert!(matches!(good, Err(WorkspaceError::KeyIsGood)), "{good:?}");
        let case = workspace.training_case().unwrap();
        drop(workspace);
        hurt(&home.data().signing_key());

        let mut workspace = home.again(2);
        let trouble = workspace.key_trouble();
        assert_eq!(trouble.is_some(), harm != "rotten", "{harm}: {trouble:?}");
        assert!(workspace.open_case(&case).is_ok());
        let refused = workspace.signing_key(&passphrase()).unwrap_err();
        assert!(
            matches!(refused, WorkspaceError::CannotSign(_)),
            "{harm}: {refused}"
        );
        assert_eq!(workspace.wait(), 0, "{harm}: the passphrase was right");
        let wrong = Passphrase::new("velvet otter kiln lamp");
        let told = workspace.new_signing_key(&wrong).unwrap_err();
        assert!(matches!(told, WorkspaceError::Vault(_)), "{harm}: {told}");
        home.clock.forward(60);

        let made = workspace.new_signing_key(&passphrase()).unwrap();
        assert_eq!(Some(&made.fingerprint), workspace.fingerprint().as_ref());
        assert_eq!(made.principal.as_str(), "ann-01");
        assert_eq!(workspace.key_trouble(), None, "{harm}");
        assert_eq!(workspace.signing_key(&passphrase()).unwrap(), made);
        let names = std::fs::read_dir(home.data().path()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let aside = names.filter(|name| name.starts_with("signing_key.before-"));
        assert_eq!(aside.count(), usize::from(harm != "lost"), "{harm}");

        // The recovery code opens without a key too.
        std::fs::remove_file(home.data().signing_key()).unwrap();
        workspace.lock().unwrap();
        workspace.unlock_with_code(&code).unwrap();
        assert!(workspace.open_case(&case).is_ok(), "{harm}");
    }
}

#[test]
fn a_new_key_is_enrolled_by_the_roster_of_an_office_of_one() {
    let home = Home::new();
    drop(home.set_up());
    std::fs::remove_file(home.data().signing_key()).unwrap();
    let mut workspace = home.again(2);
    let case = packets::take_real(&mut workspace);
    finish(&mut workspace, &case);
    let refused = workspace
        .seal(&case, "AM", &passphrase(), None)
        .unwrap_err();
    assert!(
        matches!(refused, WorkspaceError::CannotSign(_)),
        "{refused}"
    );
    // Practicing needs no key of one's own.
    let practice = packets::take_training(&mut workspace);
    finish(&mut workspace, &practice);
    let signed = workspace.seal(&practice, "AM", &passphrase(), None);
    assert!(signed.unwrap().training);
    let made = workspace.new_signing_key(&passphrase()).unwrap();
    let out = home.folder.path().join("out");
    let roster = workspace.roster_init(&passphrase(), &out).unwrap().roster;
    assert_eq!(roster.list.roots[0].as_str(), made.fingerprint);
    let file = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    assert!(workspace.open_bundle(&file.path, None).unwrap().good);
}
