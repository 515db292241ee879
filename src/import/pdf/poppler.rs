//! What poppler says of a file: every word with its place, and the runs of letters with their type.
//!
//! Two of its programs read the same bytes side by side. The words are those of `pdftotext`; `pdftohtml` tells which
//! of the spaces between them were written, and which type they are set in.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::import::Error;

/// The longest account that is read: some 600,000 words, each with its place.
const LONGEST: u64 = 64 << 20;

/// What both programs say.
pub(super) struct Account {
    /// Words with their places, by `pdftotext -bbox`.
    pub(super) words: String,
    /// Runs of letters with their type, by `pdftohtml -xml`; empty where it could not read the file.
    pub(super) runs: String,
}

/// Asks poppler for all it says of a file.
pub(super) fn account(pdf: &[u8], timeout: Duration) -> Result<Account, Error> {
    std::thread::scope(|scope| {
        let runs = scope.spawn(|| {
            // Spaces are never guessed here: the threshold for that is out of reach.
            let arguments = ["-xml", "-i", "-stdout", "-noroundcoord", "-nomerge", "-hidden", "-zoom", "1"];
            let names = ["-wbt", "1000", "-fontfullname", "-enc", "UTF-8", "-", "stdout"];
            said(Command::new("pdftohtml").args(arguments).args(names), pdf, timeout)
        });
        let words = said(Command::new("pdftotext").args(["-bbox", "-enc", "UTF-8", "-", "-"]), pdf, timeout);
        let runs = runs.join().unwrap_or_else(|_| Ok(String::new()));
        Ok(Account { words: words?, runs: runs.unwrap_or_default() })
    })
}

/// Runs a program of poppler on a file, and returns what it writes.
fn said(command: &mut Command, pdf: &[u8], timeout: Duration) -> Result<String, Error> {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NoPoppler,
        _ => Error::Pdf(error.to_string()),
    })?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(Error::Pdf("no pipes to poppler".into()));
    };
    std::thread::scope(|scope| {
        // It may end before it has read everything, and then says why itself.
        scope.spawn(move || stdin.write_all(pdf));
        let text = scope.spawn(|| drained(stdout));
        let complaint = scope.spawn(|| drained(stderr));
        let begun = Instant::now();
        let mut pause = Duration::from_millis(1);
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if begun.elapsed() < timeout => std::thread::sleep(pause),
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
    let password = lines.iter().find(|line| line.to_lowercase().contains("password"));
    password.or(lines.last()).map_or_else(|| "poppler gives no reason".to_owned(), |line| (*line).to_owned())
}

fn drained(mut pipe: impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is still worth having; the exit status tells whether it is all. Whoever writes
    // more finds the pipe closed.
    let _ = pipe.by_ref().take(LONGEST + 1).read_to_end(&mut bytes);
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let begun = Instant::now();
        let endless = said(Command::new("sleep").arg("60"), b"", Duration::from_millis(20));
        assert!(matches!(endless, Err(Error::Endless(0))), "{endless:?}");
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }
}
