//! What was checked about a signed file that is open for reading, and what did not fit when a
//! journal was folded.

use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::Next;
use crate::tui::screens::popups::reading::Reading;
use crate::tui::survey::Banner;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::widgets::reader::Block;

/// The line that stands over a signed file: how it is, and the key that shows why.
pub(in crate::tui) fn banner_line(desk: &Desk, banner: &Banner) -> (String, Meaning) {
    let key = keymap::key_for(&[Context::Bundle], Command::ShowVerification).unwrap_or_default();
    let dot = desk.theme.signs.dot;
    let line = format!("{} {dot} {key} shows all checks", marked(banner));
    let meaning = if banner.good {
        Meaning::Done
    } else {
        Meaning::Warning
    };
    (line, meaning)
}

/// Colour alone never says that something is not good.
fn marked(banner: &Banner) -> String {
    let mark = if banner.good { Mark::Met } else { Mark::NotMet };
    format!("{} {}", mark.sign(), banner.line)
}

/// The five answers.
pub(in crate::tui::screens) fn checks(desk: &mut Desk) -> Next {
    let banner = desk
        .survey
        .as_ref()
        .and_then(|survey| survey.banner.as_ref());
    let Some(banner) = banner else {
        desk.warn("This is your own visit, not a signed file that was opened.");
        return Next::Stay;
    };
    let (_, meaning) = banner_line(desk, banner);
    let mut blocks = vec![Block::new(meaning, marked(banner)), Block::plain("")];
    blocks.extend(banner.answers.iter().map(Block::plain));
    blocks.push(Block::plain(""));
    blocks.push(Block::new(
        Meaning::Muted,
        "Anybody can check this without onsite: 'onsite verify --script' prints a script for unzip, sha256sum and \
         ssh-keygen.",
    ));
    Next::popup(Reading::new("What was checked", blocks))
}

/// What did not fit when the journal was folded.
pub(in crate::tui::screens) fn history(desk: &Desk) -> Next {
    let Some(survey) = &desk.survey else {
        return Next::Stay;
    };
    let mut blocks = vec![Block::plain(
        "Two laptops wrote about the same thing, or an entry came that no longer fits. It is kept \
         in the history and shown here; what counts is what the screens show.",
    )];
    for conflict in &survey.file.case.conflicts {
        blocks.push(Block::plain(""));
        let entry = &conflict.entry;
        blocks.push(
            Block::plain(format!("{}.", conflict.what))
                .led_by(format!("Entry {} of {}", entry.seq, entry.device), 28),
        );
    }
    Next::popup(Reading::new("What did not fit", blocks))
}
