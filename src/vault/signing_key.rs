//! The surveyor's signing key: an OpenSSH Ed25519 key file under a secret (which: `own_key`).
//!
//! `ssh-keygen` reads what is written here. What gets signed, in which namespace, and how a
//! signature is checked is the business of `bundle`.

use super::error::VaultError;
use super::passphrase::Passphrase;
use super::random::{self, Random};
use super::wrap::Cost;
use super::{PUBLIC_KEY_FILE, SIGNING_KEY_FILE, files};
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::Principal;
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{Algorithm, Cipher, HashAlg, Kdf, LineEnding, PrivateKey, PublicKey};
use std::fmt;
use std::path::Path;
use zeroize::Zeroizing;

/// The most bcrypt rounds a key file may ask for; ssh-keygen makes 16 to a few hundred.
const MOST_ROUNDS: u32 = 1_000;

/// The signing key, ready to sign. Its secret half is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct SigningKey(PrivateKey);

/// The public half of a signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicIdentity {
    /// The key itself.
    pub key: PublicKey,
    /// `SHA256:…` as `ssh-keygen -l` prints it.
    pub fingerprint: String,
}

impl PublicIdentity {
    /// Wraps a public key.
    pub fn new(key: PublicKey) -> Self {
        let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
        Self { key, fingerprint }
    }
}

impl SigningKey {
    /// Makes a new key. The comment is public: an id, never a name.
    ///
    /// # Errors
    /// No randomness.
    pub fn create(comment: &str, random: &mut Random<'_>) -> Result<Self, VaultError> {
        let seed = Zeroizing::new(random::bytes::<32>(random)?);
        Ok(Self::from_seed(&seed, comment))
    }

    /// The key that follows from 32 secret bytes; the training keys are made this way.
    pub fn from_seed(seed: &[u8; 32], comment: &str) -> Self {
        let mut key = PrivateKey::from(Ed25519Keypair::from_seed(seed));
        key.set_comment(comment);
        Self(key)
    }

    /// Reads an existing OpenSSH Ed25519 key, to be used from now on. [`SigningKey::save`] then
    /// writes it under another secret; the file at `path` stays as it is.
    ///
    /// # Errors
    /// Not such a key (the message says what to do), needs its passphrase, or the wrong one.
    pub fn adopt(path: &Path, its_passphrase: Option<&Passphrase>) -> Result<Self, VaultError> {
        let key = read(path)?;
        match (key.is_encrypted(), its_passphrase) {
            (false, _) => Ok(Self(key)),
            (true, Some(passphrase)) => decrypt(path, &key, passphrase).map(Self),
            (true, None) => Err(VaultError::KeyNeedsPassphrase {
                path: path.to_owned(),
            }),
        }
    }

    /// Opens the signing key of a data folder.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], or the file is not such a key.
    pub fn load(folder: &Path, passphrase: &Passphrase) -> Result<Self, VaultError> {
        Self::load_file(&folder.join(SIGNING_KEY_FILE), passphrase)
    }

    /// The same for a file of another name.
    ///
    /// # Errors
    /// As [`SigningKey::load`].
    pub fn load_file(path: &Path, passphrase: &Passphrase) -> Result<Self, VaultError> {
        let key = read(path)?;
        if !key.is_encrypted() {
            let why = "it is not protected by a passphrase; set one with `ssh-keygen -p -f` \
                       and that file";
            let path = path.to_owned();
            return Err(VaultError::UnfitKey { path, why });
        }
        decrypt(path, &key, passphrase).map(Self)
    }

    /// Writes the key, encrypted, and its public half into a data folder.
    ///
    /// # Errors
    /// No randomness, or a file cannot be written.
    pub fn save(
        &self,
        folder: &Path,
        passphrase: &Passphrase,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<(), VaultError> {
        let secret = self.encrypted(passphrase, cost, random)?;
        files::write_whole(&folder.join(SIGNING_KEY_FILE), secret.as_bytes())?;
        self.save_public(folder)
    }

    /// Sees to it that the public half lies in a data folder, as it is sent to the office.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save_public(&self, folder: &Path) -> Result<(), VaultError> {
        let mut public = self.0.public_key().to_openssh().map_err(signing)?;
        public.push('\n');
        let path = folder.join(PUBLIC_KEY_FILE);
        match files::read_small(&path) {
            Ok(held) if held == public.as_bytes() => Ok(()),
            _ => files::write_whole(&path, public.as_bytes()),
        }
    }

