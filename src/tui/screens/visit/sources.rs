//! What I looked at: documents, records, people, events, a tab for each, and under them the
//! sampling minimums with what is reached.

use super::sources_view::{
    COLUMNS, Row, line, middle, of_method, rows, sample_words, searched, tab_name,
};
use super::standard::StandardScreen;
use crate::domain::pack::{Method, Pack, Standard};
use crate::domain::survey::answers::{Reason, SampleKey};
use crate::domain::survey::decide::Act;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::visit::{Source, Visit};
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::visit::source::form::SourceForm;
use crate::tui::screens::{Ask, Next, Reply, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::tabs::{self, Tab, TabsState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use std::borrow::Cow;

/// The screen.
#[derive(Debug)]
pub struct Sources {
    method: Method,
    rows: Listing,
    tabs: TabsState,
    /// The sample whose reason is asked for, while it is.
    asked: Option<SampleKey>,
}

impl Sources {
    /// The screen, open at a method, with the source selected that answers go to.
    pub fn new(desk: &Desk, method: Method) -> Self {
        let mut screen = Self {
            method,
            rows: Listing::default(),
            tabs: TabsState::default(),
            asked: None,
        };
        screen.settle(desk);
        let mut walk = desk.walk.clone();
        walk.method = method;
        if let Some(visit) = desk.survey.as_ref().and_then(|survey| survey.visit())
            && let Some(here) = walk.source(visit)
        {
            let place = of_method(visit, method).position(|source| source.id == here.id);
            screen.rows.select(place.unwrap_or(0));
        }
        screen
    }

    /// The screen at a sampling minimum that is not reached.
    pub(in crate::tui::screens) fn at_sample(desk: &Desk, sample: &SampleKey) -> Self {
        let mut screen = Self::new(desk, sample.method);
        let place = rows(desk, sample.method)
            .iter()
            .position(|row| matches!(row, Row::Sample(state) if state.key == *sample));
        screen.rows.select(place.unwrap_or(0));
        screen
    }

    fn settle(&mut self, desk: &Desk) {
        let texts: Vec<Cow<'_, str>> = rows(desk, self.method)
            .iter()
            .map(|row| Cow::Owned(searched(desk, row)))
            .collect();
        self.rows.set_rows(texts.into_iter());
    }

    fn open_tab(&mut self, desk: &Desk, method: Method) {
        *self = Self::new(desk, method);
    }

    fn step_tab(&mut self, desk: &Desk, forward: bool) {
        let count = Method::ALL.len();
        let at = Method::ALL.iter().position(|held| *held == self.method);
        let step = if forward { 1 } else { count - 1 };
        let to = (at.unwrap_or(0) + step) % count;
        if let Some(method) = Method::ALL.get(to) {
            self.open_tab(desk, *method);
        }
    }

    fn open(&mut self, desk: &mut Desk) -> Next {
        let row = self.rows.selected();
        let all = rows(desk, self.method);
        match row.and_then(|row| all.get(row)) {
            Some(Row::Source(source)) => {
                let id = source.id.clone();
                let Some(survey) = &desk.survey else {
                    return Next::Stay;
                };
                let Some(visit) = survey.visit() else {
                    return Next::Stay;
                };
                let standard = fitting_standard(survey.pack(), desk.walk.standard, source);
                let sites = &source.details.sites;
                let here = desk
                    .walk
                    .site(visit)
                    .is_some_and(|site| sites.include(site));
                let site = visit.sites.iter().position(|site| sites.include(site));
                let walk = &mut desk.walk;
                if !here {
                    walk.site = site.unwrap_or(walk.site);
                }
                if walk.standard != standard {
                    walk.standard = standard;
                    walk.row = 0;
                }
                walk.method = self.method;
                walk.choose(Some(id));
                Next::go(StandardScreen::new(desk))
            }
            Some(Row::Sample(_)) => self.explain(desk),
            None => Next::Stay,
        }
    }

    fn describe(&mut self, desk: &mut Desk) -> Next {
        let id = match self.selected(desk) {
            Some(Row::Source(source)) => source.id.clone(),
            _ => return Next::Stay,
        };
        SourceForm::change(desk, &id).map_or(Next::Stay, Next::go)
    }

    fn withdraw(&mut self, desk: &mut Desk) {
        let (id, label) = match self.selected(desk) {
            Some(Row::Source(source)) => (source.id.clone(), source.details.label.clone()),
            _ => return,
        };
        if desk.act(Act::WithdrawSource(id)) {
            let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
            desk.say(format!("{label} is taken out. {undo} undoes."));
        }
    }

    /// Asks why fewer were looked at than the minimum.
    fn explain(&mut self, desk: &mut Desk) -> Next {
        let Some(Row::Sample(state)) = self.selected(desk) else {
            desk.warn("Select one of the minimums at the end of the list first.");
            return Next::Stay;
        };
        if !state.is_short() {
            desk.say("This minimum is reached; there is nothing to explain.");
            return Next::Stay;
        }
        let Some(survey) = &desk.survey else {
            return Next::Stay;
        };
        let mut items: Vec<Item> = survey
            .pack()
            .reasons
            .shortfall
            .iter()
            .map(Item::plain)
            .collect();
        items.push(Item::plain("Another reason: type it"));
        let told = survey
            .visit()
            .is_some_and(|visit| visit.shortfalls.contains_key(&state.key));
        if told {
            items.push(Item::plain("Take the reason back"));
        }
        let title = sample_words(survey, &state);
        self.asked = Some(state.key);
        Next::go(Choose::new(format!("Why fewer? {title}"), items).explained(&state.say))
    }

    fn reply(&mut self, desk: &mut Desk, reply: Reply) -> Next {
        let Some(sample) = self.asked.take() else {
            return Next::Stay;
        };
        let listed = desk
            .survey
            .as_ref()
            .map_or(0, |survey| survey.pack().reasons.shortfall.len());
        let reason = match reply {
            Reply::Nothing => return Next::Stay,
            Reply::Chosen(index) if index < listed => {
                u16::try_from(index + 1).ok().map(Reason::Listed)
            }
            Reply::Chosen(index) if index == listed => {
                self.asked = Some(sample);
                let explanation = "One sentence; it goes in the report.";
                return Next::go(AskText::new("Why fewer?", explanation));
            }
            Reply::Chosen(_) => None,
            Reply::Typed(words) => match desk.text(&words) {
                Some(text) => Some(Reason::Typed(text)),
                None => return Next::Stay,
            },
        };
        let given = reason.is_some();
        if desk.act(Act::ExplainShortfall { sample, reason }) {
            desk.say(if given {
                "The reason is kept; it goes in the report."
            } else {
                "The reason is taken back."
            });
        }
        Next::Stay
    }

    fn selected<'a>(&self, desk: &'a Desk) -> Option<Row<'a>> {
        let row = self.rows.selected()?;
        rows(desk, self.method).into_iter().nth(row)
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => return Next::Back,
            Command::AddSource => {
                return SourceForm::add(desk, self.method).map_or(Next::Stay, Next::go);
            }
            Command::DescribeSource => return self.describe(desk),
            Command::ExplainShortfall => return self.explain(desk),
            Command::WithdrawSource => self.withdraw(desk),
            Command::NextMethod => self.step_tab(desk, true),
            Command::PreviousMethod => self.step_tab(desk, false),
            _ => {}
        }
        Next::Stay
    }

    fn tabs(&self, visit: &Visit) -> Vec<Tab> {
        Method::ALL
            .iter()
            .map(|method| Tab {
                name: tab_name(*method).to_owned(),
                detail: of_method(visit, *method).count().to_string(),
            })
            .collect()
    }
}

