//! The identifier guard: finds what might identify a patient in typed text.
//!
//! It is an aid, not a proof: names slip through. A [`Hit`] holds where and what kind, never
//! the text itself, so that nothing found here can end in a log, a message or a dump.
//! Who is asked, warned or stopped is decided elsewhere. RULES.md, Identifiers.

mod amounts;
mod birth;
mod dates;
mod long;
mod names;
mod people;
mod phones;
mod phrases;
mod records;
mod social;
mod things;
mod tokens;

pub use names::{LONGEST_NAME, MOST_NAMES, NamesHeard, NotAName};

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
            Self::RecordNumber => "a record, account, insurance or license number",
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

/// What is said of something that seems to identify somebody, in the same words while it is typed
/// and in What's left. `place` is where it stands: `here`, `in the note of 3.12.4 Records`.
pub fn looks_like(place: &str, kinds: &[Kind]) -> String {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
    let kinds = kinds.join(" and ");
    format!("Something {place} looks like {kinds}.")
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
    /// Names heard today, from the list on this laptop.
    pub names_heard: &'a NamesHeard,
}

impl Context<'static> {
    /// A context without visit days and names.
    pub fn of(place: Surroundings) -> Self {
        const NOBODY: &NamesHeard = &NamesHeard::none();
        Self {
            place,
            visit_days: &[],
            names_heard: NOBODY,
        }
    }
}

/// What was found, from the token one stands on to the one named here.
type Found = Option<(Kind, usize)>;

/// Finds what might identify someone: in order of place, without overlaps. The time it takes grows
/// with the length of the text and with the number of names heard, not with what is written.
pub fn scan(text: &str, context: &Context<'_>) -> Vec<Hit> {
    let tokens = Tokens::of(text);
    without_overlaps(found(&tokens, context))
}

fn found(tokens: &Tokens<'_>, context: &Context<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for at in 0..tokens.len() {
        let found = [
            social::social_security(tokens, at),
            people::email(tokens, at),
            phones::phone(tokens, at),
            birth::birth_date(tokens, at, context.visit_days),
            records::record_number(tokens, at),
            names::heard(tokens, at, context.names_heard),
            people::after_title(tokens, at),
            people::after_word_name(tokens, at),
            people::high_age(tokens, at),
            people::street(tokens, at),
            near_patients(tokens, at, context),
        ];
        hits.extend(found.into_iter().flatten().map(|(kind, last)| Hit {
            span: tokens.start(at)..tokens.end(last),
            kind,
        }));
    }
    hits
}

/// Says whether anything found stops the signing.
pub fn stops(hits: &[Hit]) -> bool {
    hits.iter().any(|hit| hit.strength() == Strength::Strong)
}

fn near_patients(tokens: &Tokens<'_>, at: usize, context: &Context<'_>) -> Found {
    if !context.place.is_near_patients() {
        return None;
    }
    dates::date(tokens, at, context.visit_days).or_else(|| long::long_number(tokens, at))
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
