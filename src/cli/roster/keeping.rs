//! Keeping a roster: putting a key on it, taking one out of use, issuing it again, showing it.

use super::{tell_made, tell_people};
use crate::bundle::keys::{Fingerprint, SignerKey};
use crate::bundle::kinds::Role;
use crate::bundle::roster::{RosterChange, Status};
use crate::bundle::when::Stamp;
use crate::cli::Common;
use crate::cli::exit::{Exit, Usage};
use crate::cli::import::agreed;
use crate::domain::values::ids::Principal;
use crate::workspace::{NewPerson, RosterMade, held_roster};
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

/// Longer than any public key.
const MOST: u64 = 16 * 1024;

/// Where the next roster goes, and the passphrase that signs it.
#[derive(Debug, Args)]
pub struct Signing {
    /// Folder for the roster's file
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// File that holds the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// What a person may sign, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Signs {
    /// Surveys
    Surveyor,
    /// Reviews, reports and follow-ups
    Reviewer,
    /// Plans
    Office,
    /// Decisions
    Decider,
    /// The next roster
    Root,
}

impl From<Signs> for Role {
    fn from(signs: Signs) -> Self {
        match signs {
            Signs::Surveyor => Self::Surveyor,
            Signs::Reviewer => Self::Reviewer,
            Signs::Office => Self::Office,
            Signs::Decider => Self::Decider,
            Signs::Root => Self::Root,
        }
    }
}

/// Arguments of `onsite roster add`.
#[derive(Debug, Args)]
pub struct Added {
    /// The public half of the key: a file that ends in .pub
    #[arg(value_name = "KEY.pub")]
    key: PathBuf,
    /// The person's id; somebody who is on the roster keeps theirs
    #[arg(long, value_name = "ID")]
    principal: String,
    /// Name with credential, as reports print it
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What the person may sign; can be given several times
    #[arg(long, value_enum, required = true)]
    role: Vec<Signs>,
    /// The first day on which a signature of the key is good, instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// The key's fingerprint as the person told you; needed where nobody can be asked
    #[arg(long, value_name = "SHA256:...")]
    fingerprint: Option<String>,
    #[command(flatten)]
    signing: Signing,
}

/// Arguments of `onsite roster retire` and `revoke`.
#[derive(Debug, Args)]
pub struct Named {
    /// The key's fingerprint, as 'onsite roster show' lists it
    #[arg(value_name = "SHA256:...")]
    key: String,
    #[command(flatten)]
    signing: Signing,
}

/// Puts a key on the roster, once its fingerprint was compared.
pub fn add(added: &Added, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let key = public_key(&added.key)?;
    let principal = Principal::new(&added.principal).ok_or(Usage(
        "An id is letters, digits, dots, dashes and underscores, such as ann-01.",
    ))?;
    writeln!(out, "{} ({principal}) with the key", added.name)?;
    writeln!(out, "  {}", key.fingerprint())?;
    match &added.fingerprint {
        Some(said) if said.trim() == key.fingerprint().as_str() => {}
        Some(_) => {
            writeln!(
                out,
                "That is not the fingerprint you were told. Nothing was changed. Do not use this \
                 file; call the person."
            )?;
            return Ok(Exit::NO);
        }
        None => {
            writeln!(out, "Call them and compare it letter by letter.")?;
            out.flush()?;
            if !agreed()? {
                writeln!(
                    out,
                    "Not added, nothing was changed. Where nobody can be asked, give the \
                     fingerprint with --fingerprint."
                )?;
                return Ok(Exit::NO);
            }
        }
    }
    let person = NewPerson {
        principal,
        name: added.name.trim().to_owned(),
        key,
        roles: added.role.iter().map(|signs| Role::from(*signs)).collect(),
        valid_from: added.from.and_then(first_moment),
    };
    let signing = &added.signing;
    let passphrase = common.passphrase(signing.passphrase_file.as_deref())?;
    let mut workspace = common.unlocked(&passphrase)?;
    done(
        workspace.add_to_roster(&passphrase, person, &signing.out)?,
        out,
    )
}

/// Takes a key out of use.
pub fn retire(named: &Named, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let change = RosterChange::Retire(fingerprint(named)?);
    changed(change, &named.signing, common, out)
}

/// Refuses whatever a key signed.
pub fn revoke(named: &Named, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let change = RosterChange::Revoke(fingerprint(named)?);
    changed(change, &named.signing, common, out)
}

/// Issues the same roster again.
pub fn renew(signing: &Signing, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    changed(RosterChange::Renew, signing, common, out)
}

/// Shows the accepted roster.
pub fn show(common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let Some(roster) = held_roster(&common.folder()?)? else {
        writeln!(
            out,
            "No roster is accepted here. Take the one of your office: onsite roster accept FILE"
        )?;
        return Ok(Exit::NO);
    };
    tell_people(&roster, out)?;
    writeln!(out, "Keys:")?;
    for entry in &roster.list.entries {
        let standing = match entry.status {
            Status::Active => "in use",
            Status::Retired => "no longer used",
            Status::Compromised => "stolen or lost",
        };
        let (from, to) = (entry.valid_from, entry.valid_to);
        let key = &entry.fingerprint;
        writeln!(out, "  {key}  {}, {standing}", entry.principal)?;
        writeln!(out, "    good from {from} to {to}")?;
    }
    Ok(Exit::DONE)
}

fn changed(
    change: RosterChange,
    signing: &Signing,
    common: &Common,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let passphrase = common.passphrase(signing.passphrase_file.as_deref())?;
    let mut workspace = common.unlocked(&passphrase)?;
    done(
        workspace.change_roster(&passphrase, change, &signing.out)?,
        out,
    )
}

fn done(made: RosterMade, out: &mut dyn Write) -> anyhow::Result<Exit> {
    tell_made(&made, out)?;
    writeln!(
        out,
        "Send it to everyone who verifies files: they take it with 'onsite roster accept'."
    )?;
    Ok(Exit::DONE)
}

fn fingerprint(named: &Named) -> anyhow::Result<Fingerprint> {
    let found = Fingerprint::parse(named.key.trim());
    Ok(found.ok_or(Usage(
        "A fingerprint is SHA256: and 43 letters and digits, as 'onsite roster show' lists it.",
    ))?)
}

/// The first moment of a day, in UTC.
fn first_moment(day: NaiveDate) -> Option<Stamp> {
    Stamp::new(day.and_hms_opt(0, 0, 0)?.and_utc())
}

/// The key in a one-line file of OpenSSH, whatever its comment says.
fn public_key(path: &Path) -> anyhow::Result<SignerKey> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(MOST).read_to_string(&mut text))
        .with_context(|| {
            format!(
                "{} could not be read. Check its name, and that it is the public half of a key",
                path.display()
            )
        })?;
    let mut words = text.split_whitespace();
    let key = words.next().zip(words.next());
    let key = key.and_then(|(kind, key)| SignerKey::parse(&format!("{kind} {key}")));
    Ok(key.ok_or(Usage(
        "That file is no public half of a key that onsite knows: one line that begins with \
         ssh-ed25519. The private half must never be sent.",
    ))?)
}
