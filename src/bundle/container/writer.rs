//! The writer: entries in ascending order, streamed to anything that takes bytes.

use super::super::limits;
use super::super::names::{NameFault, NameSet};
use super::BUFFER;
use super::header::{self, Fields};
use crate::domain::values::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Write};

/// Why an entry or a container cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The name would be refused by the reader.
    #[error("\"{name}\" cannot be in a signed file: {fault}")]
    Name {
        /// The name.
        name: String,
        /// The rule.
        fault: NameFault,
    },
    /// Entries were not given in ascending order. A mistake of the program.
    #[error("\"{0}\" was put into the signed file out of order; please report this")]
    Order(String),
    /// The content is not what was announced.
    #[error("\"{0}\" changed while it was being copied; take the attachment out and add it again")]
    Changed(String),
    /// More than [`limits::FILE`] or [`limits::ENTRIES`].
    #[error("the signed file would be larger than 2 GiB or 2,048 files; leave out attachments")]
    TooMuch,
    /// Reading or writing failed.
    #[error("the signed file could not be written: {0}")]
    Io(#[from] io::Error),
}

/// What a finished container amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Bytes written.
    pub bytes: u64,
    /// Entries written.
    pub entries: usize,
}

/// Writes a container.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    offset: u64,
    directory: Vec<u8>,
    names: NameSet,
    last: String,
    count: u16,
    buffer: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a container.
    pub fn new(out: W) -> Self {
        Self {
            out,
            offset: 0,
            directory: Vec::new(),
            names: NameSet::default(),
            last: String::new(),
            count: 0,
            buffer: vec![0; BUFFER],
        }
    }

    /// Copies one entry; its checksum and size are known beforehand, since they stand in front
    /// of it. Gives the SHA-256 of what was copied.
    ///
    /// # Errors
    /// When the name, the order, the size or the content is not as it must be, or writing fails.
    /// The container is then unfinished and must be thrown away.
    pub fn entry(
        &mut self,
        name: &str,
        crc: u32,
        size: u64,
        content: &mut dyn Read,
    ) -> Result<Digest, WriteFault> {
        self.names
            .add(name.as_bytes())
            .map_err(|fault| WriteFault::Name {
                name: name.to_owned(),
                fault,
            })?;
        if name <= self.last.as_str() {
            return Err(WriteFault::Order(name.to_owned()));
        }
        name.clone_into(&mut self.last);
        let (Ok(size_field), Ok(offset)) = (u32::try_from(size), u32::try_from(self.offset)) else {
            return Err(WriteFault::TooMuch);
        };
        let fields = Fields {
            name: name.as_bytes(),
            crc,
            size: size_field,
            offset,
        };
        let local = fields.local();
        self.directory.extend_from_slice(&fields.central());
        self.count += 1;
        self.offset += local.len() as u64 + size;
        if usize::from(self.count) > limits::ENTRIES || self.length() > limits::FILE {
            return Err(WriteFault::TooMuch);
        }
        self.out.write_all(&local)?;
        self.copy(name, crc, size, content)
    }

    fn copy(
        &mut self,
        name: &str,
        crc: u32,
        size: u64,
        content: &mut dyn Read,
    ) -> Result<Digest, WriteFault> {
        let (mut hasher, mut checksum, mut copied) = (Sha256::new(), crc32fast::Hasher::new(), 0);
        loop {
            let read = match content.read(&mut self.buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            let piece = self.buffer.get(..read).unwrap_or_default();
            copied += read as u64;
            if copied > size {
                break;
            }
            checksum.update(piece);
            hasher.update(piece);
            self.out.write_all(piece)?;
        }
        if copied != size || checksum.finalize() != crc {
            return Err(WriteFault::Changed(name.to_owned()));
        }
        Ok(Digest::from_bytes(hasher.finalize().into()))
    }

    /// How long the file would be if it ended here.
    fn length(&self) -> u64 {
        self.offset + (self.directory.len() + header::END_LENGTH) as u64
    }

    /// Writes the directory and the end, flushes, and gives the target back.
    ///
    /// # Errors
    /// When nothing was written, or writing fails.
    pub fn finish(mut self) -> Result<(W, Written), WriteFault> {
        let (Ok(size), Ok(offset)) = (
            u32::try_from(self.directory.len()),
            u32::try_from(self.offset),
        ) else {
            return Err(WriteFault::TooMuch);
        };
        if self.count == 0 {
            return Err(WriteFault::Order(String::new()));
        }
        let written = Written {
            bytes: self.length(),
            entries: usize::from(self.count),
        };
        self.out.write_all(&self.directory)?;
        self.out.write_all(&header::end(self.count, size, offset))?;
        self.out.flush()?;
        Ok((self.out, written))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::super::Container;
    use super::*;
    use std::io::Cursor;

    fn write(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        for (name, content) in entries {
            let crc = crc32fast::hash(content);
            writer
                .entry(name, crc, content.len() as u64, &mut &**content)
                .unwrap();
        }
        writer.finish().unwrap().0
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = write(&[("a/b", b"one"), ("a/c", b""), ("b/files/x", &[7; 1000])]);
        let mut container = Container::open(Cursor::new(&bytes)).unwrap();
        let names: Vec<&str> = container
            .entries()
            .iter()
            .map(|entry| entry.name.as_str())
            .collect();
        assert_eq!(names, ["a/b", "a/c", "b/files/x"]);
        assert_eq!(container.read(0).unwrap(), b"one");
        assert_eq!(container.read(2).unwrap(), [7; 1000]);
        assert_eq!(container.find("a/c"), Some(1));
        assert_eq!(container.find("a/d"), None);
    }

    #[test]
    fn the_writer_refuses_what_the_reader_would() {
        let mut writer = Writer::new(Vec::new());
        let content = b"x".as_slice();
        let crc = crc32fast::hash(content);
        assert!(writer.entry("a/b", crc, 1, &mut &*content).is_ok());
        let order = writer.entry("a/a", crc, 1, &mut &*content);
        assert!(matches!(order, Err(WriteFault::Order(_))));
        let name = writer.entry("a/../c", crc, 1, &mut &*content);
        assert!(matches!(name, Err(WriteFault::Name { .. })));
        for (crc, size) in [(crc, 2), (crc ^ 1, 1), (crc, 0)] {
            let mut writer = Writer::new(Vec::new());
            let changed = writer.entry("a/d", crc, size, &mut &*content);
            assert!(matches!(changed, Err(WriteFault::Changed(_))), "{size}");
        }
        let huge = Writer::new(io::sink()).entry("a/e", 0, limits::FILE, &mut io::empty());
        assert!(matches!(huge, Err(WriteFault::TooMuch)));
        assert!(Writer::new(Vec::new()).finish().is_err());
    }
}
