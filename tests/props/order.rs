//! Verdicts do not depend on the order of entry: the same sources and answers, entered in any
//! order and with slips on the way, come to the same verdicts.

use crate::packs::any_pack;
use crate::world::{SITES, World, answer, cell, details, source_id};
use onsite::domain::pack::{Method, Need, Pack};
use onsite::domain::survey::answers::{AnswerValue, Cell};
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::readiness;
use onsite::domain::survey::sources::{Sites, SourceKind};
use onsite::domain::survey::verdicts::{self, Board};
use onsite::domain::values::ids::{AttributeId, SiteId};
use proptest::prelude::*;

/// A source by number: eight of them, two for each method, some at one site only.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Looked {
    number: usize,
    at: usize,
    oral: Option<bool>,
}

impl Looked {
    fn method(self) -> Method {
        Method::ALL[self.number % 4]
    }

    fn sites(self) -> Sites {
        match SITES.get(self.at) {
            Some(site) => Sites::Only(vec![SiteId::new(site).unwrap()]),
            None => Sites::All,
        }
    }

    fn act(self) -> Act {
        let mut details = details(self.method(), &format!("L{}", self.number), self.sites());
        if let SourceKind::Record { is, is_not, .. } = &mut details.kind {
            match self.oral {
                Some(true) => is.push(AttributeId::new("oral").unwrap()),
                Some(false) => is_not.push(AttributeId::new("oral").unwrap()),
                None => {}
            }
        }
        Act::AddSource {
            source: source_id(&format!("s{}", self.number)),
            details,
        }
    }
}

/// Every cell that the pack and the sources have, at sources and at the whole.
fn cells(pack: &Pack, sources: &[Looked]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (_, element) in pack.elements() {
        for method in element.checks.methods() {
            let fitting = sources.iter().filter(|looked| looked.method() == method);
            let names: Vec<String> = fitting.map(|held| format!("s{}", held.number)).collect();
            let names = names.iter().map(|name| Some(name.as_str()));
            for source in names.chain([None]) {
                for site in SITES {
                    cells.push(cell(element.id.as_str(), method, Some(site), source));
                }
                if method == Method::Policy {
                    cells.push(cell(element.id.as_str(), method, None, source));
                }
            }
        }
    }
    cells
}

type Answers = Vec<(Cell, AnswerValue)>;

/// Enters everything in the order given; every third answer is first given wrongly.
fn enter(pack: &Pack, sources: &[Looked], answers: &Answers, slips: bool) -> World {
    let mut world = World::new(pack.clone());
    for looked in sources {
        world.act(0, looked.act()).unwrap();
    }
    for (place, (cell, value)) in answers.iter().enumerate() {
        let give = |value: Option<AnswerValue>| Act::Answer {
            cell: cell.clone(),
            answer: value.map(answer),
        };
        if slips && place.is_multiple_of(3) {
            let wrong = AnswerValue::ALL[place % 4];
            let _ = world.act(0, give(Some(wrong)));
            if place.is_multiple_of(2) {
                let _ = world.act(1, give(None));
            }
        }
        // A cell of a source at another site, or a record of another kind, is refused alike.
        let _ = world.act(place % 2, give(Some(*value)));
    }
    world
}

/// The same things in two orders.
#[derive(Clone, Debug)]
struct Twice {
    pack: Pack,
    sources: [Vec<Looked>; 2],
    answers: [Answers; 2],
}

fn looked() -> impl Strategy<Value = Vec<Looked>> {
    let one = (0..4_usize, prop::option::of(any::<bool>()));
    prop::collection::vec(one, 8).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(number, (at, oral))| Looked { number, at, oral })
            .collect()
    })
}

fn twice() -> impl Strategy<Value = Twice> {
    (any_pack(), looked())
        .prop_flat_map(|(pack, sources)| {
            let cells = cells(&pack, &sources);
            let values = prop::collection::vec(0..8_usize, cells.len());
            (Just((pack, sources, cells)), values)
        })
        .prop_flat_map(|((pack, sources, cells), values)| {
            // Half the cells stay blank.
            let given: Answers = cells
                .into_iter()
                .zip(values)
                .filter_map(|(cell, value)| Some((cell, *AnswerValue::ALL.get(value)?)))
                // Nothing is met where nothing was looked at.
                .filter(|(cell, value)| cell.source.is_some() || *value != AnswerValue::Met)
                .collect();
            (
                Just((pack, sources.clone(), given.clone())),
                Just(sources).prop_shuffle(),
                Just(given).prop_shuffle(),
            )
        })
        .prop_map(
            |((pack, sources, answers), more_sources, more_answers)| Twice {
                pack,
                sources: [sources, more_sources],
                answers: [answers, more_answers],
            },
        )
}

