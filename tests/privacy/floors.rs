//! Recall and precision that may not fall. The figures themselves, and what is missed, are printed
//! by `cargo bench --bench privacy`.

use crate::corpus::{HALVES, Half};

/// Of what must stop the signing, the share that does, on the held-out half.
const RECALL: f64 = 0.95;

/// Of what stops the signing, the share that must, on the held-out half.
const PRECISION: f64 = 0.97;

/// Of what is worth a warning, the share that gives one, on the held-out half.
const WARNINGS: f64 = 0.90;

/// Of what identifies nobody, the share that may give a needless warning.
const NEEDLESS: f64 = 0.02;

#[test]
fn the_held_out_half_is_held() {
    let half = Half::read("held-out");
    let outcome = half.outcome();
    assert!(outcome.recall() >= RECALL, "recall {:.3}", outcome.recall());
    let precision = outcome.precision();
    assert!(precision >= PRECISION, "precision {precision:.3}");
    let warnings = outcome.warning_recall();
    assert!(warnings >= WARNINGS, "warnings {warnings:.3}");
    let most = NEEDLESS * f64::from(u32::try_from(outcome.harmless).unwrap());
    let needless = f64::from(u32::try_from(outcome.warned.len()).unwrap());
    assert!(needless <= most, "{needless} needless warnings");
}

#[test]
fn what_is_stopped_is_called_what_it_is() {
    for name in HALVES {
        let half = Half::read(name);
        let outcome = half.outcome();
        let wrong = outcome.misnamed.len() * 50;
        assert!(
            wrong <= outcome.strong,
            "{name}: {}",
            outcome.misnamed.len()
        );
    }
}

#[test]
fn there_are_enough_of_both_sorts_and_none_twice() {
    let mut seen = std::collections::BTreeSet::new();
    let mut sorts = [0, 0];
    for name in HALVES {
        let half = Half::read(name);
        let outcome = half.outcome();
        assert!(outcome.strong >= 200 && outcome.harmless >= 200, "{name}");
        sorts = [sorts[0] + outcome.strong, sorts[1] + outcome.harmless];
        for snippet in half.snippets() {
            let again = !seen.insert((snippet.text.clone(), format!("{:?}", snippet.place)));
            assert!(!again, "{name}, line {}: {}", snippet.line, snippet.text);
        }
    }
    assert!(sorts.iter().all(|count| *count >= 400), "{sorts:?}");
}
