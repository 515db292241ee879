//! The site: pages and data over an archive.
//!
//! This file is the route table: every address with the cost of its answer, and with it the place where its handler runs.
//! Handlers are plain functions, one module per page; `headers` writes every header and `error_page` is the only error
//! page. A request sees one archive from first to last, even while another is swapped in.

mod about;
mod answer;
mod api;
mod as_of;
mod asked;
mod asset;
mod body;
mod breadcrumb;
mod card;
mod change;
mod changes;
mod check;
mod choice;
mod cite;
mod clean;
mod compare;
mod compared;
mod copy;
mod dataset;
mod document;
mod document_line;
mod documents;
mod embed;
mod error;
mod error_page;
mod example;
mod facets;
mod feed;
mod formula;
mod framed;
mod go;
mod gone;
mod head;
mod headers;
mod health;
mod help;
mod home;
mod identity;
mod inside;
mod instrument;
mod instruments;
mod languages;
mod layout;
mod line;
mod listen;
mod located;
mod mcp;
mod nearest;
mod opensearch;
mod paragraph;
mod pictures;
mod pool;
mod printed;
mod reuse;
mod review;
mod revision;
mod robots;
mod route;
mod search;
mod sentence;
mod similar;
mod site;
mod sitemap;
mod source;
mod sources;
mod term;
mod text;
mod trends;
mod variants;
mod wording;

pub use error::Error;
pub use inside::{Answer, Inside};
pub use listen::{Limits, RateLimit, serve};
pub use review::{ReviewReader, review};

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use pool::Cost::{Check, Export, File, Message, Page, Picture, Search, Text, Work};
use route::Route;
use site::Site;

use crate::archive::{Archive, LiveArchive};
use crate::data;

/// What the operator chose about the site.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What absolute addresses begin with, without a slash at the end.
    pub base_url: String,
}

/// Every address, what it costs, and what answers it.
static ROUTES: [Route; 68] = [
    Route::prompt("/healthz", health::show),
    Route::prompt("/robots.txt", robots::show),
    Route::prompt("/opensearch.xml", opensearch::description),
    Route::prompt("/favicon.ico", asset::icon),
    Route::prompt("/static/{*file}", asset::file),
    Route::new("/", Page, home::show),
    Route::new("/help", Page, help::show),
    Route::new("/about", Page, about::show),
    Route::new("/variants", Page, variants::show),
    Route::new("/api", Page, api::show),
    Route::new("/api/openapi.json", Page, api::openapi),
    Route::new("/changes", Page, changes::show),
    Route::new("/changes.atom", Page, changes::atom),
    Route::new("/oembed", Page, embed::oembed),
    Route::new("/{document}", Text, document::show),
    Route::new("/{document}/p/{number}", Text, paragraph::show),
    Route::new("/{document}/cite", Page, cite::document),
    Route::new("/{document}/p/{number}/cite", Page, cite::show),
    Route::new("/{document}/p/{number}/embed", Page, embed::show),
    Route::new("/{document}/p/{number}/r/{revision}", Page, revision::show),
    Route::new("/{document}/para/{printed}", Page, printed::show),
    Route::new("/{document}/p/{number}/card.png", Picture, card::show),
    Route::new("/{document}/card.png", Picture, card::show_document),
    Route::new("/{document}/source", File, source::show),
    Route::new("/search", Search, search::show),
    Route::new("/search.json", Search, search::data::json),
    Route::new("/search.csv", Search, search::data::csv),
    Route::new("/search.ndjson", Search, search::data::ndjson),
    Route::new("/search.atom", Search, search::atom::show),
    Route::new("/search.ris", Search, search::data::ris),
    Route::new("/search.bib", Search, search::data::bibtex),
    Route::new("/term", Search, term::show),
    Route::new("/term.json", Search, term::data::json),
    Route::new("/term.csv", Search, term::data::csv),
    Route::new("/term.atom", Search, term::atom::show),
    Route::new("/trends", Work, trends::show),
    Route::new("/trends.json", Work, trends::data::json),
    Route::new("/trends.csv", Work, trends::data::csv),
    Route::new("/suggest", Search, opensearch::suggest),
    Route::new("/go", Search, go::show),
    Route::new("/f/{digits}", Search, wording::show),
    Route::new("/documents", Search, documents::show),
    Route::new("/documents.json", Export, documents::json),
    Route::new("/documents.csv", Export, documents::csv),
    Route::new("/instruments", Search, instruments::show),
    Route::new("/instruments.json", Export, instruments::json),
    Route::new("/instruments.csv", Export, instruments::csv),
    Route::new("/instruments/{instrument}", Search, instrument::show),
    Route::new("/data", Export, dataset::show),
    Route::new("/data/{release}", Export, dataset::without_file),
    Route::new("/data/{release}/{file}", Export, dataset::file),
    Route::new("/data/{release}/excel/{file}", Export, dataset::spreadsheet),
    Route::new("/sitemap.xml", Export, sitemap::show),
    Route::new("/compare", Work, compare::show),
    Route::new("/compare.json", Work, compare::data::json),
    Route::new("/compare.csv", Work, compare::data::csv),
    Route::new("/formula", Work, formula::show),
    Route::new("/formula.json", Work, formula::data::json),
    Route::new("/formula.csv", Work, formula::data::csv),
    Route::new("/similar", Work, similar::show),
    Route::new("/similar.json", Work, similar::data::json),
    Route::new("/similar.csv", Work, similar::data::csv),
    Route::new("/{document}/p/{number}/similar", Work, similar::paragraph),
    Route::new("/{document}/p/{number}/similar.json", Work, similar::data::paragraph_json),
    Route::new("/{document}/p/{number}/similar.csv", Work, similar::data::paragraph_csv),
    Route::new("/check", Check, check::show).taking_text(),
    Route::new("/check.json", Check, check::json).taking_text(),
    Route::new("/mcp", Message, mcp::show).taking_messages(),
];

