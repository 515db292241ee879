//! What does the real program carry over loopback? Mixed traffic at 1, 32 and 256 connections; static files and "not
//! modified" beside a plain hyper server that answers the same bytes from memory; and whether it stays as it is.
//!
//! ```text
//! cargo bench --bench load
//! cargo bench --bench load -- --steady 600
//! ```
//!
//! The visitors run on the same machine and take their share of it, so requests a second are at least what is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[path = "support/server.rs"]
mod server;

use std::convert::Infallible;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper::{Request, Response};
use server::{Server, Visitor};

/// How long each table row is measured.
const TIME: Duration = Duration::from_secs(8);
/// How often memory and files are read in a long run.
const READINGS: u32 = 20;

/// One visit: the address, and what is sent with it.
#[derive(Debug, Clone)]
struct Visit {
    path: String,
    headers: String,
    status: u16,
}

/// What came of a stretch of traffic.
struct Outcome {
    waits: Vec<Duration>,
    cpu: Duration,
    time: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == "--plain") {
        return plain();
    }
    let server = Server::start(&[]);
    let mixed = mixed(&server);
    match arguments.iter().position(|argument| argument == "--steady") {
        Some(at) => steady(&server, &mixed, Duration::from_secs(arguments[at + 1].parse().unwrap())),
        None => {
            println!("| connections | requests/s | p50 | p99 | CPU per request |\n|---|---|---|---|---|");
            for connections in [1, 32, 256] {
                println!("| {connections} | {} |", row(&mut carry(&server, &mixed, connections, TIME)));
            }
            beside_plain_hyper(&server);
        }
    }
}

fn row(outcome: &mut Outcome) -> String {
    let count = outcome.waits.len();
    outcome.waits.sort_unstable();
    format!(
        "{:.0} | {:.2?} | {:.2?} | {:.1?}",
        count as f64 / outcome.time.as_secs_f64(),
        outcome.waits[count / 2],
        outcome.waits[count * 99 / 100],
        outcome.cpu / u32::try_from(count).unwrap(),
    )
}

/// What visitors do: mostly searches, paragraphs and documents, in part held from before, as a browser asks.
fn mixed(server: &Server) -> Vec<Visit> {
    let report = "/2018-ise-shima-cyber-group-report";
    let mut paths = vec!["/".to_owned(), "/documents".to_owned(), report.to_owned(), format!("{report}.json")];
    paths.extend((1..=12).map(|number| format!("{report}/p/{number}")));
    paths.push(format!("{report}/p/3/cite"));
    let queries =
        ["cyber", "international+law", "%22critical+infrastructure%22", "norms+NEAR/8+behaviour", "ransomware"];
    paths.extend(queries.iter().map(|query| format!("/search?q={query}")));
    paths.extend(queries.iter().map(|query| format!("/search?q={query}&view=kwic")));
    paths.extend(
        ["/search.json?q=norms", "/search?q=behavour", "/go?c=Ise-Shima+Cyber+Group+report+2018+para+4", "/healthz"]
            .map(str::to_owned),
    );
    let mut visitor = server.visitor();
    let mut visits = Vec::new();
    for path in paths {
        for headers in ["", "Accept-Encoding: gzip, br\r\n"] {
            let answer = visitor.ask(&path, headers);
            assert!(matches!(answer.status, 200 | 303), "{path}: {answer:?}");
            visits.push(Visit { path: path.clone(), headers: headers.to_owned(), status: answer.status });
            if let Some(tag) = answer.tag.filter(|_| headers.is_empty()) {
                visits.push(Visit { path: path.clone(), headers: format!("If-None-Match: {tag}\r\n"), status: 304 });
            }
        }
    }
    visits
}

/// Lets so many visitors make these visits in turn for some time, each from another place in the list.
fn carry(server: &Server, visits: &[Visit], connections: usize, time: Duration) -> Outcome {
    let (began, before) = (Instant::now(), server.cpu());
    let address = server.address;
    let waits = std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..connections)
            .map(|number| {
                scope.spawn(move || {
                    let (mut visitor, mut waits) = (Visitor::arrive(address), Vec::new());
                    for visit in visits.iter().cycle().skip(number * 7) {
                        let asked = Instant::now();
                        let answer = visitor.ask(&visit.path, &visit.headers);
                        assert!(answer.status == visit.status || answer.status == 503, "{visit:?}: {answer:?}");
                        waits.push(asked.elapsed());
                        if began.elapsed() > time {
                            break;
                        }
                    }
                    waits
                })
            })
            .collect();
        visitors.into_iter().flat_map(|visitor| visitor.join().unwrap()).collect()
    });
    Outcome { waits, cpu: server.cpu() - before, time: began.elapsed() }
}

