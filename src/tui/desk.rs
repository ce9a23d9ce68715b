//! What every screen works with: the opened case, the time, the status line, the effects that
//! wait for the end of this drain. State only; effects are run in `effects`.

mod backup;
mod effect;

pub use backup::{Backup, BackupFolder, LastBackup};
pub use effect::Effect;

use super::commands::keymap;
use super::commands::table::{Command, Context};
use super::survey::{OpenCase, Stopped, Supply, Survey};
use super::theme::{Meaning, Theme};
use super::unsaved::Unsaved;
use super::walk::Walk;
use super::widgets::warning::Watch;
use crate::domain::survey::answers::{Cell, NoteTarget};
use crate::domain::survey::decide::{self, Act, Attempt};
use crate::domain::survey::drafts;
use crate::domain::survey::sources::label_beginnings;
use crate::domain::survey::visit::Visit;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::CaseId;
use crate::domain::values::text::{Text, TextId};
use std::cell::LazyCell;

/// How the newest entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was entered since the start.
    Nothing,
    /// Everything is durable since then.
    At(Moment),
    /// The last commit failed: what was entered is not saved.
    Not(String),
}

/// The line above the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub meaning: Meaning,
}

impl Status {
    /// Whether it stays until something else is said, because it tells of something wrong.
    pub fn is_lasting(&self) -> bool {
        self.meaning == Meaning::Error
    }
}

/// One case in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// Its id.
    pub id: CaseId,
    /// The practice, or the id while it is not known.
    pub practice: String,
    /// Whether it is made up.
    pub training: bool,
    /// Where it stands, in a few words.
    pub state: String,
    /// When it was last worked on.
    pub last_at: Option<Moment>,
}

/// What the last seal made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFile {
    /// Where the file is.
    pub path: String,
    /// How large, in bytes.
    pub size: u64,
    /// SHA-256 of the whole file.
    pub sha256: String,
    /// The signing key's fingerprint.
    pub key: String,
    /// Whom to send it to.
    pub send_to: String,
    /// Limits that come near, if any do.
    pub warnings: Vec<String>,
}

/// How strong a passphrase is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whether it may be used.
    pub accepted: bool,
    /// What is weak about it and what to do, or that it is good, in plain words.
    pub words: String,
}

/// Judges a passphrase, given the words of the person's own name: the rule lives in the vault,
/// which screens do not see.
pub type Judge = fn(&str, &[&str]) -> Judged;

/// The rule where no vault gave its own.
fn by_length(passphrase: &str, _own_words: &[&str]) -> Judged {
    Judged {
        accepted: passphrase.chars().count() >= 12,
        words: "Take four or five words that have nothing to do with each other or with you."
            .to_owned(),
    }
}

/// Who uses the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// Name.
    pub name: String,
    /// Credential.
    pub credential: String,
    /// The id that signs.
    pub principal: String,
    /// The signing key's fingerprint.
    pub fingerprint: String,
    /// The file of its public half, which the office is sent.
    pub public_key: String,
    /// Why this laptop cannot sign, if it cannot.
    pub trouble: Option<String>,
}

