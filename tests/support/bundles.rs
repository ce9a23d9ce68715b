//! Made-up signed files: a practice that does not exist, keys that are worth nothing.

pub use super::journals::*;
use onsite::bundle::container::Container;
use onsite::bundle::keys::SignerKey;
use onsite::bundle::kinds::{Kind, Namespace, Role};
use onsite::bundle::roster::{
    Roster, RosterEntry, RosterList, RosterSeal, read_roster, seal_roster,
};
use onsite::bundle::seal::{BundleWriter, NewStep, Part, Previous, SealFault, SealedStep};
use onsite::bundle::step::StandardsRef;
use onsite::bundle::verify::{Conditions, Keep, Verification, verify};
use onsite::bundle::when::Stamp;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{CaseId, PackId, Principal, VisitId};
pub use onsite::workspace::THIS_VERSION;
use ssh_key::PrivateKey;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use std::io::Cursor;
use std::sync::LazyLock;

/// The entries of a container as names and contents.
pub type Entries = Vec<(String, Vec<u8>)>;

/// The pack that all made-up surveys stand on: one Standard, one element, one check.
pub const PACK: &[u8] = include_bytes!("tiny_pack.json");
/// The packet that assigns them.
pub const PACKET: &str = include_str!("tiny_packet.json");
/// A page that says nothing; no version of ours wrote it.
pub const PAGE: &[u8] = b"<!DOCTYPE html>\n<title>TRAINING</title>\n";
/// The laptop that writes all made-up journals.
pub const DEVICE: &str = "laptop-1";

/// Who signs in the made-up office; the number is the seed of the key.
pub const ANN: (&str, u8, &[Role]) = ("ann-01", 1, &[Role::Surveyor]);
/// The Committee Reviewer.
pub const REV: (&str, u8, &[Role]) = ("rev-01", 2, &[Role::Reviewer]);
/// The office.
pub const OFF: (&str, u8, &[Role]) = ("off-01", 3, &[Role::Office, Role::Root]);
/// Who decides.
pub const DEC: (&str, u8, &[Role]) = ("dec-01", 4, &[Role::Decider]);

/// The key that follows from a seed.
pub fn key(seed: u8) -> PrivateKey {
    let pair = Ed25519Keypair::from_seed(&[seed; 32]);
    PrivateKey::new(KeypairData::Ed25519(pair), "worth nothing").unwrap()
}

pub fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).unwrap()
}

/// The moment at which all made-up steps are sealed, one hour apart.
pub fn sealed_at(step: u8) -> Stamp {
    stamp(&format!("2026-03-01T{:02}:30:00Z", 8 + step))
}

pub fn now() -> Stamp {
    stamp("2026-04-01T00:00:00Z")
}

pub fn principal(id: &str) -> Principal {
    Principal::new(id).unwrap()
}

pub fn case_id() -> CaseId {
    CaseId::new("2026-LKS").unwrap()
}

pub fn visit_id(number: u8) -> VisitId {
    VisitId::new(&format!("visit-{number}")).unwrap()
}

pub fn standards() -> StandardsRef {
    StandardsRef {
        id: PackId::new("training-pack").unwrap(),
        sha256: Digest::of(PACK),
    }
}

/// An entry of the roster.
pub fn person((id, seed, roles): (&str, u8, &[Role])) -> RosterEntry {
    let key = SignerKey::of(&key(seed)).unwrap();
    let dates = (stamp("2026-01-01T00:00:00Z"), stamp("2027-01-01T00:00:00Z"));
    RosterEntry::active(principal(id), format!("TRAINING {id}"), key, roles, dates)
}

pub fn roster_list() -> RosterList {
    RosterList::new(
        1,
        stamp("2026-01-01T00:00:00Z"),
        stamp("2027-01-01T00:00:00Z"),
        [ANN, REV, OFF, DEC].map(person).to_vec(),
    )
}

pub fn roster_seal(training: bool) -> RosterSeal {
    RosterSeal {
        training,
        sealed_at: stamp("2026-01-02T00:00:00Z"),
        principal: principal(OFF.0),
        random: [9; 16],
        app: "onsite tests".into(),
    }
}

/// A roster's file, signed by the made-up office.
pub fn roster_file(list: &RosterList, training: bool) -> Vec<u8> {
    seal_roster(list, &roster_seal(training), &key(OFF.1)).unwrap()
}

pub fn roster_from(list: &RosterList) -> Roster {
    read_roster(Cursor::new(roster_file(list, true))).unwrap()
}

pub fn roster() -> Roster {
    static READ: LazyLock<Roster> = LazyLock::new(|| roster_from(&roster_list()));
    READ.clone()
}

/// What is said of a new step, as its maker would.
pub fn new_step(kind: Kind, who: &str, previous: Option<&Previous>) -> NewStep {
    NewStep {
        kind,
        case_id: case_id(),
        visit_id: visit_id(1),
        revision: 1,
        supersedes: None,
        training: true,
        sealed_at: sealed_at(previous.map_or(0, |previous| previous.header.step + 1)),
        principal: principal(who),
        standards: (kind == Kind::Survey).then(standards),
        roster: None,
        to: Vec::new(),
        random: [7; 16],
        app: "onsite tests".into(),
        before: Vec::new(),
    }
}

/// The files of a step that is no survey.
pub fn other_parts(kind: Kind) -> Vec<Part<'static>> {
    let paths: &[&str] = match kind {
        Kind::Survey | Kind::Review => &[],
        Kind::Report => &["findings.csv", "plan-form.html", "report.html"],
        Kind::Plan => &["plan.json", "files/0001.pdf"],
        Kind::Followup | Kind::Decision => &["report.html"],
    };
    let mut parts = vec![Part::bytes("record.json", b"{}".to_vec())];
    for path in paths {
        let content = match path.ends_with(".html") {
            true => PAGE.to_vec(),
            false => format!("TRAINING {kind} {path}").into_bytes(),
        };
        parts.push(Part::bytes(*path, content));
    }
    parts
}

