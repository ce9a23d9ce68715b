//! Training: keys that are worth nothing, the roster that knows them, the finished bundle for
//! showing. Everything here is fixed, so it comes out the same on every computer.
//!
//! The made-up visit itself is in [`crate::domain::training`].

use super::APP;
use super::error::WorkspaceError;
use super::files::{self, Replace};
use super::sealing::{Sealed, Sealing};
use crate::bundle::keys::SignerKey;
use crate::bundle::kinds::Role;
use crate::bundle::roster::{
    Roster, RosterEntry, RosterList, RosterSeal, allowed_signers, read_roster, revoked_keys,
    roster_file_name, seal_roster,
};
use crate::bundle::seal::{BundleWriter, SealFault};
use crate::bundle::when::Stamp;
use crate::domain::journal::ChainHead;
use crate::domain::journal::chain::ChainWriter;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::PackRef;
use crate::domain::training::{self, CREDENTIAL, Extent, NAME, PRINCIPAL, Training};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{DeviceId, Principal};
use crate::standards::{Pinned, embedded_pack, sample_packet};
use crate::vault::{DataKey, SigningKey};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Seeds and nonces follow from this and a name; anyone may know it.
const WORTHLESS: &str = "onsite training key, worth nothing";
/// Who signs the training roster.
const OFFICE: &str = "training-office";
/// When the training visit begins; it was made up, so it is always the same day.
const START: &str = "2026-11-17T08:30:00-06:00";
/// When the training bundle is sealed.
const SEALED: &str = "2026-11-18T16:40:00-06:00";
/// The training roster's dates: it is never out of date.
const VALID: (&str, &str) = ("2026-01-01T00:00:00Z", "2125-12-31T00:00:00Z");

/// The file name of the training key in the folder of the training bundle.
pub const KEY_FILE: &str = "training_key";

fn worthless(name: &str) -> Digest {
    Digest::of_parts([WORTHLESS.as_bytes(), b", ", name.as_bytes()])
}

fn nonce(name: &str) -> [u8; 16] {
    let mut nonce = [0; 16];
    nonce.copy_from_slice(worthless(name).as_bytes().split_at(16).0);
    nonce
}

/// The key that signs everything that is training.
pub(super) fn signing_key() -> SigningKey {
    SigningKey::from_seed(worthless(PRINCIPAL).as_bytes(), WORTHLESS)
}

/// The key of the training database.
pub(super) fn data_key() -> DataKey {
    DataKey::from_bytes(*worthless("data").as_bytes())
}

/// Who acts and signs in training cases.
pub(super) fn principal() -> Result<Principal, WorkspaceError> {
    Principal::new(PRINCIPAL).ok_or(WorkspaceError::Mistake("the training id is none"))
}

fn fixed<T>(found: Option<T>) -> Result<T, WorkspaceError> {
    found.ok_or(WorkspaceError::Mistake("a fixed training value is wrong"))
}

fn list() -> Result<RosterList, WorkspaceError> {
    let dates = (fixed(Stamp::parse(VALID.0))?, fixed(Stamp::parse(VALID.1))?);
    let person = |id: &str, name: &str, roles: &[Role]| {
        let key = SigningKey::from_seed(worthless(id).as_bytes(), WORTHLESS);
        let key = fixed(SignerKey::of(key.private()))?;
        let id = fixed(Principal::new(id))?;
        Ok::<_, WorkspaceError>(RosterEntry::active(id, name, key, roles, dates))
    };
    let surveyor = format!("{NAME}, {CREDENTIAL}");
    let entries = vec![
        person(PRINCIPAL, &surveyor, &[Role::Surveyor])?,
        person(OFFICE, "TRAINING office", &[Role::Office, Role::Root])?,
    ];
    Ok(RosterList::new(1, dates.0, dates.1, entries))
}

/// The training roster as a file.
pub(super) fn roster_file() -> Result<Vec<u8>, WorkspaceError> {
    let list = list()?;
    let seal = RosterSeal {
        training: true,
        sealed_at: list.issued,
        principal: fixed(Principal::new(OFFICE))?,
        random: nonce("roster"),
        app: APP.to_owned(),
    };
    let key = SigningKey::from_seed(worthless(OFFICE).as_bytes(), WORTHLESS);
    Ok(seal_roster(&list, &seal, key.private())?)
}

