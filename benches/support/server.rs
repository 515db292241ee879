//! The real program over loopback: started on a free port, asked over kept connections, and read in `/proc`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

/// A server that ends with the bench.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// What a process holds, in KiB.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Footprint {
    /// In memory now, and what of it is the process's own and what is files that it has mapped.
    pub(crate) resident: u64,
    pub(crate) own: u64,
    pub(crate) mapped: u64,
    /// The most there ever was.
    pub(crate) peak: u64,
}

impl Server {
    /// Starts the program with these arguments and waits until it says that it is ready.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_g7cyber"));
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().parse();
        Self { child, address: address.unwrap_or_else(|_| panic!("no address in `{line}`")) }
    }

    /// Returns a visitor on a connection of its own.
    pub(crate) fn visitor(&self) -> Visitor {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        Visitor { stream: BufReader::new(stream), line: String::new() }
    }

    /// Returns what the process holds.
    pub(crate) fn footprint(&self) -> Footprint {
        let status = self.read("status");
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        Footprint {
            resident: field("VmRSS:"),
            own: field("RssAnon:"),
            mapped: field("RssFile:"),
            peak: field("VmHWM:"),
        }
    }

    /// Returns the text of a file below the process's folder in `/proc`.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id())).unwrap()
    }
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

impl Visitor {
    /// Asks for a page and returns its status and length once all of it has come.
    pub(crate) fn ask(&mut self, path: &str) -> (u16, u64) {
        self.send(path, "")
    }

    /// Asks with further header lines, each with its end of line.
    pub(crate) fn send(&mut self, path: &str, headers: &str) -> (u16, u64) {
        write!(self.stream.get_mut(), "GET {path} HTTP/1.1\r\nHost: a\r\n{headers}\r\n").unwrap();
        self.line.clear();
        self.stream.read_line(&mut self.line).unwrap();
        let status = self.line.get(9..12).and_then(|status| status.parse().ok());
        let status = status.unwrap_or_else(|| panic!("`{}` is no status", self.line));
        let mut length = 0;
        while self.line.trim_end() != "" {
            self.line.clear();
            self.stream.read_line(&mut self.line).unwrap();
            if let Some(value) = self.line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        std::io::copy(&mut Read::by_ref(&mut self.stream).take(length), &mut std::io::sink()).unwrap();
        (status, length)
    }
}
