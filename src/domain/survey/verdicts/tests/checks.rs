//! Rules from the answer to the check and the element: one Standard of one element.

use super::*;
use Outcome::{CouldNotAssess, Met, Mixed, NotApplicable, NotMet, Open};

#[test]
fn a_check_over_its_sources() {
    #[rustfmt::skip]
    let rows: [(&str, &str, &str, Outcome, usize, usize, usize); 15] = [
        // what it shows, sources, answers → outcome, still open, n of N
        ("nothing looked at yet", "", "", Open, 1, 0, 0),
        ("nothing answered", "R1 R2", "", Open, 2, 0, 0),
        ("only met", "R1 R2", "R A R1 met, R A R2 met", Met, 0, 2, 2),
        ("only not met", "R1 R2", "R A R1 not, R A R2 not", NotMet, 0, 0, 2),
        ("met and not met", "R1 R2", "R A R1 met, R A R2 not", Mixed, 0, 1, 2),
        ("met, rest not applicable", "R1 R2", "R A R1 met, R A R2 na", Met, 0, 1, 1),
        ("not met, rest not applicable", "R1 R2", "R A R1 not, R A R2 na", NotMet, 0, 0, 1),
        ("only not applicable", "R1 R2", "R A R1 na, R A R2 na", NotApplicable, 0, 0, 0),
        ("an expected cell unanswered", "R1 R2", "R A R1 met", Open, 1, 1, 1),
        ("not met before open", "R1 R2", "R A R1 not", NotMet, 1, 0, 1),
        ("mixed before open", "R1 R2 R3", "R A R1 not, R A R2 met", Mixed, 1, 1, 2),
        ("open before not assessed", "R1 R2", "R A R1 cna", Open, 1, 0, 0),
        ("some not assessable", "R1 R2", "R A R1 met, R A R2 cna", CouldNotAssess, 0, 1, 1),
        ("not met first", "R1 R2", "R A R1 not, R A R2 cna", NotMet, 0, 0, 1),
        ("one answer at the whole", "R1 R2", "R A - not", NotMet, 0, 0, 1),
    ];
    for (what, sources, answers, outcome, open, met, arose) in rows {
        let survey = Survey::over(pack(&["R"]), "A")
            .looking_at(sources)
            .says(1, answers);
        let verdict = survey.check_at("R", "A");
        assert_eq!(verdict.outcome, outcome, "{what}");
        assert_eq!(verdict.open, open, "{what}");
        assert_eq!(
            (verdict.tally.met, verdict.tally.arose()),
            (met, arose),
            "{what}"
        );
    }
}

#[test]
fn cells_beyond_the_minimum_are_not_sampled() {
    // Five charts are asked for at each site.
    let five = "R A R1 met, R A R2 met, R A R3 met, R A R4 met, R A R5 met";
    let six = format!("{five}, R A R6 met");
    let seven = "R1 R2 R3 R4 R5 R6 R7";
    #[rustfmt::skip]
    let rows: [(&str, &str, &str, usize, usize); 6] = [
        ("fewer charts than the minimum: all of them", "R1 R2 R3", "R A R1 met", 2, 0),
        ("more charts: the minimum is to do", seven, "", 5, 2),
        ("begun", seven, "R A R7 met", 4, 2),
        ("minimum reached", seven, five, 0, 2),
        ("beyond the minimum answered too", seven, &six, 0, 1),
        ("charts at the whole count at the whole", seven, "R A - na", 0, 0),
    ];
    for (what, sources, answers, open, not_sampled) in rows {
        let survey = Survey::over(pack(&["R"]), "A")
            .looking_at(sources)
            .says(1, answers);
        let verdict = survey.check_at("R", "A");
        assert_eq!(
            (verdict.open, verdict.not_sampled),
            (open, not_sampled),
            "{what}"
        );
    }
}

#[test]
fn a_minimum_counts_where_its_condition_holds() {
    let mut many = pack(&["R"]);
    many["sampling"] = json!([
        {"method": "record", "kind": "chart", "per": "site", "minimum": 2, "say": "s"},
        {"method": "record", "kind": "chart", "per": "site", "minimum": 4, "say": "s",
            "applies_when": "oral"},
        {"method": "record", "kind": "personnel", "per": "site", "minimum": 6, "say": "s"},
    ]);
    let charts = "R1 R2 R3 R4 R5 R6";
    let offered = Survey::over(many.clone(), "AB").looking_at(charts);
    assert_eq!(offered.check_at("R", "A").open, 4);
    let absent = Survey::over(many, "AB")
        .looking_at(charts)
        .without("oral", Some("A"));
    assert_eq!(absent.check_at("R", "A").open, 2);
    assert_eq!(absent.check_at("R", "B").open, 4);
}

