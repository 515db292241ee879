//! A host of our own on this machine, with all the ways in which hosts misbehave.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What a host answers a path with, given how often the path was asked for before.
pub(crate) type Answer = dyn Fn(&str, usize) -> Reply + Send + Sync;

/// An answer.
pub(crate) enum Reply {
    /// A status line's end, headers and body; the length is told.
    Whole(&'static str, Vec<String>, Vec<u8>),
    /// Bytes as they are, and then the end of the connection.
    Raw(Vec<u8>),
    /// Headers, and then bytes for as long as somebody reads, after a pause before each piece.
    Endless(Duration),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) agent: String,
    /// All its headers, a line each.
    pub(crate) headers: String,
    pub(crate) at: Instant,
}

/// A host that answers until the test ends.
pub(crate) struct Host {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Host {
    pub(crate) fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen): (Arc<Answer>, _) = (Arc::new(answer), Arc::clone(&requests));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                // Whoever asks may go away in the middle.
                thread::spawn(move || drop(serve(stream, &*answer, &seen)));
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the requests so far, those for `robots.txt` left out.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let requests = self.requests.lock().unwrap();
        requests.iter().filter(|request| request.path != "/robots.txt").cloned().collect()
    }
}

fn serve(mut stream: TcpStream, answer: &Answer, seen: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or(Ok(String::new()))?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut agent, mut headers) = (String::new(), String::new());
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        headers.push_str(&line);
        headers.push('\n');
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("user-agent: ") {
            agent = value.to_owned();
        }
    }
    let before = {
        let mut seen = seen.lock().unwrap();
        let before = seen.iter().filter(|request| request.path == path).count();
        seen.push(Request { path: path.clone(), agent, headers, at: Instant::now() });
        before
    };
    match answer(&path, before) {
        Reply::Whole(status, headers, body) => {
            let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
            let length = body.len();
            write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
            stream.write_all(&body)
        }
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::Endless(pause) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n")?;
            loop {
                thread::sleep(pause);
                stream.write_all(&b"words ".repeat(if pause.is_zero() { 10_000 } else { 1 }))?;
            }
        }
    }
}

/// Returns a page of this type.
pub(crate) fn page(media_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Whole("200 OK", vec![format!("Content-Type: {media_type}")], body.into())
}

/// Returns an answer without a body.
pub(crate) fn status(status: &'static str) -> Reply {
    Reply::Whole(status, Vec::new(), Vec::new())
}

/// Returns a redirect.
pub(crate) fn redirect(to: &str) -> Reply {
    Reply::Whole("302 Found", vec![format!("Location: {to}")], Vec::new())
}

/// Returns bytes as gzip packs them, without making them smaller.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(bytes);
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg());
        }
    }
    packed.extend((!sum).to_le_bytes());
    packed.extend(u32::from(length).to_le_bytes());
    packed
}
