//! The pictures drawn since the release began, and the fonts that they are drawn with.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use lru::LruCache;
use resvg::usvg::fontdb;
use skrifa::charmap::Charmap;
use skrifa::{FontRef, MetadataProvider};

use super::error::Error;
use crate::corpus::{Document, Paragraph, Release, Target};
use crate::wording;

/// The serif, for the words of texts.
pub(crate) const SERIF: [&[u8]; 1] = [include_bytes!("../../static/fonts/source-serif.ttf")];
/// The sans, for everything said about them, with the serif for Greek and Cyrillic, which it lacks.
pub(crate) const SANS: [&[u8]; 2] = [include_bytes!("../../static/fonts/public-sans.ttf"), SERIF[0]];

/// Pictures kept at most, some 60 KB each.
const KEPT: NonZeroUsize = NonZeroUsize::new(512).expect("it is not 0");

/// The pictures of one release, by the paragraph or document that each shows; the one asked for longest ago goes for
/// one too many.
pub(crate) struct Pictures {
    fonts: Arc<fontdb::Database>,
    drawn: Mutex<Drawn>,
}

struct Drawn {
    release: Option<Release>,
    pictures: LruCache<Target, Bytes>,
}

impl Pictures {
    /// Returns no pictures, with the archive's fonts read.
    pub(crate) fn new() -> Self {
        let mut fonts = fontdb::Database::new();
        for file in SANS {
            fonts.load_font_data(file.to_vec());
        }
        let drawn = Mutex::new(Drawn { release: None, pictures: LruCache::new(KEPT) });
        Self { fonts: Arc::new(fonts), drawn }
    }

    /// Returns the fonts that pictures are drawn with.
    pub(crate) fn fonts(&self) -> Arc<fontdb::Database> {
        Arc::clone(&self.fonts)
    }

    /// Returns the picture of a paragraph or a document, drawn where none is kept.
    pub(crate) fn get_or_draw(
        &self,
        release: &Release,
        of: &Target,
        draw: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<Bytes, Error> {
        let drawn = || self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(picture) = drawn().of(release).get(of) {
            return Ok(picture.clone());
        }
        let picture = Bytes::from(draw()?);
        drawn().of(release).put(of.clone(), picture.clone());
        Ok(picture)
    }
}

impl Drawn {
    /// Returns the pictures of a release, without those of one before.
    fn of(&mut self, release: &Release) -> &mut LruCache<Target, Bytes> {
        if self.release.as_ref() != Some(release) {
            self.release = Some(release.clone());
            self.pictures.clear();
        }
        &mut self.pictures
    }
}

/// Tells whether a paragraph, or a document, has a card: not where the fonts lack letters of what it would print.
pub(crate) fn has_card(document: &Document, paragraph: Option<&Paragraph>) -> bool {
    let words = paragraph.map_or(&*document.title, |paragraph| &paragraph.text);
    // A paragraph can be called by its heading.
    let called = paragraph.map(|paragraph| document.called(paragraph)).unwrap_or_default();
    let place = document.place.as_deref().unwrap_or_default();
    let said = [words, &document.issuer, document.name(), place, &called];
    let letters = || said.iter().flat_map(|text| text.chars()).filter(|letter| !letter.is_ascii());
    if letters().next().is_none() {
        return true;
    }
    let fonts: Vec<Charmap<'_>> =
        SANS.iter().filter_map(|file| FontRef::new(file).ok()).map(|font| font.charmap()).collect();
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control() || wording::is_invisible(letter);
    letters().all(|letter| is_blank(letter) || fonts.iter().any(|font| font.map(letter).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{self, Files};

    #[test]
    fn one_picture_too_many_takes_the_place_of_the_oldest_alone() {
        let corpus = corpus::load(&Files::Embedded).expect("it loads");
        let (pictures, release) = (Pictures::new(), corpus.release());
        let document = &corpus.documents()[0].id;
        let id = |number: usize| Target::Paragraph(format!("{document}/p/{number}").parse().expect("an id"));
        let drawn = |number: usize| {
            let mut drawn = false;
            let draw = || {
                drawn = true;
                Ok(vec![0])
            };
            pictures.get_or_draw(release, &id(number), draw).expect("it is drawn");
            drawn
        };
        let most = KEPT.get();
        assert!((1..=most + 1).all(drawn), "each for the first time");
        assert!(!drawn(most + 1) && !drawn(2), "the newest and the second oldest are kept");
        assert!(drawn(1) && drawn(3), "the oldest is not, nor after it the next, whose place it took");
        assert!(!drawn(2), "what was asked for again is kept");
    }
}
