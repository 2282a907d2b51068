//! What BackOffice asks for beside the sync: lists, histories, registers and their codes. Every
//! handler needs a manager who is signed in (rule H1).

pub(super) mod days;
pub(super) mod devices;
pub(super) mod goods_lists;
pub(super) mod imports;
pub(super) mod people;
pub(super) mod person_check;
pub(super) mod pictures;
pub(super) mod products;
pub(super) mod registers;
mod report_file;
pub(super) mod reports;
pub(super) mod sales;
pub(super) mod settings;
pub(super) mod store;
mod store_check;
pub(super) mod views;
pub(super) mod watch;
mod way_in;
