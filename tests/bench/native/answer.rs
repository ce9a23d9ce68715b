//! Bar 1: what a durable answer costs beside the bare commit of the same row in the same kind of
//! database. In turns, one of each, ratio of the sums.
//!
//! Two figures: `Store::append` with the one row; and everything between the key and the drawing
//! of an answer (decide, fold, judge, write), which also keeps the list of cases right.
use super::database;
use chrono::{DateTime, Duration as Span};
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey};
use onsite::domain::survey::decide::Act;
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{CaseId, DeviceId};
use onsite::store::{Batch, DATABASE_FILE, InstanceLock, NewEntry, Store};
use onsite::tui::survey::Survey;
use onsite::workspace::{Workspace, World};
use std::time::{Duration, Instant};

/// Commits of each kind.
const COMMITS: usize = 2_000;
/// Commits before the counting starts.
const WARM_UP: usize = 50;

/// Measures and prints the table.
pub fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let start = moment();
    let mut bare = database::open(&folder.path().join("bare.db"));
    let lock = InstanceLock::acquire(folder.path(), start).unwrap();
    let mut journal = Journal::new(&lock, folder.path());
    let mut whole = Whole::new();
    let mut sums = [Duration::ZERO; 3];
    let mut bytes = 0;
    for round in 0..WARM_UP + COMMITS {
        // The bare row is as long as the answer before it was.
        let (seconds_whole, length) = whole.answer(round);
        let line = vec![b'x'; length];
        let begun = Instant::now();
        database::insert(&mut bare, round + 1, &line);
        let seconds_bare = begun.elapsed();
        let seconds_store = journal.append(line);
        if round >= WARM_UP {
            sums[0] += seconds_bare;
            sums[1] += seconds_store;
            sums[2] += seconds_whole;
            bytes += length;
        }
    }
    let each = |at: usize| sums[at].as_secs_f64() * 1e6 / COMMITS as f64;
    let ratio = |at: usize| sums[at].as_secs_f64() / sums[0].as_secs_f64();
    println!(
        "\nBar 1: a durable answer ({COMMITS} of each in turns, {} B a row)",
        bytes / COMMITS
    );
    println!("bare commit {:.0} us", each(0));
    row("Store::append", "at most 1.3x bare", each(1), ratio(1));
    row(
        "key to durable: decide, fold, judge, append",
        "at most 1.3x bare",
        each(2),
        ratio(2),
    );
}

fn row(name: &str, limit: &str, micros: f64, ratio: f64) {
    let met = if ratio <= 1.3 { "met" } else { "NOT MET" };
    println!("{name:<45} {limit}  {micros:.0} us, {ratio:.2}x  {met}");
}

fn moment() -> Moment {
    DateTime::parse_from_rfc3339("2026-11-17T09:00:00-06:00").unwrap()
}

/// The store alone, with one case and one chain.
struct Journal {
    store: Store,
    case: CaseId,
    device: DeviceId,
    seq: u64,
    prev: Digest,
}

impl Journal {
    fn new(lock: &InstanceLock, folder: &std::path::Path) -> Self {
        let device = DeviceId::new("laptop").unwrap();
        let path = folder.join(DATABASE_FILE);
        let store = Store::create(lock, &path, &[7; 32], &device).unwrap();
        Self {
            store,
            case: CaseId::new("case").unwrap(),
            device,
            seq: 0,
            prev: Digest::ZERO,
        }
    }

    fn append(&mut self, line: Vec<u8>) -> Duration {
        self.seq += 1;
        let mut batch = Batch::new(self.case.clone());
        let next = Digest::of(&line);
        batch.entries.push(NewEntry {
            device: self.device.clone(),
            seq: self.seq,
            clock: self.seq,
            prev: self.prev,
            line,
        });
        self.prev = next;
        let begun = Instant::now();
        self.store.append(&batch).unwrap();
        begun.elapsed()
    }
}

/// The training visit with all that an answer goes through.
struct Whole {
    workspace: Workspace,
    survey: Survey,
    cells: Vec<Cell>,
    now: Moment,
}

impl Whole {
    fn new() -> Self {
        let mut workspace = Workspace::demo(World::real()).unwrap();
        let case = workspace.training_case().unwrap();
        let opened = workspace.open_case(&case).unwrap();
        let survey = Survey::new(opened.file, &opened.entries, opened.pen);
        let cells = cells(&survey);
        Self {
            workspace,
            survey,
            cells,
            now: moment(),
        }
    }

    /// Turns one answer over; how long it took until it was durable, and the bytes of its line.
    fn answer(&mut self, round: usize) -> (Duration, usize) {
        self.now += Span::seconds(7);
        let cell = self.cells[round % self.cells.len()].clone();
        let held = self.survey.visit().unwrap().answer(&cell);
        let value = match held.map(|answer| answer.value) {
            Some(AnswerValue::Met) => AnswerValue::NotMet,
            _ => AnswerValue::Met,
        };
        let answer = Some(Answer::because(value, None));
        let begun = Instant::now();
        self.survey
            .act(Act::Answer { cell, answer }, self.now)
            .unwrap();
        let batch = self.survey.take_batch();
        let length = batch.entries[0].1.len();
        self.workspace.append(&self.survey.file, batch).unwrap();
        (begun.elapsed(), length)
    }
}

/// The record checks that are answered already, each at its record.
fn cells(survey: &Survey) -> Vec<Cell> {
    let visit = survey.visit().unwrap();
    let (mut cells, mut checks) = (Vec::new(), Vec::new());
    for (_, element) in survey.pack().elements() {
        checks.push(CheckKey {
            element: element.id.clone(),
            method: Method::Record,
        });
    }
    for check in checks {
        for given in visit.given(&check) {
            cells.push(Cell {
                check: check.clone(),
                site: given.site.clone(),
                source: given.source.clone(),
            });
        }
    }
    assert!(cells.len() > 100, "there are answers to turn over");
    cells
}
