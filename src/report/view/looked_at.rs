//! What was looked at: sources, services as confirmed, samples against their minimums.

use crate::domain::pack::Method;
use crate::domain::survey::readiness::{self, SampleState};
use crate::domain::survey::visit::Source;
use crate::domain::survey::words::{self, Facts, ReasonFor};
use crate::domain::values::ids::SiteId;
use crate::report::SurveyReport;
use serde::Serialize;

/// What was looked at.
#[derive(Serialize)]
pub(super) struct LookedAt {
    tables: Vec<Table>,
    services: Option<Services>,
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

/// Services as confirmed with the practice.
#[derive(Serialize)]
struct Services {
    told_by: Option<String>,
    at: String,
    rows: Vec<Service>,
}

#[derive(Serialize)]
struct Service {
    title: String,
    offered: bool,
    words: String,
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

fn services(report: &SurveyReport) -> Option<Services> {
    let facts = report.facts();
    let (held, at) = report.visit.services.as_ref()?;
    let told_by = held.told_by.as_ref().map(|role| {
        report
            .pack
            .role(role)
            .map_or_else(|| role.to_string(), |known| known.title.clone())
    });
    let rows = report
        .pack
        .services()
        .map(|attribute| {
            let without: Vec<&SiteId> = report
                .visit
                .sites
                .iter()
                .filter(|site| report.visit.offers(&attribute.id, Some(site)) == Some(false))
                .collect();
            let everywhere = without.len() == report.visit.sites.len();
            let names: Vec<String> = without.iter().map(|site| facts.site(site)).collect();
            Service {
                title: attribute.title.clone(),
                offered: !everywhere,
                words: match (without.is_empty(), everywhere) {
                    (true, _) => "Offered".to_owned(),
                    (_, true) => "Not offered".to_owned(),
                    _ => format!("Offered, but not at {}", words::listed(&names)),
                },
            }
        })
        .collect();
    Some(Services {
        told_by,
        at: words::day_and_time(*at),
        rows,
    })
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
