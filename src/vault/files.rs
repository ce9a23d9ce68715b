//! Small files that appear whole or not at all and that only their owner can read.

use super::error::VaultError;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

/// No file of the vault comes near this.
const LARGEST: u64 = 64 * 1024;

/// Writes `bytes` beside `path` and renames: after a crash there is the old file or the new one.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    let failed = |source| VaultError::File {
        path: path.to_owned(),
        doing: "written",
        source,
    };
    let folder = folder_of(path);
    // tempfile makes it 0600 on Unix, and the rename keeps that.
    let mut file = tempfile::Builder::new()
        .prefix(".onsite-")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    sync_folder(folder).map_err(failed)
}

/// Reads a file that should be small; a larger one is not read to its end.
pub(super) fn read_small(path: &Path) -> Result<Vec<u8>, VaultError> {
    let failed = |source| VaultError::File {
        path: path.to_owned(),
        doing: "read",
        source,
    };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(VaultError::Damaged {
            path: path.to_owned(),
            why: "far too large".to_owned(),
        });
    }
    Ok(bytes)
}

/// The folder of a file; the parent of a bare name is the empty path, which cannot be opened.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a rename durable. Only Unix can open a folder for this; elsewhere the system does it.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_lies_in_the_folder_one_is_in() {
        assert_eq!(folder_of(Path::new("vault.json")), Path::new("."));
        assert_eq!(folder_of(Path::new("/a/vault.json")), Path::new("/a"));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it_and_nothing_is_left_beside_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.json");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(read_small(&path).unwrap(), b"two");
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_huge_file_is_not_swallowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.json");
        std::fs::write(&path, vec![b'x'; 70_000]).unwrap();
        assert!(matches!(read_small(&path), Err(VaultError::Damaged { .. })));
    }
}
