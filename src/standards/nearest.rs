//! What somebody may have meant who wrote a word that is not known.

/// Longer words are compared no further.
const LONGEST: usize = 64;

/// What to do about a word that is not known: the known one that it nearly is, else `otherwise`.
pub(super) fn advice<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match to(written, known) {
        Some(meant) => format!("Did you mean \"{meant}\"? {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// The known word that takes the fewest slips (a letter wrong, missing, too many, or two the wrong
/// way round) to become `written`: at most one slip for three of its letters.
pub(super) fn to<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: String = written.chars().take(LONGEST).collect();
    known
        .into_iter()
        .map(|known| (strsim::osa_distance(&written, known), known))
        // Two that are equally near: always the same one of them.
        .min()
        .filter(|(slips, known)| slips * 3 <= known.chars().count())
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_two_are_seen_through_and_other_words_are_not() {
        let known = ["title", "oral", "short", "standards"];
        for (written, meant) in [
            ("tilte", Some("title")),
            ("shrt", Some("short")),
            ("Oral", Some("oral")),
            ("standrads", Some("standards")),
            ("ranks", None),
            ("", None),
        ] {
            assert_eq!(to(written, known), meant, "{written}");
        }
        assert_eq!(to("x", []), None);
        assert_eq!(to(&"standards".repeat(100_000), known), None);
    }

    #[test]
    fn the_advice_goes_on_after_the_question() {
        let said = advice("tilte", ["title"], "Otherwise delete it.");
        assert_eq!(said, "Did you mean \"title\"? Otherwise delete it.");
        assert_eq!(advice("x", ["title"], "Delete it."), "Delete it.");
    }
}
