//! What was done to a sale, in sentences.
//!
//! It must not know who reads it.

use super::messages;

messages! {
    /// What was done to a sale, in sentences.
    Changes;
    title: "History",
}
