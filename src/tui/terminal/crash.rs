//! What happens when the program itself is at fault: the terminal is given back first, the person
//! is told in plain words, and a crash note is left for whoever mends it.
//!
//! The note never holds a word of the survey. A panic's message can quote the text it was working
//! on ("byte index 5 is not a char boundary; it is inside 'é' of `…`"), so only messages written
//! into the program as they stand are kept; of the others only the place in the code is.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::panic::{PanicHookInfo, set_hook};
use std::path::{Path, PathBuf};

/// A note that has grown beyond this begins again.
const LONGEST_NOTE: u64 = 256 * 1024;

/// Installs the hook. `note` is the file that crash notes are added to, if there is a place for
/// one. Only a panic of the calling thread gives the terminal back: another thread's panic is an
/// error its caller handles.
pub fn install(note: Option<PathBuf>) {
    let screens = std::thread::current().id();
    set_hook(Box::new(move |info| {
        let ours = std::thread::current().id() == screens;
        if ours {
            crate::tui::terminal::restore();
        }
        let written = note
            .as_deref()
            .filter(|path| write_note(path, &describe(info)).is_ok());
        if ours {
            // Not `eprintln!`, which panics when there is nobody left to read it.
            let _ = io::stderr().write_all(told(written).as_bytes());
        }
    }));
}

/// What the person is told.
fn told(note: Option<&Path>) -> String {
    let mut text = String::from(
        "onsite stopped because of a mistake in the program. Everything shown as saved is saved. \
         Start onsite again to go on where you were.\n",
    );
    if let Some(path) = note {
        let _ = writeln!(
            text,
            "What happened was written to {} (none of your text is in it). \
             Please send that file to whoever looks after onsite.",
            path.display()
        );
    }
    text
}

/// The crash note of one panic.
fn describe(info: &PanicHookInfo<'_>) -> String {
    let place = info
        .location()
        .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let message = info
        .payload()
        .downcast_ref::<&'static str>()
        .copied()
        .unwrap_or("(message left out: it may quote a text)");
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    format!(
        "onsite {} on {}, {seconds} s after 1970\nat {place}: {message}\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        Backtrace::force_capture()
    )
}

fn write_note(path: &Path, text: &str) -> io::Result<()> {
    let full = std::fs::metadata(path).is_ok_and(|found| found.len() > LONGEST_NOTE);
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .append(!full)
        .truncate(full)
        .open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_note_grows_and_begins_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crash.log");
        write_note(&path, "one\n").unwrap();
        write_note(&path, "two\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        std::fs::write(&path, vec![b'x'; 300 * 1024]).unwrap();
        write_note(&path, "three\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three\n");
    }

    #[test]
    fn the_person_is_told_what_to_do_next() {
        let text = told(Some(Path::new("/data/crash.log")));
        assert!(text.contains("Start onsite again") && text.contains("/data/crash.log"));
        assert!(!told(None).contains("written to"));
    }
}
