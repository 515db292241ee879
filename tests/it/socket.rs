//! Slow, strange and too many visitors, through a real socket: each is dropped in time and the others are served.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use g7cyber::web::{Limits, serve};
use tokio::sync::oneshot;

use crate::running::{self, Running};

/// Limits short enough for a test and far enough apart to tell which one struck.
fn limits() -> Limits {
    Limits {
        connections: 8,
        head_wait: Duration::from_millis(300),
        body_wait: Duration::from_millis(600),
        read_wait: Duration::from_millis(600),
        drain: Duration::from_millis(1500),
        ..Limits::default()
    }
}

/// A server of three pages: a word, one that takes a while, and one far larger than any socket's buffer.
struct House {
    address: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl House {
    fn open(limits: Limits) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel();
        let slow = || async {
            tokio::time::sleep(Duration::from_millis(700)).await;
            "late"
        };
        let router = Router::new()
            .route("/", get(|| async { "word" }))
            .route("/slow", get(slow))
            .route("/panic", get(async || if true { panic!("a page that fails") } else { "" }))
            .route("/large", get(|| async { vec![b'x'; 64 << 20] }))
            .route("/body", post(|body: Bytes| async move { body.len().to_string() }));
        let thread = std::thread::spawn(move || {
            runtime.block_on(serve(listener, router, limits, async { drop(ended.await) }));
            runtime.shutdown_background();
        });
        Self { address, end: Some(end), thread: Some(thread) }
    }

