//! Nothing that one visitor sends reaches another: not through a cache, a header, a redirect or a doubled name.

use axum::http::Method;

use crate::running::{Running, send as send_raw};
use crate::site::{self, BASE, get, send};

/// Addresses whose answers caches keep.
const CACHED: [&str; 14] = [
    "/",
    "/search?q=cyber",
    "/search.json?q=cyber&limit=2",
    "/search.csv?q=cyber",
    "/search.atom?q=cyber",
    "/documents",
    "/documents.json",
    "/2018-ise-shima-cyber-group-report",
    "/2018-ise-shima-cyber-group-report/p/3",
    "/2018-ise-shima-cyber-group-report/p/3.json",
    "/2018-ise-shima-cyber-group-report/p/3/embed",
    "/go?c=Ise-Shima+2018+para+3",
    "/oembed?url=https%3A%2F%2Farchive.example%2F2018-ise-shima-cyber-group-report%2Fp%2F3",
    "/opensearch.xml",
];

/// Headers that some server somewhere lets change its answer.
const SENT: [(&str, &str); 40] = [
    ("accept", "application/json"),
    ("accept", "text/markdown, */*;q=0.1"),
    ("accept-language", "fr"),
    ("accept-charset", "utf-16"),
    ("authorization", "Basic YTpi"),
    ("cookie", "session=1; lang=fr; theme=dark"),
    ("origin", "https://evil.example"),
    ("referer", "https://evil.example/"),
    ("user-agent", "Mozilla/5.0 (iPhone) <script>"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-server", "evil.example"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-scheme", "nothttps"),
    ("x-forwarded-port", "1"),
    ("x-forwarded-prefix", "/evil"),
    ("x-forwarded-path", "/evil"),
    ("x-forwarded-for", "127.0.0.1"),
    ("forwarded", "for=127.0.0.1;host=evil.example;proto=http"),
    ("x-host", "evil.example"),
    ("x-original-host", "evil.example"),
    ("x-original-url", "/healthz"),
    ("x-rewrite-url", "/healthz"),
    ("x-http-method-override", "DELETE"),
    ("x-http-method", "DELETE"),
    ("x-method-override", "DELETE"),
    ("x-real-ip", "127.0.0.1"),
    ("client-ip", "127.0.0.1"),
    ("true-client-ip", "127.0.0.1"),
    ("x-wap-profile", "https://evil.example/"),
    ("x-requested-with", "XMLHttpRequest"),
    ("x-amz-website-redirect-location", "https://evil.example/"),
    ("x-backend", "evil.example"),
    ("x-timer", "S1"),
    ("max-forwards", "0"),
    ("upgrade-insecure-requests", "1"),
    ("sec-fetch-dest", "iframe"),
    ("sec-fetch-site", "cross-site"),
    ("sec-purpose", "prefetch"),
    ("save-data", "on"),
    ("range", "bytes=0-9"),
];

#[test]
fn no_header_but_the_declared_one_changes_an_answer_that_caches_keep() {
    for address in CACHED {
        let plain = get(address);
        assert_eq!(plain.header("vary"), "accept-encoding", "{address}");
        assert!(plain.header("cache-control").starts_with("public"), "{address}");
        for (name, value) in SENT {
            let answer = send(Method::GET, address, &[(name, value)], "");
            assert_eq!((answer.status, &answer.headers), (plain.status, &plain.headers), "{address} with {name}");
            assert!(answer.bytes == plain.bytes, "{address} with {name}: {value} has another body");
        }
        let all = send(Method::GET, address, &SENT, "");
        assert!(all.headers == plain.headers && all.bytes == plain.bytes, "{address} with all of them");
        let packed = send(Method::GET, address, &[("accept-encoding", "gzip")], "");
        assert_eq!((packed.status, packed.header("vary")), (plain.status, "accept-encoding"), "{address}");
    }
}

