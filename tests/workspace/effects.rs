//! What the screens ask for, run on a data folder: what is durable is shown, and nothing that was
//! typed is lost when it is not.

use super::finished::finish;
use super::home::{Home, PASSPHRASE, world};
use super::packets::{packet, real};
use super::work::smuggle;
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::survey::decide::Act;
use onsite::domain::values::ids::CaseId;
use onsite::domain::values::secret::Secret;
use onsite::tui::desk::{Desk, Effect, Saved};
use onsite::tui::effects::{Effects, FromSystem};
use onsite::tui::screens::{EffectResult, Route};
use onsite::tui::session::{Done, Runner};
use onsite::tui::survey::draft_target;
use onsite::tui::theme::{Theme, Wishes};
use onsite::tui::unsaved::Unsaved;
use onsite::workspace::Workspace;

/// A desk with what runs its effects.
pub struct Table {
    pub desk: Desk,
    pub effects: Effects,
}

impl Table {
    pub fn new(workspace: Workspace) -> Self {
        let theme = Theme::choose(Wishes::default(), |_| None);
        let supply = Box::new(FromSystem::default());
        let mut desk = Desk::new(theme, workspace.now(), supply);
        let mut effects = Effects::new(workspace);
        effects.greet(&mut desk).unwrap();
        Self { desk, effects }
    }

    /// Runs an effect and puts on the desk what it led to, as the program does.
    pub fn run(&mut self, effect: Effect) -> Done {
        let done = self.effects.run(&mut self.desk, effect);
        let (routes, result) = done.put_on(&mut self.desk);
        Done {
            routes,
            result,
            ..Done::default()
        }
    }

    /// Runs what waits until nothing does, as the program does after each drain.
    pub fn settle(&mut self) {
        for _ in 0..8 {
            for effect in self.desk.take_effects() {
                self.run(effect);
            }
        }
    }

    pub fn said(&self) -> &str {
        self.desk.status.as_ref().map_or("", |status| &status.text)
    }

    pub fn open(&mut self, case: &CaseId) {
        let done = self.run(Effect::OpenCase(case.clone()));
        assert!(done.routes.is_some(), "{:?}", done.result);
        self.settle();
    }

    pub fn note(&self, on: &NoteTarget) -> Option<String> {
        let survey = self.desk.survey.as_ref().unwrap();
        let id = survey.visit().unwrap().notes.get(on)?;
        Some(survey.file.words(id).to_owned())
    }

    pub fn standard(&self) -> NoteTarget {
        let survey = self.desk.survey.as_ref().unwrap();
        NoteTarget::Standard(survey.pack().standards[3].id.clone())
    }
}

pub fn with_training(home: &Home) -> (Table, CaseId) {
    let mut workspace = home.set_up();
    let case = workspace.training_case().unwrap();
    let mut table = Table::new(workspace);
    table.open(&case);
    (table, case)
}

#[test]
fn what_is_entered_is_saved_with_the_drain() {
    let home = Home::new();
    let (mut table, case) = with_training(&home);
    assert_eq!(table.desk.saved, Saved::Nothing);
    let on = table.standard();
    assert!(
        table
            .desk
            .keep_note(on.clone(), "Two signatures, every time.")
    );
    table.settle();
    assert_eq!(table.desk.saved, Saved::At(table.desk.now));
    table.open(&case);
    assert_eq!(
        table.note(&on).as_deref(),
        Some("Two signatures, every time.")
    );
    table.desk.undo();
    table.settle();
    table.open(&case);
    assert_eq!(table.note(&on), None, "undo goes on after opening again");
}

