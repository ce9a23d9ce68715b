//! RULES.md, Sampling and Readiness: what counts toward a minimum, what still blocks. Answers are
//! written as in the tests of the verdicts.

use super::*;
use crate::domain::survey::answers::{Ground, Level, NoteTarget, Reason};
use crate::domain::survey::events::{Offered, ServiceSaid};
use crate::domain::survey::verdicts::tests::{Survey, at, pack};
use crate::domain::values::ids::{AttributeId, ElementId, SourceId};
use crate::domain::values::text::{Text, Texts};
use serde_json::json;

/// A sample as `(reached, more without answers)`, at each site in turn.
fn counted(survey: &Survey) -> Vec<(usize, usize)> {
    let states = sample_states(&survey.visit, &survey.pack);
    let each = states.into_iter();
    each.map(|state| (state.reached, state.blank)).collect()
}

#[test]
fn only_what_was_answered_counts_toward_a_minimum() {
    #[rustfmt::skip]
    let rows = [
        // what it shows, sources, answers → at A, at B
        ("nothing answered", "R1 R2@A", "", [(0, 2), (0, 1)]),
        ("answered at one site: counts there", "R1 R2@A", "R A R1 met", [(1, 1), (0, 1)]),
        ("answered at both", "R1", "R A R1 met, R B R1 not", [(1, 0), (1, 0)]),
        ("not applicable is an answer", "R1@A", "R A R1 na", [(1, 0), (0, 0)]),
        ("another kind counts nothing", "F1", "R A F1 met", [(0, 0), (0, 0)]),
        ("cleared again", "R1@A", "R A R1 met, R A R1 -", [(0, 1), (0, 0)]),
    ];
    for (what, sources, answers, expected) in rows {
        let survey = Survey::over(pack(&["R"]), "AB").looking_at(sources);
        assert_eq!(counted(&survey.says(1, answers)), expected, "{what}");
    }
}

#[test]
fn a_record_read_for_no_standard_counts_toward_no_minimum() {
    let survey = Survey::over(pack(&["R"]), "A").looking_at("R1 R2");
    let survey = survey.says(1, "R A R1 met, R A R2 met");
    assert_eq!(counted(&survey), [(2, 0)]);
    let survey = survey.focus("R1", &["1.1"]);
    assert_eq!(counted(&survey), [(2, 0)]);
    assert_eq!(counted(&survey.focus("R2", &[])), [(1, 1)]);
}

#[test]
fn a_policy_of_the_practice_counts_wherever_its_document_belongs() {
    let mut documents = pack(&["P"]);
    documents["sampling"] = json!([
        {"method": "policy", "kind": "document", "per": "site", "minimum": 1, "say": "s"},
        {"method": "policy", "kind": "document", "per": "practice", "minimum": 1, "say": "s"},
    ]);
    let survey = |sources: &str| Survey::over(documents.clone(), "AB").looking_at(sources);
    assert_eq!(counted(&survey("D1")), [(0, 1), (0, 1), (0, 1)]);
    let everywhere = survey("D1").says(1, "P - D1 met");
    assert_eq!(counted(&everywhere), [(1, 0), (1, 0), (1, 0)]);
    let one_site = survey("D1@A").says(1, "P - D1 met");
    assert_eq!(counted(&one_site), [(1, 0), (0, 0), (1, 0)]);
}

/// What is left of the checks and levels of a survey, with the texts that are there.
fn left(survey: &Survey, texts: &Texts) -> Vec<String> {
    let facts = Facts {
        visit: &survey.visit,
        pack: &survey.pack,
        packet: None,
        texts,
    };
    let mut items = Vec::new();
    checks(&facts, &mut items);
    let board = Board::of(&survey.visit, &survey.pack);
    standards(&facts, &board, &mut items);
    items.into_iter().map(|item| item.what).collect()
}

/// Texts of these words, and the id of the first.
fn written(words: &str) -> (Texts, TextId) {
    let text = Text::new([3; 16], words);
    let (mut texts, id) = (Texts::default(), text.id);
    texts.insert(text);
    (texts, id)
}

#[test]
fn an_erased_or_blank_text_is_no_note() {
    let survey = || {
        let survey = Survey::over(pack(&["O"]), "A").looking_at("O1 O2");
        survey.says(1, "O A O1 not, O A O2 met")
    };
    let misses = |left: &[String]| {
        left.iter()
            .any(|what| what.ends_with("words for it are missing"))
    };
    assert!(misses(&left(&survey(), &Texts::default())), "no note");
    let rows = [
        ("One nurse signed alone.", false),
        ("", true),
        (" \n\t ", true),
        ("\u{200b}\u{a0}", true),
        ("...", true),
    ];
    for (words, missing) in rows {
        let (texts, id) = written(words);
        let mut survey = survey();
        let key = CheckKey {
            element: ElementId::new("1.1.1").unwrap(),
            method: Method::Observation,
        };
        survey.visit.notes.insert(NoteTarget::Check(key), id);
        assert_eq!(misses(&left(&survey, &texts)), missing, "{words:?}");
        assert!(
            misses(&left(&survey, &Texts::default())),
            "{words:?} erased"
        );
    }
}