#[test]
fn the_host_header_is_never_repeated() {
    let server = Running::start(&[]);
    for host in ["evil.example", "evil.example:80", "localhost\"><script>", "a@evil.example", "evil.example/x"] {
        for path in [
            "/",
            "/search?q=cyber",
            "/2018-ISE-shima-cyber-group-report/",
            "/nope",
            "/opensearch.xml",
            "/sitemap.xml",
            "/robots.txt",
            "/search.json?q=cyber&limit=1",
            "/changes.atom",
            "/2018-ise-shima-cyber-group-report/p/3/cite",
        ] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let reply = send_raw(server.address, request.as_bytes()).unwrap();
            let said = format!("{}{}", reply.head, reply.body);
            assert!(!said.contains("evil.example") && !said.contains("localhost\""), "{path} repeats {host}");
            let plain = server.get(path);
            assert!(
                reply.status == 400 || (reply.status, &reply.body) == (plain.status, &plain.body),
                "{path} with {host}"
            );
        }
    }
    // The absolute form of an address names a host too (RFC 9112, 3.2.2).
    let absolute = b"GET http://evil.example/2018-ISE-shima-cyber-group-report/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    let reply = send_raw(server.address, absolute).unwrap();
    assert!(!format!("{}{}", reply.head, reply.body).contains("evil.example"), "{}", reply.head);
}

#[test]
fn of_a_doubled_name_one_value_counts_everywhere_alike() {
    let json = |query: &str| get(&format!("/search.json?{query}")).json();
    let first = json("q=cyber");
    for doubled in ["q=cyber&q=zzz", "q=cyber&q[]=zzz", "q=cyber&Q=zzz", "q=cyber&q%00=zzz", "q=cyber;q=zzz&"] {
        let answer = json(doubled);
        let same = answer["total"] == first["total"] && answer["query"] == first["query"];
        assert!(same || doubled.contains(';'), "{doubled}: {answer}");
        let page = get(&format!("/search?{doubled}")).body;
        assert!(page.contains(&format!("{} paragraphs in", answer["total"])) || answer["total"] == 0, "{doubled}");
    }
    assert_eq!(json("q=cyber&limit=1&limit=5")["hits"].as_array().unwrap().len(), 1);
    assert_eq!(json("q=cyber&match=any&match=all")["match"], "any");
    // A facet may be repeated by design, and saying one thing twice says it once.
    assert_eq!(json("q=cyber&year=2018&year=2018")["total"], json("q=cyber&year=2018")["total"]);
    assert_eq!(json("q=cyber&year=2017&year=2018")["total"], first["total"]);
    let pasted = "q=the+same+rights&q=zzz";
    let answer = send(Method::POST, "/check.json", &[("content-type", "application/x-www-form-urlencoded")], pasted);
    assert_eq!(answer.json()["quotations"][0]["text"], "the same rights");
}

#[test]
fn no_path_leads_out_of_the_archive() {
    let up = [
        "..",
        "%2e%2e",
        "%2E%2E",
        ".%2e",
        "..;",
        "%252e%252e",
        "..%2f",
        "..%5c",
        "..%c0%af",
        "%c0%ae%c0%ae",
        "..\u{2215}",
    ];
    for up in up {
        let up: String =
            up.chars().map(|c| if c.is_ascii() { c.to_string() } else { "%E2%88%95".to_owned() }).collect();
        for file in ["etc/passwd", "Cargo.toml", "corpus/ledger.csv", "proc/self/environ", "static/site.css"] {
            for base in ["", "/static", "/static/fonts", "/2018-ise-shima-cyber-group-report", "/f", "/api"] {
                let address = format!("{base}/{}{file}", format!("{up}/").repeat(4));
                let answer = get(&address);
                let status = answer.status.as_u16();
                assert!([301, 400, 404].contains(&status), "{address} answered {status}");
                let said = &answer.body;
                assert!(
                    !said.contains("root:") && !said.contains("[package]") && !said.contains("fingerprint,"),
                    "{address}"
                );
            }
        }
    }
    for id in ["..%2fledger", "..", ".published", "2018-x%00.json", "2018-..", "2018-ise-shima-cyber-group-report%00"] {
        assert!([301, 404].contains(&get(&format!("/{id}")).status.as_u16()), "{id}");
        assert!([301, 404].contains(&get(&format!("/{id}/source")).status.as_u16()), "{id}");
    }
}

