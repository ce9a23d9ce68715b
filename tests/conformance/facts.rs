//! What stands beside a survey's journals, pages, and the records of every other kind.

use crate::catalog::{Case, FOLDERS, edited, kind, places};
use crate::support::bundles::*;
use onsite::bundle::kinds::{Kind, Namespace};
use onsite::bundle::step::{StandardsRef, StepHeader};
use onsite::bundle::this_version::SealedSurvey;
use onsite::domain::survey::answers::AnswerValue::{Met, NotMet};
use onsite::domain::survey::changes::Changes;
use onsite::domain::survey::events::{Event, PackRef};
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::PackId;

const RULE: &str = "Contents by kind";
const RECORD: &str = "00-survey/record.json";

fn case(rule: &'static str, name: String, bytes: Vec<u8>, code: &'static str) -> Case {
    let case = Case::new(rule, name, bytes, code);
    match code {
        "good" => case,
        _ => case.unseen(),
    }
}

/// The record of a survey, alone and with five steps behind it.
fn records() -> Vec<Case> {
    let changes = [
        ("another answer", "\"met\"", "\"not_met\"", "record"),
        ("another level", "fully_met", "partly_met", "record"),
        ("another practice", "Lakeside", "Lakesite", "record"),
        ("another form", "\"record\":1", "\"record\":2", "record"),
        (
            "not training",
            "\"training\":true",
            "\"training\":false",
            "record",
        ),
        ("another visit", "\"visit-1\"", "\"visit-9\"", "record"),
        (
            "another time",
            "T02:00:00-05:00",
            "T02:00:01-05:00",
            "record",
        ),
        ("other initials", "\"AM\"", "\"ZZ\"", "record"),
        (
            "an unknown member",
            "\"erased\":[]}",
            "\"erased\":[],\"more\":1}",
            "record",
        ),
        ("a member left out", ",\"erased\":[]}", "}", "record"),
        (
            "a member twice",
            "\"erased\":[]}",
            "\"erased\":[],\"erased\":[]}",
            "record",
        ),
        ("cut short", "\"erased\":[]}", "", "record"),
        (
            "a blank",
            "\"surveyor\":null",
            "\"surveyor\": null",
            "spelling",
        ),
        (
            "a line end",
            "\"erased\":[]}",
            "\"erased\":[]}\n",
            "spelling",
        ),
        (
            "an escape that is not needed",
            "\"planned\"",
            "\"pl\\u0061nned\"",
            "spelling",
        ),
        (
            "a choice as an object",
            "\"answer\":\"met\"",
            "\"answer\":{\"met\":null}",
            "spelling",
        ),
    ];
    let mut cases = Vec::new();
    for (index, bytes, place) in places() {
        if index > 0 {
            continue;
        }
        for (what, from, to, code) in changes {
            let rule = if code == "spelling" {
                "One spelling"
            } else {
                RULE
            };
            let bytes = edited(bytes, 0, |all| replace(all, RECORD, from, to));
            cases.push(case(
                rule,
                format!("{place}: record with {what}"),
                bytes,
                code,
            ));
        }
        for (what, content) in [
            ("empty", ""),
            ("an empty object", "{}"),
            ("a list", "[]"),
            ("garbage", "\u{1}\u{2}"),
        ] {
            let bytes = edited(bytes, 0, |all| put(all, RECORD, content.as_bytes()));
            cases.push(case(
                RULE,
                format!("{place}: record that is {what}"),
                bytes,
                "record",
            ));
        }
    }
    let million = format!("[{}{{}}]", "{},".repeat(1_000_000));
    let edit = |all: &mut Entries| put(all, RECORD, million.as_bytes());
    let bytes = edited(&survey_file(), 0, edit);
    cases.push(case(
        RULE,
        "record of a million objects".into(),
        bytes,
        "record",
    ));
    cases
}

