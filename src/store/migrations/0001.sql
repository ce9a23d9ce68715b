-- The first schema. A migration is never edited once released: a change is a new file.

-- This installation. Set-up, restore and salvage give it a new device id.
CREATE TABLE installation (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    device TEXT NOT NULL,
    -- Something was erased whose traces may not be wiped yet: the next opening does it. 1 texts,
    -- 2 sealed files and texts.
    traces INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE cases (
    number  INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    -- What a list of cases shows, made by the caller and made again at will. Never evidence.
    summary TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE devices (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE
) STRICT;

-- The journals of all cases, in the order of arrival and with no index: an answer then changes
-- one page of one b-tree, which keeps it at one sync and two writes. A case's entries lie in
-- runs: a run begins at an arrival number and ends where the next one begins.
CREATE TABLE entries (
    arrival INTEGER PRIMARY KEY,
    device  INTEGER NOT NULL REFERENCES devices (number),
    seq     INTEGER NOT NULL,
    clock   INTEGER NOT NULL,
    line    BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
    first       INTEGER PRIMARY KEY,
    case_number INTEGER NOT NULL REFERENCES cases (number)
) STRICT;
CREATE INDEX runs_of_case ON runs (case_number, first);

CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entries_keep BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER runs_stay BEFORE DELETE ON runs
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER runs_keep BEFORE UPDATE ON runs
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER devices_stay BEFORE DELETE ON devices
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER devices_keep BEFORE UPDATE ON devices
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER cases_stay BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER cases_keep BEFORE UPDATE OF number, id ON cases
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Free text that entries name by id. Deleting one is its redaction; changing one is refused.
CREATE TABLE texts (
    case_number INTEGER NOT NULL REFERENCES cases (number),
    id          BLOB NOT NULL,
    nonce       TEXT NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (case_number, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER texts_keep BEFORE UPDATE ON texts
BEGIN SELECT RAISE(ABORT, 'a text is never changed'); END;

-- Text while it is typed. By the case's id, or none, because a form may be typed before its case
-- begins.
CREATE TABLE drafts (
    case_id TEXT NOT NULL,
    target  TEXT NOT NULL,
    text    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (case_id, target)
) STRICT, WITHOUT ROWID;

-- Notes to self: backed up, never journalled, never exported.
CREATE TABLE private_notes (
    case_id TEXT NOT NULL,
    target  TEXT NOT NULL,
    text    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (case_id, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE packs (
    number  INTEGER PRIMARY KEY,
    sha256  BLOB NOT NULL UNIQUE,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE packets (
    number  INTEGER PRIMARY KEY,
    sha256  BLOB NOT NULL UNIQUE,
    case_id TEXT NOT NULL,
    issue   INTEGER NOT NULL
) STRICT;

-- What was signed, byte for byte. Chunks alone may be deleted, for a redaction.
CREATE TABLE seals (
    number      INTEGER PRIMARY KEY,
    case_number INTEGER NOT NULL REFERENCES cases (number),
    step        INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    manifest    BLOB NOT NULL,
    sealed_at   TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    UNIQUE (case_number, step, revision)
) STRICT;
CREATE TABLE sealed_files (
    number INTEGER PRIMARY KEY,
    seal   INTEGER NOT NULL REFERENCES seals (number),
    path   TEXT NOT NULL,
    size   INTEGER NOT NULL,
    crc32  INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    UNIQUE (seal, path)
) STRICT;
CREATE TABLE sealed_chunks (
    number  INTEGER PRIMARY KEY,
    file    INTEGER NOT NULL REFERENCES sealed_files (number),
    ordinal INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (file, ordinal)
) STRICT;
CREATE TRIGGER seals_stay BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER seals_keep BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER sealed_files_stay BEFORE DELETE ON sealed_files
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER sealed_files_keep BEFORE UPDATE ON sealed_files
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;
CREATE TRIGGER sealed_chunks_keep BEFORE UPDATE ON sealed_chunks
BEGIN SELECT RAISE(ABORT, 'what was signed stays'); END;

-- The highest revision seen of each step: a lower one is stale, an equal other one a fork, and a
-- higher one must go on from its journals.
CREATE TABLE revisions (
    case_id       TEXT NOT NULL,
    step          INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    manifest      BLOB NOT NULL,
    sealed_at     TEXT NOT NULL,
    -- JSON: device, number and head of each journal of a survey.
    journal       TEXT NOT NULL,
    -- The lowest revision seen, from which all since go on.
    followed_from INTEGER NOT NULL,
    PRIMARY KEY (case_id, step)
) STRICT, WITHOUT ROWID;

-- Where the person stopped, and settings.
CREATE TABLE places (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
