//! How the screen of one Standard looks: title and standing, the four methods, the source that
//! answers go to, the checklist, and below it the selected check in full with its note.

use crate::domain::pack::{Element, Method, Need, WIDEST_SHORT};
use crate::domain::survey::answers::{Cell, NoteTarget};
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::verdicts::CheckVerdict;
use crate::domain::survey::visit::Visit;
use crate::domain::survey::words;
use crate::tui::desk::Desk;
use crate::tui::screens::visit::standard::StandardScreen;
use crate::tui::survey::{OpenCase, Survey, draft_target};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::walk::Fit;
use crate::tui::widgets::reader::{self, Block, ReaderState};
use crate::tui::widgets::tabs::{self, Tab};
use crate::tui::{text, widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Columns of the element's number.
const NUMBER: usize = 8;
/// Columns of sign and word of an answer.
const MARK: usize = 12;
/// Columns of the count at the end of a row, at least.
const COUNT: usize = 12;

/// Draws the whole screen; where the cursor goes, if the filter is being typed.
pub(in crate::tui::screens) fn draw(
    screen: &StandardScreen,
    desk: &Desk,
    buf: &mut Buffer,
    area: Rect,
) -> Option<Position> {
    let OpenCase { survey, visit, .. } = desk.open()?;
    title(desk, survey, buf, widgets::row(area, 0));
    method_tabs(screen, desk, survey, buf, widgets::row(area, 1));
    source_line(desk, survey, visit, buf, widgets::row(area, 2));
    widgets::rule(buf, widgets::row(area, 3), desk.theme);
    let rows = desk.walk.rows(survey.pack());
    let below = widgets::below(area, 4);
    // Half for the checklist, half for what is selected; the checklist takes no more than it has.
    let wanted = u16::try_from(rows.len())
        .unwrap_or(u16::MAX)
        .saturating_add(1);
    let list_height = wanted
        .min(below.height.saturating_mul(11) / 20)
        .max(3)
        .min(below.height);
    let list = Rect {
        height: list_height,
        ..below
    };
    let detail = widgets::below(below, list_height);
    let cursor = screen.listing.draw(
        buf,
        list,
        desk.theme,
        (desk.walk.row, "This Standard has no check of this method."),
        |row, columns| match rows.get(row) {
            Some(element) => check_row(screen, desk, survey, visit, element, columns),
            None => Line::default(),
        },
    );
    widgets::rule(buf, widgets::row(detail, 0), desk.theme);
    if let Some(element) = desk.walk.element(survey.pack()) {
        let blocks = detail_blocks(desk, survey, visit, element);
        let state = ReaderState::default();
        reader::draw(buf, widgets::below(detail, 1), desk.theme, &state, &blocks);
    }
    cursor
}

fn title(desk: &Desk, survey: &Survey, buf: &mut Buffer, area: Rect) {
    let Some(standard) = desk.walk.standard(survey.pack()) else {
        return;
    };
    let Some(verdict) = survey.file.board.at(desk.walk.standard) else {
        return;
    };
    let standing = wording::standing(survey.pack(), verdict);
    let mark = verdict.level.map_or(Mark::ToDo, wording::mark_of_level);
    let level = survey
        .visit()
        .and_then(|visit| visit.determinations.get(&standard.id))
        .map(|(held, _)| {
            format!(
                "  {}: {}",
                wording::whose_level(survey),
                wording::level_name(survey.pack(), held.level)
            )
        })
        .unwrap_or_default();
    let right = format!("{standing}{level} ");
    let style = desk.theme.style(Meaning::Answer(mark));
    let taken = widgets::put_right(buf, area, &right, style);
    let columns = usize::from(area.width.saturating_sub(taken + 3));
    let name = format!("{}  {}", standard.id, standard.title);
    let name = text::truncate(&name, columns, desk.theme.signs.ellipsis).into_owned();
    let place = widgets::right_of(area, 1);
    widgets::put(buf, place, &name, desk.theme.style(Meaning::Title));
}

fn method_tabs(
    screen: &StandardScreen,
    desk: &Desk,
    survey: &Survey,
    buf: &mut Buffer,
    area: Rect,
) {
    let Some(standard) = desk.walk.standard(survey.pack()) else {
        return;
    };
    let Some(verdict) = survey.file.board.at(desk.walk.standard) else {
        return;
    };
    let mut shown = Vec::new();
    let mut active = 0;
    for method in standard.methods() {
        let place = Method::ALL
            .iter()
            .position(|held| *held == method)
            .unwrap_or(0);
        let detail = verdict
            .methods
            .get(place)
            .and_then(Option::as_ref)
            .map(wording::method_cell)
            .unwrap_or_default();
        if method == desk.walk.method {
            active = shown.len();
        }
        shown.push(Tab {
            name: method.title().to_owned(),
            detail,
        });
    }
    tabs::draw(buf, area, desk.theme, &screen.tabs, &shown, active);
}

fn source_line(desk: &Desk, survey: &Survey, visit: &Visit, buf: &mut Buffer, area: Rect) {
    let theme = desk.theme;
    let choices = desk.walk.choices(visit);
    let mut parts = Vec::new();
    match desk.walk.source(visit) {
        Some(source) => {
            let at = choices
                .iter()
                .position(|held| held.id == source.id)
                .unwrap_or(0)
                + 1;
            parts.push(wording::source_name(survey, source));
            parts.push(wording::source_kind(survey.pack(), &source.details.kind));
            parts.push(format!("{at} of {}", choices.len()));
        }
        None => parts.push(format!("As a whole: {}", wording::whole(desk.walk.method))),
    }
    if visit.sites.len() > 1
        && desk.walk.method != Method::Policy
        && let Some(site) = desk.walk.site(visit)
    {
        let name = survey
            .file
            .packet
            .site(site)
            .map_or(site.as_str(), |held| &held.name);
        parts.insert(0, name.to_owned());
    }
    let dot = format!(" {} ", theme.signs.dot);
    let line = text::truncate(
        &parts.join(&dot),
        usize::from(area.width.saturating_sub(2)),
        theme.signs.ellipsis,
    )
    .into_owned();
    widgets::put(
        buf,
        widgets::right_of(area, 1),
        &text::visible(&line),
        theme.style(Meaning::Plain),
    );
}

fn check_row(
    screen: &StandardScreen,
    desk: &Desk,
    survey: &Survey,
    visit: &Visit,
    element: &Element,
    columns: u16,
) -> Line<'static> {
    let theme = desk.theme;
    let columns = usize::from(columns);
    let ellipsis = theme.signs.ellipsis;
    let cell = desk.walk.cell(visit, element);
    let fit = desk.walk.fit(visit, survey.pack(), element);
    let verdict = screen.check_verdict(desk, element);
    let is_read = survey.is_read_only();
    let unsaved = &desk.unsaved_answers;
    let (mark, word) = row_mark(unsaved, visit, &cell, fit, verdict.as_ref(), is_read);
    let target = NoteTarget::Check(cell.check.clone());
    let name_room = columns.saturating_sub(NUMBER + MARK + COUNT + 2).max(8);
    let name = text::fit(&element.short, name_room.min(WIDEST_SHORT), ellipsis);
    let end_room = columns.saturating_sub(NUMBER + text::width(&name) + MARK + 2);
    let (end, end_meaning) = row_end(desk, element, &target, verdict.as_ref(), end_room);
    let plain = match fit {
        Fit::Yes | Fit::Unusual => theme.style(Meaning::Plain),
        Fit::NotOffered | Fit::OtherRecord => theme.style(Meaning::Muted),
    };
    Line::from(vec![
        Span::styled(format!("{:<NUMBER$}{name}", element.id.to_string()), plain),
        Span::styled(
            words_flag(survey, visit, &cell, &target),
            theme.style(Meaning::Muted),
        ),
        Span::styled(
            format!(
                "{} ",
                text::fit(&format!("{} {word}", mark.sign()), MARK, ellipsis)
            ),
            theme.style(Meaning::Answer(mark)),
        ),
        Span::styled(
            text::truncate(&end, end_room, ellipsis).into_owned(),
            theme.style(end_meaning),
        ),
    ])
}

