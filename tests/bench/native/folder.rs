//! Data folders to measure with: set up as a person would, with the real cost of the passphrase.
//!
//! - S: the training visit, nearly finished (about 1,000 answers).
//! - L: a pack of 5,000 elements, and a visit over it with 50,000 entries.
//!
//! In both the Surveyor stopped at an answer, so that opening has a place to return to.

use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey};
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::values::ids::{CaseId, SourceId};
use onsite::standards;
use onsite::tui::survey::Survey;
use onsite::tui::walk::Walk;
use onsite::vault::Passphrase;
use onsite::workspace::{DataFolder, Imported, NewUser, Workspace, World};
use serde_json::{Value, json};
use std::path::Path;

/// Elements of the large pack, at least.
const ELEMENTS: usize = 5_000;
/// Entries of the large visit.
const ENTRIES: u64 = 50_000;
/// Entries of one commit while it is made.
const AT_ONCE: usize = 1_000;

/// Makes a folder of a size, `S` or `L`.
pub fn make(size: &str, folder: &Path, passphrase: &str) {
    let mut workspace = Workspace::open(DataFolder::at(folder), World::real()).unwrap();
    workspace
        .set_up(&NewUser {
            name: "Robin Vale",
            credential: "RN, OCN",
            principal: Some("training-surveyor"),
            passphrase: &Passphrase::new(passphrase.to_owned()),
            adopt: None,
        })
        .unwrap();
    workspace.confirm_recovery().unwrap();
    let case = match size {
        "S" => workspace.training_case().unwrap(),
        "L" => large(&mut workspace),
        other => panic!("no such size: {other}"),
    };
    let opened = workspace.open_case(&case).unwrap();
    let visit = opened.file.visit().unwrap();
    let mut walk = Walk::start();
    let (cell, _) = visit.last_answered.as_ref().unwrap();
    walk.go_to(&opened.file.pack, visit, &cell.check);
    workspace
        .remember_place(&case, serde_json::to_string(&walk).unwrap())
        .unwrap();
    println!(
        "{size}: {} elements, {} entries",
        opened.file.pack.elements().count(),
        opened.file.case.entries
    );
    workspace.lock().unwrap();
}

/// The large visit.
fn large(workspace: &mut Workspace) -> CaseId {
    workspace.import(&large_pack(), false).unwrap();
    let (packet, _) = standards::sample_packet().unwrap();
    let mut packet: Value = serde_json::from_slice(packet).unwrap();
    packet["pack"] = json!("large");
    packet["case"] = json!("TRAINING-LARGE");
    let imported = workspace.import(packet.to_string().as_bytes(), false);
    let Imported::Opened { case, .. } = imported.unwrap() else {
        panic!("a new case")
    };
    let opened = workspace.open_case(&case).unwrap();
    let mut survey = Survey::new(opened.file, &opened.entries, opened.pen);
    let sources = sources(workspace, &mut survey);
    let elements: Vec<_> = survey
        .pack()
        .elements()
        .filter(|(_, element)| element.checks.need(Method::Record).is_some())
        .map(|(_, element)| element.id.clone())
        .collect();
    let mut waiting = 0;
    // Round after round, so that the last answers lie all over the pack; the second time round
    // answers are changed.
    for round in 0.. {
        for element in &elements {
            for (at, (source, site)) in sources.iter().enumerate() {
                if survey.file.case.entries >= ENTRIES {
                    flush(workspace, &mut survey);
                    return case;
                }
                let value = if (at + round) % 7 == 3 {
                    AnswerValue::NotMet
                } else {
                    AnswerValue::Met
                };
                let cell = Cell {
                    check: CheckKey {
                        element: element.clone(),
                        method: Method::Record,
                    },
                    site: Some(site.clone()),
                    source: Some(source.clone()),
                };
                let answer = Some(Answer::because(value, None));
                // What does not fit this record is refused, and left out.
                let done = survey.act(Act::Answer { cell, answer }, workspace.now());
                waiting += usize::from(done.is_ok());
                if waiting >= AT_ONCE {
                    flush(workspace, &mut survey);
                    waiting = 0;
                }
            }
        }
    }
    case
}

fn flush(workspace: &mut Workspace, survey: &mut Survey) {
    let batch = survey.take_batch();
    workspace.append(&survey.file, batch).unwrap();
}

/// Twelve records at each site.
fn sources(
    workspace: &mut Workspace,
    survey: &mut Survey,
) -> Vec<(SourceId, onsite::domain::values::ids::SiteId)> {
    let kind = survey.pack().record_kinds[0].id.clone();
    let sites = survey.visit().unwrap().sites.clone();
    let mut made = Vec::new();
    for site in sites {
        for _ in 0..12 {
            let number = made.len() + 1;
            let source = SourceId::new(&format!("record-{number}")).unwrap();
            let details = SourceDetails {
                kind: SourceKind::Record {
                    kind: kind.clone(),
                    coverage: Coverage::Full,
                    is: Vec::new(),
                    is_not: Vec::new(),
                },
                label: format!("R{number:02}"),
                person: None,
                sites: Sites::Only(vec![site.clone()]),
                title: None,
                place: None,
                chosen_by: Some(ChosenBy::AtRandom),
                chosen_how: None,
            };
            let act = Act::AddSource {
                source: source.clone(),
                details,
            };
            survey.act(act, workspace.now()).unwrap();
            made.push((source, site.clone()));
        }
    }
    made
}

/// The pack that comes with the program, its Standards copied until there are enough elements.
fn large_pack() -> Vec<u8> {
    let embedded = standards::embedded_pack("qcp-2016").unwrap();
    let mut pack: Value = serde_json::from_slice(embedded.bytes).unwrap();
    pack["id"] = json!("large");
    let first = pack["standards"].as_array().unwrap().clone();
    let provenance = pack["provenance"]["standards"].as_array().unwrap().clone();
    let once: usize = first
        .iter()
        .map(|s| s["elements"].as_array().unwrap().len())
        .sum();
    for copy in 1..=ELEMENTS / once {
        for standard in &first {
            let mut standard = standard.clone();
            let id = standard["id"].as_str().unwrap().to_owned();
            let new = renamed(&id, copy);
            standard["id"] = json!(new);
            for element in standard["elements"].as_array_mut().unwrap() {
                let tail = element["id"].as_str().unwrap().strip_prefix(&id).unwrap();
                element["id"] = json!(format!("{new}{tail}"));
            }
            pack["standards"].as_array_mut().unwrap().push(standard);
        }
        for entry in &provenance {
            let mut entry = entry.clone();
            entry["standard"] = json!(renamed(entry["standard"].as_str().unwrap(), copy));
            pack["provenance"]["standards"]
                .as_array_mut()
                .unwrap()
                .push(entry);
        }
    }
    pack.to_string().into_bytes()
}

/// `3.4` as a Standard of its own in the fifth copy: `3.504`.
fn renamed(id: &str, copy: usize) -> String {
    let (domain, number) = id.split_once('.').unwrap();
    format!("{domain}.{}{number:0>2}", copy)
}
