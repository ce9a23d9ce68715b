//! What holds for any text, however odd: nothing panics, every hit is a piece of the text, and hits
//! never overlap.

use crate::corpus::{HALVES, Half};
use onsite::domain::privacy::identifiers::{Context, Hit, NamesHeard, Surroundings, scan};
use onsite::domain::privacy::labels;
use proptest::prelude::*;

const PLACES: [Surroundings; 3] = [
    Surroundings::Chart,
    Surroundings::Loose,
    Surroundings::Elsewhere,
];

fn check(text: &str, hits: &[Hit]) {
    let mut end = 0;
    for hit in hits {
        assert!(hit.span.start >= end, "overlap in {text:?}: {hits:?}");
        let held = text.get(hit.span.clone());
        assert!(
            held.is_some_and(|held| !held.is_empty()),
            "{hit:?} in {text:?}"
        );
        end = hit.span.end;
    }
}

fn scan_everywhere(text: &str) {
    let names: NamesHeard = ["Rivera", "Ana de Souza", "O'Brien", "May", "Özil"]
        .iter()
        .collect();
    let days = ["2026-11-17".parse().unwrap()];
    for place in PLACES {
        let context = Context {
            place,
            visit_days: &days,
            names_heard: &names,
        };
        check(text, &scan(text, &context));
    }
}

/// Pieces that the rules look for, so that made-up texts come near them.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "MRN",
        "M.R.N.",
        "pt. ID",
        "chart",
        "SSN",
        "social",
        "DOB",
        "born",
        "date of",
        "call",
        "fax",
        "her number is",
        "last 4",
        "exp",
        "lot",
        "NUR-12",
        "use by",
        "expired",
        "insurance policy",
        "March",
        "may",
        "14th",
        "of",
        "3/14/61",
        "555-0123",
        "(312)",
        "+49",
        "123-45-6789",
        "4471902",
        "a@b.org",
        "Mrs.",
        "patient",
        "name:",
        "aged",
        "92",
        "yo",
        "128 Main St",
        "PO Box",
        "Rivera",
        "Ana",
        "de Souza",
        "O’Brien",
        "'s",
        "-",
        "/",
        ".",
        ":",
        "#",
        "(",
        ")",
        "\n",
        " ",
        "  ",
        "\u{301}",
        "İ",
        "ß",
        "№",
        "💊",
        "٣",
        "\u{200b}",
        "mg",
        "h",
        "q4w",
        "'26",
        "T08:40",
        "x2",
    ];
    prop_oneof![
        4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[0-9]{1,12}",
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #[test]
    fn any_letters_at_all(text in any::<String>()) {
        scan_everywhere(&text);
    }

    #[test]
    fn any_pieces_that_the_rules_know(pieces in prop::collection::vec(piece(), 0..24), spaced in any::<bool>()) {
        scan_everywhere(&pieces.join(if spaced { " " } else { "" }));
    }

    #[test]
    fn any_name_and_any_label(name in any::<String>(), label in "\\PC{0,20}") {
        let mut names = NamesHeard::none();
        let added = names.add(&name).is_ok();
        prop_assert_eq!(names.len(), usize::from(added));
        let context = Context { names_heard: &names, ..Context::of(Surroundings::Chart) };
        check(&name, &scan(&name, &context));
        let _ = labels::identifies(&label, &["R", "RN"], &context);
        if added {
            prop_assert!(names.remove(&name));
        }
    }

    #[test]
    fn what_is_found_alone_is_found_in_a_longer_text(index in any::<prop::sample::Index>(), name in prop::sample::select(HALVES.to_vec())) {
        let half = Half::read(name);
        let snippets: Vec<_> = half.snippets().iter().filter(|held| held.kind.is_some()).collect();
        let snippet = index.get(&snippets);
        let alone = half.hits(&snippet.text, snippet.place);
        let text = format!("Read twice, both times with RN-A.\n{}\nNothing else to say.", snippet.text);
        let within = half.hits(&text, snippet.place);
        prop_assert_eq!(alone.len(), within.len(), "{}", text);
    }
}
