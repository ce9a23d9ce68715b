//! Days: business days, and the day something is due, worked out from a rule and explained.
//!
//! The rules themselves are data ([`crate::domain::program::rules`]). No clock is read here: the
//! day something is counted from is given. Only business days leave out weekends and holidays; a
//! day counted in days, weeks, months or years may fall on one. RULES.md, Deadlines.

use super::place::TimeZone;
use super::written::date;
use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A moment as recorded: local time with its offset from UTC.
pub type Moment = DateTime<FixedOffset>;

/// What a period is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Monday to Friday, holidays left out.
    BusinessDays,
    /// Days of the calendar.
    Days,
    /// Weeks.
    Weeks,
    /// Months; the 31st becomes the last day of a shorter month.
    Months,
    /// Years; 29 February becomes 28 February.
    Years,
}

/// Which way a period is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Later.
    After,
    /// Earlier.
    Before,
}

/// One period, such as "10 business days after".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
    /// Which way.
    pub direction: Direction,
}

impl Count {
    /// In words, such as "10 business days after".
    pub fn words(&self) -> String {
        let (one, many) = match self.unit {
            Unit::BusinessDays => ("business day", "business days"),
            Unit::Days => ("day", "days"),
            Unit::Weeks => ("week", "weeks"),
            Unit::Months => ("month", "months"),
            Unit::Years => ("year", "years"),
        };
        let unit = if self.count == 1 { one } else { many };
        let direction = match self.direction {
            Direction::After => "after",
            Direction::Before => "before",
        };
        format!("{} {unit} {direction}", self.count)
    }
}

/// Which days are holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeMap<NaiveDate, String>,
}

/// A day something is due, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which it is in time.
    pub due: NaiveDate,
    /// The day it is counted from.
    pub from: NaiveDate,
    /// "due Dec 4, 2026: 10 business days after …".
    pub explanation: String,
}

/// The most business days that are counted one by one; more is no deadline.
const MOST_BUSINESS_DAYS: u32 = 5_000;

impl Calendar {
    /// A calendar with these holidays: day and name.
    pub fn new(holidays: impl IntoIterator<Item = (NaiveDate, String)>) -> Self {
        Self {
            holidays: holidays.into_iter().collect(),
        }
    }

    /// The name of the holiday on that day.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Says whether it is Monday to Friday and no holiday.
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && self.holiday(day).is_none()
    }

    /// Says whether any holiday of that year is known; if none is, counting ignores them.
    pub fn covers(&self, year: i32) -> bool {
        self.holidays.keys().any(|day| day.year() == year)
    }

    /// The day one period away; `None` beyond what a calendar can hold.
    pub fn step(&self, from: NaiveDate, step: &Count) -> Option<NaiveDate> {
        let later = step.direction == Direction::After;
        let days = |count: u64| {
            let days = Days::new(count);
            if later {
                from.checked_add_days(days)
            } else {
                from.checked_sub_days(days)
            }
        };
        let months = |count: u32| {
            let months = Months::new(count);
            if later {
                from.checked_add_months(months)
            } else {
                from.checked_sub_months(months)
            }
        };
        match step.unit {
            Unit::Days => days(step.count.into()),
            Unit::Weeks => days(u64::from(step.count) * 7),
            Unit::Months => months(step.count),
            Unit::Years => months(step.count.checked_mul(12)?),
            Unit::BusinessDays => self.business_days(from, step.count, later),
        }
    }

    fn business_days(&self, from: NaiveDate, count: u32, later: bool) -> Option<NaiveDate> {
        if count > MOST_BUSINESS_DAYS {
            return None;
        }
        let mut day = from;
        let mut left = count;
        while left > 0 {
            day = if later {
                day.succ_opt()?
            } else {
                day.pred_opt()?
            };
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        Some(day)
    }

    /// Works a deadline out. `steps` are counted one after the other, the first from `from`;
    /// `what` says what happened that day ("the report was issued"); `zone` says whose day it is
    /// ("office time zone America/New_York"). `None` beyond what a calendar can hold.
    pub fn deadline(
        &self,
        steps: &[Count],
        from: NaiveDate,
        what: &str,
        zone: &str,
    ) -> Option<Deadline> {
        let mut due = from;
        let mut left_out: Vec<NaiveDate> = Vec::new();
        let mut unknown_years: Vec<i32> = Vec::new();
        for step in steps {
            let next = self.step(due, step)?;
            if step.unit == Unit::BusinessDays {
                let (low, high) = (due.min(next), due.max(next));
                left_out.extend(self.holidays.range(low..=high).map(|(day, _)| *day).filter(
                    |day| *day != due && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
                ));
                unknown_years.extend((low.year()..=high.year()).filter(|year| !self.covers(*year)));
            }
            due = next;
        }
        let mut explanation = format!("due {}: ", date(due));
        for step in steps.iter().rev() {
            let _ = write!(explanation, "{} ", step.words());
        }
        let _ = write!(explanation, "{what} on {}, {zone}", date(from));
        let names: Vec<String> = left_out
            .iter()
            .filter_map(|day| Some(format!("{} ({})", self.holiday(*day)?, date(*day))))
            .collect();
        if !names.is_empty() {
            let _ = write!(explanation, "; not counted: {}", names.join(", "));
        }
        unknown_years.dedup();
        for year in unknown_years {
            let _ = write!(
                explanation,
                "; holidays of {year} are not in the program file"
            );
        }
        Some(Deadline {
            due,
            from,
            explanation,
        })
    }
}

