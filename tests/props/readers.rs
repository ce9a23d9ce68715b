//! Arbitrary and half-right bytes never stop a reader: it answers, and says what is wrong.

use crate::acts::{any_steps, take};
use crate::packs::plain;
use crate::world::World;
use onsite::domain::journal::{read_chain, read_line};
use onsite::domain::pack::{Applies, Pack};
use onsite::domain::program::packet::Packet;
use onsite::domain::survey::events::{Entry, Event};
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{CaseId, is_id};
use onsite::domain::values::place::{TimeZone, Town};
use onsite::domain::values::text::{Text, Texts};
use proptest::prelude::*;
use proptest::sample::Index;

/// Gives the bytes to every reader of the domain.
fn read_by_all(bytes: &[u8]) {
    let _ = read_chain::<Event>(bytes);
    let _ = read_line::<Event>(bytes, 1);
    let _ = Texts::from_jsonl(bytes);
    let _ = serde_json::from_slice::<Event>(bytes);
    let _ = serde_json::from_slice::<Entry>(bytes);
    let _ = serde_json::from_slice::<Pack>(bytes);
    let _ = serde_json::from_slice::<Packet>(bytes);
    let _ = serde_json::from_slice::<Applies>(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = (Digest::parse(text), CaseId::new(text), is_id(text));
        let _ = (TimeZone::parse(text), Town::new(text));
    }
}

proptest! {
    #![proptest_config(crate::cases(512))]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_by_all(&bytes);
    }

    #[test]
    fn arbitrary_text(text in any::<String>()) {
        read_by_all(text.as_bytes());
    }

    #[test]
    fn json_of_any_shape(text in r#"(\{"|"[a-z_0-9]{0,9}"|:|,|\[|\]|\{|\}|[0-9]{1,22}|-|e9|null|true|\\u00|all|any|not){0,40}"#) {
        read_by_all(text.as_bytes());
    }

    #[test]
    fn texts_survive_their_file(all in prop::collection::vec((any::<[u8; 16]>(), any::<String>()), 0..12)) {
        let mut texts = Texts::default();
        for (nonce, words) in all {
            let text = Text::new(nonce, words);
            prop_assert!(text.holds());
            texts.insert(text);
        }
        let file = texts.to_jsonl(|_| true).unwrap();
        prop_assert_eq!(Texts::from_jsonl(&file).unwrap(), texts);
    }

    #[test]
    fn a_changed_byte_in_a_file_of_texts_is_refused(words in any::<String>(), place in any::<Index>(), change in 1..=255_u8) {
        let mut texts = Texts::default();
        texts.insert(Text::new([3; 16], &words));
        texts.insert(Text::new([4; 16], "TRAINING"));
        let mut file = texts.to_jsonl(|_| true).unwrap();
        let place = place.index(file.len());
        file[place] ^= change;
        // The same words may be spelt otherwise in JSON; other words may not be read.
        prop_assert!(Texts::from_jsonl(&file).is_err_or_same(&texts));
    }
}

trait ErrOrSame {
    fn is_err_or_same(&self, texts: &Texts) -> bool;
}

impl<E> ErrOrSame for Result<Texts, E> {
    fn is_err_or_same(&self, texts: &Texts) -> bool {
        self.as_ref().map_or(true, |read| read == texts)
    }
}

proptest! {
    #![proptest_config(crate::cases(96))]

    #[test]
    fn half_right_journals(steps in any_steps(20), changes in prop::collection::vec((any::<Index>(), any::<Index>(), any::<u8>()), 1..20)) {
        let mut world = World::new(plain());
        for step in steps {
            take(&mut world, step);
        }
        let mut bytes = world.laptops[0].bytes.clone();
        for (place, other, byte) in changes {
            let (place, other) = (place.index(bytes.len()), other.index(bytes.len()));
            match byte % 3 {
                0 => bytes[place] = byte,
                1 => bytes.swap(place, other),
                _ => bytes.insert(place, bytes[other]),
            }
            read_by_all(&bytes);
        }
    }
}

/// A reader that descends with every bracket must stop in time.
#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{\"not\":", "}"), ("{\"all\":[", "]}")] {
        let deep = format!("{}\"x\"{}", open.repeat(200_000), close.repeat(200_000));
        read_by_all(deep.as_bytes());
        assert!(serde_json::from_str::<Applies>(&deep).is_err());
    }
    let not = |depth: usize| format!("{}\"x\"{}", "{\"not\":".repeat(depth), "}".repeat(depth));
    assert!(serde_json::from_str::<Applies>(&not(20)).is_ok());
}

#[test]
fn packs_survive_their_file() {
    let pack = plain();
    let bytes = serde_json::to_vec(&pack).unwrap();
    assert_eq!(serde_json::from_slice::<Pack>(&bytes).unwrap(), pack);
}
