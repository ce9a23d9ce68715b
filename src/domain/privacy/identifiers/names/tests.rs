#![allow(clippy::unwrap_used)]

use super::super::{Context, Kind, Surroundings, scan};
use super::*;

fn heard(names: &[&str]) -> NamesHeard {
    names.iter().collect()
}

/// The words that are found in a text.
fn found<'a>(names: &NamesHeard, text: &'a str) -> Vec<&'a str> {
    let context = Context {
        names_heard: names,
        ..Context::of(Surroundings::Elsewhere)
    };
    scan(text, &context)
        .into_iter()
        .filter(|hit| hit.kind == Kind::NameHeard)
        .map(|hit| &text[hit.span])
        .collect()
}

#[test]
fn a_name_is_found_as_a_whole_word_whatever_its_capitals() {
    let names = heard(&["Rivera", "Özil"]);
    for (text, name) in [
        ("RIVERA said", "RIVERA"),
        ("rivera's chart", "rivera"),
        ("Rivera’s chart", "Rivera"),
        ("the riveras' car", "riveras"),
        ("riveras chart", "riveras"),
        ("(Rivera)", "Rivera"),
        ("R03/rivera", "rivera"),
        ("öZIL", "öZIL"),
        ("ozil", "ozil"),
        ("o\u{308}zil", "o\u{308}zil"),
    ] {
        assert_eq!(found(&names, text), [name], "{text}");
    }
    for text in [
        "the river",
        "riverasson",
        "driverass",
        "unrivera1d".trim_end_matches("1d"),
    ] {
        assert!(found(&names, text).is_empty(), "{text}");
    }
}

#[test]
fn every_part_of_a_name_is_found_alone_and_together() {
    let names = heard(&[
        "Ana de Souza",
        "O'Brien",
        "Peña-Ruiz",
        "van der Berg",
        "Dr. Tomás Okafor Jr.",
    ]);
    for (text, name) in [
        ("Ana  de souza", "Ana  de souza"),
        ("ana was late", "ana"),
        ("DE SOUZA, ANA", "DE SOUZA, ANA"),
        ("Mrs. Souza", "Souza"),
        ("o’brien", "o’brien"),
        ("OBrien", "OBrien"),
        ("o brien", "o brien"),
        ("Pena Ruiz", "Pena Ruiz"),
        ("ruiz", "ruiz"),
        ("Van Der Berg", "Van Der Berg"),
        ("vanderberg", "vanderberg"),
        ("Mr Berg", "Berg"),
        ("okafor, tomas", "okafor, tomas"),
    ] {
        assert_eq!(found(&names, text), [name], "{text}");
    }
    for text in [
        "de facto",
        "van and der",
        "the brien",
        "o no",
        "Dr. who",
        "jr nurse",
    ] {
        assert!(found(&names, text).is_empty(), "{text}");
    }
}

#[test]
fn a_name_that_is_a_word_is_found_where_it_is_meant() {
    let names = heard(&["May", "Rose", "Will", "Hope Lindqvist", "Ng", "An"]);
    for text in [
        "asked May about it",
        "Mrs. May waited",
        "mrs may waited",
        "May's chart",
        "may said no",
        "pt Rose said so",
        "rose said so",
        "Rose was late",
        "told Will to call",
        "Will, your name?",
        "hope lindqvist",
        "Hope's port",
        "Ms Ng",
        "asked An to sign",
        "RN-A said Rose would be moved",
    ] {
        assert_eq!(found(&names, text).len(), 1, "{text}");
    }
    for text in [
        "it may be given",
        "May be repeated once",
        "May 2 nurses sign?",
        "version of May 2024",
        "since May",
        "12 May",
        "MAY BE GIVEN",
        "temp rose to 38.4",
        "The level rose.",
        "pt will call",
        "Will be revised",
        "WILL NEED TWO",
        "we hope so",
        "Hope this helps",
        "ng tube",
        "NG tube",
        "12 ng/mL",
        "an order",
        "An order was changed",
        "Rose-colored urine",
    ] {
        assert!(found(&names, text).is_empty(), "{text}");
    }
}

#[test]
fn what_is_no_name_is_refused_and_says_what_to_do() {
    let mut names = NamesHeard::none();
    let long = "x".repeat(LONGEST_NAME + 1);
    for (typed, fault) in [
        ("", NotAName::TooShort),
        ("  ", NotAName::TooShort),
        ("J.", NotAName::TooShort),
        ("4471902", NotAName::HasDigits),
        ("Rivera 2", NotAName::HasDigits),
        ("van der", NotAName::OnlyParticles),
        ("Mrs.", NotAName::OnlyParticles),
        (&long, NotAName::TooLong),
    ] {
        assert_eq!(names.add(typed), Err(fault), "{typed}");
    }
    assert!(names.is_empty());
    assert_eq!(
        names.add(" Le "),
        Ok(()),
        "a particle is a name where it is all of it"
    );
}

#[test]
fn a_list_is_kept_as_it_was_typed() {
    let mut names = NamesHeard::none();
    names.add("Rivera").unwrap();
    names.add("D’Angelo").unwrap();
    assert_eq!(names.add("RIVERA"), Err(NotAName::Known));
    assert_eq!(names.add("d'angelo"), Err(NotAName::Known));
    assert_eq!(names.iter().collect::<Vec<_>>(), ["Rivera", "D’Angelo"]);
    assert!(names.remove("rivera"));
    assert!(!names.remove("rivera"));
    assert_eq!(names.len(), 1);
    assert!(found(&names, "Rivera").is_empty());
}

#[test]
fn a_list_has_an_end() {
    let letters = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o",
    ];
    let pairs = letters
        .iter()
        .flat_map(|a| letters.map(|b| format!("Name{a}{b}")));
    let names: NamesHeard = pairs.collect();
    assert_eq!(names.len(), MOST_NAMES);
    assert_eq!(names.clone().add("Rivera"), Err(NotAName::Full));
}

#[test]
fn a_list_never_prints_its_names() {
    let names = heard(&["Rivera"]);
    assert_eq!(format!("{names:?}"), "NamesHeard(1)");
    let context = Context {
        names_heard: &names,
        ..Context::of(Surroundings::Chart)
    };
    assert!(!format!("{context:?}").contains("Rivera"));
    assert!(!NotAName::Known.to_string().contains("Rivera"));
}
