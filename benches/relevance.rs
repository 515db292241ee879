//! Is the right paragraph first? Runs the claims of `../shared/relevance` through the shipped loader, analyser, query
//! language and ranking, with `match=any`, and scores the answers.
//!
//! ```text
//! cargo bench --bench relevance
//! python3 ../shared/relevance/evaluate.py ../shared/relevance/qrels.txt target/relevance.run --all-queries
//! ```
//!
//! The run is written in TREC form, so that the second command can check the first. `nDCG@10` below 0.69 fails.
//! With `-- --apart` titles are titles of documents, as in the archive; without it they stand before the text. Folders
//! that are named after `--` are collections of the same form, and are scored in place of it, each way.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use g7cyber::corpus::{self, Files};
use g7cyber::search::{Index, Matching, Request};

#[path = "support/abstracts.rs"]
mod abstracts;

use abstracts::Abstract;

/// The least nDCG@10 that the archive promises.
const LEAST: f64 = 0.69;
/// How many answers to a claim are written down.
const DEPTH: usize = 100;

fn main() {
    let others: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for data in &others {
        let scores = [false, true].map(|apart| score(Path::new(data), apart));
        println!("{data}: nDCG@10 {:.4}, with titles apart {:.4}", scores[0], scores[1]);
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/relevance");
    if !others.is_empty() || !data.is_dir() {
        println!("skipped: no `shared/relevance` beside the project, or others were named");
        return;
    }
    let apart = std::env::args().any(|argument| argument == "--apart");
    let score = score(&data, apart);
    println!("nDCG@10 {score:.4}");
    assert!(score >= LEAST || apart, "below {LEAST}");
}

/// Scores the answers for the collection in the folder `data`, and writes them down.
fn score(data: &Path, apart: bool) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let texts = abstracts::read(data);
    let texts = texts.iter().map(|Abstract { id, title, text }| {
        let whole = || (format!("Abstract {id}"), format!("{title} {text}"));
        let (heading, text) = if apart { (title.clone(), text.clone()) } else { whole() };
        (id.as_str(), heading, text)
    });
    abstracts::write(folder.path(), texts);
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).expect("the abstracts are a corpus");
    let index = Index::build(&corpus).unwrap();

    let mut run = String::new();
    let mut answers: HashMap<String, Vec<String>> = HashMap::new();
    for line in std::fs::read_to_string(data.join("queries.jsonl")).unwrap().lines() {
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        let (id, text) = (claim["_id"].as_str().unwrap(), claim["text"].as_str().unwrap());
        let request = Request { query: text.to_owned(), matching: Matching::Any, limit: DEPTH, ..Request::default() };
        let hits = index.search(&corpus, &request).hits;
        for (rank, hit) in hits.iter().enumerate() {
            let found = corpus.at(hit.place.document).unwrap().id.as_str().trim_start_matches("2000-d").to_owned();
            // The rank stands for the score too, so that the evaluator breaks no ties of its own.
            writeln!(run, "{id} Q0 {found} {} {} g7cyber", rank + 1, DEPTH - rank).unwrap();
            answers.entry(id.to_owned()).or_default().push(found);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/relevance.run");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, run).unwrap();
    ndcg(&std::fs::read_to_string(data.join("qrels.txt")).unwrap(), &answers)
}

/// Returns the mean nDCG@10 over all claims that have a relevant abstract, linear gain as in trec_eval.
fn ndcg(judgements: &str, answers: &HashMap<String, Vec<String>>) -> f64 {
    let mut relevant: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in judgements.lines() {
        let [claim, _, document, grade] = line.split_whitespace().collect::<Vec<_>>()[..] else { continue };
        if grade != "0" {
            relevant.entry(claim).or_default().insert(document);
        }
    }
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let score = |(claim, relevant): (&&str, &HashSet<&str>)| -> f64 {
        let found = answers.get(*claim).map_or(&[][..], Vec::as_slice).iter().take(10).enumerate();
        let own: f64 = found.filter(|(_, id)| relevant.contains(id.as_str())).map(|(place, _)| gain(place)).sum();
        own / (0..relevant.len().min(10)).map(gain).sum::<f64>()
    };
    relevant.iter().map(score).sum::<f64>() / relevant.len() as f64
}
