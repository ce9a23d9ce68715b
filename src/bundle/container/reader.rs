//! The strict reader.

use super::super::limits;
use super::super::names::{NameFault, NameSet};
use super::super::refusal::visible;
use super::header::{self, Fields};
use super::{BUFFER, WholeHash, repacked};
use crate::domain::values::digest::Digest;
use std::io::{self, Read, Seek, SeekFrom};

/// Why a file is not a container. The order is the order of the checks.
#[derive(Debug, thiserror::Error)]
pub enum ContainerFault {
    /// Shorter than the shortest container.
    #[error("the file is empty or cut short")]
    TooShort,
    /// Longer than [`limits::FILE`].
    #[error("the file is larger than 2 GiB")]
    TooLong,
    /// The last bytes are not the end of a container.
    #[error("the file does not end as a signed file ends")]
    End,
    /// An entry of the directory is not as it must be. Counts from 1.
    #[error("entry {0} of the file's directory is not as onsite writes it")]
    Directory(usize),
    /// A name is refused.
    #[error("the file holds an entry named \"{name}\": {fault}")]
    Name {
        /// The name, made visible.
        name: String,
        /// The rule it breaks.
        fault: NameFault,
    },
    /// The header before an entry's content is not the directory's.
    #[error("the header before \"{0}\" does not agree with the file's directory")]
    Local(String),
    /// It has the marks of another zip program throughout.
    #[error("the file was packed again by another program, as some mail gateways do")]
    Repacked,
    /// Reading failed.
    #[error("the file could not be read: {0}")]
    Read(#[from] io::Error),
}

/// One entry of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name; it keeps the rules of [`super::super::names`].
    pub name: String,
    /// The CRC-32 that the directory gives.
    pub crc: u32,
    /// The size in bytes.
    pub size: u64,
    /// Where the content begins.
    start: u64,
}

impl Entry {
    /// What its records were built again from when the container was opened.
    fn fields(&self) -> Fields<'_> {
        let name = self.name.as_bytes();
        let header = (header::LOCAL_LENGTH + name.len()) as u64;
        // Both were numbers of four bytes when they were read.
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Fields {
            name,
            crc: self.crc,
            size: narrow(self.size),
            offset: narrow(self.start.saturating_sub(header)),
        }
    }
}

/// An open container whose directory and headers are canonical. Its contents are not yet
/// checked against anything.
#[derive(Debug)]
pub struct Container<R> {
    reader: R,
    entries: Vec<Entry>,
}

/// What the directory says, before names are looked at.
struct Listed {
    fields: Vec<(Vec<u8>, u32, u32, u32)>,
}

impl<R: Read + Seek> Container<R> {
    /// Opens a container: size, end record, directory, names, local headers, in that order.
    ///
    /// # Errors
    /// The first thing that is not as it must be.
    pub fn open(mut reader: R) -> Result<Self, ContainerFault> {
        match Self::read_entries(&mut reader) {
            Ok(entries) => Ok(Self { reader, entries }),
            Err(fault @ (ContainerFault::TooLong | ContainerFault::Read(_))) => Err(fault),
            Err(_) if repacked::looks_repacked(&mut reader) => Err(ContainerFault::Repacked),
            Err(fault) => Err(fault),
        }
    }

    fn read_entries(reader: &mut R) -> Result<Vec<Entry>, ContainerFault> {
        let length = reader.seek(SeekFrom::End(0))?;
        if length < header::END_LENGTH as u64 {
            return Err(ContainerFault::TooShort);
        }
        if length > limits::FILE {
            return Err(ContainerFault::TooLong);
        }
        let listed = read_directory(reader, length)?;
        let mut names = NameSet::default();
        for (name, ..) in &listed.fields {
            names.add(name).map_err(|fault| ContainerFault::Name {
                name: visible(&String::from_utf8_lossy(name)),
                fault,
            })?;
        }
        let mut entries = Vec::with_capacity(listed.fields.len());
        for (name, crc, size, offset) in listed.fields {
            let fields = Fields {
                name: &name,
                crc,
                size,
                offset,
            };
            let expected = fields.local();
            let mut found = vec![0; expected.len()];
            reader.seek(SeekFrom::Start(u64::from(offset)))?;
            reader.read_exact(&mut found)?;
            let name = String::from_utf8_lossy(&name).into_owned();
            if found != expected {
                return Err(ContainerFault::Local(name));
            }
            entries.push(Entry {
                name,
                crc,
                size: u64::from(size),
                start: u64::from(offset) + expected.len() as u64,
            });
        }
        Ok(entries)
    }

