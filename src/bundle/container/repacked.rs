//! Telling a repacked bundle from a damaged one, so that the message can say what to do.
//!
//! Nothing found here is ever believed or shown: the file is refused either way.

use super::header;
use std::io::{Read, Seek, SeekFrom};

/// The longest comment that the end of a zip can have, and the end record before it.
const TAIL: u64 = 65_535 + header::END_LENGTH as u64;
/// More directory than this is not looked through.
const LONGEST_DIRECTORY: u32 = 4 << 20;

/// Says whether another zip program wrote this bundle: a readable directory with a manifest and
/// a signature in it, where no entry at all has the canonical form. Damage touches one entry;
/// another program touches every one.
pub fn looks_repacked<R: Read + Seek>(reader: &mut R) -> bool {
    look(reader).unwrap_or(false)
}

fn look<R: Read + Seek>(reader: &mut R) -> Option<bool> {
    let length = reader.seek(SeekFrom::End(0)).ok()?;
    let tail = read_at(reader, length.saturating_sub(TAIL), length.min(TAIL))?;
    let at = tail
        .windows(header::END_MARK.len())
        .rposition(|window| window == header::END_MARK)?;
    let size = header::u32_at(&tail, at + 12)?;
    let offset = header::u32_at(&tail, at + 16)?;
    if size > LONGEST_DIRECTORY {
        return None;
    }
    let directory = read_at(reader, u64::from(offset), u64::from(size))?;
    let (mut manifest, mut signature, mut at) = (false, false, 0);
    while at < directory.len() {
        let fields = header::fields_at(&directory, at)?;
        let record = fields.central();
        let canonical = directory.get(at..at + record.len()) == Some(record.as_slice());
        if canonical {
            return Some(false);
        }
        manifest |= fields.name.ends_with(b"/SHA256SUMS");
        signature |= fields.name.ends_with(b"/SHA256SUMS.sig");
        let extra = usize::from(header::u16_at(&directory, at + 30)?);
        let comment = usize::from(header::u16_at(&directory, at + 32)?);
        at += record.len() + extra + comment;
    }
    Some(manifest && signature)
}

fn read_at<R: Read + Seek>(reader: &mut R, at: u64, length: u64) -> Option<Vec<u8>> {
    reader.seek(SeekFrom::Start(at)).ok()?;
    let mut out = Vec::new();
    let read = reader.take(length).read_to_end(&mut out).ok()?;
    (read as u64 == length).then_some(out)
}
