//! Handing a file to the person at the browser, and the page to the printer.
//!
//! It must not know what is in the file.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
