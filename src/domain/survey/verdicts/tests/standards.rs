//! Rules from the elements to the Standard: levels, "so far", differences, methods, the board.

use super::*;
use Level::{CouldNotAssess, FullyMet, NotApplicable, NotMet, PartlyMet};

/// One answer for each element by its observation; `-` leaves it open, `mix` is met and not met.
fn observed(answers: &str) -> Survey {
    let answers: Vec<&str> = answers.split_whitespace().collect();
    let mut survey = Survey::over(pack(&vec!["O"; answers.len()]), "A").looking_at("O1 O2");
    for (place, answer) in answers.into_iter().enumerate() {
        let notes = match answer {
            "-" => String::new(),
            "mix" => "O A O1 met, O A O2 not".to_owned(),
            value => format!("O A O1 {value}"),
        };
        survey = survey.says(place + 1, &notes);
    }
    survey
}

#[test]
fn the_level_of_a_standard() {
    #[rustfmt::skip]
    let rows: [(&str, Option<Level>, usize); 19] = [
        // the elements → the level, still open
        ("met met met", Some(FullyMet), 0),
        ("met na met", Some(FullyMet), 0),
        ("not not", Some(NotMet), 0),
        ("not na", Some(NotMet), 0),
        ("met not", Some(PartlyMet), 0),
        ("not cna", Some(PartlyMet), 0),
        ("mix", Some(PartlyMet), 0),
        ("mix mix", Some(PartlyMet), 0),
        ("mix not", Some(PartlyMet), 0),
        ("mix met cna", Some(PartlyMet), 0),
        ("met cna", Some(CouldNotAssess), 0),
        ("cna cna", Some(CouldNotAssess), 0),
        ("cna na", Some(CouldNotAssess), 0),
        ("na na", Some(NotApplicable), 0),
        // While something is open the level is "so far", of what is closed.
        ("met not - - -", Some(PartlyMet), 3),
        ("met -", Some(FullyMet), 1),
        ("not -", Some(NotMet), 1),
        ("- -", None, 2),
        ("na -", None, 1),
    ];
    for (elements, level, open) in rows {
        let verdict = observed(elements).standard();
        assert_eq!(verdict.level, level, "{elements}");
        assert_eq!(verdict.open, open, "{elements}");
    }
}

#[test]
fn a_heading_is_not_counted() {
    let survey = Survey::over(pack(&["", "O"]), "A")
        .looking_at("O1")
        .says(2, "O A O1 met");
    assert_eq!(survey.standard().level, Some(FullyMet));
    let empty = Survey::over(pack(&["", ""]), "A");
    assert_eq!(empty.standard().level, Some(NotApplicable));
}

#[test]
fn methods_differ_where_one_says_met_and_another_not_met() {
    type Differing = &'static [(&'static str, &'static str, &'static str)];
    #[rustfmt::skip]
    let rows: [(&str, &str, Differing); 8] = [
        // what it shows, answers → site, not met by, met by
        ("agree", "P - D1 met, O A O1 met, O B O2 met", &[]),
        ("practice wanting", "P - D1 met, O A O1 not, O B O2 met", &[("A", "O", "P")]),
        ("paper wanting", "P - - not, O A O1 met, O B O2 met", &[("A", "P", "O"), ("B", "P", "O")]),
        ("each site for itself", "O A O1 met, I B I2 not", &[]),
        ("two against one", "O A O1 not, I A I1 met, P - D1 met",
            &[("A", "O", "P"), ("A", "O", "I")]),
        ("no instance is no difference", "O A O1 not, I A I1 na", &[]),
        ("could not assess is no difference", "O A O1 not, I A I1 cna", &[]),
        ("mixed is told by its numbers", "O A O1 not, O A O2 met, I A I1 met", &[]),
    ];
    for (what, answers, expected) in rows {
        let survey = Survey::over(pack(&["PIO"]), "AB").looking_at("D1 I1 I2 O1 O2");
        let survey = survey.says(1, answers);
        let expected: Vec<Difference> = expected
            .iter()
            .map(|(site, not_met, met)| Difference {
                element: ElementId::new("1.1.1").unwrap(),
                site: SiteId::new(site).unwrap(),
                not_met: method(not_met),
                met: method(met),
            })
            .collect();
        assert_eq!(survey.element().differences, expected, "{what}");
        assert_eq!(survey.standard().differences, expected, "{what}");
    }
}

#[test]
fn a_supporting_check_that_differs_is_to_be_explained() {
    let survey = Survey::over(pack(&["Oi"]), "A").looking_at("O1 I1");
    let survey = survey.says(1, "O A O1 met, I A I1 not");
    assert_eq!(survey.element().differences.len(), 1);
}

#[test]
fn methods_within_a_standard_name_what_is_left() {
    let survey = Survey::over(pack(&["PO", "O", "i"]), "A").looking_at("D1 O1 O2");
    let survey = survey.says(1, "P - D1 met, O A O1 met, O A O2 not");
    let [policy, record, interview, observation] = survey.standard().methods;
    let policy = policy.unwrap();
    assert_eq!((policy.outcome, policy.open), (Outcome::Met, 0));
    assert_eq!((policy.checks, policy.closed), (1, 1));
    assert_eq!(record, None, "no check of this method");
    let interview = interview.unwrap();
    assert_eq!(
        (interview.outcome, interview.open),
        (Outcome::NotApplicable, 0)
    );
    let observation = observation.unwrap();
    assert_eq!((observation.outcome, observation.open), (Outcome::Mixed, 1));
    assert_eq!((observation.checks, observation.closed), (2, 1));
    assert_eq!(
        (observation.tally.met, observation.tally.arose()),
        (1, 2),
        "1 of 2"
    );
}

#[test]
fn the_board_sums_and_refreshes_one_standard() {
    let mut two = pack(&["O"]);
    let mut second = two["standards"][0].clone();
    second["id"] = json!("1.2");
    second["elements"][0]["id"] = json!("1.2.1");
    two["standards"].as_array_mut().unwrap().push(second);
    let before = Survey::over(two, "AB").looking_at("O1");
    let mut board = Board::of(&before.visit, &before.pack);
    assert_eq!(board.open(), 4);
    let after = before.says(1, "O A O1 not");
    board.refresh(&after.visit, &after.pack, 0);
    assert_eq!(board, Board::of(&after.visit, &after.pack));
    assert_eq!(board.open(), 3);
    assert_eq!(board.at(0).unwrap().level, Some(NotMet));
    assert_eq!(board.at(1).unwrap().level, None);
    board.refresh(&after.visit, &after.pack, 7);
    assert_eq!(board.open(), 3, "a place that is not there changes nothing");
}
