//! What a till's browser loads: the register.

fn main() {
    saved_sales_sync::open_register();
}
