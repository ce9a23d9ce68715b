//! Sealing: from a step's files to its header, manifest and signature, and to the finished file.
//!
//! Nothing is sealed that our own reader would refuse: the same checks run here, before anything
//! is signed, with the earlier steps of the file counted in. Two parts, as the store needs them: [`seal_step`] makes the generated files, to be
//! stored byte for byte; [`BundleWriter`] copies stored steps into a file.

mod part;
mod previous;
mod writer;

pub use part::{Body, Part, Source};
pub use previous::{Past, Previous};
pub use writer::{BundleWriter, Finished};

use super::container::WriteFault;
use super::keys::SignerKey;
use super::kinds::Kind;
use super::layout::{self, LayoutFault};
use super::manifest::{Manifest, Prev};
use super::names::NameSet;
use super::refusal::Refusal;
use super::signature::{self, SignFault};
use super::step::{
    FORMAT, RECORD, RULES, RosterRef, SignerName, StandardsRef, StepFault, StepHeader,
};
use super::survey::Before;
use super::this_version::ThisVersion;
use super::when::Stamp;
use super::{documents, limits};
use crate::domain::journal::{self, ChainHead};
use crate::domain::survey::events::Event;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, Principal, VisitId};
use previous::Beyond;

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
    #[error("it cannot be signed: a file stands in it twice, or has a name that none may have")]
    Manifest,
    /// Everything but the attachments goes beyond [`limits::KEPT`].
    #[error(
        "it cannot be signed: without its attachments the file would be larger than 256 MiB; \
         shorten what was pasted into notes, or leave out documents"
    )]
    TooMuchKept,
    /// Our own reader would refuse it.
    #[error("it cannot be signed: {0}")]
    Refused(Box<Refusal>),
    /// A file of an earlier step is no longer what was verified.
    #[error("\"{0}\" changed since it was checked; open the file again from where it came")]
    EarlierChanged(String),
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
    /// replaces. Those of earlier surveys of the file are known from the step before.
    pub before: Vec<ChainHead>,
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
    /// What all steps up to and with this one amount to.
    past: Past,
}

impl SealedStep<'_> {
    /// The bytes of a file held in memory, by its path in the folder.
    pub fn document(&self, path: &str) -> Option<&[u8]> {
        self.parts.iter().find(|part| part.path == path)?.held()
    }

    /// This step as the next one must know it.
    pub fn previous(&self) -> Previous {
        let signature = self.document(layout::SIGNATURE).map(Digest::of);
        Previous {
            header: self.header.clone(),
            manifest: self.manifest,
            signature: signature.unwrap_or(Digest::ZERO),
            past: self.past.clone(),
        }
    }
}

/// The moment at which a step is sealed: now, or the moment of the step before where that is
/// later. True beside it when the clock was behind, which a person must be told.
pub fn seal_time(now: Stamp, previous: Option<&Previous>) -> (Stamp, bool) {
    match previous {
        Some(previous) if previous.header.sealed_at > now => (previous.header.sealed_at, true),
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
    previous: Option<&Previous>,
    key: &ssh_key::PrivateKey,
    this: &ThisVersion,
) -> Result<SealedStep<'a>, SealFault> {
    let signer = SignerKey::of(key).ok_or(SignFault::Key)?;
    let mut before = new.before.clone();
    let header = make_header(new, &signer, &parts, previous)?;
    header.check()?;
    check_previous(&header, previous)?;
    if let Some(previous) = previous {
        before.extend_from_slice(previous.past.journals());
        let prev = Prev {
            folder: previous.header.folder(),
            manifest: previous.manifest,
            signature: previous.signature,
        };
        parts.push(Part::bytes(layout::PREV, prev.to_bytes()));
    }
    parts.push(Part::bytes(layout::HEADER, serde_json::to_vec(&header)?));
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    let manifest = make_manifest(&header, &parts)?;
    let past = check_files(&header, &parts, manifest.len(), previous)?;
    let before = Before {
        in_file: before,
        recalled: None,
    };
    check_documents(&header, &before, &parts, this)?;
    let armoured = signature::sign(key, header.kind.namespace(), &manifest)?;
    let digest = Digest::of(&manifest);
    parts.push(Part::bytes(layout::MANIFEST, manifest));
    parts.push(Part::bytes(layout::SIGNATURE, armoured));
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(SealedStep {
        warnings: warnings(&parts, &past),
        header,
        manifest: digest,
        parts,
        past,
    })
}