/// The training roster, read.
pub(super) fn roster() -> Result<Roster, WorkspaceError> {
    let told = |refusal| WorkspaceError::Seal(SealFault::Refused(Box::new(refusal)));
    read_roster(Cursor::new(roster_file()?)).map_err(told)
}

/// A made-up visit with what it stands on.
pub(super) struct Made {
    /// Journal and texts.
    pub training: Training,
    /// The pack.
    pub pack: Pinned,
    /// The packet's exact bytes.
    pub packet: &'static [u8],
}

/// Makes the training visit, its journal written by `device`.
pub(super) fn make(device: DeviceId, extent: Extent) -> Result<Made, WorkspaceError> {
    let (bytes, packet) = sample_packet().map_err(WorkspaceError::Problems)?;
    let pack = embedded_pack(packet.pack.as_str()).map_err(WorkspaceError::Problems)?;
    let text = fixed(std::str::from_utf8(bytes).ok())?;
    let start = fixed(Moment::parse_from_rfc3339(START).ok())?;
    let pinned = PackRef {
        id: packet.pack.clone(),
        sha256: pack.digest,
    };
    let training = training::make(&packet, text, &pack.pack, pinned, device, start, extent)?;
    Ok(Made {
        training,
        pack,
        packet: bytes,
    })
}

/// Seals the finished training visit.
fn sealed() -> Result<Sealed, WorkspaceError> {
    let device = fixed(DeviceId::new("training-laptop"))?;
    let made = make(device.clone(), Extent::Finished)?;
    let (mut lines, mut head) = (Vec::new(), ChainHead::empty(device.clone()));
    let mut entries = Vec::with_capacity(made.training.entries.len());
    for (entry, line) in made.training.entries {
        head.advance(&line);
        lines.extend_from_slice(&line);
        lines.push(b'\n');
        entries.push(entry);
    }
    let (case, clock) = (made.training.case.id, made.training.case.clock);
    let pack = made.pack.pack.clone();
    let mut find = |_: &PackRef| Some(pack.clone());
    let file = CaseFile::open(case.clone(), &entries, made.training.texts, &mut find)?;
    Sealing {
        file: &file,
        journals: [(device, lines)].into(),
        pen: ChainWriter::new(case, principal()?, head, clock),
        pack: made.pack.bytes.to_vec(),
        key: &signing_key(),
        previous: None,
        roster: Some(roster()?.reference()),
        random: nonce("bundle"),
        at: fixed(Moment::parse_from_rfc3339(SEALED).ok())?,
        initials: "TS".to_owned(),
    }
    .seal()
}

/// What [`demo_bundle`] wrote, for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoBundle {
    /// The signed file.
    pub bundle: PathBuf,
    /// The training roster.
    pub roster: PathBuf,
    /// All files, those two among them.
    pub files: Vec<PathBuf>,
}

/// Writes a finished, sealed training visit into `folder`, with everything that is needed to
/// verify it and to make more of its kind: `allowed_signers`, `revoked_keys`, the training
/// roster, `training_key`. The bytes are always the same.
///
/// # Errors
/// The folder cannot be written, or other files of these names are there.
pub fn demo_bundle(folder: &Path) -> Result<DemoBundle, WorkspaceError> {
    files::make_folder(folder)?;
    let list = list()?;
    let sealed = sealed()?;
    let mut writer = BundleWriter::new(Vec::new());
    writer.add(&sealed.step)?;
    let (bundle, _) = writer.finish()?;
    let bundle_path = folder.join(sealed.step.header.file_name());
    let roster_path = folder.join(roster_file_name(list.seq));
    let key = signing_key().to_unprotected_file()?;
    let written = [
        (bundle_path.clone(), bundle),
        (roster_path.clone(), roster_file()?),
        (folder.join("allowed_signers"), allowed_signers(&list)),
        (folder.join("revoked_keys"), revoked_keys(&list)),
        (folder.join(KEY_FILE), key.as_bytes().to_vec()),
    ];
    let mut files = Vec::with_capacity(written.len());
    for (path, bytes) in written {
        files::write_bytes(&path, Replace::No, &bytes)?;
        files.push(files::whole(&path));
    }
    super::verify::prove(&bundle_path, &roster()?, sealed.step.header.sealed_at)?;
    Ok(DemoBundle {
        bundle: files::whole(&bundle_path),
        roster: files::whole(&roster_path),
        files,
    })
}