/// Compares what is answered without making a page with the least that a server can do.
fn beside_plain_hyper(server: &Server) {
    let mut plain = Command::new(std::env::current_exe().unwrap());
    plain.arg("--plain");
    let plain = Server::spawn(plain);
    let mut visitor = server.visitor();
    let page = "/2018-ise-shima-cyber-group-report/p/3";
    let tag = visitor.ask(page, "").tag.unwrap();
    let style = style(server);
    let file = visitor.ask(&style, "");
    let held = Visit { path: page.to_owned(), headers: format!("If-None-Match: {tag}\r\n"), status: 304 };
    let whole = Visit { path: style, headers: String::new(), status: 200 };
    let bare = |path: String, status| Visit { path, headers: String::new(), status };
    println!("\n| answer | CPU per request | plain hyper | ratio |\n|---|---|---|---|");
    for (name, ours, other) in [
        ("not modified", held, bare("/304".to_owned(), 304)),
        ("a static file", whole, bare(format!("/{}", file.length), 200)),
    ] {
        let each = |server: &Server, visit: Visit| {
            let outcome = carry(server, &[visit], 4, TIME / 2);
            outcome.cpu.as_secs_f64() * 1e6 / outcome.waits.len() as f64
        };
        let (ours, other) = (each(server, ours), each(&plain, other));
        println!("| {name} | {ours:.1} µs | {other:.1} µs | {:.2} |", ours / other);
    }
}

/// Returns the address of the style sheet, as the first page names it.
fn style(server: &Server) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(server.address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    let at = page.find("/static/site").expect("a page names its style sheet");
    page[at..].split('"').next().unwrap().to_owned()
}

/// Serves zeros from memory, as many as the address says, with nothing around it; `/304` is "not modified".
fn plain() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("serving on http://{}", listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let answer = service_fn(async |request: Request<hyper::body::Incoming>| {
                static ZEROS: [u8; 1 << 20] = [0; 1 << 20];
                let length: usize = request.uri().path()[1..].parse().unwrap();
                let (status, body) = if length == 304 { (304, &ZEROS[..0]) } else { (200, &ZEROS[..length]) };
                let answer = Response::builder().status(status).header("content-type", "text/css");
                Ok::<_, Infallible>(answer.body(Full::new(Bytes::from_static(body))).unwrap())
            });
            tokio::spawn(async move {
                let io = hyper_util::rt::TokioIo::new(stream);
                let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, answer).await;
            });
        }
    });
}

/// Draws memory and open files over a long run of mixed traffic.
fn steady(server: &Server, visits: &[Visit], time: Duration) {
    // The first stretch fills what is filled once: thread stacks, allocator pools.
    carry(server, visits, 32, time / READINGS);
    let before = server.footprint();
    let done = AtomicBool::new(false);
    let mut outcome = std::thread::scope(|scope| {
        let draw = scope.spawn(|| {
            println!("| after | resident | open files | |\n|---|---|---|---|");
            let began = Instant::now();
            while !done.load(Ordering::Relaxed) {
                let now = server.footprint();
                let bar = "█".repeat(usize::try_from(now.resident >> 10).unwrap());
                println!(
                    "| {:.0?} | {:.1} MB | {} | {bar} |",
                    began.elapsed(),
                    now.resident as f64 / 1024.0,
                    now.files
                );
                std::thread::sleep(time / READINGS);
            }
        });
        let outcome = carry(server, visits, 32, time);
        done.store(true, Ordering::Relaxed);
        draw.join().unwrap();
        outcome
    });
    std::thread::sleep(Duration::from_secs(1));
    let after = server.footprint();
    println!("\n{} requests: {} |", outcome.waits.len(), row(&mut outcome));
    println!(
        "before {:.1} MB and {} files, after {:.1} MB and {} files",
        before.resident as f64 / 1024.0,
        before.files,
        after.resident as f64 / 1024.0,
        after.files
    );
    let flat = after.resident < before.resident + before.resident / 10 + 4096 && after.files <= before.files;
    println!("{}", if flat { "flat: holds" } else { "it GREW" });
}
