//! The quotation checker: where the quotations of a text stand in the archive, and every word that was changed.
//!
//! Candidates come from the index, alignment from `wording`. What is found word for word is proved word by word;
//! likeness only ranks what is not. Knows nothing of pages, and keeps nothing of what it is given.

mod article;
mod candidate;
mod evidence;
mod likeness;
mod meaning;
mod naming;
mod passage;
mod placement;
mod quoted;
mod spelling;
mod token;
mod verdict;
mod whole;
mod word_for_word;

use std::ops::Range;

use article::Article;
use evidence::evidence;
use naming::Names;
use passage::Library;
use placement::Placement;
use verdict::{Judgement, NEAREST};
use whole::Whole;

pub use evidence::{Crossing, Gap, Match, Part, Voice};
pub use meaning::Flag;
pub use verdict::Verdict;

use crate::archive::Archive;
use crate::corpus::{Corpus, Date, Level, Release};
use crate::search::Index;

/// How many code points a text may have.
pub const CHARACTERS: usize = 20_000;
/// How many quotation marks a text may have, apostrophes aside.
pub const MARKS: usize = 400;
/// How many code points quotations may have together, those within others counted once more.
pub const NESTED: usize = 3 * CHARACTERS;
/// How many ellipses and brackets that declare changes a text may have.
///
/// Every part between two of them is looked for by itself, and long texts of short parts stand nearly everywhere.
pub const DECLARED: usize = 400;
/// How many places of a quotation are given; one that stands in more is too common to be from any of them.
const PLACES: usize = 50;

/// What the archive can say about the quotations of a text.
#[derive(Debug, Clone)]
pub struct Report {
    /// The quotations in the order of the text; one may lie in another.
    pub quotations: Vec<Quotation>,
    /// What was looked through.
    pub scope: Scope,
}

/// A quotation with its verdict.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// Its byte range in the text.
    pub range: Range<usize>,
    /// What the archive can say about it.
    pub verdict: Verdict,
    /// Where it stands, or what it differs from, oldest first.
    pub matches: Vec<Match>,
    /// In how many places it stands; `matches` holds the first of them.
    pub places: usize,
    /// What is most like it where it was not found, the most alike first; at most three, of three paragraphs in all.
    pub nearest: Vec<Match>,
    /// Where words that it put together with others stand word for word.
    pub elsewhere: Vec<Match>,
    /// The places in [`Corpus::documents`] of documents that the text names near the quotation, none of which has it.
    pub named: Vec<usize>,
}

impl Quotation {
    /// Tells whether quotation marks, dashes, case and inner punctuation agree too, at one of its places.
    #[must_use]
    pub fn typography(&self) -> bool {
        self.matches.iter().any(|found| found.typography)
    }
}

/// What was looked through: a negative is only as good as this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// How many documents hold their text.
    pub documents: usize,
    /// How many paragraphs they have.
    pub paragraphs: usize,
    /// The date of the oldest.
    pub from: Option<Date>,
    /// The date of the newest.
    pub to: Option<Date>,
    /// How many reviewed groups of spellings were taken for one word each.
    pub spellings: usize,
    /// The state of the corpus.
    pub release: Release,
}

impl Scope {
    /// Returns what a check of `corpus` looks through.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let groups = corpus.variants().groups.iter();
        let held = || corpus.documents().iter().filter(|document| document.held());
        Self {
            documents: held().count(),
            paragraphs: held().map(|document| document.paragraphs.len()).sum(),
            from: held().map(|document| document.date).min(),
            to: held().map(|document| document.date).max(),
            spellings: groups.filter(|group| group.level == Level::Spelling).count(),
            release: corpus.release().clone(),
        }
    }
}

/// A text that is longer than what is checked at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// Too many code points.
    #[error("at most {CHARACTERS} characters are checked at once; this text has {0}")]
    Characters(usize),
    /// Too many quotation marks.
    #[error("at most {MARKS} quotation marks are checked at once; this text has {0}")]
    Marks(usize),
    /// Too many quotations within quotations.
    #[error("quotations within quotations are checked up to {NESTED} characters together; these have {0}")]
    Nested(usize),
    /// Too many declared changes.
    #[error("at most {DECLARED} ellipses and square brackets are checked at once; this text has {0}")]
    Declared(usize),
}

/// Checks every quotation of `text`; the whole of it where nothing in it is marked as one, and also where the words
/// outside the marks are the archive's.
///
/// # Errors
///
/// Where the text has more characters, quotation marks, quotations within others or declared changes than are checked
/// at once.
pub fn check(archive: &Archive, text: &str) -> Result<Report, TooMuch> {
    let corpus = archive.corpus();
    let characters = text.chars().count();
    if characters > CHARACTERS {
        return Err(TooMuch::Characters(characters));
    }
    let article = Article::read(text);
    if article.marks > MARKS {
        return Err(TooMuch::Marks(article.marks));
    }
    let nested = article.runs.iter().filter_map(|run| text.get(run.clone())).map(|run| run.chars().count()).sum();
    if nested > NESTED {
        return Err(TooMuch::Nested(nested));
    }
    let declared = quoted::declarations(text).len();
    if declared > DECLARED {
        return Err(TooMuch::Declared(declared));
    }
    let mut checker = Checker { index: archive.index(), library: Library::new(corpus), names: Names::of(corpus), text };
    let mut quotations = Vec::new();
    if let Some(whole) = Whole::of(text, &article.runs)
        && whole.is_likely(&mut checker.library, checker.index, text)
    {
        let judgement = checker.judge(&whole.range);
        if whole.is_quoted(&judgement) {
            quotations.push(checker.quotation(whole.range, &judgement));
        }
    }
    for range in article.runs {
        let judgement = checker.judge(&range);
        quotations.push(checker.quotation(range, &judgement));
    }
    Ok(Report { quotations, scope: Scope::of(corpus) })
}

/// A text being checked.
struct Checker<'a> {
    index: &'a Index,
    library: Library<'a>,
    names: Names,
    text: &'a str,
}

impl Checker<'_> {
    fn judge(&mut self, range: &Range<usize>) -> Judgement {
        let words = article::without_prefixes(self.text.get(range.clone()).unwrap_or_default());
        verdict::judge(&mut self.library, self.index, &words)
    }

    fn quotation(&self, range: Range<usize>, judgement: &Judgement) -> Quotation {
        let show = |placements: &[Placement]| -> Vec<Match> {
            placements.iter().take(PLACES).filter_map(|placement| evidence(&self.library, placement)).collect()
        };
        let matches = show(&judgement.matches);
        let mut named = self.names.near(self.text, &range);
        if matches.is_empty() || matches.iter().any(|found| named.contains(&found.document)) {
            named.clear();
        }
        Quotation {
            range,
            verdict: judgement.verdict,
            places: judgement.matches.len(),
            nearest: few(show(&judgement.nearest)),
            elsewhere: show(&judgement.elsewhere),
            matches,
            named: named.into_iter().collect(),
        }
    }
}

/// Returns the first of some matches, with no more paragraphs in all than there may be matches.
fn few(mut nearest: Vec<Match>) -> Vec<Match> {
    let mut left = NEAREST;
    nearest.retain_mut(|found| {
        // The likest goes on over more paragraphs than that where a quotation says it left out whole pages.
        if left == NEAREST {
            found.parts.truncate(NEAREST);
        }
        let fits = found.parts.len() <= left;
        left -= if fits { found.parts.len() } else { 0 };
        fits
    });
    nearest
}
