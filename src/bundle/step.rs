//! `step.json`: the header of a step, and the header of a roster.
//!
//! Closed structs, no floats, no maps, in the one spelling that there is. The bytes are checked as
//! they are. What a header must agree with elsewhere (manifest, signature, the step before)
//! is checked in [`super::verify`]. FORMAT.md, Header.

use super::keys::Fingerprint;
use super::kinds::Kind;
use super::limits;
use super::refusal::visible;
use super::when::Stamp;
use crate::domain::journal::ChainHead;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, PackId, Principal, VisitId};
use crate::domain::values::spelling::is_spelling_of;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

pub use crate::domain::survey::record::RECORD;
pub use crate::domain::survey::verdicts::RULES;

/// The format that this version reads and writes.
pub const FORMAT: &str = "onsite-bundle/1";
/// What every version of the format begins with.
const FORMAT_FAMILY: &str = "onsite-bundle/";
/// The longest name of a program in a header.
const LONGEST_APP: usize = 64;

/// Who signed, as the header says; the signature must agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignerName {
    /// The id given by the office.
    pub principal: Principal,
    /// The fingerprint of the key.
    pub fingerprint: Fingerprint,
}

/// The standards pack that a step stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardsRef {
    /// The pack.
    pub id: PackId,
    /// The SHA-256 of its exact bytes.
    pub sha256: Digest,
}

/// The roster that the signer held. For information: the verifier's own roster decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterRef {
    /// Its number.
    pub seq: u64,
    /// The SHA-256 of its manifest.
    pub sha256: Digest,
}

/// The header of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepHeader {
    /// Always [`FORMAT`].
    pub format: String,
    /// What the step is.
    pub kind: Kind,
    /// Its number, from 0.
    pub step: u8,
    /// The case.
    pub case_id: CaseId,
    /// The visit.
    pub visit_id: VisitId,
    /// The revision, from 1.
    pub revision: u32,
    /// The SHA-256 of the manifest that this revision replaces; nothing for the first.
    #[serde(deserialize_with = "present")]
    pub supersedes: Option<Digest>,
    /// Whether everything in it is made up.
    pub training: bool,
    /// When it was sealed.
    pub sealed_at: Stamp,
    /// Who signed.
    pub signer: SignerName,
    /// The standards pack; every survey has one.
    #[serde(deserialize_with = "present")]
    pub standards: Option<StandardsRef>,
    /// The roster that the signer held.
    #[serde(deserialize_with = "present")]
    pub roster: Option<RosterRef>,
    /// The journals, ascending by laptop; empty in every step but a survey.
    pub journal: Vec<ChainHead>,
    /// The form of `record.json`.
    pub record: u32,
    /// The rules of verdicts.
    pub rules: u32,
    /// For whom the file was encrypted; empty when it was not.
    pub to: Vec<Principal>,
    /// 32 lower-case hex digits, random.
    pub nonce: String,
    /// The program that sealed it, with its version.
    pub app: String,
}

/// The header of a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterHeader {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always `roster`.
    pub kind: RosterKind,
    /// The roster's number, as in `roster.json`.
    pub seq: u64,
    /// Whether it is worth nothing and accepts only training bundles.
    pub training: bool,
    /// When it was sealed.
    pub sealed_at: Stamp,
    /// Who signed.
    pub signer: SignerName,
    /// 32 lower-case hex digits, random.
    pub nonce: String,
    /// The program that sealed it, with its version.
    pub app: String,
}

/// The one kind of a roster's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RosterKind {
    /// `roster`
    Roster,
}

