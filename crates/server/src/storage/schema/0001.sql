-- Everything that belongs to a store is keyed by its number here, so that no statement can reach
-- another store's rows by an id alone (rule H4).

CREATE TABLE store (
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    epoch INTEGER NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    floor INTEGER NOT NULL DEFAULT 0,
    digest_count INTEGER NOT NULL DEFAULT 0,
    digest_hash INTEGER NOT NULL DEFAULT 0,
    chain BLOB NOT NULL,
    -- How many number prefixes were given to each surface (rule C7).
    registers INTEGER NOT NULL DEFAULT 0,
    pay_devices INTEGER NOT NULL DEFAULT 0,
    backoffice_devices INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What the engine knows of a device.
CREATE TABLE device (
    store INTEGER NOT NULL REFERENCES store (no),
    id BLOB NOT NULL UNIQUE,
    register_id BLOB,
    last_sequence INTEGER NOT NULL,
    sync_on INTEGER NOT NULL,
    handed_over_position INTEGER,
    handed_over_sequence INTEGER,
    PRIMARY KEY (store, id)
) STRICT, WITHOUT ROWID;

-- The rows that devices hold, and the finished sales that only BackOffice reads.
CREATE TABLE entity (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (store, kind, id)
) STRICT;

-- Two, so that a pull from the beginning steps over a million closed sales without seeing them.
CREATE INDEX entity_standing ON entity (store, version) WHERE gone = 0;
CREATE INDEX entity_gone ON entity (store, version) WHERE gone = 1;

-- What a list of sales is filtered and sorted by; kept up with every write of a sale.
CREATE TABLE listed_sale (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    id BLOB NOT NULL,
    finished INTEGER NOT NULL,
    status TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    search TEXT NOT NULL,
    register_id BLOB,
    owner BLOB,
    opened_at_ms INTEGER NOT NULL,
    closed_at_ms INTEGER NOT NULL,
    total INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (store, id)
) STRICT;

-- Open sales are few and change often: one index. Finished ones are many and stand: one a sorting.
CREATE INDEX listed_open ON listed_sale (store, finished, opened_at_ms);
CREATE INDEX listed_opened ON listed_sale (store, opened_at_ms);
CREATE INDEX finished_opened ON listed_sale (store, status, opened_at_ms) WHERE finished = 1;
CREATE INDEX finished_closed ON listed_sale (store, status, closed_at_ms) WHERE finished = 1;
CREATE INDEX finished_total ON listed_sale (store, status, total) WHERE finished = 1;
CREATE INDEX finished_number ON listed_sale (store, status, number) WHERE finished = 1;
CREATE INDEX finished_changed ON listed_sale (store, status, version) WHERE finished = 1;

-- The words of finished sales, under the listed sale's number. Open ones are few enough to read.
CREATE VIRTUAL TABLE sale_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61'
);

CREATE TABLE log (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    position INTEGER NOT NULL,
    device_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    mutation_id BLOB NOT NULL,
    employee_id BLOB NOT NULL,
    register_id BLOB,
    at_ms INTEGER NOT NULL,
    server_ms INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    change TEXT NOT NULL,
    outcome TEXT NOT NULL,
    fingerprint INTEGER NOT NULL,
    chain BLOB NOT NULL,
    UNIQUE (store, position)
) STRICT;

CREATE UNIQUE INDEX log_sent ON log (store, device_id, sequence) WHERE sequence > 0;
CREATE UNIQUE INDEX log_mutation ON log (store, mutation_id);

CREATE TABLE log_sale (
    store INTEGER NOT NULL REFERENCES store (no),
    sale_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (store, sale_id, position)
) STRICT, WITHOUT ROWID;

-- Mutations that came again under another device's number.
CREATE TABLE alias (
    store INTEGER NOT NULL REFERENCES store (no),
    device_id BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    mutation_id BLOB NOT NULL,
    PRIMARY KEY (store, device_id, sequence)
) STRICT, WITHOUT ROWID;

-- How a browser proves to be a device, and what was last heard of it.
CREATE TABLE access (
    store INTEGER NOT NULL REFERENCES store (no),
    device_id BLOB NOT NULL UNIQUE,
    surface TEXT NOT NULL,
    number_prefix TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    activated_ms INTEGER NOT NULL,
    last_seen_ms INTEGER,
    unsent INTEGER NOT NULL DEFAULT 0,
    cursor INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (store, device_id)
) STRICT, WITHOUT ROWID;

-- Every prefix of human numbers that was ever given: none is given twice (rule C7).
CREATE TABLE number_prefix (
    store INTEGER NOT NULL REFERENCES store (no),
    prefix TEXT NOT NULL,
    device_id BLOB NOT NULL,
    given_ms INTEGER NOT NULL,
    PRIMARY KEY (store, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE register_number (
    store INTEGER NOT NULL REFERENCES store (no),
    register_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    activations INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (store, register_id)
) STRICT, WITHOUT ROWID;

-- Secrets are kept as argon2id hashes; they are no part of the rows that sync.
CREATE TABLE employee_secret (
    store INTEGER NOT NULL REFERENCES store (no),
    employee_id BLOB NOT NULL,
    email TEXT UNIQUE,
    password_hash TEXT,
    pin_hash TEXT,
    PRIMARY KEY (store, employee_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    device_id BLOB NOT NULL,
    employee_id BLOB NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_device ON session (store, device_id);
CREATE INDEX session_expires ON session (expires_ms);

CREATE TABLE activation_code (
    code_hash BLOB PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    register_id BLOB,
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX activation_code_expires ON activation_code (expires_ms);

-- Wrong PINs, passwords and codes; the key is a hash of what is limited.
CREATE TABLE attempt (
    key BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    blocked_until_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attempt_updated ON attempt (updated_ms);
