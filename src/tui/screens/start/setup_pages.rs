//! The pages of the first start: what each says, the fields about the key, the recovery code.

use crate::domain::values::secret::Secret;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::widgets::form::{Field, Form, Pages, line};
use crate::tui::widgets::warning::Typed;

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tui::screens) enum Page {
    Who,
    Office,
    Key,
    /// The recovery code is shown.
    Code,
    /// Two of its groups are typed back.
    Check,
    /// All is done.
    Ready,
}

impl Page {
    pub(in crate::tui::screens) fn head(self) -> &'static str {
        match self {
            Page::Who => "Welcome to onsite. Step 1 of 4: who are you?",
            Page::Office => "Step 2 of 4: the program office",
            Page::Key => "Step 3 of 4: your passphrase",
            Page::Code | Page::Check => "Step 4 of 4: your recovery code",
            Page::Ready => "Everything is ready",
        }
    }

    pub(in crate::tui::screens) fn said(self) -> String {
        let keys = [Context::Anywhere, Context::Form];
        let key = |command| keymap::key_for(&keys, command).unwrap_or_default();
        let (next, back) = (key(Command::Confirm), key(Command::Back));
        match self {
            Page::Who => {
                format!("{next} goes on, {back} closes onsite. Nothing is saved before step 4.")
            }
            Page::Office => format!(
                "The office lists who may sign. Without its id you can work all the same. {next} \
                 goes on, {back} goes back."
            ),
            Page::Key => "It opens onsite and signs your work. Nobody can find it out for you: \
                without it and without the recovery code your data cannot be opened."
                .to_owned(),
            Page::Code => format!(
                "Write this code on paper and keep it away from the laptop. If you forget the \
                 passphrase, it opens your data. It is shown only now. {next} goes on."
            ),
            Page::Check => format!("Type two groups from your paper. {back} shows the code again."),
            Page::Ready => {
                "Your data is encrypted on this laptop. Nothing is sent anywhere.".to_owned()
            }
        }
    }
}

/// The recovery code, group by group.
#[derive(Debug)]
pub(in crate::tui::screens) struct Code(pub(super) Secret);

impl Code {
    /// A group of the code, counted from 0.
    pub(in crate::tui::screens) fn group(&self, number: usize) -> &str {
        self.0.as_str().split('-').nth(number).unwrap_or_default()
    }

    pub(in crate::tui::screens) fn groups(&self) -> usize {
        self.0.as_str().split('-').count()
    }
}

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) enum Slot {
    Name,
    Credential,
    /// The id that the office gave.
    Id,
    Passphrase,
    Again,
    /// Whether a key is made or an OpenSSH key is taken.
    Key,
    KeyPath,
    KeyPassphrase,
    /// A group of the recovery code, counted from 0.
    Group(usize),
}

/// The pages with fields; those of [`Page::Check`] are known once there is a code.
pub(in crate::tui::screens) fn pages() -> Pages<Page, Slot> {
    let who = Form::new([
        own(Slot::Name, "Your name", "As it will stand in the report."),
        own(Slot::Credential, "Your credential", "Such as RN, OCN"),
    ]);
    let office = Form::new([own(
        Slot::Id,
        "The office's id for you",
        "If the office gave you one, such as s-014. Empty: one is made; send it later.",
    )]);
    let pages = [
        (Page::Who, who),
        (Page::Office, office),
        (Page::Key, key_form()),
    ];
    Pages::new(Page::Who, pages)
}

/// A line about oneself, or for this laptop alone: no patient is in it.
fn own(slot: Slot, label: &str, help: &str) -> (Slot, Field) {
    let (slot, field) = line(slot, label, help);
    (slot, field.guarded_as(Typed::Elsewhere))
}

/// The page about the key. The fields for a key that is there show where one is taken.
pub(in crate::tui::screens) fn key_form() -> Form<Slot> {
    let ways = ["Make a new one", "Take an OpenSSH key that I have"];
    let passphrase = Field::hidden("Passphrase")
        .with_help("Four or five words that have nothing to do with each other or with you.");
    let key_passphrase = Field::hidden("Passphrase of that key").with_help("Empty if it has none.");
    let mut form = Form::new([
        (Slot::Passphrase, passphrase),
        (Slot::Again, Field::hidden("The same once more")),
        (Slot::Key, Field::one("Signing key", ways, 0).numbered()),
        own(
            Slot::KeyPath,
            "Where the key is",
            "An Ed25519 key, such as /home/you/.ssh/id_ed25519. It is copied.",
        ),
        (Slot::KeyPassphrase, key_passphrase),
    ]);
    show_key_fields(&mut form);
    form
}

/// Shows the fields for a key that is there, if one is to be taken.
pub(in crate::tui::screens) fn show_key_fields(form: &mut Form<Slot>) {
    form.show_where(|form, slot| match slot {
        Slot::KeyPath | Slot::KeyPassphrase => form.chosen(Slot::Key) == 1,
        _ => true,
    });
}
