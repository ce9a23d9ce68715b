//! Zip files made field by field, so that they can be made to be read differently by different
//! programs.

/// One entry of a zip, every field free. Two values: in the local header, in the directory.
#[derive(Clone)]
pub struct Raw {
    pub name: [Vec<u8>; 2],
    pub content: Vec<u8>,
    pub version: [u16; 2],
    pub flags: [u16; 2],
    pub method: [u16; 2],
    pub date: [u16; 2],
    pub crc: [u32; 2],
    pub size: [u32; 2],
    pub extra: [Vec<u8>; 2],
    pub comment: Vec<u8>,
    pub made_by: u16,
    pub attributes: u32,
    pub descriptor: bool,
}

impl Raw {
    pub fn new(name: &[u8], content: &[u8]) -> Self {
        Self {
            name: [name.to_vec(), name.to_vec()],
            content: content.to_vec(),
            version: [20; 2],
            flags: [0; 2],
            method: [0; 2],
            date: [0x21; 2],
            crc: [crc32fast::hash(content); 2],
            size: [content.len() as u32; 2],
            extra: [Vec::new(), Vec::new()],
            comment: Vec::new(),
            made_by: 20,
            attributes: 0,
            descriptor: false,
        }
    }

    fn common(&self, at: usize, out: &mut Vec<u8>) {
        for field in [
            self.version[at],
            self.flags[at],
            self.method[at],
            0,
            self.date[at],
        ] {
            out.extend(field.to_le_bytes());
        }
        for field in [self.crc[at], self.size[at], self.size[at]] {
            out.extend(field.to_le_bytes());
        }
        out.extend((self.name[at].len() as u16).to_le_bytes());
        out.extend((self.extra[at].len() as u16).to_le_bytes());
    }
}

/// The entries as a zip, whatever they say.
pub fn zip(raws: &[Raw], comment: &[u8]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for raw in raws {
        let offset = out.len() as u32;
        out.extend(b"PK\x03\x04");
        raw.common(0, &mut out);
        out.extend(&raw.name[0]);
        out.extend(&raw.extra[0]);
        out.extend(&raw.content);
        if raw.descriptor {
            out.extend(b"PK\x07\x08");
            out.extend(raw.crc[1].to_le_bytes());
            out.extend(raw.size[1].to_le_bytes());
            out.extend(raw.size[1].to_le_bytes());
        }
        directory.extend(b"PK\x01\x02");
        directory.extend(raw.made_by.to_le_bytes());
        raw.common(1, &mut directory);
        directory.extend((raw.comment.len() as u16).to_le_bytes());
        directory.extend([0; 4]);
        directory.extend(raw.attributes.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&raw.name[1]);
        directory.extend(&raw.extra[1]);
        directory.extend(&raw.comment);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((raws.len() as u16).to_le_bytes());
    out.extend((raws.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend((comment.len() as u16).to_le_bytes());
    out.extend(comment);
    out
}
