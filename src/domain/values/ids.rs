//! Names of things: small, cheap to copy, never mixed up with one another.
//!
//! An id is 1 to 64 characters of `[A-Za-z0-9._-]`, so that it can stand in a file name, in a
//! journal entry and on a command line without quoting.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// The longest id, in bytes.
pub const LONGEST_ID: usize = 64;

/// The longest beginning of an id that is made from a name, in bytes.
const LONGEST_READABLE: usize = 24;

/// Says whether `text` may be an id.
pub fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !text.starts_with(['.', '-'])
        && !text.ends_with('.')
}

/// The letters and digits of a name with dashes between its words: the beginning of an id that one
/// can read. Empty where the name has neither.
pub fn readable(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut id = words.join("-").to_ascii_lowercase();
    id.truncate(LONGEST_READABLE);
    id.trim_end_matches('-').to_owned()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id, if `text` has the form of one.
            pub fn new(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", &self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(&text).ok_or_else(|| {
                    serde::de::Error::custom(concat!(
                        "an id is 1 to 64 letters, digits, dots, dashes or underscores; not so: ",
                        stringify!($name)
                    ))
                })
            }
        }
    };
}

id!(/// One practice's way through one term.
    CaseId);
id!(/// An On-Site Survey or re-survey within a case.
    VisitId);
id!(/// One laptop's chain of entries in a case.
    DeviceId);
id!(/// Who acts or signs: an id given by the office, never a name.
    Principal);
id!(/// One office site of a practice.
    SiteId);
id!(/// Something a Surveyor looked at.
    SourceId);
id!(/// A standards pack.
    PackId);
id!(/// A domain: a group of Standards, such as `3`.
    DomainId);
id!(/// A Standard within a pack, such as `3.12`.
    StandardId);
id!(/// An element of a Standard, such as `3.12.4`.
    ElementId);
id!(/// A service of a practice or a quality of a source, such as `oral`.
    AttributeId);
id!(/// A staff role, such as `infusion-nurse`.
    RoleId);
id!(/// A kind of record, such as `chart`.
    RecordKindId);
id!(/// A kind of event that is watched, such as `administration`.
    EventKindId);
id!(/// A part of a patient record, in the record's own order.
    ChartAreaId);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_stand_in_a_file_name() {
        assert!(CaseId::new("2026-LKS_01.a").is_some());
        for bad in [
            "",
            ".hidden",
            "-flag",
            "a/b",
            "a b",
            "ends.",
            "é",
            &"x".repeat(65),
        ] {
            assert!(CaseId::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_name_becomes_something_to_read() {
        assert_eq!(
            readable(" Hill  Country: Cancer Care & Infusion"),
            "hill-country-cancer-care"
        );
        assert_eq!(readable("Küste 3"), "k-ste-3");
        assert_eq!(readable("— é —"), "");
    }
}
