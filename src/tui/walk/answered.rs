//! Going to the first answer of a value: to its check, its site and its source.

use super::Walk;
use crate::domain::pack::Pack;
use crate::domain::survey::answers::{AnswerValue, Cell, CheckKey};
use crate::domain::survey::visit::{Given, Visit};

impl Walk {
    /// Goes to a check: to the first answer of this value, in the order of the sources, if there
    /// is one.
    pub fn go_to_first(
        &mut self,
        pack: &Pack,
        visit: &Visit,
        check: &CheckKey,
        value: AnswerValue,
    ) {
        let given = visit.given(check).iter();
        let given = given.filter(|given| given.answer.value == value);
        let place = |given: &&Given| {
            let mut sources = visit.sources.iter();
            sources.position(|source| Some(&source.id) == given.source.as_ref())
        };
        match given.min_by_key(place) {
            None => self.go_to(pack, visit, check),
            Some(given) => {
                let cell = Cell {
                    check: check.clone(),
                    site: given.site.clone(),
                    source: given.source.clone(),
                };
                self.go_to_answer(pack, visit, &cell);
            }
        }
    }
}