/// The day of a moment in a zone. A zone known by name only leaves the day that the recording
/// clock showed: the program is offline and holds no table of the world's zones.
pub fn day_of(moment: &Moment, zone: &TimeZone) -> NaiveDate {
    match zone.offset() {
        Some(offset) => moment.with_timezone(&offset).date_naive(),
        None => moment.date_naive(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::new([(day("2026-11-26"), "Thanksgiving Day".to_string())])
    }

    fn step(count: u32, unit: Unit, direction: Direction) -> Count {
        Count {
            count,
            unit,
            direction,
        }
    }

    #[test]
    fn business_days_leave_out_weekends_and_holidays_and_say_so() {
        let ten = step(10, Unit::BusinessDays, Direction::After);
        let deadline = calendar()
            .deadline(
                &[ten],
                day("2026-11-20"),
                "the report was issued",
                "office time zone",
            )
            .unwrap();
        assert_eq!(deadline.due, day("2026-12-07"));
        assert_eq!(
            deadline.explanation,
            "due Dec 7, 2026: 10 business days after the report was issued on \
             Nov 20, 2026, office time zone; not counted: Thanksgiving Day (Nov 26, 2026)"
        );
        let back = step(10, Unit::BusinessDays, Direction::Before);
        assert_eq!(
            calendar().step(deadline.due, &back),
            Some(day("2026-11-20"))
        );
    }

    #[test]
    fn steps_follow_one_another() {
        let steps = [
            step(1, Unit::Years, Direction::After),
            step(4, Unit::Weeks, Direction::Before),
        ];
        let deadline = Calendar::default()
            .deadline(
                &steps,
                day("2028-02-29"),
                "the status became pending",
                "office",
            )
            .unwrap();
        assert_eq!(deadline.due, day("2029-01-31"));
        assert!(
            deadline
                .explanation
                .contains("4 weeks before 1 year after the status")
        );
    }

    #[test]
    fn a_year_without_known_holidays_is_told() {
        let one = step(1, Unit::BusinessDays, Direction::After);
        let deadline = calendar()
            .deadline(&[one], day("2031-03-03"), "it", "office")
            .unwrap();
        assert!(deadline.explanation.contains("holidays of 2031 are not in"));
    }

    #[test]
    fn no_count_is_too_large_to_be_refused() {
        for unit in [
            Unit::BusinessDays,
            Unit::Days,
            Unit::Weeks,
            Unit::Months,
            Unit::Years,
        ] {
            for direction in [Direction::After, Direction::Before] {
                let far = step(u32::MAX, unit, direction);
                assert_eq!(calendar().step(day("2026-01-01"), &far), None);
            }
        }
    }

    #[test]
    fn a_moment_belongs_to_the_offices_day_where_its_offset_is_known() {
        let moment: Moment = "2026-11-20T23:30:00-08:00".parse().unwrap();
        let east = TimeZone::parse("-05:00").unwrap();
        let named = TimeZone::parse("America/New_York").unwrap();
        assert_eq!(day_of(&moment, &east), day("2026-11-21"));
        assert_eq!(day_of(&moment, &named), day("2026-11-20"));
    }
}
