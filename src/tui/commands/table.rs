//! The table of commands: everything a person can ask for, in one place.
//!
//! Each row has the command's name, the word for it in the footer, the sentence that explains it,
//! and where it works with which keys. Keymap, footer, help, palette and manual are made from
//! this table; no screen prints a key that it did not look up here. A new command is one row.
//!
//! What a command does is decided by the screens; which key leads to it, by `keymap`.

use super::reading;
use std::fmt;

/// A part of the program in which keys have a meaning of their own. A screen states its contexts
/// from the outermost to the innermost; the innermost that knows a key wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen.
    Anywhere,
    /// On the screen that everything is reached from: there is no way further back.
    Top,
    /// Where something can be selected in a list.
    Lists,
    /// Where there is text to read that may be longer than the screen.
    Reading,
    /// While reading about one place in a visit, which can be gone to.
    Place,
    /// In the list of visits.
    Cases,
    /// Anywhere inside a visit.
    Visit,
    /// On the home of a visit, with its tabs.
    Home,
    /// On a list of checks that are being answered.
    Walk,
    /// On the screen of one Standard.
    Standard,
    /// In the list of what was looked at: documents, records, interviews, events.
    Sources,
    /// In the list of services to confirm.
    Services,
    /// On the statement of no conflict of interest.
    Conflict,
    /// In the list of levels to accept.
    Levels,
    /// On What's left.
    Left,
    /// In the list of what changed.
    History,
    /// On a visit that is signed and finished.
    Signed,
    /// In the list of what could not be saved.
    NotSaved,
    /// In a signed file that was opened for reading.
    Bundle,
    /// In a form that is kept until it is finished.
    Begun,
    /// In a form.
    Form,
    /// In a list that is answered by a number.
    Choice,
    /// While a text field has the focus: letters are text there.
    TextField,
    /// In the note of a check.
    Note,
}

impl Context {
    /// All contexts, in the order in which help explains them.
    pub const ALL: [Context; 24] = [
        Context::Walk,
        Context::Standard,
        Context::Sources,
        Context::Services,
        Context::Conflict,
        Context::Levels,
        Context::Home,
        Context::Visit,
        Context::Left,
        Context::History,
        Context::Cases,
        Context::Signed,
        Context::NotSaved,
        Context::Bundle,
        Context::Begun,
        Context::Form,
        Context::Choice,
        Context::TextField,
        Context::Note,
        Context::Lists,
        Context::Place,
        Context::Reading,
        Context::Top,
        Context::Anywhere,
    ];

    /// The heading over its commands.
    pub const fn heading(self) -> &'static str {
        match self {
            Context::Anywhere => "Everywhere",
            Context::Top => "On the first screen",
            Context::Lists => "In every list",
            Context::Reading => "While reading",
            Context::Place => "Reading about one place",
            Context::Cases => "In the list of visits",
            Context::Visit => "Anywhere in a visit",
            Context::Home => "On the home of a visit",
            Context::Walk => "Answering checks",
            Context::Standard => "On a Standard",
            Context::Sources => "In the list of what was looked at",
            Context::Services => "In the list of services",
            Context::Conflict => "On the statement of no conflict of interest",
            Context::Levels => "In the list of levels",
            Context::Left => "On What's left",
            Context::History => "In the list of what changed",
            Context::Signed => "On a signed visit",
            Context::NotSaved => "In the list of what is not saved",
            Context::Bundle => "In an opened signed file",
            Context::Begun => "In a form that is kept",
            Context::Form => "In a form",
            Context::Choice => "Choosing by number",
            Context::TextField => "Writing text",
            Context::Note => "Writing a note",
        }
    }
}

/// One place where a command works, and the keys for it there (names as `key` reads them).
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// With which keys; none means from the palette only.
    pub keys: &'static [&'static str],
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its name, kebab-case.
    pub name: &'static str,
    /// The word for it in the footer.
    pub label: &'static str,
    /// What it does, in one sentence.
    pub help: &'static str,
    /// Where it works.
    pub places: &'static [Binding],
}

