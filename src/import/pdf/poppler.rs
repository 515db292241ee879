//! What poppler says of a file: every word with its place, and the runs of letters with their type.
//!
//! Two of its programs read the same bytes, one beside the other. The words are those of `pdftotext`; `pdftohtml` tells
//! which of the spaces between them were written, and which type they are set in.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::run::Typeset;
use super::word::Words;
use crate::import::Error;
use crate::import::deadline::Deadline;

/// The longest account that is read: some 600,000 words, each with its place.
const LONGEST: u64 = 64 << 20;

/// So much of an account is taken at a time. The first of it, some 300 words, tells whether letters can be trusted.
const PIECE: u64 = 32 << 10;

/// Asks poppler for all it says of a file, the words with their places by `pdftotext -bbox` and, only if these are
/// `trusted`, their type by `pdftohtml -xml`: nothing where it could not read the file.
pub(super) fn account(
    pdf: &[u8],
    timeout: Duration,
    trusted: impl Fn(&Words) -> bool + Sync,
) -> Result<(Words, Typeset), Error> {
    let typeset = |unwanted: &AtomicBool| {
        // Spaces are never guessed here: the threshold for that is out of reach.
        let arguments = ["-xml", "-i", "-stdout", "-noroundcoord", "-nomerge", "-hidden", "-zoom", "1"];
        let names = ["-wbt", "1000", "-fontfullname", "-enc", "UTF-8"];
        let (mut command, mut typeset) = (Command::new("pdftohtml"), Typeset::default());
        command.args(arguments).args(names);
        let said = said(&mut command, "stdout", pdf, timeout, unwanted, |lines| typeset.take(lines));
        said.map(|()| typeset).unwrap_or_default()
    };
    // Both are begun at once; the second is ended again where the first words of the first cannot be trusted.
    let unwanted = AtomicBool::new(false);
    let (words, beside) = std::thread::scope(|scope| {
        let beside = scope.spawn(|| typeset(&unwanted));
        let (mut words, mut is_front) = (Words::default(), true);
        let mut command = Command::new("pdftotext");
        command.args(["-bbox", "-enc", "UTF-8"]);
        let said = said(&mut command, "-", pdf, timeout, &AtomicBool::new(false), |lines| {
            words.take(lines);
            if std::mem::take(&mut is_front) && !trusted(&words) {
                unwanted.store(true, Ordering::Relaxed);
            }
        });
        if said.is_err() {
            unwanted.store(true, Ordering::Relaxed);
        }
        (said.map(|()| words), beside.join().unwrap_or_default())
    });
    let words = words?;
    let typeset = match unwanted.load(Ordering::Relaxed) {
        false => beside,
        true if trusted(&words) => typeset(&AtomicBool::new(false)),
        true => Typeset::default(),
    };
    Ok((words, typeset))
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

/// Runs a program of poppler on a file, and gives `take` what it writes, as it comes and in whole lines. It is ended
/// when it is `unwanted`, or takes too long.
fn said(
    command: &mut Command,
    output: &str,
    pdf: &[u8],
    timeout: Duration,
    unwanted: &AtomicBool,
    take: impl FnMut(&str) + Send,
) -> Result<(), Error> {
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
        let length = scope.spawn(|| drained(stdout, take));
        let complaint = scope.spawn(|| {
            let mut complaint = String::new();
            drained(stderr, |lines| complaint.push_str(lines));
            complaint
        });
        let mut pause = Duration::from_millis(1);
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if deadline.check().is_ok() && !unwanted.load(Ordering::Relaxed) => std::thread::sleep(pause),
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
        if length.join().unwrap_or_default() > LONGEST {
            return Err(Error::Pdf(format!("it unfolds to more than {LONGEST} bytes of words and places")));
        }
        if status.success() {
            return Ok(());
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

/// Gives `take` what a pipe holds, piece by piece and in whole lines, and returns how long it is.
fn drained(mut pipe: impl std::io::Read, mut take: impl FnMut(&str)) -> u64 {
    let (mut bytes, mut length) = (Vec::new(), 0);
    loop {
        // What was read before an error is still worth having; the exit status tells whether it is all.
        let held = bytes.len();
        let _ = pipe.by_ref().take(PIECE).read_to_end(&mut bytes);
        let is_end = bytes.len() == held;
        length += (bytes.len() - held) as u64;
        // Whoever writes more finds the pipe closed.
        if length > LONGEST {
            return length;
        }
        let new = bytes.get(held..).unwrap_or_default();
        let lines = if is_end { held } else { memchr::memrchr(b'\n', new).map_or(0, |end| held + end + 1) };
        if lines > 0 {
            take(&String::from_utf8_lossy(bytes.get(..lines).unwrap_or_default()));
            bytes.drain(..lines);
        }
        if is_end {
            return length;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Runs a shell in the place of a program of poppler.
    fn shell(script: &str, timeout: Duration) -> Result<String, Error> {
        let mut text = String::new();
        let arguments = ["-c", script];
        let (mut command, wanted) = (Command::new("sh"), AtomicBool::new(false));
        said(command.args(arguments), "-", b"%PDF-", timeout, &wanted, |lines| text.push_str(lines)).map(|()| text)
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
