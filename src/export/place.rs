//! Where an address of the site stands in a copy: in a file, at a page that a script works on, or not at all.
//!
//! Knows the shapes of addresses and nothing of what is at them.

use std::collections::HashMap;

use url::form_urlencoded;

/// Where an address stands in a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CopyPlace {
    /// In a file, with what the site answers at an address.
    File {
        /// The address to ask.
        address: String,
        /// The file below the copy's folder.
        file: String,
    },
    /// At a page whose script reads the query.
    Scripted {
        /// The address of the page to ask.
        address: &'static str,
        /// Its file.
        file: &'static str,
        /// What the script reads.
        query: String,
    },
    /// Nowhere; the page of limits says so at a fragment.
    Absent(&'static str),
    /// It is no address of the site.
    Foreign,
}

/// The file of the page that says what a copy cannot do.
pub(super) const LIMITS: &str = "copy/index.html";

/// What a copy has besides what addresses tell.
pub(super) struct Places {
    /// What the site's absolute addresses begin with.
    pub(super) base: String,
    pub(super) release: String,
    /// The ends of the names of sources, by document; those that may be handed on.
    pub(super) sources: HashMap<String, String>,
}

/// What changes what stands at an address, and has a bound.
const BOUNDED: [&str; 3] = ["page", "press", "with"];

impl Places {
    /// Returns where a link of a page leads in the copy, its fragment left aside.
    pub(super) fn of(&self, link: &str) -> CopyPlace {
        let own = link.strip_prefix(&self.base).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        let address = match own {
            Some("") => "/",
            Some(rest) => rest,
            None => link,
        };
        if !address.starts_with('/') || address.starts_with("//") {
            return CopyPlace::Foreign;
        }
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let scripted =
            |address, file, query: &str| CopyPlace::Scripted { address, file, query: query.replace("%20", "+") };
        match segments.as_slice() {
            [""] => file("/", "index.html"),
            ["static", ..] => file(path, path.trim_start_matches('/')),
            ["search"] => scripted("/copy/search", "search/index.html", query),
            ["go"] => scripted("/copy/go", "go/index.html", query),
            ["check"] => scripted("/copy/check", "check/index.html", query),
            ["f", digits] => scripted("/copy/f", "f/index.html", &format!("f={digits}")),
            [document, "para", printed] => {
                scripted("/copy/para", "para/index.html", &format!("d={document}&n={printed}"))
            }
            ["copy"] => file(path, LIMITS),
            ["copy", tool] => file(path, &format!("{tool}/index.html")),
            ["documents"] if is_choice(query) => scripted("/copy/list", "list/index.html", query),
            ["term" | "trends", ..] => CopyPlace::Absent("history"),
            ["compare" | "similar" | "formula", ..] => CopyPlace::Absent("compare"),
            ["suggest" | "oembed" | "mcp" | "opensearch.xml" | "healthz"] => CopyPlace::Absent("pictures"),
            [.., "card.png"] => CopyPlace::Absent("pictures"),
            [document, "source"] => match self.sources.get(*document) {
                Some(end) => file(path, &format!("{document}/source{end}")),
                None => CopyPlace::Absent("withheld"),
            },
            ["data", "latest", rest @ ..] => {
                let rest = rest.join("/");
                file(&format!("/data/{}/{rest}", self.release), &format!("data/{}/{rest}", self.release))
            }
            ["data", _, ..] => file(path, path.trim_start_matches('/')),
            [one] if is_computed(one, &["term", "trends", "compare", "similar", "formula", "search"]) => {
                CopyPlace::Absent("data")
            }
            [.., last] if is_computed(last, &["similar"]) || *last == "similar" => CopyPlace::Absent("compare"),
            [.., last] if last.contains('.') => match query {
                "" => file(path, path.trim_start_matches('/')),
                _ => match bounded(query).as_slice() {
                    [(name, value)] if *last == "sitemap.xml" || name == "page" => {
                        let (stem, end) = path.trim_start_matches('/').rsplit_once('.').unwrap_or((path, ""));
                        file(&format!("{path}?{name}={value}"), &format!("{stem}-{value}.{end}"))
                    }
                    _ => CopyPlace::Absent("data"),
                },
            },
            _ => {
                let bounded = bounded(query);
                let query: Vec<String> = bounded.iter().map(|(name, value)| format!("{name}={value}")).collect();
                let folder: String = bounded.iter().map(|(name, value)| format!("/{name}-{value}")).collect();
                let mark = if query.is_empty() { "" } else { "?" };
                let address = format!("{path}{mark}{}", query.join("&"));
                file(&address, &format!("{}{folder}/index.html", path.trim_matches('/')))
            }
        }
    }
}