/// What the filter looks in: all that a row says, and the Surveyor's words about its check.
pub(in crate::tui::screens) fn searched(
    screen: &StandardScreen,
    desk: &Desk,
    element: &Element,
) -> String {
    let Some(OpenCase { survey, visit, .. }) = desk.open() else {
        return String::new();
    };
    let row = check_row(screen, desk, survey, visit, element, u16::MAX);
    let said: Vec<&str> = row.spans.iter().map(|span| span.content.as_ref()).collect();
    let detail = detail_blocks(desk, survey, visit, element);
    let detail = detail
        .iter()
        .filter(|block| block.meaning != Meaning::Muted);
    let detail: Vec<&str> = detail.map(|block| block.text.as_str()).collect();
    format!("{} {}", said.join(" "), detail.join(" "))
}

/// The answer where one stands; else why there is none, or where it was answered already.
fn row_mark(
    unsaved: &[Cell],
    visit: &Visit,
    cell: &Cell,
    fit: Fit,
    verdict: Option<&CheckVerdict>,
    is_read: bool,
) -> (Mark, String) {
    if unsaved.contains(cell) {
        return (Mark::ToDo, "Not saved".to_owned());
    }
    if let Some(answer) = visit.answer(cell) {
        let mark = wording::mark_of_answer(answer.value);
        let word = if mark == Mark::CouldNotAssess {
            "Not seen"
        } else {
            mark.word()
        };
        return (mark, word.to_owned());
    }
    match fit {
        Fit::NotOffered => return (Mark::NotApplicable, "N/A".to_owned()),
        Fit::OtherRecord => return (Mark::NotApplicable, "N/A here".to_owned()),
        Fit::Yes | Fit::Unusual => {}
    }
    let elsewhere = verdict.filter(|verdict| {
        cell.check.method != Method::Record && verdict.open == 0 && verdict.tally.answered() > 0
    });
    let label = visit
        .given(&cell.check)
        .iter()
        .find_map(|given| visit.source(given.source.as_ref()?))
        .map(|source| source.details.label.clone());
    match (elsewhere, label) {
        (Some(verdict), Some(label)) => (
            wording::mark_of_outcome(verdict.outcome),
            format!("at {label}"),
        ),
        _ if is_read => (Mark::ToDo, Mark::BLANK.to_owned()),
        _ => (Mark::ToDo, Mark::ToDo.word().to_owned()),
    }
}

