//! PDF to blocks: poppler's `pdftotext` gives lines with their places; paragraphs are made of the lines.
//!
//! Knows pages, not texts: page numbers, running heads, footnotes, hyphens at line ends and ligatures are told by place,
//! size and repetition.

mod join;
mod line;
mod page;

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::timeout::within;
use super::{Error, Reading};

/// The longest layout that is read: some 600,000 words, each with its place.
const LONGEST: u64 = 64 << 20;

/// Reads a PDF file; neither poppler nor what is made of its lines may take longer than `timeout`.
pub(super) fn read(pdf: &[u8], timeout: Duration) -> Result<Reading, Error> {
    let layout = layout(pdf, timeout)?;
    within(timeout, move || {
        let (title, mut lines) = line::lines(&layout);
        page::sort_out(&mut lines);
        let mut reading = join::reading(&lines);
        reading.title = title;
        reading
    })
}

/// Returns what `pdftotext -bbox-layout` says of a file: every word with its place on the page.
fn layout(pdf: &[u8], timeout: Duration) -> Result<String, Error> {
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
                Ok(None) if begun.elapsed() < timeout => std::thread::sleep(Duration::from_millis(5)),
                _ => break None,
            }
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
        let said = said.join().unwrap_or_default();
        Err(Error::Pdf(said.lines().next().unwrap_or("it cannot be read").to_owned()))
    })
}

fn drained(pipe: impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    // What was read before an error is still worth having; the exit status tells whether it is all. Whoever writes
    // more finds the pipe closed.
    let _ = pipe.take(LONGEST + 1).read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::timeout::TIMEOUT;
    use super::*;

    #[test]
    fn what_is_no_pdf_is_told() {
        assert!(matches!(read(b"%PDF-1.4 no", TIMEOUT), Err(Error::Pdf(_) | Error::NoPoppler)));
    }

    #[test]
    fn forms_in_forms_without_end_are_given_up() {
        let mut pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
            2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
            3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R \
            /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n\
            4 0 obj\n<< /Length 5 >>\nstream\n/X Do\nendstream\nendobj\n"
            .to_owned();
        for number in 5..45 {
            pdf.push_str(&format!(
                "{number} 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11 \
                 /Resources << /XObject << /X {} 0 R >> >> >>\nstream\n/X Do /X Do\nendstream\nendobj\n",
                number + 1
            ));
        }
        pdf.push_str("trailer\n<< /Size 45 /Root 1 0 R >>\n%%EOF\n");
        let endless = read(pdf.as_bytes(), Duration::from_millis(500));
        assert!(matches!(endless, Err(Error::Endless(_) | Error::NoPoppler)), "{endless:?}");
    }
}
