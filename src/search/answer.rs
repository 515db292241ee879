//! The answer to a request: hits with their spans, what is told about them, and what else could be asked.
//!
//! A query is read once and planned by one planner, and the lists of its words are opened once; every part of the
//! answer takes what is there.

mod absence;
mod alternative;
mod candidate;
mod compound;
mod concordance;
mod excerpt;
mod explanation;
mod feedback;
mod forms;
mod overlap;
mod record;
mod suggestion;
mod usage;

pub use self::concordance::{Concordance, ConcordanceLine, LineOrder, concordance, right_neighbours};
pub use self::excerpt::{Excerpt, Fragment, excerpt, fragments};
pub(crate) use self::feedback::shared_words;
pub use self::record::Described;
pub use self::suggestion::{Suggested, Suggestion};
pub use self::usage::{Among, Beside, Broken, FormCount, InHeading, Sameness, Struck, Usage, Uses};

use std::ops::Range;

use crate::corpus::{ByDocument, Corpus, DocumentPlace, Paragraph, ParagraphPlace};
use crate::search::index::catalogue::{self, DocumentHits};
use crate::search::index::coverage::Coverage;
use crate::search::index::ordinal::ParagraphOrdinal;
use crate::search::index::{Index, Sort, sound};
use crate::search::language::{Matching, Notice, Query};
use crate::search::matching::text::Marked;
use crate::search::plan::{Plan, Planner};
use crate::search::run::best::Scored;
use crate::search::run::facet::{Choices, Chosen, Facet};
use crate::search::run::order::ORDERED;
use crate::search::run::resolved::{Matched, Resolved};
use crate::search::run::{Found, Opening, Task, title};

/// What a visitor asked for: a query, the choices among its facets, and the part of the hits to show.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The query as it was typed.
    pub query: String,
    /// Whether a hit needs all parts of the query or any.
    pub matching: Matching,
    /// Choices among the facets.
    pub choices: Choices,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
    /// The parts of the answer that are wanted besides hits and their number.
    pub parts: Parts,
}

/// The parts of an answer besides hits and their number. A caller asks for those that it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Facets with their counts.
    pub facets: bool,
    /// Records that match.
    pub records: bool,
    /// How often other forms of the query's words stand in the hits.
    pub forms: bool,
    /// What else could be asked, and, where nothing was found, what was looked for and where.
    pub advice: bool,
}

impl Parts {
    /// Everything.
    pub const ALL: Self = Self { facets: true, records: true, forms: true, advice: true };
    /// Hits and their number alone.
    pub const HITS: Self = Self { facets: false, records: false, forms: false, advice: false };
}

impl Default for Parts {
    fn default() -> Self {
        Self::ALL
    }
}

/// The answer to a [`Request`].
#[derive(Debug, Clone)]
pub struct Results {
    /// The query in words.
    pub understood_as: String,
    /// How the hits were matched.
    pub matched: Matched,
    /// Whether all paragraphs were searched, so that the numbers are whole; a notice says how far the search went.
    pub is_whole: bool,
    /// How many paragraphs were found in all.
    pub total: usize,
    /// In how many documents they are.
    pub documents: usize,
    /// The part of the hits that was asked for.
    pub hits: Vec<Hit>,
    /// Facets with their counts, each counted without its own choice.
    pub facets: Vec<Facet>,
    /// The records that match, best first.
    pub records: Vec<DocumentPlace>,
    /// What is to be said about how the query was read.
    pub notices: Vec<Notice>,
    /// Whole corrected queries.
    pub did_you_mean: Vec<String>,
    /// Which other forms of the query's words were counted, and how often they occur in all hits.
    pub also_counted: Vec<AlsoCounted>,
    /// Abbreviations and synonyms that would widen the query: the term and the whole query with it.
    pub offers: Vec<Offer>,
    /// Where nothing was found: each part of the query, and what would be found without it.
    pub instead: Vec<Instead>,
    /// Where nothing was found: in words, how each word and phrase was looked for.
    pub tried: Vec<String>,
    /// Where nothing was found, though something was looked for: the texts among which it was.
    pub searched: Option<Coverage>,
}

/// A part of a query that found nothing, and what would be found without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The part as typed.
    pub part: String,
    /// How many paragraphs it finds alone.
    pub alone: usize,
    /// The whole query without it.
    pub without: String,
    /// How many paragraphs that finds.
    pub found: usize,
}

/// A paragraph that a search found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Where it stands.
    pub place: ParagraphPlace,
    /// Its relevance; higher is better, comparable within one answer only.
    pub score: f32,
    /// The byte ranges of its text that matched, in order, none overlapping.
    pub spans: Vec<Range<usize>>,
    /// The byte ranges in which the query is met, each a line of a concordance: its parts side by side, or as near as
    /// they come.
    pub stretches: Vec<Range<usize>>,
}

