//! What does the archive cost beside the least that could stand in its place? Every kind of query beside the bare
//! library and a page of forty lines over it, the other pages beside a server that answers as many bytes from memory,
//! and what publishing, building, opening and serving take, from a published corpus that is made here.
//!
//! ```text
//! cargo bench --bench peers -- 1000 20000 700000
//! cargo bench --bench peers -- 700000 forms      # only the kinds of query with this in their name
//! ```
//!
//! Times are processor time: of the thread where the library and our search are asked in this process, of the server
//! where a page is asked for over loopback. Instructions are counted by `benches/callgrind.py`, which starts this with
//! `--serve FOLDER PARAGRAPHS`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[allow(dead_code, reason = "each that measures takes the form it needs")]
#[path = "support/clock.rs"]
mod clock;
#[path = "support/generator.rs"]
mod generator;
#[path = "peers/kinds.rs"]
mod kinds;
#[path = "peers/plain.rs"]
mod plain;
#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use g7cyber::corpus::{self, Corpus, Files};
use g7cyber::search::{Index, Matching, Request, excerpt};
use generator::{Chance, word};
use kinds::{Kind, kinds};
use plain::{Library, Plain};
use server::{Server, Visitor};

/// How long each is asked again and again.
const TIME: Duration = Duration::from_millis(300);
/// How often a kept index is opened; the median counts.
const OPENINGS: usize = 3;
/// What is asked of a server before its memory is read: words of every frequency, and the documents they are in.
const ASKED: usize = 2_000;

/// A published corpus below a folder, and the texts in it with their years.
struct Published {
    corpus: PathBuf,
    index: PathBuf,
    texts: Vec<(usize, String)>,
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, folder, paragraphs] = asked.as_slice()
        && flag == "--serve"
    {
        return serve(Path::new(folder), paragraphs.parse().unwrap());
    }
    let sizes: Vec<usize> = asked.iter().filter_map(|argument| argument.parse().ok()).collect();
    let part = asked.iter().find(|argument| argument.parse::<usize>().is_err()).map_or("", String::as_str);
    let sizes = if sizes.is_empty() { vec![1_000, 20_000] } else { sizes };
    let mut costs: Vec<BTreeMap<&str, f64>> = Vec::new();
    for paragraphs in &sizes {
        costs.push(measure(*paragraphs, part));
    }
    let last = costs.last().unwrap();
    let growth = costs[0].iter().filter_map(|(name, first)| Some(last.get(name)? / first)).collect();
    println!("\nfrom {} to {} paragraphs, a page of results: {}", sizes[0], sizes.last().unwrap(), spread(growth));
}

/// Prints all tables of a size, and returns what each page of results takes, in microseconds.
fn measure(paragraphs: usize, part: &str) -> BTreeMap<&'static str, f64> {
    let folder = tempfile::tempdir().unwrap();
    println!("\n## {paragraphs} paragraphs");
    let published = publish(folder.path(), paragraphs);
    let server = opened(&published);
    let library = Arc::new(Library::of(&published.texts));
    let costs = results(&published, &library, &server, part);
    others(&published, &server);
    costs
}

/// Makes a corpus, has the program publish it, and tells what that took.
fn publish(folder: &Path, paragraphs: usize) -> Published {
    let published = Published { corpus: folder.join("corpus"), index: folder.join("index"), texts: Vec::new() };
    let texts = generator::write_dated(&published.corpus, paragraphs);
    let started = Instant::now();
    let mut publishing = Command::new(env!("CARGO_BIN_EXE_g7cyber"))
        .args(["publish", "--yes", "--corpus"])
        .arg(&published.corpus)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let status = loop {
        peak = server::footprint(&publishing.id().to_string()).map_or(peak, |now| now.peak.max(peak));
        match publishing.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "publishing ended with {status}");
    println!("\npublished in {:.1?}, {} MiB at most", started.elapsed(), peak >> 10);
    Published { texts, ..published }
}

