//! Erasing a text for good: the question, which says where the text stands and what follows, and
//! what the answer comes to.

use super::ask::AskText;
use crate::domain::values::text::TextId;
use crate::tui::desk::Desk;
use crate::tui::screens::Reply;
use crate::tui::text;
use crate::tui::widgets::warning::Typed;

/// What is typed to erase a text.
const ERASE: &str = "ERASE";
/// Letters of the text that are shown.
const SHOWN: usize = 160;

/// Asks whether a text is to be erased for good.
pub fn ask_erase(desk: &Desk, text: TextId) -> AskText {
    let mut said = Vec::new();
    if let Some(survey) = &desk.survey {
        let held = text::visible(survey.file.words(&text)).into_owned();
        let mut shown: String = held.chars().take(SHOWN).collect();
        if shown.len() < held.len() {
            shown.push_str(desk.theme.signs.ellipsis);
        }
        said.push(format!("\"{shown}\""));
        said.extend(signed(desk, text));
    }
    said.push(format!(
        "Nobody can bring it back, not even with undo. That a text was erased stays visible in the \
         history. To erase it, type {ERASE}."
    ));
    AskText::new("Erase this text for good?", said.join("\n")).guarded_as(Typed::Elsewhere)
}

/// What follows for what was signed with the text in it.
fn signed(desk: &Desk, text: TextId) -> Option<String> {
    let open = desk.open()?;
    if !open.survey.file.case.is_signed(&text) {
        return None;
    }
    let next = match open.visit.is_sealed() {
        true => format!(
            "Erasing it opens revision {}. When that is signed,",
            open.visit.revision() + 1
        ),
        false => "When this revision is signed,".to_owned(),
    };
    Some(format!(
        "It stands in what you signed. {next} the older file is erased from this laptop; its \
         list of files and its signature stay. Whoever has a copy keeps the text: ask them to \
         delete it."
    ))
}

/// Erases the text, if the word for it was typed; whether it is gone.
pub fn erased(desk: &mut Desk, text: TextId, reply: &Reply) -> bool {
    let Reply::Typed(word) = reply else {
        desk.say("Nothing was erased.");
        return false;
    };
    if !word.eq_ignore_ascii_case(ERASE) {
        desk.warn(format!("Nothing was erased: {ERASE} was not typed."));
        return false;
    }
    let survey = desk.survey.as_ref();
    let signed = survey.is_some_and(|survey| survey.file.case.is_signed(&text));
    if !desk.redact(text) {
        return false;
    }
    desk.say(match signed {
        false => "The text is erased for good.",
        true => "The text is erased. Sign this revision, and the older file goes from this laptop.",
    });
    true
}
