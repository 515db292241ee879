//! Promises about the house: floors, lengths, names, escapes. A rule worth repeating becomes a test here.

use std::collections::{BTreeMap, BTreeSet};

use crate::running::program;
use crate::support::{root, sources};

/// The floors from the ground up; each may use those before it.
const FLOORS: [&str; 14] = [
    "wording",
    "corpus",
    "search",
    "archive",
    "quotation",
    "comparison",
    "citation",
    "data",
    "mcp",
    "dataset",
    "import",
    "web",
    "export",
    "cli",
];

/// The layers inside a floor from the ground up; each may use those before it.
const LAYERS: [(&str, &[&str]); 1] =
    [("search", &["analysis", "language", "index", "plan", "matching", "run", "answer"])];

/// Crates that one floor keeps to itself.
const KEPT: [(&str, &[&str]); 13] = [
    ("zip", &["dataset", "import"]),
    ("flate2", &["import"]),
    ("quick_xml", &["import"]),
    ("sha1", &["dataset", "import"]),
    ("tantivy", &["search"]),
    ("axum", &["web"]),
    ("askama", &["web"]),
    ("hyper", &["web"]),
    ("tower_http", &["web"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli", "main"]),
    ("scraper", &["import"]),
    ("ureq", &["import"]),
];

/// Modules with a template that any page may answer with.
const SHOWN_BY_ALL: [&str; 2] = ["error_page", "choice"];

/// The page whose subject is what the others answer.
const DESCRIBES_ALL: &str = "api";

/// Names of several types that are seen beyond their folder, with the reason.
const SHARED_NAMES: [(&str, &str); 1] =
    [("Error", "what can go wrong on a floor; it is written with the floor before it")];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 9] = ["mod", "utils", "util", "helpers", "common", "types", "models", "handlers", "consts"];

/// Returns the floor that a file below `src` belongs to: its first folder, or its stem.
fn floor(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap();
    below.split(['/', '.']).next().unwrap()
}

/// Returns the lines that are code: neither comment nor documentation.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(at, line)| (at + 1, line))
}

/// Fails with all complaints at once.
#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Returns the identifiers that follow `crate::` in a line, those in braces too.
fn floors_named(line: &str) -> Vec<&str> {
    named_behind("crate::", line)
}

/// Returns the identifiers that follow a path in a line, those in braces too.
fn named_behind<'a>(path: &str, line: &'a str) -> Vec<&'a str> {
    line.split(path)
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => list.split(',').map(str::trim_start).collect(),
            None => vec![rest],
        })
        .map(|rest| rest.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap())
        .collect()
}

#[test]
fn floors_use_only_what_stands_below_them() {
    let mut complaints = Vec::new();
    for (path, text) in sources("src", "rs") {
        let Some(height) = FLOORS.iter().position(|name| *name == floor(&path)) else { continue };
        for (line, code) in code(&text) {
            for named in floors_named(code) {
                if FLOORS.iter().position(|name| *name == named).is_some_and(|other| other > height) {
                    complaints.push(format!("{path}:{line}: `{}` may not use `{named}`", FLOORS[height]));
                }
            }
        }
    }
    none(&complaints);
}

/// The modules of a floor by their paths, as `search::index`, each with the modules that it names.
struct Modules(BTreeMap<String, BTreeSet<String>>);

impl Modules {
    fn of(floor: &str) -> Self {
        let is_own = |path: &str| path == format!("src/{floor}.rs") || path.starts_with(&format!("src/{floor}/"));
        let name = |path: &str| path["src/".len()..path.len() - ".rs".len()].replace('/', "::");
        let untested = |text: String| text.split("#[cfg(test)]").next().unwrap().to_owned();
        let files = sources("src", "rs").into_iter().filter(|(path, _)| is_own(path));
        let texts: BTreeMap<String, String> = files.map(|(path, text)| (name(&path), untested(text))).collect();
        let names: BTreeSet<String> = texts.keys().cloned().collect();
        let mut modules = BTreeMap::new();
        for (own, text) in &texts {
            let mut named = BTreeSet::new();
            for path in paths_named(text) {
                let Some(other) = resolved(own, &path, &names) else { continue };
                // A module and those inside it are one: its face is made of them, and they see it. The face of the
                // floor is a module of its own for what it defines itself.
                let is_seen = is_within(&other, own) || is_within(own, &other);
                let item = path.rsplit("::").next().unwrap();
                if !is_seen || other == floor && own != floor && defines(&texts[floor], item) {
                    named.insert(other);
                }
            }
            if own == floor {
                named.extend(taken(text).map(|part| format!("{floor}::{part}")).filter(|part| names.contains(part)));
            }
            modules.insert(own.clone(), named);
        }
        Self(modules)
    }

