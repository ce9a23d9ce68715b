//! The identifier guard: finds what might identify a patient in typed text.
//!
//! It is an aid, not a proof: names slip through. A [`Hit`] holds where and what kind, never
//! the text itself, so that nothing found here can end in a log, a message or a dump.
//! Who is asked, warned or stopped is decided elsewhere. RULES.md, Identifiers.

mod dates;
mod numbers;
mod people;
mod tokens;

use chrono::NaiveDate;
use std::ops::Range;
use tokens::Tokens;

/// What a piece of text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A social security number.
    SocialSecurity,
    /// An e-mail address.
    Email,
    /// A telephone or fax number.
    Phone,
    /// The number of a medical record, chart, account or insurance.
    RecordNumber,
    /// A date of birth.
    BirthDate,
    /// A name on the list of names heard today.
    NameHeard,
    /// A full date.
    Date,
    /// A long row of digits.
    LongNumber,
    /// A day without its year.
    DayAndMonth,
    /// A person's name after a title.
    PersonName,
    /// An age of 90 or more.
    HighAge,
    /// A house number and street.
    Street,
}

impl Kind {
    /// What it looks like, for the screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::SocialSecurity => "a social security number",
            Self::Email => "an e-mail address",
            Self::Phone => "a telephone number",
            Self::RecordNumber => "a record, account or insurance number",
            Self::BirthDate => "a date of birth",
            Self::NameHeard => "a name heard today",
            Self::Date => "a full date",
            Self::LongNumber => "a long number",
            Self::DayAndMonth => "a day and month",
            Self::PersonName => "a person's name",
            Self::HighAge => "an age of 90 or more",
            Self::Street => "a street address",
        }
    }

    /// What to write instead.
    pub fn instead(self) -> &'static str {
        match self {
            Self::Date | Self::DayAndMonth | Self::BirthDate => {
                "Write the cycle and day, or how long before, such as \"within 60 days\"."
            }
            Self::NameHeard | Self::PersonName => {
                "Write the record (R01) or the role and letter (RN-A)."
            }
            Self::HighAge => "Write \"adult\", or leave the age out.",
            Self::SocialSecurity
            | Self::Email
            | Self::Phone
            | Self::RecordNumber
            | Self::LongNumber
            | Self::Street => "Leave it out; the record's number here (R01) is enough.",
        }
    }

    /// Whether a hit of this kind stops the signing or only warns.
    pub fn strength(self) -> Strength {
        match self {
            Self::SocialSecurity
            | Self::Email
            | Self::Phone
            | Self::RecordNumber
            | Self::BirthDate
            | Self::NameHeard
            | Self::Date
            | Self::LongNumber => Strength::Strong,
            Self::DayAndMonth | Self::PersonName | Self::HighAge | Self::Street => Strength::Weak,
        }
    }
}

/// Whether a hit stops the signing or only warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Warns.
    Weak,
    /// Stops until it is redacted or justified.
    Strong,
}

/// What a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surroundings {
    /// A patient record: its description, or a note about one.
    Chart,
    /// A quick note that belongs to nothing yet.
    Loose,
    /// Anything else. Dates and long numbers are usual there: expiry dates, lot numbers,
    /// versions of policies.
    Elsewhere,
}

impl Surroundings {
    fn is_near_patients(self) -> bool {
        matches!(self, Self::Chart | Self::Loose)
    }
}

/// Something found: where (bytes of the text) and what kind. Never the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where in the text, in bytes; always at borders of characters.
    pub span: Range<usize>,
    /// What it looks like.
    pub kind: Kind,
}

impl Hit {
    /// Whether it stops the signing or only warns.
    pub fn strength(&self) -> Strength {
        self.kind.strength()
    }
}

/// What the guard knows beside the text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What the text belongs to.
    pub place: Surroundings,
    /// The days of the visit: they say nothing about a patient.
    pub visit_days: &'a [NaiveDate],
    /// Names heard today, as typed into the local list.
    pub names_heard: &'a [String],
}

impl Context<'static> {
    /// A context without visit days and names.
    pub fn of(place: Surroundings) -> Self {
        Self {
            place,
            visit_days: &[],
            names_heard: &[],
        }
    }
}

/// Finds what might identify someone: in order of place, without overlaps.
pub fn scan(text: &str, context: &Context<'_>) -> Vec<Hit> {
    let tokens = Tokens::of(text);
    let mut hits = Vec::new();
    for at in 0..tokens.len() {
        let found = numbers::social_security(&tokens, at)
            .or_else(|| people::email(&tokens, at))
            .or_else(|| numbers::phone(&tokens, at))
            .or_else(|| numbers::labelled(&tokens, at))
            .or_else(|| people::heard(&tokens, at, context.names_heard))
            .or_else(|| people::after_title(&tokens, at))
            .or_else(|| people::high_age(&tokens, at))
            .or_else(|| people::street(&tokens, at))
            .or_else(|| near_patients(&tokens, at, context));
        if let Some((kind, last)) = found {
            hits.push(Hit {
                span: tokens.start(at)..tokens.end(last),
                kind,
            });
        }
    }
    without_overlaps(hits)
}

/// Says whether anything found stops the signing.
pub fn stops(hits: &[Hit]) -> bool {
    hits.iter().any(|hit| hit.strength() == Strength::Strong)
}

fn near_patients(tokens: &Tokens<'_>, at: usize, context: &Context<'_>) -> Option<(Kind, usize)> {
    if !context.place.is_near_patients() {
        return None;
    }
    dates::date(tokens, at, context.visit_days).or_else(|| numbers::long(tokens, at))
}

/// Of hits that overlap, the strong one stays, then the longer, then the earlier.
fn without_overlaps(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| {
        let length = hit.span.end - hit.span.start;
        (
            std::cmp::Reverse(hit.strength()),
            std::cmp::Reverse(length),
            hit.span.start,
        )
    });
    let mut kept: std::collections::BTreeMap<usize, Hit> = std::collections::BTreeMap::new();
    for hit in hits {
        let before = kept.range(..hit.span.end).next_back();
        if before.is_none_or(|(_, other)| other.span.end <= hit.span.start) {
            kept.insert(hit.span.start, hit);
        }
    }
    kept.into_values().collect()
}

#[cfg(test)]
mod tests;
