//! Any event whatever, and what must hold for each: it survives its file, and its inverse's
//! inverse is itself.

use onsite::domain::journal::{EntryRef, Happening, in_order, line_of, read_line};
use onsite::domain::pack::Method;
use onsite::domain::program::packet::{VisitKind, VisitMode};
use onsite::domain::survey::answers::*;
use onsite::domain::survey::case::Case;
use onsite::domain::survey::decide::{redo, undo};
use onsite::domain::survey::events::{Entry, *};
use onsite::domain::survey::own_words::WordsAt;
use onsite::domain::survey::sources::*;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::*;
use onsite::domain::values::text::TextId;
use proptest::prelude::*;
use proptest::sample::select;

macro_rules! ids {
    ($($name:ident: $kind:ident),* $(,)?) => {
        $(fn $name() -> impl Strategy<Value = $kind> + Clone {
            // Few of them, so that events meet one another.
            select(vec!["a", "b.1", "c-2_x"]).prop_map(|id| $kind::new(id).unwrap())
        })*
    };
}
ids! {
    visit_id: VisitId, site: SiteId, source: SourceId, standard: StandardId,
    element: ElementId, attribute: AttributeId, role: RoleId, record_kind: RecordKindId,
    event_kind: EventKindId, principal: Principal, device: DeviceId, pack: PackId,
}

fn text() -> impl Strategy<Value = TextId> + Clone {
    (0..4_u8).prop_map(|number| Digest::of(&[number]))
}

fn words() -> impl Strategy<Value = String> + Clone {
    select(vec![
        "R01",
        "",
        "Añ \u{202e}\u{0}\"\\\n",
        "<script>",
        "長い名前",
    ])
    .prop_map(str::to_owned)
}

fn method() -> impl Strategy<Value = Method> + Clone {
    select(Method::ALL.to_vec())
}

fn level() -> impl Strategy<Value = Level> + Clone {
    select(Level::ALL.to_vec())
}

fn mode() -> impl Strategy<Value = VisitMode> + Clone {
    select(vec![VisitMode::OnSite, VisitMode::Video, VisitMode::Mixed])
}

fn maybe<S: Strategy>(inner: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::of(inner)
}

fn few<S: Strategy>(inner: S) -> impl Strategy<Value = Vec<S::Value>> {
    prop::collection::vec(inner, 0..3)
}

