//! What is handed out: the report of a survey as one HTML page.
//!
//! Here live the page's parts and their wording. Sentences about facts come from
//! [`crate::domain::survey::words`], levels and counts from [`crate::domain::survey::verdicts`]. The page needs
//! no network and no script, reads well in a browser and on paper, and is byte for byte the
//! same when made again. It is written before the manifest, so it prints the journal's head and
//! the key's fingerprint, never the manifest's digest (FORMAT.md, Contents by kind). Notes to self
//! are not even within reach here.

mod page;
mod view;

use crate::domain::journal::ChainHead;
use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::survey::case::Case;
use crate::domain::survey::changes::Changes;
use crate::domain::survey::visit::Visit;
use crate::domain::survey::words::Facts;
use crate::domain::values::calendar::Moment;
use crate::domain::values::text::Texts;

/// Everything that the report of a survey is made from.
#[derive(Clone, Copy, Debug)]
pub struct SurveyReport<'a> {
    /// The case, sealed last by the entry that the heads end with.
    pub case: &'a Case,
    /// The visit.
    pub visit: &'a Visit,
    /// The Standards edition that the visit is pinned to.
    pub pack: &'a Pack,
    /// The packet that was taken last.
    pub packet: &'a Packet,
    /// The texts that are held; one that is not was erased.
    pub texts: &'a Texts,
    /// What changed in it.
    pub changes: &'a Changes,
    /// Name and version of the program, such as `onsite 0.1.0`.
    pub app: &'a str,
    /// The fingerprint of the signing key, such as `SHA256:…`.
    pub key_fingerprint: &'a str,
    /// The journal's chains, each with its count and head.
    pub journal: &'a [ChainHead],
    /// When the step is sealed.
    pub sealed_at: Moment,
}

impl<'a> SurveyReport<'a> {
    /// What its sentences are made from.
    pub fn facts(&self) -> Facts<'a> {
        Facts {
            visit: self.visit,
            pack: self.pack,
            packet: Some(self.packet),
            texts: self.texts,
        }
    }
}

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The page and what is put into it do not fit together: a fault of this program.
    #[error(
        "The report could not be written ({0}). Nothing was signed. Please send this message to whoever gave you onsite."
    )]
    Page(#[from] minijinja::Error),
}

/// The report of a survey as one self-contained HTML page.
///
/// # Errors
/// When the page cannot be put together, which is a fault of this program.
pub fn survey_html(report: &SurveyReport) -> Result<Vec<u8>, ReportError> {
    let content = view::Content::of(report);
    Ok(page::render(&content)?.into_bytes())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
