//! PDF to blocks: poppler's `pdftotext` gives lines with their places; paragraphs are made of the lines.
//!
//! Knows pages, not texts: page numbers, running heads, footnotes, hyphens at line ends and ligatures are told by place,
//! size and repetition.

mod join;
mod line;
mod page;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Error, Reading};

/// No honest declaration takes longer to read than this.
const PATIENCE: Duration = Duration::from_secs(120);

/// Reads a PDF file.
pub(super) fn read(pdf: &[u8]) -> Result<Reading, Error> {
    let layout = layout(pdf)?;
    let (title, mut lines) = line::lines(&layout);
    page::sort_out(&mut lines);
    let mut reading = join::reading(&lines);
    reading.title = title;
    Ok(reading)
}

/// Returns what `pdftotext -bbox-layout` says of a file: every word with its place on the page.
fn layout(pdf: &[u8]) -> Result<String, Error> {
    let mut child = Command::new("pdftotext")
        .args(["-bbox-layout", "-enc", "UTF-8", "-q", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::NoPoppler,
            _ => Error::Pdf(error.to_string()),
        })?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(Error::Pdf("no pipes to `pdftotext`".into()));
    };
    std::thread::scope(|scope| {
        // It may end before it has read everything, and then says why itself.
        scope.spawn(move || stdin.write_all(pdf));
        let text = scope.spawn(|| drained(stdout));
        let said = scope.spawn(|| drained(stderr));
        let begun = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
                _ => break None,
            }
        };
        let Some(status) = status else {
            // Killing fails where it has ended in between, which is as well.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::Pdf(format!("`pdftotext` was not done after {} s", PATIENCE.as_secs())));
        };
        let text = text.join().unwrap_or_default();
        if status.success() {
            return Ok(text);
        }
        let said = said.join().unwrap_or_default();
        Err(Error::Pdf(said.lines().next().unwrap_or("it cannot be read").to_owned()))
    })
}

fn drained(mut pipe: impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is still worth having; the exit status tells whether it is all.
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_is_told() {
        assert!(matches!(read(b"%PDF-1.4 no"), Err(Error::Pdf(_) | Error::NoPoppler)));
    }
}