/// The pages that only a copy of the site in files has.
static COPIED: [Route; 9] = [
    Route::new("/copy", Page, copy::limits),
    Route::new("/copy/search", Page, copy::search),
    Route::new("/copy/list", Page, copy::list),
    Route::new("/copy/go", Page, copy::go),
    Route::new("/copy/f", Page, copy::wording),
    Route::new("/copy/para", Page, copy::printed),
    Route::new("/copy/check", Page, copy::check),
    Route::new("/copy/moved", Page, copy::moved),
    Route::new("/copy/withheld", Page, copy::withheld),
];

/// Returns the whole site over the archives of `live`, with the pages of a copy.
fn copied_router(live: Arc<LiveArchive>, settings: &Settings) -> Router {
    live.prepare_with(prepare);
    surrounded(routes(&ROUTES).merge(routes(&COPIED)), Arc::new(Site::new(live, &settings.base_url)))
}

/// Returns the whole site over the archives of `live`.
pub fn router(live: Arc<LiveArchive>, settings: &Settings) -> Router {
    live.prepare_with(prepare);
    surrounded(routes(&ROUTES), Arc::new(Site::new(live, &settings.base_url)))
}

/// Derives what pages need of the whole of an archive, so that no visitor waits for it.
fn prepare(archive: &Archive) {
    nearest::prepare(archive);
    change::Changes::derived(archive);
    home::prepare(archive);
    data::instrument::Citations::derived(archive);
    sitemap::prepare(archive);
    data::located::prepare(archive);
    archive.index().prepare(archive.corpus());
}

fn routes(table: &'static [Route]) -> Router<Arc<Site>> {
    table.iter().fold(Router::new(), |router, route| router.route(route.path, route.methods()))
}

/// Puts around pages what every answer goes through.
fn surrounded(pages: Router<Arc<Site>>, site: Arc<Site>) -> Router {
    let pages = pages
        .fallback(error_page::no_such_page)
        .method_not_allowed_fallback(error_page::no_such_method)
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn(listen::refuse))
        .with_state(site.clone());
    // The site stands whole below `clean`, which asks it a second time about an address that was not clean; only what
    // comes to nothing then is given a page.
    Router::new()
        .fallback_service(pages)
        .layer(middleware::from_fn(clean::redirect))
        .layer(middleware::from_fn_with_state(site.clone(), error_page::explain))
        .layer(middleware::from_fn_with_state(site, headers::write))
        .layer(compression())
        .layer(middleware::from_fn(headers::plain_at_worst))
        .layer(middleware::from_fn(headers::head_as_get))
}