/// Who signs a kind in the made-up office.
pub fn signer(kind: Kind) -> (&'static str, u8) {
    let (id, seed, _) = match kind {
        Kind::Survey => ANN,
        Kind::Review | Kind::Report | Kind::Followup => REV,
        Kind::Plan => OFF,
        Kind::Decision => DEC,
    };
    (id, seed)
}

/// The first survey of the made-up case.
pub fn survey(attachments: &[&[u8]]) -> SealedStep<'static> {
    let new = new_step(Kind::Survey, ANN.0, None);
    seal_step(new, sealed_journal().parts(attachments), None, &key(ANN.1)).unwrap()
}

/// Seals as this version does.
pub fn seal_step<'a>(
    new: NewStep,
    parts: Vec<Part<'a>>,
    previous: Option<&Previous>,
    key: &PrivateKey,
) -> Result<SealedStep<'a>, SealFault> {
    onsite::bundle::seal::seal_step(new, parts, previous, key, &THIS_VERSION)
}

/// A step that is no survey, upon the one before.
pub fn next(kind: Kind, previous: &SealedStep<'_>) -> SealedStep<'static> {
    let previous = previous.previous();
    let (who, seed) = signer(kind);
    let new = new_step(kind, who, Some(&previous));
    seal_step(new, other_parts(kind), Some(&previous), &key(seed)).unwrap()
}

/// Survey, review, report, plan, followup, decision.
pub fn whole_case() -> Vec<SealedStep<'static>> {
    let mut steps = vec![survey(&[b"attached"])];
    for kind in &Kind::ALL[1..] {
        let step = next(*kind, steps.last().unwrap());
        steps.push(step);
    }
    steps
}

/// The file with these steps.
pub fn file(steps: &[SealedStep<'_>]) -> Vec<u8> {
    let mut writer = BundleWriter::new(Vec::new());
    for step in steps {
        writer.add(step).unwrap();
    }
    writer.finish().unwrap().0
}

/// A file with one survey and one attachment.
pub fn survey_file() -> Vec<u8> {
    file(&[survey(&[b"attached"])])
}

/// Verifies with the made-up office's roster and nothing seen before.
pub fn check(bytes: &[u8]) -> Verification {
    check_with(bytes, Some(&roster()))
}

pub fn check_with(bytes: &[u8], roster: Option<&Roster>) -> Verification {
    let conditions = Conditions {
        roster,
        memory: None,
        now: now(),
        allow_expired: false,
        keep: Keep::Documents,
        this: &THIS_VERSION,
    };
    verify(Cursor::new(bytes), &conditions)
}

/// The entries of a container as names and contents.
pub fn entries(bytes: &[u8]) -> Entries {
    let mut container = Container::open(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = container.entries().iter().map(|e| e.name.clone()).collect();
    let read = |(index, name)| (name, container.read(index).unwrap());
    names.into_iter().enumerate().map(read).collect()
}

/// A canonical container with these entries, whatever they say.
pub fn container(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = onsite::bundle::container::Writer::new(Vec::new());
    for (name, content) in entries {
        let crc = crc32fast::hash(content);
        let size = content.len() as u64;
        writer
            .entry(name, crc, size, &mut content.as_slice())
            .unwrap();
    }
    writer.finish().unwrap().0
}

/// Changes the content of a file as someone with the key `seed` could: the entries of `folder`
/// are edited, its manifest is made again and signed again. Signed for `purpose`.
pub fn resigned(
    bytes: &[u8],
    folder: &str,
    (purpose, seed): (Namespace, u8),
    edit: impl FnOnce(&mut Entries),
) -> Vec<u8> {
    let mut all = entries(bytes);
    edit(&mut all);
    all.sort();
    let prefix = format!("{folder}/");
    let own = |name: &str| name.ends_with("/SHA256SUMS") || name.ends_with("/SHA256SUMS.sig");
    let manifest: String = all
        .iter()
        .filter(|(name, _)| name.starts_with(&prefix) && !own(name))
        .map(|(name, content)| format!("{}  {name}\n", Digest::of(content)))
        .collect();
    with_manifest(&all, folder, (purpose, seed), manifest.as_bytes())
}

/// The entries with this manifest in `folder`, signed.
pub fn with_manifest(
    all: &[(String, Vec<u8>)],
    folder: &str,
    (purpose, seed): (Namespace, u8),
    manifest: &[u8],
) -> Vec<u8> {
    let signature = onsite::bundle::signature::sign(&key(seed), purpose, manifest).unwrap();
    let mut all = all.to_vec();
    put(&mut all, &format!("{folder}/SHA256SUMS"), manifest);
    put(&mut all, &format!("{folder}/SHA256SUMS.sig"), &signature);
    container(&all)
}

/// Replaces or adds an entry.
pub fn put(all: &mut Entries, name: &str, content: &[u8]) {
    all.retain(|(held, _)| held != name);
    all.push((name.to_owned(), content.to_vec()));
    all.sort();
}

/// Replaces the first `from` in an entry, which must be there.
pub fn replace(all: &mut [(String, Vec<u8>)], name: &str, from: &str, to: &str) {
    let entry = all.iter_mut().find(|(held, _)| held == name).unwrap();
    let text = String::from_utf8(entry.1.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}: {text}");
    entry.1 = text.replacen(from, to, 1).into_bytes();
}
