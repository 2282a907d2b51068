//! Requests over HTTP, with the session's cookies: text goes and text comes.
//!
//! It must not know what is asked, nor what an answer means.

use super::files::Picked;
pub use gloo_net::http::Method;
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, ReadableStreamReadResult};

/// What the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The body.
    pub text: String,
}

impl Answer {
    /// Whether it is what was asked for.
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Asks the server of this page, JSON with it if there is a `body`. None when no whole answer came:
/// it is given up once nothing has come for `silence_ms` milliseconds, however long it takes in all.
pub async fn ask(
    method: Method,
    address: &str,
    body: Option<&str>,
    silence_ms: u32,
) -> Option<Answer> {
    let silence = Silence::begin(silence_ms)?;
    let asked = RequestBuilder::new(address)
        .method(method)
        .abort_signal(Some(&silence.controller.signal()));
    let asked = match body {
        Some(body) => asked.header("content-type", "application/json").body(body),
        None => asked.build(),
    };
    answered(asked.ok()?, silence).await
}

/// Sends a file of this device as it is.
pub async fn send_file(address: &str, file: &Picked, silence_ms: u32) -> Option<Answer> {
    let silence = Silence::begin(silence_ms)?;
    let asked = RequestBuilder::new(address)
        .method(Method::POST)
        .abort_signal(Some(&silence.controller.signal()))
        .header("content-type", "application/octet-stream")
        .body(file.blob());
    answered(asked.ok()?, silence).await
}

async fn answered(asked: Request, silence: Silence) -> Option<Answer> {
    let answer = asked.send().await.ok()?;
    Some(Answer {
        status: answer.status(),
        text: read(&answer, silence).await?,
    })
}

/// Reads a body piece by piece, so that each ends the silence.
async fn read(answer: &Response, mut silence: Silence) -> Option<String> {
    let Some(body) = answer.body() else {
        return Some(String::new());
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        silence = silence.over();
        let piece = JsFuture::from(reader.read()).await.ok()?;
        let piece: ReadableStreamReadResult = piece.unchecked_into();
        if piece.get_done() == Some(true) {
            return String::from_utf8(bytes).ok();
        }
        bytes.extend(piece.get_value().unchecked_into::<Uint8Array>().to_vec());
    }
}

/// Gives a request up when it has lasted.
struct Silence {
    controller: AbortController,
    longest_ms: u32,
    _timer: Timeout,
}

impl Silence {
    fn begin(longest_ms: u32) -> Option<Silence> {
        Some(Silence::of(AbortController::new().ok()?, longest_ms))
    }

    /// Something came: another one begins.
    fn over(self) -> Silence {
        Silence::of(self.controller, self.longest_ms)
    }

    fn of(controller: AbortController, longest_ms: u32) -> Silence {
        let given_up = controller.clone();
        Silence {
            controller,
            longest_ms,
            _timer: Timeout::new(longest_ms, move || given_up.abort()),
        }
    }
}
