//! Randomness, handed in by the caller so that tests can give their own.

/// Fills a buffer with random bytes, or says that there are none.
pub type Random<'a> = dyn FnMut(&mut [u8]) -> Result<(), NoRandomness> + 'a;

/// The system gave no random bytes; without them no key may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this computer gave no random numbers, so no key was made; restart the computer and try again"
)]
pub struct NoRandomness;

/// Asks the operating system: the one place in the program that does.
///
/// # Errors
/// When the system has no source of randomness.
pub fn from_system(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    getrandom::fill(bytes).map_err(|_| NoRandomness)
}

/// `N` random bytes.
pub(super) fn bytes<const N: usize>(random: &mut Random<'_>) -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    random(&mut bytes)?;
    Ok(bytes)
}

/// Repeatable bytes for tests: a counter hashed, different at every call.
#[cfg(test)]
pub(super) fn repeatable() -> impl FnMut(&mut [u8]) -> Result<(), NoRandomness> {
    let mut calls = 0_u64;
    move |bytes| {
        for chunk in bytes.chunks_mut(32) {
            calls += 1;
            let digest = crate::domain::values::digest::Digest::of(&calls.to_le_bytes());
            for (to, from) in chunk.iter_mut().zip(digest.as_bytes()) {
                *to = *from;
            }
        }
        Ok(())
    }
}
