//! The pages of the form that sets up a visit: which fields each has, and what they offer.
//! What they come to is in `packet_form`.

use crate::domain::pack::{Attribute, Pack};
use crate::domain::privacy::identifiers::{self, Context, Strength, Surroundings};
use crate::tui::desk::Desk;
use crate::tui::widgets::form::{Field, Form};

/// The pages in order.
pub(in crate::tui::screens) const PAGES: [&str; 8] = [
    "Practice", "Sites", "Services", "QOPI", "Steps", "Visit", "Policies", "End",
];
pub(in crate::tui::screens) const PRACTICE: usize = 0;
pub(in crate::tui::screens) const SITES: usize = 1;
pub(in crate::tui::screens) const SERVICES: usize = 2;
pub(in crate::tui::screens) const QOPI: usize = 3;
pub(in crate::tui::screens) const APPLICATION: usize = 4;
pub(in crate::tui::screens) const VISIT: usize = 5;
pub(in crate::tui::screens) const POLICIES: usize = 6;
/// Nothing is asked for there: it shows what follows from the others.
pub(in crate::tui::screens) const END: usize = 7;

/// Fields of the page about the practice.
pub(in crate::tui::screens) const NAME: usize = 0;
pub(in crate::tui::screens) const NUMBER: usize = 1;
pub(in crate::tui::screens) const KIND: usize = 2;
pub(in crate::tui::screens) const TREATS: usize = 3;
pub(in crate::tui::screens) const PHYSICIANS: usize = 4;
pub(in crate::tui::screens) const EDITION: usize = 5;
pub(in crate::tui::screens) const MADE_UP: usize = 6;

/// Fields of one site, after the field for their number.
pub(in crate::tui::screens) const SITE_FIELDS: usize = 3;
/// The most sites that the form takes.
const MOST_SITES: usize = 9;
/// The most letters in a line of a packet.
const LONGEST_LINE: usize = 200;
/// The most policies that the form takes.
const MOST_POLICIES: usize = 60;

/// Fields of the page about the visit.
pub(in crate::tui::screens) const VISIT_KIND: usize = 0;
pub(in crate::tui::screens) const MODE: usize = 1;
pub(in crate::tui::screens) const OFFERED: usize = 2;
pub(in crate::tui::screens) const AGREED: usize = 3;
pub(in crate::tui::screens) const I_SURVEY: usize = 4;
pub(in crate::tui::screens) const NO_CONFLICT: usize = 5;
pub(in crate::tui::screens) const PRACTICE_NO_CONFLICT: usize = 6;
pub(in crate::tui::screens) const PREVIOUS: usize = 7;

/// How a day is written.
pub(in crate::tui::screens) const DAY: &str = "A day such as 2026-11-17; empty if it is not known.";

/// The services of a pack.
pub(in crate::tui::screens) fn services(pack: &Pack) -> impl Iterator<Item = &Attribute> {
    pack.attributes.iter().filter(|a| a.scope.is_service())
}

/// What no line of a packet may be: too long, or holding what might identify somebody.
pub(in crate::tui::screens) fn line_problem(text: &str) -> Option<String> {
    if text.chars().count() > LONGEST_LINE {
        return Some(format!("Make it shorter: at most {LONGEST_LINE} letters."));
    }
    let hits = identifiers::scan(text, &Context::of(Surroundings::Elsewhere));
    let strong = hits.iter().find(|hit| hit.strength() == Strength::Strong)?;
    Some(format!(
        "Something in it looks like {}. Take it out.",
        strong.kind.words()
    ))
}

/// All pages, empty.
pub(in crate::tui::screens) fn all(desk: &Desk) -> Vec<Form> {
    vec![
        practice(desk),
        sites(desk, 1),
        Form::default(),
        qopi(),
        application(),
        visit(desk),
        policies(&[]),
        Form::default(),
    ]
}

fn practice(desk: &Desk) -> Form {
    let editions: Vec<&str> = desk.packs.iter().map(|p| p.edition.as_str()).collect();
    Form::new(vec![
        Field::text("Name of the practice", ""),
        Field::text("The office's number", "")
            .with_help("Letters, digits and dashes; empty if you do not know it."),
        Field::text("Kind of practice", "")
            .with_help("Such as: physician-owned, outpatient; may stay empty."),
        Field::one("Treats", &["Adults", "Children", "Adults and children"], 0).numbered(),
        Field::text("Physicians", "")
            .with_help("Counted as full-time, such as 6.5; decides how many charts are needed."),
        Field::one("Standards edition", &editions, 0).numbered(),
        Field::tick("Made up, for practice", desk.demo)
            .with_help("Such a case is marked TRAINING and can never become a real one."),
    ])
}

