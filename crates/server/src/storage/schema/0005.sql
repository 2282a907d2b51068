-- What devices say of themselves, what was done about them, and what needs a person.

ALTER TABLE access ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE access ADD COLUMN build TEXT;
ALTER TABLE access ADD COLUMN storage_kept INTEGER;
ALTER TABLE access ADD COLUMN clock_ahead_ms INTEGER;
-- When it was taken out of use (rule H6).
ALTER TABLE access ADD COLUMN out_ms INTEGER;

-- The subject is a register where there is one, else a device.
CREATE TABLE device_event (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    subject BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    employee_id BLOB,
    what TEXT NOT NULL
) STRICT;

CREATE INDEX device_event_subject ON device_event (store, subject, no);

CREATE TABLE watch_matter (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    amount INTEGER NOT NULL DEFAULT 0,
    usual INTEGER NOT NULL DEFAULT 0,
    opened_ms INTEGER NOT NULL,
    taken_by BLOB,
    ended_ms INTEGER,
    ended_by BLOB,
    ended_how TEXT NOT NULL DEFAULT '',
    -- When what it was about had gone; a new one may come from then on.
    over_ms INTEGER
) STRICT;

CREATE UNIQUE INDEX watch_matter_now ON watch_matter (store, kind, subject) WHERE over_ms IS NULL;
CREATE INDEX watch_matter_over ON watch_matter (store, over_ms);
