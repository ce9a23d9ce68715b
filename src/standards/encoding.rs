//! From bytes to text; a file that is no text is named for what it is.

use super::problem::Problem;

/// The most bytes that a file here may have.
pub(super) const LARGEST: usize = 32 << 20;

/// The text of a file, and notes on what was left out of it.
pub(super) fn decode(bytes: &[u8]) -> Result<(&str, Vec<String>), Problem> {
    if let Some(problem) = foreign(bytes) {
        return Err(problem);
    }
    let (bytes, notes) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (
            rest,
            vec!["The file begins with a byte order mark, as some editors write it; it was read without.".to_string()],
        ),
        None => (bytes, Vec::new()),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text, notes)),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
            Err(Problem::line(
                line,
                "not UTF-8 text",
                "Save the file again with the encoding UTF-8, or fetch it again if it was damaged.",
            ))
        }
    }
}

fn foreign(bytes: &[u8]) -> Option<Problem> {
    let (wrong, todo) = if bytes.is_empty() {
        ("the file is empty", "Copy or fetch the file again.")
    } else if bytes.len() > LARGEST {
        (
            "the file is larger than 32 MiB, which no file of this kind is",
            "Check whether it is the right file.",
        )
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        (
            "this is a signed file (a bundle) or another archive, not a pack, packet or program file",
            "To check a signed file, use \"onsite verify FILE\".",
        )
    } else if bytes.starts_with(b"-----BEGIN") {
        (
            "this is a key, not a pack, packet or program file",
            "Keep it where it was, and never hand a private key on.",
        )
    } else if bytes.starts_with(b"SQLite format 3\0") {
        (
            "this is a database, not a pack, packet or program file",
            "Choose the file that the program office sent.",
        )
    } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || is_wide(bytes) {
        (
            "the text is saved as UTF-16",
            "Save the file again with the encoding UTF-8.",
        )
    } else if bytes.contains(&0) {
        (
            "zero bytes stand in the file; it is damaged or no text",
            "Copy or fetch the file again.",
        )
    } else {
        return None;
    };
    Some(Problem::whole(wrong, todo))
}

/// UTF-16 without its mark: every other byte of the beginning is zero.
fn is_wide(bytes: &[u8]) -> bool {
    matches!(bytes, [0, first, 0, _, ..] | [first, 0, _, 0, ..] if *first != 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_told_for_what_it_is() {
        let wide: Vec<u8> = "{\"a\":1}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(&wide);
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b"PK\x03\x04rest", "bundle"),
            (b"-----BEGIN OPENSSH PRIVATE KEY-----", "key"),
            (b"SQLite format 3\0", "database"),
            (&wide, "UTF-16"),
            (&marked, "UTF-16"),
            (b"{\"a\":1}\0\0\0", "zero"),
            (b"\0\0\0\0\0", "zero"),
            (b"{\n\"\xff\"}", "UTF-8"),
        ] {
            let problem = decode(bytes).unwrap_err();
            assert!(problem.wrong.contains(word), "{problem}");
        }
        assert_eq!(decode(b"{\n\"\xff\"}").unwrap_err().line, Some(2));
        let (text, notes) = decode(b"\xef\xbb\xbf{}").unwrap();
        assert_eq!((text, notes.len()), ("{}", 1));
    }
}
