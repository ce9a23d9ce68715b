//! The plain-text manual of keys, made from the command table.

use super::keymap;
use crate::tui::commands::table::{COMMANDS, Context};

/// Where the sentences begin.
const COLUMN: usize = 22;

/// Every command, by where it works, with its keys and what it does. Printed by the command line
/// and kept beside the program; a command without a key is found through the palette.
pub fn manual() -> String {
    let mut text = String::from("The keys of onsite\n==================\n");
    let palette = keymap::keys_for(
        &[Context::Anywhere],
        crate::tui::commands::table::Command::Palette,
    );
    text.push_str(&format!(
        "\nA command without a key is found by a few letters of what it does: press {}.\n\
         While you write text, letters are text.\n",
        palette.join(" or ")
    ));
    for context in Context::ALL {
        text.push_str(&format!("\n{}\n", context.heading()));
        for row in COMMANDS {
            for place in row.places.iter().filter(|place| place.context == context) {
                let keys = place.keys.join(" or ");
                text.push_str(&format!("  {keys:<COLUMN$}{}\n", row.help));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_the_manual() {
        let text = manual();
        for row in COMMANDS {
            assert!(text.contains(row.help), "{}", row.name);
        }
        assert!(text.contains("  m                     Answers Met"));
    }
}
