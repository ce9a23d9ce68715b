//! What is said of a Standard as a whole: why it stands so, and why methods differ.

use super::{Asked, StandardScreen};
use crate::domain::survey::answers::{Explanation, Gap};
use crate::domain::survey::decide::Act;
use crate::tui::desk::Desk;
use crate::tui::screens::Next;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::widgets::choice::Item;

impl StandardScreen {
    pub(super) fn explain_difference(&mut self, desk: &mut Desk) -> Next {
        let Some(open) = desk.open() else {
            return Next::Stay;
        };
        let differs = open
            .survey
            .file
            .board
            .at(desk.walk.standard)
            .is_some_and(|verdict| !verdict.differences.is_empty());
        if !differs {
            desk.warn("The methods do not differ in this Standard; there is nothing to explain.");
            return Next::Stay;
        }
        self.asked = Some(Asked::Gap);
        let items = Gap::ALL
            .into_iter()
            .map(|gap| Item::plain(gap.title()))
            .collect();
        Next::popup(Choose::new("Methods differ: which side is wanting?", items))
    }

    pub(super) fn explained(&mut self, desk: &mut Desk, gap: Gap, words: &str) -> Next {
        let standing = desk.open().and_then(|open| desk.walk.standard(open.pack));
        let Some(standard) = standing.map(|held| held.id.clone()) else {
            return Next::Stay;
        };
        let text = desk.text(words);
        let explain = Act::ExplainDifference {
            standard: standard.clone(),
            explanation: Some(Explanation {
                gap,
                text: Some(text.id),
            }),
        };
        if desk.act(explain.with([text])) {
            desk.say(format!(
                "Explained for {standard}: {}.",
                gap.title().to_lowercase()
            ));
        }
        Next::Stay
    }
}
