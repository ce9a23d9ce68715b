//! Notes on their way: the name under which one is kept while it is typed, and what it comes to
//! when it is finished. Where drafts are kept is no matter of this module. RULES.md, The journal.

use super::answers::{CheckKey, NoteTarget};
use super::casefile::CaseFile;
use super::decide::{Act, Attempt};
use crate::domain::pack::Method;
use crate::domain::values::ids::{ElementId, StandardId};
use crate::domain::values::text::Text;

/// The name under which a note is kept while it is typed.
pub fn draft_target(on: &NoteTarget) -> String {
    match on {
        NoteTarget::Check(key) => format!("check/{}/{}", key.element, key.method.key()),
        NoteTarget::Standard(standard) => format!("standard/{standard}"),
    }
}

/// The note that a draft was meant for, if its name still means one.
pub fn drafted_note(target: &str) -> Option<NoteTarget> {
    let mut parts = target.split('/');
    match (parts.next()?, parts.next()?, parts.next(), parts.next()) {
        ("check", element, Some(method), None) => {
            let method = Method::ALL
                .into_iter()
                .find(|candidate| candidate.key() == method)?;
            let element = ElementId::new(element)?;
            Some(NoteTarget::Check(CheckKey { element, method }))
        }
        ("standard", id, None, None) => Some(NoteTarget::Standard(StandardId::new(id)?)),
        _ => None,
    }
}

/// What a finished note comes to; nothing where it says what it said before. Blanks at its end are
/// no part of it, and an empty one takes the note away. `nonce` makes the text's id unguessable.
pub fn finished_note(
    file: &CaseFile,
    on: NoteTarget,
    words: &str,
    nonce: impl FnOnce() -> [u8; 16],
) -> Option<Attempt> {
    let held = file.visit().and_then(|visit| visit.notes.get(&on));
    let before = held.map_or("", |text| file.words(text));
    let words = words.trim_end();
    if words == before {
        return None;
    }
    let typed = (!words.is_empty()).then(|| Text::new(nonce(), words));
    let text = typed.as_ref().map(|typed| typed.id);
    Some(Act::WriteNote { on, text }.with(typed))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_note_and_others_to_none() {
        let check = NoteTarget::Check(CheckKey {
            element: ElementId::new("3.12.4").unwrap(),
            method: Method::Record,
        });
        let standard = NoteTarget::Standard(StandardId::new("3.12").unwrap());
        for on in [check, standard] {
            assert_eq!(drafted_note(&draft_target(&on)), Some(on));
        }
        for other in ["", "check/3.12.4", "check/3.12.4/smell", "form/services"] {
            assert_eq!(drafted_note(other), None, "{other}");
        }
    }
}
