//! What I looked at: documents, records, people, events, a tab for each, and under them the
//! sampling minimums with what is reached.

use super::sources_view::{
    COLUMNS, Row, line, middle, of_method, rows, sample_words, searched, tab_name,
};
use crate::domain::pack::{Method, Pack, Standard};
use crate::domain::survey::answers::{Reason, SampleKey};
use crate::domain::survey::decide::Act;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::values::ids::SourceId;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::{Ask, Described, EvidenceOf, Next, Reply, Route, SourcesAt};
use crate::tui::theme::Meaning;
use crate::tui::widgets;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::tabs::{self, Tab, TabsState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// The screen.
#[derive(Debug)]
pub struct Sources {
    method: Method,
    listing: Listing,
    tabs: TabsState,
    /// The sample whose reason is asked for, while it is.
    asked: Option<SampleKey>,
}

impl Sources {
    /// The screen, open at a method with the source selected that answers go to, or at a sampling
    /// minimum.
    pub fn open(desk: &mut Desk, at: SourcesAt) -> Option<Self> {
        let method = match &at {
            SourcesAt::Method(method) => *method,
            SourcesAt::Sample(sample) => sample.method,
        };
        let mut screen = Self {
            method,
            listing: Listing::default(),
            tabs: TabsState::default(),
            asked: None,
        };
        screen.listing.row = match at {
            SourcesAt::Method(_) => screen.answered_at(desk),
            SourcesAt::Sample(key) => {
                let mut rows = rows(desk, method).into_iter();
                rows.position(|row| matches!(row, Row::Sample(state) if state.key == key))
            }
        }
        .unwrap_or(0);
        screen.update(desk);
        Some(screen)
    }

    /// The row of the source that answers of the method go to.
    fn answered_at(&self, desk: &Desk) -> Option<usize> {
        let open = desk.open()?;
        let mut walk = desk.walk.clone();
        walk.method = self.method;
        let here = walk.source(open.visit)?;
        of_method(open.visit, self.method).position(|source| source.id == here.id)
    }

    fn open_tab(&mut self, desk: &mut Desk, method: Method) {
        if let Some(screen) = Self::open(desk, SourcesAt::Method(method)) {
            *self = screen;
        }
    }

    fn step_tab(&mut self, desk: &mut Desk, forward: bool) {
        let count = Method::ALL.len();
        let at = Method::ALL.iter().position(|held| *held == self.method);
        let step = if forward { 1 } else { count - 1 };
        let to = (at.unwrap_or(0) + step) % count;
        if let Some(method) = Method::ALL.get(to) {
            self.open_tab(desk, *method);
        }
    }

    /// Has the walk stand at a source: in a Standard and at a site where it can be answered at.
    fn walk_to(&self, desk: &mut Desk, id: &SourceId) {
        let Some((open, walk)) = desk.walking() else {
            return;
        };
        let Some(source) = open.visit.source(id) else {
            return;
        };
        let standard = fitting_standard(open.pack, walk.standard, source);
        let sites = &source.details.sites;
        let here = walk
            .site(open.visit)
            .is_some_and(|site| sites.include(site));
        if !here {
            let mut held = open.visit.sites.iter();
            walk.site = held
                .position(|site| sites.include(site))
                .unwrap_or(walk.site);
        }
        if walk.standard != standard {
            walk.standard = standard;
            walk.row = 0;
        }
        walk.method = self.method;
        walk.choose(Some(id.clone()));
    }

    fn withdraw(&mut self, desk: &mut Desk) {
        let (id, label) = match self.here(desk) {
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
        let Some(Row::Sample(state)) = self.here(desk) else {
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
        Next::popup(Choose::new(format!("Why fewer? {title}"), items).explained(&state.say))
    }

    fn reply(&mut self, desk: &mut Desk, reply: Reply) -> Next {
        let Some(sample) = self.asked.take() else {
            return Next::Stay;
        };
        let listed = desk
            .survey
            .as_ref()
            .map_or(0, |survey| survey.pack().reasons.shortfall.len());
        let mut typed = None;
        let reason = match reply {
            Reply::Nothing => return Next::Stay,
            Reply::Chosen(index) if index < listed => {
                u16::try_from(index + 1).ok().map(Reason::Listed)
            }
            Reply::Chosen(index) if index == listed => {
                self.asked = Some(sample);
                let explanation = "One sentence; it goes in the report.";
                return Next::popup(AskText::new("Why fewer?", explanation));
            }
            Reply::Chosen(_) => None,
            Reply::Typed(words) => {
                let text = typed.insert(desk.text(&words));
                Some(Reason::Typed(text.id))
            }
        };
        let given = reason.is_some();
        if desk.act(Act::ExplainShortfall { sample, reason }.with(typed)) {
            desk.say(if given {
                "The reason is kept; it goes in the report."
            } else {
                "The reason is taken back."
            });
        }
        Next::Stay
    }

    fn here<'a>(&self, desk: &'a Desk) -> Option<Row<'a>> {
        let row = self.listing.selected(self.listing.row)?;
        rows(desk, self.method).into_iter().nth(row)
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

impl ListScreen for Sources {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::Sources];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn count(&self, desk: &Desk) -> usize {
        rows(desk, self.method).len()
    }

    fn texts(&self, desk: &Desk) -> Vec<String> {
        rows(desk, self.method)
            .iter()
            .map(|row| searched(desk, row))
            .collect()
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let mut hints = vec![Command::AddSource, Command::Open];
        match self.here(desk) {
            Some(Row::Sample(_)) => hints.push(Command::ExplainShortfall),
            _ => hints.extend([Command::DescribeSource, Command::WithdrawSource]),
        }
        hints.extend([Command::NextMethod, Command::Filter, Command::Back]);
        hints
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        match ask {
            Ask::Reply(reply) => Ok(self.reply(desk, reply)),
            Ask::Mouse(mouse) => {
                let tab = self.tabs.at(mouse).and_then(|tab| Method::ALL.get(tab));
                let Some(method) = tab else {
                    return Err(ask);
                };
                self.open_tab(desk, *method);
                Ok(Next::Stay)
            }
            ask => Err(ask),
        }
    }

    fn open_row(&mut self, desk: &mut Desk, _row: usize) -> Next {
        match self.here(desk) {
            Some(Row::Source(source)) if desk.is_reading() => {
                Next::Go(Route::Evidence(EvidenceOf::Source(source.id.clone())))
            }
            Some(Row::Sample(_)) if desk.is_reading() => {
                Next::Go(Route::Evidence(EvidenceOf::Sample))
            }
            Some(Row::Source(source)) => {
                let id = source.id.clone();
                self.walk_to(desk, &id);
                Next::Go(Route::Standard)
            }
            Some(Row::Sample(_)) => self.explain(desk),
            None => Next::Stay,
        }
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => return Next::Back,
            Command::AddSource => {
                return Next::Go(Route::SourceForm(Described::New(self.method)));
            }
            Command::DescribeSource => {
                if let Some(Row::Source(source)) = self.here(desk) {
                    return Next::Go(Route::SourceForm(Described::Held(source.id.clone())));
                }
            }
            Command::ExplainShortfall => return self.explain(desk),
            Command::WithdrawSource => self.withdraw(desk),
            Command::NextMethod => self.step_tab(desk, true),
            Command::PreviousMethod => self.step_tab(desk, false),
            _ => {}
        }
        Next::Stay
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let visit = desk.open()?.visit;
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
        let nothing = match desk.is_reading() {
            true => "Nothing was looked at here.".to_owned(),
            false => format!("Nothing yet. {add} adds what you look at."),
        };
        let (titles, meaning) = if of_method(visit, self.method).next().is_none() {
            (format!("  {nothing}"), Meaning::Title)
        } else {
            (titles, Meaning::Muted)
        };
        widgets::put(buf, widgets::row(area, 1), &titles, theme.style(meaning));
        let all = rows(desk, self.method);
        let below = widgets::below(area, 2);
        self.listing
            .draw(buf, below, theme, (self.listing.row, ""), |row, columns| {
                all.get(row)
                    .map_or_else(Line::default, |held| line(desk, held, usize::from(columns)))
            })
    }
}
