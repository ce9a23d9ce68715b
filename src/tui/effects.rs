//! Running what the screens asked for: the one place where the interface meets the workspace.
//!
//! A commit that fails leaves the screen with what is durable and nothing else: the case is read
//! again from the store, and the texts of the failed commit are kept in memory.

use super::desk::{CaseLine, Desk, Effect, Profile, Saved, Unsaved};
use super::screens::home::Home;
use super::screens::{Outcome, Screen};
use super::session::{Done, Runner};
use super::survey::{Batch, Supply, Survey, draft_target, drafted_note};
use super::walk::Walk;
use crate::domain::casefile::CaseFile;
use crate::domain::digest::Digest;
use crate::domain::events::Event;
use crate::domain::ids::CaseId;
use crate::domain::journal::Moment;
use crate::vault::{Passphrase, random};
use crate::workspace::{Adopt, NewUser, OpenedCase, Unlocked, Workspace, WorkspaceError};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How many cases the list holds at once.
const PAGE: u32 = 500;

/// Runs effects on an open data folder.
#[derive(Debug)]
pub struct Effects {
    workspace: Workspace,
}

type Ran = Result<Done, WorkspaceError>;

impl Effects {
    /// Runs effects on this data folder.
    pub fn new(workspace: Workspace) -> Self {
        Self { workspace }
    }

    /// The data folder.
    pub fn workspace(&mut self) -> &mut Workspace {
        &mut self.workspace
    }

    fn do_it(&mut self, desk: &mut Desk, effect: Effect) -> Ran {
        match effect {
            Effect::Append(batch) => return Ok(self.append(desk, batch)),
            Effect::SaveDraft { target, text } => {
                return Ok(self.save_draft(desk, &target, &text));
            }
            Effect::SavePrivate { target, text } => {
                return Ok(self.save_private(desk, &target, &text));
            }
            Effect::RememberPlace(walk) => self.remember(desk, &walk)?,
            Effect::ListCases => self.list(desk)?,
            Effect::OpenCase(id) => return self.open(desk, &id),
            Effect::OpenTraining => {
                let id = self.workspace.training_case()?;
                return self.open(desk, &id);
            }
            Effect::Reload => self.reload(desk)?,
            Effect::OpenBundle(_)
            | Effect::ImportPacket { .. }
            | Effect::TakeForm(_)
            | Effect::Seal { .. } => {
                return Ok(failed("This part is being joined."));
            }
            Effect::Unlock { secret, recovery } => return self.unlock(desk, secret, recovery),
            Effect::SetUp {
                name,
                credential,
                principal,
                passphrase,
                adopt,
            } => {
                return self.set_up(desk, (&name, &credential, principal), passphrase, adopt);
            }
            Effect::RenewPassphrase { passphrase } => {
                self.workspace
                    .renew_passphrase(&Passphrase::new(passphrase))?;
            }
            Effect::ConfirmRecovery => self.workspace.confirm_recovery()?,
            Effect::Lock => self.lock(desk)?,
        }
        Ok(done())
    }

    /// Writes a batch. On failure the screen goes back to what is durable.
    fn append(&mut self, desk: &mut Desk, batch: Batch) -> Done {
        let Some(survey) = &desk.survey else {
            return failed("No case is open; nothing was saved.");
        };
        let texts = texts_of(&batch, &survey.file);
        let entries = batch.entries.len();
        match self.workspace.append(&survey.file, batch) {
            Ok(()) => {
                desk.saved = Saved::At(desk.now);
                try_again(desk, &texts);
                Done::default()
            }
            Err(error) if error.was_saved() => {
                desk.saved = Saved::At(desk.now);
                desk.alarm(error.to_string());
                Done::default()
            }
            Err(error) => {
                let reason = error.to_string();
                let kept = texts.len();
                desk.unsaved.extend(texts);
                desk.saved = Saved::Not(reason.clone());
                if let Err(again) = self.reload(desk) {
                    // What is not known to be durable is not shown.
                    desk.survey = None;
                    desk.alarm(format!("{reason} {again}"));
                    return Done::default();
                }
                desk.alarm(not_saved(&reason, entries, kept));
                Done::default()
            }
        }
    }

    fn save_draft(&mut self, desk: &mut Desk, target: &str, text: &str) -> Done {
        let Some(case) = case_of(desk) else {
            return Done::default();
        };
        let saved = self.workspace.save_draft(&case, target, text);
        note_saved(desk, saved, Some(target), text)
    }

    fn save_private(&mut self, desk: &mut Desk, target: &str, text: &str) -> Done {
        let Some(case) = case_of(desk) else {
            return Done::default();
        };
        let saved = self.workspace.save_private(&case, target, text);
        note_saved(desk, saved, None, text)
    }

