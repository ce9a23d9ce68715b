//! What is being said of a source while it is described: choices and words as they stand in the
//! form, and what they come to. The form itself is `source_form`, its fields `source_fields`.

use crate::domain::pack::{Method, Pack, RecordKind};
use crate::domain::survey::decide::Refusal;
use crate::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceKind};
use crate::domain::survey::visit::Source;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{AttributeId, SiteId, SourceId, StandardId};
use crate::tui::desk::Desk;
use crate::tui::screens::visit::source::fields::{RecordChoice, qualities, record_choices};
use crate::tui::screens::visit::source::proposal;
use crate::tui::survey::Survey;
use chrono::{NaiveDateTime, NaiveTime};

/// What may be said of one quality of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Nobody looked: checks that depend on it apply.
    #[default]
    Unknown,
    /// It is so.
    Yes,
    /// It is not so.
    No,
}

impl Known {
    /// All three, in the order in which they are offered.
    pub const ALL: [Known; 3] = [Self::Unknown, Self::Yes, Self::No];
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The way of looking.
    pub method: Method,
    /// The source that is described otherwise; nothing for a new one.
    pub source: Option<SourceId>,
    /// The place in the list of what is offered: records, roles, kinds of events, papers.
    pub kind: usize,
    /// For each quality of the pack.
    pub qualities: Vec<Known>,
    /// The place in the list of sites; one more is all of them, two more several.
    pub sites: usize,
    /// For each site whether it is among the several.
    pub ticked: Vec<bool>,
    /// Role and letter.
    pub person: Option<String>,
    /// Title of a paper; a few words elsewhere.
    pub title: String,
    /// The Standards that a record is read for; empty is all.
    pub standards: String,
    /// 0 is not said, then [`ChosenBy::ALL`].
    pub chosen_by: usize,
    /// How it was chosen.
    pub chosen_how: String,
    /// Another time than now.
    pub seen_at: String,
    /// The room or area.
    pub place: String,
    /// The short name.
    pub label: String,
    /// Whether the label is the one that was proposed.
    pub label_proposed: bool,
}

impl Draft {
    /// A new source of a method, with everything proposed.
    pub fn new(desk: &Desk, survey: &Survey, method: Method) -> Self {
        let sites = survey.visit().map_or(0, |visit| visit.sites.len());
        let mut draft = Self {
            method,
            source: None,
            kind: proposal::kind(&desk.walk, survey.pack(), method),
            qualities: vec![Known::Unknown; qualities(survey.pack()).count()],
            sites: match method {
                Method::Policy => sites,
                _ => desk.walk.site.min(sites.saturating_sub(1)),
            },
            ticked: vec![false; sites],
            person: None,
            title: String::new(),
            standards: String::new(),
            chosen_by: 0,
            chosen_how: String::new(),
            seen_at: String::new(),
            place: String::new(),
            label: String::new(),
            label_proposed: true,
        };
        draft.kind_chosen(survey);
        draft
    }

    /// A source that is there, as it is described now.
    pub fn of(survey: &Survey, held: &Source) -> Self {
        let details = &held.details;
        let words =
            |text: Option<_>| text.map_or_else(String::new, |id| survey.file.words(&id).to_owned());
        let sites = survey
            .visit()
            .map(|v| v.sites.as_slice())
            .unwrap_or_default();
        let (place, ticked) = site_choice(sites, &details.sites);
        let by = details
            .chosen_by
            .and_then(|by| ChosenBy::ALL.iter().position(|held| *held == by));
        let mut draft = Self {
            method: details.kind.method(),
            source: Some(held.id.clone()),
            kind: 0,
            qualities: vec![Known::Unknown; qualities(survey.pack()).count()],
            sites: place,
            ticked,
            person: details.person.clone(),
            title: words(details.title),
            standards: String::new(),
            chosen_by: by.map_or(0, |place| place + 1),
            chosen_how: words(details.chosen_how),
            seen_at: String::new(),
            place: words(details.place),
            label: details.label.clone(),
            label_proposed: false,
        };
        draft.take_kind(survey.pack(), &details.kind);
        draft
    }

