//! How things look, by what they mean. Screens name a [`Meaning`]; only this file names colors.
//!
//! Three sets of colors: the sixteen ANSI colors on the terminal's own background, no color at all
//! (`NO_COLOR`), and high contrast. In each, whatever color says is also said by a word and a
//! sign, so a screen reads the same in all of them. Two sets of signs: drawn lines where the
//! terminal shows UTF-8, plain ASCII elsewhere.

use crate::domain::survey::verdicts::Outcome;
use crate::domain::survey::words;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Ordinary text.
    Plain,
    /// The heading of a screen or box.
    Title,
    /// The row that commands act on.
    Selected,
    /// The tab that is open.
    ActiveTab,
    /// Text that explains; can be missed.
    Muted,
    /// A key, where keys are named.
    KeyName,
    /// Something to see to.
    Warning,
    /// Something wrong.
    Error,
    /// What was just done.
    Done,
    /// Lines between and around things.
    Border,
    /// Text that will be in the report.
    ReportNote,
    /// Text that stays on this laptop.
    PrivateNote,
    /// The mark of a training visit.
    Training,
    /// The line of an urgent safety concern.
    Urgent,
    /// The letters of a match that were searched for.
    Match,
    /// The frame of a field that has the focus.
    Field,
    /// An answer or a level.
    Answer(Mark),
}

/// The marks an answer, a check or a Standard can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Met, fully met.
    Met,
    /// Not met.
    NotMet,
    /// Met here, not met there; partly met.
    Mixed,
    /// Not applicable.
    NotApplicable,
    /// Could not assess.
    CouldNotAssess,
    /// Nothing yet.
    ToDo,
}

impl Mark {
    /// All marks, in the order they are explained.
    pub const ALL: [Mark; 6] = [
        Mark::Met,
        Mark::NotMet,
        Mark::Mixed,
        Mark::NotApplicable,
        Mark::CouldNotAssess,
        Mark::ToDo,
    ];

    /// The sign, three columns in every theme.
    pub const fn sign(self) -> &'static str {
        match self {
            Mark::Met => "[+]",
            Mark::NotMet => "[!]",
            Mark::Mixed => "[~]",
            Mark::NotApplicable => "[-]",
            Mark::CouldNotAssess => "[?]",
            Mark::ToDo => "[ ]",
        }
    }

    /// The word for [`Mark::ToDo`] where nothing is to be done any more: in a signed file.
    pub const BLANK: &'static str = "Blank";

    /// The word, as the report has it; only "not applicable" is short here.
    pub fn word(self) -> &'static str {
        words::outcome(match self {
            Mark::Met => Outcome::Met,
            Mark::NotMet => Outcome::NotMet,
            Mark::Mixed => Outcome::Mixed,
            Mark::NotApplicable => return "N/A",
            Mark::CouldNotAssess => Outcome::CouldNotAssess,
            Mark::ToDo => Outcome::Open,
        })
    }
}

/// Which colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colors {
    /// The sixteen ANSI colors.
    #[default]
    Ansi,
    /// Attributes only.
    Monochrome,
    /// Bold and reverse, nothing faint, few colors.
    HighContrast,
}

/// Signs that depend on what the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// In place of what was cut off.
    pub ellipsis: &'static str,
    /// Between two things in a line.
    pub dot: &'static str,
    /// Leads from one thing to another.
    pub arrow: &'static str,
    /// There is more above.
    pub more_above: &'static str,
    /// There is more below.
    pub more_below: &'static str,
    /// A line across.
    pub across: &'static str,
    /// A line down.
    pub down: &'static str,
    /// The corners of a box: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Stands for one hidden character.
    pub hidden: char,
}

/// Signs for terminals that show UTF-8. No emoji, no braille, nothing two columns wide.
pub const DRAWN: Signs = Signs {
    ellipsis: "…",
    dot: "·",
    arrow: "→",
    more_above: "↑",
    more_below: "↓",
    across: "─",
    down: "│",
    corners: ["┌", "┐", "└", "┘"],
    hidden: '•',
};

/// Signs for all other terminals.
pub const ASCII: Signs = Signs {
    ellipsis: "...",
    dot: "-",
    arrow: "->",
    more_above: "^",
    more_below: "v",
    across: "-",
    down: "|",
    corners: ["+", "+", "+", "+"],
    hidden: '*',
};

/// How everything looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Which colors.
    pub colors: Colors,
    /// Which signs.
    pub signs: Signs,
}

