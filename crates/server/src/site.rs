//! The built app, read into memory at the start and served from there: strong tags over the bytes,
//! the packed siblings that the build made, and the list by which the service worker keeps a build.
//!
//! Nothing is ever served as immutable: names do not change with every change of bytes, so browsers
//! ask each time and the service worker gives the speed.

mod kinds;
mod load;

pub use load::SiteError;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::response::IntoResponse;
use bytes::Bytes;
use std::collections::HashMap;

/// The page that starts a program.
const INDEX: &str = "/index.html";
/// The page where one chooses a program.
const START: &str = "/start.html";
/// The page of an address that leads nowhere.
const NOWHERE: &str = "/nowhere.html";

/// One form of a file: plain or packed.
struct Form {
    bytes: Bytes,
    etag: HeaderValue,
}

struct File {
    kind: &'static str,
    plain: Form,
    brotli: Option<Form>,
    gzip: Option<Form>,
}

/// The files of the built app by their addresses.
#[derive(Default)]
pub(crate) struct Site {
    files: HashMap<String, File>,
}

impl Site {
    /// Answers a request for an address outside the API. An address without a file name is a page.
    pub(crate) fn answer(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
    ) -> Response<Body> {
        if method != Method::GET && method != Method::HEAD {
            return (
                StatusCode::METHOD_NOT_ALLOWED,
                "Only GET is answered here.\n",
            )
                .into_response();
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        let (name, status) = if last.contains('.') || self.files.contains_key(path) {
            (path, StatusCode::OK)
        } else {
            self.page(path)
        };
        let Some(file) = self.files.get(name) else {
            let why = if self.files.is_empty() {
                "This server has no app. Start it with --app and the folder of the built app.\n"
            } else {
                "There is no such file.\n"
            };
            return (StatusCode::NOT_FOUND, why).into_response();
        };
        file.answer(headers, status)
    }

    /// The page of an address: the first segment names the program whose screen it is.
    fn page(&self, path: &str) -> (&'static str, StatusCode) {
        let program = path.split('/').find(|segment| !segment.is_empty());
        match program.map(|name| self.files.contains_key(&format!("/{name}_bg.wasm"))) {
            None => (START, StatusCode::OK),
            Some(true) => (INDEX, StatusCode::OK),
            Some(false) => (NOWHERE, StatusCode::NOT_FOUND),
        }
    }
}

impl File {
    fn answer(&self, headers: &HeaderMap, status: StatusCode) -> Response<Body> {
        let (form, encoding) = self.chosen(headers);
        let unchanged = headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == "*" || form.etag == tag);
        let unchanged = unchanged && status == StatusCode::OK;
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            (status, Body::from(form.bytes.clone())).into_response()
        };
        let answered = response.headers_mut();
        answered.insert(ETAG, form.etag.clone());
        answered.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        answered.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if !unchanged {
            answered.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
            if let Some(encoding) = encoding {
                answered.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }

    fn chosen(&self, headers: &HeaderMap) -> (&Form, Option<&'static str>) {
        let forms = [(&self.brotli, "br"), (&self.gzip, "gzip")];
        forms
            .into_iter()
            .find_map(|(form, encoding)| {
                let form = form.as_ref().filter(|_| accepts(headers, encoding))?;
                Some((form, Some(encoding)))
            })
            .unwrap_or((&self.plain, None))
    }
}

/// Whether `Accept-Encoding` names an encoding and does not give it the weight nought.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            let refused = weight.is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
            named && !refused
        })
}
