//! The built app: headers, tags, packed forms, the screens' addresses, the worker's list.

use crate::support::{Browser, Shop};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, IF_NONE_MATCH};
use serde_json::Value;
use sha2::{Digest, Sha256};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default; report-uri /api/csp-report";

async fn shop() -> Shop {
    Shop::open_with(|settings| {
        let app = settings.data.with_file_name("dist");
        std::fs::create_dir_all(app.join("icons")).unwrap();
        for (name, text) in [
            ("index.html", "<!doctype html>program"),
            ("nowhere.html", "<!doctype html>nowhere"),
            ("start.html", "<!doctype html>plain"),
            ("start.html.br", "brotli"),
            ("start.html.gz", "gzip"),
            ("register_bg.wasm", "\0asm"),
            ("sw.js", "const BUILD = \"__BUILD__\";"),
            ("sw.js.br", "the worker, packed before its build was known"),
            ("icons/icon.svg", "<svg/>"),
            (".hidden", "secret"),
        ] {
            std::fs::write(app.join(name), text).unwrap();
        }
        settings.app = Some(app);
    })
    .await
}

async fn get(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
    let mut request = browser.bare(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = browser.send(request).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.text().await.unwrap())
}

#[tokio::test]
async fn files_have_tags_and_packed_forms() {
    let shop = shop().await;
    let browser = shop.browser();
    let accept = ACCEPT_ENCODING.as_str();
    let mut tags = Vec::new();
    for (accepted, encoding, body) in [
        ("identity", None, "<!doctype html>plain"),
        ("gzip, deflate", Some("gzip"), "gzip"),
        ("gzip, deflate, br, zstd", Some("br"), "brotli"),
        ("br;q=0, gzip;q=0.5", Some("gzip"), "gzip"),
    ] {
        let (status, headers, text) = get(&browser, "/", &[(accept, accepted)]).await;
        assert_eq!((status, text.as_str()), (200, body));
        assert_eq!(
            headers.get("content-encoding").map(|v| v.to_str().unwrap()),
            encoding
        );
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(headers["cache-control"], "no-cache");
        assert_eq!(headers["vary"], "accept-encoding");
        tags.push(headers["etag"].to_str().unwrap().to_owned());
        let known = [
            (accept, accepted),
            (IF_NONE_MATCH.as_str(), tags.last().unwrap()),
        ];
        let (status, headers, text) = get(&browser, "/", &known).await;
        assert_eq!((status, text.as_str()), (304, ""));
        assert_eq!(headers["etag"].to_str().unwrap(), tags.last().unwrap());
        assert_eq!(headers["content-security-policy"], POLICY);
    }
    assert_eq!(tags[1], tags[3]);
    assert_ne!(tags[0], tags[1]);
    let (status, headers, _) = get(
        &browser,
        "/register_bg.wasm",
        &[(IF_NONE_MATCH.as_str(), &tags[0])],
    )
    .await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "application/wasm");
}

/// An address that leads nowhere has a page, and no browser takes it for a good one.
#[tokio::test]
async fn every_address_has_its_page_and_missing_files_are_missing() {
    let shop = shop().await;
    let browser = shop.browser();
    for (path, status, page) in [
        ("/", 200, "plain"),
        ("/?utm=x", 200, "plain"),
        ("/register", 200, "program"),
        ("/register/sales/1", 200, "program"),
        ("//register/", 200, "program"),
        ("/register?x=1.5", 200, "program"),
        ("/registers", 404, "nowhere"),
        ("/pay", 404, "nowhere"),
        ("/index", 404, "nowhere"),
    ] {
        let (answered, headers, text) = get(&browser, path, &[]).await;
        let wanted = (status, format!("<!doctype html>{page}"));
        assert_eq!((answered, text), wanted, "{path}");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        // A page that is kept goes on saying so.
        let tag = headers["etag"].to_str().unwrap();
        let known = [(IF_NONE_MATCH.as_str(), tag)];
        let (again, _, _) = get(&browser, path, &known).await;
        assert_eq!(again, if status == 200 { 304 } else { 404 }, "{path}");
    }
    for path in [
        "/missing.js",
        "/icons/missing.png",
        "/.hidden",
        "/../data/x.sqlite",
        "/index.html.br",
    ] {
        let (status, headers, _) = get(&browser, path, &[]).await;
        assert_eq!(status, 404, "{path}");
        assert_eq!(headers["content-security-policy"], POLICY);
    }
    let (status, headers, text) = get(&browser, "/api/missing", &[]).await;
    assert_eq!(status, 404);
    assert_eq!(headers["cache-control"], "no-store");
    assert!(text.contains("not_found"));
}

#[tokio::test]
async fn every_answer_keeps_browsers_strict() {
    let shop = shop().await;
    let browser = shop.browser();
    for path in [
        "/",
        "/missing.js",
        "/api/health",
        "/api/register/pull",
        "/metrics",
        "/sw.js",
    ] {
        let (_, headers, _) = get(&browser, path, &[]).await;
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(headers[name], value, "{path}");
        }
        assert!(
            headers["permissions-policy"]
                .to_str()
                .unwrap()
                .contains("camera=()")
        );
        let api = path.starts_with("/api") || path == "/metrics";
        assert_eq!(
            headers
                .get("cache-control")
                .is_some_and(|v| v == "no-store"),
            api,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_worker_knows_its_build_and_its_files() {
    let mut shop = shop().await;
    let browser = shop.browser();
    let (_, _, text) = get(&browser, "/precache.json", &[]).await;
    let list: Value = serde_json::from_str(&text).unwrap();
    let build = list["build"].as_str().unwrap().to_owned();
    let files: Vec<(&str, &str)> = list["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            (
                file["path"].as_str().unwrap(),
                file["sha256"].as_str().unwrap(),
            )
        })
        .collect();
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let wanted = [
        "/icons/icon.svg",
        "/index.html",
        "/nowhere.html",
        "/register_bg.wasm",
        "/start.html",
    ];
    assert_eq!(paths, wanted);
    for (path, hash) in files {
        let (_, _, text) = get(&browser, path, &[]).await;
        assert_eq!(STANDARD.encode(Sha256::digest(&text)), hash, "{path}");
    }
    let (_, headers, text) = get(&browser, "/sw.js", &[(ACCEPT_ENCODING.as_str(), "br")]).await;
    assert_eq!(text, format!("const BUILD = \"{build}\";"));
    assert_eq!(headers.get("content-encoding"), None);
    // Another file, another build.
    std::fs::write(
        shop.settings.app.as_ref().unwrap().join("register_bg.wasm"),
        "\0asm2",
    )
    .unwrap();
    shop.reopen().await;
    let (_, _, text) = get(&shop.browser(), "/sw.js", &[]).await;
    assert!(!text.contains(&build) && !text.contains("__BUILD__"));
}

/// Breaches of the policy are counted, so that a test of the app can see that there were none.
#[tokio::test]
async fn breaches_are_counted() {
    let shop = shop().await;
    let browser = shop.browser();
    let count = async || {
        let (_, _, text) = get(&browser, "/metrics", &[]).await;
        let line = text
            .lines()
            .find(|line| line.starts_with("saved_sales_csp_reports_total"));
        line.unwrap()
            .rsplit(' ')
            .next()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    assert_eq!(count().await, 0);
    let report = browser
        .bare(Method::POST, "/api/csp-report")
        .header("content-type", "application/csp-report")
        .body("{\"csp-report\":{}}");
    assert_eq!(browser.send(report).await.status(), 204);
    assert_eq!(count().await, 1);
}
