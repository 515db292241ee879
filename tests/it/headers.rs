//! What every answer says to browsers and caches, by the rules of Mozilla's HTTP Observatory: on every kind of answer.

use axum::http::{HeaderMap, Method};

use crate::running::{self, Running};
use crate::site::{self, Answer, BASE, get, send};
use crate::support::five_releases;

/// One address of every route, and of every format that a route has, with its status.
const ROUTES: [(&str, u16); 87] = [
    ("/", 200),
    ("/search", 200),
    ("/search?q=cyber", 200),
    ("/search?q=cyber&view=kwic", 200),
    ("/search.json?q=cyber", 200),
    ("/search.json?q=cyber&limit=x", 400),
    ("/search.csv?q=cyber", 200),
    ("/search.ndjson?q=cyber", 200),
    ("/search.atom?q=cyber", 200),
    ("/term", 200),
    ("/term?t=cyber", 200),
    ("/term?t=cyber&as_of=1999-01-01", 404),
    ("/term.json?t=cyber", 200),
    ("/term.json?t=law+-sea", 400),
    ("/term.csv?t=cyber", 200),
    ("/term.atom?t=cyber", 200),
    ("/trends", 200),
    ("/trends?t=cyber", 200),
    ("/trends.json?t=cyber", 200),
    ("/trends.csv?t=cyber", 200),
    ("/variants", 200),
    ("/instruments", 200),
    ("/instruments/un-charter", 200),
    ("/instruments/un-chater", 404),
    ("/instruments.csv", 200),
    ("/opensearch.xml", 200),
    ("/suggest?q=cyb", 200),
    ("/api", 200),
    ("/api/openapi.json", 200),
    ("/check", 200),
    ("/check?q=the+same+rights+that+people+have", 200),
    ("/check.json?q=the+same+rights+that+people+have", 200),
    ("/check.json", 400),
    ("/documents", 200),
    ("/documents.json", 200),
    ("/documents.csv", 200),
    ("/data", 200),
    ("/data/latest", 302),
    ("/data/latest/paragraphs.csv", 302),
    ("/data/000000000000/paragraphs.csv", 404),
    ("/help", 200),
    ("/about", 200),
    ("/healthz", 200),
    ("/robots.txt", 200),
    ("/sitemap.xml", 200),
    ("/changes", 200),
    ("/changes.atom", 200),
    ("/2018-ise-shima-cyber-group-report", 200),
    ("/2018-ise-shima-cyber-group-report.json", 200),
    ("/2018-ise-shima-cyber-group-report.md", 200),
    ("/2018-ise-shima-cyber-group-report.txt", 200),
    ("/2018-ise-shima-cyber-group-report.bib", 200),
    ("/2018-ise-shima-cyber-group-report.ris", 200),
    ("/2018-ise-shima-cyber-group-report.csl.json", 200),
    ("/2018-ise-shima-cyber-group-report/source", 200),
    ("/2017-lucca-declaration", 200),
    ("/2018-ise-shima-cyber-group-report/p/3", 200),
    ("/2018-ise-shima-cyber-group-report/p/3.json", 200),
    ("/2018-ise-shima-cyber-group-report/p/3.md", 200),
    ("/2018-ise-shima-cyber-group-report/p/3.txt", 200),
    ("/2018-ise-shima-cyber-group-report/p/3.bib", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/card.png", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/cite", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/embed", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/r/1", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/r/1.json", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/r/1.txt", 200),
    ("/2018-ise-shima-cyber-group-report/p/3/r/9", 404),
    ("/2018-ise-shima-cyber-group-report/p/99", 404),
    ("/2018-ise-shima-cyber-group-report/p/99.json", 404),
    ("/2018-ise-shima-cyber-group-report/p/99/embed", 404),
    ("/2018-ise-shima-cyber-group-report/p/99/card.png", 404),
    ("/2018-ISE-Shima-Cyber-Group-Report/p/03.", 301),
    ("/2018-ise-shima-cyber-group-report/para/3", 303),
    ("/f/000000000000", 404),
    ("/f/xyz", 400),
    ("/go?c=Lucca+2017", 300),
    ("/go?c=Ise-Shima+2018+para+3", 303),
    ("/go?c=nothing+of+the+kind", 404),
    ("/go?c=", 400),
    ("/oembed?url=https%3A%2F%2Farchive.example%2F2018-ise-shima-cyber-group-report%2Fp%2F3", 200),
    ("/oembed?url=https%3A%2F%2Fevil.example%2F", 404),
    ("/oembed", 400),
    ("/static/none.css", 404),
    ("/no-such-page", 404),
    ("/no-such-page.json", 404),
    ("//evil.example/", 404),
];

