//! The training visit: a made-up survey of a made-up practice, half done or finished.
//!
//! It goes through [`super::decide`] like any other, so it can hold nothing that a person could
//! not have entered. Everything follows from the packet, the pack and the start: the same
//! arguments give the same journal, byte for byte.

use super::answers::{
    Answer, AnswerValue, Cell, CheckKey, Determination, Explanation, Gap, NoteTarget, Reason,
};
use super::case::Case;
use super::chain::Pen;
use super::decide::{Act, Refusal, decide};
use super::digest::Digest;
use super::events::{Event, NotOffered, PackRef, Services, Surveyor};
use super::ids::{AttributeId, DeviceId, Principal, SiteId, SourceId};
use super::journal::{Entry, JournalFault, Moment};
use super::pack::{Element, Method, Need, Pack, Standard};
use super::packet::Packet;
use super::readiness;
use super::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use super::text::{Text, TextId, Texts};
use super::verdicts::{self, Board};
use super::visit::{Source, Visit};
use chrono::Duration;

/// The one who carries out training visits.
pub const PRINCIPAL: &str = "training-surveyor";

/// How far the training visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// About half the answers are given: for practising.
    Half,
    /// Everything is given and ready to be signed: for showing.
    Finished,
}

/// A journal that was made up, with its texts and what it folds to.
#[derive(Clone, Debug)]
pub struct Training {
    /// The entries with their lines, in order.
    pub entries: Vec<(Entry, Vec<u8>)>,
    /// The texts that they name.
    pub texts: Texts,
    /// What they fold to.
    pub case: Case,
}

/// Why a training visit could not be made; only a pack or packet unlike ours can do that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingFault {
    /// A rule refused an act.
    #[error("the training visit does not fit the pack: {0}")]
    Refused(#[from] Refusal),
    /// An entry could not be written.
    #[error(transparent)]
    Journal(#[from] JournalFault),
    /// There is no visit to act in.
    #[error("the training packet opens no visit")]
    NoVisit,
}

/// Makes the training visit of `packet` over `pack`.
///
/// # Errors
/// When the pack or the packet does not fit.
pub fn make(
    packet: &Packet,
    packet_bytes: &str,
    pack: &Pack,
    pack_ref: PackRef,
    device: DeviceId,
    start: Moment,
    extent: Extent,
) -> Result<Training, TrainingFault> {
    let actor = Principal::new(PRINCIPAL).ok_or(TrainingFault::NoVisit)?;
    let mut rehearsal = Rehearsal {
        pen: Pen::fresh(packet.case.clone(), actor.clone(), device),
        pack,
        entries: Vec::new(),
        texts: Texts::default(),
        case: Case::new(packet.case.clone()),
        now: start,
        texts_made: 0,
    };
    rehearsal.open(packet, packet_bytes, pack_ref, actor)?;
    rehearsal.look_around(packet)?;
    rehearsal.answer(extent)?;
    if extent == Extent::Finished {
        rehearsal.finish()?;
    }
    Ok(Training {
        entries: rehearsal.entries,
        texts: rehearsal.texts,
        case: rehearsal.case,
    })
}

struct Rehearsal<'a> {
    pen: Pen,
    pack: &'a Pack,
    entries: Vec<(Entry, Vec<u8>)>,
    texts: Texts,
    case: Case,
    now: Moment,
    texts_made: u32,
}

