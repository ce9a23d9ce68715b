//! Sign and finish, revisions, copies, reading them back, rosters.

use super::finished::finish;
use super::home::{Hand, Home, passphrase};
use super::packets;
use onsite::bundle::refusal::ExitClass;
use onsite::bundle::verify::{Keep, Verdict};
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::drafts::draft_target;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::CaseId;
use onsite::vault::{Passphrase, VaultError};
use onsite::workspace::{
    Against, OfferKind, Verified, Workspace, WorkspaceError, offer_roster, read_bundle, verify_file,
};
use std::path::{Path, PathBuf};

/// A real visit with every check answered, as a finished training visit answers them.
fn finished(workspace: &mut Workspace) -> CaseId {
    let case = packets::take_real(workspace);
    finish(workspace, &case);
    case
}

fn verify(home: &Home, path: &Path, roster: Option<&Path>) -> Verified {
    let now = super::home::world(&home.clock, 0).stamp().unwrap();
    verify_file(path, &Against::of(&home.data(), roster, now, Keep::Headers)).unwrap()
}

#[test]
fn a_visit_with_things_left_is_not_signed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = workspace.training_case().unwrap();
    let before = workspace.open_case(&case).unwrap().entries.len();
    let error = workspace
        .seal(&case, "AM", &passphrase(), None)
        .unwrap_err();
    let WorkspaceError::NotReady(left) = &error else {
        panic!("{error}")
    };
    assert!(!left.is_empty());
    assert!(error.to_string().contains("left to do"), "{error}");
    assert_eq!(workspace.open_case(&case).unwrap().entries.len(), before);
    assert!(matches!(
        workspace.export(&case, None),
        Err(WorkspaceError::NothingSealed(_))
    ));
}

#[test]
fn a_finished_visit_is_signed_copied_and_read_back() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let wrong = Passphrase::new("velvet otter kiln lamp");
    assert!(matches!(
        workspace.seal(&case, "AM", &wrong, None),
        Err(WorkspaceError::Vault(VaultError::WrongPassphrase))
    ));
    home.clock.forward(60);
    assert!(matches!(
        workspace.seal(&case, " ", &passphrase(), None),
        Err(WorkspaceError::Initials)
    ));
    let file = workspace.seal(&case, " AM ", &passphrase(), None).unwrap();
    let bytes = std::fs::read(&file.path).unwrap();
    assert_eq!(
        (file.size, file.sha256),
        (bytes.len() as u64, Digest::of(&bytes))
    );
    assert!(!file.training && file.send_to.contains(case.as_str()));
    assert_eq!(file.warnings, [] as [String; 0]);
    assert_eq!(Some(file.fingerprint), workspace.fingerprint());
    let found = verify(&home, &file.path, None);
    assert_eq!(found.exit(), ExitClass::No, "no roster yet");
    assert_eq!(found.outcome.answers.whole.verdict, Verdict::Yes);
    assert!(matches!(
        workspace.seal(&case, "AM", &passphrase(), None),
        Err(WorkspaceError::AlreadySealed)
    ));
    let listed = workspace.list_cases(None, 1).unwrap();
    assert_eq!(listed[0].state, "Signed and finished");
    let elsewhere = home.folder.path().join("stick");
    let again = workspace.export(&case, Some(&elsewhere)).unwrap();
    assert_eq!(std::fs::read(again.path).unwrap(), bytes, "the same bytes");
}

#[test]
fn what_was_being_typed_is_signed_too() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let opened = workspace.open_case(&case).unwrap();
    let standard = opened.file.pack.standards[3].id.clone();
    let on = NoteTarget::Standard(standard);
    let target = draft_target(&on);
    workspace
        .save_draft(&case, &target, "Seen twice, typed once. ")
        .unwrap();
    let file = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let read = workspace.open_bundle(&file.path, None).unwrap();
    let note = read.file.visit().unwrap().notes[&on];
    assert_eq!(read.file.words(&note), "Seen twice, typed once.");
    assert!(workspace.open_case(&case).unwrap().drafts.is_empty());
}