    fn take_kind(&mut self, pack: &Pack, kind: &SourceKind) {
        match kind {
            SourceKind::Document => {}
            SourceKind::Interview { role } => {
                self.kind = pack.roles.iter().position(|r| r.id == *role).unwrap_or(0);
            }
            SourceKind::Event { kind } => {
                self.kind = pack.events.iter().position(|e| e.id == *kind).unwrap_or(0);
            }
            SourceKind::Record {
                kind,
                coverage,
                is,
                is_not,
            } => {
                if let Coverage::Focused(standards) = coverage {
                    let ids: Vec<&str> = standards.iter().map(StandardId::as_str).collect();
                    self.standards = ids.join(", ");
                }
                self.set_qualities(pack, is, is_not);
                let by_hand = |choice: &RecordChoice<'_>| match choice {
                    RecordChoice::Kind(held) => held.id == *kind,
                    RecordChoice::Preset(_) => false,
                };
                self.kind = record_choices(pack).iter().position(by_hand).unwrap_or(0);
                self.find_preset(pack);
            }
        }
    }

    fn set_qualities(&mut self, pack: &Pack, is: &[AttributeId], is_not: &[AttributeId]) {
        self.qualities = qualities(pack)
            .map(|quality| match &quality.id {
                id if is.contains(id) => Known::Yes,
                id if is_not.contains(id) => Known::No,
                _ => Known::Unknown,
            })
            .collect();
    }

    /// What is so and what is not so, in the pack's order.
    fn said(&self, pack: &Pack) -> (Vec<AttributeId>, Vec<AttributeId>) {
        let of = |wanted: Known| {
            qualities(pack)
                .zip(&self.qualities)
                .filter(|(_, known)| **known == wanted)
                .map(|(quality, _)| quality.id.clone())
                .collect()
        };
        (of(Known::Yes), of(Known::No))
    }

    /// After another choice was made in the list: what follows from it.
    pub fn kind_chosen(&mut self, survey: &Survey) {
        let pack = survey.pack();
        match self.method {
            Method::Policy => {}
            Method::Record => match record_choices(pack).get(self.kind) {
                Some(RecordChoice::Preset(preset)) => {
                    self.set_qualities(pack, &preset.is, &preset.is_not);
                }
                Some(RecordChoice::Kind(kind))
                    if !pack.presets.iter().any(|p| p.kind == kind.id) =>
                {
                    self.qualities.fill(Known::Unknown);
                }
                _ => {}
            },
            Method::Interview => {
                self.person = self.role_label(pack).map(|label| survey.next_person(label));
            }
            Method::Observation => {}
        }
        if self.label_proposed {
            self.label = survey.next_label(self.prefix(pack));
        }
    }

    /// After a quality was ticked: the list shows the preset that it comes to, if it is one.
    pub fn find_preset(&mut self, pack: &Pack) {
        let (is, is_not) = self.said(pack);
        let Some(kind) = self.record_kind(pack).map(|kind| kind.id.clone()) else {
            return;
        };
        let place = record_choices(pack).iter().position(|choice| match choice {
            RecordChoice::Preset(preset) => {
                preset.kind == kind && same(&preset.is, &is) && same(&preset.is_not, &is_not)
            }
            RecordChoice::Kind(held) => held.id == kind,
        });
        self.kind = place.unwrap_or(self.kind);
    }

    /// The kind of record that is chosen.
    pub(in crate::tui::screens) fn record_kind<'a>(
        &self,
        pack: &'a Pack,
    ) -> Option<&'a RecordKind> {
        match record_choices(pack).get(self.kind)? {
            RecordChoice::Preset(preset) => pack.record_kind(&preset.kind),
            RecordChoice::Kind(kind) => Some(kind),
        }
    }

    /// Says whether this kind of record has presets, and so qualities worth asking for.
    pub(in crate::tui::screens) fn has_qualities(&self, pack: &Pack) -> bool {
        self.method == Method::Record
            && self
                .record_kind(pack)
                .is_some_and(|kind| pack.presets.iter().any(|preset| preset.kind == kind.id))
    }

    /// What people of the chosen role are called.
    pub(in crate::tui::screens) fn role_label<'a>(&self, pack: &'a Pack) -> Option<&'a str> {
        pack.roles.get(self.kind).map(|role| role.label.as_str())
    }

    fn prefix<'a>(&self, pack: &'a Pack) -> &'a str {
        match self.method {
            Method::Policy => "D",
            Method::Record => self.record_kind(pack).map_or("R", |kind| &kind.label),
            Method::Interview => "I",
            Method::Observation => "O",
        }
    }

    /// What sort of source the choices come to.
    ///
    /// # Errors
    /// A Standard that is not in the pack, in plain words.
    pub fn source_kind(&self, pack: &Pack) -> Result<SourceKind, String> {
        let nothing = || "Choose one from the list.".to_owned();
        Ok(match self.method {
            Method::Policy => SourceKind::Document,
            Method::Interview => SourceKind::Interview {
                role: pack.roles.get(self.kind).ok_or_else(nothing)?.id.clone(),
            },
            Method::Observation => SourceKind::Event {
                kind: pack.events.get(self.kind).ok_or_else(nothing)?.id.clone(),
            },
            Method::Record => {
                let choices = record_choices(pack);
                let kind = self.record_kind(pack).ok_or_else(nothing)?.id.clone();
                let (is, is_not) = match choices.get(self.kind) {
                    Some(RecordChoice::Preset(preset)) => {
                        (preset.is.clone(), preset.is_not.clone())
                    }
                    _ => self.said(pack),
                };
                SourceKind::Record {
                    kind,
                    coverage: self.coverage(pack)?,
                    is,
                    is_not,
                }
            }
        })
    }

    /// Full, or focused on the Standards that are written.
    ///
    /// # Errors
    /// What is no Standard of the pack.
    pub fn coverage(&self, pack: &Pack) -> Result<Coverage, String> {
        let mut standards = Vec::new();
        let written = self.standards.split([',', ';', ' ']);
        for word in written.map(str::trim).filter(|word| !word.is_empty()) {
            let standard = pack.standards.iter().find(|s| s.id.as_str() == word);
            let id = standard
                .map(|standard| standard.id.clone())
                .ok_or_else(|| {
                    format!("{word} is no Standard of this edition. Write 3.12, say.")
                })?;
            if !standards.contains(&id) {
                standards.push(id);
            }
        }
        Ok(if standards.is_empty() {
            Coverage::Full
        } else {
            Coverage::Focused(standards)
        })
    }

    /// The sites that the choices come to.
    ///
    /// # Errors
    /// When several are wanted and none is ticked.
    pub fn sites(&self, sites: &[SiteId]) -> Result<Sites, Refusal> {
        if sites.len() <= 1 {
            return Ok(Sites::All);
        }
        if let Some(site) = sites.get(self.sites) {
            return Ok(Sites::Only(vec![site.clone()]));
        }
        if self.sites == sites.len() {
            return Ok(Sites::All);
        }
        let ticked: Vec<SiteId> = sites
            .iter()
            .zip(&self.ticked)
            .filter(|(_, ticked)| **ticked)
            .map(|(site, _)| site.clone())
            .collect();
        match ticked.len() {
            0 => Err(Refusal::NoSuchSite),
            count if count == sites.len() => Ok(Sites::All),
            _ => Ok(Sites::Only(ticked)),
        }
    }

    /// When it was seen, if that was another time than now.
    ///
    /// # Errors
    /// What is no time, or lies ahead.
    pub fn seen_at(&self, now: Moment) -> Result<Option<Moment>, String> {
        let written = self.seen_at.trim();
        if written.is_empty() {
            return Ok(None);
        }
        let form = "Write 14:05 for today, or 2026-01-14 14:05.";
        let time = NaiveTime::parse_from_str(written, "%H:%M")
            .map(|time| now.date_naive().and_time(time))
            .or_else(|_| NaiveDateTime::parse_from_str(written, "%Y-%m-%d %H:%M"))
            .map_err(|_| form.to_owned())?;
        let seen = time
            .and_local_timezone(*now.offset())
            .single()
            .ok_or_else(|| form.to_owned())?;
        if seen > now {
            return Err(format!("That is later than now. {form}"));
        }
        Ok(Some(seen))
    }
}

/// Two lists with the same things in them.
fn same(one: &[AttributeId], other: &[AttributeId]) -> bool {
    one.len() == other.len() && one.iter().all(|id| other.contains(id))
}

/// The place in the list of sites, and which are ticked.
fn site_choice(sites: &[SiteId], held: &Sites) -> (usize, Vec<bool>) {
    let ticked = sites.iter().map(|site| held.include(site)).collect();
    let place = match held {
        Sites::All => sites.len(),
        Sites::Only(only) => match only.as_slice() {
            [one] => sites.iter().position(|site| site == one).unwrap_or(0),
            _ => sites.len() + 1,
        },
    };
    (place, ticked)
}
