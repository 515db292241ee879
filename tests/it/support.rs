//! The verbs that tests share.

use std::path::{Path, PathBuf};

pub(crate) use crate::desk::five_releases;
use crate::generator::Chance;

/// Returns the root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folder of third-party test data beside the project, or says that the test is skipped.
///
/// The data is not ours to commit. `tests/run` counts the lines that begin with `skipped:`.
#[track_caller]
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = root().join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    skip("no `shared` folder beside the project");
    None
}

/// Says that the calling test was skipped, and why.
#[track_caller]
pub(crate) fn skip(why: &str) {
    println!("skipped: {}: {why}", std::panic::Location::caller());
}

/// Returns the path and text of every file of the project below `folder` with this extension, sorted by path.
pub(crate) fn sources(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Returns how often something is tried: `long` times behind the switch of the long tests.
pub(crate) fn often(short: usize, long: usize) -> usize {
    if std::env::var_os("LONG_TESTS").is_some() { long } else { short }
}

/// Returns chance that another run can repeat: its seed is printed, and taken from `SEED` where that is set.
pub(crate) fn seeded() -> Chance {
    let now = || std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(now);
    println!("SEED={seed}");
    Chance::seeded(seed)
}