/// Records of every other kind: any object, in one spelling.
fn statements() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, bytes, place) in places() {
        if index == 0 {
            continue;
        }
        let name = format!("{}/record.json", FOLDERS[index]);
        for (what, content, code) in [
            (
                "of many things",
                "{\"b\":[1,null,\"\u{fc}\"],\"a\":-1}",
                "good",
            ),
            ("that is a list", "[]", "spelling"),
            ("with a blank", "{\"a\": 1}", "spelling"),
            ("with a name twice", "{\"a\":1,\"a\":2}", "spelling"),
            ("with a fraction", "{\"a\":1.5}", "spelling"),
            (
                "with an escape that is not needed",
                "{\"\\u0061\":1}",
                "spelling",
            ),
        ] {
            let bytes = edited(bytes, index, |all| put(all, &name, content.as_bytes()));
            let name = format!("{place}: record {what}");
            cases.push(case("One spelling", name, bytes, code));
        }
    }
    cases
}

/// Pages, in every step that has one.
fn pages() -> Vec<Case> {
    let bodies = [
        ("text", "<p class=\"a\">3 &gt; 2</p>", "good"),
        (
            "a drawing",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0h1\"/></svg>",
            "good",
        ),
        ("a script", "<script>a()</script>", "html"),
        ("an event handler", "<p onclick=\"a()\">", "html"),
        (
            "a picture from elsewhere",
            "<img src=\"https://example.org/a.png\">",
            "html",
        ),
        ("a frame", "<iframe></iframe>", "html"),
        (
            "a link elsewhere",
            "<a href=\"https://example.org\">a</a>",
            "html",
        ),
        (
            "a link that runs",
            "<a href=\"javascript:a()\">a</a>",
            "html",
        ),
        (
            "a form",
            "<form action=\"https://example.org\"></form>",
            "html",
        ),
        (
            "a refresh",
            "<meta http-equiv=\"refresh\" content=\"0\">",
            "html",
        ),
        (
            "a style that loads",
            "<p style=\"background: url(a)\">",
            "html",
        ),
        (
            "a style that imports",
            "<style>@import \"a\";</style>",
            "html",
        ),
        ("a comment", "<!-- a -->", "html"),
    ];
    let mut cases = Vec::new();
    for (index, bytes, place) in places() {
        let (many, path) = match kind(index) {
            Kind::Review | Kind::Plan => continue,
            Kind::Survey => (true, "report.html"),
            Kind::Report => (true, "plan-form.html"),
            _ => (false, "report.html"),
        };
        if many && place.ends_with("six") {
            continue;
        }
        for (what, body, code) in bodies {
            let page = format!("<!DOCTYPE html>\n<title>T</title>\n{body}\n");
            let name = format!("{}/{path}", FOLDERS[index]);
            let bytes = edited(bytes, index, |all| put(all, &name, page.as_bytes()));
            cases.push(case(
                RULE,
                format!("{place}: {path} with {what}"),
                bytes,
                code,
            ));
        }
        let name = format!("{}/{path}", FOLDERS[index]);
        let bytes = edited(bytes, index, |all| put(all, &name, b"no page"));
        cases.push(case(
            RULE,
            format!("{place}: {path} that is no page"),
            bytes,
            "html",
        ));
    }
    cases
}

/// Packs, with header and journal pinned to whatever is there.
fn packs() -> Vec<Case> {
    let pinned = |what: &str, pack: &[u8], id: &str, code| {
        let (sha256, id) = (Digest::of(pack), PackId::new(id).unwrap());
        let mut journal = Journal::bare();
        let packet = journal.text(PACKET);
        let sha_of_packet = Digest::of(PACKET.as_bytes());
        journal.write(Event::PacketTaken {
            issue: 1,
            sha256: sha_of_packet,
            packet,
        });
        let opened = Journal::opened().entries.pop().unwrap().event;
        let Event::VisitOpened {
            visit,
            kind,
            mode,
            sites,
            ..
        } = opened
        else {
            panic!("the third entry opens the visit");
        };
        let pack_ref = PackRef {
            id: id.clone(),
            sha256,
        };
        journal.write(Event::VisitOpened {
            visit,
            kind,
            mode,
            pack: pack_ref,
            sites,
        });
        journal.finish(1);
        journal.seal(1, 1);
        let header = |header: &mut StepHeader| {
            header.standards = Some(StandardsRef { id, sha256 });
        };
        let edit = |all: &mut Entries| put(all, "00-survey/pack.json", pack);
        let bytes = survey_with(&journal, header, edit);
        case(RULE, format!("a pack that is {what}"), bytes, code)
    };
    let text = String::from_utf8(PACK.to_vec()).unwrap();
    let broken = text.replace("\"domain\": \"1\"", "\"domain\": \"9\"");
    let newer = text.replace("onsite-pack/1", "onsite-pack/2");
    let mut cases = vec![
        pinned("one", PACK, "training-pack", "good"),
        pinned("another one", PACK, "another-pack", "pack"),
        pinned("empty", b"", "training-pack", "pack"),
        pinned("an empty object", b"{}", "training-pack", "pack"),
        pinned("no JSON", b"no pack", "training-pack", "pack"),
        pinned("broken", broken.as_bytes(), "training-pack", "pack"),
        pinned("newer", newer.as_bytes(), "training-pack", "newer"),
    ];
    let edit = |all: &mut Entries| put(all, "00-survey/pack.json", b"{}");
    let bytes = edited(&survey_file(), 0, edit);
    let name = "a pack that is not the header's";
    cases.push(Case::new("Header", name, bytes, "header"));
    cases
}

