//! Sentences against facts that a person can count on fingers.

use super::*;
use crate::domain::pack::Method;
use crate::domain::rich_visit::{Rich, check, finished, opened};
use crate::domain::survey::answers::AnswerValue::{CouldNotAssess, Met, NotApplicable, NotMet};
use crate::domain::survey::answers::Reason;
use crate::domain::values::calendar::Moment;

fn facts(rich: &Rich) -> Facts<'_> {
    Facts {
        visit: rich.visit(),
        pack: &rich.pack,
        packet: Some(&rich.packet),
        texts: &rich.texts,
    }
}

fn element<'a>(rich: &'a Rich, id: &str) -> &'a crate::domain::pack::Element {
    rich.pack
        .element(&crate::domain::values::ids::ElementId::new(id).unwrap())
        .unwrap()
}

fn line(rich: &Rich, id: &str, method: Method) -> Option<String> {
    facts(rich).facts_line(element(rich, id), method)
}

#[test]
fn the_facts_line_follows_the_answers() {
    let mut rich = opened();
    let key = check("3.12.2", Method::Record);
    rich.answer(key.clone(), "main", "r01", NotMet, None);
    assert_eq!(
        line(&rich, "3.12.2", Method::Record).unwrap(),
        "In the one chart looked at this was not seen: R01 at Main Street."
    );
    rich.answer(key.clone(), "main", "r02", NotMet, None);
    rich.remark(key.clone(), "main", "r02", "cycle 2 day 1: one signature");
    for chart in ["r03", "r05"] {
        rich.answer(key.clone(), "main", chart, Met, None);
    }
    rich.answer(key.clone(), "west", "r06", Met, None);
    rich.answer(check("3.12.2", Method::Policy), "", "d1", Met, None);
    assert_eq!(
        line(&rich, "3.12.2", Method::Record).unwrap(),
        "In 2 of 5 charts this was not seen: R01, R02 (cycle 2 day 1: one signature) \
         at Main Street. NUR-12 version 3 requires it."
    );
    rich.answer(key.clone(), "west", "r06", NotMet, None);
    rich.answer(check("3.12.2", Method::Policy), "", "d2", Met, None);
    assert_eq!(
        line(&rich, "3.12.2", Method::Record).unwrap(),
        "In 3 of 5 charts this was not seen: R01, R02 (cycle 2 day 1: one signature) \
         at Main Street; R06 at West Clinic. NUR-12 version 3 and PHA-2 Preparation require it."
    );
    rich.answer(
        key.clone(),
        "west",
        "r06",
        CouldNotAssess,
        Some(Reason::Listed(1)),
    );
    let said = line(&rich, "3.12.2", Method::Record).unwrap();
    assert!(said.contains("In 2 of 4 charts"), "{said}");
    assert!(
        said.contains("; 1 more chart could not be assessed."),
        "{said}"
    );
    for chart in ["r01", "r02"] {
        rich.answer(key.clone(), "main", chart, Met, None);
    }
    assert_eq!(line(&rich, "3.12.2", Method::Record), None, "all met");
}

#[test]
fn with_one_site_no_site_is_named() {
    let mut rich = opened();
    let key = check("3.12.2", Method::Record);
    for (chart, value) in [("r01", Met), ("r02", NotMet), ("r05", NotMet)] {
        rich.answer(key.clone(), "main", chart, value, None);
    }
    rich.answer(check("3.12.2", Method::Policy), "", "d1", Met, None);
    let mut visit = rich.visit().clone();
    visit.sites.truncate(1);
    let facts = Facts {
        visit: &visit,
        ..facts(&rich)
    };
    assert_eq!(
        facts
            .facts_line(element(&rich, "3.12.2"), Method::Record)
            .unwrap(),
        "In 2 of 3 charts this was not seen: R02, R05. NUR-12 version 3 requires it."
    );
}

