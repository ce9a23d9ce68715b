//! Random damage, as much as wanted: `ONSITE_MUTATIONS=1000000` for the published figure, 2,000
//! otherwise. Each mutant differs from a good file and must be refused; none may panic.
//! `ONSITE_SEED` gives another run; a failure names the mutant's own seed.

use crate::support::bundles::*;
use onsite::bundle::verify::{Conditions, Keep, Standing, verify};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A small generator of numbers (SplitMix64), so that a seed means the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is above 0.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        let most = (length - start).min(1 + self.below(300));
        start..start + most
    }
}

/// Damages bytes in one of the ways in which files are damaged.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() {
        bytes.push(dice.next() as u8);
        return;
    }
    let at = dice.below(bytes.len());
    match dice.below(9) {
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes[at] = dice.next() as u8,
        2 => bytes.insert(at, dice.next() as u8),
        3 => drop(bytes.drain(dice.range(bytes.len()))),
        4 => bytes.truncate(at),
        5 => {
            let piece = bytes[dice.range(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        6 => {
            let piece = bytes[dice.range(bytes.len())].to_vec();
            let end = (at + piece.len()).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        7 => {
            let range = dice.range(bytes.len());
            bytes[range].fill(0);
        }
        _ => {
            let word = [0_u32, 1, u32::MAX, 0x8000_0000, 22][dice.below(5)];
            let end = (at + 4).min(bytes.len());
            bytes[at..end].copy_from_slice(&word.to_le_bytes()[..end - at]);
        }
    }
}

/// Damages entries and packs them again, so that the container itself is good.
fn damage_entries(all: &mut Entries, dice: &mut Dice) {
    let at = dice.below(all.len());
    match dice.below(5) {
        0 => drop(all.remove(at)),
        1 => {
            let other = all[dice.below(all.len())].1.clone();
            all[at].1 = other;
        }
        2 => {
            let (name, content) = all[at].clone();
            all.push((format!("{name}{}", dice.below(10)), content));
        }
        3 => {
            let folder = ["00-survey", "01-review", "02-report", "03-plan"][dice.below(4)];
            let (_, path) = all[at].0.split_once('/').unwrap();
            all[at].0 = format!("{folder}/{path}");
        }
        _ => damage(&mut all[at].1, dice),
    }
    all.sort();
    all.dedup_by(|a, b| a.0.eq_ignore_ascii_case(&b.0));
}

fn mutant(good: &[u8], entries: &Entries, dice: &mut Dice) -> Vec<u8> {
    let times = 1 + dice.below(3);
    if dice.below(3) == 0 {
        let mut all = entries.clone();
        for _ in 0..times {
            if !all.is_empty() {
                damage_entries(&mut all, dice);
            }
        }
        if !all.is_empty() {
            return container(&all);
        }
    }
    let mut bytes = good.to_vec();
    for _ in 0..times {
        damage(&mut bytes, dice);
    }
    bytes
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |given| given.parse().unwrap())
}

#[test]
fn no_mutant_is_accepted_and_none_panics() {
    let steps = whole_case();
    let goods = [file(&steps[..1]), file(&steps[..3]), file(&steps[2..])];
    let of_all: Vec<Entries> = goods.iter().map(|good| entries(good)).collect();
    let (count, first) = (number("ONSITE_MUTATIONS", 2_000), number("ONSITE_SEED", 1));
    let mut codes = std::collections::BTreeMap::<&str, u64>::new();
    for seed in (first..).take(count as usize) {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let which = dice.below(goods.len());
        let bytes = mutant(&goods[which], &of_all[which], &mut dice);
        if goods.contains(&bytes) {
            continue;
        }
        // Without a roster, so that nobody is refused for being unknown.
        let conditions = Conditions {
            roster: None,
            memory: None,
            now: now(),
            allow_expired: false,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            verify(Cursor::new(&bytes), &conditions)
        }));
        let outcome = outcome.unwrap_or_else(|_| panic!("seed {seed} panics"));
        let refused = outcome.standing == Standing::Refused && outcome.contents.is_none();
        assert!(refused, "seed {seed} is accepted: {}", outcome.summary());
        *codes.entry(outcome.code()).or_default() += 1;
    }
    eprintln!("{count} mutants from seed {first}, refused as {codes:?}");
    if count >= 2_000 {
        assert!(codes.len() > 10, "too few kinds of damage: {codes:?}");
    }
}
