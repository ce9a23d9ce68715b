//! Asking for the Surveyor's level of a Standard: the level, then the reason where it differs.
//!
//! The same few steps on the screen of one Standard and in the list of levels.

use crate::domain::survey::answers::{Determination, Level, Reason};
use crate::domain::survey::decide::Act;
use crate::domain::values::text::Text;
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::{Next, Reply};
use crate::tui::survey::Survey;
use crate::tui::widgets::choice::Item;
use crate::tui::wording;

#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Level(usize),
    Reason(usize, Level),
    ReasonText(usize, Level),
}

/// What was asked last; the popup itself lies above the screen that holds this.
#[derive(Debug, Default)]
pub struct LevelDialog(Option<Asked>);

impl LevelDialog {
    /// Asks for the level of the Standard at `place` of the pack.
    pub fn open(&mut self, desk: &mut Desk, place: usize) -> Next {
        let Some(survey) = &desk.survey else {
            return Next::Stay;
        };
        let open = survey
            .file
            .board
            .at(place)
            .map_or(0, |verdict| verdict.open);
        if open > 0 {
            desk.warn(format!(
                "{open} still to do in this Standard; then give your level."
            ));
            return Next::Stay;
        }
        self.0 = Some(Asked::Level(place));
        Next::popup(level_popup(survey, place))
    }

    /// Goes on after a popup closed.
    pub fn reply(&mut self, desk: &mut Desk, reply: Reply) -> Next {
        match (self.0.take(), reply) {
            (Some(Asked::Level(place)), Reply::Chosen(index)) => {
                let (Some(level), Some(survey)) = (Level::ALL.get(index), &desk.survey) else {
                    return Next::Stay;
                };
                let suggested = survey
                    .file
                    .board
                    .at(place)
                    .and_then(|verdict| verdict.level);
                if suggested == Some(*level) {
                    determine(desk, place, *level, None, None);
                    return Next::Stay;
                }
                self.0 = Some(Asked::Reason(place, *level));
                Next::popup(level_reason_popup(survey))
            }
            (Some(Asked::Reason(place, level)), Reply::Chosen(index)) => {
                let listed = desk
                    .survey
                    .as_ref()
                    .map_or(0, |survey| survey.pack().reasons.different_level.len());
                if index >= listed {
                    self.0 = Some(Asked::ReasonText(place, level));
                    let explanation = "One sentence; it goes in the report.";
                    return Next::popup(AskText::new("Why another level?", explanation));
                }
                let number = u16::try_from(index + 1).unwrap_or(u16::MAX);
                determine(desk, place, level, Some(Reason::Listed(number)), None);
                Next::Stay
            }
            (Some(Asked::ReasonText(place, level)), Reply::Typed(words)) => {
                let text = desk.text(&words);
                determine(desk, place, level, Some(Reason::Typed(text.id)), Some(text));
                Next::Stay
            }
            _ => Next::Stay,
        }
    }
}

/// The popup that asks for the level of the Standard at `place`.
fn level_popup(survey: &Survey, place: usize) -> Choose {
    let suggested = survey
        .file
        .board
        .at(place)
        .and_then(|verdict| verdict.level);
    let items = Level::ALL
        .into_iter()
        .map(|level| {
            let name = wording::level_name(survey.pack(), level);
            let mark = Some(wording::mark_of_level(level));
            let text = if suggested == Some(level) {
                format!("{name} (suggested)")
            } else {
                name.to_owned()
            };
            Item { text, mark }
        })
        .collect();
    let title = survey
        .pack()
        .standards
        .get(place)
        .map_or_else(String::new, |standard| {
            format!("My level for {} {}", standard.id, standard.title)
        });
    let at = suggested.and_then(|s| Level::ALL.into_iter().position(|level| level == s));
    Choose::new(title, items)
        .explained("Another level than the suggested one needs a reason. The committee decides.")
        .selected(at.unwrap_or(0))
}

/// The popup that asks why the level is not the suggested one; the last row is for typing.
fn level_reason_popup(survey: &Survey) -> Choose {
    let reasons = &survey.pack().reasons.different_level;
    let mut items: Vec<Item> = reasons.iter().map(Item::plain).collect();
    items.push(Item::plain("Another reason: type it"));
    Choose::new("Why not the suggested level?", items)
}

/// Gives the level of the Standard at `place`; `typed` is the text of a reason in one's own words.
fn determine(
    desk: &mut Desk,
    place: usize,
    level: Level,
    reason: Option<Reason>,
    typed: Option<Text>,
) {
    let Some(survey) = &desk.survey else { return };
    let Some(standard) = survey.pack().standards.get(place) else {
        return;
    };
    let Some(suggested) = survey
        .file
        .board
        .at(place)
        .and_then(|verdict| verdict.level)
    else {
        return;
    };
    let name = wording::level_name(survey.pack(), level).to_owned();
    let id = standard.id.clone();
    let determination = Determination {
        level,
        suggested,
        reason,
    };
    let act = Act::Determine(vec![(id.clone(), Some(determination))]);
    if desk.act(act.with(typed)) {
        desk.say(format!("Your level for {id}: {name}."));
    }
}