#[test]
fn what_cannot_be_taken_in_is_named_and_nothing_is_signed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let entries = workspace.open_case(&case).unwrap().entries.len();
    let target = "check/9.9.9/record";
    workspace.save_draft(&case, target, "of no check").unwrap();
    let form = "form/source/interview";
    workspace.save_form(Some(&case), form, "{}").unwrap();
    let standard = "standard/1.1";
    workspace.save_draft(&case, standard, "fits well").unwrap();
    let error = workspace
        .seal(&case, "AM", &passphrase(), None)
        .unwrap_err();
    assert!(matches!(error, WorkspaceError::Unfinished(_)), "{error}");
    assert!(error.to_string().contains(target), "{error}");
    assert!(error.to_string().contains("an interview, begun"), "{error}");
    assert_eq!(error.exit(), ExitClass::No);
    let held = workspace.open_case(&case).unwrap();
    assert_eq!((held.entries.len(), held.drafts.len()), (entries, 3));
}

#[test]
fn what_is_read_is_what_was_entered() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let file = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let held = workspace.open_case(&case).unwrap();
    let read = workspace.open_bundle(&file.path, None).unwrap();
    assert_eq!(read.file.case, held.file.case);
    assert_eq!(read.file.board, held.file.board);
    assert!(
        !read.good && read.banner.starts_with("Whole, "),
        "{}",
        read.banner
    );
    assert_eq!(read.answers.len(), 5);
    let mut bytes = std::fs::read(&file.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let bad = home.folder.path().join("bad.zip");
    std::fs::write(&bad, bytes).unwrap();
    let now = super::home::world(&home.clock, 0).stamp().unwrap();
    let refused = read_bundle(&bad, None, &home.data(), now).unwrap_err();
    assert_eq!(refused.exit(), ExitClass::No);
}

#[test]
fn a_later_change_is_a_revision_and_the_previous_file_is_stale() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let first = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    home.clock.forward(3_600);
    let mut hand = Hand::on(&mut workspace, &case);
    let reason = hand.text("A note was wrong.");
    hand.act(Act::OpenRevision { reason });
    let words = hand.text("The note as it should be.");
    let standard = hand.opened.file.pack.standards[0].id.clone();
    hand.act(Act::WriteNote {
        on: NoteTarget::Standard(standard),
        text: Some(words),
    });
    // A clock that was set back never makes a revision older than the one it replaces.
    home.clock.forward(-7_200);
    let second = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    assert_eq!((first.revision, second.revision), (1, 2));
    assert!(
        second
            .path
            .ends_with("REAL-2026-LAKESIDE-00-survey-r2.onsite.zip")
    );
    assert!(
        second.warnings.iter().any(|w| w.contains("clock")),
        "{:?}",
        second.warnings
    );
    assert_eq!(
        verify(&home, &second.path, None)
            .outcome
            .answers
            .whole
            .verdict,
        Verdict::Yes
    );
    let stale = workspace.open_bundle(&first.path, None).unwrap_err();
    assert!(stale.to_string().contains("a newer one exists"), "{stale}");
    // What the second changes is the same from both files as from its journal.
    let told =
        "Compared with revision 1: 1 difference, the same from both files as from the journal.";
    let read = workspace.open_bundle(&second.path, None).unwrap();
    assert_eq!(read.answers.last().unwrap(), told);
    let (data, now) = (
        home.data(),
        super::home::world(&home.clock, 0).stamp().unwrap(),
    );
    let against = Against::of(&data, None, now, Keep::Documents);
    let open = |path: &Path| read_bundle(path, None, &data, now).unwrap();
    let mut read = open(&second.path);
    read.compare_with(&first.path, &against).unwrap();
    assert_eq!(read.answers.last().unwrap(), told);
    let refused = open(&first.path)
        .compare_with(&second.path, &against)
        .unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("it is revision 2, not one before revision 1"),
        "{refused}"
    );
    assert_eq!(refused.exit(), ExitClass::No);
    let training = workspace.training_case().unwrap();
    finish(&mut workspace, &training);
    let other = workspace
        .seal(&training, "AM", &passphrase(), None)
        .unwrap();
    let refused = open(&second.path)
        .compare_with(&other.path, &against)
        .unwrap_err();
    assert!(
        refused.to_string().contains("it is about case TRAINING"),
        "{refused}"
    );
}