#[test]
fn a_commit_that_fails_shows_what_is_durable_and_keeps_what_was_typed() {
    let home = Home::new();
    let (mut table, case) = with_training(&home);
    let on = table.standard();
    let entries = table.desk.survey.as_ref().unwrap().file.case.entries;
    let (path, aside) = (home.data().database(), home.folder.path().join("aside"));
    std::fs::rename(&path, &aside).unwrap();
    assert!(table.desk.keep_note(on.clone(), "Seen at the chair."));
    table.settle();
    assert!(
        matches!(table.desk.saved, Saved::Not(_)),
        "{:?}",
        table.desk.saved
    );
    assert!(table.said().starts_with("Not saved: "), "{}", table.said());
    assert_eq!(
        table.note(&on),
        None,
        "nothing is shown that is not durable"
    );
    assert_eq!(
        table.desk.survey.as_ref().unwrap().file.case.entries,
        entries
    );
    let kept = &table.desk.unsaved[0];
    assert_eq!(kept.text, "Seen at the chair.");
    assert_eq!(kept.target, Some(draft_target(&on)));
    // The next start finds the case as it was.
    drop(table);
    std::fs::rename(&aside, &path).unwrap();
    let opened = home.again(7).open_case(&case).unwrap();
    assert_eq!(opened.file.case.entries, entries);
}

#[test]
fn what_could_not_be_saved_is_saved_when_it_can_be_unless_it_was_written_again() {
    let home = Home::new();
    let (mut table, _) = with_training(&home);
    let (one, two) = {
        let pack = table.desk.survey.as_ref().unwrap().pack();
        let of = |at: usize| NoteTarget::Standard(pack.standards[at].id.clone());
        (of(3), of(4))
    };
    for (on, text) in [(&one, "one, unsaved"), (&two, "two, unsaved")] {
        table.desk.unsaved.push(Unsaved {
            target: Some(draft_target(on)),
            text: text.into(),
        });
    }
    assert!(table.desk.keep_note(two.clone(), "two, again"));
    table.settle();
    assert_eq!(table.desk.unsaved, []);
    assert_eq!(table.note(&one).as_deref(), Some("one, unsaved"));
    assert_eq!(table.note(&two).as_deref(), Some("two, again"));
}

#[test]
fn a_draft_is_durable_is_finished_after_a_crash_and_never_comes_back() {
    let home = Home::new();
    let (mut table, case) = with_training(&home);
    let on = table.standard();
    let target = draft_target(&on);
    table.run(Effect::SaveDraft {
        target: target.clone(),
        text: "half a sent".into(),
    });
    // A case read again keeps the draft a draft: it may still be being typed.
    table.run(Effect::Reload);
    assert_eq!(table.note(&on), None);
    drop(table);
    let mut table = Table::new(home.again(2));
    table.open(&case);
    assert_eq!(table.note(&on).as_deref(), Some("half a sent"));
    assert!(table.said().contains("is kept"), "{}", table.said());
    // The draft and its end in one drain: the end stands.
    table.desk.effects.push(Effect::SaveDraft {
        target,
        text: "half a sentence".into(),
    });
    assert!(table.desk.keep_note(on.clone(), "A whole sentence."));
    table.settle();
    table.open(&case);
    assert_eq!(table.note(&on).as_deref(), Some("A whole sentence."));
}

#[test]
fn the_visit_is_signed_and_a_revision_begins() {
    let home = Home::new();
    let mut workspace = home.set_up();
    workspace.import(&real(&[]), false).unwrap();
    let case = CaseId::new("REAL-2026-LAKESIDE").unwrap();
    finish(&mut workspace, &case);
    let mut table = Table::new(workspace);
    table.open(&case);
    let seal = |passphrase: &str| Effect::Seal {
        initials: "AM".to_owned(),
        passphrase: Secret::new(passphrase),
    };
    let wrong = table.run(seal("something else")).result;
    let Some(EffectResult::Failed(why)) = wrong else {
        panic!("{wrong:?}")
    };
    assert!(why.contains("passphrase is not right"), "{why}");
    assert!(table.desk.sealed.is_none());
    home.clock.forward(60);
    assert_eq!(table.run(seal(PASSPHRASE)).result, Some(EffectResult::Done));
    let file = table.desk.sealed.clone().unwrap();
    assert!(std::path::Path::new(&file.path).is_file());
    assert!(
        table
            .desk
            .survey
            .as_ref()
            .unwrap()
            .visit()
            .unwrap()
            .is_sealed()
    );
    let reason = table.desk.text("A slip.");
    let open = Act::OpenRevision { reason: reason.id };
    assert!(table.desk.act(open.with([reason])));
    table.settle();
    assert!(matches!(table.desk.saved, Saved::At(_)));
    let read = table.run(Effect::OpenBundle(file.path.into()));
    assert!(read.routes.is_some(), "{:?}", read.result);
    let survey = table.desk.survey.as_ref().unwrap();
    assert!(survey.is_read_only() && survey.banner.as_ref().unwrap().answers.len() >= 5);
    assert!(
        !table.desk.act(Act::ClearConflict(false)),
        "nothing can be changed"
    );
}