/// Returns one value of a header, or tells that it was sent twice or cannot be read.
fn one<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next().map(|value| value.to_str().unwrap());
    assert!(all.next().is_none(), "{name} was sent twice");
    first
}

/// Returns the directives of a content-security policy.
fn directive<'a>(policy: &'a str, name: &str) -> Option<Vec<&'a str>> {
    policy
        .split(';')
        .map(|part| part.split_whitespace())
        .find_map(|mut words| (words.next() == Some(name)).then(|| words.collect()))
}

/// Returns the Observatory's score of an answer over TLS: 100, less what is missing; what is better than needed counts
/// only from 90.
///
/// Its rules of 2025. Two are met by what is not here and are checked as such: no cookies, no script of other sites.
/// Redirection from HTTP and the validity of TLS are the proxy's.
fn score(headers: &HeaderMap) -> i32 {
    let mut rules: Vec<i32> = Vec::new();
    let policy = one(headers, "content-security-policy").unwrap_or_default();
    let sources = |name| directive(policy, name).or_else(|| directive(policy, "default-src"));
    let unsafe_source = |source: &&str| {
        let broad = ["*", "http:", "https:", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'"];
        broad.contains(source) || source.starts_with("http://")
    };
    let open = ["script-src", "object-src", "style-src", "img-src", "font-src", "connect-src", "frame-src"]
        .iter()
        .any(|name| sources(name).is_none_or(|sources| sources.iter().any(unsafe_source)));
    let forms = directive(policy, "form-action").is_some_and(|to| to == ["'self'"] || to == ["'none'"]);
    rules.push(match (policy.is_empty(), open) {
        (true, _) => -25,
        (false, true) => -20,
        (false, false) if forms && directive(policy, "default-src") == Some(vec!["'none'"]) => 10,
        (false, false) => 5,
    });
    let framed = directive(policy, "frame-ancestors").is_some_and(|by| !by.iter().any(unsafe_source));
    rules.push(match one(headers, "x-frame-options") {
        _ if framed => 5,
        Some("DENY" | "SAMEORIGIN") => 0,
        _ => -20,
    });
    let private = ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];
    rules.push(match one(headers, "referrer-policy") {
        Some(policy) if private.contains(&policy) => 5,
        Some(_) => -5,
        None => 0,
    });
    rules.push(match one(headers, "cross-origin-resource-policy") {
        Some("same-origin" | "same-site") => 10,
        Some("cross-origin") | None => 0,
        Some(_) => -5,
    });
    let transport = one(headers, "strict-transport-security").unwrap_or_default();
    let age = transport.split(';').find_map(|part| part.trim().strip_prefix("max-age="));
    rules.push(match age.and_then(|age| age.parse::<u64>().ok()) {
        Some(15_768_000..) => 0,
        Some(_) => -10,
        None => -20,
    });
    rules.push(if one(headers, "x-content-type-options") == Some("nosniff") { 0 } else { -5 });
    let credentials = headers.contains_key("access-control-allow-credentials");
    rules.push(if credentials { -50 } else { 0 });
    rules.push(if headers.contains_key("set-cookie") { -40 } else { 0 });
    let plain: i32 = 100 + rules.iter().filter(|rule| **rule < 0).sum::<i32>();
    if plain >= 90 { plain + rules.iter().filter(|rule| **rule > 0).sum::<i32>() } else { plain }
}

