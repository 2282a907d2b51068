//! The device's engine against the server's, step by step: no clock, no chance, and whatever the
//! test wants to go wrong.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable
)]

mod archive;
mod connection;
mod first_copy;
mod follow;
mod identity;
mod layout;
mod leases;
mod reviews;
mod shop;
mod storage;
mod switch;
mod till;
mod versions;
mod walk;
