//! Several forms that belong together, each on a page of its own, of which one is in front.
//!
//! Each page remembers which of its fields had the focus. Fields are found by their key, whatever
//! page they are on. A row of tabs shows the pages and marks those with something wrong.

use super::{Contents, Field, Form};
use crate::tui::terminal::input::Mouse;
use crate::tui::theme::Theme;
use crate::tui::widgets::tabs::{self, Tab, TabsState};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The pages with their forms, and which one is in front. A page without a field is a page too.
#[derive(Clone, Debug)]
pub struct Pages<P, K> {
    forms: Vec<(P, Form<K>)>,
    front: P,
    tabs: TabsState,
}

impl<P: Copy + Eq, K: Copy + Eq> Pages<P, K> {
    /// These pages, with one of them in front.
    pub fn new(front: P, forms: impl IntoIterator<Item = (P, Form<K>)>) -> Self {
        Pages {
            forms: forms.into_iter().collect(),
            front,
            tabs: TabsState::default(),
        }
    }

    /// The page in front.
    pub fn front(&self) -> P {
        self.front
    }

    /// Brings a page to the front.
    pub fn turn_to(&mut self, page: P) {
        self.front = page;
    }

    /// The page after or before the one in front; at the edge that one itself.
    pub fn beside(&self, forward: bool) -> P {
        let to = if forward {
            self.place() + 1
        } else {
            self.place().saturating_sub(1)
        };
        self.forms.get(to).map_or(self.front, |(page, _)| *page)
    }

    /// The place of the page in front, from 0.
    pub fn place(&self) -> usize {
        let place = self.forms.iter().position(|(page, _)| *page == self.front);
        place.unwrap_or(0)
    }

    /// Brings the page at a place, from 0, to the front.
    pub fn turn_to_place(&mut self, place: usize) {
        if let Some((page, _)) = self.forms.get(place) {
            self.front = *page;
        }
    }

    /// What is filled in, page by page.
    pub fn contents(&self) -> Vec<Contents> {
        self.forms.iter().map(|(_, form)| form.contents()).collect()
    }

    /// Fills in what was put aside, page by page.
    pub fn restore(&mut self, pages: &[Contents]) {
        for ((_, form), contents) in self.forms.iter_mut().zip(pages) {
            form.restore(contents);
        }
    }

    /// The pages with their forms, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (P, &Form<K>)> {
        self.forms.iter().map(|(page, form)| (*page, form))
    }

    /// The form of a page, if it has one.
    pub fn page(&self, page: P) -> Option<&Form<K>> {
        self.iter()
            .find(|(held, _)| *held == page)
            .map(|(_, form)| form)
    }

    /// The form in front, if that page has one.
    pub fn form(&self) -> Option<&Form<K>> {
        self.page(self.front)
    }

    /// The form in front, to be filled in.
    pub fn form_mut(&mut self) -> Option<&mut Form<K>> {
        let mut forms = self.forms.iter_mut();
        forms
            .find(|(page, _)| *page == self.front)
            .map(|(_, form)| form)
    }

    /// Gives a page another form; a new page comes last.
    pub fn replace(&mut self, page: P, form: Form<K>) {
        match self.forms.iter_mut().find(|(held, _)| *held == page) {
            Some((_, held)) => *held = form,
            None => self.forms.push((page, form)),
        }
    }

    /// The fields that show, on all pages.
    pub fn fields(&self) -> impl Iterator<Item = (K, &Field)> {
        self.forms.iter().flat_map(|(_, form)| form.fields())
    }

    /// What is written in a field, empty if there is none.
    pub fn text(&self, key: K) -> &str {
        self.get(key).map_or("", Field::as_text)
    }

    /// The number of what is chosen in a field, 0 if there is none.
    pub fn chosen(&self, key: K) -> usize {
        self.get(key).map_or(0, Field::chosen)
    }

    /// A field, whether it shows or not.
    pub fn get(&self, key: K) -> Option<&Field> {
        self.forms.iter().find_map(|(_, form)| form.get(key))
    }

    /// Shows the fields that are wanted as each page is filled in now, and no others.
    pub fn show_where(&mut self, wanted: impl Fn(&Form<K>, K) -> bool) {
        for (_, form) in &mut self.forms {
            form.show_where(&wanted);
        }
    }

    /// Says what is wrong with a field and goes there on its page, which may not be in front.
    pub fn tell(&mut self, key: K, problem: String) {
        let mut forms = self.forms.iter_mut().map(|(_, form)| form);
        if let Some(form) = forms.find(|form| form.shows(key)) {
            form.tell(key, problem);
        }
    }

    /// The value of what is chosen in a field that shows, where the choices stand for these values
    /// in order.
    pub fn picked<'a, T>(&self, key: K, values: &'a [T]) -> Option<&'a T> {
        let mut forms = self.forms.iter();
        forms.find_map(|(_, form)| form.picked(key, values))
    }

    /// Sets what is wrong with each field and goes to the first page with a problem; how many
    /// fields have one.
    pub fn show_problems(&mut self, problem: impl Fn(K, &Field) -> Option<String>) -> usize {
        for (_, form) in &mut self.forms {
            form.show_problems(&problem);
        }
        let first = self.forms.iter().find(|(_, form)| form.problems() > 0);
        self.front = first.map_or(self.front, |(page, _)| *page);
        self.forms.iter().map(|(_, form)| form.problems()).sum()
    }

    /// The page whose tab the mouse points at.
    pub fn tab_at(&self, mouse: Mouse) -> Option<P> {
        let place = self.tabs.at(mouse)?;
        self.forms.get(place).map(|(page, _)| *page)
    }

    /// Draws a tab for each page in the area's first row.
    pub fn draw_tabs(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        title: fn(P) -> &'static str,
    ) {
        let tab = |(page, form): (P, &Form<K>)| Tab {
            name: match form.problems() {
                0 => title(page).to_owned(),
                _ => format!("! {}", title(page)),
            },
            detail: String::new(),
        };
        let all: Vec<Tab> = self.iter().map(tab).collect();
        tabs::draw(buf, area, theme, &self.tabs, &all, self.place());
    }
}
