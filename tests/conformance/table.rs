//! How far a reader agrees with what is expected, rule by rule.

use crate::catalog::Case;
use crate::readers::Found;
use std::collections::BTreeMap;

/// One case with what was expected and what was found.
#[derive(Clone, Debug)]
pub struct Row {
    rule: &'static str,
    name: String,
    expected: Found,
    found: Found,
}

impl Row {
    pub fn new(case: &Case, expected: Found, found: Found) -> Self {
        Self {
            rule: case.rule,
            name: case.name.clone(),
            expected,
            found,
        }
    }

    fn agrees(&self) -> bool {
        self.expected == self.found || self.found == Found::NotLooked
    }
}

/// Prints the table, and fails where anything differs.
pub fn table(reader: &str, rows: &[Row]) {
    let mut rules: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for row in rows {
        let counts = rules.entry(row.rule).or_default();
        counts[0] += 1;
        counts[1] += usize::from(row.agrees() && row.found != Found::NotLooked);
        counts[2] += usize::from(row.found == Found::NotLooked);
        counts[3] += usize::from(!row.agrees());
    }
    println!(
        "{reader:<24} {:>6} {:>7} {:>11} {:>8}",
        "cases", "agrees", "not looked", "differs"
    );
    let mut total = [0; 4];
    for (rule, counts) in &rules {
        let [cases, agrees, unseen, differs] = counts;
        println!("{rule:<24} {cases:>6} {agrees:>7} {unseen:>11} {differs:>8}");
        for (sum, count) in total.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    let [cases, agrees, unseen, differs] = total;
    println!(
        "{:<24} {cases:>6} {agrees:>7} {unseen:>11} {differs:>8}",
        "all"
    );
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| !row.agrees())
        .map(|row| {
            format!(
                "{}\n  expected {:?}\n  found    {:?}",
                row.name, row.expected, row.found
            )
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
