//! What no entry of a signed journal may do: change a signed visit unseen, or call itself the
//! undoing of something that it does not undo. FORMAT.md, Contents by kind.
//!
//! The program never writes such entries, so one is the work of somebody who wanted a history to
//! read otherwise than it was. Entries that contradict one another by accident, as those of two
//! laptops do, are no such thing: they fold to a conflict that is shown.

use crate::domain::journal::EntryRef;
use crate::domain::survey::events::{Entry, Event};
use crate::domain::values::ids::VisitId;
use std::collections::{BTreeSet, HashMap};

/// What an entry does that it may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It changes a visit that was signed and not opened again.
    ChangesSigned {
        /// The entry.
        entry: EntryRef,
        /// The visit.
        visit: VisitId,
    },
    /// It does not undo, or do again, what it says.
    FalseUndo(EntryRef),
}

/// Looks through entries in the order of folding.
///
/// # Errors
/// The first entry that does what it may not.
pub(super) fn check(entries: &[Entry]) -> Result<(), Wrong> {
    let mut signed: BTreeSet<&VisitId> = BTreeSet::new();
    let mut earlier = Earlier::of(entries);
    for entry in entries {
        if let Some(visit) = entry.event.visit() {
            let opens = matches!(entry.event, Event::RevisionOpened { .. });
            if signed.contains(visit) && !opens {
                return Err(Wrong::ChangesSigned {
                    entry: entry.reference(),
                    visit: visit.clone(),
                });
            }
            match &entry.event {
                Event::Sealed { .. } => signed.insert(visit),
                _ => signed.remove(visit),
            };
        }
        if !earlier.allows(entry) {
            return Err(Wrong::FalseUndo(entry.reference()));
        }
        earlier.add(entry);
    }
    Ok(())
}

/// The events that can be undone, by their entries; kept only where something is undone.
struct Earlier<'a>(Option<HashMap<EntryRef, &'a Event>>);

impl<'a> Earlier<'a> {
    fn of(entries: &[Entry]) -> Self {
        let undoes =
            |entry: &Entry| matches!(entry.event, Event::Undone { .. } | Event::Redone { .. });
        Self(entries.iter().any(undoes).then(HashMap::new))
    }

    fn add(&mut self, entry: &'a Entry) {
        if let Some(events) = &mut self.0
            && entry.event.can_be_undone()
        {
            events.insert(entry.reference(), &entry.event);
        }
    }

    /// Says whether an entry that undoes or does again carries exactly that.
    fn allows(&self, entry: &Entry) -> bool {
        let named = |reference: &EntryRef| self.0.as_ref()?.get(reference).copied();
        match &entry.event {
            Event::Undone { entry, inverse } => {
                named(entry).is_some_and(|event| event.inverse().as_ref() == Some(&**inverse))
            }
            Event::Redone { entry, again } => named(entry).is_some_and(|event| *event == **again),
            _ => true,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::domain::journal::chain::ChainWriter;
    use crate::domain::program::packet::VisitMode::{self, Mixed, OnSite, Video};
    use crate::domain::values::digest::Digest;
    use crate::domain::values::ids::{CaseId, DeviceId, Principal};

    fn visit(number: u8) -> VisitId {
        VisitId::new(&format!("v{number}")).unwrap()
    }

    fn mode(number: u8, was: VisitMode, now: VisitMode) -> Event {
        Event::ModeSet {
            visit: visit(number),
            was,
            now,
        }
    }

    fn sealed(number: u8) -> Event {
        Event::Sealed {
            visit: visit(number),
            revision: 1,
            initials: "AM".into(),
            reason: None,
        }
    }

    fn revision(number: u8) -> Event {
        Event::RevisionOpened {
            visit: visit(number),
            revision: 2,
            reason: Digest::ZERO,
        }
    }

    fn at(seq: u64) -> EntryRef {
        EntryRef {
            device: DeviceId::new("d").unwrap(),
            seq,
        }
    }

    fn undone(seq: u64, inverse: Event) -> Event {
        Event::Undone {
            entry: at(seq),
            inverse: Box::new(inverse),
        }
    }

    fn redone(seq: u64, again: Event) -> Event {
        Event::Redone {
            entry: at(seq),
            again: Box::new(again),
        }
    }

    fn judged(events: Vec<Event>) -> Result<(), Wrong> {
        let (case, actor) = (CaseId::new("c").unwrap(), Principal::new("ann").unwrap());
        let mut pen = ChainWriter::fresh(case, actor, at(1).device);
        let when = "2026-03-01T08:00:00-05:00".parse().unwrap();
        let write = |event| pen.write(event, when, None).unwrap().0;
        check(&events.into_iter().map(write).collect::<Vec<Entry>>())
    }

    #[test]
    fn a_signed_visit_is_only_opened_again() {
        let change = || mode(1, OnSite, Video);
        assert_eq!(judged(vec![change(), sealed(1)]), Ok(()));
        assert_eq!(judged(vec![sealed(1), revision(1), change()]), Ok(()));
        assert_eq!(judged(vec![sealed(1), mode(2, OnSite, Video)]), Ok(()));
        let erased = Event::Redacted { text: Digest::ZERO };
        assert_eq!(judged(vec![sealed(1), erased, revision(1)]), Ok(()));
        let wrong = |seq| {
            Err(Wrong::ChangesSigned {
                entry: at(seq),
                visit: visit(1),
            })
        };
        assert_eq!(judged(vec![sealed(1), change()]), wrong(2));
        assert_eq!(judged(vec![sealed(1), sealed(1)]), wrong(2));
        assert_eq!(
            judged(vec![change(), sealed(1), undone(1, mode(1, Video, OnSite))]),
            wrong(3)
        );
    }

    #[test]
    fn what_undoes_carries_exactly_the_inverse() {
        let first = || mode(1, OnSite, Video);
        assert_eq!(
            judged(vec![
                first(),
                undone(1, mode(1, Video, OnSite)),
                redone(1, first())
            ]),
            Ok(())
        );
        for (seq, inverse) in [
            (1, mode(1, Video, Mixed)),
            (1, mode(1, OnSite, Video)),
            (1, mode(2, Video, OnSite)),
            (2, mode(1, Video, OnSite)),
            (9, mode(1, Video, OnSite)),
        ] {
            let found = judged(vec![first(), undone(seq, inverse)]);
            assert_eq!(found, Err(Wrong::FalseUndo(at(2))));
        }
        let found = judged(vec![first(), redone(1, mode(1, OnSite, Mixed))]);
        assert_eq!(found, Err(Wrong::FalseUndo(at(2))));
        let found = judged(vec![first(), revision(1), redone(2, revision(1))]);
        assert_eq!(
            found,
            Err(Wrong::FalseUndo(at(3))),
            "never undone, so never done again"
        );
    }
}