macro_rules! commands {
    ($($variant:ident $name:literal $label:literal
        [$($context:ident: $($key:literal)*),+] $help:literal;)+) => {
        /// Something a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = $help] $variant,)+
        }

        /// The table.
        pub const COMMANDS: &[Row] = &[$(*Command::$variant.row()),+];

        impl Command {
            /// Its row of the table.
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Command::$variant => &Row {
                        command: Command::$variant,
                        name: $name,
                        label: $label,
                        help: $help,
                        places: &[$(Binding { context: Context::$context, keys: &[$($key),*] }),+],
                    },)+
                }
            }
        }
    };
}

commands! {
    // Answers.
    AnswerMet "answer-met" "Met" [Walk: "m"]
        "Answers Met for the selected check and goes on to the next.";
    AnswerNotMet "answer-not-met" "Not met" [Walk: "n"]
        "Answers Not met and opens the note that says what was seen.";
    AnswerNotApplicable "answer-not-applicable" "N/A" [Walk: "a"]
        "Answers Not applicable and asks for the reason; pressed again, it repeats the last reason.";
    AnswerCouldNotAssess "answer-could-not-assess" "Can't assess" [Walk: "u"]
        "Answers Could not assess and asks for the reason; pressed again, it repeats the last reason.";
    ChooseAnswer "choose-answer" "Answers" [Walk: "Space"]
        "Opens the list of answers.";
    ClearAnswer "clear-answer" "Clear" [Walk: "Del"]
        "Takes the answer away again.";
    Note "note" "Note" [Walk: "t"]
        "Opens the note of the selected check; it goes in the report.";
    Remark "remark" "Remark" [Walk: "r"]
        "Writes one line at the selected answer, or at the one just given; it goes in the report.";
    NoteToSelf "note-to-self" "To self" [Walk: "p", Visit:]
        "Opens your note to self; it stays on this laptop.";
    CheckHistory "check-history" "History" [Walk: "c"]
        "Shows what changed in the selected check: its answers and its note.";
    Erase "erase" "Erase" [Visit: "Ctrl-E"]
        "Erases a note for good: the earlier text of one just rewritten, or the one you stand on.";
    Why "why" "Why?" [Walk: "w", Levels: "w", Left: "w"]
        "Explains how the result of this check and Standard comes about.";
    // Sources and methods.
    PreviousSource "previous-source" "Previous" [Walk: ","]
        "Goes to the previous record, interview or event.";
    NextSource "next-source" "Next" [Walk: "."]
        "Goes to the next record, interview or event.";
    AddSource "add-source" "Add" [Walk: "+", Sources: "+"]
        "Adds something you looked at: a document, a record, an interview, an event.";
    ChooseSource "choose-source" "Choose" [Walk: "="]
        "Opens the list of what was looked at.";
    WithdrawSource "withdraw-source" "Take out" [Sources: "Del"]
        "Takes something you looked at out again, as long as no answer stands at it.";
    DescribeSource "describe-source" "Describe" [Walk: "e", Sources: "e"]
        "Describes what you looked at: which kind, which sites, seen when and where, how chosen.";
    ExplainShortfall "explain-shortfall" "Why fewer" [Sources: "r"]
        "Says why fewer were looked at than the minimum asks for.";
    NextMethod "next-method" "Method" [Standard: "Tab" "Right", Sources: "Tab" "Right"]
        "Goes to the next of the four methods: Policy, Records, Interviews, Observation.";
    PreviousMethod "previous-method" "Method" [Standard: "Shift-Tab" "Left", Sources: "Shift-Tab" "Left"]
        "Goes to the previous of the four methods.";
    NextStandard "next-standard" "Standard" [Standard: "]", History: "]"]
        "Goes to the next Standard.";
    PreviousStandard "previous-standard" "Standard" [Standard: "[", History: "["]
        "Goes to the previous Standard.";
    NextSite "next-site" "Site" [Standard: "s"]
        "Goes to the next site of the practice.";
    SetLevel "set-level" "My level" [Standard: "l", Levels: "l"]
        "Sets your level for the Standard; a level other than the suggested one needs a reason.";
    AcceptLevel "accept-level" "Accept" [Levels: "Space"]
        "Accepts the suggested level of the selected Standard.";
    AcceptAllLevels "accept-all-levels" "Accept all" [Levels: "A"]
        "Accepts every suggested level in the list that nothing speaks against.";
    ExplainDifference "explain-difference" "Explain" [Standard: "d"]
        "Says why policy and practice differ: a policy gap, a practice gap, or both.";
    // The visit.
    ShowStandards "show-standards" "By Standard" [Home: "1", Visit:]
        "Shows all Standards with their methods and progress.";
    ShowCharts "show-charts" "Charts" [Home: "2", Visit:] "Shows the records that were looked at.";
    ShowPeople "show-people" "People" [Home: "3", Visit:] "Shows the interviews.";
    ShowWatch "show-watch" "Watch" [Home: "4", Visit:] "Shows the observed events.";
    ShowPolicies "show-policies" "Policies" [Home: "5", Visit:] "Shows the documents.";
    ShowServices "show-services" "Services" [Home: "6", Visit:]
        "Lists the services of the practice; what is not offered becomes not applicable.";
    ShowLevels "show-levels" "Levels" [Home: "7", Visit:]
        "Lists the Standards with the suggested level and the Surveyor's.";
    ShowWhatsLeft "show-whats-left" "What's left" [Home: "8", Visit:]
        "Lists what keeps you from signing; Enter goes to each place.";
    ShowFindings "show-findings" "Not met" [Home: "0", Visit:]
        "Shows what is not met and why, where methods differ, what was not assessed, who signed.";
    ShowDifferences "show-differences" "Differences" [Home: "d", Visit:]
        "Shows where the methods differ within a Standard, and the Surveyor's explanation.";
    ShowNotAssessed "show-not-assessed" "Not assessed" [Home: "u", Visit:]
        "Shows everything that could not be assessed, and why.";
    ShowSampling "show-sampling" "Sample" [Home: "b", Visit:]
        "Shows how much was looked at against the minimums, and who chose each record.";
    ServiceOffered "service-offered" "Offered" [Services: "y"]
        "Takes down that the selected service is offered, and goes on to the next row.";
    ServiceNotOffered "service-not-offered" "Not offered" [Services: "n"]
        "Takes down that the selected service is not offered, and goes on to the next row.";
    ChangeService "change-service" "Answers" [Services: "Space"]
        "Lists the answers for the selected service: offered, not offered, to be asked.";
    ConfirmServices "confirm-services" "Confirm" [Services: "c"]
        "Confirms what was answered in the list; asks who told you.";
    ShowNoConflict "show-no-conflict" "Conflict" [Home: "x", Visit:]
        "Shows the statement of no conflict of interest, and where it was confirmed.";
    StateNoConflict "state-no-conflict" "Confirm" [Conflict: "c"]
        "Confirms the statement that you have no conflict of interest with this practice.";
    TakeBackNoConflict "take-back-no-conflict" "Take back" [Conflict: "Del"]
        "Takes back what you confirmed here about a conflict of interest.";
    ShowNamesHeard "show-names-heard" "Names" [Home: "h", Walk: "h", Visit:]
        "Shows the names heard today, which the guard finds in what you type; they stay on this laptop.";
    ShowChanges "show-changes" "Changes" [Home: "c", Visit:]
        "Lists what changed: answers after they were first given, levels, notes, sources and services.";
    RevisionChanges "revision-changes" "Revision" [History: "r", Visit:]
        "Lists what this revision changes, compared with the one before; changed back is left out.";
    ShowTimeline "show-timeline" "Case" [Home: "i", Visit:]
        "Shows the case: eligibility, application and its five milestones.";
    SignAndFinish "sign-and-finish" "Sign" [Left: "s", Home: "9", Visit:]
        "Opens Sign and finish, which makes the signed file for the committee.";
    OpenRevision "open-revision" "Revise" [Signed: "r", Visit:]
        "Opens a signed visit again for a next revision; asks why.";
    ExportAgain "export-again" "Export" [Signed: "e"]
        "Writes the signed file once more, into the usual folder or one that you name.";
    ShowUnsaved "show-unsaved" "Not saved" [Visit:]
        "Lists what you typed that could not be saved.";
    TryAgain "try-again" "Try again" [NotSaved: "s"] "Tries to save what could not be saved.";
    CopyUnsaved "copy-unsaved" "Copy" [NotSaved: "c"]
        "Copies what could not be saved to a file elsewhere, not encrypted.";
    LeaveUnsaved "leave-unsaved" "Close" [NotSaved: "Q"]
        "Closes onsite though something is not saved: what is listed is lost.";
    // Visits and files.
    NewVisit "new-visit" "New" [Cases: "n"] "Sets up a visit in a form, without a file from the office.";
    ImportPacket "import-packet" "Import" [Cases: "i"] "Takes in an assignment file from the office.";
    OpenTraining "open-training" "Training" [Cases: "t"] "Opens the training visit, where nothing is real.";
    OpenBundle "open-bundle" "Open file" [Cases: "o"] "Checks a signed file and shows it for reading.";
    NewKey "new-key" "New key" [Cases: "K"] "Makes a new signing key where the old one is lost or damaged.";
    BackUp "back-up" "Back up" [Cases: "B", Home: "B", Visit:]
        "Copies everything, encrypted, to a stick or another disk, and reads it back.";
    ShowVerification "show-verification" "Checks" [Bundle: "v"]
        "Shows what was checked about the signed file: whole, signed, by whom, trusted, newest.";
    // Moving.
    Up "up" "Up" [Lists: "Up" "k", Reading: "Up" "k", Choice: "Up"] "Goes up one row.";
    Down "down" "Down" [Lists: "Down" "j", Reading: "Down" "j", Choice: "Down"] "Goes down one row.";
    PageUp "page-up" "Page up" [Lists: "PgUp", Reading: "PgUp"] "Goes up one screen.";
    PageDown "page-down" "Page down" [Lists: "PgDn", Reading: "PgDn" "Space"] "Goes down one screen.";
    First "first" "First" [Lists: "Home", Reading: "Home"] "Goes to the beginning.";
    Last "last" "Last" [Lists: "End", Reading: "End"] "Goes to the end.";
    Open "open" "Open" [Lists: "Enter"] "Opens the selected row.";
    Filter "filter" "Filter" [Lists: "/", Reading: "/"] "Shows only rows with the letters you type; going back shows all again.";
    GoThere "go-there" "Go there" [Place: "Enter"] "Goes to the place in the visit that this is about.";
    NextField "next-field" "Next" [Form: "Tab" "Down"] "Goes to the next field.";
    PreviousField "previous-field" "Previous" [Form: "Shift-Tab" "Up"] "Goes to the previous field.";
    Confirm "confirm" "OK" [Form: "Enter", Choice: "Enter"]
        "Takes what is written or chosen and goes on.";
    Toggle "toggle" "Change" [Form: "Space"] "Changes the choice in this field.";
    StartOver "start-over" "Throw away" [Begun: "Ctrl-R"] "Throws away what you filled in and did not finish; asks first.";
    // Writing.
    WordLeft "word-left" "Word left" [TextField: "Ctrl-Left" "Alt-b"] "Goes back one word.";
    WordRight "word-right" "Word right" [TextField: "Ctrl-Right" "Alt-f"] "Goes on one word.";
    TextStart "text-start" "Beginning" [TextField: "Ctrl-Home"] "Goes to the beginning of the text.";
    TextEnd "text-end" "End" [TextField: "Ctrl-End"] "Goes to the end of the text.";
    TakeWords "take-words" "Offered" [Note: "Ctrl-T"]
        "Writes the words that the Standards edition offers into the note, to go on from.";
    DeleteWord "delete-word" "Delete word" [TextField: "Ctrl-W" "Alt-Backspace"] "Deletes the word before the cursor.";
    // Everywhere.
    Back "back" "Back" [Anywhere: "Esc"] "Goes back one screen; what you typed is kept.";
    Help "help" "Help" [Anywhere: "?" "F1"] "Explains the keys that work here.";
    Palette "palette" "Commands" [Anywhere: ":" "Ctrl-P"] "Finds any command by a few letters of what it does.";
    Undo "undo" "Undo" [Anywhere: "Ctrl-Z"] "Takes the last act back; in a text, what was typed last.";
    Redo "redo" "Redo" [Anywhere: "Ctrl-Y"] "Does again what undo took back.";
    Saved "saved" "Saved" [Anywhere: "Ctrl-S"] "Says when the last answer was saved; saving happens by itself.";
    BlankScreen "blank-screen" "Hide" [Anywhere: "Ctrl-L"] "Hides the screen until you press a key.";
    Lock "lock" "Lock" [Anywhere:] "Locks onsite until the passphrase is given.";
    Quit "quit" "Quit" [Top: "q", Anywhere:] "Closes onsite; everything is saved already.";
    HowToQuit "how-to-quit" "Quit?" [Anywhere: "Ctrl-C"] "Says how to leave onsite.";
    SwitchMouse "switch-mouse" "Mouse" [Anywhere:] "Leaves the mouse to the terminal, to select text with it, or takes it back.";
    Repaint "repaint" "Repaint" [Anywhere:] "Draws the screen again, should something have written over it.";
    Suspend "suspend" "Suspend" [Anywhere:] "Gives you the command line until you type 'fg' there; not on Windows.";
}

