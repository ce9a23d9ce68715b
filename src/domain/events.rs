//! What can happen in a case. (Being written.)
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {}

/// Says whether `key` is the key of an event this version knows.
pub fn is_known(_key: &str) -> bool {
    false
}
