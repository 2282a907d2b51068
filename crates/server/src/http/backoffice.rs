//! What BackOffice asks for beside the sync: lists, histories, registers and their codes. Every
//! handler needs a manager who is signed in (rule H1).

pub(super) mod days;
pub(super) mod people;
pub(super) mod person_check;
pub(super) mod registers;
pub(super) mod sales;
pub(super) mod settings;
pub(super) mod store;
mod store_check;
mod way_in;
