//! The pages of the first start: what each says, the fields about the key, the recovery code.

use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::widgets::form::{Field, Form};
use std::fmt;
use zeroize::Zeroizing;

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

/// The recovery code; it is not for logs.
pub(in crate::tui::screens) struct Code(pub(super) Zeroizing<String>);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl Code {
    pub(in crate::tui::screens) fn group(&self, number: usize) -> &str {
        self.0.split('-').nth(number).unwrap_or_default()
    }

    pub(in crate::tui::screens) fn groups(&self) -> usize {
        self.0.split('-').count()
    }
}

/// Fields of the page about the key.
pub(in crate::tui::screens) const PASSPHRASE: usize = 0;
pub(in crate::tui::screens) const AGAIN: usize = 1;
pub(in crate::tui::screens) const SOURCE: usize = 2;
pub(in crate::tui::screens) const PATH: usize = 3;

pub(in crate::tui::screens) fn key_form(existing: bool) -> Form {
    let ways = ["Make a new one", "Take an OpenSSH key that I have"];
    let mut fields = vec![
        Field::hidden("Passphrase")
            .with_help("Four or five words that have nothing to do with each other or with you."),
        Field::hidden("The same once more"),
        Field::one("Signing key", &ways, usize::from(existing)).numbered(),
    ];
    if existing {
        fields.push(
            Field::text("Where the key is", "")
                .with_help("An Ed25519 key, such as /home/you/.ssh/id_ed25519. It is copied."),
        );
        fields.push(Field::hidden("Passphrase of that key").with_help("Empty if it has none."));
    }
    Form::new(fields)
}