/// The count over all sources, or what is missing.
fn row_end(
    desk: &Desk,
    element: &Element,
    target: &NoteTarget,
    verdict: Option<&CheckVerdict>,
    room: usize,
) -> (String, Meaning) {
    let Some(verdict) = verdict else {
        return (String::new(), Meaning::Plain);
    };
    let is_missing = |check| {
        let open = desk.open();
        open.is_some_and(|open| own_words::are_missing(&open.facts(), check))
    };
    if let NoteTarget::Check(check) = target
        && verdict.outcome.is_wanting()
        && is_missing(check)
    {
        return ("note missing".to_owned(), Meaning::Warning);
    }
    let words = wording::tally(verdict);
    let supporting = element.checks.need(desk.walk.method) == Some(Need::Supporting);
    if supporting && words.is_empty() {
        return ("if seen".to_owned(), Meaning::Muted);
    }
    if text::width(&words) <= room {
        return (words, Meaning::Plain);
    }
    (
        words
            .replace(" of ", "/")
            .replace(" not assessed", " unseen"),
        Meaning::Plain,
    )
}

/// `r` where there is a remark just here, `t` where there is a note for the report, `p` where
/// there is a note to self.
fn words_flag(survey: &Survey, visit: &Visit, cell: &Cell, target: &NoteTarget) -> &'static str {
    if visit
        .answer(cell)
        .is_some_and(|answer| answer.remark.is_some())
    {
        "r"
    } else if visit.notes.contains_key(target) {
        "t"
    } else if survey.private.contains_key(&draft_target(target)) {
        "p"
    } else {
        " "
    }
}

/// ` (written when 1 of 1 was not met, now 2 of 5)` where the answers changed under the words.
fn since(visit: &Visit, at: &WordsAt) -> String {
    own_words::changed(visit, at).map_or_else(String::new, |changed| {
        format!(" ({})", words::since(at.check().method, &changed))
    })
}

fn detail_blocks(desk: &Desk, survey: &Survey, visit: &Visit, element: &Element) -> Vec<Block> {
    let method = desk.walk.method;
    let mut blocks = vec![Block::plain(format!("{}  {}", element.id, element.text))];
    let facts = desk.open().map(|open| open.facts());
    if let Some(line) = facts.and_then(|facts| facts.facts_line(element, method)) {
        blocks.push(Block::new(Meaning::Answer(Mark::NotMet), line));
    }
    let check = desk.walk.cell(visit, element).check;
    let target = NoteTarget::Check(check.clone());
    if let Some(note) = visit.notes.get(&target) {
        let since = since(visit, &WordsAt::Note(check.clone()));
        let words = format!("Note{since}: {}", survey.file.words(note));
        blocks.push(Block::new(Meaning::ReportNote, words));
    }
    if let Some(note) = survey.private.get(&draft_target(&target)) {
        blocks.push(Block::new(
            Meaning::PrivateNote,
            format!("Note to self: {}", note.as_str()),
        ));
    }
    let cell = desk.walk.cell(visit, element);
    if let Some(answer) = visit.answer(&cell)
        && let Some(reason) = &answer.reason
    {
        let list = match answer.value {
            crate::domain::survey::answers::AnswerValue::NotApplicable => {
                &survey.pack().reasons.not_applicable
            }
            _ => &survey.pack().reasons.could_not_assess,
        };
        let words = wording::reason(survey, list, reason);
        blocks.push(Block::plain(format!("{}: {words}", answer.value.title())));
    }
    if let Some(remark) = visit.answer(&cell).and_then(|answer| answer.remark) {
        let since = since(visit, &WordsAt::Remark(cell.clone()));
        let words = format!("Remark here{since}: {}", survey.file.words(&remark));
        blocks.push(Block::new(Meaning::ReportNote, words));
    }
    for prompt in element.checks.prompts(method) {
        blocks.push(Block::new(Meaning::Muted, format!("- {prompt}")));
    }
    for anchor in &element.anchors {
        let word = match anchor.level {
            crate::domain::pack::AnchorLevel::Met => "Met",
            crate::domain::pack::AnchorLevel::NotMet => "Not met",
        };
        blocks.push(Block::new(
            Meaning::Muted,
            format!("Example of {word}: {}", anchor.text),
        ));
    }
    blocks
}
