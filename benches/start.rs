//! How long from starting the program to its first answered search, and how much memory it then holds.
//!
//! Budget: under 300 ms and at most 40 MB resident with the corpus inside the program; the goal is 150 ms.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 20;
const BUDGET: Duration = Duration::from_millis(300);
const BUDGET_KIB: u64 = 40 * 1024;

fn main() -> Result<()> {
    let mut ready = Vec::new();
    let mut answered = Vec::new();
    let mut memory = 0;
    for _ in 0..RUNS {
        let started = Instant::now();
        let mut server = Command::new(env!("CARGO_BIN_EXE_g7cyber"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let outcome = first_search(&mut server, started);
        memory = memory.max(resident(&server));
        server.kill()?;
        server.wait()?;
        let (at_ready, at_answer) = outcome?;
        ready.push(at_ready);
        answered.push(at_answer);
    }
    ready.sort();
    answered.sort();
    for (what, times) in [("ready", &ready), ("first search answered", &answered)] {
        println!("{what:<22} median {:>6.1?}  slowest {:>6.1?}", times[RUNS / 2], times[RUNS - 1]);
    }
    println!("{:<22} {:.1} MiB", "resident", memory as f64 / 1024.0);
    let held = answered[RUNS / 2] < BUDGET && memory <= BUDGET_KIB;
    println!("budget of {BUDGET:?} and {} MiB {}", BUDGET_KIB / 1024, if held { "holds" } else { "is MISSED" });
    Ok(())
}

/// Returns when the server said that it is ready and when it had answered a search.
fn first_search(server: &mut Child, started: Instant) -> Result<(Duration, Duration)> {
    let stdout = server.stdout.take().ok_or(ErrorKind::BrokenPipe)?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let ready = started.elapsed();
    let address = line.trim().rsplit("http://").next().unwrap_or_default();
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /search?q=NotPetya HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if !answer.starts_with("HTTP/1.1 200") || !answer.contains("<mark") {
        return Err(Error::other(format!("the search found nothing: {answer}")));
    }
    Ok((ready, started.elapsed()))
}

/// Returns the resident memory of a process in KiB, nothing where the system does not tell.
fn resident(server: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