#[test]
fn locking_hides_everything_and_unlocking_goes_on() {
    let home = Home::new();
    let (mut table, case) = with_training(&home);
    table.run(Effect::ConfirmRecovery);
    assert!(table.effects.can_lock());
    table.desk.walk.row = 1;
    let walk = table.desk.walk.clone();
    table.run(Effect::Lock);
    assert!(table.desk.survey.is_none() && table.desk.cases.is_empty());
    assert!(!table.effects.can_lock());
    let secret = |secret: &str| Effect::Unlock {
        secret: Secret::new(secret),
        recovery: false,
    };
    let wrong = table.run(secret("no")).result;
    assert!(matches!(wrong, Some(EffectResult::Failed(_))), "{wrong:?}");
    home.clock.forward(60);
    let done = table.run(secret(PASSPHRASE));
    assert!(
        done.routes.is_some(),
        "back to the last case: {:?}",
        done.result
    );
    assert_eq!(table.desk.profile.name, "Ann Miller");
    assert_eq!(table.desk.cases.len(), 1);
    table.open(&case);
    assert_eq!(table.desk.walk.method, walk.method);
}

#[test]
fn the_first_run_gives_the_recovery_code() {
    let home = Home::new();
    let theme = Theme::choose(Wishes::default(), |_| None);
    let workspace = home.locked(1);
    let mut desk = Desk::new(theme, workspace.now(), Box::new(FromSystem::default()));
    let mut effects = Effects::new(workspace);
    let done = effects.run(
        &mut desk,
        Effect::SetUp {
            name: "Ann Miller".to_owned(),
            credential: "RN".to_owned(),
            principal: None,
            passphrase: Secret::new(PASSPHRASE),
            adopt: None,
        },
    );
    let Some(EffectResult::Recovery(code)) = done.result else {
        panic!("{:?}", done.result)
    };
    assert_eq!(code.as_str().len(), 29);
    assert!(desk.profile.principal.starts_with("s-"));
    let done = effects.run(&mut desk, Effect::ConfirmRecovery);
    assert_eq!(done.result, Some(EffectResult::Done));
    let done = effects.run(&mut desk, Effect::OpenTraining);
    assert!(desk.put(done.opened.unwrap()).is_some() && desk.survey.is_some());
}

#[test]
fn packets_come_from_files_and_from_the_form() {
    let home = Home::new();
    let mut table = Table::new(home.set_up());
    let text = String::from_utf8(real(&[])).unwrap();
    assert_eq!(
        table.run(Effect::TakeForm(text.into())).result,
        Some(EffectResult::Done)
    );
    assert_eq!(table.desk.cases.len(), 1);
    let path = home.folder.path().join("packet.json");
    let next = real(&[("\"issue\": 1", "\"issue\": 2"), ("North", "Nord")]);
    std::fs::write(&path, next).unwrap();
    let import = |agreed| Effect::ImportPacket {
        path: path.clone(),
        agreed,
    };
    let asked = table.run(import(false)).result;
    let Some(EffectResult::Differences(changes)) = asked else {
        panic!("{asked:?}")
    };
    assert!(
        changes.iter().any(|change| change.contains("Nord")),
        "{changes:?}"
    );
    assert_eq!(table.run(import(true)).result, Some(EffectResult::Done));
    std::fs::write(&path, packet(&[])).unwrap();
    assert_eq!(table.run(import(false)).result, Some(EffectResult::Done));
    assert_eq!(table.desk.cases.len(), 2);
}

