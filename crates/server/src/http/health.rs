//! What the server says of itself: whether it is well, what it can do, what it counts.

use super::answer::No;
use crate::shared::State;
use crate::storage::Checked;
use axum::Extension;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use std::sync::Arc;
use std::time::Duration;
use sync::protocol::{
    MOST_MUTATIONS, MOST_PAGE_BYTES, MOST_PAGE_ROWS, MOST_PUSH_BYTES, MOST_WAIT_S, PROTOCOL,
};

/// How long the writer may take to say that it is there.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Most bytes of a report; the rest is not read.
const MOST_REPORT_BYTES: usize = 16 * 1024;
/// Of so many reports the first characters are logged; more are only counted.
const MOST_LOGGED: u64 = 20;
const LOGGED_CHARS: usize = 600;

/// Whether the server can read and write.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    /// Always `ok`; otherwise the answer is a problem.
    status: &'static str,
    /// How many stores there are.
    stores: u64,
    /// Whether the data file has been looked through for damage since the start: `running`, `whole`,
    /// or `failed` when it could not be. With damage the answer is a problem.
    file: &'static str,
}

/// Asks writer and readers whether they are there.
#[utoipa::path(
    get, path = "/api/health", tag = "server",
    responses(
        (status = 200, description = "Well", body = Health),
        (status = 503, description = "It cannot write or read just now", body = sync::api::Problem),
    ),
)]
pub(crate) async fn health(shared: State) -> Result<Json<Health>, No> {
    let writes = shared.database.writer.run(|_| Ok(()));
    tokio::time::timeout(LONGEST_WAIT, writes)
        .await
        .map_err(|_| No::Busy)??;
    let stores = shared.database.readers.read(|connection| {
        Ok(connection.query_row("SELECT count(*) FROM store", [], |row| row.get::<_, i64>(0))?)
    });
    Ok(Json(Health {
        status: "ok",
        stores: stores.await?.cast_unsigned(),
        file: match shared.database.check.state() {
            Checked::Whole => "whole",
            Checked::Failed => "failed",
            Checked::Running | Checked::Damaged(_) => "running",
        },
    }))
}

/// This document.
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "server",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)),
)]
pub(crate) async fn document(Extension(document): Extension<Document>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document.0.to_string())
}

/// The OpenAPI document, as text.
#[derive(Clone)]
pub(crate) struct Document(pub Arc<str>);

/// What this server can do, and its limits.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Capabilities {
    /// The newest protocol that it speaks.
    protocol: u16,
    /// Most changes in a push.
    most_mutations: usize,
    /// Most bytes of a push.
    most_push_bytes: usize,
    /// Most rows of a page.
    most_page_rows: u32,
    /// Bytes that fill a page, before they are packed.
    most_page_bytes: usize,
    /// Longest wait of a pull, in seconds.
    most_wait_s: u32,
    /// Its build.
    build: &'static str,
}

/// What this server can do, and its limits.
#[utoipa::path(
    get, path = "/api/caps", tag = "server",
    responses((status = 200, description = "Protocol and limits", body = Capabilities)),
)]
pub(crate) async fn capabilities() -> Json<Capabilities> {
    Json(Capabilities {
        protocol: PROTOCOL,
        most_mutations: MOST_MUTATIONS,
        most_push_bytes: MOST_PUSH_BYTES,
        most_page_rows: MOST_PAGE_ROWS,
        most_page_bytes: MOST_PAGE_BYTES,
        most_wait_s: MOST_WAIT_S,
        build: env!("CARGO_PKG_VERSION"),
    })
}

/// The counters, for Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "server",
    responses((status = 200, description = "OpenMetrics text", body = String, content_type = "application/openmetrics-text")),
)]
pub(crate) async fn metrics(shared: State) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, kind)], shared.metrics.text())
}

/// A browser reports a breach of the content security policy. Counted, and logged up to a limit.
#[utoipa::path(
    post, path = "/api/csp-report", tag = "server",
    request_body(content = String, content_type = "application/csp-report"),
    responses((status = 204, description = "Noted")),
)]
pub(crate) async fn csp_report(shared: State, body: Body) -> StatusCode {
    if shared.metrics.csp_reports.inc() < MOST_LOGGED {
        let report = to_bytes(body, MOST_REPORT_BYTES).await.unwrap_or_default();
        let report: String = String::from_utf8_lossy(&report)
            .chars()
            .filter(|letter| !letter.is_control())
            .take(LOGGED_CHARS)
            .collect();
        tracing::warn!(
            report,
            "a browser reports a breach of the content security policy"
        );
    }
    StatusCode::NO_CONTENT
}
