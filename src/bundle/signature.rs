//! Signatures over manifests: SSHSIG, as `ssh-keygen -Y sign` makes them.
//!
//! Checking is stricter than `ssh-keygen` and `ssh-key`: the armour is encoded again and must be
//! equal (text after its end would pass unseen), the suite is fixed, and Ed25519 is checked with
//! `verify_strict`. FORMAT.md, Signature and Pitfalls.

use super::keys::SignerKey;
use super::kinds::Namespace;
use super::limits;
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, SshSig};

/// Why a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// It is not exactly one armoured SSH signature.
    #[error("it is not exactly one SSH signature")]
    Form,
    /// Another algorithm, hash or version, or something in the reserved field.
    #[error("it was not made with Ed25519 and SHA-512")]
    Suite,
    /// It was made for something else.
    #[error("it was made for something else")]
    Namespace,
    /// It does not belong to what was signed.
    #[error("it does not belong to this manifest")]
    Mismatch,
}

/// Why nothing could be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignFault {
    /// The key is locked, or no Ed25519 key.
    #[error("this key cannot sign: it is still locked, or it is not an Ed25519 key")]
    Key,
}

/// Signs `message` and gives the armoured signature.
///
/// # Errors
/// When the key is still encrypted or not Ed25519.
pub fn sign(key: &PrivateKey, namespace: Namespace, message: &[u8]) -> Result<Vec<u8>, SignFault> {
    if SignerKey::of(key).is_none() {
        return Err(SignFault::Key);
    }
    key.sign(namespace.as_str(), HashAlg::Sha512, message)
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map(String::into_bytes)
        .map_err(|_| SignFault::Key)
}

/// Checks an armoured signature over `message` and gives the key that made it.
///
/// # Errors
/// The first rule that it breaks.
pub fn verify(
    armoured: &[u8],
    namespace: Namespace,
    message: &[u8],
) -> Result<SignerKey, SignatureFault> {
    let signature = read(armoured)?;
    let suite = signature.version() == SshSig::VERSION
        && signature.hash_alg() == HashAlg::Sha512
        && signature.algorithm() == Algorithm::Ed25519
        && signature.reserved().is_empty();
    let key = SignerKey::new(signature.public_key());
    let (true, Some(key)) = (suite, key) else {
        return Err(SignatureFault::Suite);
    };
    if signature.namespace() != namespace.as_str() {
        return Err(SignatureFault::Namespace);
    }
    let signed = SshSig::signed_data(namespace.as_str(), HashAlg::Sha512, message)
        .map_err(|_| SignatureFault::Mismatch)?;
    if !holds(&key, &signed, signature.signature_bytes()) {
        return Err(SignatureFault::Mismatch);
    }
    Ok(key)
}

/// Says whether a bare Ed25519 signature over `signed` holds, strictly: neither the key nor the
/// signature's point may be one that holds for many messages, and every number has one form.
pub fn holds(key: &SignerKey, signed: &[u8], signature: &[u8]) -> bool {
    let signature = ed25519_dalek::Signature::from_slice(signature);
    let key = ed25519_dalek::VerifyingKey::from_bytes(key.bytes());
    match (key, signature) {
        (Ok(key), Ok(signature)) => key.verify_strict(signed, &signature).is_ok(),
        _ => false,
    }
}

/// Reads the armour and requires that encoding it again gives the same bytes.
fn read(armoured: &[u8]) -> Result<SshSig, SignatureFault> {
    if armoured.len() as u64 > limits::SIGNATURE {
        return Err(SignatureFault::Form);
    }
    let signature = SshSig::from_pem(armoured).map_err(|_| SignatureFault::Form)?;
    let again = signature
        .to_pem(LineEnding::LF)
        .map_err(|_| SignatureFault::Form)?;
    if again.as_bytes() != armoured {
        return Err(SignatureFault::Form);
    }
    Ok(signature)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use ssh_key::private::{Ed25519Keypair, KeypairData};

    fn key(seed: u8) -> PrivateKey {
        PrivateKey::new(
            KeypairData::Ed25519(Ed25519Keypair::from_seed(&[seed; 32])),
            "a comment",
        )
        .unwrap()
    }

    #[test]
    fn a_signature_holds_for_its_message_and_purpose_only() {
        let armoured = sign(&key(1), Namespace::Survey, b"manifest").unwrap();
        let signer = verify(&armoured, Namespace::Survey, b"manifest").unwrap();
        assert_eq!(Some(signer), SignerKey::of(&key(1)));
        assert_eq!(
            verify(&armoured, Namespace::Survey, b"manifesu"),
            Err(SignatureFault::Mismatch)
        );
        assert_eq!(
            verify(&armoured, Namespace::Review, b"manifest"),
            Err(SignatureFault::Namespace)
        );
    }

    #[test]
    fn the_armour_has_one_form() {
        let armoured = String::from_utf8(sign(&key(1), Namespace::Survey, b"m").unwrap()).unwrap();
        let header = "-----BEGIN SSH SIGNATURE-----\n";
        let one_line = armoured.replacen(header, "", 1).replace('\n', "");
        for bad in [
            format!("{armoured}text after the end"),
            format!("{armoured}\n"),
            format!("{armoured}{armoured}"),
            format!("text before\n{armoured}"),
            armoured.trim_end().to_owned(),
            armoured.replace('\n', "\r\n"),
            format!("{header}{one_line}"),
            armoured.replace("SSH SIGNATURE", "PGP SIGNATURE"),
            String::new(),
            "x".repeat(5000),
        ] {
            assert_eq!(
                verify(bad.as_bytes(), Namespace::Survey, b"m"),
                Err(SignatureFault::Form),
                "{bad}"
            );
        }
    }

    #[test]
    fn another_hash_is_refused() {
        let weaker = key(1)
            .sign(Namespace::Survey.as_str(), HashAlg::Sha256, b"m")
            .and_then(|signature| signature.to_pem(LineEnding::LF))
            .unwrap();
        assert_eq!(
            verify(weaker.as_bytes(), Namespace::Survey, b"m"),
            Err(SignatureFault::Suite)
        );
    }

    #[test]
    fn no_flipped_bit_passes() {
        let armoured = sign(&key(1), Namespace::Survey, b"m").unwrap();
        for at in 0..armoured.len() {
            for bit in 0..8 {
                let mut bad = armoured.clone();
                bad[at] ^= 1 << bit;
                assert!(verify(&bad, Namespace::Survey, b"m").is_err(), "{at} {bit}");
            }
        }
    }
}