    fn remember(&mut self, desk: &Desk, walk: &Walk) -> Result<(), WorkspaceError> {
        match (case_of(desk), serde_json::to_string(walk)) {
            (Some(case), Ok(place)) => self.workspace.remember_place(&case, place),
            _ => Ok(()),
        }
    }

    fn list(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        let cases = self.workspace.list_cases(None, PAGE)?;
        desk.cases = cases
            .into_iter()
            .map(|case| CaseLine {
                id: case.id,
                practice: case.practice,
                training: case.training,
                state: case.state,
                last_at: case.last_at,
            })
            .collect();
        Ok(())
    }

    fn open(&mut self, desk: &mut Desk, id: &CaseId) -> Ran {
        let opened = self.workspace.open_case(id)?;
        desk.saved = Saved::Nothing;
        desk.sealed = None;
        desk.walk = place(&opened);
        let drafts = show(desk, opened);
        finish(desk, drafts);
        Ok(Done {
            outcome: None,
            screens: Some(vec![Screen::from(Home::new())]),
        })
    }

    /// Reads the opened case again; where the Surveyor stands stays, and drafts stay drafts: they
    /// may still be being typed.
    fn reload(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        if let Some(case) = case_of(desk) {
            let opened = self.workspace.open_case(&case)?;
            let banner = desk.survey.take().and_then(|survey| survey.banner);
            show(desk, opened);
            if let Some(survey) = &mut desk.survey {
                survey.banner = banner;
            }
        }
        Ok(())
    }

    fn unlock(&mut self, desk: &mut Desk, secret: String, recovery: bool) -> Ran {
        let unlocked = match recovery {
            true => self.workspace.unlock_with_code(&secret)?,
            false => self.workspace.unlock(&Passphrase::new(secret))?,
        };
        self.greet(desk)?;
        Ok(match unlocked {
            Unlocked::Ready => done(),
            Unlocked::NeedsPassphrase => Done {
                outcome: Some(Outcome::NeedsPassphrase),
                screens: None,
            },
        })
    }

    fn set_up(
        &mut self,
        desk: &mut Desk,
        (name, credential, principal): (&str, &str, Option<String>),
        passphrase: String,
        adopt: Option<(PathBuf, String)>,
    ) -> Ran {
        let passphrase = Passphrase::new(passphrase);
        let adopt = adopt.map(|(path, typed)| (path, Passphrase::new(typed)));
        let code = self.workspace.set_up(&NewUser {
            name,
            credential,
            principal: principal.as_deref(),
            passphrase: &passphrase,
            adopt: adopt.as_ref().map(|(path, typed)| Adopt {
                path,
                passphrase: (!typed.as_str().is_empty()).then_some(typed),
            }),
        })?;
        self.greet(desk)?;
        Ok(Done {
            outcome: Some(Outcome::Recovery(code.to_string())),
            screens: None,
        })
    }

    /// Puts on the desk what is known once the database is open.
    pub fn greet(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        desk.demo = self.workspace.is_demo();
        desk.profile = match self.workspace.profile() {
            Some(held) => Profile {
                name: held.name.clone(),
                credential: held.credential.clone(),
                principal: held.principal.to_string(),
                fingerprint: self.workspace.fingerprint().unwrap_or_default(),
            },
            None => Profile::default(),
        };
        self.list(desk)
    }

    fn lock(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        let walk = desk.walk.clone();
        // The place is a convenience: it must not keep the database open.
        let _ = self.remember(desk, &walk);
        desk.survey = None;
        desk.cases.clear();
        desk.profile = Profile::default();
        desk.saved = Saved::Nothing;
        self.workspace.lock()
    }
}

impl Runner for Effects {
    fn now(&self) -> Moment {
        self.workspace.now()
    }

    fn run(&mut self, desk: &mut Desk, effect: Effect) -> Done {
        self.do_it(desk, effect)
            .unwrap_or_else(|error| failed(error.to_string()))
    }

    fn can_lock(&self) -> bool {
        self.workspace.is_open() && !self.workspace.is_demo()
    }
}

fn done() -> Done {
    Done {
        outcome: Some(Outcome::Done),
        screens: None,
    }
}

fn failed(why: impl Into<String>) -> Done {
    Done {
        outcome: Some(Outcome::Failed(why.into())),
        screens: None,
    }
}

/// The case that is open for work; one that is open for reading is not in the store.
fn case_of(desk: &Desk) -> Option<CaseId> {
    desk.survey
        .as_ref()
        .filter(|survey| survey.banner.is_none())
        .map(|survey| survey.id().clone())
}

/// Puts an opened case on the desk. Gives back the notes that were being typed.
fn show(desk: &mut Desk, opened: OpenedCase) -> BTreeMap<String, String> {
    let mut survey = Survey::new(opened.file, &opened.entries, opened.pen);
    survey.private = opened.private;
    if let Some(visit) = survey.visit() {
        desk.walk.settle(visit, survey.pack());
    }
    desk.survey = Some(survey);
    opened.drafts
}

