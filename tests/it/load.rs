//! Many visitors, greedy ones and slow ones at once: ordinary visitors are served all the while and memory stays flat.
//!
//! What runs here is the short form; with `LONG_TESTS=1` each test takes minutes and holds to the full figures.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::running::{Running, get};
use crate::support::{often, skip};

/// How much is asked of the server.
struct Scale {
    visitors: usize,
    time: Duration,
    slow: usize,
    at_once: usize,
    /// What an ordinary visitor may wait, 99 times in 100.
    wait: Duration,
}

/// Returns the full scale behind the switch, and otherwise one that a busy machine and a debug build can bear.
///
/// `LONG_TESTS=60` takes a minute where `LONG_TESTS=1` takes five.
fn scale() -> Scale {
    let seconds = Duration::from_secs;
    if let Ok(long) = std::env::var("LONG_TESTS") {
        let time = seconds(long.parse().ok().filter(|given| *given > 1).unwrap_or(300));
        return Scale { visitors: 64, time, slow: 500, at_once: 2000, wait: Duration::from_millis(250) };
    }
    Scale { visitors: 16, time: seconds(3), slow: 40, at_once: 200, wait: seconds(2) }
}

/// A visitor who keeps the connection.
struct Visitor {
    stream: BufReader<TcpStream>,
}

