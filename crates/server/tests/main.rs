//! The server from outside: real requests over real connections, against a data folder of its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that cannot go on has failed"
)]

mod support;

mod backoffice;
mod devices;
mod durability;
mod first_copy;
mod goods;
mod goods_in_parts;
mod identity;
mod importing;
mod isolation;
mod leases;
mod lists;
mod live;
mod openapi;
mod packs;
mod pull;
mod push;
mod report_files;
mod reports;
mod running;
mod sign_in;
mod site;
mod switch;
