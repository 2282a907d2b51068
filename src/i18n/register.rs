//! What the register says.
//!
//! It must not know where it is said.

use super::messages;

messages! {
    /// What the register says.
    Register;
    title: "Register",
}
