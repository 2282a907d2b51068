//! Files that somebody chose on this device, and such as they are handed.
//!
//! It must not know what is in the file.

use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, FileReader, HtmlInputElement};

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
    let saved = hand_out(&address, name);
    let _ = web_sys::Url::revoke_object_url(&address);
    saved
}

/// Has the browser save what is at an address as a file called `name`; `false` when it would not.
pub(super) fn hand_out(address: &str, name: &str) -> bool {
    let link = document().create_element("a").ok();
    let link = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
    link.is_some()
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

    /// What is in it, in base64; none when it cannot be read, or has more than `most_bytes`.
    pub async fn base64(&self, most_bytes: f64) -> Option<String> {
        if self.0.size() > most_bytes {
            return None;
        }
        let reader = FileReader::new().ok()?;
        let (done, read) = oneshot::channel::<()>();
        let ended = Closure::once(move || {
            let _ = done.send(());
        });
        reader.set_onloadend(Some(ended.as_ref().unchecked_ref()));
        reader.read_as_data_url(&self.0).ok()?;
        read.await.ok()?;
        let text = reader.result().ok()?.as_string()?;
        text.split_once("base64,").map(|(_, data)| data.to_owned())
    }

    pub(super) fn blob(&self) -> JsValue {
        self.0.clone().into()
    }
}
