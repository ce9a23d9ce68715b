//! The checks of one step, in their order, before any content is hashed.

use super::Conditions;
use crate::bundle::container::{Container, Entry};
use crate::bundle::folder::{Folder, Signed};
use crate::bundle::keys::SignerKey;
use crate::bundle::kinds::Kind;
use crate::bundle::manifest::{Manifest, Prev};
use crate::bundle::refusal::Refusal;
use crate::bundle::roster::{Roster, RosterEntry, Status};
use crate::bundle::step::{StepFault, StepHeader};
use crate::bundle::survey::Before;
use crate::bundle::when::Stamp;
use crate::bundle::{layout, limits, memory};
use chrono::TimeDelta;
use std::io::{Read, Seek};

/// How far ahead of this computer's clock a step may be sealed.
const FUTURE: TimeDelta = TimeDelta::hours(26);

/// A step whose header was checked; its contents are still to be hashed.
#[derive(Debug)]
pub(super) struct Step {
    pub folder: Folder,
    pub signed: Signed,
    pub manifest: Manifest,
    pub header: StepHeader,
    /// What `PREV` says, from step 1 on.
    pub prev: Option<Prev>,
    /// The signer is not on the roster.
    pub unknown: bool,
    /// What this survey's journals must go on from.
    pub before: Before,
}

/// Numbers and kinds of the folders: contiguous, in an order that a case can have, each with the
/// files of its kind.
pub(super) fn check_folders(
    entries: &[Entry],
    folders: &[Folder],
) -> Result<Vec<(u8, Kind)>, Refusal> {
    if let [only] = folders
        && only.name == layout::ROSTER_FOLDER
    {
        return Err(Refusal::IsRoster);
    }
    let mut steps: Vec<(u8, Kind)> = Vec::with_capacity(folders.len());
    for folder in folders {
        let wrong = |why| Refusal::Folders {
            folder: folder.name.clone(),
            why,
        };
        let (step, kind) = layout::parse_folder(&folder.name)
            .ok_or_else(|| wrong("is not the name of a step that this version knows"))?;
        match steps.last() {
            Some((last, _)) if *last + 1 != step => {
                return Err(wrong("does not have the next number"));
            }
            Some((_, last)) if !kind.may_follow(*last) => {
                return Err(wrong("cannot follow on the step before it"));
            }
            None if step == 0 && kind != Kind::Survey => {
                return Err(wrong("cannot be the first step of a case"));
            }
            None if step > 0 && (kind != Kind::Report || step < 2) => {
                return Err(wrong("cannot be the beginning of an excerpt"));
            }
            _ => {}
        }
        steps.push((step, kind));
    }
    check_kept(entries)?;
    let is_excerpt = steps.first().is_some_and(|(step, _)| *step > 0);
    for (folder, (step, kind)) in folders.iter().zip(&steps) {
        if is_excerpt && matches!(kind, Kind::Survey | Kind::Review) {
            return Err(Refusal::Folders {
                folder: folder.name.clone(),
                why: "cannot be in an excerpt",
            });
        }
        layout::check(*step, *kind, &folder.files(entries)).map_err(|fault| Refusal::Layout {
            folder: folder.name.clone(),
            fault,
        })?;
    }
    Ok(steps)
}

/// What will be held in memory is bounded before any of it is read.
fn check_kept(entries: &[Entry]) -> Result<(), Refusal> {
    let kept = |entry: &&Entry| limits::is_kept(entry.name.split_once('/').map_or("", |(_, p)| p));
    let total: u64 = entries.iter().filter(kept).map(|entry| entry.size).sum();
    if total > limits::KEPT {
        return Err(Refusal::TooMuchKept);
    }
    Ok(())
}

