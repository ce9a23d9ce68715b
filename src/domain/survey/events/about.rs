//! What an event says of itself: what undoes it, which texts it names, where it belongs.

use super::Event;
use crate::domain::survey::answers::Reason;
use crate::domain::values::ids::VisitId;
use crate::domain::values::text::TextId;

impl Event {
    /// Says whether there is an event that undoes this one.
    pub fn can_be_undone(&self) -> bool {
        !matches!(
            self,
            Self::CaseOpened { .. }
                | Self::PacketTaken { .. }
                | Self::VisitOpened { .. }
                | Self::Redacted { .. }
                | Self::Sealed { .. }
                | Self::RevisionOpened { .. }
                | Self::Undone { .. }
                | Self::Redone { .. }
        )
    }

    /// The event that undoes this one; nothing for what cannot be undone.
    pub fn inverse(&self) -> Option<Event> {
        let mut event = self.clone();
        match &mut event {
            Self::SurveyorNamed { was, now, .. } => std::mem::swap(was, now),
            Self::ModeSet { was, now, .. } => std::mem::swap(was, now),
            Self::ConflictCleared { was, now, .. } => std::mem::swap(was, now),
            Self::ServiceTold { was, now, .. } => std::mem::swap(was, now),
            Self::SourceChanged { was, now, .. } => std::mem::swap(was, now),
            Self::Answered { was, now, .. } => std::mem::swap(was, now),
            Self::NoteWritten { was, now, .. } => std::mem::swap(was, now),
            Self::Determined { was, now, .. } => std::mem::swap(was, now),
            Self::DifferenceExplained { was, now, .. } => std::mem::swap(was, now),
            Self::ShortfallExplained { was, now, .. } => std::mem::swap(was, now),
            Self::IdentifierJustified { was, now, .. } => std::mem::swap(was, now),
            Self::WordsKept { was, now, .. } => std::mem::swap(was, now),
            Self::SourceAdded {
                visit,
                source,
                details,
            } => {
                return Some(Self::SourceWithdrawn {
                    visit: visit.clone(),
                    source: source.clone(),
                    details: details.clone(),
                });
            }
            Self::SourceWithdrawn {
                visit,
                source,
                details,
            } => {
                return Some(Self::SourceAdded {
                    visit: visit.clone(),
                    source: source.clone(),
                    details: details.clone(),
                });
            }
            Self::CaseOpened { .. }
            | Self::PacketTaken { .. }
            | Self::VisitOpened { .. }
            | Self::Redacted { .. }
            | Self::Sealed { .. }
            | Self::RevisionOpened { .. }
            | Self::Undone { .. }
            | Self::Redone { .. } => return None,
        }
        Some(event)
    }

    /// The texts that the event names, as standing from now on or before.
    pub fn texts(&self) -> Vec<TextId> {
        let reason = |reason: &Option<Reason>| match reason {
            Some(Reason::Typed(text)) => Some(*text),
            _ => None,
        };
        match self {
            Self::PacketTaken { packet, .. } => vec![*packet],
            Self::SourceAdded { details, .. } | Self::SourceWithdrawn { details, .. } => {
                details.texts().collect()
            }
            Self::SourceChanged { was, now, .. } => was.texts().chain(now.texts()).collect(),
            Self::Answered { was, now, .. } => [was, now]
                .into_iter()
                .flatten()
                .flat_map(|answer| [reason(&answer.reason), answer.remark])
                .flatten()
                .collect(),
            Self::NoteWritten { was, now, .. } => [*was, *now].into_iter().flatten().collect(),
            Self::Determined { was, now, .. } => [was, now]
                .into_iter()
                .flatten()
                .filter_map(|d| reason(&d.reason))
                .collect(),
            Self::DifferenceExplained { was, now, .. } => [was, now]
                .into_iter()
                .flatten()
                .filter_map(|e| e.text)
                .collect(),
            Self::ShortfallExplained { was, now, .. } => {
                [reason(was), reason(now)].into_iter().flatten().collect()
            }
            Self::Sealed { reason, .. } => reason.iter().copied().collect(),
            Self::RevisionOpened { reason, .. } => vec![*reason],
            Self::Undone { inverse, .. } => inverse.texts(),
            Self::Redone { again, .. } => again.texts(),
            Self::CaseOpened { .. }
            | Self::VisitOpened { .. }
            | Self::SurveyorNamed { .. }
            | Self::ModeSet { .. }
            | Self::ConflictCleared { .. }
            | Self::ServiceTold { .. }
            | Self::Redacted { .. }
            | Self::IdentifierJustified { .. }
            | Self::WordsKept { .. } => Vec::new(),
        }
    }

    /// The visit it belongs to, if it belongs to one.
    pub fn visit(&self) -> Option<&VisitId> {
        match self {
            Self::VisitOpened { visit, .. }
            | Self::SurveyorNamed { visit, .. }
            | Self::ModeSet { visit, .. }
            | Self::ConflictCleared { visit, .. }
            | Self::ServiceTold { visit, .. }
            | Self::SourceAdded { visit, .. }
            | Self::SourceChanged { visit, .. }
            | Self::Answered { visit, .. }
            | Self::NoteWritten { visit, .. }
            | Self::Determined { visit, .. }
            | Self::DifferenceExplained { visit, .. }
            | Self::ShortfallExplained { visit, .. }
            | Self::SourceWithdrawn { visit, .. }
            | Self::WordsKept { visit, .. }
            | Self::Sealed { visit, .. }
            | Self::RevisionOpened { visit, .. } => Some(visit),
            Self::Undone { inverse, .. } => inverse.visit(),
            Self::Redone { again, .. } => again.visit(),
            Self::CaseOpened { .. }
            | Self::PacketTaken { .. }
            | Self::Redacted { .. }
            | Self::IdentifierJustified { .. } => None,
        }
    }

    /// The first entry of the act that this event belongs to, where one act has several.
    pub fn with(&self) -> Option<u64> {
        match self {
            Self::Answered { with, .. }
            | Self::Determined { with, .. }
            | Self::ServiceTold { with, .. } => *with,
            _ => None,
        }
    }
}
