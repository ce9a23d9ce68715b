//! Forms that were left before they were finished: on the desk as plain data, and on disk as
//! drafts, so that nothing typed is lost by going back, by leaving or by a kill. The screens make
//! their forms again from it.

use super::desk::{Desk, Effect, Saved};
use super::widgets::form::Contents;
use crate::domain::survey::drafts::form_words;
use crate::domain::values::ids::CaseId;
use crate::domain::values::text::FreeText;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Milliseconds after the last key at which a form that was changed is kept.
pub const REST: u64 = 700;

/// Names a form: at most one of each name is begun at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormName {
    /// The case it belongs to; nothing for one that comes before its case.
    pub case: Option<CaseId>,
    /// The name it is kept under, from [`crate::domain::survey::drafts`].
    pub target: String,
}

/// What is put aside, as JSON.
#[derive(Debug, Default)]
pub struct Parked {
    forms: BTreeMap<FormName, FreeText>,
    /// Something of it could not be written to disk.
    is_unsaved: bool,
}

/// The description of a source, as far as it came.
#[derive(Debug, Serialize, Deserialize)]
pub struct ParkedSource {
    /// What is filled in.
    pub form: Contents,
    /// The person that was chosen.
    pub person: Option<String>,
    /// The label that was proposed last.
    pub proposed: Option<String>,
}

/// A visit that is being set up, as far as it came.
#[derive(Debug, Serialize, Deserialize)]
pub struct ParkedVisit {
    /// What is filled in, page by page.
    pub pages: Vec<Contents>,
    /// The page in front, from 0.
    pub front: usize,
    /// The id of the case, once it was made.
    pub case: Option<CaseId>,
}

impl Parked {
    /// The forms of a case that were begun, by the name each is kept under, in words.
    pub fn of_case(&self, case: &CaseId) -> impl Iterator<Item = (&str, String)> {
        let mine = |name: &&FormName| name.case.as_ref() == Some(case);
        let names = self.forms.keys().filter(mine);
        names.map(|name| (name.target.as_str(), form_words(&name.target)))
    }

    /// The forms that may be in memory alone, each in words.
    pub fn unsaved(&self) -> impl Iterator<Item = (String, &FreeText)> {
        let forms = self.forms.iter().filter(|_| self.is_unsaved);
        forms.map(|(name, text)| (form_words(&name.target), text))
    }

    /// Forgets everything; what is on disk stays there.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Desk {
    /// Puts a form aside as it is filled in now, here and on disk.
    pub fn park<T: Serialize>(&mut self, form: &FormName, filled: &T) {
        match serde_json::to_string(filled) {
            Ok(json) => {
                let held = self.parked.forms.get(form);
                if held.is_none_or(|held| held != json.as_str()) {
                    let text = FreeText::from(json);
                    self.parked.forms.insert(form.clone(), text.clone());
                    self.keep_form(form, text);
                }
            }
            Err(why) => self.warn(format!("The form cannot be kept: {why}")),
        }
    }

    /// What was filled in when the form was put aside, if it was begun.
    pub fn begun<T: DeserializeOwned>(&self, form: &FormName) -> Option<T> {
        serde_json::from_str(self.parked.forms.get(form)?).ok()
    }

    /// Ends a form that became what it is for: its draft goes with the commit of the act.
    pub fn finish_form(&mut self, form: &FormName) {
        let was_begun = self.forget(form);
        if let Some(survey) = &mut self.survey
            && was_begun
            && form.case.as_ref() == Some(survey.id())
        {
            survey.finish_draft(form.target.clone());
        }
    }

    /// Throws a form away, here and on disk.
    pub fn discard_form(&mut self, form: &FormName) {
        self.forget(form);
        self.keep_form(form, FreeText::default());
    }

    /// Takes in the forms of a case, or those that come before their case, as they are on disk.
    pub fn lay_forms(
        &mut self,
        case: Option<&CaseId>,
        forms: impl IntoIterator<Item = (String, FreeText)>,
    ) {
        let held = &mut self.parked.forms;
        held.retain(|name, _| name.case.as_ref() != case);
        held.extend(forms.into_iter().map(|(target, text)| {
            let case = case.cloned();
            (FormName { case, target }, text)
        }));
    }

    /// Whether nothing that was typed is in memory alone.
    pub fn is_all_saved(&self) -> bool {
        self.unsaved.is_empty() && !self.parked.is_unsaved
    }

    /// How keeping a form ended: what could not be kept is tried again after the next commit.
    pub fn form_kept(&mut self, kept: Result<(), String>) {
        match kept {
            Ok(()) => self.saved = Saved::At(self.now),
            Err(error) => {
                self.parked.is_unsaved = true;
                self.saved = Saved::Not(error.clone());
                self.alarm(format!(
                    "Not saved: {error} What you filled in is still here."
                ));
            }
        }
    }

    /// After a commit that went well: keeps the forms that could not be kept before.
    pub fn keep_forms_again(&mut self) {
        if std::mem::take(&mut self.parked.is_unsaved) {
            for (name, text) in self.parked.forms.clone() {
                self.keep_form(&name, text);
            }
        }
    }

    /// Forgets a form, and what waits to be kept of it: it would bring the draft back. Whether
    /// there was one.
    fn forget(&mut self, form: &FormName) -> bool {
        let waits =
            |effect: &Effect| matches!(effect, Effect::KeepForm { form: of, .. } if of == form);
        self.effects.retain(|effect| !waits(effect));
        self.parked.forms.remove(form).is_some()
    }

    fn keep_form(&mut self, form: &FormName, text: FreeText) {
        let form = form.clone();
        self.effects.push(Effect::KeepForm { form, text });
    }
}
