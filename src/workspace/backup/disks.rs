//! Disks that a backup could go to: what is mounted beside the disk that the data is on.

use super::super::Workspace;
use std::path::{Path, PathBuf};

/// Where systems mount what is plugged in, and how deep below that.
#[cfg(unix)]
const MOUNTED: [(&str, usize); 4] = [
    ("/media", 2),
    ("/run/media", 2),
    ("/mnt", 1),
    ("/Volumes", 1),
];

impl Workspace {
    /// The disks that are plugged in, by their folders, in order.
    pub fn disks(&self) -> Vec<PathBuf> {
        let mut found = plugged_in(self.folder().path());
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(unix)]
fn plugged_in(data: &Path) -> Vec<PathBuf> {
    let own = device(data);
    let roots = MOUNTED.iter();
    roots
        .flat_map(|(root, depth)| below(Path::new(root), *depth))
        .filter(|path| device(path) != own)
        .collect()
}

/// The disk a folder is on.
#[cfg(unix)]
fn device(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|about| about.dev())
}

/// The folders below `root` on another disk than the one they are mounted in.
#[cfg(unix)]
fn below(root: &Path, depth: usize) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if !path.is_dir() {
            continue;
        }
        if device(&path) != device(root) {
            found.push(path);
        } else if depth > 1 {
            found.extend(below(&path, depth - 1));
        }
    }
    found
}

/// Elsewhere every disk has a letter; the one of the system is left out.
#[cfg(not(unix))]
fn plugged_in(data: &Path) -> Vec<PathBuf> {
    ('A'..='Z')
        .map(|letter| PathBuf::from(format!("{letter}:\\")))
        .filter(|disk| !data.starts_with(disk) && *disk != Path::new("C:\\") && disk.is_dir())
        .collect()
}
