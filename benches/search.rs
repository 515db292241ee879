//! How fast is a search, and how long does building take? By kind of query, against the bare library in the same run.
//!
//! ```text
//! cargo bench --bench search -- 1000 20000 700000
//! cargo bench --bench search -- 700000 forms        # only the kinds with this in their name
//! ```
//!
//! The library's own work is what a plain program would ask of it: count, ten best, an excerpt for each; where forms
//! are found, for the same forms. Ours is the
//! whole of [`Index::search`] and the excerpts: the query read, widened and told in words, hits, spans, notices, and six
//! facets counted over all hits. Both are processor time of the thread.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[allow(dead_code, reason = "each that measures takes the form it needs")]
#[path = "support/clock.rs"]
mod clock;
#[path = "support/generator.rs"]
mod generator;

use std::time::{Duration, Instant};

use g7cyber::corpus::{self, Corpus, Files};
use g7cyber::search::{Index, Matching, Request, excerpt};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, INDEXED, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Searcher, TantivyDocument, Term};

/// How long each query is run again and again.
const TIME: Duration = Duration::from_millis(300);

/// One kind of query: as a visitor types it, and as the library is asked.
struct Kind {
    name: &'static str,
    typed: String,
    matching: Matching,
    bare: Option<Box<dyn Query>>,
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let sizes: Vec<usize> = asked.iter().filter_map(|argument| argument.parse().ok()).collect();
    let part = asked.iter().find(|argument| argument.parse::<usize>().is_err()).map_or("", String::as_str);
    for paragraphs in if sizes.is_empty() { vec![1_000, 20_000] } else { sizes } {
        measure(paragraphs, part);
    }
}

fn measure(paragraphs: usize, part: &str) {
    let folder = tempfile::tempdir().unwrap();
    let texts = generator::write_dated(folder.path(), paragraphs);
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
    let (searcher, fields) = bare(&texts);
    println!("| query | hits | library | ours | ratio |\n|---|---|---|---|---|");
    for kind in kinds(fields, &|rank| forms(&index, &corpus, rank)).iter().filter(|kind| kind.name.contains(part)) {
        let (ours, hits) = measured(|| ours(&index, &corpus, kind));
        match &kind.bare {
            Some(query) => {
                let (library, found) = measured(|| library(&searcher, fields.text, query.as_ref()));
                let ratio = ours / library;
                println!("| {} | {hits} ({found}) | {library:.0} µs | {ours:.0} µs | {ratio:.2} |", kind.name);
            }
            None => println!("| {} | {hits} | – | {ours:.0} µs | – |", kind.name),
        }
    }
}

/// What the bare library indexes.
#[derive(Clone, Copy)]
struct Fields {
    text: Field,
    year: Field,
}

