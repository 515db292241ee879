//! How long `/healthz` takes while forty visitors at once ask for what is dear, of the real program over loopback.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::generator::word;
use super::server::Server;

/// How many ask at once, and for how long one kind is asked.
const ASKERS: usize = 40;
const TIME: Duration = Duration::from_secs(4);
/// What it may take: in the middle, and for nine of ten.
const MIDDLE: Duration = Duration::from_millis(50);
const NINE_OF_TEN: Duration = Duration::from_millis(250);

/// Prints what it takes beside each kind of request, and beside as many threads that only count as there are cores.
pub(crate) fn table(corpus: &Path, ids: &[String]) {
    let server = Server::start(&["--corpus", corpus.to_str().unwrap()]);
    let id = &ids[ids.len() / 2];
    let beginnings: Vec<String> = (0..30).map(|at| format!("{}*", &word(12 + at)[..3])).collect();
    let beginnings = format!("{}+qqxx+qqyy", beginnings.join("+"));
    let common = word(11);
    let quotation: Vec<String> = (12..42).map(word).collect();
    println!("\n| forty at once ask for | `/healthz` in the middle | nine of ten |\n|---|---|---|");
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    row("nothing, while as many threads count as there are cores", cores, &server, |_, _, done| {
        while !done.load(Ordering::Relaxed) {
            std::hint::spin_loop();
        }
    });
    for (name, path) in [
        ("a paragraph", format!("/{id}/p/1")),
        ("a paragraph with 30 beginnings to be marked", format!("/{id}/p/1?hl={beginnings}")),
        ("a document with the same", format!("/{id}?hl={beginnings}")),
        ("an address that does not exist", "/cyber-no-such-document-of-2018/p/7).".to_owned()),
        ("the first page", "/".to_owned()),
        ("what changed", "/changes".to_owned()),
        ("the documents", "/documents".to_owned()),
        ("the documents as JSON", "/documents.json".to_owned()),
        ("the site map", "/sitemap.xml".to_owned()),
        ("a common word", format!("/search?q={common}")),
        ("30 beginnings and two unknown words", format!("/search?q={beginnings}")),
        ("a concordance", format!("/search?q={common}&view=kwic")),
        ("all hits as CSV", format!("/search.csv?q={common}")),
        ("a suggestion", "/suggest?q=st".to_owned()),
        ("a card", format!("/{id}/p/1/card.png")),
        ("a check of 30 words", format!("/check.json?q={}", quotation.join("+"))),
    ] {
        row(name, ASKERS, &server, |server, number, done| {
            // Each asks for a card and a text of its own, so that none is kept already.
            let path = path.replace(id.as_str(), &ids[(number * 37) % ids.len()]);
            let mut visitor = server.visitor();
            while !done.load(Ordering::Relaxed) {
                visitor.ask(&path, "");
            }
        });
    }
}

/// Measures beside some threads that do the same until they are told to end.
fn row(name: &str, threads: usize, server: &Server, work: impl Fn(&Server, usize, &AtomicBool) + Sync) {
    let done = AtomicBool::new(false);
    let mut times = Vec::new();
    std::thread::scope(|scope| {
        for number in 0..threads {
            let (work, done) = (&work, &done);
            scope.spawn(move || work(server, number, done));
        }
        let mut visitor = server.visitor();
        let began = Instant::now();
        while began.elapsed() < TIME || times.len() < 20 {
            let asked = Instant::now();
            visitor.ask("/healthz", "");
            times.push(asked.elapsed());
        }
        done.store(true, Ordering::Relaxed);
    });
    times.sort_unstable();
    let (middle, nine) = (times[times.len() / 2], times[times.len() * 9 / 10]);
    let holds = if middle <= MIDDLE && nine <= NINE_OF_TEN { "" } else { ": MISSED" };
    println!("| {name} | {middle:.1?} | {nine:.1?}{holds} |");
}
