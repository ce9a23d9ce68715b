use super::between::{compare, net, visits};
use super::told::{self, Piece, PieceKind, pieces};
use super::*;
use crate::domain::journal::chain::ChainWriter;
use crate::domain::pack::Method;
use crate::domain::program::packet::{VisitKind, VisitMode};
use crate::domain::rich_visit::{Rich, check, opened};
use crate::domain::survey::answers::{AnswerValue, Level};
use crate::domain::survey::decide::Act;
use crate::domain::survey::events::PackRef;
use crate::domain::survey::visit::Visit;
use crate::domain::survey::words::Facts;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{DeviceId, ElementId, PackId, SiteId};
use chrono::Duration;

/// A journal that is written second by second.
struct Log {
    pen: ChainWriter,
    now: Moment,
    entries: Vec<Entry>,
}

fn visit() -> VisitId {
    VisitId::new("V1").unwrap()
}

fn case() -> CaseId {
    CaseId::new("case").unwrap()
}

impl Log {
    fn new() -> Self {
        let (by, device) = (Principal::new("s").unwrap(), DeviceId::new("a").unwrap());
        let mut log = Self {
            pen: ChainWriter::fresh(case(), by, device),
            now: Moment::parse_from_rfc3339("2026-03-02T09:00:00-06:00").unwrap(),
            entries: Vec::new(),
        };
        log.after(0, Event::CaseOpened { training: true });
        log.after(
            0,
            Event::VisitOpened {
                visit: visit(),
                kind: VisitKind::Survey,
                mode: VisitMode::OnSite,
                pack: PackRef {
                    id: PackId::new("p").unwrap(),
                    sha256: Digest::ZERO,
                },
                sites: vec![SiteId::new("A").unwrap()],
            },
        );
        log
    }

    fn after(&mut self, seconds: i64, event: Event) -> EntryRef {
        self.now += Duration::seconds(seconds);
        let (entry, _) = self.pen.write(event, self.now, None).unwrap();
        self.entries.push(entry);
        self.entries.last().unwrap().reference()
    }

    fn sealed(&mut self, revision: u32) -> Visit {
        self.after(
            60,
            Event::Sealed {
                visit: visit(),
                revision,
                initials: "RV".to_owned(),
                reason: None,
            },
        );
        let (case, _) = Changes::fold(case(), &self.entries);
        case.visit(&visit()).unwrap().clone()
    }

    fn changes(&self) -> Changes {
        Changes::fold(case(), &self.entries).1
    }
}

fn cell(source: &str) -> Cell {
    Cell {
        check: CheckKey {
            element: ElementId::new("3.1.1").unwrap(),
            method: Method::Record,
        },
        site: SiteId::new("A"),
        source: SourceId::new(source),
    }
}

fn answered(source: &str, was: Option<AnswerValue>, now: Option<AnswerValue>) -> Event {
    Event::Answered {
        visit: visit(),
        cell: cell(source),
        was: was.map(Answer::plain),
        now: now.map(Answer::plain),
        with: None,
    }
}

fn level(was: Option<Level>, now: Level) -> Event {
    let given = |level| Determination {
        level,
        suggested: level,
        reason: None,
        rests_on: None,
    };
    Event::Determined {
        visit: visit(),
        standard: StandardId::new("3.1").unwrap(),
        was: was.map(given),
        now: Some(given(now)),
        with: None,
    }
}

const MET: Option<AnswerValue> = Some(AnswerValue::Met);
const NOT_MET: Option<AnswerValue> = Some(AnswerValue::NotMet);

#[test]
fn a_first_answer_is_no_change_and_a_later_one_is() {
    let mut log = Log::new();
    log.after(0, answered("r1", None, MET));
    log.after(0, answered("r2", None, MET));
    let entry = log.after(3600, answered("r1", MET, NOT_MET));
    let changes = log.changes();
    let v1 = visit();
    let changes: Vec<_> = changes.of_visit(&v1).collect();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].entry, entry);
    assert_eq!(changes[0].subject, Subject::Answer(cell("r1")));
    assert_eq!(
        changes[0].was(),
        Some(Said::Answer(&Answer::plain(AnswerValue::Met)))
    );
    assert_eq!(
        changes[0].now(),
        Some(Said::Answer(&Answer::plain(AnswerValue::NotMet)))
    );
    assert_eq!(changes[0].by.as_str(), "s");
    assert!(!changes[0].is_first && !changes[0].is_slip);
}

