use super::*;
use crate::domain::rich_visit::{Rich, finished, opened};
use crate::domain::survey::verdicts::{self, Outcome};

fn facts(rich: &Rich) -> Facts<'_> {
    Facts {
        visit: rich.visit(),
        pack: &rich.pack,
        packet: Some(&rich.packet),
        texts: &rich.texts,
    }
}

fn summary(rich: &Rich) -> Summary<'_> {
    Summary::of(&facts(rich), &Board::of(rich.visit(), &rich.pack))
}

#[test]
fn every_standard_is_counted_once_and_stands_in_one_place() {
    for rich in [finished(), opened()] {
        let summary = summary(&rich);
        let counted: usize = summary.levels().iter().map(|(_, count)| count).sum();
        assert_eq!(counted, rich.pack.standards.len());
        let settled = [Level::FullyMet, Level::NotApplicable]
            .map(|level| summary.settled(level).count())
            .iter()
            .sum::<usize>();
        assert_eq!(summary.open().count() + settled, rich.pack.standards.len());
        let board = Board::of(rich.visit(), &rich.pack);
        let cheap = count_open(rich.visit(), &rich.pack, &board);
        assert_eq!(summary.open().count(), cheap);
    }
}

#[test]
fn everything_that_is_not_met_has_a_point_with_words() {
    let rich = finished();
    let summary = summary(&rich);
    let mut seen = 0;
    for held in &summary.standards {
        for element in &held.standard.elements {
            let verdict = verdicts::element(rich.visit(), &rich.pack, held.standard, element);
            let of_element = |point: &&Point| {
                let named = point.element.as_ref().map(|(id, _)| id);
                named == Some(&element.id) && matches!(point.about, About::NotMet(_))
            };
            let point = held.points.iter().find(of_element);
            assert_eq!(
                point.is_some(),
                verdict.outcome.is_wanting(),
                "{}",
                element.id
            );
            if let Some(point) = point {
                assert!(!point.text.is_empty() && point.method.is_some());
                seen += 1;
            }
        }
    }
    assert!(seen > 2);
}

#[test]
fn not_met_stands_before_mixed_and_both_before_what_was_not_assessed() {
    let rich = finished();
    for held in summary(&rich).standards {
        let order: Vec<u8> = held
            .points
            .iter()
            .map(|point| match point.about {
                About::NotMet(Outcome::NotMet) => 0,
                About::NotMet(_) => 1,
                About::Difference => 2,
                About::CouldNotAssess => 3,
                About::ToDo => 4,
            })
            .collect();
        assert!(order.is_sorted(), "{order:?}");
    }
}

#[test]
fn methods_that_differ_are_told_with_the_explanation() {
    let rich = finished();
    let summary = summary(&rich);
    let differing = summary.standards.iter().flat_map(|held| &held.points);
    let differing: Vec<&Point> = differing
        .filter(|point| point.about == About::Difference)
        .collect();
    let told: Vec<&str> = differing.iter().map(|point| point.text.as_str()).collect();
    assert!(
        told.iter().any(|text| text.contains(
            "3.12.3: met by Policy and Interviews, not met by Observation at Main Street. \
             Practice gap: The paper asks for it; at the chair it was left out."
        )),
        "{told:#?}"
    );
    // Where there is little room the explanation is what stays.
    let brief: Vec<&str> = differing
        .iter()
        .filter_map(|point| point.brief.as_deref())
        .collect();
    assert!(
        brief.contains(
            &"3.12.3. Practice gap: The paper asks for it; at the chair it was left out."
        ),
        "{brief:#?}"
    );
}

#[test]
fn a_level_that_the_rules_do_not_share_is_open_even_where_it_is_fully_met() {
    let rich = finished();
    let summary = summary(&rich);
    for held in summary.settled(Level::FullyMet) {
        assert!(held.suggested.is_none());
        assert!(
            !held
                .points
                .iter()
                .any(|point| matches!(point.about, About::NotMet(_)))
        );
    }
    let differing: Vec<&Standing> = summary
        .open()
        .filter(|held| held.suggested.as_ref().is_some_and(|s| s.reason.is_some()))
        .collect();
    assert!(!differing.is_empty());
}

#[test]
fn what_could_not_be_assessed_is_never_without_its_reason() {
    let rich = finished();
    let summary = summary(&rich);
    assert!(!summary.unseen.is_empty());
    for row in &summary.unseen {
        assert!(row.why.is_some() && !row.at.is_empty());
    }
}
