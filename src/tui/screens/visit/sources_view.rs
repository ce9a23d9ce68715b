//! The rows of What I looked at, and how each looks.

use crate::domain::pack::Method;
use crate::domain::survey::readiness::{self, SampleState};
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::survey::words::ReasonFor;
use crate::domain::values::written;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::survey::{OpenCase, Survey};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::{text, wording};
use ratatui::text::{Line, Span};

/// Columns of label, person, site, number of answers, and time.
pub(in crate::tui::screens) const COLUMNS: [usize; 5] = [5, 7, 11, 8, 13];

/// What a row of the list is.
pub(in crate::tui::screens) enum Row<'a> {
    Source(&'a Source),
    Sample(SampleState),
}

/// What a tab is called, as on the home of the visit.
pub(in crate::tui::screens) fn tab_name(method: Method) -> &'static str {
    match method {
        Method::Policy => "Policies",
        Method::Record => "Charts",
        Method::Interview => "People",
        Method::Observation => "Watch",
    }
}

pub(in crate::tui::screens) fn of_method(
    visit: &Visit,
    method: Method,
) -> impl Iterator<Item = &Source> {
    visit
        .sources
        .iter()
        .filter(move |source| source.details.kind.method() == method)
}

/// The sources of a method, then its minimums.
pub(in crate::tui::screens) fn rows(desk: &Desk, method: Method) -> Vec<Row<'_>> {
    let Some(OpenCase { survey, visit, .. }) = desk.open() else {
        return Vec::new();
    };
    let samples = readiness::sample_states(visit, survey.pack());
    of_method(visit, method)
        .map(Row::Source)
        .chain(
            samples
                .into_iter()
                .filter(|state| state.key.method == method)
                .map(Row::Sample),
        )
        .collect()
}

/// What the filter looks in.
pub(in crate::tui::screens) fn searched(desk: &Desk, row: &Row<'_>) -> String {
    let Some(survey) = &desk.survey else {
        return String::new();
    };
    match row {
        Row::Source(source) => format!(
            "{} {}",
            wording::source_name(survey, source),
            wording::source_kind(survey.pack(), &source.details.kind)
        ),
        Row::Sample(state) => sample_words(survey, state),
    }
}

/// `Main St: 3 of at least 5 patient chart`
pub(in crate::tui::screens) fn sample_words(survey: &Survey, state: &SampleState) -> String {
    let kind = readiness::kind_title(survey.pack(), &state.key);
    let mut counts = format!("{} of at least {} {kind}", state.reached, state.minimum);
    if state.blank > 0 {
        counts.push_str(&format!(", {} without answers", state.blank));
    }
    match &state.key.site {
        Some(id) => {
            let site = survey.file.packet.site(id);
            let name = site.map_or_else(|| id.to_string(), |site| site.name.clone());
            format!("{name}: {counts}")
        }
        None => counts,
    }
}

pub(in crate::tui::screens) fn line(desk: &Desk, row: &Row<'_>, columns: usize) -> Line<'static> {
    let Some(survey) = &desk.survey else {
        return Line::default();
    };
    match row {
        Row::Source(source) => source_line(desk, survey, source, columns),
        Row::Sample(state) => sample_line(desk, survey, state),
    }
}

/// Columns for what is left between the fixed ones.
pub(in crate::tui::screens) fn middle(columns: usize) -> usize {
    columns.saturating_sub(COLUMNS.iter().sum::<usize>()).max(8)
}

fn source_line(desk: &Desk, survey: &Survey, source: &Source, columns: usize) -> Line<'static> {
    let [label, person, site, answers, seen] = COLUMNS;
    let details = &source.details;
    let dots = desk.theme.signs.ellipsis;
    let cell = |words: &str, wide: usize| {
        let wide = wide.saturating_sub(1);
        format!("{} ", text::fit(&text::visible(words), wide, dots))
    };
    let kind = wording::source_kind(survey.pack(), &details.kind);
    let what = match (&details.title, details.kind.method()) {
        (Some(title), Method::Policy) => survey.file.words(title).to_owned(),
        (Some(title), _) => format!("{kind}: {}", survey.file.words(title)),
        (None, _) => kind,
    };
    let sites = survey
        .open()
        .map_or_else(String::new, |open| open.facts().sites(&details.sites));
    let count = match survey
        .visit()
        .map_or(0, |visit| visit.answers_at(&source.id))
    {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    let muted = desk.theme.style(Meaning::Muted);
    let when = written::short(source.seen_at);
    Line::from(vec![
        Span::raw(cell(&details.label, label)),
        Span::raw(cell(details.person.as_deref().unwrap_or_default(), person)),
        Span::raw(cell(&what, middle(columns))),
        Span::raw(cell(&sites, site)),
        Span::raw(cell(&count, answers)),
        Span::styled(cell(&when, seen + 1), muted),
    ])
}

fn sample_line(desk: &Desk, survey: &Survey, state: &SampleState) -> Line<'static> {
    let told = survey
        .visit()
        .and_then(|visit| visit.shortfalls.get(&state.key));
    let (mark, more) = match told {
        _ if !state.is_short() => (Mark::Met, "reached".to_owned()),
        Some(reason) => {
            let words = survey
                .open()
                .map(|open| open.facts().reason(ReasonFor::Shortfall, reason))
                .unwrap_or_default();
            (Mark::Mixed, words)
        }
        None => {
            let key = keymap::key_for(&[Context::Sources], Command::ExplainShortfall);
            let key = key.unwrap_or_default();
            (Mark::ToDo, format!("{key} says why"))
        }
    };
    let words = sample_words(survey, state);
    let dot = desk.theme.signs.dot;
    Line::from(Span::styled(
        text::visible(&format!("{} {words} {dot} {more}", mark.sign())).into_owned(),
        desk.theme.style(Meaning::Answer(mark)),
    ))
}
