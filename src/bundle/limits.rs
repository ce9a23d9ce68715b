//! How much a bundle may hold. FORMAT.md, Limits.
//!
//! The reader refuses what goes beyond; the sealer refuses the same and warns at four fifths.

/// Entries in the container.
pub const ENTRIES: usize = 2048;
/// The whole file, in bytes: 2 GiB.
pub const FILE: u64 = 2 << 30;
/// Steps in one file, and so the number of the last step is 15.
pub const STEPS: u8 = 16;
/// A name in the container, in bytes.
pub const NAME: usize = 100;
/// `SHA256SUMS`, in bytes.
pub const MANIFEST: u64 = 1 << 20;
/// `SHA256SUMS.sig`, in bytes.
pub const SIGNATURE: u64 = 4 << 10;
/// `step.json`, and every file of a roster, in bytes.
pub const HEADER: u64 = 1 << 20;
/// `PREV`, in bytes: two lines.
pub const PREV: u64 = 1 << 10;
/// The record, each journal, the texts, the pack and each document, in bytes.
pub const RECORD: u64 = 64 << 20;

/// Everything in a file but its attachments, in bytes: 256 MiB. Journals, texts, packs, records and
/// documents are read whole and attachments never are; without this, sixteen steps could make a
/// reader hold gigabytes.
pub const KEPT: u64 = 256 << 20;

/// Says whether `amount` is above four fifths of `limit`, where the sealer begins to warn.
pub fn is_near(amount: u64, limit: u64) -> bool {
    amount.saturating_mul(5) > limit.saturating_mul(4)
}

/// Says whether a file inside a step's folder counts towards [`KEPT`], by its path there.
pub fn is_kept(path: &str) -> bool {
    !path.starts_with("files/")
}

/// The limit of a file inside a step's folder, by its path there; attachments are bounded only
/// by the size of the whole file.
pub fn of_part(path: &str) -> u64 {
    match path {
        "SHA256SUMS" => MANIFEST,
        "SHA256SUMS.sig" => SIGNATURE,
        "step.json" | "roster.json" | "allowed_signers" | "revoked_keys" => HEADER,
        "PREV" => PREV,
        _ if !is_kept(path) => FILE,
        _ => RECORD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warning_begins_above_four_fifths() {
        assert!(!is_near(80, 100));
        assert!(is_near(81, 100));
        assert!(is_near(u64::MAX, FILE));
    }
}
