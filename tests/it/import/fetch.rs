//! Fetching: what hosts do, and how they are treated.

use std::fs;
use std::path::Path;
use std::time::Duration;

use g7cyber::corpus::{self, Corpus, Files};
use g7cyber::import::{self, Client, Error, Etiquette, Fetched, Reach, Received, Rechecked};

use super::host::{Host, Reply, gzip, page, redirect, status};

pub(super) const PAGE: &str = "<!doctype html><html lang=en><title>T</title><main><h1>Declaration on Kettles</h1>\
    <p>Exampleville, 11 April 2017</p><ol><li>We agree that kettles boil, and that they are to be watched while they do.\
    <li>We will watch them.</ol></main>";

/// How a host on this machine is treated: without waiting for what is not tested.
pub(super) fn etiquette() -> Etiquette {
    Etiquette {
        contact: Some("https://archive.example/".into()),
        pause: Duration::ZERO,
        patience: Duration::from_millis(700),
        largest: 200_000,
        retries: 1,
        back_off: Duration::from_millis(5),
        reach: Reach::ThisMachine,
    }
}

fn misbehaving() -> Host {
    Host::start(|path, before| match path {
        "/page" => page("text/html", PAGE),
        "/moved" => redirect("/moved-again"),
        "/moved-again" => redirect("page#part"),
        "/loop" => redirect("/loop"),
        "/to-file" => redirect("file:///etc/passwd"),
        "/to-home" => redirect("http://192.168.1.1/"),
        "/gzip" => Reply::Whole(
            "200 OK",
            vec!["Content-Type: text/html".into(), "Content-Encoding: gzip".into()],
            gzip(PAGE.as_bytes()),
        ),
        "/broken-gzip" => Reply::Whole("200 OK", vec!["Content-Encoding: gzip".into()], PAGE.into()),
        "/latin-1" => page("text/plain; charset=ISO-8859-1", b"caf\xe9".to_vec()),
        "/utf-16" => page("text/plain", "\u{feff}café".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        "/truncated" => {
            Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nwords".to_vec())
        }
        "/truncated-chunk" => Reply::Raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n9\r\nmo"
                .to_vec(),
        ),
        "/no-http" => Reply::Raw(b"hello\r\n\r\n".to_vec()),
        "/nothing" => Reply::Raw(Vec::new()),
        "/image" => page("image/png", b"\x89PNG\r\n\0".to_vec()),
        "/called-html" => page("text/html", b"PK\x03\x04\0\0\0".to_vec()),
        "/endless" => Reply::Endless(Duration::ZERO),
        "/drip" => Reply::Endless(Duration::from_millis(50)),
        "/500" => status("500 Internal Server Error"),
        "/busy-once" if before == 0 => Reply::Whole("503 Busy", vec!["Retry-After: 0".into()], Vec::new()),
        "/busy-once" => page("text/html", PAGE),
        "/gone" => status("410 Gone"),
        "/private" => page("text/html", PAGE),
        "/robots.txt" => page("text/plain", "User-agent: *\nDisallow: /private\n"),
        _ => status("404 Not Found"),
    })
}