#[test]
fn a_slip_is_mended_within_the_minute() {
    for (seconds, is_slip) in [(0, true), (59, true), (60, false), (3600, false)] {
        let mut log = Log::new();
        log.after(0, answered("r1", None, MET));
        log.after(seconds, answered("r1", MET, NOT_MET));
        let changes = log.changes();
        let v1 = visit();
        let change = changes.of_visit(&v1).next().unwrap();
        assert_eq!(change.is_slip, is_slip, "{seconds}");
    }
}

#[test]
fn what_is_taken_back_and_said_again_is_a_change() {
    let mut log = Log::new();
    log.after(0, answered("r1", None, MET));
    let cleared = log.after(600, answered("r1", MET, None));
    log.after(600, answered("r1", None, NOT_MET));
    let again = log.after(
        600,
        Event::Undone {
            entry: cleared,
            inverse: Box::new(answered("r1", None, MET)),
        },
    );
    let changes = log.changes();
    let v1 = visit();
    let changes: Vec<_> = changes.of_visit(&v1).collect();
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[0].now(), None);
    assert!(changes.iter().all(|change| !change.is_first));
    assert_eq!((&changes[2].entry, changes[2].how), (&again, How::Undone));
}

#[test]
fn every_level_is_followed_from_its_first() {
    let mut log = Log::new();
    log.after(0, level(None, Level::FullyMet));
    log.after(5, level(Some(Level::FullyMet), Level::PartlyMet));
    let changes = log.changes();
    let v1 = visit();
    let first: Vec<bool> = changes.of_visit(&v1).map(|c| c.is_first).collect();
    assert_eq!(first, [true, false]);
}

#[test]
fn a_revision_is_the_same_from_the_journal_and_from_both_files() {
    let mut log = Log::new();
    for source in ["r1", "r2", "r3"] {
        log.after(0, answered(source, None, MET));
    }
    log.after(0, level(None, Level::FullyMet));
    let before = log.sealed(1);
    log.after(
        60,
        Event::RevisionOpened {
            visit: visit(),
            revision: 2,
            reason: Digest::of(b"why"),
        },
    );
    log.after(60, answered("r1", MET, NOT_MET));
    log.after(60, answered("r2", MET, NOT_MET));
    log.after(60, answered("r2", NOT_MET, MET));
    log.after(60, answered("r4", None, NOT_MET));
    log.after(60, level(Some(Level::FullyMet), Level::PartlyMet));
    let after = log.sealed(2);
    let changes = log.changes();
    let v1 = visit();
    let of_second = changes.of_visit(&v1).filter(|change| change.revision == 2);
    let net = net(of_second);
    assert_eq!(net, visits(&before, &after));
    let subjects: Vec<_> = net.iter().map(|held| held.subject.clone()).collect();
    let level = Subject::Level(StandardId::new("3.1").unwrap());
    assert_eq!(
        subjects,
        [
            Subject::Answer(cell("r1")),
            Subject::Answer(cell("r4")),
            level
        ]
    );
    assert_eq!(net[1].was, None);
}

#[test]
fn words_that_went_and_came_are_told_apart() {
    let piece = |kind, text: &str| Piece {
        kind,
        text: text.to_owned(),
    };
    assert_eq!(
        pieces("one signature in R02", "two signatures in R02"),
        [
            piece(PieceKind::Went, "one"),
            piece(PieceKind::Came, "two"),
            piece(PieceKind::Stayed, " "),
            piece(PieceKind::Went, "signature"),
            piece(PieceKind::Came, "signatures"),
            piece(PieceKind::Stayed, " in R02"),
        ]
    );
    let text = |kind, was, now| -> String {
        let pieces = pieces(was, now);
        let held = pieces.iter().filter(|piece| piece.kind != kind);
        held.map(|piece| piece.text.as_str()).collect()
    };
    assert_eq!(text(PieceKind::Came, "a b", "c d e"), "a b");
    assert_eq!(text(PieceKind::Went, "a b", "c d e"), "c d e");
}

/// A journal may say of itself that something was which was not: the two visits tell.
#[test]
fn a_journal_that_says_falsely_what_was_does_not_agree_with_both_files() {
    let mut log = Log::new();
    log.after(0, answered("r1", None, NOT_MET));
    log.after(0, answered("r2", None, MET));
    let before = log.sealed(1);
    log.after(
        60,
        Event::RevisionOpened {
            visit: visit(),
            revision: 2,
            reason: Digest::of(b"why"),
        },
    );
    log.after(60, answered("r2", MET, NOT_MET));
    let honest = log.sealed(2);
    let changes = log.changes();
    assert_eq!(compare(&before, &honest, &changes).unwrap().len(), 1);
    log.entries.pop();
    log.after(60, answered("r1", None, MET));
    let after = log.sealed(2);
    let changes = log.changes();
    let unlike = compare(&before, &after, &changes).unwrap_err();
    assert_eq!(unlike, [Subject::Answer(cell("r1"))]);
}

