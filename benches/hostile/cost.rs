//! What the dearest requests cost on a large corpus that is made here: processor time and peak of memory of each.
//!
//! Everything goes through the whole site, as a visitor's request would. A row is one request, or the same request on
//! texts of three lengths, each twice as long as the one before. What they do to others is in `crowd`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use g7cyber::archive::LiveArchive;
use g7cyber::corpus::{self, Files};
use g7cyber::web::{Settings, router};
use http_body_util::BodyExt;
use tower::ServiceExt;
use url::form_urlencoded::byte_serialize;

use super::generator::{self, word};
use super::{clock, crowd};

/// What a request may take, of time and above what is held anyway of memory.
const TIME: Duration = Duration::from_millis(200);
const MEMORY: u64 = 64 << 10;
/// What twice the length may take, beyond twice.
const GROWTH: f64 = 1.3;
/// How often each is asked; the best counts.
const TIMES: usize = 3;
/// The lengths of the texts that are one paragraph, in words that are each found.
const SPANS: [usize; 3] = [20_000, 40_000, 80_000];
/// How many published documents are broken.
const BROKEN: [usize; 3] = [1_500, 3_000, 6_000];
/// How many times a page of a paragraph an address may take that does not exist.
const NOT_FOUND: f64 = 2.0;

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

/// Pages over the whole corpus and the parts of one document.
fn pages(id: &str) -> Vec<(&'static str, String)> {
    vec![
        ("the first page", "/".to_owned()),
        ("what changed", "/changes".to_owned()),
        ("the documents", "/documents".to_owned()),
        ("the documents as JSON", "/documents.json".to_owned()),
        ("the documents as CSV", "/documents.csv".to_owned()),
        ("the site map", "/sitemap.xml".to_owned()),
        ("a rough citation", "/go?c=declaration+of+2018".to_owned()),
        ("a document", format!("/{id}")),
        ("a paragraph", format!("/{id}/p/1")),
    ]
}

/// Addresses that do not exist.
const NOWHERE: [&str; 3] =
    ["/cyber-no-such-document-of-2018", "/cyber-no-such-document-of-2018/p/7", "/cyber-no-such-document-of-2018/p/7)."];

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Makes a corpus of so many paragraphs and prints what each request takes.
///
/// Only rows with `part` in their names are measured.
pub(crate) fn table(paragraphs: usize, part: &str) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    drop(generator::write_dated(folder.path(), paragraphs));
    for spans in SPANS {
        write_spans(folder.path(), spans)?;
    }
    let live = Arc::new(LiveArchive::open(Files::Directory(folder.path().to_owned()), None)?);
    let site = Site {
        router: router(live, &Settings { base_url: "http://a".to_owned() }),
        // The time of a thread that ends would be lost.
        runtime: tokio::runtime::Builder::new_current_thread().thread_keep_alive(Duration::MAX).enable_all().build()?,
    };
    let mut ids: Vec<String> = fs::read_dir(folder.path().join("documents"))?
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    ids.sort_unstable();
    let id = ids.get(ids.len() / 2).ok_or("no documents")?;
    // What is made once for an archive is there before anything is measured.
    for (_, path) in pages(id) {
        site.measure(&path)?;
    }
    println!("{paragraphs} paragraphs\n\n| what is asked | processor time | memory | bytes |\n|---|---|---|---|");
    for (name, path) in requests().into_iter().chain(pages(id)).filter(|(name, _)| name.contains(part)) {
        let (time, memory, bytes) = site.measure(&path)?;
        let holds = missed(time <= TIME && memory <= MEMORY);
        println!("| {name} | {time:.1?}{holds} | {memory} KiB | {bytes} |");
    }
    let page = site.measure(&format!("/{id}/p/1"))?.0;
    for path in NOWHERE.into_iter().filter(|path| path.contains(part)) {
        let share = site.measure(path)?.0.as_secs_f64() / page.as_secs_f64();
        println!("| `{path}` | {share:.2} of a paragraph's page{} | | |", missed(share <= NOT_FOUND));
    }
    for (name, path) in [
        ("a paragraph as a page", "/2001-spans-{}/p/1?hl=zzspan"),
        ("its document", "/2001-spans-{}?hl=zzspan"),
        ("a hit as JSON", "/search.json?q=zzspan&document=2001-spans-{}"),
        ("a hit on the page of results", "/search?q=zzspan&document=2001-spans-{}"),
        ("its first lines of a concordance", "/search?q=zzspan&view=kwic&document=2001-spans-{}"),
    ] {
        if !format!("{name} with spans").contains(part) {
            continue;
        }
        let mut times = Vec::new();
        for spans in SPANS {
            times.push(site.measure(&path.replace("{}", &spans.to_string()))?.0);
        }
        println!("| {name} with {SPANS:?} spans | {times:.1?}: {} | | |", growth(&times));
    }
    if "broken documents".contains(part) {
        let times = BROKEN.into_iter().map(broken).collect::<Result<Vec<_>, _>>()?;
        println!(
            "| a check of {BROKEN:?} broken documents that were published | {times:.1?}: {} | | |",
            growth(&times)
        );
    }
    drop(site);
    if "forty".contains(part) {
        crowd::table(folder.path(), &ids);
    }
    Ok(())
}

/// Returns how much longer four times as much takes, as a share of four times the time.
fn growth(times: &[Duration]) -> String {
    let ends = times.first().zip(times.last());
    let share = ends.map_or(0.0, |(first, last)| last.as_secs_f64() / first.as_secs_f64() / 4.0);
    format!("{share:.2} of linear{}", missed(share <= GROWTH))
}

fn missed(holds: bool) -> &'static str {
    if holds { "" } else { ": MISSED" }
}

/// Returns how long it takes at best to tell that so many published documents are broken.
fn broken(number: usize) -> Result<Duration, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("documents"))?;
    let mut ledger = String::from("document,number,revision,published,sha256,fingerprint,state,target,note\n");
    for at in 0..number {
        fs::write(folder.path().join(format!("documents/2001-x{at}.md")), "broken")?;
        ledger += &format!("2001-x{at},,,2021-01-01,,,live,,\n");
    }
    fs::write(folder.path().join("ledger.csv"), ledger)?;
    let files = Files::Directory(folder.path().to_owned());
    let mut best = Duration::MAX;
    for _ in 0..TIMES {
        // By the clock: the threads that read documents take their times with them when they end.
        let before = Instant::now();
        let told = corpus::load(&files).err().map_or(0, |problems| problems.len());
        best = best.min(before.elapsed());
        if told != number {
            return Err(format!("{told} of {number} broken documents were told").into());
        }
    }
    Ok(best)
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
            let (held, before) = (memory("VmRSS:"), clock::of_process());
            let request = Request::get(path).header("host", "a").body(Body::empty())?;
            bytes = self.runtime.block_on(async {
                let answer = self.router.clone().oneshot(request).await?;
                if answer.status().as_u16() >= 400 && !NOWHERE.contains(&path) {
                    return Err(format!("{path}: {}", answer.status()).into());
                }
                // Sent on piece by piece, as a server does.
                let (mut body, mut bytes) = (answer.into_body(), 0);
                while let Some(frame) = body.frame().await {
                    bytes += frame?.data_ref().map_or(0, |data| data.len());
                }
                Ok::<usize, Box<dyn Error>>(bytes)
            })?;
            // A thread that ended took its time with it.
            best = clock::of_process().checked_sub(before).map_or(best, |time| best.min(time));
            most = most.max(memory("VmHWM:").saturating_sub(held));
        }
        Ok((best, most, bytes))
    }
}

/// Returns a figure of this process in KiB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}
