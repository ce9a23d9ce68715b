//! Moments in headers and rosters: UTC, whole seconds, one way to write them.

use crate::domain::values::written;
use chrono::{DateTime, FixedOffset, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const FORM: &str = "%Y-%m-%dT%H:%M:%SZ";

/// A moment in UTC, in whole seconds, written `2026-03-01T09:30:00Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(DateTime<Utc>);

impl Stamp {
    /// The second in which `moment` lies. `None` outside the years 0 to 9999.
    pub fn new(moment: DateTime<Utc>) -> Option<Self> {
        let stamp = Self(moment.with_nanosecond(0)?);
        Self::parse(&stamp.to_string())
    }

    /// The second in which a moment with its own offset lies.
    pub fn of(moment: DateTime<FixedOffset>) -> Option<Self> {
        Self::new(moment.with_timezone(&Utc))
    }

    /// Reads the one form.
    pub fn parse(text: &str) -> Option<Self> {
        let naive = NaiveDateTime::parse_from_str(text, FORM).ok()?;
        let stamp = Self(naive.and_utc());
        // A leap second has a thousand million nanoseconds here, and no place in the form.
        let whole = stamp.0.nanosecond() == 0;
        (whole && stamp.to_string() == text && text.len() == 20).then_some(stamp)
    }

    /// For people: `Mar 1, 2026, 09:30 UTC`.
    pub fn written(self) -> String {
        written::day_and_time(self.0.fixed_offset())
    }

    /// The moment.
    pub fn moment(self) -> DateTime<Utc> {
        self.0
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format(FORM))
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("a moment is written 2026-03-01T09:30:00Z, in UTC")
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_one_form() {
        let text = "2026-03-01T09:30:00Z";
        assert_eq!(Stamp::parse(text).unwrap().to_string(), text);
        for bad in [
            "2026-03-01T09:30:00+00:00",
            "2026-03-01T09:30:00.5Z",
            "2026-03-01 09:30:00Z",
            "2026-3-01T09:30:00Z",
            "2026-02-30T09:30:00Z",
            "2026-03-01T09:30:60Z",
            "12026-03-01T09:30:00Z",
            "+2026-03-01T09:30:00Z",
        ] {
            assert!(Stamp::parse(bad).is_none(), "{bad}");
        }
        let eastern: DateTime<FixedOffset> = "2026-03-01T04:30:00.9-05:00".parse().unwrap();
        assert_eq!(Stamp::of(eastern), Stamp::parse(text));
        let written = Stamp::parse(text).unwrap().written();
        assert_eq!(written, "Mar 1, 2026, 09:30 UTC");
    }
}