#[test]
fn a_minimum_over_the_visit_is_expected_wherever_there_are_so_many() {
    let mut visit = pack(&["R"]);
    visit["sampling"] =
        json!([{"method": "record", "kind": "chart", "per": "practice", "minimum": 3, "say": "s"}]);
    let survey = Survey::over(visit, "A")
        .looking_at("R1 R2 R3 R4")
        .says(1, "R A R1 met");
    let verdict = survey.check_at("R", "A");
    assert_eq!((verdict.open, verdict.not_sampled), (2, 1));
}

#[test]
fn only_fitting_records_are_expected() {
    let mut fitting = pack(&["R"]);
    fitting["standards"][0]["elements"][0]["checks"]["record"]["applies_when"] =
        json!({"all": ["oral", {"not": "trial"}]});
    let survey = |sources: &str| Survey::over(fitting.clone(), "AB").looking_at(sources);
    #[rustfmt::skip]
    let rows: [(&str, Survey, usize); 9] = [
        ("unknown applies", survey("R1 R2"), 2),
        ("known to fit", survey("R1 R2").describe("R1", &["oral"], &["trial"]), 2),
        ("known not to fit", survey("R1 R2").describe("R1", &[], &["oral"]), 1),
        ("a not, known", survey("R1 R2").describe("R1", &["trial"], &[]), 1),
        ("another site's chart", survey("R1@B R2@A"), 1),
        ("another kind of record", survey("F1 R2"), 1),
        ("read for another Standard", survey("R1 R2").focus("R1", &["9.9"]), 1),
        ("read for this Standard", survey("R1 R2").focus("R1", &["1.1"]), 2),
        ("none fits yet: one is to be found", survey("R1").describe("R1", &[], &["oral"]), 1),
    ];
    for (what, survey, open) in rows {
        assert_eq!(survey.check_at("R", "A").open, open, "{what}");
    }
}

#[test]
fn the_other_methods_want_one_source_a_site() {
    for letter in ["I", "O"] {
        let survey = Survey::over(pack(&[letter]), "AB");
        assert_eq!(survey.check(letter).open, 2, "{letter}");
        let answer = format!("{letter} A {letter}1 met");
        let survey = survey
            .looking_at(&format!("{letter}1 {letter}2"))
            .says(1, &answer);
        assert_eq!(survey.check_at(letter, "A").outcome, Met, "{letter}");
        assert_eq!(survey.check_at(letter, "B").outcome, Open, "{letter}");
        assert_eq!(survey.check(letter).open, 1, "{letter}");
    }
}

#[test]
fn a_policy_answers_for_the_practice_unless_it_is_one_sites() {
    #[rustfmt::skip]
    let rows: [(&str, &str, &str, [Outcome; 3], usize); 8] = [
        // what it shows, documents, answers → outcome at A, B, C, still open
        ("nothing yet: one answer will do", "D1", "", [Open, Open, Open], 1),
        ("the practice's document", "D1", "P - D1 met", [Met, Met, Met], 0),
        ("no such policy", "", "P - - not", [NotMet, NotMet, NotMet], 0),
        ("a site's document, for the site", "D2@A", "P A D2 met", [Met, Open, Open], 2),
        ("a site's document, for all", "D2@A", "P - D2 met", [Met, Open, Open], 2),
        ("two sites' document", "D2@AB", "P - D2 not", [NotMet, NotMet, Open], 1),
        ("both where both hold", "D1 D2@A", "P - D1 met, P - D2 not", [Mixed, Met, Met], 0),
        ("said of one site at the whole", "", "P A - not", [NotMet, Open, Open], 2),
    ];
    for (what, sources, answers, outcomes, open) in rows {
        let survey = Survey::over(pack(&["P"]), "ABC")
            .looking_at(sources)
            .says(1, answers);
        let at = ["A", "B", "C"].map(|site| survey.check_at("P", site).outcome);
        assert_eq!(at, outcomes, "{what}");
        assert_eq!(survey.check("P").open, open, "{what}");
        assert_eq!(survey.standard().open, open, "{what}");
    }
}

#[test]
fn a_policy_is_one_thing_to_do_though_it_does_not_arise_everywhere() {
    let mut oral = pack(&["P"]);
    oral["standards"][0]["elements"][0]["applies_when"] = json!("oral");
    let survey = Survey::over(oral, "ABC").without("oral", Some("A"));
    assert_eq!(survey.check_at("P", "A").outcome, NotApplicable);
    assert_eq!(survey.check("P").open, 1);
}

