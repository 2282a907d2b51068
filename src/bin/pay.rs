//! What a phone's browser loads: Pay.

fn main() {
    saved_sales_sync::open_pay();
}
