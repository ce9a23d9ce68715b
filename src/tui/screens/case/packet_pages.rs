//! The pages of the form that sets up a visit: which fields each has, and what they offer.
//! What they come to is in [`super::packet_form`].

use crate::domain::program::packet::{Application, Population, VisitKind, VisitMode};
use crate::tui::desk::Desk;
use crate::tui::widgets::form::{Field, Form, Pages, line};
use crate::tui::wording::capital;

/// A page. Nothing is asked for on the last one: it shows what follows from the others.
#[rustfmt::skip]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page { Practice, Sites, Services, Qopi, Steps, Visit, Policies, End }

impl Page {
    pub(super) fn title(self) -> &'static str {
        match self {
            Page::Practice => "Practice",
            Page::Sites => "Sites",
            Page::Services => "Services",
            Page::Qopi => "QOPI",
            Page::Steps => "Steps",
            Page::Visit => "Visit",
            Page::Policies => "Policies",
            Page::End => "End",
        }
    }
}

/// What a field is for. Sites, services and policies are counted from 0.
#[rustfmt::skip]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Name, Number, Kind, Treats, Physicians, Edition, MadeUp,
    /// How many sites there are, less one.
    Sites,
    SiteName(usize), Town(usize), TimeZone(usize),
    /// Where a service is offered: nowhere, at every site, then at one of them.
    Service(usize),
    Round, Charts, Score,
    VisitKind, Mode, Offered, Agreed,
    /// Whether the person at the laptop is the surveyor.
    Mine,
    Policy(usize),
    /// The day of something.
    On(Day),
}

/// What has a day in a packet.
#[rustfmt::skip]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    FinalReport,
    Eligibility, Agreements, Questionnaire, Payment, PolicyUpload, SurveyDates, Webinar,
    NoConflict, PracticeNoConflict, PreviousUntil,
}

/// The most sites that the form takes.
const MOST_SITES: usize = 9;
/// The most policies that the form takes.
const MOST_POLICIES: usize = 60;
/// How a day is written.
const DAY: &str = "A day such as 2026-11-17; empty if it is not known.";
/// How several days are written.
const DAYS: &str = "Days such as 2026-11-17, 2026-11-18; empty if there are none yet.";

/// All pages, empty.
pub(super) fn all(desk: &Desk) -> Pages<Page, Slot> {
    let forms = [
        (Page::Practice, practice(desk)),
        (Page::Sites, sites(desk)),
        (Page::Services, Form::new([])),
        (Page::Qopi, qopi()),
        (Page::Steps, steps()),
        (Page::Visit, visit(desk)),
        (Page::Policies, policies()),
        (Page::End, Form::new([])),
    ];
    let mut pages = Pages::new(Page::Practice, forms);
    show(&mut pages);
    offer_services(&mut pages, desk);
    pages
}

/// Shows as many sites as are wanted, and an empty field after the last policy.
pub(super) fn show(pages: &mut Pages<Page, Slot>) {
    pages.show_where(|form, slot| match slot {
        Slot::SiteName(place) | Slot::Town(place) | Slot::TimeZone(place) => {
            place <= form.chosen(Slot::Sites)
        }
        Slot::Policy(place) if place > 0 => {
            form.shows(slot) || !form.text(Slot::Policy(place - 1)).is_empty()
        }
        _ => true,
    });
}

/// Offers the services of the chosen edition, at the sites as they are named; choices stay.
pub(super) fn offer_services(pages: &mut Pages<Page, Slot>, desk: &Desk) {
    let Some(pack) = desk.packs.get(pages.chosen(Slot::Edition)) else {
        return;
    };
    let name = |place| match pages.text(Slot::SiteName(place)).trim() {
        "" => format!("only at site {}", place + 1),
        name => format!("only at {name}"),
    };
    let count = pages.chosen(Slot::Sites) + 1;
    let mut options = vec!["not offered".to_owned(), "at every site".to_owned()];
    if count > 1 {
        options.extend((0..count).map(name));
    }
    let fields = pack.services().enumerate().map(|(place, service)| {
        let slot = Slot::Service(place);
        let held = pages.get(slot).filter(|held| held.label == service.title);
        let field = Field::one(&service.title, &options, held.map_or(0, Field::chosen));
        (slot, field.with_help(&service.question).numbered())
    });
    let mut form = Form::new(fields.collect::<Vec<_>>());
    if let Some(slot) = pages.page(Page::Services).and_then(Form::focused) {
        form.go_to(slot);
    }
    pages.replace(Page::Services, form);
}

