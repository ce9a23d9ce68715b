//! A whole short survey in the real program on a real terminal: from the first start to the
//! second signed revision, and what is left of a note when the program is killed over it.
//!
//! The edition and the assignment are in `support/short_pack.json` and `short_packet.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::seat::{PASSPHRASE, Place, Seat};
use onsite::vault::{Cost, Passphrase, random};
use onsite::workspace::{DataFolder, NewUser, Workspace, World};

/// A note is durable so soon after the last key.
const DURABLE: Duration = Duration::from_millis(2500);

/// The first start, through its four steps.
fn set_up(place: &Place) {
    let mut seat = place.open();
    seat.see("Step 1 of 4").type_in("Ann Miller").enter();
    seat.type_in("RN, OCN").enter().see("Step 2 of 4").enter();
    seat.see("Step 3 of 4").type_in(PASSPHRASE).enter();
    seat.type_in(PASSPHRASE).enter().enter().see("on paper");
    let screen = seat.screen();
    let code: Vec<&str> = screen
        .lines()
        .map(|line| line.trim().split('-').collect::<Vec<_>>())
        .find(|groups| groups.len() == 6)
        .expect("the recovery code");
    seat.enter().see("Type two groups");
    for group in asked_for(&seat.screen()) {
        seat.type_in(code[group - 1]).enter();
    }
    seat.see("Everything is ready").type_in("2");
    seat.see("There is no case on this laptop yet").type_in("q");
    assert_eq!(seat.0.wait_exit(), 0);
    let written = String::from_utf8_lossy(&seat.0.written);
    assert!(!written.contains("velvet"), "the passphrase was shown");
}

/// The numbers of the groups that are asked for.
fn asked_for(screen: &str) -> Vec<usize> {
    let numbers = screen.split("Group ").skip(1);
    let read = |rest: &str| rest.split(' ').next().unwrap().parse().unwrap();
    numbers.map(read).collect()
}

/// Unlocks, wrong at first, takes the assignment in and opens the visit.
fn begin(place: &Place) -> Seat {
    let mut seat = place.open();
    seat.see("onsite is locked").type_in("velvet").enter();
    seat.see("That passphrase is not right");
    seat.try_again(PASSPHRASE).see("There is no case");
    let packet = place.path("packet.json").display().to_string();
    seat.type_in("i").see("whose name ends in .json");
    seat.type_in(&packet).enter();
    seat.see("Case SHORT-1 is opened.");
    seat.see("Hillside Oncology").enter();
    seat.see("13 things before you can sign");
    seat
}

/// The conflict of interest, the services, and one source for each method.
fn prepare(seat: &mut Seat) {
    seat.type_in("x").see("I do not work for this practice");
    seat.type_in("c").see("Confirmed: no conflict of interest.");
    seat.type_in("6").see("Are drugs given here by vein?");
    seat.type_in("c").see("Who told you?").type_in("2");
    seat.see("Did anybody else tell you?").enter();
    seat.see("1 service confirmed.")
        .see("11 things before you can sign");
    let sources = [
        ("5", "Add a document", "NUR-12 Errors", "D1"),
        ("2", "Add a record", "", "R01"),
        ("3", "Add an interview", "", "I01"),
        ("4", "Add an observed event", "", "O1"),
    ];
    for (list, form, typed, label) in sources {
        seat.type_in(list).see("Tab Method").type_in("+").see(form);
        seat.type_in(typed).enter();
        if typed.is_empty() {
            seat.see("Nothing is said of").see("once more").enter();
        }
        seat.see(&format!("{label} ")).see("answers go there now");
        // It stands in the list without another key.
        seat.see_row(&format!("> {label}"), "none");
        seat.back_to("Conflict of interest");
    }
    // Nothing is answered at them yet, so they count toward no minimum.
    seat.see("11 things before you can sign");
}

