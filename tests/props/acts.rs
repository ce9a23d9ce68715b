//! Made-up acts: numbers that become something a person could do where the case stands now.

use crate::world::{World, answer, details, site, source_id};
use onsite::domain::pack::Method;
use onsite::domain::program::packet::VisitMode;
use onsite::domain::survey::answers::*;
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::events::{Offered, ServiceSaid, Surveyor};
use onsite::domain::survey::readiness;
use onsite::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::survey::verdicts::Board;
use onsite::domain::values::ids::*;
use onsite::domain::values::text::TextId;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One step of a made-up visit, meaning what [`step`] makes of it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub kind: u8,
    pub laptop: usize,
    pub a: usize,
    pub b: usize,
    pub c: usize,
}

pub fn any_steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..40_u8, 0..2_usize, 0..64_usize, 0..64_usize, 0..64_usize);
    let step = step.prop_map(|(kind, laptop, a, b, c)| Step {
        kind,
        laptop,
        a,
        b,
        c,
    });
    prop::collection::vec(step, 1..most)
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// An act that can be undone.
    Act,
    /// Something else was written, or the program was restarted.
    Other,
    /// A rule refused it.
    Refused,
}

/// Takes a step.
pub fn take(world: &mut World, step: Step) -> Done {
    let done = |result: Result<(), _>, done| if result.is_ok() { done } else { Done::Refused };
    match step.kind {
        0..4 => done(world.undo(step.laptop), Done::Other),
        4..6 => done(world.redo(step.laptop), Done::Other),
        6 => {
            world.restart();
            Done::Other
        }
        7 if step.a < 16 && !world.visit().is_sealed() => {
            world.sign(step.laptop);
            Done::Other
        }
        8 => {
            let reason = world.text();
            done(
                world.act(step.laptop, Act::OpenRevision { reason }),
                Done::Other,
            )
        }
        _ => match act(world, step) {
            Some(act) => done(world.act(step.laptop, act), Done::Act),
            None => Done::Refused,
        },
    }
}

/// The act that a step stands for, if there is one now.
fn act(world: &mut World, step: Step) -> Option<Act> {
    let Step { kind, a, b, c, .. } = step;
    Some(match kind {
        9 => Act::WriteNote {
            on: if b.is_multiple_of(3) {
                NoteTarget::Standard(standard(world, a)?)
            } else {
                NoteTarget::Check(check(world, a)?)
            },
            text: (c > 20).then(|| world.text()),
        },
        10 => Act::ExplainDifference {
            standard: standard(world, a)?,
            explanation: (c > 20).then(|| Explanation {
                gap: Gap::ALL[b % 3],
                text: (b > 30).then(|| world.text()),
            }),
        },
        11 => {
            let states = readiness::sample_states(world.visit(), &world.pack());
            Act::ExplainShortfall {
                sample: states.get(a % states.len().max(1))?.key.clone(),
                reason: reason(world, c),
            }
        }
        12..18 => Act::AddSource {
            source: source_id(&format!("s{}", a + 64 * b)),
            details: described(world, step),
        },
        18 | 19 => Act::ChangeSource {
            source: held(world, a)?,
            details: described(world, step),
        },
        20 => Act::WithdrawSource(held(world, a)?),
        21 => Act::NameSurveyor(Surveyor {
            principal: Principal::new(["s-1", "s-2"][a % 2]).unwrap(),
            name: "TRAINING Surveyor".to_owned(),
            credential: ["RN", "RN, OCN"][b % 2].to_owned(),
        }),
        22 => Act::SetMode([VisitMode::OnSite, VisitMode::Video, VisitMode::Mixed][a % 3]),
        23 => Act::ClearConflict(a < 40),
        24 => Act::TellServices(services(step)),
        25 => Act::JustifyIdentifier {
            text: named(world, b),
            justified: a < 50,
        },
        26 => Act::Determine(vec![(standard(world, a)?, determination(world, b, c))]),
        27 | 28 => Act::Determine(suggested(world)),
        _ => answered(world, step)?,
    })
}

fn check(world: &World, number: usize) -> Option<CheckKey> {
    let pack = world.pack();
    let checks: Vec<CheckKey> = pack
        .elements()
        .flat_map(|(_, element)| {
            element.checks.methods().map(|method| CheckKey {
                element: element.id.clone(),
                method,
            })
        })
        .collect();
    checks.get(number % checks.len().max(1)).cloned()
}

fn standard(world: &World, number: usize) -> Option<StandardId> {
    let standards = &world.pack().standards;
    Some(standards[number % standards.len()].id.clone())
}

fn held(world: &World, number: usize) -> Option<SourceId> {
    let sources = &world.visit().sources;
    sources
        .iter()
        .nth(number % sources.len().max(1))
        .map(|source| source.id.clone())
}

