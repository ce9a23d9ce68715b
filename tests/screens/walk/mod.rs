//! The walk through the keyboard: answers, reasons, notes, levels, undo, over the training visit.

mod chart_by_chart;
mod own_words;

use crate::desk::{app, press, text, write};
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{AnswerValue, CheckKey, Ground, NoteTarget, Reason};
use onsite::domain::values::ids::{ElementId, StandardId};
use onsite::tui::app::App;
use onsite::tui::desk::Effect;
use onsite::tui::terminal::input::Input;
use onsite::tui::theme::Theme;

fn visit(app: &App) -> &onsite::domain::survey::visit::Visit {
    app.desk
        .survey
        .as_ref()
        .expect("a survey")
        .visit()
        .expect("a visit")
}

fn status(app: &App) -> &str {
    app.desk.status.as_ref().map_or("", |status| &status.text)
}

/// Opens the first Standard that still has record checks to do, at its first record.
fn at_records() -> App {
    let mut app = app(Theme::default());
    press(&mut app, "1 /");
    write(&mut app, "3.5");
    press(&mut app, "Enter Enter Tab");
    assert_eq!(app.desk.walk.method, Method::Record);
    app
}

fn values(app: &App) -> Vec<Option<AnswerValue>> {
    let survey = app.desk.survey.as_ref().expect("a survey");
    let visit = visit(app);
    let rows = app.desk.walk.rows(survey.pack());
    rows.iter()
        .map(|element| {
            visit
                .answer(&app.desk.walk.cell(visit, element))
                .map(|a| a.value)
        })
        .collect()
}

#[test]
fn one_key_is_one_answer_and_goes_on() {
    let mut app = at_records();
    press(&mut app, "m m m");
    assert_eq!(values(&app)[..3], [Some(AnswerValue::Met); 3]);
    assert_eq!(values(&app)[3], None);
    assert_eq!(app.desk.walk.row, 3);
    assert!(
        status(&app).contains("Met") && status(&app).contains("Ctrl-Z"),
        "{}",
        status(&app)
    );
}

