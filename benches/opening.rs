//! How long does the real program take from a large corpus in files to its first answered search, and what does it
//! hold? Building the index, and opening the one that was kept.
//!
//! ```text
//! cargo bench --bench opening -- 700000
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[path = "support/generator.rs"]
mod generator;
#[path = "support/server.rs"]
mod server;

use std::path::Path;
use std::time::{Duration, Instant};

use server::{Footprint, Server};

/// How often a kept index is opened; the median counts.
const OPENINGS: usize = 5;
/// What is asked of a server before its memory is read: words of every frequency, and the documents they are in.
const ASKED: usize = 2_000;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    println!(
        "| paragraphs | built and answering | peak while building | opened and answering | resident serving | index |"
    );
    println!("|---|---|---|---|---|---|");
    for paragraphs in if sizes.is_empty() { vec![1_000, 20_000] } else { sizes } {
        measure(paragraphs);
    }
}

fn measure(paragraphs: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, index) = (folder.path().join("corpus"), folder.path().join("index"));
    drop(generator::write(&corpus, paragraphs));
    let (built, server) = answering(&corpus, &index);
    let building = server.footprint();
    drop(server);
    let mut opened: Vec<Duration> = (0..OPENINGS).map(|_| answering(&corpus, &index).0).collect();
    opened.sort_unstable();
    let (_, server) = answering(&corpus, &index);
    let fresh = server.footprint();
    visit(&server);
    let serving = server.footprint();
    println!(
        "| {paragraphs} | {built:.2?} | {} | {:.2?} | {} at first, then {} | {} MiB |",
        mib(building.peak),
        opened[OPENINGS / 2],
        mib(fresh.resident),
        parts(&serving),
        size(&index) >> 20,
    );
}

/// Starts the program and returns it with the time until it had answered its first search.
fn answering(corpus: &Path, index: &Path) -> (Duration, Server) {
    let started = Instant::now();
    let flags = ["--corpus", corpus.to_str().unwrap(), "--index", index.to_str().unwrap()];
    let server = Server::start(&flags);
    let answer = server.visitor().ask(&format!("/search?q={}", generator::word(500)), "");
    assert_eq!(answer.status, 200);
    (started.elapsed(), server)
}

fn visit(server: &Server) {
    let mut chance = generator::Chance::seeded(7);
    let mut visitor = server.visitor();
    for _ in 0..ASKED {
        let words = format!("{}+{}", generator::word(chance.rank(40_000)), generator::word(chance.rank(40_000)));
        assert_eq!(visitor.ask(&format!("/search?q={words}&match=any"), "").status, 200);
    }
}

fn size(folder: &Path) -> u64 {
    let sizes = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        if entry.path().is_dir() { size(&entry.path()) } else { entry.metadata().unwrap().len() }
    });
    sizes.sum()
}

fn mib(kib: u64) -> String {
    format!("{} MiB", kib >> 10)
}

fn parts(footprint: &Footprint) -> String {
    format!("{} ({} its own, {} mapped)", mib(footprint.resident), mib(footprint.own), mib(footprint.mapped))
}