#[test]
fn what_is_not_offered_does_not_arise() {
    for place in ["standard", "element"] {
        let mut oral = pack(&["PRIO"]);
        match place {
            "standard" => oral["standards"][0]["applies_when"] = json!("oral"),
            _ => oral["standards"][0]["elements"][0]["applies_when"] = json!("oral"),
        }
        let everywhere = Survey::over(oral.clone(), "AB").without("oral", None);
        assert_eq!(everywhere.element().outcome, NotApplicable, "{place}");
        assert_eq!(everywhere.element().open, 0, "{place}");
        assert_eq!(
            everywhere.standard().level,
            Some(Level::NotApplicable),
            "{place}"
        );
        let one_site = Survey::over(oral, "AB").without("oral", Some("B"));
        assert_eq!(one_site.check_at("O", "A").outcome, Open, "{place}");
        assert_eq!(
            one_site.check_at("O", "B").outcome,
            NotApplicable,
            "{place}"
        );
        assert_eq!(one_site.element().open, 4, "{place}");
    }
}

#[test]
fn an_offered_service_may_still_not_arise() {
    let mut oral = pack(&["O"]);
    oral["standards"][0]["applies_when"] = json!({"not": "oral"});
    let survey = Survey::over(oral, "A").without("trial", None);
    assert_eq!(
        survey.check_at("O", "A").outcome,
        Open,
        "offered is not yet so"
    );
    assert_eq!(
        survey.without("oral", None).check_at("O", "A").outcome,
        Open
    );
}

#[test]
fn an_element_is_as_good_as_the_worst_of_its_checks() {
    #[rustfmt::skip]
    let rows: [(&str, &str, Outcome, usize); 13] = [
        // what it shows, answers by four methods → outcome, still open
        ("all met", "P - D1 met, R A R1 met, I A I1 met, O A O1 met", Met, 0),
        ("one not met", "P - D1 met, R A R1 met, I A I1 not, O A O1 met", NotMet, 0),
        ("not met before open", "I A I1 not", NotMet, 3),
        ("mixed before open", "O A O1 not, O A O2 met", Mixed, 3),
        ("open before not assessed", "P - D1 cna, R A R1 met, I A I1 met", Open, 1),
        ("could not assess before met", "P - D1 met, R A R1 cna, I A I1 met, O A O1 met",
            CouldNotAssess, 0),
        ("not applicable drops out", "P - D1 na, R A R1 na, I A I1 na, O A O1 met", Met, 0),
        ("only policy left", "P - D1 met, R A R1 na, I A I1 na, O A O1 na", CouldNotAssess, 0),
        ("only policy left, and not met", "P - D1 not, R A R1 na, I A I1 na, O A O1 na", NotMet, 0),
        ("nothing left", "P - D1 na, R A R1 na, I A I1 na, O A O1 na", NotApplicable, 0),
        ("nothing yet", "", Open, 4),
        ("practice good, no policy", "P - - not, R A R1 met, I A I1 met, O A O1 met", NotMet, 0),
        ("nothing could be seen", "P - D1 cna, R A R1 cna, I A I1 cna, O A O1 cna",
            CouldNotAssess, 0),
    ];
    for (what, answers, outcome, open) in rows {
        let survey = Survey::over(pack(&["PRIO"]), "A").looking_at("D1 R1 I1 O1 O2");
        let verdict = survey.says(1, answers).element();
        assert_eq!(verdict.outcome, outcome, "{what}");
        assert_eq!(verdict.open, open, "{what}");
    }
}

#[test]
fn paper_alone_is_enough_only_where_nothing_else_is_required() {
    #[rustfmt::skip]
    let rows: [(&str, &str, &str, Outcome); 4] = [
        ("policy is all there is", "P", "P - D1 met", Met),
        ("the other method is supporting", "Pr", "P - D1 met", Met),
        ("the other is required", "PR", "P - D1 met, R A R1 na", CouldNotAssess),
        ("policy supporting", "pR", "P - D1 met, R A R1 na", CouldNotAssess),
    ];
    for (what, letters, answers, outcome) in rows {
        let survey = Survey::over(pack(&[letters]), "A")
            .looking_at("D1 R1")
            .says(1, answers);
        assert_eq!(survey.element().outcome, outcome, "{what}");
    }
    // Where a service is not offered, the method is not required there.
    let mut oral = pack(&["PR"]);
    oral["standards"][0]["elements"][0]["checks"]["record"]["applies_when"] = json!("oral");
    let survey = Survey::over(oral, "A")
        .without("oral", None)
        .looking_at("D1");
    assert_eq!(survey.says(1, "P - D1 met").element().outcome, Met);
}

