//! `kill -9` at random moments: no answer that was acknowledged is ever lost.
//!
//! A child (this same binary, told by a variable) answers checks and writes drafts through the
//! same layer as the screens, and says of each that it is saved only when the screen would say
//! so. It is killed at a moment that a seed picks. Then the folder is opened again: every entry
//! that was acknowledged is there, at most the one in flight besides, the chain is whole, and the
//! draft is the one acknowledged last or the one in flight.
//!
//! `ONSITE_CRASH_RUNS` says how many kills (200 otherwise), `ONSITE_CRASH_SEED` which moments.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod child;
mod home;
#[path = "../support/tools.rs"]
mod tools;
mod vault;

use home::{Held, Home, Words};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Kills in an ordinary run.
const KILLS: u64 = 200;
/// Folders that are killed in at the same time, one a core.
const FOLDERS: u64 = 2;

#[test]
fn no_acknowledged_answer_is_lost_when_the_program_is_killed() {
    let number = |name: &str, usual: u64| {
        std::env::var(name).map_or(usual, |value| value.parse().expect("a number"))
    };
    let (kills, seed) = (
        number("ONSITE_CRASH_RUNS", KILLS),
        number("ONSITE_CRASH_SEED", 1),
    );
    let begun = Instant::now();
    let threads: Vec<_> = (0..FOLDERS)
        .map(|folder| std::thread::spawn(move || killed(kills.div_ceil(FOLDERS), seed + folder)))
        .collect();
    let told: Vec<Told> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    let sum = |of: fn(&Told) -> u64| told.iter().map(of).sum::<u64>();
    println!(
        "{} kills, {} answers and {} drafts acknowledged, none lost; {} in flight were kept; {:.1} s",
        sum(|told| told.kills),
        sum(|told| told.answers),
        sum(|told| told.drafts),
        sum(|told| told.kept),
        begun.elapsed().as_secs_f64()
    );
    assert!(
        sum(|told| told.answers) >= kills,
        "the children came to answering"
    );
}

/// What one folder went through.
#[derive(Default)]
struct Told {
    kills: u64,
    answers: u64,
    drafts: u64,
    kept: u64,
}

/// Kills again and again in one folder. What a kill left is told by the next child that gets so
/// far as to open the folder, and by this process at the end.
fn killed(kills: u64, seed: u64) -> Told {
    let home = Home::make();
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut told = Told::default();
    let mut before = home.open();
    let mut life = Life::new(&before);
    for _ in 0..kills {
        let (held, next) = one_life(&home, &mut chance, &before);
        told.kills += 1;
        let Some(held) = held else { continue };
        told.count(&life, check(&life, &before, &held));
        life = next;
        before = held;
    }
    let end = home.open();
    told.count(&life, check(&life, &before, &end));
    told
}

impl Told {
    fn count(&mut self, life: &Life, kept: u64) {
        self.kept += kept;
        self.answers += life.entries.len() as u64;
        self.drafts += life.drafts;
    }
}

/// What a child did until it was killed, as far as it said.
struct Life {
    /// The digests of the entries that it acknowledged.
    entries: Vec<String>,
    /// How many drafts it acknowledged.
    drafts: u64,
    /// The draft and the note as they stand by what it acknowledged.
    stands: Words,
    /// What it had begun and not acknowledged.
    begun: Begun,
}

#[derive(PartialEq)]
enum Begun {
    Nothing,
    /// An answer: one entry.
    Answer,
    /// The draft becomes the note: one entry, and the draft is gone.
    Note,
    /// Another draft.
    Draft(String),
}

