//! The same test binary as a process of its own, to be killed, traced and locked out.

use super::home::{KEY, batch, case_id, device, entry, now};
use onsite::domain::values::text::Text;
use onsite::store::{DATABASE_FILE, InstanceLock, Store};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the child does; unset in an ordinary run.
const MODE: &str = "ONSITE_TEST_STORE_MODE";
const FOLDER: &str = "ONSITE_TEST_STORE_FOLDER";
const TIMES: &str = "ONSITE_TEST_STORE_TIMES";

/// This binary as a child in `mode`, after the words of `wrapper` (a tracer and its options).
pub fn command(wrapper: &[String], mode: &str, folder: &Path, times: u64) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut words = wrapper.to_vec();
    words.push(this.to_str().unwrap().to_owned());
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .args(["child::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(MODE, mode)
        .env(FOLDER, folder)
        .env(TIMES, times.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The child's lines that begin with `word`, without it.
pub fn said<'a>(output: &'a str, word: &str) -> Vec<&'a str> {
    output
        .lines()
        .filter_map(|line| line.split_once(word))
        .map(|(_, rest)| rest.trim())
        .collect()
}

/// Not a test of its own: the body of the child.
#[test]
fn child() {
    let Some(mode) = std::env::var_os(MODE) else {
        return;
    };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let times: u64 = std::env::var(TIMES).unwrap().parse().unwrap();
    let lock = InstanceLock::acquire(&folder, now()).unwrap();
    let path = folder.join(DATABASE_FILE);
    match mode.to_str().unwrap() {
        "hold" => {
            println!("held");
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        }
        "wrong key" => println!("told {}", Store::open(&lock, &path, &[0; 32]).unwrap_err()),
        "create" => drop(Store::create(&lock, &path, &KEY, &device("laptop")).unwrap()),
        "append" => append(&mut Store::open(&lock, &path, &KEY).unwrap(), times),
        "answers" => answers(&mut Store::open(&lock, &path, &KEY).unwrap(), times),
        other => panic!("no such mode: {other}"),
    }
}

/// Writes entries, texts and drafts and says of each that it is saved, or that it is not.
fn append(store: &mut Store, times: u64) {
    for _ in 0..times {
        let head = store.heads(&case_id("A")).unwrap().of(&device("laptop"));
        let number = head.count + 1;
        let draft = store.save_draft(&case_id("A"), "note", &format!("draft {number}"), now());
        let mut one = batch("A");
        let line = format!("{number} {} {}", head.head, "x".repeat(200));
        one.entries.push(entry(store, "A", "laptop", &line));
        if number.is_multiple_of(3) {
            one.texts.push(Text::new(
                [1; 16],
                format!("text {number} {}", "y".repeat(3000)),
            ));
        }
        match draft.and_then(|()| store.append(&one)) {
            Ok(()) => println!("saved {number}"),
            Err(error) => println!("refused {error}"),
        }
    }
}

/// Writes what one answer writes.
fn answers(store: &mut Store, times: u64) {
    for number in 0..times {
        let mut one = batch("A");
        one.entries
            .push(entry(store, "A", "laptop", &"x".repeat(420)));
        store.append(&one).unwrap();
        println!("saved {number}");
    }
}
