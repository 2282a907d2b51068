//! The three surfaces of the app, each with cookies and rights of its own.

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Surface {
    /// A till.
    Register,
    /// A phone that closes sales.
    Pay,
    /// A manager's browser.
    BackOffice,
}

impl Surface {
    /// Its name in addresses, cookies and tables.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Surface::Register => "register",
            Surface::Pay => "pay",
            Surface::BackOffice => "backoffice",
        }
    }

    /// What people call it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Surface::Register => "Register",
            Surface::Pay => "Pay",
            Surface::BackOffice => "BackOffice",
        }
    }

    /// The surface with this name.
    pub(crate) fn named(name: &str) -> Option<Surface> {
        match name {
            "register" => Some(Surface::Register),
            "pay" => Some(Surface::Pay),
            "backoffice" => Some(Surface::BackOffice),
            _ => None,
        }
    }
}