/// Every check with a single key, one Not met, one Not applicable, undone and done again.
fn answer(seat: &mut Seat) {
    seat.type_in("1").see("By Standard: 0 of 2 done").enter();
    seat.see("[Policy: 1 to do]").type_in("m");
    seat.see("D1 1.1.1 → Met.");
    seat.0.resize(120, 40);
    seat.tab().see("[Records: 1 to do]").type_in("m");
    seat.see("R01 1.1.2 → Met.");
    seat.0.resize(80, 24);
    seat.tab().see("[Interviews: 1 to do]").type_in("m");
    seat.see("I01 1.1.1 → Met.").see_row("1.1", "Fully met");
    seat.type_in("]").see("[Interviews: 1 to do]").tab();
    seat.see("[Observation: 2 to do]").type_in("n");
    seat.see("Goes in the report: 2.1.1 Observation");
    seat.see("In the one event observed this was not seen: O1.");
    seat.type_in("Seen once.").see("Seen once.");
    seat.back_to("m Met").type_in("a");
    seat.see("Not applicable: why?").type_in("2");
    seat.see("O1 2.1.2 → Not applicable.");
    seat.see("Not applicable: Not part of this work");
    seat.type_in("\x1a").see_row("2.1.2", "To do");
    seat.type_in("\x19").see_row("2.1.2", "N/A");
    for (tab, label) in [("Policy", "D1"), ("Records", "R01"), ("Interviews", "I01")] {
        seat.tab().see(&format!("[{tab}")).type_in("m");
        seat.see(&format!("{label} 2.1.1 → Met."));
    }
    seat.back_to("By Standard: 2 of 2 done");
    seat.back_to("3 things before you can sign");
}

/// The difference is explained, the levels are accepted; nothing is left.
fn judge(seat: &mut Seat) {
    seat.type_in("8").see("methods differ, explain why");
    seat.type_in("\x1b[B")
        .see_row(">", "methods differ")
        .enter();
    seat.see("2.1.1  Two people check").type_in("d");
    seat.see("which side is wanting?").type_in("2");
    seat.see("What differs")
        .type_in("Written but not done.")
        .enter();
    seat.see("Explained for 2.1: practice gap.");
    seat.back_to("2 things before you can sign");
    seat.back_to("Conflict of interest");
    seat.type_in("7").see("0 of 2 given").type_in("A");
    seat.see("Accept 2 levels as the rules suggest them?")
        .type_in("1");
    seat.see("Accepted 2 levels as suggested.");
    seat.back_to("Conflict of interest");
}

/// Signs what is ready; the path that the last screen tells.
fn sign(seat: &mut Seat, revision: u32) -> PathBuf {
    seat.type_in("8")
        .see("Nothing is left. You can sign and finish.");
    seat.type_in("s").see(&format!("revision {revision}"));
    seat.see("Your initials").type_in("AM").enter();
    seat.type_in(PASSPHRASE).enter();
    seat.see(&format!("Signed and finished: revision {revision}"));
    seat.see("Signed with");
    let screen = seat.screen();
    let (_, rest) = screen.split_once("The file").expect("the file");
    let (path, _) = rest.split_once(" Size").expect("its size");
    // A long path is on several rows.
    PathBuf::from(path.split_whitespace().collect::<String>())
}

/// The file is what it says, to this program and to the stock tools; one changed byte is seen.
fn check_file(place: &Place, file: &Path) {
    let name = file.to_str().unwrap();
    assert_eq!(place.onsite(&["verify", name]).status.code(), Some(1));
    place.succeeds(&["roster", "init", "--passphrase-file", "pass"]);
    assert!(place.succeeds(&["verify", name]).starts_with("Good: "));
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(place.path("flipped.zip"), bytes).unwrap();
    let flipped = place.onsite(&["verify", "flipped.zip"]);
    assert_eq!(flipped.status.code(), Some(1));
    if ["unzip", "ssh-keygen", "sha256sum", "bash"]
        .iter()
        .all(|name| crate::tools::tool(name).is_some())
    {
        fs::write(
            place.path("verify.sh"),
            place.succeeds(&["verify", "--script"]),
        )
        .unwrap();
        let unzip = ["-q", "-j", "roster-1.onsite.zip", "-d", "roster"];
        assert!(stock(place, "unzip", &unzip));
        let by = ["roster/allowed_signers", "roster/revoked_keys"];
        assert!(stock(place, "bash", &["verify.sh", name, by[0], by[1]]));
        let flipped = ["verify.sh", "flipped.zip", by[0], by[1]];
        assert!(!stock(place, "bash", &flipped));
    }
}

/// Runs a program that is no part of onsite; whether it succeeded.
fn stock(place: &Place, program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(place.0.path());
    command.output().unwrap().status.success()
}

