//! Files that somebody chose on this device, and such as they are handed; the page on paper.
//!
//! It must not know what is in the file.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, HtmlInputElement};

/// Has the browser save `text` as a file called `name`; `false` when it would not.
pub fn save(name: &str, kind: &str, text: &str) -> bool {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return false;
    };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else {
        return false;
    };
    let link = document().create_element("a").ok();
    let link = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    let saved = link.is_some();
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
    saved
}

/// Prints the page; comes back when the person is done with the browser's dialog.
pub fn print() {
    let _ = window().print();
}

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