/// A text that the case has.
fn named(world: &World, number: usize) -> TextId {
    let texts = &world.case().named_texts;
    *texts.iter().nth(number % texts.len()).unwrap()
}

fn reason(world: &mut World, number: usize) -> Option<Reason> {
    match number % 4 {
        0 => None,
        1 => Some(Reason::Typed(world.text())),
        listed => Some(Reason::Listed(listed as u16 - 1)),
    }
}

fn sites(number: usize) -> Sites {
    match number % 4 {
        0 => Sites::Only(vec![site(0)]),
        1 => Sites::Only(vec![site(1), site(0)]),
        _ => Sites::All,
    }
}

fn described(world: &mut World, Step { a, b, c, .. }: Step) -> SourceDetails {
    let method = Method::ALL[c % 4];
    let mut said = details(method, &format!("L{}", (a + b) % 24), sites(b));
    if let SourceKind::Record {
        kind,
        coverage,
        is,
        is_not,
    } = &mut said.kind
    {
        let attribute = |id: &str| AttributeId::new(id).unwrap();
        if a.is_multiple_of(5) {
            *kind = RecordKindId::new("personnel").unwrap();
        }
        if b.is_multiple_of(6) {
            *coverage = Coverage::Focused(standard(world, a).into_iter().collect());
        }
        match c % 3 {
            0 => is.push(attribute("oral")),
            1 => is_not.extend([attribute("oral"), attribute("new")]),
            _ => {}
        }
    }
    said.title = (a > 40).then(|| world.text());
    said.chosen_by = (b > 40).then_some(ChosenBy::AtRandom);
    said
}

fn services(Step { a, b, c, .. }: Step) -> BTreeMap<AttributeId, ServiceSaid> {
    let mut said = BTreeMap::new();
    let mut tell = |service: &str, offered| {
        let told_by = ["nurse", "manager"].map(|role| RoleId::new(role).unwrap());
        let told_by = told_by[..1 + b % 2].to_vec();
        let service = AttributeId::new(service).unwrap();
        said.insert(service, ServiceSaid { offered, told_by });
    };
    match a % 3 {
        0 if b > 30 => tell("oral", Offered::NotAt(vec![site(b)])),
        0 => tell("oral", Offered::Nowhere),
        1 => tell("oral", Offered::Everywhere),
        _ => {}
    }
    if c.is_multiple_of(5) {
        tell("vein", Offered::Nowhere);
    }
    said
}

/// A source or an element, sometimes one that is not there.
fn ground(world: &World, b: usize, c: usize) -> Option<Ground> {
    let sources = world.visit().sources.iter();
    match c % 3 {
        0 => None,
        1 => sources
            .map(|held| Ground::Source(held.id.clone()))
            .nth(b % 8),
        _ => Some(Ground::Element(check(world, b)?.element)),
    }
}

fn determination(world: &mut World, b: usize, c: usize) -> Option<Determination> {
    (c > 10).then(|| Determination {
        level: Level::ALL[b % 5],
        suggested: Level::FullyMet,
        reason: reason(world, c),
        rests_on: ground(world, b, c),
    })
}

/// Every Standard with nothing open at its suggested level: "accept all that agree".
fn suggested(world: &World) -> Vec<(StandardId, Option<Determination>)> {
    let pack = world.pack();
    let board = Board::of(world.visit(), &pack);
    let verdicts = pack.standards.iter().zip(board.iter());
    verdicts
        .filter(|(_, verdict)| verdict.open == 0)
        .filter_map(|(standard, verdict)| {
            let level = verdict.level?;
            let determination = Determination::as_suggested(level);
            Some((standard.id.clone(), Some(determination)))
        })
        .collect()
}

fn answered(world: &mut World, Step { a, b, c, .. }: Step) -> Option<Act> {
    let check = check(world, a)?;
    let practice = check.method == Method::Policy && !b.is_multiple_of(4);
    let fitting = world.visit().sources.iter();
    let fitting: Vec<SourceId> = fitting
        .filter(|source| source.details.kind.method() == check.method)
        .map(|source| source.id.clone())
        .collect();
    let cell = Cell {
        check,
        site: (!practice).then(|| site(b)),
        source: fitting
            .get((b / 2) % (fitting.len() + usize::from(b < 8)).max(1))
            .cloned(),
    };
    let answer = match c % 9 {
        0 => None,
        1..4 => Some(answer(AnswerValue::Met)),
        4 | 5 => Some(answer(AnswerValue::NotMet)),
        6 | 7 => Some(answer(AnswerValue::NotApplicable)),
        _ => Some(Answer::because(
            AnswerValue::CouldNotAssess,
            reason(world, b),
        )),
    };
    if c == 11 {
        let remark = Some(world.text());
        return Some(Act::Remark { cell, remark });
    }
    Some(Act::Answer { cell, answer })
}
