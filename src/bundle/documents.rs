//! What the documents of a step must be, whatever its kind: read by whoever verifies, and before
//! anything is signed by whoever seals. Attachments are no documents. FORMAT.md, Contents by kind.

use super::kinds::Kind;
use super::refusal::Refusal;
use super::step::StepHeader;
use super::survey::{self, Before, SurveyContents, SurveyFacts};
use super::this_version::ThisVersion;
use super::{html, layout};
use crate::domain::values::spelling::is_plain_object;

/// Checks the documents of a step, given as paths in its folder with their bytes. Gives journals
/// and texts of a survey, with what it is about.
///
/// # Errors
/// The first document that is not what it must be.
pub fn check(
    header: &StepHeader,
    before: &Before,
    documents: &[(&str, &[u8])],
    this: &ThisVersion,
) -> Result<Option<(SurveyContents, SurveyFacts)>, Refusal> {
    let name = |path: &str| format!("{}/{path}", header.folder());
    for (path, page) in documents.iter().filter(|(path, _)| path.ends_with(".html")) {
        html::check(page).map_err(|fault| Refusal::Html {
            name: name(path),
            fault,
        })?;
    }
    let file = |path: &str| {
        let found = documents.iter().find(|(held, _)| *held == path);
        found.map(|(_, bytes)| *bytes)
    };
    if header.kind == Kind::Survey {
        let contents = survey::read(header, before, file)?;
        let facts = survey::check(header, &contents, file, this)?;
        return Ok(Some((contents, facts)));
    }
    // The committee's records have no form of their own yet, but one spelling they have.
    if file(layout::RECORD).is_some_and(|record| !is_plain_object(record)) {
        return Err(Refusal::Spelling {
            name: name(layout::RECORD),
            why: "not written in the one way there is".into(),
        });
    }
    Ok(None)
}
