//! The OpenAPI document: describes every address that the server answers.

use crate::support::Shop;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// What the handlers of the sources say that they answer. A route is made together with its
/// description; none is made without.
fn written() -> BTreeSet<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut written = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for made in [".route(", ".nest(", "route_service("] {
                assert!(!source.contains(made), "{made} in {}", path.display());
            }
            for handler in source.split("#[utoipa::path(").skip(1) {
                let (method, rest) = handler.trim_start().split_once(',').unwrap();
                let path = rest.split('"').nth(1).unwrap();
                assert!(
                    written.insert((method.to_uppercase(), path.to_owned())),
                    "{path}"
                );
            }
        }
    }
    written
}

/// Every route has its description, and what is described is answered.
#[tokio::test]
async fn the_document_describes_every_route() {
    let shop = Shop::open().await;
    let browser = shop.browser();
    let document: Value = browser.get("/api/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    assert_eq!(
        described,
        written(),
        "routes, and handlers with a description"
    );
    for (method, path) in &described {
        let concrete = path
            .replace("{surface}", "register")
            .replace("{hash}", "00")
            .replace("{name}", "00")
            .replace("{id}", "01932c00-0000-7000-8000-000000000001");
        let method = method.parse().unwrap();
        let response = browser.send(browser.request(method, &concrete)).await;
        let status = response.status().as_u16();
        assert!(status != 405, "{path} is described and not answered");
        // What is no route is answered by the API's fallback, or outside of it by a page.
        let kind = response.headers().get("content-type");
        let said = kind.is_some_and(|kind| kind == "application/json");
        let of_ours = said && !path.starts_with("/api/");
        assert!(
            status != 404 || of_ours,
            "{path} is described and not there"
        );
    }
    let mut ids = BTreeSet::new();
    for (method, path) in &described {
        let operation = &document["paths"][path][method.to_lowercase()];
        assert!(operation["summary"].is_string(), "{operation}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(!responses.is_empty(), "{operation}");
        // Whoever is signed out is told so; what is open to all says why in its own words.
        let is_open = path.ends_with("/sign-in");
        if path.starts_with("/api/backoffice/") && !is_open {
            assert!(responses.contains_key("401"), "{method} {path}");
        }
        for parameter in path.split('{').skip(1) {
            let (parameter, _) = parameter.split_once('}').unwrap();
            let described = operation["parameters"].as_array().unwrap();
            let is = |told: &&Value| told["name"] == parameter && told["in"] == "path";
            assert!(
                described.iter().any(|told| is(&told)),
                "{parameter} of {path}"
            );
        }
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(
            ids.insert(id),
            "two operations have the id of {method} {path}"
        );
    }
    for name in [
        "Push",
        "PushAnswer",
        "Patch",
        "Refusal",
        "Identity",
        "SalesPage",
        "Problem",
    ] {
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name}"
        );
    }
}
