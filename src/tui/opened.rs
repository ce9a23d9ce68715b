//! A case or a signed file that was just opened: put on the desk, with what was being typed
//! finished, and the screens to show for it named. No input or output here: see `effects`.

use super::desk::{Desk, Saved};
use super::screens::Route;
use super::survey::{Survey, drafted_note};
use super::walk::Walk;
use crate::domain::survey::answers::NoteTarget;
use crate::domain::survey::drafts::is_form;
use crate::domain::values::text::FreeText;
use std::collections::BTreeMap;

/// Something that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The case as the screens work on it.
    pub survey: Survey,
    /// What for.
    pub purpose: Purpose,
}

/// What something was opened for.
#[derive(Debug)]
pub enum Purpose {
    /// To be worked on.
    Work {
        /// Notes and forms that were being typed when onsite ended, by the name they are kept
        /// under.
        drafts: BTreeMap<String, FreeText>,
        /// Where the Surveyor stopped, as it was remembered.
        place: Option<String>,
        /// Whether to begin at the home of the visit wherever the Surveyor stopped.
        at_home: bool,
    },
    /// Read again from the store: where the Surveyor stands stays, and drafts stay drafts, since
    /// they may still be being typed.
    Again,
    /// A signed file, for reading.
    Reading {
        /// Whether there is no list of cases to go back to.
        alone: bool,
    },
}

impl Desk {
    /// Puts on the desk what was opened. The screens to show in place of all that are there.
    pub fn put(&mut self, opened: Opened) -> Option<Vec<Route>> {
        let Opened {
            mut survey,
            purpose,
        } = opened;
        match purpose {
            Purpose::Work {
                drafts,
                place,
                at_home,
            } => {
                self.saved = Saved::Nothing;
                self.sealed = None;
                self.walk = stopped_at(&survey, place.as_deref());
                let (forms, notes) = drafts.into_iter().partition(|(name, _)| is_form(name));
                let forms: BTreeMap<String, FreeText> = forms;
                let case = survey.id().clone();
                self.lay(survey);
                self.lay_forms(Some(&case), forms);
                self.finish(notes);
                let mut routes = vec![Route::Cases, Route::Home];
                if self.walk.inside && !at_home {
                    routes.push(Route::Standard);
                }
                Some(routes)
            }
            Purpose::Again => {
                survey.banner = self.survey.take().and_then(|survey| survey.banner);
                self.lay(survey);
                None
            }
            Purpose::Reading { alone } => {
                self.walk = Walk::start();
                self.saved = Saved::Nothing;
                self.sealed = None;
                self.survey = Some(survey);
                Some(match alone {
                    true => vec![Route::Home],
                    false => vec![Route::Cases, Route::Home],
                })
            }
        }
    }

    fn lay(&mut self, survey: Survey) {
        self.survey = Some(survey);
        if let Some((open, walk)) = self.walking() {
            walk.clamp(open.visit, open.pack);
        }
    }

    /// Finishes the notes that were being typed when onsite ended.
    fn finish(&mut self, drafts: BTreeMap<String, FreeText>) {
        if self.open().is_none_or(|open| open.visit.is_sealed()) {
            return;
        }
        let mut finished = 0;
        for (target, text) in drafts {
            if let Some(on) = drafted_note(&target)
                && self.keep_note(on.clone(), &text)
            {
                finished += 1;
                self.go_to_note(&on);
            }
        }
        if finished > 0 {
            self.say("A note that was being written when onsite ended is kept.");
        }
    }

    /// Goes to what a note is on, unless one stands there.
    fn go_to_note(&mut self, on: &NoteTarget) {
        let NoteTarget::Check(check) = on else { return };
        let Some((open, walk)) = self.walking() else {
            return;
        };
        if walk.check(open.pack).as_ref() != Some(check) {
            walk.go_to(open.pack, open.visit, check);
        }
        walk.inside = true;
    }
}

/// Where to go on: where the Surveyor was, else at the answer given last.
fn stopped_at(survey: &Survey, place: Option<&str>) -> Walk {
    let held: Option<Walk> = place.and_then(|json| serde_json::from_str(json).ok());
    // After a kill the remembered place is older than what was entered last.
    if let Some(walk) = held.filter(|walk| walk.entries == survey.file.case.entries) {
        return walk;
    }
    let mut walk = Walk::start();
    if let Some(open) = survey.open()
        && let Some((cell, _)) = &open.visit.last_answered
    {
        walk.go_to(open.pack, open.visit, &cell.check);
        walk.choose(cell.source.clone());
        walk.inside = true;
    }
    walk
}