#[test]
fn a_supporting_check_missing_leaves_nothing_open() {
    #[rustfmt::skip]
    let rows: [(&str, &str, Outcome, usize); 10] = [
        ("missing", "O A O1 met", Met, 0),
        ("not assessed: as if missing", "O A O1 met, I A I1 cna", Met, 0),
        ("some not assessed: the rest counts", "O A O1 met, R A R1 met, R A R2 cna", Met, 0),
        ("not met and not assessed", "O A O1 met, R A R1 not, R A R2 cna", NotMet, 0),
        ("nothing required arises", "O A O1 na, I A I1 cna, R A - cna", NotApplicable, 0),
        ("the required one was not assessed", "O A O1 cna, I A I1 met", CouldNotAssess, 0),
        ("met", "O A O1 met, I A I1 met, R A R1 met", Met, 0),
        ("begun only: the rest stays free", "O A O1 met, R A R1 met", Met, 0),
        ("not met: what was seen counts", "O A O1 met, R A R1 not", NotMet, 0),
        ("the required one is open", "R A R1 met, I A I1 met", Open, 1),
    ];
    for (what, answers, outcome, open) in rows {
        let survey = Survey::over(pack(&["riO"]), "A").looking_at("R1 R2 I1 O1");
        let verdict = survey.says(1, answers).element();
        assert_eq!(verdict.outcome, outcome, "{what}");
        assert_eq!(verdict.open, open, "{what}");
    }
}

#[test]
fn a_supporting_check_that_was_not_assessed_still_says_so_itself() {
    let survey = |answers: &str| {
        let survey = Survey::over(pack(&["Pri"]), "AB").looking_at("D1 R1 R2 I1 I2");
        survey.says(1, &format!("P - D1 met, {answers}"))
    };
    let unseen = survey("I A I1 cna, I B I2 cna");
    assert_eq!(unseen.check("I").outcome, CouldNotAssess);
    assert_eq!(unseen.element().outcome, Met);
    let method = unseen.standard().methods[2].unwrap();
    assert_eq!(method.outcome, CouldNotAssess, "nothing else was seen");
    // What was seen is what counts, and how much was not stands beside it.
    let partly = survey("R A R1 met, R A R2 cna, R B R1 cna");
    assert_eq!(partly.check_at("R", "A").outcome, Met);
    assert_eq!(partly.check_at("R", "B").outcome, CouldNotAssess);
    assert_eq!(partly.check("R").outcome, Met);
    assert_eq!(partly.check("R").tally.could_not_assess, 2);
    assert_eq!(partly.standard().methods[1].unwrap().outcome, Met);
}

#[test]
fn a_supporting_look_that_failed_leaves_paper_alone() {
    #[rustfmt::skip]
    let rows: [(&str, &str, Outcome); 3] = [
        ("as if it were blank", "I A I1 cna", CouldNotAssess),
        ("one that was seen is more than paper", "I A I1 met, I A I2 cna", Met),
        ("blank", "", CouldNotAssess),
    ];
    for (what, answers, outcome) in rows {
        let survey = Survey::over(pack(&["PRi"]), "A").looking_at("D1 R1 I1 I2");
        let survey = survey.says(1, &format!("P - D1 met, R A R1 na, {answers}"));
        assert_eq!(survey.element().outcome, outcome, "{what}");
    }
}

#[test]
fn an_element_over_sites_is_as_good_as_at_the_worst_site() {
    #[rustfmt::skip]
    let rows: [(&str, &str, Outcome, usize); 6] = [
        ("met everywhere", "O A O1 met, O B O2 met", Met, 0),
        ("not met at one", "O A O1 met, O B O2 not", NotMet, 0),
        ("open at one", "O A O1 met", Open, 1),
        ("not met at one, open at the other", "O A O1 not", NotMet, 1),
        ("could not assess at one", "O A O1 met, O B O2 cna", CouldNotAssess, 0),
        ("no instance at one", "O A O1 met, O B O2 na", Met, 0),
    ];
    for (what, answers, outcome, open) in rows {
        let survey = Survey::over(pack(&["O"]), "AB").looking_at("O1@A O2@B");
        let verdict = survey.says(1, answers).element();
        assert_eq!(verdict.outcome, outcome, "{what}");
        assert_eq!(verdict.open, open, "{what}");
    }
}
