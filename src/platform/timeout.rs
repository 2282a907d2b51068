//! The end of patience with a request.
//!
//! It must not know what was asked.

/// A signal that ends a request after `ms` milliseconds.
pub fn give_up_after(ms: u32) -> web_sys::AbortSignal {
    web_sys::AbortSignal::timeout_with_u32(ms)
}
