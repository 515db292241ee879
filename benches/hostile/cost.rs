//! What the dearest requests cost on a large corpus that is made here: processor time and peak of memory of each.
//!
//! Everything goes through the whole site, as a visitor's request would. A row is one request, or the same request on
//! texts of three lengths, each twice as long as the one before.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use g7cyber::archive::Shelf;
use g7cyber::corpus::Files;
use g7cyber::web::{Settings, router};
use http_body_util::BodyExt;
use tower::ServiceExt;
use url::form_urlencoded::byte_serialize;

use super::generator::{self, word};

/// What a request may take, of time and above what is held anyway of memory.
const TIME: Duration = Duration::from_millis(200);
const MEMORY: u64 = 64 << 10;
/// What twice the length may take, beyond twice.
const GROWTH: f64 = 1.3;
/// How often each is asked; the best counts.
const TIMES: usize = 3;
/// The lengths of the texts that are one paragraph, in words that are each found.
const SPANS: [usize; 3] = [20_000, 40_000, 80_000];

/// Requests that are measured alone.
fn requests() -> Vec<(&'static str, String)> {
    let beginnings: String = (0..30).map(|at| format!("{}* ", &word(12 + at)[..3])).collect();
    let common = |count: usize| (0..count).map(word).collect::<Vec<_>>();
    let paragraph = format!("/2001-spans-{}/p/1", SPANS[0]);
    let search = |query: &str| format!("/search?q={}", encoded(query));
    let document: String = (0..31).map(|at| format!("document:{} ", &word(40 + at * 7)[..4])).collect();
    vec![
        ("a common word", search(&word(11))),
        ("a common word, as JSON of ten", format!("/search.json?limit=10&q={}", word(11))),
        ("any of 32 common words", format!("{}&match=any", search(&common(32).join(" ")))),
        ("32 common words", search(&common(32).join(" "))),
        ("30 beginnings and two unknown words", search(&format!("{beginnings}qqxx qqyy"))),
        ("30 beginnings and one unknown word", search(&format!("{beginnings}qqxx"))),
        ("30 beginnings joined by OR", search(beginnings.trim().replace(' ', " OR ").as_str())),
        ("the same marked in a paragraph", format!("{paragraph}?hl={}", encoded(&format!("{beginnings}qqxx qqyy")))),
        ("32 unknown words", search(&(0..32).map(|at| format!("qx{}z ", word(900 + at))).collect::<String>())),
        ("500 characters of `document:`", search(&document)),
        ("20 `document:` and 11 empty years", search(&("document:zzz ".repeat(20) + &"year:2018..2016 ".repeat(11)))),
        (
            "31 years the wrong way round",
            search(&(0..31).map(|at| format!("year:20{:02}..1990 ", at)).collect::<String>()),
        ),
        ("a concordance of a common word", format!("{}&view=kwic", search(&word(11)))),
        ("its page 50, by the words after", format!("{}&view=kwic&lines=right&page=50", search(&word(11)))),
        ("two common words near each other", search("the NEAR/50 of")),
        ("31 pairs of common words near each other", search(&(common(10).join(" NEAR/50 ") + " ").repeat(3))),
        ("32 common words near each other", search(&format!("\"{}\"~100", common(32).join(" ")))),
        ("one common word near itself, 32 times", search(&format!("\"{}\"~100", "the ".repeat(32)))),
        ("a phrase of common words", search("\"of the\"")),
        ("beginnings near each other", search("sta* NEAR/20 sti* NEAR/20 pra* NEAR/20 bab*")),
        (
            "a suggestion",
            format!("/suggest?q={}", encoded(&format!("{} st", beginnings.get(..90).unwrap_or_default()))),
        ),
    ]
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Makes a corpus of so many paragraphs and prints what each request takes.
pub(crate) fn table(paragraphs: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    drop(generator::write_dated(folder.path(), paragraphs));
    for spans in SPANS {
        write_spans(folder.path(), spans)?;
    }
    let shelf = Arc::new(Shelf::open(Files::Directory(folder.path().to_owned()), None)?);
    let site = Site {
        router: router(shelf, &Settings { base_url: "http://a".to_owned() }),
        runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()?,
    };
    println!("{paragraphs} paragraphs\n\n| what is asked | processor time | memory | bytes |\n|---|---|---|---|");
    for (name, path) in requests() {
        let (time, memory, bytes) = site.measure(&path)?;
        let holds = if time <= TIME && memory <= MEMORY { "" } else { ": MISSED" };
        println!("| {name} | {time:.1?}{holds} | {memory} KiB | {bytes} |");
    }
    for (name, path) in [
        ("a paragraph as a page", "/2001-spans-{}/p/1?hl=zzspan"),
        ("its document", "/2001-spans-{}?hl=zzspan"),
        ("a hit as JSON", "/search.json?q=zzspan&document=2001-spans-{}"),
        ("a hit on the page of results", "/search?q=zzspan&document=2001-spans-{}"),
        ("its first lines of a concordance", "/search?q=zzspan&view=kwic&document=2001-spans-{}"),
    ] {
        let mut times = Vec::new();
        for spans in SPANS {
            times.push(site.measure(&path.replace("{}", &spans.to_string()))?.0);
        }
        let growth =
            times.last().zip(times.first()).map_or(0.0, |(last, first)| last.as_secs_f64() / first.as_secs_f64());
        let holds = if growth <= 4.0 * GROWTH { "" } else { ": MISSED" };
        println!("| {name} with {SPANS:?} spans | {times:.1?}: {:.2} of linear{holds} | | |", growth / 4.0);
    }
    Ok(())
}

/// Writes a document of one paragraph in which one word stands so many times.
fn write_spans(folder: &Path, spans: usize) -> std::io::Result<()> {
    let front = "title = \"Spans\"\nkind = \"report\"\ndate = \"2001\"\nissuer = \"G7\"\nlanguage = \"en\"";
    let text = "zzspan of ".repeat(spans);
    fs::write(folder.join(format!("documents/2001-spans-{spans}.md")), format!("+++\n{front}\n+++\n{}.\n", text.trim()))
}

struct Site {
    router: Router,
    runtime: tokio::runtime::Runtime,
}

impl Site {
    /// Returns the processor time that a request takes at best, the KiB that it adds at most, and its bytes.
    fn measure(&self, path: &str) -> Result<(Duration, u64, usize), Box<dyn Error>> {
        let (mut best, mut most, mut bytes) = (Duration::MAX, 0, 0);
        for _ in 0..TIMES {
            fs::write("/proc/self/clear_refs", "5")?;
            let (held, before) = (memory("VmRSS:"), cpu()?);
            let request = Request::get(path).header("host", "a").body(Body::empty())?;
            bytes = self.runtime.block_on(async {
                let answer = self.router.clone().oneshot(request).await?;
                if !answer.status().is_success() {
                    return Err(format!("{path}: {}", answer.status()).into());
                }
                Ok::<usize, Box<dyn Error>>(answer.into_body().collect().await?.to_bytes().len())
            })?;
            best = best.min(cpu()?.saturating_sub(before));
            most = most.max(memory("VmHWM:").saturating_sub(held));
        }
        Ok((best, most, bytes))
    }
}

/// Returns how long the threads of this process have been on a processor; the system brings it up to date when they
/// leave it.
fn cpu() -> std::io::Result<Duration> {
    std::thread::yield_now();
    let mut sum = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let times = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
        sum += times.split(' ').next().and_then(|time| time.parse::<u64>().ok()).unwrap_or_default();
    }
    Ok(Duration::from_nanos(sum))
}

/// Returns a figure of this process in KiB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}
