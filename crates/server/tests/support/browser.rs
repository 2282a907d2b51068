//! A browser as far as the server can tell: keeps cookies, sends its origin.

use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use sync::api::PasswordSignIn;
use uuid::Uuid;

pub struct Browser {
    pub address: SocketAddr,
    client: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub fn new(address: SocketAddr) -> Browser {
        Browser {
            address,
            client: Client::builder().no_proxy().build().unwrap(),
            cookies: Mutex::default(),
        }
    }

    /// The same browser, after the server has moved to another address.
    pub fn moved(&mut self, address: SocketAddr) {
        self.address = address;
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap();
        cookies.insert(name.to_owned(), value.to_owned());
    }

    /// A request with this browser's cookies and nothing else.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let pairs: Vec<String> = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.client
            .request(method, format!("http://{}{path}", self.address))
            .header(COOKIE, pairs.join("; "))
    }

    /// A request as a page of the server makes it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path)
            .header(ORIGIN, format!("http://{}", self.address))
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends a request and keeps the cookies of its answer.
    pub async fn send(&self, request: RequestBuilder) -> Response {
        let response = request.send().await.unwrap();
        for given in response.headers().get_all(SET_COOKIE) {
            let given = given.to_str().unwrap();
            let (name, rest) = given.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.set_cookie(name, value);
        }
        response
    }

    /// Sends JSON and answers with status and JSON.
    pub async fn call(&self, method: Method, path: &str, body: &impl Serialize) -> (u16, Value) {
        let response = self.send(self.request(method, path).json(body)).await;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        let response = self.send(self.request(Method::GET, path)).await;
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "GET {path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    pub async fn get_status(&self, path: &str) -> (u16, Value) {
        let response = self.send(self.request(Method::GET, path)).await;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    /// The status alone: the body of a stream has no end.
    pub async fn get_status_only(&self, path: &str) -> u16 {
        let response = self.send(self.request(Method::GET, path)).await;
        response.status().as_u16()
    }

    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> T {
        let (status, value) = self.call(Method::POST, path, body).await;
        assert_eq!(status, 200, "POST {path}: {value}");
        serde_json::from_value(value).unwrap()
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> (u16, Value) {
        let asked = PasswordSignIn {
            email: email.to_owned(),
            password: password.to_owned(),
            device_id: sale::DeviceId(Uuid::now_v7()),
        };
        self.call(Method::POST, "/api/backoffice/sign-in", &asked)
            .await
    }
}

/// A value as it stands in an address.
pub fn form(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
