//! From the first start to a signed file that verifies, as a person would go.

use crate::play::{PASSPHRASE, Place, press, press_until};
use crate::pty::Pty;

#[test]
fn a_whole_short_survey() {
    let place = Place::new();
    set_up(&place);
    take_in(&place);
    survey(&place);
    verify(&place);
}

/// The four steps of the first start.
fn set_up(place: &Place) {
    let mut pty = place.start(&[]);
    pty.wait_for("Step 1 of 4");
    pty.send(b"Ann Miller\rRN\r");
    press_until(&mut pty, "", "Step 2 of 4");
    press_until(&mut pty, "Enter", "Step 3 of 4");
    pty.send(format!("{PASSPHRASE}\r{PASSPHRASE}\r\r").as_bytes());
    pty.wait_for("It is shown only now");
    let code = recovery_code(&pty.screen().contents());
    press_until(&mut pty, "Enter", "Type two groups");
    for group in asked_groups(&pty.screen().contents()) {
        pty.send(format!("{}\r", code[group - 1]).as_bytes());
    }
    pty.wait_for("Everything is ready");
    press_until(&mut pty, "2", "There is no case on this laptop yet");
    press(&mut pty, "q");
    assert_eq!(pty.wait_exit(), 0);
    let shown = String::from_utf8_lossy(&pty.written).into_owned();
    assert!(!shown.contains("velvet"), "the passphrase is never shown");
}

/// The groups of the recovery code on the screen.
fn recovery_code(screen: &str) -> Vec<String> {
    let code = screen
        .split_whitespace()
        .find(|word| word.split('-').count() == 6)
        .expect("a recovery code");
    code.split('-').map(str::to_owned).collect()
}

/// Which groups are asked for.
fn asked_groups(screen: &str) -> Vec<usize> {
    screen
        .split("Group ")
        .skip(1)
        .filter_map(|rest| rest.split_once(" of the code"))
        .map(|(number, _)| number.parse().expect("a number"))
        .collect()
}

/// Pack and packet, on the command line.
fn take_in(place: &Place) {
    std::fs::write(place.path("pack.json"), include_str!("pack.json")).unwrap();
    std::fs::write(place.path("packet.json"), include_str!("packet.json")).unwrap();
    std::fs::write(place.path("pass"), format!("{PASSPHRASE}\n")).unwrap();
    for file in ["pack.json", "packet.json"] {
        let ran = place.run(&["import", file, "--passphrase-file", "pass"]);
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    }
}

fn survey(place: &Place) {
    let mut pty = place.start(&[]);
    crate::play::unlock(&mut pty);
    pty.wait_for("Not begun");
    press_until(&mut pty, "Enter", "9 before you can sign");
    press_until(&mut pty, "x", "Confirmed: no conflict of interest.");
    press_until(&mut pty, "6", "Are tablets given?");
    press_until(&mut pty, "c", "Who told you?");
    press_until(&mut pty, "1", "0 not offered");
    for (way, head, added) in [
        ("5 +", "Add a document: D1", "1 document"),
        ("2 +", "Add a record: R01", "1 record"),
        ("3 +", "Add an interview: I01", "1 interview"),
        ("4 +", "Add an observed event: O1", "1 event"),
    ] {
        press_until(&mut pty, way, head);
        press_until(&mut pty, "Enter", "+ Add");
        press_until(&mut pty, "Esc", added);
    }
    answer(&mut pty);
    press_until(&mut pty, "7", "2 can be accepted as suggested");
    press_until(&mut pty, "A", "2 of 2 given");
    press_until(&mut pty, "Esc", "ready to be signed");
    sign(&mut pty);
    press_until(&mut pty, "Esc", "By Standard");
    press_until(&mut pty, "Esc", "Cases and visits");
    press(&mut pty, "q");
    assert_eq!(pty.wait_exit(), 0);
    crate::play::assert_restored(&pty);
}

/// One answer of each method, one of them Not met, with its note.
fn answer(pty: &mut Pty) {
    press_until(pty, "1", "By Standard: 0 of 2 done, 4 to do");
    press_until(pty, "Enter", "D1 NUR-12");
    press_until(pty, "m", "D1 1.1.1");
    press_until(pty, "Tab", "R01");
    press_until(pty, "n", "In 1 of 1 chart (R01) this was not seen");
    pty.send(b" Nobody signed second.");
    pty.wait_for("signed second.");
    press_until(pty, "Esc", "Goes in the report: In 1 of 1 chart");
    press_until(pty, "]", "I01");
    press_until(pty, "m", "I01 2.1.1");
    press_until(pty, "Tab", "O1");
    press_until(pty, "m", "O1 2.1.2");
    press_until(pty, "Esc", "By Standard: 2 of 2 done, 0 to do");
    press_until(pty, "Esc", "2 before you can sign");
}

fn sign(pty: &mut Pty) {
    press_until(pty, "9", "Your initials");
    let screen = pty.screen().contents();
    assert!(screen.contains("1 Fully met and 1 Partly met."), "{screen}");
    assert!(screen.contains("1 note in the report."), "{screen}");
    pty.send(format!("AM\r{PASSPHRASE}\r").as_bytes());
    pty.wait_for("Signed and finished: revision 1");
    pty.wait_for("Send the file to the office.");
}

/// The file by the office's roster, which for training comes with the demonstration's bundle.
fn verify(place: &Place) {
    let file = place.path("data/signed/TRAINING-SHORT-00-survey-r1.onsite.zip");
    let file = file.to_str().unwrap();
    let made = place.run(&["demo", "--bundle", "demo"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let roster = std::fs::read_dir(place.path("demo"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_str().unwrap().contains("roster-"))
        .unwrap();
    let verified = place.run(&["verify", file, "--roster", roster.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert_eq!(verified.status.code(), Some(0), "{said}");
    assert!(
        said.contains("TRAINING") && said.contains("Good: whole"),
        "{said}"
    );
    // And it is for reading, in the same screens.
    let mut pty = place.start(&["open", file]);
    pty.wait_for("open for reading");
    press_until(&mut pty, "1", "By Standard: 2 of 2 done");
    press_until(&mut pty, "Esc", "What's left");
    press(&mut pty, "q");
    assert_eq!(pty.wait_exit(), 0);
}