/// What is wrong with a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepFault {
    /// Not the JSON of a header.
    #[error("it cannot be read: {0}")]
    Form(String),
    /// It can be read, but is not spelled in the one way there is.
    #[error("it is not written in the one way there is")]
    Spelling,
    /// A newer version of the format.
    #[error("it is written in a form that a newer onsite knows ({0})")]
    Newer(String),
    /// A field that breaks a rule.
    #[error("\"{field}\" {why}")]
    Field {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Requires an optional field to stand there, if only as `null`.
fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// The three numbers that say whether this version can read a header at all.
#[derive(Deserialize)]
struct Versions {
    format: String,
    #[serde(default)]
    record: u32,
    #[serde(default)]
    rules: u32,
}

/// Reads the JSON of a header after its version numbers, so that a newer form is told as such.
fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, StepFault> {
    let form = |error: serde_json::Error| StepFault::Form(visible(&error.to_string()));
    if bytes.len() as u64 > limits::HEADER {
        return Err(StepFault::Form("it is larger than 1 MiB".into()));
    }
    let versions: Versions = serde_json::from_slice(bytes).map_err(form)?;
    if versions.format != FORMAT {
        return Err(match versions.format.strip_prefix(FORMAT_FAMILY) {
            Some(number) => StepFault::Newer(format!("format {}", visible(number))),
            None => StepFault::Form("it is of another format".into()),
        });
    }
    if versions.record > RECORD {
        return Err(StepFault::Newer(format!("record {}", versions.record)));
    }
    if versions.rules > RULES {
        return Err(StepFault::Newer(format!("rules {}", versions.rules)));
    }
    let header: T = serde_json::from_slice(bytes).map_err(form)?;
    if !is_spelling_of(&header, bytes) {
        return Err(StepFault::Spelling);
    }
    Ok(header)
}

fn check_nonce_and_app(nonce: &str, app: &str) -> Result<(), StepFault> {
    let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    if nonce.len() != 32 || !nonce.bytes().all(hex) {
        return Err(field("nonce", "is not 32 lower-case hex digits"));
    }
    let printable = |b: u8| b == b' ' || b.is_ascii_graphic();
    if app.is_empty() || app.len() > LONGEST_APP || !app.bytes().all(printable) {
        return Err(field("app", "is not 1 to 64 printable characters"));
    }
    Ok(())
}

fn field(field: &'static str, why: &'static str) -> StepFault {
    StepFault::Field { field, why }
}

impl StepHeader {
    /// Reads a header and checks every rule that it can be checked for by itself.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn read(bytes: &[u8]) -> Result<Self, StepFault> {
        let header: Self = read(bytes)?;
        header.check()?;
        Ok(header)
    }

    /// Checks the rules that concern the header alone.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), StepFault> {
        if self.format != FORMAT {
            return Err(field("format", "is not this version's"));
        }
        if self.step >= limits::STEPS {
            return Err(field("step", "is above 15"));
        }
        if self.revision == 0 || (self.revision == 1) != self.supersedes.is_none() {
            return Err(field(
                "supersedes",
                "must name the previous revision, and only from revision 2 on",
            ));
        }
        if self.record != RECORD {
            return Err(field("record", "is no known number"));
        }
        if self.rules != RULES {
            return Err(field("rules", "is no known number"));
        }
        self.check_journals()?;
        if self.kind == Kind::Survey && self.standards.is_none() {
            return Err(field("standards", "is missing; every survey has a pack"));
        }
        check_nonce_and_app(&self.nonce, &self.app)
    }

    fn check_journals(&self) -> Result<(), StepFault> {
        if (self.kind == Kind::Survey) == self.journal.is_empty() {
            return Err(field(
                "journal",
                "must list the journals of a survey, and is empty in every other step",
            ));
        }
        let mut last: Option<&ChainHead> = None;
        for chain in &self.journal {
            if chain.count == 0 {
                return Err(field("journal", "lists an empty journal"));
            }
            if last.is_some_and(|last| last.device >= chain.device) {
                return Err(field("journal", "is out of order"));
            }
            last = Some(chain);
        }
        Ok(())
    }

    /// The name of the step's folder.
    pub fn folder(&self) -> String {
        super::layout::folder(self.step, self.kind)
    }

    /// The name that a file with this last step is given. A convenience, never trusted.
    pub fn file_name(&self) -> String {
        format!(
            "{}-{:02}-{}-r{}.onsite.zip",
            self.case_id, self.step, self.kind, self.revision
        )
    }
}

