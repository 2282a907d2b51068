//! The cookies: two for each surface, one for the device and one for who is signed in on it. No
//! script can read them and no other site can have them sent.

use crate::surface::Surface;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// How long a device's cookie lasts, in seconds: the longest that browsers allow.
const DEVICE_S: i64 = 400 * 24 * 60 * 60;
/// How long an employee's cookie lasts, in seconds. The session itself ends much earlier, and is
/// put off while it is used; only the server knows when.
const EMPLOYEE_S: i64 = 30 * 24 * 60 * 60;
/// Most characters of a token; ours have 43.
const MOST_TOKEN_CHARS: usize = 64;

/// What a cookie is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Device,
    Employee,
}

/// How cookies are named and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cookies {
    secure: bool,
}

impl Cookies {
    /// Over `https` alone, or over plain `http` for a server on this machine.
    pub(crate) fn new(secure: bool) -> Cookies {
        Cookies { secure }
    }

    /// A cookie's name.
    pub(crate) fn name(self, surface: Surface, holder: Holder) -> String {
        let prefix = if self.secure { "__Host-" } else { "" };
        let holder = match holder {
            Holder::Device => "device",
            Holder::Employee => "employee",
        };
        format!("{prefix}sss_{}_{holder}", surface.as_str())
    }

    /// The token that a request shows, if it shows one.
    pub(crate) fn token(
        self,
        headers: &HeaderMap,
        surface: Surface,
        holder: Holder,
    ) -> Option<String> {
        let name = self.name(surface, holder);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, token)| *key == name && !token.is_empty())
            .map(|(_, token)| token.chars().take(MOST_TOKEN_CHARS).collect())
    }

    /// The header that hands a token out.
    pub(crate) fn give(self, surface: Surface, holder: Holder, token: &str) -> Option<HeaderValue> {
        let lasts_s = match holder {
            Holder::Device => DEVICE_S,
            Holder::Employee => EMPLOYEE_S,
        };
        self.header(surface, holder, token, lasts_s)
    }

    /// The header that takes a token back.
    pub(crate) fn take(self, surface: Surface, holder: Holder) -> Option<HeaderValue> {
        self.header(surface, holder, "", 0)
    }

    fn header(
        self,
        surface: Surface,
        holder: Holder,
        token: &str,
        lasts_s: i64,
    ) -> Option<HeaderValue> {
        let name = self.name(surface, holder);
        let secure = if self.secure { "; Secure" } else { "" };
        let text =
            format!("{name}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={lasts_s}{secure}");
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cookies, Holder};
    use crate::surface::Surface;
    use axum::http::HeaderMap;

    #[test]
    fn a_token_comes_back_from_its_own_cookie_alone() {
        let cookies = Cookies::new(true);
        let given = cookies
            .give(Surface::Register, Holder::Device, "abc")
            .unwrap();
        assert_eq!(
            given.to_str().unwrap(),
            "__Host-sss_register_device=abc; HttpOnly; SameSite=Strict; Path=/; Max-Age=34560000; Secure"
        );
        let mut headers = HeaderMap::new();
        let sent = "x=1; __Host-sss_register_device=abc; sss_pay_device=no";
        headers.insert("cookie", sent.parse().unwrap());
        let token = |surface, holder| cookies.token(&headers, surface, holder);
        assert_eq!(token(Surface::Register, Holder::Device).unwrap(), "abc");
        assert_eq!(token(Surface::Pay, Holder::Device), None);
        assert_eq!(token(Surface::Register, Holder::Employee), None);
    }
}
