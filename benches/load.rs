//! What does the real program carry over loopback? Mixed traffic at 1, 32 and 256 connections, and whether it stays as
//! it is.
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

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

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
    let server = Server::start(&[]);
    let mixed = mixed(&server);
    match arguments.iter().position(|argument| argument == "--steady") {
        Some(at) => steady(&server, &mixed, Duration::from_secs(arguments[at + 1].parse().unwrap())),
        None => {
            println!("| connections | requests/s | p50 | p99 | CPU per request |\n|---|---|---|---|---|");
            for connections in [1, 32, 256] {
                println!("| {connections} | {} |", row(&mut carry(&server, &mixed, connections, TIME)));
            }
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
