//! What BackOffice asks for beside the sync: lists, histories, registers and their codes. Every
//! handler needs a manager who is signed in (rule H1).

pub(super) mod days;
pub(super) mod goods_lists;
pub(super) mod imports;
pub(super) mod pictures;
pub(super) mod products;
pub(super) mod registers;
pub(super) mod sales;
pub(super) mod store;
