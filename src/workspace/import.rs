//! Importing packets and packs. A packet opens a case or brings one up to date; a higher issue
//! changes nothing before somebody has agreed to what it changes.

use super::append::stored;
use super::error::WorkspaceError;
use super::open::HeldPack;
use super::{Session, Workspace, files};
use crate::domain::journal::chain::ChainWriter;
use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::{Event, PackRef, Pending};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, PackId};
use crate::domain::values::text::Text;
use crate::standards::{Document, check_bytes, embedded_pack, packet_against_pack, read_pack};
use crate::store::SeenPacket;
use std::path::Path;

/// The most bytes of such a file. One more is read, so that the checker can refuse it.
const MOST: u64 = 32 << 20;

/// How an import ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A case was opened.
    Opened {
        /// The case.
        case: CaseId,
        /// What to know though nothing is wrong.
        notes: Vec<String>,
    },
    /// These bytes were imported before; nothing was changed.
    Same {
        /// The case.
        case: CaseId,
        /// The issue.
        issue: u64,
    },
    /// A higher issue that would change these things; nothing was changed yet.
    Differs {
        /// The case.
        case: CaseId,
        /// What would change, as sentences.
        changes: Vec<String>,
    },
    /// A higher issue was imported.
    Updated {
        /// The case.
        case: CaseId,
        /// What changed, as sentences.
        changes: Vec<String>,
    },
    /// A Standards edition was imported, for visits opened from now on.
    Pack {
        /// Its id.
        id: PackId,
        /// Its edition.
        edition: String,
    },
}

impl Workspace {
    /// Imports a packet or a pack from a file.
    ///
    /// # Errors
    /// The file cannot be read, has problems, or does not fit what is held. Nothing was changed.
    pub fn import_file(&mut self, path: &Path, agreed: bool) -> Result<Imported, WorkspaceError> {
        let bytes = files::read(path, MOST)?;
        self.import(&bytes, agreed)
    }

    /// Imports a packet or a pack. `agreed`: somebody has agreed to what a higher issue changes.
    ///
    /// # Errors
    /// It has problems, or does not fit what is held. Nothing was changed.
    pub fn import(&mut self, bytes: &[u8], agreed: bool) -> Result<Imported, WorkspaceError> {
        // Asked first: a locked database is a nearer trouble than a wrong file.
        self.session()?;
        let checked = check_bytes(bytes).map_err(WorkspaceError::Problems)?;
        match checked.document {
            Document::Packet(packet) => self.import_packet(&packet, bytes, agreed),
            Document::Pack(pack) => self.session()?.load_pack(&pack, bytes),
            Document::Program(_) => Err(WorkspaceError::Packet(
                "This is a program's rules. Only packets and Standards editions can be imported."
                    .to_owned(),
            )),
        }
    }

