//! Which backups are kept: the newest three, and the newest of each of the last fourteen days on
//! which one was made. Only this laptop's own are ever removed.

use super::about::{ABOUT, About};
use super::{SMALL, files};
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::DeviceId;
use crate::domain::values::written;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How the folder of a backup begins.
const PREFIX: &str = "onsite-backup-";
/// So many of the newest stay, whenever they were made.
const NEWEST: usize = 3;
/// So many days keep their newest.
const DAYS: usize = 14;
/// Characters of a day in a name, `2026-03-02`.
const DAY: usize = 10;

/// The name of a backup made at this moment; names are in the order of time.
pub(super) fn name_at(at: Moment) -> String {
    format!("{PREFIX}{}", written::in_a_name(at))
}

/// Removes older backups of this laptop in `shelf`, never the one at `new`. Answers with how many;
/// one that cannot be removed is in nobody's way.
pub(super) fn tidy(shelf: &Path, device: &DeviceId, new: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(shelf) else {
        return 0;
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let own: BTreeSet<String> = names
        .filter(|name| is_own(&shelf.join(name), name, device))
        .collect();
    let too_many = outdated(own);
    let paths = too_many.iter().map(|name| shelf.join(name));
    paths
        .filter(|path| path != new && std::fs::remove_dir_all(path).is_ok())
        .count()
}

fn is_own(path: &Path, name: &str, device: &DeviceId) -> bool {
    let is_folder = std::fs::symlink_metadata(path).is_ok_and(|about| about.is_dir());
    let about = || About::read(&files::read(&PathBuf::from(path).join(ABOUT), SMALL).ok()?).ok();
    name.starts_with(PREFIX) && is_folder && about().is_some_and(|about| about.device == *device)
}

/// Those that are not kept, of names in the order of time.
fn outdated(names: BTreeSet<String>) -> Vec<String> {
    let mut days = BTreeSet::new();
    let newest_first = names.into_iter().rev().enumerate();
    newest_first
        .filter_map(|(place, name)| {
            let day: String = name.chars().skip(PREFIX.len()).take(DAY).collect();
            let first_of_its_day = !days.contains(&day) && days.len() < DAYS;
            if first_of_its_day {
                days.insert(day);
            }
            (place >= NEWEST && !first_of_its_day).then_some(name)
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn left_over(made: &[&str]) -> Vec<String> {
        let at = |text: &&str| name_at(Moment::parse_from_rfc3339(text).unwrap());
        outdated(made.iter().map(at).collect())
    }

    #[test]
    fn the_newest_three_stay_even_of_one_day() {
        let day = ["08", "10", "12", "14", "17"].map(|hour| format!("2026-03-02T{hour}:00:00Z"));
        let day: Vec<&str> = day.iter().map(String::as_str).collect();
        assert_eq!(
            left_over(&day),
            [
                "onsite-backup-2026-03-02-100000",
                "onsite-backup-2026-03-02-080000"
            ]
        );
        assert!(left_over(day.split_at(3).0).is_empty());
    }

    #[test]
    fn each_of_fourteen_days_keeps_its_newest() {
        let days: Vec<String> = (1..=20)
            .flat_map(|day| ["09", "17"].map(|hour| format!("2026-03-{day:02}T{hour}:00:00Z")))
            .collect();
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        let gone = left_over(&days);
        // 40 made; the evenings of the 7th to the 20th stay, and the morning of the 20th.
        assert_eq!(gone.len(), 40 - 15);
        assert!(gone.contains(&"onsite-backup-2026-03-06-170000".to_owned()));
        assert!(!gone.contains(&"onsite-backup-2026-03-07-170000".to_owned()));
        assert!(!gone.contains(&"onsite-backup-2026-03-20-090000".to_owned()));
    }
}