#[test]
fn several_keys_are_one_commit() {
    let mut app = at_records();
    app.desk.take_effects();
    press(&mut app, "m m m m");
    let effects = app.desk.take_effects();
    let [Effect::Append(batch)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(batch.entries.len(), 4);
}

#[test]
fn moving_about_writes_nothing() {
    let mut app = at_records();
    app.desk.take_effects();
    press(
        &mut app,
        "Down Down . , ] [ Tab Shift-Tab w Esc = Esc Esc Esc",
    );
    assert!(app.desk.take_effects().is_empty());
}

#[test]
fn a_reason_is_asked_for_and_the_same_key_repeats_it() {
    let mut app = at_records();
    press(&mut app, "a");
    assert!(text(&app, 80, 24).contains("Not applicable: why?"));
    assert_eq!(
        values(&app)[0],
        None,
        "nothing is answered before the reason"
    );
    press(&mut app, "2");
    let first = visit(&app)
        .answer(&app.desk.walk.cell(visit(&app), element(&app, 0)))
        .cloned();
    assert_eq!(
        first.and_then(|answer| answer.reason),
        Some(Reason::Listed(2))
    );
    press(&mut app, "a a");
    let second = visit(&app)
        .answer(&app.desk.walk.cell(visit(&app), element(&app, 1)))
        .cloned();
    assert_eq!(
        second.and_then(|answer| answer.reason),
        Some(Reason::Listed(2))
    );
}

fn element(app: &App, row: usize) -> &onsite::domain::pack::Element {
    let survey = app.desk.survey.as_ref().expect("a survey");
    app.desk.walk.rows(survey.pack())[row]
}

#[test]
fn a_typed_reason_becomes_a_text() {
    let mut app = at_records();
    let survey = app.desk.survey.as_ref().expect("a survey");
    let last = survey.pack().reasons.could_not_assess.len() + 1;
    press(&mut app, &format!("u {last}"));
    write(&mut app, "locked away");
    press(&mut app, "Enter");
    let cell = app.desk.walk.cell(visit(&app), element(&app, 0));
    let answer = visit(&app).answer(&cell).cloned().expect("an answer");
    assert_eq!(answer.value, AnswerValue::CouldNotAssess);
    let Some(Reason::Typed(id)) = answer.reason else {
        panic!("{answer:?}")
    };
    assert_eq!(
        app.desk.survey.as_ref().expect("a survey").file.words(&id),
        "locked away"
    );
}

#[test]
fn not_met_opens_a_note_beside_the_facts_and_leaving_keeps_it() {
    let mut app = at_records();
    press(&mut app, "n");
    assert!(
        text(&app, 80, 24).contains("Goes in the report: 3.5.1"),
        "{}",
        text(&app, 80, 24)
    );
    assert!(
        text(&app, 80, 24).contains("In the one chart looked at this was not seen: R01"),
        "{}",
        text(&app, 80, 24)
    );
    write(&mut app, "Seen twice.");
    press(&mut app, "Esc");
    let key = CheckKey {
        element: ElementId::new("3.5.1").expect("an id"),
        method: Method::Record,
    };
    let id = visit(&app)
        .notes
        .get(&NoteTarget::Check(key))
        .copied()
        .expect("a note");
    let words = app
        .desk
        .survey
        .as_ref()
        .expect("a survey")
        .file
        .words(&id)
        .to_owned();
    assert_eq!(words, "Seen twice.", "own words only, never a count");
    press(&mut app, "Up . n");
    assert!(
        !text(&app, 80, 24).contains("└"),
        "a second Not met does not ask again"
    );
}

#[test]
fn typing_asks_for_the_draft_and_leaving_finishes_it() {
    let mut app = at_records();
    press(&mut app, "n");
    app.desk.take_effects();
    write(&mut app, "abc");
    assert!(app.due().is_some());
    app.update(Input::Due);
    let effects = app.desk.take_effects();
    let [Effect::SaveDraft { target, text }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(target, "check/3.5.1/record");
    assert!(text.ends_with("abc"));
    press(&mut app, "Esc");
    let effects = app.desk.take_effects();
    let [Effect::Append(batch)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(batch.drafts_done, ["check/3.5.1/record"]);
    assert_eq!(batch.texts.len(), 1);
}

#[test]
fn a_note_to_self_never_enters_the_journal() {
    let mut app = at_records();
    app.desk.take_effects();
    press(&mut app, "p");
    write(&mut app, "ask again");
    press(&mut app, "Esc");
    let effects = app.desk.take_effects();
    let [Effect::SavePrivate { text, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(text, "ask again");
    assert!(crate::desk::text(&app, 80, 24).contains("Note to self: ask again"));
}

#[test]
fn undo_and_redo_turn_answers_back_and_forth() {
    let mut app = at_records();
    press(&mut app, "m m Ctrl-Z");
    assert_eq!(values(&app)[..2], [Some(AnswerValue::Met), None]);
    press(&mut app, "Ctrl-Z");
    assert_eq!(values(&app)[0], None);
    press(&mut app, "Ctrl-Y Ctrl-Y");
    assert_eq!(values(&app)[..2], [Some(AnswerValue::Met); 2]);
    press(&mut app, "Up Del");
    assert!(status(&app).contains("cleared"), "{}", status(&app));
}

#[test]
fn letters_are_text_where_text_is_written() {
    let mut app = at_records();
    press(&mut app, "t m n a u q ? Esc");
    let key = CheckKey {
        element: ElementId::new("3.5.1").expect("an id"),
        method: Method::Record,
    };
    let id = visit(&app)
        .notes
        .get(&NoteTarget::Check(key))
        .copied()
        .expect("a note");
    assert_eq!(
        app.desk.survey.as_ref().expect("a survey").file.words(&id),
        "mnauq?"
    );
    assert_eq!(values(&app)[0], None);
}

#[test]
fn all_suggested_levels_are_accepted_and_taken_back_as_one_act() {
    let mut app = app(Theme::default());
    press(&mut app, "7 A");
    assert!(visit(&app).determinations.is_empty(), "asked first");
    let asked = text(&app, 80, 24);
    assert!(
        asked.contains("levels as the rules suggest them?"),
        "{asked}"
    );
    assert!(asked.contains("Fully met (6): 1.3, 1.4,"), "{asked}");
    press(&mut app, "Enter");
    assert_eq!(status(&app), "No level was accepted.");
    assert!(visit(&app).determinations.is_empty());
    press(&mut app, "A 1");
    let given = visit(&app).determinations.len();
    assert!(given > 10, "{given}");
    press(&mut app, "Ctrl-Z");
    assert_eq!(visit(&app).determinations.len(), 0, "{}", status(&app));
    press(&mut app, "Ctrl-Y");
    assert_eq!(visit(&app).determinations.len(), given);
}

#[test]
fn another_level_than_suggested_needs_a_reason_that_rests_on_something() {
    let mut app = app(Theme::default());
    press(&mut app, "7 Down l 3");
    assert!(text(&app, 80, 24).contains("Why not the suggested level?"));
    let id = StandardId::new("1.2").expect("an id");
    assert!(!visit(&app).determinations.contains_key(&id));
    press(&mut app, "1");
    let shown = text(&app, 80, 24);
    assert!(shown.contains("What does that rest on?"), "{shown}");
    assert!(!visit(&app).determinations.contains_key(&id));
    press(&mut app, "2");
    let (held, _) = visit(&app).determinations.get(&id).expect("a level");
    assert_eq!(held.reason, Some(Reason::Listed(1)));
    let second = ElementId::new("1.2.2").expect("an id");
    assert_eq!(held.rests_on, Some(Ground::Element(second)));
}

#[test]
fn a_line_of_whats_left_jumps_to_its_place() {
    let mut app = app(Theme::default());
    press(&mut app, "8 /");
    write(&mut app, "3.7.3");
    press(&mut app, "Enter Enter");
    let survey = app.desk.survey.as_ref().expect("a survey");
    let element = app.desk.walk.element(survey.pack()).expect("an element");
    assert_eq!(element.id.as_str(), "3.7.3");
    assert_eq!(app.desk.walk.method, Method::Observation);
}

#[test]
fn every_screen_draws_at_every_size() {
    let mut app = at_records();
    for keys in [
        "",
        "n",
        "Esc a",
        "Esc w",
        "Esc =",
        "Esc ?",
        "Esc :",
        "Esc Ctrl-L",
        "x Esc Esc 7",
        "Esc 8",
    ] {
        press(&mut app, keys);
        for width in [1, 2, 5, 20, 59, 60, 79, 80, 120, 200] {
            for height in [1, 2, 5, 17, 18, 24, 40, 60] {
                text(&app, width, height);
            }
        }
    }
}

#[test]
fn a_note_warns_while_it_is_typed() {
    let mut app = at_records();
    press(&mut app, "t");
    write(&mut app, "Call 312-555-0142");
    let shown = text(&app, 80, 24);
    assert!(
        shown.contains("! Something here looks like a telephone number."),
        "{shown}"
    );
    assert!(shown.contains("Leave it out"), "{shown}");
    press(&mut app, "Ctrl-W Ctrl-W");
    write(&mut app, "seen on 2026-02-11");
    assert!(
        text(&app, 80, 24).contains("looks like a full date"),
        "beside a chart"
    );
    press(&mut app, "Ctrl-W");
    write(&mut app, "today");
    assert!(!text(&app, 80, 24).contains("looks like"));
}

#[test]
fn undo_in_a_form_takes_no_answer_back() {
    let mut app = at_records();
    press(&mut app, "m +");
    assert!(
        text(&app, 80, 24).contains("Add a record"),
        "on a choice, not on a text"
    );
    press(&mut app, "Ctrl-Z");
    assert_eq!(values(&app)[0], Some(AnswerValue::Met));
    press(&mut app, "Esc Ctrl-Z");
    assert_eq!(values(&app)[0], None);
}
