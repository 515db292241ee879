//! Requests that are wrong in every way a socket allows: each gets an answer that RFC 9112 names, and none a panic.

use std::fs;

use axum::http::Method;
use serde::Deserialize;

use crate::running::{Running, send};
use crate::site;
use crate::support::shared;

#[derive(Deserialize)]
struct Case {
    name: String,
    raw_b64: String,
    accept_status: Vec<u16>,
}

/// Decodes Base64 with padding (RFC 4648, 4).
fn decoded(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> =
        text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte)).map(|at| at as u32).collect();
    let group = |group: &[u32]| {
        let bits = group.iter().enumerate().fold(0, |bits, (at, digit)| bits | digit << (18 - 6 * at));
        bits.to_be_bytes().into_iter().skip(1).take(group.len() - 1).collect::<Vec<u8>>()
    };
    digits.chunks(4).flat_map(group).collect()
}

#[test]
fn every_malformed_request_gets_an_answer_that_is_right() {
    let Some(shared) = shared() else { return };
    let cases: Vec<Case> =
        serde_json::from_str(&fs::read_to_string(shared.join("hostile/http1_raw.json")).unwrap()).unwrap();
    let mut server = Running::start(&[]);
    let mut wrong = Vec::new();
    for case in &cases {
        let bytes = decoded(&case.raw_b64);
        let (status, head, body) = match send(server.address, &bytes) {
            Ok(reply) => (reply.status, reply.head, reply.body),
            Err(error) => (0, error.to_string(), String::new()),
        };
        let name = &case.name;
        if !case.accept_status.contains(&status) {
            wrong.push(format!("{name}: {status}, not {:?}: {head}", case.accept_status));
        }
        let lines = head.to_ascii_lowercase();
        if format!("{head}{body}").contains("evil.example") && lines.contains("location:")
            || lines.contains("set-cookie")
        {
            wrong.push(format!("{name}: the answer repeats what was sent: {head}"));
        }
        if status == 405 && !lines.contains("\nallow:") {
            wrong.push(format!("{name}: 405 without `Allow`"));
        }
        if name.contains("two") && status == 200 && !body.contains("HTTP/1.1 200") {
            wrong.push(format!("{name}: one answer for two requests"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() > 50);
    assert_eq!(server.get("/healthz").status, 200);
    server.signal("TERM");
    assert!(server.wait().0.success());
    assert!(!server.log().contains("panic"), "{}", server.log());
}

#[test]
fn forwarding_headers_change_nothing() {
    let server = Running::start(&[]);
    let ask = |extra: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{extra}\r\n");
        send(server.address, request.as_bytes()).unwrap()
    };
    let plain = ask("");
    let forged =
        ask("X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\nForwarded: host=evil.example\r\n");
    assert_eq!((plain.status, &plain.body), (200, &forged.body));
}

#[test]
fn what_is_refused_before_its_address_is_read_gets_the_page_of_errors() {
    let server = Running::start(&[]);
    let long = format!("GET /search?q={} HTTP/1.1\r\nHost: a\r\n\r\n", "q".repeat(9000));
    for (request, status) in [("GET / HTTP/1.1\r\n\r\n", 400), (long.as_str(), 414)] {
        let reply = send(server.address, request.as_bytes()).unwrap();
        assert_eq!(reply.status, status);
        for expected in ["content-security-policy: default-src 'none'", "connection: close", "cache-control: no-store"]
        {
            assert!(reply.head.contains(expected), "{expected}: {}", reply.head);
        }
        assert!(reply.body.contains("<main"), "{}", reply.body);
    }
}

#[test]
fn what_is_refused_is_refused_whatever_the_client_holds() {
    let server = Running::start(&["--requests-per-minute", "2"]);
    let page = server.get("/about");
    let tag = page.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let ask = |rest: &str| {
        let request = format!("GET /about HTTP/1.1\r\nIf-None-Match: {tag}\r\nConnection: close\r\n{rest}\r\n");
        send(server.address, request.as_bytes()).unwrap().status
    };
    assert_eq!(ask("Host: a\r\n"), 304);
    assert_eq!(ask(""), 400);
    assert_eq!(ask("Host: a\r\n"), 429);
}

#[test]
fn targets_that_are_no_address_are_told_apart() {
    let server = Running::start(&[]);
    let ask = |line: &str, host: &str| {
        let request = format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        send(server.address, request.as_bytes()).unwrap()
    };
    for (line, status) in [("OPTIONS *", 204), ("CONNECT a:443", 405), ("CONNECT /about", 405), ("CONNECT /none", 405)]
    {
        let reply = ask(line, "a");
        assert_eq!(reply.status, status, "{line}");
        assert!(reply.head.to_lowercase().contains("\nallow: get,head"), "{line}: {}", reply.head);
    }
    for (line, host) in
        [("GET *", "a"), ("GET /", "a b<script>"), ("GET /", "a@b"), ("GET /", "a/b"), ("GET /", "\u{e9}")]
    {
        let reply = ask(line, host);
        assert!(reply.status == 400 && !reply.head.contains("location: "), "{line} {host}: {}", reply.head);
    }
    for host in ["", "a:80", "[::1]:80", "xn--bcher-kva.example."] {
        assert_eq!(ask("GET /healthz", host).status, 200, "{host}");
    }
}

#[test]
fn pages_are_compressed_where_that_pays_and_the_client_takes_it() {
    let form = |path: &str| site::send(Method::GET, path, &[("accept-encoding", "gzip")], "");
    assert_eq!(form("/documents").header("content-encoding"), "gzip");
    assert_eq!(form("/documents").headers.get_all("vary").iter().count(), 1);
    assert_eq!(form("/healthz").header("content-encoding"), "");
}

#[test]
fn head_is_answered_as_get_in_every_header_and_without_a_body() {
    let home = site::get("/");
    let file = home.body.split('"').find(|part| part.starts_with("/static/") && part.ends_with(".css")).unwrap();
    let paths = ["/", "/search?q=cyber", "/search.json?q=cyber", "/documents", "/healthz", "/no-such-page", file];
    for path in paths {
        for encoding in ["gzip, br", "identity"] {
            let ask = |method| site::send(method, path, &[("accept-encoding", encoding)], "");
            let (head, get) = (ask(Method::HEAD), ask(Method::GET));
            assert_eq!((head.status, &head.headers), (get.status, &get.headers), "{path} {encoding}");
            assert!(head.body.is_empty() && !get.body.is_empty(), "{path}");
        }
    }
}