#[test]
fn each_method_says_in_its_own_words_what_was_not_met() {
    let mut rich = opened();
    let paper = check("3.12.2", Method::Policy);
    rich.answer(paper.clone(), "", "d1", NotMet, None);
    rich.remark(paper.clone(), "", "d1", "names one person only");
    assert_eq!(
        line(&rich, "3.12.2", Method::Policy).unwrap(),
        "NUR-12 version 3 (names one person only) does not say this."
    );
    rich.answer(paper.clone(), "", "d2", Met, None);
    assert_eq!(
        line(&rich, "3.12.2", Method::Policy).unwrap(),
        "NUR-12 version 3 (names one person only) does not say this; PHA-2 Preparation does."
    );
    rich.answer(paper, "", "d2", NotMet, None);
    assert_eq!(
        line(&rich, "3.12.2", Method::Policy).unwrap(),
        "NUR-12 version 3 (names one person only) and PHA-2 Preparation do not say this."
    );
    rich.answer(check("3.12.3", Method::Policy), "", "", NotMet, None);
    assert_eq!(
        line(&rich, "3.12.3", Method::Policy).unwrap(),
        "No policy says this."
    );
    let asked = check("3.12.3", Method::Interview);
    rich.answer(asked, "main", "i01", NotMet, None);
    assert_eq!(
        line(&rich, "3.12.3", Method::Interview).unwrap(),
        "In the one interview held this was not confirmed: I01 with RN-A at Main Street."
    );
    rich.clear(check("3.12.3", Method::Policy), "", "");
    assert!(
        line(&rich, "3.12.3", Method::Interview)
            .unwrap()
            .ends_with("This rests on one interview.")
    );
    let watched = check("3.12.1", Method::Observation);
    rich.answer(watched, "west", "", NotMet, None);
    assert_eq!(
        line(&rich, "3.12.1", Method::Observation).unwrap(),
        "Nothing observed at West Clinic showed this."
    );
    let lines = facts(&rich).facts_lines(element(&rich, "3.12.2"));
    assert_eq!(lines.len(), 1, "{lines:?}");
}

#[test]
fn a_document_without_a_title_is_called_by_its_label() {
    let mut rich = opened();
    rich.answer(check("3.12.2", Method::Policy), "", "d1", NotMet, None);
    let mut visit = rich.visit().clone();
    let untitled = crate::domain::values::ids::SourceId::new("d1").unwrap();
    visit.sources.details_mut(&untitled).unwrap().title = None;
    let facts = Facts {
        visit: &visit,
        ..facts(&rich)
    };
    let said = facts.facts_line(element(&rich, "3.12.2"), Method::Policy);
    assert_eq!(said.unwrap(), "Document D1 does not say this.");
}

#[test]
fn a_met_element_writes_itself_and_others_do_not() {
    let rich = finished();
    let facts = facts(&rich);
    let said = |id: &str| {
        let element = element(&rich, id);
        facts.met_sentence(rich.pack.standard_of(&element.id).unwrap(), element)
    };
    assert_eq!(
        said("3.12.7").unwrap(),
        "Met: 6 of 6 charts; 3 observed",
        "records and observation only"
    );
    assert_eq!(said("3.6.1").unwrap().matches(';').count(), 3);
    assert_eq!(
        said("1.3.1").unwrap(),
        "Met: 2 of 2 personnel files; NUR-12 version 3; 2 interviews"
    );
    assert_eq!(said("3.12.2"), None, "mixed");
    assert_eq!(said("3.10.1"), None, "not offered");
}

#[test]
fn counts_name_n_and_answers_at_the_whole_are_no_source() {
    let mut rich = opened();
    let key = check("3.12.2", Method::Record);
    let counts = |rich: &Rich, id: &str, method| {
        let facts = facts(rich);
        let element = element(rich, id);
        facts.counts(element, method, &facts.evidence(element, method, None))
    };
    assert_eq!(counts(&rich, "3.12.2", Method::Record), "nothing yet");
    rich.answer(
        key.clone(),
        "main",
        "r01",
        NotApplicable,
        Some(Reason::Listed(1)),
    );
    assert_eq!(counts(&rich, "3.12.2", Method::Record), "1 not applicable");
    rich.answer(key.clone(), "main", "r02", Met, None);
    rich.answer(key.clone(), "main", "r03", NotMet, None);
    rich.answer(key, "west", "r06", CouldNotAssess, Some(Reason::Listed(2)));
    assert_eq!(
        counts(&rich, "3.12.2", Method::Record),
        "1 of 3 charts, 1 not applicable, 1 not assessed"
    );
    let policy = check("3.12.2", Method::Policy);
    rich.answer(policy, "", "", NotMet, None);
    assert_eq!(
        counts(&rich, "3.12.2", Method::Policy),
        "not met as a whole"
    );
    let watch = check("3.12.2", Method::Observation);
    rich.answer(watch, "main", "o1", Met, None);
    assert_eq!(
        counts(&rich, "3.12.2", Method::Observation),
        "1 of 1 observed"
    );
}