/// The other forms that were counted for a term of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoCounted {
    /// The term as typed.
    pub term: String,
    /// The other forms and how often each occurs in the hits, most frequent first.
    pub forms: Vec<(String, usize)>,
    /// Whether it has further forms, of rarer words, that were not counted.
    pub more: bool,
}

/// A wider query that is offered and not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The words it would add.
    pub label: String,
    /// The whole query with them.
    pub query: String,
    /// In how many paragraphs they stand, where it is a word made of the same as one of the query and no form of it.
    pub texts: Option<u32>,
}

/// A request while it is answered: its query, and what was opened for it.
pub(crate) struct Session<'a> {
    pub(crate) index: &'a Index,
    pub(crate) query: &'a Query,
    pub(crate) planner: Planner<'a>,
    pub(crate) opening: Opening<'a>,
    pub(crate) resolved: Resolved,
}

impl Index {
    /// Searches. `corpus` is the one the index was built from.
    #[must_use]
    pub fn search(&self, corpus: &Corpus, request: &Request) -> Results {
        let query = self.read(&request.query, request.matching);
        let mut session = sound(Session::open(self, &query, request.matching));
        let (results, found) = sound(session.answer(corpus, request, false));
        let best = found.best.iter().skip(request.offset).take(request.limit);
        let mut results = Results { hits: best.filter_map(|hit| session.hit(corpus, hit)).collect(), ..results };
        let looks_in_titles = session.resolved.plan().is_some_and(Plan::looks_in_titles);
        if looks_in_titles && results.hits.iter().any(|hit| hit.spans.is_empty()) {
            results.notices.push(Notice::by_title());
        }
        results
    }

    /// Returns those of some documents and records that have what is chosen, oldest first, and facets counted in documents,
    /// each without its own choice.
    #[must_use]
    pub fn browse(&self, choices: &Choices, within: &ByDocument<bool>) -> (Vec<DocumentPlace>, Vec<Facet>) {
        let chosen = Chosen::of(choices, &self.catalogue);
        let (shown, others) = (chosen.shown_documents(), chosen.shown());
        let documents = within.those().filter(|document| catalogue::passes(shown.as_ref(), *document)).collect();
        let mentioning = chosen.paragraphs.as_ref().map(|paragraphs| &paragraphs.documents);
        let counted = within.those().filter(|document| catalogue::passes(mentioning, *document));
        let each_once: Vec<DocumentHits> = counted.map(|document| DocumentHits { document, hits: 1 }).collect();
        let is_counted = |document| catalogue::passes(others.as_ref(), document) && within.has(document);
        let mentioned = self.catalogue.mentioned.as_ref().map(|it| it.count_documents(is_counted)).unwrap_or_default();
        (documents, chosen.count(&each_once, &mentioned, &self.catalogue))
    }
}

impl<'a> Session<'a> {
    fn open(index: &'a Index, query: &'a Query, matching: Matching) -> tantivy::Result<Self> {
        let mut planner = Planner::new(index, query);
        let mut opening = Opening::of(&index.shards, &index.catalogue);
        let resolved = Resolved::of(query, &mut planner, &mut opening, matching)?;
        Ok(Self { index, query, planner, opening, resolved })
    }

    /// Finds what was asked for: so many of the best hits, and all of them where they are to be listed.
    fn find(&mut self, request: &Request, shown: Option<&ByDocument<bool>>, list: bool) -> tantivy::Result<Found> {
        let Some(plan) = self.resolved.plan() else { return Ok(Found::default()) };
        let keep = request.offset.saturating_add(request.limit).min(self.index.paragraphs());
        let is_ordered = keep > 0 && request.sort == Sort::Relevance;
        let order = if is_ordered { self.planner.order(self.resolved.demand) } else { None };
        let task = Task {
            plan,
            lengths: &self.index.lengths,
            titles: &title::scores(&self.index.titles, plan),
            shown,
            sort: request.sort,
            // As many are put in order whatever is asked for, so that pages follow each other.
            keep: if order.is_some() { keep.max(ORDERED) } else { keep },
            list: list || request.parts.forms && plan.has_other_forms(),
            mentioned: self.index.catalogue.mentioned.as_ref().filter(|_| request.parts.facets),
        };
        let mut found = self.opening.find(&task)?;
        if let Some(order) = order {
            self.opening.put_in_order(&order, &mut found.best)?;
            found.best.truncate(keep);
        }
        Ok(found)
    }

