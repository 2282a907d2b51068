//! Files that somebody chose on this device.
//!
//! It must not know what is in them.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, HtmlInputElement};

/// A file that somebody chose.
#[derive(Clone, Debug)]
pub struct Picked(File);

impl Picked {
    /// The file of the field that says it has changed. The field is empty afterwards, so that the same
    /// file can be chosen again.
    pub fn from_event(event: &Event) -> Option<Picked> {
        let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
        let file = field.files()?.get(0)?;
        field.set_value("");
        Some(Picked(file))
    }

    pub(super) fn blob(&self) -> JsValue {
        self.0.clone().into()
    }
}