#[test]
fn no_line_end_gets_into_a_header() {
    let ends = ["%0d%0a", "%0a", "%0d", "%E5%98%8A%E5%98%8D", "%u000a", "%c4%8d%c4%8a", "%00", "%e2%80%a8"];
    for end in ends {
        for address in [
            format!("/2018-ISE-shima-cyber-group-report/{end}Set-Cookie:a=b"),
            format!("/2018-ISE-shima-cyber-group-report?hl={end}Set-Cookie:a=b"),
            format!("/2018-ISE-shima-cyber-group-report/?x={end}Location:https://evil.example/"),
            format!("/2018-ise-shima-cyber-group-report/p/03{end}Set-Cookie:a=b"),
            format!("/2018-ise-shima-cyber-group-report/p/03?hl=a{end}{end}<script>alert(1)</script>"),
            format!("/go?c=Lucca+2017{end}Set-Cookie:a=b"),
            format!("/search.json?q=the{end}Set-Cookie:a=b&limit=1"),
            format!("/f/{end}Set-Cookie:a=b"),
        ] {
            let answer = get(&address.replace('<', "%3C").replace('>', "%3E"));
            assert!(!answer.headers.contains_key("set-cookie"), "{address}");
            for (name, value) in &answer.headers {
                assert!(value.to_str().is_ok_and(|value| !value.contains(['\r', '\n'])), "{address}: {name}");
            }
            assert!(stays(answer.header("location")), "{address} leads to {}", answer.header("location"));
        }
    }
}

/// Tells whether a `Location` is a path of this site, as browsers read it.
fn stays(location: &str) -> bool {
    if location.is_empty() {
        return true;
    }
    let base = url::Url::parse(&format!("{BASE}/a/b")).unwrap();
    let there = base.join(location).unwrap();
    there.origin() == base.origin() && location.starts_with('/')
}

#[test]
fn no_redirect_leaves_the_site() {
    let hosts =
        ["evil.example", "evil.example%2f..", "evil%E3%80%82example", "https:evil.example", "https://evil.example"];
    let openings = [
        "//",
        "///",
        "/\\",
        "\\\\",
        "/%5c",
        "/%2f",
        "/%09/",
        "/%0a/",
        "/./",
        "/%2e/",
        "/https://",
        "/.",
        "/@",
        "/%00/",
        "/;@",
    ];
    let mut redirects = 0;
    for host in hosts {
        for opening in openings {
            for tail in
                ["", "/", "/p/3", "/2018-ise-shima-cyber-group-report", "/2018-ISE-shima-cyber-group-report/p/03"]
            {
                let address = format!("{opening}{host}{tail}").replace('\\', "%5C");
                let address = if address.starts_with('/') { address } else { format!("/{address}") };
                let encoded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
                for asked in [
                    address.clone(),
                    format!("/2018-ISE-shima-cyber-group-report{address}"),
                    format!("/go?c={encoded}"),
                    format!("/go?c=https:{encoded}"),
                    format!("/2018-ise-shima-cyber-group-report/para/{encoded}"),
                    format!("/f/{encoded}"),
                ] {
                    if asked.parse::<axum::http::Uri>().is_err() {
                        continue;
                    }
                    let answer = get(&asked);
                    let location = answer.header("location");
                    redirects += usize::from(!location.is_empty());
                    assert!(stays(location), "{asked} leads to {location}");
                }
            }
        }
    }
    assert!(redirects > 20, "only {redirects} redirects were tried");
    assert!(!stays("//evil.example") && !stays("/\\evil.example") && !stays("https://evil.example/"));
    assert!(stays("/2018-x/p/3"));
}

#[test]
fn two_sites_with_other_addresses_never_name_each_other() {
    const THERE: &str = "https://there.example";
    let there = site::at(THERE, g7cyber::corpus::Files::Embedded);
    for path in ["/", "/search.atom?q=cyber", "/2018-ise-shima-cyber-group-report/p/3", "/sitemap.xml", "/robots.txt"] {
        // In turn, so that nothing kept for one could be given to the other.
        let bodies = [get(path), site::ask(there.clone(), Method::GET, path, &[], ""), get(path)].map(|it| it.body);
        let names = |body: &String| (body.contains(BASE), body.contains(THERE));
        assert_eq!(bodies.each_ref().map(names), [(true, false), (false, true), (true, false)], "{path}");
    }
}
