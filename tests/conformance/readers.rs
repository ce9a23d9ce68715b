//! Our reader, the script and the checker in Python, run over the catalog.

use crate::CASES;
use crate::catalog::{Case, Type};
use crate::support::bundles::*;
use crate::support::{self, tools};
use crate::table::{Row, table};
use crate::trust::rosters;
use crate::written::{FOLDER, file_name};
use onsite::bundle::memory::{Known, MemoryFault, RevisionMemory};
use onsite::bundle::roster::{Roster, read_roster};
use onsite::bundle::script::SCRIPT;
use onsite::bundle::verify::{Conditions, Keep, Standing, Verification, verify};
use onsite::domain::values::ids::CaseId;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What one reader made of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The exit code and the code of the rule.
    Code(u8, String),
    /// What the script says.
    Said(String),
    /// It does not look at what is wrong, and says so.
    NotLooked,
}

/// A laptop that remembers what it read as good, as the store does.
#[derive(Default)]
struct Laptop(BTreeMap<(CaseId, u8), Known>);

impl RevisionMemory for Laptop {
    fn known(&self, case: &CaseId, step: u8) -> Result<Option<Known>, MemoryFault> {
        Ok(self.0.get(&(case.clone(), step)).cloned())
    }
}

impl Laptop {
    fn read(&mut self, bytes: &[u8], case: &Case, roster: Option<&Roster>) -> Verification {
        let conditions = Conditions {
            roster,
            memory: Some(self),
            now: stamp(case.now),
            allow_expired: case.allow_expired,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        let outcome = verify(Cursor::new(bytes), &conditions);
        if outcome.standing == Standing::Good {
            for step in outcome.contents.iter().flat_map(|held| &held.steps) {
                let header = &step.header;
                let place = (header.case_id.clone(), header.step);
                let first = self.0.get(&place).map(|held| held.followed_from);
                let known = Known {
                    revision: header.revision,
                    manifest: step.manifest,
                    sealed_at: header.sealed_at,
                    journal: header.journal.clone(),
                    followed_from: first.unwrap_or(header.revision),
                };
                self.0.insert(place, known);
            }
        }
        outcome
    }
}

/// What our reader makes of a case.
fn ours(case: &Case, rosters: &HashMap<&str, Roster>) -> Found {
    if case.kind == Type::Roster {
        return match read_roster(Cursor::new(&case.bytes)) {
            Ok(_) => Found::Code(0, "good".into()),
            Err(refusal) => Found::Code(refusal.exit().code(), refusal.code().into()),
        };
    }
    let roster = case.roster.map(|name| &rosters[name]);
    let mut laptop = Laptop::default();
    for earlier in &case.before {
        let outcome = laptop.read(earlier, case, roster);
        assert_eq!(outcome.exit().code(), 0, "{}: read before", case.name);
    }
    let outcome = laptop.read(&case.bytes, case, roster);
    Found::Code(outcome.exit().code(), outcome.code().to_owned())
}

fn expected(case: &Case) -> Found {
    Found::Code(case.exit(), case.code.to_owned())
}

#[test]
fn our_reader_finds_what_is_expected() {
    let rosters: HashMap<&str, Roster> = rosters()
        .into_iter()
        .map(|(name, list, training)| {
            let file = roster_file(&list, training);
            (name, read_roster(Cursor::new(file)).unwrap())
        })
        .collect();
    let rows: Vec<Row> = CASES
        .iter()
        .map(|case| Row::new(case, expected(case), ours(case, &rosters)))
        .collect();
    table("our reader", &rows);
}

/// Of how many cases the script and the checker in Python are asked about one, of each rule and
/// code; of all with `ONSITE_CONFORMANCE=all`. They start other programs, which takes its time.
const SCRIPT_ONE_IN: usize = 40;
const PYTHON_ONE_IN: usize = 5;

/// The cases that one of them is asked about, by number: of each rule and code the first, and
/// then one of so many.
fn asked(one_in: usize, is_wanted: impl Fn(&Case) -> bool) -> Vec<usize> {
    let all = std::env::var_os("ONSITE_CONFORMANCE").is_some_and(|value| value == "all");
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let mut asked = Vec::new();
    for (number, case) in CASES.iter().enumerate().filter(|(_, case)| is_wanted(case)) {
        let count = seen.entry((case.rule, case.code)).or_default();
        if all || count.is_multiple_of(one_in) {
            asked.push(number);
        }
        *count += 1;
    }
    asked
}

/// What the script says of a case: its line of verdict.
fn script(number: usize) -> Found {
    let roster = CASES[number].roster.unwrap();
    let output = Command::new("bash")
        .arg(FOLDER.path("verify.sh"))
        .arg(FOLDER.path(&file_name(number)))
        .arg(FOLDER.path(&format!("rosters/{roster}.allowed_signers")))
        .arg(FOLDER.path(&format!("rosters/{roster}.revoked_keys")))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let verdict = said
        .lines()
        .find(|line| line.starts_with("GOOD") || line.starts_with("BAD"));
    let verdict = verdict.unwrap_or("nothing").split(':').next().unwrap();
    assert_eq!(
        output.status.success(),
        verdict.starts_with("GOOD"),
        "{said}"
    );
    Found::Said(verdict.to_owned())
}

#[test]
fn the_script_says_what_is_expected() {
    if !tools(&["bash", "unzip", "sha256sum", "ssh-keygen"]) {
        return;
    }
    std::fs::write(FOLDER.path("verify.sh"), SCRIPT).unwrap();
    let asked = asked(SCRIPT_ONE_IN, |case| case.script().is_some());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut rows = Vec::new();
        while let Some(number) = asked.get(next.fetch_add(1, Ordering::Relaxed)) {
            let case = &CASES[*number];
            let expected = Found::Said(case.script().unwrap().to_owned());
            rows.push(Row::new(case, expected, script(*number)));
        }
        rows
    };
    let rows = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        [work(), other.join().unwrap()].concat()
    });
    table("the script", &rows);
}

#[test]
fn the_checker_in_python_finds_what_is_expected() {
    // Where there is no Python, the test says so and is skipped.
    if !tools(&["python3", "ssh-keygen"]) {
        return;
    }
    let asked = asked(PYTHON_ONE_IN, |_| true);
    let list: Vec<String> = asked.iter().map(|number| file_name(*number)).collect();
    std::fs::write(FOLDER.path("asked"), list.join("\n")).unwrap();
    let output = Command::new(support::tool("python3").unwrap())
        // What Python compiles is not left among the sources.
        .arg("-B")
        .arg("tests/conformance/check.py")
        .args([FOLDER.root(), &FOLDER.path("asked")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{trouble}");
    let found: Value = serde_json::from_str(&said).unwrap();
    let rows: Vec<Row> = asked
        .iter()
        .map(|number| {
            let case = &CASES[*number];
            let value = &found[file_name(*number)];
            let code = value["code"].as_str().unwrap().to_owned();
            let exit = u8::try_from(value["exit"].as_u64().unwrap()).unwrap();
            let is_unseen = value["not_looked_at"]
                .as_array()
                .unwrap()
                .iter()
                .any(|c| c == case.code);
            let found = match is_unseen && code != case.code {
                true => Found::NotLooked,
                false => Found::Code(exit, code),
            };
            Row::new(case, expected(case), found)
        })
        .collect();
    table("the checker in Python", &rows);
}
