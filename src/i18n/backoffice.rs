//! What BackOffice says.
//!
//! It must not know where it is said.

use super::messages;

messages! {
    /// What BackOffice says.
    BackOffice;
    title: "BackOffice",
}
