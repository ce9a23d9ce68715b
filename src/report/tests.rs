//! The report as text: what must stand in it, what never may, and that it is always the same.

use super::*;
use crate::domain::pack::Method;
use crate::domain::rich_visit::{Rich, SECRET, check, finished, opened};
use crate::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey};
use crate::domain::survey::events::Event;
use crate::domain::values::ids::{SiteId, SourceId};
use std::collections::BTreeSet;

fn report(rich: &Rich) -> SurveyReport<'_> {
    SurveyReport {
        case: &rich.case,
        visit: rich.visit(),
        pack: &rich.pack,
        packet: &rich.packet,
        texts: &rich.texts,
        changes: &rich.changes,
        app: "onsite 0.1.0",
        key_fingerprint: "SHA256:TrainingKeyFingerprint",
        journal: &rich.heads,
        sealed_at: rich
            .visit()
            .seals
            .last()
            .map_or(rich.visit().opened_at, |seal| seal.at),
    }
}

fn html(rich: &Rich) -> String {
    String::from_utf8(survey_html(&report(rich)).unwrap()).unwrap()
}

/// Every value of an attribute in the page.
fn attribute<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn made_again_it_is_the_same_bytes() {
    assert_eq!(html(&finished()), html(&finished()));
}

#[test]
fn what_was_found_stands_in_it() {
    let rich = finished();
    let page = html(&rich);
    let heads = &rich.heads[0];
    for wanted in [
        "Training Surveyor, RN, OCN",
        "Signs as training-surveyor",
        "Signed by Training Surveyor, RN, OCN, ",
        "revision 2; case ",
        "Not fully met or not assessed: ",
        "met by Policy and Interviews, not met by Observation at Main Street",
        "Practice gap: The paper asks for it",
        "Agreed Mar 10, 2026 and Mar 11, 2026",
        "The Surveyor reports; the committee decides.",
        "Working numbers.",
        "4 of 6 charts",
        "R03 (cycle 2 day 1: one signature) at Main Street; R06 at West Clinic",
        "Main Street 3 of 4; West Clinic 1 of 2",
        "3.12.3: Policy met, Observation not met at Main Street",
        "The Surveyor's explanation: Practice gap.",
        "The paper asks for it; at the chair it was left out.",
        "Suggested by the rules: Could not assess",
        "Reason for the difference: Single slip, otherwise sound practice",
        "The pump was switched off for cleaning all day.",
        "Service not offered: Given into the spinal fluid (said by Educator, Mar 10, 2026, ",
        "Pharmacist and Educator, Mar 10, 2026, ",
        "Offered, but not at West Clinic",
        "Third on the list of the day before.",
        "Infusion room, chair 4",
        "Offered by the practice",
        "3 of 5 asked for",
        "Fewer patients of this kind than the minimum",
        "The committee asked which pump was used in O2.",
        "SHA256:TrainingKeyFingerprint",
        &heads.head.to_string(),
        &format!("{} entries", heads.count),
        &rich.visit().pack.sha256.to_string(),
    ] {
        assert!(page.contains(wanted), "missing: {wanted}");
    }
}

/// Another answer at a cell, as an entry of another laptop would bring it.
fn turn(rich: &mut Rich, key: &CheckKey, at: &str, source: &str) {
    let cell = Cell {
        check: key.clone(),
        site: SiteId::new(at),
        source: SourceId::new(source),
    };
    let was = rich.visit().answer(&cell).cloned();
    let now = was.clone().map(|was| Answer {
        value: AnswerValue::Met,
        ..was
    });
    rich.event(Event::Answered {
        visit: rich.visit().id.clone(),
        cell,
        was,
        now,
        with: None,
    });
}

#[test]
fn words_about_not_met_never_stand_under_met_as_if_they_fitted() {
    let mut rich = finished();
    let charts = check("3.12.2", Method::Record);
    let line = "In 2 of 6 charts this was not seen: R03";
    assert!(html(&rich).contains(line));
    turn(&mut rich, &charts, "main", "r03");
    turn(&mut rich, &charts, "west", "r06");
    let page = html(&rich);
    assert!(
        !page.contains("this was not seen: R03"),
        "facts are derived"
    );
    assert!(page.contains("Note, Records (written when 2 of 6 were not met, now 6 of 6 are met)"));
    assert!(
        page.contains("written when the answer was Not met, now Met"),
        "the remark"
    );
    // An explanation explains a difference: without one there is nothing to print.
    let gap = "The Surveyor's explanation: Practice gap.";
    let before = page.matches(gap).count();
    let watched = check("3.12.3", Method::Observation);
    for event in ["o1", "o2"] {
        turn(&mut rich, &watched, "main", event);
    }
    assert_eq!(html(&rich).matches(gap).count(), before - 1);
}

