//! Files that leave the program: each appears whole, under its name, or not at all.

use super::error::WorkspaceError;
use crate::domain::values::calendar::Moment;
use crate::domain::values::written;
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

const CHECK_DISK: &str = "Check the disk, and that the folder is yours to write in.";

/// An error about a file, with what to do.
pub(super) fn failed(path: &Path, doing: &'static str, source: io::Error) -> WorkspaceError {
    WorkspaceError::Io {
        path: path.to_owned(),
        doing,
        source,
        todo: match doing {
            "read" => "Check the name, and that you may read it.",
            _ => CHECK_DISK,
        },
    }
}

/// The folder that holds `path`; the parent of a bare name is "".
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes sure that a folder's list of names is on disk. Windows has no such thing.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Stands between the name of what was put aside and the moment.
pub(super) const ASIDE: &str = ".before-";

/// A path that nothing has yet: this one, or with a number behind its name.
pub(super) fn free_name(path: PathBuf) -> Result<PathBuf, WorkspaceError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let numbered = (2..u32::MAX).map(|number| path.with_file_name(format!("{name}-{number}")));
    std::iter::once(path.clone())
        .chain(numbered)
        // A link that leads nowhere is there too.
        .find(|path| path.symlink_metadata().is_err())
        .ok_or(WorkspaceError::Mistake("no name is free"))
}

/// Puts a file or folder aside under a name with the moment, beside its place: nothing is ever
/// written over. The new path; nothing where there was nothing.
pub(super) fn put_aside(path: &Path, now: Moment) -> Result<Option<PathBuf>, WorkspaceError> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let at = written::in_a_name(now);
    let free = free_name(path.with_file_name(format!("{name}{ASIDE}{at}")))?;
    std::fs::rename(path, &free)
        .and_then(|()| sync_folder(folder_of(path)))
        .map_err(|source| failed(path, "put aside", source))?;
    Ok(Some(free))
}

/// Puts these files of a folder, in this order, into a new folder in it that is named after the
/// moment. The new folder; nothing where there are no files.
pub(super) fn put_all_aside(
    folder: &Path,
    names: &[&str],
    begins: &str,
    now: Moment,
) -> Result<Option<PathBuf>, WorkspaceError> {
    if names.is_empty() {
        return Ok(None);
    }
    let to = free_name(folder.join(format!("{begins}{}", written::in_a_name(now))))?;
    make_folder(&to)?;
    for name in names {
        let path = folder.join(name);
        std::fs::rename(&path, to.join(name))
            .map_err(|source| failed(&path, "put aside", source))?;
    }
    sync_folder(&to)
        .and_then(|()| sync_folder(folder))
        .map_err(|source| failed(&to, "written", source))?;
    Ok(Some(to))
}

/// The names of what lies in a folder, as far as they can be read.
pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}

/// What to do when there is a file of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replace {
    /// Put the new one in its place.
    Yes,
    /// Leave it, and say so unless it is the same.
    No,
}

/// Writes a file beside its place and renames it when it is whole and on disk: a crash leaves
/// the old file or the new one, and never a half one under the final name. Its owner alone can
/// read it.
pub(super) fn write(
    path: &Path,
    replace: Replace,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), WorkspaceError>,
) -> Result<(), WorkspaceError> {
    let folder = folder_of(path);
    let told = |source| failed(path, "written", source);
    let mut young = tempfile::Builder::new()
        .prefix(".onsite-")
        .tempfile_in(folder)
        .map_err(told)?;
    let mut out = io::BufWriter::with_capacity(1 << 16, young.as_file_mut());
    fill(&mut out)?;
    out.flush().map_err(told)?;
    drop(out);
    young.as_file().sync_all().map_err(told)?;
    let placed = match replace {
        Replace::Yes => young.persist(path),
        Replace::No => young.persist_noclobber(path),
    };
    match placed {
        Ok(_) => sync_folder(folder).map_err(told),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            if same_content(error.file.path(), path).map_err(told)? {
                Ok(())
            } else {
                Err(WorkspaceError::InTheWay(path.to_owned()))
            }
        }
        Err(error) => Err(told(error.error)),
    }
}

/// Writes bytes as [`write()`] does.
pub(super) fn write_bytes(
    path: &Path,
    replace: Replace,
    bytes: &[u8],
) -> Result<(), WorkspaceError> {
    write(path, replace, |out| {
        out.write_all(bytes)
            .map_err(|source| failed(path, "written", source))
    })
}

fn same_content(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = one.read(&mut a)?;
        if read == 0 {
            return Ok(true);
        }
        let (Some(a), Some(b)) = (a.get(..read), b.get_mut(..read)) else {
            return Ok(false);
        };
        other.read_exact(b)?;
        if *a != *b {
            return Ok(false);
        }
    }
}

/// Makes a folder, with those above it, that its owner alone can enter; one that is there stays
/// as it is.
pub(super) fn make_folder(path: &Path) -> Result<(), WorkspaceError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(|source| failed(path, "made", source))
}

/// Reads a file that is at most `most` bytes long; nothing else counts as a file.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, WorkspaceError> {
    let told = |source| failed(path, "read", source);
    let mut file = open(path)?;
    let mut bytes = Vec::new();
    // One more than is allowed, so that whoever checks the bytes can refuse them.
    (&mut file)
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(told)?;
    Ok(bytes)
}

/// Opens a file for reading; a folder or a device is none.
pub(super) fn open(path: &Path) -> Result<File, WorkspaceError> {
    let told = |source| failed(path, "read", source);
    // Asked before opening: opening a pipe would wait for whoever writes into it.
    if !std::fs::metadata(path).map_err(told)?.is_file() {
        return Err(told(io::Error::other("it is not a file")));
    }
    File::open(path).map_err(told)
}

/// A path as it is shown: absolute, where the system can say.
pub(super) fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn put(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
        write_bytes(path, Replace::No, bytes)
    }

    #[test]
    fn another_file_is_left_alone_and_the_same_one_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        put(&path, b"one").unwrap();
        put(&path, b"one").unwrap();
        assert!(matches!(
            put(&path, b"two"),
            Err(WorkspaceError::InTheWay(_))
        ));
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failure_half_way_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let half = write(&path, Replace::No, |out| {
            out.write_all(b"half").unwrap();
            Err(WorkspaceError::Mistake("test"))
        });
        assert!(half.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_bare_name_lies_here() {
        assert_eq!(folder_of(Path::new("a.zip")), Path::new("."));
    }
}
