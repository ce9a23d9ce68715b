//! Standard output that may be closed by whoever reads it.

use std::io::{self, ErrorKind, Write};

/// Writes until the reader goes; what comes after is dropped. That nobody wants to read on changes
/// nothing of what was found, so it is no error and no other exit code.
pub struct UntilClosed<W> {
    out: W,
    is_closed: bool,
}

impl<W: Write> UntilClosed<W> {
    /// Writes into `out`.
    pub fn new(out: W) -> Self {
        Self {
            out,
            is_closed: false,
        }
    }

    fn unless_closed<T>(
        &mut self,
        otherwise: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_closed {
            return Ok(otherwise);
        }
        match write(&mut self.out) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(otherwise)
            }
            outcome => outcome,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), Write::flush)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Takes three bytes, then is closed or full.
    struct Short(usize, ErrorKind);

    impl Write for Short {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let count = bytes.len().min(self.0);
            self.0 -= count;
            match count {
                0 => Err(self.1.into()),
                count => Ok(count),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_a_full_disk_is_one() {
        let mut closed = UntilClosed::new(Short(3, ErrorKind::BrokenPipe));
        closed.write_all(b"more than three").unwrap();
        closed.flush().unwrap();
        let mut full = UntilClosed::new(Short(3, ErrorKind::StorageFull));
        assert!(full.write_all(b"more than three").is_err());
    }
}
