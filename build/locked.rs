//! The list of the crates that the program is made of, from `Cargo.toml` and `Cargo.lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

/// A crate in `Cargo.lock`.
#[derive(Default)]
struct Package<'a> {
    name: &'a str,
    version: &'a str,
    /// Names, with the version behind it where two are locked.
    dependencies: Vec<&'a str>,
}

/// Writes `locked.txt`: one `name version` line for each crate that `[dependencies]` leads to, sorted.
///
/// Crates for other platforms are among them, since the lock file does not tell.
pub(crate) fn write(out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let manifest = fs::read_to_string("Cargo.toml")?;
    let lock = fs::read_to_string("Cargo.lock")?;
    let mut packages: BTreeMap<&str, Vec<Package<'_>>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1).map(package) {
        packages.entry(package.name).or_default().push(package);
    }
    let mut wanted: Vec<&str> = roots(&manifest).collect();
    let mut found = BTreeSet::new();
    while let Some(next) = wanted.pop() {
        let (name, version) = next.split_once(' ').unwrap_or((next, ""));
        for package in packages.get(name).into_iter().flatten() {
            if (version.is_empty() || version == package.version)
                && found.insert(format!("{} {}", package.name, package.version))
            {
                wanted.extend(&package.dependencies);
            }
        }
    }
    let lines: Vec<String> = found.into_iter().collect();
    Ok(fs::write(out.join("locked.txt"), lines.join("\n"))?)
}

/// Returns the names under `[dependencies]`, which this project writes one a line.
fn roots(manifest: &str) -> impl Iterator<Item = &str> {
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    section.lines().filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once(" = ")?.0))
}

fn package(block: &str) -> Package<'_> {
    let mut package = Package::default();
    for line in block.lines() {
        let value = line.split('"').nth(1).unwrap_or_default();
        match line.split_once(" = ").map(|(key, _)| key) {
            Some("name") => package.name = value,
            Some("version") => package.version = value,
            None if line.starts_with(" \"") => package.dependencies.push(value),
            _ => {}
        }
    }
    package
}
