//! Where things that can be clicked were drawn.

use std::cell::RefCell;

use ratatui::layout::{Position, Rect};

use crate::tui::terminal::input::Mouse;

/// Areas of the screen and what a click into each means. Filled again at each drawing.
#[derive(Clone, Debug)]
pub struct Zones<T>(RefCell<Vec<(Rect, T)>>);

impl<T> Default for Zones<T> {
    fn default() -> Self {
        Zones(RefCell::default())
    }
}

impl<T: Clone> Zones<T> {
    /// Forgets everything: drawing begins.
    pub fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    /// Notes what was drawn in an area. A later area lies above an earlier one.
    pub fn add(&self, area: Rect, what: T) {
        self.0.borrow_mut().push((area, what));
    }

    /// What the mouse points at.
    pub fn at(&self, mouse: Mouse) -> Option<T> {
        let position = Position::new(mouse.column, mouse.row);
        let zones = self.0.borrow();
        let hit = zones.iter().rev().find(|(area, _)| area.contains(position));
        hit.map(|(_, what)| what.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::terminal::input::MouseAction;

    #[test]
    fn the_topmost_area_is_hit() {
        let zones = Zones::default();
        zones.add(Rect::new(0, 0, 10, 2), "under");
        zones.add(Rect::new(2, 0, 3, 1), "over");
        let at = |column, row| {
            zones.at(Mouse {
                action: MouseAction::Press,
                column,
                row,
            })
        };
        assert_eq!(at(2, 0), Some("over"));
        assert_eq!(at(5, 0), Some("under"));
        assert_eq!(at(10, 0), None);
        zones.clear();
        assert_eq!(at(2, 0), None);
    }
}
