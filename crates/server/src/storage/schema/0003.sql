-- What a list of products is searched, filtered and sorted by; kept up with every write of a product.
CREATE TABLE listed_product (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    id BLOB NOT NULL,
    -- Without accents and large letters.
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    shelf TEXT NOT NULL,
    category TEXT NOT NULL,
    price INTEGER NOT NULL,
    off_sale INTEGER NOT NULL,
    search TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (store, id)
) STRICT;

CREATE INDEX product_by_name ON listed_product (store, name);
CREATE INDEX product_by_code ON listed_product (store, code);
CREATE INDEX product_by_category ON listed_product (store, category);

INSERT INTO listed_product
    (store, id, name, code, shelf, category, price, off_sale, search, version)
SELECT store, id, folded(body ->> 'name'), folded(body ->> 'code'), folded(body ->> 'category'),
    body ->> 'category', body ->> 'price', 0,
    folded((body ->> 'name') || char(10) || (body ->> 'code') || char(10) || (body ->> 'category')),
    version
FROM entity WHERE kind = 'product' AND gone = 0;

CREATE TABLE product_barcode (
    store INTEGER NOT NULL REFERENCES store (no),
    product BLOB NOT NULL,
    barcode TEXT NOT NULL,
    PRIMARY KEY (store, product, barcode)
) STRICT, WITHOUT ROWID;

CREATE INDEX product_of_barcode ON product_barcode (store, barcode);

-- Each price that a product was given, by whom; from this build on.
CREATE TABLE product_price (
    no INTEGER PRIMARY KEY,
    store INTEGER NOT NULL REFERENCES store (no),
    product BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    employee BLOB,
    price INTEGER NOT NULL,
    before INTEGER,
    way TEXT NOT NULL
) STRICT;

CREATE INDEX price_of_product ON product_price (store, product, no);

-- Pictures of products, made small, by the hash of their bytes.
CREATE TABLE picture (
    store INTEGER NOT NULL REFERENCES store (no),
    hash TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (store, hash)
) STRICT;

-- Tables that somebody brought in. What is to be written is staged first, and then written a part at a
-- time; how far that is stands here, in the same transaction.
CREATE TABLE goods_import (
    store INTEGER NOT NULL REFERENCES store (no),
    id BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    employee BLOB NOT NULL,
    bytes BLOB NOT NULL,
    reading TEXT,
    state TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (store, id)
) STRICT;

CREATE TABLE goods_import_row (
    store INTEGER NOT NULL REFERENCES store (no),
    import BLOB NOT NULL,
    no INTEGER NOT NULL,
    before TEXT,
    after TEXT NOT NULL,
    PRIMARY KEY (store, import, no)
) STRICT, WITHOUT ROWID;

-- How somebody matched the columns of a table with these heads.
CREATE TABLE goods_columns (
    store INTEGER NOT NULL REFERENCES store (no),
    heads TEXT NOT NULL,
    columns TEXT NOT NULL,
    PRIMARY KEY (store, heads)
) STRICT, WITHOUT ROWID;
