//! Describing a source: few keys for the usual, nothing lost, nothing wrong let through.

use crate::screen::Harness;
use crate::stage::{Stage, desk_with, look, play};
use onsite::domain::pack::Method;
use onsite::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::survey::visit::Source;
use onsite::domain::training::Extent;
use onsite::tui::screens::Route;

/// On a Standard, at a method.
fn at(method: Method) -> Harness<Stage> {
    let mut desk = desk_with(Extent::Half);
    let place = {
        let pack = desk.survey.as_ref().unwrap().pack();
        let has = |s: &&onsite::domain::pack::Standard| s.methods().any(|held| held == method);
        pack.standards.iter().position(|s| has(&s)).unwrap()
    };
    desk.walk.standard = place;
    desk.walk.method = method;
    play(desk, vec![Route::Standard])
}

fn last(play: &Harness<Stage>) -> &Source {
    play.program.visit().sources.iter().next_back().unwrap()
}

fn details(play: &Harness<Stage>) -> &SourceDetails {
    &last(play).details
}

fn words(play: &Harness<Stage>, text: Option<onsite::domain::values::text::TextId>) -> String {
    let survey = play.program.app.desk.survey.as_ref().unwrap();
    text.map_or_else(String::new, |id| survey.file.words(&id).to_owned())
}

#[test]
fn a_chart_is_three_keys() {
    let mut play = at(Method::Record);
    let before = play.program.visit().sources.len();
    play.keys("+");
    let form = look(&mut play);
    assert!(form.contains("2 Continuing IV"), "{form}");
    play.keys("3 Enter");
    assert_eq!(play.program.visit().sources.len(), before + 1);
    let SourceKind::Record { is, coverage, .. } = &details(&play).kind else {
        panic!("no record")
    };
    assert_eq!(is.iter().map(|a| a.as_str()).collect::<Vec<_>>(), ["oral"]);
    assert_eq!(*coverage, Coverage::Full);
    assert_eq!(details(&play).label, "R11");
    assert!(matches!(&details(&play).sites, Sites::Only(sites) if sites.len() == 1));
    assert!(
        play.program
            .said()
            .starts_with("R11 added (Patient chart: Oral)"),
        "{}",
        play.program.said()
    );
    let chosen = play
        .program
        .app
        .desk
        .walk
        .source(play.program.visit())
        .unwrap();
    assert_eq!(chosen.details.label, "R11", "answers go to it");
    look(&mut play);
    play.keys("Ctrl-Z");
    assert_eq!(play.program.visit().sources.len(), before);
}

#[test]
fn a_chart_can_be_told_in_full() {
    let mut play = at(Method::Record);
    play.keys("+ 2 Tab 2 Tab 2 Tab")
        .type_text("the clinic's list")
        .keys("Tab");
    play.type_text("3.99").keys("Enter");
    let wrong = look(&mut play);
    assert!(
        wrong.contains("! 3.99 is no Standard of this edition."),
        "{wrong}"
    );
    assert!(!wrong.contains("R11 added"));
    play.keys("Backspace Backspace Backspace Backspace")
        .type_text("3.1, 3.2");
    play.keys("Tab")
        .type_text("second cycle")
        .keys("Tab")
        .type_text("08:15")
        .keys("Tab");
    play.type_text("chair 4").keys("Enter");
    let SourceKind::Record { coverage, .. } = &details(&play).kind else {
        panic!("no record")
    };
    assert!(matches!(coverage, Coverage::Focused(standards) if standards.len() == 2));
    assert_eq!(details(&play).chosen_by, Some(ChosenBy::Surveyor));
    assert_eq!(words(&play, details(&play).chosen_how), "the clinic's list");
    assert_eq!(words(&play, details(&play).title), "second cycle");
    assert_eq!(words(&play, details(&play).place), "chair 4");
    assert_eq!(
        last(&play).seen_at.to_rfc3339(),
        "2026-11-18T08:15:00-06:00"
    );
    assert_eq!(
        details(&play).sites,
        Sites::Only(vec![play.program.visit().sites[1].clone()])
    );
    let desk = &play.program.app.desk;
    assert_eq!(
        desk.walk.site, 1,
        "the walk goes to where it can be answered"
    );
}