#[test]
fn a_recovery_code_that_nobody_confirmed_is_made_again() {
    let home = Home::new();
    let (mut table, _) = with_training(&home);
    table.run(Effect::Lock);
    let unlock = Effect::Unlock {
        secret: Secret::new(PASSPHRASE),
        recovery: false,
    };
    let done = table.run(unlock.clone());
    let screens = done.routes.expect("the new code");
    assert!(
        matches!(&screens[..], [Route::SetUp])
            && matches!(done.result, Some(EffectResult::Recovery(_))),
        "the last step of set-up alone"
    );
    table.run(Effect::ConfirmRecovery);
    table.run(Effect::Lock);
    let done = table.run(unlock);
    let screens = done.routes.expect("the last case");
    assert!(!matches!(screens.last(), Some(Route::SetUp)));
}

#[test]
fn the_demo_never_locks() {
    let home = Home::new();
    let table = Table::new(Workspace::demo(world(&home.clock, 1)).unwrap());
    assert!(table.desk.demo && !table.effects.can_lock());
}

#[test]
fn a_last_case_that_cannot_be_opened_keeps_nothing_else_shut() {
    let home = Home::new();
    let (mut table, case) = with_training(&home);
    table.run(Effect::ConfirmRecovery);
    drop(table);
    smuggle(&home, &case, |line| line.replace("1-case_opened", "77-new"));
    let theme = Theme::choose(Wishes::default(), |_| None);
    let workspace = home.locked(3);
    let desk = Desk::new(theme, workspace.now(), Box::new(FromSystem::default()));
    let effects = Effects::new(workspace);
    let mut table = Table { desk, effects };
    let done = table.run(Effect::Unlock {
        secret: Secret::new(PASSPHRASE),
        recovery: false,
    });
    assert_eq!(done.result, Some(EffectResult::Done));
    assert!(table.said().contains("newest onsite"), "{}", table.said());
    assert_eq!(table.desk.cases.len(), 1);
}

#[test]
fn names_heard_stay_beside_the_journal_and_are_forgotten_when_signed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    workspace.import(&real(&[]), false).unwrap();
    let case = CaseId::new("REAL-2026-LAKESIDE").unwrap();
    finish(&mut workspace, &case);
    let mut table = Table::new(workspace);
    table.open(&case);
    let entries = |table: &Table| table.desk.survey.as_ref().unwrap().file.case.entries;
    let before = entries(&table);
    table.run(Effect::SaveNames("Quigley\n".into()));
    table.open(&case);
    let survey = table.desk.survey.as_ref().unwrap();
    assert_eq!(survey.names, "Quigley\n");
    assert!(survey.private.is_empty(), "no note to self of a check");
    assert_eq!(
        survey.file.guard.names().iter().collect::<Vec<_>>(),
        ["Quigley"]
    );
    assert_eq!(entries(&table), before, "nothing in the journal");

    // What is signed is looked at with the list of this laptop.
    let on = table.standard();
    assert!(table.desk.keep_note(on.clone(), "Quigley was told twice."));
    table.settle();
    let seal = || Effect::Seal {
        initials: "AM".to_owned(),
        passphrase: Secret::new(PASSPHRASE),
    };
    home.clock.forward(60);
    let Some(EffectResult::Failed(why)) = table.run(seal()).result else {
        panic!("it was signed")
    };
    assert!(why.contains("looks like a name heard today."), "{why}");
    assert!(table.desk.keep_note(on, "R04 was told twice."));
    let survey = table.desk.survey.as_ref().unwrap();
    let old = survey.whats_left();
    let onsite::domain::survey::readiness::Destination::Text(old) = old[0].place else {
        panic!("{old:?}")
    };
    assert!(table.desk.redact(old));
    table.settle();
    assert_eq!(table.run(seal()).result, Some(EffectResult::Done));
    let file = table.desk.sealed.clone().unwrap();
    let bytes = std::fs::read(&file.path).unwrap();
    assert!(
        !bytes
            .windows(7)
            .any(|bytes| bytes.eq_ignore_ascii_case(b"quigley"))
    );
    table.open(&case);
    let survey = table.desk.survey.as_ref().unwrap();
    assert_eq!(survey.names, "");
    assert!(survey.file.guard.names().is_empty());
}
