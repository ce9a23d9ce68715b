//! The opened case as the screens work on it: acts are decided and folded here at once, and
//! wait in a batch for the one commit of this drain.
//!
//! Nothing is drawn before that commit, so the screen shows an answer as given only when it is
//! durable. When the commit fails, the batch is thrown away with the whole survey and the case
//! is read again from the store. No input or output here: see `effects`.

use crate::domain::journal::chain::ChainWriter;
use crate::domain::journal::{EntryRef, JournalFault};
use crate::domain::pack::Pack;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::decide::{self, Attempt, Decision, Refusal};
use crate::domain::survey::events::{Entry, Event};
use crate::domain::survey::readiness::Remaining;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::visit::Visit;
use crate::domain::survey::words::Facts;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{CaseId, SourceId};
use crate::domain::values::text::{FreeText, TextId};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

pub use crate::domain::survey::drafts::{draft_target, drafted_note};
pub use crate::domain::survey::events::Pending;

/// Where ids and nonces come from; given, so that tests are the same every time.
pub trait Supply: fmt::Debug {
    /// 16 bytes that nobody can guess.
    fn nonce(&mut self) -> [u8; 16];
    /// An id that no other laptop makes.
    fn id(&mut self) -> String;
}

/// Why something that was asked for does not happen, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// A rule refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It does not fit the journal.
    #[error("This is too long for one entry of the journal. Make it shorter. ({0})")]
    TooLong(#[from] JournalFault),
    /// The case is open for reading only.
    #[error("This file is open for reading. Nothing in it can be changed.")]
    ReadOnly,
}

/// How the signature of an opened file stands, for the banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// One line: whole, signed by, trusted.
    pub line: String,
    /// Whether everything about it is good.
    pub good: bool,
    /// The five answers, a line each.
    pub answers: Vec<String>,
}

/// The open case: survey, visit and pack together, or nothing of it.
#[derive(Clone, Copy, Debug)]
pub struct OpenCase<'a> {
    /// The case as the screens work on it.
    pub survey: &'a Survey,
    /// Its current visit.
    pub visit: &'a Visit,
    /// The Standards edition that the visit is pinned to.
    pub pack: &'a Pack,
}

impl<'a> OpenCase<'a> {
    /// The facts of the visit, for sentences.
    pub fn facts(&self) -> Facts<'a> {
        Facts {
            visit: self.visit,
            pack: self.pack,
            packet: Some(&self.survey.file.packet),
            texts: &self.survey.file.texts,
        }
    }
}

/// An opened case with everything the screens need to work on it.
#[derive(Debug)]
pub struct Survey {
    /// The case.
    pub file: CaseFile,
    /// Notes to self; they never leave this laptop.
    pub private: BTreeMap<String, FreeText>,
    /// The names heard today as they were typed, one a line; they never leave this laptop.
    pub names: FreeText,
    /// Signed revisions whose files were erased from this laptop, because a text in them was.
    pub withdrawn: Vec<u32>,
    /// Set when a signed file is open for reading.
    pub banner: Option<Banner>,
    pen: ChainWriter,
    batch: Pending,
    /// Events that can still be undone or done again, by entry.
    events: HashMap<EntryRef, Event>,
    /// What is left, and at which state of the journal that was found.
    left: RefCell<Option<(u64, Rc<Vec<Remaining>>)>>,
}

impl Survey {
    /// Takes an opened case; `entries` are all of its entries in order.
    pub fn new(file: CaseFile, entries: &[Entry], pen: ChainWriter) -> Self {
        let mut survey = Self {
            file,
            private: BTreeMap::new(),
            names: FreeText::default(),
            withdrawn: Vec::new(),
            banner: None,
            pen,
            batch: Pending::default(),
            events: HashMap::new(),
            left: RefCell::new(None),
        };
        for entry in entries {
            survey.remember(entry);
        }
        survey
    }

