//! Where a site is: its town and the zone its clocks show.

use chrono::{FixedOffset, Offset, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A town's name: never a street, so it holds no digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Town(String);

/// The most characters of a town's name.
pub const LONGEST_TOWN: usize = 80;

impl Town {
    /// The town, if `text` is 1 to [`LONGEST_TOWN`] characters without digit or at-sign.
    pub fn new(text: &str) -> Option<Self> {
        let count = text.chars().count();
        let plain = !text
            .chars()
            .any(|c| c.is_ascii_digit() || c == '@' || c.is_control());
        ((1..=LONGEST_TOWN).contains(&count) && plain).then(|| Self(text.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Town {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A time zone: a fixed distance from UTC, or a name such as `America/Chicago`.
///
/// A name is shown beside times; without a table of the world's zones (which changes every
/// year, and this program is offline) it is not turned into an offset. The laptop's own clock
/// gives the offset of what is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TimeZone {
    /// Such as `-06:00`.
    Offset(FixedOffset),
    /// Such as `America/Chicago`.
    Name(String),
}

impl TimeZone {
    /// Reads `Z`, `+hh:mm`, `-hh:mm` or `Area/Place`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "Z" {
            return Some(Self::Offset(Utc.fix()));
        }
        if let Some(offset) = parse_offset(text) {
            return Some(Self::Offset(offset));
        }
        let mut parts = 0;
        let named = text.len() <= 64
            && text.split('/').all(|part| {
                parts += 1;
                part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
            });
        (named && (2..=3).contains(&parts)).then(|| Self::Name(text.into()))
    }

    /// The distance from UTC, where it is fixed.
    pub fn offset(&self) -> Option<FixedOffset> {
        match self {
            Self::Offset(offset) => Some(*offset),
            Self::Name(_) => None,
        }
    }
}

/// Exactly `+hh:mm` or `-hh:mm`, up to 14 hours.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2
        || minutes.len() != 2
        || !rest.bytes().all(|b| b.is_ascii_digit() || b == b':')
    {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => write!(f, "{offset}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl Serialize for Town {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Town {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| {
            serde::de::Error::custom("a town is up to 80 characters without digits: no street")
        })
    }
}

impl Serialize for TimeZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom("a time zone is such as -06:00 or America/Chicago")
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_an_offset_or_a_name() {
        for good in [
            "-06:00",
            "+05:30",
            "America/Chicago",
            "America/Argentina/Ushuaia",
            "Etc/GMT+6",
        ] {
            assert_eq!(TimeZone::parse(good).unwrap().to_string(), good);
        }
        assert_eq!(TimeZone::parse("Z").unwrap().to_string(), "+00:00");
        for bad in [
            "", "CST", "6", "-6:00", "+15:00", "+05:60", "+5é00", "/", "A/", "A/B/C/D", "A b/C",
        ] {
            assert!(TimeZone::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_town_is_no_street() {
        assert!(Town::new("Lake City").is_some());
        assert!(Town::new("12 Main St").is_none());
        assert!(Town::new("").is_none());
    }
}
