//! What holds for every request: headers that keep browsers strict, the check that a change comes
//! from our own pages, and the counting.

use super::answer::{No, Refused};
use crate::metrics::{RefusalLabels, RequestLabels};
use crate::shared::{Shared, State};
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Instant;

/// Only our own files, no inline script, no HTML out of text; breaches are reported to us.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; \
     manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default; \
     report-uri /api/csp-report";

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
     encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), \
     identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), \
     microphone=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=(), \
     xr-spatial-tracking=()";

/// Reports of breaches come from browsers without an origin of ours; they change nothing.
pub(crate) const REPORTS: &str = "/api/csp-report";

/// Puts the headers on every answer.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A picture says that it stays the same; nothing else of the API does.
    if api && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether an address is the API's.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/metrics"
}

/// Lets a change through only when it comes from a page of ours: its `Origin` is this server, and
/// the browser does not say that another site made it.
pub(crate) async fn origin(shared: State, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let report = request.uri().path() == REPORTS;
    if !safe && !report && !is_ours(&shared, request.headers()) {
        return No::problem(
            StatusCode::FORBIDDEN,
            "foreign_origin",
            "This request does not come from a page of this server, so nothing was changed. Programs send an Origin header with this server's address.",
        )
        .into_response();
    }
    next.run(request).await
}

fn is_ours(shared: &Shared, headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = HeaderName::from_static("sec-fetch-site");
    if !matches!(text(&site), None | Some("same-origin")) {
        return false;
    }
    let Some(origin) = text(&ORIGIN) else {
        return false;
    };
    if let Some(public) = &shared.settings.public_url {
        return origin == public.trim_end_matches('/');
    }
    let host = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    host.is_some() && host == text(&HOST)
}

/// Counts requests by route, and refusals by kind.
pub(crate) async fn count(shared: State, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::HEAD => "HEAD",
        _ => "other",
    };
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("file", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await;
    let metrics = &shared.metrics;
    metrics
        .requests
        .get_or_create(&RequestLabels {
            method: method.to_owned(),
            route,
            status: response.status().as_u16(),
        })
        .inc();
    metrics
        .request_seconds
        .observe(begun.elapsed().as_secs_f64());
    if let Some(Refused(refusal)) = response.extensions().get::<Refused>() {
        metrics
            .refusals
            .get_or_create(&RefusalLabels { refusal })
            .inc();
    }
    response
}
