//! No byte can be flipped, dropped, added or swapped unseen, and no end cut off.

use crate::support::bundles::*;
use onsite::bundle::verify::{Conditions, Keep, Standing, verify};
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::LazyLock;

static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| file(&whole_case()[..3]));

fn refused(bytes: &[u8]) -> bool {
    // Without a roster too: whoever changes a byte must not need to be unknown.
    let conditions = Conditions {
        roster: None,
        memory: None,
        now: now(),
        allow_expired: false,
        keep: Keep::Headers,
        this: &THIS_VERSION,
    };
    let outcome = verify(Cursor::new(bytes), &conditions);
    outcome.standing == Standing::Refused && outcome.contents.is_none()
}

#[test]
fn the_file_itself_is_not_refused() {
    assert!(!refused(&FILE));
}

#[test]
fn a_flipped_bit_in_any_byte_is_refused() {
    let flip_every_second = |start: usize| {
        let mut bytes = FILE.clone();
        for at in (start..bytes.len()).step_by(2) {
            let bit = 1 << (at % 8);
            bytes[at] ^= bit;
            assert!(refused(&bytes), "byte {at}");
            bytes[at] ^= bit;
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| flip_every_second(0));
        flip_every_second(1);
    });
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for length in 0..FILE.len() {
        assert!(refused(&FILE[..length]), "{length} bytes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..Default::default() })]

    #[test]
    fn another_byte_anywhere_is_refused(at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = FILE.clone();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        prop_assert!(refused(&bytes));
    }

    #[test]
    fn a_byte_more_or_less_anywhere_is_refused(at in any::<prop::sample::Index>(), byte: u8) {
        let mut more = FILE.clone();
        more.insert(at.index(FILE.len() + 1), byte);
        prop_assert!(refused(&more));
        let mut less = FILE.clone();
        less.remove(at.index(FILE.len()));
        prop_assert!(refused(&less));
    }

    #[test]
    fn two_bytes_swapped_are_refused(
        a in any::<prop::sample::Index>(),
        b in any::<prop::sample::Index>(),
    ) {
        let mut bytes = FILE.clone();
        let (a, b) = (a.index(bytes.len()), b.index(bytes.len()));
        prop_assume!(bytes[a] != bytes[b]);
        bytes.swap(a, b);
        prop_assert!(refused(&bytes));
    }

    #[test]
    fn a_range_taken_out_doubled_or_blanked_is_refused(
        a in any::<prop::sample::Index>(),
        b in any::<prop::sample::Index>(),
    ) {
        let (a, b) = (a.index(FILE.len()), b.index(FILE.len()));
        prop_assume!(a < b);
        let range = &FILE[a..b];
        prop_assert!(refused(&[&FILE[..a], &FILE[b..]].concat()));
        prop_assert!(refused(&[&FILE[..b], range, &FILE[b..]].concat()));
        prop_assume!(range.iter().any(|byte| *byte != 0));
        prop_assert!(refused(&[&FILE[..a], &vec![0; b - a], &FILE[b..]].concat()));
    }

    #[test]
    fn entries_dropped_added_or_swapped_are_refused(
        a in any::<prop::sample::Index>(),
        b in any::<prop::sample::Index>(),
    ) {
        let all = entries(&FILE);
        let (a, b) = (a.index(all.len()), b.index(all.len()));
        let mut dropped = all.clone();
        dropped.remove(a);
        prop_assert!(refused(&container(&dropped)));
        let mut added = all.clone();
        let name = format!("{}x", all[a].0);
        put(&mut added, &name, &all[b].1);
        prop_assert!(refused(&container(&added)));
        prop_assume!(all[a].1 != all[b].1);
        let mut swapped = all.clone();
        swapped[a].1.clone_from(&all[b].1);
        swapped[b].1.clone_from(&all[a].1);
        prop_assert!(refused(&container(&swapped)));
    }
}
