//! How a refusal is told: its code, what to do next, which question it answers, how the program
//! ends.

use super::{ExitClass, Question, Refusal};
use crate::bundle::container::ContainerFault;
use crate::bundle::signature::SignatureFault;
use crate::bundle::step::StepFault;

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Container(fault) => match fault {
                ContainerFault::TooShort | ContainerFault::TooLong => "size",
                ContainerFault::End => "end-record",
                ContainerFault::Directory(_) => "directory",
                ContainerFault::Name { .. } => "name",
                ContainerFault::Local(_) => "local-header",
                ContainerFault::Repacked => "repacked",
                ContainerFault::Read(_) => "read",
            },
            Self::Folders { .. } => "folders",
            Self::IsRoster => "is-roster",
            Self::NotRoster => "not-roster",
            Self::Layout { .. } => "layout",
            Self::TooMuchKept => "too-much",
            Self::Signature { fault, .. } => match fault {
                SignatureFault::Form => "signature-form",
                SignatureFault::Suite => "signature-suite",
                SignatureFault::Namespace => "signature-namespace",
                SignatureFault::Mismatch => "signature",
            },
            Self::SignerRevoked { .. } => "signer-revoked",
            Self::SignerUnknown { .. } => "signer-unknown",
            Self::SignerRole { .. } => "signer-role",
            Self::SignerName { .. } => "signer-name",
            Self::SignerNameTaken { .. } => "signer-name-taken",
            Self::SignerDates { .. } => "signer-dates",
            Self::AfterRoster { .. } => "after-roster",
            Self::SignerJudgesSelf { .. } => "signer-judges-self",
            Self::Manifest { .. } => "manifest",
            Self::Unlisted { .. } => "unlisted",
            Self::Missing { .. } => "missing",
            Self::Header { fault, .. } => match fault {
                StepFault::Newer(_) => "newer",
                StepFault::Spelling => "spelling",
                _ => "header",
            },
            Self::Training { .. } => "training",
            Self::Prev { .. } => "prev",
            Self::Chain { .. } => "chain",
            Self::Stale(_) => "stale",
            Self::Fork(_) => "fork",
            Self::HistoryRewritten(_) => "history-rewritten",
            Self::OtherPrevious { .. } => "other-previous",
            Self::Memory(_) => "memory",
            Self::Reissued { .. } => "reissued",
            Self::Checksum { .. } => "checksum",
            Self::Digest { .. } => "digest",
            Self::Journal { .. } => "journal",
            Self::JournalNewer { .. } => "newer",
            Self::Texts { .. } => "texts",
            Self::Spelling { .. } => "spelling",
            Self::Fold { .. } => "fold",
            Self::SealedAt { .. } => "sealed-at",
            Self::ChangedAfterSigning { .. } => "changed-after-signing",
            Self::FalseUndo { .. } => "undo",
            Self::Future { .. } => "future",
            Self::Pack { .. } => "pack",
            Self::PackNewer { .. } => "newer",
            Self::NotReady { .. } => "not-ready",
            Self::Record { .. } => "record",
            Self::Html { .. } => "html",
            Self::Report { .. } => "report",
            Self::Roster(_) => "roster",
            Self::Read(_) => "read",
        }
    }

    /// What to do next.
    pub fn remedy(&self) -> &'static str {
        match self.code() {
            "read" => "Copy the file to this computer's own disk and try again.",
            "newer" => "Update onsite, then open the file again. The file is not damaged.",
            "repacked" => "Ask the sender for the original file, sent another way.",
            "is-roster" => "Give it with --roster, and a survey's file beside it.",
            "not-roster" => "Choose the file whose name begins with \"roster-\".",
            "signer-unknown" => {
                "Compare the fingerprint with the signer by phone, and ask the office for a roster \
                 that has this key."
            }
            "signer-revoked" | "signer-role" | "signer-dates" | "signer-name"
            | "signer-name-taken" | "signer-judges-self" => {
                "Do not use the file. Call the office, or ask it for its latest roster."
            }
            "after-roster" => "Ask the office for a newer roster, then look at the file again.",
            "training" => "Use training files with the training roster only.",
            "stale" => "Use the newer one.",
            "other-previous" => "Ask the sender for the whole file, with all its steps.",
            "memory" => {
                "Close onsite and open it again. If it stays so, restore your latest backup."
            }
            "fork" | "history-rewritten" | "reissued" => {
                "Use neither. Read both dates and fingerprints to the office, and ask which one stands."
            }
            "future" => {
                "Set this computer's clock right. If it is right, ask the signer to look at theirs."
            }
            "roster" => "Ask the office for the roster again.",
            _ => "Do not use the file. Ask the sender for it again.",
        }
    }

    /// Which of the five questions it answers with no.
    pub fn question(&self) -> Question {
        match self {
            Self::Signature { .. } | Self::SignerName { .. } | Self::SignerNameTaken { .. } => {
                Question::SignedBy
            }
            Self::SignerRevoked { .. }
            | Self::SignerUnknown { .. }
            | Self::SignerRole { .. }
            | Self::SignerDates { .. }
            | Self::AfterRoster { .. }
            | Self::SignerJudgesSelf { .. }
            | Self::Training { .. } => Question::Trusted,
            Self::Stale(_)
            | Self::Fork(_)
            | Self::HistoryRewritten(_)
            | Self::OtherPrevious { .. }
            | Self::Memory(_)
            | Self::Reissued { .. }
            | Self::Future { .. } => Question::Current,
            Self::Prev { .. } | Self::Chain { .. } => Question::ChainComplete,
            _ => Question::Whole,
        }
    }

    /// How the program ends.
    pub fn exit(&self) -> ExitClass {
        match self.code() {
            "newer" | "read" | "memory" | "other-previous" => ExitClass::CannotTell,
            _ => ExitClass::No,
        }
    }
}
