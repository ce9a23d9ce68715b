//! What is done when nobody waits, and when the laptop is left: the database's log is written home,
//! the lock closes and hides everything.

use super::effects::{Table, with_training};
use super::finished::finish;
use super::home::{Home, PASSPHRASE};
use super::packets::real;
use onsite::domain::values::ids::CaseId;
use onsite::domain::values::secret::Secret;
use onsite::tui::desk::Effect;
use onsite::tui::screens::{EffectResult, Route};
use onsite::tui::session::Runner as _;

/// How large the database's log is; nothing when it is gone.
fn log_size(home: &Home) -> Option<u64> {
    let mut log = home.data().database().into_os_string();
    log.push("-wal");
    std::fs::metadata(log).ok().map(|log| log.len())
}

#[test]
fn the_log_is_written_home_when_nobody_waits_after_signing_and_on_the_lock() {
    let home = Home::new();
    let mut workspace = home.set_up();
    workspace.import(&real(&[]), false).unwrap();
    let case = CaseId::new("REAL-2026-LAKESIDE").unwrap();
    finish(&mut workspace, &case);
    let mut table = Table::new(workspace);
    table.open(&case);
    let grown = |home: &Home| log_size(home).unwrap() > 256 * 1024;
    assert!(grown(&home), "a whole visit was entered");
    table.run(Effect::Tidy);
    assert_eq!(log_size(&home), Some(0));
    let note = "Seen at the chair. ".repeat(20_000);
    assert!(table.desk.keep_note(table.standard(), &note));
    table.settle();
    assert!(grown(&home));
    home.clock.forward(60);
    let sealed = table.run(Effect::Seal {
        initials: "AM".to_owned(),
        passphrase: Secret::new(PASSPHRASE),
    });
    assert_eq!(sealed.result, Some(EffectResult::Done));
    assert_eq!(log_size(&home), Some(0));
    table.run(Effect::RememberPlace(table.desk.walk.clone()));
    table.run(Effect::Lock);
    assert_eq!(log_size(&home), None, "closed, there is none");
}

#[test]
fn the_lock_hides_everything_even_where_the_last_place_cannot_be_kept() {
    let home = Home::new();
    let (mut table, _) = with_training(&home);
    table.desk.walk.row = 1;
    let (path, aside) = (home.data().database(), home.folder.path().join("aside"));
    std::fs::rename(&path, &aside).unwrap();
    let done = table.run(Effect::Lock);
    assert!(matches!(done.routes.as_deref(), Some([Route::Unlock])));
    assert!(table.desk.survey.is_none() && !table.effects.can_lock());
    assert!(!table.said().is_empty());
}
