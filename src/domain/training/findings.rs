//! What the Surveyor of the training visit finds, and the words for it: a made-up practice that is
//! mostly sound. Everything that is not named here is Met where it arises.

use crate::domain::survey::answers::AnswerValue;

/// Something that is not as it must be, or that could not be seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finding {
    /// The element.
    pub(super) element: &'static str,
    /// The label of the source.
    pub(super) at: &'static str,
    /// The answer.
    pub(super) value: AnswerValue,
    /// The Surveyor's remark, for Not met.
    pub(super) words: &'static str,
}

const fn not_met(element: &'static str, at: &'static str, words: &'static str) -> Finding {
    Finding {
        element,
        at,
        value: AnswerValue::NotMet,
        words,
    }
}

const FINDINGS: [Finding; 18] = [
    not_met(
        "1.1.3.1",
        "F02",
        "the last yearly check is sixteen months old",
    ),
    not_met(
        "1.2.3",
        "F02",
        "the last yearly check is sixteen months old",
    ),
    not_met(
        "1.5.6",
        "R06",
        "the distress screen was left blank at the first visit",
    ),
    not_met(
        "1.6.4",
        "R02",
        "the height was carried over from two years ago",
    ),
    not_met(
        "1.8.2",
        "R07",
        "day 8 of cycle 2 was missed; no call is written down",
    ),
    not_met(
        "1.8.3",
        "I11",
        "leaves it to the nurses and knows no time limit",
    ),
    not_met(
        "2.2.5",
        "R06",
        "side effects were taught; fertility is not mentioned",
    ),
    Finding {
        element: "3.1.2",
        at: "R05",
        value: AnswerValue::CouldNotAssess,
        words: "",
    },
    not_met(
        "3.1.3",
        "D8",
        "asks for the reason, not for a second opinion",
    ),
    not_met(
        "3.3.13",
        "R07",
        "the order set has no counts at which the dose is held",
    ),
    not_met("3.3.13", "R10", "the same order set"),
    not_met("3.4.8", "R08", "the field for refills was left empty"),
    not_met(
        "3.7.6",
        "O10",
        "the label gives the volume of the drug, not the total",
    ),
    not_met("3.8.7", "D4", "speaks of bags and syringes only"),
    not_met(
        "3.9.2",
        "O13",
        "one pair of gloves and no gown while the line was connected",
    ),
    not_met("3.12.3", "O7", "the second identifier was not asked for"),
    not_met("4.1.2", "L02", "two weekly checks of the cart are missing"),
    not_met("4.3.3", "R08", "asked at the first call, not since"),
];

/// An answer that is found to be wrong later: Not met with these words, then Met with those.
pub(super) const CORRECTED: Corrected = Corrected {
    element: "4.2.3",
    at: "R10",
    before: "no word of the lower dose to the pharmacy",
    after: "the message to the pharmacy is filed under orders",
};

/// See [`CORRECTED`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Corrected {
    /// The element.
    pub(super) element: &'static str,
    /// The label of the source.
    pub(super) at: &'static str,
    /// The remark at the first answer.
    pub(super) before: &'static str,
    /// The remark at the second one.
    pub(super) after: &'static str,
}

/// What is found of an element at a source, unless all is well there.
pub(super) fn finding(element: &str, at: &str) -> Option<Finding> {
    let mut findings = FINDINGS.into_iter();
    let here = |finding: &Finding| finding.element == element && finding.at == at;
    findings.find(here).or_else(|| {
        let later = CORRECTED.element == element && CORRECTED.at == at;
        later.then_some(not_met(CORRECTED.element, CORRECTED.at, CORRECTED.before))
    })
}

/// The reason of the pack's list for what could not be assessed: a part of the record is missing.
pub(super) const PART_MISSING: u16 = 3;
/// The same: nobody of the kind was there.
pub(super) const NO_SUCH_PATIENT: u16 = 1;
/// The reason of the pack's list where something did not arise in a record.
pub(super) const NOT_IN_THIS_RECORD: u16 = 1;
/// The same, where it is no part of the patient's treatment.
pub(super) const NOT_THIS_TREATMENT: u16 = 2;
/// The same, where it did not arise while watching.
pub(super) const NOT_WHILE_WATCHING: u16 = 6;
/// The reason of the pack's list for a small sample: nobody of this role works there.
pub(super) const NO_SUCH_ROLE: u16 = 3;
/// The reason of the pack's list for another level than the suggested one: a single slip.
pub(super) const SINGLE_SLIP: u16 = 1;

/// The level of this element's Standard is another than the suggested one, and rests on it.
pub(super) const OVERRIDDEN: &str = "1.6.4";

/// Notes at checks of observation: what a remark has no room for.
pub(super) const NOTES: [(&str, &str); 2] = [
    (
        "3.12.3",
        "The nurse has known the patient for years. The charge nurse spoke to her at once, and at \
         the next chair both identifiers were asked for.",
    ),
    (
        "3.9.2",
        "Gowns hang at the far end of the room. Staff said themselves that this is why they are \
         not put on every time.",
    ),
];

/// The Surveyor's words where methods differ, by Standard.
const EXPLANATIONS: [(&str, &str); 10] = [
    (
        "1.1",
        "The policy asks for a check every year. In the file from North it is overdue.",
    ),
    (
        "1.2",
        "The policy asks for a check every year. In the file from North it is overdue.",
    ),
    (
        "1.5",
        "Staff know the distress screen and say that they use it. One new patient had none.",
    ),
    (
        "1.6",
        "Height was measured when watched. In one chart an old one was used again.",
    ),
    (
        "3.1",
        "The one exception seen had a second opinion in writing. The policy does not ask for one.",
    ),
    (
        "3.3",
        "Nurse and pharmacist name the counts. The order set used at North does not show them.",
    ),
    (
        "3.12",
        "The policy asks for two identifiers at the chair. It was not done every time.",
    ),
    (
        "4.1",
        "The cart was complete and in date when it was opened. Its log has gaps.",
    ),
    (
        "4.2",
        "Staff tell how they pass it on. In one chart it could not be found at first.",
    ),
    (
        "4.3",
        "The policy asks again at set times. In one chart nobody did after the first call.",
    ),
];

/// What is said where the methods of a Standard differ.
pub(super) fn explanation(standard: &str) -> Option<&'static str> {
    let mut told = EXPLANATIONS.into_iter();
    told.find(|(held, _)| *held == standard)
        .map(|(_, words)| words)
}
