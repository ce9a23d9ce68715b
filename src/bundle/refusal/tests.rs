//! How refusals are told and how the program ends after each.

use super::*;

#[test]
fn nothing_from_a_file_reaches_the_terminal_raw() {
    assert_eq!(visible("a\x1b[31m\u{202e}b"), "a\\u{1b}[31m\\u{202e}b");
    assert!(visible(&"x".repeat(1000)).len() < 210);
}

#[test]
fn what_this_computer_or_version_cannot_tell_is_no_reproach() {
    let folder = || "00-survey".to_owned();
    let header = |fault| Refusal::Header {
        folder: folder(),
        fault,
    };
    let io = || std::io::Error::other("no medium");
    let cannot = [
        header(StepFault::Newer("format 2".into())),
        Refusal::JournalNewer {
            name: "journal".into(),
            why: "an event".into(),
        },
        Refusal::Read(io()),
        Refusal::Container(ContainerFault::Read(io())),
        Refusal::Memory(MemoryFault("locked".into())),
        Refusal::OtherPrevious {
            folder: folder(),
            previous: "00-survey".into(),
            revision: 1,
        },
    ];
    for refusal in cannot {
        assert_eq!(refusal.exit(), ExitClass::CannotTell, "{refusal}");
        assert_eq!(refusal.exit().code(), 3);
    }
    // The very words of a newer form decide nothing: only the kind of the error does.
    let no = [
        header(StepFault::Form("it is written in a newer form".into())),
        header(StepFault::Spelling),
        Refusal::Journal {
            name: "newer".into(),
            why: "read, memory, newer".into(),
        },
        Refusal::Checksum {
            name: "newer/read".into(),
        },
        Refusal::Container(ContainerFault::Repacked),
        Refusal::SignerUnknown {
            folder: folder(),
            fingerprint: "SHA256:".into(),
        },
        Refusal::Roster("newer".into()),
    ];
    for refusal in no {
        assert_eq!(refusal.exit(), ExitClass::No, "{refusal}");
        assert_eq!(refusal.exit().code(), 1);
    }
}

#[test]
fn a_newer_form_is_told_as_such_wherever_it_stands() {
    let newer = Refusal::Header {
        folder: "00-survey".into(),
        fault: StepFault::Newer("format 2".into()),
    };
    assert_eq!(newer.code(), "newer");
    assert!(newer.remedy().contains("Update"));
    let damaged = Refusal::Checksum { name: "a/b".into() };
    assert_eq!(damaged.code(), "checksum");
    assert!(damaged.remedy().contains("Do not use the file"));
}
