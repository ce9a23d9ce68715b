//! A text is made only with its act: an act that is refused leaves no words behind, in the opened
//! case, in the batch or in the database.

use super::effects::Table;
use super::finished::finish;
use super::home::{Home, passphrase};
use super::packets::{real, take_real};
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{
    Answer, AnswerValue, Cell, CheckKey, Determination, Explanation, Gap, Level, NoteTarget,
    Reason, SampleKey,
};
use onsite::domain::survey::decide::{Act, Attempt};
use onsite::domain::survey::sources::{Sites, SourceDetails, SourceKind};
use onsite::domain::survey::visit::{Source, Visit};
use onsite::domain::values::ids::{CaseId, SourceId, StandardId};
use onsite::domain::values::text::{LONGEST_TEXT, Text, TextId};
use onsite::workspace::{Imported, WorkspaceError};
use std::collections::BTreeSet;

/// What was typed; no text may hold it.
const WORDS: &str = "Words that nobody agreed to.";

/// A real visit, finished and on the desk.
fn finished(home: &Home) -> (Table, CaseId) {
    let mut workspace = home.set_up();
    let case = take_real(&mut workspace);
    finish(&mut workspace, &case);
    let mut table = Table::new(workspace);
    table.open(&case);
    (table, case)
}

fn visit(table: &Table) -> &Visit {
    table.desk.survey.as_ref().unwrap().visit().unwrap()
}

/// A standard that is determined, and one that no edition has.
fn standards(table: &Table) -> (StandardId, StandardId) {
    let held = visit(table).determinations.keys().next().unwrap().clone();
    (held, StandardId::new("9.99").unwrap())
}

/// A record that something was answered at.
fn record(table: &Table) -> Source {
    let is_used = |source: &&Source| {
        source.details.kind.method() == Method::Record
            && visit(table).answers_at(&source.id) > 0
            && matches!(&source.details.sites, Sites::Only(sites) if sites.len() == 1)
    };
    visit(table).sources.iter().find(is_used).unwrap().clone()
}

/// Where an answer stands at that record.
fn cell(table: &Table) -> Cell {
    let source = record(table).id;
    let survey = table.desk.survey.as_ref().unwrap();
    let keys = survey.pack().elements().map(|(_, element)| CheckKey {
        element: element.id.clone(),
        method: Method::Record,
    });
    keys.filter_map(|check| {
        let mut given = visit(table).given(&check).iter();
        let given = given.find(|given| given.source.as_ref() == Some(&source))?;
        Some(Cell {
            site: given.site.clone(),
            source: given.source.clone(),
            check,
        })
    })
    .next()
    .unwrap()
}

fn typed(table: &mut Table) -> Text {
    table.desk.text(WORDS)
}

fn answer(table: &mut Table, value: AnswerValue, cell: Cell) -> Attempt {
    let text = typed(table);
    let reason = Some(Reason::Typed(text.id));
    let answer = Some(Answer::because(value, reason));
    Act::Answer { cell, answer }.with([text])
}

fn note(table: &mut Table, standard: StandardId) -> Attempt {
    let text = typed(table);
    let (on, id) = (NoteTarget::Standard(standard), Some(text.id));
    Act::WriteNote { on, text: id }.with([text])
}

fn level(table: &mut Table, standard: StandardId) -> Attempt {
    let text = typed(table);
    let determination = Determination {
        level: Level::CouldNotAssess,
        suggested: Level::CouldNotAssess,
        reason: Some(Reason::Typed(text.id)),
        rests_on: None,
    };
    Act::Determine(vec![(standard, Some(determination))]).with([text])
}

fn explanation(table: &mut Table, standard: StandardId) -> Attempt {
    let text = typed(table);
    let explanation = Some(Explanation {
        gap: Gap::Policy,
        text: Some(text.id),
    });
    Act::ExplainDifference {
        standard,
        explanation,
    }
    .with([text])
}

fn shortfall(table: &mut Table, kind: &str) -> Attempt {
    let text = typed(table);
    let survey = table.desk.survey.as_ref().unwrap();
    let rule = &survey.pack().sampling[0];
    let sample = SampleKey {
        method: rule.method,
        kind: if kind.is_empty() { &rule.kind } else { kind }.to_owned(),
        site: visit(table).sites.first().cloned(),
    };
    let reason = Some(Reason::Typed(text.id));
    Act::ExplainShortfall { sample, reason }.with([text])
}

