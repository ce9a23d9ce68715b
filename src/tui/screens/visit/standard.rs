//! One Standard: its four methods, the checklist at what is being looked at, answers, notes,
//! the Surveyor's level. How it looks is in `view`; where one stands is the desk's walk.

mod answering;
mod judging;
mod view;

use super::anywhere::explain;
use super::level_dialog::LevelDialog;
use crate::domain::pack::Element;
use crate::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey, Gap, Reason};
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::verdicts;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::{Ask, Described, EvidenceOf, HistoryOf, Next, Noted, Reply, Route};
use crate::tui::survey::OpenCase;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::tabs::TabsState;
use crate::tui::wording;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a popup above was opened for.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Answer,
    Reason(Cell, AnswerValue),
    ReasonText(Cell, AnswerValue),
    Remark(Cell),
    Source,
    Gap,
    GapText(Gap),
}

/// The screen of one Standard.
#[derive(Debug, Default)]
pub struct StandardScreen {
    asked: Option<Asked>,
    level: LevelDialog,
    listing: Listing,
    tabs: TabsState,
}

impl StandardScreen {
    /// The screen at the desk's walk.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let (open, walk) = desk.walking()?;
        walk.arrive(open.visit, open.pack);
        let mut screen = Self::default();
        screen.update(desk);
        Some(screen)
    }

    fn element<'a>(&self, desk: &'a Desk) -> Option<&'a Element> {
        desk.walk.element(desk.open()?.pack)
    }

    fn cell(&self, desk: &Desk) -> Option<Cell> {
        Some(desk.walk.cell(desk.open()?.visit, self.element(desk)?))
    }

    fn choose_source(&mut self, desk: &mut Desk) -> Next {
        let Some(OpenCase { survey, visit, .. }) = desk.open() else {
            return Next::Stay;
        };
        let choices = desk.walk.choices(visit);
        let here = desk.walk.source(visit).map(|source| source.id.clone());
        let at = choices
            .iter()
            .position(|source| Some(&source.id) == here.as_ref());
        let mut items: Vec<Item> = choices
            .iter()
            .map(|source| {
                let name = wording::source_name(survey, source);
                let kind = wording::source_kind(survey.pack(), &source.details.kind);
                Item::plain(format!("{name}, {kind}"))
            })
            .collect();
        items.push(Item::plain(wording::whole(desk.walk.method)));
        let title = match desk.is_reading() {
            true => "Read what was seen at which?",
            false => "Answer at which?",
        };
        let popup = Choose::new(title, items).selected(at.unwrap_or(choices.len()));
        self.asked = Some(Asked::Source);
        Next::popup(popup)
    }

    fn describe(&self, desk: &mut Desk) -> Next {
        let source = desk.open().and_then(|open| desk.walk.source(open.visit));
        match source.map(|source| source.id.clone()) {
            Some(id) => Next::Go(Route::SourceForm(Described::Held(id))),
            None => {
                desk.warn("Nothing is chosen here that could be described.");
                Next::Stay
            }
        }
    }

    /// The note of the selected check; where it may say what is no longer so, what to do with it.
    fn note(&self, desk: &Desk) -> Next {
        let Some((open, check)) = self.selected_check(desk) else {
            return Next::Stay;
        };
        let at = WordsAt::Note(check.clone());
        match own_words::changed(open.visit, &at) {
            Some(changed) if changed.is_grave() => Next::Go(Route::OwnWords(at)),
            _ => Next::Go(Route::Note(Noted::Check(check))),
        }
    }

    fn note_to_self(&self, desk: &Desk) -> Next {
        self.selected_check(desk).map_or(Next::Stay, |(_, check)| {
            Next::Go(Route::Note(Noted::ToSelf(check)))
        })
    }

    fn selected_check<'a>(&self, desk: &'a Desk) -> Option<(OpenCase<'a>, CheckKey)> {
        let open = desk.open()?;
        Some((open, desk.walk.check(open.pack)?))
    }

    /// The history of the check in the selected row.
    fn history(&self, desk: &Desk) -> Next {
        self.selected_check(desk).map_or(Next::Stay, |(_, check)| {
            Next::Go(Route::History(HistoryOf::Check(check)))
        })
    }

    /// Moves about.
    fn walk(&self, desk: &mut Desk, command: Command) {
        let Some((open, walk)) = desk.walking() else {
            return;
        };
        let (visit, pack) = (open.visit, open.pack);
        match command {
            Command::NextSource => walk.step_source(visit, pack, true),
            Command::PreviousSource => walk.step_source(visit, pack, false),
            Command::NextMethod => walk.step_method(pack, visit, true),
            Command::PreviousMethod => walk.step_method(pack, visit, false),
            Command::NextSite => {
                walk.site = (walk.site + 1) % visit.sites.len().max(1);
                walk.clamp(visit, pack);
            }
            Command::NextStandard | Command::PreviousStandard => {
                let forward = command == Command::NextStandard;
                if !walk.step_standard(pack, visit, forward) {
                    let end = if forward { "last" } else { "first" };
                    desk.warn(format!("This is the {end} Standard."));
                }
            }
            _ => {}
        }
    }

    /// A popup closed.
    fn reply(&mut self, desk: &mut Desk, reply: Reply) -> Next {
        let Some(asked) = self.asked.take() else {
            return self.level.reply(desk, reply);
        };
        match (asked, reply) {
            (_, Reply::Nothing) => Next::Stay,
            (Asked::Answer, Reply::Chosen(index)) => match AnswerValue::ALL.get(index) {
                Some(value) => self.answer(desk, *value),
                None => self.clear(desk),
            },
            (Asked::Reason(cell, value), Reply::Chosen(index)) => {
                let number = u16::try_from(index + 1).unwrap_or(u16::MAX);
                self.listed(desk, cell, value, number)
            }
            (Asked::ReasonText(cell, value), Reply::Typed(words)) => {
                let text = desk.text(&words);
                let reason = Some(Reason::Typed(text.id));
                self.give(desk, cell, Answer::because(value, reason), Some(text))
            }
            (Asked::Remark(cell), Reply::Typed(words)) => self.remarked(desk, cell, &words),
            (Asked::Source, Reply::Chosen(index)) => {
                self.chosen_source(desk, index);
                Next::Stay
            }
            (Asked::Gap, Reply::Chosen(index)) => match Gap::ALL.get(index) {
                Some(gap) => {
                    self.asked = Some(Asked::GapText(*gap));
                    Next::popup(AskText::new(
                        gap.title(),
                        "What differs, in one or two sentences; it goes in the report.",
                    ))
                }
                None => Next::Stay,
            },
            (Asked::GapText(gap), Reply::Typed(words)) => self.explained(desk, gap, &words),
            _ => Next::Stay,
        }
    }

    fn chosen_source(&self, desk: &mut Desk, index: usize) {
        let Some((open, walk)) = desk.walking() else {
            return;
        };
        let choices = walk.choices(open.visit);
        let chosen = choices.get(index).map(|source| source.id.clone());
        walk.choose(chosen);
    }
}

