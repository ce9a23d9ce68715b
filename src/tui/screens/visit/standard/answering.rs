//! Giving answers on the screen of one Standard: one key, one answer; reasons by number.

use super::{Asked, StandardScreen};
use crate::domain::survey::answers::{Answer, AnswerValue, Cell, Reason};
use crate::domain::survey::decide::Act;
use crate::domain::survey::guarded::place_of;
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::values::text::Text;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::{Described, Next, Noted, Route};
use crate::tui::walk::Fit;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::warning::Typed;
use crate::tui::wording;

impl StandardScreen {
    /// Says why the row cannot be answered where one stands; true when it can.
    pub(super) fn can_answer(&self, desk: &mut Desk) -> bool {
        let (Some(open), Some(element)) = (desk.open(), self.element(desk)) else {
            return false;
        };
        let fit = desk.walk.fit(open.visit, open.pack, element);
        let label = desk
            .walk
            .source(open.visit)
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

    pub(super) fn answer(&mut self, desk: &mut Desk, value: AnswerValue) -> Next {
        let Some(cell) = self.cell(desk).filter(|_| self.can_answer(desk)) else {
            return Next::Stay;
        };
        if value == AnswerValue::Met && cell.source.is_none() {
            return self.nothing_looked_at(desk);
        }
        if value.needs_reason() {
            return self.ask_reason(desk, cell, value);
        }
        self.give(desk, cell, Answer::plain(value), None)
    }

    /// Met at nothing: leads to adding what was looked at instead of refusing.
    pub(super) fn nothing_looked_at(&mut self, desk: &mut Desk) -> Next {
        desk.warn("Met needs something you looked at. Say what it was; then answer.");
        Next::Go(Route::SourceForm(Described::New(desk.walk.method)))
    }

    pub(super) fn ask_reason(&mut self, desk: &mut Desk, cell: Cell, value: AnswerValue) -> Next {
        let Some(open) = desk.open() else {
            return Next::Stay;
        };
        let (list, last, command) = match value {
            AnswerValue::NotApplicable => (
                &open.pack.reasons.not_applicable,
                &desk.last_reasons[0],
                Command::AnswerNotApplicable,
            ),
            _ => (
                &open.pack.reasons.could_not_assess,
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
        Next::popup(popup)
    }

    /// A reason was picked by its number; the one after the last asks for words.
    pub(super) fn listed(
        &mut self,
        desk: &mut Desk,
        cell: Cell,
        value: AnswerValue,
        number: u16,
    ) -> Next {
        let Some(open) = desk.open() else {
            return Next::Stay;
        };
        let listed = match value {
            AnswerValue::NotApplicable => open.pack.reasons.not_applicable.len(),
            _ => open.pack.reasons.could_not_assess.len(),
        };
        if usize::from(number) > listed {
            let title = format!("{}: why?", value.title());
            let about = Typed::Words(place_of(cell.check.method));
            self.asked = Some(Asked::ReasonText(cell, value));
            let ask = AskText::new(title, "One sentence; it goes in the report.");
            return Next::popup(ask.guarded_as(about));
        }
        let reason = Some(Reason::Listed(number));
        let slot = usize::from(value == AnswerValue::CouldNotAssess);
        if let Some(last) = desk.last_reasons.get_mut(slot) {
            last.clone_from(&reason);
        }
        self.give(desk, cell, Answer::because(value, reason), None)
    }

    /// Gives an answer, says so, opens the note of a first Not met, and goes on.
    pub(super) fn give(
        &mut self,
        desk: &mut Desk,
        cell: Cell,
        answer: Answer,
        typed: Option<Text>,
    ) -> Next {
        let value = answer.value;
        let answered = Some(answer);
        let stands = desk.open().is_some_and(|open| {
            let held = open.visit.answer(&cell).zip(answered.as_ref());
            held.is_some_and(|(held, given)| held.is_like(given))
        });
        if stands {
            desk.say(format!("{} already.", value.title()));
            self.go_on(desk);
            return Next::Stay;
        }
        let act = Act::Answer {
            cell: cell.clone(),
            answer: answered.clone(),
        };
        if !desk.act(act.with(typed)) {
            return Next::Stay;
        }
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        let arrow = desk.theme.signs.arrow;
        let said = desk
            .open()
            .map(|open| wording::answered(open.visit, &cell, answered.as_ref(), arrow, &undo));
        if let Some(said) = said {
            desk.say(said);
        }
        let needs_note = desk
            .open()
            .is_some_and(|open| own_words::are_missing(&open.facts(), &cell.check));
        self.go_on(desk);
        match value {
            AnswerValue::NotMet if needs_note => Next::Go(Route::Note(Noted::Check(cell.check))),
            _ => Next::Stay,
        }
    }

    /// Asks for the remark at the selected answer. Where the selected check has none yet, it is
    /// the answer just given that one still thinks of: giving it went on by itself.
    pub(super) fn remark(&mut self, desk: &mut Desk) -> Next {
        let (Some(open), Some(here)) = (desk.open(), self.cell(desk)) else {
            return Next::Stay;
        };
        let visit = open.visit;
        let given = visit.answer(&here).map(|answer| (here, answer));
        let last = visit.last_answered.as_ref().map(|(cell, _)| cell.clone());
        let given = given.or_else(|| {
            let last = last?;
            let answer = visit.answer(&last)?;
            Some((last, answer))
        });
        let Some((cell, answer)) = given else {
            desk.warn("There is no answer yet that a remark could stand at. Answer first.");
            return Next::Stay;
        };
        let at = WordsAt::Remark(cell.clone());
        if own_words::changed(visit, &at).is_some() {
            return Next::Go(Route::OwnWords(at));
        }
        let title = format!(
            "Remark: {}, {}",
            wording::cell_name(visit, &cell),
            answer.value.title()
        );
        let held = answer.remark.map(|text| open.survey.file.words(&text));
        let popup = AskText::new(
            title,
            "What was seen just there, in one line; it goes in the report. No names, no dates of birth, no numbers.",
        )
        .guarded_as(Typed::Words(place_of(cell.check.method)))
        .holding(held.unwrap_or_default());
        self.asked = Some(Asked::Remark(cell));
        Next::popup(popup)
    }

    /// Keeps what was remarked; nothing written takes the remark out.
    pub(super) fn remarked(&mut self, desk: &mut Desk, cell: Cell, words: &str) -> Next {
        let held = desk.open().and_then(|open| {
            let text = open.visit.answer(&cell)?.remark?;
            Some(open.survey.file.words(&text) == words)
        });
        match (held, words.is_empty()) {
            (Some(true), _) | (None, true) => return Next::Stay,
            _ => {}
        }
        let typed = (!words.is_empty()).then(|| desk.text(words));
        let remark = typed.as_ref().map(|text| text.id);
        if desk.act(
            Act::Remark {
                cell: cell.clone(),
                remark,
            }
            .with(typed),
        ) && let Some(open) = desk.open()
        {
            let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
            let what = if remark.is_some() {
                "remark kept"
            } else {
                "remark taken out"
            };
            let said = format!(
                "{}: {what}. {undo} undoes.",
                wording::cell_name(open.visit, &cell)
            );
            desk.say(said);
        }
        Next::Stay
    }

    pub(super) fn go_on(&mut self, desk: &mut Desk) {
        let Some((open, walk)) = desk.walking() else {
            return;
        };
        if !walk.advance(open.visit, open.pack) {
            let more = keymap::key_for(&[Context::Walk, Context::Standard], Command::NextMethod);
            let source = keymap::key_for(&[Context::Walk], Command::NextSource);
            if let (Some(status), Some(more), Some(source)) = (&mut desk.status, more, source) {
                status.text = format!("{} Last row: {source} next, {more} method.", status.text);
            }
        }
    }

    pub(super) fn clear(&mut self, desk: &mut Desk) -> Next {
        let Some(cell) = self.cell(desk) else {
            return Next::Stay;
        };
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        if desk.act(Act::Answer {
            cell: cell.clone(),
            answer: None,
        }) && let Some(open) = desk.open()
        {
            let said = wording::answered(open.visit, &cell, None, "", &undo);
            desk.say(said);
        }
        Next::Stay
    }

    pub(super) fn choose_answer(&mut self, desk: &mut Desk) -> Next {
        if !self.can_answer(desk) {
            return Next::Stay;
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
        Next::popup(Choose::new(title, items))
    }
}
