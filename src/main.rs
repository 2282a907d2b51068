//! What a shop's floor loads: the chooser, the register and Pay.

fn main() {
    saved_sales_sync::open_shop_floor();
}
