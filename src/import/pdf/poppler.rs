//! What poppler says of a file: every word with its place, and the runs of letters with their type.
//!
//! Two of its programs read the same bytes. The words are those of `pdftotext`; `pdftohtml` tells which of the spaces
//! between them were written, and which type they are set in. It is begun when the first words are there and can be
//! trusted, and then runs beside the other.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::import::Error;
use crate::import::deadline::Deadline;

/// The longest account that is read: some 600,000 words, each with its place.
const LONGEST: u64 = 64 << 20;

/// How much of an account tells whether letters can be trusted: some 300 words.
const FRONT: u64 = 32 << 10;

/// What both programs say.
pub(super) struct Account {
    /// Words with their places, by `pdftotext -bbox`.
    pub(super) words: String,
    /// Runs of letters with their type, by `pdftohtml -xml`; empty where it could not read the file, or was not asked.
    pub(super) runs: String,
}

/// Asks poppler for all it says of a file; for the type of its words only if these are `trusted`.
pub(super) fn account(pdf: &[u8], timeout: Duration, trusted: impl Fn(&str) -> bool + Sync) -> Result<Account, Error> {
    std::thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        let runs = || {
            // Spaces are never guessed here: the threshold for that is out of reach.
            let arguments = ["-xml", "-i", "-stdout", "-noroundcoord", "-nomerge", "-hidden", "-zoom", "1"];
            let names = ["-wbt", "1000", "-fontfullname", "-enc", "UTF-8"];
            said(Command::new("pdftohtml").args(arguments).args(names), "stdout", pdf, timeout, |_| ())
        };
        let beside = scope.spawn(move || told.recv().ok().filter(|trusted| *trusted).map(|_| runs()));
        let front = |front: &str| {
            // Nobody listens any more where the other thread has ended.
            let _ = tell.send(trusted(front));
        };
        let arguments = ["-bbox", "-enc", "UTF-8"];
        let words = said(Command::new("pdftotext").args(arguments), "-", pdf, timeout, front);
        drop(tell);
        let beside = beside.join().unwrap_or_default();
        let words = words?;
        let runs = match beside {
            Some(runs) => runs,
            None if trusted(&words) => runs(),
            None => Ok(String::new()),
        };
        Ok(Account { words, runs: runs.unwrap_or_default() })
    })
}

/// Returns a file with these bytes that has no name, so that nothing is left of it, and where a program finds it.
///
/// Through a pipe poppler takes a file in small pieces, which costs it up to half as much again.
fn unnamed(pdf: &[u8]) -> Option<(File, &'static str)> {
    const STDIN: &str = "/dev/stdin";
    if !Path::new(STDIN).exists() {
        return None;
    }
    let mut file = tempfile::tempfile().ok()?;
    file.write_all(pdf).and_then(|()| file.rewind()).ok()?;
    Some((file, STDIN))
}

/// Runs a program of poppler on a file, and returns what it writes; `front` is given the beginning of that.
fn said(
    command: &mut Command,
    output: &str,
    pdf: &[u8],
    timeout: Duration,
    front: impl FnOnce(&str) + Send,
) -> Result<String, Error> {
    let (stdin, name) = match unnamed(pdf) {
        Some((file, name)) => (Stdio::from(file), name),
        // Where no file may be written, the bytes go through a pipe.
        None => (Stdio::piped(), "-"),
    };
    command.args([name, output]);
    let child = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NoPoppler,
        _ => Error::Pdf(error.to_string()),
    })?;
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(Error::Pdf("no pipes to poppler".into()));
    };
    let stdin = child.stdin.take();
    let deadline = Deadline::of_process(child.id(), timeout);
    std::thread::scope(|scope| {
        // It may end before it has read everything, and then says why itself.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(pdf)));
        let text = scope.spawn(|| drained(stdout, front));
        let complaint = scope.spawn(|| drained(stderr, |_| ()));
        let mut pause = Duration::from_millis(1);
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if deadline.check().is_ok() => std::thread::sleep(pause),
                _ => break None,
            }
            pause = (pause * 2).min(Duration::from_millis(5));
        };
        let Some(status) = status else {
            // Killing fails where it has ended in between, which is as well.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::Endless(timeout.as_secs()));
        };
        let text = text.join().unwrap_or_default();
        if text.len() as u64 > LONGEST {
            return Err(Error::Pdf(format!("it unfolds to more than {LONGEST} bytes of words and places")));
        }
        if status.success() {
            return Ok(text);
        }
        Err(Error::Pdf(complaint_in(&complaint.join().unwrap_or_default())))
    })
}

/// Returns poppler's own words for what is wrong, the last being the reason that it gave up for.
fn complaint_in(said: &str) -> String {
    let mut lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.dedup();
    // `Syntax Error (1234): …`, `Command Line Error: …`: what kind of error it takes it for says little.
    let reason = |line: &str| {
        line.split_once("Error").and_then(|(_, rest)| rest.split_once(": ")).map(|(_, why)| why.to_owned())
    };
    let reason = |line: &&str| reason(line).unwrap_or_else(|| (*line).to_owned());
    let password = lines.iter().find(|line| line.to_lowercase().contains("password"));
    match password {
        Some(said) => format!("it opens with a password only ({}); save a copy that opens without one", reason(said)),
        None => lines.last().map_or_else(|| "poppler gives no reason".to_owned(), reason),
    }
}

fn drained(mut pipe: impl std::io::Read, front: impl FnOnce(&str)) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is still worth having; the exit status tells whether it is all. Whoever writes
    // more finds the pipe closed.
    let _ = pipe.by_ref().take(FRONT).read_to_end(&mut bytes);
    front(&String::from_utf8_lossy(&bytes));
    let _ = pipe.by_ref().take(LONGEST + 1 - FRONT).read_to_end(&mut bytes);
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Runs a shell in the place of a program of poppler.
    fn shell(script: &str, timeout: Duration) -> Result<String, Error> {
        said(Command::new("sh").args(["-c", script]), "-", b"%PDF-", timeout, |_| ())
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let begun = Instant::now();
        let endless = shell("exec sleep 60", Duration::from_millis(20));
        assert!(matches!(endless, Err(Error::Endless(0))), "{endless:?}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }

    #[test]
    fn the_reason_is_told_in_popplers_words() {
        assert_eq!(
            complaint_in("Command Line Error: Incorrect password\n"),
            "it opens with a password only (Incorrect password); save a copy that opens without one"
        );
        assert_eq!(
            complaint_in("Syntax Error (12): x\nSyntax Error: Couldn't read xref table"),
            "Couldn't read xref table"
        );
        assert_eq!(complaint_in("\n"), "poppler gives no reason");
    }

    #[test]
    fn a_program_is_given_the_file() {
        assert_eq!(shell("cat", Duration::from_secs(30)).expect("what it was given"), "%PDF-");
    }
}