#[test]
fn a_quality_makes_another_preset_or_none() {
    let mut play = at(Method::Record);
    play.keys("+ 1");
    play.keys("Tab Tab Tab Tab Tab Tab Tab Tab Tab 3");
    let form = look(&mut play);
    assert!(
        form.contains("1 not known, so it applies   2 yes   3 no"),
        "{form}"
    );
    play.keys("Enter");
    let SourceKind::Record { is, is_not, .. } = &details(&play).kind else {
        panic!("no record")
    };
    assert!(
        is_not.iter().any(|a| a.as_str() == "parenteral"),
        "{is:?} {is_not:?}"
    );
    let described = onsite::tui::wording::source_kind(
        play.program.app.desk.survey.as_ref().unwrap().pack(),
        &details(&play).kind,
    );
    assert_eq!(described, "Patient chart");
}

#[test]
fn a_personnel_file_has_its_own_label_and_person() {
    let mut play = at(Method::Record);
    play.keys("+ 8");
    let form = look(&mut play);
    assert!(form.contains("Add a record: F03"), "{form}");
    play.keys("Tab 2 Enter");
    assert_eq!(details(&play).label, "F03");
    assert!(details(&play).person.is_some());
}

#[test]
fn an_interview_proposes_the_person_and_knows_those_met_before() {
    let mut play = at(Method::Interview);
    play.keys("+ 2");
    let form = look(&mut play);
    assert!(form.contains("< RN-C (new) >"), "{form}");
    play.keys("Enter");
    assert_eq!(details(&play).person.as_deref(), Some("RN-C"));
    assert_eq!(details(&play).label, "I12");
    play.keys("+ 2 Tab");
    let form = look(&mut play);
    assert!(form.contains("2 RN-A (I02)"), "{form}");
    play.keys("2 Enter");
    assert_eq!(details(&play).person.as_deref(), Some("RN-A"));
}

#[test]
fn an_event_is_watched_with_or_without_a_person() {
    let mut play = at(Method::Observation);
    play.keys("+ 7 Enter");
    assert_eq!(details(&play).person, None);
    let survey = play.program.app.desk.survey.as_ref().unwrap();
    let kind = onsite::tui::wording::source_kind(survey.pack(), &details(&play).kind);
    assert!(kind.starts_with("Tour"), "{kind}");
}

#[test]
fn papers_sent_before_are_offered_once() {
    let mut play = at(Method::Policy);
    play.keys("+");
    let form = look(&mut play);
    assert!(!form.contains("Uploaded before"), "all are added: {form}");
    play.keys("Enter");
    assert!(look(&mut play).contains("! Write the title"), "no title");
    play.type_text("NUR-30 Spills, version 1").keys("Enter");
    assert_eq!(
        words(&play, details(&play).title),
        "NUR-30 Spills, version 1"
    );
    assert_eq!(details(&play).sites, Sites::All);
    play.keys("Ctrl-Z");
    let survey = play.program.app.desk.survey.as_mut().unwrap();
    survey.file.packet.policies[0].title = "NUR-99 Calls".to_owned();
    play.keys("+");
    let form = look(&mut play);
    assert!(form.contains("1 NUR-99 Calls, version 4"), "{form}");
    play.keys("Enter");
    assert_eq!(
        words(&play, details(&play).title),
        "NUR-99 Calls, version 4"
    );
}

#[test]
fn leaving_loses_nothing() {
    let mut play = at(Method::Observation);
    let before = play.program.visit().sources.len();
    play.keys("+ 4 Tab Tab Tab")
        .type_text("first cycle")
        .keys("Esc");
    assert_eq!(play.program.visit().sources.len(), before);
    play.keys("+");
    assert!(look(&mut play).contains("first cycle"));
    play.keys("Enter");
    assert_eq!(words(&play, details(&play).title), "first cycle");
    play.keys("+");
    assert!(!look(&mut play).contains("first cycle"), "it is used up");
}

