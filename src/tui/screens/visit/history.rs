//! What changed: of a visit, of one Standard of it, or of one check; when, by whom, from what to
//! what. And what a revision comes to, compared with the one before. Enter tells one of them in
//! full, word by word where words were rewritten; Enter again goes to the place it is about.

use crate::domain::survey::answers::NoteTarget;
use crate::domain::survey::changes::between::Difference;
use crate::domain::survey::changes::told::{self, PieceKind};
use crate::domain::survey::changes::{Change, Said, Subject};
use crate::domain::survey::own_words::WordsAt;
use crate::domain::survey::words::{self, Facts};
use crate::domain::values::ids::StandardId;
use crate::domain::values::written;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::reading::{GO_THERE, Reading};
use crate::tui::screens::{Ask, EvidenceOf, HistoryOf, Next, Route, SourcesAt};
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Columns for what leads a line of a change that is told in full.
const LEAD: u16 = 8;

/// The screen.
#[derive(Debug)]
pub struct History {
    of: HistoryOf,
    /// The Standard whose changes are shown, if it is only one.
    standard: Option<StandardId>,
    listing: Listing,
    /// What is shown, newest first.
    rows: Vec<Row>,
    /// What the change is about that is told in full, while it is.
    told: Option<Subject>,
}

/// A change in one line.
#[derive(Debug)]
struct Row {
    /// Its place among all changes of the visit, or among the differences of the revision.
    place: usize,
    /// When, what it is about, and what was; or what is, where nothing was.
    before: String,
    /// What is since.
    after: Option<String>,
}

impl History {
    /// The screen over the changes so far.
    pub fn open(desk: &mut Desk, of: HistoryOf) -> Option<Self> {
        let open = desk.open()?;
        if of == HistoryOf::Revision && open.visit.revision() < 2 {
            desk.warn("This is the first revision: there is none before to compare it with.");
            return None;
        }
        let mut screen = Self {
            of,
            standard: None,
            listing: Listing::default(),
            rows: Vec::new(),
            told: None,
        };
        screen.update(desk);
        Some(screen)
    }

    /// Whether a change is shown: slips only in the history of their own check.
    fn shows(&self, open: OpenCase<'_>, change: &Change) -> bool {
        if let HistoryOf::Check(check) = &self.of {
            return change.subject.check() == Some(check);
        }
        let standard = change.subject.standard(open.pack);
        !change.is_slip
            && self
                .standard
                .as_ref()
                .is_none_or(|one| standard == Some(one))
    }

    /// Shows the next or previous Standard with changes; past the last one, all of them.
    fn turn(&mut self, desk: &mut Desk, forward: bool) {
        let Some(open) = desk.open() else { return };
        if self.of != HistoryOf::Visit {
            return;
        }
        let changes = open.survey.file.changes.of_visit(&open.visit.id);
        let seen: Vec<_> = changes
            .filter(|change| !change.is_slip)
            .filter_map(|change| change.subject.standard(open.pack))
            .collect();
        let standards = open.pack.standards.iter().map(|standard| &standard.id);
        let turned: Vec<Option<&StandardId>> = [None]
            .into_iter()
            .chain(standards.filter(|id| seen.contains(id)).map(Some))
            .collect();
        let place = turned
            .iter()
            .position(|held| *held == self.standard.as_ref());
        let step = if forward { 1 } else { turned.len() - 1 };
        let next = (place.unwrap_or(0) + step) % turned.len();
        self.standard = turned.get(next).copied().flatten().cloned();
    }

    fn heading(&self, desk: &Desk) -> String {
        let count = words::counted(self.rows.len(), "change");
        match (&self.of, &self.standard) {
            (HistoryOf::Check(check), _) => {
                format!(
                    "History of {} {}: {count}",
                    check.element,
                    check.method.title()
                )
            }
            (HistoryOf::Visit, Some(id)) => {
                let title = desk.open().and_then(|open| open.pack.standard(id));
                let title = title.map_or("", |standard| &standard.title);
                format!("What changed in {id} {title}: {count}")
            }
            (HistoryOf::Visit, None) => format!("What changed in this visit: {count}"),
            (HistoryOf::Revision, _) => {
                let revision = desk.open().map_or(1, |open| open.visit.revision());
                let count = words::counted(self.rows.len(), "difference");
                format!("What revision {revision} changes: {count}")
            }
        }
    }
}

