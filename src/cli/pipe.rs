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

/// Lets nothing through that a terminal would obey: names of files and folders, variables and what
/// others wrote end in what a command prints. Line ends and tabs stay; every other control
/// character is shown as a replacement character.
pub struct Clean<W> {
    out: W,
    /// The first byte of what may be a control character in two bytes.
    held: bool,
}

/// U+FFFD.
const INSTEAD: &[u8] = "\u{fffd}".as_bytes();
/// The first byte of U+0080 to U+009F.
const TWO_BYTES: u8 = 0xc2;

impl<W: Write> Clean<W> {
    /// Writes into `out`.
    pub fn new(out: W) -> Self {
        Self { out, held: false }
    }

    /// Writes what can be written of `bytes` into a new buffer.
    fn cleaned(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut clean = Vec::with_capacity(bytes.len());
        for byte in bytes {
            match (std::mem::take(&mut self.held), byte) {
                (true, 0x80..=0x9f) => clean.extend(INSTEAD),
                (held, byte) => {
                    if held {
                        clean.push(TWO_BYTES);
                    }
                    match byte {
                        b'\n' | b'\t' => clean.push(*byte),
                        0..=0x1f | 0x7f => clean.extend(INSTEAD),
                        &TWO_BYTES => self.held = true,
                        _ => clean.push(*byte),
                    }
                }
            }
        }
        clean
    }
}

impl<W: Write> Write for Clean<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let clean = self.cleaned(bytes);
        self.out.write_all(&clean)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A text as it may stand on a terminal.
pub fn clean(text: &str) -> String {
    let cleaned = Clean::new(io::sink()).cleaned(text.as_bytes());
    String::from_utf8_lossy(&cleaned).into_owned()
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
    fn nothing_that_a_terminal_obeys_comes_through_however_it_is_parted() {
        let hostile = "a\x1b]0;x\x07b\r\u{9b}31mc\u{7f}\td é\u{a0}\n";
        let wanted = "a\u{fffd}]0;x\u{fffd}b\u{fffd}\u{fffd}31mc\u{fffd}\td é\u{a0}\n";
        assert_eq!(clean(hostile), wanted);
        for size in 1..5 {
            let mut out = Clean::new(Vec::new());
            for part in hostile.as_bytes().chunks(size) {
                out.write_all(part).unwrap();
            }
            assert_eq!(String::from_utf8(out.out).unwrap(), wanted, "{size}");
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
