-- Figures of the reports; `storage/reports` keeps and reads them. Everything here can be computed anew
-- from the sales and the log, but for `report_heard`.

-- Texts that figures are keyed by (ids, names of tables, taxes, methods), each once; 0 is for none.
CREATE TABLE IF NOT EXISTS report_key (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    text TEXT NOT NULL,
    UNIQUE (store, text)
) STRICT;

-- What a sale adds to the figures, packed: exactly this is taken off again when it changes.
CREATE TABLE IF NOT EXISTS report_sale (
    no INTEGER PRIMARY KEY REFERENCES listed_sale (no),
    store INTEGER NOT NULL REFERENCES store (no),
    open INTEGER NOT NULL,
    -- The first and the last business day that it has to do with, in days since 1970.
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    facts BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS report_sale_open ON report_sale (store) WHERE open = 1;
CREATE INDEX IF NOT EXISTS report_sale_days ON report_sale (store, last_day, first_day);

-- Sums by business day and dimension, of all and narrowed down by one thing.
CREATE TABLE IF NOT EXISTS report_figure (
    store INTEGER NOT NULL REFERENCES store (no),
    narrowed INTEGER NOT NULL,
    by_key INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    day INTEGER NOT NULL,
    key INTEGER NOT NULL,
    second INTEGER NOT NULL,
    a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL, d INTEGER NOT NULL,
    e INTEGER NOT NULL, f INTEGER NOT NULL, g INTEGER NOT NULL, h INTEGER NOT NULL,
    i INTEGER NOT NULL, j INTEGER NOT NULL,
    PRIMARY KEY (store, narrowed, by_key, dimension, day, key, second)
) STRICT, WITHOUT ROWID;

-- Entries of the log that a report tells of: exceptions, hand-overs to others, late arrivals.
CREATE TABLE IF NOT EXISTS report_event (
    store INTEGER NOT NULL REFERENCES store (no),
    position INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    day INTEGER NOT NULL,
    made_ms INTEGER NOT NULL,
    server_ms INTEGER NOT NULL,
    sale_id BLOB,
    -- The line or tender that it is about, and units, a price difference or an amount.
    part BLOB,
    amount INTEGER NOT NULL,
    employee_id BLOB NOT NULL,
    approved_by BLOB,
    register_id BLOB,
    reason TEXT,
    -- None while it does not stand, such as a void that was taken back.
    worth INTEGER,
    PRIMARY KEY (store, position, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS report_event_day ON report_event (store, day, kind);
CREATE INDEX IF NOT EXISTS report_event_sale ON report_event (store, sale_id);

-- What was heard of registers; it is in no log.
CREATE TABLE IF NOT EXISTS report_heard (
    store INTEGER NOT NULL REFERENCES store (no),
    day INTEGER NOT NULL,
    register_id BLOB NOT NULL,
    observed_ms INTEGER NOT NULL,
    live_ms INTEGER NOT NULL,
    silence_ms INTEGER NOT NULL,
    unsent INTEGER NOT NULL,
    hand_overs INTEGER NOT NULL,
    PRIMARY KEY (store, day, register_id)
) STRICT, WITHOUT ROWID;

-- By which clock the figures were added up, and how far they are.
CREATE TABLE IF NOT EXISTS report_state (
    store INTEGER PRIMARY KEY REFERENCES store (no),
    build INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    day_begins INTEGER NOT NULL,
    -- Where computing them anew stands: sales done, entries done; none when all is done.
    sales_done INTEGER,
    entries_done INTEGER
) STRICT;