    /// Sends bytes over a new connection.
    fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(bytes).unwrap();
        stream
    }

    /// Sends bytes and returns all that is answered until the connection closes.
    fn ask(&self, bytes: &[u8]) -> String {
        answer(self.send(bytes))
    }

    /// Waits until a request is answered as wanted, for at most ten seconds.
    #[track_caller]
    fn until(&self, request: &[u8], wanted: impl Fn(&str) -> bool) {
        let started = Instant::now();
        loop {
            let answer = self.ask(request);
            if wanted(&answer) {
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(10), "{answer}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Tells the server to end and returns how long it took.
    fn close(mut self) -> Duration {
        let started = Instant::now();
        self.end.take().unwrap().send(()).unwrap();
        self.thread.take().unwrap().join().unwrap();
        started.elapsed()
    }
}

/// Returns all that comes until the connection closes, by an end or a reset.
fn answer(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns how long the other side keeps a connection.
fn lifetime(stream: TcpStream) -> Duration {
    let started = Instant::now();
    answer(stream);
    started.elapsed()
}

#[track_caller]
fn within(took: Duration, least: u64, most: u64) {
    assert!((least..most).contains(&(took.as_millis() as u64)), "took {took:?}, not {least} to {most} ms");
}

const WORD: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

#[test]
fn a_plain_request_is_answered() {
    let house = House::open(limits());
    let answer = house.ask(WORD);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("word"), "{answer}");
}

#[test]
fn silent_and_half_sent_connections_are_dropped() {
    let house = House::open(limits());
    within(lifetime(house.send(b"")), 250, 2000);
    within(lifetime(house.send(b"GET / HTTP/1.1\r\nHost:")), 250, 2000);
    // Silence after an answer counts like silence before one.
    within(lifetime(house.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")), 250, 2000);
}

#[test]
fn a_head_sent_byte_by_byte_is_dropped() {
    let house = House::open(limits());
    let mut stream = house.send(b"GET / HTTP/1.1\r\nX: ");
    let started = Instant::now();
    while stream.write_all(b"x").is_ok() && started.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(20));
    }
    within(started.elapsed(), 250, 2500);
}

#[test]
fn a_body_sent_byte_by_byte_is_dropped() {
    let house = House::open(limits());
    let mut stream = house.send(b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
    let started = Instant::now();
    while stream.write_all(b"x").is_ok() && started.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(20));
    }
    within(started.elapsed(), 500, 3000);
}

#[test]
fn whoever_goes_on_sending_after_the_last_answer_is_dropped() {
    let house = House::open(limits());
    let mut stream = house.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
    let started = Instant::now();
    while stream.write_all(&[b'x'; 256]).is_ok() && started.elapsed() < Duration::from_secs(15) {
        std::thread::sleep(Duration::from_millis(1));
    }
    // 256 KB a second earn time, but not more than there is.
    within(started.elapsed(), 1000, 9000);
}

#[test]
fn an_answer_that_nobody_reads_is_dropped() {
    let house = House::open(Limits { connections: 1, ..limits() });
    let unread = house.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    house.until(WORD, |answer| answer.starts_with("HTTP/1.1 503"));
    // Its place is free again although its visitor never left.
    house.until(WORD, |answer| answer.starts_with("HTTP/1.1 200"));
    drop(unread);
}

#[test]
fn a_trickling_reader_is_dropped() {
    let house = House::open(limits());
    let mut stream = house.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    std::thread::sleep(Duration::from_millis(100));
    let mut taken = 0;
    for _ in 0..60 {
        taken += stream.read(&mut [0; 64]).unwrap_or(0);
        std::thread::sleep(Duration::from_millis(20));
    }
    // What is left in the buffers still comes, the rest of the 64 MiB does not.
    taken += answer(stream).len();
    assert!(taken < 60 << 20, "{taken} bytes were sent to a reader of 3 KB a second");
}

#[test]
fn a_steady_reader_of_a_large_answer_gets_all_of_it() {
    let house = House::open(limits());
    let mut stream = house.send(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let mut taken = 0;
    let mut buffer = vec![0; 1 << 20];
    loop {
        match stream.read(&mut buffer).unwrap() {
            0 => break,
            count => taken += count,
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(taken > 64 << 20);
}

#[test]
fn a_head_over_its_limit_is_refused_and_the_refusal_arrives() {
    let house = House::open(limits());
    let status = |request: String| house.ask(request.as_bytes()).get(9..12).unwrap_or("none").to_owned();
    for _ in 0..20 {
        // The rest of the head is still unread when the answer leaves: it must not be lost to a reset.
        assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "y".repeat(60_000))), "431");
    }
    let many: String = (0..101).map(|at| format!("X{at}: y\r\n")).collect();
    assert_eq!(status(format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n")), "431");
}

#[test]
fn a_body_over_its_limit_is_refused_and_whoever_sends_all_of_it_first_reads_the_refusal() {
    let server = Running::start(&[]);
    let body = vec![b'x'; 5 << 20];
    let head =
        |framing: &str| format!("POST /check HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n{framing}\r\n\r\n");
    let chunk = format!("{:x}\r\n", body.len());
    let whole = [head(&format!("Content-Length: {}", body.len())).as_bytes(), &body].concat();
    let chunked = [head("Transfer-Encoding: chunked").as_bytes(), chunk.as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    for request in [whole, chunked] {
        for _ in 0..5 {
            let reply = running::send(server.address, &request).unwrap();
            assert!(reply.status == 413 && reply.body.contains("</html>"), "{}", reply.head);
        }
    }
}

#[test]
fn one_connection_too_many_is_told_to_come_back() {
    let house = House::open(Limits { head_wait: Duration::from_secs(10), ..limits() });
    let held: Vec<TcpStream> = (0..8).map(|_| house.send(b"G")).collect();
    house.until(WORD, |answer| answer.starts_with("HTTP/1.1 503"));
    let answer = house.ask(b"");
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("Retry-After: "), "{answer}");
    drop(held);
    house.until(WORD, |answer| answer.starts_with("HTTP/1.1 200"));
}

#[test]
fn a_panic_ends_its_connection_and_gives_its_place_back() {
    let house = House::open(Limits { connections: 1, ..limits() });
    for _ in 0..5 {
        house.until(b"GET /panic HTTP/1.1\r\nHost: a\r\n\r\n", str::is_empty);
        house.until(WORD, |answer| answer.starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn the_end_waits_for_what_is_in_flight_and_for_nothing_else() {
    let house = House::open(Limits { drain: Duration::from_secs(8), ..limits() });
    let in_flight = house.send(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    let _idle = house.send(b"");
    let _half = house.send(b"GET / HTT");
    std::thread::sleep(Duration::from_millis(100));
    within(house.close(), 400, 3000);
    assert!(answer(in_flight).ends_with("late"));
}

#[test]
fn the_end_comes_however_much_is_in_flight() {
    let house = House::open(Limits { drain: Duration::from_millis(200), ..limits() });
    let _in_flight = house.send(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    std::thread::sleep(Duration::from_millis(100));
    within(house.close(), 150, 600);
}
