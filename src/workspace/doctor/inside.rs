//! What can be told once the data is open: every page, every chain, every signed file.

use super::super::Workspace;
use super::super::error::WorkspaceError;
use super::{Finding, Health};
use crate::domain::values::ids::CaseId;
use std::io;

/// Cases read from the list at once.
const PAGE: u32 = 500;
/// Entries that may lie only here before a backup is due.
const MANY: u64 = 200;

impl Workspace {
    /// Looks at every page of the database, opens every case from its first entry on, reads every
    /// signed file, and at key and backup. `told` hears how far it is and stops it with no.
    ///
    /// # Errors
    /// The data is locked, or somebody stopped it. What is wrong with the data is a finding.
    pub fn examine(
        &mut self,
        told: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Vec<Finding>, WorkspaceError> {
        let cases = self.all_cases()?;
        // One for the pages, then the cases.
        let total = cases.len() as u64 + 1;
        let mut done = 0;
        let mut step = || {
            done += 1;
            match told(done, total) {
                true => Ok(()),
                false => Err(WorkspaceError::Stopped),
            }
        };
        let mut found = vec![self.pages()?];
        step()?;
        let (mut entries, mut signed) = (0, 0);
        let mut newest = None;
        let mut bad = Vec::new();
        for case in &cases {
            match self.open_case(case) {
                Ok(opened) => {
                    entries += opened.entries.len();
                    newest = newest.max(opened.file.case.last_at);
                }
                Err(error) => bad.push(Finding::failed("journal", &error)),
            }
            match self.signed_files(case) {
                Ok(count) => signed += count,
                Err(error) => bad.push(Finding::failed("signed files", &error)),
            }
            step()?;
        }
        if bad.is_empty() {
            let says = format!(
                "{} cases with {entries} entries: every chain is whole, and so are {signed} signed \
                 files.",
                cases.len()
            );
            bad.push(Finding::good("journal", says));
        }
        found.append(&mut bad);
        if newest.is_some_and(|newest| newest > self.now()) {
            found.push(Finding::other(
                "clock",
                Health::Bad,
                "This computer's clock is behind the newest entry.",
                "Set it right: entries made now would seem older than they are.",
            ));
        }
        found.push(self.whether_it_signs());
        found.push(self.backup()?);
        Ok(found)
    }

    fn all_cases(&mut self) -> Result<Vec<CaseId>, WorkspaceError> {
        let (mut cases, mut before) = (Vec::new(), None);
        loop {
            let page = self.list_cases(before, PAGE)?;
            let Some(last) = page.last() else {
                return Ok(cases);
            };
            before = Some(last.number);
            cases.extend(page.into_iter().map(|case| case.id));
        }
    }

    fn pages(&mut self) -> Result<Finding, WorkspaceError> {
        const ABOUT: &str = "database";
        let wrong = self.session()?.store.check();
        Ok(match wrong.as_deref() {
            Ok([]) => Finding::good(ABOUT, "Every page is whole."),
            Ok([first, ..]) => Finding::other(
                ABOUT,
                Health::Bad,
                format!("It is damaged: {first}."),
                "Do not work on in it. Go back to a backup: onsite restore FOLDER",
            ),
            Err(error) => Finding::failed(ABOUT, error),
        })
    }

    /// Reads every stored file of every signed step of a case to its end; how many there are.
    fn signed_files(&mut self, case: &CaseId) -> Result<usize, WorkspaceError> {
        let store = &self.session()?.store;
        let mut count = 0;
        for seal in store
            .seals(case)?
            .into_iter()
            .filter(|seal| !seal.withdrawn)
        {
            for part in store.sealed_files(seal.number)? {
                let mut reader = store.read_sealed(&part);
                io::copy(&mut reader, &mut io::sink()).map_err(|source| WorkspaceError::Io {
                    path: part.path.clone().into(),
                    doing: "read",
                    source,
                    todo: "Go back to a backup, or to the signed file that you handed out.",
                })?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn whether_it_signs(&self) -> Finding {
        const ABOUT: &str = "signing";
        match self.key_trouble() {
            None => Finding::good(ABOUT, "The signing key is the one of this laptop."),
            Some(trouble) => Finding::other(
                ABOUT,
                Health::Bad,
                format!("{trouble}."),
                "Put the file signing_key back from a backup, or make a new key: onsite key --new",
            ),
        }
    }

    fn backup(&mut self) -> Result<Finding, WorkspaceError> {
        const ABOUT: &str = "backup";
        const TODO: &str = "Make one on another disk: onsite backup --to FOLDER";
        Ok(match self.last_backup()? {
            None => Finding::other(ABOUT, Health::Watch, "No backup was made yet.", TODO),
            Some((last, since)) => {
                let days = (self.now() - last.at).num_days();
                let says =
                    format!("The last one is {days} days old; {since} entries are not in it.");
                match since > MANY {
                    true => Finding::other(ABOUT, Health::Watch, says, TODO),
                    false => Finding::good(ABOUT, says),
                }
            }
        })
    }
}
