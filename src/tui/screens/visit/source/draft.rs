//! What is being said of a source while it is described: the form as it is filled in, what follows
//! from one field in others, and what they all come to. The screen is [`super::form`].

use super::fields::{self, KNOWN, Slot, ways};
use super::offer::{self, ANOTHER_PAPER, Offer, has_presets};
use crate::domain::pack::{Method, Pack};
use crate::domain::survey::decide::Refusal;
use crate::domain::survey::drafts::source_form;
use crate::domain::survey::sources::{Coverage, Sites, SourceDetails, SourceKind};
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{CaseId, SiteId, SourceId, StandardId};
use crate::domain::values::text::TextId;
use crate::tui::parked::{FormName, ParkedSource};
use crate::tui::survey::OpenCase;
use crate::tui::text::days;
use crate::tui::walk::Walk;
use crate::tui::widgets::form::Form;

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The way of looking.
    pub method: Method,
    /// The source that is described again; nothing for a new one.
    pub source: Option<SourceId>,
    /// What is filled in.
    pub(in crate::tui::screens) form: Form<Slot>,
    /// What is offered in the first field.
    offers: Vec<Offer>,
    /// Who is offered as the person.
    people: Vec<Option<String>>,
    /// The label that was proposed last.
    proposed: Option<String>,
}

impl Draft {
    fn empty(open: OpenCase<'_>, method: Method) -> Self {
        let offers = offer::offers(open, method);
        Self {
            method,
            source: None,
            form: fields::form(open, method, &offers),
            offers,
            people: Vec::new(),
            proposed: None,
        }
    }

    /// A new source of a method, with everything proposed.
    pub fn new(open: OpenCase<'_>, walk: &Walk, method: Method) -> Self {
        let mut draft = Self::empty(open, method);
        let kind = offer::proposed(&draft.offers, open.pack, walk);
        draft.form.choose(Slot::Kind, kind.unwrap_or(0));
        let sites = open.visit.sites.len();
        let site = match method {
            Method::Policy => sites,
            _ => walk.site.min(sites.saturating_sub(1)),
        };
        draft.form.choose(Slot::Sites, site);
        draft.proposed = Some(String::new());
        draft.offer_people(open, &None);
        draft.kind_chosen(open);
        draft.show(open);
        draft
    }

    /// A source that is there, as it is described now. The way back is [`Draft::details`].
    pub fn of(open: OpenCase<'_>, held: &Source) -> Self {
        let details = &held.details;
        let mut draft = Self::empty(open, details.kind.method());
        draft.source = Some(held.id.clone());
        draft.show_kind(open.pack, &details.kind);
        if let SourceKind::Record { coverage, .. } = &details.kind {
            let ids: Vec<&str> = coverage
                .standards()
                .iter()
                .map(StandardId::as_str)
                .collect();
            draft.form.write(Slot::Standards, &ids.join(", "));
        }
        draft.offer_people(open, &details.person);
        draft.show_sites(open.visit, &details.sites);
        for (slot, text) in draft.texts(Some(details)) {
            let words = text.map_or_else(String::new, |id| open.survey.file.words(&id).to_owned());
            draft.form.write(slot, &words);
        }
        draft.form.pick(Slot::ChosenBy, &ways(), &details.chosen_by);
        draft.form.write(Slot::Label, &details.label);
        draft.show(open);
        draft
    }

    /// What the form comes to. `text` gives the id of words, seeing the text that stands there.
    /// Nothing while a field has a problem.
    pub fn details(
        &self,
        open: OpenCase<'_>,
        text: &mut dyn FnMut(&str, Option<TextId>) -> Option<TextId>,
    ) -> Option<SourceDetails> {
        let source = self.source.as_ref().and_then(|id| open.visit.source(id));
        let texts = self.texts(source.map(|source| &source.details));
        let [title, place, chosen_how] =
            texts.map(|(slot, held)| text(self.form.text(slot).trim(), held));
        let mut kind = self.kind(open.pack)?;
        if let SourceKind::Record { coverage, .. } = &mut kind {
            *coverage = self.coverage(open.pack).ok()?;
        }
        Some(SourceDetails {
            kind,
            label: self.form.text(Slot::Label).trim().to_owned(),
            person: self.person(),
            sites: self.sites(open.visit).ok()?,
            title,
            place,
            chosen_by: self.form.picked(Slot::ChosenBy, &ways()).copied().flatten(),
            chosen_how,
        })
    }

