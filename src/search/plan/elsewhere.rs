//! What a search without this program needs of the index: every word with its places, and for each word of a query what
//! stands for it. The planner itself says so, so that whoever searches elsewhere widens as it does.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Demand;
use super::planner::{Planner, are_inflections};
use crate::corpus::DocumentPlace;
use crate::search::analysis::{self, Inflections, STOP_WORDS, TextLanguage, script, shown};
use crate::search::index::Index;
use crate::search::index::shard::{Detail, Shard, class_length};
use crate::search::index::{Sort, sound};
use crate::search::language::{FieldName, Node, Query, Style, Term};

/// What stands for a word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// Sequences of words, each place with all words that count there; single words first.
    pub paths: Vec<Vec<Vec<String>>>,
    /// Words made of the same, which make no hit.
    pub related: Vec<String>,
    /// The words of texts in other languages that are written so.
    pub same: Vec<String>,
    /// Whether it stands for none in texts in English, for its accents.
    pub only_elsewhere: bool,
}

/// Where a word stands in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InParagraph {
    /// The paragraph, counted through the corpus.
    pub paragraph: u32,
    /// The places of the word among its words.
    pub places: Vec<u32>,
}

/// A group of spellings as a list of them has it.
#[derive(Debug, Clone)]
pub struct Spellings {
    /// The forms: their words, as written, and whether the corpus has them.
    pub forms: Vec<(Vec<String>, String, bool)>,
    /// Whether each stands for every other, or the first for the rest alone.
    pub both_ways: bool,
    /// Whether a form counts only as it is capitalised.
    pub capitals: bool,
}

/// A property of documents: its values with their labels, and the values of every document.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its name in queries.
    pub name: &'static str,
    /// The values as addresses write them, with the words for them.
    pub values: Vec<(String, String)>,
    /// For every document the places of its values.
    pub of_documents: Vec<Vec<u32>>,
}

impl Index {
    /// Returns every word in order: in how many texts it stands, what is said of records among them, and where it stands in
    /// paragraphs.
    pub fn each_word(&self) -> impl Iterator<Item = (&str, u32, Vec<InParagraph>)> {
        self.dictionary.beginning("").map(|entry| {
            let mut found = Vec::with_capacity(entry.texts as usize);
            for shard in &self.shards {
                if let Some(mut list) = sound(shard.postings(entry.word, Detail::Places)) {
                    shard.each_posting(&mut list, |text, places| {
                        found.push(InParagraph { paragraph: shard.paragraph(text).number(), places });
                    });
                }
            }
            (entry.word, entry.texts, found)
        })
    }

    /// Returns how long every paragraph is, in words as the order of hits counts them, and how long they are on average.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the precision of an average does not change an order")]
    pub fn lengths(&self) -> (Vec<u32>, f32) {
        let of_shard = |shard: &Shard| -> Vec<u32> {
            (0..shard.texts()).map(|text| class_length(shard.length_class(text))).collect()
        };
        (self.shards.iter().flat_map(of_shard).collect(), self.words() as f32 / self.paragraphs().max(1) as f32)
    }

    /// Returns every word of a title in order, with the documents that have it there.
    #[must_use]
    pub fn title_words(&self) -> BTreeMap<&str, &[DocumentPlace]> {
        self.titles.words()
    }

    /// Returns the rank of every document newest first, and by title.
    #[must_use]
    pub fn ranks(&self) -> [Vec<u32>; 2] {
        [Sort::Newest, Sort::Document]
            .map(|sort| self.catalogue.documents().filter_map(|document| self.catalogue.rank(sort, document)).collect())
    }

    /// Returns the properties of documents, but for what paragraphs mention.
    #[must_use]
    pub fn properties(&self) -> Vec<Property> {
        let of = |name: FieldName| {
            let column = self.catalogue.column(name)?;
            let values = column.values.iter().zip(column.labels.iter());
            Some(Property {
                name: name.name(),
                values: values.map(|(value, label)| (value.to_owned(), label.to_owned())).collect(),
                of_documents: self
                    .catalogue
                    .documents()
                    .map(|document| column.of_document(document).to_vec())
                    .collect(),
            })
        };
        FieldName::ALL.into_iter().filter(|name| *name != FieldName::Mentions).filter_map(of).collect()
    }

    /// Returns the groups of spellings that are applied, and of how many words the longest form of any group is.
    #[must_use]
    pub fn spellings(&self) -> (Vec<Spellings>, usize) {
        let groups = self.widening.groups_applied().into_iter().map(|(forms, both_ways, capitals)| Spellings {
            forms: forms.into_iter().map(|form| (form.words, form.written, form.is_there)).collect(),
            both_ways,
            capitals,
        });
        (groups.collect(), self.widening.longest())
    }

