//! PDF to blocks: poppler gives the words with their places; lines, columns and paragraphs are made of them here.
//!
//! Knows pages, not texts: what a line is, is told by where it stands, how it is set, and what repeats.

mod assembly;
mod column;
mod direction;
mod furniture;
mod glued;
mod initial;
mod join;
mod line;
mod look;
mod margin;
mod note;
mod paragraph;
mod poppler;
mod run;
mod trust;
mod turned;
mod usual;
mod word;

use std::time::Duration;

use self::word::Words;
use super::block::first_words;
use super::deadline::Deadline;
use super::text::headings_alone;
use super::{Error, Reading, title};

/// Pages with more words than this are made, not written.
const MOST_WORDS: usize = 20_000;

/// Reads a PDF file; neither poppler nor what is made of its words may take longer than `timeout`.
pub(super) fn read(pdf: &[u8], timeout: Duration) -> Result<Reading, Error> {
    let trusted =
        |words: &Words| words.pages.iter().any(|page| !page.words.is_empty()) && trust::garbled(&words.pages).is_none();
    let (mut words, typeset) = poppler::account(pdf, timeout, trusted).map_err(|error| match error {
        Error::Pdf(why) if is_cut(pdf) => Error::Pdf(format!("{why}; the file ends before its end")),
        error => error,
    })?;
    let deadline = Deadline::after(timeout);
    if words.pages.iter().any(|page| page.words.len() > MOST_WORDS) {
        return Err(Error::Pdf(format!("a page of it has more than {MOST_WORDS} words")));
    }
    if let Some(why) = trust::garbled(&words.pages) {
        return Err(Error::Garbled(why));
    }
    run::set_type(&mut words.pages, typeset);
    glued::part(&mut words.pages);
    let ligature = direction::with_turned_ligature(&words.pages);
    let mut reading = assembly::reading(words.pages, &deadline)?;
    if let Some(word) = words.guessed {
        reading.doubt(format!(
            "signs that the file maps to no letters, or to other ones, were left out or read as the \
             ligatures that programs write so, first in `{word}`"
        ));
    }
    if let Some(word) = ligature {
        reading.doubt(format!(
            "the file has the letters of a ligature the wrong way round: put right at the beginning of words, as in \
             `{word}`, and perhaps not within them"
        ));
        let within: Vec<String> = (reading.blocks.iter().filter(|block| block.kept()))
            .filter_map(|block| {
                let odd = direction::with_ligature_within(&block.text)?;
                let beginning = first_words(&block.text);
                Some(format!("letters of a ligature may stand the wrong way round, as in `{odd}`, in `{beginning}`"))
            })
            .collect();
        within.into_iter().for_each(|doubt| reading.doubt(doubt));
    }
    for line in headings_alone(&mut reading.blocks) {
        reading.doubt(format!("stands alone in a line, and was taken as a heading: `{line}`"));
    }
    reading.title = words.title;
    reading.heading = title::take(&mut reading.blocks);
    Ok(reading)
}

/// Tells a file without the mark that ends it, such as a download that broke off.
fn is_cut(pdf: &[u8]) -> bool {
    let end = pdf.get(pdf.len().saturating_sub(2048)..).unwrap_or(pdf);
    !end.windows(5).any(|window| window == b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::super::deadline::TIMEOUT;
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
        let cut = |told: &Error| matches!(told, Error::NoPoppler) || told.to_string().ends_with("ends before its end");
        assert!(told.as_ref().is_err_and(cut), "{told:?}");
    }
}
