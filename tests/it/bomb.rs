//! Queries and quotations made to be expensive, sent to the real program: each is cheap or refused, and a hundred at
//! once starve nobody.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use crate::running::{Reply, Running, get, send};
use crate::support::shared;

/// What one of them may take, alone: of time, and of memory above what the server holds anyway.
const TIME: Duration = Duration::from_millis(200);
const MEMORY: u64 = 64 << 10;

/// How a bomb is made, as `query_bombs.json` names it: its text for a size.
type Build = fn(u64) -> String;

/// Returns `text` so many times.
fn times(text: &str, count: u64) -> String {
    text.repeat(count as usize)
}

/// Returns so many different words with `joint` between them.
fn words(count: u64, joint: &str) -> String {
    (0..count).map(|at| format!("w{at}")).collect::<Vec<_>>().join(joint)
}

const BUILDS: [(&str, Build); 22] = [
    ("deep parentheses", |n| times("(", n) + "a" + &times(")", n)),
    ("unclosed parentheses", |n| times("(", n)),
    ("NOT chain", |n| times("NOT ", n) + "a"),
    ("minus chain", |n| times("-", n) + "a"),
    ("many terms", |n| words(n, " ")),
    ("many ANDs", |n| words(n, " AND ")),
    ("many ORs", |n| words(n, " OR ")),
    ("slop bomb", |n| format!("\"{}\"~{n}", ["the", "of", "in"].repeat(3).join(" "))),
    ("long phrase", |n| format!("\"{}\"", times("the ", n))),
    ("quotes", |n| times("\"", n)),
    ("wildcards", |n| times(&('a'..='z').map(|letter| format!("{letter}*")).collect::<Vec<_>>().join(" "), n)),
    ("leading wildcards", |n| times("*", n)),
    ("regex", |n| format!("/(.*a){{{n}}}/")),
    ("range all", |n| times("[a TO z] ", n)),
    ("boost", |n| format!("a^{}", times("9", n))),
    ("fuzzy long", |n| format!("{}~2", times("a", n))),
    ("one huge token", |n| times("a", n)),
    ("colons", |n| times("a:", n)),
    ("backslashes", |n| times("\\", n)),
    // Ours: what this archive's own language makes expensive.
    ("wide prefixes", |n| times("con* pro* sta* the* int* ", n)),
    ("nearness", |n| times("the NEAR/50 of NEAR/50 in NEAR/50 ", n) + "and"),
    ("misspelt", |n| times("stte behavour infrastructre cybre ", n)),
];

#[derive(Deserialize)]
struct Case {
    name: String,
    n: Vec<serde_json::Number>,
}

/// Returns every bomb as a path, with its name.
fn bombs() -> Option<Vec<(String, String)>> {
    let cases = fs::read_to_string(shared()?.join("hostile/query_bombs.json")).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&cases).unwrap();
    let builds = BTreeMap::from(BUILDS);
    let mut bombs = Vec::new();
    for case in &cases {
        for n in &case.n {
            let name = format!("{} {n}", case.name);
            if case.name == "page" {
                bombs.push((name, format!("/search?q=cyber&page={n}")));
                continue;
            }
            let build = builds.get(case.name.as_str()).unwrap_or_else(|| panic!("no way to build `{}`", case.name));
            bombs.push((name, build(n.as_u64().unwrap())));
        }
    }
    for (name, sizes) in [("wide prefixes", [4, 300]), ("nearness", [5, 200]), ("misspelt", [8, 100])] {
        bombs.extend(sizes.map(|n| (format!("{name} {n}"), builds[name](n))));
    }
    for (_, bomb) in bombs.iter_mut().filter(|(_, bomb)| !bomb.starts_with("/search?")) {
        *bomb = format!("/search?q={}", byte_serialize(bomb.as_bytes()).collect::<String>());
    }
    Some(bombs)
}

/// Returns a figure of a process in KiB, as the system tells it.
fn memory(server: &Running, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap()
}

/// Returns how long a server has been on processors, in steps of ten milliseconds: other tests do not lengthen it.
fn processor_time(server: &Running) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.id())).unwrap();
    let fields = stat.rsplit(')').next().unwrap().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

#[test]
fn no_query_takes_long_or_much() {
    let Some(bombs) = bombs() else { return };
    let server = Running::start(&[]);
    server.get("/search?q=cyber");
    let (mut slowest, mut largest) = ((Duration::ZERO, ""), (0, ""));
    for (name, path) in &bombs {
        // From here on the highest mark is this bomb's own.
        fs::write(format!("/proc/{}/clear_refs", server.id()), "5").unwrap();
        let before = memory(&server, "VmRSS:");
        // What lies between two readings of the clock may be another's; a bomb is slow only if it is slow every time.
        let took = (0..3).map(|_| {
            let before = processor_time(&server);
            let reply = server.get(path);
            // Past 8 KiB an address is too long, and past 16 KiB so is the whole head.
            let expected: &[u16] = if path.len() > 8 * 1024 { &[414, 431] } else { &[200] };
            assert!(expected.contains(&reply.status), "{name}: {}", reply.status);
            processor_time(&server) - before
        });
        let took = took.min().unwrap();
        let grown = memory(&server, "VmHWM:").saturating_sub(before);
        assert!(took <= TIME, "{name} took {took:?}");
        assert!(grown <= MEMORY, "{name} took {grown} KiB");
        slowest = slowest.max((took, name));
        largest = largest.max((grown, name));
    }
    println!(
        "measured: {} bombs, the slowest {:.1?} ({}), the largest {} KiB ({})",
        bombs.len(),
        slowest.0,
        slowest.1,
        largest.0,
        largest.1
    );
}

