//! The passphrase while it is in memory, and how long to wait after a wrong one.

use crate::domain::values::secret::Secret;
use std::time::Duration;

/// A passphrase. The exact bytes count: nothing is trimmed or folded, because `ssh-keygen` would
/// not do so either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passphrase(Secret);

impl Passphrase {
    /// Wraps what was typed. Any other copy is the caller's to wipe.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(Secret::new(typed))
    }

    /// What was typed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.as_str().as_bytes()
    }
}

impl From<Secret> for Passphrase {
    fn from(typed: Secret) -> Self {
        Self(typed)
    }
}

/// How long the caller waits before the next try, after `failures` wrong ones in a row: none at
/// first, then one second, doubled each time, at most half a minute. Argon2 slows down whoever
/// has the file; this slows down whoever has the keyboard.
pub fn wait_after(failures: u32) -> Duration {
    let seconds = match failures {
        0 => 0,
        1..=5 => 1 << (failures - 1),
        _ => 30,
    };
    Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_try_costs_more_up_to_half_a_minute() {
        let seconds: Vec<u64> = (0..8).map(|n| wait_after(n).as_secs()).collect();
        assert_eq!(seconds, [0, 1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(wait_after(u32::MAX).as_secs(), 30);
    }

    #[test]
    fn a_passphrase_never_prints_itself() {
        assert!(!format!("{:?}", Passphrase::new("kestrel")).contains("kestrel"));
    }
}