/// Title, place and how it was chosen, all typed.
fn described(table: &mut Table, label: &str) -> (SourceDetails, [Text; 3]) {
    let texts = [(); 3].map(|()| typed(table));
    let [title, place, chosen_how] = texts.each_ref().map(|text| Some(text.id));
    let details = SourceDetails {
        kind: SourceKind::Document,
        label: label.to_owned(),
        person: None,
        sites: Sites::All,
        title,
        place,
        chosen_by: None,
        chosen_how,
    };
    (details, texts)
}

fn add(table: &mut Table, label: &str) -> Attempt {
    let source = SourceId::new("new").unwrap();
    let (details, texts) = described(table, label);
    Act::AddSource { source, details }.with(texts)
}

fn change(table: &mut Table, source: SourceId) -> Attempt {
    let (details, texts) = described(table, "D77");
    Act::ChangeSource { source, details }.with(texts)
}

fn revision(table: &mut Table) -> Attempt {
    let text = typed(table);
    Act::OpenRevision { reason: text.id }.with([text])
}

/// Every act that takes words, as it could be done in an open visit.
fn wordy(table: &mut Table) -> Vec<Attempt> {
    let (standard, _) = standards(table);
    let (cell, source) = (cell(table), record(table).id);
    vec![
        note(table, standard.clone()),
        answer(table, AnswerValue::NotApplicable, cell.clone()),
        answer(table, AnswerValue::CouldNotAssess, cell),
        level(table, standard.clone()),
        explanation(table, standard),
        shortfall(table, ""),
        add(table, "D77"),
        change(table, source),
    ]
}

/// Every act that takes words, each against a rule of its own.
fn against_a_rule(table: &mut Table) -> Vec<(Attempt, &'static str)> {
    let (_, none) = standards(table);
    let (cell, source) = (cell(table), record(table));
    let elsewhere = Cell {
        source: Some(SourceId::new("nowhere").unwrap()),
        ..cell
    };
    let label = source.details.label.clone();
    let long = table.desk.text(&"x".repeat(LONGEST_TEXT + 1));
    let (on, id) = (NoteTarget::Standard(standards(table).0), Some(long.id));
    let rows = vec![
        (note(table, none.clone()), "no Standard 9.99"),
        (
            answer(table, AnswerValue::NotApplicable, elsewhere.clone()),
            "not part of this visit any more",
        ),
        (
            answer(table, AnswerValue::CouldNotAssess, elsewhere),
            "not part of this visit any more",
        ),
        (level(table, none.clone()), "no Standard 9.99"),
        (explanation(table, none), "no Standard 9.99"),
        (shortfall(table, "moon"), "no such sample"),
        (add(table, &label), "is taken already"),
        (change(table, source.id), "would no longer fit"),
        (revision(table), "not signed yet"),
        (Act::WriteNote { on, text: id }.with([long]), "Shorten it"),
    ];
    rows
}

/// The ids of all texts on the desk.
fn on_desk(table: &Table) -> BTreeSet<TextId> {
    table.desk.survey.as_ref().unwrap().file.texts.ids()
}

/// The ids of all texts in the database, and the words of each.
fn in_database(table: &mut Table, case: &CaseId) -> (BTreeSet<TextId>, Vec<String>) {
    let opened = table.effects.workspace().open_case(case).unwrap();
    let texts = &opened.file.texts;
    let named = &opened.file.case.named_texts;
    assert!(texts.ids().is_subset(named), "a text that no entry names");
    let words = texts.iter().map(|text| text.text.clone()).collect();
    (texts.ids(), words)
}

/// The act is refused with these words, and nothing of it waits for the commit or stays here.
fn refuse(table: &mut Table, attempt: Attempt, why: &str) {
    let before = on_desk(table);
    let told = format!("{:?}", attempt.act);
    assert!(!table.desk.act(attempt), "{told}");
    assert!(table.said().contains(why), "{told}: {}", table.said());
    assert_eq!(table.desk.take_effects(), [], "{told}");
    assert_eq!(on_desk(table), before, "{told}");
}