/// All checks of one step but the hashing of its contents.
pub(super) fn check_step<R: Read + Seek>(
    container: &mut Container<R>,
    folder: &Folder,
    (number, kind): (u8, Kind),
    previous: &[Step],
    conditions: &Conditions<'_>,
) -> Result<Step, Refusal> {
    let signed = folder.check_signature(container, kind.namespace())?;
    let entry = match conditions.roster {
        Some(roster) => check_key(roster, &signed.signer, kind, folder)?,
        None => None,
    };
    let manifest = folder.check_listing(container.entries(), &signed)?;
    let header = folder.read_listed(container, &manifest, layout::HEADER)?;
    let header = StepHeader::read(&header).map_err(|fault| Refusal::Header {
        folder: folder.name.clone(),
        fault,
    })?;
    check_header(&header, (number, kind), folder, &manifest)?;
    let expires = conditions.roster.map(|roster| roster.list.expires);
    check_signer(&header, &signed, entry.zip(expires), folder)?;
    if let (None, Some(roster)) = (entry, conditions.roster) {
        check_name_is_free(roster, &header, folder)?;
    }
    check_not_in_future(&header, conditions, folder)?;
    check_not_own_judge(&header, folder, previous)?;
    check_training(&header, conditions)?;
    let prev = match number {
        0 => None,
        _ => Some(check_prev(
            container, folder, &manifest, number, kind, previous,
        )?),
    };
    if let Some(last) = previous.last() {
        check_chain(&header, &last.header, folder)?;
    }
    let recalled = match conditions.memory {
        Some(memory) => memory::judge(memory, &header, signed.manifest_digest)?,
        None => None,
    };
    if let (Some(memory), Some(prev), true) = (conditions.memory, &prev, previous.is_empty()) {
        memory::judge_left_out(memory, &header, prev)?;
    }
    let surveys = previous
        .iter()
        .filter(|step| step.header.kind == Kind::Survey);
    let before = Before {
        in_file: surveys
            .flat_map(|step| step.header.journal.clone())
            .collect(),
        recalled,
    };
    Ok(Step {
        folder: folder.clone(),
        unknown: conditions.roster.is_some() && entry.is_none(),
        signed,
        manifest,
        header,
        prev,
        before,
    })
}

/// Revoked, known, role. An unknown signer is no refusal yet.
fn check_key<'a>(
    roster: &'a Roster,
    signer: &SignerKey,
    kind: Kind,
    folder: &Folder,
) -> Result<Option<&'a RosterEntry>, Refusal> {
    let Some(entry) = roster.list.entry_of(signer) else {
        return Ok(None);
    };
    let (folder, principal) = (folder.name.clone(), entry.principal.to_string());
    if entry.status == Status::Compromised {
        return Err(Refusal::SignerRevoked { folder, principal });
    }
    if !entry
        .namespaces()
        .any(|purpose| purpose == kind.namespace())
    {
        return Err(Refusal::SignerRole { folder, principal });
    }
    Ok(Some(entry))
}

/// Whoever signed a survey never signs a judgement of that case, whichever came first: a person is
/// the same under another key, and a key the same under another name.
fn check_not_own_judge(
    header: &StepHeader,
    folder: &Folder,
    previous: &[Step],
) -> Result<(), Refusal> {
    let kind = header.kind;
    let both = |step: &Step| {
        let (other, signer) = (step.header.kind, &step.header.signer);
        let same = signer.principal == header.signer.principal
            || signer.fingerprint == header.signer.fingerprint;
        same && ((kind.judges() && other == Kind::Survey)
            || (kind == Kind::Survey && other.judges()))
    };
    if previous.iter().any(both) {
        return Err(Refusal::SignerJudgesSelf {
            folder: folder.name.clone(),
            principal: header.signer.principal.to_string(),
        });
    }
    Ok(())
}

/// The header against its folder and manifest.
fn check_header(
    header: &StepHeader,
    (number, kind): (u8, Kind),
    folder: &Folder,
    manifest: &Manifest,
) -> Result<(), Refusal> {
    let wrong = |field, why| {
        Err(Refusal::Header {
            folder: folder.name.clone(),
            fault: StepFault::Field { field, why },
        })
    };
    if header.step != number {
        return wrong("step", "is not its folder's");
    }
    if header.kind != kind {
        return wrong("kind", "is not its folder's");
    }
    if kind == Kind::Survey {
        let listed = manifest.files().iter().filter(|(name, _)| {
            let path = name.strip_prefix(&folder.name).unwrap_or_default();
            layout::journal_device(path.trim_start_matches('/')).is_some()
        });
        let listed: Vec<&str> = listed.map(|(name, _)| name.as_str()).collect();
        let mut named: Vec<String> = header
            .journal
            .iter()
            .map(|chain| folder.name_of(&layout::journal(chain.device.as_str())))
            .collect();
        named.sort();
        if listed != named {
            return wrong("journal", "does not list the journals that are there");
        }
        let pack = manifest.digest(&folder.name_of(layout::PACK));
        if header.standards.as_ref().map(|standards| standards.sha256) != pack {
            return wrong("standards", "is not the standards edition that is there");
        }
    }
    Ok(())
}

