//! The bare programs that onsite is measured against, on a terminal like it: each does the one
//! thing that cannot be left out, and nothing else.
//!
//! - `commit`: for each key, one row as long as an answer into the same kind of database, one
//!   commit, one frame.
//! - `paste`: everything pasted into one row with one commit, and a frame of its end.
//! - `derive`: for each Enter, the key derivation of the vault in a data folder, and a frame.

use super::database;
use crossterm::terminal::{EnterAlternateScreen, disable_raw_mode, enable_raw_mode};
use onsite::vault::{Passphrase, Vault};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use std::io::{BufWriter, Read as _, Stdout, Write as _};
use std::path::Path;

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

fn screen() -> Screen {
    enable_raw_mode().unwrap();
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout());
    crossterm::execute!(out, EnterAlternateScreen).unwrap();
    out.write_all(b"\x1b[?2004h").unwrap();
    Terminal::new(CrosstermBackend::new(out)).unwrap()
}

/// A full screen of rows, one of them marked.
fn draw(screen: &mut Screen, marked: usize, words: &str) {
    screen
        .draw(|frame| {
            let area = frame.area();
            let lines: Vec<Line> = (0..usize::from(area.height))
                .map(|row| {
                    let on = row == marked % usize::from(area.height);
                    let style = if on {
                        Modifier::REVERSED
                    } else {
                        Modifier::empty()
                    };
                    let text = format!("  {row:>3}  {words:<100}");
                    Line::styled(text, Style::default().add_modifier(style))
                })
                .collect();
            frame.render_widget(Paragraph::new(lines), area);
        })
        .unwrap();
}

/// Reads what is there; nothing at the end.
fn keys(buffer: &mut [u8]) -> Option<&[u8]> {
    match std::io::stdin().lock().read(buffer) {
        Ok(count @ 1..) => Some(&buffer[..count]),
        _ => {
            let _ = disable_raw_mode();
            None
        }
    }
}

pub fn commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = database::open(&folder.path().join("bare.db"));
    let mut screen = screen();
    let line = vec![b'x'; database::ANSWER];
    draw(&mut screen, 0, "ready");
    let mut count = 0;
    let mut buffer = [0; 4096];
    while keys(&mut buffer).is_some() {
        count += 1;
        database::insert(&mut connection, count, &line);
        draw(&mut screen, count, "a check, one of many, with its answer");
    }
}

pub fn paste() {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = database::open(&folder.path().join("bare.db"));
    let mut screen = screen();
    draw(&mut screen, 0, "ready");
    let mut held = Vec::new();
    let mut buffer = [0; 65536];
    let mut count = 0;
    while let Some(read) = keys(&mut buffer) {
        held.extend_from_slice(read);
        if !held.ends_with(b"\x1b[201~") {
            continue;
        }
        count += 1;
        database::insert(&mut connection, count, &held);
        let text = String::from_utf8_lossy(&held);
        let from = text.len().saturating_sub(90);
        draw(
            &mut screen,
            count,
            &format!("saved {}", &text[from..text.len() - 6]),
        );
        held.clear();
    }
}

pub fn derive(folder: &Path, passphrase: &str) {
    let mut screen = screen();
    draw(&mut screen, 0, "ready");
    let mut count = 0;
    let mut buffer = [0; 4096];
    while keys(&mut buffer).is_some() {
        count += 1;
        let vault = Vault::load(&folder.join("vault.json")).unwrap();
        let key = vault.unlock(&Passphrase::new(passphrase.to_owned()));
        assert!(key.is_ok(), "the passphrase opens it");
        draw(&mut screen, count, "derived");
    }
}
