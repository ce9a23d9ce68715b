//! The one way to write a value as JSON: whether bytes are it (`FORMAT.md`, One spelling).
//!
//! Strict parsing alone lets a second spelling in: a derived struct may be written as a list, a
//! choice as an object, a string with other escapes. Two readers could then be made to understand
//! one signed file differently. So what was read is written again and must be the same bytes.

use serde::Serialize;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};

/// Says whether `bytes` are `value` as this program writes it.
pub fn is_spelling_of<T: Serialize>(value: &T, bytes: &[u8]) -> bool {
    let mut same = Same(bytes);
    serde_json::to_writer(&mut same, value).is_ok() && same.0.is_empty()
}

/// Says whether `bytes` are an object in the one spelling, whatever its members: compact, no name
/// twice, integers only, the shortest escapes, nothing after its end.
pub fn is_plain_object(bytes: &[u8]) -> bool {
    let mut same = Same(bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    bytes.starts_with(b"{")
        && Plain(&mut same).deserialize(&mut reader).is_ok()
        && reader.end().is_ok()
        && same.0.is_empty()
}

/// Compares what is written with what must come, and holds none of it.
struct Same<'a>(&'a [u8]);

impl Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .strip_prefix(bytes)
            .ok_or(io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Same<'_> {
    /// Writes a value that has one spelling, and tells a difference as the reader's error.
    fn put<T: Serialize + ?Sized, E: serde::de::Error>(&mut self, value: &T) -> Result<(), E> {
        serde_json::to_writer(self, value).map_err(E::custom)
    }

    fn mark<E: serde::de::Error>(&mut self, mark: &[u8]) -> Result<(), E> {
        self.write_all(mark).map_err(E::custom)
    }
}

/// Reads any JSON and writes it again at the same time.
struct Plain<'s, 'b>(&'s mut Same<'b>);

impl<'de> DeserializeSeed<'de> for Plain<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with integers only and no name twice")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.0.put(&())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.0.put(&value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.0.put(&value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.0.put(&value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.0.put(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.mark(b"[")?;
        let mut is_first = true;
        loop {
            // The comma comes before an item, and whether there is one shows only then.
            let comma: &[u8] = if is_first { b"" } else { b"," };
            if items
                .next_element_seed(After(comma, &mut *self.0))?
                .is_none()
            {
                return self.0.mark(b"]");
            }
            is_first = false;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        self.0.mark(b"{")?;
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if !names.is_empty() {
                self.0.mark(b",")?;
            }
            self.0.put(&name)?;
            if !names.insert(name) {
                return Err(A::Error::custom("a name stands twice"));
            }
            self.0.mark(b":")?;
            members.next_value_seed(Plain(&mut *self.0))?;
        }
        self.0.mark(b"}")
    }
}

/// An item of a list with what must stand before it.
struct After<'s, 'b>(&'static [u8], &'s mut Same<'b>);

impl<'de> DeserializeSeed<'de> for After<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.1.mark(self.0)?;
        Plain(self.1).deserialize(reader)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        kind: Kind,
        count: u8,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Other(u8),
    }

    #[test]
    fn a_struct_has_one_spelling_though_several_can_be_read() {
        for good in [
            r#"{"kind":"plain","count":1}"#,
            r#"{"kind":{"other":2},"count":1,"more":"\"ü/\u001f"}"#,
        ] {
            let read: Thing = serde_json::from_str(good).unwrap();
            assert!(is_spelling_of(&read, good.as_bytes()), "{good}");
        }
        for second in [
            r#"["plain",1,null]"#,
            r#"{"kind":{"plain":null},"count":1}"#,
            r#"{"count":1,"kind":"plain"}"#,
            r#"{"kind":"plain","count":1,"more":null}"#,
            r#"{"kind":"plain","count": 1}"#,
            r#"{"kind":"pl\u0061in","count":1}"#,
            "{\"kind\":\"plain\",\"count\":1}\n",
        ] {
            let read: Thing = serde_json::from_str(second).unwrap();
            assert!(!is_spelling_of(&read, second.as_bytes()), "{second}");
        }
    }

    #[test]
    fn any_object_has_one_spelling() {
        for good in [
            "{}",
            r#"{"b":[],"a":[1,-2,true,null,"\n\u001f",{"x":{}}],"c":18446744073709551615}"#,
        ] {
            assert!(is_plain_object(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "[]",
            "1",
            "{",
            "{} ",
            "{}\n",
            "\u{feff}{}",
            "{}{}",
            r#"{"a": 1}"#,
            r#"{"a":1,}"#,
            r#"{"a":1,"a":1}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":1.0}"#,
            r#"{"a":1e2}"#,
            r#"{"a":-0}"#,
            r#"{"a":01}"#,
            r#"{"a":18446744073709551616}"#,
            r#"{"a":"\/"}"#,
            r#"{"a":"\u0061"}"#,
            r#"{"a":"\u001F"}"#,
            r#"{"\u0061":1}"#,
            r#"{"a":[1 ,2]}"#,
        ] {
            assert!(!is_plain_object(bad.as_bytes()), "{bad}");
        }
    }
}
