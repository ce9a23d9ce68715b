//! What stands beside a survey's journals says the same as they do, or the file is refused although
//! a rightful signer signed it. FORMAT.md, Contents by kind.

use crate::support::bundles::*;
use onsite::bundle::kinds::{Kind, Namespace};
use onsite::bundle::this_version::SealedSurvey;
use onsite::domain::survey::answers::AnswerValue::{Met, NotMet};
use onsite::domain::survey::changes::Changes;
use onsite::domain::survey::events::{Event, PackRef};
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::PackId;

fn code(edit: &dyn Fn(&mut Entries)) -> &'static str {
    let file = survey_with(&sealed_journal(), |_| (), |all| edit(all));
    let outcome = check(&file);
    assert_eq!(outcome.contents.is_some(), outcome.exit().code() == 0);
    outcome.code()
}

const RECORD: &str = "00-survey/record.json";
const REPORT: &str = "00-survey/report.html";

#[test]
fn the_record_is_what_the_journals_come_to() {
    let record = |from: &'static str, to: &'static str| code(&|all| replace(all, RECORD, from, to));
    assert_eq!(record("\"met\"", "\"met\""), "good");
    assert_eq!(record("\"met\"", "\"not_met\""), "record");
    assert_eq!(record("\"record\":1", "\"record\":2"), "record");
    assert_eq!(record("\"training\":true", "\"training\":false"), "record");
    assert_eq!(record("Lakeside", "Lakesite"), "record");
    assert_eq!(record("fully_met", "partly_met"), "record");
    assert_eq!(
        record("\"erased\":[]}", "\"erased\":[],\"more\":1}"),
        "record"
    );
    assert_eq!(record("\"erased\":[]}", "\"erased\":[]}\n"), "spelling");
    assert_eq!(record(",\"erased\":[]}", "}"), "record");
    assert_eq!(
        record("\"surveyor\":null", "\"surveyor\": null"),
        "spelling"
    );
    assert_eq!(record("\"planned\"", "\"pl\\u0061nned\""), "spelling");
    assert_eq!(
        record("\"answer\":\"met\"", "\"answer\":{\"met\":null}"),
        "spelling"
    );
    let put = |content: &[u8]| code(&|all| put(all, RECORD, content));
    for content in ["", "{}", "[]", "null", "garbage", "\u{feff}{}"] {
        assert_eq!(put(content.as_bytes()), "record", "{content}");
    }
    let million = format!("[{}{{}}]", "{},".repeat(1_000_000));
    assert_eq!(put(million.as_bytes()), "record");
    let cut = sealed_journal().record();
    assert_eq!(put(&cut[..cut.len() / 2]), "record");
}

#[test]
fn the_reason_names_what_differs() {
    let edit =
        |all: &mut Entries| replace(all, RECORD, "\"answer\":\"met\"", "\"answer\":\"not_met\"");
    let outcome = check(&survey_with(&sealed_journal(), |_| (), edit));
    let said = outcome.summary();
    assert!(
        said.contains("record.json") && said.contains("answers"),
        "{said}"
    );
}

#[test]
fn the_pack_is_one_and_the_right_one() {
    // With the header and the journal pinned to whatever bytes are there.
    let pinned = |pack: &[u8], id: &str| {
        let sha256 = Digest::of(pack);
        let id = PackId::new(id).unwrap();
        let mut journal = Journal::opened();
        let visit = journal.entries.pop().unwrap();
        let Event::VisitOpened {
            visit,
            kind,
            mode,
            sites,
            ..
        } = visit.event
        else {
            panic!("the third entry opens the visit");
        };
        let mut again = Journal::bare();
        let packet = again.text(PACKET);
        again.write(Event::PacketTaken {
            issue: 1,
            sha256: Digest::of(PACKET.as_bytes()),
            packet,
        });
        let pack_ref = PackRef {
            id: id.clone(),
            sha256,
        };
        again.write(Event::VisitOpened {
            visit,
            kind,
            mode,
            pack: pack_ref,
            sites,
        });
        again.finish(1);
        again.seal(1, 1);
        let header = |header: &mut onsite::bundle::step::StepHeader| {
            header.standards = Some(onsite::bundle::step::StandardsRef { id, sha256 });
        };
        let edit = |all: &mut Entries| put(all, "00-survey/pack.json", pack);
        check(&survey_with(&again, header, edit)).code()
    };
    assert_eq!(pinned(PACK, "training-pack"), "good");
    assert_eq!(pinned(PACK, "another-pack"), "pack");
    for bad in ["", "{}", "no pack", "{\"training\":\"not a real pack\"}"] {
        assert_eq!(pinned(bad.as_bytes(), "training-pack"), "pack", "{bad}");
    }
    let text = String::from_utf8(PACK.to_vec()).unwrap();
    let broken = text.replace("\"domain\": \"1\"", "\"domain\": \"9\"");
    assert_eq!(pinned(broken.as_bytes(), "training-pack"), "pack");
    let newer = text.replace("onsite-pack/1", "onsite-pack/2");
    assert_eq!(pinned(newer.as_bytes(), "training-pack"), "newer");
}

