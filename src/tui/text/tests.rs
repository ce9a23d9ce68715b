#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
use proptest::prelude::*;

use super::*;

fn wrapped(text: &str, columns: usize) -> Vec<&str> {
    wrap(text, columns).collect()
}

#[test]
fn text_is_cut_at_graphemes_with_the_mark_of_the_screen() {
    assert_eq!(truncate("Dose checked", 12, "…"), "Dose checked");
    assert_eq!(truncate("Dose checked", 8, "…"), "Dose ch…");
    assert_eq!(
        truncate("Dose checked", 6, "…"),
        "Dose…",
        "no blank before the mark"
    );
    assert_eq!(truncate("Dose checked", 8, "..."), "Dose...");
    assert_eq!(truncate("Dose checked", 2, "..."), "Do");
    assert_eq!(truncate("Dose", 0, "…"), "");
    assert_eq!(truncate("漢字漢字", 5, "…"), "漢字…");
    assert_eq!(
        truncate("漢字漢字", 4, "…"),
        "漢…",
        "half a character is none"
    );
    assert_eq!(truncate("e\u{301}e\u{301}e\u{301}", 2, "…"), "e\u{301}…");
    assert_eq!(fit("Met", 5, "…"), "Met  ");
}

#[test]
fn lines_break_at_blanks_and_long_words_anywhere() {
    assert_eq!(
        wrapped("two people check the dose", 10),
        ["two people", "check the", "dose"]
    );
    assert_eq!(wrapped("two people", 4), ["two", "peop", "le"]);
    assert_eq!(wrapped("a  b", 2), ["a", "b"]);
    assert_eq!(
        wrapped("one\n\ntwo\r\nthree", 10),
        ["one", "", "two", "three"]
    );
    assert_eq!(wrapped("", 10), [""]);
    assert_eq!(wrapped("end\n", 10), ["end", ""]);
    assert_eq!(wrapped("  indented line", 10), ["  indented", "line"]);
    assert_eq!(wrapped("漢字漢字", 4), ["漢字", "漢字"]);
    assert_eq!(
        wrapped("漢", 1),
        ["漢"],
        "what cannot fit is drawn cut, not lost"
    );
    assert_eq!(wrapped("word   ", 4), ["word"]);
}

#[test]
fn what_a_terminal_would_obey_is_spelt_out() {
    assert_eq!(visible("plain"), "plain");
    assert_eq!(visible("é 漢 ü"), "é 漢 ü");
    assert_eq!(visible("a\u{1b}[31mb"), "a<U+001B>[31mb");
    assert_eq!(visible("a\u{9b}31m"), "a<U+009B>31m");
    assert_eq!(visible("a\nb"), "a<U+000A>b");
    assert_eq!(visible_block("a\nb\tc\r\nd\re"), "a\nb    c\nd<U+000D>e");
    assert_eq!(visible("\u{202e}gpj.exe"), "<U+202E>gpj.exe");
    assert_eq!(visible("pass\u{200b}word"), "pass<U+200B>word");
    assert_eq!(visible("\u{feff}x\u{2066}"), "<U+FEFF>x<U+2066>");
}

#[test]
fn runs_of_marks_do_not_pile_up() {
    assert_eq!(visible("e\u{301}"), "e\u{301}");
    assert_eq!(visible("\u{301}e"), "<U+0301>e");
    let pile = format!("a{}", "\u{301}".repeat(10_000));
    assert!(visible(&pile).starts_with("a\u{301}\u{301}\u{301}\u{301}<U+0301>"));
}

#[test]
fn a_field_takes_in_what_can_be_seen() {
    assert_eq!(typed("a\u{1b}[2Jb\0", true), ("a[2Jb".to_owned(), 2));
    assert_eq!(
        typed("one\r\ntwo\rthree", true),
        ("one\ntwo\nthree".to_owned(), 0)
    );
    assert_eq!(typed("one\ntwo\tx", false), ("one two x".to_owned(), 0));
    assert_eq!(typed("\u{202e}x\u{200b}", false), ("x".to_owned(), 2));
    let (taken, left_out) = typed(&format!("a{}b", "\u{301}".repeat(10)), true);
    assert_eq!((taken.chars().count(), left_out), (6, 6));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cut_text_fits(text in "\\PC{0,40}", columns in 0usize..30) {
        prop_assert!(width(&truncate(&text, columns, "…")) <= columns);
        prop_assert_eq!(width(&fit(&text, columns, "...")), columns);
    }

    #[test]
    fn wrapping_loses_only_blanks_and_fits(text in "[a-z漢é \n]{0,80}", columns in 2usize..20) {
        let lines: Vec<&str> = wrap(&text, columns).collect();
        for line in &lines {
            prop_assert!(width(line) <= columns, "{line:?}");
        }
        let dense = |text: &str| text.replace([' ', '\n'], "");
        prop_assert_eq!(dense(&lines.concat()), dense(&text));
    }

    #[test]
    fn nothing_unseen_is_left(text in any::<String>()) {
        let shown = visible(&text);
        prop_assert!(!shown.chars().any(is_unseen));
        let (taken, _) = typed(&text, true);
        prop_assert!(!taken.chars().any(|c| c != '\n' && is_unseen(c)));
        let drawn: usize = shown.graphemes(true).map(grapheme_width).sum();
        prop_assert_eq!(drawn, width(&shown));
    }
}

proptest! {
    #[test]
    fn graphemes_are_those_of_the_tables(text in "(\\PC|[a-c \\r\\n\\t]|[\u{300}\u{301}\u{200d}\u{fe0f}]|[👩👨🏳🌈🇩🇪]|[\u{600}\u{1100}\u{1161}]){0,30}") {
        let ours: Vec<(usize, &str)> = graphemes(&text).collect();
        let theirs: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
        prop_assert_eq!(ours, theirs);
    }
}
