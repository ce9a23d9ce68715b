//! A signed folder of an open container: its entries, its signature, its manifest.
//!
//! What steps of a case and a roster have in common. What the files mean is elsewhere.

use super::container::{Container, Entry, WholeHash};
use super::keys::SignerKey;
use super::kinds::Namespace;
use super::manifest::Manifest;
use super::refusal::Refusal;
use super::{layout, signature};
use crate::domain::values::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::ops::Range;

/// A folder of the container and the places of its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// Its entries, by place in the container.
    pub entries: Range<usize>,
}

/// The manifest and the signature of a folder, once they fit each other.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who signed.
    pub signer: SignerKey,
    /// The exact bytes that were signed.
    pub manifest: Vec<u8>,
    /// Their SHA-256: the step's identity.
    pub manifest_digest: Digest,
    /// The SHA-256 of the signature file.
    pub signature_digest: Digest,
}

/// The folders of a container, ascending by name as the entries are.
pub fn group(entries: &[Entry]) -> Vec<Folder> {
    let mut folders: Vec<Folder> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let (name, _) = split(&entry.name);
        match folders.last_mut() {
            Some(last) if last.name == name => last.entries.end = index + 1,
            _ => folders.push(Folder {
                name: name.to_owned(),
                entries: index..index + 1,
            }),
        }
    }
    folders
}

/// Folder and path in it.
fn split(name: &str) -> (&str, &str) {
    name.split_once('/').unwrap_or((name, ""))
}

impl Folder {
    /// The folder's files as paths in it, with their sizes.
    pub fn files<'a>(&self, entries: &'a [Entry]) -> Vec<(&'a str, u64)> {
        entries
            .get(self.entries.clone())
            .unwrap_or_default()
            .iter()
            .map(|entry| (split(&entry.name).1, entry.size))
            .collect()
    }

    /// The full name of a file in it.
    pub fn name_of(&self, path: &str) -> String {
        format!("{}/{path}", self.name)
    }

    /// Reads a file of the folder whole, wherever it stands.
    fn read<R: Read + Seek>(
        &self,
        container: &mut Container<R>,
        path: &str,
    ) -> Result<Vec<u8>, Refusal> {
        let name = self.name_of(path);
        let index = container.find(&name).ok_or(Refusal::Missing { name })?;
        Ok(container.read(index)?)
    }

    /// Checks the signature over the manifest's exact bytes, before anything of it is believed.
    ///
    /// # Errors
    /// When the signature is refused or reading fails.
    pub fn check_signature<R: Read + Seek>(
        &self,
        container: &mut Container<R>,
        namespace: Namespace,
    ) -> Result<Signed, Refusal> {
        let manifest = self.read(container, layout::MANIFEST)?;
        let armoured = self.read(container, layout::SIGNATURE)?;
        let signer = signature::verify(&armoured, namespace, &manifest).map_err(|fault| {
            Refusal::Signature {
                folder: self.name.clone(),
                fault,
            }
        })?;
        Ok(Signed {
            signer,
            manifest_digest: Digest::of(&manifest),
            signature_digest: Digest::of(&armoured),
            manifest,
        })
    }

    /// Reads the manifest and requires that it lists every file of the folder and no other.
    ///
    /// # Errors
    /// When the manifest is refused, or a file is unlisted or missing.
    pub fn check_listing(&self, entries: &[Entry], signed: &Signed) -> Result<Manifest, Refusal> {
        let manifest =
            Manifest::read(&signed.manifest, &self.name).map_err(|fault| Refusal::Manifest {
                folder: self.name.clone(),
                fault,
            })?;
        for (path, _) in self.files(entries) {
            let name = self.name_of(path);
            let own = path == layout::MANIFEST || path == layout::SIGNATURE;
            if !own && manifest.digest(&name).is_none() {
                return Err(Refusal::Unlisted { name });
            }
        }
        for (name, _) in manifest.files() {
            // Entries are ascending by name: the container's reader saw to that.
            let found = entries.binary_search_by(|entry| entry.name.cmp(name));
            if found.is_err() {
                return Err(Refusal::Missing { name: name.clone() });
            }
        }
        Ok(manifest)
    }

    /// Reads a small listed file and checks its digest on the bytes that are given back.
    ///
    /// # Errors
    /// When it is not what was signed, or reading fails.
    pub fn read_listed<R: Read + Seek>(
        &self,
        container: &mut Container<R>,
        manifest: &Manifest,
        path: &str,
    ) -> Result<Vec<u8>, Refusal> {
        let name = self.name_of(path);
        let bytes = self.read(container, path)?;
        if manifest.digest(&name) != Some(Digest::of(&bytes)) {
            return Err(Refusal::Digest { name });
        }
        Ok(bytes)
    }
}

/// The digests that the entries of a folder must have, by place in the container.
pub fn expected(
    entries: &[Entry],
    folder: &Folder,
    signed: &Signed,
    manifest: &Manifest,
) -> Result<Vec<(usize, Digest)>, Refusal> {
    let mut all = Vec::with_capacity(folder.entries.len());
    for index in folder.entries.clone() {
        let Some(entry) = entries.get(index) else {
            continue;
        };
        let digest = match split(&entry.name).1 {
            layout::MANIFEST => Some(signed.manifest_digest),
            layout::SIGNATURE => Some(signed.signature_digest),
            _ => manifest.digest(&entry.name),
        };
        let digest = digest.ok_or_else(|| Refusal::Unlisted {
            name: entry.name.clone(),
        })?;
        all.push((index, digest));
    }
    Ok(all)
}

/// The one pass over everything: checksum and SHA-256 of every entry together, in flat memory, and
/// what passes through goes on to `whole`.
/// Gives back the bytes of the entries that `keep` asks for, by place in the container.
///
/// # Errors
/// The first entry that is not what was signed, or a failure to read.
pub fn check_contents<R: Read + Seek>(
    container: &mut Container<R>,
    expected: &[(usize, Digest)],
    whole: &mut WholeHash,
    keep: impl Fn(&Entry) -> bool,
) -> Result<BTreeMap<usize, Vec<u8>>, Refusal> {
    let mut kept = BTreeMap::new();
    for (index, digest) in expected {
        let Some(entry) = container.entries().get(*index).cloned() else {
            continue;
        };
        let mut hasher = Sha256::new();
        let mut checksum = crc32fast::Hasher::new();
        let mut bytes = keep(&entry).then(|| {
            // The directory's size is bounded by the file's real length, so this cannot balloon.
            Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0))
        });
        container.stream_through(*index, whole, |piece| {
            checksum.update(piece);
            hasher.update(piece);
            if let Some(bytes) = &mut bytes {
                bytes.extend_from_slice(piece);
            }
        })?;
        if checksum.finalize() != entry.crc {
            return Err(Refusal::Checksum { name: entry.name });
        }
        if Digest::from_bytes(hasher.finalize().into()) != *digest {
            return Err(Refusal::Digest { name: entry.name });
        }
        if let Some(bytes) = bytes {
            kept.insert(*index, bytes);
        }
    }
    Ok(kept)
}