    /// The fields for words and the texts that stand there: title, place, how it was chosen.
    fn texts(&self, held: Option<&SourceDetails>) -> [(Slot, Option<TextId>); 3] {
        let title = match self.method {
            Method::Policy => Slot::Title,
            _ => Slot::Words,
        };
        [
            (title, held.and_then(|held| held.title)),
            (Slot::Place, held.and_then(|held| held.place)),
            (Slot::ChosenHow, held.and_then(|held| held.chosen_how)),
        ]
    }

    fn offer(&self) -> Option<&Offer> {
        self.offers.get(self.form.chosen(Slot::Kind))
    }

    fn show_kind(&mut self, pack: &Pack, kind: &SourceKind) {
        let mut offers = self.offers.iter();
        let place = offers.position(|offer| offer.makes(pack, kind));
        self.form.choose(Slot::Kind, place.unwrap_or(0));
        for (place, quality) in pack.qualities().enumerate() {
            let known = kind.quality(&quality.id);
            self.form.pick(Slot::Quality(place), &KNOWN, &known);
        }
    }

    /// The kind of source that is chosen, with its qualities; a record is read in full.
    fn kind(&self, pack: &Pack) -> Option<SourceKind> {
        let mut chosen = self.offer()?.kind.clone();
        if let SourceKind::Record { is, is_not, .. } = &mut chosen {
            (*is, *is_not) = (Vec::new(), Vec::new());
            for (place, quality) in pack.qualities().enumerate() {
                match self.form.picked(Slot::Quality(place), &KNOWN) {
                    Some(Some(true)) => is.push(quality.id.clone()),
                    Some(Some(false)) => is_not.push(quality.id.clone()),
                    _ => {}
                }
            }
        }
        // A preset tells the same in its own order.
        let mut presets = self.offers.iter().filter(|offer| offer.is_preset());
        let preset = presets.find(|offer| offer.makes(pack, &chosen));
        Some(preset.map_or(chosen, |preset| preset.kind.clone()))
    }

    /// Full, or focused on the Standards that are written.
    fn coverage(&self, pack: &Pack) -> Result<Coverage, String> {
        let mut standards = Vec::new();
        let words = self.form.text(Slot::Standards).split([',', ';', ' ']);
        for word in words.filter(|word| !word.is_empty()) {
            let id = StandardId::new(word).filter(|id| pack.standard(id).is_some());
            let wrong = || format!("{word} is no Standard of this edition. Write 3.12, say.");
            let id = id.ok_or_else(wrong)?;
            if !standards.contains(&id) {
                standards.push(id);
            }
        }
        Ok(Coverage::of(standards))
    }

    fn show_sites(&mut self, visit: &Visit, held: &Sites) {
        let mut taken = Vec::new();
        for (place, site) in visit.sites.iter().enumerate() {
            if held.include(site) {
                self.form.choose(Slot::Site(place), 1);
                taken.push(place);
            }
        }
        let count = visit.sites.len();
        let chosen = match taken.as_slice() {
            all if all.len() == count => count,
            [one] => *one,
            _ => count + 1,
        };
        self.form.choose(Slot::Sites, chosen);
    }

    /// The sites that the choices come to; refused where several are wanted and none is ticked.
    fn sites(&self, visit: &Visit) -> Result<Sites, Refusal> {
        let count = visit.sites.len();
        let taken = |place| match self.form.chosen(Slot::Sites) {
            several if several > count => self.form.chosen(Slot::Site(place)) == 1,
            one => one == place || one == count,
        };
        let sites = visit.sites.iter().enumerate();
        let taken = sites.filter(|(place, _)| taken(*place));
        let taken: Vec<SiteId> = taken.map(|(_, site)| site.clone()).collect();
        match taken.len() {
            all if all == count => Ok(Sites::All),
            0 => Err(Refusal::NoSuchSite),
            _ => Ok(Sites::Only(taken)),
        }
    }

    /// Offers whom it may have been, with one of them chosen.
    fn offer_people(&mut self, open: OpenCase<'_>, person: &Option<String>) {
        let role = match self.offer().map(|offer| &offer.kind) {
            Some(SourceKind::Interview { role }) => open.pack.role(role),
            _ => None,
        };
        let people = fields::people(open, role.map(|role| role.label.as_str()));
        let (people, words): (Vec<_>, Vec<_>) = people.into_iter().unzip();
        self.form.offer(Slot::Person, words);
        self.form.pick(Slot::Person, &people, person);
        self.people = people;
    }

