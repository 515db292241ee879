//! How long the slowest hostile query takes through the whole site: parsed, searched, marked and printed.
//!
//! ```text
//! cargo bench --bench hostile                # hostile strings on the real corpus: 50 ms
//! cargo bench --bench hostile -- 240000      # the dearest requests on a corpus of this size: 200 ms and 64 MiB each
//! cargo bench --bench hostile -- 240000 spans  # only the rows with this in their names; `forty`: beside a crowd
//! ```
//!
//! Hostile strings are read from `../shared/hostile`; without it only the second can be measured.

#![allow(clippy::unwrap_used, reason = "a bench that cannot run says so by stopping")]

#[allow(dead_code, reason = "each that measures takes the form it needs")]
#[path = "support/clock.rs"]
mod clock;
#[path = "hostile/cost.rs"]
mod cost;
#[path = "hostile/crowd.rs"]
mod crowd;
#[path = "support/generator.rs"]
mod generator;
#[path = "support/server.rs"]
mod server;

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use g7cyber::archive::LiveArchive;
use g7cyber::corpus::Files;
use g7cyber::web::{Settings, router};
use http_body_util::BodyExt;
use tower::ServiceExt;
use url::form_urlencoded::byte_serialize;

const BUDGET: Duration = Duration::from_millis(50);

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(paragraphs) = std::env::args().find_map(|argument| argument.parse().ok()) {
        let part =
            std::env::args().skip(1).find(|argument| argument.parse::<usize>().is_err() && !argument.starts_with('-'));
        return cost::table(paragraphs, &part.unwrap_or_default());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    let Ok(payloads) = std::fs::read_to_string(folder.join("payloads.json")) else {
        println!("skipped: no hostile strings beside the project");
        return Ok(());
    };
    let mut queries: Vec<String> = serde_json::from_str::<Vec<String>>(&payloads)?
        .iter()
        .map(|payload| byte_serialize(payload.as_bytes()).collect())
        .collect();
    let unicode: Vec<serde_json::Value> =
        serde_json::from_str(&std::fs::read_to_string(folder.join("unicode_queries.json"))?)?;
    queries.extend(unicode.iter().filter_map(|case| case["q"].as_str().map(str::to_owned)));
    queries.extend(bombs().iter().map(|bomb| byte_serialize(bomb.as_bytes()).collect()));

    let site =
        router(Arc::new(LiveArchive::open(Files::Embedded, None)?), &Settings { base_url: "http://a".to_owned() });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for query in &queries {
        let Ok(request) = Request::get(format!("/search?q={query}")).header("host", "a").body(Body::empty()) else {
            continue;
        };
        let began = Instant::now();
        runtime.block_on(async {
            site.clone().oneshot(request).await?.into_body().collect().await.map_err(Box::<dyn Error>::from)
        })?;
        times.push((began.elapsed(), query));
    }
    times.sort_unstable();
    let slowest = times.last().ok_or("no query was run")?;
    let middle = times[times.len() / 2].0;
    let shown: String = slowest.1.chars().take(60).collect();
    println!("{} queries, median {middle:.1?}, slowest {:.1?}: {shown}", times.len(), slowest.0);
    println!("budget of {BUDGET:?} {}", if slowest.0 <= BUDGET { "holds" } else { "is MISSED" });
    Ok(())
}

/// Returns queries made to be expensive, as long as an address may be.
fn bombs() -> Vec<String> {
    vec![
        "(".repeat(2_000) + "a" + &")".repeat(2_000),
        "NOT ".repeat(1_500) + "a",
        (0..1_000).map(|n| format!("w{n} ")).collect(),
        (0..700).map(|n| format!("w{n} OR ")).collect(),
        "\"the of in the of in the of in\"~4294967295".to_owned(),
        format!("\"{}\"", "the ".repeat(1_500)),
        "\"".repeat(1_000),
        "the* cyb* int* sta* ".repeat(20),
        "a:".repeat(1_000),
        "cites:zzz document:zzz ".repeat(20),
        "a".repeat(7_000),
    ]
}
