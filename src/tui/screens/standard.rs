//! One Standard: its four methods, the checklist at what is being looked at, answers, notes,
//! the Surveyor's level. How it looks is in `standard_view`; where one stands is the desk's walk.

use super::ask::AskText;
use super::choose::Choose;
use super::listing::{Listed, Listing};
use super::note::Note;
use super::reading::Reading;
use super::source_form::SourceForm;
use super::{Ask, Reply, Step, View};
use crate::domain::answers::{
    Answer, AnswerValue, Cell, Determination, Explanation, Gap, Level, NoteTarget, Reason,
};
use crate::domain::decide::Act;
use crate::domain::pack::Element;
use crate::domain::verdicts;
use crate::domain::why;
use crate::tui::command::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::walk::Fit;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::reader::Block;
use crate::tui::widgets::tabs::TabsState;
use crate::tui::{keymap, wording};
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
    Level,
    LevelReason(Level),
    LevelReasonText(Level),
    Gap,
    GapText(Gap),
}

/// The screen of one Standard.
#[derive(Debug, Default)]
pub struct StandardScreen {
    asked: Option<Asked>,
    pub(super) rows: Listing,
    pub(super) tabs: TabsState,
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
        desk.walk.settle(visit, survey.pack());
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

    /// Says why the row cannot be answered where one stands; true when it can.
    fn can_answer(&self, desk: &mut Desk) -> bool {
        let (Some(survey), Some(element)) = (&desk.survey, self.element(desk)) else {
            return false;
        };
        let Some(visit) = survey.visit() else {
            return false;
        };
        let fit = desk.walk.fit(visit, survey.pack(), element);
        let label = desk
            .walk
            .source(visit)
            .map(|s| s.details.label.clone())
            .unwrap_or_default();
        match fit {
            Fit::Yes | Fit::Unusual => return true,
            Fit::NotOffered => desk.warn(
                "The service this is about is not offered here, so it is not applicable already.",
            ),
            Fit::OtherRecord => desk.warn(format!(
                "{label} does not show this. Choose another one, or describe {label} otherwise."
            )),
        }
        false
    }

    fn answer(&mut self, desk: &mut Desk, value: AnswerValue) -> Step {
        let Some(cell) = self.cell(desk).filter(|_| self.can_answer(desk)) else {
            return Step::Stay;
        };
        if value == AnswerValue::Met && cell.source.is_none() {
            return self.nothing_looked_at(desk);
        }
        if value.needs_reason() {
            return self.ask_reason(desk, cell, value);
        }
        self.give(desk, cell, Answer::plain(value))
    }

    /// Met at nothing: leads to adding what was looked at instead of refusing.
    fn nothing_looked_at(&mut self, desk: &mut Desk) -> Step {
        desk.warn("Met needs something you looked at. Say what it was; then answer.");
        match SourceForm::add(desk, desk.walk.method) {
            Some(form) => Step::go(form),
            None => Step::Stay,
        }
    }

