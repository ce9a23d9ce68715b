//! Asking for the Surveyor's level of a Standard: the level, then the reason where it differs and
//! what that rests on.
//!
//! The same few steps on the screen of one Standard and in the list of levels.

use crate::domain::survey::answers::{CheckKey, Determination, Ground, Level, Reason};
use crate::domain::survey::decide::Act;
use crate::domain::survey::verdicts;
use crate::domain::values::ids::SourceId;
use crate::domain::values::text::Text;
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::{Next, Reply};
use crate::tui::survey::{OpenCase, Survey};
use crate::tui::widgets::choice::Item;
use crate::tui::wording;

#[derive(Clone, Debug, PartialEq)]
enum Asked {
    Level(usize),
    Reason(usize, Level),
    ReasonText(usize, Level),
    Ground(usize, Level, Reason, Option<Text>),
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
                self.ask_ground(desk, place, level, Reason::Listed(number), None)
            }
            (Some(Asked::ReasonText(place, level)), Reply::Typed(words)) => {
                let text = desk.text(&words);
                self.ask_ground(desk, place, level, Reason::Typed(text.id), Some(text))
            }
            (Some(Asked::Ground(place, level, reason, text)), Reply::Chosen(index)) => {
                let ground = desk
                    .open()
                    .and_then(|open| grounds(open, place).into_iter().nth(index));
                determine(desk, place, level, Some((reason, ground)), text);
                Next::Stay
            }
            _ => Next::Stay,
        }
    }

    /// Asks what a level that is not the suggested one rests on. What the reason names is selected.
    fn ask_ground(
        &mut self,
        desk: &mut Desk,
        place: usize,
        level: Level,
        reason: Reason,
        text: Option<Text>,
    ) -> Next {
        let Some(open) = desk.open() else {
            return Next::Stay;
        };
        let facts = open.facts();
        let grounds = grounds(open, place);
        let named = text.as_ref().and_then(|text| {
            let mut words = text
                .text
                .split(|c: char| c.is_whitespace() || ",;:()".contains(c));
            words.find_map(|word| {
                let word = word.trim_end_matches('.');
                let mut all = grounds.iter();
                all.position(|ground| match ground {
                    Ground::Element(id) => id.as_str() == word,
                    Ground::Source(id) => facts
                        .visit
                        .source(id)
                        .is_some_and(|held| held.details.label.eq_ignore_ascii_case(word)),
                })
            })
        });
        let items = grounds.iter().map(|held| ground_item(open, place, held));
        let popup = Choose::new("What does that rest on?", items.collect())
            .explained("The report names it beside your reason.")
            .selected(named.unwrap_or(0));
        self.0 = Some(Asked::Ground(place, level, reason, text));
        Next::popup(popup)
    }
}

/// What a level can rest on: the Standard's elements, and what was looked at for it.
fn grounds(open: OpenCase<'_>, place: usize) -> Vec<Ground> {
    let Some(standard) = open.pack.standards.get(place) else {
        return Vec::new();
    };
    let elements = standard.elements.iter().filter(|held| held.is_answered());
    let mut grounds: Vec<Ground> = elements
        .map(|held| Ground::Element(held.id.clone()))
        .collect();
    let answered = |id: &SourceId| {
        standard.elements.iter().any(|element| {
            element.checks.methods().any(|method| {
                let key = CheckKey {
                    element: element.id.clone(),
                    method,
                };
                let mut given = open.visit.given(&key).iter();
                given.any(|held| held.source.as_ref() == Some(id))
            })
        })
    };
    let sources = open.visit.sources.iter().filter(|held| answered(&held.id));
    grounds.extend(sources.map(|held| Ground::Source(held.id.clone())));
    grounds
}

fn ground_item(open: OpenCase<'_>, place: usize, ground: &Ground) -> Item {
    let facts = open.facts();
    let text = match ground {
        Ground::Element(_) => facts.ground(ground),
        Ground::Source(id) => open.visit.source(id).map_or_else(String::new, |held| {
            format!(
                "{}, {}",
                facts.source_name(&held.details),
                facts.source_kind(&held.details)
            )
        }),
    };
    let mark = match ground {
        Ground::Element(id) => open.pack.standards.get(place).and_then(|standard| {
            let element = standard.elements.iter().find(|held| held.id == *id)?;
            let verdict = verdicts::element(open.visit, open.pack, standard, element);
            Some(wording::mark_of_outcome(verdict.outcome))
        }),
        Ground::Source(_) => None,
    };
    Item { text, mark }
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
        .explained("Another level needs a reason and what it rests on. The committee decides.")
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
    because: Option<(Reason, Option<Ground>)>,
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
    let (reason, rests_on) = match because {
        Some((reason, ground)) => (Some(reason), ground),
        None => (None, None),
    };
    let determination = Determination {
        level,
        suggested,
        reason,
        rests_on,
    };
    let act = Act::Determine(vec![(id.clone(), Some(determination))]);
    if desk.act(act.with(typed)) {
        desk.say(format!("Your level for {id}: {name}."));
    }
}
