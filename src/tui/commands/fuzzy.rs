//! Finding things by a few letters.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The places of the items that match, best first: what begins with
/// the query, then what fits it better, then the shorter. An empty query matches
/// everything in its order. Letters may be apart; words may come in any order; case and accents
/// do not matter.
pub fn rank<'a>(query: &str, items: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let items = items.into_iter().enumerate();
    let query = plain(query).to_lowercase();
    let query = query.trim();
    if query.is_empty() {
        return items.map(|(index, _)| index).collect();
    }
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(bool, Reverse<u32>, usize, usize)> = items
        .filter_map(|(index, item)| {
            let score = pattern.score(Utf32Str::new(item, &mut buffer), &mut matcher)?;
            let inside = !item.to_lowercase().starts_with(query);
            Some((inside, Reverse(score), item.len(), index))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, _, _, index)| index).collect()
}

/// The places of the items that contain every word of the query, in their order: for lists, whose
/// order means something.
pub fn filter<'a>(query: &str, items: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    items
        .into_iter()
        .enumerate()
        .filter(|(_, item)| {
            let item = item.to_lowercase();
            words.iter().all(|word| item.contains(word))
        })
        .map(|(index, _)| index)
        .collect()
}

/// The query without the signs that the matcher would take for a query language.
fn plain(query: &str) -> String {
    query
        .chars()
        .map(|c| {
            if matches!(c, '\'' | '^' | '!' | '$' | '\\') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: [&str; 4] = ["Answer met", "Answer not met", "Note to self", "Undo"];

    #[test]
    fn the_best_comes_first() {
        assert_eq!(rank("not met", ITEMS).first(), Some(&1));
        assert_eq!(rank("self note", ITEMS), [2]);
        assert_eq!(rank("UND", ITEMS), [3]);
        assert_eq!(rank("", ITEMS), [0, 1, 2, 3]);
        assert_eq!(rank("xyz", ITEMS), Vec::<usize>::new());
    }

    #[test]
    fn signs_of_a_query_language_mean_nothing() {
        assert_eq!(rank("!undo", ITEMS), [3]);
        assert_eq!(rank("^", ITEMS), [0, 1, 2, 3]);
    }

    #[test]
    fn a_filtered_list_keeps_its_order() {
        assert_eq!(filter("met ans", ITEMS), [0, 1]);
        assert_eq!(filter("", ITEMS), [0, 1, 2, 3]);
    }
}
