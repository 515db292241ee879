//! A corpus of several shards: what is found by lists read in stretches is what each paragraph says by itself.

use std::collections::HashMap;

use g7cyber::corpus::{self, Corpus, Files};
use g7cyber::search::{Choices, FacetName, Hit, Index, Matching, Request, Results, Sort};

use crate::generator::{self, word};

/// More than a shard for each of two processors, in some two thousand documents.
const PARAGRAPHS: usize = 42_000;

struct Large {
    corpus: Corpus,
    index: Index,
}

impl Large {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        drop(generator::write_dated(folder.path(), PARAGRAPHS));
        let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
        let index = Index::build(&corpus).unwrap();
        Self { corpus, index }
    }

    fn ask(&self, query: &str, matching: Matching, sort: Sort, limit: usize) -> Results {
        let ask = |choices: Choices| {
            let all = choices == Choices::default();
            let request = Request { query: query.to_owned(), matching, sort, limit, choices, ..Request::default() };
            let results = self.index.search(&self.corpus, &request);
            let kinds = results.facets.iter().find(|facet| facet.name == FacetName::Kind).unwrap();
            let counted = kinds.values.iter().filter(|value| all || value.selected).map(|value| value.count);
            assert_eq!(counted.sum::<usize>(), results.total, "`{query}`: every hit is of one kind");
            results
        };
        ask(Choices { kinds: vec![corpus::Kind::Report], ..Choices::default() });
        ask(Choices::default())
    }
}

fn places(hits: &[Hit]) -> Vec<(usize, usize)> {
    hits.iter().map(|hit| (hit.document, hit.paragraph)).collect()
}

#[test]
fn lists_and_paragraphs_agree_in_a_large_corpus() {
    let large = Large::new();
    let [common, middling, rare] = [11, 60, 300].map(word);
    let five = [60, 300, 900, 4000, 20_000].map(word).join(" ");
    for (query, matching) in [
        (format!("={middling}"), Matching::All),
        (middling.clone(), Matching::All),
        (format!("{common} {rare}"), Matching::All),
        (format!("{common} {middling} {rare}"), Matching::Any),
        (format!("{middling} {middling}"), Matching::Any),
        (format!("={middling} OR ={rare}"), Matching::All),
        (format!("={middling} -={common} -{rare}"), Matching::All),
        (format!("year:1990..1993 ={middling}"), Matching::All),
        (format!("year:1990..1993 -={common} {middling}"), Matching::All),
        (format!("year:2024 kind:report {common} {middling}"), Matching::Any),
        (format!("year:1975 {}", word(20_000)), Matching::All),
        (five, Matching::All),
    ] {
        let reading = large.index.read(&query, matching);
        let all = large.ask(&query, matching, Sort::Oldest, PARAGRAPHS);
        let mut expected = Vec::new();
        let mut documents: HashMap<usize, usize> = HashMap::new();
        for (document, held) in large.corpus.documents().iter().enumerate() {
            for (place, paragraph) in held.paragraphs.iter().enumerate() {
                if reading.spans(document, paragraph).is_some() {
                    expected.push((document, place));
                    *documents.entry(document).or_default() += 1;
                }
            }
        }
        assert_eq!(places(&all.hits), expected, "`{query}`");
        assert_eq!((all.total, all.documents), (expected.len(), documents.len()), "`{query}`");
        let facet = all.facets.iter().find(|facet| facet.name == FacetName::Document).unwrap();
        let mut most: Vec<usize> = documents.into_values().collect();
        most.sort_unstable_by(|a, b| b.cmp(a));
        most.truncate(200);
        assert_eq!(facet.values.iter().map(|value| value.count).collect::<Vec<_>>(), most, "`{query}`");
        // Where few are wanted most are passed over by a bound on their score; where all are, none is.
        let best = large.ask(&query, matching, Sort::Relevance, PARAGRAPHS).hits;
        let ten = large.ask(&query, matching, Sort::Relevance, 10).hits;
        assert_eq!(places(&ten), places(&best[..ten.len()]), "`{query}`");
        assert_eq!(ten.len(), expected.len().min(10), "`{query}`");
    }
    let forms = large.ask(&middling, Matching::All, Sort::Oldest, 0).also_counted.remove(0).forms;
    assert!(!forms.is_empty());
    for (form, count) in forms {
        let hits = large.ask(&format!("={form}"), Matching::All, Sort::Oldest, PARAGRAPHS).hits;
        assert_eq!(hits.iter().map(|hit| hit.spans.len()).sum::<usize>(), count, "{form}");
    }
}