/// Checks the headers of an answer; `address` says what may be opened there.
#[track_caller]
fn check(address: &str, headers: &HeaderMap, cause: &str) {
    let path = address.split('?').next().unwrap();
    // Two kinds of answer are made for the pages of others, and each opens the one door it is for: being framed costs
    // 20 and all that is better than needed, being shown costs 10.
    let least = match path.rsplit('/').next() {
        Some("embed") if headers.get("x-frame-options").is_none() => {
            assert_eq!(directive(one(headers, "content-security-policy").unwrap(), "frame-ancestors"), Some(vec!["*"]));
            assert_eq!(directive(one(headers, "content-security-policy").unwrap(), "script-src"), None);
            80
        }
        Some("card.png") if one(headers, "cross-origin-resource-policy") == Some("cross-origin") => 120,
        _ => 130,
    };
    let score = score(headers);
    assert!(score >= least, "{address} ({cause}) scores {score}, not {least}: {headers:#?}");
    for name in ["server", "x-powered-by", "via"] {
        assert!(!headers.contains_key(name), "{address} ({cause}) tells its {name}");
    }
    assert_eq!(one(headers, "vary"), Some("accept-encoding"), "{address} ({cause})");
    assert!(one(headers, "cache-control").is_some(), "{address} ({cause})");
}

/// Returns a static file of each kind.
fn files() -> Vec<String> {
    let home = get("/").body;
    let named = |body: &str| -> Vec<String> {
        body.split(['"', '(', ')']).filter(|part| part.starts_with("/static/")).map(str::to_owned).collect()
    };
    let mut files = named(&home);
    let sheet = files.iter().find(|file| file.ends_with(".css")).unwrap().clone();
    files.extend(named(&get(&sheet).body));
    files.sort();
    files.dedup();
    assert!(files.len() > 5, "{files:?}");
    files
}

/// Returns every address that is tried, with its status.
fn addresses() -> Vec<(String, u16)> {
    let routes = ROUTES.iter().map(|(address, status)| ((*address).to_owned(), *status));
    routes.chain(files().into_iter().map(|file| (file, 200))).collect()
}

#[test]
fn the_rules_tell_good_headers_from_bad_ones() {
    let good = get("/").headers;
    assert_eq!(score(&good), 130);
    let spoilt = |name: &'static str, value: Option<&'static str>| {
        let mut headers = good.clone();
        match value {
            Some(value) => drop(headers.insert(name, value.parse().unwrap())),
            None => drop(headers.remove(name)),
        }
        score(&headers)
    };
    assert_eq!(spoilt("content-security-policy", None), 75 - 20 + 20);
    assert_eq!(spoilt("content-security-policy", Some("default-src 'none'; script-src 'unsafe-inline'")), 80);
    assert_eq!(spoilt("referrer-policy", Some("unsafe-url")), 120);
    assert_eq!(spoilt("strict-transport-security", None), 80);
    assert_eq!(spoilt("x-content-type-options", None), 125);
    assert_eq!(spoilt("cross-origin-resource-policy", None), 120);
    assert_eq!(spoilt("set-cookie", Some("a=b")), 60);
}

#[test]
fn every_kind_of_answer_scores_130() {
    for (address, status) in addresses() {
        let answer = get(&address);
        assert_eq!(answer.status, status, "{address}");
        check(&address, &answer.headers, "GET");
        let refused = send(Method::DELETE, &address, &[], "");
        if status != 404 {
            assert_eq!(refused.status, 405, "{address}");
            assert!(!refused.header("allow").is_empty(), "{address}");
        }
        check(&address, &refused.headers, "DELETE");
        check(&address, &send(Method::OPTIONS, &address, &[], "").headers, "OPTIONS");
    }
    let large = format!("q={}", "a ".repeat(150_000));
    for path in ["/check", "/check.json"] {
        let answer = send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], &large);
        assert_eq!(answer.status, 413);
        check(path, &answer.headers, "413");
    }
}

