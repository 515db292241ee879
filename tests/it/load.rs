//! Many visitors, greedy ones and slow ones at once: ordinary visitors are served all the while and memory stays flat.
//!
//! What runs here is the short form; with `LONG_TESTS=1` each test takes minutes and holds to the full figures.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::running::{Running, get};

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
fn scale() -> Scale {
    let seconds = Duration::from_secs;
    if std::env::var_os("LONG_TESTS").is_some() {
        let wait = Duration::from_millis(250);
        return Scale { visitors: 64, time: seconds(300), slow: 500, at_once: 2000, wait };
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

#[test]
fn greedy_visitors_do_not_spoil_it_for_the_others() {
    let scale = scale();
    let server = Running::start(&[]);
    let bombs = bombs();
    let pages = [
        "/search?q=cyber",
        "/search?q=international+law",
        "/search?q=%22critical+infrastructure%22",
        "/",
        "/documents",
    ];
    let waits = Mutex::new(Vec::new());
    let wrong = Mutex::new(Vec::new());
    let mut early = (0, 0);
    std::thread::scope(|scope| {
        for number in 0..scale.visitors {
            let (waits, wrong, bombs) = (&waits, &wrong, &bombs);
            let (address, time) = (server.address, scale.time);
            scope.spawn(move || {
                let started = Instant::now();
                let mut visitor = Visitor::arrive(address).unwrap();
                for at in number.. {
                    let greedy = at % 10 == 0;
                    let path = if greedy { &bombs[at / 10 % bombs.len()] } else { pages[at % pages.len()] };
                    let asked = Instant::now();
                    match visitor.ask(path) {
                        Ok(200 | 503) => {}
                        other => wrong.lock().unwrap().push(format!("{other:?}: {path}")),
                    }
                    if !greedy {
                        waits.lock().unwrap().push(asked.elapsed());
                    }
                    if started.elapsed() > time {
                        break;
                    }
                }
            });
        }
        std::thread::sleep(scale.time / 3);
        early = footprint(&server);
        assert_eq!(get(server.address, "/healthz").unwrap().status, 200);
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} wrong answers, the first: {}", wrong.len(), wrong[0]);
    let mut waits = waits.into_inner().unwrap();
    waits.sort();
    let p99 = waits[waits.len() * 99 / 100];
    let late = footprint(&server);
    println!(
        "{} ordinary requests, p50 {:?}, p99 {p99:?}; {early:?} then {late:?} KiB and files",
        waits.len(),
        waits[waits.len() / 2]
    );
    assert!(p99 <= scale.wait, "p99 {p99:?}");
    assert!(late.0 < early.0 + early.0 / 4 + 8 * 1024, "memory grew from {} to {} KiB", early.0, late.0);
    assert!(late.1 <= early.1, "files grew from {} to {}", early.1, late.1);
    assert!(!server.log().contains("panic"), "{}", server.log());
}

#[test]
fn slow_visitors_are_dropped_while_the_others_are_served() {
    let scale = scale();
    let server = Running::start(&[]);
    let begin: [&[u8]; 4] = [
        b"",
        b"GET /search?q=cyber HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /check HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n",
        // Nobody reads the answer.
        b"GET /2018-ise-shima-cyber-group-report HTTP/1.1\r\nHost: a\r\n\r\n",
    ];
    let mut slow = Vec::new();
    for bytes in begin {
        for _ in 0..scale.slow {
            let mut stream = TcpStream::connect(server.address).unwrap();
            stream.write_all(bytes).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            slow.push(stream);
        }
    }
    let began = Instant::now();
    let dropped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !dropped.load(Ordering::Relaxed) {
                let asked = Instant::now();
                let reply = get(server.address, "/search?q=norms").unwrap();
                assert_eq!(reply.status, 200);
                assert!(asked.elapsed() <= scale.wait, "an ordinary visitor waited {:?}", asked.elapsed());
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        for stream in &mut slow {
            let _ = std::io::copy(stream, &mut std::io::sink());
        }
        dropped.store(true, Ordering::Relaxed);
    });
    assert!(began.elapsed() < Duration::from_secs(15), "the last slow visitor was dropped after {:?}", began.elapsed());
}

#[test]
fn a_crowd_that_comes_at_once_is_answered_or_told_to_come_back() {
    let scale = scale();
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
    assert!(told > 0 && served + told > came * 9 / 10, "{served} served, {told} told, of {came}");
}

#[test]
fn a_server_with_few_files_turns_visitors_away_and_goes_on() {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -n 80; exec \"$0\" serve --listen 127.0.0.1:0", env!("CARGO_BIN_EXE_g7cyber")]);
    let server = Running::spawn(command);
    let crowd: Vec<TcpStream> = (0..150).filter_map(|_| TcpStream::connect(server.address).ok()).collect();
    assert!(crowd.len() > 100);
    std::thread::sleep(Duration::from_millis(300));
    drop(crowd);
    server.until("an answer", |server| get(server.address, "/search?q=norms").is_ok_and(|reply| reply.status == 200));
    assert!(!server.log().contains("panic"), "{}", server.log());
}