/// Reports by this version, and surveys that could not have been signed.
fn reports_and_readiness() -> Vec<Case> {
    let journal = sealed_journal();
    let by = |app: &str, what: &str, from: &str, to: &str, code| {
        let name = app.to_owned();
        let mut page = Vec::new();
        let header = |header: &mut StepHeader| {
            header.app = name;
            let whole = journal.case();
            let (packet, pack) = (serde_json::from_str(PACKET), serde_json::from_slice(PACK));
            let sealed = SealedSurvey {
                header,
                case: &whole,
                visit: whole.visit(&visit_id(1)).unwrap(),
                pack: &pack.unwrap(),
                packet: &packet.unwrap(),
                texts: &journal.texts,
                changes: &Changes::fold(whole.id.clone(), &journal.entries).1,
                sealed_at: journal.entries.last().unwrap().at,
            };
            page = (THIS_VERSION.write_report)(&sealed).unwrap();
        };
        let bytes = survey_with(&journal, header, |_| ());
        let text = String::from_utf8(page).unwrap();
        assert!(text.contains(from), "{from}");
        let page = text.replacen(from, to, 1);
        let bytes = resigned(&bytes, "00-survey", (Namespace::Survey, ANN.1), |all| {
            put(all, "00-survey/report.html", page.as_bytes());
        });
        case(RULE, format!("a report {what}"), bytes, code)
    };
    let ready = |what: &str, edit: &dyn Fn(&mut Journal), code| {
        let mut journal = Journal::opened();
        edit(&mut journal);
        journal.seal(1, 1);
        let bytes = survey_with(&journal, |_| (), |_| ());
        case(RULE, format!("a survey {what}"), bytes, code)
    };
    let ours = THIS_VERSION.app;
    vec![
        by(ours, "by this version", "Fully met", "Fully met", "good"),
        by(
            ours,
            "by this version with another level",
            "Fully met",
            "Not met",
            "report",
        ),
        by(
            ours,
            "by this version with a line more",
            "</html>\n",
            "</html>\n\n",
            "report",
        ),
        by(
            "onsite 99.0.0",
            "by another version",
            "Fully met",
            "Not met",
            "good",
        ),
        ready("with everything done", &|j| j.finish(1), "good"),
        ready("with nothing done", &|_| (), "not-ready"),
        ready(
            "with an answer taken back",
            &|j| {
                j.finish(1);
                j.write(j.answer(1, Some(Met), None));
            },
            "not-ready",
        ),
        ready(
            "with a level that no longer fits",
            &|j| {
                j.finish(1);
                j.write(j.answer(1, Some(Met), Some(NotMet)));
            },
            "not-ready",
        ),
        ready(
            "with words about Not met under Met",
            &|j| words(j, false),
            "not-ready",
        ),
        ready("with such words kept", &|j| words(j, true), "good"),
    ]
}

fn words(journal: &mut Journal, kept: bool) {
    journal.finish(1);
    journal.words_under_another_answer(1, kept);
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    [
        records(),
        statements(),
        pages(),
        packs(),
        reports_and_readiness(),
    ]
    .concat()
}
