//! Tests of the device engine: see the crate's tests.