    fn person(&self) -> Option<String> {
        self.form.picked(Slot::Person, &self.people).cloned()?
    }

    /// Says beside each field what is wrong with it, and what to do; whether anything is.
    pub fn has_problems(&mut self, open: OpenCase<'_>, now: Moment) -> bool {
        let draft = self.clone();
        let taken = |label: &str| open.visit.is_label_taken(label, draft.source.as_ref());
        let say = |why: &str| Some(why.to_owned());
        self.form.show_problems(|slot, field| {
            let written = field.as_text().trim();
            match slot {
                Slot::Title if written.is_empty() => {
                    say("Write the title as it stands on the paper.")
                }
                Slot::Standards => draft.coverage(open.pack).err(),
                Slot::SeenAt => days::moment(written, now).err(),
                Slot::Sites if draft.sites(open.visit).is_err() => say("Tick the sites below."),
                Slot::Label if taken(written) => {
                    say(&Refusal::LabelTaken(written.to_owned()).to_string())
                }
                _ => None,
            }
        })
    }

    /// After a field changed: what follows from it in others.
    pub fn changed(&mut self, open: OpenCase<'_>) {
        let slot = self.form.focused();
        if slot == Some(Slot::Kind) {
            self.kind_chosen(open);
        }
        // The list shows the preset that the qualities come to, if it is one.
        if let (Some(Slot::Quality(_)), Some(kind)) = (slot, self.kind(open.pack)) {
            self.show_kind(open.pack, &kind);
        }
        self.show(open);
        if slot == Some(Slot::Kind) && self.form.text(Slot::Title).is_empty() {
            self.form.go_to(Slot::Title);
        }
    }

    fn kind_chosen(&mut self, open: OpenCase<'_>) {
        let Some(offer) = self.offer().cloned() else {
            return;
        };
        match self.method {
            // The chosen upload is the title, until something else is written.
            Method::Policy => {
                let title = Some(offer.title.as_str()).filter(|title| *title != ANOTHER_PAPER);
                self.form.write(Slot::Title, title.unwrap_or_default());
            }
            Method::Record if offer.is_preset() => self.show_kind(open.pack, &offer.kind),
            Method::Interview => self.offer_people(open, &None),
            Method::Record | Method::Observation => {}
        }
        if self.proposed.as_deref() == Some(self.form.text(Slot::Label)) {
            let label = open.survey.next_label(&offer.kind);
            self.form.write(Slot::Label, &label);
            self.proposed = Some(label);
        }
    }

    /// Shows what is worth asking for, as the form is filled in now.
    fn show(&mut self, open: OpenCase<'_>) {
        let new = self.source.is_none();
        let paper = self.method == Method::Policy;
        let record = self.method == Method::Record;
        let sites = open.visit.sites.len();
        let sent = self.offers.iter().any(|offer| offer.title != ANOTHER_PAPER);
        let by_quality = match self.offer().map(|offer| &offer.kind) {
            Some(SourceKind::Record { kind, .. }) => has_presets(open.pack, kind),
            _ => false,
        };
        self.form.show_where(|form, slot| match slot {
            Slot::Kind => !paper || new && sent,
            Slot::Title => paper,
            Slot::Person => !paper && !by_quality,
            Slot::Sites => sites > 1,
            Slot::Site(_) => form.chosen(Slot::Sites) > sites,
            Slot::ChosenBy | Slot::ChosenHow | Slot::Standards => record,
            Slot::Words | Slot::Place => !paper,
            Slot::SeenAt => new,
            Slot::Label => true,
            Slot::Quality(_) => by_quality,
        });
    }

    /// The name that the form is kept under.
    pub fn name(&self, case: &CaseId) -> FormName {
        FormName {
            case: Some(case.clone()),
            target: source_form(self.method, self.source.as_ref()),
        }
    }

    /// What is filled in, to be put aside.
    pub fn parked(&self) -> ParkedSource {
        ParkedSource {
            form: self.form.contents(),
            person: self.person(),
            proposed: self.proposed.clone(),
        }
    }

    /// Fills in what was put aside: other people may have been met meanwhile.
    pub fn resume(&mut self, open: OpenCase<'_>, parked: ParkedSource) {
        self.proposed = parked.proposed;
        self.form.restore(&parked.form);
        self.offer_people(open, &parked.person);
        self.show(open);
    }
}