impl RosterHeader {
    /// Reads a header and checks every rule that it can be checked for by itself.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn read(bytes: &[u8]) -> Result<Self, StepFault> {
        let header: Self = read(bytes)?;
        check_nonce_and_app(&header.nonce, &header.app)?;
        Ok(header)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const GOOD: &str = concat!(
        r#"{"format":"onsite-bundle/1","kind":"survey","step":0,"case_id":"c","visit_id":"v","#,
        r#""revision":1,"supersedes":null,"training":true,"sealed_at":"2026-03-01T09:30:00Z","#,
        r#""signer":{"principal":"ann-01","#,
        r#""fingerprint":"SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ"},"#,
        r#""standards":{"id":"p","sha256":"#,
        r#""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},"roster":null,"#,
        r#""journal":[{"device":"d","count":1,"head":"#,
        r#""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}],"record":1,"#,
        r#""rules":1,"to":[],"nonce":"00112233445566778899aabbccddeeff","app":"onsite 0.1.0"}"#,
    );

    #[test]
    fn a_header_is_written_as_it_is_read() {
        let header = StepHeader::read(GOOD.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&header).unwrap(), GOOD);
        assert_eq!(header.folder(), "00-survey");
        assert_eq!(header.file_name(), "c-00-survey-r1.onsite.zip");
    }

    #[test]
    fn every_broken_rule_is_refused() {
        for (from, to) in [
            (r#""step":0"#, r#""step":16"#),
            (r#""step":0"#, r#""step":0.0"#),
            (r#""step":0"#, r#""step":0,"step":0"#),
            (r#""step":0"#, r#""step":0,"more":0"#),
            (r#""kind":"survey""#, r#""kind":"roster""#),
            (r#""kind":"survey""#, r#""kind":"review""#),
            (r#""revision":1"#, r#""revision":0"#),
            (r#""revision":1"#, r#""revision":2"#),
            (r#""supersedes":null,"#, ""),
            (r#""roster":null,"#, ""),
            (r#""training":true"#, r#""training":1"#),
            ("09:30:00Z", "09:30:00+00:00"),
            ("ann-01", "Ann Miller"),
            ("SHA256:", "sha256:"),
            (r#""count":1"#, r#""count":0"#),
            (r#""record":1"#, r#""record":0"#),
            ("00112233", "0011223"),
            ("00112233", "0011223G"),
            ("onsite 0.1.0", ""),
            ("onsite 0.1.0", "onsite\\u001b"),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            assert_ne!(bad, GOOD);
            let found = StepHeader::read(bad.as_bytes());
            assert!(
                matches!(found, Err(StepFault::Form(_) | StepFault::Field { .. })),
                "{bad}"
            );
        }
    }

    #[test]
    fn every_other_spelling_is_refused() {
        for (from, to) in [
            (":", ": "),
            ("}", "}\n"),
            (r#""step":0,"case_id":"c""#, r#""case_id":"c","step":0"#),
            (r#""kind":"survey""#, r#""kind":{"survey":null}"#),
            (r#""kind":"survey""#, r#""kind":"s\u0075rvey""#),
            (
                r#"{"id":"p","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}"#,
                r#"["p","ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]"#,
            ),
        ] {
            let second = match from {
                "}" => format!("{GOOD}\n"),
                _ => GOOD.replacen(from, to, 1),
            };
            assert_ne!(second, GOOD);
            let found = StepHeader::read(second.as_bytes());
            assert_eq!(found, Err(StepFault::Spelling), "{second}");
        }
    }

    #[test]
    fn newer_forms_are_told_as_newer() {
        for (from, to) in [
            ("onsite-bundle/1", "onsite-bundle/2"),
            (r#""record":1"#, r#""record":2,"unheard":{"of":1.5}"#),
            (r#""rules":1"#, r#""rules":2"#),
        ] {
            let newer = GOOD.replacen(from, to, 1);
            let found = StepHeader::read(newer.as_bytes());
            assert!(matches!(found, Err(StepFault::Newer(_))), "{newer}");
        }
    }
}
