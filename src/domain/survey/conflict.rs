//! Conflict of interest: what a Surveyor states, and where that was confirmed. RULES.md, Readiness.

use super::visit::Visit;
use crate::domain::program::packet::Packet;
use crate::domain::values::calendar::Moment;
use chrono::NaiveDate;

/// What the Surveyor states, in the order in which it is read.
pub const STATEMENT: [&str; 4] = [
    "I do not work for this practice, and did not in the last three years; nobody close to me does.",
    "I have no money in it, owe it nothing, and was not paid by it.",
    "I do not compete with it, and gain nothing by how this survey ends.",
    "I know of nothing else that could make my report unfair, or let it seem so.",
];

/// Where it was confirmed that there is no conflict of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoConflict {
    /// To the office, on this day, as the packet says of this Surveyor.
    ToTheOffice(NaiveDate),
    /// Here, at this moment.
    Here(Moment),
}

/// Where the Surveyor of a visit confirmed it, if they did. A packet speaks for the Surveyor that
/// it names, and for nobody else.
pub fn confirmed(visit: &Visit, packet: Option<&Packet>) -> Option<NoConflict> {
    if let Some(at) = visit.conflict_cleared {
        return Some(NoConflict::Here(at));
    }
    to_the_office(visit, packet?).map(NoConflict::ToTheOffice)
}

/// The day on which the Surveyor of a visit confirmed it to the office, as the packet says.
pub fn to_the_office(visit: &Visit, packet: &Packet) -> Option<NaiveDate> {
    let assigned = packet.surveyor.as_ref()?;
    let surveyor = visit.surveyor.as_ref()?;
    let day = packet.conflict_of_interest.surveyor?;
    (assigned.principal == surveyor.principal).then_some(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