impl ListScreen for StandardScreen {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::Walk, Context::Standard];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn refresh(&mut self, desk: &mut Desk) {
        if let Some((open, walk)) = desk.walking() {
            walk.clamp(open.visit, open.pack);
        }
    }

    fn count(&self, desk: &Desk) -> usize {
        desk.open()
            .map_or(0, |open| desk.walk.rows(open.pack).len())
    }

    fn texts(&self, desk: &Desk) -> Vec<String> {
        let rows = desk.open().map(|open| desk.walk.rows(open.pack));
        let rows = rows.unwrap_or_default().into_iter();
        rows.map(|element| view::searched(self, desk, element))
            .collect()
    }

    // The walk holds the row: it decides after a jump, the list after a move.
    fn row(&self, desk: &Desk) -> usize {
        desk.walk.row
    }

    fn select(&mut self, desk: &mut Desk, row: usize) {
        desk.walk.row = row;
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        if desk.is_reading() {
            return vec![
                Command::Open,
                Command::NextSource,
                Command::NextMethod,
                Command::NextStandard,
                Command::Why,
                Command::CheckHistory,
                Command::Back,
            ];
        }
        vec![
            Command::AnswerMet,
            Command::AnswerNotMet,
            Command::AnswerNotApplicable,
            Command::AnswerCouldNotAssess,
            Command::Note,
            Command::NextSource,
            Command::NextMethod,
            Command::SetLevel,
        ]
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        match ask {
            Ask::Reply(reply) => Ok(self.reply(desk, reply)),
            Ask::Mouse(mouse) => {
                let Some(tab) = self.tabs.at(mouse) else {
                    return Err(ask);
                };
                self.open_tab(desk, tab);
                Ok(Next::Stay)
            }
            ask => Err(ask),
        }
    }

    fn open_row(&mut self, desk: &mut Desk, _row: usize) -> Next {
        match self.selected_check(desk) {
            Some((_, check)) if desk.is_reading() => {
                Next::Go(Route::Evidence(EvidenceOf::Check(check)))
            }
            _ => self.choose_answer(desk),
        }
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::AnswerMet => self.answer(desk, AnswerValue::Met),
            Command::AnswerNotMet => self.answer(desk, AnswerValue::NotMet),
            Command::AnswerNotApplicable => self.answer(desk, AnswerValue::NotApplicable),
            Command::AnswerCouldNotAssess => self.answer(desk, AnswerValue::CouldNotAssess),
            Command::ChooseAnswer | Command::Open => self.choose_answer(desk),
            Command::ClearAnswer => self.clear(desk),
            Command::Note => self.note(desk),
            Command::Remark => self.remark(desk),
            Command::NoteToSelf => self.note_to_self(desk),
            Command::CheckHistory => self.history(desk),
            Command::Why => explain(desk, desk.walk.standard, self.element(desk)),
            Command::ChooseSource => self.choose_source(desk),
            Command::AddSource => Next::Go(Route::SourceForm(Described::New(desk.walk.method))),
            Command::DescribeSource => self.describe(desk),
            Command::SetLevel => self.level.open(desk, desk.walk.standard),
            Command::ExplainDifference => self.explain_difference(desk),
            Command::Back => Next::Back,
            command => {
                self.walk(desk, command);
                Next::Stay
            }
        }
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, desk, buf, area)
    }
}

impl StandardScreen {
    fn open_tab(&self, desk: &mut Desk, tab: usize) {
        let Some((open, walk)) = desk.walking() else {
            return;
        };
        let standard = walk.standard(open.pack);
        if let Some(method) = standard.and_then(|standard| standard.methods().nth(tab)) {
            walk.method = method;
        }
    }

    /// How the selected check stands over all sites.
    fn check_verdict(&self, desk: &Desk, element: &Element) -> Option<verdicts::CheckVerdict> {
        let open = desk.open()?;
        let standard = desk.walk.standard(open.pack)?;
        let method = desk.walk.method;
        Some(verdicts::check(
            open.visit, open.pack, standard, element, method,
        ))
    }
}
