//! Why a file is refused: one code for each check, what happened, and what to do.
//!
//! Codes are stable: other programs read them from `onsite verify --json`.

mod told;

use super::container::ContainerFault;
use super::html::HtmlFault;
use super::kinds::Kind;
use super::layout::LayoutFault;
use super::manifest::ManifestFault;
use super::memory::{MemoryFault, Rivals};
use super::signature::SignatureFault;
use super::step::StepFault;

/// The question that a refusal answers with no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Is the file whole and unchanged?
    Whole,
    /// Is every step validly signed?
    SignedBy,
    /// May the signers sign this, by the roster?
    Trusted,
    /// Is it the newest that is known?
    Current,
    /// Are all steps from the first on in it?
    ChainComplete,
}

/// The first thing that is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The container is not canonical.
    #[error(transparent)]
    Container(#[from] ContainerFault),
    /// The folders are not the steps of a case.
    #[error("the file's folders are not the steps of a case: \"{folder}\" {why}")]
    Folders {
        /// The folder.
        folder: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A roster was given where a case was expected.
    #[error("this file says who may sign (a roster); it is not a survey")]
    IsRoster,
    /// A case was given where a roster was expected.
    #[error("this file is not a roster")]
    NotRoster,
    /// A folder's files are not its kind's.
    #[error("in \"{folder}\", {fault}")]
    Layout {
        /// The folder.
        folder: String,
        /// Which file.
        fault: LayoutFault,
    },
    /// Everything but the attachments goes beyond [`super::limits::KEPT`].
    #[error("without its attachments the file is larger than 256 MiB")]
    TooMuchKept,
    /// The signature is refused.
    #[error("the signature of \"{folder}\" is refused: {fault}")]
    Signature {
        /// The folder.
        folder: String,
        /// Why.
        fault: SignatureFault,
    },
    /// The signer's key is marked as compromised.
    #[error("the key of {principal} that signed \"{folder}\" is marked as stolen or lost")]
    SignerRevoked {
        /// The folder.
        folder: String,
        /// Who signed.
        principal: String,
    },
    /// The signer is not on the roster. Told only when nothing else is wrong.
    #[error("\"{folder}\" is signed by a key that is not on your roster: {fingerprint}")]
    SignerUnknown {
        /// The folder.
        folder: String,
        /// The key's fingerprint.
        fingerprint: String,
    },
    /// The signer may not sign this kind of step.
    #[error("{principal}, who signed \"{folder}\", is not on the roster for this kind of step")]
    SignerRole {
        /// The folder.
        folder: String,
        /// Who signed.
        principal: String,
    },
    /// The header names another signer than the signature or the roster.
    #[error("\"{folder}\" names another signer than the one who signed it")]
    SignerName {
        /// The folder.
        folder: String,
    },
    /// A key that is not on the roster signs under a name that the roster gives to another key.
    #[error(
        "\"{folder}\" is signed in the name of {principal} by another key than the one your \
         roster gives to {principal}: {fingerprint}"
    )]
    SignerNameTaken {
        /// The folder.
        folder: String,
        /// The name that was taken.
        principal: String,
        /// The fingerprint of the key that signed.
        fingerprint: String,
    },
    /// Signed before or after the signer's key was valid.
    #[error("\"{folder}\" was sealed on {sealed}, when the key of {principal} was not valid")]
    SignerDates {
        /// The folder.
        folder: String,
        /// Who signed.
        principal: String,
        /// When, as the header says.
        sealed: String,
    },
    /// Sealed after the roster that should say who may sign had expired.
    #[error(
        "\"{folder}\" was sealed on {sealed}, after your roster expired on {expired}; it cannot \
         say who might sign then"
    )]
    AfterRoster {
        /// The folder.
        folder: String,
        /// When it was sealed, as the header says.
        sealed: String,
        /// When the roster expired.
        expired: String,
    },
    /// Who signed a survey signed a judgement of that case too.
    #[error("\"{folder}\": {principal} signed both a survey of this case and a judgement of it")]
    SignerJudgesSelf {
        /// The folder.
        folder: String,
        /// Who.
        principal: String,
    },
    /// The manifest is not as it must be.
    #[error("the list of files of \"{folder}\" (SHA256SUMS) is refused: {fault}")]
    Manifest {
        /// The folder.
        folder: String,
        /// Why.
        fault: ManifestFault,
    },
    /// A file is not listed in the signed manifest.
    #[error("\"{name}\" is in the file but was not signed")]
    Unlisted {
        /// The file.
        name: String,
    },
    /// A file that was signed is not there.
    #[error("\"{name}\" was signed but is not in the file")]
    Missing {
        /// The file.
        name: String,
    },
    /// The header is not as it must be.
    #[error("the header of \"{folder}\" (step.json) is refused: {fault}")]
    Header {
        /// The folder.
        folder: String,
        /// Why.
        fault: StepFault,
    },
    /// Training and real work were mixed.
    #[error("{}", if *.bundle { "this is a training file, and your roster is a real one" } else { "this is a real file, and your roster is a training roster" })]
    Training {
        /// Whether the file is a training file.
        bundle: bool,
    },
    /// `PREV` is not as it must be, or does not name the step before.
    #[error("\"{folder}\" does not follow on the step before it: {why}")]
    Prev {
        /// The folder.
        folder: String,
        /// What does not fit.
        why: String,
    },
    /// Steps do not belong together.
    #[error("\"{folder}\" does not belong to the steps before it: {why}")]
    Chain {
        /// The folder.
        folder: String,
        /// What does not fit.
        why: &'static str,
    },
    /// A later revision was already seen.
    #[error("a newer one exists: {0}")]
    Stale(Rivals),
    /// The same revision with other bytes was already seen.
    #[error("two different files claim to be the same revision: {0}")]
    Fork(Rivals),
    /// A later revision whose history is not the one that was seen.
    #[error("history was rewritten: it does not go on from the one it replaces: {0}")]
    HistoryRewritten(Rivals),
    /// An excerpt stands upon another step than the one known here. Which of them is right, this
    /// computer cannot tell.
    #[error(
        "\"{folder}\" was signed upon another \"{previous}\" than the one known here, revision \
         {revision}"
    )]
    OtherPrevious {
        /// The folder.
        folder: String,
        /// The folder before, which the excerpt leaves out.
        previous: String,
        /// The revision of it that is known here.
        revision: u32,
    },
    /// What was seen before could not be looked up.
    #[error(transparent)]
    Memory(#[from] MemoryFault),
    /// A survey or review came again after its report was sealed.
    #[error("this {kind} was signed again after its report had been sealed, which is not allowed")]
    Reissued {
        /// The kind.
        kind: Kind,
    },
    /// A checksum of the container does not fit.
    #[error("\"{name}\" was damaged")]
    Checksum {
        /// The file.
        name: String,
    },
    /// A file is not what was signed.
    #[error("\"{name}\" is not what was signed")]
    Digest {
        /// The file.
        name: String,
    },
    /// A journal is broken or not the one that the header names.
    #[error("\"{name}\": {why}")]
    Journal {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A journal holds an event that this version does not know.
    #[error("\"{name}\": {why}")]
    JournalNewer {
        /// The file.
        name: String,
        /// Which event.
        why: String,
    },
    /// The texts are not as they must be.
    #[error("\"{name}\": {why}")]
    Texts {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A file that can be read, but is not spelled in the one way there is.
    #[error("\"{name}\": {why}")]
    Spelling {
        /// The file.
        name: String,
        /// Where.
        why: String,
    },
    /// What the journals say does not fit the rest of the step.
    #[error("\"{folder}\": {why}")]
    Fold {
        /// The folder.
        folder: String,
        /// What does not fit.
        why: String,
    },
    /// The header of a survey has another time than the entry that sealed it.
    #[error(
        "\"{folder}\" says that it was sealed at {header}, and its journal that it was sealed at \
         {journal}"
    )]
    SealedAt {
        /// The folder.
        folder: String,
        /// When, by the header.
        header: String,
        /// When, by the sealing entry.
        journal: String,
    },
    /// An entry changes a visit that had been signed.
    #[error("\"{folder}\": visit {visit} was changed after signing, by entry {entry}")]
    ChangedAfterSigning {
        /// The folder.
        folder: String,
        /// The visit.
        visit: String,
        /// The entry.
        entry: String,
    },
    /// An entry does not undo, or do again, what it says.
    #[error("\"{folder}\": entry {entry} does not undo what it says it undoes")]
    FalseUndo {
        /// The folder.
        folder: String,
        /// The entry.
        entry: String,
    },
    /// The pack is none that is accepted, or another one.
    #[error("\"{name}\" is no Standards edition that can be used: {why}")]
    Pack {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// The pack has a form that only a newer version knows.
    #[error("\"{name}\" is a Standards edition in a form that a newer onsite knows ({form})")]
    PackNewer {
        /// The file.
        name: String,
        /// Which form.
        form: String,
    },
    /// Something that blocks signing is left.
    #[error("\"{folder}\" could not have been signed, {count} left to do; first: {first}")]
    NotReady {
        /// The folder.
        folder: String,
        /// The first thing that is left.
        first: String,
        /// How many there are.
        count: usize,
    },
    /// The record says otherwise than the journals.
    #[error("\"{name}\": {why}")]
    Record {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A page holds what no page may.
    #[error("\"{name}\" could do more than show something: {fault}")]
    Html {
        /// The file.
        name: String,
        /// What it holds.
        fault: HtmlFault,
    },
    /// The report says otherwise than the journals.
    #[error("\"{name}\": {why}")]
    Report {
        /// The file.
        name: String,
        /// What is wrong.
        why: String,
    },
    /// A step is sealed well ahead of this computer's clock.
    #[error("\"{folder}\" was signed in the future, on {sealed}: check both clocks")]
    Future {
        /// The folder.
        folder: String,
        /// When, as the header says.
        sealed: String,
    },
    /// A roster's content is not as it must be.
    #[error("the roster is refused: {0}")]
    Roster(String),
    /// The file could not be read to its end.
    #[error("the file could not be read: {0}")]
    Read(#[from] std::io::Error),
}

/// How the program ends, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitClass {
    /// 0: everything was done, or all answers are yes.
    Good,
    /// 1: something says no.
    No,
    /// 3: this machine or this version could not tell.
    CannotTell,
    /// 70: a mistake of the program.
    Mistake,
}

impl ExitClass {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::No => 1,
            Self::CannotTell => 3,
            Self::Mistake => 70,
        }
    }
}

/// Text from a file that nobody has vouched for, safe to show: printable ASCII as it is, all else
/// as visible escapes, cut at 200 characters.
pub fn visible(text: &str) -> String {
    let mut out = String::new();
    for (count, letter) in text.chars().enumerate() {
        if count == 200 {
            out.push_str("...");
            break;
        }
        if letter == ' ' || letter.is_ascii_graphic() {
            out.push(letter);
        } else {
            out.extend(letter.escape_default());
        }
    }
    out
}

#[cfg(test)]
mod tests;
