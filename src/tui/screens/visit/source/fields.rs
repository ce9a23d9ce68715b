//! The fields of the form that describes a source: all there are, in order, with what each asks
//! and offers. Which of them show and what they come to is in [`super::draft`].

use super::offer::Offer;
use crate::domain::pack::{Attribute, Method};
use crate::domain::survey::guarded::place_of;
use crate::domain::survey::sources::ChosenBy;
use crate::tui::survey::OpenCase;
use crate::tui::widgets::form::{Field, Form, line};
use crate::tui::widgets::warning::Typed;

/// What a field is for. Sites are counted as in the visit, qualities as in the pack.
#[rustfmt::skip]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) enum Slot {
    /// Which of the offers it is.
    Kind,
    /// The title of a paper.
    Title,
    Person,
    /// One site; one more is all of them, two more those that are ticked.
    Sites,
    Site(usize),
    ChosenBy, ChosenHow,
    /// The Standards that a record is read for; empty is all.
    Standards,
    /// A few words on what is no paper.
    Words,
    /// Another time than now.
    SeenAt,
    Place, Label,
    Quality(usize),
}

/// Who may have chosen a record, as it is offered.
pub(super) fn ways() -> [Option<ChosenBy>; 4] {
    let [first, second, third] = ChosenBy::ALL.map(Some);
    [None, first, second, third]
}

/// What may be known of a quality, as it is offered: a check that depends on it applies until it
/// is known not to.
pub(super) const KNOWN: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// The form with nothing filled in. Who is offered as the person follows from the role.
pub(super) fn form(open: OpenCase<'_>, method: Method, offers: &[Offer]) -> Form<Slot> {
    #[rustfmt::skip]
    let (asked, help) = match method {
        Method::Policy => ("Uploaded before", "Sent by the practice before the visit and not added yet."),
        Method::Record => ("Kind of chart or record", ""),
        Method::Interview => ("Role", ""),
        Method::Observation => ("What you watched", ""),
    };
    let kind = Field::one(asked, offers.iter().map(|offer| &offer.title), 0).with_help(help);
    let person = Field::one("Person", [""; 0], 0)
        .with_help("One label stays with one person everywhere in the visit; never a name.");
    let facts = open.facts();
    let names: Vec<String> = open.visit.sites.iter().map(|id| facts.site(id)).collect();
    let more = ["All sites", "Several of them"].into_iter();
    let more = more.take(if names.len() > 2 { 2 } else { 1 });
    let sites = names.iter().map(String::as_str).chain(more);
    let ways = ways().map(|way| way.map_or("Not said", ChosenBy::title));
    #[rustfmt::skip]
    let (before, after) = ([
        (Slot::Kind, kind.numbered()),
        line(Slot::Title, "Title", "As on the paper, with version and section: NUR-12 Giving, version 4, 4.2"),
        (Slot::Person, person.numbered()),
        (Slot::Sites, Field::one("Site", sites, 0).numbered()),
    ], [
        (Slot::ChosenBy, Field::one("Chosen by", ways, 0).numbered()),
        line(Slot::ChosenHow, "How it was chosen", "Such as: every fifth of last month's treatment list"),
        line(Slot::Standards, "Only for Standards", "Empty: read in full, for all. Else numbers, such as 3.12, 3.13"),
        line(Slot::Words, "In a few words", "If it helps you; goes in the report. No names, no dates, no numbers."),
        line(Slot::SeenAt, "Seen at", "Empty: now. Else 14:05 for today, or 2026-01-14 14:05"),
        line(Slot::Place, "Place", "The room or area, such as chair 4"),
        line(Slot::Label, "Label", "Letters and digits, such as R01"),
    ]);
    let (before, after) = (before.map(guarded(method)), after.map(guarded(method)));
    let each = names.iter().enumerate();
    let each = each.map(|(place, name)| {
        let field = Field::tick(&format!("  at {name}"), false);
        (Slot::Site(place), field)
    });
    let qualities = open.pack.qualities().enumerate().map(quality);
    let fields = before.into_iter().chain(each).chain(after);
    Form::new(fields.chain(qualities))
}

/// What the guard takes a field for: words about a chart are looked at more closely, and when
/// something was seen is no date of a patient.
fn guarded(method: Method) -> impl Fn((Slot, Field)) -> (Slot, Field) {
    move |(slot, field)| {
        let typed = match slot {
            Slot::Label => Typed::Label,
            Slot::SeenAt | Slot::Standards => Typed::Elsewhere,
            _ => Typed::Words(place_of(method)),
        };
        (slot, field.guarded_as(typed))
    }
}

fn quality((place, quality): (usize, &Attribute)) -> (Slot, Field) {
    let help = if quality.scope.is_service() {
        &quality.title
    } else {
        &quality.question
    };
    let words = KNOWN.map(|known| match known {
        None => "not known, so it applies",
        Some(true) => "yes",
        Some(false) => "no",
    });
    let field = Field::one(&quality.title, words, 0).with_help(help);
    (Slot::Quality(place), field.numbered())
}

/// Whom it may have been, each with words: labels only, so that no name can be written. An
/// interview is with one of a role, a new one first; elsewhere it may be nobody.
pub(super) fn people(open: OpenCase<'_>, role: Option<&str>) -> Vec<(Option<String>, String)> {
    let new = |role: &str| {
        let person = open.survey.next_person(role);
        let words = format!("{person} (new)");
        (Some(person), words)
    };
    let mut met = open.visit.people();
    let role_first = role.map(|role| format!("{role}-")).unwrap_or_default();
    met.sort_by_key(|(person, _)| !person.starts_with(&role_first));
    let met = met.into_iter().map(|(person, labels)| {
        let words = format!("{person} ({})", labels.join(", "));
        (Some(person.to_owned()), words)
    });
    let mut people: Vec<_> = met.collect();
    match role {
        Some(role) => people.insert(0, new(role)),
        None => {
            people.insert(0, (None, "nobody noted".to_owned()));
            people.extend(open.pack.roles.iter().map(|role| new(&role.label)));
        }
    }
    people
}
