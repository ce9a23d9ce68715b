//! Why an act is refused, in the words that a Surveyor reads.

use crate::domain::pack::Method;
use crate::domain::privacy::identifiers::Kind;
use crate::domain::survey::answers::AnswerValue;
use crate::domain::values::ids::{AttributeId, StandardId};
use crate::domain::values::text::LONGEST_TEXT;

/// The longest label of a source or a person, in characters.
pub const LONGEST_LABEL: usize = 16;

/// Why an act is refused, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The visit is signed and finished.
    #[error("This visit is signed and finished. To change it, open a new revision and say why.")]
    Sealed,
    /// There is nothing to open again.
    #[error("This visit is not signed yet, so there is no revision to open.")]
    NotSealed,
    /// An answer without its reason.
    #[error("{} needs a reason. Pick one by its number, or type one.", .0.title())]
    NeedsReason(AnswerValue),
    /// A remark where nothing was answered.
    #[error("There is no answer here yet. Answer first; then write the remark.")]
    NothingAnswered,
    /// Words to be kept where there are none.
    #[error("There are no words here that could be kept.")]
    NoWords,
    /// A remark of more than one line.
    #[error("A remark is one line. Write what is longer into the note.")]
    SeveralLines,
    /// A number that is not in the list.
    #[error("There is no reason number {0} in this list.")]
    NoSuchReason(u16),
    /// Met with nothing looked at.
    #[error("Met needs something that you looked at. Add it first, then answer at it.")]
    MetAtNothing,
    /// A check that the pack does not have.
    #[error("The Standards edition of this visit has no such check: {element}, {method}.", method = .method.title())]
    NoSuchCheck {
        /// The element.
        element: String,
        /// The method.
        method: Method,
    },
    /// A source that is not there.
    #[error("That source is not part of this visit any more. Choose another.")]
    NoSuchSource,
    /// A site that is not visited.
    #[error("That site is not part of this visit.")]
    NoSuchSite,
    /// A source that another method uses.
    #[error("{label} cannot answer a check of the method {method}.", method = .method.title())]
    WrongSource {
        /// The source.
        label: String,
        /// The method of the check.
        method: Method,
    },
    /// A label that is taken.
    #[error("{0} is taken already. Give the new one another label.")]
    LabelTaken(String),
    /// An answer away from the policies without a site.
    #[error("Say at which site this was seen. Only a policy counts for all sites at once.")]
    NeedsSite,
    /// A record of another kind than the check looks at.
    #[error("{0} is another kind of record than this check looks at. Choose a fitting one.")]
    WrongKind(String),
    /// A source that is there already.
    #[error("That source is part of this visit already.")]
    SourceThere,
    /// A label or a person that is more than a few letters and digits.
    #[error(
        "\"{0}\" is no label. Use up to {LONGEST_LABEL} letters, digits and dashes, such as R01 or RN-A, and never a name."
    )]
    NoLabel(String),
    /// A label that seems to identify somebody. What it holds is not said again.
    #[error("This label looks like {}. Leave it as it was proposed, such as R01 or RN-A.", .0.words())]
    IdentifyingLabel(Kind),
    /// A change under which answers would no longer fit.
    #[error(
        "{} of {label} would no longer fit. {} first, then change it.",
        count(*answers, "answer"),
        if *answers == 1 { "Clear it" } else { "Clear them" }
    )]
    AnswersWouldNotFit {
        /// The source.
        label: String,
        /// How many answers.
        answers: usize,
    },
    /// A sample that the pack does not ask for.
    #[error(
        "The Standards edition of this visit asks for no such sample, so there is nothing to explain."
    )]
    NoSuchSample,
    /// A service that the pack does not have.
    #[error("The Standards edition of this visit has no service {0}.")]
    NoSuchService(AttributeId),
    /// Something about a service that nobody said.
    #[error(
        "Say who told you. Nothing is known of a service until somebody at the practice said it."
    )]
    NobodyTold,
    /// More than one entry of the journal can hold.
    #[error(
        "This names too much for one entry of the history. Name fewer sites at once, or choose all sites."
    )]
    TooMuch,
    /// A source with answers.
    #[error(
        "{label} has {}. Clear {} first, then take it out.",
        count(*answers, "answer"),
        if *answers == 1 { "it" } else { "them" }
    )]
    SourceInUse {
        /// The source.
        label: String,
        /// How many answers stand at it.
        answers: usize,
    },
    /// A level while checks are open.
    #[error(
        "{} of {standard} {} still to do. Answer first, then give your level.",
        count(*open, "check"),
        if *open == 1 { "is" } else { "are" }
    )]
    StillOpen {
        /// The Standard.
        standard: StandardId,
        /// How many.
        open: usize,
    },
    /// A level unlike the suggestion, without a reason.
    #[error("Your level for {0} differs from the suggested one. Say why.")]
    DiffersWithoutReason(StandardId),
    /// A level unlike the suggestion, whose reason names nothing that could be looked up.
    #[error(
        "Your level for {0} differs from the suggested one. Choose the element or the source that this rests on."
    )]
    RestsOnNothing(StandardId),
    /// A level that rests on what is not there.
    #[error(
        "What your level for {0} rests on is not part of it. Choose an element of this Standard, or something that you looked at."
    )]
    NoSuchGround(StandardId),
    /// A Standard that the pack does not have.
    #[error("The Standards edition of this visit has no Standard {0}.")]
    NoSuchStandard(StandardId),
    /// A packet that was to be erased.
    #[error(
        "The packet cannot be erased: it is the office's own, and the case cannot be opened without it."
    )]
    PacketStays,
    /// A text that no entry names.
    #[error("That text is not part of this case.")]
    NoSuchText,
    /// A text that is too long.
    #[error("A note holds at most {LONGEST_TEXT} bytes. Shorten it; nothing was cut.")]
    TextTooLong,
    /// Nothing to undo.
    #[error("There is nothing to undo since the visit was last signed.")]
    NothingToUndo,
    /// Nothing to redo.
    #[error("There is nothing to do again.")]
    NothingToRedo,
    /// The value changed since.
    #[error("This cannot be undone: what it changed was changed again meanwhile.")]
    ChangedSince,
    /// The entry cannot be read back.
    #[error("The entry to undo cannot be read. Close onsite and open it again.")]
    EntryGone,
    /// Nothing would change.
    #[error("Nothing to change: it stands so already.")]
    Nothing,
}

/// A number with its noun: "1 answer", "3 answers".
fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
