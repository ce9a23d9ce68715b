//! The files of a step as they are given to be sealed and copied.

use crate::domain::values::digest::Digest;
use std::fmt;
use std::io::{self, Read};

/// Content that is too large to be held in memory, such as an attachment.
pub trait Source {
    /// A reader over the content from its beginning.
    ///
    /// # Errors
    /// When it cannot be opened.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
}

/// Where the content of a file of a step comes from.
pub enum Body<'a> {
    /// Held in memory.
    Bytes(Vec<u8>),
    /// Read when it is needed.
    Stream(&'a dyn Source),
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Stream(_) => f.write_str("a stream"),
        }
    }
}

/// One file of a step.
#[derive(Debug)]
pub struct Part<'a> {
    /// Its path in the step's folder.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its CRC-32.
    pub crc: u32,
    /// Its SHA-256.
    pub sha256: Digest,
    /// Its content.
    pub body: Body<'a>,
}

impl<'a> Part<'a> {
    /// A file held in memory.
    pub fn bytes(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            path: path.into(),
            size: bytes.len() as u64,
            crc: crc32fast::hash(&bytes),
            sha256: Digest::of(&bytes),
            body: Body::Bytes(bytes),
        }
    }

    /// A file read when it is needed; size and digests were taken when it was copied in.
    pub fn stream(
        path: impl Into<String>,
        (size, crc, sha256): (u64, u32, Digest),
        source: &'a dyn Source,
    ) -> Self {
        Self {
            path: path.into(),
            size,
            crc,
            sha256,
            body: Body::Stream(source),
        }
    }

    /// The content, if it is held in memory.
    pub(super) fn held(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Bytes(bytes) => Some(bytes),
            Body::Stream(_) => None,
        }
    }
}