    fn ask_reason(&mut self, desk: &mut Desk, cell: Cell, value: AnswerValue) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let (list, last, command) = match value {
            AnswerValue::NotApplicable => (
                &survey.pack().reasons.not_applicable,
                &desk.last_reasons[0],
                Command::AnswerNotApplicable,
            ),
            _ => (
                &survey.pack().reasons.could_not_assess,
                &desk.last_reasons[1],
                Command::AnswerCouldNotAssess,
            ),
        };
        let mut items: Vec<Item> = list.iter().map(Item::plain).collect();
        items.push(Item::plain("Another reason: type it"));
        let last = match last {
            Some(Reason::Listed(number)) => usize::from(*number).saturating_sub(1),
            _ => 0,
        };
        let key = keymap::key_for(&[Context::Walk], command).unwrap_or_default();
        let popup = Choose::new(format!("{}: why?", value.title()), items)
            .explained(format!("{key} again takes the selected reason."))
            .selected(last)
            .repeated_by(&key);
        self.asked = Some(Asked::Reason(cell, value));
        Step::go(popup)
    }

    /// Gives an answer, says so, opens the note of a first Not met, and goes on.
    fn give(&mut self, desk: &mut Desk, cell: Cell, answer: Answer) -> Step {
        let value = answer.value;
        let answered = Some(answer);
        if !desk.act(Act::Answer {
            cell: cell.clone(),
            answer: answered.clone(),
        }) {
            return Step::Stay;
        }
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        let arrow = desk.theme.signs.arrow;
        let said = desk
            .survey
            .as_ref()
            .and_then(|survey| survey.visit())
            .map(|visit| wording::answered(visit, &cell, answered.as_ref(), arrow, &undo));
        if let Some(said) = said {
            desk.say(said);
        }
        let target = NoteTarget::Check(cell.check.clone());
        let has_note = desk
            .survey
            .as_ref()
            .and_then(|survey| survey.visit())
            .is_some_and(|visit| visit.notes.contains_key(&target));
        let note = (value == AnswerValue::NotMet && !has_note)
            .then(|| Note::on_check(desk, &cell.check))
            .flatten();
        self.go_on(desk);
        note.map_or(Step::Stay, Step::go)
    }

    fn go_on(&mut self, desk: &mut Desk) {
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        if !desk.walk.advance(visit, survey.pack()) {
            let more = keymap::key_for(&[Context::Walk, Context::Standard], Command::NextMethod);
            let source = keymap::key_for(&[Context::Walk], Command::NextSource);
            if let (Some(status), Some(more), Some(source)) = (&mut desk.status, more, source) {
                status.text = format!("{} Last row: {source} next, {more} method.", status.text);
            }
        }
        self.settle(desk);
    }

    fn clear(&mut self, desk: &mut Desk) -> Step {
        let Some(cell) = self.cell(desk) else {
            return Step::Stay;
        };
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        if desk.act(Act::Answer {
            cell: cell.clone(),
            answer: None,
        }) && let Some(visit) = desk.survey.as_ref().and_then(|survey| survey.visit())
        {
            let said = wording::answered(visit, &cell, None, "", &undo);
            desk.say(said);
        }
        Step::Stay
    }

    fn choose_answer(&mut self, desk: &mut Desk) -> Step {
        if !self.can_answer(desk) {
            return Step::Stay;
        }
        let mut items: Vec<Item> = AnswerValue::ALL
            .into_iter()
            .map(|value| Item {
                text: value.title().to_owned(),
                mark: Some(wording::mark_of_answer(value)),
            })
            .collect();
        items.push(Item::plain("Clear the answer"));
        self.asked = Some(Asked::Answer);
        let title = self
            .element(desk)
            .map(|element| element.short.clone())
            .unwrap_or_default();
        Step::go(Choose::new(title, items))
    }

    fn choose_source(&mut self, desk: &mut Desk) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let Some(visit) = survey.visit() else {
            return Step::Stay;
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
        Step::go(popup)
    }

    fn set_level(&mut self, desk: &mut Desk) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let Some(verdict) = survey.file.board.at(desk.walk.standard) else {
            return Step::Stay;
        };
        if verdict.open > 0 {
            let open = verdict.open;
            desk.warn(format!(
                "{open} still to do in this Standard; then give your level."
            ));
            return Step::Stay;
        }
        self.asked = Some(Asked::Level);
        Step::go(super::levels::level_popup(survey, desk.walk.standard))
    }

    fn explain(&mut self, desk: &mut Desk) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let differs = survey
            .file
            .board
            .at(desk.walk.standard)
            .is_some_and(|verdict| !verdict.differences.is_empty());
        if !differs {
            desk.warn("The methods do not differ in this Standard; there is nothing to explain.");
            return Step::Stay;
        }
        self.asked = Some(Asked::Gap);
        let items = Gap::ALL
            .into_iter()
            .map(|gap| Item::plain(gap.title()))
            .collect();
        Step::go(Choose::new("Methods differ: which side is wanting?", items))
    }

    fn why(&self, desk: &Desk) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let Some(facts) = super::facts(survey) else {
            return Step::Stay;
        };
        let Some(standard) = desk.walk.standard(survey.pack()) else {
            return Step::Stay;
        };
        let blocks = why::standard(&facts, standard).into_iter().map(|line| {
            let meaning = if line.depth == 0 {
                Meaning::Title
            } else {
                Meaning::Plain
            };
            Block::new(meaning, line.text).indented(u16::from(line.depth) * 2)
        });
        Step::go(Reading::new("Why?", blocks.collect()))
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Step {
        match command {
            Command::AnswerMet => self.answer(desk, AnswerValue::Met),
            Command::AnswerNotMet => self.answer(desk, AnswerValue::NotMet),
            Command::AnswerNotApplicable => self.answer(desk, AnswerValue::NotApplicable),
            Command::AnswerCouldNotAssess => self.answer(desk, AnswerValue::CouldNotAssess),
            Command::ChooseAnswer | Command::Open => self.choose_answer(desk),
            Command::ClearAnswer => self.clear(desk),
            Command::Note => self.open_note(desk, false),
            Command::NoteToSelf => self.open_note(desk, true),
            Command::Why => self.why(desk),
            Command::ChooseSource => self.choose_source(desk),
            Command::AddSource => {
                SourceForm::add(desk, desk.walk.method).map_or(Step::Stay, Step::go)
            }
            Command::DescribeSource => self.describe(desk),
            Command::SetLevel => self.set_level(desk),
            Command::ExplainDifference => self.explain(desk),
            Command::Back => Step::Back,
            command => {
                self.walk(desk, command);
                Step::Stay
            }
        }
    }

    fn describe(&mut self, desk: &mut Desk) -> Step {
        let source = desk
            .survey
            .as_ref()
            .and_then(|survey| survey.visit())
            .and_then(|visit| desk.walk.source(visit))
            .map(|source| source.id.clone());
        match source {
            Some(id) => SourceForm::change(desk, &id).map_or(Step::Stay, Step::go),
            None => {
                desk.warn("Nothing is chosen here that could be described.");
                Step::Stay
            }
        }
    }

    fn open_note(&mut self, desk: &mut Desk, private: bool) -> Step {
        let Some(check) = desk
            .survey
            .as_ref()
            .and_then(|survey| desk.walk.check(survey.pack()))
        else {
            return Step::Stay;
        };
        let note = if private {
            Note::to_self(desk, &check)
        } else {
            Note::on_check(desk, &check)
        };
        note.map_or(Step::Stay, Step::go)
    }

    /// Moves about.
    fn walk(&mut self, desk: &mut Desk, command: Command) {
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        let pack = survey.pack();
        match command {
            Command::NextSource => desk.walk.step_source(visit, true),
            Command::FormerSource => desk.walk.step_source(visit, false),
            Command::NextMethod => desk.walk.step_method(pack, visit, true),
            Command::FormerMethod => desk.walk.step_method(pack, visit, false),
            Command::NextSite => {
                desk.walk.site = (desk.walk.site + 1) % visit.sites.len().max(1);
                desk.walk.settle(visit, pack);
            }
            Command::NextStandard | Command::FormerStandard => {
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
    fn reply(&mut self, desk: &mut Desk, reply: Reply) -> Step {
        let Some(asked) = self.asked.take() else {
            return Step::Stay;
        };
        match (asked, reply) {
            (_, Reply::Nothing) => Step::Stay,
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
                Step::Stay
            }
            (Asked::Level, Reply::Chosen(index)) => self.chosen_level(desk, index),
            (Asked::LevelReason(level), Reply::Chosen(index)) => {
                let listed = desk
                    .survey
                    .as_ref()
                    .map_or(0, |s| s.pack().reasons.different_level.len());
                if index >= listed {
                    self.asked = Some(Asked::LevelReasonText(level));
                    return Step::go(AskText::new(
                        "Why another level?",
                        "One sentence; it goes in the report.",
                    ));
                }
                let number = u16::try_from(index + 1).unwrap_or(u16::MAX);
                self.determine(desk, level, Some(Reason::Listed(number)))
            }
            (Asked::LevelReasonText(level), Reply::Typed(words)) => {
                let reason = desk.text(&words).map(Reason::Typed);
                if reason.is_some() {
                    self.determine(desk, level, reason)
                } else {
                    Step::Stay
                }
            }
            (Asked::Gap, Reply::Chosen(index)) => match Gap::ALL.get(index) {
                Some(gap) => {
                    self.asked = Some(Asked::GapText(*gap));
                    Step::go(AskText::new(
                        gap.title(),
                        "What differs, in one or two sentences; it goes in the report.",
                    ))
                }
                None => Step::Stay,
            },
            (Asked::GapText(gap), Reply::Typed(words)) => self.explained(desk, gap, &words),
            _ => Step::Stay,
        }
    }

    fn reasoned(
        &mut self,
        desk: &mut Desk,
        cell: Cell,
        value: AnswerValue,
        reason: Option<Reason>,
    ) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let listed = match value {
            AnswerValue::NotApplicable => survey.pack().reasons.not_applicable.len(),
            _ => survey.pack().reasons.could_not_assess.len(),
        };
        if let Some(Reason::Listed(number)) = &reason {
            if usize::from(*number) > listed {
                self.asked = Some(Asked::ReasonText(cell, value));
                let title = format!("{}: why?", value.title());
                return Step::go(AskText::new(title, "One sentence; it goes in the report."));
            }
            let slot = usize::from(value == AnswerValue::CouldNotAssess);
            if let Some(last) = desk.last_reasons.get_mut(slot) {
                *last = reason.clone();
            }
        }
        match reason {
            Some(reason) => self.give(
                desk,
                cell,
                Answer {
                    value,
                    reason: Some(reason),
                },
            ),
            None => Step::Stay,
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

    fn chosen_level(&mut self, desk: &mut Desk, index: usize) -> Step {
        let Some(level) = Level::ALL.get(index).copied() else {
            return Step::Stay;
        };
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let suggested = survey
            .file
            .board
            .at(desk.walk.standard)
            .and_then(|v| v.level);
        if suggested == Some(level) {
            return self.determine(desk, level, None);
        }
        self.asked = Some(Asked::LevelReason(level));
        Step::go(super::levels::level_reason_popup(survey))
    }

    fn determine(&mut self, desk: &mut Desk, level: Level, reason: Option<Reason>) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let Some(standard) = desk.walk.standard(survey.pack()) else {
            return Step::Stay;
        };
        let Some(suggested) = survey
            .file
            .board
            .at(desk.walk.standard)
            .and_then(|v| v.level)
        else {
            return Step::Stay;
        };
        let name = wording::level_name(survey.pack(), level).to_owned();
        let id = standard.id.clone();
        let determination = Determination {
            level,
            suggested,
            reason,
        };
        if desk.act(Act::Determine(vec![(id.clone(), Some(determination))])) {
            desk.say(format!("Your level for {id}: {name}."));
        }
        Step::Stay
    }

    fn explained(&mut self, desk: &mut Desk, gap: Gap, words: &str) -> Step {
        let Some(survey) = &desk.survey else {
            return Step::Stay;
        };
        let Some(standard) = desk
            .walk
            .standard(survey.pack())
            .map(|held| held.id.clone())
        else {
            return Step::Stay;
        };
        let Some(text) = desk.text(words) else {
            return Step::Stay;
        };
        let explanation = Some(Explanation {
            gap,
            text: Some(text),
        });
        if desk.act(Act::ExplainDifference {
            standard: standard.clone(),
            explanation,
        }) {
            desk.say(format!(
                "Explained for {standard}: {}.",
                gap.title().to_lowercase()
            ));
        }
        Step::Stay
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

    fn take(&mut self, desk: &mut Desk, ask: Ask) -> Step {
        self.settle(desk);
        if let Ask::Reply(reply) = ask {
            return self.reply(desk, reply);
        }
        if let Ask::Mouse(mouse) = &ask
            && let Some(tab) = self.tabs.at(*mouse)
        {
            self.open_tab(desk, tab);
            return Step::Stay;
        }
        match self.rows.take(&ask) {
            Listed::Changed => {
                if let Some(row) = self.rows.selected() {
                    desk.walk.row = row;
                }
                self.settle(desk);
                Step::Stay
            }
            Listed::Open => self.choose_answer(desk),
            Listed::NotMine => match ask {
                Ask::Command(command) => self.command(desk, command),
                _ => Step::Stay,
            },
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        super::standard_view::draw(self, desk, buf, area)
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
            desk.walk.settle(visit, survey.pack());
        }
        self.settle(desk);
    }

    /// How the selected check stands over all sites.
    pub(super) fn check_verdict(
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
