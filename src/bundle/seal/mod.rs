//! Sealing: from a step's files to its header, manifest and signature, and to the finished file.
//!
//! Nothing is sealed that our own reader would refuse: the same checks run here, before anything
//! is signed. Two parts, as the store needs them: [`seal_step`] makes the generated files, to be
//! stored byte for byte; [`BundleWriter`] copies stored steps into a file.

mod part;
mod writer;

pub use part::{Body, Part, Source};
pub use writer::{BundleWriter, Finished};

use super::container::WriteFault;
use super::fold;
use super::keys::SignerKey;
use super::kinds::Kind;
use super::layout::{self, LayoutFault};
use super::limits;
use super::manifest::{Manifest, Prev};
use super::refusal::Refusal;
use super::signature::{self, SignFault};
use super::step::{
    FORMAT, RECORD, RULES, RosterRef, SignerName, StandardsRef, StepFault, StepHeader,
};
use super::survey;
use super::verify::StepContents;
use super::when::Stamp;
use crate::domain::digest::Digest;
use crate::domain::ids::{CaseId, Principal, VisitId};
use crate::domain::journal::{self, ChainHead};

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealFault {
    /// The key cannot sign.
    #[error(transparent)]
    Key(#[from] SignFault),
    /// A file is missing, strange or too large.
    #[error("it cannot be signed: {0}")]
    Layout(#[from] LayoutFault),
    /// The header breaks a rule.
    #[error("it cannot be signed: its header is refused: {0}")]
    Header(#[from] StepFault),
    /// The step does not follow on the one before it.
    #[error("it cannot be signed: {0}")]
    Chain(&'static str),
    /// The manifest would be refused.
    #[error("it cannot be signed: it has more files, or other names, than a signed file can hold")]
    Manifest,
    /// Our own reader would refuse it.
    #[error("it cannot be signed: {0}")]
    Refused(Box<Refusal>),
    /// Writing failed.
    #[error(transparent)]
    Write(#[from] WriteFault),
    /// JSON could not be written. A mistake of the program.
    #[error("the header could not be written: {0}; please report this")]
    Json(#[from] serde_json::Error),
}

/// What of a step's header does not follow from its files and key.
#[derive(Clone, Debug)]
pub struct NewStep {
    /// What the step is.
    pub kind: Kind,
    /// The case.
    pub case_id: CaseId,
    /// The visit.
    pub visit_id: VisitId,
    /// The revision, from 1.
    pub revision: u32,
    /// The manifest that this revision replaces.
    pub supersedes: Option<Digest>,
    /// Whether everything in it is made up.
    pub training: bool,
    /// When it is sealed; see [`seal_time`].
    pub sealed_at: Stamp,
    /// Who signs.
    pub principal: Principal,
    /// The standards pack.
    pub standards: Option<StandardsRef>,
    /// The roster held.
    pub roster: Option<RosterRef>,
    /// For whom it will be encrypted.
    pub to: Vec<Principal>,
    /// 16 random bytes.
    pub random: [u8; 16],
    /// The program, with its version.
    pub app: String,
    /// Of a survey: the journals that its own must go on from, those of the revision that it
    /// replaces or of an earlier survey.
    pub before: Vec<ChainHead>,
}

/// The step before, as the next one must know it.
#[derive(Clone, Debug)]
pub struct Former {
    /// Its header.
    pub header: StepHeader,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// The SHA-256 of its signature.
    pub signature: Digest,
}

impl From<&StepContents> for Former {
    fn from(step: &StepContents) -> Self {
        Self {
            header: step.header.clone(),
            manifest: step.manifest,
            signature: step.signature,
        }
    }
}

/// A step with all its files, ready to be stored and copied.
#[derive(Debug)]
pub struct SealedStep<'a> {
    /// The header.
    pub header: StepHeader,
    /// The SHA-256 of its manifest: the step's identity, and what a person reads aloud.
    pub manifest: Digest,
    /// All files, ascending by path, manifest and signature among them.
    pub parts: Vec<Part<'a>>,
    /// What comes near a limit, in plain words.
    pub warnings: Vec<String>,
}

impl SealedStep<'_> {
    /// The bytes of a file held in memory, by its path in the folder.
    pub fn document(&self, path: &str) -> Option<&[u8]> {
        self.parts.iter().find(|part| part.path == path)?.held()
    }

    /// This step as the next one must know it.
    pub fn former(&self) -> Former {
        let signature = self.document(layout::SIGNATURE).map(Digest::of);
        Former {
            header: self.header.clone(),
            manifest: self.manifest,
            signature: signature.unwrap_or(Digest::ZERO),
        }
    }
}

/// The moment at which a step is sealed: now, or the moment of the step before where that is
/// later. True beside it when the clock was behind, which a person must be told.
pub fn seal_time(now: Stamp, former: Option<&Former>) -> (Stamp, bool) {
    match former {
        Some(former) if former.header.sealed_at > now => (former.header.sealed_at, true),
        _ => (now, false),
    }
}

/// Seals a step: makes `PREV`, header, manifest and signature from its files.
///
/// # Errors
/// Whatever our own reader would refuse, and a key that cannot sign.
pub fn seal_step<'a>(
    new: NewStep,
    mut parts: Vec<Part<'a>>,
    former: Option<&Former>,
    key: &ssh_key::PrivateKey,
) -> Result<SealedStep<'a>, SealFault> {
    let signer = SignerKey::of(key).ok_or(SignFault::Key)?;
    let before = new.before.clone();
    let header = make_header(new, &signer, &parts, former)?;
    header.check()?;
    check_former(&header, former)?;
    let folder = header.folder();
    if let Some(former) = former {
        let prev = Prev {
            folder: former.header.folder(),
            manifest: former.manifest,
            signature: former.signature,
        };
        parts.push(Part::bytes(layout::PREV, prev.to_bytes()));
    }
    parts.push(Part::bytes(layout::HEADER, serde_json::to_vec(&header)?));
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    let listed = parts
        .iter()
        .map(|part| (format!("{folder}/{}", part.path), part.sha256))
        .collect();
    let manifest = Manifest::of(listed).ok_or(SealFault::Manifest)?.to_bytes();
    let armoured = signature::sign(key, header.kind.namespace(), &manifest)?;
    let digest = Digest::of(&manifest);
    parts.push(Part::bytes(layout::MANIFEST, manifest));
    parts.push(Part::bytes(layout::SIGNATURE, armoured));
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    let sizes: Vec<(&str, u64)> = parts.iter().map(|p| (p.path.as_str(), p.size)).collect();
    layout::check(header.step, header.kind, &sizes)?;
    check_survey(&header, &before, &parts)?;
    Ok(SealedStep {
        warnings: warnings(&sizes),
        header,
        manifest: digest,
        parts,
    })
}

fn make_header(
    new: NewStep,
    signer: &SignerKey,
    parts: &[Part<'_>],
    former: Option<&Former>,
) -> Result<StepHeader, SealFault> {
    Ok(StepHeader {
        format: FORMAT.into(),
        kind: new.kind,
        step: former.map_or(0, |former| former.header.step.saturating_add(1)),
        case_id: new.case_id,
        visit_id: new.visit_id,
        revision: new.revision,
        supersedes: new.supersedes,
        training: new.training,
        sealed_at: new.sealed_at,
        signer: SignerName {
            principal: new.principal,
            fingerprint: signer.fingerprint().clone(),
        },
        standards: new.standards,
        roster: new.roster,
        journal: chain_heads(parts)?,
        record: RECORD,
        rules: RULES,
        to: new.to,
        nonce: hex::encode(new.random),
        app: new.app,
    })
}

/// The ends of the journals among the files, ascending by laptop.
fn chain_heads(parts: &[Part<'_>]) -> Result<Vec<ChainHead>, SealFault> {
    let mut heads = Vec::new();
    for part in parts {
        if layout::journal_device(&part.path).is_none() {
            continue;
        }
        let refuse = |why: String| {
            SealFault::Refused(Box::new(Refusal::Journal {
                name: part.path.clone(),
                why,
            }))
        };
        let bytes = part.held().ok_or(SealFault::Manifest)?;
        let (_, head) = journal::read_chain(bytes).map_err(|fault| refuse(fault.to_string()))?;
        heads.push(head.ok_or_else(|| refuse("it is empty".into()))?);
    }
    heads.sort_by(|a, b| a.device.cmp(&b.device));
    Ok(heads)
}

fn check_former(header: &StepHeader, former: Option<&Former>) -> Result<(), SealFault> {
    let Some(Former { header: former, .. }) = former else {
        return match header.kind {
            Kind::Survey => Ok(()),
            _ => Err(SealFault::Chain("a case begins with a survey")),
        };
    };
    let why = if !header.kind.may_follow(former.kind) {
        "a step of this kind cannot follow on the step before it"
    } else if header.case_id != former.case_id {
        "the step before it is of another case"
    } else if header.training != former.training {
        "training and real work cannot be in one file"
    } else if header.sealed_at < former.sealed_at {
        "this computer's clock is behind the step before it; check the clock"
    } else if header.kind.judges()
        && former.kind == Kind::Survey
        && header.signer.fingerprint == former.signer.fingerprint
    {
        "the key that signed the survey must not sign its review"
    } else {
        return Ok(());
    };
    Err(SealFault::Chain(why))
}

/// A survey's journals and texts pass the same checks as when it is read.
fn check_survey(
    header: &StepHeader,
    before: &[ChainHead],
    parts: &[Part<'_>],
) -> Result<(), SealFault> {
    if header.kind != Kind::Survey {
        return Ok(());
    }
    let part = |path: &str| parts.iter().find(|part| part.path == path);
    let pack = part(layout::PACK).map(|part| part.sha256);
    if header.standards.as_ref().map(|standards| standards.sha256) != pack {
        return Err(SealFault::Header(StepFault::Field {
            field: "standards",
            why: "is not the standards edition that is there",
        }));
    }
    let file = |path: &str| part(path).and_then(Part::held);
    let refused = |refusal| SealFault::Refused(Box::new(refusal));
    let found = survey::read(header, before, file).map_err(refused)?;
    fold::check(header, &found).map_err(|why| {
        refused(Refusal::Fold {
            folder: header.folder(),
            why,
        })
    })
}

fn warnings(sizes: &[(&str, u64)]) -> Vec<String> {
    let mut warnings: Vec<String> = sizes
        .iter()
        .filter(|(path, size)| limits::is_near(*size, limits::of_part(path)))
        .map(|(path, _)| format!("\"{path}\" is above four fifths of the size that it may have."))
        .collect();
    let all = sizes.iter().map(|(_, size)| size).sum();
    warnings.extend(writer::total_warnings(all, sizes.len()));
    warnings
}
