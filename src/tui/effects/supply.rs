//! Where ids and nonces come from while the program runs.

use crate::domain::values::digest::Digest;
use crate::tui::survey::Supply;
use crate::vault::random;

/// Ids and nonces from this computer's randomness.
#[derive(Debug, Default)]
pub struct FromSystem {
    calls: u64,
}

impl Supply for FromSystem {
    fn nonce(&mut self) -> [u8; 16] {
        self.calls += 1;
        let mut nonce = [0; 16];
        if random::from_system(&mut nonce).is_err() {
            // A system without randomness has no keys either; a text must still not be lost.
            let now = chrono::Utc::now().timestamp_nanos_opt().unwrap_or(0);
            let seed = [now.to_be_bytes(), self.calls.to_be_bytes()].concat();
            nonce.copy_from_slice(Digest::of(&seed).as_bytes().split_at(16).0);
        }
        nonce
    }

    fn id(&mut self) -> String {
        let (bytes, now) = (self.nonce(), chrono::Utc::now().timestamp_millis());
        let mut random = [0; 10];
        random.copy_from_slice(bytes.split_at(10).0);
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(now).unwrap_or(0), &random)
            .into_uuid()
            .simple()
            .to_string()
    }
}
