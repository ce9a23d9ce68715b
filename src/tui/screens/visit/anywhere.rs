//! What works anywhere in a visit: its commands, the way to where something that is left is
//! settled, and the explanation of a Standard. Where these lead is named by routes.

use crate::domain::pack::{Element, Method};
use crate::domain::survey::drafts::{SERVICES_FORM, source_of_form};
use crate::domain::survey::readiness::{Destination, Remaining, Weight};
use crate::domain::survey::summary::{Standing, Summary};
use crate::domain::survey::verdicts::StandardVerdict;
use crate::domain::survey::{why, words};
use crate::tui::commands::table::Command;
use crate::tui::desk::Desk;
use crate::tui::screens::popups::reading::Reading;
use crate::tui::screens::popups::verification;
use crate::tui::screens::{Described, EvidenceOf, HistoryOf, Next, Route, SourcesAt};
use crate::tui::survey::Survey;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;
use crate::tui::wording;
use std::rc::Rc;

/// Does a command that works anywhere in a visit; nothing if it is not one.
pub(in crate::tui) fn command(desk: &mut Desk, command: Command) -> Option<Next> {
    desk.open()?;
    let sources = |method| Next::Go(Route::Sources(SourcesAt::Method(method)));
    let evidence = |of| Next::Go(Route::Evidence(of));
    Some(match command {
        Command::ShowStandards => Next::Go(Route::Overview),
        Command::ShowCharts => sources(Method::Record),
        Command::ShowPeople => sources(Method::Interview),
        Command::ShowWatch => sources(Method::Observation),
        Command::ShowPolicies => sources(Method::Policy),
        Command::ShowServices => Next::Go(Route::Services),
        Command::ShowLevels => Next::Go(Route::Levels),
        Command::ShowWhatsLeft => Next::Go(Route::Left),
        Command::ShowChanges => Next::Go(Route::History(HistoryOf::Visit)),
        Command::RevisionChanges => Next::Go(Route::History(HistoryOf::Revision)),
        Command::ShowNamesHeard => Next::Go(Route::Names),
        Command::ShowFindings => evidence(EvidenceOf::Findings),
        Command::ShowDifferences => evidence(EvidenceOf::Differences),
        Command::ShowNotAssessed => evidence(EvidenceOf::NotAssessed),
        Command::ShowSampling => evidence(EvidenceOf::Sample),
        Command::BackUp => Next::Go(Route::Backup),
        Command::ShowTimeline => Next::Go(Route::Timeline),
        Command::ShowVerification => verification::checks(desk),
        Command::SignAndFinish => sign(desk),
        Command::OpenRevision => Next::Go(Route::Revise),
        Command::Erase => Next::Go(Route::Erase),
        Command::ShowNoConflict => Next::Go(Route::Conflict),
        _ => return None,
    })
}

/// Sign and finish, or what was signed already.
fn sign(desk: &mut Desk) -> Next {
    let is_sealed = desk.open().is_some_and(|open| open.visit.is_sealed());
    if desk.survey.as_ref().is_some_and(Survey::is_read_only) {
        desk.warn("This file is open for reading; it is signed already.");
        return Next::Stay;
    }
    Next::Go(if is_sealed {
        Route::Sealed
    } else {
        Route::Sign
    })
}

/// The Standards of the open case, as they are searched: number and title, the level that was
/// given and the one suggested, how each method stands, and the reasons, with the sources in them.
pub(super) fn standards(desk: &Desk) -> Vec<String> {
    let Some(open) = desk.open() else {
        return Vec::new();
    };
    let board = &open.survey.file.board;
    let summary = Summary::of(&open.facts(), board);
    let text = |(held, verdict): (&Standing<'_>, &StandardVerdict)| {
        let level = held
            .level
            .map_or("none yet", |level| words::level(open.pack, level));
        let suggested = wording::standing(open.pack, verdict);
        let methods = verdict.methods.iter().flatten();
        let methods: Vec<String> = methods
            .map(|held| {
                let cell = wording::method_cell(held);
                match held.tally.answered() {
                    0 => cell,
                    _ => format!("{} {cell}", words::outcome(held.outcome)),
                }
            })
            .collect();
        let reasons: Vec<&str> = held
            .points
            .iter()
            .map(|point| point.text.as_str())
            .collect();
        format!(
            "{} {} {level} {suggested} {} {}",
            held.standard.id,
            held.standard.title,
            methods.join(" "),
            reasons.join(" ")
        )
    };
    summary
        .standards
        .iter()
        .zip(board.iter())
        .map(text)
        .collect()
}