/// Starts a child, lets it work, kills it. What it found, if it came to that, and what it did.
fn one_life(home: &Home, chance: &mut Chance, before: &Held) -> (Option<Held>, Life) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(child::ASKED, home.path())
        .env(child::SEED, chance.next().to_string())
        .env(child::FROM, before.entries.len().to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut found = Found::new(before);
    // One in eight dies while it opens what the one before left.
    let early = chance.next().is_multiple_of(8);
    let (after, most) = if early {
        (0, 60_000)
    } else {
        (1 + chance.next() % 6, 4_000)
    };
    while found.life.acknowledged() < after {
        match lines.next() {
            Some(Ok(line)) => found.take(&line),
            _ => panic!("the child ended: {:?}", child.wait()),
        }
    }
    // Not at a line but somewhere in the work that follows it.
    let until = Instant::now() + Duration::from_micros(chance.next() % most);
    while Instant::now() < until {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it said before it died and nobody had read yet.
    for line in lines.map_while(Result::ok) {
        found.take(&line);
    }
    (found.held.take().filter(|_| found.whole), found.life)
}

/// What a child has said so far.
struct Found {
    held: Option<Held>,
    /// Whether it said all of what it found.
    whole: bool,
    life: Life,
}

impl Found {
    fn new(before: &Held) -> Self {
        Self {
            held: Some(before.clone()),
            whole: false,
            life: Life::new(before),
        }
    }

    /// Takes in a line of the child. A line cut short is none.
    fn take(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let some = |word: &str| (word != "-").then(|| word.to_owned());
        match (words.as_slice(), &mut self.held) {
            (["held", "entry", digest, "."], Some(held)) => held.entries.push((*digest).to_owned()),
            (["held", "words", count, draft, note, "."], Some(held)) => {
                assert_eq!(held.entries.len().to_string(), *count, "entries are gone");
                held.words = Words {
                    draft: some(draft),
                    note: some(note),
                };
                self.life = Life::new(held);
                self.whole = true;
            }
            (words, _) => self.life.take(words),
        }
    }
}

impl Life {
    fn new(held: &Held) -> Self {
        Self {
            entries: Vec::new(),
            drafts: 0,
            stands: held.words.clone(),
            begun: Begun::Nothing,
        }
    }

    fn acknowledged(&self) -> u64 {
        self.entries.len() as u64 + self.drafts
    }

    /// Takes in what a child says of its work.
    fn take(&mut self, words: &[&str]) {
        self.begun = match words {
            ["begin", "answer", "."] => Begun::Answer,
            ["begin", "note", "."] => Begun::Note,
            ["begin", "draft", text, "."] => Begun::Draft((*text).to_owned()),
            ["saved", "draft", "."] => {
                self.drafts += 1;
                self.stands = self.stands.after(&self.begun);
                Begun::Nothing
            }
            ["saved", "entry", digest, "."] => {
                self.entries.push((*digest).to_owned());
                self.stands = self.stands.after(&self.begun);
                Begun::Nothing
            }
            _ => return,
        };
    }
}

impl Words {
    /// As it stands once something is done.
    fn after(&self, begun: &Begun) -> Self {
        match begun {
            Begun::Nothing | Begun::Answer => self.clone(),
            Begun::Note => Self {
                note: self.draft.clone(),
                draft: None,
            },
            Begun::Draft(text) => Self {
                draft: Some(text.clone()),
                ..self.clone()
            },
        }
    }
}

/// Holds what is there after a kill against what was acknowledged. The entries that were in
/// flight and are there.
fn check(life: &Life, before: &Held, after: &Held) -> u64 {
    let new = after
        .entries
        .get(before.entries.len()..)
        .expect("none of the previous entries is gone");
    assert!(
        new.len() >= life.entries.len(),
        "{} entries were acknowledged, {} are there",
        life.entries.len(),
        new.len()
    );
    assert_eq!(
        new[..life.entries.len()],
        life.entries,
        "what was acknowledged is what is there"
    );
    let in_flight = new.len() - life.entries.len();
    let whole = life.stands.after(&life.begun);
    match (&life.begun, in_flight) {
        (Begun::Nothing, 0) | (Begun::Answer, 0 | 1) => assert_eq!(after.words, life.stands),
        // All of it or nothing.
        (Begun::Note, 0) => assert_eq!(after.words, life.stands),
        (Begun::Note, 1) => assert_eq!(after.words, whole),
        (Begun::Draft(_), 0) => assert!(after.words == life.stands || after.words == whole),
        (_, more) => panic!("{more} entries are there that nobody acknowledged"),
    }
    in_flight as u64
}

/// Chance that a seed decides (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 8
    }
}
