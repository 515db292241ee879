//! A corpus of several shards: what is found by lists read in stretches is what each paragraph says by itself.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use g7cyber::corpus::{self, Corpus, DocumentPlace, Files, ParagraphPlace};
use g7cyber::search::{
    Choices, FacetName, Hit, Index, LineOrder, Matching, Parts, Request, Results, Sort, concordance,
};

use crate::generator::{self, word};

/// A shard for each of two processors, in some fifteen hundred documents.
const PARAGRAPHS: usize = 20_500;

/// Made once for all tests.
static LARGE: LazyLock<Large> = LazyLock::new(Large::new);

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

fn places(hits: &[Hit]) -> Vec<ParagraphPlace> {
    hits.iter().map(|hit| hit.place).collect()
}

#[test]
fn lists_and_paragraphs_agree_in_a_large_corpus() {
    let large = &*LARGE;
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
        let resolved = large.index.resolve(&query, matching);
        let all = large.ask(&query, matching, Sort::Oldest, PARAGRAPHS);
        let mut expected = Vec::new();
        let mut documents: HashMap<DocumentPlace, usize> = HashMap::new();
        for (document, held) in large.corpus.places() {
            for (paragraph, it) in held.paragraphs.iter().enumerate() {
                if resolved.spans(document, it).is_some() {
                    expected.push(ParagraphPlace { document, paragraph });
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

/// Queries that ask for as much as the search box takes. What each costs is measured by `cargo bench --bench hostile`.
fn dear() -> Vec<String> {
    let beginnings: String = (0..30).map(|at| format!("{}* ", &word(12 + at)[..3])).collect();
    let common: Vec<String> = (0..32).map(word).collect();
    let documents: String = (0..31).map(|at| format!("document:{} ", &word(40 + at * 7)[..4])).collect();
    vec![
        format!("{beginnings}qqxx qqyy"),
        format!("{beginnings}qqxx"),
        beginnings.trim().replace(' ', " OR "),
        documents,
        "document:zzz ".repeat(20) + &"year:2018..2016 ".repeat(11),
        (0..31).map(|at| format!("year:20{at:02}..1990 ")).collect(),
        (0..32).map(|at| format!("qx{}z ", word(900 + at))).collect(),
        common.join(" "),
        format!("\"{}\"~100", common.join(" ")),
        format!("\"{}\"~100", "the ".repeat(32)),
        "sta* NEAR/20 sti* NEAR/20 pra* NEAR/20 bab*".to_owned(),
    ]
}

#[test]
fn the_dearest_queries_end_in_time() {
    let large = &*LARGE;
    for query in dear() {
        for matching in [Matching::All, Matching::Any] {
            let began = Instant::now();
            drop(large.ask(&query, matching, Sort::Relevance, 10));
            // It is only told that nothing hangs: this build is slow, and others use the machine.
            assert!(began.elapsed() < Duration::from_secs(60), "`{query}` took {:?}", began.elapsed());
        }
    }
}

#[test]
fn a_page_of_a_concordance_is_a_part_of_the_whole() {
    let query = word(60);
    let request = Request { query: query.clone(), sort: Sort::Oldest, parts: Parts::HITS, ..Request::default() };
    let hits = LARGE.index.search(&LARGE.corpus, &Request { limit: usize::MAX, ..request.clone() }).hits;
    for order in [LineOrder::Found, LineOrder::Left, LineOrder::Right, LineOrder::Date] {
        let all = concordance(&LARGE.corpus, &hits, order);
        let (results, part) = LARGE.index.concordance(&LARGE.corpus, &request, order, 100..150);
        assert_eq!((part.total, part.ordered, results.hits.len()), (all.len(), all.len(), 0));
        assert_eq!((part.paragraphs, part.is_whole), (hits.len(), true));
        assert_eq!(part.lines, all[100..150], "{order:?}");
        assert_eq!(part.neighbours, g7cyber::search::right_neighbours(&part.lines));
    }
}

#[test]
fn the_index_counts_the_lines_that_the_texts_have() {
    let (one, other, third) = (word(60), word(61), word(300));
    for query in [
        one.clone(),
        format!("{one} {other}"),
        format!("{one} {other} {third}"),
        format!("\"{one} {other}\" OR {third}"),
        format!("{one} NEAR/9 {other}"),
        format!("\"{one} {one}\"~9"),
        format!("({one} OR {other}) {third} -{}", word(62)),
        format!("{one} OR year:2001"),
        format!("{}*", &one[..3]),
    ] {
        for matching in [Matching::All, Matching::Any] {
            let request = Request { query: query.clone(), matching, parts: Parts::HITS, ..Request::default() };
            let hits = LARGE.index.search(&LARGE.corpus, &Request { limit: usize::MAX, ..request.clone() }).hits;
            let all = concordance(&LARGE.corpus, &hits, LineOrder::Found);
            let wanted = all.len() / 2..all.len() / 2 + 30;
            let (_, part) = LARGE.index.concordance(&LARGE.corpus, &request, LineOrder::Found, wanted.clone());
            assert!(part.is_whole, "`{query}`");
            assert_eq!(part.total, all.len(), "`{query}` {matching:?}");
            assert_eq!(part.paragraphs, hits.iter().filter(|hit| !hit.stretches.is_empty()).count());
            assert_eq!(part.lines, all[wanted.start..wanted.end.min(all.len())], "`{query}` {matching:?}");
        }
    }
}
