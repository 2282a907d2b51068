//! What Pay says.
//!
//! It must not know where it is said.

use super::{counted, messages};

messages! {
    /// What Pay says.
    Pay;
    title: "Pay",
    list_title: "Open sales",
    search: "Name, number or table",
    none_open: "No open sale",
    none_open_hint: "Sales saved on a register appear here at once.",
    nothing_found: "No open sale fits",
    nothing_found_hint: "Look for another name, number or table.",
    due: "Due",
    items: "Items",
    subtotal: "Subtotal",
    discount: "Discount",
    tax_included: "included",
    total: "Total",
    paid: "Paid",
    cash: "Cash",
    card: "Card, on the terminal",
    other_way: "Pay another way",
    given: "Given",
    exact: "Exact",
    change: "Change",
    take: "Take it",
    finish: "Finish the sale",
    part_paid: "Part of it is paid. The sale stays open with the rest.",
    done_title: "Paid",
    give_back: "Give back",
    next: "Next sale",
    gone_title: "This sale is no longer open",
    gone: "Another device closed or moved it meanwhile. Take no money for it here.",
    all_sales: "All open sales",
    signed_out: "The server asks for a sign-in. Changes are kept here until then.",
    sign_in_again: "Sign in again",
    trouble: "This phone needs a manager: the server does not take its changes. They are kept here.",
    not_saved_storage: "Not saved: the phone's storage refused. Free some space, then do it again.",
    not_saved_many: "Not saved: too much waits to be stored. Wait a moment, then do it again.",
    not_saved_not_here: "Not saved: the sale is not open any more.",
    told_finished: "The sale had been finished on another device already.",
    told_review: "The money came too late for its sale. A manager finds it in BackOffice.",
    ;
    item_count(count: u64): counted(count, "item", "items"),
    tax(name: &str, included: &str): format!("{name} ({included})"),
    told_still_due(amount: &str): format!("The sale stays open: {amount} is still due."),
    told_total(amount: &str): format!("The total had changed meanwhile. It is {amount} now."),
}
