//! How a refusal is told: its code, the question it answers, how the program ends, what to do
//! next. One row a refusal: the compiler asks for all four of a new one.

use super::{ExitClass, Question, Refusal};
use crate::bundle::container::ContainerFault;
use crate::bundle::signature::SignatureFault;
use crate::bundle::step::StepFault;

const ASK_AGAIN: &str = "Do not use the file. Ask the sender for it again.";
const CALL_OFFICE: &str = "Do not use the file. Call the office, or ask it for its latest roster.";
const COMPARE: &str = "Compare the fingerprint with the signer by phone, and ask the office for a \
                       roster that has this key.";
const COPY_FIRST: &str = "Copy the file to this computer's own disk and try again.";
const REOPEN: &str = "Close onsite and open it again. If it stays so, restore your latest backup.";
const SENT_OTHERWISE: &str = "Ask the sender for the original file, sent another way.";
const UPDATE: &str = "Update onsite, then open the file again. The file is not damaged.";
const USE_NEITHER: &str = "Use neither. Read both dates and fingerprints to the office, and ask \
                           which one stands.";

/// Everything that follows from which refusal it is.
struct Told {
    code: &'static str,
    question: Question,
    exit: ExitClass,
    remedy: &'static str,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.told().code
    }

    /// Which of the five questions it answers with no.
    pub fn question(&self) -> Question {
        self.told().question
    }

    /// How the program ends.
    pub fn exit(&self) -> ExitClass {
        self.told().exit
    }

    /// What to do next.
    pub fn remedy(&self) -> &'static str {
        self.told().remedy
    }

    fn told(&self) -> Told {
        use ExitClass::{CannotTell, No};
        use Question::{ChainComplete, Current, SignedBy, Trusted, Whole};
        let (code, question, exit, remedy) = match self {
            Self::Container(fault) => return of_container(fault),
            Self::Signature { fault, .. } => return of_signature(fault),
            Self::Header { fault, .. } => return of_header(fault),
            Self::Folders { .. } => ("folders", Whole, No, ASK_AGAIN),
            Self::IsRoster => (
                "is-roster",
                Whole,
                No,
                "Give it with --roster, and a survey's file beside it.",
            ),
            Self::NotRoster => (
                "not-roster",
                Whole,
                No,
                "Choose the file whose name begins with \"roster-\".",
            ),
            Self::Layout { .. } => ("layout", Whole, No, ASK_AGAIN),
            Self::TooMuchKept => ("too-much", Whole, No, ASK_AGAIN),
            Self::SignerRevoked { .. } => ("signer-revoked", Trusted, No, CALL_OFFICE),
            Self::SignerUnknown { .. } => ("signer-unknown", Trusted, No, COMPARE),
            Self::SignerRole { .. } => ("signer-role", Trusted, No, CALL_OFFICE),
            Self::SignerName { .. } => ("signer-name", SignedBy, No, CALL_OFFICE),
            Self::SignerNameTaken { .. } => ("signer-name-taken", SignedBy, No, CALL_OFFICE),
            Self::SignerDates { .. } => ("signer-dates", Trusted, No, CALL_OFFICE),
            Self::AfterRoster { .. } => (
                "after-roster",
                Trusted,
                No,
                "Ask the office for a newer roster, then look at the file again.",
            ),
            Self::SignerJudgesSelf { .. } => ("signer-judges-self", Trusted, No, CALL_OFFICE),
            Self::Manifest { .. } => ("manifest", Whole, No, ASK_AGAIN),
            Self::Unlisted { .. } => ("unlisted", Whole, No, ASK_AGAIN),
            Self::Missing { .. } => ("missing", Whole, No, ASK_AGAIN),
            Self::Training { .. } => (
                "training",
                Trusted,
                No,
                "Use training files with the training roster only.",
            ),
            Self::Prev { .. } => ("prev", ChainComplete, No, ASK_AGAIN),
            Self::Chain { .. } => ("chain", ChainComplete, No, ASK_AGAIN),
            Self::Stale(_) => ("stale", Current, No, "Use the newer one."),
            Self::Fork(_) => ("fork", Current, No, USE_NEITHER),
            Self::HistoryRewritten(_) => ("history-rewritten", Current, No, USE_NEITHER),
            Self::Future { .. } => (
                "future",
                Current,
                No,
                "Set this computer's clock right. If it is right, ask the signer to look at theirs.",
            ),
            Self::OtherPrevious { .. } => (
                "other-previous",
                Current,
                CannotTell,
                "Ask the sender for the whole file, with all its steps.",
            ),
            Self::Memory(_) => ("memory", Current, CannotTell, REOPEN),
            Self::Reissued { .. } => ("reissued", Current, No, USE_NEITHER),
            Self::Checksum { .. } => ("checksum", Whole, No, ASK_AGAIN),
            Self::Digest { .. } => ("digest", Whole, No, ASK_AGAIN),
            Self::Journal { .. } => ("journal", Whole, No, ASK_AGAIN),
            Self::JournalNewer { .. } => ("newer", Whole, CannotTell, UPDATE),
            Self::Texts { .. } => ("texts", Whole, No, ASK_AGAIN),
            Self::Spelling { .. } => ("spelling", Whole, No, ASK_AGAIN),
            Self::SealedAt { .. } => ("sealed-at", Whole, No, ASK_AGAIN),
            Self::ChangedAfterSigning { .. } => ("changed-after-signing", Whole, No, ASK_AGAIN),
            Self::FalseUndo { .. } => ("undo", Whole, No, ASK_AGAIN),
            Self::Pack { .. } => ("pack", Whole, No, ASK_AGAIN),
            Self::PackNewer { .. } => ("newer", Whole, CannotTell, UPDATE),
            Self::NotReady { .. } => ("not-ready", Whole, No, ASK_AGAIN),
            Self::Record { .. } => ("record", Whole, No, ASK_AGAIN),
            Self::Html { .. } => ("html", Whole, No, ASK_AGAIN),
            Self::Report { .. } => ("report", Whole, No, ASK_AGAIN),
            Self::Fold { .. } => ("fold", Whole, No, ASK_AGAIN),
            Self::Roster(_) => ("roster", Whole, No, "Ask the office for the roster again."),
            Self::Read(_) => ("read", Whole, CannotTell, COPY_FIRST),
        };
        Told {
            code,
            question,
            exit,
            remedy,
        }
    }
}