impl ListScreen for History {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::History];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn refresh(&mut self, desk: &mut Desk) {
        let Some(open) = desk.open() else { return };
        let facts = open.facts();
        if self.of == HistoryOf::Revision {
            let differences = differences(open);
            let rows = differences.iter().enumerate();
            self.rows = rows
                .map(|(place, held)| net_row(&facts, place, held))
                .collect();
            return;
        }
        let changes = open
            .survey
            .file
            .changes
            .of_visit(&open.visit.id)
            .enumerate();
        let shown = changes.filter(|(_, change)| self.shows(open, change));
        let mut rows: Vec<_> = shown
            .map(|(place, change)| row(&facts, place, change))
            .collect();
        rows.reverse();
        self.rows = rows;
    }

    fn count(&self, _desk: &Desk) -> usize {
        self.rows.len()
    }

    fn texts(&self, _desk: &Desk) -> Vec<String> {
        let text = |row: &Row| format!("{} {}", row.before, row.after.as_deref().unwrap_or(""));
        self.rows.iter().map(text).collect()
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let mut hints = vec![Command::Open, Command::Filter];
        if self.of == HistoryOf::Visit {
            hints.push(Command::NextStandard);
            if desk.open().is_some_and(|open| open.visit.revision() > 1) {
                hints.push(Command::RevisionChanges);
            }
        }
        hints.push(Command::Back);
        hints
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        let (Some(open), Some(row)) = (desk.open(), self.rows.get(row)) else {
            return Next::Stay;
        };
        let facts = open.facts();
        let told = match self.of {
            HistoryOf::Revision => {
                let differences = differences(open);
                let held = differences.get(row.place);
                held.map(|held| (held.subject.clone(), net_in_full(&facts, held)))
            }
            HistoryOf::Visit | HistoryOf::Check(_) => {
                let mut changes = open.survey.file.changes.of_visit(&open.visit.id);
                let change = changes.nth(row.place);
                change.map(|change| (change.subject.clone(), in_full(&facts, change)))
            }
        };
        let Some((subject, blocks)) = told else {
            return Next::Stay;
        };
        self.told = Some(subject);
        Next::popup(Reading::new("One change", blocks).leading_there())
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        match ask {
            Ask::Reply(reply) => Ok(match self.told.take() {
                Some(subject) if reply == GO_THERE => go_to(desk, &subject),
                _ => Next::Stay,
            }),
            ask => Err(ask),
        }
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::NextStandard => self.turn(desk, true),
            Command::PreviousStandard => self.turn(desk, false),
            Command::Back => return Next::Back,
            _ => {}
        }
        Next::Stay
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = format!(" {}", self.heading(desk));
        let columns = usize::from(area.width);
        let head = text::truncate(&head, columns, theme.signs.ellipsis);
        widgets::put(buf, area, &head, theme.style(Meaning::Title));
        let empty = "Nothing was said otherwise after it was first said.";
        self.listing.draw(
            buf,
            widgets::below(area, 2),
            theme,
            (self.listing.row, empty),
            |row, columns| {
                let line = match self.rows.get(row) {
                    None => String::new(),
                    Some(Row { before, after, .. }) => match after {
                        None => before.clone(),
                        Some(after) => format!("{before} {} {after}", theme.signs.arrow),
                    },
                };
                let line = text::truncate(&line, usize::from(columns), theme.signs.ellipsis);
                Line::raw(line.into_owned())
            },
        )
    }
}

/// Goes to the place that a change is about.
fn go_to(desk: &mut Desk, subject: &Subject) -> Next {
    let Some((open, walk)) = desk.walking() else {
        return Next::Stay;
    };
    let (visit, pack) = (open.visit, open.pack);
    match subject {
        Subject::Answer(cell) => walk.go_to_answer(pack, visit, cell),
        Subject::Note(NoteTarget::Check(check)) => walk.go_to(pack, visit, check),
        Subject::Level(id) | Subject::Difference(id) | Subject::Note(NoteTarget::Standard(id)) => {
            walk.go(pack, visit, id);
        }
        Subject::Kept(WordsAt::Remark(cell)) => walk.go_to_answer(pack, visit, cell),
        Subject::Kept(WordsAt::Note(check)) => walk.go_to(pack, visit, check),
        Subject::Service(_) => return Next::Go(Route::Services),
        Subject::Sample(key) => return Next::Go(Route::Sources(SourcesAt::Sample(key.clone()))),
        Subject::Source(id) if visit.source(id).is_some() => {
            return Next::Go(Route::Evidence(EvidenceOf::Source(id.clone())));
        }
        Subject::Source(_) => {
            desk.warn("It was taken out again; nothing of it is left to go to.");
            return Next::Stay;
        }
    }
    Next::Go(Route::Standard)
}

