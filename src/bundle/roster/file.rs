//! The roster as a signed file, and the two files that `ssh-keygen` reads.

use super::{Roster, RosterEntry, RosterList, Status};
use crate::bundle::container::{Container, Entry, WholeHash, Writer};
use crate::bundle::folder::{self, Folder, Signed};
use crate::bundle::keys::SignerKey;
use crate::bundle::kinds::{Namespace, Role};
use crate::bundle::layout::{self, ROSTER_FOLDER};
use crate::bundle::manifest::Manifest;
use crate::bundle::refusal::{Refusal, visible};
use crate::bundle::seal::SealFault;
use crate::bundle::signature;
use crate::bundle::step::{FORMAT, RosterHeader, RosterKind, SignerName};
use crate::bundle::when::Stamp;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::Principal;
use crate::domain::values::spelling::is_spelling_of;
use std::io::{Cursor, Read, Seek};

/// What of a roster's header does not follow from the list.
#[derive(Clone, Debug)]
pub struct RosterSeal {
    /// Whether it is worth nothing and accepts only training bundles.
    pub training: bool,
    /// Now.
    pub sealed_at: Stamp,
    /// The root who signs.
    pub principal: Principal,
    /// 16 random bytes.
    pub random: [u8; 16],
    /// The program, with its version.
    pub app: String,
}

/// The name that a roster's file is given.
pub fn roster_file_name(seq: u64) -> String {
    format!("roster-{seq}.onsite.zip")
}

/// `allowed_signers` as it follows from a list: every key that is not compromised, with what it
/// may sign. Dates are left out: OpenSSH 8.1 refuses a line that has them.
pub fn allowed_signers(list: &RosterList) -> Vec<u8> {
    let mut out = String::new();
    let usable = |entry: &&RosterEntry| entry.status != Status::Compromised;
    for entry in list.entries.iter().filter(usable) {
        let purposes: Vec<&str> = entry.namespaces().map(Namespace::as_str).collect();
        out.push_str(&format!(
            "{} namespaces=\"{}\" {}\n",
            entry.principal,
            purposes.join(","),
            entry.key.openssh()
        ));
    }
    out.into_bytes()
}

/// `revoked_keys` as it follows from a list: every key that is compromised.
pub fn revoked_keys(list: &RosterList) -> Vec<u8> {
    list.entries
        .iter()
        .filter(|entry| entry.status == Status::Compromised)
        .map(|entry| format!("{}\n", entry.key.openssh()))
        .collect::<String>()
        .into_bytes()
}

/// Signs a list and gives the finished file.
///
/// # Errors
/// When the list breaks a rule, or the key may not sign it.
pub fn seal_roster(
    list: &RosterList,
    seal: &RosterSeal,
    key: &ssh_key::PrivateKey,
) -> Result<Vec<u8>, SealFault> {
    let signer = SignerKey::of(key).ok_or(signature::SignFault::Key)?;
    let header = RosterHeader {
        format: FORMAT.into(),
        kind: RosterKind::Roster,
        seq: list.seq,
        training: seal.training,
        sealed_at: seal.sealed_at,
        signer: SignerName {
            principal: seal.principal.clone(),
            fingerprint: signer.fingerprint().clone(),
        },
        nonce: hex::encode(seal.random),
        app: seal.app.clone(),
    };
    let mut files = vec![
        ("allowed_signers", allowed_signers(list)),
        ("revoked_keys", revoked_keys(list)),
        ("roster.json", serde_json::to_vec(list)?),
        (layout::HEADER, serde_json::to_vec(&header)?),
    ];
    let listed = files
        .iter()
        .map(|(path, bytes)| (format!("{ROSTER_FOLDER}/{path}"), Digest::of(bytes)))
        .collect();
    let manifest = Manifest::of(listed).ok_or(SealFault::Manifest)?.to_bytes();
    let armoured = signature::sign(key, Namespace::Roster, &manifest)?;
    files.insert(0, (layout::SIGNATURE, armoured));
    files.insert(0, (layout::MANIFEST, manifest));
    let mut writer = Writer::new(Vec::new());
    for (path, bytes) in &files {
        writer.entry(
            &format!("{ROSTER_FOLDER}/{path}"),
            crc32fast::hash(bytes),
            bytes.len() as u64,
            &mut bytes.as_slice(),
        )?;
    }
    let (file, _) = writer.finish()?;
    read_roster(Cursor::new(&file)).map_err(|refusal| SealFault::Refused(Box::new(refusal)))?;
    Ok(file)
}