#[test]
fn a_page_only_shows_something_whoever_wrote_it() {
    let page = |body: &str| {
        let page = format!("<!DOCTYPE html>\n<title>TRAINING</title>\n{body}");
        code(&|all| put(all, REPORT, page.as_bytes()))
    };
    assert_eq!(page("<p>3 &gt; 2</p>"), "good");
    assert_eq!(page("<script>alert(1)</script>"), "html");
    assert_eq!(page("<img src=\"https://example.org/a.png\">"), "html");
    assert_eq!(page("<p onclick=\"a()\">"), "html");
    assert_eq!(page("<!-- a comment -->"), "html");
    assert_eq!(code(&|all| put(all, REPORT, b"no page")), "html");
    // The pages of other kinds too.
    let steps = whole_case();
    for (folder, kind) in [
        ("02-report", Kind::Report),
        ("04-followup", Kind::Followup),
        ("05-decision", Kind::Decision),
    ] {
        let count = usize::from(folder.as_bytes()[1] - b'0') + 1;
        let signer = (kind.namespace(), signer(kind).1);
        let bad = resigned(&file(&steps[..count]), folder, signer, |all| {
            let name = format!("{folder}/report.html");
            put(all, &name, b"<!DOCTYPE html><script>a()</script>");
        });
        assert_eq!(check(&bad).code(), "html", "{folder}");
    }
    let form = resigned(
        &file(&steps[..3]),
        "02-report",
        (Namespace::Report, REV.1),
        |all| {
            put(
                all,
                "02-report/plan-form.html",
                b"<!DOCTYPE html><form action=\"a\">",
            );
        },
    );
    assert_eq!(check(&form).code(), "html");
}

/// The report of a survey with this journal, as this version writes it for this header.
fn report(journal: &Journal, header: &onsite::bundle::step::StepHeader) -> Vec<u8> {
    let case = journal.case();
    let packet = serde_json::from_str(PACKET).unwrap();
    let pack = serde_json::from_slice(PACK).unwrap();
    let sealed = SealedSurvey {
        header,
        case: &case,
        visit: case.visit(&header.visit_id).unwrap(),
        pack: &pack,
        packet: &packet,
        texts: &journal.texts,
        changes: &Changes::fold(case.id.clone(), &journal.entries).1,
        sealed_at: journal.entries.last().unwrap().at,
    };
    (THIS_VERSION.write_report)(&sealed).unwrap()
}

#[test]
fn a_report_by_this_version_is_what_this_version_writes() {
    let journal = sealed_journal();
    let by = |app: &str, from: &str, to: &str| {
        let name = app.to_owned();
        let mut page = Vec::new();
        let header = |header: &mut onsite::bundle::step::StepHeader| {
            header.app = name;
            page = report(&journal, header);
        };
        let file = survey_with(&journal, header, |_| ());
        let text = String::from_utf8(page).unwrap();
        assert!(text.contains(from), "{from}");
        let page = text.replacen(from, to, 1);
        let signer = (Namespace::Survey, ANN.1);
        let edit = |all: &mut Entries| put(all, REPORT, page.as_bytes());
        check(&resigned(&file, "00-survey", signer, edit))
    };
    let good = by(THIS_VERSION.app, "Fully met", "Fully met");
    assert_eq!(good.code(), "good", "{:?}", good.refusal);
    assert!(good.notices.is_empty(), "{:?}", good.notices);
    let other = by(THIS_VERSION.app, "Fully met", "Not met");
    assert_eq!(other.code(), "report");
    assert_eq!(
        by(THIS_VERSION.app, "</html>\n", "</html>\n\n").code(),
        "report"
    );
    let another_version = by("onsite 99.0.0", "Fully met", "Not met");
    assert_eq!(another_version.code(), "good");
    let notice = &another_version.notices[0];
    assert!(
        notice.contains("not compared") && notice.contains("written by onsite 99.0.0"),
        "{notice}"
    );
}

#[test]
fn what_could_not_have_been_signed_is_refused() {
    let with = |edit: &dyn Fn(&mut Journal)| {
        let mut journal = Journal::opened();
        edit(&mut journal);
        journal.seal(1, 1);
        check(&survey_with(&journal, |_| (), |_| ()))
    };
    assert_eq!(with(&|journal| journal.finish(1)).code(), "good");
    let empty = with(&|_| ());
    assert_eq!(empty.code(), "not-ready");
    let said = empty.summary();
    assert!(
        said.contains("could not have been signed") && said.contains("left to do"),
        "{said}"
    );
    let open = with(&|journal| {
        journal.finish(1);
        journal.write(journal.answer(1, Some(Met), None));
    });
    assert_eq!(open.code(), "not-ready");
    // The level that was given no longer fits the answer.
    let changed = with(&|journal| {
        journal.finish(1);
        journal.write(journal.answer(1, Some(Met), Some(NotMet)));
    });
    assert_eq!(changed.code(), "not-ready");
    // Words about Not met under Met, until somebody keeps them in the journal.
    let words = |kept| {
        with(&|journal| {
            journal.finish(1);
            journal.words_under_another_answer(1, kept);
        })
    };
    assert_eq!(words(false).code(), "not-ready");
    assert_eq!(words(true).code(), "good");
}

#[test]
fn other_kinds_have_a_plain_record_in_one_spelling() {
    let bytes = file(&whole_case()[..2]);
    let record = |content: &str| {
        let review = (Namespace::Review, REV.1);
        let edited = resigned(&bytes, "01-review", review, |all| {
            put(all, "01-review/record.json", content.as_bytes());
        });
        check(&edited).code()
    };
    for good in ["{}", "{\"b\":[1,null,\"\u{fc}\"],\"a\":-1}"] {
        assert_eq!(record(good), "good", "{good}");
    }
    for bad in [
        "",
        "[]",
        "{} ",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1.5}",
        "{\"\\u0061\":1}",
    ] {
        assert_eq!(record(bad), "spelling", "{bad}");
    }
}
