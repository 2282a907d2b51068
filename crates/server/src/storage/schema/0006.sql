-- Lists that managers gave a name to: the address that shows one, and its columns.
CREATE TABLE saved_view (
    store INTEGER NOT NULL REFERENCES store (no),
    owner BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    shared INTEGER NOT NULL,
    place TEXT NOT NULL,
    columns TEXT NOT NULL,
    PRIMARY KEY (store, owner, id),
    UNIQUE (store, owner, name)
) STRICT, WITHOUT ROWID;
