//! What Pay says.
//!
//! It must not know where it is said.

use super::messages;

messages! {
    /// What Pay says.
    Pay;
    title: "Pay",
}
