//! The three records of the container, written from the few fields that may differ.
//!
//! The reader never interprets a record: it builds the record again from name, checksum, size
//! and offset and requires equality, so no two readers can understand a bundle differently.

/// The record at the end of the file, in bytes.
pub const END_LENGTH: usize = 22;
/// An entry of the directory without its name, in bytes.
pub const CENTRAL_LENGTH: usize = 46;
/// A header before an entry's content without its name, in bytes.
pub const LOCAL_LENGTH: usize = 30;

const LOCAL_MARK: &[u8] = b"PK\x03\x04";
const CENTRAL_MARK: &[u8] = b"PK\x01\x02";
/// Begins the record at the end of the file.
pub const END_MARK: &[u8] = b"PK\x05\x06";

/// Version 2.0, written on no particular system.
const VERSION: [u8; 2] = 20_u16.to_le_bytes();
/// No flags, stored: two numbers of two bytes, all zero.
const PLAIN: [u8; 4] = [0; 4];
/// 1980-01-01 00:00:00, the first moment that the format can say.
const DATE: [u8; 4] = [0, 0, 0x21, 0];

/// What may differ between two entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields<'a> {
    /// The name.
    pub name: &'a [u8],
    /// The CRC-32 of the content.
    pub crc: u32,
    /// The size of the content, in bytes.
    pub size: u32,
    /// Where the local header begins.
    pub offset: u32,
}

impl Fields<'_> {
    /// What the local header and the directory have in common, from the version on.
    fn common(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&VERSION);
        out.extend_from_slice(&PLAIN);
        out.extend_from_slice(&DATE);
        out.extend_from_slice(&self.crc.to_le_bytes());
        out.extend_from_slice(&self.size.to_le_bytes());
        out.extend_from_slice(&self.size.to_le_bytes());
        let name_length = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(&name_length.to_le_bytes());
        out.extend_from_slice(&[0, 0]); // no extra fields
    }

    /// The header before the content.
    pub fn local(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(LOCAL_LENGTH + self.name.len());
        out.extend_from_slice(LOCAL_MARK);
        self.common(&mut out);
        out.extend_from_slice(self.name);
        out
    }

    /// The entry of the directory.
    pub fn central(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(CENTRAL_LENGTH + self.name.len());
        out.extend_from_slice(CENTRAL_MARK);
        out.extend_from_slice(&VERSION);
        self.common(&mut out);
        out.extend_from_slice(&[0; 10]); // no comment, first disk, no attributes
        out.extend_from_slice(&self.offset.to_le_bytes());
        out.extend_from_slice(self.name);
        out
    }
}

/// What an entry takes of a container in bytes, both headers included, by the length of its name
/// and the size of its content.
pub fn room(name_length: usize, size: u64) -> u64 {
    let headers = LOCAL_LENGTH + CENTRAL_LENGTH + 2 * name_length;
    size.saturating_add(headers as u64)
}

/// The record at the end of the file.
pub fn end(count: u16, directory_size: u32, directory_offset: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(END_LENGTH);
    out.extend_from_slice(END_MARK);
    out.extend_from_slice(&PLAIN); // first disk, directory there too
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&directory_size.to_le_bytes());
    out.extend_from_slice(&directory_offset.to_le_bytes());
    out.extend_from_slice(&[0, 0]); // no comment
    out
}

/// The two-byte number at `at`, if the bytes reach that far.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

/// The four-byte number at `at`, if the bytes reach that far.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(field.try_into().ok()?))
}

/// Reads the fields of the directory entry that begins at `at`, believing nothing else of it.
pub fn fields_at(directory: &[u8], at: usize) -> Option<Fields<'_>> {
    let record = directory.get(at..)?;
    let name_length = usize::from(u16_at(record, 28)?);
    Some(Fields {
        crc: u32_at(record, 16)?,
        size: u32_at(record, 24)?,
        offset: u32_at(record, 42)?,
        name: record.get(CENTRAL_LENGTH..CENTRAL_LENGTH.checked_add(name_length)?)?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn records_have_their_lengths_and_facts_are_read_back() {
        let fields = Fields {
            name: b"00-survey/step.json",
            crc: 0xdead_beef,
            size: 77,
            offset: 1234,
        };
        assert_eq!(fields.local().len(), LOCAL_LENGTH + fields.name.len());
        let central = fields.central();
        assert_eq!(central.len(), CENTRAL_LENGTH + fields.name.len());
        assert_eq!(fields_at(&central, 0), Some(fields));
        assert_eq!(fields_at(&central[..central.len() - 1], 0), None);
        assert_eq!(end(1, 2, 3).len(), END_LENGTH);
    }
}
