//! What does the history of a term cost beside the same search, and what do six terms through time?
//!
//! ```text
//! cargo bench --bench history -- 20000 700000
//! ```
//!
//! A history is [`Index::usage`] with its first hundred lines and the words beside the term; beside it the concordance
//! of the same search, as the site asks for it. Six terms are six times [`Index::uses`] over the texts that count;
//! beside them one search with its facets. All in one run, each the best of several.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[path = "support/generator.rs"]
mod generator;

use std::time::{Duration, Instant};

use g7cyber::corpus::{self, Files};
use g7cyber::search::{Among, Index, LineOrder, OneTerm, Parts, Request};

/// How long each is run again and again.
const TIME: Duration = Duration::from_millis(500);

/// As many hits as a concordance of the site is made of, and as many lines as its page shows.
const HITS: usize = 10_000;
const LINES: usize = 100;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    for paragraphs in if sizes.is_empty() { vec![20_000] } else { sizes } {
        measure(paragraphs);
    }
}

fn measure(paragraphs: usize) {
    let folder = tempfile::tempdir().unwrap();
    generator::write_dated(folder.path(), paragraphs);
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).expect("what was generated is a corpus");
    let index = Index::build(&corpus).unwrap();
    let started = Instant::now();
    let _ = index.words_by_text(&corpus);
    println!("\n## {paragraphs} paragraphs\n\nwords and headings gathered once: {:.1?}\n", started.elapsed());
    println!("| term | uses | history | concordance | times |\n|---|---|---|---|---|");
    let counted = index.counted(&corpus, &Among::default());
    let words =
        [generator::word(10), generator::word(11), generator::word(60), generator::word(900), generator::word(20_000)];
    let mut terms = words.to_vec();
    terms.extend([
        format!("\"{} {}\"", words[0], words[1]),
        format!("{}*", &words[2][..3]),
        format!("{} OR {}", words[2], words[3]),
    ]);
    terms.push("=\"nowhere\"".to_owned());
    for typed in &terms {
        let term = OneTerm::read(typed).expect("a term");
        let request = Request { query: typed.clone(), limit: HITS, parts: Parts::HITS, ..Request::default() };
        let request = Request { parts: Parts { facets: true, ..request.parts }, ..request };
        let history = best(|| {
            let usage = index.usage(&corpus, &term, &counted);
            (usage.lines(&corpus, 0..LINES).len(), usage.beside(&corpus))
        });
        let concordance = best(|| index.concordance(&corpus, &request, LineOrder::Found, 0..LINES).1.total);
        let uses = index.usage(&corpus, &term, &counted).total();
        let times = history.as_secs_f64() / concordance.as_secs_f64();
        println!("| `{typed}` | {uses} | {history:.2?} | {concordance:.2?} | {times:.1} |");
    }
    let six: Vec<OneTerm> = terms.iter().take(6).map(|typed| OneTerm::read(typed).expect("a term")).collect();
    let through_time = best(|| six.iter().map(|term| index.uses(term, &counted).documents.len()).sum::<usize>());
    let request = Request {
        query: terms[0].clone(),
        limit: 20,
        parts: Parts { facets: true, ..Parts::HITS },
        ..Request::default()
    };
    let search = best(|| index.search(&corpus, &request).total);
    let times = through_time.as_secs_f64() / search.as_secs_f64();
    println!(
        "\nsix terms through time {through_time:.2?}, one search for `{}` with facets {search:.2?}: {times:.1} times",
        terms[0]
    );
}

/// Returns the shortest time that something takes.
fn best<T>(run: impl Fn() -> T) -> Duration {
    let (started, mut best) = (Instant::now(), Duration::MAX);
    while best == Duration::MAX || started.elapsed() < TIME {
        let one = Instant::now();
        std::hint::black_box(run());
        best = best.min(one.elapsed());
    }
    best
}
