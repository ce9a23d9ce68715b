//! The container: a canonical zip, written and read in the one way there is.
//!
//! A strict subset of ISO/IEC 21320-1: stored, contiguous, ascending, nothing that could vary.
//! Here live bytes and entries; what the entries mean is in [`super::folder`]. FORMAT.md,
//! Container.

mod header;
mod reader;
mod repacked;
mod whole;
mod writer;

pub use header::{END_LENGTH, room};
pub use reader::{Container, ContainerFault, Entry};
pub use whole::WholeHash;
pub use writer::{WriteFault, Writer, Written};

/// How much is read at once: large enough that hashing is what costs, small enough to stay flat.
pub const BUFFER: usize = 256 << 10;
