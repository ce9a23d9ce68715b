//! An entry stays short: the longest sensible acts fit with room for the entry that undoes them,
//! and what is longer is refused before anything is written.

use crate::packs::plain;
use crate::world::{World, details, source_id};
use chrono::DateTime;
use onsite::domain::journal::*;
use onsite::domain::pack::Method;
use onsite::domain::survey::decide::{Act, Refusal};
use onsite::domain::survey::events::{Event, Offered, ServiceSaid};
use onsite::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::*;
use onsite::domain::values::text::TextId;
use std::collections::BTreeMap;

fn sites(count: usize, id_length: usize) -> Vec<SiteId> {
    let id = |number: usize| SiteId::new(&format!("{number:0>id_length$}")).unwrap();
    (0..count).map(id).collect()
}

/// A chart with everything said of it.
fn chart(label: &str, sites: Vec<SiteId>, text: TextId) -> SourceDetails {
    let attributes = |count: usize| -> Vec<AttributeId> {
        let id = |number: usize| AttributeId::new(&format!("clinical-trial-{number}")).unwrap();
        (0..count).map(id).collect()
    };
    let standards = (0..32).map(|number| StandardId::new(&format!("3.{number}")).unwrap());
    SourceDetails {
        kind: SourceKind::Record {
            kind: RecordKindId::new("chart").unwrap(),
            coverage: Coverage::Focused(standards.collect()),
            is: attributes(8),
            is_not: attributes(12),
        },
        person: None,
        title: Some(text),
        place: Some(text),
        chosen_by: Some(ChosenBy::AtRandom),
        chosen_how: Some(text),
        ..details(Method::Record, label, Sites::Only(sites))
    }
}

/// Does it, undoes it, redoes it: every entry of that can be written.
fn there_and_back(world: &mut World, act: Act) {
    world.act(0, act).unwrap();
    world.undo(0).unwrap();
    world.redo(1).unwrap();
}

#[test]
fn the_longest_sensible_acts_fit() {
    let all = sites(50, 8);
    let mut world = World::at(plain(), all.clone());
    let text = world.text();
    let source = source_id("0197a1b2-c3d4-7000-8000-0123456789ab");
    let document = |label| SourceDetails {
        title: Some(text),
        ..details(Method::Policy, label, Sites::Only(all.clone()))
    };
    let add = Act::AddSource {
        source: source.clone(),
        details: document("D1"),
    };
    there_and_back(&mut world, add);
    let change = Act::ChangeSource {
        source,
        details: document("D2"),
    };
    there_and_back(&mut world, change);
    // Charts belong to one site, and have much said of them.
    let source = source_id("0197a1b2-c3d4-7000-8000-0123456789ac");
    let one = sites(1, 8);
    let add = Act::AddSource {
        source: source.clone(),
        details: chart("R01", one.clone(), text),
    };
    there_and_back(&mut world, add);
    let change = Act::ChangeSource {
        source,
        details: chart("R02", one, text),
    };
    there_and_back(&mut world, change);
    let half: Vec<SiteId> = all.iter().step_by(2).cloned().collect();
    for sites in [half, all] {
        let said = ServiceSaid {
            offered: Offered::NotAt(sites.clone()),
            told_by: vec![RoleId::new("nurse").unwrap()],
        };
        let oral = AttributeId::new("oral").unwrap();
        there_and_back(
            &mut world,
            Act::TellServices(BTreeMap::from([(oral, said)])),
        );
    }
    assert!(world.case().conflicts.is_empty());
}

#[test]
fn what_does_not_fit_is_refused_in_plain_words_and_nothing_is_written() {
    let all = sites(50, LONGEST_ID);
    let mut world = World::at(plain(), all.clone());
    let before = world.laptops[0].bytes.len();
    let refusal = world
        .act(
            0,
            Act::AddSource {
                source: source_id("s"),
                details: details(Method::Policy, "D1", Sites::Only(all)),
            },
        )
        .unwrap_err();
    assert_eq!(refusal, Refusal::TooMuch);
    assert!(
        refusal.to_string().contains("choose all sites"),
        "{refusal}"
    );
    assert_eq!(world.laptops[0].bytes.len(), before);
}

/// Whatever is decided can be written, undone and redone: the rest of an entry at its longest
/// leaves that much.
#[test]
fn the_longest_event_leaves_room_for_everything_around_it() {
    let id = "x".repeat(LONGEST_ID);
    let at = DateTime::parse_from_rfc3339("2026-03-02T09:00:00-06:00").unwrap();
    let withdrawn = |label: String| Event::SourceWithdrawn {
        visit: VisitId::new(&id).unwrap(),
        source: SourceId::new(&id).unwrap(),
        details: details(Method::Policy, &label, Sites::All),
    };
    let bare = serde_json::to_vec(&withdrawn(String::new())).unwrap().len();
    let full = withdrawn("x".repeat(LONGEST_EVENT - bare));
    assert_eq!(serde_json::to_vec(&full).unwrap().len(), LONGEST_EVENT);
    // A source added is decided up to the longest event; its inverse has a longer name.
    let spare = "15-source_withdrawn".len() - "8-source_added".len();
    let longer = withdrawn("x".repeat(LONGEST_EVENT - bare + spare));
    let reference = EntryRef {
        device: DeviceId::new(&id).unwrap(),
        seq: HIGHEST_NUMBER,
    };
    let entry = Entry {
        case: CaseId::new(&id).unwrap(),
        device: DeviceId::new(&id).unwrap(),
        seq: HIGHEST_NUMBER,
        clock: HIGHEST_NUMBER,
        at,
        seen_at: Some(at),
        actor: Principal::new(&id).unwrap(),
        prev: Digest::ZERO,
        event: Event::Undone {
            entry: reference,
            inverse: Box::new(longer),
        },
    };
    assert!(line_of(&entry).is_ok());
}
