-- What the finished sales of a business day have to say, packed together: a report over a year reads
-- some hundred of these where it would read a million sales. Made when the day is over, thrown away
-- when a sale of it changes, and made anew; `storage/reports/packs` does both. Numbers are never given
-- twice, so that what was added up from a pack can be kept by its number.
CREATE TABLE IF NOT EXISTS report_pack (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    store INTEGER NOT NULL REFERENCES store (no),
    -- The last business day of its sales, and the first one of any of them.
    day INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    sales BLOB NOT NULL,
    UNIQUE (store, day)
) STRICT;
