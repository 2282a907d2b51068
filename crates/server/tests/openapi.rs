//! The OpenAPI document: describes every address that the server answers.

use crate::support::Shop;
use serde_json::Value;
use std::collections::BTreeSet;

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
    assert!(described.len() >= 41, "{described:?}");
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
    // A route is made together with its description; none is made without.
    let source =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/http.rs")).unwrap();
    assert_eq!(source.matches(".route(").count(), 0);
    let operations = described.iter().map(|(_, path)| &document["paths"][path]);
    for item in operations {
        for operation in item.as_object().unwrap().values() {
            assert!(operation["summary"].is_string(), "{operation}");
            assert!(
                operation["responses"]
                    .as_object()
                    .is_some_and(|r| !r.is_empty())
            );
        }
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
