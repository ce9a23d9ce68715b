//! Running what the screens asked for: the one place where the interface meets the workspace.
//!
//! A commit that fails leaves the screen with what is durable and nothing else: the case is read
//! again from the store, and the texts of the failed commit are kept in memory.

mod backup;
mod beginning;
mod entrance;
mod saving;
mod supply;

pub use beginning::first_screen;
pub use supply::FromSystem;

use super::desk::{CaseLine, Desk, Effect, Saved, SealedFile};
use super::opened::{Opened, Purpose};
use super::screens::EffectResult;
use super::session::{Done, Runner};
use super::survey::{Banner, Survey};
use super::walk::Walk;
use super::wording;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::CaseId;
use crate::domain::values::secret::Secret;
use crate::vault::{Passphrase, VaultError};
use crate::workspace::{
    BackupWork, Imported, KeyAfter, OpenedBundle, SignedFile, Workspace, WorkspaceError,
    read_bundle,
};
use std::path::Path;
use std::time::{Duration, Instant};

/// How many cases the list holds at once.
const PAGE: u32 = 500;

/// Runs effects on an open data folder.
#[derive(Debug)]
pub struct Effects {
    /// A backup while it is made. Before the workspace, which may be thrown away with its folder.
    backup: Option<BackupWork>,
    workspace: Workspace,
    started: Instant,
    /// The least room on the disk that was warned of, in MB.
    warned: Option<u64>,
}

type Ran = Result<Done, WorkspaceError>;

impl Effects {
    /// Runs effects on this data folder.
    pub fn new(workspace: Workspace) -> Self {
        Self {
            backup: None,
            workspace,
            started: Instant::now(),
            warned: None,
        }
    }

    /// The data folder.
    pub fn workspace(&mut self) -> &mut Workspace {
        &mut self.workspace
    }

