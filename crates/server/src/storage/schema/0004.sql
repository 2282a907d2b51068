-- How long people were signed in, and the pictures of receipts. Sessions that are there already begin
-- to count when they are next begun.

CREATE TABLE signed_in (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    employee_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    began_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT;

CREATE INDEX signed_in_began ON signed_in (store, began_ms);
CREATE INDEX signed_in_standing ON signed_in (token_hash) WHERE ended_ms IS NULL;

-- Sessions end in many places (signing out, expiry, whoever ends a device or a person): written here
-- once, so that none of them forgets it. A session lasts twelve hours from its last use; one that ran
-- out ended with that use, not with whoever noticed.
CREATE TRIGGER session_began AFTER INSERT ON session BEGIN
    INSERT INTO signed_in (store, employee_id, token_hash, began_ms)
    VALUES (NEW.store, NEW.employee_id, NEW.token_hash, NEW.expires_ms - 43200000);
END;

CREATE TRIGGER session_ended AFTER DELETE ON session BEGIN
    UPDATE signed_in SET ended_ms = max(began_ms, CASE
        WHEN OLD.expires_ms <= unixepoch('subsec') * 1000 THEN OLD.expires_ms - 43200000
        ELSE CAST(unixepoch('subsec') * 1000 AS INTEGER) END)
    WHERE token_hash = OLD.token_hash AND ended_ms IS NULL;
END;

-- Pictures of receipts, by the hash of what is in them.
CREATE TABLE logo (
    store INTEGER NOT NULL REFERENCES store (no),
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (store, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX logo_name ON logo (name);
