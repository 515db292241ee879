//! What does a page cost, by template? Processor time of the whole program for one request through the router,
//! uncompressed and compressed, on the real corpus; a document of 100 paragraphs is made of the real ones.
//!
//! ```text
//! cargo bench --bench page
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot run says so by stopping")]

#[allow(dead_code, reason = "each that measures takes the form it needs")]
#[path = "support/clock.rs"]
mod clock;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use g7cyber::archive::LiveArchive;
use g7cyber::corpus::{self, Files};
use g7cyber::web::{Settings, router};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// How long each page is asked for again and again.
const TIME: Duration = Duration::from_millis(800);

fn main() {
    let folder = tempfile::tempdir().unwrap();
    write_corpus(folder.path());
    let files = Files::Directory(folder.path().to_owned());
    let site = router(Arc::new(LiveArchive::open(files, None).unwrap()), &Settings { base_url: "http://a".to_owned() });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    println!("| page | bytes | CPU | with brotli | budget |\n|---|---|---|---|---|");
    let report = "/2018-ise-shima-cyber-group-report";
    let pages = [
        ("a paragraph", format!("{report}/p/3"), Some(60)),
        ("a paragraph with a query's marks", format!("{report}/p/3?hl=cyber"), None),
        ("a document of 100 paragraphs", "/2018-hundred-paragraphs".to_owned(), Some(300)),
        ("a document of 12 paragraphs", report.to_owned(), None),
        ("a document as JSON", format!("{report}.json"), None),
        ("a record", "/2017-lucca-declaration".to_owned(), None),
        ("cite", format!("{report}/p/3/cite"), None),
        ("embed", format!("{report}/p/3/embed"), None),
        ("a search", "/search?q=cyber".to_owned(), None),
        ("a search of two words", "/search?q=international+law".to_owned(), None),
        ("a concordance", "/search?q=cyber&view=kwic".to_owned(), None),
        ("a search as JSON", "/search.json?q=cyber".to_owned(), None),
        ("the first page", "/".to_owned(), None),
        ("documents", "/documents".to_owned(), None),
        ("help", "/help".to_owned(), None),
        ("changes", "/changes".to_owned(), None),
        ("a page that is not there", "/nowhere".to_owned(), None),
    ];
    for (name, path, budget) in pages {
        let ask = |encoding: &str| {
            runtime.block_on(async {
                let request = Request::get(&path).header("host", "a").header("accept-encoding", encoding);
                let answer = site.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
                answer.into_body().collect().await.unwrap().to_bytes().len()
            })
        };
        let (bytes, plain) = measured(|| ask("identity"));
        let (_, compressed) = measured(|| ask("br"));
        let budget = budget.map_or("–".to_owned(), |budget| {
            format!("{budget} µs: {}", if plain <= f64::from(budget) { "holds" } else { "MISSED" })
        });
        println!("| {name} | {bytes} | {plain:.0} µs | {compressed:.0} µs | {budget} |");
    }
}

/// Returns what a request answers with and the microseconds of processor time that it costs.
fn measured(ask: impl Fn() -> usize) -> (usize, f64) {
    for _ in 0..50 {
        ask();
    }
    let (began, before, mut count, mut bytes) = (Instant::now(), clock::of_process(), 0, 0);
    while began.elapsed() < TIME {
        bytes = ask();
        count += 1;
    }
    (bytes, (clock::of_process() - before).as_secs_f64() * 1e6 / f64::from(count))
}

/// Writes the real corpus with one more document of 100 paragraphs below `folder`.
fn write_corpus(folder: &Path) {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    copy(&real, folder);
    let corpus = corpus::load(&Files::Directory(real)).expect("the corpus is whole");
    let texts = corpus.documents().iter().flat_map(|document| &document.paragraphs).map(|it| it.text.as_ref());
    let texts: Vec<&str> = texts.collect();
    let mut page = "+++\ntitle = \"A hundred paragraphs\"\nkind = \"report\"\ndate = \"2018\"\nissuer = \"G7\"\nlanguage = \"en\"\n+++\n".to_owned();
    for text in texts.iter().cycle().take(100) {
        write!(page, "{}\n\n", text.replace('[', "\\[").replace('{', "\\{")).unwrap();
    }
    std::fs::write(folder.join("documents/2018-hundred-paragraphs.md"), page).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}
