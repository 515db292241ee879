//! What the program is built from: licences that allow it, one source, one version of each crate but for a known few.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;

use crate::support::{root, skip};

/// Licences that ask for no more than their own text.
const LICENCES: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that two of our dependencies want in different versions; postcard locks two of `embedded-io` and builds none.
const DOUBLED: [&str; 9] =
    ["embedded-io", "foldhash", "getrandom", "hashbrown", "itertools", "miniz_oxide", "rand", "rand_core", "syn"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Returns the crates of the lock file that this machine builds.
fn packages() -> Option<Vec<Package>> {
    let host = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let host = String::from_utf8(host).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    if !output.status.success() {
        skip("cargo has not all crates of the lock file on this machine");
        return None;
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout).unwrap();
    Some(metadata.packages)
}

/// Tells whether every part of a licence expression has an alternative that is allowed.
fn allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| {
        part.split(" OR ").any(|licence| LICENCES.contains(&licence.split(" WITH ").next().unwrap().trim()))
    })
}

#[test]
fn every_crate_has_a_licence_that_allows_this_program() {
    let wrong: Vec<String> = packages()
        .unwrap_or_default()
        .into_iter()
        .filter(|package| !package.license.as_deref().is_some_and(allowed))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(allowed("(MIT OR GPL-3.0) AND Unicode-3.0") && !allowed("MIT AND GPL-3.0"));
}

#[test]
fn every_crate_comes_from_the_public_registry() {
    for package in packages().unwrap_or_default() {
        let source = package.source.unwrap_or_default();
        assert!(package.name == "g7cyber" || source.starts_with("registry+"), "{}: `{source}`", package.name);
    }
}

#[test]
fn no_crate_is_compiled_in_twice_but_for_a_known_few() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages().unwrap_or_default() {
        versions.entry(package.name).or_default().push(package.version);
    }
    versions.retain(|name, versions| versions.len() > 1 && !DOUBLED.contains(&name.as_str()));
    assert!(versions.is_empty(), "{versions:?}");
}
