//! Tests of `apply`, by what they are about.

mod conserved;
mod merging;
mod shop;
mod together;