/// The shared state of all screens.
#[derive(Debug)]
pub struct Desk {
    /// The opened case.
    pub survey: Option<Survey>,
    /// Where the Surveyor stands in it.
    pub walk: Walk,
    /// The cases of this laptop.
    pub cases: Vec<CaseLine>,
    /// Who uses the program.
    pub profile: Signer,
    /// The time of this drain.
    pub now: Moment,
    /// How everything looks.
    pub theme: Theme,
    /// The line above the footer.
    pub status: Option<Status>,
    /// How the newest entry stands.
    pub saved: Saved,
    /// Texts of commits that failed, so that nothing typed is lost while the program runs.
    pub unsaved: Vec<Unsaved>,
    /// Where the Surveyor stood before the acts that wait for their commit.
    pub stood: Option<Walk>,
    /// What texts that could not be saved belong to, while they are tried again.
    pub tried_again: Vec<String>,
    /// The answers that could not be saved and were not given again.
    pub unsaved_answers: Vec<Cell>,
    /// What waits for the end of this drain.
    pub effects: Vec<Effect>,
    /// What the last seal made.
    pub sealed: Option<SealedFile>,
    /// How backups stand.
    pub backup: Backup,
    /// Whether this is the throw-away folder of the demonstration.
    pub demo: bool,
    /// The last reason picked for Not applicable and for Could not assess.
    pub last_reasons: [Option<crate::domain::survey::answers::Reason>; 2],
    /// The note that was rewritten last, and its earlier text, which the history keeps.
    pub rewritten: Option<(NoteTarget, TextId)>,
    /// Forms that were left before they were finished; opened again, they go on.
    pub parked: super::parked::Parked,
    /// The Standards editions of this laptop, for a new visit.
    pub packs: LazyCell<Vec<std::sync::Arc<crate::domain::pack::Pack>>>,
    /// How strong a passphrase is.
    pub judge: Judge,
    /// The program's rules, for eligibility and deadlines.
    pub program: LazyCell<Option<crate::domain::program::rules::Program>>,
    /// Set where memory ran out: the program ends, because drawing on may need some too.
    pub out_of_memory: bool,
    /// What is left of an earlier vault, where there is no whole one.
    pub earlier: Earlier,
    /// The data folder, where another one was chosen than the program began with.
    pub named_folder: Option<String>,
    /// Where ids and nonces come from.
    pub supply: Box<dyn Supply>,
}

