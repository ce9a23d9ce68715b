//! The ways of whoever reads a signed file: what was found first, nothing that is to be done.

use super::{CHANGES, CHARTS, PEOPLE, POLICIES, SERVICES, Standing, TIMELINE, WATCH, Way, levels};
use crate::domain::survey::{summary, words};
use crate::tui::commands::table::Command;
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;

/// The ways of whoever reads a signed file: what was found first, nothing that is to be done.
pub(super) const FOR_READING: [Way; 14] = [
    Way {
        command: Command::ShowFindings,
        name: "What is not met, and why",
        standing: |_, open| findings(open),
    },
    Way {
        command: Command::ShowDifferences,
        name: "Where methods differ",
        standing: |_, open| differences(open),
    },
    Way {
        command: Command::ShowNotAssessed,
        name: "Could not assess",
        standing: |_, open| not_assessed(open),
    },
    CHANGES,
    Way {
        command: Command::ShowVerification,
        name: "Who signed, what was checked",
        standing: |_, open| signed(open),
    },
    Way {
        command: Command::ShowStandards,
        name: "By Standard",
        standing: |_, open| {
            (
                format!("{} Standards", open.pack.standards.len()),
                Meaning::Plain,
            )
        },
    },
    Way {
        command: Command::ShowLevels,
        name: "Levels",
        standing: |_, open| levels(open),
    },
    Way {
        command: Command::ShowSampling,
        name: "The sample, and who chose it",
        ..CHARTS
    },
    CHARTS,
    PEOPLE,
    WATCH,
    POLICIES,
    SERVICES,
    TIMELINE,
];

fn findings(open: OpenCase<'_>) -> Standing {
    let count = summary::count_open(open.visit, open.pack, &open.survey.file.board);
    let standing = format!("{count} of {} Standards", open.pack.standards.len());
    (standing, Meaning::Plain)
}

fn differences(open: OpenCase<'_>) -> Standing {
    let board = open.survey.file.board.iter();
    let differ = board.filter(|verdict| !verdict.differences.is_empty());
    (words::counted(differ.count(), "Standard"), Meaning::Plain)
}

fn not_assessed(open: OpenCase<'_>) -> Standing {
    let count = summary::count_unseen(open.visit);
    (words::counted(count, "answer"), Meaning::Plain)
}

fn signed(open: OpenCase<'_>) -> Standing {
    match open.visit.seals.last() {
        Some(seal) => {
            let at = words::day_and_time(seal.at);
            (format!("revision {}, {at}", seal.revision), Meaning::Plain)
        }
        None => ("not signed".to_owned(), Meaning::Warning),
    }
}