#[test]
fn a_hundred_bombs_at_once_starve_nobody() {
    let Some(bombs) = bombs() else { return };
    let server = Running::start(&[]);
    server.get("/search?q=cyber");
    let (done, answered, asked) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let worst = std::thread::scope(|scope| {
        let visitor = scope.spawn(|| {
            let mut worst = Duration::ZERO;
            while !done.load(Ordering::Relaxed) || asked.load(Ordering::Relaxed) < 20 {
                for path in ["/healthz", "/2018-ise-shima-cyber-group-report/p/3"] {
                    let began = Instant::now();
                    assert_eq!(server.get(path).status, 200, "{path}");
                    worst = worst.max(began.elapsed());
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            }
            worst
        });
        let throwers: Vec<_> = (0..100)
            .map(|thrower| {
                let (bombs, server, answered) = (&bombs, &server, &answered);
                scope.spawn(move || {
                    for turn in 0..10 {
                        let (name, path) = &bombs[(thrower * 7 + turn) % bombs.len()];
                        let status = get(server.address, path).unwrap().status;
                        assert!([200, 414, 431, 503].contains(&status), "{name}: {status}");
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        // Whoever failed is told only after the visitor was let go.
        let thrown: Vec<_> = throwers.into_iter().map(|thrower| thrower.join()).collect();
        done.store(true, Ordering::Relaxed);
        thrown.into_iter().for_each(|thrown| thrown.unwrap());
        visitor.join().unwrap()
    });
    assert_eq!(answered.into_inner(), 1000);
    // Two cores do all of this, the visitors' side too: what is bounded is the order, and it is no hang.
    assert!(worst < Duration::from_secs(2), "an ordinary visitor waited {worst:?}");
    println!(
        "measured: 1000 bombs, 100 at once; of {} ordinary answers the slowest took {worst:.1?}",
        asked.into_inner()
    );
}

/// Parts of quotations whose many repetitions stand nearly everywhere, with how often each declares a change.
const PARTS: [(&str, usize); 4] = [("the of … ", 1), ("the ... ", 1), ("[the] of ", 1), ("the group … of [the] ", 2)];
/// How many declared changes are taken.
const DECLARED: usize = 400;

fn check(server: &Running, text: &str) -> Reply {
    let length = text.len();
    let request = format!("POST /check.json HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\nConnection: close\r\n");
    send(server.address, format!("{request}Content-Type: text/plain\r\n\r\n{text}").as_bytes()).unwrap()
}

#[test]
fn no_quotation_takes_long_or_much() {
    let server = Running::start(&[]);
    for (part, declared) in PARTS {
        let whole: String = part.repeat(20_000).chars().take(20_000).collect();
        let refused = check(&server, &whole);
        assert_eq!(refused.status, 413, "{part}");
        assert!(refused.body.contains("at most 400 ellipses and square brackets"), "{}", refused.body);
        let before = processor_time(&server);
        let taken = check(&server, &part.repeat(DECLARED / declared));
        // Measured: 0.1 s and 60 kB; the limit of time only tells a hang.
        let took = processor_time(&server) - before;
        assert!(took < Duration::from_secs(2), "{part} took {took:?}");
        assert_eq!(taken.status, 200, "{part}");
        assert!(taken.body.len() < 600_000, "{part} is answered with {} bytes", taken.body.len());
        let data: serde_json::Value = serde_json::from_str(&taken.body).unwrap();
        assert_eq!(data["quotations"][0]["verdict"], "not-found", "{part}");
        let nearest = data["quotations"][0]["nearest"].as_array().unwrap();
        assert!(nearest.len() <= 3, "{part}: {} entries", nearest.len());
    }
}

#[test]
fn quotations_within_quotations_are_taken_up_to_a_limit() {
    let server = Running::start(&[]);
    let nested = |depth: usize, words: usize| {
        let begun: String = (0..depth).map(|at| format!("“w{at} ")).collect();
        begun + &"the law of states ".repeat(words) + &"”".repeat(depth)
    };
    let refused = check(&server, &nested(32, 1_000));
    assert_eq!(refused.status, 413);
    assert!(refused.body.contains("up to 60000 characters together"), "{}", refused.body);
    assert_eq!(check(&server, &nested(3, 1_000)).status, 200);
}

#[test]
fn a_crowd_of_checks_keeps_no_search_waiting() {
    let server = Running::start(&[]);
    let text = PARTS[0].0.repeat(DECLARED);
    let left = AtomicUsize::new(200);
    std::thread::scope(|scope| {
        for _ in 0..left.load(Ordering::Relaxed) {
            scope.spawn(|| {
                let status = check(&server, &text).status;
                left.fetch_sub(1, Ordering::Relaxed);
                assert!([200, 503].contains(&status), "{status}");
            });
        }
        let mut searches = 0;
        while left.load(Ordering::Relaxed) > 0 || searches == 0 {
            assert_eq!(server.get("/search?q=cyber").status, 200, "{searches} searches were answered before");
            searches += 1;
        }
    });
}