#[test]
fn what_moved_and_what_was_withdrawn_scores_130() {
    let (folder, _) = five_releases();
    let old = site::over(g7cyber::corpus::Files::Directory(folder.path().to_owned()));
    let ledger = std::fs::read_to_string(folder.path().join("ledger.csv")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for line in ledger.lines().skip(1) {
        let mut cells = line.split(',');
        let (document, number) = (cells.next().unwrap(), cells.next().unwrap());
        let path = if number.is_empty() { format!("/{document}") } else { format!("/{document}/p/{number}") };
        let tails: &[&str] = if number.is_empty() { &["", ".json"] } else { &["", ".json", "/embed"] };
        for address in tails.iter().map(|tail| format!("{path}{tail}")) {
            let answer = site::ask(old.clone(), Method::GET, &address, &[], "");
            seen.insert(answer.status.as_u16());
            check(&address, &answer.headers, "GET");
        }
    }
    assert!([200, 300, 301, 410].iter().all(|status| seen.contains(status)), "{seen:?}");
}

#[test]
fn what_is_refused_on_the_wire_scores_130() {
    let server = Running::start(&["--connections", "2", "--requests-per-minute", "3", "--base-url", BASE]);
    let headers = |head: &str| {
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
    };
    let check = |reply: running::Reply, status: u16| {
        assert_eq!(reply.status, status, "{}", reply.head);
        assert!(score(&headers(&reply.head)) >= 130, "{status}: {}", reply.head);
        reply
    };
    let send = |request: &str| running::send(server.address, request.as_bytes()).unwrap();
    check(send("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"), 400);
    check(send(&format!("GET /{} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "a".repeat(9000))), 414);
    let published = server.get("/about").body;
    assert!(published.contains("Fair use") && published.contains("429") && published.contains("Retry-After"));
    // While a place is not yet free again, a request is turned away and takes nothing from the share.
    let refused = (0..20).map(|_| server.get("/about")).find(|reply| reply.status == 429);
    let reply = check(refused.unwrap(), 429);
    assert!(reply.head.to_lowercase().contains("retry-after: "), "{}", reply.head);
    // The places are taken once the program has seen the two, and until it sees that they stay silent.
    let reply = (0..50).find_map(|_| {
        let _held = [(); 2].map(|()| std::net::TcpStream::connect(server.address).unwrap());
        std::thread::sleep(std::time::Duration::from_millis(100));
        let reply = running::read(std::net::TcpStream::connect(server.address).ok()?).ok()?;
        (reply.status != 0).then_some(reply)
    });
    assert!(check(reply.unwrap(), 503).head.contains("Retry-After: "));
}

#[test]
fn only_the_embed_page_opens_framing() {
    for (address, status) in addresses() {
        let policy = get(&address).header("content-security-policy").to_owned();
        let opens = address.ends_with("/embed") && status == 200;
        assert_eq!(directive(&policy, "frame-ancestors"), Some(vec![if opens { "*" } else { "'none'" }]), "{address}");
        assert_eq!(get(&address).header("x-frame-options"), if opens { "" } else { "DENY" }, "{address}");
    }
}

/// Returns an answer without what only a body has.
fn bare(answer: &Answer) -> HeaderMap {
    let mut headers = answer.headers.clone();
    for name in ["content-type", "content-length", "content-encoding", "content-disposition", "link", "location"] {
        headers.remove(name);
    }
    for name in ["memento-datetime", "x-robots-tag", "accept-ranges"] {
        headers.remove(name);
    }
    headers
}

#[test]
fn head_is_get_without_a_body_at_every_address() {
    for (address, _) in addresses() {
        for encoding in ["gzip, br", "identity"] {
            let ask = |method| send(method, &address, &[("accept-encoding", encoding)], "");
            let (head, mut get) = (ask(Method::HEAD), ask(Method::GET));
            // An answer without a body gets its length only on the wire.
            if get.bytes.is_empty() {
                get.headers.insert("content-length", 0.into());
            }
            assert_eq!((head.status, &head.headers), (get.status, &get.headers), "{address} {encoding}");
            assert!(head.bytes.is_empty(), "{address}");
        }
    }
}

#[test]
fn what_a_client_holds_is_not_sent_again_and_its_headers_are_the_same() {
    let mut tagged = 0;
    for (address, _) in addresses() {
        let first = get(&address);
        let tag = first.header("etag").to_owned();
        let stands = first.status.is_success() && first.header("cache-control") != "no-store";
        assert_eq!(tag.is_empty(), !stands, "{address}");
        if tag.is_empty() {
            continue;
        }
        tagged += 1;
        let sent = [tag.clone(), format!("\"x\", {tag}"), tag.trim_start_matches("W/").to_owned(), "*".to_owned()];
        for sent in sent {
            let again = send(Method::GET, &address, &[("if-none-match", &sent)], "");
            assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{address} {sent}");
            // A cache writes these over the headers that it holds (RFC 9111, 4.3.4).
            assert_eq!(bare(&again), bare(&first), "{address}");
        }
        let other = send(Method::GET, &address, &[("if-none-match", "W/\"other\"")], "");
        assert_eq!((other.status, other.header("etag")), (first.status, tag.as_str()), "{address}");
        assert_ne!(send(Method::POST, &address, &[("if-none-match", &tag)], "").status, 304, "{address}");
    }
    assert!(tagged > 40, "{tagged}");
}

#[test]
fn a_condition_is_ignored_where_nothing_stands() {
    for (address, status) in addresses() {
        let answer = send(Method::GET, &address, &[("if-none-match", "*")], "");
        let kept = answer.header("cache-control") != "no-store";
        assert_eq!(answer.status, if status == 200 && kept { 304 } else { status }, "{address}");
        assert_eq!(answer.header("location"), get(&address).header("location"), "{address}");
    }
}

#[test]
fn whoever_refuses_every_form_of_an_answer_gets_it_as_it_is() {
    let refusals = ["identity;q=0", "*;q=0", "identity;q=0, gzip;q=0", "identity;Q=0.000, *; q=0.", "gzip;q=0,*;q=0"];
    for (address, status) in addresses() {
        for refusal in refusals {
            let answer = send(Method::GET, &address, &[("accept-encoding", refusal)], "");
            assert_eq!(answer.status, status, "{address} {refusal}");
            assert_eq!(answer.header("content-encoding"), "", "{address} {refusal}");
            assert_eq!(one(&answer.headers, "vary"), Some("accept-encoding"), "{address} {refusal}");
        }
        let packed = send(Method::GET, &address, &[("accept-encoding", "identity;q=0, gzip")], "");
        let usual = send(Method::GET, &address, &[("accept-encoding", "gzip")], "");
        assert_eq!((packed.status, &packed.headers), (usual.status, &usual.headers), "{address}");
    }
}

#[test]
fn scripts_of_other_sites_may_read_data_and_nothing_else() {
    for (address, status) in addresses() {
        let asked = [("origin", "https://news.example"), ("access-control-request-method", "GET")];
        let plain = get(&address);
        let (answer, first) = (send(Method::GET, &address, &asked, ""), send(Method::OPTIONS, &address, &asked, ""));
        assert_eq!(
            (answer.status, &answer.headers),
            (plain.status, &plain.headers),
            "{address}: the same for every origin"
        );
        let media_type = answer.header("content-type").split(';').next().unwrap().to_owned();
        let page = ["text/html", "text/css", "text/javascript", "font/woff2", "application/xml", ""]
            .contains(&media_type.as_str())
            || media_type.starts_with("image/")
            || media_type == "application/opensearchdescription+xml";
        let open = answer.header("access-control-allow-origin");
        // Frames on other sites are of no origin, and load style and fonts.
        let framed = ["text/css", "font/woff2"].contains(&media_type.as_str());
        assert_eq!(open, if page && !framed { "" } else { "*" }, "{address} is {media_type}");
        if status == 200 && !framed {
            assert_eq!(first.header("access-control-allow-origin"), open, "OPTIONS {address}");
            assert_eq!(first.status, if page { 405 } else { 204 }, "OPTIONS {address}");
            let posts = address.starts_with("/check.json");
            assert_eq!(first.header("access-control-allow-methods").contains("POST"), posts, "OPTIONS {address}");
            assert_eq!(first.header("access-control-allow-methods").contains("GET"), open == "*", "OPTIONS {address}");
        }
    }
}

#[test]
fn a_body_that_nobody_asked_for_is_refused_unread() {
    let server = Running::start(&[]);
    let ten = 10_u64 << 30;
    for (method, path, statuses) in [
        ("POST", "/", [405, 405]),
        ("PUT", "/2018-ise-shima-cyber-group-report", [405, 405]),
        ("POST", "/search.json?q=cyber", [405, 405]),
        ("GET", "/search?q=cyber", [200, 400]),
        ("GET", "/no-such-page", [404, 400]),
        ("DELETE", "/static/site.css", [405, 404]),
        ("POST", "/check", [413, 413]),
        ("POST", "/check.json", [413, 413]),
    ] {
        // The answer comes and the connection ends although not one byte of the body was sent.
        let began = std::time::Instant::now();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {ten}\r\n\r\n");
        let reply = running::send(server.address, request.as_bytes()).unwrap();
        assert!(statuses.contains(&reply.status), "{method} {path}: {}", reply.head);
        assert!(began.elapsed().as_secs() < 3, "{method} {path} waited {:?} for a body", began.elapsed());
    }
    assert_eq!(server.get("/healthz").status, 200);
}
