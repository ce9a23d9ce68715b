//! The difference of two revisions: what stood in the one and what stands in the other.
//!
//! It is found in two ways that must agree: from the changes that the journal holds, and from the
//! two visits as their own files say them.

use super::{Change, Changes, Said, Subject};
use crate::domain::survey::answers::Cell;
use crate::domain::survey::visit::Visit;
use std::collections::BTreeMap;

/// One subject of which another thing is said than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference<'a> {
    /// What it is about.
    pub subject: Subject,
    /// What was said; nothing where nothing was.
    pub was: Option<Said<'a>>,
    /// What is said; nothing where it was taken back.
    pub now: Option<Said<'a>>,
}

/// What these changes come to, ascending by subject: what was changed and changed back is left
/// out, and so are words that were only kept, which stayed what they were.
pub fn net<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Vec<Difference<'a>> {
    let mut ends: BTreeMap<&Subject, (Option<Said<'a>>, Option<Said<'a>>)> = BTreeMap::new();
    let said = |change: &&Change| !matches!(change.subject, Subject::Kept(_));
    for change in changes.into_iter().filter(said) {
        let (_, now) = ends
            .entry(&change.subject)
            .or_insert_with(|| (change.was(), None));
        *now = change.now();
    }
    let ends = ends.into_iter().filter(|(_, (was, now))| was != now);
    ends.map(|(subject, (was, now))| Difference {
        subject: subject.clone(),
        was,
        now,
    })
    .collect()
}

/// What is said otherwise in `after` than in `before`, ascending by subject.
pub fn visits<'a>(before: &'a Visit, after: &'a Visit) -> Vec<Difference<'a>> {
    let mut ends: BTreeMap<Subject, (Option<Said<'a>>, Option<Said<'a>>)> = BTreeMap::new();
    for (subject, said) in everything(before) {
        ends.entry(subject).or_default().0 = Some(said);
    }
    for (subject, said) in everything(after) {
        ends.entry(subject).or_default().1 = Some(said);
    }
    let ends = ends.into_iter().filter(|(_, (was, now))| was != now);
    ends.map(|(subject, (was, now))| Difference { subject, was, now })
        .collect()
}

/// What a later revision of a visit changes, found in both ways.
///
/// # Errors
/// What the journal and the two visits say differently, ascending.
pub fn compare<'a>(
    before: &'a Visit,
    after: &'a Visit,
    changes: &'a Changes,
) -> Result<Vec<Difference<'a>>, Vec<Subject>> {
    let later = changes.of_visit(&after.id);
    let from_journal = net(later.filter(|change| change.revision > before.revision()));
    let from_visits = visits(before, after);
    if from_journal == from_visits {
        return Ok(from_visits);
    }
    let unlike = |one: &[Difference<'a>], other: &[Difference<'a>]| -> Vec<Subject> {
        let alone = one.iter().filter(|held| !other.contains(held));
        alone.map(|held| held.subject.clone()).collect()
    };
    let mut subjects = unlike(&from_journal, &from_visits);
    subjects.extend(unlike(&from_visits, &from_journal));
    subjects.sort();
    subjects.dedup();
    Err(subjects)
}

/// Everything that is followed of a visit, as it is said now.
fn everything(visit: &Visit) -> impl Iterator<Item = (Subject, Said<'_>)> {
    let services = visit.services.iter();
    let services =
        services.map(|(id, (said, _))| (Subject::Service(id.clone()), Said::Service(said)));
    let sources = visit.sources.iter().map(|source| {
        let subject = Subject::Source(source.id.clone());
        (subject, Said::Source(&source.details))
    });
    let answers = visit.answers.iter().flat_map(|(check, given)| {
        given.iter().map(move |given| {
            let cell = Cell {
                check: check.clone(),
                site: given.site.clone(),
                source: given.source.clone(),
            };
            (Subject::Answer(cell), Said::Answer(&given.answer))
        })
    });
    let notes = visit.notes.iter();
    let notes = notes.map(|(on, text)| (Subject::Note(on.clone()), Said::Note(text)));
    let explained = visit.explanations.iter();
    let explained = explained.map(|(id, held)| {
        let subject = Subject::Difference(id.clone());
        (subject, Said::Difference(held))
    });
    let samples = visit.shortfalls.iter();
    let samples = samples.map(|(key, held)| (Subject::Sample(key.clone()), Said::Sample(held)));
    let levels = visit.determinations.iter();
    let levels = levels.map(|(id, (held, _))| (Subject::Level(id.clone()), Said::Level(held)));
    services
        .chain(sources)
        .chain(answers)
        .chain(notes)
        .chain(explained)
        .chain(samples)
        .chain(levels)
}
