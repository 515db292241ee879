//! A program over loopback: started, asked over kept connections, and read in `/proc`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server that ends with the bench.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// What a process holds.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code, reason = "each bench reads what it asks about")]
pub(crate) struct Footprint {
    /// KiB in memory now.
    pub(crate) resident: u64,
    /// The most KiB there ever were.
    pub(crate) peak: u64,
    /// Open files.
    pub(crate) files: usize,
}

#[allow(dead_code, reason = "each bench asks what it needs")]
impl Server {
    /// Starts the site with these arguments on a free port.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_g7cyber"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        Self::spawn(command)
    }

    /// Starts a program and waits until it says where it serves.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().parse();
        Self { child, address: address.unwrap_or_else(|_| panic!("no address in `{line}`")) }
    }

    /// Returns a visitor on a connection of its own.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::arrive(self.address)
    }

    /// Returns the number of the process.
    pub(crate) fn process(&self) -> String {
        self.child.id().to_string()
    }

    /// Returns what the process holds.
    pub(crate) fn footprint(&self) -> Footprint {
        footprint(&self.process()).unwrap()
    }

    /// Returns the address of the style sheet, as the first page names it.
    pub(crate) fn style(&self) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        let at = page.find("/static/site").unwrap();
        page[at..].split('"').next().unwrap().to_owned()
    }

    /// Returns the time that the process has spent on processors, in steps of ten milliseconds.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = self.read("stat");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u64 = fields[11..13].iter().map(|field| field.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id())).unwrap()
    }
}

/// Returns what a process holds by its number, nothing where it has ended.
#[allow(dead_code, reason = "each bench asks what it needs")]
pub(crate) fn footprint(process: &str) -> Option<Footprint> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    };
    Some(Footprint {
        resident: field("VmRSS:"),
        peak: field("VmHWM:"),
        files: std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count),
    })
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A visitor who keeps the connection.
pub(crate) struct Visitor {
    stream: BufReader<TcpStream>,
    line: String,
}

/// What came back: the status, and the entity tag where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(dead_code, reason = "each bench reads what it asks about")]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) length: u64,
    pub(crate) tag: Option<String>,
}

impl Visitor {
    pub(crate) fn arrive(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::with_capacity(64 << 10, stream), line: String::new() }
    }

    /// Asks for a page, with further header lines that each have their end, and reads all of it.
    pub(crate) fn ask(&mut self, path: &str, headers: &str) -> Answer {
        // One write is one packet.
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let status = self.next_line().get(9..12).and_then(|status| status.parse().ok());
        let mut answer =
            Answer { status: status.unwrap_or_else(|| panic!("{path}: `{}`", self.line)), length: 0, tag: None };
        let mut chunked = false;
        while !self.next_line().is_empty() {
            chunked |= self.line.trim_end() == "transfer-encoding: chunked";
            if let Some(value) = self.line.trim_end().strip_prefix("content-length: ") {
                answer.length = value.parse().unwrap();
            } else if let Some(value) = self.line.trim_end().strip_prefix("etag: ") {
                answer.tag = Some(value.to_owned());
            }
        }
        self.skip(answer.length);
        // What is compressed as it is sent comes in chunks, the last of them empty (RFC 9112, 7.1).
        while chunked {
            let length = u64::from_str_radix(self.next_line(), 16).unwrap();
            self.skip(length + 2);
            answer.length += length;
            chunked = length > 0;
        }
        answer
    }

    fn skip(&mut self, length: u64) {
        std::io::copy(&mut Read::by_ref(&mut self.stream).take(length), &mut std::io::sink()).unwrap();
    }

    fn next_line(&mut self) -> &str {
        self.line.clear();
        self.stream.read_line(&mut self.line).unwrap();
        self.line.trim_end()
    }
}