    /// Returns them with all that is inside a part of the floor as one module.
    fn parts(&self) -> Self {
        let part = |name: &String| name.split("::").take(2).collect::<Vec<_>>().join("::");
        let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, named) in &self.0 {
            let own = part(name);
            let others = named.iter().map(part).filter(|other| *other != own);
            parts.entry(own.clone()).or_default().extend(others);
        }
        Self(parts)
    }

    /// Returns a way from a module through others back to it, if there is one.
    fn circle(&self) -> Option<Vec<String>> {
        self.0.keys().find_map(|from| {
            let mut ways = vec![vec![from.clone()]];
            let mut seen = BTreeSet::new();
            while let Some(way) = ways.pop() {
                for next in &self.0[way.last().unwrap()] {
                    let longer = [&way[..], std::slice::from_ref(next)].concat();
                    if next == from {
                        return Some(longer);
                    }
                    if seen.insert(next.clone()) {
                        ways.push(longer);
                    }
                }
            }
            None
        })
    }
}

/// Tells whether a text defines something of this name.
fn defines(text: &str, name: &str) -> bool {
    ["struct", "enum", "fn", "trait", "const", "type"].iter().any(|kind| text.contains(&format!("{kind} {name}")))
}

/// Returns the parts whose names a face takes for itself; what it only hands on it does not use.
fn taken(text: &str) -> impl Iterator<Item = &str> {
    let lines = code(text).filter_map(|(_, line)| line.strip_prefix("use "));
    lines.map(|path| path.trim_start_matches("self::").split("::").next().unwrap())
}

fn is_within(inner: &str, outer: &str) -> bool {
    inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"))
}

/// Returns every path in a text that begins in this crate, those in braces written out.
fn paths_named(text: &str) -> Vec<String> {
    let code: String = code(text).map(|(_, line)| format!("{line}\n")).collect();
    let squeezed: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut paths = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in squeezed.match_indices(root) {
            let is_inside = squeezed[..at].ends_with(|before: char| before.is_alphanumeric() || "_:".contains(before));
            if !is_inside {
                write_out(&squeezed[at..], "", &mut paths);
            }
        }
    }
    paths
}

/// Adds the paths that a text begins with, after `before`; returns the rest of the text.
fn write_out<'a>(text: &'a str, before: &str, paths: &mut Vec<String>) -> &'a str {
    let is_path = |character: char| character.is_alphanumeric() || "_:".contains(character);
    let end = text.find(|character| !is_path(character)).unwrap_or(text.len());
    let (own, mut rest) = text.split_at(end);
    let path = format!("{before}{own}");
    if !rest.starts_with('{') || !path.ends_with("::") {
        // Nothing follows the last comma of a list.
        paths.extend((!own.is_empty()).then_some(path));
        return rest;
    }
    while let Some(inner) = rest.strip_prefix(['{', ',']) {
        rest = write_out(inner.trim_start(), &path, paths).trim_start();
    }
    rest.strip_prefix('}').unwrap_or(rest)
}

/// Returns the module that a path names, or is in, seen from the module `own`.
fn resolved(own: &str, path: &str, modules: &BTreeSet<String>) -> Option<String> {
    let mut base: Vec<&str> = own.split("::").collect();
    for segment in path.split("::") {
        match segment {
            "crate" => base.clear(),
            "super" => drop(base.pop()),
            "self" => {}
            other => base.push(other),
        }
    }
    (1..=base.len()).rev().map(|length| base[..length].join("::")).find(|path| modules.contains(path))
}