fn file(address: &str, file: &str) -> CopyPlace {
    CopyPlace::File { address: address.to_owned(), file: file.to_owned() }
}

/// Tells a file of one of these that the site makes for each question.
fn is_computed(segment: &str, names: &[&str]) -> bool {
    segment.split_once('.').is_some_and(|(stem, _)| names.contains(&stem))
}

/// Tells whether a list is asked for that is narrowed by what is chosen.
fn is_choice(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name != "page")
}

/// Returns the parameters that stand in the copy as files of their own.
fn bounded(query: &str) -> Vec<(String, String)> {
    let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let pairs = form_urlencoded::parse(query.as_bytes());
    let kept = pairs.filter(|(name, value)| {
        (BOUNDED.contains(&name.as_ref()) || name == "part") && !value.is_empty() && plain(value)
    });
    kept.filter(|(name, value)| !(name == "page" && value == "1"))
        .map(|(a, b)| (a.into_owned(), b.into_owned()))
        .collect()
}

/// Returns what leads from one file of the copy to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let depth = from.matches('/').count();
    let shared = from.split('/').zip(to.split('/')).take(depth).take_while(|(a, b)| a == b).count();
    // A file is never a folder, so of the way to it as much can be shared as there are folders.
    let shared = shared.min(to.matches('/').count());
    let rest: Vec<&str> = to.split('/').skip(shared).collect();
    format!("{}{}", "../".repeat(depth - shared), rest.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places {
            base: "https://archive.example".to_owned(),
            release: "abc".to_owned(),
            sources: [("2018-a".to_owned(), ".txt".to_owned())].into(),
        }
    }

    #[track_caller]
    fn check(link: &str, expected: &str) {
        let told = match places().of(link) {
            CopyPlace::File { address, file } => format!("{address} in {file}"),
            CopyPlace::Scripted { file, query, .. } => format!("{file}?{query}"),
            CopyPlace::Absent(fragment) => format!("#{fragment}"),
            CopyPlace::Foreign => "foreign".to_owned(),
        };
        assert_eq!(told, expected, "{link}");
    }

    #[test]
    fn every_shape_of_address_has_a_place() {
        check("/", "/ in index.html");
        check("https://archive.example", "/ in index.html");
        check("https://archive.example/2018-a", "/2018-a in 2018-a/index.html");
        check("https://archive.example.org/2018-a", "foreign");
        check("/2018-a/p/3", "/2018-a/p/3 in 2018-a/p/3/index.html");
        check("/2018-a/p/3.csl.json", "/2018-a/p/3.csl.json in 2018-a/p/3.csl.json");
        check("/2018-a?hl=x&match=any", "/2018-a in 2018-a/index.html");
        check("/2018-a?with=fr", "/2018-a?with=fr in 2018-a/with-fr/index.html");
        check("/2018-a?with=../..", "/2018-a in 2018-a/index.html");
        check("/2018-a/source", "/2018-a/source in 2018-a/source.txt");
        check("/2019-b/source", "#withheld");
        check("/documents?page=2", "/documents?page=2 in documents/page-2/index.html");
        check("/documents?kind=report", "list/index.html?kind=report");
        check("/changes?page=1", "/changes in changes/index.html");
        check("/changes.atom?page=2", "/changes.atom?page=2 in changes-2.atom");
        check("/sitemap.xml?part=3", "/sitemap.xml?part=3 in sitemap-3.xml");
        check("/documents.csv?excel=1", "#data");
        check("/search?q=a+b", "search/index.html?q=a+b");
        check("/search.json?q=a", "#data");
        check("/f/0123456789ab", "f/index.html?f=0123456789ab");
        check("/2018-a/para/3", "para/index.html?d=2018-a&n=3");
        check("/2018-a/p/3/similar", "#compare");
        check("/2018-a/p/3/similar.json", "#compare");
        check("/2018-a/p/3/card.png", "#pictures");
        check("/data/latest/README.md", "/data/abc/README.md in data/abc/README.md");
        check("/term?t=x", "#history");
        check("//other.example/x", "foreign");
        check("mailto:a@b", "foreign");
    }

    #[test]
    fn files_lead_to_each_other() {
        assert_eq!(relative("index.html", "search/index.html"), "search/index.html");
        assert_eq!(relative("2018-a/p/3/index.html", "2018-a/p/4/index.html"), "../4/index.html");
        assert_eq!(relative("2018-a/p/3/index.html", "2018-a/p/3.json"), "../3.json");
        assert_eq!(relative("2018-a/p/3/index.html", "2018-a/index.html"), "../../index.html");
        assert_eq!(relative("2018-a/p/3/index.html", "index.html"), "../../../index.html");
        assert_eq!(relative("2018-a/index.html", "2018-a/index.html"), "index.html");
    }
}
