//! The spans of a query in one text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::evaluator::{Evaluator, Occurrences};
use super::stretch::Interval;
use crate::corpus::{ByDocument, DocumentPlace, Number, Paragraph};
use crate::search::analysis::{TextLanguage, each_word, folded};
use crate::search::plan::Plan;

/// The words of one text, as a plan's sets find them.
struct InText<'a> {
    places: Vec<Vec<u32>>,
    plan: &'a Plan,
    document: DocumentPlace,
    /// The number of the paragraph; nothing where the text is none.
    number: Option<Number>,
}

/// What was found in a text, in bytes and in order.
pub(crate) struct Marked {
    /// The words and phrases.
    pub(crate) spans: Vec<Range<usize>>,
    /// The places where the query is met, each with one span of it or more.
    pub(crate) stretches: Vec<Range<usize>>,
}

/// Finds the spans of one plan in many texts.
pub(crate) struct Marker {
    plan: Plan,
    /// For every word of the plan, the sets it is in.
    sets_of: HashMap<Box<str>, Vec<usize>>,
    /// The lengths in bytes of the words of the plan, as bits: most words of a text are of another length.
    lengths: u64,
    /// The language of every document.
    languages: Arc<ByDocument<TextLanguage>>,
}

impl Marker {
    pub(crate) fn of(plan: Plan, languages: &Arc<ByDocument<TextLanguage>>) -> Self {
        let mut sets_of: HashMap<Box<str>, Vec<usize>> = HashMap::new();
        for (number, set) in plan.sets.iter().enumerate() {
            for word in &set.words {
                sets_of.entry(word.clone()).or_default().push(number);
            }
        }
        let lengths = sets_of.keys().fold(0, |lengths, word| lengths | length(word));
        Self { plan, sets_of, lengths, languages: languages.clone() }
    }

    /// Returns the plan.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns the spans of the plan in a paragraph of a document; nothing if it is no hit.
    pub(crate) fn spans_in(&self, document: DocumentPlace, paragraph: &Paragraph) -> Option<Vec<Range<usize>>> {
        let (words, mut evaluator) = self.hit(document, Some(paragraph.number), &paragraph.text)?;
        Some(in_bytes(&words, &evaluator.marks()))
    }

    /// Returns the spans of the plan in a text that is no paragraph by itself, and so mentions nothing.
    pub(crate) fn spans(&self, document: DocumentPlace, text: &str) -> Option<Vec<Range<usize>>> {
        let (words, mut evaluator) = self.hit(document, None, text)?;
        Some(in_bytes(&words, &evaluator.marks()))
    }

    /// Returns all that was found in a paragraph; nothing if it is no hit.
    pub(crate) fn mark_in(&self, document: DocumentPlace, paragraph: &Paragraph) -> Option<Marked> {
        Some(Self::marked(self.hit(document, Some(paragraph.number), &paragraph.text)?))
    }

    /// Returns all that was found in a text that is no paragraph by itself.
    pub(crate) fn mark(&self, document: DocumentPlace, text: &str) -> Option<Marked> {
        Some(Self::marked(self.hit(document, None, text)?))
    }

    fn marked((words, mut evaluator): (Vec<Range<usize>>, Evaluator<'_, InText<'_>>)) -> Marked {
        let spans = in_bytes(&words, &evaluator.marks());
        let stretches: Vec<Interval> = evaluator.stretches().iter().map(|it| (it.from, it.to)).collect();
        Marked { spans, stretches: in_bytes(&words, &stretches) }
    }

    /// Returns the words of a text with what finds the plan among them; nothing if it is no hit.
    fn hit(
        &self,
        document: DocumentPlace,
        number: Option<Number>,
        text: &str,
    ) -> Option<(Vec<Range<usize>>, Evaluator<'_, InText<'_>>)> {
        let folded = folded(text);
        let language = *self.languages.get(document)?;
        let mut places = vec![Vec::new(); self.plan.sets.len()];
        let mut ranges = Vec::new();
        for ((word, range), place) in each_word(&folded, language).zip(0_u32..) {
            ranges.push(range);
            if length(&word) & self.lengths == 0 {
                continue;
            }
            for set in self.sets_of.get(word.as_ref()).into_iter().flatten() {
                if let Some(places) = places.get_mut(*set) {
                    places.push(place);
                }
            }
        }
        let mut evaluator = Evaluator::new(&self.plan, InText { places, plan: &self.plan, document, number });
        evaluator.is_hit().then_some((ranges, evaluator))
    }
}

/// Returns the length of a word as a bit.
fn length(word: &str) -> u64 {
    1 << word.len().min(63)
}

impl Occurrences for InText<'_> {
    fn count(&mut self, set: usize) -> u32 {
        self.places.get(set).map_or(0, |places| u32::try_from(places.len()).unwrap_or(u32::MAX))
    }

    fn places(&mut self, set: usize, places: &mut Vec<u32>) {
        places.extend_from_slice(self.places.get(set).map_or(&[][..], Vec::as_slice));
    }

    fn effort(&self) -> u64 {
        0
    }

    fn document(&self) -> Option<DocumentPlace> {
        Some(self.document)
    }

    fn is_among(&self, paragraphs: usize) -> bool {
        let number = self.number.zip(self.plan.paragraphs.get(paragraphs));
        number.is_some_and(|(number, set)| set.has_number(self.document, number))
    }
}

/// Returns intervals of words as byte ranges; two words of one character, as in `½`, are one range.
fn in_bytes(words: &[Range<usize>], intervals: &[Interval]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (from, to) in intervals {
        let words = words.get(*from as usize..*to as usize).unwrap_or_default();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        match spans.last_mut() {
            Some(before) if first.start < before.end => before.end = before.end.max(last.end),
            _ => spans.push(first.start..last.end),
        }
    }
    spans
}
