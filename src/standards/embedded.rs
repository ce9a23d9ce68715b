//! The packs, rules and sample that come with the program.

use super::{Problem, read_pack_again, read_packet, read_program};
use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::program::rules::Program;
use crate::domain::values::digest::Digest;
use std::sync::{Arc, OnceLock};

/// A pack that comes with the program, as it stands in its file.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its id.
    pub id: &'static str,
    /// The exact bytes that a visit is pinned to.
    pub bytes: &'static [u8],
}

/// The packs that come with the program; the first is offered first.
pub const EMBEDDED: [Embedded; 2] = [
    Embedded {
        id: "qcp-2016",
        bytes: include_bytes!("../../standards/qcp-2016.json"),
    },
    Embedded {
        id: "qcp-2024",
        bytes: include_bytes!("../../standards/qcp-2024.json"),
    },
];

/// A pack with what pins a visit to it.
#[derive(Clone, Debug)]
pub struct Pinned {
    /// The pack.
    pub pack: Arc<Pack>,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Its bytes.
    pub bytes: &'static [u8],
}

/// The pack with this id, if it comes with the program. It is read once.
///
/// # Errors
/// When no such pack comes with the program.
pub fn embedded_pack(id: &str) -> Result<Pinned, Vec<Problem>> {
    static READ: [OnceLock<Result<Pinned, Vec<Problem>>>; EMBEDDED.len()] =
        [const { OnceLock::new() }; EMBEDDED.len()];
    let found = EMBEDDED
        .iter()
        .zip(&READ)
        .find(|(embedded, _)| embedded.id == id);
    match found {
        Some((embedded, read)) => read
            .get_or_init(|| {
                // Checked by the tests, so it is read as quickly as one that was checked before.
                let digest = Digest::of(embedded.bytes);
                Ok(Pinned {
                    pack: read_pack_again(embedded.bytes, &digest)?,
                    digest,
                    bytes: embedded.bytes,
                })
            })
            .clone(),
        None => Err(vec![Problem::whole(
            format!(
                "no pack \"{}\" comes with this onsite",
                super::json::reader::clean(id)
            ),
            format!(
                "Load the pack's file, or choose one of: {}.",
                EMBEDDED.map(|embedded| embedded.id).join(", ")
            ),
        )]),
    }
}

/// The program rules that come with the program.
///
/// # Errors
/// Never in a released version; a test reads them.
pub fn embedded_program() -> Result<Program, Vec<Problem>> {
    read_program(include_bytes!("../../standards/program.json"))
}

/// The sample packet, TRAINING, as bytes and read.
///
/// # Errors
/// Never in a released version; a test reads it.
pub fn sample_packet() -> Result<(&'static [u8], Packet), Vec<Problem>> {
    let bytes = include_bytes!("../../standards/sample-packet.json");
    Ok((bytes, read_packet(bytes)?))
}