    fn do_it(&mut self, desk: &mut Desk, effect: Effect) -> Ran {
        match effect {
            Effect::Append(batch) => return Ok(self.append(desk, batch)),
            Effect::SaveDraft { target, text } => {
                let save = |here: &mut Workspace, case: &_| here.save_draft(case, &target, &text);
                return Ok(self.keep(desk, Some(&target), &text, save));
            }
            Effect::SavePrivate { target, text } => {
                let save = |here: &mut Workspace, case: &_| here.save_private(case, &target, &text);
                return Ok(self.keep(desk, None, &text, save));
            }
            Effect::SaveNames(names) => {
                let save = |here: &mut Workspace, case: &_| here.save_names(case, &names);
                return Ok(self.keep(desk, None, &names, save));
            }
            Effect::KeepForm { form, text } => {
                let kept = self
                    .workspace
                    .save_form(form.case.as_ref(), &form.target, &text);
                desk.form_kept(kept.map_err(|error| error.to_string()));
                return Ok(Done::default());
            }
            Effect::RememberPlace(walk) => self.remember(desk, &walk)?,
            Effect::ListCases => self.list(desk)?,
            Effect::OpenCase(id) => return self.open(&id),
            Effect::OpenTraining => {
                let id = self.workspace.training_case()?;
                return self.open(&id);
            }
            Effect::Reload => {
                return Ok(Done {
                    opened: self.reload(desk)?,
                    ..done()
                });
            }
            Effect::OpenBundle(path) => return self.read(&path),
            Effect::ImportPacket { path, agreed } => {
                let imported = self.workspace.import_file(&path, agreed)?;
                return self.imported(desk, imported);
            }
            Effect::TakeForm(bytes) => {
                let imported = self.workspace.import(bytes.as_bytes(), true)?;
                return self.imported(desk, imported);
            }
            Effect::Seal {
                initials,
                passphrase,
            } => return self.seal(desk, &initials, &passphrase),
            Effect::Unlock { secret, recovery } => return self.unlock(desk, &secret, recovery),
            Effect::GoOnWithoutEnd => {
                let unlocked = self.workspace.go_on_without_end()?;
                self.greet(desk)?;
                return self.go_on(desk, unlocked);
            }
            Effect::SetUp {
                name,
                credential,
                principal,
                passphrase,
                adopt,
            } => {
                return self.set_up(desk, (&name, &credential, principal), &passphrase, adopt);
            }
            Effect::RenewPassphrase { passphrase } => {
                let after = self.workspace.renew_passphrase(&given(&passphrase))?;
                self.greet(desk)?;
                desk.say(wording::new_passphrase(after == KeyAfter::New));
            }
            Effect::MakeKey { passphrase } => {
                self.workspace.new_signing_key(&given(&passphrase))?;
                self.greet(desk)?;
            }
            Effect::LookAgain => return Ok(beginning::look_again(&self.workspace, desk)),
            Effect::UseFolder(path) => {
                return beginning::use_folder(&mut self.workspace, desk, &path);
            }
            Effect::StartOver => return beginning::start_over(&mut self.workspace, desk),
            Effect::CopyOut { path, text } => self.workspace.copy_out(&path, &text)?,
            Effect::Export(folder) => return self.export(desk, folder.as_deref()),
            Effect::Tidy => {
                // No screen asked for it, so none would tell.
                if let Err(error) = self.workspace.tidy() {
                    desk.alarm(error.to_string());
                }
                return Ok(Done::default());
            }
            Effect::LookForDisks => self.look_for_disks(desk)?,
            Effect::BeginBackup(shelf) => return self.begin_backup(desk, &shelf),
            Effect::StepBackup => return self.step_backup(desk),
            Effect::StopBackup => return self.stop_backup(desk),
            Effect::ConfirmRecovery => self.workspace.confirm_recovery()?,
            Effect::Lock => return Ok(self.lock(desk)),
        }
        Ok(done())
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

    fn open(&mut self, id: &CaseId) -> Ran {
        let opened = self.workspace.open_case(id)?;
        let mut survey = Survey::new(opened.file, &opened.entries, opened.pen);
        (survey.private, survey.names) = (opened.private, opened.names);
        survey.withdrawn = opened.withdrawn;
        let purpose = Purpose::Work {
            drafts: opened.drafts,
            place: opened.place,
            // Whoever tries the training visit begins at its home.
            at_home: self.workspace.is_demo(),
        };
        Ok(Done {
            opened: Some(Opened { survey, purpose }),
            ..Done::default()
        })
    }

    /// Reads the opened case again.
    fn reload(&mut self, desk: &Desk) -> Result<Option<Opened>, WorkspaceError> {
        let Some(case) = case_of(desk) else {
            return Ok(None);
        };
        let opened = self.workspace.open_case(&case)?;
        let mut survey = Survey::new(opened.file, &opened.entries, opened.pen);
        (survey.private, survey.names) = (opened.private, opened.names);
        survey.withdrawn = opened.withdrawn;
        let purpose = Purpose::Again;
        Ok(Some(Opened { survey, purpose }))
    }

    /// Opens a signed file for reading, in the same screens.
    fn read(&mut self, path: &Path) -> Ran {
        let alone = !self.workspace.is_open();
        let bundle = if alone {
            let now = self.workspace.world().stamp()?;
            read_bundle(path, None, self.workspace.folder(), now)?
        } else {
            self.workspace.open_bundle(path, None)?
        };
        Ok(Done {
            opened: Some(for_reading(bundle, alone)),
            ..Done::default()
        })
    }

    /// Tells how an import ended.
    fn imported(&mut self, desk: &mut Desk, imported: Imported) -> Ran {
        let said = match imported {
            Imported::Differs { changes, .. } => {
                return Ok(ended(EffectResult::Differences(changes)));
            }
            Imported::Opened { case, notes } => match notes.is_empty() {
                true => format!("Case {case} is opened."),
                false => format!("Case {case} is opened. {}", notes.join(" ")),
            },
            Imported::Same { case, issue } => format!(
                "This packet, issue {issue} of case {case}, was taken in before. Nothing was \
                 changed."
            ),
            Imported::Updated { case, .. } => format!("Case {case} is brought up to date."),
            Imported::Pack { id, edition } => {
                format!("The Standards edition {id} ({edition}) is used for new visits.")
            }
        };
        self.list(desk)?;
        desk.say(said);
        Ok(done())
    }

    /// Signs and finishes the opened visit, and puts it on the desk as it is then.
    fn seal(&mut self, desk: &mut Desk, initials: &str, passphrase: &Secret) -> Ran {
        let case = case_of(desk).ok_or(WorkspaceError::Mistake("no case is open"))?;
        if let Some(unsaved) = self.save_rest(desk) {
            return Ok(failed(unsaved));
        }
        let passphrase = given(passphrase);
        let sealed = self.workspace.seal(&case, initials, &passphrase, None);
        let mut opened = None;
        if matches!(&sealed, Ok(_) | Err(WorkspaceError::NotCopied(_))) {
            opened = self.reload(desk)?;
            desk.saved = Saved::At(desk.now);
        }
        let file = match sealed {
            Ok(file) => file,
            Err(error) => {
                return Ok(Done {
                    opened,
                    ..failed(error.to_string())
                });
            }
        };
        desk.sealed = Some(sealed_file(file));
        Ok(Done { opened, ..done() })
    }

    /// Writes the signed file of the opened visit once more.
    fn export(&mut self, desk: &mut Desk, folder: Option<&Path>) -> Ran {
        let case = case_of(desk).ok_or(WorkspaceError::Mistake("no case is open"))?;
        let file = self.workspace.export(&case, folder)?;
        desk.say(format!("The signed file is at {}.", file.path.display()));
        desk.sealed = Some(sealed_file(file));
        Ok(done())
    }
}

impl Runner for Effects {
    fn now(&self) -> Moment {
        self.workspace.now()
    }