impl Rehearsal<'_> {
    fn visit(&self) -> Result<&Visit, TrainingFault> {
        self.case.current_visit().ok_or(TrainingFault::NoVisit)
    }

    fn text(&mut self, words: &str) -> TextId {
        self.texts_made += 1;
        let seed = Digest::of_parts([&b"onsite training text"[..], &self.texts_made.to_be_bytes()]);
        let mut nonce = [0; 16];
        nonce.copy_from_slice(seed.as_bytes().split_at(16).0);
        let text = Text::new(nonce, words);
        let id = text.id;
        self.texts.insert(text);
        id
    }

    fn record(&mut self, event: Event) -> Result<(), TrainingFault> {
        let (entry, line) = self.pen.write(event, self.now, None)?;
        self.case.apply(&entry);
        self.entries.push((entry, line));
        self.now += Duration::seconds(23);
        Ok(())
    }

    fn act(&mut self, act: Act) -> Result<(), TrainingFault> {
        let events = decide(
            &self.case,
            self.visit()?,
            self.pack,
            act,
            self.pen.next_seq(),
        );
        match events {
            Err(Refusal::Nothing) => Ok(()),
            events => events?.into_iter().try_for_each(|event| self.record(event)),
        }
    }

    fn open(
        &mut self,
        packet: &Packet,
        bytes: &str,
        pack: PackRef,
        principal: Principal,
    ) -> Result<(), TrainingFault> {
        let text = self.text(bytes);
        let sha256 = Digest::of(bytes.as_bytes());
        self.record(Event::CaseOpened { training: true })?;
        self.record(Event::PacketTaken {
            issue: packet.issue,
            sha256,
            packet: text,
        })?;
        self.record(Event::VisitOpened {
            visit: packet.visit.id.clone(),
            kind: packet.visit.kind,
            mode: packet.visit.mode,
            pack,
            sites: packet
                .practice
                .sites
                .iter()
                .map(|site| site.id.clone())
                .collect(),
        })?;
        let (name, credential) = ("Training Surveyor".to_owned(), "RN, OCN".to_owned());
        self.act(Act::NameSurveyor(Surveyor {
            principal,
            name,
            credential,
        }))?;
        self.act(Act::ClearConflict(true))?;
        let offered = &packet.practice.services;
        let not_offered = self
            .pack
            .attributes
            .iter()
            .filter(|a| a.scope.is_service() && !offered.contains(&a.id))
            .map(|a| NotOffered {
                service: a.id.clone(),
                sites: None,
            })
            .collect();
        let told_by = self
            .pack
            .roles
            .iter()
            .find(|role| role.id.as_str() == "manager");
        let told_by = told_by
            .or(self.pack.roles.first())
            .map(|role| role.id.clone());
        self.act(Act::ConfirmServices(Services {
            not_offered,
            told_by,
        }))
    }

    /// Adds everything that is looked at: papers, records, people, events.
    fn look_around(&mut self, packet: &Packet) -> Result<(), TrainingFault> {
        let mut papers: Vec<String> = packet
            .policies
            .iter()
            .map(|policy| match &policy.version {
                Some(version) => format!("{}, version {version}", policy.title),
                None => policy.title.clone(),
            })
            .collect();
        if papers.is_empty() {
            papers.push("NUR-12 Giving cancer treatment, version 4".to_owned());
        }
        for (index, title) in papers.iter().enumerate() {
            let title = Some(self.text(title));
            let label = format!("D{}", index + 1);
            self.add(SourceKind::Document, label, None, Sites::All, title, None)?;
        }
        let sites: Vec<SiteId> = self.visit()?.sites.clone();
        let mut numbers = Numbers::default();
        for site in &sites {
            self.records(site, &mut numbers)?;
            self.people(site, &mut numbers)?;
            self.events(site, &mut numbers)?;
        }
        Ok(())
    }

    fn records(&mut self, site: &SiteId, numbers: &mut Numbers) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for kind in &pack.record_kinds {
            let presets: Vec<_> = pack.presets.iter().filter(|p| p.kind == kind.id).collect();
            let wanted = pack
                .sampling
                .iter()
                .find(|rule| rule.method == Method::Record && rule.kind == kind.id.as_str())
                .map_or(1, |rule| rule.minimum as usize);
            for index in 0..wanted {
                let number = numbers.next(&kind.label);
                let preset = presets.get(index % presets.len().max(1));
                let (is, is_not): (Vec<AttributeId>, Vec<AttributeId>) =
                    preset.map_or_else(Default::default, |p| (p.is.clone(), p.is_not.clone()));
                let kind = SourceKind::Record {
                    kind: kind.id.clone(),
                    coverage: Coverage::Full,
                    is: self.offered_only(is),
                    is_not,
                };
                let chosen = if index == 1 {
                    ChosenBy::Practice
                } else {
                    ChosenBy::AtRandom
                };
                let sites = Sites::Only(vec![site.clone()]);
                self.add(kind, number, None, sites, None, Some(chosen))?;
            }
        }
        Ok(())
    }

    /// A training record never shows a service that the practice does not offer.
    fn offered_only(&self, is: Vec<AttributeId>) -> Vec<AttributeId> {
        match self.visit() {
            Ok(visit) => is
                .into_iter()
                .filter(|a| visit.offers(a, None).is_none())
                .collect(),
            Err(_) => is,
        }
    }

    fn people(&mut self, site: &SiteId, numbers: &mut Numbers) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for role in &pack.roles {
            let number = numbers.next("I");
            let person = numbers.letter(&role.label);
            let kind = SourceKind::Interview {
                role: role.id.clone(),
            };
            self.add(
                kind,
                number,
                Some(person),
                Sites::Only(vec![site.clone()]),
                None,
                None,
            )?;
        }
        Ok(())
    }

    fn events(&mut self, site: &SiteId, numbers: &mut Numbers) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for event in &pack.events {
            let times = pack
                .sampling
                .iter()
                .find(|r| r.method == Method::Observation && r.kind == event.id.as_str())
                .map_or(1, |rule| rule.minimum);
            for _ in 0..times {
                let number = numbers.next("O");
                let kind = SourceKind::Event {
                    kind: event.id.clone(),
                };
                self.add(
                    kind,
                    number,
                    None,
                    Sites::Only(vec![site.clone()]),
                    None,
                    None,
                )?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        kind: SourceKind,
        label: String,
        person: Option<String>,
        sites: Sites,
        title: Option<TextId>,
        chosen_by: Option<ChosenBy>,
    ) -> Result<(), TrainingFault> {
        let site = match &sites {
            Sites::Only(sites) => sites.first().map(SiteId::as_str),
            Sites::All => None,
        };
        let name = format!("{}-{}", label.to_lowercase(), site.unwrap_or("all"));
        let source = SourceId::new(&name).ok_or(TrainingFault::NoVisit)?;
        let details = SourceDetails {
            kind,
            label,
            person,
            sites,
            title,
            place: None,
            chosen_by,
            chosen_how: None,
        };
        self.act(Act::AddSource { source, details })
    }

    /// Answers check after check in the pack's order, as a Surveyor would walk.
    fn answer(&mut self, extent: Extent) -> Result<(), TrainingFault> {
        let pack = self.pack;
        let half = pack.standards.len() / 2;
        for (index, standard) in pack.standards.iter().enumerate() {
            for element in &standard.elements {
                for method in element.checks.methods() {
                    let begun = extent == Extent::Finished
                        || index < half
                        || (index == half && method == Method::Policy);
                    if begun {
                        self.answer_check(standard, element, method)?;
                    }
                }
            }
            if index < half {
                self.write_notes(standard)?;
            }
        }
        Ok(())
    }

    fn answer_check(
        &mut self,
        standard: &Standard,
        element: &Element,
        method: Method,
    ) -> Result<(), TrainingFault> {
        let needed = element.checks.need(method) == Some(Need::Required);
        let key = CheckKey {
            element: element.id.clone(),
            method,
        };
        if !needed && draw(&[element.id.as_str(), method.key()]).is_multiple_of(3) {
            return Ok(());
        }
        for cell in cells(self.visit()?, standard, element, method) {
            let cell = Cell {
                check: key.clone(),
                site: cell.0,
                source: cell.1,
            };
            let value = drawn_answer(element, &cell);
            let reason = value.needs_reason().then_some(Reason::Listed(1));
            self.act(Act::Answer {
                cell,
                answer: Some(Answer { value, reason }),
            })?;
        }
        Ok(())
    }

    /// Notes where something is not met, explanations where methods differ.
    fn write_notes(&mut self, standard: &Standard) -> Result<(), TrainingFault> {
        for element in &standard.elements {
            for method in element.checks.methods() {
                let verdict = verdicts::check(self.visit()?, self.pack, standard, element, method);
                if !verdict.outcome.is_wanting() {
                    continue;
                }
                let words = format!(
                    "Training note. In {} of {} this was not seen: {}.",
                    verdict.tally.not_met,
                    verdict.tally.arose(),
                    element.short
                );
                let text = Some(self.text(&words));
                let check = CheckKey {
                    element: element.id.clone(),
                    method,
                };
                self.act(Act::WriteNote {
                    on: NoteTarget::Check(check),
                    text,
                })?;
            }
        }
        let verdict = verdicts::standard(self.visit()?, self.pack, standard);
        if !verdict.differences.is_empty() {
            let words = "Training explanation. The paper and what was seen do not agree.";
            let text = Some(self.text(words));
            let explanation = Some(Explanation {
                gap: Gap::Practice,
                text,
            });
            self.act(Act::ExplainDifference {
                standard: standard.id.clone(),
                explanation,
            })?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for standard in &pack.standards {
            self.write_notes(standard)?;
        }
        for state in readiness::sample_states(self.visit()?, pack) {
            if state.is_short() {
                let reason = Some(Reason::Listed(1));
                self.act(Act::ExplainShortfall {
                    sample: state.key,
                    reason,
                })?;
            }
        }
        let board = Board::of(self.visit()?, pack);
        for (standard, verdict) in pack.standards.iter().zip(board.iter()) {
            if let Some(level) = verdict.level.filter(|_| verdict.open == 0) {
                let determination = Determination {
                    level,
                    suggested: level,
                    reason: None,
                };
                self.act(Act::Determine(vec![(
                    standard.id.clone(),
                    Some(determination),
                )]))?;
            }
        }
        Ok(())
    }
}

/// The cells that a Surveyor fills for a check: each fitting record; else one source a site.
fn cells(
    visit: &Visit,
    standard: &Standard,
    element: &Element,
    method: Method,
) -> Vec<(Option<SiteId>, Option<SourceId>)> {
    let mut cells = Vec::new();
    if method == Method::Policy {
        let applies = visit
            .sites
            .iter()
            .any(|s| verdicts::applies_at(visit, standard, element, method, s));
        let papers: Vec<&Source> = visit
            .sources
            .iter()
            .filter(|s| s.details.kind == SourceKind::Document)
            .collect();
        let pick = draw(&[standard.id.as_str()]) % papers.len().max(1);
        if applies {
            cells.push((None, papers.get(pick).map(|source| source.id.clone())));
        }
        return cells;
    }
    for site in &visit.sites {
        if !verdicts::applies_at(visit, standard, element, method, site) {
            continue;
        }
        let fits = |source: &&Source| {
            source.details.sites.include(site)
                && match &source.details.kind {
                    SourceKind::Document => false,
                    SourceKind::Record { .. } => {
                        method == Method::Record
                            && verdicts::record_fits(visit, standard, element, source, site)
                    }
                    SourceKind::Interview { role } => {
                        method == Method::Interview
                            && element
                                .checks
                                .interview
                                .as_ref()
                                .is_some_and(|c| c.roles.contains(role))
                    }
                    SourceKind::Event { kind } => {
                        method == Method::Observation
                            && element
                                .checks
                                .observation
                                .as_ref()
                                .is_some_and(|c| c.events.contains(kind))
                    }
                }
        };
        let mut fitting = visit.sources.iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            cells.push((Some(site.clone()), None));
        }
        let most = if method == Method::Record {
            usize::MAX
        } else {
            2
        };
        cells.extend(
            fitting
                .take(most)
                .map(|s| (Some(site.clone()), Some(s.id.clone()))),
        );
    }
    cells
}