/// Files below a folder that hold these bytes, by their names.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, bytes));
        } else if std::fs::read(&path)
            .unwrap()
            .windows(bytes.len())
            .any(|part| part == bytes)
        {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_text_that_was_signed_and_then_erased_is_in_no_later_file_and_its_own_is_withdrawn() {
    const WORDS: &str = "Kestrel-Plum of Elm Street";
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let mut hand = Hand::on(&mut workspace, &case);
    let text = hand.text(WORDS);
    let standard = hand.opened.file.pack.standards[0].id.clone();
    let on = NoteTarget::Standard(standard);
    let write = |text| Act::WriteNote {
        on: on.clone(),
        text,
    };
    hand.act(write(Some(text)));
    let first = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let mut hand = Hand::on(&mut workspace, &case);
    assert!(hand.opened.file.case.is_signed(&text));
    let reason = hand.text("A text was erased.");
    hand.act(Act::OpenRevision { reason });
    let other = hand.text("Written otherwise.");
    hand.act(write(Some(other)));
    let events = onsite::domain::survey::decide::redact(&hand.opened.file.case, text).unwrap();
    hand.events(events);
    assert!(!hand.opened.file.case.is_signed(&text));
    let second = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let told = second.warnings.join(" ");
    assert!(
        told.contains("Revision 1 is withdrawn because a text in it was erased"),
        "{told}"
    );
    assert!(told.contains(first.path.to_str().unwrap()), "{told}");
    let opened = workspace.open_case(&case).unwrap();
    assert_eq!(opened.withdrawn, [1]);
    // The copy that was handed out is not ours to take back; nothing else holds it.
    let name = first.path.file_name().unwrap().to_str().unwrap();
    assert_eq!(files_with(home.folder.path(), WORDS.as_bytes()), [name]);
    // A third revision goes on from the second, and every file is as it should be.
    let mut hand = Hand::on(&mut workspace, &case);
    let reason = hand.text("Once more.");
    hand.act(Act::OpenRevision { reason });
    let third = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    assert!(workspace.open_bundle(&third.path, None).is_ok());
    assert!(!third.warnings.join(" ").contains("withdrawn"), "once");
    std::fs::remove_file(&first.path).unwrap();
    assert_eq!(files_with(home.folder.path(), WORDS.as_bytes()), [""; 0]);
}

#[test]
fn a_copy_that_cannot_be_made_leaves_the_visit_signed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let folder = home.folder.path().join("stick");
    std::fs::create_dir(&folder).unwrap();
    let taken = folder.join("REAL-2026-LAKESIDE-00-survey-r1.onsite.zip");
    std::fs::write(&taken, "mine").unwrap();
    let error = workspace
        .seal(&case, "AM", &passphrase(), Some(&folder))
        .unwrap_err();
    assert!(matches!(error, WorkspaceError::NotCopied(_)), "{error}");
    assert!(error.to_string().contains("signed and safe"), "{error}");
    assert_eq!(std::fs::read(&taken).unwrap(), b"mine");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_file(&taken).unwrap();
    assert!(workspace.export(&case, Some(&folder)).is_ok());
}