    fn uptime(&self) -> Duration {
        self.started.elapsed()
    }

    fn run(&mut self, desk: &mut Desk, effect: Effect) -> Done {
        self.do_it(desk, effect).unwrap_or_else(|error| {
            let no_memory = matches!(error, WorkspaceError::Vault(VaultError::Memory));
            // Nothing is open yet, so nothing is lost by ending in good order while that works.
            desk.out_of_memory = no_memory && !self.workspace.is_open();
            failed(error.to_string())
        })
    }

    fn can_lock(&self) -> bool {
        self.workspace.is_open() && !self.workspace.is_demo()
    }
}

/// A signed file, to be put on the desk for reading.
pub fn for_reading(bundle: OpenedBundle, alone: bool) -> Opened {
    let mut survey = Survey::new(bundle.file, &bundle.entries, bundle.pen);
    survey.banner = Some(Banner {
        line: bundle.banner,
        good: bundle.good,
        answers: bundle.answers,
    });
    let purpose = Purpose::Reading { alone };
    Opened { survey, purpose }
}

fn sealed_file(file: SignedFile) -> SealedFile {
    SealedFile {
        path: file.path.display().to_string(),
        size: file.size,
        sha256: file.sha256.to_string(),
        key: file.fingerprint,
        send_to: file.send_to,
        warnings: file.warnings,
    }
}

fn ended(result: EffectResult) -> Done {
    Done {
        result: Some(result),
        ..Done::default()
    }
}

fn done() -> Done {
    ended(EffectResult::Done)
}

fn failed(why: impl Into<String>) -> Done {
    ended(EffectResult::Failed(wording::sentence(&why.into())))
}

/// A passphrase as the vault wants it.
fn given(secret: &Secret) -> Passphrase {
    Passphrase::from(secret.clone())
}

/// The case that is open for work; one that is open for reading is not in the store.
fn case_of(desk: &Desk) -> Option<CaseId> {
    desk.survey
        .as_ref()
        .filter(|survey| survey.banner.is_none())
        .map(|survey| survey.id().clone())
}
