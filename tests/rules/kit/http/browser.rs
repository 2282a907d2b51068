//! A browser as far as the server can tell: keeps cookies, sends its origin. What it reads is the
//! wire's own text. It must not know who uses it, or what for.

use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use sync::codec;
use sync::device::Failure;
use sync::protocol::Refusal;

#[derive(Clone)]
pub struct Browser {
    client: Client,
    pub address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(address: SocketAddr) -> Browser {
        Browser {
            client: Client::builder().no_proxy().build().unwrap(),
            address,
            cookies: BTreeMap::new(),
        }
    }

    /// Sends a request as a page of the server does; a body is JSON.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> Result<Response, reqwest::Error> {
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let address = self.address;
        let mut request = self
            .client
            .request(method, format!("http://{address}{path}"))
            .header(COOKIE, cookies.join("; "))
            .header(ORIGIN, format!("http://{address}"))
            .header("sec-fetch-site", "same-origin");
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        request.send().await
    }

    /// What the server answers, or that it says no, or that nothing came.
    pub async fn exchange<A: DeserializeOwned>(
        &mut self,
        method: Method,
        path: &str,
        body: Option<String>,
    ) -> Result<A, Failure> {
        let unreachable = |_| Failure::Unreachable;
        let response = self.send(method, path, body).await.map_err(unreachable)?;
        for given in response.headers().get_all(SET_COOKIE) {
            let given = given.to_str().unwrap();
            let (name, rest) = given.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        read(response).await
    }

    pub async fn get<A: DeserializeOwned>(&mut self, path: &str) -> Result<A, Failure> {
        self.exchange(Method::GET, path, None).await
    }

    pub async fn post<A: DeserializeOwned>(
        &mut self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<A, Failure> {
        let body = codec::encode(body).unwrap();
        self.exchange(Method::POST, path, Some(body)).await
    }
}

/// Reads an answer as the wire has it.
pub async fn read<A: DeserializeOwned>(response: Response) -> Result<A, Failure> {
    let good = response.status().is_success();
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if good {
        return codec::decode(&text).map_err(|error| panic!("{error}: {text}"));
    }
    match codec::decode::<Refusal>(&text) {
        Ok(refusal) => Err(Failure::Refused(refusal)),
        Err(_) => panic!("the server says: {text}"),
    }
}
