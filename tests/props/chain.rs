//! A chain with any line changed, dropped, doubled, swapped, put in or cut is refused, or is
//! shorter or other than its head says.

use crate::acts::{any_steps, take};
use crate::packs::plain;
use crate::world::{Laptop, World};
use onsite::domain::journal::{JournalFault, read_chain};
use onsite::domain::survey::events::Event;
use onsite::domain::values::text::lines;
use proptest::prelude::*;
use proptest::sample::Index;

/// The first laptop's chain after a made-up visit.
fn any_chain() -> impl Strategy<Value = Laptop> {
    any_steps(24).prop_map(|steps| {
        let mut world = World::new(plain());
        for step in steps {
            take(&mut world, step);
        }
        world.laptops.swap_remove(0)
    })
}

/// Says whether these bytes are taken for the chain that ends in the laptop's head.
fn accepted(laptop: &Laptop, bytes: &[u8]) -> bool {
    match read_chain::<Event>(bytes) {
        Ok((entries, head)) => {
            entries.len() as u64 == laptop.head.count && head.as_ref() == Some(&laptop.head)
        }
        Err(_) => false,
    }
}

fn joined(lines: &[Vec<u8>]) -> Vec<u8> {
    lines
        .iter()
        .flat_map(|line| line.iter().copied().chain([b'\n']))
        .collect()
}

fn split(laptop: &Laptop) -> Vec<Vec<u8>> {
    lines(&laptop.bytes).map(<[u8]>::to_vec).collect()
}

proptest! {
    #![proptest_config(crate::cases(128))]

    #[test]
    fn the_chain_itself_is_accepted(laptop in any_chain()) {
        prop_assert!(accepted(&laptop, &laptop.bytes));
    }

    #[test]
    fn any_changed_byte_is_refused(laptop in any_chain(), places in prop::collection::vec((any::<Index>(), 1..=255_u8), 40)) {
        for (place, change) in places {
            let mut bytes = laptop.bytes.clone();
            let place = place.index(bytes.len());
            bytes[place] ^= change;
            prop_assert!(!accepted(&laptop, &bytes), "byte {place}");
        }
    }

    #[test]
    fn a_dropped_doubled_or_swapped_line_is_refused(laptop in any_chain(), one in any::<Index>(), other in any::<Index>()) {
        let held = split(&laptop);
        let (one, other) = (one.index(held.len()), other.index(held.len()));
        let mut dropped = held.clone();
        dropped.remove(one);
        prop_assert!(!accepted(&laptop, &joined(&dropped)));
        let mut doubled = held.clone();
        doubled.insert(other, held[one].clone());
        prop_assert!(!accepted(&laptop, &joined(&doubled)));
        if one != other {
            let mut swapped = held.clone();
            swapped.swap(one, other);
            let broken = matches!(read_chain::<Event>(&joined(&swapped)), Err(JournalFault::Broken { .. }));
            prop_assert!(broken);
        }
    }

    #[test]
    fn a_cut_is_refused(laptop in any_chain(), place in any::<Index>()) {
        let place = place.index(laptop.bytes.len());
        prop_assert!(!accepted(&laptop, &laptop.bytes[..place]));
        prop_assert!(!accepted(&laptop, &laptop.bytes[place + 1..]));
    }

    #[test]
    fn another_spelling_of_the_same_is_refused(laptop in any_chain()) {
        let text = String::from_utf8(laptop.bytes.clone()).unwrap();
        for other in [
            text.replace('\n', "\r\n"),
            text.replace('\n', "\n\n"),
            text.replace("\":", "\": "),
            text.replace("-06:00", "-0600"),
            format!("\u{feff}{text}"),
            format!("{text}\n"),
            text.trim_end().to_owned(),
        ] {
            prop_assert!(!accepted(&laptop, other.as_bytes()));
        }
    }

    /// A line written again joins on only where it was written.
    #[test]
    fn entries_of_another_laptop_do_not_fit(steps in any_steps(24)) {
        let mut world = World::new(plain());
        for step in steps {
            take(&mut world, step);
        }
        let [one, other] = &world.laptops[..] else { panic!("two laptops") };
        prop_assume!(other.head.count > 0);
        let mixed = [one.bytes.as_slice(), other.bytes.as_slice()].concat();
        prop_assert!(read_chain::<Event>(&mixed).is_err());
    }
}
