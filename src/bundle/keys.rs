//! Public keys and their fingerprints, in the one form that the format knows: Ed25519, written
//! as OpenSSH writes it, without a comment.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Fingerprint as SshFingerprint, HashAlg, PublicKey};
use std::fmt;

/// The fingerprint of a key as `ssh-keygen -lf` shows it: `SHA256:` and 43 characters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Reads a fingerprint; only the exact form is one.
    pub fn parse(text: &str) -> Option<Self> {
        let found: SshFingerprint = text.parse().ok()?;
        (found.is_sha256() && found.to_string() == text).then(|| Self(text.to_owned()))
    }

    /// The fingerprint as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A public key that may sign.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SignerKey {
    bytes: [u8; 32],
    openssh: String,
    fingerprint: Fingerprint,
}

impl SignerKey {
    /// Takes an OpenSSH public key, if it is a usable Ed25519 key; a comment is dropped.
    pub fn new(key: &KeyData) -> Option<Self> {
        let KeyData::Ed25519(Ed25519PublicKey(bytes)) = key else {
            return None;
        };
        let point = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok()?;
        if point.is_weak() {
            return None;
        }
        let bare = PublicKey::new(key.clone(), "");
        Some(Self {
            bytes: *bytes,
            openssh: bare.to_openssh().ok()?,
            fingerprint: Fingerprint(bare.fingerprint(HashAlg::Sha256).to_string()),
        })
    }

    /// Reads `ssh-ed25519 AAAA…`; only the exact form without a comment is accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let key = Self::new(PublicKey::from_openssh(text).ok()?.key_data())?;
        (key.openssh == text).then_some(key)
    }

    /// The key of whoever holds `private`.
    pub fn of(private: &ssh_key::PrivateKey) -> Option<Self> {
        Self::new(private.public_key().key_data())
    }

    /// `ssh-ed25519 AAAA…`, without a comment.
    pub fn openssh(&self) -> &str {
        &self.openssh
    }

    /// Its fingerprint.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// The 32 bytes of the point.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.fingerprint)
    }
}

macro_rules! as_text {
    ($name:ident, $get:ident, $what:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.$get())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom($what))
            }
        }
    };
}

as_text!(
    Fingerprint,
    as_str,
    "a fingerprint is \"SHA256:\" and 43 characters"
);
as_text!(
    SignerKey,
    openssh,
    "a key is \"ssh-ed25519\", a space and its characters, without a comment"
);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn a_key_has_one_form() {
        let key = SignerKey::parse(KEY).unwrap();
        assert_eq!(key.openssh(), KEY);
        assert!(Fingerprint::parse(key.fingerprint().as_str()).is_some());
        for bad in [
            format!("{KEY} comment"),
            format!("{KEY}\n"),
            format!(" {KEY}"),
            KEY.replace("ssh-ed25519", "ssh-rsa"),
        ] {
            assert!(SignerKey::parse(&bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_key_that_anyone_can_sign_for_is_no_key() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert!(SignerKey::new(&KeyData::Ed25519(Ed25519PublicKey(identity))).is_none());
    }

    #[test]
    fn a_fingerprint_has_one_form() {
        let print = "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ";
        assert_eq!(Fingerprint::parse(print).unwrap().as_str(), print);
        for bad in [
            "",
            "SHA256:",
            "MD5:00",
            &print.to_lowercase(),
            &format!("{print}="),
        ] {
            assert!(Fingerprint::parse(bad).is_none(), "{bad}");
        }
    }
}
