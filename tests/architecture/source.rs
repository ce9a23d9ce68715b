//! Source files, their code apart from their comments: strings are in neither.

use std::path::Path;

/// One source file.
pub struct Source {
    /// Its path below the top level, with `/`.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// The code alone: comments and strings are blanks, lines stay where they are.
    pub code: String,
    /// The comments, each whole: one that goes on in the next line goes on here too.
    pub comments: Vec<Comment>,
}

/// A comment, as one line without its slashes.
pub struct Comment {
    /// Where it begins in the file, in bytes.
    pub at: usize,
    /// Its words.
    pub words: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let (code, comments) = apart(text);
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            comments,
        }
    }

    /// The modules it stands in: `src/tui/screens/ask.rs` is `tui`, `screens`, `ask`.
    pub fn module(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let ends_here = |name: &&str| !matches!(*name, "mod" | "lib" | "main");
        path.split('/').filter(ends_here).collect()
    }

    /// Says whether it holds only tests.
    pub fn is_test(&self) -> bool {
        let tests = |name: &&str| *name == "tests" || name.ends_with("_tests");
        self.path.starts_with("tests/") || self.module().iter().any(tests)
    }

    /// The place of a byte for a finding: path and line.
    pub fn place(&self, at: usize) -> String {
        let line = self.code[..at].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }
}

/// Every Rust file below a folder of the top level, in order of name.
pub fn under(root: &Path, folder: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(".rs") {
                sources.push(Source::new(
                    &path,
                    &std::fs::read_to_string(entry.path()).unwrap(),
                ));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!sources.is_empty(), "{folder} holds no sources");
    sources
}

/// Takes a file apart: its code, with comments, strings and characters blanked out byte for byte
/// and line ends left; and its comments.
fn apart(text: &str) -> (String, Vec<Comment>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut comments: Vec<Comment> = Vec::new();
    // Where the last comment ended, while nothing but white space came after it.
    let mut goes_on = None;
    let mut at = 0;
    while at < bytes.len() {
        let end = at + skipped(&bytes[at..], at > 0 && is_word(bytes[at - 1]));
        if bytes[at..end].starts_with(b"//") || bytes[at..end].starts_with(b"/*") {
            let words = words_of(&text[at..end]);
            match comments.last_mut().filter(|_| goes_on == Some(at)) {
                Some(before) => before.words.extend([" ", &words]),
                None => comments.push(Comment { at, words }),
            }
            goes_on = Some(end);
        } else if goes_on == Some(at) && bytes[at].is_ascii_whitespace() && bytes[at] != b'\n' {
            goes_on = Some(at + 1);
        }
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    (String::from_utf8(code).unwrap(), comments)
}

/// The words of a comment, without what marks it as one.
fn words_of(comment: &str) -> String {
    let lines = comment.lines().map(|line| {
        line.trim_start()
            .trim_start_matches(['/', '!', '*'])
            .trim_end_matches("*/")
            .trim()
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// How many bytes from here are no code; none where code begins.
fn skipped(rest: &[u8], in_word: bool) -> usize {
    let found = |end: &[u8], from: usize| {
        let place = rest[from..].windows(end.len()).position(|held| held == end);
        place.map_or(rest.len(), |place| from + place + end.len())
    };
    match rest {
        [b'/', b'/', ..] => found(b"\n", 2),
        [b'/', b'*', ..] => found(b"*/", 2),
        [b'"', ..] => quoted(rest, 1),
        [b'r' | b'b', ..] if !in_word => raw(rest),
        [b'\'', b'\\', ..] => quoted_by(rest, 1, b'\''),
        [b'\'', ..] => {
            // 'x' is a character; 'static is a lifetime.
            let width = std::str::from_utf8(&rest[1..rest.len().min(5)])
                .or_else(|error| std::str::from_utf8(&rest[1..=error.valid_up_to()]))
                .ok()
                .and_then(|text| text.chars().next())
                .map_or(1, char::len_utf8);
            if rest.get(1 + width) == Some(&b'\'') {
                width + 2
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// The length of a raw or byte string that begins here; none if it is a word.
fn raw(rest: &[u8]) -> usize {
    let letters = rest
        .iter()
        .take_while(|byte| matches!(byte, b'r' | b'b'))
        .count();
    let hashes = rest[letters..]
        .iter()
        .take_while(|byte| **byte == b'#')
        .count();
    let open = letters + hashes;
    if letters > 2 || rest.get(open) != Some(&b'"') {
        return 0;
    }
    if !rest[..letters].contains(&b'r') {
        return quoted(rest, open + 1);
    }
    let close = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
    let place = rest[open + 1..]
        .windows(close.len())
        .position(|held| held == close);
    place.map_or(rest.len(), |place| open + 1 + place + close.len())
}

fn quoted(rest: &[u8], from: usize) -> usize {
    quoted_by(rest, from, b'"')
}

fn quoted_by(rest: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

#[test]
fn comments_and_strings_are_no_code() {
    let text = r###"use a; // crate::store
/* std::fs
 */ let x: &'static str = "crate::vault \" std::env"; let y = r#"std::net "#; let c = '"'; b'\''
let raw = b"std::process"; let é = 'é'; let end = crate::tui;"###;
    let source = Source::new("src/x.rs", text);
    for hidden in ["store", "fs", "vault", "env", "net", "process"] {
        assert!(!source.code.contains(hidden), "{hidden}: {}", source.code);
    }
    assert!(
        source.code.contains("let end = crate::tui;"),
        "{}",
        source.code
    );
    assert!(source.code.contains("&'static str ="));
    assert_eq!(source.code.lines().count(), text.lines().count());
    assert_eq!(
        source.place(source.code.find("crate::tui").unwrap()),
        "src/x.rs:4"
    );
}

#[test]
fn a_comment_is_whole_over_its_lines_and_no_string_is_one() {
    let text = "//! One\n//! two.\n\n/// Three\nlet x = \"// no\"; // four\n    // five\n/* six\n * seven */";
    let source = Source::new("src/x.rs", text);
    let comments: Vec<(usize, &str)> = source
        .comments
        .iter()
        .map(|comment| (comment.at, comment.words.as_str()))
        .collect();
    let at = |words| text.find(words).unwrap();
    assert_eq!(
        comments,
        [
            (0, "One two."),
            (at("/// Three"), "Three"),
            (at("// four"), "four five six seven"),
        ]
    );
}
