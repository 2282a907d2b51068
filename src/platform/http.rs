//! Requests over HTTP, with the session's cookies: text goes and text comes.
//!
//! It must not know what is asked, nor what an answer means.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

/// How something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// It is read.
    Get,
    /// Something is done.
    Post,
    /// Something is set.
    Put,
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }
}

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

/// Asks the server of this page, JSON with it if there is a `body`. None when no whole answer came
/// within `patience_ms` milliseconds.
pub async fn ask(
    method: Method,
    address: &str,
    body: Option<&str>,
    patience_ms: u32,
) -> Option<Answer> {
    let asked = RequestInit::new();
    asked.set_method(method.as_str());
    asked.set_signal(Some(&AbortSignal::timeout_with_u32(patience_ms)));
    if let Some(body) = body {
        let headers = Headers::new().ok()?;
        headers.set("content-type", "application/json").ok()?;
        asked.set_headers_headers(&headers);
        asked.set_body(&JsValue::from_str(body));
    }
    let answer = window().fetch_with_str_and_init(address, &asked);
    let answer: Response = JsFuture::from(answer).await.ok()?.unchecked_into();
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    Some(Answer {
        status: answer.status(),
        text: text.as_string()?,
    })
}
