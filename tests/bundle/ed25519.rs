//! Edge cases of Ed25519: points of small and of mixed order, numbers with a second form.
//!
//! Made for this test, from a key and a nonce that are the SHA-256 of public words: each case
//! meets the equation of the signature, or nearly. A lenient check accepts those marked so; the
//! format says strict (FORMAT.md, Pitfalls).

use ed25519_dalek::Verifier;
use onsite::bundle::keys::SignerKey;
use onsite::bundle::signature::holds;
use ssh_key::public::{Ed25519PublicKey, KeyData};

struct Case {
    what: &'static str,
    /// Whether a lenient check accepts it.
    lenient: bool,
    key: &'static str,
    message: &'static str,
    signature: &'static str,
}

#[rustfmt::skip]
const GOOD: [Case; 2] = [
    Case { what: "plain", lenient: true, message: "edge 0",
        key: "8d8bf4bad44c7f53f7d2e79eed493336b54f378037af042932a0c9b34fac5ce9",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e600ecc8e21475b08c900bbd50bb217513652e44c04adda450d3871d1355545808" },
    Case { what: "key of mixed order, equation holds", lenient: true, message: "edge 5",
        key: "6020395d1f23b9da838d4e13a58ba97bf6c38dcb1d0a7d6fb241a093917de3df",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e6ec231fbf6644a57a870e61ef693e919f94e97c6b003b2dcdc04b5139b1d2d701" },
];

#[rustfmt::skip]
const BAD: [Case; 19] = [
    Case { what: "S + L", lenient: false, message: "edge 0",
        key: "8d8bf4bad44c7f53f7d2e79eed493336b54f378037af042932a0c9b34fac5ce9",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e6edbfbe3f2fd8c2e466a8b4f3991b5428652e44c04adda450d3871d1355545818" },
    Case { what: "key of small order, 0", lenient: true, message: "edge 17",
        key: "0100000000000000000000000000000000000000000000000000000000000000",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 1", lenient: true, message: "edge 0",
        key: "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 2", lenient: true, message: "edge 22",
        key: "0000000000000000000000000000000000000000000000000000000000000080",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 3", lenient: true, message: "edge 2",
        key: "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 4", lenient: true, message: "edge 2",
        key: "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 5", lenient: true, message: "edge 18",
        key: "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 6", lenient: true, message: "edge 6",
        key: "0000000000000000000000000000000000000000000000000000000000000000",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key of small order, 7", lenient: true, message: "edge 10",
        key: "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key and R of small order", lenient: true, message: "edge 5",
        key: "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        signature: "01000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000" },
    Case { what: "key one, its y above p", lenient: true, message: "edge 3",
        key: "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key one, its x negative zero", lenient: true, message: "edge 12",
        key: "0100000000000000000000000000000000000000000000000000000000000080",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key minus one, its x negative zero", lenient: true, message: "edge 27",
        key: "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "key zero, its y above p", lenient: true, message: "edge 5",
        key: "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e60ce83d10e58a323bbc62ea201d60fb4fe7ccd3afea14a554df938d53a30b8309" },
    Case { what: "R is one", lenient: true, message: "edge 0",
        key: "8d8bf4bad44c7f53f7d2e79eed493336b54f378037af042932a0c9b34fac5ce9",
        signature: "0100000000000000000000000000000000000000000000000000000000000000f82fcadadd0ed8054b5c29666bc2f41144a891f9adeadfa602d6544ca23e4d0f" },
    Case { what: "R of small order under a key of mixed order", lenient: true, message: "edge 0",
        key: "6020395d1f23b9da838d4e13a58ba97bf6c38dcb1d0a7d6fb241a093917de3df",
        signature: "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc8537e41d8d212bd32d09c758fb2daa632fe230c52c55db3388076ec4de4e770c04" },
    Case { what: "R is one, its y above p", lenient: false, message: "edge 0",
        key: "8d8bf4bad44c7f53f7d2e79eed493336b54f378037af042932a0c9b34fac5ce9",
        signature: "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fea8a1f0951e8491e7a09650b6d494c9f80dc346061578f9d77ce6eaf72832605" },
    Case { what: "holds only eightfold, key of mixed order", lenient: false, message: "edge 0",
        key: "6020395d1f23b9da838d4e13a58ba97bf6c38dcb1d0a7d6fb241a093917de3df",
        signature: "e86b316c997119d61e38dd4d629250d9b7128df6aabd8e2679d6836a2d4f43e642339c3d1d9bde090eb223d73009805a853e37adbfef1d0c7029160c6f8f9b01" },
    Case { what: "holds only eightfold, R of mixed order", lenient: false, message: "edge 0",
        key: "8d8bf4bad44c7f53f7d2e79eed493336b54f378037af042932a0c9b34fac5ce9",
        signature: "151b7b674568ee5f6a7a745a0b4cc451aee587348e4da24b114aa531a2779ca7c72b6cec34279158cbc609fe90c406ed97c27ced6ea6f2291f29f4276c875800" },
];

fn ours(case: &Case) -> bool {
    let (key, signature) = bytes(case);
    let key = SignerKey::new(&KeyData::Ed25519(Ed25519PublicKey(key)));
    key.is_some_and(|key| holds(&key, case.message.as_bytes(), &signature))
}

fn lenient(case: &Case) -> bool {
    let (key, signature) = bytes(case);
    let signature = ed25519_dalek::Signature::from_bytes(&signature);
    ed25519_dalek::VerifyingKey::from_bytes(&key)
        .is_ok_and(|key| key.verify(case.message.as_bytes(), &signature).is_ok())
}

fn bytes(case: &Case) -> ([u8; 32], [u8; 64]) {
    let read = |hex| hex::decode(hex).unwrap();
    (
        read(case.key).try_into().unwrap(),
        read(case.signature).try_into().unwrap(),
    )
}

#[test]
fn a_signature_has_one_form_and_one_message() {
    for case in &GOOD {
        assert!(ours(case) && lenient(case), "{}", case.what);
    }
    for case in &BAD {
        assert!(!ours(case), "{}", case.what);
        assert_eq!(lenient(case), case.lenient, "{}", case.what);
    }
    let strictness = BAD.iter().filter(|case| case.lenient).count();
    assert!(
        strictness > 10,
        "cases that only a strict check refuses: {strictness}"
    );
}

#[test]
fn a_signature_of_another_length_is_none() {
    let (key, signature) = bytes(&GOOD[0]);
    let key = SignerKey::new(&KeyData::Ed25519(Ed25519PublicKey(key))).unwrap();
    let message = GOOD[0].message.as_bytes();
    let longer = [signature.as_slice(), &[0]].concat();
    for bad in [&[], &signature[..63], &longer] {
        assert!(!holds(&key, message, bad));
    }
}
/// What others found out the hard way: Project Wycheproof's vectors.
#[test]
fn the_vectors_of_wycheproof_hold() {
    let empty_or_hex = |field: &str| match field {
        "-" => Vec::new(),
        hex => hex::decode(hex).unwrap(),
    };
    let vectors = include_str!("vectors/wycheproof-ed25519.txt");
    let mut valid = 0;
    for line in vectors.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(' ').collect();
        let [number, verdict, key, message, signature] = fields[..] else {
            panic!("{line}");
        };
        let key = hex::decode(key).unwrap().try_into().unwrap();
        let key = SignerKey::new(&KeyData::Ed25519(Ed25519PublicKey(key)));
        let (message, signature) = (empty_or_hex(message), empty_or_hex(signature));
        let found = key.is_some_and(|key| holds(&key, &message, &signature));
        assert_eq!(found, verdict == "valid", "number {number}");
        valid += usize::from(found);
    }
    assert_eq!((valid, vectors.lines().count()), (88, 153));
}
