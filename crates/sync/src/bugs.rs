//! Bugs that tests turn on, one at a time, to prove that the simulator finds them. Compiled with
//! the feature `bugs` alone, which only tests ask for.

use std::cell::Cell;

/// What somebody might get wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    /// The server answers before its commit.
    AckBeforeCommit,
    /// A device writes its cursor before the rows.
    CursorBeforeRows,
    /// The outbox shrinks when a push is answered.
    OutboxDeletedOnPush,
    /// Positions become visible out of order.
    NumbersWithHoles,
    /// A repeat is known by its number alone.
    NoFingerprint,
    /// A device says saved and writes later.
    DebouncedPersistence,
    /// Whatever comes from the server marks everything as sent.
    ResetOnRefresh,
    /// Rows are asked for by time.
    TimestampCursor,
    /// What has no place is dropped instead of reviewed.
    DropsReviews,
    /// The storage takes writes from every tab.
    TwoLeaders,
    /// A first copy replaces the outbox, too.
    OutboxWipedOnSnapshot,
    /// A register clears its copy before the receipt.
    ClearsBeforeReceipt,
    /// Pages of a pull are written as they come.
    PagesUnstaged,
    /// The last writes are lost with the power.
    RelaxedDurability,
    /// A change has no identity beside its number.
    NoMutationId,
    /// The server passes cash rounding over.
    DropsRounding,
}

impl Bug {
    /// All of them.
    pub const ALL: [Bug; 16] = [
        Bug::AckBeforeCommit,
        Bug::CursorBeforeRows,
        Bug::OutboxDeletedOnPush,
        Bug::NumbersWithHoles,
        Bug::NoFingerprint,
        Bug::DebouncedPersistence,
        Bug::ResetOnRefresh,
        Bug::TimestampCursor,
        Bug::DropsReviews,
        Bug::TwoLeaders,
        Bug::OutboxWipedOnSnapshot,
        Bug::ClearsBeforeReceipt,
        Bug::PagesUnstaged,
        Bug::RelaxedDurability,
        Bug::NoMutationId,
        Bug::DropsRounding,
    ];
}

thread_local! {
    static ON: Cell<Option<Bug>> = const { Cell::new(None) };
}

/// Turns a bug on, or all off, for this thread.
pub fn turn(bug: Option<Bug>) {
    ON.set(bug);
}

/// Whether a bug is on.
#[must_use]
pub fn is_on(bug: Bug) -> bool {
    ON.get() == Some(bug)
}
