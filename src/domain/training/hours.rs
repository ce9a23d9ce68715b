//! The hours of the training visit: mornings, lunch, evenings, and how long things take.

use crate::domain::values::calendar::Moment;
use chrono::{Duration, Timelike};

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