/// The kinds of query; ranks of words are chosen so that they are common, middling and rare.
fn kinds(Fields { text: field, year }: Fields, forms: &dyn Fn(usize) -> Vec<String>) -> Vec<Kind> {
    let term = |rank: usize| -> Box<dyn Query> {
        let term = Term::from_field_text(field, &generator::word(rank));
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    };
    let all = |occur: Occur, ranks: &[usize]| -> Option<Box<dyn Query>> {
        Some(Box::new(BooleanQuery::new(ranks.iter().map(|rank| (occur, term(*rank))).collect())))
    };
    let any_form = |rank: usize| -> Box<dyn Query> {
        let terms = forms(rank).into_iter().map(|form| Term::from_field_text(field, &form));
        let query = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
        Box::new(BooleanQuery::new(terms.map(|term| (Occur::Should, query(term))).collect()))
    };
    let every_form = |ranks: &[usize]| -> Option<Box<dyn Query>> {
        Some(Box::new(BooleanQuery::new(ranks.iter().map(|rank| (Occur::Must, any_form(*rank))).collect())))
    };
    let exact =
        |ranks: &[usize]| ranks.iter().map(|rank| format!("={}", generator::word(*rank))).collect::<Vec<_>>().join(" ");
    let plain = |ranks: &[usize]| exact(ranks).replace('=', "");
    let phrase = |ranks: &[usize]| -> Option<Box<dyn Query>> {
        Some(Box::new(PhraseQuery::new(
            ranks.iter().map(|rank| Term::from_field_text(field, &generator::word(*rank))).collect(),
        )))
    };
    let sloppy = |ranks: [usize; 2]| {
        let terms = ranks.iter().map(|rank| Term::from_field_text(field, &generator::word(*rank))).enumerate();
        Box::new(PhraseQuery::new_with_offset_and_slop(terms.collect(), 8))
    };
    // Its phrases keep their order, so both orders are asked for.
    let orders = [sloppy([60, 300]), sloppy([300, 60])];
    let near = Box::new(BooleanQuery::new(orders.map(|query| (Occur::Should, query as Box<dyn Query>)).into()));
    let beginning = Box::new(RegexQuery::from_pattern("bab.*", field).unwrap());
    let without = Box::new(BooleanQuery::new(vec![(Occur::Must, term(60)), (Occur::MustNot, term(11))]));
    let in_2018 = TermQuery::new(Term::from_field_u64(year, 2018), IndexRecordOption::Basic);
    let of_a_year = Box::new(BooleanQuery::new(vec![(Occur::Must, term(60)), (Occur::Must, Box::new(in_2018))]));
    let any = Matching::Any;
    let every = Matching::All;
    let kind = |name, typed: String, matching, bare| Kind { name, typed, matching, bare };
    vec![
        kind("a rare word, exact", exact(&[20_000]), every, Some(term(20_000))),
        kind("a middling word, exact", exact(&[500]), every, Some(term(500))),
        kind("a common word, exact", exact(&[11]), every, Some(term(11))),
        kind("a middling word and its forms", plain(&[500]), every, Some(any_form(500))),
        kind("two words, exact", exact(&[60, 300]), every, all(Occur::Must, &[60, 300])),
        kind("three words and their forms", plain(&[40, 60, 300]), every, every_form(&[40, 60, 300])),
        kind(
            "any of five words, exact",
            exact(&[11, 60, 300, 900, 4000]),
            any,
            all(Occur::Should, &[11, 60, 300, 900, 4000]),
        ),
        kind("a phrase of common words", format!("=\"{}\"", plain(&[1, 0])), every, phrase(&[1, 0])),
        kind("a phrase", format!("=\"{}\"", plain(&[30, 40])), every, phrase(&[30, 40])),
        kind("two words near each other", format!("{} NEAR/8 {}", exact(&[60]), exact(&[300])), every, Some(near)),
        kind("the beginning of words", "bab*".to_owned(), every, Some(beginning)),
        kind("a word without another", format!("{} -{}", exact(&[60]), exact(&[11])), every, Some(without)),
        kind("a word of a year", format!("year:2018 {}", exact(&[60])), every, Some(of_a_year)),
        kind("nothing found", "zebra unicorn".to_owned(), every, None),
        kind("most of five", plain(&[60, 300, 900, 4000, 20_000]), every, None),
    ]
}

/// Returns a word with its other forms in the corpus.
fn forms(index: &Index, corpus: &Corpus, rank: usize) -> Vec<String> {
    let word = generator::word(rank);
    let found = index.search(corpus, &Request { query: word.clone(), ..Request::default() });
    let others = found.also_counted.into_iter().flat_map(|counted| counted.forms);
    others.map(|(form, _)| form).chain([word]).collect()
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

/// Indexes the texts with the library's own analyser and merging, by two threads.
fn bare(texts: &[(usize, String)]) -> (Searcher, Fields) {
    let mut schema = Schema::builder();
    let fields =
        Fields { text: schema.add_text_field("text", TEXT | STORED), year: schema.add_u64_field("year", INDEXED) };
    let index = tantivy::Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(2, 400 << 20).unwrap();
    for (year, text) in texts {
        let mut document = TantivyDocument::new();
        document.add_text(fields.text, text);
        document.add_u64(fields.year, *year as u64);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    (index.reader().unwrap().searcher(), fields)
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

/// Returns the microseconds of processor time that a run takes, and what it found.
fn measured(mut run: impl FnMut() -> usize) -> (f64, usize) {
    let hits = run();
    let (began, before, mut runs) = (Instant::now(), clock::of_thread(), 0);
    while began.elapsed() < TIME || runs < 5 {
        std::hint::black_box(run());
        runs += 1;
    }
    ((clock::of_thread() - before).as_secs_f64() * 1e6 / f64::from(runs), hits)
}