#[test]
fn a_remark_is_words_and_no_other_answer() {
    let remarked = |was: &Answer, remark: Option<&str>| {
        let now = Answer {
            remark: remark.map(|words| Digest::of(words.as_bytes())),
            ..was.clone()
        };
        let event = Event::Answered {
            visit: visit(),
            cell: cell("r1"),
            was: Some(was.clone()),
            now: Some(now.clone()),
            with: None,
        };
        (now, event)
    };
    let mut log = Log::new();
    log.after(0, answered("r1", None, NOT_MET));
    let (once, event) = remarked(&Answer::plain(AnswerValue::NotMet), Some("one"));
    log.after(5, event);
    let (_, event) = remarked(&once, Some("two"));
    log.after(5, event);
    let (changes, v1) = (log.changes(), visit());
    let told: Vec<_> = changes
        .of_visit(&v1)
        .map(|c| (c.is_first, c.is_slip))
        .collect();
    assert_eq!(told, [(true, false), (false, false)]);
}

#[test]
fn what_is_gone_is_called_by_its_label_and_what_was_kept_is_told() {
    let mut rich = opened();
    let key = check("3.12.2", Method::Record);
    rich.answer(key.clone(), "main", "r01", AnswerValue::NotMet, None);
    rich.remark(key.clone(), "main", "r01", "one signature");
    rich.answer(key.clone(), "main", "r01", AnswerValue::Met, None);
    let at = Cell {
        check: key.clone(),
        site: SiteId::new("main"),
        source: SourceId::new("r01"),
    };
    let on = WordsAt::Remark(at.clone());
    rich.act(Act::KeepWords(on.clone()));
    let kept = Subject::Kept(on);
    let facts = |rich: &Rich| -> Vec<(Subject, String)> {
        let facts = Facts {
            visit: rich.visit(),
            pack: &rich.pack,
            packet: Some(&rich.packet),
            texts: &rich.texts,
        };
        let changes = rich.changes.of_visit(&rich.visit().id);
        let told = changes.map(|change| {
            let (was, now) = (change.was(), change.now());
            let subject = told::subject(&facts, &change.subject, was.or(now));
            let (was, now) = (told::said(&facts, was), told::said(&facts, now));
            (change.subject.clone(), format!("{subject}: {was} > {now}"))
        });
        told.collect()
    };
    let told = facts(&rich);
    let (_, said) = told.iter().find(|(subject, _)| *subject == kept).unwrap();
    assert_eq!(
        said,
        "Remark at 3.12.2 Records, R01 at Main Street: written under other answers > kept under \
         the answers as they are"
    );
    rich.clear(key, "main", "r01");
    rich.act(Act::WithdrawSource(SourceId::new("r01").unwrap()));
    let told = facts(&rich);
    let mut of_cell = told
        .iter()
        .filter(|(subject, _)| *subject == Subject::Answer(at.clone()));
    let (_, said) = of_cell.next().unwrap();
    assert!(
        said.starts_with("3.12.2 Records, R01 (withdrawn) at Main Street: "),
        "{said}"
    );
}

#[test]
fn a_text_typed_again_in_the_same_words_is_no_difference_to_a_reader() {
    let mut rich = opened();
    let on = NoteTarget::Check(check("3.12.2", Method::Record));
    for words in ["One signature.", "One signature."] {
        let text = Some(rich.text(words));
        rich.act(Act::WriteNote {
            on: on.clone(),
            text,
        });
    }
    let facts = Facts {
        visit: rich.visit(),
        pack: &rich.pack,
        packet: Some(&rich.packet),
        texts: &rich.texts,
    };
    let of_note = |change: &&Change| change.subject == Subject::Note(on.clone());
    let changes = || rich.changes.of_visit(&rich.visit().id).filter(of_note);
    let again: Vec<bool> = changes()
        .map(|change| told::reads_the_same(&facts, change.was(), change.now()))
        .collect();
    assert_eq!(again, [false, true]);
    let later = || changes().filter(|change| !change.is_first);
    assert_eq!(
        (net(later()).len(), told::differences(&facts, later()).len()),
        (1, 0)
    );
}