    /// The encrypted file as text.
    fn encrypted(
        &self,
        passphrase: &Passphrase,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<Zeroizing<String>, VaultError> {
        let salt = random::bytes::<16>(random)?.to_vec();
        let check = u32::from_le_bytes(random::bytes(random)?);
        let kdf = Kdf::Bcrypt {
            salt,
            rounds: cost.key_rounds,
        };
        self.0
            .encrypt_with(Cipher::Aes256Ctr, kdf, check, passphrase.as_bytes())
            .and_then(|key| key.to_openssh(LineEnding::LF))
            .map_err(signing)
    }

    /// The key itself, for whoever signs a step or a roster with it.
    pub fn private(&self) -> &PrivateKey {
        &self.0
    }

    /// The public half.
    pub fn public(&self) -> PublicIdentity {
        PublicIdentity::new(self.0.public_key().clone())
    }

    /// The key as an unencrypted OpenSSH file, for the training key alone, which is worth nothing.
    ///
    /// # Errors
    /// Never for a key made here; kept because the encoder says it can.
    pub fn to_unprotected_file(&self) -> Result<Zeroizing<String>, VaultError> {
        self.0.to_openssh(LineEnding::LF).map_err(signing)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public().fingerprint)
    }
}

/// The public half of a data folder's signing key. It stands in the clear at the head of the
/// encrypted file, so no passphrase is needed and `signing_key.pub` is not believed.
///
/// # Errors
/// The file is not there or not such a key.
pub fn public_identity(folder: &Path) -> Result<PublicIdentity, VaultError> {
    let key = read(&folder.join(SIGNING_KEY_FILE))?;
    Ok(PublicIdentity::new(key.public_key().clone()))
}

/// The id of a signer to whom the office has not given one yet: `s-` and eight hex digits of the
/// SHA-256 of the public key.
pub fn default_principal(key: &PublicKey) -> Option<Principal> {
    let blob = key.to_bytes().ok()?;
    Principal::new(&format!("s-{}", Digest::of(&blob).short()))
}

fn signing(error: ssh_key::Error) -> VaultError {
    VaultError::Signing {
        why: error.to_string(),
    }
}

/// Reads a key file and makes sure that it is one we can use, before any passphrase is spent.
fn read(path: &Path) -> Result<PrivateKey, VaultError> {
    let unfit = |why| VaultError::UnfitKey {
        path: path.to_owned(),
        why,
    };
    let bytes = Zeroizing::new(files::read_small(path)?);
    // A key saved on Windows has other line ends; what is in it is the same.
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        unfit("it is not a key file; choose the file that ssh-keygen made, without .pub")
    })?;
    let text = Zeroizing::new(text.replace("\r\n", "\n"));
    if let Some(why) = foreign(text.trim_start()) {
        return Err(unfit(why));
    }
    let key = PrivateKey::from_openssh(text.trim().as_bytes())
        .map_err(|_| unfit("it is damaged; take a copy from a backup or make a new key"))?;
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(unfit(
            "only Ed25519 keys can sign; make one with `ssh-keygen -t ed25519` or let onsite make it",
        ));
    }
    match key.kdf() {
        Kdf::Bcrypt { rounds, .. } if *rounds > MOST_ROUNDS => Err(VaultError::TooCostly {
            path: path.to_owned(),
            why: "more than 1,000 rounds; `ssh-keygen -p -a 100 -f` and that file sets fewer",
        }),
        _ => Ok(key),
    }
}

/// What to say about the common files that are no OpenSSH private key; nothing for one that is.
fn foreign(text: &str) -> Option<&'static str> {
    if text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----") {
        return None;
    }
    Some(match text {
        _ if text.starts_with("ssh-") => {
            "it is the public half; choose the file of the same name without .pub"
        }
        _ if text.starts_with("PuTTY-User-Key-File") => {
            "it is a PuTTY key; export it in PuTTYgen as an OpenSSH key"
        }
        _ if text.starts_with("-----BEGIN") => {
            "it is a key in another form; only OpenSSH Ed25519 keys can be used; let onsite make one"
        }
        _ => "it is not a key file; choose the file that ssh-keygen made, without .pub",
    })
}

