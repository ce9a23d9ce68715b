//! Which of the practice's documents the training visit reads for which element.

use super::Rehearsal;
use crate::domain::pack::{Element, Standard};
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::visit::Source;

/// What the title of a document says that is about a Standard, or about one element where that
/// is about something else than its Standard.
const SUBJECTS: &[(&str, &str)] = &[
    ("1.1", "credentials"),
    ("1.1.1", "orders"),
    ("1.2", "competency"),
    ("1.3", "life support"),
    ("1.4", "giving"),
    ("1.4.2", "credentials"),
    ("1.5", "assessment"),
    ("1.6", "assessment"),
    ("1.7", "support services"),
    ("1.8", "missed visits"),
    ("1.9", "errors"),
    ("2.1", "consent"),
    ("2.2", "teaching"),
    ("2.3", "assessment"),
    ("3.1", "orders"),
    ("3.2", "orders"),
    ("3.3", "orders"),
    ("3.4", "by mouth"),
    ("3.5", "preparing"),
    ("3.6", "preparing"),
    ("3.7", "labeling"),
    ("3.8", "labeling"),
    ("3.9", "hazardous"),
    ("3.10", "spinal"),
    ("3.11", "preparing"),
    ("3.12", "giving"),
    ("3.13", "giving"),
    ("3.14", "extravasation"),
    ("4.1", "emergencies"),
    ("4.2", "toxicity"),
    ("4.3", "by mouth"),
    ("4.4", "toxicity"),
    ("4.5", "transfer"),
];

/// What a document must be about to answer for an element.
pub(super) fn subject(standard: &Standard, element: &Element) -> Option<&'static str> {
    let about = |id: &str| SUBJECTS.iter().find(|(of, _)| *of == id);
    let found = about(element.id.as_str()).or_else(|| about(standard.id.as_str()));
    found.map(|(_, subject)| *subject)
}

impl Rehearsal<'_> {
    /// The document that is read for an element; none where none is about it.
    pub(super) fn paper(&self, standard: &Standard, element: &Element) -> Option<&Source> {
        let subject = subject(standard, element)?;
        let about = |source: &&Source| {
            let title = source.details.title.as_ref();
            let title = title.and_then(|id| self.texts.get(id));
            source.details.kind == SourceKind::Document
                && title.is_some_and(|title| title.to_lowercase().contains(subject))
        };
        self.case.current_visit()?.sources.iter().find(about)
    }
}