    fn import_packet(
        &mut self,
        packet: &Packet,
        bytes: &[u8],
        agreed: bool,
    ) -> Result<Imported, WorkspaceError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| WorkspaceError::Packet("The packet is not UTF-8 text.".to_owned()))?;
        if self.is_demo() && !packet.training {
            return Err(WorkspaceError::Packet(
                "This is a real packet, and the demonstration is thrown away when it ends. Start \
                 onsite without 'demo' and import it there."
                    .to_owned(),
            ));
        }
        let now = self.world.now();
        let text = Text::new(self.world.nonce()?, text);
        let session = self.session()?;
        let sha256 = Digest::of(bytes);
        if let Some(seen) = session.store.packet(&sha256)? {
            return Ok(Imported::Same {
                case: seen.case,
                issue: seen.issue,
            });
        }
        let taken = Taken {
            packet,
            sha256,
            text,
            now,
        };
        if session.store.heads(&packet.case)?.clock == 0 {
            session.open_new(taken)
        } else {
            self.bring_up_to_date(taken, agreed)
        }
    }

    fn bring_up_to_date(
        &mut self,
        taken: Taken<'_>,
        agreed: bool,
    ) -> Result<Imported, WorkspaceError> {
        let case = taken.packet.case.clone();
        let opened = self.open_case(&case)?;
        let held = &opened.file.packet;
        fits(&opened.file, held, taken.packet)?;
        let session = self.session()?;
        let pack = opened.file.pack.clone();
        packet_against_pack(taken.packet, &pack).map_err(WorkspaceError::Problems)?;
        let mut changes: Vec<String> = held
            .changes(taken.packet)
            .iter()
            .map(|change| format!("{change}."))
            .collect();
        let visit = opened.file.visit();
        if visit.is_some_and(|visit| {
            !taken
                .packet
                .practice
                .sites
                .iter()
                .map(|s| &s.id)
                .eq(&visit.sites)
        }) {
            changes.push(
                "The sites differ. The visit goes on with the sites it was opened with.".to_owned(),
            );
        }
        if !agreed {
            return Ok(Imported::Differs { case, changes });
        }
        let mut events = vec![taken.event()];
        if let Some(visit) = visit.filter(|visit| !visit.is_sealed())
            && held.visit.mode != taken.packet.visit.mode
            && visit.mode != taken.packet.visit.mode
        {
            events.push(Event::ModeSet {
                visit: visit.id.clone(),
                was: visit.mode,
                now: taken.packet.visit.mode,
            });
        }
        session.write_packet(opened.file, opened.pen, events, taken, None)?;
        Ok(Imported::Updated { case, changes })
    }
}

/// Refuses an issue that may not follow the one that is held.
fn fits(file: &CaseFile, held: &Packet, new: &Packet) -> Result<(), WorkspaceError> {
    let refuse = |why: String| Err(WorkspaceError::Packet(why));
    let case = &new.case;
    if file.case.training != new.training {
        return refuse(match new.training {
            true => format!("Case {case} is a real one; a training packet cannot go into it."),
            false => format!(
                "Case {case} is training; a real packet cannot go into it. Ask the office for \
                 another case id."
            ),
        });
    }
    if new.issue < held.issue {
        return refuse(format!(
            "This is issue {} of the packet of case {case}; issue {} is held already. Nothing was \
             changed. Use the newer one.",
            new.issue, held.issue
        ));
    }
    if new.issue == held.issue {
        return refuse(format!(
            "Two different packets claim to be issue {} of case {case}. Nothing was changed. Ask \
             the office which one stands, and to raise the issue of it.",
            new.issue
        ));
    }
    let Some(visit) = file.visit() else {
        return Ok(());
    };
    if visit.id != new.visit.id {
        return refuse(format!(
            "The packet assigns visit {}, and case {case} has visit {} open. A second visit in \
             one case needs a later onsite; ask the office for a packet with another case id.",
            new.visit.id, visit.id
        ));
    }
    if visit.pack.id != new.pack {
        return refuse(format!(
            "The packet asks for the Standards edition {}, and the visit of case {case} was opened \
             with {}. An edition cannot change within a visit; ask the office.",
            new.pack, visit.pack.id
        ));
    }
    Ok(())
}

/// A packet with what its entry is made from.
struct Taken<'a> {
    packet: &'a Packet,
    sha256: Digest,
    text: Text,
    now: Moment,
}

impl Taken<'_> {
    fn event(&self) -> Event {
        Event::PacketTaken {
            issue: self.packet.issue,
            sha256: self.sha256,
            packet: self.text.id,
        }
    }
}

