//! A picture that somebody chose from their device, as text.
//!
//! It must not know what it is for.

use futures::channel::oneshot;
use leptos::ev::Event;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{FileReader, HtmlInputElement};

/// What was chosen in a field for files, in base64; none when nothing was, or it cannot be read, or
/// it has more than `most_bytes`.
pub async fn chosen(event: &Event, most_bytes: f64) -> Option<String> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    // The same file can be chosen again.
    input.set_value("");
    if file.size() > most_bytes {
        return None;
    }
    let reader = FileReader::new().ok()?;
    let (done, read) = oneshot::channel::<()>();
    let ended = Closure::once(move || {
        let _ = done.send(());
    });
    reader.set_onloadend(Some(ended.as_ref().unchecked_ref()));
    reader.read_as_data_url(&file).ok()?;
    read.await.ok()?;
    let text = reader.result().ok()?.as_string()?;
    text.split_once("base64,").map(|(_, data)| data.to_owned())
}
