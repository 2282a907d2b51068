//! What an entry of the log is told as, by the numbers and words that the file and the reports have
//! for it. It must not know how an entry is read or counted.

/// What an entry is told as. The numbers are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Void = 1,
    RemovedLine = 2,
    LoweredPrice = 3,
    Discount = 4,
    Refund = 5,
    Review = 6,
    /// It came after its business day was over.
    Late = 7,
    /// A sale was given to another employee.
    HandedOver = 8,
    Merge = 9,
}

/// Those that a manager wants to know the reason of.
pub(super) const EXCEPTIONS: [(Kind, &str); 6] = [
    (Kind::Void, "void"),
    (Kind::RemovedLine, "removed_line"),
    (Kind::LoweredPrice, "lowered_price"),
    (Kind::Discount, "discount"),
    (Kind::Refund, "refund"),
    (Kind::Review, "review"),
];

impl Kind {
    /// Its number in the file.
    #[expect(clippy::as_conversions, reason = "an enum's own number")]
    pub(super) fn number(self) -> i64 {
        self as i64
    }
}
