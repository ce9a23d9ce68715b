//! What was looked at: sources, services as confirmed, samples against their minimums.

use crate::domain::pack::Method;
use crate::domain::survey::events::Offered;
use crate::domain::survey::readiness::{self, SampleState};
use crate::domain::survey::visit::Source;
use crate::domain::survey::words::{self, Facts, ReasonFor};
use crate::report::SurveyReport;
use serde::Serialize;

/// What was looked at.
#[derive(Serialize)]
pub(super) struct LookedAt {
    tables: Vec<Table>,
    services: Vec<Service>,
    samples: Vec<Sample>,
}

/// The sources of one method.
#[derive(Serialize)]
struct Table {
    title: &'static str,
    /// What the second column is called.
    what: &'static str,
    records: bool,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    label: String,
    what: String,
    more: Vec<String>,
    sites: String,
    place: Option<String>,
    seen_at: String,
    chosen: Option<String>,
    chosen_how: Option<String>,
    answers: usize,
}

/// A service, and what the practice said of it.
#[derive(Serialize)]
struct Service {
    title: String,
    offered: bool,
    words: String,
    /// Who said so, and when.
    told: String,
}

#[derive(Serialize)]
struct Sample {
    what: String,
    site: String,
    minimum: usize,
    reached: usize,
    short: bool,
    reason: Option<String>,
    say: String,
}

impl LookedAt {
    pub(super) fn of(report: &SurveyReport) -> Self {
        let facts = report.facts();
        Self {
            tables: Method::ALL
                .into_iter()
                .map(|method| table(&facts, method))
                .collect(),
            services: services(report),
            samples: readiness::sample_states(report.visit, report.pack)
                .into_iter()
                .map(|state| sample(&facts, state))
                .collect(),
        }
    }
}

fn table(facts: &Facts, method: Method) -> Table {
    let (title, what) = match method {
        Method::Policy => ("Documents", "Title and version"),
        Method::Record => ("Records", "Kind"),
        Method::Interview => ("Interviews", "Role"),
        Method::Observation => ("Observed events", "Event"),
    };
    let of_method = |held: &&Source| held.details.kind.method() == method;
    Table {
        title,
        what,
        records: method == Method::Record,
        rows: facts
            .visit
            .sources
            .iter()
            .filter(of_method)
            .map(|held| row(facts, held, method))
            .collect(),
    }
}

fn row(facts: &Facts, source: &Source, method: Method) -> Row {
    let details = &source.details;
    let text = |id: &Option<_>| id.as_ref().map(|id| facts.text(id).to_owned());
    let title = text(&details.title);
    let (what, mut more) = match (method, title) {
        (Method::Policy, title) => (title.unwrap_or_else(|| "No title".to_owned()), Vec::new()),
        (_, title) => (facts.source_kind(details), Vec::from_iter(title)),
    };
    more.extend(facts.record_traits(details));
    Row {
        label: facts.source_label(details),
        what,
        more,
        sites: facts.sites(&details.sites),
        place: text(&details.place),
        seen_at: words::day_and_time(source.seen_at),
        chosen: details.chosen_by.map(|by| by.title().to_owned()),
        chosen_how: text(&details.chosen_how),
        answers: facts.visit.answers_at(&source.id),
    }
}

fn services(report: &SurveyReport) -> Vec<Service> {
    let facts = report.facts();
    let rows = report.pack.services().map(|attribute| {
        let told = report.visit.services.get(&attribute.id);
        let words = match told {
            None => "To be asked".to_owned(),
            Some((said, _)) => facts.offered(&said.offered),
        };
        Service {
            title: attribute.title.clone(),
            offered: told.is_none_or(|(said, _)| said.offered != Offered::Nowhere),
            words,
            told: told.map(|told| facts.told(told)).unwrap_or_default(),
        }
    });
    rows.collect()
}

fn sample(facts: &Facts, state: SampleState) -> Sample {
    let reason = facts.visit.shortfalls.get(&state.key);
    let kind = readiness::kind_title(facts.pack, &state.key);
    Sample {
        what: format!("{}: {kind}", state.key.method.title()),
        site: state
            .key
            .site
            .as_ref()
            .map_or_else(|| "Whole visit".to_owned(), |site| facts.site(site)),
        minimum: state.minimum,
        reached: state.reached,
        short: state.is_short(),
        reason: reason
            .filter(|_| state.is_short())
            .map(|held| facts.reason(ReasonFor::Shortfall, held)),
        say: state.say,
    }
}