/// Reads a roster's file and checks all of it: container, signature by one of its own roots,
/// list, and the two generated files byte for byte. Whether it is *trusted* is for the caller:
/// by [`Roster::judge_update`], or by a person who compared the root's fingerprint.
///
/// # Errors
/// The first thing that is wrong.
pub fn read_roster<R: Read + Seek>(reader: R) -> Result<Roster, Refusal> {
    let mut container = Container::open(reader)?;
    let entries: Vec<Entry> = container.entries().to_vec();
    let folders = folder::group(&entries);
    let [folder] = folders.as_slice() else {
        return Err(Refusal::NotRoster);
    };
    if folder.name != ROSTER_FOLDER {
        return Err(Refusal::NotRoster);
    }
    layout::check_roster(&folder.files(&entries)).map_err(|fault| Refusal::Layout {
        folder: folder.name.clone(),
        fault,
    })?;
    let signed = folder.check_signature(&mut container, Namespace::Roster)?;
    let manifest = folder.check_listing(&entries, &signed)?;
    let header = folder.read_listed(&mut container, &manifest, layout::HEADER)?;
    let header = RosterHeader::read(&header).map_err(|fault| Refusal::Header {
        folder: folder.name.clone(),
        fault,
    })?;
    let list = read_list(&mut container, folder, &manifest)?;
    check_signer(&header, &list, &signed)?;
    let expected = folder::expected(&entries, folder, &signed, &manifest)?;
    let mut whole = WholeHash::new(container.size());
    folder::check_contents(&mut container, &expected, &mut whole, |_| false)?;
    Ok(Roster {
        list,
        training: header.training,
        manifest: signed.manifest_digest,
        signed_by: signed.signer.fingerprint().clone(),
        sealed_at: header.sealed_at,
    })
}

fn read_list<R: Read + Seek>(
    container: &mut Container<R>,
    folder: &Folder,
    manifest: &Manifest,
) -> Result<RosterList, Refusal> {
    let bytes = folder.read_listed(container, manifest, "roster.json")?;
    let list: RosterList = serde_json::from_slice(&bytes).map_err(|error| {
        Refusal::Roster(format!("roster.json: {}", visible(&error.to_string())))
    })?;
    if !is_spelling_of(&list, &bytes) {
        return Err(Refusal::Spelling {
            name: folder.name_of("roster.json"),
            why: "not written in the one way there is".into(),
        });
    }
    list.check()
        .map_err(|why| Refusal::Roster(format!("roster.json: {why}")))?;
    for (path, generated) in [
        ("allowed_signers", allowed_signers(&list)),
        ("revoked_keys", revoked_keys(&list)),
    ] {
        if folder.read_listed(container, manifest, path)? != generated {
            return Err(Refusal::Roster(format!(
                "{path} does not say the same as roster.json"
            )));
        }
    }
    Ok(list)
}

/// The signer must be a root on the list itself; a root that is retired in it may still have
/// signed it, which is how one root hands over to another.
fn check_signer(header: &RosterHeader, list: &RosterList, signed: &Signed) -> Result<(), Refusal> {
    let refuse = |why: &str| Err(Refusal::Roster(why.to_owned()));
    if header.seq != list.seq {
        return refuse("its header has another number than its list");
    }
    if header.signer.fingerprint != *signed.signer.fingerprint() {
        return refuse("its header names another signer than the one who signed it");
    }
    let Some(entry) = list.entry_of(&signed.signer) else {
        return refuse("it is signed by a key that is not on it");
    };
    if entry.principal != header.signer.principal {
        return refuse("its header names another signer than the one who signed it");
    }
    if entry.status == Status::Compromised || !entry.roles.contains(&Role::Root) {
        return refuse("it is signed by a key that may not sign rosters");
    }
    if !entry.is_valid_at(header.sealed_at) {
        return refuse("it was sealed when the key that signed it was not valid");
    }
    Ok(())
}