#[test]
fn no_standard_element_source_or_note_is_left_out() {
    let rich = finished();
    let page = html(&rich);
    for (standard, element) in rich.pack.elements() {
        assert!(page.contains(&format!("id=\"s-{}\"", standard.id)));
        assert!(page.contains(element.id.as_str()) && page.contains(&element.short));
    }
    for source in &rich.visit().sources {
        let row = format!(
            "<th scope=\"row\" class=\"number\">{}",
            source.details.label
        );
        assert!(page.contains(&row), "{row}");
    }
    let notes = page.matches("<div class=\"note").count();
    assert_eq!(notes, rich.visit().notes.len());
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let page = html(&finished());
    assert!(page.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt; &amp; [U+001B][31mred"));
    assert!(page.contains("[U+202E]desrever {{ 7 * 7 }}"));
    assert!(!page.contains("<script"));
    assert!(
        page.chars()
            .all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}'))
    );
    let mut rich = finished();
    rich.packet.practice.name = "\"><img src=x onerror=alert(1)>\u{200b}".into();
    let page = html(&rich);
    assert!(!page.contains("<img") && page.contains("&lt;img src=x"));
    assert!(page.contains("[U+200B]"));
}

#[test]
fn an_erased_text_is_told_as_erased() {
    let page = html(&finished());
    assert!(!page.contains(SECRET));
    assert!(page.contains("<p>[erased]</p>"));
    assert!(page.contains("Texts erased for good: 1."));
}

#[test]
fn it_judges_nothing_that_is_the_committees() {
    let rich = finished();
    let words = [
        "certified",
        "deficien",
        "fail",
        "citation",
        "audit",
        "score",
    ];
    let text = html(&rich).to_lowercase();
    for word in words {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn training_is_marked_and_nothing_else_is() {
    let mut rich = finished();
    let marks = [
        "class=\"band\"",
        "class=\"watermark\"",
        "@bottom-center",
        "<title>TRAINING: ",
    ];
    let page = html(&rich);
    for mark in marks {
        assert_eq!(page.matches(mark).count(), 1, "{mark}");
    }
    rich.case.training = false;
    assert!(
        html(&rich).contains(marks[0]),
        "the packet says training too"
    );
    rich.packet.training = false;
    let page = html(&rich);
    assert!(!marks.iter().any(|mark| page.contains(mark)));
}

#[test]
fn it_needs_nothing_from_outside() {
    let page = html(&finished());
    for outside in [
        "://", " src=", "url(", "@import", "<link", "<script", "<iframe",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    for tag in page
        .split('<')
        .skip(1)
        .filter_map(|part| part.split('>').next())
    {
        assert!(!tag.contains(" on"), "a handler in <{tag}>");
    }
    let ids: BTreeSet<&str> = attribute(&page, "id").into_iter().collect();
    for link in attribute(&page, "href") {
        let target = link.strip_prefix('#').unwrap();
        assert!(ids.contains(target), "{link}");
    }
}

#[test]
fn it_is_whole_and_can_be_read_aloud() {
    let page = html(&finished());
    let ids = attribute(&page, "id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    for named in attribute(&page, "aria-labelledby") {
        assert!(ids.contains(&named), "{named}");
    }
    for described in attribute(&page, "aria-describedby") {
        assert!(ids.contains(&described), "{described}");
    }
    assert!(page.contains("<html lang=\"en-US\">"));
    assert_eq!(
        page.matches("<table").count(),
        page.matches("<caption").count()
    );
    assert_eq!(
        page.matches("<th ").count(),
        page.matches(" scope=\"").count()
    );
    assert!(!page.contains("<th>"));
    balanced(&page);
    let mut last = 0;
    for (at, _) in page.match_indices("<h") {
        let level = page[at + 2..]
            .chars()
            .next()
            .and_then(|c| c.to_digit(10))
            .unwrap_or(0);
        if level > 0 {
            assert!(
                level <= last + 1,
                "a heading is skipped before {}",
                &page[at..at + 60]
            );
            last = level;
        }
    }
}

/// Every tag that is opened is closed, in order.
fn balanced(page: &str) {
    let void = ["meta", "col", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let tag = part.split('>').next().unwrap();
        let name = tag.split([' ', '/']).find(|word| !word.is_empty()).unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else if !void.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn a_visit_that_was_only_opened_can_be_shown_too() {
    let rich = opened();
    let page = html(&rich);
    assert!(page.contains("No level given"));
    assert!(page.contains("Not signed yet."));
    balanced(&page);
}

/// A section of the page, without tags.
fn section(page: &str, id: &str) -> Option<String> {
    let from = page.find(&format!("<section id=\"{id}\""))?;
    let rest = &page[from..];
    let section = &rest[..rest.find("</section>")?];
    let mut text = String::new();
    let mut in_tag = false;
    for letter in section.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => text.push(letter),
            _ => {}
        }
    }
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn the_second_revision_says_what_it_changes_and_why() {
    let rich = finished();
    let page = html(&rich);
    let told = section(&page, "revision").unwrap();
    assert!(
        told.contains("Why revision 2 was made: The committee asked which pump was used in O2."),
        "{told}"
    );
    assert!(told.contains("Pump 4 was used"), "{told}");
    let all = section(&page, "standards").unwrap_or_default();
    assert!(
        page.find("id=\"revision\"") < page.find("id=\"summary\""),
        "{all}"
    );
    // Exactly what the two signed revisions differ in, and nothing else.
    let rows = page.split("<section id=\"revision\"").nth(1).unwrap();
    let rows = rows
        .split("</section>")
        .next()
        .unwrap()
        .matches("<tr><th scope=\"row\"")
        .count();
    let of_second = rich.changes.of_visit(&rich.visit().id);
    let of_second = of_second.filter(|change| change.revision == 2);
    let net = crate::domain::survey::changes::between::net(of_second);
    assert_eq!(rows, net.len());
    assert!(rows > 0);
}

#[test]
fn the_first_report_of_a_visit_compares_itself_with_nothing() {
    assert_eq!(section(&html(&opened()), "revision"), None);
    let changed = section(&html(&opened()), "changed").unwrap();
    assert!(changed.contains("Nothing was said otherwise"), "{changed}");
}

#[test]
fn what_was_changed_after_the_first_answer_is_a_section() {
    let rich = finished();
    let changed = section(&html(&rich), "changed").unwrap();
    let later = rich.changes.of_visit(&rich.visit().id);
    let later = later.filter(|change| !change.is_first && !change.is_slip);
    assert_eq!(changed.matches("training-surveyor").count(), later.count());
    assert!(changed.contains("training-surveyor"), "{changed}");
    assert!(!changed.contains(SECRET), "erased is erased here too");
}

#[test]
fn the_first_page_leads_to_the_evidence_of_all_that_is_open() {
    let rich = finished();
    let page = html(&rich);
    let first = page.split("id=\"about\"").next().unwrap();
    let board = crate::domain::survey::verdicts::Board::of(rich.visit(), &rich.pack);
    let report = report(&rich);
    let summary = crate::domain::survey::summary::Summary::of(&report.facts(), &board);
    assert!(summary.open().count() > 1);
    for held in summary.open() {
        assert!(first.contains(&format!("href=\"#s-{}\"", held.standard.id)));
        for (element, _) in held
            .points
            .iter()
            .filter_map(|point| point.element.as_ref())
        {
            assert!(
                first.contains(&format!("href=\"#e-{element}\"")),
                "{element}"
            );
        }
    }
    assert_eq!(first.matches("role=\"img\"").count(), 1);
    let words = first
        .split("<desc")
        .nth(1)
        .unwrap()
        .split("</desc>")
        .next()
        .unwrap();
    for standard in &rich.pack.standards {
        assert!(
            words.contains(&format!("{}: Level ", standard.id)),
            "{}",
            standard.id
        );
    }
}

#[test]
fn every_printed_page_says_what_it_belongs_to() {
    let mut rich = finished();
    rich.packet.practice.name = "\"} </style><script>".into();
    let page = html(&rich);
    assert_eq!(page.matches("</style>").count(), 1);
    let head = rich.heads[0].head.to_string();
    for wanted in [
        "counter(page) \" of \" counter(pages)".to_owned(),
        format!("Revision 2, fingerprint {} {}", &head[..4], &head[4..8]),
        "\"\u{201d}- --style--script-, case ".to_owned(),
    ] {
        assert!(page.contains(&wanted), "missing: {wanted}");
    }
}