/// What is left in the opened visit, forms that were begun and not finished first: nothing that
/// somebody typed is left out of what is signed.
pub(in crate::tui::screens) fn whats_left(desk: &Desk) -> Rc<Vec<Remaining>> {
    let Some(survey) = desk.survey.as_ref() else {
        return Rc::default();
    };
    let left = survey.whats_left();
    let may_change = survey.may_change().is_ok();
    let begun = desk.parked.of_case(survey.id()).filter(|_| may_change);
    let mut begun: Vec<Remaining> = begun
        .map(|(target, words)| Remaining {
            weight: Weight::Blocks,
            place: Destination::Form(target.to_owned()),
            what: format!("Finish or throw away {words}."),
        })
        .collect();
    if begun.is_empty() {
        return left;
    }
    begun.extend(left.iter().cloned());
    Rc::new(begun)
}

/// Opens a form that was begun.
fn open_form(desk: &mut Desk, target: &str) -> Next {
    match source_of_form(target) {
        Some((method, None)) => Next::Go(Route::SourceForm(Described::New(method))),
        Some((_, Some(source))) => Next::Go(Route::SourceForm(Described::Held(source))),
        None if target == SERVICES_FORM => Next::Go(Route::Services),
        None => {
            desk.warn("This form was begun with another onsite.");
            Next::Stay
        }
    }
}

/// Goes to where something that is left is settled.
pub(in crate::tui::screens) fn jump(desk: &mut Desk, to: &Destination) -> Next {
    let Some((open, walk)) = desk.walking() else {
        return Next::Stay;
    };
    match to {
        Destination::Check(check) => {
            walk.go_to_open(open.pack, open.visit, check);
            Next::Go(Route::Standard)
        }
        Destination::Answer(cell) => {
            walk.go_to_answer(open.pack, open.visit, cell);
            Next::Go(Route::Standard)
        }
        Destination::Words(at) => {
            walk.go_to(open.pack, open.visit, at.check());
            Next::Go(Route::OwnWords(at.clone()))
        }
        Destination::Standard(id) => {
            walk.go(open.pack, open.visit, id);
            Next::Go(Route::Standard)
        }
        Destination::ConflictOfInterest => Next::Go(Route::Conflict),
        Destination::Services => Next::Go(Route::Services),
        Destination::Sample(sample) => Next::Go(Route::Sources(SourcesAt::Sample(sample.clone()))),
        Destination::Text(text) => Next::Go(Route::Flagged(*text)),
        Destination::History => verification::history(desk),
        Destination::Form(target) => open_form(desk, &target.clone()),
    }
}

/// Explains how the Standard at `place` of the pack stands; first, where an element is selected that
/// does not arise, why that is.
pub(in crate::tui::screens) fn explain(
    desk: &Desk,
    place: usize,
    selected: Option<&Element>,
) -> Next {
    let Some(open) = desk.open() else {
        return Next::Stay;
    };
    let Some(standard) = open.pack.standards.get(place) else {
        return Next::Stay;
    };
    let facts = open.facts();
    let site = desk.walk.site(open.visit);
    let absent = selected.and_then(|element| {
        let everywhere = facts.not_offered(standard, Some(element), None);
        let said = everywhere.or_else(|| facts.not_offered(standard, Some(element), site))?;
        Some(Block::plain(format!(
            "{} is not applicable. {said}",
            element.id
        )))
    });
    let blocks = absent
        .into_iter()
        .chain(why::standard(&facts, standard).into_iter().map(|line| {
            let meaning = if line.depth == 0 {
                Meaning::Title
            } else {
                Meaning::Plain
            };
            Block::new(meaning, line.text).indented(u16::from(line.depth) * 2)
        }));
    Next::popup(Reading::new("Why?", blocks.collect()))
}