#[test]
fn what_is_there_is_described_again_and_refusals_are_told() {
    let mut play = at(Method::Record);
    let first = play
        .program
        .app
        .desk
        .walk
        .source(play.program.visit())
        .unwrap()
        .clone();
    play.keys("e");
    let form = look(&mut play);
    assert!(
        form.contains(&format!("Describe {}", first.details.label)),
        "{form}"
    );
    play.keys("Enter");
    assert_eq!(play.program.said(), "", "nothing changed");
    play.keys("e 9 Enter");
    assert!(
        play.program.said().contains("would no longer fit"),
        "{}",
        play.program.said()
    );
    play.keys("Esc e 5 Enter");
    let now = play.program.visit().source(&first.id).unwrap();
    let SourceKind::Record { is, .. } = &now.details.kind else {
        panic!("no record")
    };
    assert_eq!(is[0].as_str(), "pediatric");
}

#[test]
fn what_the_check_looks_at_is_proposed() {
    let mut play = at(Method::Record);
    let pack = play
        .program
        .app
        .desk
        .survey
        .as_ref()
        .unwrap()
        .pack()
        .clone();
    let wanted = |element: &&onsite::domain::pack::Element| {
        let record = element.checks.record.as_ref();
        record.is_some_and(|check| check.kind.as_str() == "personnel")
    };
    let (standard, row) = pack
        .standards
        .iter()
        .enumerate()
        .find_map(|(place, standard)| {
            let mut rows = standard
                .elements
                .iter()
                .filter(|e| e.checks.record.is_some());
            Some((place, rows.position(|element| wanted(&element))?))
        })
        .unwrap();
    play.program.app.desk.walk.standard = standard;
    play.program.app.desk.walk.row = row;
    play.keys("+");
    assert!(look(&mut play).contains("Add a record: F03"));
}

#[test]
fn several_of_many_sites_are_ticked() {
    let mut play = at(Method::Observation);
    let survey = play.program.app.desk.survey.as_mut().unwrap();
    let third = onsite::domain::values::ids::SiteId::new("third").unwrap();
    survey.file.case.visits[0].sites.push(third.clone());
    play.keys("+ 7 Tab Tab 5");
    let shown = look(&mut play);
    assert!(shown.contains("5 Several of them"), "{shown}");
    assert!(shown.contains("at third"), "{shown}");
    play.keys("Enter");
    assert!(look(&mut play).contains("! Tick the sites below."));
    play.keys("Tab Space Tab Tab Space Enter");
    let first = play.program.visit().sites[0].clone();
    assert_eq!(
        details(&play).sites,
        Sites::Only(vec![first.clone(), third])
    );
    play.keys("e");
    let form = look(&mut play);
    assert!(form.contains("< Several of them >"), "{form}");
    let ticked = form.lines().filter(|line| line.contains("[x] yes"));
    assert_eq!(ticked.count(), 2, "{form}");
    play.keys("Enter");
    assert_eq!(play.program.said(), "", "nothing changed");
}

#[test]
fn an_enter_too_many_adds_nothing() {
    let mut play = at(Method::Record);
    let before = play.program.visit().sources.len();
    play.keys("+ Enter");
    assert_eq!(play.program.visit().sources.len(), before);
    assert_eq!(
        play.program.said(),
        "Nothing is said of R11 yet. Enter once more adds it as it stands here."
    );
    play.keys("Esc");
    assert_eq!(play.program.visit().sources.len(), before);
    play.keys("+");
    let again = look(&mut play);
    assert!(!again.contains("begun before"), "nothing was kept: {again}");
    play.keys("Enter Enter");
    assert_eq!(play.program.visit().sources.len(), before + 1);
}