    fn remember(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Sealed { .. } => self.events.clear(),
            Event::Undone { .. } | Event::Redone { .. } => {}
            event if event.inverse().is_some() => {
                self.events.insert(entry.reference(), event.clone());
            }
            _ => {}
        }
    }

    /// The case's id.
    pub fn id(&self) -> &CaseId {
        &self.file.case.id
    }

    /// Survey, visit and pack together.
    pub fn open(&self) -> Option<OpenCase<'_>> {
        Some(OpenCase {
            survey: self,
            visit: self.file.visit()?,
            pack: &self.file.pack,
        })
    }

    /// The pack of the current visit.
    pub fn pack(&self) -> &Arc<Pack> {
        &self.file.pack
    }

    /// The current visit.
    pub fn visit(&self) -> Option<&Visit> {
        self.file.visit()
    }

    /// Says whether nothing can be changed, because a signed file is open for reading.
    pub fn is_read_only(&self) -> bool {
        self.banner.is_some()
    }

    /// Says whether what was seen in the visit can be changed.
    ///
    /// # Errors
    /// The file is open for reading, or the visit is signed and finished.
    pub fn may_change(&self) -> Result<(), Stopped> {
        if self.is_read_only() {
            return Err(Stopped::ReadOnly);
        }
        match self.visit() {
            Some(visit) if visit.is_sealed() => Err(Refusal::Sealed.into()),
            _ => Ok(()),
        }
    }

    /// What is left before the visit can be signed; found once for each state of the journal.
    pub fn whats_left(&self) -> Rc<Vec<Remaining>> {
        let entries = self.file.case.entries;
        let mut held = self.left.borrow_mut();
        match held.as_ref() {
            Some((at, items)) if *at == entries => Rc::clone(items),
            _ => {
                let items = Rc::new(self.file.whats_left());
                *held = Some((entries, Rc::clone(&items)));
                items
            }
        }
    }

    /// Listens for these names, one a line, from now on.
    pub fn hear(&mut self, names: FreeText) {
        self.file.hear(names.lines().collect());
        self.names = names;
        self.left.take();
    }

    /// Does something in the current visit: decides it, folds it, puts it into the batch together
    /// with the texts that were typed for it.
    ///
    /// # Errors
    /// The rule that refuses it; nothing is changed then, and the texts are dropped.
    pub fn act(&mut self, attempt: impl Into<Attempt>, now: Moment) -> Result<(), Stopped> {
        self.act_seen(attempt, now, None)
    }

    /// The same, for something that was seen at another time than it is typed.
    ///
    /// # Errors
    /// As [`Survey::act`].
    pub fn act_seen(
        &mut self,
        attempt: impl Into<Attempt>,
        now: Moment,
        seen_at: Option<Moment>,
    ) -> Result<(), Stopped> {
        if self.is_read_only() {
            return Err(Stopped::ReadOnly);
        }
        let decided = self.file.decide(attempt, self.pen.next_seq())?;
        self.write(decided, now, seen_at)
    }

    /// Erases a text for good: its words go with the same commit, its id stays. It cannot be
    /// undone, so the person was asked before.
    ///
    /// # Errors
    /// The file is open for reading, there is no such text any more, or it is a packet.
    pub fn redact(&mut self, text: TextId, now: Moment) -> Result<(), Stopped> {
        if self.is_read_only() {
            return Err(Stopped::ReadOnly);
        }
        let events = decide::redact(&self.file.case, text)?;
        self.write(events.into(), now, None)?;
        self.batch.texts.retain(|held| held.id != text);
        Ok(())
    }

    /// Takes the latest act back; says what it was.
    ///
    /// # Errors
    /// When there is nothing to undo, or it changed since.
    pub fn undo(&mut self, now: Moment) -> Result<Vec<Event>, Stopped> {
        if self.is_read_only() {
            return Err(Stopped::ReadOnly);
        }
        let events = decide::undo(&self.file.case, &|entry| self.events.get(entry).cloned())?;
        self.write(events.clone().into(), now, None)?;
        Ok(events)
    }

    /// Does the latest undone act again; says what it was.
    ///
    /// # Errors
    /// When there is nothing to do again, or it changed since.
    pub fn redo(&mut self, now: Moment) -> Result<Vec<Event>, Stopped> {
        if self.is_read_only() {
            return Err(Stopped::ReadOnly);
        }
        let events = decide::redo(&self.file.case, &|entry| self.events.get(entry).cloned())?;
        self.write(events.clone().into(), now, None)?;
        Ok(events)
    }

    /// Writes what was decided. When a line cannot be written nothing of it stays, no text either.
    fn write(
        &mut self,
        decided: Decision,
        now: Moment,
        seen_at: Option<Moment>,
    ) -> Result<(), Stopped> {
        let before = self.pen.clone();
        let mut written = Vec::with_capacity(decided.events.len());
        for event in decided.events {
            match self.pen.write(event, now, seen_at) {
                Ok(line) => written.push(line),
                Err(fault) => {
                    self.pen = before;
                    return Err(fault.into());
                }
            }
        }
        for text in decided.texts {
            self.file.texts.insert(text.clone());
            self.batch.texts.push(text);
        }
        for (entry, line) in written {
            self.remember(&entry);
            self.file.absorb(&entry);
            self.batch.entries.push((entry, line));
        }
        Ok(())
    }

    /// Marks a draft as done: it is deleted in the commit that writes its text.
    pub fn finish_draft(&mut self, target: String) {
        self.batch.drafts_done.push(target);
    }

    /// Takes what waits for the commit.
    pub fn take_batch(&mut self) -> Pending {
        std::mem::take(&mut self.batch)
    }

    /// The next free label of a kind of source: `R03`, `I01`, `O2`, `D4`.
    pub fn next_label(&self, kind: &SourceKind) -> String {
        let prefix = match kind {
            SourceKind::Document => "D",
            SourceKind::Record { kind, .. } => {
                let kind = self.pack().record_kind(kind);
                kind.map_or("R", |kind| &kind.label)
            }
            SourceKind::Interview { .. } => "I",
            SourceKind::Event { .. } => "O",
        };
        let taken = |label: &str| {
            let visit = self.visit();
            visit.is_some_and(|visit| visit.is_label_taken(label, None))
        };
        (1..=u32::from(u16::MAX))
            .map(|number| match prefix {
                "D" | "O" => format!("{prefix}{number}"),
                _ => format!("{prefix}{number:02}"),
            })
            .find(|label| !taken(label))
            .unwrap_or_else(|| format!("{prefix}x"))
    }

    /// The next free letter of a role: `RN-A`, `RN-B`.
    pub fn next_person(&self, prefix: &str) -> String {
        let taken = |person: &str| {
            self.visit().is_some_and(|visit| {
                visit
                    .sources
                    .iter()
                    .any(|s| s.details.person.as_deref() == Some(person))
            })
        };
        ('A'..='Z')
            .map(|letter| format!("{prefix}-{letter}"))
            .find(|person| !taken(person))
            .unwrap_or_else(|| format!("{prefix}-Z"))
    }

    /// A new source id.
    pub fn source_id(&self, supply: &mut dyn Supply) -> Option<SourceId> {
        SourceId::new(&supply.id())
    }
}
