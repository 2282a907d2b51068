//! What the way in to a register or a phone says.
//!
//! It must not know where it is said.

use super::messages;

messages! {
    /// What the way in to a register or a phone says.
    Door;
    activate_register: "Activate this register",
    activate_phone: "Activate this phone",
    activate_hint: "A manager finds the code in BackOffice, under Registers.",
    activate_code: "Activation code",
    activate: "Activate",
    who_sells: "Who is selling?",
    who_is_there: "Who are you?",
    no_people: "Nobody to choose from yet",
    no_people_hint: "The people of the store come with the first connection to the server.",
    other_person: "Somebody else",
    wrong_pin: "That is not the PIN. Try again.",
    ;
    pin_of(name: &str): format!("PIN of {name}"),
}
