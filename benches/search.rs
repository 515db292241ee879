//! How fast is a search, and how long does building take? By kind of query, against the bare library in the same run.
//!
//! ```text
//! cargo bench --bench search -- 1000 20000 700000
//! ```
//!
//! The library's own work is what a plain program would ask of it: count, ten best, an excerpt for each. Ours is the
//! whole of [`Index::search`], facets and spans included, and the excerpts. Times are the median of several runs of
//! CPU-bound work on one thread.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[path = "support/generator.rs"]
mod generator;

use std::time::{Duration, Instant};

use g7cyber::corpus::{self, Corpus, Files};
use g7cyber::search::{Index, Matching, Request, excerpt};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Searcher, TantivyDocument, Term};

/// One kind of query: as a visitor types it, and as the library is asked.
struct Kind {
    name: &'static str,
    typed: String,
    matching: Matching,
    bare: Option<Box<dyn Query>>,
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    for paragraphs in if sizes.is_empty() { vec![1_000, 20_000] } else { sizes } {
        measure(paragraphs);
    }
}

fn measure(paragraphs: usize) {
    let folder = tempfile::tempdir().unwrap();
    let texts = generator::write(folder.path(), paragraphs);
    let started = Instant::now();
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).expect("what was generated is a corpus");
    let loaded = started.elapsed();
    let started = Instant::now();
    let index = Index::build(&corpus).unwrap();
    let built = started.elapsed();
    println!(
        "\n## {paragraphs} paragraphs in {} documents\n\nloaded in {loaded:.2?}, built in {built:.2?}\n",
        corpus.documents().len()
    );
    let (searcher, field) = bare(&texts);
    println!("| query | hits | library | ours | ratio |\n|---|---|---|---|---|");
    for kind in kinds(field) {
        let (ours, hits) = median(|| ours(&index, &corpus, &kind));
        match &kind.bare {
            Some(query) => {
                let (library, _) = median(|| library(&searcher, field, query.as_ref()));
                let ratio = ours.as_secs_f64() / library.as_secs_f64();
                println!("| {} | {hits} | {library:.1?} | {ours:.1?} | {ratio:.2} |", kind.name);
            }
            None => println!("| {} | {hits} | – | {ours:.1?} | – |", kind.name),
        }
    }
}

/// The kinds of query; ranks of words are chosen so that they are common, middling and rare.
fn kinds(field: Field) -> Vec<Kind> {
    let term = |rank: usize| -> Box<dyn Query> {
        let term = Term::from_field_text(field, &generator::word(rank));
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    };
    let all = |occur: Occur, ranks: &[usize]| -> Option<Box<dyn Query>> {
        Some(Box::new(BooleanQuery::new(ranks.iter().map(|rank| (occur, term(*rank))).collect())))
    };
    let exact =
        |ranks: &[usize]| ranks.iter().map(|rank| format!("={}", generator::word(*rank))).collect::<Vec<_>>().join(" ");
    let plain = |ranks: &[usize]| exact(ranks).replace('=', "");
    let phrase = |ranks: &[usize]| -> Option<Box<dyn Query>> {
        Some(Box::new(PhraseQuery::new(
            ranks.iter().map(|rank| Term::from_field_text(field, &generator::word(*rank))).collect(),
        )))
    };
    let any = Matching::Any;
    let every = Matching::All;
    let kind = |name, typed: String, matching, bare| Kind { name, typed, matching, bare };
    vec![
        kind("a rare word, exact", exact(&[20_000]), every, Some(term(20_000))),
        kind("a middling word, exact", exact(&[500]), every, Some(term(500))),
        kind("a common word, exact", exact(&[11]), every, Some(term(11))),
        kind("a middling word and its forms", plain(&[500]), every, Some(term(500))),
        kind("two words, exact", exact(&[60, 300]), every, all(Occur::Must, &[60, 300])),
        kind("three words and their forms", plain(&[40, 60, 300]), every, all(Occur::Must, &[40, 60, 300])),
        kind(
            "any of five words, exact",
            exact(&[11, 60, 300, 900, 4000]),
            any,
            all(Occur::Should, &[11, 60, 300, 900, 4000]),
        ),
        kind("a phrase of common words", format!("=\"{}\"", plain(&[1, 0])), every, phrase(&[1, 0])),
        kind("a phrase", format!("=\"{}\"", plain(&[30, 40])), every, phrase(&[30, 40])),
        kind("near", format!("{} NEAR/8 {}", generator::word(60), generator::word(300)), every, None),
        kind("the beginning of words", "bab*".to_owned(), every, None),
        kind("without", format!("{} -{}", exact(&[60]), exact(&[11])), every, None),
        kind("a year", format!("year:2018 {}", exact(&[60])), every, None),
        kind("nothing found", "zebra unicorn".to_owned(), every, None),
        kind("most of five", plain(&[60, 300, 900, 4000, 20_000]), every, None),
    ]
}

fn ours(index: &Index, corpus: &Corpus, kind: &Kind) -> usize {
    let request = Request { query: kind.typed.clone(), matching: kind.matching, limit: 10, ..Request::default() };
    let results = index.search(corpus, &request);
    for hit in &results.hits {
        let text = &corpus.documents()[hit.document].paragraphs[hit.paragraph].text;
        std::hint::black_box(excerpt(text, &hit.spans));
    }
    results.total
}

/// Indexes the texts with the library's own analyser, in one segment as ours.
fn bare(texts: &[String]) -> (Searcher, Field) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT | STORED);
    let index = tantivy::Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(2, 400 << 20).unwrap();
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    (index.reader().unwrap().searcher(), field)
}

fn library(searcher: &Searcher, field: Field, query: &dyn Query) -> usize {
    let (count, best) = searcher.search(query, &(Count, TopDocs::with_limit(10).order_by_score())).unwrap();
    let snippets = SnippetGenerator::create(searcher, query, field).unwrap();
    for (_, address) in best {
        let document: TantivyDocument = searcher.doc(address).unwrap();
        let text = document.get_first(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap();
        std::hint::black_box(snippets.snippet(&text).to_html());
    }
    count
}

fn median(mut run: impl FnMut() -> usize) -> (Duration, usize) {
    let hits = run();
    let mut times: Vec<Duration> = (0..15)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(run());
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    (times[times.len() / 2], hits)
}