/// The header against the signature and the roster.
fn check_signer(
    header: &StepHeader,
    signed: &Signed,
    known: Option<(&RosterEntry, Stamp)>,
    folder: &Folder,
) -> Result<(), Refusal> {
    let folder = folder.name.clone();
    if header.signer.fingerprint != *signed.signer.fingerprint() {
        return Err(Refusal::SignerName { folder });
    }
    let Some((entry, expires)) = known else {
        return Ok(());
    };
    if header.signer.principal != entry.principal {
        return Err(Refusal::SignerName { folder });
    }
    if !entry.is_valid_at(header.sealed_at) {
        return Err(Refusal::SignerDates {
            folder,
            principal: entry.principal.to_string(),
            sealed: header.sealed_at.written(),
        });
    }
    if header.sealed_at > expires {
        return Err(Refusal::AfterRoster {
            folder,
            sealed: header.sealed_at.written(),
            expired: expires.written(),
        });
    }
    Ok(())
}

/// Whoever is not on the roster must not look like somebody who is.
fn check_name_is_free(
    roster: &Roster,
    header: &StepHeader,
    folder: &Folder,
) -> Result<(), Refusal> {
    let name = &header.signer.principal;
    if roster
        .list
        .entries
        .iter()
        .any(|entry| entry.principal == *name)
    {
        return Err(Refusal::SignerNameTaken {
            folder: folder.name.clone(),
            principal: name.to_string(),
            fingerprint: header.signer.fingerprint.to_string(),
        });
    }
    Ok(())
}

/// Clocks differ, and days begin at different times; what is more than that nobody signed yet.
fn check_not_in_future(
    header: &StepHeader,
    conditions: &Conditions<'_>,
    folder: &Folder,
) -> Result<(), Refusal> {
    let ahead = header.sealed_at.moment() - conditions.now.moment();
    if ahead > FUTURE {
        return Err(Refusal::Future {
            folder: folder.name.clone(),
            sealed: header.sealed_at.written(),
        });
    }
    Ok(())
}

fn check_training(header: &StepHeader, conditions: &Conditions<'_>) -> Result<(), Refusal> {
    match conditions.roster {
        Some(roster) if roster.training != header.training => Err(Refusal::Training {
            bundle: header.training,
        }),
        _ => Ok(()),
    }
}

/// `PREV` names the step before: the one in this file, or one that an excerpt leaves out.
fn check_prev<R: Read + Seek>(
    container: &mut Container<R>,
    folder: &Folder,
    manifest: &Manifest,
    number: u8,
    kind: Kind,
    previous: &[Step],
) -> Result<Prev, Refusal> {
    let refuse = |why: &str| Refusal::Prev {
        folder: folder.name.clone(),
        why: why.to_owned(),
    };
    let bytes = folder.read_listed(container, manifest, layout::PREV)?;
    let prev = Prev::read(&bytes).map_err(|fault| refuse(&format!("its PREV: {fault}")))?;
    match previous.last() {
        Some(last) => {
            if prev.folder != last.folder.name
                || prev.manifest != last.signed.manifest_digest
                || prev.signature != last.signed.signature_digest
            {
                return Err(refuse("it was signed upon another one"));
            }
        }
        None => {
            let fits = layout::parse_folder(&prev.folder)
                .is_some_and(|(step, before)| step + 1 == number && kind.may_follow(before));
            if !fits || number >= limits::STEPS {
                return Err(refuse("its PREV names no step that can be before it"));
            }
        }
    }
    Ok(prev)
}

fn check_chain(header: &StepHeader, previous: &StepHeader, folder: &Folder) -> Result<(), Refusal> {
    let why = if header.case_id != previous.case_id {
        "it is of another case"
    } else if header.training != previous.training {
        "one is training and the other is not"
    } else if header.sealed_at < previous.sealed_at {
        "it was sealed before them"
    } else {
        return Ok(());
    };
    Err(Refusal::Chain {
        folder: folder.name.clone(),
        why,
    })
}
