//! The hours of the training visit: mornings, lunch, evenings, and how long things take.

use super::route::Look;
use crate::domain::values::calendar::Moment;
use chrono::{Duration, Timelike};

/// The time of the talk that opens the visit.
pub(super) const OPENING: Duration = Duration::minutes(20);
/// The time that it takes to look for a chart once more.
pub(super) const TO_TURN_BACK: Duration = Duration::minutes(7);
/// The time that it takes to take up another document.
pub(super) const TO_TAKE_UP_A_PAPER: Duration = Duration::minutes(2);

/// When work begins, in seconds after midnight.
const MORNING: u32 = (8 * 60 + 30) * 60;
/// When lunch begins.
const NOON: u32 = 12 * 60 * 60;
/// When lunch is over.
const AFTERNOON: u32 = (12 * 60 + 45) * 60;
/// When the Surveyor leaves.
const EVENING: u32 = 17 * 60 * 60;
const DAY: u32 = 24 * 60 * 60;

/// The time at which an act taking `spent` after `now` is over: lunch is left free, and what
/// would end in the evening is done the next morning.
pub(super) fn after(now: Moment, spent: Duration) -> Moment {
    let then = now + spent;
    let second = then.num_seconds_from_midnight();
    let wait = match second {
        ..MORNING => MORNING - second,
        NOON..AFTERNOON => AFTERNOON - second,
        EVENING.. => DAY - second + MORNING,
        _ => 0,
    };
    then + Duration::seconds(i64::from(wait))
}

/// When the next day's work begins.
pub(super) fn next_morning(now: Moment) -> Moment {
    let left = EVENING.saturating_sub(now.num_seconds_from_midnight());
    after(now, Duration::seconds(i64::from(left)))
}

/// The time that it takes to come to the next thing: to find a chart, to meet somebody, to wait
/// until something is to be seen.
pub(super) fn to_turn_to(look: &Look) -> Duration {
    Duration::minutes(match look {
        Look::File(_) => 3,
        Look::Chart { .. } => 4,
        Look::Person(_) => 5,
        Look::Event(..) => 6,
    })
}
