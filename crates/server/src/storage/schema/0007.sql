-- Lists of sales that take as long beside a million finished sales as beside ten thousand: an index
-- for each sorting, filtered or not; small numbers for registers and employees, with their names; how
-- many there are, counted as they are written; and every three letters of what a sale is known by.
-- All of it is made anew from the sales, by `listing::catch_up` at the start of this build.

DROP TABLE sale_words;
DROP TABLE listed_sale;

-- What registers and employees are called, folded for sorting. Number 0 stands for none.
CREATE TABLE listed_name (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (store, kind, id)
) STRICT;

-- The number is the entity's.
CREATE TABLE listed_sale (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    finished INTEGER NOT NULL,
    -- 0 open, 1 closed, 2 voided, 3 merged, 4 not to be read by this build.
    status INTEGER NOT NULL,
    register_no INTEGER NOT NULL,
    owner_no INTEGER NOT NULL,
    opened_at_ms INTEGER NOT NULL,
    closed_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL,
    total INTEGER NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    search TEXT NOT NULL
) STRICT;

-- Open sales are few and change often: one index. Finished ones are many and stand.
CREATE INDEX open_opened ON listed_sale (store, opened_at_ms) WHERE finished = 0;
CREATE INDEX finished_all_opened_at_ms ON listed_sale (store, status, opened_at_ms)
    WHERE finished = 1;
CREATE INDEX finished_all_closed_at_ms ON listed_sale (store, status, closed_at_ms)
    WHERE finished = 1;
CREATE INDEX finished_all_version ON listed_sale (store, status, version)
    WHERE finished = 1;
CREATE INDEX finished_all_total ON listed_sale (store, status, total)
    WHERE finished = 1;
CREATE INDEX finished_all_number ON listed_sale (store, status, number)
    WHERE finished = 1;
CREATE INDEX finished_all_title ON listed_sale (store, status, title)
    WHERE finished = 1;
CREATE INDEX finished_register_opened_at_ms ON listed_sale (store, status, register_no, opened_at_ms)
    WHERE finished = 1;
CREATE INDEX finished_register_closed_at_ms ON listed_sale (store, status, register_no, closed_at_ms)
    WHERE finished = 1;
CREATE INDEX finished_register_version ON listed_sale (store, status, register_no, version)
    WHERE finished = 1;
CREATE INDEX finished_register_total ON listed_sale (store, status, register_no, total)
    WHERE finished = 1;
CREATE INDEX finished_register_number ON listed_sale (store, status, register_no, number)
    WHERE finished = 1;
CREATE INDEX finished_register_title ON listed_sale (store, status, register_no, title)
    WHERE finished = 1;
CREATE INDEX finished_owner_opened_at_ms ON listed_sale (store, status, owner_no, opened_at_ms)
    WHERE finished = 1;
CREATE INDEX finished_owner_closed_at_ms ON listed_sale (store, status, owner_no, closed_at_ms)
    WHERE finished = 1;
CREATE INDEX finished_owner_version ON listed_sale (store, status, owner_no, version)
    WHERE finished = 1;
CREATE INDEX finished_owner_total ON listed_sale (store, status, owner_no, total)
    WHERE finished = 1;
CREATE INDEX finished_owner_number ON listed_sale (store, status, owner_no, number)
    WHERE finished = 1;
CREATE INDEX finished_owner_title ON listed_sale (store, status, owner_no, title)
    WHERE finished = 1;

-- How many sales there are of each kind that lists count.
CREATE TABLE listed_count (
    store INTEGER NOT NULL,
    status INTEGER NOT NULL,
    register_no INTEGER NOT NULL,
    owner_no INTEGER NOT NULL,
    sales INTEGER NOT NULL,
    PRIMARY KEY (store, status, register_no, owner_no)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER listed_counted AFTER INSERT ON listed_sale BEGIN
    INSERT INTO listed_count VALUES (new.store, new.status, new.register_no, new.owner_no, 1)
        ON CONFLICT DO UPDATE SET sales = sales + 1;
END;

CREATE TRIGGER listed_moved AFTER UPDATE ON listed_sale
WHEN (old.status, old.register_no, old.owner_no) <> (new.status, new.register_no, new.owner_no) BEGIN
    UPDATE listed_count SET sales = sales - 1 WHERE store = old.store AND status = old.status
        AND register_no = old.register_no AND owner_no = old.owner_no;
    INSERT INTO listed_count VALUES (new.store, new.status, new.register_no, new.owner_no, 1)
        ON CONFLICT DO UPDATE SET sales = sales + 1;
END;

-- Every one, two and three letters of finished sales (`listing::grams`), under the sale's number.
-- Open ones are few enough to read.
CREATE VIRTUAL TABLE sale_grams USING fts5 (
    grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '8 12'
);

-- How far the sales are listed: up to the entity with this number. No row when all are.
CREATE TABLE listed_up_to (no INTEGER NOT NULL) STRICT;
INSERT INTO listed_up_to VALUES (0);
