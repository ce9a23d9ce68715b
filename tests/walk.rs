//! The walk through the keyboard: answers, notes, reasons, levels, undo, over the training visit.

#[path = "support/desk.rs"]
mod desk;

use desk::{app, press, text};
use onsite::tui::theme::Theme;

#[test]
fn look() {
    let mut app = app(Theme::default());
    println!("{}", text(&app, 80, 24));
    press(&mut app, "1");
    println!("{}", text(&app, 80, 24));
    press(&mut app, "Enter");
    println!("{}", text(&app, 80, 24));
    press(&mut app, "Tab n");
    println!("{}", text(&app, 80, 24));
    press(&mut app, "Esc a");
    println!("{}", text(&app, 80, 24));
    press(&mut app, "Esc Esc Esc 7");
    println!("{}", text(&app, 80, 24));
    press(&mut app, "Esc 8");
    println!("{}", text(&app, 80, 24));
}
