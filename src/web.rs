//! The site: pages and data over an archive.
//!
//! This file is the route table. Handlers live in one module per page; `links` builds every address, `headers`
//! writes every header and `error` is the only error page. A request sees one archive from first to last, even
//! while another is swapped in.

mod about;
mod answer;
mod api;
mod asset;
mod card;
mod change;
mod changes;
mod check;
mod choice;
mod cite;
mod document;
mod documents;
mod embed;
mod error;
mod example;
mod extract;
mod facets;
mod feed;
mod forgive;
mod go;
mod head;
mod headers;
mod health;
mod help;
mod home;
mod identity;
mod layout;
mod listed;
mod listen;
mod opensearch;
mod paragraph;
mod printed;
mod review;
mod revision;
mod robots;
mod search;
mod sentence;
mod sitemap;
mod source;
mod text;
mod variants;
mod whereabouts;
mod wording;
mod work;

pub use error::Error;
pub use listen::{Allowance, Limits, serve};
pub use review::{Look, review};

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use crate::archive::Shelf;
use crate::data::Links;
use work::Work;

/// What the operator chose about the site.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What absolute addresses begin with, without a slash at the end.
    pub base_url: String,
}

/// What every handler can reach.
#[derive(Clone)]
struct Site {
    shelf: Arc<Shelf>,
    links: Arc<Links>,
    work: Work,
    /// Quotations being checked, which takes longer than a search and must not keep one waiting.
    checks: Work,
    sources: Arc<source::Sources>,
    cards: Arc<card::Cards>,
    called: Arc<go::Called>,
}

/// Returns the whole site over the archives on `shelf`.
pub fn router(shelf: Arc<Shelf>, settings: &Settings) -> Router {
    dressed(pages(), site(shelf, settings))
}

fn site(shelf: Arc<Shelf>, settings: &Settings) -> Site {
    Site {
        shelf,
        links: Arc::new(Links::new(&settings.base_url)),
        work: Work::for_this_machine(),
        checks: Work::for_longer_work(),
        sources: Arc::new(source::Sources::new()),
        cards: Arc::new(card::Cards::new()),
        called: Arc::default(),
    }
}

fn pages() -> Router<Site> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(search::show))
        .route("/search.json", get(search::data::json))
        .route("/search.csv", get(search::data::csv))
        .route("/search.ndjson", get(search::data::ndjson))
        .route("/search.atom", get(search::atom::show))
        .route("/variants", get(variants::show))
        .route("/opensearch.xml", get(opensearch::description))
        .route("/suggest", get(opensearch::suggest))
        .route("/api", get(api::show))
        .route("/api/openapi.json", get(api::openapi))
        .route("/check", get(check::show).post(check::show))
        .route("/check.json", get(check::json).post(check::json))
        .route("/documents", get(documents::show))
        .route("/documents.json", get(documents::json))
        .route("/documents.csv", get(documents::csv))
        .route("/help", get(help::show))
        .route("/about", get(about::show))
        .route("/healthz", get(health::show))
        .route("/robots.txt", get(robots::show))
        .route("/sitemap.xml", get(sitemap::show))
        .route("/favicon.ico", get(asset::icon))
        .route("/static/{*file}", get(asset::file))
        .route("/{document}", get(document::show))
        .route("/{document}/source", get(source::show))
        .route("/{document}/p/{number}", get(paragraph::show))
        .route("/{document}/p/{number}/card.png", get(card::show))
        .route("/{document}/p/{number}/cite", get(cite::show))
        .route("/{document}/p/{number}/embed", get(embed::show))
        .route("/{document}/p/{number}/r/{revision}", get(revision::show))
        .route("/{document}/para/{printed}", get(printed::show))
        .route("/f/{digits}", get(wording::show))
        .route("/go", get(go::show))
        .route("/changes", get(changes::show))
        .route("/changes.atom", get(changes::atom))
        .route("/oembed", get(embed::oembed))
}

/// Puts around pages what every answer goes through.
fn dressed(pages: Router<Site>, site: Site) -> Router {
    let pages = pages
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::no_such_method)
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn(listen::refuse))
        .layer(middleware::from_fn_with_state(site.clone(), error::dress))
        .with_state(site.clone());
    // The site stands whole below `forgive`, which asks it a second time about an address that was not clean.
    Router::new()
        .fallback_service(pages)
        .layer(middleware::from_fn(forgive::forgive))
        .layer(middleware::from_fn_with_state(site, headers::write))
        .layer(compression())
        .layer(middleware::from_fn(headers::plain_at_worst))
        .layer(middleware::from_fn(headers::head_as_get))
}

/// Returns how answers are compressed that are not kept compressed.
///
/// Small ones are not: they fit into the first packets as they are, and compressing costs more than writing them.
fn compression() -> CompressionLayer<impl Predicate> {
    let pays = SizeAbove::new(2048).and(NotForContentType::IMAGES);
    CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(pays)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::{Request, State};
    use axum::http::{StatusCode, header};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::corpus::Files;

    async fn fails(query: axum::extract::RawQuery) -> &'static str {
        panic!("the words of {query:?}")
    }

    async fn fails_at_work(State(site): State<Site>) -> Result<&'static str, Error> {
        Ok(site.work.run(|| panic!("the words of the work")).await?)
    }

    #[tokio::test]
    async fn a_panic_in_a_handler_is_one_page_and_nothing_more() {
        let shelf = Arc::new(Shelf::open(Files::Embedded, None).expect("the corpus is whole"));
        let site = site(shelf, &Settings { base_url: "http://archive.example".to_owned() });
        let failing = pages()
            .route("/fails", get(fails))
            .route("/fails.json", get(fails))
            .route("/fails-at-work", get(fails_at_work));
        let router = dressed(failing, site);
        let ask = async |path: &str| {
            let request = Request::get(path).body(Body::empty()).expect("a request");
            let (head, body) = router.clone().oneshot(request).await.expect("an answer").into_parts();
            (head, String::from_utf8(body.collect().await.expect("a body").to_bytes().into()).expect("text"))
        };
        for path in ["/fails?q=secret", "/fails.json?q=secret", "/fails-at-work"] {
            let (head, body) = ask(path).await;
            assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            assert!(head.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path}: {head:?}");
            assert!(body.contains("this has been noted") && !body.contains("secret"), "{path}: {body}");
            assert!(!body.contains("the words of"), "{path}: {body}");
            assert_eq!(ask("/search?q=cyber").await.0.status, StatusCode::OK, "after {path}");
        }
    }
}
