//! The SHA-256 of a whole container, taken while its entries are read in order.
//!
//! Whoever got a file can compare this digest with the sender by telephone, whatever program the
//! sender has. Every byte is hashed twice then, once for its entry and once for the whole; so that
//! nobody waits twice as long, a large file has this done on a thread of its own.

use super::BUFFER;
use crate::domain::values::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// From how many bytes on a thread is worth its start.
const WORTH_A_THREAD: u64 = 4 << 20;
/// How many pieces may wait to be hashed: memory stays flat.
const WAITING: usize = 4;

/// Takes the digest of everything that it is given, in order.
#[derive(Debug)]
pub struct WholeHash {
    work: Work,
    /// A buffer that nobody uses.
    spare: Vec<u8>,
}

#[derive(Debug)]
enum Work {
    Here(Sha256),
    Beside {
        pieces: SyncSender<Vec<u8>>,
        spares: Receiver<Vec<u8>>,
        thread: JoinHandle<Digest>,
    },
}

impl WholeHash {
    /// Begins, for a container of about so many bytes.
    pub fn new(size: u64) -> Self {
        let is_alone = std::thread::available_parallelism().is_ok_and(|count| count.get() == 1);
        let work = match size < WORTH_A_THREAD || is_alone {
            true => Work::Here(Sha256::new()),
            false => beside(),
        };
        Self {
            work,
            spare: Vec::new(),
        }
    }

    /// A buffer of so many bytes, at most [`BUFFER`], to be filled and given to [`Self::add`].
    pub(super) fn buffer(&mut self, length: usize) -> Vec<u8> {
        let mut buffer = std::mem::take(&mut self.spare);
        if let Work::Beside { spares, .. } = &self.work
            && let Ok(used) = spares.try_recv()
        {
            buffer = used;
        }
        buffer.resize(length.min(BUFFER), 0);
        buffer
    }

    /// Adds what comes next.
    pub(super) fn add(&mut self, piece: Vec<u8>) {
        match &mut self.work {
            Work::Here(hasher) => {
                hasher.update(&piece);
                self.spare = piece;
            }
            // The thread ends only after this sender is gone.
            Work::Beside { pieces, .. } => drop(pieces.send(piece)),
        }
    }

    /// The digest; nothing where the thread died, which only a mistake of the program can cause.
    pub fn finish(self) -> Option<Digest> {
        match self.work {
            Work::Here(hasher) => Some(Digest::from_bytes(hasher.finalize().into())),
            Work::Beside { pieces, thread, .. } => {
                drop(pieces);
                thread.join().ok()
            }
        }
    }
}

fn beside() -> Work {
    let (pieces, given) = sync_channel::<Vec<u8>>(WAITING);
    let (used, spares) = sync_channel(WAITING);
    let thread = std::thread::spawn(move || {
        let mut hasher = Sha256::new();
        while let Ok(piece) = given.recv() {
            hasher.update(&piece);
            // A buffer that nobody wants back is let go.
            let _ = used.try_send(piece);
        }
        Digest::from_bytes(hasher.finalize().into())
    });
    Work::Beside {
        pieces,
        spares,
        thread,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn here_and_beside_come_to_the_same() {
        let bytes: Vec<u8> = (0..3_000_000_u32)
            .map(|n| (n.wrapping_mul(n) / 251) as u8)
            .collect();
        for size in [0, WORTH_A_THREAD] {
            let mut whole = WholeHash::new(size);
            for piece in bytes.chunks(70_001) {
                let mut buffer = whole.buffer(piece.len());
                buffer.copy_from_slice(piece);
                whole.add(buffer);
            }
            assert_eq!(whole.finish().unwrap(), Digest::of(&bytes));
        }
    }
}
