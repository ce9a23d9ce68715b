//! What is looked at in the rich visit: documents, records, people and events at two sites.

use super::{Rich, id};
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::values::ids::{SiteId, SourceId};

impl Rich {
    fn add(&mut self, label: &str, at: &str, person: &str, title: &str, kind: SourceKind) {
        let title = (!title.is_empty()).then(|| self.text(title));
        let record = matches!(kind, SourceKind::Record { .. });
        let place = (label == "O1").then(|| self.text("Infusion room, chair 4"));
        let chosen_how =
            (label == "R03").then(|| self.text("Third on the list of the day before."));
        let details = SourceDetails {
            kind,
            label: label.into(),
            person: (!person.is_empty()).then(|| person.into()),
            sites: SiteId::new(at).map_or(Sites::All, |held| Sites::Only(vec![held])),
            title,
            place,
            chosen_by: record.then_some(if label == "R02" {
                ChosenBy::Practice
            } else {
                ChosenBy::AtRandom
            }),
            chosen_how,
        };
        self.act(Act::AddSource {
            source: id(SourceId::new(&label.to_lowercase())),
            details,
        });
    }

    pub(super) fn sources(&mut self) {
        self.add("D1", "", "", "NUR-12 version 3", SourceKind::Document);
        self.add("D2", "", "", "PHA-2 Preparation", SourceKind::Document);
        for (label, at, preset) in [
            ("R01", "main", "new-iv"),
            ("R02", "main", "continuing-iv"),
            ("R03", "main", "new-iv"),
            ("R04", "main", "oral"),
            ("R05", "main", "iv-oral"),
            ("R06", "west", "new-iv"),
            ("R07", "west", "continuing-iv"),
            ("R08", "west", "oral"),
        ] {
            let held = self
                .pack
                .presets
                .iter()
                .find(|p| p.id == preset)
                .expect("a preset");
            let kind = SourceKind::Record {
                kind: held.kind.clone(),
                coverage: Coverage::Full,
                is: held.is.clone(),
                is_not: held.is_not.clone(),
            };
            self.add(label, at, "", "", kind);
        }
        for (label, at, kind) in [
            ("F01", "main", 1),
            ("F02", "west", 1),
            ("L01", "main", 2),
            ("L02", "west", 2),
        ] {
            let kind = SourceKind::Record {
                kind: self.pack.record_kinds[kind].id.clone(),
                coverage: Coverage::Full,
                is: Vec::new(),
                is_not: Vec::new(),
            };
            self.add(label, at, "", "", kind);
        }
        self.people_and_events();
    }

    fn people_and_events(&mut self) {
        for (label, at, person, role) in [
            ("I01", "main", "RN-A", 1),
            ("I02", "main", "MD-A", 0),
            ("I03", "main", "PH-A", 2),
            ("I04", "west", "RN-B", 1),
        ] {
            let kind = SourceKind::Interview {
                role: self.pack.roles[role].id.clone(),
            };
            self.add(label, at, person, "", kind);
        }
        for (label, at, person, event) in [
            ("O1", "main", "RN-A", 0),
            ("O2", "main", "RN-C", 0),
            ("O3", "west", "RN-B", 0),
            ("O4", "main", "PH-A", 1),
        ] {
            let kind = SourceKind::Event {
                kind: self.pack.events[event].id.clone(),
            };
            self.add(label, at, person, "", kind);
        }
    }
}
