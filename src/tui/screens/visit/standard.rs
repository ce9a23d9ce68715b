//! One Standard: its four methods, the checklist at what is being looked at, answers, notes,
//! the Surveyor's level. How it looks is in `standard_view`; where one stands is the desk's walk.

mod answering;
mod judging;
mod view;

use super::level_dialog::LevelDialog;
use super::note::Note;
use crate::domain::pack::Element;
use crate::domain::survey::answers::{AnswerValue, Cell, Gap, Reason};
use crate::domain::survey::verdicts;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::visit::source::form::SourceForm;
use crate::tui::screens::{Ask, Next, Reply, View};
use crate::tui::terminal::input::Focus;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::tabs::TabsState;
use crate::tui::wording;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// What a popup above was opened for.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Answer,
    Reason(Cell, AnswerValue),
    ReasonText(Cell, AnswerValue),
    Source,
    Gap,
    GapText(Gap),
}

/// The screen of one Standard.
#[derive(Debug, Default)]
pub struct StandardScreen {
    asked: Option<Asked>,
    level: LevelDialog,
    pub(in crate::tui::screens) rows: Listing,
    pub(in crate::tui::screens) tabs: TabsState,
}

impl StandardScreen {
    /// The screen at the desk's walk.
    pub fn new(desk: &mut Desk) -> Self {
        if let Some(survey) = &desk.survey
            && let Some(visit) = survey.visit()
        {
            desk.walk.arrive(visit, survey.pack());
        }
        let mut screen = Self::default();
        screen.settle(desk);
        screen
    }

    /// Brings walk and list together: the walk decides after a jump, the list after a move.
    fn settle(&mut self, desk: &mut Desk) {
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        desk.walk.clamp(visit, survey.pack());
        let rows = desk.walk.rows(survey.pack());
        let texts = rows
            .iter()
            .map(|e| Cow::Owned(format!("{} {}", e.id, e.short)));
        self.rows.set_rows(texts);
        self.rows.select(desk.walk.row);
        if let Some(row) = self.rows.selected() {
            desk.walk.row = row;
        }
    }

