//! Typed calls for what does not sync: activation, sign-in, the history of sales, the settings of
//! registers. One kind of error for all of them.
//!
//! It must not know screens, nor keep anything: what syncs goes through `replica`.

mod devices;
pub mod goods;
mod people;
mod registers;
mod reports;
mod sales;
mod settings;
mod sign_in;
mod views;
mod watch;

pub use devices::{device_history, devices, name_device, replace_register, take_out};
pub use people::{add_person, change_person, people, person_back, person_gone};
pub use registers::{
    activation_code, add_register, pay_code, registers, rename_register, switch_sync,
};
pub use reports::{exceptions, export, report, sales_behind};
pub use sales::{days, sale, sales};
pub use settings::{change_store, end_other_sessions, first_run, found, keep_logo, store};
pub use sign_in::{activate, approve, sign_in_with_password, sign_in_with_pin, sign_out};
pub use views::{remove_view, sale_then, save_view, views};
pub use watch::{watch, watch_act};

use crate::i18n::t;
use crate::platform::files::Picked;
use crate::platform::http::{self, Answer, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::api::Problem;
use sync::api::edit::{EditRefused, FieldProblem};
use sync::codec;

/// Longest that an answer may be silent.
const SILENCE_MS: u32 = 20_000;

/// Why a call did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// No answer.
    Offline,
    /// The server does not know who asks.
    SignedOut,
    /// The server will not do it, for a reason that a person can read.
    Refused {
        /// For programs, such as `wrong_pin`.
        code: String,
        /// What happened and what to do.
        message: String,
    },
    /// Some fields were not taken, and nothing else was.
    Fields {
        /// What happened and what to do.
        message: String,
        /// Which, and what each holds now.
        fields: Vec<FieldProblem>,
    },
    /// Too many attempts.
    Locked {
        /// When to try again.
        retry_s: u32,
    },
    /// The server could not.
    Server {
        /// What happened.
        message: String,
    },
}

impl ApiError {
    /// What happened and what to do, for a person.
    pub fn text(&self) -> String {
        let words = t().common;
        match self {
            ApiError::Offline => words.error_offline.to_owned(),
            ApiError::SignedOut => words.error_signed_out.to_owned(),
            ApiError::Refused { message, .. }
            | ApiError::Fields { message, .. }
            | ApiError::Server { message } => message.clone(),
            ApiError::Locked { retry_s } => words.error_locked(u64::from(*retry_s)),
        }
    }

    fn unreadable() -> ApiError {
        ApiError::Server {
            message: t().common.error_unreadable.to_owned(),
        }
    }
}

/// Asks for something.
async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    read(&call(Method::GET, path, None).await?)
}

/// Sends something and reads the answer.
async fn send<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &B,
) -> Result<T, ApiError> {
    let body = codec::encode(body).map_err(|_| ApiError::unreadable())?;
    read(&call(method, path, Some(body)).await?)
}

/// Sends something and reads the answer, whether it is a good one or says in the same words why not.
async fn send_either<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &B,
) -> Result<T, ApiError> {
    let body = codec::encode(body).map_err(|_| ApiError::unreadable())?;
    let answer = http::ask(method, path, Some(&body), SILENCE_MS).await;
    let answer = answer.ok_or(ApiError::Offline)?;
    codec::decode(&answer.text).map_err(|_| {
        let problem = codec::decode::<Problem>(&answer.text).ok();
        refusal(answer.status, problem)
    })
}

/// Sends a file as it is.
async fn send_file<T: DeserializeOwned>(path: &str, file: &Picked) -> Result<T, ApiError> {
    let answer = http::send_file(path, file, SILENCE_MS).await;
    read(&good(answer)?)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    codec::decode(text).map_err(|_| ApiError::unreadable())
}

/// The one place that talks to the server here; gives the body of a good answer.
async fn call(method: Method, path: &str, body: Option<String>) -> Result<String, ApiError> {
    good(http::ask(method, path, body.as_deref(), SILENCE_MS).await)
}

fn good(answer: Option<Answer>) -> Result<String, ApiError> {
    let answer = answer.ok_or(ApiError::Offline)?;
    if answer.is_good() {
        return Ok(answer.text);
    }
    if let Ok(refused) = codec::decode::<EditRefused>(&answer.text) {
        return Err(ApiError::Fields {
            message: refused.message,
            fields: refused.fields,
        });
    }
    let problem = codec::decode::<Problem>(&answer.text).ok();
    Err(refusal(answer.status, problem))
}

/// What the server said, in the language that is spoken where the app knows its word for programs.
fn said(problem: &Problem) -> String {
    let words = t().common;
    match problem.code.as_str() {
        "busy" => words.refused_busy,
        "device_taken" => words.refused_device_taken,
        "name_needed" => words.refused_name_needed,
        "not_allowed" => words.refused_not_allowed,
        "own_device" => words.refused_own_device,
        "watch_over" => words.refused_watch_over,
        "not_found" => words.refused_not_found,
        "reason_needed" => words.refused_reason_needed,
        "server_failed" => words.refused_server_failed,
        "too_large" => words.refused_too_large,
        "too_many_registers" => words.refused_too_many_registers,
        "bulk_wrong" => t().goods.refused_bulk,
        "no_picture" => t().goods.refused_picture,
        "no_table" => t().goods.refused_table,
        "too_many_rows" => t().goods.refused_rows,
        "column_twice" => t().goods.column_twice,
        "wrong_code" => words.refused_wrong_code,
        "wrong_password" => words.refused_wrong_password,
        "wrong_pin" => words.refused_wrong_pin,
        _ => &problem.message,
    }
    .to_owned()
}

/// What an answer of 400 and above means.
fn refusal(status: u16, problem: Option<Problem>) -> ApiError {
    match (status, problem) {
        (429, problem) => ApiError::Locked {
            retry_s: problem.and_then(|problem| problem.retry_s).unwrap_or(30),
        },
        // A wrong password is refused with its own words; without any, nobody is signed in.
        (401, Some(problem)) if problem.code != "signed_out" => ApiError::Refused {
            message: said(&problem),
            code: problem.code,
        },
        (401, _) => ApiError::SignedOut,
        (400..=499, Some(problem)) => ApiError::Refused {
            message: said(&problem),
            code: problem.code,
        },
        (_, Some(problem)) => ApiError::Server {
            message: said(&problem),
        },
        (status, None) => ApiError::Server {
            message: t().common.error_server(u64::from(status)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(code: &str, retry_s: Option<u32>) -> Option<Problem> {
        Some(Problem {
            code: code.into(),
            message: "why".into(),
            retry_s,
        })
    }

    #[test]
    fn refusals_are_told_apart() {
        assert_eq!(
            refusal(429, problem("locked", Some(7))),
            ApiError::Locked { retry_s: 7 }
        );
        assert_eq!(refusal(401, None), ApiError::SignedOut);
        assert_eq!(
            refusal(401, problem("signed_out", None)),
            ApiError::SignedOut
        );
        assert!(matches!(
            refusal(401, problem("wrong_pin", None)),
            ApiError::Refused { code, .. } if code == "wrong_pin"
        ));
        assert!(matches!(refusal(502, None), ApiError::Server { .. }));
    }
}