/// Starts the program, which builds its index, and again from the kept one, and tells what that took.
fn opened(published: &Published) -> Server {
    let (built, server) = answering(published);
    let building = server.footprint();
    drop(server);
    let mut opened: Vec<Duration> = (0..OPENINGS).map(|_| answering(published).0).collect();
    opened.sort_unstable();
    let server = answering(published).1;
    let fresh = server.footprint();
    let (mut chance, mut visitor) = (Chance::seeded(7), server.visitor());
    for _ in 0..ASKED {
        let words = format!("{}+{}", word(chance.rank(40_000)), word(chance.rank(40_000)));
        assert_eq!(visitor.ask(&format!("/search?q={words}&match=any"), "").status, 200);
    }
    println!(
        "built and answering in {built:.1?}, {} MiB at most; opened and answering in {:.2?}, {} MiB resident, {} after {ASKED} searches",
        building.peak >> 10,
        opened[OPENINGS / 2],
        fresh.resident >> 10,
        server.footprint().resident >> 10,
    );
    server
}

/// Starts the program and returns it with the time until it had answered its first search.
fn answering(published: &Published) -> (Duration, Server) {
    let started = Instant::now();
    let flags = ["--corpus", published.corpus.to_str().unwrap(), "--index", published.index.to_str().unwrap()];
    let server = Server::start(&flags);
    assert_eq!(server.visitor().ask(&format!("/search?q={}", word(500)), "").status, 200);
    (started.elapsed(), server)
}

/// Prints every kind of query beside the library and the forty-line page.
fn results(published: &Published, library: &Arc<Library>, server: &Server, part: &str) -> BTreeMap<&'static str, f64> {
    let corpus = corpus::load(&Files::Directory(published.corpus.clone())).expect("what was generated is a corpus");
    let index = Index::build(&corpus).unwrap();
    let page = Plain::page(Arc::clone(library));
    println!(
        "\n| query | hits | library | search | ratio | forty-line page | page | ratio |\n|---|---|---|---|---|---|---|---|"
    );
    let (mut of_library, mut of_page, mut costs) = (Vec::new(), Vec::new(), BTreeMap::new());
    for kind in kinds(&|word| forms(&index, &corpus, word)).iter().filter(|kind| kind.name.contains(part)) {
        let query = library.query(&kind.bare);
        let (bare, found) = measured(|| library.search(query.as_ref()).0);
        let (ours, hits) = measured(|| search(&index, &corpus, kind));
        // Where nothing is found the archive offers what is near, which the library does not.
        if found == 0 {
            continue;
        }
        // Where any word is enough, those of a title count too.
        assert!(hits >= found, "{}: the library finds {found} and the search {hits}", kind.name);
        let (plain, _) = asked(page.address, &[kind.plain_page()], "", || page.spent());
        let (full, _) = asked(server.address, &[kind.page()], "", || clock::of_threads(&server.process()));
        println!(
            "| {} | {hits} | {bare:.0} µs | {ours:.0} µs | {:.2} | {plain:.0} µs | {full:.0} µs | {:.2} |",
            kind.name,
            ours / bare,
            full / plain
        );
        of_library.push(ours / bare);
        of_page.push(full / plain);
        costs.insert(kind.name, full);
    }
    println!("\nsearch beside the library: {} (wanted 2 and 3)", spread(of_library));
    println!("page beside the forty-line page: {} (wanted 2)", spread(of_page));
    costs
}

/// Returns a word with its other forms in the corpus.
fn forms(index: &Index, corpus: &Corpus, word: &str) -> Vec<String> {
    let found = index.search(corpus, &Request { query: word.to_owned(), ..Request::default() });
    let others = found.also_counted.into_iter().flat_map(|counted| counted.forms);
    others.map(|(form, _)| form).chain([word.to_owned()]).collect()
}

/// Searches as for a page of results: hits, spans, excerpts, notices, and all facets.
fn search(index: &Index, corpus: &Corpus, kind: &Kind) -> usize {
    let matching = if kind.any { Matching::Any } else { Matching::All };
    let request = Request { query: kind.typed.clone(), matching, limit: 10, ..Request::default() };
    let results = index.search(corpus, &request);
    for hit in &results.hits {
        let text = &corpus.paragraph_at(hit.place).unwrap().1.text;
        std::hint::black_box(excerpt(text, &hit.spans));
    }
    results.total
}