    fn element<'a>(&self, desk: &'a Desk) -> Option<&'a Element> {
        desk.walk.element(desk.survey.as_ref()?.pack())
    }

    fn cell(&self, desk: &Desk) -> Option<Cell> {
        let visit = desk.survey.as_ref()?.visit()?;
        Some(desk.walk.cell(visit, self.element(desk)?))
    }

    fn choose_source(&mut self, desk: &mut Desk) -> Next {
        let Some(survey) = &desk.survey else {
            return Next::Stay;
        };
        let Some(visit) = survey.visit() else {
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
        let popup = Choose::new("Answer at which?", items).selected(at.unwrap_or(choices.len()));
        self.asked = Some(Asked::Source);
        Next::go(popup)
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::AnswerMet => self.answer(desk, AnswerValue::Met),
            Command::AnswerNotMet => self.answer(desk, AnswerValue::NotMet),
            Command::AnswerNotApplicable => self.answer(desk, AnswerValue::NotApplicable),
            Command::AnswerCouldNotAssess => self.answer(desk, AnswerValue::CouldNotAssess),
            Command::ChooseAnswer | Command::Open => self.choose_answer(desk),
            Command::ClearAnswer => self.clear(desk),
            Command::Note => self.open_note(desk, false),
            Command::NoteToSelf => self.open_note(desk, true),
            Command::Why => crate::tui::screens::why(desk, desk.walk.standard),
            Command::ChooseSource => self.choose_source(desk),
            Command::AddSource => {
                SourceForm::add(desk, desk.walk.method).map_or(Next::Stay, Next::go)
            }
            Command::DescribeSource => self.describe(desk),
            Command::SetLevel => self.level.open(desk, desk.walk.standard),
            Command::ExplainDifference => self.explain(desk),
            Command::Back => Next::Back,
            command => {
                self.walk(desk, command);
                Next::Stay
            }
        }
    }

    fn describe(&mut self, desk: &mut Desk) -> Next {
        let source = desk
            .survey
            .as_ref()
            .and_then(|survey| survey.visit())
            .and_then(|visit| desk.walk.source(visit))
            .map(|source| source.id.clone());
        match source {
            Some(id) => SourceForm::change(desk, &id).map_or(Next::Stay, Next::go),
            None => {
                desk.warn("Nothing is chosen here that could be described.");
                Next::Stay
            }
        }
    }

    fn open_note(&mut self, desk: &mut Desk, private: bool) -> Next {
        let Some(check) = desk
            .survey
            .as_ref()
            .and_then(|survey| desk.walk.check(survey.pack()))
        else {
            return Next::Stay;
        };
        let note = if private {
            Note::to_self(desk, &check)
        } else {
            Note::on_check(desk, &check)
        };
        note.map_or(Next::Stay, Next::go)
    }

    /// Moves about.
    fn walk(&mut self, desk: &mut Desk, command: Command) {
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        let pack = survey.pack();
        match command {
            Command::NextSource => desk.walk.step_source(visit, pack, true),
            Command::PreviousSource => desk.walk.step_source(visit, pack, false),
            Command::NextMethod => desk.walk.step_method(pack, visit, true),
            Command::PreviousMethod => desk.walk.step_method(pack, visit, false),
            Command::NextSite => {
                desk.walk.site = (desk.walk.site + 1) % visit.sites.len().max(1);
                desk.walk.clamp(visit, pack);
            }
            Command::NextStandard | Command::PreviousStandard => {
                let forward = command == Command::NextStandard;
                if !desk.walk.step_standard(pack, visit, forward) {
                    let end = if forward { "last" } else { "first" };
                    desk.warn(format!("This is the {end} Standard."));
                }
            }
            _ => {}
        }
        self.settle(desk);
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
                self.reasoned(desk, cell, value, Some(Reason::Listed(number)))
            }
            (Asked::ReasonText(cell, value), Reply::Typed(words)) => {
                let reason = desk.text(&words).map(Reason::Typed);
                self.reasoned(desk, cell, value, reason)
            }
            (Asked::Source, Reply::Chosen(index)) => {
                self.chosen_source(desk, index);
                Next::Stay
            }
            (Asked::Gap, Reply::Chosen(index)) => match Gap::ALL.get(index) {
                Some(gap) => {
                    self.asked = Some(Asked::GapText(*gap));
                    Next::go(AskText::new(
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

    fn chosen_source(&mut self, desk: &mut Desk, index: usize) {
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        let chosen = desk
            .walk
            .choices(visit)
            .get(index)
            .map(|source| source.id.clone());
        desk.walk.choose(chosen);
        self.settle(desk);
    }
}

impl View for StandardScreen {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Visit];
        contexts.extend(self.rows.contexts());
        if self.rows.focus() == Focus::Commands {
            contexts.extend([Context::Walk, Context::Standard]);
        }
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
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

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle(desk);
        if let Ask::Reply(reply) = ask {
            return self.reply(desk, reply);
        }
        if let Ask::Mouse(mouse) = &ask
            && let Some(tab) = self.tabs.at(*mouse)
        {
            self.open_tab(desk, tab);
            return Next::Stay;
        }
        match self.rows.handle(&ask) {
            Listed::Changed => {
                if let Some(row) = self.rows.selected() {
                    desk.walk.row = row;
                }
                self.settle(desk);
                Next::Stay
            }
            Listed::Open => self.choose_answer(desk),
            Listed::NotMine => match ask {
                Ask::Command(command) => self.command(desk, command),
                _ => Next::Stay,
            },
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        crate::tui::screens::visit::standard::view::draw(self, desk, buf, area)
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}

impl StandardScreen {
    fn open_tab(&mut self, desk: &mut Desk, tab: usize) {
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        let Some(standard) = desk.walk.standard(survey.pack()) else {
            return;
        };
        if let Some(method) = standard.methods().nth(tab) {
            desk.walk.method = method;
            desk.walk.clamp(visit, survey.pack());
        }
        self.settle(desk);
    }

    /// How the selected check stands over all sites.
    pub(in crate::tui::screens) fn check_verdict(
        &self,
        desk: &Desk,
        element: &Element,
    ) -> Option<verdicts::CheckVerdict> {
        let survey = desk.survey.as_ref()?;
        let standard = desk.walk.standard(survey.pack())?;
        let method = desk.walk.method;
        Some(verdicts::check(
            survey.visit()?,
            survey.pack(),
            standard,
            element,
            method,
        ))
    }
}
