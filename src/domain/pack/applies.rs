//! Applicability: an expression over services and qualities, judged with three values.

use crate::domain::values::ids::AttributeId;
use serde::{Deserialize, Serialize};

/// When something applies. In files an attribute's id, or one of `{"all":[…]}`,
/// `{"any":[…]}`, `{"not":…}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Form", into = "Form")]
pub enum Applies {
    /// This attribute is so.
    Is(AttributeId),
    /// Every one holds.
    All(Vec<Applies>),
    /// At least one holds.
    Any(Vec<Applies>),
    /// This does not hold.
    Not(Box<Applies>),
}

impl Applies {
    /// The truth in Kleene's logic: `None` is unknown, and stays so unless the known parts
    /// decide it.
    pub fn value(&self, known: &dyn Fn(&AttributeId) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Is(attribute) => known(attribute),
            Self::All(parts) => over(parts, false, known),
            Self::Any(parts) => over(parts, true, known),
            Self::Not(part) => part.value(known).map(|value| !value),
        }
    }

    /// Says whether it applies: unless it is known not to.
    pub fn applies(&self, known: &dyn Fn(&AttributeId) -> Option<bool>) -> bool {
        self.value(known) != Some(false)
    }

    /// Every attribute it speaks of, as often as it does.
    pub fn attributes(&self) -> Vec<&AttributeId> {
        match self {
            Self::Is(attribute) => vec![attribute],
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().flat_map(Self::attributes).collect()
            }
            Self::Not(part) => part.attributes(),
        }
    }
}

/// `decisive` as soon as one part has that value; else unknown if any part is; else the opposite.
fn over(
    parts: &[Applies],
    decisive: bool,
    known: &dyn Fn(&AttributeId) -> Option<bool>,
) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part.value(known) {
            Some(value) if value == decisive => return Some(decisive),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!decisive)
}

/// The form in files: serde's own would name the variant of a plain attribute.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Is(AttributeId),
    Of(Of),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Of {
    All(Vec<Applies>),
    Any(Vec<Applies>),
    Not(Box<Applies>),
}

impl From<Form> for Applies {
    fn from(form: Form) -> Self {
        match form {
            Form::Is(attribute) => Self::Is(attribute),
            Form::Of(Of::All(parts)) => Self::All(parts),
            Form::Of(Of::Any(parts)) => Self::Any(parts),
            Form::Of(Of::Not(part)) => Self::Not(part),
        }
    }
}

impl From<Applies> for Form {
    fn from(applies: Applies) -> Self {
        match applies {
            Applies::Is(attribute) => Self::Is(attribute),
            Applies::All(parts) => Self::Of(Of::All(parts)),
            Applies::Any(parts) => Self::Of(Of::Any(parts)),
            Applies::Not(part) => Self::Of(Of::Not(part)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(json: &str) -> Applies {
        serde_json::from_str(json).unwrap()
    }

    /// y is known to be so, n known not to be, everything else unknown.
    fn known(attribute: &AttributeId) -> Option<bool> {
        match attribute.as_str() {
            "y" => Some(true),
            "n" => Some(false),
            _ => None,
        }
    }

    #[test]
    fn unknown_stays_unknown_unless_the_known_parts_decide_it() {
        for (json, value) in [
            (r#""y""#, Some(true)),
            (r#""n""#, Some(false)),
            (r#""u""#, None),
            (r#"{"not":"u"}"#, None),
            (r#"{"not":"n"}"#, Some(true)),
            (r#"{"all":["y","u"]}"#, None),
            (r#"{"all":["u","n"]}"#, Some(false)),
            (r#"{"any":["u","y"]}"#, Some(true)),
            (r#"{"any":["u","n"]}"#, None),
            (r#"{"any":["n",{"all":["y",{"not":"y"}]}]}"#, Some(false)),
        ] {
            let applies = read(json);
            assert_eq!(applies.value(&known), value, "{json}");
            assert_eq!(applies.applies(&known), value != Some(false), "{json}");
            assert_eq!(serde_json::to_string(&applies).unwrap(), json);
        }
    }

    #[test]
    fn anything_else_is_no_expression() {
        for bad in [
            r#"{"all":["y"],"any":["y"]}"#,
            r#"{"none":[]}"#,
            "3",
            r#""a b""#,
            r#"["y"]"#,
        ] {
            assert!(serde_json::from_str::<Applies>(bad).is_err(), "{bad}");
        }
    }
}
