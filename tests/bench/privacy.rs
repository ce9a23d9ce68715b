//! How well the identifier guard does on the snippets of tests/privacy: recall and precision of
//! each half, and what it gets wrong. `cargo bench --bench privacy`, or one half by its name:
//! `cargo bench --bench privacy -- tuning`. With `--figures` it names nothing, so that the held-out
//! half stays unseen while rules are tuned.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "../privacy/corpus.rs"]
mod corpus;

use corpus::{HALVES, Half, Outcome, Snippet};
use onsite::domain::privacy::identifiers::Kind;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|held| held == word);
    let all = !HALVES.iter().any(|half| has(half));
    for name in HALVES {
        if all || has(name) {
            let half = Half::read(name);
            let outcome = half.outcome();
            figures(name, &outcome);
            if !has("--figures") {
                list(&outcome);
            }
        }
    }
}

fn figures(name: &str, outcome: &Outcome<'_>) {
    let found = outcome.strong - outcome.missed.len();
    println!("{name}");
    println!(
        "  stops what it must       recall    {:.3}  ({found} of {}, {} of them under another name)",
        outcome.recall(),
        outcome.strong,
        outcome.misnamed.len(),
    );
    println!(
        "  stops nothing else       precision {:.3}  ({} of {} harmless ones stopped)",
        outcome.precision(),
        outcome.blocked.len(),
        outcome.harmless,
    );
    println!(
        "  warns where it is due    recall    {:.3}  ({} of {})",
        outcome.warning_recall(),
        outcome.weak - outcome.unwarned.len(),
        outcome.weak,
    );
    println!(
        "  warns for nothing                         ({} of {} harmless ones)",
        outcome.warned.len(),
        outcome.harmless,
    );
}

fn list(outcome: &Outcome<'_>) {
    let line = |what: &str, snippet: &Snippet, kinds: &[Kind]| {
        let (place, text) = (snippet.place, &snippet.text);
        println!(
            "  {what:<8} line {:>3} {place:?}: {text} {kinds:?}",
            snippet.line
        );
    };
    for snippet in &outcome.missed {
        line("missed", snippet, &[]);
    }
    for (snippet, kinds) in &outcome.blocked {
        line("blocked", snippet, kinds);
    }
    for (snippet, kinds) in &outcome.misnamed {
        line("misnamed", snippet, kinds);
    }
    for snippet in &outcome.unwarned {
        line("unwarned", snippet, &[]);
    }
    for (snippet, kinds) in &outcome.warned {
        line("warned", snippet, kinds);
    }
}