/// The page of sites, for so many.
pub(in crate::tui::screens) fn sites(desk: &Desk, count: usize) -> Form {
    let numbers: Vec<String> = (1..=MOST_SITES).map(|n| n.to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let mut fields = vec![
        Field::one("How many sites", &numbers, count.saturating_sub(1))
            .with_help("Press the number. More than nine: take in the office's file instead."),
    ];
    let zone = desk.now.offset().to_string();
    for number in 1..=count {
        fields.push(Field::text(&format!("Site {number}: name"), "").with_help("Such as Main St"));
        fields.push(
            Field::text(&format!("Site {number}: town"), "")
                .with_help("The town, never the street"),
        );
        fields.push(
            Field::text(&format!("Site {number}: time zone"), &zone)
                .with_help("Hours from UTC such as -06:00, or America/Chicago"),
        );
    }
    Form::new(fields)
}

/// The page of services, each nowhere, at every site, or at one.
pub(in crate::tui::screens) fn services_page(pack: &Pack, names: &[String]) -> Form {
    let mut options = vec!["not offered".to_owned(), "at every site".to_owned()];
    if names.len() > 1 {
        options.extend(names.iter().map(|name| format!("only at {name}")));
    }
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    Form::new(
        services(pack)
            .map(|service| {
                Field::one(&service.title, &options, 0)
                    .with_help(&service.question)
                    .numbered()
            })
            .collect(),
    )
}

fn qopi() -> Form {
    Form::new(vec![
        Field::text("Round", "").with_help("Such as Fall 2025; empty if nothing is known yet."),
        Field::text("Unique charts", "").with_help("How many were abstracted, such as 92"),
        Field::text("Overall Quality Score", "").with_help("In percent, such as 81.4"),
        Field::text("Final report", "").with_help(DAY),
    ])
}

fn application() -> Form {
    let steps = crate::domain::program::packet::Application::default();
    let mut fields: Vec<Field> = steps
        .steps()
        .into_iter()
        .map(|(_, title, _)| Field::text(title, "").with_help(DAY))
        .collect();
    fields.push(Field::text("Webinar attended", "").with_help(DAY));
    Form::new(fields)
}

fn visit(desk: &Desk) -> Form {
    let days = "Days such as 2026-11-17, 2026-11-18; empty if there are none yet.";
    let mut fields = vec![
        Field::one("Kind of visit", &["On-Site Survey", "Re-survey"], 0).numbered(),
        Field::one("How it is held", &["On site", "By video", "Mixed"], 0).numbered(),
        Field::text("Dates offered", "").with_help(days),
        Field::text("Dates agreed", "").with_help(days),
    ];
    let who = match desk.profile.name.as_str() {
        "" => "You are the surveyor of this visit.".to_owned(),
        name => format!("{name}, {}", desk.profile.credential),
    };
    fields.push(Field::tick("I am the surveyor", true).with_help(&who));
    fields.push(
        Field::text("No conflict, surveyor", "")
            .with_help("The day you confirmed to have no conflict of interest."),
    );
    fields.push(
        Field::text("No conflict, practice", "")
            .with_help("The day the practice confirmed to have no conflict of interest."),
    );
    fields.push(
        Field::text("Previous certification", "")
            .with_help("Its last day, such as 2026-12-31; empty if there is none."),
    );
    Form::new(fields)
}

/// The page of policies: those that are written, and one empty field.
pub(in crate::tui::screens) fn policies(written: &[String]) -> Form {
    let fields = written
        .iter()
        .map(String::as_str)
        .chain([""])
        .take(MOST_POLICIES)
        .enumerate()
        .map(|(index, text)| {
            Field::text(&format!("Policy {}", index + 1), text).with_help(
                "Title; version; day. Such as: NUR-12 Giving chemotherapy; 4; 2026-01-12",
            )
        })
        .collect();
    Form::new(fields)
}