fn make_manifest(header: &StepHeader, parts: &[Part<'_>]) -> Result<Vec<u8>, SealFault> {
    let folder = header.folder();
    let listed = parts
        .iter()
        .map(|part| (format!("{folder}/{}", part.path), part.sha256))
        .collect();
    let manifest = Manifest::of(listed).ok_or(SealFault::Manifest)?;
    Ok(manifest.to_bytes())
}

/// Which files there are, their names, and how much they and all earlier steps come to: as the
/// reader will count it, but for the signature, for which the most that one may have is taken,
/// since nothing may be signed before.
fn check_files(
    header: &StepHeader,
    parts: &[Part<'_>],
    manifest: usize,
    previous: Option<&Previous>,
) -> Result<Past, SealFault> {
    let mut sizes: Vec<(&str, u64)> = parts.iter().map(|p| (p.path.as_str(), p.size)).collect();
    sizes.push((layout::MANIFEST, manifest as u64));
    sizes.push((layout::SIGNATURE, limits::SIGNATURE));
    sizes.sort_unstable();
    layout::check(header.step, header.kind, &sizes)?;
    let folder = header.folder();
    let mut names = NameSet::default();
    for (path, _) in &sizes {
        let name = format!("{folder}/{path}");
        if let Err(fault) = names.add(name.as_bytes()) {
            return Err(WriteFault::Name { name, fault }.into());
        }
    }
    let mut past = previous
        .map(|previous| previous.past.clone())
        .unwrap_or_default();
    past.add_files(&folder, sizes);
    past.add_header(header);
    match past.beyond() {
        Some(Beyond::Container) => Err(WriteFault::TooMuch.into()),
        Some(Beyond::Kept) => Err(SealFault::TooMuchKept),
        None => Ok(past),
    }
}

fn make_header(
    new: NewStep,
    signer: &SignerKey,
    parts: &[Part<'_>],
    previous: Option<&Previous>,
) -> Result<StepHeader, SealFault> {
    Ok(StepHeader {
        format: FORMAT.into(),
        kind: new.kind,
        step: previous.map_or(0, |previous| previous.header.step.saturating_add(1)),
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
        let (_, head) =
            journal::read_chain::<Event>(bytes).map_err(|fault| refuse(fault.to_string()))?;
        heads.push(head.ok_or_else(|| refuse("it is empty".into()))?);
    }
    heads.sort_by(|a, b| a.device.cmp(&b.device));
    Ok(heads)
}

fn check_previous(header: &StepHeader, previous: Option<&Previous>) -> Result<(), SealFault> {
    let Some(Previous {
        header: previous,
        past,
        ..
    }) = previous
    else {
        return match header.kind {
            Kind::Survey => Ok(()),
            _ => Err(SealFault::Chain("a case begins with a survey")),
        };
    };
    let why = if !header.kind.may_follow(previous.kind) {
        "a step of this kind cannot follow on the step before it"
    } else if header.case_id != previous.case_id {
        "the step before it is of another case"
    } else if header.training != previous.training {
        "training and real work cannot be in one file"
    } else if header.sealed_at < previous.sealed_at {
        "this computer's clock is behind the step before it; check the clock"
    } else if past.forbids(header.kind, &header.signer) {
        "whoever signed a survey must not judge that case, nor the other way round"
    } else {
        return Ok(());
    };
    Err(SealFault::Chain(why))
}

/// The documents of the step pass the same checks as when it is read.
fn check_documents(
    header: &StepHeader,
    before: &Before,
    parts: &[Part<'_>],
    this: &ThisVersion,
) -> Result<(), SealFault> {
    let pack = parts.iter().find(|part| part.path == layout::PACK);
    let standards = header.standards.as_ref().map(|standards| standards.sha256);
    if header.kind == Kind::Survey && standards != pack.map(|part| part.sha256) {
        return Err(SealFault::Header(StepFault::Field {
            field: "standards",
            why: "is not the standards edition that is there",
        }));
    }
    let documents: Vec<(&str, &[u8])> = parts
        .iter()
        .filter_map(|part| Some((part.path.as_str(), part.held()?)))
        .filter(|(path, _)| limits::is_kept(path))
        .collect();
    documents::check(header, before, &documents, this)
        .map_err(|refusal| SealFault::Refused(Box::new(refusal)))?;
    Ok(())
}

fn warnings(parts: &[Part<'_>], past: &Past) -> Vec<String> {
    let mut warnings: Vec<String> = parts
        .iter()
        .filter(|part| limits::is_near(part.size, limits::of_part(&part.path)))
        .map(|part| {
            let path = &part.path;
            format!("\"{path}\" is above four fifths of the size that it may have.")
        })
        .collect();
    warnings.extend(past.warnings());
    warnings
}