#[test]
fn an_office_of_one_makes_its_roster_and_trusts_its_own_files() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    let before = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    home.clock.forward(86_400);
    let out = home.folder.path().join("out");
    let made = workspace.roster_init(&passphrase(), &out).unwrap();
    assert_eq!(made.roster.list.roots[0].as_str(), before.fingerprint);
    let found = verify(&home, &before.path, None);
    assert_eq!(found.exit(), ExitClass::Good, "{}", found.outcome.summary());
    assert!(!found.roster.unwrap().given);
    assert!(workspace.open_bundle(&before.path, None).unwrap().good);
    assert!(matches!(
        workspace.roster_init(&passphrase(), &out),
        Err(WorkspaceError::RosterHeld(1))
    ));
    assert_eq!(
        offer_roster(&made.path, &home.data()).unwrap().kind,
        OfferKind::Same
    );
    let other = Home::new();
    let offer = offer_roster(&made.path, &other.data()).unwrap();
    assert_eq!(offer.kind, OfferKind::First);
    assert_eq!(verify(&other, &before.path, None).exit(), ExitClass::No);
    offer.accept(&other.data()).unwrap();
    assert_eq!(verify(&other, &before.path, None).exit(), ExitClass::Good);
}

#[test]
fn training_is_signed_by_the_training_key_and_no_real_roster_takes_it() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let out = home.folder.path().join("out");
    workspace.roster_init(&passphrase(), &out).unwrap();
    let case = packets::take_training(&mut workspace);
    finish(&mut workspace, &case);
    let wrong = Passphrase::new("velvet otter kiln lamp");
    assert!(
        workspace.seal(&case, "AM", &wrong, None).is_err(),
        "practised too"
    );
    home.clock.forward(60);
    let file = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    assert!(file.training && Some(&file.fingerprint) != workspace.fingerprint().as_ref());
    assert_eq!(file.warnings, [] as [String; 0]);
    assert_eq!(verify(&home, &file.path, None).outcome.code(), "training");
    let demo = onsite::workspace::demo_bundle(&home.folder.path().join("demo")).unwrap();
    let found = verify(&home, &file.path, Some(&demo.roster));
    assert_eq!(found.exit(), ExitClass::Good, "{}", found.outcome.summary());
    assert!(
        offer_roster(&demo.roster, &home.data()).is_err(),
        "never accepted for good"
    );
}

#[test]
fn the_demo_is_signed_with_whatever_is_typed() {
    let home = Home::new();
    let mut demo = Workspace::demo(super::home::world(&home.clock, 1)).unwrap();
    let case = demo.training_case().unwrap();
    finish(&mut demo, &case);
    let file = demo.seal(&case, "TS", &Passphrase::new(""), None).unwrap();
    assert!(file.training);
    assert!(
        file.warnings.iter().any(|w| w.contains("thrown away")),
        "{:?}",
        file.warnings
    );
    let kept: PathBuf = file.path;
    drop(demo);
    assert!(!kept.exists());
}

#[test]
fn stock_tools_accept_a_revision() {
    let tools = ["ssh-keygen", "unzip", "sha256sum", "bash"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &&str| std::env::split_paths(&path).any(|f| f.join(name).is_file());
    if !tools.iter().all(is_there) {
        eprintln!("skipped: not all of {tools:?} are installed");
        return;
    }
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = finished(&mut workspace);
    workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let mut hand = Hand::on(&mut workspace, &case);
    let reason = hand.text("Asked to.");
    hand.act(Act::OpenRevision { reason });
    let file = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let made = workspace
        .roster_init(&passphrase(), home.folder.path())
        .unwrap();
    let folder = home.folder.path();
    let list = &made.roster.list;
    std::fs::write(
        folder.join("allowed"),
        onsite::bundle::roster::allowed_signers(list),
    )
    .unwrap();
    std::fs::write(
        folder.join("revoked"),
        onsite::bundle::roster::revoked_keys(list),
    )
    .unwrap();
    std::fs::write(folder.join("verify.sh"), onsite::bundle::script::SCRIPT).unwrap();
    let ran = std::process::Command::new("bash")
        .args(["verify.sh".as_ref(), file.path.as_os_str()])
        .args(["allowed", "revoked"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}
