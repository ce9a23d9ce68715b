//! Labels of sources and people. A label is a code by construction (R01, RN-A), which can identify
//! nobody, or words of one's own, which must pass the guard like any text.

use super::identifiers::{self, Context, Kind, Strength, Surroundings};

/// What a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A beginning that the Standards edition hands out, and a count: R01, D3, RN-A.
    Code,
    /// Anything else.
    OwnWords,
}

/// The longest count in a code: two digits are usual, a large log may need three.
const LONGEST_COUNT: usize = 3;

/// What a label is, given the beginnings that are handed out (`R`, `RN`, `D`).
///
/// A code is a beginning with a number of up to three digits, or with a dash and up to two
/// capitals. A beginning that nobody handed out may be somebody's initials, and a longer number
/// may be a record's, so neither is a code.
pub fn label(label: &str, beginnings: &[&str]) -> Label {
    let mut counts = beginnings.iter().filter_map(|beginning| {
        let count = label.strip_prefix(beginning)?;
        (!beginning.is_empty()).then_some(count)
    });
    if counts.any(is_count) {
        Label::Code
    } else {
        Label::OwnWords
    }
}

/// `01`, `-A`, `-AB`.
fn is_count(count: &str) -> bool {
    let number = count.bytes().all(|byte| byte.is_ascii_digit());
    let letters = count.strip_prefix('-').is_some_and(|letters| {
        (1..=2).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    letters || (number && (1..=LONGEST_COUNT).contains(&count.len()))
}

/// What a label that is no code seems to identify somebody by; nothing where it passes the guard.
///
/// A label is looked at as closely as what is written about a chart: it stands on every page.
/// Beside what a text may not hold, a label holds no more digits than a count and a year have.
pub fn identifies(words: &str, beginnings: &[&str], context: &Context<'_>) -> Option<Kind> {
    const MOST_DIGITS: usize = 5;
    if label(words, beginnings) == Label::Code {
        return None;
    }
    // Underscores and points stand for spaces in a label: nobody can type a space there.
    let spaced = words.replace(['_', '.'], " ");
    let strong = [words, &spaced].into_iter().find_map(|words| {
        let near = Context {
            place: Surroundings::Chart,
            ..*context
        };
        let hits = identifiers::scan(words, &near);
        hits.into_iter()
            .map(|hit| hit.kind)
            .find(|kind| kind.strength() == Strength::Strong)
    });
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    strong.or_else(|| (digits > MOST_DIGITS).then_some(Kind::LongNumber))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::privacy::identifiers::NamesHeard;

    const BEGINNINGS: [&str; 7] = ["R", "F", "L", "RN", "MD", "D", "O"];

    #[test]
    fn what_is_handed_out_is_a_code() {
        for code in [
            "R01", "R1", "R117", "F02", "D3", "RN-A", "MD-B", "RN-AB", "O12", "RN01",
        ] {
            assert_eq!(label(code, &BEGINNINGS), Label::Code, "{code}");
        }
    }

    #[test]
    fn anything_else_must_pass_the_guard() {
        for words in [
            "",
            "R",
            "RN",
            "-A",
            "01",
            "r01",
            "R-01",
            "R1234",
            "JD1",
            "JD-A",
            "RN-a",
            "RN-ABC",
            "RN-A1",
            "R01a",
            "R٣",
            "Rivera",
            "RRivera",
            "R0447190",
            "R01-Rivera",
        ] {
            assert_eq!(label(words, &BEGINNINGS), Label::OwnWords, "{words}");
        }
        assert_eq!(label("01", &[""]), Label::OwnWords);
    }

    #[test]
    fn a_label_in_own_words_may_say_what_it_is_and_not_who() {
        let names: NamesHeard = ["Rivera", "O'Brien"].iter().collect();
        let context = Context {
            names_heard: &names,
            ..Context::of(Surroundings::Elsewhere)
        };
        for harmless in [
            "oral-1",
            "R2-night",
            "binder3",
            "NUR-12",
            "pharm-log-2025",
            "C1D1",
        ] {
            assert_eq!(
                identifies(harmless, &BEGINNINGS, &context),
                None,
                "{harmless}"
            );
        }
        for (words, kind) in [
            ("MRN4471902", Kind::RecordNumber),
            ("mrn_44719", Kind::RecordNumber),
            ("chart-44719", Kind::RecordNumber),
            ("pt.44719", Kind::RecordNumber),
            ("R0447190", Kind::LongNumber),
            ("JD447190", Kind::LongNumber),
            ("123-45-6789", Kind::SocialSecurity),
            ("555-123-4567", Kind::Phone),
            ("dob-3-14-61", Kind::BirthDate),
            ("2026-03-14", Kind::Date),
            ("14MAR2026", Kind::Date),
            ("Rivera", Kind::NameHeard),
            ("R01-rivera", Kind::NameHeard),
            ("rivera_1", Kind::NameHeard),
            ("obrien-2", Kind::NameHeard),
        ] {
            assert_eq!(
                identifies(words, &BEGINNINGS, &context),
                Some(kind),
                "{words}"
            );
        }
    }

    #[test]
    fn a_code_is_a_code_whatever_was_heard() {
        let names: NamesHeard = ["Rn"].iter().collect();
        let context = Context {
            names_heard: &names,
            ..Context::of(Surroundings::Chart)
        };
        assert_eq!(identifies("RN-A", &BEGINNINGS, &context), None);
    }
}