#[test]
fn what_is_refused_on_a_signed_visit_leaves_no_words() {
    let home = Home::new();
    let (mut table, case) = finished(&home);
    let seal = |table: &mut Table, home: &Home| {
        home.clock.forward(60);
        let workspace = table.effects.workspace();
        workspace.seal(&case, "AM", &passphrase(), None)
    };
    seal(&mut table, &home).unwrap();
    table.open(&case);
    let (before, _) = in_database(&mut table, &case);
    let all = wordy(&mut table);
    for attempt in all {
        refuse(&mut table, attempt, "signed and finished");
    }
    // The next act that is done commits its own words and no other.
    let reason = table.desk.text("A slip.");
    let with_reason: BTreeSet<_> = before.iter().copied().chain([reason.id]).collect();
    let open = Act::OpenRevision { reason: reason.id };
    assert!(table.desk.act(open.with([reason])));
    table.settle();
    assert_eq!(on_desk(&table), with_reason);
    let (after, words) = in_database(&mut table, &case);
    assert_eq!(after, with_reason);
    assert!(!words.iter().any(|held| held == WORDS));
    // Signing is refused while something is left to do; the reason that goes with it stays one.
    let answer = None;
    let cell = cell(&table);
    assert!(table.desk.act(Act::Answer { cell, answer }));
    table.settle();
    let refused = seal(&mut table, &home);
    assert!(matches!(refused, Err(WorkspaceError::NotReady(_))));
    assert_eq!(in_database(&mut table, &case).0, with_reason);
}

#[test]
fn what_another_rule_refuses_leaves_no_words() {
    let home = Home::new();
    let (mut table, case) = finished(&home);
    let (before, _) = in_database(&mut table, &case);
    let all = against_a_rule(&mut table);
    for (attempt, why) in all {
        refuse(&mut table, attempt, why);
    }
    assert!(table.desk.act(Act::ClearConflict(false)));
    table.settle();
    assert_eq!(in_database(&mut table, &case).0, before);
}

#[test]
fn of_what_is_done_only_the_words_that_are_needed_stay() {
    let home = Home::new();
    let (mut table, case) = finished(&home);
    let cell = cell(&table);
    let before = on_desk(&table);
    let not_met = answer(&mut table, AnswerValue::NotMet, cell);
    let met = match &not_met.act {
        Act::Answer { cell, .. } => answer(&mut table, AnswerValue::Met, cell.clone()),
        act => panic!("{act:?}"),
    };
    // One of the two stands already; a reason is kept for neither.
    let done = [not_met, met].map(|attempt| table.desk.act(attempt));
    assert!(done.contains(&true));
    assert_eq!(on_desk(&table), before);
    let stray = typed(&mut table);
    let (standard, _) = standards(&table);
    let attempt = note(&mut table, standard);
    let kept = attempt.texts[0].id;
    let more = attempt.texts.into_iter().chain([stray]);
    assert!(table.desk.act(attempt.act.with(more)));
    table.settle();
    let with_note: BTreeSet<_> = before.into_iter().chain([kept]).collect();
    assert_eq!(on_desk(&table), with_note);
    assert_eq!(in_database(&mut table, &case).0, with_note);
}

#[test]
fn an_act_names_no_text_that_was_not_typed_for_it() {
    let home = Home::new();
    let (mut table, _) = finished(&home);
    let (standard, _) = standards(&table);
    let stray = note(&mut table, standard).act;
    refuse(&mut table, stray.into(), "not part of this case");
    let text = typed(&mut table).id;
    let justify = Act::JustifyIdentifier {
        text,
        justified: true,
    };
    refuse(&mut table, justify.into(), "not part of this case");
}

#[test]
fn a_packet_that_is_not_taken_in_leaves_no_text() {
    let home = Home::new();
    let (mut table, case) = finished(&home);
    let (before, _) = in_database(&mut table, &case);
    let (first, next) = ("\"issue\": 1", "\"issue\": 2");
    let differs = real(&[(first, next), ("North", "Nord")]);
    let workspace = table.effects.workspace();
    let asked = workspace.import(&differs, false).unwrap();
    assert!(matches!(asked, Imported::Differs { .. }), "{asked:?}");
    let other = real(&[("North", "Nord")]);
    assert!(workspace.import(&other, true).is_err(), "the same issue");
    assert_eq!(in_database(&mut table, &case).0, before);
}
