//! What a developer prints never holds what somebody typed or pasted, and no secret.

use crate::stage::{desk, desk_with, play};
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::events::Pending;
use onsite::domain::training::Extent;
use onsite::domain::values::secret::Secret;
use onsite::domain::values::text::{FreeText, Text, Texts};
use onsite::tui::desk::Effect;
use onsite::tui::screens::{Ask, EffectResult, Next, Reply, Route};
use onsite::tui::terminal::decode::Decoder;
use onsite::tui::terminal::input::Input;
use onsite::tui::unsaved::Unsaved;
use onsite::vault::Passphrase;
use std::fmt::Debug;

/// What is typed: words, and a number.
const TYPED: &str = "kestrel plumage 4471902";

/// Nothing of what was typed is in either form of what is printed.
fn is_silent(printed: &dyn Debug) {
    for line in [format!("{printed:?}"), format!("{printed:#?}")] {
        let found = TYPED.split(' ').find(|word| line.contains(word));
        assert_eq!(found, None, "{line}");
    }
}

fn text() -> Text {
    Text::new([1; 16], TYPED)
}

#[test]
fn nothing_that_carries_words_prints_them() {
    let mut texts = Texts::default();
    texts.insert(text());
    let batch = || Pending {
        texts: vec![text()],
        ..Pending::default()
    };
    let target = || "standard/1.1".to_owned();
    let words = || FreeText::from(TYPED);
    let act = Act::OpenRevision { reason: text().id };
    let unsaved = Unsaved {
        target: None,
        text: words(),
    };
    let draft = Effect::SaveDraft {
        target: target(),
        text: words(),
    };
    let private = Effect::SavePrivate {
        target: target(),
        text: words(),
    };
    let printed: [&dyn Debug; 12] = [
        &text(),
        &texts,
        &batch(),
        &act.with([text()]),
        &words(),
        &unsaved,
        &draft,
        &private,
        &Effect::TakeForm(words()),
        &Effect::Append(batch()),
        &Ask::Reply(Reply::Typed(words())),
        &Next::Reply(Reply::Typed(words())),
    ];
    printed.into_iter().for_each(is_silent);
}

#[test]
fn no_secret_and_no_paste_prints_itself() {
    let secret = || Secret::new(TYPED);
    let seal = Effect::Seal {
        initials: "RV".to_owned(),
        passphrase: secret(),
    };
    let unlock = Effect::Unlock {
        secret: secret(),
        recovery: true,
    };
    let set_up = Effect::SetUp {
        name: "Robin Vale".to_owned(),
        credential: "RN".to_owned(),
        principal: None,
        passphrase: secret(),
        adopt: Some(("key".into(), secret())),
    };
    let renew = Effect::RenewPassphrase {
        passphrase: secret(),
    };
    // A paste that has no end yet.
    let mut half = Decoder::default();
    half.feed(format!("\x1b[200~{TYPED}").as_bytes(), &mut Vec::new());
    let printed: [&dyn Debug; 10] = [
        &secret(),
        &Passphrase::from(secret()),
        &seal,
        &unlock,
        &set_up,
        &renew,
        &EffectResult::Recovery(secret()),
        &Input::Paste(secret()),
        &Ask::Paste(secret()),
        &half,
    ];
    printed.into_iter().for_each(is_silent);
}

/// The whole program, printed after each of these steps: keys by name, or a text that is typed.
fn silent_all_along(routes: Vec<Route>, steps: &[&str]) {
    let desk = match routes.first() {
        Some(Route::Unlock | Route::SetUp) => desk(),
        _ => desk_with(Extent::Half),
    };
    let mut play = play(desk, routes);
    for step in steps {
        match *step {
            TYPED => {
                play.type_text(TYPED);
                let shown = play.shot().text();
                assert!(
                    shown.contains("4471902") || shown.contains("•••"),
                    "{shown}"
                );
            }
            keys => drop(play.keys(keys)),
        }
        is_silent(&play.program.app);
        is_silent(&play.program.asked());
    }
}

#[test]
fn the_program_prints_nothing_of_what_is_typed_into_it() {
    let standard = || vec![Route::Home, Route::Standard];
    // A note for the report and one to self; a reason; a source that is left half described.
    silent_all_along(standard(), &["t", TYPED, "Esc", "t", "Esc"]);
    silent_all_along(standard(), &["p", TYPED, "Esc", "p", "Esc"]);
    silent_all_along(standard(), &["u 5", TYPED, "Enter"]);
    silent_all_along(standard(), &["+", TYPED, "Esc", "+"]);
    silent_all_along(standard(), &["/", TYPED, "Esc", ":", TYPED, "Esc"]);
    // The passphrase, and the recovery code, which is seen while it is typed.
    silent_all_along(vec![Route::Unlock], &[TYPED, "Enter"]);
    silent_all_along(vec![Route::Unlock], &["Tab 2 Shift-Tab", TYPED, "Enter"]);
}