proptest! {
    #![proptest_config(crate::cases(96))]

    #[test]
    fn verdicts_do_not_depend_on_the_order_of_entry(twice in twice()) {
        let Twice { pack, sources, answers } = twice;
        let one = enter(&pack, &sources[0], &answers[0], false);
        let other = enter(&pack, &sources[1], &answers[1], true);
        prop_assert_eq!(one.visit().answer_count(), other.visit().answer_count());
        prop_assert_eq!(&one.file.board, &other.file.board);
        prop_assert_eq!(&other.file.board, &Board::of(other.visit(), &pack));
        for (standard, element) in pack.elements() {
            let judged = |world: &World| verdicts::element(world.visit(), &pack, standard, element);
            prop_assert_eq!(judged(&one), judged(&other));
            for method in element.checks.methods() {
                let judged =
                    |world: &World| verdicts::check(world.visit(), &pack, standard, element, method);
                prop_assert_eq!(judged(&one), judged(&other));
            }
        }
    }

    /// A supporting check that could not be assessed leaves everything as a blank one does.
    #[test]
    fn a_supporting_look_that_failed_worsens_nothing(twice in twice()) {
        let Twice { pack, sources, answers } = twice;
        let world = enter(&pack, &sources[0], &answers[0], false);
        let mut blank = world.clone();
        let mut unseen = Vec::new();
        for (check, given) in world.visit().answers.iter() {
            let element = pack.element(&check.element).unwrap();
            let failed = given.iter().filter(|held| {
                element.checks.need(check.method) == Some(Need::Supporting)
                    && held.answer.value == AnswerValue::CouldNotAssess
            });
            unseen.extend(failed.map(|held| Cell {
                check: check.clone(),
                site: held.site.clone(),
                source: held.source.clone(),
            }));
        }
        for cell in unseen {
            blank.act(0, Act::Answer { cell, answer: None }).unwrap();
        }
        for (standard, element) in pack.elements() {
            let judged = |world: &World| verdicts::element(world.visit(), &pack, standard, element);
            prop_assert_eq!(judged(&world), judged(&blank));
        }
        for (with, without) in world.file.board.iter().zip(blank.file.board.iter()) {
            prop_assert_eq!((with.level, with.open), (without.level, without.open));
        }
    }

    /// Nothing counts toward a minimum at which nothing was answered.
    #[test]
    fn samples_are_what_was_answered(twice in twice()) {
        let Twice { pack, sources, answers } = twice;
        let world = enter(&pack, &sources[0], &answers[0], false);
        for state in readiness::sample_states(world.visit(), &pack) {
            let of_kind = world.visit().sources.iter().filter(|source| {
                let kind = &source.details.kind;
                let site = state.key.site.as_ref();
                (kind.method(), kind.sample_kind()) == (state.key.method, state.key.kind.as_str())
                    && site.is_none_or(|site| source.details.sites.include(site))
            });
            let (answered, blank): (Vec<_>, Vec<_>) = of_kind.partition(|source| {
                world.visit().answers.values().flatten().any(|given| {
                    let site = state.key.site.as_ref();
                    given.source.as_ref() == Some(&source.id)
                        && site.is_none_or(|site| world.visit().counts_at(given, site))
                })
            });
            prop_assert_eq!((state.reached, state.blank), (answered.len(), blank.len()));
        }
    }

    #[test]
    fn counts_add_up(twice in twice()) {
        let Twice { pack, sources, answers } = twice;
        let world = enter(&pack, &sources[0], &answers[0], false);
        let board = &world.file.board;
        prop_assert_eq!(board.open(), board.iter().map(|verdict| verdict.open).sum::<usize>());
        for (standard, verdict) in pack.standards.iter().zip(board.iter()) {
            let open: usize = standard
                .elements
                .iter()
                .map(|element| verdicts::element(world.visit(), &pack, standard, element).open)
                .sum();
            prop_assert_eq!(verdict.open, open);
            let methods = verdict.methods.iter().flatten();
            prop_assert_eq!(verdict.open, methods.map(|method| method.open).sum::<usize>());
            // Something is suggested as soon as nothing is open.
            prop_assert!(verdict.open > 0 || verdict.level.is_some());
        }
    }
}
