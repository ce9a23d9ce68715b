//! Everything that can go wrong in an act of the program, with what to do. How the program ends then is in
//! `exit`.

mod exit;

use super::parts::Parts;
use super::signing::KeyTrouble;
use crate::bundle::refusal::Refusal;
use crate::bundle::roster::{RosterChangeFault, UpdateFault};
use crate::bundle::seal::SealFault;
use crate::domain::journal::JournalFault;
use crate::domain::survey::casefile::CaseFault;
use crate::domain::survey::{decide, words};
use crate::domain::training::TrainingFault;
use crate::domain::values::ids::CaseId;
use crate::report::ReportError;
use crate::standards::Problem;
use crate::store::StoreError;
use crate::vault::{NoRandomness, VaultError};
use std::path::PathBuf;

/// An error of an act. Every message says what happened and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// Keys: vault and signing key.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A case that cannot be opened.
    #[error(transparent)]
    Case(#[from] CaseFault),
    /// An entry that cannot be written.
    #[error(transparent)]
    Entry(#[from] JournalFault),
    /// A rule refuses it.
    #[error(transparent)]
    Refused(#[from] decide::Refusal),
    /// The journal in the database is not what was written.
    #[error(
        "Case {case} cannot be opened: {fault}. Nothing was changed. Do not work on in it; put \
         back a backup, or take the case up again from its last signed file."
    )]
    Chain {
        /// The case.
        case: CaseId,
        /// What does not fit.
        fault: JournalFault,
    },
    /// A later version worked on the case.
    #[error(
        "Case {case} was worked on with a newer onsite (\"{event}\"). Nothing is damaged and nothing \
         was changed. Install the newest onsite to open it."
    )]
    NewerCase {
        /// The case.
        case: CaseId,
        /// The event that this version does not know.
        event: String,
    },
    /// The case is not there.
    #[error("There is no case {0} on this laptop. Import its packet first.")]
    NoCase(CaseId),
    /// Sealing.
    #[error("{0}. Nothing was signed.")]
    Seal(#[from] SealFault),
    /// The report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Something is left to do.
    #[error(
        "This visit cannot be signed yet, {} left to do. First: {}",
        things(.0.len()),
        .0.first().map_or("look at What's left", String::as_str)
    )]
    NotReady(Vec<String>),
    /// Something was typed that is no part of the visit yet.
    #[error(
        "Nothing was signed, because something was typed and not finished: {}. Open the visit, \
         finish it or take it out, and sign then.",
        .0.join("; ")
    )]
    Unfinished(Vec<String>),
    /// The signing key cannot sign.
    #[error(
        "{0}. Nothing was signed; your data is safe and everything else works. Put back the file \
         signing_key from a backup, or make a new key with 'onsite key --new'."
    )]
    CannotSign(KeyTrouble),
    /// A new key was asked for though the one that is there can sign.
    #[error(
        "Your signing key is good: it opens and it is the one you sign with. It was not changed."
    )]
    KeyIsGood,
    /// A signed file lies where this one would, of a revision that the database knows nothing of.
    #[error(
        "Nothing was signed: {} holds revision {revision} of this case already, and this database \
         does not know it. Two files of one revision contradict each other for whoever gets both. \
         Put back the database in which it was signed, from a backup. If that file is worth \
         nothing, move it away and tell the office.",
        path.display()
    )]
    SignedBefore {
        /// The file.
        path: PathBuf,
        /// Its revision.
        revision: u32,
    },
    /// The visit was signed already and nothing was changed since.
    #[error(
        "This visit is signed and finished already. To change it, open a new revision and say \
         why; to have the file again, export it again."
    )]
    AlreadySealed,
    /// Nothing was sealed yet.
    #[error("Case {0} has no signed file yet. Sign and finish the visit first.")]
    NothingSealed(CaseId),
    /// Initials that are none.
    #[error("Initials are 1 to 10 letters. Type yours.")]
    Initials,
    /// A file with problems.
    #[error("{}", listed(.0))]
    Problems(Vec<Problem>),
    /// A packet that does not fit what is held.
    #[error("{0}")]
    Packet(String),
    /// The training visit does not fit the pack: a mistake of the program.
    #[error("The training visit could not be made: {0}. Please report this.")]
    Training(#[from] TrainingFault),
    /// A signed file or roster that is refused.
    #[error("{name}: {refusal}. {}", refusal.remedy())]
    File {
        /// The file, made safe to show.
        name: String,
        /// Why.
        refusal: Box<Refusal>,
    },
    /// A roster that may not take the place of the one held.
    #[error("The roster was not taken: {0}.")]
    Roster(#[from] UpdateFault),
    /// The roster cannot change so.
    #[error("The roster stays as it is: {0}.")]
    RosterChange(#[from] RosterChangeFault),
    /// There is no roster to change.
    #[error(
        "No roster is accepted here. Make the first one with 'onsite roster init', or accept the \
         one of your office."
    )]
    NoRoster,
    /// The user's key may not sign the next roster.
    #[error(
        "Your key may not sign the next roster: it is no root of the one that is accepted here. \
         Whoever keeps the roster can change it. Nothing was changed."
    )]
    NotRoot,
    /// A roster would be made where there is one.
    #[error(
        "There is a roster already, number {0}. A new first roster would make it void. If that \
         is what you want, move roster.onsite.zip out of the data folder first."
    )]
    RosterHeld(u64),
    /// A signed file that holds no survey.
    #[error(
        "{0} holds no survey to show, only later steps. Open the whole file, from the survey on."
    )]
    NoSurvey(String),
    /// A file that cannot be compared with an earlier revision, or does not agree with it.
    #[error(
        "The earlier revision does not fit: {0}. Nothing is shown. Ask the sender for both files \
         again, and tell the office if they still do not fit."
    )]
    Incomparable(String),
    /// A training roster was to be accepted for good.
    #[error(
        "This is a training roster. It is never accepted for good; give it with --roster to verify \
         training files."
    )]
    TrainingRoster,
    /// A roster was to be made in the demonstration.
    #[error(
        "The demonstration has its training roster already; 'onsite demo --bundle DIR' writes it."
    )]
    DemoRoster,
    /// The data folder has no set-up.
    #[error(
        "onsite is not set up in {}. Start onsite once to set it up, or name the right folder \
         with --data-dir.",
        .0.display()
    )]
    NotSetUp(PathBuf),
    /// The data folder has a set-up.
    #[error("onsite is set up in {} already. Nothing was changed.", .0.display())]
    AlreadySetUp(PathBuf),
    /// Something of an earlier vault is there, and not all of it.
    #[error("{0}")]
    Parts(Box<Parts>),
    /// The path of a folder that does not begin at the root.
    #[error("Write the whole path of the folder, such as /home/you/onsite-2.")]
    NotWhole,
    /// The database is closed.
    #[error("onsite is locked. Type your passphrase first.")]
    Locked,
    /// Too many wrong tries.
    #[error("Wait {} before the next try.", seconds(*.0))]
    Wait(u64),
    /// A passphrase that is too weak.
    #[error("This passphrase is too weak. {0}")]
    Weak(String),
    /// A field of the profile.
    #[error("{0}")]
    Profile(&'static str),
    /// The clock is outside the years that a file can hold.
    #[error("This computer's clock is far off. Set it right and try again.")]
    Clock,
    /// The system has no place for a user's data.
    #[error("This computer does not say where your data belongs. Name a folder with --data-dir.")]
    Homeless,
    /// A file or folder could not be handled.
    #[error("{} could not be {doing} ({source}). {todo}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as a participle.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
        /// What to do.
        todo: &'static str,
    },
    /// Another file is in the way.
    #[error(
        "There is another file at {} and it is not this one. Nothing was written. Move it away, or \
         choose another folder.",
        .0.display()
    )]
    InTheWay(PathBuf),
    /// Signed, but not copied.
    #[error(
        "The visit is signed and safe on this laptop, but its file could not be written: {0} When \
         that is mended, export it again; it need not be signed again."
    )]
    NotCopied(Box<WorkspaceError>),
    /// What was exported does not read back.
    #[error(
        "The file was written to {path} but does not read back as it should ({why}). Do not send \
         it. What you signed is safe here: export it again to another disk.",
        path = path.display()
    )]
    BadCopy {
        /// Where.
        path: PathBuf,
        /// What our own verifier said.
        why: String,
    },
    /// A backup of the demonstration.
    #[error("There is nothing to back up here: all of it is thrown away at the end.")]
    DemoBackup,
    /// A backup into the data folder.
    #[error(
        "{} is in the folder of your data itself: what harms one would harm the other. Choose a \
         folder on another disk, such as a stick.",
        .0.display()
    )]
    BackupInside(PathBuf),
    /// The database changed again and again while it was copied.
    #[error(
        "No backup was made: the data was changed while it was copied, several times. Make the \
         backup while nobody works on it."
    )]
    BackupDisturbed,
    /// A folder that cannot be restored from.
    #[error(
        "{} is no backup that can be used: {why}. Nothing was changed. Take another backup.",
        path.display()
    )]
    BadBackup {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Somebody stopped it.
    #[error("Stopped. Nothing was changed.")]
    Stopped,
    /// There is data where a backup would go.
    #[error(
        "There is data in {} already; nothing was changed. To go back to the backup all the same, \
         run this again with --put-aside: what is there is kept in a folder beside it.",
        .0.display()
    )]
    DataThere(PathBuf),
    /// A mistake of the program.
    #[error("onsite made a mistake ({0}). Nothing was changed; please report it.")]
    Mistake(&'static str),
}

fn things(count: usize) -> String {
    match count {
        1 => "1 thing is".to_owned(),
        count => format!("{count} things are"),
    }
}

fn listed(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// `1 second`, `4 seconds`
fn seconds(count: u64) -> String {
    words::counted(usize::try_from(count).unwrap_or(usize::MAX), "second")
}
