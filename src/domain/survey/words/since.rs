//! What words were written under: `written when 1 of 1 was not met, now 2 of 5`.

use crate::domain::pack::Method;
use crate::domain::survey::own_words::Changed;
use crate::domain::survey::verdicts::Tally;
use crate::domain::survey::visit::Basis;

/// What the answers were when the words were written, and what they are: one phrase.
pub fn since(method: Method, changed: &Changed) -> String {
    match changed {
        Changed::Answer { then, now } => format!(
            "written when the answer was {}, now {}",
            then.title(),
            now.title()
        ),
        Changed::Check { then, now } => {
            let said = stood(method, then, true);
            let same = some_not_met(then) && some_not_met(now);
            let counts = method != Method::Policy && now.at_whole.answered() == 0;
            let now = if same && counts && then.at_whole.answered() == 0 {
                let tally = &now.at_sources;
                format!("{}{}", n_of(tally), unseen(tally))
            } else {
                stood(method, now, false)
            };
            format!("written when {said}, now {now}")
        }
    }
}

fn some_not_met(basis: &Basis) -> bool {
    basis.at_sources.not_met > 0
}

fn n_of(tally: &Tally) -> String {
    super::n_of(tally.not_met, tally.arose())
}

fn unseen(tally: &Tally) -> String {
    match tally.could_not_assess {
        0 => String::new(),
        more => format!(" with {more} not assessed"),
    }
}

/// How the answers of a check stood, as a clause: `2 of 5 were not met`.
fn stood(method: Method, basis: &Basis, past: bool) -> String {
    let be = |count: usize| match (past, count) {
        (true, 1) => "was",
        (true, _) => "were",
        (false, 1) => "is",
        (false, _) => "are",
    };
    let whole = &basis.at_whole;
    let tally = &basis.at_sources;
    if whole.not_met > 0 {
        return format!("it {} not met as a whole", be(1));
    }
    match (method, tally.not_met, tally.met) {
        (Method::Policy, 0, 1..) => format!("the policy {} met", be(1)),
        (Method::Policy, 1.., 0) => format!("the policy {} not met", be(1)),
        (Method::Policy, 1.., _) => {
            format!("one document {} met and another not", be(1))
        }
        (_, 0, 1..) => format!(
            "{} {} met{}",
            super::n_of(tally.met, tally.arose()),
            be(tally.met),
            unseen(tally)
        ),
        (_, 1.., _) => format!(
            "{} {} not met{}",
            n_of(tally),
            be(tally.not_met),
            unseen(tally)
        ),
        (_, 0, 0) if tally.could_not_assess + whole.could_not_assess > 0 => {
            "it could not be assessed".to_owned()
        }
        (_, 0, 0) if tally.not_applicable + whole.not_applicable > 0 => {
            format!("it {} not applicable", be(1))
        }
        (_, 0, 0) => format!("nothing {} answered", be(1)),
    }
}