/// Finishes the notes that were being typed when onsite ended.
fn finish(desk: &mut Desk, drafts: BTreeMap<String, String>) {
    let visit = desk.survey.as_ref().and_then(Survey::visit);
    if visit.is_none_or(|visit| visit.is_sealed()) {
        return;
    }
    let mut finished = 0;
    for (target, text) in drafts {
        if let Some(on) = drafted_note(&target)
            && desk.keep_note(on, &text)
        {
            finished += 1;
        }
    }
    if finished > 0 {
        desk.say("A note that was being written when onsite ended is kept.");
    }
}

/// After a commit that went well: notes that could not be saved before are kept now, unless they
/// were written anew meanwhile.
fn try_again(desk: &mut Desk, written: &[Unsaved]) {
    let is_newer = |held: &Unsaved| {
        held.target.is_some() && written.iter().any(|new| new.target == held.target)
    };
    desk.unsaved.retain(|held| !is_newer(held));
    for held in std::mem::take(&mut desk.unsaved) {
        let on = held.target.as_deref().and_then(drafted_note);
        if !on.is_some_and(|on| desk.keep_note(on, &held.text)) {
            desk.unsaved.push(held);
        }
    }
}

/// Where to go on: where the Surveyor was, else at the answer given last.
fn place(opened: &OpenedCase) -> Walk {
    let held = opened.place.as_deref();
    if let Some(walk) = held.and_then(|json| serde_json::from_str(json).ok()) {
        return walk;
    }
    let mut walk = Walk::start();
    if let Some(visit) = opened.file.visit()
        && let Some((cell, _)) = &visit.last_answered
    {
        walk.go_to(&opened.file.pack, visit, &cell.check);
    }
    walk
}

/// What was typed in a batch, with what it belongs to.
fn texts_of(batch: &Batch, file: &CaseFile) -> Vec<Unsaved> {
    let of_note = |id: &Digest| {
        batch
            .entries
            .iter()
            .find_map(|(entry, _)| match &entry.event {
                Event::NoteWritten { on, now, .. } if now.as_ref() == Some(id) => {
                    Some(draft_target(on))
                }
                _ => None,
            })
    };
    let packet = file.case.packet.as_ref().map(|packet| packet.text);
    batch
        .texts
        .iter()
        .filter(|text| Some(text.id) != packet)
        .map(|text| Unsaved {
            target: of_note(&text.id),
            text: text.text.clone(),
        })
        .collect()
}

fn not_saved(reason: &str, entries: usize, texts: usize) -> String {
    let what = match entries {
        1 => "The last entry is not in the journal".to_owned(),
        count => format!("The last {count} entries are not in the journal"),
    };
    let kept = match texts {
        0 => "",
        _ => "; what you typed is still here",
    };
    format!("Not saved: {reason} {what}{kept}.")
}

/// How keeping a text ended.
fn note_saved(
    desk: &mut Desk,
    saved: Result<(), WorkspaceError>,
    target: Option<&str>,
    text: &str,
) -> Done {
    match saved {
        Ok(()) => {
            desk.saved = Saved::At(desk.now);
            desk.unsaved
                .retain(|held| target.is_none() || held.target.as_deref() != target);
        }
        Err(error) => {
            let kept = Unsaved {
                target: target.map(str::to_owned),
                text: text.to_owned(),
            };
            desk.unsaved.retain(|held| held.target != kept.target);
            desk.unsaved.push(kept);
            desk.saved = Saved::Not(error.to_string());
            desk.alarm(format!("Not saved: {error} What you typed is still here."));
        }
    }
    Done::default()
}

/// Ids and nonces from this computer's randomness.
#[derive(Debug, Default)]
pub struct FromSystem {
    calls: u64,
}

impl Supply for FromSystem {
    fn nonce(&mut self) -> [u8; 16] {
        self.calls += 1;
        let mut nonce = [0; 16];
        if random::from_system(&mut nonce).is_err() {
            // A system without randomness has no keys either; a text must still not be lost.
            let now = chrono::Utc::now().timestamp_nanos_opt().unwrap_or(0);
            let seed = [now.to_be_bytes(), self.calls.to_be_bytes()].concat();
            nonce.copy_from_slice(Digest::of(&seed).as_bytes().split_at(16).0);
        }
        nonce
    }

    fn id(&mut self) -> String {
        let (bytes, now) = (self.nonce(), chrono::Utc::now().timestamp_millis());
        let mut random = [0; 10];
        random.copy_from_slice(bytes.split_at(10).0);
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(now).unwrap_or(0), &random)
            .into_uuid()
            .simple()
            .to_string()
    }
}
