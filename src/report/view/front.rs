//! The head of the first page, and what stands in the margins of every printed one: which
//! practice, which visit, which revision, signed by whom; and the visit's own facts.

use crate::domain::survey::conflict::{self, NoConflict};
use crate::domain::survey::words;
use crate::domain::values::calendar::Moment;
use crate::domain::values::visible::visible_line;
use crate::report::SurveyReport;
use serde::Serialize;

/// The head of the report.
#[derive(Serialize)]
pub(super) struct Front {
    practice: String,
    kind: String,
    /// Visit, revision and case in one line.
    visit: String,
    /// Who signed, and when.
    signed: String,
    facts: Vec<Fact>,
    working_numbers: bool,
    margins: Margins,
}

/// What stands at the head of every printed page, as the inside of strings of CSS.
#[derive(Serialize)]
struct Margins {
    left: String,
    right: String,
}

/// One line of the title block.
#[derive(Serialize)]
struct Fact {
    name: &'static str,
    lines: Vec<String>,
    /// What is said beside it, in a quieter tone.
    more: Vec<String>,
}

impl Front {
    pub(super) fn of(report: &SurveyReport) -> Self {
        let (visit, practice) = (report.visit, &report.packet.practice.name);
        let revision = visit.revision();
        Self {
            practice: practice.clone(),
            kind: visit.kind.to_string(),
            visit: format!(
                "{}, {}, revision {revision}; case {}",
                visit.kind, visit.mode, report.case.id
            ),
            signed: signed(report),
            facts: title_block(report),
            working_numbers: report
                .pack
                .provenance
                .standards
                .iter()
                .any(|held| held.numbering.contains("working")),
            margins: Margins {
                left: css_string(&format!("{practice}, case {}", report.case.id)),
                right: css_string(&format!(
                    "Revision {revision}, fingerprint {}",
                    super::trail::short_fingerprint(report)
                )),
            },
        }
    }
}

/// `Signed by Ann Miller, RN, OCN, Nov 18, 2026, 16:40 UTC-06:00`.
fn signed(report: &SurveyReport) -> String {
    let at = words::day_and_time(report.sealed_at);
    match &report.visit.surveyor {
        Some(held) => format!("Signed by {}, {}, {at}", held.name, held.credential),
        None => format!("Signed {at}"),
    }
}

/// A text as the inside of a string of CSS: nothing in it can end the string, the rule or the
/// style sheet, and nothing looks like something that loads (FORMAT.md, Contents by kind). What
/// cannot stand there is shown by a letter that looks alike; the page itself says it exactly.
fn css_string(text: &str) -> String {
    let mut inside = String::with_capacity(text.len());
    for letter in visible_line(text).chars() {
        match letter {
            letter if letter.is_alphanumeric() => inside.push(letter),
            ' ' | '.' | ',' | '-' | '+' | '[' | ']' | ')' => inside.push(letter),
            '(' if inside.ends_with(' ') => inside.push('('),
            '(' => inside.push_str(" ("),
            '&' => inside.push_str("and"),
            '\'' => inside.push('\u{2019}'),
            '"' => inside.push('\u{201d}'),
            _ => inside.push('-'),
        }
    }
    inside
}

fn title_block(report: &SurveyReport) -> Vec<Fact> {
    let (packet, visit, pack) = (report.packet, report.visit, report.pack);
    let practice = &packet.practice;
    let (when, signed) = dates(report);
    vec![
        Fact {
            name: "Practice",
            lines: vec![format!("{}; treats {}", practice.kind, practice.population)],
            more: vec![format!("Number {}", practice.id)],
        },
        sites(report),
        Fact {
            name: "Visit",
            lines: vec![format!("{}, {}", visit.kind, visit.mode)],
            more: vec![format!("Visit {}, revision {}", visit.id, visit.revision())],
        },
        Fact {
            name: "Dates",
            lines: when,
            more: vec![signed],
        },
        surveyor(report),
        Fact {
            name: "Standards edition",
            lines: vec![pack.title.clone()],
            more: vec![format!("{}; {}", pack.program, pack.id)],
        },
    ]
}

fn sites(report: &SurveyReport) -> Fact {
    let mut fact = Fact {
        name: "Sites",
        lines: Vec::new(),
        more: Vec::new(),
    };
    for id in &report.visit.sites {
        let Some(site) = report.packet.site(id) else {
            fact.lines.push(id.to_string());
            continue;
        };
        fact.lines.push(format!("{}, {}", site.name, site.town));
        let clocks = format!("Time zone {}", site.time_zone);
        if !fact.more.contains(&clocks) {
            fact.more.push(clocks);
        }
    }
    if fact.lines.len() == 1 {
        fact.name = "Site";
    }
    fact
}

fn surveyor(report: &SurveyReport) -> Fact {
    let mut fact = Fact {
        name: "Surveyor",
        lines: vec!["Not named".to_owned()],
        more: Vec::new(),
    };
    if let Some(held) = &report.visit.surveyor {
        fact.lines = vec![format!("{}, {}", held.name, held.credential)];
        fact.more.push(format!("Signs as {}", held.principal));
    }
    fact.more.push(
        match conflict::confirmed(report.visit, Some(report.packet)) {
            Some(NoConflict::Here(at)) => {
                format!("No conflict of interest: confirmed {}", words::day(at))
            }
            Some(NoConflict::ToTheOffice(day)) => {
                let day = words::date(day);
                format!("No conflict of interest: confirmed to the office {day}")
            }
            None => "No conflict of interest: not confirmed".to_owned(),
        },
    );
    fact
}

/// The days of the visit, and when it was signed.
fn dates(report: &SurveyReport) -> (Vec<String>, String) {
    let planned = &report.packet.visit.planned;
    let agreed: Vec<String> = planned.iter().map(|day| words::date(*day)).collect();
    let mut lines = Vec::new();
    if !agreed.is_empty() {
        lines.push(format!("Agreed {}", words::listed(&agreed)));
    }
    let given = report.visit.answers.values().flatten();
    let answered: Vec<Moment> = given.map(|given| given.at).collect();
    if let (Some(first), Some(last)) = (answered.iter().min(), answered.iter().max()) {
        let (from, to) = (words::day(*first), words::day(*last));
        lines.push(if from == to {
            format!("Answered {from}")
        } else {
            format!("Answered {from} to {to}")
        });
    }
    let signed = words::day_and_time(report.sealed_at);
    (lines, format!("Signed and finished {signed}"))
}

#[cfg(test)]
mod tests {
    use super::css_string;

    #[test]
    fn a_name_cannot_leave_its_string_in_the_style_sheet() {
        assert_eq!(css_string("Lakeside (Main St)"), "Lakeside (Main St)");
        assert_eq!(
            css_string("a\"}</style>\\@import url(x) & 'b'"),
            "a\u{201d}---style---import url (x) and \u{2019}b\u{2019}"
        );
    }
}
