//! What is still being typed: the names under which notes and half-filled forms are kept, and what
//! a note comes to when it is finished. Where drafts are kept is no matter of this module.
//! RULES.md, The journal.

use super::answers::{CheckKey, NoteTarget};
use super::casefile::CaseFile;
use super::decide::{Act, Attempt};
use crate::domain::pack::Method;
use crate::domain::values::ids::{ElementId, SourceId, StandardId};
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

/// The beginning of the names of half-filled forms.
const FORM: &str = "form/";

/// The form that sets up a visit; it belongs to no case yet.
pub const VISIT_FORM: &str = "form/visit";

/// The list of services, changed and not confirmed.
pub const SERVICES_FORM: &str = "form/services";

/// The name of the form that describes a source of a method: a new one, or one that is there.
pub fn source_form(method: Method, source: Option<&SourceId>) -> String {
    match source {
        Some(source) => format!("form/source/{}/{source}", method.key()),
        None => format!("form/source/{}", method.key()),
    }
}

/// Whether a draft is a half-filled form.
pub fn is_form(target: &str) -> bool {
    target.starts_with(FORM)
}

/// What a form is of, if it is of sources: the method, and the source that is there already.
pub fn source_of_form(target: &str) -> Option<(Method, Option<SourceId>)> {
    let mut parts = target.strip_prefix("form/source/")?.splitn(2, '/');
    let key = parts.next()?;
    let method = Method::ALL.into_iter().find(|held| held.key() == key)?;
    match parts.next() {
        Some(id) => Some((method, Some(SourceId::new(id)?))),
        None => Some((method, None)),
    }
}

/// A half-filled form in words.
pub fn form_words(target: &str) -> String {
    match (target, source_of_form(target)) {
        (SERVICES_FORM, _) => "the services, changed and not confirmed".to_owned(),
        (VISIT_FORM, _) => "a new visit, begun and not set up".to_owned(),
        (_, Some((method, source))) => {
            let what = match method {
                Method::Policy => "a document",
                Method::Record => "a record",
                Method::Interview => "an interview",
                Method::Observation => "an observed event",
            };
            match source {
                None => format!("{what}, begun and not added"),
                Some(_) => format!("{what}, described again and not saved"),
            }
        }
        _ => format!("a form, {target}"),
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
        for (method, source) in [(Method::Record, Some("s/1")), (Method::Policy, None)] {
            let source = source.and_then(SourceId::new);
            let name = source_form(method, source.as_ref());
            assert!(is_form(&name));
            assert_eq!(source_of_form(&name), Some((method, source)));
        }
        for other in ["", "check/3.12.4", "check/3.12.4/smell", "form/services"] {
            assert_eq!(drafted_note(other), None, "{other}");
        }
    }
}
