//! How a store is named in the file.

/// A store's number in the file; every key begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StoreNo(pub i64);
