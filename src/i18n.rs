//! All words of the app, typed: a missing one does not compile. English for now; a second language
//! is one more constant of each group and a choice in [`t`].
//!
//! Amounts, quantities and times are written by `platform::intl`; this must not know the browser.

mod backoffice;
mod changes;
mod common;
mod door;
mod floor;
mod pay;
mod register;

pub use backoffice::BackOffice;
pub use changes::Changes;
pub use common::Common;
pub use door::Door;
pub use floor::Floor;
pub use pay::Pay;
pub use register::Register;

/// The language of the messages, as in `lang`.
pub const LANGUAGE: &str = "en";
/// Where amounts and times are written as, when the browser speaks another language.
pub const LOCALE: &str = "en-GB";

/// Every message of one language. Each group lies by itself, so that a program holds those alone
/// that it says.
pub struct Messages {
    /// What more than one surface says.
    pub common: &'static Common,
    /// What the way in to a register or a phone says.
    pub door: &'static Door,
    /// What was done to a sale, in sentences.
    pub changes: &'static Changes,
    /// What BackOffice says.
    pub backoffice: &'static BackOffice,
    /// What the register says.
    pub register: &'static Register,
    /// What the register says of the things done with saved sales.
    pub floor: &'static Floor,
    /// What Pay says.
    pub pay: &'static Pay,
}

/// The messages in the language of the app.
#[inline(always)]
pub fn t() -> Messages {
    Messages {
        common: &Common::ENGLISH,
        door: &Door::ENGLISH,
        changes: &Changes::ENGLISH,
        backoffice: &BackOffice::ENGLISH,
        register: &Register::ENGLISH,
        floor: &Floor::ENGLISH,
        pay: &Pay::ENGLISH,
    }
}

/// Declares a group of messages with their English: first the fixed texts, then, after a
/// semicolon, those that say something of their arguments. Each is a field of the group, so that
/// another language is another constant of the same type.
macro_rules! messages {
    (
        $(#[$doc:meta])* $name:ident;
        $($text:ident: $english:expr,)*
        $(; $($phrase:ident($($arg:ident: $kind:ty),*): $body:expr,)*)?
    ) => {
        $(#[$doc])*
        pub struct $name {
            $(#[doc = $english] pub $text: &'static str,)*
            $($(#[doc = stringify!($body)] pub $phrase: fn($($kind),*) -> String,)*)?
        }

        impl $name {
            /// In English.
            pub const ENGLISH: $name = $name {
                $($text: $english,)*
                $($($phrase: |$($arg: $kind),*| $body,)*)?
            };
        }
    };
}
pub(crate) use messages;

/// `1 sale`, `2 sales`.
pub(crate) fn counted(count: u64, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
