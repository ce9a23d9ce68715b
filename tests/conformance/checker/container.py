"""FORMAT.md, Container: the canonical zip, rebuilt record by record."""

import re
import struct

from . import Refused

DEVICES = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(10)}


class Entry:
    def __init__(self, name, crc, size, offset):
        self.name, self.crc, self.size, self.offset = name, crc, size, offset

    def common(self):
        head = struct.pack("<HHHHH", 20, 0, 0, 0, 0x21)
        return head + struct.pack("<IIIHH", self.crc, self.size, self.size, len(self.name), 0)

    def local(self):
        return b"PK\x03\x04" + self.common() + self.name

    def central(self):
        offset = struct.pack("<I", self.offset)
        return b"PK\x01\x02" + struct.pack("<H", 20) + self.common() + bytes(10) + offset + self.name


def check_name(name, files, folders):
    if not 1 <= len(name) <= 100 or not re.fullmatch(rb"[A-Za-z0-9._/-]+", name):
        raise Refused("name")
    segments = name.decode().split("/")
    if not 2 <= len(segments) <= 3:
        raise Refused("name")
    for segment in segments:
        stem = segment.split(".")[0].lower()
        if not segment or segment[0] in ".-" or segment[-1] == "." or stem in DEVICES:
            raise Refused("name")
    folded = name.decode().lower()
    above = [folded[:at] for at, letter in enumerate(folded) if letter == "/"]
    if folded in folders or folded in files or any(folder in files for folder in above):
        raise Refused("name")
    files.add(folded)
    folders.update(above)


def read(data):
    """The files of a container by name, with the CRC-32 that each must have."""
    if len(data) < 22 or len(data) > 2 << 30:
        raise Refused("size")
    end_at = len(data) - 22
    count, size, offset = struct.unpack_from("<HII", data, end_at + 10)
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHIIH", count, count, size, offset, 0)
    fits = offset + size == end_at and 1 <= count <= 2048 and size <= count * 146
    if data[end_at:] != end or not fits:
        raise Refused("end-record")
    entries, at, expected = [], offset, 0
    for _ in range(count):
        if at + 46 > end_at:
            raise Refused("directory")
        crc, entry_size, _, name_length = struct.unpack_from("<IIIH", data, at + 16)
        (entry_offset,) = struct.unpack_from("<I", data, at + 42)
        entry = Entry(data[at + 46 : at + 46 + name_length], crc, entry_size, entry_offset)
        record = entry.central()
        ascending = not entries or entries[-1].name <= entry.name
        if data[at : at + len(record)] != record or at + len(record) > end_at:
            raise Refused("directory")
        if not ascending or entry.offset != expected:
            raise Refused("directory")
        entries.append(entry)
        at += len(record)
        expected += 30 + len(entry.name) + entry.size
    if at != end_at or expected != offset:
        raise Refused("directory")
    files, folders = set(), set()
    for entry in entries:
        check_name(entry.name, files, folders)
    contents = {}
    for entry in entries:
        local = entry.local()
        if data[entry.offset : entry.offset + len(local)] != local:
            raise Refused("local-header")
        start = entry.offset + len(local)
        contents[entry.name.decode()] = (data[start : start + entry.size], entry.crc)
    return contents