#[test]
fn layers_use_only_what_stands_below_them() {
    let mut complaints = Vec::new();
    for (floor, layers) in LAYERS {
        let layer = |module: &str| {
            module.strip_prefix(&format!("{floor}::")).map(|it| it.split("::").next().unwrap().to_owned())
        };
        let height = |name: &str| layers.iter().position(|layer| *layer == name);
        for (module, named) in Modules::of(floor).0 {
            let Some(own) = layer(&module) else { continue };
            let Some(own_height) = height(&own) else {
                complaints.push(format!("`{module}` is in no layer of `{floor}`"));
                continue;
            };
            for other in named {
                if layer(&other).is_none_or(|layer| height(&layer) > Some(own_height)) {
                    complaints.push(format!("`{module}` may not use `{other}`"));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn no_modules_go_in_a_circle() {
    let mut circles = Vec::new();
    for floor in FLOORS {
        let modules = Modules::of(floor);
        assert!(modules.0.values().any(|named| !named.is_empty()), "nothing of `{floor}` names another");
        circles.extend([modules.circle(), modules.parts().circle()].into_iter().flatten());
    }
    none(&circles.iter().map(|circle| circle.join(" -> ")).collect::<Vec<_>>());
}

#[test]
fn paths_are_seen_however_they_are_written() {
    let text = "use super::{a, b::{self, c::D}};\n// crate::not\nuse crate::search::{\n    index::Index,\n    plan,\n};\nx(self::y::z());";
    let expected = [
        "crate::search::index::Index",
        "crate::search::plan",
        "super::a",
        "super::b::self",
        "super::b::c::D",
        "self::y::z",
    ];
    assert_eq!(paths_named(text), expected);
    let modules = ["s", "s::b", "s::b::c", "s::o"].map(str::to_owned).into();
    let named = |path: &str| resolved("s::o", path, &modules);
    assert_eq!(named("super::b::c::D"), Some("s::b::c".to_owned()));
    assert_eq!(named("crate::s::b::D"), Some("s::b".to_owned()));
    assert_eq!(named("crate::t::D"), None);
    let circle = [("a", "b"), ("b", "c"), ("c", "a")].map(|(own, other)| (own.to_owned(), [other.to_owned()].into()));
    assert_eq!(Modules(circle.into()).circle(), Some(["a", "b", "c", "a"].map(str::to_owned).into()));
}

#[test]
fn pages_do_not_know_each_other() {
    let stem = |path: &str| path.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
    let is_page = |name: &str| root().join(format!("src/web/{name}.rs")).is_file() && !SHOWN_BY_ALL.contains(&name);
    let pages: Vec<String> = sources("templates", "html").iter().map(|(path, _)| stem(path)).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).filter(|name| is_page(name)).collect();
    assert!(pages.len() > 12, "{pages:?}");
    let mut complaints = Vec::new();
    for (path, text) in sources("src/web", "rs") {
        let own = path.strip_prefix("src/web/").unwrap().split(['/', '.']).next().unwrap();
        if !pages.contains(&own) || own == DESCRIBES_ALL {
            continue;
        }
        for (line, code) in code(&text) {
            let named = ["super::", "crate::web::"].into_iter().flat_map(|behind| named_behind(behind, code));
            for other in named.filter(|name| *name != own && pages.contains(name)) {
                complaints.push(format!("{path}:{line}: the page `{own}` may not use the page `{other}`"));
            }
        }
    }
    none(&complaints);
}

#[test]
fn crates_stay_on_their_floors() {
    let mut complaints = Vec::new();
    for (path, text) in sources("src", "rs") {
        for (line, code) in code(&text) {
            for (name, floors) in KEPT {
                let named = [format!("{name}::"), format!("use {name};")].iter().any(|spelt| {
                    code.match_indices(spelt.as_str())
                        .any(|(at, _)| !code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
                });
                if named && !floors.contains(&floor(&path)) {
                    complaints.push(format!("{path}:{line}: `{name}` belongs to {floors:?}"));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn files_hold_one_idea_and_say_which() {
    let mut complaints = Vec::new();
    for (path, text) in sources("src", "rs") {
        let length = text.lines().count();
        if length > 450 {
            complaints.push(format!("{path}: {length} lines; over 450 it holds two ideas"));
        }
        if !text.starts_with("//!") {
            complaints.push(format!("{path}: begins without `//!`"));
        }
        let stem = path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        if EMPTY_NAMES.contains(&stem) {
            complaints.push(format!("{path}: `{stem}` does not say what is inside"));
        }
    }
    none(&complaints);
}

#[test]
fn a_name_is_of_one_type() {
    let mut defined: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources("src", "rs") {
        for (_, line) in code(&text) {
            let words: Vec<&str> = line.split([' ', '<', '(', ';', '{', ':']).filter(|word| !word.is_empty()).collect();
            let words = match words.as_slice() {
                ["pub", "crate)", rest @ ..] | ["pub", rest @ ..] => rest,
                _ => continue,
            };
            if let ["struct" | "enum" | "trait" | "type", name, ..] = words {
                defined.entry((*name).to_owned()).or_default().push(path.clone());
            }
        }
    }
    let is_allowed = |name: &str| SHARED_NAMES.iter().any(|(shared, _)| *shared == name);
    assert!(SHARED_NAMES.iter().all(|(name, _)| defined.get(*name).is_some_and(|paths| paths.len() > 1)));
    defined.retain(|name, paths| paths.len() > 1 && !is_allowed(name));
    none(
        &defined
            .iter()
            .map(|(name, paths)| format!("`{name}` is a type of {}", paths.join(" and of ")))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn templates_never_switch_escaping_off_and_hold_no_inline_code() {
    let mut complaints = Vec::new();
    for extension in ["html", "xml", "svg"] {
        for (path, text) in sources("templates", extension) {
            for (at, line) in text.lines().enumerate() {
                let squeezed: String = line.split_whitespace().collect();
                for forbidden in ["|safe", "<style", "style=\"", "onclick=", "onload=", "javascript:"] {
                    if squeezed.contains(forbidden) {
                        complaints.push(format!("{path}:{}: `{forbidden}`", at + 1));
                    }
                }
                if squeezed.contains("<script") && !squeezed.contains("src=") && !squeezed.contains("ld+json") {
                    complaints.push(format!("{path}:{}: a script without `src`", at + 1));
                }
            }
        }
    }
    none(&complaints);
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    assert!(section.trim_start().starts_with('#'), "the first dependency has no reason above it");
    for block in section.split("\n#").skip(1) {
        let entries = block.lines().skip(1).filter(|line| line.contains(" = ")).count();
        assert!(entries <= 4, "one reason for {entries} dependencies:\n#{block}");
    }
}

#[test]
fn the_changelog_knows_the_version() {
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap_or_default();
    let version = format!("## {}", env!("CARGO_PKG_VERSION"));
    assert!(changelog.contains(&version), "CHANGELOG.md has no `{version}`");
}

#[test]
fn every_flag_of_the_server_is_in_the_readme() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let help = program().args(["serve", "--help"]).output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let flags: Vec<&str> = help.split_whitespace().filter(|word| word.starts_with("--") && *word != "--help").collect();
    assert!(flags.len() > 5, "{help}");
    for flag in flags {
        assert!(readme.contains(&format!("`{flag}")), "README.md does not say what `{flag}` is for");
    }
}

#[test]
fn the_readme_is_short_enough_to_be_read() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap_or_default();
    assert!(readme.lines().count() < 120, "README.md has {} lines", readme.lines().count());
}

#[test]
fn no_lock_file_names_a_download_address() {
    for (path, text) in sources("tests", "json") {
        if path.ends_with("package-lock.json") {
            assert!(!text.contains("\"resolved\""), "{path} names addresses");
        }
    }
}
