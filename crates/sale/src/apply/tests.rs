//! Tests of `apply`, by what they are about.

mod cash;
mod conserved;
mod fields;
mod layout;
mod merging;
mod permissions;
mod reviews;
mod shop;
mod splitting;
mod together;