/// Prints the other pages beside a server that answers as many bytes from memory.
fn others(published: &Published, server: &Server) {
    let hello = Plain::hello();
    let mut ids: Vec<String> = std::fs::read_dir(published.corpus.join("documents"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    ids.sort_unstable();
    let mut chance = Chance::seeded(3);
    let paragraphs: Vec<String> = (0..500).map(|_| format!("/{}/p/1", ids[chance.below(ids.len())])).collect();
    let one = |path: &str| vec![path.to_owned()];
    let style = server.style();
    let tag = server.visitor().ask("/help", "").tag.unwrap();
    let held = format!("If-None-Match: {tag}\r\n");
    let common = word(11);
    println!("\n| page | bytes | as many bytes from memory | page | ratio | wanted |\n|---|---|---|---|---|---|");
    for (name, paths, headers, wanted) in [
        ("a static file", one(&style), "", "2 ×"),
        ("not modified", one("/help"), held.as_str(), "2 ×"),
        ("the first page", one("/"), BROWSER, "300 µs"),
        ("an address that does not exist", one("/no-such-document-of-2018"), BROWSER, "300 µs"),
        ("what changed", one("/changes"), BROWSER, "300 µs"),
        ("the documents", one("/documents"), BROWSER, "60 kB"),
        ("paragraphs by chance", paragraphs, BROWSER, "800,000 instructions"),
        ("the same paragraph", one(&format!("/{}/p/1", ids[0])), BROWSER, ""),
        ("results of a common word", one(&format!("/search?q={common}")), BROWSER, "60 kB"),
        ("a concordance of a common word", one(&format!("/search?q={common}&view=kwic")), BROWSER, "5,000 µs"),
        ("a suggestion", one("/suggest?q=ba"), BROWSER, "500 µs"),
        ("a suggestion behind two words", one(&format!("/suggest?q={}+{}+ba", word(60), word(90))), BROWSER, ""),
    ] {
        let (ours, bytes) = asked(server.address, &paths, headers, || clock::of_threads(&server.process()));
        let as_many = if bytes == 0 { "/304".to_owned() } else { format!("/{bytes}") };
        let (plain, _) = asked(hello.address, &[as_many], "", || hello.spent());
        println!("| {name} | {bytes} | {plain:.0} µs | {ours:.0} µs | {:.1} | {wanted} |", ours / plain);
    }
}

/// What a browser sends with every request for a page.
const BROWSER: &str = "Accept-Encoding: gzip, deflate, br\r\n";

/// Returns the microseconds that a server is on processors for a request, and the bytes of its answer.
fn asked(address: std::net::SocketAddr, paths: &[String], headers: &str, spent: impl Fn() -> Duration) -> (f64, u64) {
    let mut visitor = Visitor::arrive(address);
    let mut bytes = visitor.ask(&paths[0], headers).length;
    // Times are brought up to date when a thread has nothing to do.
    std::thread::sleep(Duration::from_millis(5));
    let (began, before, mut runs) = (Instant::now(), spent(), 0);
    while began.elapsed() < TIME || runs < 5 {
        bytes = visitor.ask(&paths[runs % paths.len()], headers).length;
        runs += 1;
    }
    std::thread::sleep(Duration::from_millis(5));
    ((spent() - before).as_secs_f64() * 1e6 / runs as f64, bytes)
}

/// Returns the microseconds of processor time that a run takes in this thread, and what it found.
fn measured(mut run: impl FnMut() -> usize) -> (f64, usize) {
    let hits = run();
    let (began, before, mut runs) = (Instant::now(), clock::of_thread(), 0);
    while began.elapsed() < TIME || runs < 5 {
        std::hint::black_box(run());
        runs += 1;
    }
    ((clock::of_thread() - before).as_secs_f64() * 1e6 / f64::from(runs), hits)
}

fn spread(mut ratios: Vec<f64>) -> String {
    ratios.sort_unstable_by(f64::total_cmp);
    match ratios.as_slice() {
        [] => "nothing was measured".to_owned(),
        [.., worst] => format!("{:.2} × in the middle, {worst:.2} × at worst", ratios[ratios.len() / 2]),
    }
}

/// Publishes a corpus below `folder`, serves the forty-line page over its texts until the input ends, and prints the
/// kinds of query: name, our address, that of the forty-line page.
fn serve(folder: &Path, paragraphs: usize) {
    let published = publish(folder, paragraphs);
    let corpus = corpus::load(&Files::Directory(published.corpus.clone())).expect("what was generated is a corpus");
    let index = Index::build(&corpus).unwrap();
    let (page, hello) = (Plain::page(Arc::new(Library::of(&published.texts))), Plain::hello());
    for kind in kinds(&|word| forms(&index, &corpus, word)) {
        println!("{}\t{}\t{}", kind.name, kind.page(), kind.plain_page());
    }
    println!("serving on http://{} and http://{}", page.address, hello.address);
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).unwrap();
}
