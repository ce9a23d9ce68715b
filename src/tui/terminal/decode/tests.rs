#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
use proptest::prelude::*;

use super::*;

/// Everything these bytes mean, given up at the end.
fn all(bytes: &[u8]) -> Vec<Input> {
    let mut out = Vec::new();
    let mut decoder = Decoder::default();
    decoder.feed(bytes, &mut out);
    decoder.give_up(&mut out);
    assert_eq!(decoder.patience(), None, "nothing is kept after giving up");
    out
}

/// The names of the keys in `bytes`, other input as its debug form.
fn names(bytes: &[u8]) -> String {
    let name = |input: &Input| match input {
        Input::Key(key) => key.to_string(),
        other => format!("{other:?}"),
    };
    all(bytes).iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn keys_of_common_terminals_are_known() {
    let table: &[(&[u8], &str)] = &[
        (b"m", "m"),
        (b"M", "M"),
        (b" ", "Space"),
        (b"\r", "Enter"),
        (b"\t", "Tab"),
        (b"\x1b", "Esc"),
        (b"\x1b\x1b", "Esc Esc"),
        (b"\x7f", "Backspace"),
        (b"\x08", "Backspace"),
        (b"\x1a", "Ctrl-Z"),
        (b"\x03", "Ctrl-C"),
        (b"\x1f", "Ctrl-_"),
        (b"\0", "Ctrl-Space"),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", "Up Down Right Left"),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD", "Up Down Right Left"),
        (b"\x1b[H\x1b[F\x1bOH\x1bOF", "Home End Home End"),
        (b"\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End"),
        (b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Ins Del PgUp PgDn"),
        (
            b"\x1bOP\x1bOQ\x1b[11~\x1b[[A\x1b[15~\x1b[24~",
            "F1 F2 F1 F1 F5 F12",
        ),
        (b"\x1b[Z", "Shift-Tab"),
        (
            b"\x1b[1;5C\x1b[1;2A\x1b[3;5~",
            "Ctrl-Right Shift-Up Ctrl-Del",
        ),
        (b"\x1b[1;5:1C", "Ctrl-Right"),
        (b"\x1b[122;5u\x1b[27u", "Ctrl-Z Esc"),
        (b"\x1bm\x1b\x01", "Alt-m Ctrl-Alt-A"),
        (b"\x1b[", "Alt-["),
        ("é漢😀".as_bytes(), "é 漢 😀"),
        (b"\x1bOM", "Enter"),
    ];
    for (bytes, expected) in table {
        assert_eq!(names(bytes), *expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn what_means_nothing_leaves_the_next_key_alone() {
    for junk in [
        b"\x1b[99~".as_slice(),
        b"\x1b[?1;2c",
        b"\x1b[200;1~",
        b"\x1bOz",
        b"\xff\xfe",
        b"\xc3",
        b"\x1b[12;",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b[I",
        b"\x1b[35;40;12M",
    ] {
        let mut bytes = junk.to_vec();
        bytes.extend_from_slice(b"\x1b[A");
        assert_eq!(names(&bytes), "Up", "{}", junk.escape_ascii());
    }
}

#[test]
fn clicks_and_the_wheel_are_read_and_the_rest_of_the_mouse_is_not() {
    let press = |column, row| {
        vec![Input::Mouse(Mouse {
            action: MouseAction::Press,
            column,
            row,
        })]
    };
    assert_eq!(all(b"\x1b[<0;10;5M"), press(9, 4));
    assert_eq!(all(b"\x1b[<4;10;5M"), press(9, 4), "with shift held");
    assert_eq!(all(b"\x1b[M !!"), press(0, 0), "the old form");
    assert!(names(b"\x1b[<64;1;1M").contains("WheelUp"));
    assert!(names(b"\x1b[<65;1;1M").contains("WheelDown"));
    for nothing in [
        b"\x1b[<0;10;5m".as_slice(),
        b"\x1b[<2;1;1M",
        b"\x1b[<35;1;1M",
        b"\x1b[<0;0;0M",
    ] {
        assert_eq!(all(nothing), vec![]);
    }
}

#[test]
fn a_paste_is_one_text_whatever_is_in_it() {
    let text = all(b"\x1b[200~one\r\ntwo\rthree\x1b[A\xff\x1b[201~m");
    let pasted = "one\ntwo\nthree\x1b[A\u{fffd}".into();
    assert_eq!(text, vec![Input::Paste(pasted), Input::Key(Key::char('m'))]);
    let pasted = |text: &str| Input::Paste(text.into());
    assert_eq!(
        all(b"\x1b[200~\x1b[201~\x1b[200~a\x1b[201~"),
        vec![pasted(""), pasted("a")]
    );
}

#[test]
fn a_paste_without_an_end_is_given_up_and_keys_work_again() {
    let mut out = Vec::new();
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[200~half", &mut out);
    assert!(out.is_empty());
    assert!(decoder.patience().unwrap() <= Duration::from_millis(500));
    decoder.give_up(&mut out);
    decoder.feed(b"m", &mut out);
    assert_eq!(
        out,
        vec![Input::Paste("half".into()), Input::Key(Key::char('m'))]
    );
}

#[test]
fn a_large_paste_in_small_pieces_takes_linear_time() {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    decoder.feed(b"\x1b[200~", &mut out);
    for _ in 0..100_000 {
        decoder.feed(b"0123456789", &mut out);
    }
    decoder.feed(b"\x1b[20", &mut out);
    decoder.feed(b"1~", &mut out);
    let [Input::Paste(text)] = out.as_slice() else {
        panic!("one paste");
    };
    assert_eq!(text.as_str().len(), 1_000_000);
}

/// Bytes that are mostly pieces of real sequences, so that splits fall inside them.
fn terminal_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\x1b[A".to_vec()),
        Just(b"\x1b[200~".to_vec()),
        Just(b"\x1b[201~".to_vec()),
        Just(b"\x1b[<0;3;4M".to_vec()),
        Just(b"\x1b[M !!".to_vec()),
        Just(b"\x1b]0;x\x07".to_vec()),
        Just("é漢".as_bytes().to_vec()),
        Just(b"\x1b".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
        "[a-z\r]{1,4}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_the_bytes_are_split_changes_nothing(bytes in terminal_bytes(), cuts in proptest::collection::vec(0usize..60, 0..6)) {
        let mut split = Decoder::default();
        let mut out = Vec::new();
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.sort_unstable();
        let mut from = 0;
        for cut in cuts {
            split.feed(&bytes[from..cut], &mut out);
            from = cut;
        }
        split.feed(&bytes[from..], &mut out);
        split.give_up(&mut out);
        prop_assert_eq!(out, all(&bytes));
    }

    #[test]
    fn typed_text_comes_out_as_typed(text in "[ -~é-ÿ漢字]{0,40}") {
        let typed: String = all(text.as_bytes()).into_iter().filter_map(|input| match input {
            Input::Key(key) => key.text(),
            _ => None,
        }).collect();
        prop_assert_eq!(typed, text);
    }
}