/// What the revision changes that is worked on or was signed last.
fn differences(open: OpenCase<'_>) -> Vec<Difference<'_>> {
    let revision = open.visit.revision();
    let changes = open.survey.file.changes.of_visit(&open.visit.id);
    let changes = changes.filter(|change| change.revision == revision);
    told::differences(&open.facts(), changes)
}

/// A difference in one line.
fn net_row(facts: &Facts<'_>, place: usize, held: &Difference<'_>) -> Row {
    let subject = told::subject(facts, &held.subject, held.was.or(held.now));
    let (was, now) = in_a_line(facts, held.was, held.now);
    Row {
        place,
        before: format!("{subject}: {was}"),
        after: Some(now),
    }
}

/// What was and what is, each in a few words; in full where the few do not differ.
fn in_a_line(facts: &Facts<'_>, was: Option<Said<'_>>, now: Option<Said<'_>>) -> (String, String) {
    let (before, after) = (told::brief(facts, was), told::brief(facts, now));
    if before != after {
        return (before, after);
    }
    match told::reads_the_same(facts, was, now) {
        true => (before, told::SAME_WORDS.to_owned()),
        false => (told::said(facts, was), told::said(facts, now)),
    }
}

/// A difference in full.
fn net_in_full(facts: &Facts<'_>, held: &Difference<'_>) -> Vec<Block> {
    let subject = told::subject(facts, &held.subject, held.was.or(held.now));
    let mut blocks = vec![Block::new(Meaning::Title, subject), Block::plain("")];
    blocks.extend(from_to(facts, held.was, held.now));
    blocks
}

/// The line of a change.
fn row(facts: &Facts<'_>, place: usize, change: &Change) -> Row {
    let subject = told::subject(facts, &change.subject, change.was().or(change.now()));
    let (was, now) = in_a_line(facts, change.was(), change.now());
    let at = written::day_and_clock(change.at);
    let at = told::how(change).map_or(at.clone(), |how| format!("{at}, {how}"));
    let (before, after) = match change.is_first {
        true => (now, None),
        false => (was, Some(now)),
    };
    Row {
        place,
        before: format!("{at}  {subject}: {before}"),
        after,
    }
}

/// A change in full.
fn in_full(facts: &Facts<'_>, change: &Change) -> Vec<Block> {
    let (was, now) = (change.was(), change.now());
    let subject = told::subject(facts, &change.subject, was.or(now));
    let typed = words::day_and_time(change.at);
    let mut by = format!("{typed}, by {}", change.by);
    if let Some(how) = told::how(change) {
        by = format!("{by}, {how}");
    }
    let revision = format!("in revision {}", change.revision);
    let mut blocks = vec![
        Block::new(Meaning::Title, subject),
        Block::new(Meaning::Muted, format!("{by}, {revision}")),
        Block::plain(""),
    ];
    blocks.extend(from_to(facts, was, now));
    blocks
}

/// What was and what is; word by word, where words were rewritten.
fn from_to(facts: &Facts<'_>, was: Option<Said<'_>>, now: Option<Said<'_>>) -> Vec<Block> {
    let (before, after) = (told::said(facts, was), told::said(facts, now));
    if !told::is_rewritten(was, now) {
        return vec![
            Block::plain(before).led_by("Before", LEAD),
            Block::plain(after).led_by("After", LEAD),
        ];
    }
    if told::reads_the_same(facts, was, now) {
        return vec![Block::plain(after).led_by("Again", LEAD)];
    }
    let pieces = told::pieces(&before, &after);
    let mut blocks = vec![Block::plain(after).led_by("After", LEAD), Block::plain("")];
    for piece in pieces {
        let (lead, meaning) = match piece.kind {
            PieceKind::Stayed => continue,
            PieceKind::Went => ("Went", Meaning::Warning),
            PieceKind::Came => ("Came", Meaning::Done),
        };
        let words = piece.text.trim();
        if !words.is_empty() {
            blocks.push(Block::new(meaning, words).led_by(lead, LEAD));
        }
    }
    blocks
}
