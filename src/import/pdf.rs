//! PDF to blocks: poppler gives the words with their places; lines, columns and paragraphs are made of them here.
//!
//! Knows pages, not texts: what a line is, is told by where it stands, how it is set, and what repeats.

mod assembly;
mod column;
mod direction;
mod furniture;
mod heading;
mod join;
mod line;
mod look;
mod marker;
mod note;
mod paragraph;
mod poppler;
mod run;
mod title;
mod trust;
mod turned;
mod usual;
mod word;

use std::time::{Duration, Instant};

use super::{Error, Reading};

/// Pages with more words than this are made, not written.
const MOST_WORDS: usize = 20_000;

/// Reads a PDF file; neither poppler nor what is made of its words may take longer than `timeout`.
pub(super) fn read(pdf: &[u8], timeout: Duration) -> Result<Reading, Error> {
    let account = poppler::account(pdf, timeout)?;
    let begun = Instant::now();
    let mut words = word::words(&account.words);
    if words.pages.iter().any(|page| page.words.len() > MOST_WORDS) {
        return Err(Error::Pdf(format!("a page of it has more than {MOST_WORDS} words")));
    }
    run::set_type(&mut words.pages, &account.runs);
    if let Some(why) = trust::garbled(&words.pages) {
        return Err(Error::Garbled(why));
    }
    let in_time = || begun.elapsed() < timeout;
    let mut reading = assembly::reading(words.pages, &in_time).ok_or(Error::Endless(timeout.as_secs()))?;
    reading.title = words.title;
    reading.heading = title::take(&mut reading.blocks);
    Ok(reading)
}

#[cfg(test)]
mod tests {
    use super::super::timeout::TIMEOUT;
    use super::*;

    #[test]
    fn what_is_no_pdf_is_told() {
        let told = read(b"%PDF-1.4 no", TIMEOUT);
        let words_of_poppler =
            |told: &Error| matches!(told, Error::Pdf(why) if why.contains("xref") || why.contains("trailer"));
        assert!(
            told.as_ref().is_err_and(|told| matches!(told, Error::NoPoppler) || words_of_poppler(told)),
            "{told:?}"
        );
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