    /// Answers, but for the hits themselves: what was found is given beside, with a list of all hits where one is wanted.
    fn answer(&mut self, corpus: &Corpus, request: &Request, list: bool) -> tantivy::Result<(Results, Found)> {
        let (index, parts) = (self.index, request.parts);
        let chosen = Chosen::of(&request.choices, &index.catalogue);
        let shown = chosen.shown();
        let shown = shown.as_ref();
        self.opening.among.clone_from(&chosen.paragraphs);
        let found = self.find(request, shown, list)?;
        let is_shown = |each: &&DocumentHits| catalogue::passes(shown, each.document);
        let counted = || found.documents.iter().filter(is_shown);
        let mut results = Results {
            understood_as: explanation::understood(self.query, &self.resolved, request.matching, corpus),
            matched: self.resolved.matched,
            is_whole: self.opening.is_whole(),
            total: counted().map(|each| each.hits as usize).sum(),
            documents: corpus.works(counted().map(|each| each.document)),
            hits: Vec::new(),
            facets: if parts.facets {
                chosen.count(&found.documents, &found.mentioned, &index.catalogue)
            } else {
                Vec::new()
            },
            records: if parts.records { record::search(self, shown)? } else { Vec::new() },
            notices: self.notices(),
            did_you_mean: Vec::new(),
            also_counted: if parts.forms { forms::also_counted(self, &found.all)? } else { Vec::new() },
            offers: Vec::new(),
            instead: Vec::new(),
            tried: Vec::new(),
            searched: None,
        };
        if parts.advice {
            self.advise(corpus, request.matching, &mut results, shown)?;
        }
        Ok((results, found))
    }

    /// Returns what is to be said about the query, and about how far the search went.
    fn notices(&self) -> Vec<Notice> {
        let mut notices = self.resolved.notices.clone();
        if !self.opening.is_whole() {
            notices.push(Notice::cut_short(self.opening.searched.number() as usize, self.index.paragraphs()));
        }
        if self.opening.is_undecided {
            notices.push(Notice::undecided());
        }
        notices
    }

    /// Adds what else could be asked, and what a negative rests on.
    fn advise(
        &mut self,
        corpus: &Corpus,
        matching: Matching,
        results: &mut Results,
        shown: Option<&ByDocument<bool>>,
    ) -> tantivy::Result<()> {
        results.did_you_mean = alternative::did_you_mean(self);
        // Of the fallback the hits do not have all parts: a wider query that has any of all parts is worth more.
        let whole = if results.matched == Matched::Most { 0 } else { results.total };
        let offers = alternative::offers(self)?;
        results.offers = alternative::adding(self, offers, matching, shown, whole)?;
        if results.total == 0 || results.matched == Matched::Most {
            results.instead = alternative::instead(self, shown)?;
        }
        if results.total > 0 {
            return Ok(());
        }
        // Where not all was searched, nothing is said to be absent.
        let negative = self.resolved.plan().filter(|plan| results.is_whole && plan.asks());
        results.searched = negative.map(|plan| {
            let among = self.opening.among.as_ref();
            if shown.is_none() && among.is_none() && plan.reaches_all() {
                return self.index.coverage();
            }
            let passes = |document| {
                let has_any = among.is_none_or(|among| among.documents.has(document));
                has_any && catalogue::passes(shown, document)
            };
            Coverage::among(corpus, |document| passes(document) && plan.reaches(document))
        });
        results.tried = absence::tried(self);
        Ok(())
    }

    fn hit(&self, corpus: &Corpus, scored: &Scored) -> Option<Hit> {
        let (place, _, Marked { spans, stretches }) = self.marked(corpus, scored.paragraph)?;
        Some(Hit { place, score: scored.score, spans, stretches })
    }

    /// Returns what was found in a paragraph that is a hit.
    fn marked<'b>(
        &self,
        corpus: &'b Corpus,
        paragraph: ParagraphOrdinal,
    ) -> Option<(ParagraphPlace, &'b Paragraph, Marked)> {
        let place = self.index.place(paragraph)?;
        let (_, paragraph) = corpus.paragraph_at(place)?;
        Some((place, paragraph, self.resolved.marker.as_ref()?.mark_in(place.document, paragraph)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{self, Files};

    /// Returns what is answered when no more than `budget` may be done.
    fn answered(query: &str, budget: u64) -> Results {
        let corpus = corpus::load(&Files::Embedded).expect("the corpus is whole");
        let index = Index::build(&corpus).expect("it is indexed");
        let request = Request { query: query.to_owned(), limit: 10, ..Request::default() };
        let query = Query::read(&request.query);
        let mut session = sound(Session::open(&index, &query, request.matching));
        session.opening.leave(budget);
        sound(session.answer(&corpus, &request, false)).0
    }

    #[test]
    fn what_is_cut_short_is_told_and_no_negative() {
        let query = "the NEAR/20 of NEAR/20 and";
        let (whole, cut) = (answered(query, u64::MAX), answered(query, 100));
        assert!(whole.is_whole && whole.total > 5, "{}", whole.total);
        let told = cut.notices.iter().find(|notice| notice.code == "cut-short").expect("it is told");
        assert!(told.message.contains("of 27 paragraphs"), "{}", told.message);
        assert!(!cut.is_whole && cut.total < whole.total);
        let none = answered("the NEAR/0 the NEAR/0 the", 20);
        assert!(!none.is_whole && none.total == 0 && none.searched.is_none(), "nothing is said to be absent");
        let absent = answered("the NEAR/0 the NEAR/0 the", u64::MAX);
        assert!(absent.is_whole && absent.searched.is_some());
    }
}