    /// The entries, ascending by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The place of the entry with this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.entries
            .binary_search_by(|entry| entry.name.as_str().cmp(name))
            .ok()
    }

    /// Reads a whole small entry; its checksum is looked at in the one pass at the end.
    ///
    /// # Errors
    /// When reading fails, or the entry is not there.
    pub fn read(&mut self, index: usize) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.stream(index, &mut Vec::new(), |chunk| out.extend_from_slice(chunk))?;
        Ok(out)
    }

    /// Gives the content of an entry to `take`, piece by piece, using `buffer` (grown once to
    /// [`BUFFER`]).
    ///
    /// # Errors
    /// When reading fails, or the entry is not there.
    pub fn stream(
        &mut self,
        index: usize,
        buffer: &mut Vec<u8>,
        mut take: impl FnMut(&[u8]),
    ) -> io::Result<()> {
        let entry = self.entries.get(index).ok_or_else(no_entry)?;
        self.reader.seek(SeekFrom::Start(entry.start))?;
        let mut left = entry.size;
        let wanted = usize::try_from(left).unwrap_or(BUFFER).clamp(1, BUFFER);
        if buffer.len() < wanted {
            buffer.resize(wanted, 0);
        }
        while left > 0 {
            let room = usize::try_from(left).unwrap_or(usize::MAX);
            let room = room.min(buffer.len());
            let piece = buffer.get_mut(..room).unwrap_or_default();
            self.reader.read_exact(piece)?;
            take(piece);
            left -= room as u64;
        }
        Ok(())
    }

    /// Gives the content of an entry to `take` as [`Self::stream`] does, and everything from its
    /// local header on to `whole`. Once all entries have come in order, [`Self::finish`] adds the
    /// rest.
    ///
    /// # Errors
    /// When reading fails, or the entry is not there.
    pub fn stream_through(
        &mut self,
        index: usize,
        whole: &mut WholeHash,
        mut take: impl FnMut(&[u8]),
    ) -> io::Result<()> {
        let entry = self.entries.get(index).ok_or_else(no_entry)?;
        // The header was read and required to be this.
        whole.add(entry.fields().local());
        self.reader.seek(SeekFrom::Start(entry.start))?;
        let mut left = entry.size;
        while left > 0 {
            let mut piece = whole.buffer(usize::try_from(left).unwrap_or(BUFFER));
            self.reader.read_exact(&mut piece)?;
            left -= piece.len() as u64;
            take(&piece);
            whole.add(piece);
        }
        Ok(())
    }

    /// The SHA-256 of the whole file, of which every entry went through `whole` in order. Nothing
    /// where the hashing thread died.
    pub fn finish(&self, mut whole: WholeHash) -> Option<Digest> {
        let mut directory = Vec::new();
        for entry in &self.entries {
            directory.extend_from_slice(&entry.fields().central());
        }
        let last = self.entries.last();
        let offset = last.map_or(0, |entry| entry.start + entry.size);
        let end = header::end(
            u16::try_from(self.entries.len()).ok()?,
            u32::try_from(directory.len()).ok()?,
            u32::try_from(offset).ok()?,
        );
        whole.add(directory);
        whole.add(end);
        whole.finish()
    }

    /// How many bytes the entries have together.
    pub fn size(&self) -> u64 {
        self.entries.iter().map(|entry| entry.size).sum()
    }

    /// A reader over the content of an entry.
    ///
    /// # Errors
    /// When seeking fails, or the entry is not there.
    pub fn content(&mut self, index: usize) -> io::Result<io::Take<&mut R>> {
        let entry = self.entries.get(index).ok_or_else(no_entry)?;
        self.reader.seek(SeekFrom::Start(entry.start))?;
        Ok((&mut self.reader).take(entry.size))
    }
}

fn no_entry() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "no such entry")
}

/// The end record, then the directory: every entry canonical, ascending, and contiguous.
fn read_directory<R: Read + Seek>(reader: &mut R, length: u64) -> Result<Listed, ContainerFault> {
    let end_at = length - header::END_LENGTH as u64;
    let mut found = [0; header::END_LENGTH];
    reader.seek(SeekFrom::Start(end_at))?;
    reader.read_exact(&mut found)?;
    let (Some(count), Some(size), Some(offset)) = (
        header::u16_at(&found, 10),
        header::u32_at(&found, 12),
        header::u32_at(&found, 16),
    ) else {
        return Err(ContainerFault::End);
    };
    let longest = usize::from(count) * (header::CENTRAL_LENGTH + limits::NAME);
    if found.as_slice() != header::end(count, size, offset)
        || u64::from(offset) + u64::from(size) != end_at
        || count == 0
        || usize::from(count) > limits::ENTRIES
        || u64::from(size) > longest as u64
    {
        return Err(ContainerFault::End);
    }
    let mut directory = vec![0; usize::try_from(size).unwrap_or(0)];
    reader.seek(SeekFrom::Start(u64::from(offset)))?;
    reader.read_exact(&mut directory)?;
    list(&directory, usize::from(count), offset)
}

fn list(directory: &[u8], count: usize, end: u32) -> Result<Listed, ContainerFault> {
    let mut fields: Vec<(Vec<u8>, u32, u32, u32)> = Vec::with_capacity(count);
    let mut at = 0_usize;
    let mut next_offset = 0_u64;
    for number in 1..=count {
        let fault = || ContainerFault::Directory(number);
        let here = header::fields_at(directory, at).ok_or_else(fault)?;
        let record = here.central();
        let canonical = directory.get(at..at + record.len()) == Some(record.as_slice());
        let ascending = fields
            .last()
            .is_none_or(|(last, ..)| last.as_slice() < here.name);
        // A name twice in a row is told as such, by the check of names.
        let twice = fields.last().is_some_and(|(last, ..)| last == here.name);
        if !canonical || !(ascending || twice) || u64::from(here.offset) != next_offset {
            return Err(fault());
        }
        at += record.len();
        next_offset += (header::LOCAL_LENGTH + here.name.len()) as u64 + u64::from(here.size);
        fields.push((here.name.to_vec(), here.crc, here.size, here.offset));
    }
    if at != directory.len() || next_offset != u64::from(end) {
        return Err(ContainerFault::Directory(count));
    }
    Ok(Listed { fields })
}