/// Opens the signed visit again, changes one answer, signs revision 2.
fn revise(seat: &mut Seat) -> PathBuf {
    seat.see("2 of 2 done, 0 answers to do")
        .see_row("Sign and finish", "revision 1 signed");
    seat.type_in("9").see("Signed and finished: revision 1");
    seat.type_in("r").see("Open revision 2");
    seat.type_in("It was seen later.").enter();
    seat.see("The visit is open again.");
    seat.back_to("Conflict of interest").type_in("1");
    seat.see("By Standard").type_in("\x1b[F");
    seat.see_row(">", "2.1").enter().see("[Interviews: 1 of 1]");
    seat.tab().see("[Observation: 0 of 1]").type_in("\x1b[F");
    seat.see_row("> 2.1.2", "N/A").type_in("m");
    seat.see("O1 2.1.2 → Met.").see_row("2.1", "Partly met");
    seat.back_to("By Standard");
    seat.back_to("1 thing before you can sign").type_in("7");
    seat.see("Changed: look again").type_in("A");
    seat.see("Accepted the suggested level.");
    seat.back_to("Conflict of interest");
    sign(seat, 2)
}

#[test]
fn a_whole_survey_from_the_first_start_to_the_second_revision() {
    let place = Place::new();
    place.succeeds(&["check", "pack.json", "packet.json"]);
    set_up(&place);
    place.import("pack.json");
    let mut seat = begin(&place);
    prepare(&mut seat);
    answer(&mut seat);
    judge(&mut seat);
    let first = sign(&mut seat, 1);
    seat.back_to("nothing is left to do");
    seat.back_to("Conflict of interest");
    seat.quit();
    check_file(&place, &first);
    let kept = fs::read(&first).unwrap();

    let mut seat = place.unlocked();
    let second = revise(&mut seat);
    seat.back_to("nothing is left to do");
    seat.back_to("Conflict of interest");
    seat.quit();
    assert_ne!(first, second);
    assert_eq!(fs::read(&first).unwrap(), kept, "revision 1 stays as it is");
    let name = second.to_str().unwrap();
    let said = place.succeeds(&["verify", name]);
    assert!(said.starts_with("Good: "), "{said}");
    let said = place.succeeds(&["verify", "--json", name]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["about"]["revision"], 2, "{said}");
}

/// Sets the data folder up cheaply, and takes the visit in.
fn set_up_quickly(place: &Place) {
    let now = || chrono::Local::now().fixed_offset();
    let world = World::new(now, random::from_system, Cost::CHEAPEST);
    let folder = DataFolder::at(place.path("data"));
    let mut workspace = Workspace::open(folder, world).unwrap();
    let ann = NewUser {
        name: "Ann Miller",
        credential: "RN, OCN",
        principal: None,
        passphrase: &Passphrase::new(PASSPHRASE),
        adopt: None,
    };
    workspace.set_up(&ann).unwrap();
    workspace.confirm_recovery().unwrap();
    drop(workspace);
    place.import("pack.json");
    place.import("packet.json");
}

#[test]
fn a_note_being_typed_outlives_a_kill() {
    let place = Place::new();
    set_up_quickly(&place);
    let mut seat = place.unlocked();
    seat.see("Hillside Oncology").enter();
    seat.see("Conflict of interest").type_in("1");
    seat.see("By Standard").type_in("\x1b[F");
    seat.see_row(">", "2.1").enter();
    seat.see("2.1.1  Two people check").type_in("t");
    seat.see("Goes in the report: 2.1.1 Policy");
    let head = seat.0.screen().rows(0, 80).next().unwrap();
    assert!(!head.contains("Saved"), "nothing was saved yet: {head}");
    seat.type_in("Half a word");
    let last_key = Instant::now();
    let saved = |screen: &vt100::Screen| screen.rows(0, 80).any(|row| row.contains("Saved "));
    seat.0.wait("the note is saved", saved);
    assert!(last_key.elapsed() < DURABLE, "{:?}", last_key.elapsed());
    seat.0.signal(rustix::process::Signal::KILL);
    assert_ne!(seat.0.wait_exit(), 0);

    let mut seat = place.unlocked();
    seat.see("2.1  Drugs are checked by two");
    seat.see("2.1.1  Two people check").see("[Policy: 1 to do]");
    seat.type_in("t").see("Half a word");
}