/// Mostly met; a few elements have a problem here and there; now and then nothing arose.
fn drawn_answer(element: &Element, cell: &Cell) -> AnswerValue {
    let source = cell.source.as_ref().map_or("whole", SourceId::as_str);
    let here = draw(&[element.id.as_str(), cell.check.method.key(), source]);
    let troubled = draw(&[element.id.as_str(), "trouble"]).is_multiple_of(11);
    if cell.source.is_none() {
        return AnswerValue::CouldNotAssess;
    }
    match (troubled, cell.check.method) {
        (true, Method::Record) if here.is_multiple_of(4) => AnswerValue::NotMet,
        (true, Method::Observation) if here.is_multiple_of(3) => AnswerValue::NotMet,
        (true, Method::Policy) if here.is_multiple_of(5) => AnswerValue::NotMet,
        (_, Method::Record) if here.is_multiple_of(29) => AnswerValue::NotApplicable,
        _ => AnswerValue::Met,
    }
}

/// A number that looks random and is always the same for the same words.
fn draw(words: &[&str]) -> usize {
    let digest = Digest::of(words.join("/").as_bytes());
    digest
        .as_bytes()
        .iter()
        .take(4)
        .fold(0, |sum, byte| sum * 256 + usize::from(*byte))
}

/// Hands out labels: R01, R02 … and RN-A, RN-B …
#[derive(Default)]
struct Numbers(std::collections::BTreeMap<String, u8>);

impl Numbers {
    fn count(&mut self, label: &str) -> u8 {
        let count = self.0.entry(label.to_owned()).or_default();
        *count += 1;
        *count
    }

    fn next(&mut self, label: &str) -> String {
        let number = self.count(label);
        if label == "O" {
            format!("{label}{number}")
        } else {
            format!("{label}{number:02}")
        }
    }

    fn letter(&mut self, label: &str) -> String {
        let number = self.count(&format!("{label}-"));
        format!("{label}-{}", char::from(b'A' + (number - 1) % 26))
    }
}
