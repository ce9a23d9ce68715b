//! `onsite roster`: who may sign, made and kept by an office, or taken from it.

mod keeping;

use super::Common;
use super::exit::Exit;
use super::import::agreed;
use crate::bundle::roster::Roster;
use crate::workspace::{OfferKind, RosterMade, offer_roster};
use clap::{Args, Subcommand};
use keeping::{Added, Named};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `onsite roster`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite roster init --out .                    an office of one: your key signs, and is trusted
  onsite roster accept roster-1.onsite.zip      after comparing the fingerprint with the office
  onsite roster accept roster-1.onsite.zip --root SHA256:...
  onsite roster show                            who is on it, with which key
  onsite roster add key.pub --principal ann-01 --name \"Ann Miller, RN, OCN\" --role surveyor
  onsite roster revoke SHA256:...               a key that was stolen or lost

Each change makes the next roster, signed by your key. Send it to everyone who verifies files.")]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the first roster of an office of one, with your own key on it
    Init {
        /// Folder for the roster's file
        #[arg(long, value_name = "DIR", default_value = ".")]
        out: PathBuf,
        /// File that holds the passphrase in its first line
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Put a person's key on the roster
    Add(Added),
    /// A key is no longer used; what it signed until now stays good
    Retire(Named),
    /// A key was stolen or lost; whatever it signed is refused
    Revoke(Named),
    /// Issue the same roster again, good for another year
    Renew(keeping::Signing),
    /// Show the roster that is accepted here
    Show,
    /// Take the office's roster: from then on it says whose signatures are trusted
    Accept {
        /// The roster
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The root's fingerprint as the office told you; needed where nobody can be asked
        #[arg(long, value_name = "SHA256:...")]
        root: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// The roster is refused, the passphrase is wrong, or a file cannot be read or written.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    match &arguments.command {
        Command::Init {
            out: folder,
            passphrase_file,
        } => {
            let typed = common.passphrase(passphrase_file.as_deref())?;
            let mut workspace = common.unlocked(&typed)?;
            let made = workspace.roster_init(&typed, folder)?;
            tell_made(&made, out)?;
            writeln!(
                out,
                "Whoever verifies your files needs it. Read the fingerprint to them by phone."
            )?;
            Ok(Exit::DONE)
        }
        Command::Add(added) => keeping::add(added, common, out),
        Command::Retire(named) => keeping::retire(named, common, out),
        Command::Revoke(named) => keeping::revoke(named, common, out),
        Command::Renew(signing) => keeping::renew(signing, common, out),
        Command::Show => keeping::show(common, out),
        Command::Accept { file, root } => accept(file, root.as_deref(), common, out),
    }
}

fn accept(
    file: &Path,
    root: Option<&str>,
    common: &Common,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let folder = common.folder()?;
    let offer = offer_roster(file, &folder)?;
    tell_people(&offer.roster, out)?;
    tell_roots(&offer.roster, out)?;
    let is_signer = |said: &str| offer.roster.signed_by.as_str() == said.trim();
    match (offer.kind, root) {
        (OfferKind::Same, _) => {
            writeln!(out, "It is the one that is accepted here already.")?;
            return Ok(Exit::DONE);
        }
        (_, Some(said)) if !is_signer(said) => {
            writeln!(
                out,
                "That is not the fingerprint of the root that signed it. Nothing was changed. Do \
                 not use it; call the office."
            )?;
            return Ok(Exit::NO);
        }
        (OfferKind::Update, _) | (_, Some(_)) => {}
        (OfferKind::First, None) => {
            writeln!(
                out,
                "Call the office and compare the root's fingerprint letter by letter."
            )?;
            out.flush()?;
            if !agreed()? {
                writeln!(
                    out,
                    "Not accepted, nothing was changed. Where nobody can be asked, give the \
                     fingerprint with --root."
                )?;
                return Ok(Exit::NO);
            }
        }
    }
    let taken = offer.accept(&folder)?;
    writeln!(
        out,
        "Accepted: roster {} says who may sign.",
        taken.list.seq
    )?;
    Ok(Exit::DONE)
}

fn tell_made(made: &RosterMade, out: &mut dyn Write) -> std::io::Result<()> {
    let seq = made.roster.list.seq;
    writeln!(out, "Roster {seq} is made and accepted here:")?;
    writeln!(out, "  File   {}", made.path.display())?;
    tell_roots(&made.roster, out)
}

fn tell_people(roster: &Roster, out: &mut dyn Write) -> std::io::Result<()> {
    let list = &roster.list;
    writeln!(
        out,
        "Roster {}, issued {}, good until {}:",
        list.seq,
        list.issued.written(),
        list.expires.written()
    )?;
    list.entries.iter().try_for_each(|entry| {
        let roles: Vec<&str> = entry.roles.iter().map(|role| role.title()).collect();
        writeln!(
            out,
            "  {} ({}), {}",
            entry.name,
            entry.principal,
            roles.join(", ")
        )
    })
}

fn tell_roots(roster: &Roster, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "  Signed by root {}", roster.signed_by)?;
    let others = roster.list.roots.iter();
    for root in others.filter(|root| **root != roster.signed_by) {
        writeln!(out, "  Other root     {root}")?;
    }
    Ok(())
}