fn reason() -> impl Strategy<Value = Reason> {
    prop_oneof![
        any::<u16>().prop_map(Reason::Listed),
        text().prop_map(Reason::Typed)
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    (
        select(AnswerValue::ALL.to_vec()),
        maybe(reason()),
        maybe(text()),
    )
        .prop_map(|(value, reason, remark)| Answer {
            value,
            reason,
            remark,
        })
}

fn check() -> impl Strategy<Value = CheckKey> {
    (element(), method()).prop_map(|(element, method)| CheckKey { element, method })
}

fn cell() -> impl Strategy<Value = Cell> {
    (check(), maybe(site()), maybe(source())).prop_map(|(check, site, source)| Cell {
        check,
        site,
        source,
    })
}

fn words_at() -> impl Strategy<Value = WordsAt> {
    prop_oneof![
        check().prop_map(WordsAt::Note),
        cell().prop_map(WordsAt::Remark)
    ]
}

fn determination() -> impl Strategy<Value = Determination> {
    let ground = prop_oneof![
        element().prop_map(Ground::Element),
        source().prop_map(Ground::Source),
    ];
    (level(), level(), maybe(reason()), maybe(ground)).prop_map(
        |(level, suggested, reason, rests_on)| Determination {
            level,
            suggested,
            reason,
            rests_on,
        },
    )
}

fn explanation() -> impl Strategy<Value = Explanation> {
    (select(Gap::ALL.to_vec()), maybe(text())).prop_map(|(gap, text)| Explanation { gap, text })
}

fn target() -> impl Strategy<Value = NoteTarget> {
    prop_oneof![
        check().prop_map(NoteTarget::Check),
        standard().prop_map(NoteTarget::Standard)
    ]
}

fn sample() -> impl Strategy<Value = SampleKey> {
    (method(), words(), maybe(site())).prop_map(|(method, kind, site)| SampleKey {
        method,
        kind,
        site,
    })
}

fn sites() -> impl Strategy<Value = Sites> {
    prop_oneof![Just(Sites::All), few(site()).prop_map(Sites::Only)]
}

fn source_kind() -> impl Strategy<Value = SourceKind> {
    let coverage = prop_oneof![
        Just(Coverage::Full),
        few(standard()).prop_map(Coverage::Focused)
    ];
    let record = (record_kind(), coverage, few(attribute()), few(attribute()));
    prop_oneof![
        Just(SourceKind::Document),
        record.prop_map(|(kind, coverage, is, is_not)| SourceKind::Record {
            kind,
            coverage,
            is,
            is_not,
        }),
        role().prop_map(|role| SourceKind::Interview { role }),
        event_kind().prop_map(|kind| SourceKind::Event { kind }),
    ]
}

fn details() -> impl Strategy<Value = SourceDetails> {
    let chosen = maybe(select(ChosenBy::ALL.to_vec()));
    (
        (source_kind(), words(), maybe(words()), sites()),
        (maybe(text()), maybe(text()), chosen, maybe(text())),
    )
        .prop_map(
            |((kind, label, person, sites), (title, place, chosen_by, chosen_how))| SourceDetails {
                kind,
                label,
                person,
                sites,
                title,
                place,
                chosen_by,
                chosen_how,
            },
        )
}

fn said() -> impl Strategy<Value = ServiceSaid> {
    let offered = prop_oneof![
        Just(Offered::Everywhere),
        Just(Offered::Nowhere),
        few(site()).prop_map(Offered::NotAt),
    ];
    (offered, few(role())).prop_map(|(offered, told_by)| ServiceSaid { offered, told_by })
}

fn surveyor() -> impl Strategy<Value = Surveyor> {
    (principal(), words(), words()).prop_map(|(principal, name, credential)| Surveyor {
        principal,
        name,
        credential,
    })
}

/// Events that open, take in, close: none of them can be undone.
fn milestone() -> impl Strategy<Value = Event> {
    let opened = (visit_id(), mode(), pack(), few(site()));
    prop_oneof![
        any::<bool>().prop_map(|training| Event::CaseOpened { training }),
        (0..4_u32, text()).prop_map(|(issue, packet)| Event::PacketTaken {
            issue,
            sha256: packet,
            packet,
        }),
        opened.prop_map(|(visit, mode, id, sites)| Event::VisitOpened {
            visit,
            kind: VisitKind::Resurvey,
            mode,
            pack: PackRef {
                id,
                sha256: Digest::ZERO,
            },
            sites,
        }),
        text().prop_map(|text| Event::Redacted { text }),
        (visit_id(), 0..4_u32, words(), maybe(text())).prop_map(
            |(visit, revision, initials, reason)| Event::Sealed {
                visit,
                revision,
                initials,
                reason,
            }
        ),
        (visit_id(), 0..4_u32, text()).prop_map(|(visit, revision, reason)| {
            Event::RevisionOpened {
                visit,
                revision,
                reason,
            }
        }),
    ]
}

/// Events that set something and can be taken back.
fn change() -> impl Strategy<Value = Event> {
    macro_rules! set {
        ($event:ident, $value:expr) => {
            (visit_id(), $value, $value).prop_map(|(visit, was, now)| Event::$event {
                visit,
                was,
                now,
            })
        };
        ($event:ident, $key:ident: $of:expr, $value:expr) => {
            (visit_id(), $of, $value, $value).prop_map(|(visit, $key, was, now)| Event::$event {
                visit,
                $key,
                was,
                now,
            })
        };
    }
    let with = || maybe(1..5_u64);
    prop_oneof![
        set!(SurveyorNamed, maybe(surveyor())),
        set!(ModeSet, mode()),
        set!(ConflictCleared, any::<bool>()),
        (
            visit_id(),
            attribute(),
            maybe(said()),
            maybe(said()),
            with()
        )
            .prop_map(|(visit, service, was, now, with)| Event::ServiceTold {
                visit,
                service,
                was,
                now,
                with,
            }),
        set!(SourceChanged, source: source(), details().prop_map(Box::new)),
        set!(NoteWritten, on: target(), maybe(text())),
        set!(DifferenceExplained, standard: standard(), maybe(explanation())),
        set!(ShortfallExplained, sample: sample(), maybe(reason())),
        (visit_id(), source(), details()).prop_map(|(visit, source, details)| {
            Event::SourceAdded {
                visit,
                source,
                details,
            }
        }),
        (visit_id(), source(), details()).prop_map(|(visit, source, details)| {
            Event::SourceWithdrawn {
                visit,
                source,
                details,
            }
        }),
        (visit_id(), cell(), maybe(answer()), maybe(answer()), with()).prop_map(
            |(visit, cell, was, now, with)| Event::Answered {
                visit,
                cell,
                was,
                now,
                with,
            }
        ),
        (
            visit_id(),
            standard(),
            maybe(determination()),
            maybe(determination()),
            with()
        )
            .prop_map(|(visit, standard, was, now, with)| Event::Determined {
                visit,
                standard,
                was,
                now,
                with,
            }),
        (visit_id(), words_at(), any::<bool>(), any::<bool>()).prop_map(|(visit, at, was, now)| {
            Event::WordsKept {
                visit,
                at,
                was,
                now,
            }
        }),
        (text(), any::<bool>(), any::<bool>())
            .prop_map(|(text, was, now)| Event::IdentifierJustified { text, was, now }),
    ]
}

fn entry_ref() -> impl Strategy<Value = EntryRef> {
    (device(), 1..12_u64).prop_map(|(device, seq)| EntryRef { device, seq })
}

/// Any event at all.
pub fn any_event() -> impl Strategy<Value = Event> {
    let inner = || prop_oneof![1 => milestone(), 6 => change()].prop_map(Box::new);
    prop_oneof![
        4 => milestone(),
        12 => change(),
        2 => (entry_ref(), inner()).prop_map(|(entry, inverse)| Event::Undone { entry, inverse }),
        2 => (entry_ref(), inner()).prop_map(|(entry, again)| Event::Redone { entry, again }),
    ]
}

/// Entries that need not fit: no chain, any device, any order.
pub fn any_entry() -> impl Strategy<Value = Entry> {
    let at = || {
        select(vec![
            "2026-03-02T09:00:00-06:00",
            "2026-03-08T01:59:59+00:00",
            "1999-12-31T23:59:59+14:00",
        ])
        .prop_map(|at| chrono::DateTime::parse_from_rfc3339(at).unwrap())
    };
    let numbers = (1..12_u64, 1..12_u64);
    (
        device(),
        numbers,
        at(),
        maybe(at()),
        principal(),
        text(),
        any_event(),
    )
        .prop_map(
            |(device, (seq, clock), at, seen_at, actor, prev, event)| Entry {
                case: CaseId::new("case").unwrap(),
                device,
                seq,
                clock,
                at,
                seen_at,
                actor,
                prev,
                event,
            },
        )
}

proptest! {
    #![proptest_config(crate::cases(512))]

    #[test]
    fn every_entry_survives_its_line(entry in any_entry()) {
        let line = line_of(&entry).unwrap();
        prop_assert!(!line.contains(&b'\n') && !line.contains(&b'\r'));
        prop_assert_eq!(&read_line(&line, 1).unwrap(), &entry);
        let value: serde_json::Value = serde_json::from_slice(&line).unwrap();
        let keys: Vec<&String> = value["event"].as_object().unwrap().keys().collect();
        prop_assert!(matches!(keys[..], [key] if Event::is_known(key)));
    }

    #[test]
    fn the_inverse_of_the_inverse_is_the_event(event in any_event()) {
        let inverse = event.inverse();
        prop_assert_eq!(inverse.is_some(), event.can_be_undone());
        if let Some(inverse) = inverse {
            prop_assert_eq!(inverse.inverse(), Some(event.clone()));
            prop_assert_eq!(inverse.visit(), event.visit());
            let texts = |event: &Event| {
                let mut texts = event.texts();
                texts.sort_unstable();
                texts
            };
            prop_assert_eq!(texts(&inverse), texts(&event));
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(256))]

    /// Whatever stands in a journal, it is folded to the end, nothing is dropped in silence,
    /// and undo and redo decide without harm.
    #[test]
    fn the_fold_is_total(entries in prop::collection::vec(any_entry(), 0..60)) {
        let entries = in_order(entries);
        let case = Case::fold(CaseId::new("case").unwrap(), &entries);
        prop_assert_eq!(case.entries, entries.len() as u64);
        let find = |wanted: &EntryRef| {
            let entry = entries.iter().find(|entry| entry.reference() == *wanted)?;
            Some(entry.event.clone())
        };
        let _ = (undo(&case, &find), redo(&case, &find));
        for text in entries.iter().flat_map(|entry| entry.event.texts()) {
            prop_assert!(case.named_texts.contains(&text));
        }
    }
}