impl Default for Theme {
    fn default() -> Self {
        Theme {
            colors: Colors::Ansi,
            signs: DRAWN,
        }
    }
}

/// What a person asked for on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Wishes {
    /// Plain ASCII signs, whatever the terminal says.
    pub ascii: bool,
    /// For little sight or bright light.
    pub high_contrast: bool,
}

impl Theme {
    /// The theme for a person's wishes and an environment, looked up by variable name.
    ///
    /// `NO_COLOR` with anything in it means no color (no-color.org). Signs are ASCII unless the
    /// locale says UTF-8; Windows consoles show them without saying so.
    pub fn choose(wishes: Wishes, variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = |name: &str| variable(name).filter(|value| !value.is_empty());
        let colors = if said("NO_COLOR").is_some() {
            Colors::Monochrome
        } else if wishes.high_contrast {
            Colors::HighContrast
        } else {
            Colors::Ansi
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(said)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let utf8 = cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8");
        let signs = if wishes.ascii || !utf8 { ASCII } else { DRAWN };
        Theme { colors, signs }
    }

    /// The style of a meaning. Applied over the terminal's own colors: nothing sets a background
    /// except by reversing.
    pub fn style(self, meaning: Meaning) -> Style {
        match self.colors {
            Colors::Ansi => color(meaning),
            Colors::Monochrome => attributes(meaning),
            Colors::HighContrast => high_contrast(meaning),
        }
    }

    /// Sign and word of a mark: `[!] Not met`.
    pub fn mark(self, mark: Mark) -> String {
        format!("{} {}", mark.sign(), mark.word())
    }
}

fn color(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Plain => style,
        Meaning::Title | Meaning::ReportNote => style.bold(),
        Meaning::Selected => style.bold().reversed(),
        Meaning::ActiveTab => style.bold().underlined(),
        // Not "bright black", which is the background itself in some palettes (Solarized).
        Meaning::Muted | Meaning::Border => style.dim(),
        Meaning::KeyName => style.fg(Color::Cyan),
        Meaning::Warning => style.fg(Color::Yellow),
        Meaning::Error => style.fg(Color::Red).bold(),
        Meaning::Done => style.fg(Color::Blue),
        // Not only another color: italics and a line under it, as it must not be mistaken.
        Meaning::PrivateNote => style.fg(Color::Magenta).italic().underlined(),
        Meaning::Training => style.fg(Color::Magenta).bold().reversed(),
        Meaning::Urgent => style.fg(Color::Red).bold().reversed(),
        Meaning::Match => style.fg(Color::Cyan).underlined(),
        Meaning::Field => style.fg(Color::Cyan).bold(),
        // Blue and yellow are told apart by nearly everybody, red and green are not.
        Meaning::Answer(mark) => match mark {
            Mark::Met => style.fg(Color::Blue),
            Mark::NotMet => style.fg(Color::Yellow).bold(),
            Mark::Mixed => style.fg(Color::Yellow),
            Mark::NotApplicable => style.dim(),
            Mark::CouldNotAssess => style.fg(Color::Magenta),
            Mark::ToDo => style,
        },
    }
}

fn attributes(meaning: Meaning) -> Style {
    let style = Style::new();
    match meaning {
        Meaning::Plain | Meaning::Muted | Meaning::Border | Meaning::Done => style,
        Meaning::Title | Meaning::ReportNote | Meaning::KeyName | Meaning::Field => style.bold(),
        Meaning::Selected | Meaning::Training | Meaning::Urgent => style.bold().reversed(),
        Meaning::ActiveTab | Meaning::Match => style.bold().underlined(),
        Meaning::Warning | Meaning::Error => style.bold(),
        Meaning::PrivateNote => style.italic().underlined(),
        Meaning::Answer(Mark::NotMet | Mark::Mixed) => style.bold(),
        Meaning::Answer(_) => style,
    }
}

fn high_contrast(meaning: Meaning) -> Style {
    let style = Style::new().bold();
    match meaning {
        Meaning::Plain | Meaning::Muted | Meaning::Border => Style::new(),
        Meaning::Warning => style.underlined(),
        Meaning::Error => style.reversed(),
        Meaning::Answer(Mark::NotMet) => style.reversed(),
        Meaning::Answer(Mark::Mixed) => style.underlined(),
        Meaning::Answer(_) | Meaning::Done => style,
        other => attributes(other).add_modifier(Modifier::BOLD),
    }
}

#[cfg(test)]
mod tests;
