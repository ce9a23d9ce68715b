//! Copying sealed steps into one file.

use super::part::Body;
use super::{SealFault, SealedStep};
use crate::bundle::container::{Container, WriteFault, Writer, Written};
use crate::bundle::limits;
use crate::bundle::verify::StepContents;
use std::io::{Cursor, Read, Seek, Write};

/// What comes near the limits of a whole file, in plain words.
pub(super) fn total_warnings(bytes: u64, entries: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    if limits::is_near(bytes, limits::FILE) {
        warnings.push("The file is above four fifths of 2 GiB, the most it may have.".into());
    }
    if limits::is_near(entries as u64, limits::ENTRIES as u64) {
        warnings.push("The file is above four fifths of 2,048 files, the most it may hold.".into());
    }
    warnings
}

/// What a finished file amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Its size in bytes and entries.
    pub written: Written,
    /// What comes near a limit, in plain words.
    pub warnings: Vec<String>,
}

/// Copies sealed steps into one file, in order.
#[derive(Debug)]
pub struct BundleWriter<W> {
    writer: Writer<W>,
}

impl<W: Write> BundleWriter<W> {
    /// Begins a file.
    pub fn new(out: W) -> Self {
        Self {
            writer: Writer::new(out),
        }
    }

    /// Copies earlier steps byte for byte from a container, and requires that every file of them
    /// still is what was verified: the container may have been replaced since.
    ///
    /// # Errors
    /// When a file is not what was verified, reading or writing fails, or the file would be too
    /// large. What was written must then be thrown away.
    pub fn copy_steps<R: Read + Seek>(
        &mut self,
        earlier: &mut Container<R>,
        steps: &[StepContents],
    ) -> Result<(), SealFault> {
        for step in steps {
            let folder = step.header.folder();
            for part in &step.parts {
                let name = format!("{folder}/{}", part.path);
                let changed = || SealFault::EarlierChanged(name.clone());
                let index = earlier.find(&name).ok_or_else(changed)?;
                let mut content = earlier.content(index).map_err(WriteFault::Io)?;
                let copied = self.writer.entry(&name, part.crc, part.size, &mut content);
                match copied {
                    Ok(digest) if digest == part.sha256 => {}
                    Ok(_) | Err(WriteFault::Changed(_)) => return Err(changed()),
                    Err(fault) => return Err(fault.into()),
                }
            }
        }
        Ok(())
    }

    /// Copies a sealed step.
    ///
    /// # Errors
    /// When a file is no longer what was signed, reading or writing fails, or the file would be
    /// too large.
    pub fn add(&mut self, step: &SealedStep<'_>) -> Result<(), SealFault> {
        let folder = step.header.folder();
        for part in &step.parts {
            let name = format!("{folder}/{}", part.path);
            let mut content: Box<dyn Read + '_> = match &part.body {
                Body::Bytes(bytes) => Box::new(Cursor::new(bytes.as_slice())),
                Body::Stream(source) => source.open().map_err(WriteFault::Io)?,
            };
            let digest = self
                .writer
                .entry(&name, part.crc, part.size, &mut content)?;
            if digest != part.sha256 {
                return Err(WriteFault::Changed(name).into());
            }
        }
        Ok(())
    }

    /// Ends the file and gives the target back.
    ///
    /// # Errors
    /// When nothing was copied, or writing fails.
    pub fn finish(self) -> Result<(W, Finished), SealFault> {
        let (out, written) = self.writer.finish()?;
        let warnings = total_warnings(written.bytes, written.entries);
        Ok((out, Finished { written, warnings }))
    }
}
