//! Static files: compressed, kept for good, and every one that a page names is there.

use std::sync::Arc;

use axum::http::Method;
use g7cyber::archive::LiveArchive;
use g7cyber::corpus::Files;
use g7cyber::web::{Settings, router};

use crate::site::{ask, get, send};

/// Returns the addresses of static files that a text names.
fn named(text: &str) -> Vec<&str> {
    text.split(['"', ' ', '(', ')']).filter(|part| part.starts_with("/static/")).collect()
}

#[test]
fn every_file_that_the_pages_and_the_style_sheet_name_is_there() {
    let home = get("/");
    let pages: Vec<String> = named(&home.body).into_iter().map(str::to_owned).collect();
    assert!(pages.iter().any(|path| path.ends_with(".css")), "{pages:?}");
    let sheet = pages.iter().find(|path| path.ends_with(".css")).unwrap();
    let sheet = get(sheet);
    let fonts = named(&sheet.body);
    assert!(fonts.iter().any(|path| path.ends_with(".woff2")), "{fonts:?}");
    for path in pages.iter().map(String::as_str).chain(fonts) {
        let answer = get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.header("content-type").is_empty(), "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
    }
}

#[test]
fn the_smallest_form_that_the_client_takes_is_sent() {
    let home = get("/");
    let sheet = named(&home.body).into_iter().find(|path| path.ends_with(".css")).unwrap();
    let form = |accepted| send(Method::GET, sheet, &[("accept-encoding", accepted)], "");
    assert_eq!(form("gzip, br").header("content-encoding"), "br");
    assert_eq!(form("gzip").header("content-encoding"), "gzip");
    assert_eq!(form("identity").header("content-encoding"), "");
}

#[test]
fn a_file_that_the_client_holds_is_not_sent_again() {
    let home = get("/");
    let sheet = named(&home.body).into_iter().find(|path| path.ends_with(".css")).unwrap();
    let tag = get(sheet).header("etag").to_owned();
    let again = send(Method::GET, sheet, &[("if-none-match", &tag)], "");
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    assert_eq!(again.header("cache-control"), "public, max-age=31536000, immutable");
}

#[test]
fn a_page_held_from_another_base_address_is_sent_again() {
    let site = |base: &str| {
        let live = Arc::new(LiveArchive::open(Files::Embedded, None).unwrap());
        router(live, &Settings { base_url: base.to_owned() })
    };
    let (here, there) = (site("https://here.example"), site("https://there.example"));
    let tag = ask(here.clone(), Method::GET, "/about", &[], "").header("etag").to_owned();
    let held: &[(&str, &str)] = &[("if-none-match", &tag)];
    assert_eq!(ask(here.clone(), Method::GET, "/about", held, "").status, 304);
    assert_eq!(ask(there, Method::GET, "/about", held, "").status, 200);
}

#[test]
fn what_is_not_a_static_file_is_not_there() {
    for path in ["/static/site.css", "/static/", "/static/../Cargo.toml", "/static/%2e%2e/Cargo.toml", "/static/fonts"]
    {
        assert_eq!(get(path).status, 404, "{path}");
    }
}