impl Command {
    /// Its name as words: `Answer not met`.
    pub fn title(self) -> String {
        let words = self.row().name.replace('-', " ");
        let words = words
            .replace("whats", "what's")
            .replace("standard", "Standard");
        let mut letters = words.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect()
    }

    /// Whether it works in one of these contexts.
    pub fn works_in(self, contexts: &[Context]) -> bool {
        let mut places = self.row().places.iter();
        places.any(|place| contexts.contains(&place.context)) && reading::offers(contexts, self)
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_command_stands_in_its_own_row() {
        for (index, row) in COMMANDS.iter().enumerate() {
            assert_eq!(row.command as usize, index);
            assert_eq!(row.command.row().name, row.name);
        }
    }

    #[test]
    fn names_are_kebab_case_and_used_once() {
        let mut seen = HashSet::new();
        for row in COMMANDS {
            assert!(seen.insert(row.name), "{} twice", row.name);
            let good = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(
                row.name.chars().all(good) && !row.name.starts_with('-'),
                "{}",
                row.name
            );
            let flat: String = row.name.split('-').collect();
            assert_eq!(
                flat,
                format!("{:?}", row.command).to_lowercase(),
                "name and variant agree"
            );
        }
    }

    #[test]
    fn every_command_has_a_sentence_and_a_short_label() {
        for row in COMMANDS {
            assert!(row.help.ends_with('.'), "{}", row.name);
            assert!(row.help.starts_with(char::is_uppercase), "{}", row.name);
            assert!(
                row.help.chars().count() <= 110,
                "{} is too long for a line",
                row.name
            );
            assert!(
                !row.label.is_empty() && row.label.len() <= 12,
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn every_context_has_commands_and_a_heading_of_its_own() {
        let mut headings = HashSet::new();
        for context in Context::ALL {
            assert!(headings.insert(context.heading()));
            let used = COMMANDS.iter().any(|row| row.command.works_in(&[context]));
            assert!(used, "{context:?}");
        }
    }

    #[test]
    fn titles_read_as_words() {
        assert_eq!(Command::AnswerNotMet.title(), "Answer not met");
        assert_eq!(Command::Undo.to_string(), "undo");
    }
}
