//! The quotation checker: where the quotations of a text stand in the archive, and every word that was changed.
//!
//! Candidates come from the index, alignment from `wording`. What is found word for word is proved word by word;
//! likeness only ranks what is not. Knows nothing of pages, and keeps nothing of what it is given.

mod article;
mod candidate;
mod evidence;
mod likeness;
mod limit;
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

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use candidate::Finder;
use evidence::evidence;
use naming::Names;
use passage::Library;
use placement::Placement;
use spelling::Spelling;
use verdict::{Judgement, NEAREST};
use whole::Whole;

pub use evidence::{Crossing, Gap, Match, MatchPart, Subject, Voice};
pub use limit::{CHARACTERS, TooMuch};
pub use meaning::Flag;
pub use verdict::Verdict;

use crate::archive::Archive;
use crate::corpus::{Corpus, Date, DocumentPlace, Level, ParagraphPlace, Release};

/// How many places of a quotation are given; one that stands in more is too common to be from any of them.
const PLACES: usize = 50;
/// How many places are given of all quotations of a text together, at least one of each: an answer that is longer than
/// what was asked is not read.
const ALL_PLACES: usize = 60;

/// What is called near a quotation has at least this share of words in common with it: with less, most are others.
const NEAR: f64 = 0.5;

/// What the archive can say about the quotations of a text.
#[derive(Debug, Clone)]
pub struct Report {
    /// The quotations in the order of the text; one may lie in another.
    pub quotations: Vec<Quotation>,
    /// What was looked through.
    pub scope: CheckedScope,
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
    /// Where it was not found: paragraphs on its subject, the first of a search for its rarer words; at most three.
    pub subject: Vec<Subject>,
    /// Where it was not found: records on its subject.
    pub records: Vec<DocumentPlace>,
    /// Where words that it put together with others stand word for word.
    pub elsewhere: Vec<Match>,
    /// Documents that the text names near the quotation, none of which has it.
    pub named: Vec<DocumentPlace>,
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
pub struct CheckedScope {
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

impl CheckedScope {
    /// Returns what a check of `corpus` looks through.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let groups = corpus.variants().groups.iter();
        let held = || corpus.places().filter(|(_, document)| document.held());
        Self {
            documents: corpus.works(held().map(|(place, _)| place)),
            paragraphs: held().map(|(_, document)| document.paragraphs.len()).sum(),
            from: held().map(|(_, document)| document.date).min(),
            to: held().map(|(_, document)| document.date).max(),
            spellings: groups.filter(|group| group.level == Level::Spelling).count(),
            release: corpus.release().clone(),
        }
    }
}

/// What a check needs to know of a corpus and no text changes.
struct Known {
    names: Names,
    spelling: Spelling,
    scope: CheckedScope,
}

impl Known {
    fn of(archive: &Archive) -> Self {
        let corpus = archive.corpus();
        Self { names: Names::of(corpus), spelling: Spelling::new(corpus.variants()), scope: CheckedScope::of(corpus) }
    }
}

/// Checks every quotation of `text`; the whole of it where nothing in it is marked as one, and also where the words
/// outside the marks are the archive's.
///
/// # Errors
///
/// Where the text has more characters, quotation marks, quotations within others or declared changes than are checked
/// at once.
pub fn check(archive: &Archive, text: &str) -> Result<Report, TooMuch> {
    let article = limit::read(text)?;
    let known = archive.derived(Known::of);
    let library = Library::new(archive.corpus(), &known.spelling);
    let most = (ALL_PLACES / article.runs.len().max(1)).clamp(1, PLACES);
    let mut reading = Checker { known: &known, finder: Finder::new(archive.index()), library, text, most };
    let mut quotations = Vec::new();
    if let Some(whole) = Whole::of(text, &article.runs)
        && whole.is_likely(&mut reading.library, &mut reading.finder, text)
    {
        let judgement = reading.judge(&whole.range);
        if whole.is_quoted(&judgement) {
            quotations.push(reading.quotation(whole.range, &judgement));
        }
    }
    for range in article.runs {
        let judgement = reading.judge(&range);
        quotations.push(reading.quotation(range, &judgement));
    }
    Ok(Report { quotations, scope: known.scope.clone() })
}

/// A text being checked.
struct Checker<'a> {
    known: &'a Known,
    finder: Finder<'a>,
    library: Library<'a>,
    text: &'a str,
    /// How many places are given of a quotation.
    most: usize,
}

impl Checker<'_> {
    fn judge(&mut self, range: &Range<usize>) -> Judgement {
        let words = article::without_prefixes(self.text.get(range.clone()).unwrap_or_default());
        verdict::judge(&mut self.library, &mut self.finder, &words)
    }

    fn quotation(&self, range: Range<usize>, judgement: &Judgement) -> Quotation {
        let show = |placements: &[Placement]| -> Vec<Match> {
            placements.iter().take(self.most).filter_map(|placement| evidence(&self.library, placement)).collect()
        };
        let matches = show(&judgement.matches);
        let mut nearest = show(&judgement.nearest);
        nearest.retain(|found| found.similarity >= NEAR);
        let mut named = BTreeSet::new();
        if !matches.is_empty() {
            named = self.known.names.near(self.library.corpus, self.text, &range);
        }
        if matches.iter().any(|found| named.contains(&found.document)) {
            named.clear();
        }
        let words = self.text.get(range.clone()).unwrap_or_default();
        let few = self.most.min(NEAREST);
        Quotation {
            range,
            verdict: judgement.verdict,
            places: judgement.matches.len(),
            subject: self.on_subject(&judgement.subject, &nearest, words).into_iter().take(few).collect(),
            nearest: first(nearest),
            records: match judgement.verdict {
                Verdict::NotFound => self.finder.records(words, few),
                _ => Vec::new(),
            },
            elsewhere: show(&judgement.elsewhere),
            matches,
            named: named.into_iter().collect(),
        }
    }

    /// Returns what is to be shown of paragraphs on the subject of a quotation, less those that are near to it.
    fn on_subject(&self, places: &[ParagraphPlace], nearest: &[Match], words: &str) -> Vec<Subject> {
        let words: HashSet<String> = token::tokens(words).into_iter().map(|token| token.word).collect();
        let has = |found: &Match, place: &ParagraphPlace| {
            found.document == place.document && found.parts.iter().any(|part| part.paragraph == place.paragraph)
        };
        let others = places.iter().filter(|place| !nearest.iter().any(|found| has(found, place)));
        others.filter_map(|place| evidence::subject(&self.library, *place, &words)).collect()
    }
}

/// Returns the first of some matches, with no more paragraphs in all than there may be matches.
fn first(mut nearest: Vec<Match>) -> Vec<Match> {
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
