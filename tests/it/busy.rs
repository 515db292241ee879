//! Whatever is asked, and by however many at once, whoever asks for little is answered.
//!
//! The suite takes it over 20,000 paragraphs and for a moment each; `benches/hostile.rs` takes longer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::generator::{self, word};
use crate::running::{Running, get, send};

const PARAGRAPHS: usize = 20_000;

/// How many ask at once.
const ASKERS: usize = 40;

/// How long one kind is asked.
const TIME: Duration = Duration::from_millis(1500);

/// Returns the middle and the nine-of-ten of how long `/healthz` takes while `busy` is true.
fn health(server: &Running, time: Duration) -> [Duration; 2] {
    let mut times = Vec::new();
    let end = Instant::now() + time;
    while Instant::now() < end || times.len() < 20 {
        let asked = Instant::now();
        assert_eq!(server.get("/healthz").status, 200);
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    [times[times.len() / 2], times[times.len() * 9 / 10]]
}

/// Runs `work` on some threads again and again while `measure` measures.
fn beside<T>(threads: usize, work: impl Fn(usize) + Sync, measure: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for number in 0..threads {
            let (work, done) = (&work, &done);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    work(number);
                }
            });
        }
        let measured = measure();
        done.store(true, Ordering::Relaxed);
        measured
    })
}

#[test]
fn whoever_asks_for_little_is_answered_while_forty_ask_for_much() {
    let folder = tempfile::tempdir().unwrap();
    drop(generator::write_dated(folder.path(), PARAGRAPHS));
    let mut ids: Vec<String> = std::fs::read_dir(folder.path().join("documents"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap().trim_end_matches(".md").to_owned())
        .collect();
    ids.sort();
    let server = Running::start(&["--corpus", folder.path().to_str().unwrap()]);
    let id = &ids[ids.len() / 2];
    let beginnings: Vec<String> = (100..130).map(|rank| format!("{}*", &word(rank)[..3])).collect();
    let beginnings = format!("{}+zzyzx+qqxyz", beginnings.join("+OR+"));
    let common = format!("{}+{}", word(11), word(30));
    let quotation: Vec<String> = (12..42).map(word).collect();
    let kinds = [
        ("nothing there", "/cyber-no-such-document-of-2018".to_owned()),
        ("nothing there, in a sentence", "/cyber-no-such-document-of-2018/p/7).".to_owned()),
        ("the first page", "/".to_owned()),
        ("changes", "/changes".to_owned()),
        ("documents", "/documents".to_owned()),
        ("documents as JSON", "/documents.json".to_owned()),
        ("documents as CSV", "/documents.csv".to_owned()),
        ("the site map", "/sitemap.xml".to_owned()),
        ("a paragraph", format!("/{id}/p/1")),
        ("a paragraph with marks", format!("/{id}/p/1?hl={beginnings}")),
        ("a document with marks", format!("/{id}?hl={beginnings}")),
        ("a search", format!("/search?q={common}")),
        ("a search of beginnings", format!("/search?q={beginnings}")),
        ("a concordance", format!("/search?q={}&view=kwic", word(11))),
        ("a search as CSV", format!("/search.csv?q={}", word(11))),
        ("suggestions", "/suggest?q=st".to_owned()),
        ("a rough citation", "/go?c=declaration+of+2018".to_owned()),
        ("a card", format!("/{id}/p/1/card.png")),
        ("a check", format!("/check.json?q={}", quotation.join("+"))),
    ];
    // What the machine is slow for by itself is no fault of the site: as many threads that only count.
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let burn = |_| (0..100_000_u64).for_each(|number| _ = std::hint::black_box(number));
    let [median, nine] = beside(cores, burn, || health(&server, TIME));
    let mut slow = Vec::new();
    for (kind, path) in &kinds {
        let ask = |number: usize| {
            // Each asks for a card and a text of its own, so that none is kept already.
            let path = path.replace(id.as_str(), &ids[(number * 37) % ids.len()]);
            let _ = get(server.address, &path);
        };
        let times = beside(ASKERS, ask, || health(&server, TIME));
        println!("{kind}: /healthz in {:.1?}, nine of ten in {:.1?}", times[0], times[1]);
        if times[0] > median + Duration::from_millis(50) || times[1] > nine + Duration::from_millis(250) {
            slow.push(format!("{kind}: {times:?}"));
        }
    }
    assert!(slow.is_empty(), "beside busy cores {:?}, and here:\n{}", [median, nine], slow.join("\n"));
    let body = "POST /check HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab";
    assert!(send(server.address, body.as_bytes()).unwrap().status < 500, "and it answers as before");
}
