//! The training visit: a made-up survey of a made-up practice, half done, nearly finished or
//! finished.
//!
//! Its acts go through [`crate::domain::survey::decide`] like any other, so it holds nothing that
//! a person could not have entered. Everything follows from the packet, the pack and the start:
//! the same arguments give the same journal, byte for byte.

mod answers;
mod findings;
mod finish;
mod hours;
mod papers;
mod route;
mod sources;
#[cfg(test)]
mod tests;

use super::journal::JournalFault;
use super::pack::Pack;
use crate::domain::journal::chain::ChainWriter;
use crate::domain::program::packet::Packet;
use crate::domain::survey::case::Case;
use crate::domain::survey::decide::{Act, Attempt, Refusal, decide};
use crate::domain::survey::events::{Entry, Event, Offered, PackRef, ServiceSaid, Surveyor};
use crate::domain::survey::visit::Visit;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{AttributeId, DeviceId, Principal, RoleId, SiteId};
use crate::domain::values::text::{Text, Texts};
use chrono::Duration;
use sources::Numbers;
use std::collections::BTreeMap;

/// The one who carries out training visits.
pub const PRINCIPAL: &str = "training-surveyor";

/// Their name, as in the sample packet.
pub const NAME: &str = "Robin Vale (TRAINING)";

/// Their credential.
pub const CREDENTIAL: &str = "RN, OCN";

/// The time that an act takes; its entries are written at once.
const PACE: Duration = Duration::seconds(18);

/// The time after the last thing that was looked at, in which the Surveyor reads it all again.
const LOOKING_BACK: Duration = Duration::minutes(50);

/// How far the training visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// About half the Standards are answered, with no levels: the middle of a visit.
    Half,
    /// A handful of things is left, one of each kind: for practicing how a visit is finished.
    NearlyFinished,
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
        pen: ChainWriter::fresh(packet.case.clone(), actor.clone(), device),
        pack,
        entries: Vec::new(),
        texts: Texts::default(),
        case: Case::new(packet.case.clone()),
        extent,
        now: start,
        numbers: Numbers::default(),
        texts_made: 0,
    };
    rehearsal.open(packet, packet_bytes, pack_ref, actor)?;
    rehearsal.walk(packet)?;
    rehearsal.notes()?;
    if extent == Extent::Half {
        rehearsal.explain()?;
    } else {
        rehearsal.correct()?;
        rehearsal.spend(LOOKING_BACK);
        rehearsal.finish()?;
    }
    Ok(Training {
        entries: rehearsal.entries,
        texts: rehearsal.texts,
        case: rehearsal.case,
    })
}

struct Rehearsal<'a> {
    pen: ChainWriter,
    pack: &'a Pack,
    entries: Vec<(Entry, Vec<u8>)>,
    texts: Texts,
    case: Case,
    extent: Extent,
    now: Moment,
    /// The labels given so far.
    numbers: Numbers,
    texts_made: u32,
}

impl Rehearsal<'_> {
    fn visit(&self) -> Result<&Visit, TrainingFault> {
        self.case.current_visit().ok_or(TrainingFault::NoVisit)
    }

    /// A text for the act that names it.
    fn text(&mut self, words: &str) -> Text {
        self.texts_made += 1;
        let seed = Digest::of_parts([&b"onsite training text"[..], &self.texts_made.to_be_bytes()]);
        let mut nonce = [0; 16];
        nonce.copy_from_slice(seed.as_bytes().split_at(16).0);
        Text::new(nonce, words)
    }

    fn record(&mut self, event: Event) -> Result<(), TrainingFault> {
        let (entry, line) = self.pen.write(event, self.now, None)?;
        self.case.apply(&entry);
        self.entries.push((entry, line));
        Ok(())
    }

    /// Lets time go by.
    fn spend(&mut self, time: Duration) {
        self.now = hours::after(self.now, time);
    }

    fn act(&mut self, attempt: impl Into<Attempt>) -> Result<(), TrainingFault> {
        let decided = decide(
            &self.case,
            self.visit()?,
            self.pack,
            attempt,
            self.pen.next_seq(),
        );
        let decided = match decided {
            Err(Refusal::Nothing) => return Ok(()),
            decided => decided?,
        };
        let texts = decided.texts.into_iter();
        texts.for_each(|text| self.texts.insert(text));
        let mut events = decided.events.into_iter();
        events.try_for_each(|event| self.record(event))?;
        self.spend(PACE);
        Ok(())
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
            packet: text.id,
        })?;
        self.texts.insert(text);
        self.spend(PACE * 2);
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
        self.spend(PACE);
        if let Some(assigned) = &packet.surveyor {
            self.act(Act::NameSurveyor(Surveyor {
                principal,
                name: assigned.name.clone(),
                credential: assigned.credential.clone(),
            }))?;
        }
        if self.extent != Extent::NearlyFinished {
            self.act(Act::ClearConflict(true))?;
        }
        self.spend(hours::OPENING);
        self.services(packet)
    }

    /// What the manager and the pharmacist said of the services, site by site, as one act.
    fn services(&mut self, packet: &Packet) -> Result<(), TrainingFault> {
        let roles = self.pack.roles.iter().map(|role| &role.id);
        let mut told_by: Vec<RoleId> = roles
            .filter(|id| ["manager", "pharmacist"].contains(&id.as_str()))
            .cloned()
            .collect();
        if told_by.is_empty() {
            told_by.extend(self.pack.roles.first().map(|role| role.id.clone()));
        }
        let sites = self.visit()?.sites.clone();
        let absent = |service: &AttributeId| {
            let lacks = |site: &&SiteId| {
                let held = packet.site(site);
                !held.is_some_and(|held| held.services.contains(service))
            };
            sites.iter().filter(lacks).cloned().collect()
        };
        let said: BTreeMap<AttributeId, ServiceSaid> = self
            .pack
            .services()
            .map(|service| {
                let offered = Offered::without(absent(&service.id), &sites);
                let told_by = told_by.clone();
                (service.id.clone(), ServiceSaid { offered, told_by })
            })
            .collect();
        self.act(Act::TellServices(said))
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
