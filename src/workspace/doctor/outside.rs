//! What can be told of a data folder without the passphrase.

use super::super::folder::DataFolder;
use super::super::folder::LITTLE;
use super::super::verify::accepted_roster;
use super::{Finding, Health};
use crate::bundle::when::Stamp;
use crate::domain::survey::words;
use crate::domain::values::calendar::Moment;
use crate::domain::values::written;
use crate::vault::{Vault, public_identity};
use chrono::Datelike as _;
use std::path::Path;

/// A clock before this year is not set.
const EARLIEST: i32 = 2024;

/// Looks at folder, disk, vault, key, roster and clock; nothing is opened or changed.
pub fn examine_outside(folder: &DataFolder, now: Moment) -> Vec<Finding> {
    let mut found = vec![
        set_up(folder),
        disk(folder),
        vault(folder),
        key(folder),
        roster(folder, now),
        clock(now),
        put_aside(folder),
    ];
    found.extend(open_to_others(folder.path()));
    found
}

fn set_up(folder: &DataFolder) -> Finding {
    const ABOUT: &str = "data folder";
    let at = folder.path().display();
    match folder.is_set_up() {
        Ok(true) => Finding::good(ABOUT, format!("Your data is in {at}.")),
        Ok(false) => Finding::other(
            ABOUT,
            Health::Watch,
            format!("onsite is not set up in {at}."),
            "Start onsite to set it up, or name the right folder with --data-dir.",
        ),
        Err(error) => Finding::failed(ABOUT, &error),
    }
}

/// Whether somebody else on this computer can read the folder.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> Option<Finding> {
    use std::os::unix::fs::MetadataExt as _;
    let mode = std::fs::metadata(folder).ok()?.mode();
    (mode & 0o077 != 0).then(|| {
        Finding::other(
            "permissions",
            Health::Watch,
            "Other people on this computer can look into the data folder.",
            "Start onsite once: it closes the folder to them, where the disk can.",
        )
    })
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) -> Option<Finding> {
    None
}

fn disk(folder: &DataFolder) -> Finding {
    const ABOUT: &str = "disk";
    let Some(free) = folder.free() else {
        return Finding::other(
            ABOUT,
            Health::NotSeen,
            "How much room the disk has could not be told.",
            "Look at it with the system's own means.",
        );
    };
    let says = format!("{free} MB are free.");
    let health = match folder.little_room() {
        None => return Finding::good(ABOUT, says),
        limit if limit == LITTLE.first().copied() => Health::Bad,
        _ => Health::Watch,
    };
    Finding::other(
        ABOUT,
        health,
        says,
        "Free some space before you go on working.",
    )
}

fn vault(folder: &DataFolder) -> Finding {
    const ABOUT: &str = "vault";
    match folder.vault().exists() {
        false => not_there(ABOUT, "There is no vault.json."),
        true => match Vault::load(&folder.vault()) {
            Ok(_) => Finding::good(ABOUT, "vault.json is whole."),
            Err(error) => Finding::failed(ABOUT, &error),
        },
    }
}

fn key(folder: &DataFolder) -> Finding {
    const ABOUT: &str = "signing key";
    match folder.signing_key().exists() {
        false => not_there(ABOUT, "There is no signing_key."),
        true => match public_identity(folder.path()) {
            Ok(held) => Finding::good(ABOUT, format!("It is {}.", held.fingerprint)),
            Err(error) => Finding::other(
                ABOUT,
                Health::Bad,
                format!("{error}."),
                "Your data opens without it. Put the file back from a backup, or make a new key: \
                 onsite key --new",
            ),
        },
    }
}

fn not_there(about: &'static str, says: &str) -> Finding {
    Finding::other(
        about,
        Health::NotSeen,
        says,
        "Where onsite was set up before, put it back from a backup.",
    )
}

fn roster(folder: &DataFolder, now: Moment) -> Finding {
    const ABOUT: &str = "roster";
    let expired = |roster: &crate::bundle::roster::Roster| {
        Stamp::of(now).is_some_and(|now| roster.is_expired(now))
    };
    match accepted_roster(folder) {
        Ok(None) => Finding::other(
            ABOUT,
            Health::Watch,
            "No roster is accepted, so no signature of others can be trusted.",
            "Take the one of your office: onsite roster accept FILE",
        ),
        Ok(Some(roster)) if expired(&roster) => Finding::other(
            ABOUT,
            Health::Watch,
            format!("Roster {} has expired.", roster.list.seq),
            "Ask your office for the newest one, and take it: onsite roster accept FILE",
        ),
        Ok(Some(roster)) => Finding::good(
            ABOUT,
            format!(
                "Roster {} is valid until {}.",
                roster.list.seq,
                roster.list.expires.written()
            ),
        ),
        Err(error) => Finding::failed(ABOUT, &error),
    }
}

fn clock(now: Moment) -> Finding {
    const ABOUT: &str = "clock";
    let shown = written::day_and_time(now);
    match now.year() < EARLIEST {
        true => Finding::other(
            ABOUT,
            Health::Bad,
            format!("This computer believes it is {shown}."),
            "Set its clock right: every entry and signature carries the time.",
        ),
        false => Finding::good(ABOUT, format!("It is {shown}.")),
    }
}

/// What was put aside earlier.
fn put_aside(folder: &DataFolder) -> Finding {
    const ABOUT: &str = "put aside";
    let says = match &folder.kept_aside()[..] {
        [] => "Nothing was put aside.".to_owned(),
        names => format!(
            "Put aside earlier, until you remove it: {}.",
            words::listed(names)
        ),
    };
    Finding::good(ABOUT, says)
}