#[test]
fn what_hosts_give_is_read_whole() {
    let host = misbehaving();
    let mut client = Client::new(etiquette());
    for path in ["/page", "/moved", "/gzip", "/busy-once"] {
        let received = client.get(&host.url(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(received.bytes, PAGE.as_bytes(), "{path}");
        assert!(received.retrieved.is_some());
    }
    assert_eq!(client.get(&host.url("/moved")).unwrap().url, Some(host.url("/page")));
    for path in ["/latin-1", "/utf-16"] {
        let received = client.get(&host.url(path)).unwrap();
        let name = if path == "/latin-1" { "x.iso-8859-1.txt" } else { "x.txt" };
        assert_eq!(import::plain_text(name, &received.bytes).unwrap().trim_start_matches('\u{feff}'), "café", "{path}");
    }
}

#[test]
fn what_hosts_do_wrong_is_told() {
    let host = misbehaving();
    let mut client = Client::new(etiquette());
    let mut check = |path: &str, told: fn(&Error) -> bool| {
        let error = client.get(&host.url(path)).map(|received| received.bytes).expect_err(path);
        assert!(told(&error), "{path}: {error:?}");
    };
    check("/loop", |error| matches!(error, Error::Redirects(_)));
    check("/to-file", |error| matches!(error, Error::Address(_)));
    check("/to-home", |error| matches!(error, Error::Private));
    check("/broken-gzip", |error| matches!(error, Error::Network(_)));
    check("/truncated", |error| matches!(error, Error::Network(_)));
    check("/truncated-chunk", |error| matches!(error, Error::Network(_)));
    check("/no-http", |error| matches!(error, Error::Network(_)));
    check("/nothing", |error| matches!(error, Error::Network(_)));
    check("/image", |error| matches!(error, Error::Unread(_)));
    check("/called-html", |error| matches!(error, Error::Unread(_)));
    check("/endless", |error| matches!(error, Error::TooLarge(_)));
    check("/drip", |error| matches!(error, Error::TooSlow(_)));
    check("/500", |error| matches!(error, Error::Status(500)));
    check("/gone", |error| matches!(error, Error::Status(410)));
    check("/missing", |error| matches!(error, Error::Status(404)));
    check("/private", |error| matches!(error, Error::Unwanted(_)));
    let asked = |path: &str| host.requests().iter().filter(|request| request.path == path).count();
    assert_eq!(asked("/private"), 0, "what is closed to robots is not asked for");
    assert_eq!((asked("/500"), asked("/gone")), (2, 1), "only what may pass is asked for again");
}

#[test]
fn hosts_of_no_public_network_are_not_asked() {
    let host = misbehaving();
    let mut client = Client::new(Etiquette { reach: Reach::Public, ..etiquette() });
    for address in [host.url("/page"), format!("http://localhost:{}/page", host.address.port()), "http://[::1]/".into()]
    {
        let error = client.get(&address).map(|received| received.bytes).expect_err(&address);
        assert!(matches!(error, Error::Private), "{address}: {error:?}");
    }
    assert!(host.requests().is_empty());
}

#[test]
fn hosts_are_asked_slowly_and_told_who_asks() {
    let host = Host::start(|path, _| match path {
        "/robots.txt" => page("text/plain", "User-agent: g7cyber\nCrawl-delay: 0.2\n"),
        _ => page("text/html", PAGE),
    });
    let mut client = Client::new(Etiquette { pause: Duration::from_millis(50), ..etiquette() });
    for path in ["/a", "/b"] {
        client.get(&host.url(path)).unwrap();
    }
    let requests = host.requests();
    assert!(requests[1].at - requests[0].at >= Duration::from_millis(200), "{requests:?}");
    assert!(
        requests[0].agent.starts_with("g7cyber/") && requests[0].agent.ends_with(" (+https://archive.example/)"),
        "{requests:?}"
    );
}

#[test]
fn a_host_whose_rules_cannot_be_read_is_left_alone() {
    let host =
        Host::start(|path, _| if path == "/robots.txt" { status("500 Broken") } else { page("text/html", PAGE) });
    assert!(matches!(Client::new(etiquette()).get(&host.url("/page")), Err(Error::Unwanted(_))));
    assert!(host.requests().is_empty());
}

/// Writes a corpus of records with these official addresses, each with its format.
pub(super) fn records(folder: &Path, records: &[(&str, &[(&str, &str)])]) {
    fs::create_dir_all(folder.join("documents")).unwrap();
    for (id, addresses) in records {
        let mut text = format!(
            "+++\ntitle = \"Record {id}\"\nkind = \"declaration\"\ndate = \"2017\"\nissuer = \"G7\"\nlanguage = \"en\"\nabstract = \"A\"\n"
        );
        for (url, format) in *addresses {
            text.push_str(&format!(
                "\n[[official]]\nurl = \"{url}\"\nrole = \"text\"\nformat = \"{format}\"\nlanguage = \"en\"\n"
            ));
        }
        fs::write(folder.join(format!("documents/{id}.md")), text + "+++\n").unwrap();
    }
}

pub(super) fn load(folder: &Path) -> Corpus {
    corpus::load(&Files::Directory(folder.to_owned())).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn fetch(folder: &Path, client: &mut Client) -> Vec<Fetched> {
    let corpus = load(folder);
    corpus.documents().iter().map(|document| import::fetch(folder, &corpus, document, client, None)).collect()
}

#[test]
fn records_are_filled_from_the_first_address_that_gives_a_text() {
    let host = misbehaving();
    let folder = tempfile::tempdir().unwrap();
    let url = |path: &str| host.url(path);
    let (gone, moved, good, image) = (url("/gone"), url("/moved"), url("/page"), url("/image"));
    records(
        folder.path(),
        &[
            ("2017-a", &[(&gone, "html"), (&moved, "html")]),
            ("2017-b", &[(&image, "html"), (&good, "pdf")]),
            ("2017-c", &[]),
        ],
    );
    let mut client = Client::new(etiquette());
    let fetched = fetch(folder.path(), &mut client);
    assert!(matches!(&fetched[0], Fetched::Imported(from, imported) if *from == moved && imported.paragraphs == 2));
    assert!(
        matches!(&fetched[1], Fetched::Failed(failures) if matches!(failures[..], [(_, Error::Unread(_)), (_, Error::Unexpected { .. })])),
        "{fetched:?}"
    );
    assert!(matches!(&fetched[2], Fetched::NoAddress));
    super::agrees(folder.path(), "fetched");
    let asked = host.requests().len();
    let again = fetch(folder.path(), &mut client);
    assert!(matches!(again[0], Fetched::Held), "what was fetched is not fetched again");
    assert_eq!(host.requests().len(), asked + 2, "only what failed");
}

#[test]
fn sources_that_changed_or_went_are_told() {
    let host = Host::start(|path, before| match (path, before) {
        ("/robots.txt", _) => status("404 Not Found"),
        ("/markup", 1..) => page("text/html", PAGE.replace("<ol>", "<ol class=new>")),
        ("/words", 1..) => page("text/html", PAGE.replace("We will watch", "We shall watch")),
        ("/gone", 1..) => status("404 Not Found"),
        ("/broken", 1..) => status("500 Broken"),
        _ => page("text/html", PAGE),
    });
    let folder = tempfile::tempdir().unwrap();
    let paths = ["broken", "gone", "markup", "same", "words"];
    let urls = paths.map(|path| host.url(&format!("/{path}")));
    let ids = paths.map(|path| format!("2017-{path}"));
    let listed: Vec<[(&str, &str); 1]> = urls.iter().map(|url| [(url.as_str(), "html")]).collect();
    let all: Vec<(&str, &[(&str, &str)])> =
        ids.iter().zip(&listed).map(|(id, url)| (id.as_str(), url.as_slice())).collect();
    records(folder.path(), &all);
    let mut client = Client::new(etiquette());
    fetch(folder.path(), &mut client);
    let corpus = load(folder.path());
    let before: Vec<_> = corpus.manifest().to_vec();
    let told: Vec<Rechecked> =
        corpus.documents().iter().map(|document| import::recheck(&corpus, document, &mut client)).collect();
    assert!(
        matches!(
            &told[..],
            [Rechecked::Failed(_), Rechecked::Gone(_), Rechecked::SameWords, Rechecked::Same, Rechecked::Changed(changes)]
                if changes.len() == 1
        ),
        "{told:#?}"
    );
    assert_eq!(load(folder.path()).manifest(), before, "rechecking writes nothing");
}

#[test]
fn a_source_left_by_an_interrupted_import_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    let received =
        Received::from_network(PAGE.into(), "text/html", "https://a.example/".into(), "2020".parse().unwrap()).unwrap();
    fs::create_dir_all(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("sources/2017-x.html"), PAGE).unwrap();
    let id = "2017-x".parse().unwrap();
    assert!(import::import(folder.path(), None, &id, &received).is_ok());
    fs::write(folder.path().join("sources/2017-y.html"), "another").unwrap();
    assert!(matches!(
        import::import(folder.path(), None, &"2017-y".parse().unwrap(), &received),
        Err(Error::Exists(_))
    ));
}

#[test]
fn answers_that_are_no_text_are_named() {
    let text = "<p>We met and agreed that kettles boil, and that this is to be said again.".repeat(12);
    let whole = move |body: String| page("text/html", body);
    let host = Host::start(move |path, before| match path {
        "/robots.txt" => status("404 Not Found"),
        "/part" => Reply::Whole("206 Partial Content", vec!["Content-Type: text/html".into()], PAGE.into()),
        "/deflate" | "/br" => Reply::Whole(
            "200 OK",
            vec!["Content-Type: text/html".into(), format!("Content-Encoding: {}", &path[1..])],
            vec![0x78, 0x9c, 3, 0],
        ),
        "/empty" => page("text/html", ""),
        "/none" => status("204 No Content"),
        "/script" => whole("<html><body><script>show()</script></body></html>".into()),
        "/refresh" => whole("<html><meta http-equiv=Refresh content='0; URL=/page'><p>This page has moved.".into()),
        "/refresh-far" => whole("<meta http-equiv=refresh content='0;url=http://elsewhere.example/x'><p>Moved.".into()),
        "/refresh-loop" => whole("<meta http-equiv=refresh content='0;url=/refresh'><p>Moved.".into()),
        "/reload" => whole(format!("<html><meta http-equiv=refresh content='600'><h1>Kettles</h1>{text}</html>")),
        "/frames" => {
            whole("<html><frameset cols=20%,*><frame src=menu.html><frame src=text.html></frameset></html>".into())
        }
        "/viewer" => {
            whole("<html><body><script>x()</script><iframe src=/text.html>No frames.</iframe></body></html>".into())
        }
        "/embedded" => {
            whole("<html><title>T</title><body><embed type='application/pdf' src=a.pdf></body></html>".into())
        }
        "/cookie" if before == 0 => Reply::Whole(
            "302 Found",
            vec!["Location: /cookie".into(), "Set-Cookie: session=k7; Path=/; HttpOnly".into()],
            Vec::new(),
        ),
        "/cookie-wall" => {
            Reply::Whole("302 Found", vec!["Location: /cookie-wall".into(), "Set-Cookie: seen=1".into()], Vec::new())
        }
        "/later" if before == 0 => {
            Reply::Whole("503 Busy", vec!["Retry-After: Wed, 21 Oct 2015 07:28:00 GMT".into()], Vec::new())
        }
        "/much-later" => {
            Reply::Whole("503 Busy", vec!["Retry-After: Fri, 31 Dec 2099 23:59:59 GMT".into()], Vec::new())
        }
        _ => page("text/html", PAGE),
    });
    let said = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = std::sync::Arc::clone(&said);
    let mut client = Client::new(Etiquette { back_off: Duration::from_secs(300), ..etiquette() })
        .telling(move |why| heard.lock().unwrap().push(why.to_owned()));
    for path in ["/refresh", "/cookie", "/later", "/reload"] {
        let received = client.get(&host.url(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(received.bytes == PAGE.as_bytes(), path != "/reload", "{path}");
    }
    assert!(said.lock().unwrap()[0].starts_with("status 503: asking again in 0 s"), "{said:?}");
    let mut check = |path: &str, told: fn(&Error) -> bool| {
        let error = client.get(&host.url(path)).map(|received| received.bytes).expect_err(path);
        assert!(told(&error), "{path}: {error:?}");
    };
    check("/part", |error| matches!(error, Error::Partial));
    check("/deflate", |error| matches!(error, Error::Packed(how) if how == "deflate"));
    check("/br", |error| matches!(error, Error::Packed(how) if how == "br"));
    check("/empty", |error| matches!(error, Error::Empty));
    check("/none", |error| matches!(error, Error::Empty));
    check("/refresh-far", |error| matches!(error, Error::Leads(to) if to == "http://elsewhere.example/x"));
    check("/refresh-loop", |error| matches!(error, Error::Leads(_)));
    check("/frames", |error| matches!(error, Error::Leads(to) if to.ends_with("/text.html")));
    check("/viewer", |error| matches!(error, Error::Leads(to) if to.ends_with("/text.html")));
    check("/embedded", |error| matches!(error, Error::Leads(to) if to.ends_with("/a.pdf")));
    check("/cookie-wall", |error| matches!(error, Error::Cookie(_)));
    check("/much-later", |error| matches!(error, Error::Later { status: 503, .. }));
    let cookies = |path: &str| -> Vec<bool> {
        let of = |request: &super::host::Request| request.headers.to_lowercase().contains("cookie: session=k7");
        host.requests().iter().filter(|request| request.path == path).map(of).collect()
    };
    assert_eq!(cookies("/cookie"), [false, true]);
    assert!(cookies("/part").iter().all(|sent| !sent), "a cookie is forgotten with the fetch that got it");
    let script = client.get(&host.url("/script")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let imported = import::import(folder.path(), None, &"2017-x".parse().unwrap(), &script);
    assert!(matches!(imported, Err(Error::Empty)), "{imported:?}");
}

#[test]
fn pages_that_are_no_text_fill_no_record() {
    let links: String = (0..30).map(|n| format!("<li><a href=/{n}>A statement on kettles, number {n}</a>")).collect();
    let host = Host::start(move |path, _| match path {
        "/robots.txt" => status("404 Not Found"),
        "/consent" => page(
            "text/html",
            "<html><title>Your privacy choices</title><h1>We value your privacy</h1><p>We and our partners use cookies. Accept all of them, or choose which ones you want.",
        ),
        "/missing" => page(
            "text/html",
            "<html><title>404 - Page not found</title><h1>Oh no</h1><p>This page may have moved, or there never was one of this name.",
        ),
        "/list" => {
            page("text/html", format!("<html><main><h1>Statements</h1><p>All that was said.<ul>{links}</ul></main>"))
        }
        _ => page(
            "text/html",
            "<html><title>Sign in</title><h1>Sign in</h1><p>Give your name and your password to go on.",
        ),
    });
    let folder = tempfile::tempdir().unwrap();
    let urls = ["/consent", "/list", "/missing", "/sign-in"].map(|path| host.url(path));
    let listed: Vec<[(&str, &str); 1]> = urls.iter().map(|url| [(url.as_str(), "html")]).collect();
    let ids = ["2017-consent", "2017-list", "2017-missing", "2017-sign-in"];
    let all: Vec<(&str, &[(&str, &str)])> = ids.iter().zip(&listed).map(|(id, url)| (*id, url.as_slice())).collect();
    records(folder.path(), &all);
    for fetched in fetch(folder.path(), &mut Client::new(etiquette())) {
        let Fetched::Failed(failures) = &fetched else { panic!("{fetched:?}") };
        assert!(matches!(failures[0].1, Error::NoDocument(_)), "{failures:?}");
    }
    assert!(load(folder.path()).documents().iter().all(|document| !document.held()));
}

#[test]
fn a_source_is_asked_for_again_only_where_it_changed() {
    let host = Host::start(|path, before| match (path, before) {
        ("/robots.txt", _) => status("404 Not Found"),
        ("/page", 0) => Reply::Whole(
            "200 OK",
            vec![
                "Content-Type: text/html".into(),
                "ETag: \"k-7\"".into(),
                "Last-Modified: Tue, 11 Apr 2017 10:00:00 GMT".into(),
            ],
            PAGE.into(),
        ),
        _ => status("304 Not Modified"),
    });
    let folder = tempfile::tempdir().unwrap();
    records(folder.path(), &[("2017-a", &[(&host.url("/page"), "html")])]);
    let mut client = Client::new(etiquette());
    fetch(folder.path(), &mut client);
    let corpus = load(folder.path());
    assert!(matches!(import::recheck(&corpus, &corpus.documents()[0], &mut client), Rechecked::Same));
    let headers = host.requests()[1].headers.to_lowercase();
    assert!(
        headers.contains("if-none-match: \"k-7\"") && headers.contains("if-modified-since: tue, 11 apr 2017"),
        "{headers}"
    );
}

#[test]
fn what_was_said_of_use_is_kept_beside_the_source() {
    const PAGE: &str = "<!doctype html><html lang=en><head><title>Declaration on Tea</title>\
        <meta name=robots content='noarchive'><link rel=license href=/licence></head><body><main><h1>Declaration on Tea</h1>\
        <p>Exampleville, 11 April 2017<p>We have met and spoken of tea, of who makes it and of who drinks it in the end.\
        <p>We agree that tea is to be drunk while it is warm.</main><footer><a href=/terms>Terms of use</a> <a href=/x>News</a>\
        </footer></body></html>";
    let host = Host::start(|path, _| match path {
        "/robots.txt" => page("text/plain", "User-agent: *\nDisallow: /private\n"),
        "/page" => Reply::Whole(
            "200 OK",
            vec!["Content-Type: text/html".into(), "X-Robots-Tag: nosnippet".into()],
            PAGE.into(),
        ),
        "/other" => page("text/html", PAGE.replace("on Tea", "on Cups")),
        "/terms" => page(
            "text/html",
            "<title>Terms</title><main><h1>Terms of use</h1><p>Tea may be handed on by all who name its makers.</main>",
        ),
        _ => status("404 Not Found"),
    });
    let folder = tempfile::tempdir().unwrap();
    let (tea, cups) = (host.url("/page"), host.url("/other"));
    records(folder.path(), &[("2017-a", &[(&tea, "html")]), ("2017-b", &[(&cups, "html")])]);
    let fetched = fetch(folder.path(), &mut Client::new(etiquette()));
    assert!(matches!(fetched.as_slice(), [Fetched::Imported(..), Fetched::Imported(..)]), "{fetched:?}");
    // Pages of terms are read once in a run, and one that is not there is no reason to do without the text.
    let asked = |path: &str| host.requests().iter().filter(|request| request.path == path).count();
    assert_eq!((asked("/terms"), asked("/licence")), (1, 1));
    let draft = fs::read_to_string(folder.path().join("documents/2017-a.md")).unwrap();
    assert!(draft.contains("\nterms = \"2017-a.terms.txt\"\n"), "{draft}");
    let said = fs::read_to_string(folder.path().join("sources/2017-a.terms.txt")).unwrap();
    for said_of in [
        "Disallow: /private",
        "x-robots-tag: nosnippet",
        "robots: noarchive",
        &format!("license <{}>", host.url("/licence")),
        &format!("Terms of use <{}>", host.url("/terms")),
        "Tea may be handed on by all who name its makers.",
        "It was not read: ",
    ] {
        assert!(said.contains(said_of), "{said_of}: {said}");
    }
    assert!(!said.contains("News"), "{said}");
    let other = fs::read_to_string(folder.path().join("sources/2017-b.terms.txt")).unwrap();
    assert!(other.contains("Tea may be handed on") && other.contains("It was not read: "), "{other}");
    super::confirm(folder.path(), "2017-a");
    super::agrees(folder.path(), &draft);
    let told = corpus::examine(&Files::Directory(folder.path().to_owned()), &g7cyber::import::plain_text).1;
    assert!(!told.iter().any(|problem| problem.wrong.contains("no document has this source")), "{told:#?}");
}
