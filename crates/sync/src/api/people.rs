//! The people of a store as BackOffice sees and changes them. PINs and passwords go to the server and
//! never come back.
//!
//! It must not know how either side stores or shows any of it.

use super::edit::FieldEdit;
use sale::{Employee, Exceptions, Role};
use serde::{Deserialize, Serialize};

/// The fields of [`PersonEdit`] that are an employee's row, and `email`, which is not.
pub const PERSON_FIELDS: [&str; 5] = ["name", "role", "exceptions", "language", "email"];

/// `GET /api/backoffice/people`: a list of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Their row.
    pub employee: Employee,
    /// The address that they sign in to BackOffice with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// Whether they have a password.
    pub has_password: bool,
    /// How long they were signed in anywhere within the last seven days, in milliseconds.
    pub week_ms: i64,
    /// How long within the last thirty days, in milliseconds.
    pub month_ms: i64,
    /// Whether they are signed in somewhere.
    pub signed_in: bool,
}

/// `POST /api/backoffice/people`: somebody new; answered with a [`Person`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEmployee {
    /// What the others call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// What is otherwise for them than the role says.
    #[serde(default, skip_serializing_if = "Exceptions::is_empty")]
    pub exceptions: Exceptions,
    /// What their devices speak, as a tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Their PIN on registers and phones, of 4 to 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// The address that they sign in to BackOffice with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Their password there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// `PUT /api/backoffice/people/{id}`: what is changed of somebody; answered with the [`Person`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonEdit {
    /// Fields, of [`PERSON_FIELDS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldEdit>,
    /// Another PIN; the one before holds no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// Another password; the one before holds no more, and ends their sessions elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The password that holds now, needed to change one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present_password: Option<String>,
}