/// Returns how answers are compressed that are not kept compressed.
///
/// Small ones are not: they fit into the first packets as they are, and compressing costs more than writing them. Brotli
/// makes pages 2 per cent smaller for half as much time again, and level 5 takes less still, with which a first visit to a
/// document would be more than 60,000 bytes. Static files have Brotli from the build.
fn compression() -> CompressionLayer<impl Predicate> {
    let pays = SizeAbove::new(2048).and(NotForContentType::IMAGES);
    CompressionLayer::new().quality(CompressionLevel::Precise(7)).compress_when(pays)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::Body;
    use axum::extract::Request;
    use axum::http::{StatusCode, header};
    use axum::response::Response;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::asked::Asked;
    use super::site::Context;
    use super::*;
    use crate::archive::Keeping;
    use crate::corpus::{self, Files, Release};

    fn site() -> Arc<Site> {
        let live = Arc::new(LiveArchive::open(Files::Embedded, None).expect("the corpus is whole"));
        Arc::new(Site::new(live, "http://archive.example"))
    }

    async fn ask(router: &Router, path: &str) -> Response {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        router.clone().oneshot(request).await.expect("an answer")
    }

    fn fails(_: &Context, asked: &Asked) -> Result<Response, Error> {
        panic!("the words of {:?}", asked.query.one("q"))
    }

    fn fails_at_once(_: &Site, _: &Release, asked: &Asked) -> Result<Response, Error> {
        panic!("the words of {:?}", asked.query.one("q"))
    }

    static FAILING: [Route; 3] = [
        Route::prompt("/fails", fails_at_once),
        Route::prompt("/fails.json", fails_at_once),
        Route::new("/fails-in-a-pool", Search, fails),
    ];

    #[tokio::test]
    async fn a_panic_in_a_handler_is_one_page_and_nothing_more() {
        let router = surrounded(routes(&ROUTES).merge(routes(&FAILING)), site());
        for path in ["/fails?q=secret", "/fails.json?q=secret", "/fails-in-a-pool?q=secret"] {
            let (head, body) = ask(&router, path).await.into_parts();
            let body = String::from_utf8(body.collect().await.expect("a body").to_bytes().into()).expect("text");
            assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            assert!(head.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path}: {head:?}");
            assert!(body.contains("this has been noted") && !body.contains("secret"), "{path}: {body}");
            assert!(!body.contains("the words of"), "{path}: {body}");
            assert_eq!(ask(&router, "/search?q=cyber").await.status(), StatusCode::OK, "after {path}");
        }
    }

    #[tokio::test]
    async fn pages_of_the_whole_archive_read_no_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let keeping = || Some(Keeping { most_held: 0, ..Keeping::from(folder.path()) });
        let open = || LiveArchive::open_proved(Files::Embedded, keeping(), corpus::plain_text);
        drop(open().expect("the corpus is whole"));
        let site = Arc::new(Site::new(Arc::new(open().expect("it is kept")), "http://archive.example"));
        let read = || site.live.current().corpus().texts_read();
        let router = surrounded(routes(&ROUTES), Arc::clone(&site));
        // Where a text mentions what, is looked at once.
        let at_first = read();
        for path in [
            "/",
            "/documents",
            "/documents.csv",
            "/documents.json",
            "/changes",
            "/changes.atom",
            "/instruments",
            "/about",
            "/help",
            "/variants",
            "/suggest?q=cyb",
            "/2018-none",
        ] {
            assert!(ask(&router, path).await.into_body().collect().await.is_ok());
            assert_eq!(read(), at_first, "{path}");
        }
        assert!(ask(&router, "/2017-the-hill-lucca-report/p/1").await.status() == StatusCode::OK && read() > at_first);
    }

    /// Returns an address of every route, and some that have none.
    fn addresses() -> Vec<(String, bool)> {
        let fill = |path: &str| {
            let path = path.replace("{document}", "2018-ise-shima-cyber-group-report").replace("{number}", "1");
            let path = path.replace("{revision}", "1").replace("{printed}", "1").replace("{digits}", "0123456789ab");
            let path = path
                .replace("{instrument}", "un-charter")
                .replace("{release}", "latest")
                .replace("{file}", "README.md");
            path.replace("{*file}", asset::SITE_CSS.trim_start_matches("/static/"))
        };
        let mut addresses: Vec<(String, bool)> =
            ROUTES.iter().map(|route| (fill(route.path), route.is_prompt())).collect();
        let others = ["/no-such-page", "/no-such-page.json", "/2018-none/p/7).", "/2018-none/source", "/no/such/page"];
        let marked = ["/2018-ise-shima-cyber-group-report/p/1?hl=sec*", "/check?q=words", "/check.json?q=words"];
        addresses.extend(others.into_iter().chain(marked).map(|path| (path.to_owned(), false)));
        addresses
    }

    #[tokio::test]
    async fn nothing_that_sees_the_archive_runs_on_an_async_worker() {
        let site = site();
        let router = surrounded(routes(&ROUTES), Arc::clone(&site));
        let places = site.pools.take_all();
        let waiting: Vec<_> = addresses()
            .into_iter()
            .map(|(path, is_prompt)| {
                let router = router.clone();
                let asked = path.clone();
                (path, is_prompt, tokio::spawn(async move { ask(&router, &asked).await.status() }))
            })
            .collect();
        // With one worker, every request has come as far as it can once the others that were sent have been answered.
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        for (path, is_prompt, answer) in &waiting {
            assert_eq!(answer.is_finished(), *is_prompt, "{path}");
        }
        drop(places);
        for (path, _, answer) in waiting {
            let status = tokio::time::timeout(Duration::from_secs(60), answer).await.expect("its turn comes");
            let status = status.expect("no panic");
            assert!(!status.is_server_error(), "{path}: {status}");
        }
    }
}