#[test]
fn a_level_unlike_the_suggestion_rests_on_something() {
    let element = |id: &str| Some(Ground::Element(ElementId::new(id).unwrap()));
    let source = |id: &str| Some(Ground::Source(SourceId::new(id).unwrap()));
    let (texts, words) = written("The one slip was put right at once.");
    let typed = Some(Reason::Typed(words));
    let blank = Some(Reason::Typed(written(" ").1));
    let listed = Some(Reason::Listed(1));
    #[rustfmt::skip]
    let rows = [
        ("nothing said", Level::PartlyMet, None, None, true),
        ("a reason that names nothing", Level::PartlyMet, listed.clone(), None, true),
        ("a ground without a reason", Level::PartlyMet, None, element("1.1.1"), true),
        ("an element", Level::PartlyMet, listed.clone(), element("1.1.1"), false),
        ("a source", Level::PartlyMet, typed.clone(), source("O1"), false),
        ("an element of another Standard", Level::PartlyMet, typed.clone(), element("9.9"), true),
        ("a heading", Level::PartlyMet, typed.clone(), element("1.1.2"), true),
        ("a source that was taken out", Level::PartlyMet, typed, source("O7"), true),
        ("an erased reason", Level::PartlyMet, blank, element("1.1.1"), true),
        ("the suggested level", Level::FullyMet, None, None, false),
    ];
    for (what, level, reason, rests_on, blocks) in rows {
        let survey = Survey::over(pack(&["O", ""]), "A").looking_at("O1");
        let mut survey = survey.says(1, "O A O1 met");
        let held = Determination {
            level,
            suggested: Level::FullyMet,
            reason,
            rests_on,
        };
        let standard = survey.pack.standards[0].id.clone();
        survey.visit.determinations.insert(standard, (held, at()));
        let left = left(&survey, &texts);
        let asked = left.iter().any(|what| what.contains("what it rests on"));
        assert_eq!(asked, blocks, "{what}: {left:?}");
    }
}

/// What is said against a service that is not offered at the sites named, by the answers.
fn contrary(absent: Offered, answers: &str) -> usize {
    let mut document = pack(&["PO"]);
    document["attributes"] = json!([
        {"id": "mixing", "title": "t", "question": "q", "scope": "service"}
    ]);
    document["standards"][0]["elements"][0]["applies_when"] = json!("mixing");
    let survey = Survey::over(document, "AB").looking_at("D1 O1");
    let mut survey = survey.says(1, answers);
    let service = AttributeId::new("mixing").unwrap();
    let said = ServiceSaid {
        offered: absent,
        told_by: Vec::new(),
    };
    survey.visit.services.insert(service, (said, at()));
    let mut items = Vec::new();
    let facts = Facts {
        visit: &survey.visit,
        pack: &survey.pack,
        packet: None,
        texts: &Texts::default(),
    };
    contrary_evidence(&facts, &mut items);
    items.len()
}

#[test]
fn a_policy_of_the_whole_practice_says_nothing_against_one_site_that_lacks_the_service() {
    let only_at_a = || Offered::NotAt(vec![SiteId::new("B").unwrap()]);
    assert_eq!(contrary(only_at_a(), "P - D1 met, O A O1 met"), 0);
    assert_eq!(contrary(only_at_a(), "P B D1 met"), 1, "read for that site");
    assert_eq!(contrary(only_at_a(), "O B O1 met"), 1, "watched there");
    assert_eq!(
        contrary(Offered::Nowhere, "P - D1 met"),
        1,
        "offered nowhere"
    );
}

#[test]
fn a_typed_reason_that_is_erased_is_asked_for_again() {
    let (texts, words) = written("The pharmacy was closed for the day.");
    let survey = Survey::over(pack(&["R"]), "A").looking_at("R1 R2");
    let mut survey = survey.says(1, "R A R1 na, R A R2 met");
    let check = CheckKey {
        element: ElementId::new("1.1.1").unwrap(),
        method: Method::Record,
    };
    let reasons = |survey: &Survey, texts: &Texts| {
        let left = left(survey, texts).into_iter();
        left.filter(|what| what.ends_with("was erased, give one again"))
            .collect::<Vec<_>>()
    };
    let mut given = survey.visit.given(&check).iter().next().unwrap().clone();
    for (value, why) in [
        (AnswerValue::NotApplicable, "it is not applicable"),
        (AnswerValue::CouldNotAssess, "it could not be assessed"),
    ] {
        given.answer.value = value;
        given.answer.reason = Some(Reason::Typed(words));
        let cell = given.cell(&check);
        survey.visit.answers.set(&cell, Some(given.clone()));
        assert_eq!(reasons(&survey, &texts), [] as [String; 0]);
        let erased = reasons(&survey, &Texts::default());
        assert!(erased.len() == 1 && erased[0].contains(why), "{erased:?}");
    }
    let sample = sample_states(&survey.visit, &survey.pack).remove(0).key;
    survey.visit.shortfalls.insert(sample, Reason::Typed(words));
    let short = |texts: &Texts| {
        let facts = Facts {
            visit: &survey.visit,
            pack: &survey.pack,
            packet: None,
            texts,
        };
        let mut items = Vec::new();
        samples::samples(&facts, &mut items);
        items.len()
    };
    assert_eq!((short(&texts), short(&Texts::default())), (0, 1));
}
