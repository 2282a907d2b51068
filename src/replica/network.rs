//! The device's requests: what the engine asks for, over HTTP, with the session's cookies.
//!
//! It must not decide anything: an answer is the server's words, or that none came.

use crate::platform::http::{self, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::api::Session;
use sync::codec;
use sync::device::Failure;
use sync::protocol::{
    HandOver, Identity, LeaseAnswer, LeaseRequest, Patch, Pull, Push, PushAnswer, Readmission,
    Receipt, Refusal, StatusAnswer, StatusReport,
};

/// Longest that an answer may be silent, before it and within; the link counts as down after that.
/// How long it takes in all does not matter: a slow line is none that is down.
const SILENCE_MS: u32 = 20_000;

/// The address of a device's endpoint.
pub fn address(surface: &str, what: &str) -> String {
    format!("/api/{surface}/{what}")
}

pub async fn push(surface: &str, push: &Push) -> Result<PushAnswer, Failure> {
    post(surface, "push", push).await
}

pub async fn pull(surface: &str, pull: &Pull) -> Result<Patch, Failure> {
    let mut query = format!("pull?epoch={}&since={}", pull.epoch, pull.since);
    if let Some(page) = pull.page {
        query.push_str(&format!(
            "&first_head={}&version={}",
            page.first_head, page.version
        ));
    }
    if pull.wait_s > 0 {
        query.push_str(&format!("&wait={}", pull.wait_s));
    }
    let silence_ms = SILENCE_MS.saturating_add(pull.wait_s.saturating_mul(1_000));
    let to = address(surface, &query);
    read(&exchange(Method::GET, to, None, silence_ms).await?)
}

pub async fn report(surface: &str, report: &StatusReport) -> Result<StatusAnswer, Failure> {
    post(surface, "status", report).await
}

pub async fn session(surface: &str) -> Result<Session, Failure> {
    let to = address(surface, "session");
    read(&exchange(Method::GET, to, None, SILENCE_MS).await?)
}

pub async fn hand_over(surface: &str, hand_over: &HandOver) -> Result<Receipt, Failure> {
    post(surface, "hand-over", hand_over).await
}

pub async fn resume(surface: &str) -> Result<(), Failure> {
    post::<_, serde::de::IgnoredAny>(surface, "resume", &())
        .await
        .map(|_| ())
}

pub async fn lease(surface: &str, request: &LeaseRequest) -> Result<LeaseAnswer, Failure> {
    post(surface, "lease", request).await
}

pub async fn readmit(surface: &str, fresh: &Readmission) -> Result<Identity, Failure> {
    post(surface, "readmit", fresh).await
}

async fn post<T: Serialize, A: DeserializeOwned>(
    surface: &str,
    what: &str,
    body: &T,
) -> Result<A, Failure> {
    let text = codec::encode(body).map_err(|_| Failure::Unreachable)?;
    let to = address(surface, what);
    read(&exchange(Method::POST, to, Some(text), SILENCE_MS).await?)
}

/// Half an answer, or a captive portal's page, is no answer.
fn read<A: DeserializeOwned>(text: &str) -> Result<A, Failure> {
    codec::decode(text).map_err(|_| Failure::Unreachable)
}

/// The body of a good answer.
async fn exchange(
    method: Method,
    to: String,
    body: Option<String>,
    silence_ms: u32,
) -> Result<String, Failure> {
    let answer = http::ask(method, &to, body.as_deref(), silence_ms).await;
    let answer = answer.ok_or(Failure::Unreachable)?;
    if answer.is_good() {
        return Ok(answer.text);
    }
    match codec::decode::<Refusal>(&answer.text) {
        Ok(refusal) => Err(Failure::Refused(refusal)),
        Err(_) if answer.status == 401 => Err(Failure::Refused(Refusal::SignedOut)),
        Err(_) => Err(Failure::Unreachable),
    }
}
