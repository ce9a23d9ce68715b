//! A data folder of its own for each test, and a Surveyor who works in it.

use chrono::Duration;
use onsite::domain::survey::decide::{Act, decide};
use onsite::domain::survey::events::{Event, Pending};
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::CaseId;
use onsite::domain::values::text::{Text, TextId};
use onsite::vault::{Cost, Passphrase};
use onsite::workspace::{DataFolder, NewUser, OpenedCase, Workspace, WorkspaceError, World};
use std::cell::Cell;
use std::rc::Rc;
use tempfile::TempDir;

pub const PASSPHRASE: &str = "velvet otter kiln ramp";

pub fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE)
}

/// A clock that tests move by hand.
#[derive(Clone, Default)]
pub struct Clock(Rc<Cell<i64>>);

impl Clock {
    pub fn forward(&self, seconds: i64) {
        self.0.set(self.0.get() + seconds);
    }
}

/// A world that is the same every time; chance is different in each world of a test.
pub fn world(clock: &Clock, seed: u8) -> World {
    let clock = clock.clone();
    let start = Moment::parse_from_rfc3339("2026-11-17T09:00:00-06:00").unwrap();
    let mut calls = 0_u64;
    World::new(
        move || start + Duration::seconds(clock.0.get()),
        move |bytes| {
            for chunk in bytes.chunks_mut(32) {
                calls += 1;
                let digest = Digest::of_parts([&[seed][..], &calls.to_be_bytes()]);
                chunk.copy_from_slice(&digest.as_bytes()[..chunk.len()]);
            }
            Ok(())
        },
        Cost::CHEAPEST,
    )
}

pub struct Home {
    pub folder: TempDir,
    pub clock: Clock,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Clock::default(),
        }
    }

    pub fn data(&self) -> DataFolder {
        DataFolder::at(self.folder.path().join("data"))
    }

    /// The data folder taken, locked.
    pub fn locked(&self, seed: u8) -> Workspace {
        Workspace::open(self.data(), world(&self.clock, seed)).unwrap()
    }

    /// The data folder set up and open.
    pub fn set_up(&self) -> Workspace {
        let mut workspace = self.locked(1);
        set_up(&mut workspace).unwrap();
        workspace
    }

    /// The data folder opened again.
    pub fn again(&self, seed: u8) -> Workspace {
        let mut workspace = self.locked(seed);
        workspace.unlock(&passphrase()).unwrap();
        workspace
    }
}

/// Sets up for Ann; gives the recovery code.
pub fn set_up(workspace: &mut Workspace) -> Result<String, WorkspaceError> {
    let code = workspace.set_up(&NewUser {
        name: "Ann Miller",
        credential: "RN, OCN",
        principal: Some("ann-01"),
        passphrase: &passphrase(),
        adopt: None,
    })?;
    Ok(code.to_string())
}

/// A case in hand: acts are decided, folded and written at once.
pub struct Hand<'a> {
    pub workspace: &'a mut Workspace,
    pub opened: OpenedCase,
    texts: u64,
    typed: Vec<Text>,
    batch: Pending,
}

impl<'a> Hand<'a> {
    pub fn on(workspace: &'a mut Workspace, case: &CaseId) -> Self {
        let opened = workspace.open_case(case).unwrap();
        Self {
            workspace,
            opened,
            texts: 0,
            typed: Vec::new(),
            batch: Pending::default(),
        }
    }

    /// A text for the next act.
    pub fn text(&mut self, words: &str) -> TextId {
        self.texts += 1;
        let mut nonce = [7; 16];
        nonce[..8].copy_from_slice(&self.texts.to_be_bytes());
        let text = Text::new(nonce, words);
        let id = text.id;
        self.typed.push(text);
        id
    }

    pub fn done(&mut self, draft: &str) {
        self.batch.drafts_done.push(draft.to_owned());
    }

    /// Decides and folds, without writing.
    pub fn fold(&mut self, act: Act) {
        let (file, pen) = (&self.opened.file, &self.opened.pen);
        let visit = file.visit().unwrap();
        let attempt = act.with(std::mem::take(&mut self.typed));
        let decided = decide(&file.case, visit, &file.pack, attempt, pen.next_seq()).unwrap();
        for text in decided.texts {
            self.opened.file.texts.insert(text.clone());
            self.batch.texts.push(text);
        }
        self.take(decided.events);
    }

    /// Writes events that were decided elsewhere.
    pub fn events(&mut self, events: Vec<Event>) {
        self.take(events);
        self.write().unwrap();
    }

    fn take(&mut self, events: Vec<Event>) {
        let now = self.workspace.now();
        for event in events {
            let (entry, line) = self.opened.pen.write(event, now, None).unwrap();
            self.opened.file.absorb(&entry);
            self.batch.entries.push((entry, line));
        }
    }

    pub fn write(&mut self) -> Result<(), WorkspaceError> {
        let batch = std::mem::take(&mut self.batch);
        self.workspace.append(&self.opened.file, batch)
    }

    pub fn act(&mut self, act: Act) {
        self.fold(act);
        self.write().unwrap();
    }
}
