//! Answers that are not what was asked for: a sync request is answered with a [`Refusal`] where there
//! is one for it, any other with a [`Problem`]. Both are JSON, say what happened and what to do, and
//! say nothing of the inside of the server.

use crate::password::HashError;
use crate::secret::NoRandom;
use crate::storage::{ReadError, WriteError};
use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sync::api::Problem;
use sync::api::edit::EditRefused;
use sync::protocol::Refusal;

/// How long whoever asks is to wait when the server is busy, in seconds.
const BUSY_S: u32 = 1;

/// An answer with a status of 400 and above.
#[derive(Debug)]
pub(crate) enum No {
    /// The protocol has a word for it.
    Refusal(Refusal),
    /// It has none.
    Problem(StatusCode, Problem),
    /// Some fields of what was sent were not taken.
    Fields(StatusCode, EditRefused),
    /// The server cannot just now.
    Busy,
}

/// The answer to a sync request: where the protocol has a word for it, it is used.
#[derive(Debug)]
pub(crate) struct SyncNo(No);

impl<T: Into<No>> From<T> for SyncNo {
    fn from(no: T) -> Self {
        SyncNo(no.into())
    }
}

impl IntoResponse for SyncNo {
    fn into_response(self) -> Response {
        match self.0 {
            No::Busy => No::Refusal(Refusal::Busy {
                retry_ms: BUSY_S * 1_000,
            }),
            no => no,
        }
        .into_response()
    }
}

/// A refused request carries its refusal's name, for the counters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused(pub &'static str);

impl No {
    /// A problem that trying again will not mend.
    pub(crate) fn problem(status: StatusCode, code: &str, message: impl Into<String>) -> No {
        No::Problem(
            status,
            Problem {
                code: code.to_owned(),
                message: message.into(),
                retry_s: None,
            },
        )
    }

    /// Something went wrong inside; the log says what.
    pub(crate) fn inside(error: &dyn std::fmt::Display) -> No {
        tracing::error!(%error, "a request failed");
        No::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_failed",
            "The server could not do this. Nothing was changed. Try again; if it stays, its log says why.",
        )
    }

    /// The file is not what was written (rule A2).
    fn damaged() -> No {
        No::problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "damaged",
            "The server's data file is damaged, so nothing more is written to it. Devices keep what they have. Restore the file from a backup.",
        )
    }

    /// Nobody is signed in who may do this.
    pub(crate) fn signed_out() -> No {
        No::problem(
            StatusCode::UNAUTHORIZED,
            "signed_out",
            "You are signed out. Sign in, then try again.",
        )
    }

    /// Whoever is signed in may not do this (rule H1).
    pub(crate) fn not_allowed() -> No {
        No::problem(
            StatusCode::FORBIDDEN,
            "not_allowed",
            "Only a manager may do this. Nothing was changed.",
        )
    }

    /// There is no such thing in this store (rule H4).
    pub(crate) fn not_found(what: &str) -> No {
        No::problem(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("There is no such {what} in this store."),
        )
    }

    /// What was sent cannot be read.
    pub(crate) fn unreadable(why: &dyn std::fmt::Display) -> No {
        No::problem(
            StatusCode::BAD_REQUEST,
            "unreadable",
            format!("What was sent could not be read, so nothing was changed: {why}"),
        )
    }
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        No::Refusal(refusal)
    }
}

impl From<ReadError> for No {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Busy => No::Busy,
            ReadError::TookTooLong => No::problem(
                StatusCode::SERVICE_UNAVAILABLE,
                "took_too_long",
                "Looking through the sales took too long. Ask for fewer: name a day, a register or more letters.",
            ),
            ReadError::Damaged(_) => {
                tracing::error!(%error, "a request failed");
                No::damaged()
            }
            ReadError::Failed(_) => No::inside(&error),
        }
    }
}

impl From<WriteError> for No {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Busy | WriteError::Stopping => No::Busy,
            WriteError::Damaged => No::damaged(),
            WriteError::Failed(_) => No::inside(&error),
        }
    }
}

impl From<HashError> for No {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => No::Busy,
            HashError::Failed(_) => No::inside(&error),
        }
    }
}

impl From<NoRandom> for No {
    fn from(error: NoRandom) -> Self {
        No::inside(&error)
    }
}

fn status_of(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::Gap { .. } => (StatusCode::CONFLICT, "gap"),
        Refusal::Fork { .. } => (StatusCode::CONFLICT, "fork"),
        Refusal::Epoch { .. } => (StatusCode::CONFLICT, "epoch"),
        Refusal::NotYet { .. } => (StatusCode::CONFLICT, "not_yet"),
        Refusal::BeingPaid { .. } => (StatusCode::CONFLICT, "being_paid"),
        Refusal::SyncOff => (StatusCode::FORBIDDEN, "sync_off"),
        Refusal::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out"),
        Refusal::TooMuch { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_much"),
        Refusal::Busy { .. } => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        match self {
            No::Refusal(refusal) => {
                let (status, name) = status_of(&refusal);
                let retry_s = match &refusal {
                    Refusal::Busy { retry_ms } => Some(retry_ms.div_ceil(1000)),
                    _ => None,
                };
                let mut response = (status, Json(refusal)).into_response();
                response.extensions_mut().insert(Refused(name));
                with_retry(response, retry_s)
            }
            No::Busy => {
                let problem = Problem {
                    code: "busy".to_owned(),
                    message: "The server is busy. Nothing was changed; try again.".to_owned(),
                    retry_s: Some(BUSY_S),
                };
                No::Problem(StatusCode::SERVICE_UNAVAILABLE, problem).into_response()
            }
            No::Fields(status, refused) => (status, Json(refused)).into_response(),
            No::Problem(status, problem) => {
                let retry_s = problem.retry_s;
                with_retry((status, Json(problem)).into_response(), retry_s)
            }
        }
    }
}

fn with_retry(mut response: Response, retry_s: Option<u32>) -> Response {
    if let Some(seconds) = retry_s {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
