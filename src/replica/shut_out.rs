//! Whether the device was taken out of use (rule H6): heard from the server, and kept, so that it says
//! so without contact, too. What waits to be sent stays, and goes along when it is let in again.
//!
//! It must not know what is shown then.

use super::network;
use super::shown::Shown;
use crate::platform::storage;
use leptos::prelude::*;
use sync::device::Failure;
use sync::protocol::Refusal;

/// The preference that keeps it.
fn key(surface: &str) -> String {
    format!("out.{surface}")
}

/// Reads what was kept.
pub fn read(surface: &str, shown: Shown) {
    shown
        .shut_out
        .set(storage::preference(&key(surface)).is_some());
}

/// Keeps whether it is so.
pub fn keep(surface: &str, shown: Shown, out: bool) {
    if shown.shut_out.get_untracked() != out {
        storage::set_preference(&key(surface), out.then_some("out"));
        shown.shut_out.set(out);
    }
}

/// A device that the server does not know was taken out of use; BackOffice only lacks a sign-in.
pub async fn hear<T>(surface: &str, shown: Shown, answer: &Result<T, Failure>) {
    match answer {
        Ok(_) => keep(surface, shown, false),
        Err(Failure::Refused(Refusal::SignedOut)) if surface != "backoffice" => {
            let session = network::session(surface).await;
            if session.is_ok_and(|session| session.identity.is_none()) {
                keep(surface, shown, true);
            }
        }
        Err(_) => {}
    }
}
