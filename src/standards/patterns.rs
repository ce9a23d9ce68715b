//! The regular expressions of our schemas and what they mean in code.
//!
//! The schemas are published, so they say it as expressions for everyone's tools; here each is
//! the function that the domain uses, so that no engine for expressions is needed. A test with
//! an engine of its own shows that both agree.

use crate::domain::values::ids::is_id;
use crate::domain::values::place::{TimeZone, Town};
use chrono::NaiveDate;

/// An id.
pub const ID: &str = r"^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$";
/// Text on the screen: no control characters, none that turn the direction of writing.
pub const PLAIN: &str = r"^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+$";
/// A day of the calendar.
pub const DATE: &str = r"^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$";
/// A town.
pub const TOWN: &str = r"^[^0-9@\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+$";
/// A time zone.
pub const ZONE: &str = r"^(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9]|[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z][A-Za-z0-9_+-]*){1,2})$";
/// The letters that a label is made of.
pub const LABEL: &str = r"^[A-Z]{1,3}$";

/// Every expression that our schemas may hold.
pub const ALL: [&str; 6] = [ID, PLAIN, DATE, TOWN, ZONE, LABEL];

/// Says whether `text` fits; `None` for an expression that is not one of [`ALL`].
pub fn fits(pattern: &str, text: &str) -> Option<bool> {
    Some(match pattern {
        ID => is_id(text),
        PLAIN => is_plain(text),
        DATE => is_date(text),
        TOWN => Town::new(text).is_some() && is_plain(text),
        ZONE => TimeZone::parse(text).is_some(),
        LABEL => (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase()),
        _ => return None,
    })
}

/// What fits, in words that complete "the text is not …".
pub(super) fn words(pattern: &str) -> &'static str {
    match pattern {
        ID => "an id (1 to 64 letters, digits, dots, dashes or underscores)",
        DATE => "a day of the calendar such as 2026-11-17",
        TOWN => "a town without street or number",
        ZONE => "a time zone such as -06:00 or America/Chicago",
        LABEL => "one to three capital letters",
        _ => "free of line ends and control characters",
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.chars().any(|c| {
            c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let formed = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    formed && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}
