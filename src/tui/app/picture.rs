//! How the program looks: the first line, the screens over one another, the last act, the keys.

use super::{App, Overlay};
use crate::domain::values::written;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Saved;
use crate::tui::screens::{self, Screen};
use crate::tui::text;
use crate::tui::theme::Meaning;
use crate::tui::widgets::status::{self, Header};
use crate::tui::widgets::{self, footer, too_small};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl App {
    /// Draws everything.
    pub fn view(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        self.area.set(area);
        let cursor = self.draw(frame.buffer_mut(), area);
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    /// Draws everything into a buffer. Where the cursor goes, if text is being typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        if too_small::is_too_small(area) {
            let quit = keymap::key_for(&[Context::Top], Command::Quit).unwrap_or_default();
            too_small::draw(buf, area, &quit);
            return None;
        }
        if matches!(self.overlay, Overlay::Blank) {
            let said = "The screen is hidden. Press any key to show it.";
            widgets::put(buf, area, said, self.desk.theme.style(Meaning::Muted));
            return None;
        }
        self.header(buf, widgets::row(area, 0));
        let said = self.said(area);
        let lines = u16::try_from(said.len()).unwrap_or(1).max(1);
        let body = Rect {
            y: area.y + 1,
            height: area.height - 2 - lines,
            ..area
        };
        let body = self.banner(buf, body);
        let mut cursor = self.screens_in(buf, body);
        let meaning = self.said_as();
        for (line, at) in said.iter().zip(area.height - 1 - lines..) {
            let row = widgets::right_of(widgets::row(area, at), 1);
            widgets::put(buf, row, line, self.desk.theme.style(meaning));
        }
        let last = widgets::row(area, area.height - 1);
        match &self.overlay {
            Overlay::Help(help) => cursor = help.draw(buf, area, self.desk.theme),
            Overlay::Palette(palette) => cursor = palette.draw(buf, area, self.desk.theme),
            Overlay::Nothing | Overlay::Blank => self.hints(buf, last),
        }
        cursor
    }

    /// Who signed, on every screen of a file that is open for reading. What is left below it.
    fn banner(&self, buf: &mut Buffer, body: Rect) -> Rect {
        let banner = self
            .desk
            .survey
            .as_ref()
            .and_then(|survey| survey.banner.as_ref());
        let Some(banner) = banner.filter(|_| self.contexts().contains(&Context::Visit)) else {
            return body;
        };
        let (line, meaning) = screens::popups::verification::banner_line(&self.desk, banner);
        let room = usize::from(body.width).saturating_sub(2);
        // It is never cut: what it means for the reader may stand at its end.
        let shown = text::visible(&line);
        let lines: Vec<String> = text::wrap(&shown, room).map(str::to_owned).collect();
        for (place, line) in (0_u16..).zip(&lines) {
            let place = widgets::right_of(widgets::row(body, place), 1);
            widgets::put(buf, place, line, self.desk.theme.style(meaning));
        }
        widgets::below(body, u16::try_from(lines.len()).unwrap_or(u16::MAX))
    }

    /// The screen in front, over those below it as long as it is a popup.
    fn screens_in(&self, buf: &mut Buffer, body: Rect) -> Option<Position> {
        let base = self
            .screens
            .iter()
            .rposition(|screen| !screen.view().is_popup())
            .unwrap_or(0);
        let mut cursor = None;
        for screen in self.screens.iter().skip(base) {
            cursor = screen.view().draw(&self.desk, buf, body);
        }
        cursor
    }

    fn header(&self, buf: &mut Buffer, area: Rect) {
        let desk = &self.desk;
        let mut place: Vec<String> = Vec::new();
        let in_visit = |screen: &Screen| screen.view().contexts(desk).contains(&Context::Visit);
        let survey = desk
            .survey
            .as_ref()
            .filter(|_| self.screens.iter().any(in_visit));
        if let Some(survey) = survey {
            place.push(survey.file.packet.practice.name.clone());
            if let Some(visit) = survey.visit() {
                let site = desk
                    .walk
                    .site(visit)
                    .and_then(|id| survey.file.packet.site(id));
                if let Some(site) = site.filter(|_| visit.sites.len() > 1) {
                    place.push(site.name.clone());
                }
                let days = (desk.now.date_naive() - visit.opened_at.date_naive()).num_days();
                if survey.banner.is_none() && !visit.is_sealed() {
                    place.push(format!("day {}", days.max(0) + 1));
                }
            }
            if survey.banner.is_some() {
                place.push("open for reading".to_owned());
            }
        } else {
            place.push("onsite".to_owned());
        }
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        let training = survey.is_some_and(|survey| survey.file.case.training);
        let saved = match &desk.saved {
            Saved::Nothing => String::new(),
            Saved::At(at) => format!("Saved {}", written::time(*at)),
            Saved::Not(_) => "NOT SAVED".to_owned(),
        };
        let header = Header {
            place: &place,
            training: training || desk.demo,
            saved: &saved,
        };
        status::header(buf, area, desk.theme, &header);
    }

    /// How the last message is meant.
    fn said_as(&self) -> Meaning {
        let status = self.desk.status.as_ref();
        status.map_or(Meaning::Error, |said| said.meaning)
    }

    /// The last message, in as many lines as it needs: what happened and what to do next is not
    /// cut, as long as a third of the screen holds it.
    fn said(&self, area: Rect) -> Vec<String> {
        let text = match (&self.desk.status, &self.desk.saved) {
            (Some(said), _) => &said.text,
            (None, Saved::Not(why)) => why,
            _ => return Vec::new(),
        };
        let most = usize::from(area.height / 3).max(1);
        status::lines(text, self.said_as(), area.width, most, self.desk.theme)
    }

    fn hints(&self, buf: &mut Buffer, area: Rect) {
        let contexts = self.contexts();
        let wanted = self
            .front()
            .map(|screen| screen.view().hints(&self.desk))
            .unwrap_or_default();
        let mut hints = keymap::hints(&contexts, &wanted);
        if contexts.contains(&Context::Top) {
            hints.extend(keymap::hint(&contexts, Command::Quit));
        }
        footer::draw(buf, area, self.desk.theme, &self.footer, &contexts, &hints);
    }
}
