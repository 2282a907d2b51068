-- Tax rates that became others, kept until every product that bore them bears the new ones; and the
-- product up to which that is so.
CREATE TABLE rate_change (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    device BLOB NOT NULL,
    employee BLOB NOT NULL,
    replaced TEXT NOT NULL,
    product INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX rate_change_of_store ON rate_change (store, no);
