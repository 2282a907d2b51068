//! What a manager's browser loads: BackOffice.

fn main() {
    saved_sales_sync::open_backoffice();
}
