//! What was done to a sale, in sentences that follow a name: "Sam" "added 2 × Flat white".
//!
//! It must not know who reads it.

use super::{counted, messages};

messages! {
    /// What was done to a sale, in sentences.
    Changes;
    unreadable: "did something that this version cannot read",
    item: "an item",
    removed_note: "took the note away",
    removed_name: "took the name away",
    off_table: "took it off its table",
    no_customer: "took the customer away",
    no_guests: "took the number of guests away",
    no_discount: "took the discount back",
    closed: "closed the sale",
    quantity_had_changed: "The quantity had changed meanwhile; the difference counted.",
    already_finished: "The sale was finished already.",
    followed_merge: "The sale had been merged; the change went to the other one.",
    elsewhere: "It is on another sale.",
    review: "A review was raised.",
    ;
    opened(items: u64): match items {
        0 => "opened the sale".to_owned(),
        items => format!("opened the sale with {}", counted(items, "item", "items")),
    },
    added(quantity: String, item: &str): format!("added {quantity} × {item}"),
    more(quantity: String, item: &str): format!("added {quantity} more of {item}"),
    fewer(quantity: String, item: &str): format!("took {quantity} of {item} off"),
    set_quantity(item: &str, to: String): format!("set {item} to {to}"),
    removed(item: &str): format!("removed {item}"),
    priced(item: &str, price: String): format!("set the price of {item} to {price}"),
    modified(item: &str): format!("changed the extras of {item}"),
    line_discount(item: &str): format!("changed the discount on {item}"),
    line_note(item: &str): format!("changed the note on {item}"),
    named(name: &str): format!("named it \u{201c}{name}\u{201d}"),
    noted(note: &str): format!("noted \u{201c}{note}\u{201d}"),
    guests(count: u64): format!("set {}", counted(count, "guest", "guests")),
    table(name: &str): format!("put it on {name}"),
    customer(name: &str): format!("said it is for {name}"),
    owner(name: String): format!("gave it to {name}"),
    discount(off: String): format!("took {off} off"),
    took(amount: String, method: &str): format!("took {amount} by {method}"),
    gave_back(amount: String, method: &str): format!("gave {amount} back by {method}"),
    voided(reason: &str): format!("voided the sale: {reason}"),
    because(reason: &str): format!("Reason: {reason}"),
    took_what_was_there(quantity: String): format!("Only {quantity} were left to take off."),
    total_had_changed(total: String): format!("The total had changed to {total} meanwhile."),
    still_due(due: String): format!("It stayed open: {due} was still due."),
}