impl Visitor {
    fn arrive(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Asks for a page and returns its status once all of it has come.
    fn ask(&mut self, path: &str) -> Result<u16> {
        write!(self.stream.get_mut(), "GET {path} HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.get(9..12).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other(format!("`{line}` is no status")))?;
        let mut length = 0;
        while line.trim_end() != "" {
            line.clear();
            self.stream.read_line(&mut line)?;
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        std::io::copy(&mut Read::by_ref(&mut self.stream).take(length), &mut std::io::sink())?;
        Ok(status)
    }
}

/// Queries that cost as much as a query can.
fn bombs() -> Vec<String> {
    let encoded = |query: &str| {
        let encode = |byte: u8| match byte {
            b'a'..=b'z' | b'0'..=b'9' => (byte as char).to_string(),
            _ => format!("%{byte:02x}"),
        };
        format!("/search?q={}", query.bytes().map(encode).collect::<String>())
    };
    let words: String = (0..80).map(|at| format!("w{at} ")).collect();
    [
        "(".repeat(2000) + "a",
        "NOT ".repeat(600) + "a",
        "-".repeat(2500),
        words,
        "con* pro* sta* the* int* ".repeat(20),
        format!("\"{}\"~1000000", "the of in ".repeat(40)),
        "the NEAR/100 of NEAR/100 in NEAR/100 and".to_owned(),
        "(a OR b) ".repeat(60),
        "stte ~x behavour infrastructre ".repeat(12),
    ]
    .iter()
    .map(|query| encoded(query))
    .collect()
}

/// Returns the resident memory of a process in KiB, and how many files it has open.
fn footprint(server: &Running) -> (u64, usize) {
    let folder = format!("/proc/{}", server.id());
    let status = std::fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default();
    (resident, std::fs::read_dir(format!("{folder}/fd")).map_or(0, Iterator::count))
}

/// How long visitors waited, in order.
struct Waits(Vec<Duration>);

impl Waits {
    fn of(mut waits: Vec<Duration>) -> Self {
        waits.sort();
        Self(waits)
    }

    /// Returns what so many of a thousand waited at most.
    fn of_thousand(&self, number: usize) -> Duration {
        self.0[(self.0.len() - 1) * number / 1000]
    }
}

impl std::fmt::Display for Waits {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [p50, p99, most] = [500, 990, 1000].map(|number| self.of_thousand(number));
        write!(formatter, "{} ordinary requests, p50 {p50:.1?}, p99 {p99:.1?}, longest {most:.1?}", self.0.len())
    }
}

/// Raises how many files this process and those it starts may open, and tells whether there is room for so many.
fn room_for(files: usize) -> bool {
    let allowed = || {
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
        line.and_then(|rest| rest.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(usize::MAX)
    };
    if allowed() < files {
        let (own, wanted) = (std::process::id().to_string(), format!("--nofile={files}:"));
        let _ = std::process::Command::new("prlimit").args(["--pid", &own, &wanted]).status();
    }
    allowed() >= files
}

/// What is asked, in turn: of ten requests seven are searches, and one of these is a bomb.
fn plan(at: usize, bombs: &[String]) -> (&str, bool) {
    const PAGES: [&str; 9] = [
        "/search?q=cyber",
        "/2018-ise-shima-cyber-group-report/p/3",
        "/search?q=international+law",
        "/search?q=%22critical+infrastructure%22",
        "/",
        "/search?q=behaviour+-Syria&year=2018",
        "/search?q=norms+NEAR%2F5+responsible&view=kwic",
        "/documents",
        "/search.json?q=state*",
    ];
    match PAGES.get(at % 10) {
        Some(page) => (page, false),
        None => (&bombs[at / 10 % bombs.len()], true),
    }
}

#[test]
fn greedy_visitors_do_not_spoil_it_for_the_others() {
    let scale = scale();
    let server = Running::start(&[]);
    let (bombs, searches) = (bombs(), |at: usize| plan(at, &bombs()).0.starts_with("/search"));
    assert_eq!((0..10).filter(|at| searches(*at)).count(), 7);
    let (waits, statuses) = (Mutex::new(Vec::new()), Mutex::new(BTreeMap::new()));
    let mut prints = Vec::new();
    std::thread::scope(|scope| {
        for number in 0..scale.visitors {
            let (waits, statuses, bombs) = (&waits, &statuses, &bombs);
            let (address, time) = (server.address, scale.time);
            scope.spawn(move || {
                let started = Instant::now();
                let mut visitor = Visitor::arrive(address).unwrap();
                let mut own = Vec::new();
                for at in number * 7.. {
                    let (path, greedy) = plan(at, bombs);
                    let asked = Instant::now();
                    let answer = visitor.ask(path).map_err(|error| format!("{error}: {path}"));
                    if !greedy {
                        own.push(asked.elapsed());
                    }
                    *statuses.lock().unwrap().entry(answer.clone()).or_insert(0_usize) += 1;
                    if answer.is_err() || started.elapsed() > time {
                        break;
                    }
                }
                waits.lock().unwrap().append(&mut own);
            });
        }
        for _ in 0..20 {
            std::thread::sleep(scale.time / 21);
            prints.push(footprint(&server));
            assert_eq!(get(server.address, "/healthz").unwrap().status, 200);
        }
    });
    let (waits, statuses) = (Waits::of(waits.into_inner().unwrap()), statuses.into_inner().unwrap());
    // A fifth of five minutes is a minute; the first steps of the allocator are not counted.
    let mean = |part: &[(u64, usize)]| part.iter().map(|(resident, _)| resident).sum::<u64>() / part.len() as u64;
    let (early, late) = (mean(&prints[1..5]), mean(&prints[16..]));
    println!("{} visitors for {:?}: {waits}; answers by status {statuses:?}", scale.visitors, scale.time);
    println!(
        "resident {early} KiB in the first fifth, {late} in the last; files {} then {}",
        prints[1].1, prints[19].1
    );
    let wrong: Vec<_> = statuses.keys().filter(|answer| !matches!(answer, Ok(200 | 503))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(waits.of_thousand(990) <= scale.wait, "{waits}");
    assert!(late <= early + early / 8 + 8 * 1024, "memory grew from {early} to {late} KiB");
    // One or two may be about to close.
    assert!(prints[19].1 <= prints[1].1 + 2, "files grew from {} to {}", prints[1].1, prints[19].1);
    assert!(!server.log().contains("panic"), "{}", server.log());
}

/// How a visitor is slow.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Slow {
    Silent,
    Head,
    Body,
    Reader,
}

impl Slow {
    fn arrive(self, address: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).unwrap();
        let begin = match self {
            Self::Silent => String::new(),
            Self::Head => "GET /search?q=cyber HTTP/1.1\r\nHost: a\r\nX-Slow: ".to_owned(),
            Self::Body => "POST /check HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 9000\r\n\r\nq="
                .to_owned(),
            // More than the system takes in for somebody who does not read.
            Self::Reader => "GET /2018-ise-shima-cyber-group-report HTTP/1.1\r\nHost: a\r\n\r\n".repeat(150),
        };
        stream.write_all(begin.as_bytes()).unwrap();
        stream.set_nonblocking(true).unwrap();
        stream
    }

    /// Does a little, so that nobody can say that nothing happens.
    fn go_on(self, mut stream: &TcpStream) {
        // An error is the end that is waited for.
        let _ = match self {
            Self::Silent => Ok(0),
            Self::Head | Self::Body => stream.write(b"x"),
            Self::Reader => stream.read(&mut [0; 64]),
        };
    }
}

#[test]
fn slow_visitors_are_dropped_while_the_others_are_served() {
    let scale = scale();
    if !room_for(4 * scale.slow + 200) {
        return skip("this machine does not let a process open so many files");
    }
    let server = Running::start(&[]);
    let before = footprint(&server).1;
    let kinds = [Slow::Silent, Slow::Head, Slow::Body, Slow::Reader];
    let (dropped, mut waits) = (AtomicBool::new(false), Vec::new());
    let mut took = BTreeMap::new();
    std::thread::scope(|scope| {
        let ordinary = scope.spawn(|| {
            let mut waits = Vec::new();
            while !dropped.load(Ordering::Relaxed) {
                let asked = Instant::now();
                assert_eq!(get(server.address, "/search?q=norms").unwrap().status, 200);
                waits.push(asked.elapsed());
                std::thread::sleep(Duration::from_millis(20));
            }
            waits
        });
        // All kinds at once; behind the switch, then each kind alone.
        let crowds = [&kinds[..], &kinds[..1], &kinds[1..2], &kinds[2..3], &kinds[3..]];
        for together in &crowds[..often(1, crowds.len())] {
            let each = if together.len() > 1 { scale.at_once / 4 } else { scale.slow };
            let slow: Vec<(Slow, TcpStream)> =
                together.iter().flat_map(|kind| (0..each).map(|_| (*kind, kind.arrive(server.address)))).collect();
            let arrived = Instant::now();
            let held = || footprint(&server).1.saturating_sub(before);
            server.until("their arrival", |_| held() >= slow.len());
            // The ordinary visitor may be there too.
            while held() > 1 && arrived.elapsed() < Duration::from_secs(30) {
                slow.iter().for_each(|(kind, stream)| kind.go_on(stream));
                std::thread::sleep(Duration::from_millis(500));
            }
            println!("{} of {together:?}: all held, all dropped after {:.1?}", slow.len(), arrived.elapsed());
            took.insert(format!("{together:?}"), arrived.elapsed());
        }
        dropped.store(true, Ordering::Relaxed);
        waits = ordinary.join().unwrap();
    });
    let waits = Waits::of(waits);
    println!("meanwhile {waits}");
    for (kind, took) in took {
        assert!(took < Duration::from_secs(15), "{kind}: the last was dropped after {took:?}");
    }
    assert!(waits.of_thousand(1000) <= scale.wait, "an ordinary visitor waited: {waits}");
    assert!(!server.log().contains("panic"), "{}", server.log());
}

#[test]
fn a_crowd_that_comes_at_once_is_answered_or_told_to_come_back() {
    let scale = scale();
    if !room_for(scale.at_once + 200) {
        return skip("this machine does not let a process open so many files");
    }
    let server = Running::start(&["--connections", "100"]);
    let mut crowd: Vec<TcpStream> =
        (0..scale.at_once).filter_map(|_| TcpStream::connect(server.address).ok()).collect();
    let (mut served, mut told) = (0, 0);
    for stream in &mut crowd {
        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }
    for stream in &mut crowd {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        served += usize::from(answer.starts_with("HTTP/1.1 200"));
        told += usize::from(answer.starts_with("HTTP/1.1 503") && answer.contains("Retry-After"));
    }
    let came = crowd.len();
    drop(crowd);
    assert!(served >= 100, "{served} served");
    server.until("a free place", |server| get(server.address, "/healthz").is_ok_and(|reply| reply.status == 200));
    println!("{came} came at once: {served} served, {told} told to come back");
    assert!(told > 0 && served + told > came * 9 / 10, "{served} served, {told} told, of {came}");
}

#[test]
fn a_server_with_few_files_turns_visitors_away_and_goes_on() {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -n 80; exec \"$0\" serve --listen 127.0.0.1:0", env!("CARGO_BIN_EXE_g7cyber")]);
    let server = Running::spawn(command);
    let crowd: Vec<TcpStream> = (0..200).filter_map(|_| TcpStream::connect(server.address).ok()).collect();
    assert!(crowd.len() > 100);
    server.until("a full house", |server| get(server.address, "/healthz").map_or(true, |reply| reply.status == 503));
    drop(crowd);
    server.until("an answer", |server| get(server.address, "/search?q=norms").is_ok_and(|reply| reply.status == 200));
    assert!(!server.log().contains("panic"), "{}", server.log());
}