fn decrypt(
    path: &Path,
    key: &PrivateKey,
    passphrase: &Passphrase,
) -> Result<PrivateKey, VaultError> {
    let unfit = |why| VaultError::UnfitKey {
        path: path.to_owned(),
        why,
    };
    let open = key.decrypt(passphrase.as_bytes()).map_err(|error| match error {
        ssh_key::Error::Crypto => VaultError::WrongPassphrase,
        _ => unfit("it is damaged or uses a cipher that onsite does not know; take a copy from a backup or make a new key"),
    })?;
    // The clear public half decides who is said to sign: it must be the secret half's own.
    match open.key_data() {
        KeypairData::Ed25519(pair)
            if key.public_key().key_data().ed25519() == Some(&pair.public)
                && Ed25519Keypair::from_seed(&pair.private.to_bytes()).public == pair.public =>
        {
            Ok(open)
        }
        _ => Err(unfit(
            "its public half does not belong to its secret half; take a copy from a backup or make a new key",
        )),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::random::repeatable;
    use super::*;

    fn passphrase() -> Passphrase {
        Passphrase::new("velvet otter kiln ramp")
    }

    fn saved(folder: &Path) -> SigningKey {
        let mut random = repeatable();
        let key = SigningKey::create("s-training", &mut random).unwrap();
        key.save(folder, &passphrase(), Cost::CHEAPEST, &mut random)
            .unwrap();
        key
    }

    #[test]
    fn a_saved_key_comes_back_with_its_passphrase_alone() {
        let folder = tempfile::tempdir().unwrap();
        let key = saved(folder.path());
        let back = SigningKey::load(folder.path(), &passphrase()).unwrap();
        assert_eq!(back.public(), key.public());
        assert!(back.private() == key.private());
        let wrong = SigningKey::load(folder.path(), &Passphrase::new("no"));
        assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    }

    #[test]
    fn the_public_half_needs_no_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let key = saved(folder.path());
        let public = public_identity(folder.path()).unwrap();
        assert_eq!(public.fingerprint, key.public().fingerprint);
        assert!(public.fingerprint.starts_with("SHA256:"));
        let principal = default_principal(&public.key).unwrap();
        assert_eq!(
            (principal.as_str().len(), principal.as_str().get(..2)),
            (10, Some("s-"))
        );
        let line = std::fs::read_to_string(folder.path().join(PUBLIC_KEY_FILE)).unwrap();
        assert!(
            line.starts_with("ssh-ed25519 ") && line.ends_with(" s-training\n"),
            "{line}"
        );
    }

    #[test]
    fn an_unprotected_key_is_adopted_but_never_left_unprotected() {
        let folder = tempfile::tempdir().unwrap();
        let key = saved(folder.path());
        let plain = folder.path().join("plain");
        let windows = key.to_unprotected_file().unwrap().replace('\n', "\r\n");
        std::fs::write(&plain, windows).unwrap();
        let adopted = SigningKey::adopt(&plain, None).unwrap();
        assert_eq!(adopted.public().fingerprint, key.public().fingerprint);
        std::fs::copy(&plain, folder.path().join(SIGNING_KEY_FILE)).unwrap();
        let refused = SigningKey::load(folder.path(), &passphrase()).unwrap_err();
        assert!(matches!(refused, VaultError::UnfitKey { .. }), "{refused}");
    }

    #[test]
    fn a_key_under_another_passphrase_is_asked_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let key = saved(folder.path());
        let path = folder.path().join(SIGNING_KEY_FILE);
        let refused = SigningKey::adopt(&path, None).unwrap_err();
        assert!(
            matches!(refused, VaultError::KeyNeedsPassphrase { .. }),
            "{refused}"
        );
        let adopted = SigningKey::adopt(&path, Some(&passphrase())).unwrap();
        assert_eq!(adopted.public(), key.public());
    }

    #[test]
    fn too_many_rounds_are_refused_before_they_are_run() {
        let folder = tempfile::tempdir().unwrap();
        let key = SigningKey::create("s-training", &mut repeatable()).unwrap();
        let open = key.0.encrypt_with(
            Cipher::Aes256Ctr,
            Kdf::Bcrypt {
                salt: vec![7; 16],
                rounds: 1,
            },
            7,
            b"x",
        );
        let mut bytes = open.unwrap().to_bytes().unwrap().to_vec();
        // The rounds follow the 16 bytes of salt.
        let at = bytes.windows(16).position(|w| w == [7; 16]).unwrap() + 16;
        bytes.splice(at..at + 4, 4_000_000_000_u32.to_be_bytes());
        let bomb = PrivateKey::from_bytes(&bytes).unwrap();
        let path = folder.path().join(SIGNING_KEY_FILE);
        std::fs::write(&path, bomb.to_openssh(LineEnding::LF).unwrap()).unwrap();
        let refused = SigningKey::load(folder.path(), &passphrase()).unwrap_err();
        assert!(matches!(refused, VaultError::TooCostly { .. }), "{refused}");
    }

    #[test]
    fn files_that_are_no_such_key_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        for (text, word) in [
            ("ssh-ed25519 AAAA x", "public half"),
            ("PuTTY-User-Key-File-3: ssh-ed25519", "PuTTY"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA", "another form"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA", "damaged"),
            ("hello", "not a key file"),
            ("", "not a key file"),
        ] {
            std::fs::write(&path, text).unwrap();
            let told = SigningKey::adopt(&path, None).unwrap_err().to_string();
            assert!(told.contains(word), "{text}: {told}");
        }
        std::fs::write(&path, [0xff, 0xfe, 0]).unwrap();
        assert!(SigningKey::adopt(&path, None).is_err());
    }
}
