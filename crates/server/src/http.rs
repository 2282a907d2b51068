//! The HTTP side: one file a resource, merged here. It must not know SQL, and decides nothing that
//! the engine decides.

pub(crate) mod answer;
mod backoffice;
mod caller;
pub(crate) mod cookies;
mod edits;
mod first_run;
mod guard;
mod health;
mod lease;
mod pull;
mod push;
mod readmit;
mod sent;
mod sign_in;
mod switch;

use crate::shared::{Shared, State};
use answer::No;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use backoffice::{
    days, devices, goods_lists, imports, people, pictures, products, registers, reports, sales,
    settings, store, views, watch,
};
use std::sync::Arc;
use std::time::Duration;
use sync::protocol::MOST_PUSH_BYTES;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::CompressionLevel;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);
/// How long an answer may take to begin; longer than any pull waits.
const ANSWER_TIME: Duration = Duration::from_secs(40);
/// Smaller answers are not worth packing.
const PACKED_FROM_BYTES: u64 = 1_024;

#[derive(OpenApi)]
#[openapi(info(
    title = "Saved Sales Sync",
    description = "Devices send what a person did and get the rows that resulted. A change that is answered is on stable storage; a repeat gets the same answer. Requests other than GET carry an `Origin` header with the server's address. Who calls is known by cookies, which activation and sign-in hand out.",
    license(name = "MIT")
))]
struct Document;

/// The API's routes with their documentation.
fn api() -> OpenApiRouter<Arc<Shared>> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(push::push))
        .routes(routes!(pull::pull))
        .routes(routes!(pull::live))
        .routes(routes!(lease::lease))
        .routes(routes!(switch::status))
        .routes(routes!(switch::hand_over))
        .routes(routes!(switch::resume))
        .routes(routes!(switch::ask_sync))
        .routes(routes!(sign_in::activate))
        .routes(routes!(readmit::readmit))
        .routes(routes!(sign_in::session))
        .routes(routes!(sign_in::pin))
        .routes(routes!(sign_in::approve))
        .routes(routes!(sign_in::password))
        .routes(routes!(sign_in::sign_out))
        .routes(routes!(sales::list))
        .routes(routes!(sales::detail))
        .routes(routes!(sales::close))
        .routes(routes!(sales::void))
        .routes(routes!(views::then))
        .routes(routes!(views::list, views::save))
        .routes(routes!(views::remove))
        .routes(routes!(registers::list, registers::create))
        .routes(routes!(registers::rename))
        .routes(routes!(registers::switch))
        .routes(routes!(registers::code))
        .routes(routes!(registers::pay_code))
        .routes(routes!(products::list))
        .routes(routes!(products::detail, products::edit))
        .routes(routes!(products::bulk))
        .routes(routes!(products::table))
        .routes(routes!(goods_lists::edit))
        .routes(routes!(pictures::keep))
        .routes(routes!(pictures::show))
        .routes(routes!(imports::open))
        .routes(routes!(imports::plan))
        .routes(routes!(imports::apply))
        .routes(routes!(imports::status))
        .routes(routes!(store::list_employees))
        .routes(routes!(days::days))
        .routes(routes!(reports::report))
        .routes(routes!(reports::export))
        .routes(routes!(reports::sales))
        .routes(routes!(reports::exceptions))
        .routes(routes!(people::list, people::create))
        .routes(routes!(people::change))
        .routes(routes!(people::gone))
        .routes(routes!(people::back))
        .routes(routes!(settings::read, settings::change))
        .routes(routes!(settings::put_logo))
        .routes(routes!(settings::logo))
        .routes(routes!(settings::end_sessions))
        .routes(routes!(first_run::state, first_run::found))
        .routes(routes!(devices::list))
        .routes(routes!(devices::rename))
        .routes(routes!(devices::history))
        .routes(routes!(devices::take_out))
        .routes(routes!(devices::replace))
        .routes(routes!(watch::list, watch::act))
        .routes(routes!(health::health))
        .routes(routes!(health::capabilities))
        .routes(routes!(health::metrics))
        .routes(routes!(health::document))
        .routes(routes!(health::csp_report))
}

/// Names each operation by its method and address: several handlers bear one name, and no two
/// operations may.
fn name_operations(document: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let path = path.trim_start_matches("/api").replace(['{', '}'], "");
        let path = path.replace(['/', '-', '.'], "_");
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}{path}"));
            }
        }
    }
}

/// All that the server answers.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let (api, mut document) = api().split_for_parts();
    name_operations(&mut document);
    let document = health::Document(document.to_pretty_json().unwrap_or_default().into());
    let packed = SizeAbove::new(PACKED_FROM_BYTES).and(NotForContentType::SSE);
    let api = api
        .layer(Extension(document))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(packed),
        )
        .layer(RequestBodyTimeoutLayer::new(BODY_TIME))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            ANSWER_TIME,
        ))
        .layer(DefaultBodyLimit::max(MOST_PUSH_BYTES));
    Router::new()
        .merge(api)
        .fallback(other)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&shared),
            guard::origin,
        ))
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&shared),
            guard::count,
        ))
        .layer(axum::middleware::from_fn(guard::headers))
        .with_state(shared)
}

/// Files of the app, and whatever else is asked for.
async fn other(shared: State, request: Request) -> Response {
    let path = request.uri().path();
    if guard::is_api(path) {
        return No::not_found("address").into_response();
    }
    shared
        .site
        .answer(request.method(), path, request.headers())
}

async fn wrong_method() -> No {
    No::problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "wrong_method",
        "This address does not take this method. Nothing was changed.",
    )
}

/// A handler panicked: the request fails, the server goes on. The panic itself is in the log.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    No::inside(&"a request's handler panicked").into_response()
}