/// What is left of an earlier vault in the data folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The folder.
    pub folder: String,
    /// What is there, each with what it is.
    pub there: Vec<String>,
    /// What is missing, each with what it is.
    pub missing: Vec<String>,
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new(theme: Theme, now: Moment, supply: Box<dyn Supply>) -> Self {
        Self {
            survey: None,
            walk: Walk::start(),
            cases: Vec::new(),
            profile: Signer::default(),
            now,
            theme,
            status: None,
            saved: Saved::Nothing,
            unsaved: Vec::new(),
            stood: None,
            tried_again: Vec::new(),
            unsaved_answers: Vec::new(),
            effects: Vec::new(),
            sealed: None,
            backup: Backup::default(),
            demo: false,
            last_reasons: [None, None],
            rewritten: None,
            parked: super::parked::Parked::default(),
            packs: LazyCell::new(Vec::new),
            judge: by_length,
            program: LazyCell::new(|| None),
            out_of_memory: false,
            earlier: Earlier::default(),
            named_folder: None,
            supply,
        }
    }

    /// Says whether a signed file is open for reading.
    pub fn is_reading(&self) -> bool {
        self.survey.as_ref().is_some_and(Survey::is_read_only)
    }

    /// The open case, if one is open.
    pub fn open(&self) -> Option<OpenCase<'_>> {
        self.survey.as_ref()?.open()
    }

    /// The open case with where the Surveyor stands in it, to be moved.
    pub fn walking(&mut self) -> Option<(OpenCase<'_>, &mut Walk)> {
        Some((self.survey.as_ref()?.open()?, &mut self.walk))
    }

    /// What the guard knows while something is typed.
    pub fn watch(&self) -> Watch<'_> {
        let today = self.now.date_naive();
        match self.open() {
            None => Watch::on(today),
            Some(open) => Watch {
                names: open.survey.file.guard.names(),
                today,
                beginnings: label_beginnings(open.pack),
            },
        }
    }

    /// Says something in the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status {
            text: text.into(),
            meaning: Meaning::Done,
        });
    }

    /// Says that something needs seeing to.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.status = Some(Status {
            text: text.into(),
            meaning: Meaning::Warning,
        });
    }

    /// Says that something is wrong; it stays until something else is said.
    pub fn alarm(&mut self, text: impl Into<String>) {
        self.status = Some(Status {
            text: text.into(),
            meaning: Meaning::Error,
        });
    }

    /// Does something in the visit; a refusal goes to the status line. True when it was done.
    pub fn act(&mut self, attempt: impl Into<Attempt>) -> bool {
        self.act_seen(attempt, None)
    }

    /// The same, for something that was seen at another time than it is typed.
    pub fn act_seen(&mut self, attempt: impl Into<Attempt>, seen_at: Option<Moment>) -> bool {
        self.stood.get_or_insert_with(|| self.walk.clone());
        let Some(survey) = &mut self.survey else {
            return false;
        };
        match survey.act_seen(attempt, self.now, seen_at) {
            Ok(()) => true,
            Err(stopped) => {
                self.warn(stopped.to_string());
                false
            }
        }
    }

    /// What was typed, as a text for the act that names it: see [`Act::with`]. No part of the case
    /// before that act is decided.
    pub fn text(&mut self, words: &str) -> Text {
        Text::new(self.supply.nonce(), words)
    }

    /// Puts a finished note into the journal, or empties it; the draft ends with the same commit.
    pub fn keep_note(&mut self, on: NoteTarget, words: &str) -> bool {
        let target = super::survey::draft_target(&on);
        let Some(survey) = &self.survey else {
            return false;
        };
        let nonce = || self.supply.nonce();
        let attempt = drafts::finished_note(&survey.file, on.clone(), words, nonce);
        let earlier = survey.visit().and_then(|visit| visit.notes.get(&on));
        let earlier = earlier.copied().filter(|_| attempt.is_some());
        let done = attempt.is_none_or(|attempt| self.act(attempt));
        if let Some(earlier) = earlier.filter(|_| done) {
            self.rewritten = Some((on, earlier));
            let key = keymap::key_for(&[Context::Visit], Command::Erase).unwrap_or_default();
            self.say(format!(
                "{key} erases the earlier text for good; else it stays in the history."
            ));
        }
        if done && let Some(survey) = &mut self.survey {
            // What was asked for before would bring the draft back after the commit that ends it.
            self.effects.retain(
                |e| !matches!(e, Effect::SaveDraft { target: held, .. } if *held == target),
            );
            survey.finish_draft(target);
        }
        done
    }

    /// Erases a text for good; a refusal goes to the status line. True when it was done. In a visit
    /// that is signed a revision is opened for it: both are one commit.
    pub fn redact(&mut self, text: TextId) -> bool {
        let Some(survey) = &mut self.survey else {
            return false;
        };
        let may_be = decide::redact(&survey.file.case, text);
        if may_be.is_ok() && survey.visit().is_some_and(Visit::is_sealed) {
            let reason = self.text("A text was erased for good.");
            let open = Act::OpenRevision { reason: reason.id };
            if !self.act(open.with([reason])) {
                return false;
            }
        }
        let Some(survey) = &mut self.survey else {
            return false;
        };
        match survey.redact(text, self.now) {
            Ok(()) => true,
            Err(stopped) => {
                self.warn(stopped.to_string());
                false
            }
        }
    }

    /// Takes the latest act back.
    pub fn undo(&mut self) {
        self.turn_back(true);
    }

    /// Does the latest undone act again.
    pub fn redo(&mut self) {
        self.turn_back(false);
    }

    fn turn_back(&mut self, undo: bool) {
        let Some(survey) = &mut self.survey else {
            return self.warn("There is nothing to undo here.");
        };
        let turned: Result<_, Stopped> = if undo {
            survey.undo(self.now)
        } else {
            survey.redo(self.now)
        };
        match turned {
            Ok(events) => {
                let what = super::wording::turned(survey, &events, undo);
                self.say(what);
            }
            Err(stopped) => self.warn(stopped.to_string()),
        }
    }

    /// Everything that waits, the batch first, so that one drain is one commit.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(survey) = &mut self.survey {
            let batch = survey.take_batch();
            if !batch.is_empty() {
                effects.push(Effect::Append(batch));
            } else {
                self.stood = None;
            }
        }
        effects.append(&mut self.effects);
        effects
    }
}
