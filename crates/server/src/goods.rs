//! Goods: what comes of two who change one product at once, and of a table that somebody brings in.
//! Pure, but for `running` and `rates`, which write a part at a time. It must not know SQL or HTTP.

pub(crate) mod columns;
pub(crate) mod export;
pub(crate) mod merge;
pub(crate) mod picture;
pub(crate) mod plan;
pub(crate) mod plan_cells;
pub(crate) mod rates;
pub(crate) mod running;