/// A field for one of several values.
fn one(slot: Slot, label: &str, values: &[impl ToString]) -> (Slot, Field) {
    let words = values.iter().map(|value| capital(&value.to_string()));
    (slot, Field::one(label, words, 0).numbered())
}

#[rustfmt::skip]
fn practice(desk: &Desk) -> Form<Slot> {
    let editions = desk.packs.iter().map(|pack| &pack.edition);
    let made_up = Field::tick("Made up, for practice", desk.demo)
        .with_help("Such a case is marked TRAINING and can never become a real one.");
    Form::new([
        line(Slot::Name, "Name of the practice", ""),
        line(Slot::Number, "The office's number", "Letters, digits and dashes; empty if you do not know it."),
        line(Slot::Kind, "Kind of practice", "Such as: physician-owned, outpatient; may stay empty."),
        one(Slot::Treats, "Treats", Population::ALL),
        line(Slot::Physicians, "Physicians", "Counted as full-time, such as 6.5; decides how many charts are needed."),
        (Slot::Edition, Field::one("Standards edition", editions, 0).numbered()),
        (Slot::MadeUp, made_up),
    ])
}

#[rustfmt::skip]
fn sites(desk: &Desk) -> Form<Slot> {
    let numbers = (1..=MOST_SITES).map(|number| number.to_string());
    let count = Field::one("How many sites", numbers, 0)
        .with_help("Press the number. More than nine: take in the office's file instead.");
    let here = desk.now.offset().to_string();
    let each = (0..MOST_SITES).flat_map(|place| {
        let label = |what: &str| format!("Site {}: {what}", place + 1);
        let zone = Field::text(&label("time zone"), &here);
        [
            line(Slot::SiteName(place), &label("name"), "Such as Main St"),
            line(Slot::Town(place), &label("town"), "The town, never the street"),
            (Slot::TimeZone(place), zone.with_help("Hours from UTC such as -06:00, or America/Chicago")),
        ]
    });
    Form::new([(Slot::Sites, count)].into_iter().chain(each))
}

#[rustfmt::skip]
fn qopi() -> Form<Slot> {
    Form::new([
        line(Slot::Round, "Round", "Such as Fall 2025; empty if nothing is known yet."),
        line(Slot::Charts, "Unique charts", "How many were abstracted, such as 92"),
        line(Slot::Score, "Overall Quality Score", "In percent, such as 81.4"),
        line(Slot::On(Day::FinalReport), "Final report", DAY),
    ])
}

fn steps() -> Form<Slot> {
    #[rustfmt::skip]
    let days = [Day::Eligibility, Day::Agreements, Day::Questionnaire, Day::Payment, Day::PolicyUpload, Day::SurveyDates];
    let steps = days.into_iter().zip(Application::default().steps());
    let steps = steps.map(|(step, (_, title, _))| line(Slot::On(step), title, DAY));
    Form::new(steps.chain([line(Slot::On(Day::Webinar), "Webinar attended", DAY)]))
}

#[rustfmt::skip]
fn visit(desk: &Desk) -> Form<Slot> {
    let who = match desk.profile.name.as_str() {
        "" => "You are the surveyor of this visit.".to_owned(),
        name => format!("{name}, {}", desk.profile.credential),
    };
    Form::new([
        one(Slot::VisitKind, "Kind of visit", VisitKind::ALL),
        one(Slot::Mode, "How it is held", VisitMode::ALL),
        line(Slot::Offered, "Dates offered", DAYS),
        line(Slot::Agreed, "Dates agreed", DAYS),
        (Slot::Mine, Field::tick("I am the surveyor", true).with_help(&who)),
        line(Slot::On(Day::NoConflict), "No conflict, surveyor", "The day you confirmed to have no conflict of interest."),
        line(Slot::On(Day::PracticeNoConflict), "No conflict, practice", "The day the practice confirmed to have no conflict of interest."),
        line(Slot::On(Day::PreviousUntil), "Previous certification", "Its last day, such as 2026-12-31; empty if there is none."),
    ])
}

fn policies() -> Form<Slot> {
    let help = "Title; version; day. Such as: NUR-12 Giving chemotherapy; 4; 2026-01-12";
    let mut form = Form::new((0..MOST_POLICIES).map(|place| {
        let label = format!("Policy {}", place + 1);
        line(Slot::Policy(place), &label, help)
    }));
    form.show_where(|_, slot| slot == Slot::Policy(0));
    form
}
