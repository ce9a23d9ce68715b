//! What this version accepts and writes, for the bundle, which may not import the layers that
//! know it.

use super::APP;
use super::open::embedded;
use crate::bundle::this_version::{PackFault, SealedSurvey, ThisVersion};
use crate::domain::pack::{self, Pack};
use crate::domain::values::digest::Digest;
use crate::report::{SurveyReport, survey_html};
use crate::standards::read_pack;
use serde::Deserialize;
use std::sync::Arc;

/// This version.
pub const THIS_VERSION: ThisVersion = ThisVersion {
    app: APP,
    read_pack: read,
    write_report: write,
};

fn read(bytes: &[u8]) -> Result<Arc<Pack>, PackFault> {
    if let Some(own) = embedded(&Digest::of(bytes)) {
        return Ok(own.pack);
    }
    if let Some(form) = newer(bytes) {
        return Err(PackFault::Newer(form));
    }
    read_pack(bytes).map_err(|problems| {
        let first = problems.first().map(ToString::to_string);
        PackFault::Bad(first.unwrap_or_default())
    })
}

/// The form of a pack that says of itself that it is of a later form than the one known here.
fn newer(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Format {
        format: String,
    }
    let number = |format: &str| -> Option<u32> { format.rsplit_once('/')?.1.parse().ok() };
    let family = |format: &str| Some(format.rsplit_once('/')?.0.to_owned());
    let Format { format } = serde_json::from_slice(bytes).ok()?;
    let is_later =
        family(&format) == family(pack::FORMAT) && number(&format) > number(pack::FORMAT);
    is_later.then_some(format)
}

fn write(sealed: &SealedSurvey<'_>) -> Result<Vec<u8>, String> {
    let report = SurveyReport {
        case: sealed.case,
        visit: sealed.visit,
        pack: sealed.pack,
        packet: sealed.packet,
        texts: sealed.texts,
        changes: sealed.changes,
        app: &sealed.header.app,
        key_fingerprint: sealed.header.signer.fingerprint.as_str(),
        journal: &sealed.header.journal,
        sealed_at: sealed.sealed_at,
    };
    survey_html(&report).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_read_told_as_newer_or_refused() {
        let own = crate::standards::EMBEDDED.map(|held| held.bytes);
        assert!(own.iter().all(|bytes| read(bytes).is_ok()));
        let newer = br#"{"format":"onsite-pack/2","anything":1}"#;
        assert_eq!(read(newer), Err(PackFault::Newer("onsite-pack/2".into())));
        for bad in [
            b"{}".as_slice(),
            b"",
            br#"{"format":"onsite-pack/1"}"#,
            br#"{"format":"onsite-packet/2"}"#,
        ] {
            assert!(matches!(read(bad), Err(PackFault::Bad(why)) if !why.is_empty()));
        }
    }
}
