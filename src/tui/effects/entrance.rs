//! Coming in and going out: the set-up, unlocking, locking, and what is on the desk in between.

use super::{Effects, Ran, done, ended, given};
use crate::domain::values::secret::Secret;
use crate::tui::desk::{Backup, Desk, Saved, Signer};
use crate::tui::screens::{EffectResult, Route};
use crate::tui::session::Done;
use crate::tui::wording;
use crate::workspace::{Adopt, NewUser, Unlocked, WorkspaceError};
use std::path::PathBuf;

impl Effects {
    pub(super) fn unlock(&mut self, desk: &mut Desk, secret: &Secret, recovery: bool) -> Ran {
        let passphrase = given(secret);
        let unlocked = match recovery {
            true => self.workspace.unlock_with_code(secret.as_str()),
            false => self.workspace.unlock(&passphrase),
        };
        let unlocked = match unlocked {
            Ok(unlocked) => unlocked,
            Err(error) => {
                return match error.lost_end() {
                    Some(told) => Ok(ended(EffectResult::EndLost(wording::sentence(&told)))),
                    None => Err(error),
                };
            }
        };
        self.greet(desk)?;
        if !recovery && !self.workspace.is_recovery_confirmed()? {
            // Set-up was left while the code was on the screen: nobody may have it on paper.
            let code = self.workspace.new_recovery_code(&passphrase)?;
            desk.warn("Set-up was not finished. Write down this new recovery code.");
            return Ok(Done {
                routes: Some(vec![Route::SetUp]),
                ..ended(EffectResult::Recovery(Secret::new(code.to_string())))
            });
        }
        self.go_on(desk, unlocked)
    }

    /// Once the database is open: shows the case that was worked on last.
    pub(super) fn go_on(&mut self, desk: &mut Desk, unlocked: Unlocked) -> Ran {
        Ok(match unlocked {
            Unlocked::Ready => {
                if let Some(trouble) = &desk.profile.trouble {
                    desk.alarm(wording::cannot_sign(trouble));
                }
                match self.workspace.last_case()? {
                    Some(case) => self.open(&case).unwrap_or_else(|error| {
                        // One case that cannot be opened must not keep the others shut.
                        desk.alarm(error.to_string());
                        done()
                    }),
                    None => done(),
                }
            }
            Unlocked::NeedsPassphrase => ended(EffectResult::NeedsPassphrase),
        })
    }

    pub(super) fn set_up(
        &mut self,
        desk: &mut Desk,
        (name, credential, principal): (&str, &str, Option<String>),
        passphrase: &Secret,
        adopt: Option<(PathBuf, Secret)>,
    ) -> Ran {
        let passphrase = given(passphrase);
        let adopt = adopt.map(|(path, typed)| (path, given(&typed)));
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
        Ok(ended(EffectResult::Recovery(Secret::new(code.to_string()))))
    }

    /// Puts on the desk what is known once the database is open.
    pub fn greet(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        desk.demo = self.workspace.is_demo();
        desk.profile = match self.workspace.profile() {
            Some(held) => Signer {
                name: held.name.clone(),
                credential: held.credential.clone(),
                principal: held.principal.to_string(),
                fingerprint: self.workspace.fingerprint().unwrap_or_default(),
                public_key: self.workspace.public_key_file().display().to_string(),
                trouble: self.workspace.key_trouble().map(|told| told.to_string()),
            },
            None => Signer::default(),
        };
        desk.lay_forms(None, self.workspace.loose_forms()?);
        if self.workspace.is_open() && !self.workspace.is_demo() {
            self.tell_last_backup(desk)?;
        }
        self.list(desk)
    }

    /// Closes everything; whatever became of the last place, nothing stays on the screen.
    pub(super) fn lock(&mut self, desk: &mut Desk) -> Done {
        let walk = desk.walk.clone();
        // The place is a convenience: it must not keep the database open.
        let _ = self.remember(desk, &walk);
        self.backup = None;
        desk.backup = Backup::default();
        desk.survey = None;
        desk.cases.clear();
        if desk.is_all_saved() {
            desk.parked.clear();
        }
        desk.sealed = None;
        desk.profile = Signer::default();
        desk.saved = Saved::Nothing;
        if let Err(error) = self.workspace.lock() {
            desk.alarm(error.to_string());
        }
        Done {
            routes: Some(vec![Route::Unlock]),
            ..Done::default()
        }
    }
}
