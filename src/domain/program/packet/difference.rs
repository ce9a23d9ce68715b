//! Differences between two issues of a packet, as plain sentences.

use super::{Packet, Policy, Site};
use crate::domain::values::ids::AttributeId;
use crate::domain::values::written;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One thing that a new issue changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is, such as "Dates agreed".
    pub what: String,
    /// What it was; `None` where there was nothing.
    pub was: Option<String>,
    /// What it is now; `None` where it is gone.
    pub now: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.was, &self.now) {
            (Some(was), Some(now)) => write!(f, "{}: was {was}, now {now}", self.what),
            (None, Some(now)) => write!(f, "{}: new, {now}", self.what),
            (Some(was), None) => write!(f, "{}: was {was}, now gone", self.what),
            (None, None) => write!(f, "{}: unchanged", self.what),
        }
    }
}

impl Packet {
    /// What `newer` changes against this issue, in the order of the packet; the issue number
    /// itself is left out.
    pub fn changes(&self, newer: &Packet) -> Vec<Change> {
        let (old_rows, new_rows) = (rows(self), rows(newer));
        let old: BTreeMap<&str, &str> = old_rows.iter().map(pair).collect();
        let new: BTreeMap<&str, &str> = new_rows.iter().map(pair).collect();
        let mut told = BTreeSet::new();
        new_rows
            .iter()
            .chain(&old_rows)
            .map(|(what, _)| what.as_str())
            .filter(|what| told.insert(*what) && old.get(what) != new.get(what))
            .map(|what| Change {
                what: what.to_string(),
                was: old.get(what).map(ToString::to_string),
                now: new.get(what).map(ToString::to_string),
            })
            .collect()
    }
}

fn pair((what, value): &(String, String)) -> (&str, &str) {
    (what, value)
}

/// Everything a packet says, one thing a row; what is not said has no row.
fn rows(packet: &Packet) -> Vec<(String, String)> {
    let mut rows = Rows(Vec::new());
    let visit = &packet.visit;
    rows.put("Case", packet.case.to_string());
    rows.put("Training", yes_or_no(packet.training));
    rows.put("Standards edition in use", packet.pack.to_string());
    rows.put("Standards edition requested", packet.edition.clone());
    rows.put("Visit", visit.id.to_string());
    rows.put("Kind of visit", visit.kind.to_string());
    rows.put("How the visit is held", visit.mode.to_string());
    rows.put_days("Dates offered", &visit.offered);
    rows.put_days("Dates agreed", &visit.planned);
    practice(packet, &mut rows);
    application(packet, &mut rows);
    for policy in &packet.policies {
        rows.put_policy(policy);
    }
    if let Some(surveyor) = &packet.surveyor {
        rows.put(
            "Surveyor",
            format!(
                "{}, {} ({})",
                surveyor.name, surveyor.credential, surveyor.principal
            ),
        );
    }
    let conflict = &packet.conflict_of_interest;
    rows.put_day("No conflict of interest, Surveyor", conflict.surveyor);
    rows.put_day("No conflict of interest, practice", conflict.practice);
    let until = packet
        .previous_certification
        .as_ref()
        .map(|previous| previous.until);
    rows.put_day("Previous certification until", until);
    rows.0
}

fn practice(packet: &Packet, rows: &mut Rows) {
    let practice = &packet.practice;
    rows.put("Practice number", practice.id.clone());
    rows.put("Practice", practice.name.clone());
    rows.put("Kind of practice", practice.kind.clone());
    rows.put("Services of the practice", list(&practice.services));
    rows.put("Patients", practice.population.to_string());
    rows.put_some(
        "Full-time physicians",
        practice.physicians.map(|count| count.to_string()),
    );
    for site in &practice.sites {
        rows.put_site(site);
    }
}

fn application(packet: &Packet, rows: &mut Rows) {
    if let Some(part) = &packet.participation {
        rows.put("QOPI round", part.round.clone());
        rows.put_some(
            "Unique charts",
            part.charts.map(|charts| charts.to_string()),
        );
        rows.put_some(
            "Overall Quality Score",
            part.score.map(|score| format!("{score}%")),
        );
        rows.put_day("Final report of the round", part.final_report);
    }
    for (_, title, day) in packet.application.steps() {
        rows.put_day(&format!("Application: {title}"), day);
    }
    rows.put_day("Webinar attended", packet.webinar);
}

struct Rows(Vec<(String, String)>);

impl Rows {
    fn put(&mut self, what: &str, value: String) {
        self.0.push((what.to_string(), value));
    }

    fn put_some(&mut self, what: &str, value: Option<String>) {
        if let Some(value) = value {
            self.put(what, value);
        }
    }

    fn put_day(&mut self, what: &str, day: Option<NaiveDate>) {
        self.put_some(what, day.map(written::date));
    }

    fn put_days(&mut self, what: &str, days: &[NaiveDate]) {
        self.put_some(what, (!days.is_empty()).then(|| written::dates(days)));
    }

    fn put_site(&mut self, site: &Site) {
        let what = format!("Site {}", site.id);
        self.put(&what, site.name.clone());
        self.put(&format!("{what}, town"), site.town.to_string());
        self.put(&format!("{what}, time zone"), site.time_zone.to_string());
        self.put(&format!("{what}, services"), list(&site.services));
    }

    fn put_policy(&mut self, policy: &Policy) {
        let mut says = policy.version.as_ref().map_or_else(
            || "no version".to_string(),
            |version| format!("version {version}"),
        );
        if let Some(date) = policy.date {
            says = format!("{says} of {}", written::date(date));
        }
        self.put(&format!("Policy {}", policy.title), says);
    }
}

fn list(services: &[AttributeId]) -> String {
    if services.is_empty() {
        return "none".to_string();
    }
    let sorted: BTreeSet<&str> = services.iter().map(AttributeId::as_str).collect();
    sorted.into_iter().collect::<Vec<_>>().join(", ")
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_string()
}
