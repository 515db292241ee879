//! The site in-process: one router over the real corpus for all tests, asked without a port.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use g7cyber::archive::LiveArchive;
use g7cyber::corpus::Files;
use g7cyber::web::{Settings, router};
use http_body_util::BodyExt;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// What absolute addresses begin with in tests.
pub(crate) const BASE: &str = "https://archive.example";

/// An answer of the site.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// Returns a header as text, empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Returns the body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Returns what stands in `<main>`.
    #[track_caller]
    pub(crate) fn main(&self) -> &str {
        let inside = self.body.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
        inside.unwrap_or_else(|| panic!("no <main> in {}", self.body)).0
    }
}

/// Returns a site over these files.
pub(crate) fn over(files: Files) -> Router {
    at(BASE, files)
}

/// Returns a site over these files whose absolute addresses begin with `base_url`.
pub(crate) fn at(base_url: &str, files: Files) -> Router {
    router(Arc::new(LiveArchive::open(files, None).unwrap()), &Settings { base_url: base_url.to_owned() })
}

/// Returns the site over the corpus inside the program.
fn real() -> Router {
    static SITE: OnceLock<Router> = OnceLock::new();
    SITE.get_or_init(|| over(Files::Embedded)).clone()
}

/// Returns the answer of the real site to a GET.
pub(crate) fn get(path: &str) -> Answer {
    send(Method::GET, path, &[], "")
}

/// Returns the answer of the real site to a request.
pub(crate) fn send(method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    ask(real(), method, path, headers, body)
}

/// Returns the answer of the real site to a request whose body need not be text.
pub(crate) fn send_bytes(method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
    ask(real(), method, path, headers, body)
}

thread_local! {
    /// `spawn_blocking` is all that the site needs of a runtime; starting one costs more than most answers.
    static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().unwrap();
}

/// Returns the answer of a site to a request.
pub(crate) fn ask(
    site: Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Vec<u8>>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "archive.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.into())).unwrap();
    RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let answer = site.oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
        })
    })
}

#[test]
fn a_page_after_the_last_says_so_and_leads_back() {
    for view in ["", "&#38;view=kwic"] {
        let answer = get(&format!("/search?q=cyber{}&page=9", view.replace("#38;", "")));
        assert!(answer.main().contains("These results have fewer pages."), "{}", answer.main());
        assert!(answer.main().contains(&format!("href=\"/search?q=cyber{view}\"")), "{}", answer.main());
        assert!(!answer.main().contains("<table"), "{}", answer.main());
    }
}

#[test]
fn a_concordance_names_what_it_was_narrowed_by() {
    let answer = get("/search?q=cyber&view=kwic&year=2018");
    assert!(answer.main().contains("Without Year: </span><bdi>2018</bdi>"), "{}", answer.main());
}

#[test]
fn a_concordance_of_nothing_says_what_was_looked_for() {
    let answer = get("/search?q=zeppelin&view=kwic");
    assert!(answer.main().contains("<h1>No paragraph found</h1>"), "{}", answer.main());
    assert!(answer.main().contains("Looked for:") && !answer.main().contains("<table"), "{}", answer.main());
}
