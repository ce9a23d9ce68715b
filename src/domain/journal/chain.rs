//! Writing the next entries of one laptop's chain.

use super::{ChainHead, Entry, Happening, JournalFault, line_of};
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{CaseId, DeviceId, Principal};
use crate::domain::values::text::Text;

/// What waits for the next commit: entries of one case with what belongs to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending<E> {
    /// New entries with their exact lines.
    pub entries: Vec<(Entry<E>, Vec<u8>)>,
    /// New texts that they name.
    pub texts: Vec<Text>,
    /// Drafts that became texts.
    pub drafts_done: Vec<String>,
}

impl<E> Default for Pending<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            texts: Vec::new(),
            drafts_done: Vec::new(),
        }
    }
}

impl<E> Pending<E> {
    /// Says whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.texts.is_empty() && self.drafts_done.is_empty()
    }
}

/// The end of a chain that is being written: makes entries that join on to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainWriter {
    /// The case.
    pub case: CaseId,
    /// Who acts.
    pub actor: Principal,
    head: ChainHead,
    clock: u64,
}

impl ChainWriter {
    /// Goes on from `head`, where the highest clock held for the case is `clock`.
    pub fn new(case: CaseId, actor: Principal, head: ChainHead, clock: u64) -> Self {
        Self {
            case,
            actor,
            head,
            clock,
        }
    }

    /// A chain with nothing in it yet.
    pub fn fresh(case: CaseId, actor: Principal, device: DeviceId) -> Self {
        Self::new(case, actor, ChainHead::empty(device), 0)
    }

    /// The place that the next entry will have.
    pub fn next_seq(&self) -> u64 {
        self.head.count + 1
    }

    /// The head of the chain as it stands.
    pub fn head(&self) -> &ChainHead {
        &self.head
    }

    /// Makes the next entry and its line, and moves on.
    ///
    /// # Errors
    /// When the entry would be longer than the format allows; the chain is as before then.
    pub fn write<E: Happening>(
        &mut self,
        event: E,
        at: Moment,
        seen_at: Option<Moment>,
    ) -> Result<(Entry<E>, Vec<u8>), JournalFault> {
        let entry = Entry {
            case: self.case.clone(),
            device: self.head.device.clone(),
            seq: self.head.count + 1,
            clock: self.clock + 1,
            at,
            seen_at,
            actor: self.actor.clone(),
            prev: self.head.head,
            event,
        };
        let line = line_of(&entry)?;
        self.head.advance(&line);
        self.clock += 1;
        Ok((entry, line))
    }
}