/// A Standard in which this source can be answered at: the one stood on, or the next.
fn fitting_standard(pack: &Pack, from: usize, source: &Source) -> usize {
    let method = source.details.kind.method();
    let covered = |standard: &Standard| match &source.details.kind {
        SourceKind::Record { coverage, .. } => coverage.includes(&standard.id),
        _ => true,
    };
    let fits =
        |standard: &Standard| standard.methods().any(|held| held == method) && covered(standard);
    let all = || pack.standards.iter().enumerate();
    all()
        .skip(from)
        .chain(all())
        .find(|(_, standard)| fits(standard))
        .map_or(from, |(place, _)| place)
}

impl View for Sources {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Visit];
        contexts.extend(self.rows.contexts());
        if self.rows.focus() == Focus::Commands {
            contexts.push(Context::Sources);
        }
        contexts
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let mut hints = vec![Command::AddSource, Command::Open];
        match self.selected(desk) {
            Some(Row::Sample(_)) => hints.push(Command::ExplainShortfall),
            _ => hints.extend([Command::DescribeSource, Command::WithdrawSource]),
        }
        hints.extend([Command::NextMethod, Command::Filter, Command::Back]);
        hints
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle(desk);
        if let Ask::Reply(reply) = ask {
            return self.reply(desk, reply);
        }
        if let Ask::Mouse(mouse) = &ask
            && let Some(method) = self.tabs.at(*mouse).and_then(|tab| Method::ALL.get(tab))
        {
            self.open_tab(desk, *method);
            return Next::Stay;
        }
        let step = match self.rows.handle(&ask) {
            Listed::Changed => Next::Stay,
            Listed::Open => self.open(desk),
            Listed::NotMine => match ask {
                Ask::Command(command) => self.command(desk, command),
                _ => Next::Stay,
            },
        };
        self.settle(desk);
        step
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let survey = desk.survey.as_ref()?;
        let visit = survey.visit()?;
        let theme = desk.theme;
        let at = Method::ALL.iter().position(|held| *held == self.method);
        let row = widgets::row(area, 0);
        tabs::draw(
            buf,
            row,
            theme,
            &self.tabs,
            &self.tabs(visit),
            at.unwrap_or(0),
        );
        let [label, person, site, answers, _] = COLUMNS;
        let wide = middle(usize::from(area.width.saturating_sub(3)));
        let titles = format!(
            "  {:<label$}{:<person$}{:<wide$}{:<site$}{:<answers$}{}",
            "", "Person", "What", "Site", "Answers", "Seen"
        );
        let add = keymap::key_for(&[Context::Sources], Command::AddSource).unwrap_or_default();
        let nothing = format!("Nothing yet. {add} adds what you look at.");
        let (titles, meaning) = if of_method(visit, self.method).next().is_none() {
            (format!("  {nothing}"), Meaning::Title)
        } else {
            (titles, Meaning::Muted)
        };
        widgets::put(buf, widgets::row(area, 1), &titles, theme.style(meaning));
        let all = rows(desk, self.method);
        self.rows
            .draw(buf, widgets::below(area, 2), theme, "", |row, columns| {
                all.get(row)
                    .map_or_else(Line::default, |held| line(desk, held, usize::from(columns)))
            })
    }

    fn returned(&mut self, desk: &Desk) {
        self.settle(desk);
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}
