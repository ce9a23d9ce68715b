//! Checking a file without our program: the script that `onsite verify --script` prints.

/// A shell script that checks a file with `unzip`, `sha256sum` (or `shasum`) and `ssh-keygen`.
pub const SCRIPT: &str = include_str!("verify.sh");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_fails_closed() {
        assert!(SCRIPT.starts_with("#!/bin/bash\n"));
        assert!(SCRIPT.contains("\nset -euo pipefail\n"));
        assert!(!SCRIPT.contains('\r') && SCRIPT.is_ascii());
    }
}
