//! The world outside as it is given: the clock, randomness, and how slow key stretching is.

use super::error::WorkspaceError;
use crate::bundle::when::Stamp;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::DeviceId;
use crate::vault::{Cost, NoRandomness, random};
use chrono::Timelike as _;
use std::fmt;
use std::time::SystemTime;

type Now = Box<dyn Fn() -> Moment>;
type Fill = Box<dyn FnMut(&mut [u8]) -> Result<(), NoRandomness>>;

/// Clock, randomness and cost; tests give their own.
pub struct World {
    now: Now,
    random: Fill,
    /// How slow it is to try a passphrase.
    pub cost: Cost,
}

impl World {
    /// A world with this clock and this randomness.
    pub fn new(
        now: impl Fn() -> Moment + 'static,
        random: impl FnMut(&mut [u8]) -> Result<(), NoRandomness> + 'static,
        cost: Cost,
    ) -> Self {
        Self {
            now: Box::new(now),
            random: Box::new(random),
            cost,
        }
    }

    /// The real one: this computer's clock and randomness.
    pub fn real() -> Self {
        Self::new(
            || local(SystemTime::now()),
            random::from_system,
            Cost::STANDARD,
        )
    }

    /// The present moment, in whole seconds.
    pub fn now(&self) -> Moment {
        let now = (self.now)();
        now.with_nanosecond(0).unwrap_or(now)
    }

    /// The present moment as headers and rosters write it.
    ///
    /// # Errors
    /// When the clock is outside the years 0 to 9999.
    pub fn stamp(&self) -> Result<Stamp, WorkspaceError> {
        Stamp::of(self.now()).ok_or(WorkspaceError::Clock)
    }

    /// Randomness for whoever makes keys.
    pub fn random(&mut self) -> &mut crate::vault::Random<'static> {
        &mut *self.random
    }

    /// 16 bytes that nobody can guess.
    ///
    /// # Errors
    /// No randomness.
    pub fn nonce(&mut self) -> Result<[u8; 16], NoRandomness> {
        let mut bytes = [0; 16];
        (self.random)(&mut bytes)?;
        Ok(bytes)
    }

    /// An id that no other laptop makes, in order of time.
    ///
    /// # Errors
    /// No randomness.
    pub fn id(&mut self) -> Result<String, NoRandomness> {
        let mut bytes = [0; 10];
        (self.random)(&mut bytes)?;
        let millis = u64::try_from((self.now)().timestamp_millis()).unwrap_or(0);
        let id = uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid();
        Ok(id.simple().to_string())
    }

    /// The id of an installation, which no other one has.
    ///
    /// # Errors
    /// No randomness.
    pub fn device(&mut self) -> Result<DeviceId, WorkspaceError> {
        DeviceId::new(&format!("d-{}", self.id()?))
            .ok_or(WorkspaceError::Mistake("a device id that is none"))
    }
}

/// A time of this computer's clock, which may be set to any year: chrono's own way to ask for the
/// present one ends the program before 1970.
fn local(time: SystemTime) -> Moment {
    chrono::DateTime::<chrono::Local>::from(time).fixed_offset()
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("World")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn a_clock_before_1970_is_a_clock() {
        let time = local(UNIX_EPOCH - Duration::from_secs(86_400 * 400));
        assert_eq!(time.timestamp(), -86_400 * 400);
        assert_eq!(local(UNIX_EPOCH + Duration::from_secs(7)).timestamp(), 7);
    }
}