impl Session {
    /// Opens a case, its visit and its first packet in one go.
    fn open_new(&mut self, taken: Taken<'_>) -> Result<Imported, WorkspaceError> {
        let packet = taken.packet;
        let held = self.pack_for(&packet.pack)?;
        packet_against_pack(packet, &held.pack).map_err(WorkspaceError::Problems)?;
        let surveyor = self.profile.surveyor(packet.training)?;
        let mut notes = Vec::new();
        let assigned = packet.surveyor.as_ref();
        if let Some(other) =
            assigned.filter(|assigned| !packet.training && assigned.principal != surveyor.principal)
        {
            notes.push(format!(
                "The packet assigns {} ({}); you are {} ({}). Ask the office if that is not meant.",
                other.name, other.principal, surveyor.name, surveyor.principal
            ));
        }
        let visit = packet.visit.id.clone();
        let mut events = vec![
            Event::CaseOpened {
                training: packet.training,
            },
            taken.event(),
            Event::VisitOpened {
                visit: visit.clone(),
                kind: packet.visit.kind,
                mode: packet.visit.mode,
                pack: PackRef {
                    id: packet.pack.clone(),
                    sha256: Digest::of(&held.bytes),
                },
                sites: packet.practice.sites.iter().map(|s| s.id.clone()).collect(),
            },
        ];
        if !surveyor.name.is_empty() {
            events.push(Event::SurveyorNamed {
                visit,
                was: None,
                now: Some(surveyor.clone()),
            });
        }
        let case = packet.case.clone();
        let pen = ChainWriter::fresh(case.clone(), surveyor.principal, self.device.clone());
        let file = CaseFile {
            case: crate::domain::survey::case::Case::new(case.clone()),
            texts: Default::default(),
            packet: packet.clone(),
            pack: held.pack,
            board: Default::default(),
            guard: Default::default(),
            changes: Default::default(),
        };
        self.write_packet(file, pen, events, taken, Some(held.bytes))?;
        Ok(Imported::Opened { case, notes })
    }

    /// Writes the entries of a packet in one transaction.
    fn write_packet(
        &mut self,
        mut file: CaseFile,
        mut pen: ChainWriter,
        events: Vec<Event>,
        taken: Taken<'_>,
        pack: Option<Vec<u8>>,
    ) -> Result<(), WorkspaceError> {
        let case = file.case.id.clone();
        file.texts.insert(taken.text.clone());
        let mut batch = Pending {
            texts: vec![taken.text],
            ..Pending::default()
        };
        for event in events {
            let (entry, line) = pen.write(event, taken.now, None)?;
            file.absorb(&entry);
            batch.entries.push((entry, line));
        }
        let mut batch = stored(&case, batch);
        batch.packs.extend(pack);
        batch.packets.push(SeenPacket {
            sha256: taken.sha256,
            case: case.clone(),
            issue: u64::from(taken.packet.issue),
        });
        let news = self.summaries.news(&file);
        batch.summary.clone_from(&news);
        self.store.append(&batch)?;
        self.summaries.note(&case, news);
        Ok(())
    }

    /// The pack that a new visit is opened with: the one that was loaded last under this id,
    /// else the one that comes with the program.
    fn pack_for(&self, id: &PackId) -> Result<HeldPack, WorkspaceError> {
        let loaded = self.store.place(&pack_key(id))?;
        if let Some(sha256) = loaded.and_then(|hex| Digest::parse(&hex))
            && let Some(bytes) = self.store.pack(&sha256)?
        {
            let pack = read_pack(&bytes).map_err(WorkspaceError::Problems)?;
            return Ok(HeldPack { pack, bytes });
        }
        let pinned = embedded_pack(id.as_str()).map_err(WorkspaceError::Problems)?;
        Ok(HeldPack {
            pack: pinned.pack,
            bytes: pinned.bytes.to_vec(),
        })
    }

    fn load_pack(&mut self, pack: &Pack, bytes: &[u8]) -> Result<Imported, WorkspaceError> {
        let sha256 = self.store.keep_pack(bytes)?;
        self.store
            .set_place(&pack_key(&pack.id), &sha256.to_string())?;
        Ok(Imported::Pack {
            id: pack.id.clone(),
            edition: pack.edition.clone(),
        })
    }
}

/// The setting that names the pack loaded under an id.
fn pack_key(id: &PackId) -> String {
    format!("pack/{id}")
}