fn of_container(fault: &ContainerFault) -> Told {
    use ExitClass::{CannotTell, No};
    let (code, exit, remedy) = match fault {
        ContainerFault::TooShort | ContainerFault::TooLong => ("size", No, ASK_AGAIN),
        ContainerFault::End => ("end-record", No, ASK_AGAIN),
        ContainerFault::Directory(_) => ("directory", No, ASK_AGAIN),
        ContainerFault::Name { .. } => ("name", No, ASK_AGAIN),
        ContainerFault::Local(_) => ("local-header", No, ASK_AGAIN),
        ContainerFault::Repacked => ("repacked", No, SENT_OTHERWISE),
        ContainerFault::Read(_) => ("read", CannotTell, COPY_FIRST),
    };
    Told {
        code,
        question: Question::Whole,
        exit,
        remedy,
    }
}

fn of_signature(fault: &SignatureFault) -> Told {
    Told {
        code: match fault {
            SignatureFault::Form => "signature-form",
            SignatureFault::Suite => "signature-suite",
            SignatureFault::Namespace => "signature-namespace",
            SignatureFault::Mismatch => "signature",
        },
        question: Question::SignedBy,
        exit: ExitClass::No,
        remedy: ASK_AGAIN,
    }
}

fn of_header(fault: &StepFault) -> Told {
    let (code, exit, remedy) = match fault {
        StepFault::Newer(_) => ("newer", ExitClass::CannotTell, UPDATE),
        StepFault::Spelling => ("spelling", ExitClass::No, ASK_AGAIN),
        StepFault::Form(_) | StepFault::Field { .. } => ("header", ExitClass::No, ASK_AGAIN),
    };
    Told {
        code,
        question: Question::Whole,
        exit,
        remedy,
    }
}