    /// Returns the languages of texts that write a shortened word together with the next, and these words.
    #[must_use]
    pub fn elisions(&self) -> Vec<(String, &'static [&'static str])> {
        let eliding = self.dictionary.others.iter().map(|words| words.language).filter(|language| language.elides());
        eliding.map(|language| (language.subtag().to_owned(), language.elisions())).collect()
    }

    /// Returns the words that texts in English write with accents, where there are texts in other languages.
    #[must_use]
    pub fn accented(&self) -> Vec<&str> {
        let mut accented: Vec<&str> = self.dictionary.accented.iter().map(AsRef::as_ref).collect();
        accented.sort_unstable();
        accented
    }

    /// Calls `each` with every text that a query of one word may have, and what stands for it. Those are the words of the
    /// corpus, those of its spellings, and inflections that the corpus lacks.
    pub fn each_stand(&self, mut each: impl FnMut(&str, Stands)) {
        let nothing = Query::read("");
        let mut planner = Planner::new(self, &nothing);
        for typed in self.askable() {
            if let Some(stands) = planner.elsewhere(&typed) {
                each(&typed, stands);
            }
        }
    }

    /// Calls `each` with several words that are listed spellings together, and the sequences that stand for them besides.
    pub fn each_group(&self, mut each: impl FnMut(&[String], Vec<Vec<String>>)) {
        let nothing = Query::read("");
        let mut planner = Planner::new(self, &nothing);
        for words in self.widening.several() {
            let mut others = planner.relatives(&words, "");
            others.retain(|other| other.len() != words.len() || !are_inflections(other, &words));
            if !others.is_empty() {
                each(&words, others);
            }
        }
    }

    /// Returns what a query of one word may be, sorted.
    fn askable(&self) -> Vec<String> {
        let mut askable: Vec<String> = Vec::new();
        for entry in self.dictionary.beginning("") {
            let (language, _) = TextLanguage::divide(entry.word);
            let word = shown(entry.word);
            askable.push(word.to_owned());
            if language.is_english() {
                askable.extend(inflected(word));
            } else {
                askable.push(analysis::plain(word));
                // In a sequence, what begins a run of signs is told from what is inside one.
                let own = TextLanguage::divide(entry.word).1;
                askable.extend((own != word).then(|| own.to_owned()));
            }
        }
        let word = |place: u32| self.dictionary.at(place as usize).word;
        askable.extend(self.dictionary.others.iter().flat_map(|words| words.askable(word)));
        for (typed, word) in self.widening.singles() {
            askable.extend(inflected(&word));
            askable.extend([typed, word]);
        }
        askable.sort_unstable();
        askable.dedup();
        askable
    }
}

/// Returns all that the rules of inflection make of what they take a word back to, most of them words of no text.
fn inflected(word: &str) -> Vec<String> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let inflections = Inflections::of(word);
    let mut all = inflections.words;
    for base in inflections.bases {
        for (ending, others) in [("e", ["ed", "ing"]), ("y", ["ies", "ied"]), ("ie", ["ying", "ies"])] {
            if let Some(short) = base.strip_suffix(ending) {
                all.extend(others.map(|other| format!("{short}{other}")));
            }
        }
        let last = base.chars().next_back().unwrap_or_default();
        all.extend(["s", "es", "ed", "ing"].map(|ending| format!("{base}{ending}")));
        if !"aeiouy".contains(last) {
            all.extend(["ed", "ing"].map(|ending| format!("{base}{last}{ending}")));
        }
        all.push(base);
    }
    all
}

impl Planner<'_> {
    /// Returns what stands for a text of one word; nothing where no text has any of it.
    fn elsewhere(&mut self, typed: &str) -> Option<Stands> {
        let (same, counts_in_english) = self.same_elsewhere(typed);
        let same: Vec<String> = same.into_iter().map(String::from).collect();
        if script::is_beginning(typed) {
            let (paths, related) = (Vec::new(), Vec::new());
            return Some(Stands { paths, related, same, only_elsewhere: !counts_in_english });
        }
        let query = Query::read(typed);
        let Some(Node::Term(term)) = &query.root else { return None };
        let [word] = term.words.as_slice() else { return None };
        if term.style != Style::Word {
            return None;
        }
        let (mut paths, _) = self.widened(term, Demand::All);
        let (_, scored) = self.widened(term, Demand::Any);
        // A word that no text has finds nothing; without it what stands for many words is the same.
        let is_known = |word: &String| self.index.dictionary.texts(word) > 0;
        paths.iter_mut().flatten().for_each(|words| words.retain(is_known));
        let own: Vec<&String> = paths.first().into_iter().flatten().flatten().collect();
        let is_other = |other: &String| is_known(other) && !own.contains(&other);
        let related: Vec<String> = scored.into_iter().filter(is_other).collect();
        let known = paths.iter().any(|path| path.iter().all(|words| !words.is_empty())) || !related.is_empty();
        let is_plain = paths.len() == 1 && own == [word] && related.is_empty() && same.is_empty();
        (known && !is_plain).then_some(Stands { paths, related, same, only_elsewhere: !counts_in_english })
    }

    /// Returns the sequences that stand for a word, and the words by which it is scored.
    fn widened(&mut self, term: &Term, demand: Demand) -> (Vec<Vec<Vec<String>>>, Vec<String>) {
        self.demand = demand;
        self.slips = usize::MAX;
        self.stands.clear();
        let standing = self.standing_of(term);
        let listed = |set: &usize| -> Vec<String> {
            self.sets.get(*set).map_or_else(Vec::new, |set| set.words.iter().map(|word| word.to_string()).collect())
        };
        let paths = standing.paths.iter().map(|path| path.iter().map(listed).collect()).collect();
        (paths, standing.scored.as_ref().map_or_else(Vec::new, listed))
    }
}

/// Returns how a word of the index is written without accents, if it is of another language than English.
#[must_use]
pub fn plain_elsewhere(word: &str) -> Option<String> {
    let (language, own) = TextLanguage::divide(word);
    (!language.is_english()).then(|| analysis::plain(own))
}

/// Returns the words that are too common to weigh anything in the order of hits.
#[must_use]
pub fn common_words() -> &'static [&'static str] {
    &STOP_WORDS
}

/// Returns the words of a text as search has them but for the mark of their language, with the bytes that each is.
#[must_use]
pub fn words_of(text: &str, language: &str) -> Vec<(String, Range<usize>)> {
    let folded = analysis::folded(text);
    let language = TextLanguage::of(language);
    let own = |word: &str| TextLanguage::divide(word).1.to_owned();
    analysis::each_word(&folded, language).map(|(word, range)| (own(&word), range)).collect()
}
