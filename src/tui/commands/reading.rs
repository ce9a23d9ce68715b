//! What can be asked for while a signed file is open for reading: everything that changes nothing
//! in it. Keymap, footer, help and palette ask here.

use super::table::{Command, Context};

/// What only the Surveyor does, who works on the visit.
const OF_THE_SURVEYOR: [Command; 40] = [
    Command::AnswerMet,
    Command::AnswerNotMet,
    Command::AnswerNotApplicable,
    Command::AnswerCouldNotAssess,
    Command::ChooseAnswer,
    Command::ClearAnswer,
    Command::Note,
    Command::Remark,
    Command::NoteToSelf,
    Command::Erase,
    Command::AddSource,
    Command::WithdrawSource,
    Command::DescribeSource,
    Command::ExplainShortfall,
    Command::SetLevel,
    Command::AcceptLevel,
    Command::AcceptAllLevels,
    Command::ExplainDifference,
    Command::ShowWhatsLeft,
    Command::ServiceOffered,
    Command::ServiceNotOffered,
    Command::ChangeService,
    Command::ConfirmServices,
    Command::StateNoConflict,
    Command::TakeBackNoConflict,
    Command::ShowNamesHeard,
    Command::SignAndFinish,
    Command::OpenRevision,
    Command::NewVisit,
    Command::ImportPacket,
    Command::OpenTraining,
    Command::OpenBundle,
    Command::NewKey,
    Command::Toggle,
    Command::StartOver,
    Command::TakeWords,
    Command::Undo,
    Command::Redo,
    Command::Saved,
    Command::BackUp,
];

/// Says whether a command can be asked for in these contexts, as far as reading goes.
pub fn offers(contexts: &[Context], command: Command) -> bool {
    !contexts.contains(&Context::Bundle) || !OF_THE_SURVEYOR.contains(&command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::commands::table::COMMANDS;

    #[test]
    fn whoever_reads_is_offered_nothing_that_is_to_be_done() {
        let reading = [Context::Anywhere, Context::Visit, Context::Bundle];
        for row in COMMANDS {
            let offered = offers(&reading, row.command);
            for absent in [
                "to do",
                "Answers ",
                "Sign and finish",
                "your ",
                "you looked",
            ] {
                assert!(!offered || !row.help.contains(absent), "{}", row.name);
            }
            assert!(offers(&[Context::Visit], row.command));
        }
    }
}