#[test]
fn several_things_are_told_apart() {
    let told = |things: &[&str]| listed(&things.iter().map(|t| t.to_string()).collect::<Vec<_>>());
    assert_eq!(told(&["a", "b", "c"]), "a, b and c");
    assert_eq!(
        told(&["NUR-1, version 2", "b", "c"]),
        "NUR-1, version 2 and b and c"
    );
}

#[test]
fn a_remark_stands_behind_its_source() {
    let mut rich = opened();
    let key = check("3.12.2", Method::Record);
    rich.answer(key.clone(), "main", "r02", NotMet, None);
    rich.answer(key.clone(), "main", "r05", NotMet, None);
    rich.remark(key.clone(), "main", "r02", "cycle 2 day 1: one signature");
    let facts = facts(&rich);
    let evidence = facts.evidence(element(&rich, "3.12.2"), Method::Record, None);
    let groups = facts.grouped(&evidence, NotMet);
    assert_eq!(
        groups[0].at,
        "R02 (cycle 2 day 1: one signature), R05 at Main Street"
    );
    assert_eq!(evidence.with_remarks().count(NotMet), 1);
}

#[test]
fn reasons_sources_and_suggestions_say_what_they_are() {
    let mut rich = opened();
    let typed = rich.text("In my own words");
    let erased = rich.text("gone");
    rich.keep_typed();
    rich.texts.remove(&erased);
    let held = facts(&rich);
    let cases = [
        (Reason::Listed(1), "Did not arise in this record"),
        (Reason::Typed(typed), "In my own words"),
        (Reason::Typed(erased), ERASED),
        (
            Reason::Listed(99),
            "reason 99, which is not in this Standards edition",
        ),
        (
            Reason::Listed(0),
            "reason 0, which is not in this Standards edition",
        ),
    ];
    for (reason, wanted) in cases {
        assert_eq!(held.reason(ReasonFor::NotApplicable, &reason), wanted);
    }
    let names: Vec<String> = held
        .visit
        .sources
        .iter()
        .filter(|source| ["D1", "R01", "I01", "O1"].contains(&source.details.label.as_str()))
        .map(|source| held.source_name(&source.details))
        .collect();
    assert_eq!(
        names,
        [
            "D1: NUR-12 version 3",
            "R01",
            "I01 with RN-A",
            "O1 with RN-A"
        ]
    );
    let standard = rich.pack.standard_of(&element(&rich, "3.12.1").id).unwrap();
    let verdict =
        |rich: &Rich| crate::domain::survey::verdicts::standard(rich.visit(), &rich.pack, standard);
    assert!(suggestion(&rich.pack, &verdict(&rich)).ends_with(" to do"));
    let mut begun = opened();
    begun.answer(
        check("3.12.2", Method::Observation),
        "main",
        "o1",
        NotMet,
        None,
    );
    let said = suggestion(&begun.pack, &verdict(&begun));
    assert!(said.starts_with("Not met so far, "), "{said}");
}

#[test]
fn moments_are_told_with_their_zone() {
    let at = Moment::parse_from_rfc3339("2026-01-04T09:05:07-06:00").unwrap();
    assert_eq!(day(at), "Jan 4, 2026");
    assert_eq!(day_and_time(at), "Jan 4, 2026, 09:05 UTC-06:00");
}

#[test]
fn a_short_facts_line_has_no_remark_and_names_the_first_sources_only() {
    let mut rich = opened();
    let key = check("3.12.2", Method::Record);
    for chart in ["r01", "r02"] {
        rich.answer(key.clone(), "main", chart, NotMet, None);
    }
    rich.remark(key.clone(), "main", "r02", "cycle 2 day 1: one signature");
    let rich = rich;
    let facts = facts(&rich);
    let element = element(&rich, "3.12.2");
    assert_eq!(
        facts.facts_in_short(element, Method::Record).unwrap(),
        "In 2 of 2 charts this was not seen: R01, R02 at Main Street."
    );
    let evidence = facts.evidence(element, Method::Record, None);
    assert_eq!(
        facts.labels_in_short(&evidence, 1),
        "R01 at Main Street and 1 more"
    );
}
