//! Everything that only a browser can do, one small module each. Nothing else in the app names
//! `web_sys`, `js_sys` or `wasm_bindgen`.
//!
//! It must not know sales, screens or the server: it offers what any app might need.

pub mod clock;
pub mod dialog;
pub mod document;
pub mod events;
pub mod files;
pub mod focus;
pub mod http;
pub mod idb;
pub mod ids;
pub mod intl;
pub mod keyboard;
pub mod leaving;
pub mod location;
pub mod network;
pub mod notify;
pub mod picture;
pub mod pointer;
pub mod scroll;
pub mod share;
pub mod storage;
pub mod tabs;
pub mod theme;
pub mod update;
pub mod visible;
