//! Where ids and nonces come from while the program runs.

use crate::domain::values::digest::Digest;
use crate::tui::survey::Supply;
use crate::vault::random;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Time since 1970; none where the clock is set to before.
fn now() -> Duration {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default()
}

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
            let seed = [
                now().as_nanos().to_be_bytes(),
                u128::from(self.calls).to_be_bytes(),
            ]
            .concat();
            nonce.copy_from_slice(Digest::of(&seed).as_bytes().split_at(16).0);
        }
        nonce
    }

    fn id(&mut self) -> String {
        let bytes = self.nonce();
        let mut random = [0; 10];
        random.copy_from_slice(bytes.split_at(10).0);
        let millis = u64::try_from(now().as_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random)
            .into_uuid()
            .simple()
            .to_string()
    }
}
