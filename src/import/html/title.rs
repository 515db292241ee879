//! The title that a reader of a page sees: the heading that the page's own name speaks of.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};

use super::style::Styles;
use super::{is_unseen, squeezed};
use crate::corpus::Date;
use crate::import::host::{self, Host};
use crate::import::text::without_days;

/// What a page calls itself.
#[derive(Debug, Default)]
pub(super) struct Title {
    /// Its name outside the text, without that of its site.
    pub(super) name: Option<String>,
    /// The heading that a reader takes for its title.
    pub(super) heading: Option<String>,
}

/// What sites put between the name of a page and their own.
const BETWEEN: [&str; 12] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " > ", "  "];

/// Parts of class names of the words that stand above or below a title in the same heading.
const LABELS: [&str; 13] = [
    "topline",
    "kicker",
    "eyebrow",
    "overline",
    "roofline",
    "dachzeile",
    "pretitle",
    "surtitle",
    "category",
    "date",
    "subline",
    "spitzmarke",
    "label",
];

/// Ends a line of a heading, among words that may have line ends of the file.
const LINE_END: char = '\u{2028}';

/// Returns the title of a page.
pub(super) fn of(html: &Html, styles: &Styles, host: &Host) -> Title {
    let names = names(html);
    let headings = headings(html, &names, styles, host);
    let spoken_of = |heading: &&(u8, String)| {
        let folded = folded(&heading.1);
        folded.len() > 3
            && names.iter().any(|name| name.contains(&folded) && folded.chars().count() * 3 > name.chars().count())
    };
    let ends_so = |heading: &(u8, String)| {
        let words = &heading.1;
        let name = names.iter().find(|name| name.chars().count() > 12 && folded(words).ends_with(name.as_str()))?;
        let starts = words.char_indices().map(|(at, _)| at);
        let at = starts.filter_map(|at| words.get(at..)).find(|rest| folded(rest) == *name)?;
        Some(at.trim().to_owned())
    };
    // The site may be named in a heading too: what says most of the page is its title, and the first of two alike.
    let weight = |(_, words): &&(u8, String)| (!names_a_host(words), words.chars().count());
    let spoken = headings.iter().rev().filter(|heading| spoken_of(heading)).max_by_key(weight);
    let spoken = spoken.map(|(_, words)| words.clone());
    let heading = spoken.or_else(|| headings.iter().find_map(ends_so)).or_else(|| {
        let first = |level: u8| headings.iter().find(|heading| heading.0 == level);
        first(1).map(|(_, words)| words.clone())
    });
    Title { name: own(html, &headings), heading }
}

/// Returns the day that a page gives itself in its head.
pub(super) fn dated(html: &Html) -> Option<Date> {
    let names = [
        "meta[property='article:published_time']",
        "meta[name='dcterms.issued']",
        "meta[name='DC.date.issued']",
        "meta[name='dc.date']",
        "meta[name='DC.Date']",
        "meta[name='date']",
        "meta[name='pubdate']",
    ];
    names.iter().filter_map(|name| attribute(html, name)).find_map(|value| value.get(..10)?.parse().ok())
}

fn attribute(html: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let value = squeezed(html.select(&selector).next()?.attr("content")?);
    (!value.is_empty()).then_some(value)
}

fn title_element(html: &Html) -> Option<String> {
    let selector = Selector::parse("title").ok()?;
    let title = squeezed(&html.select(&selector).next()?.text().collect::<String>());
    (!title.is_empty()).then_some(title)
}

/// Returns the names that a page has outside its text, whole and in parts, as they are compared.
fn names(html: &Html) -> Vec<String> {
    let whole: Vec<String> =
        [title_element(html), attribute(html, "meta[property='og:title']")].into_iter().flatten().collect();
    let parts = whole.iter().flat_map(|name| parts(name)).collect::<Vec<_>>();
    let mut names: Vec<String> =
        whole.iter().chain(&parts).map(|name| folded(name)).filter(|name| !name.is_empty()).collect();
    names.dedup();
    names
}

fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![name.to_owned()];
    for mark in BETWEEN {
        parts = parts.iter().flat_map(|part| part.split(mark)).map(|part| part.trim().to_owned()).collect();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns the name of a page without that of its site: the part that is a heading, else the longest.
fn own(html: &Html, headings: &[(u8, String)]) -> Option<String> {
    let title = attribute(html, "meta[property='og:title']")
        .filter(|title| title.contains(' '))
        .or_else(|| title_element(html))?;
    let site = attribute(html, "meta[property='og:site_name']").map(|site| folded(&site));
    let mut parts = parts(&title);
    parts.retain(|part| Some(folded(part)) != site && !is_file(part));
    let shown = parts.iter().find(|part| headings.iter().any(|heading| folded(&heading.1) == folded(part)));
    shown.cloned().or_else(|| {
        let longest = parts.iter().max_by_key(|part| (!names_a_host(part), part.chars().count()))?;
        Some(longest.clone())
    })
}

/// Tells the name of who runs a site, by its first or last word: `Ministry of Boats`, `外務省`.
fn names_a_host(name: &str) -> bool {
    const FIRST: [&str; 19] = [
        "ministry",
        "department",
        "government",
        "embassy",
        "office",
        "agency",
        "permanent",
        "ministère",
        "gouvernement",
        "ambassade",
        "présidence",
        "bundesministerium",
        "bundesregierung",
        "bundesamt",
        "auswärtiges",
        "ministero",
        "governo",
        "ministerio",
        "ministério",
    ];
    let lower = name.to_lowercase();
    let lower = lower.trim_start_matches("the ").trim_start_matches("der ").trim_start_matches("die ");
    let first = lower.split([' ', ',', '’', '\'']).next().unwrap_or_default();
    FIRST.contains(&first) && lower.split(' ').count() <= 8
        || lower.ends_with(['省', '庁'])
        || lower.starts_with("www.")
}

/// Returns the headings that a reader sees outside of furniture, with their levels, less the labels inside them.
fn headings(html: &Html, names: &[String], styles: &Styles, host: &Host) -> Vec<(u8, String)> {
    let furniture: Vec<Selector> =
        [host.furniture, host::FURNITURE].iter().filter_map(|text| Selector::parse(text).ok()).collect();
    let Ok(selector) = Selector::parse("h1, h2, h3") else { return Vec::new() };
    let out_of_sight = |element: ElementRef<'_>| {
        let look = styles.look(element);
        look.hidden || look.read_only || furniture.iter().any(|selector| selector.matches(&element))
    };
    let shown = |heading: ElementRef<'_>| {
        let outside = heading.ancestors().filter_map(ElementRef::wrap).any(out_of_sight);
        if outside || out_of_sight(heading) {
            return None;
        }
        let words = words(heading, names, &out_of_sight, true);
        let words = words.or_else(|| self::words(heading, names, &out_of_sight, false))?;
        let level = heading.value().name().bytes().last()?.checked_sub(b'0')?;
        Some((level, words))
    };
    html.select(&selector).filter_map(shown).collect()
}

/// Returns the words of a heading that are seen, with or without the labels beside them.
fn words(
    heading: ElementRef<'_>,
    names: &[String],
    out_of_sight: &dyn Fn(ElementRef<'_>) -> bool,
    unlabelled: bool,
) -> Option<String> {
    let skips = |element: ElementRef<'_>| {
        let name = element.value().name();
        let named_so = element.value().classes().any(|class| {
            let class = class.to_ascii_lowercase();
            LABELS.iter().any(|label| class.contains(label))
        });
        is_unseen(name)
            || matches!(name, "rt" | "rp" | "button" | "sup")
            || element.id() != heading.id() && out_of_sight(element)
            || unlabelled && element.id() != heading.id() && (matches!(name, "small" | "time") || named_so)
    };
    let mut text = String::new();
    let mut skipped = 0usize;
    // How many pieces of the words of each line stand in no element of their own.
    let mut bare = vec![0usize];
    for edge in heading.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(words) if skipped == 0 => {
                    text.push_str(&words.replace(LINE_END, " "));
                    let own = node.parent().is_some_and(|parent| parent.id() == heading.id());
                    bare.last_mut().into_iter().for_each(|bare| *bare += usize::from(own && !words.trim().is_empty()));
                }
                Node::Element(element) => {
                    skipped += usize::from(ElementRef::wrap(node).is_some_and(skips));
                    if matches!(element.name(), "br" | "div" | "p") {
                        text.push(LINE_END);
                        bare.push(0);
                    }
                }
                _ => {}
            },
            Edge::Close(node) => skipped -= usize::from(ElementRef::wrap(node).is_some_and(skips)),
        }
    }
    let lines = text.split(LINE_END).map(squeezed).zip(bare).filter(|(line, _)| !line.is_empty());
    let (lines, bare): (Vec<String>, Vec<usize>) = lines.unzip();
    let bare = match bare.split_first() {
        // Words in an element of their own, below others that are in none, are a line below the title.
        Some((1.., rest)) => 1 + rest.iter().take_while(|bare| **bare > 0).count(),
        _ => lines.len(),
    };
    let text = own_lines(&lines, bare, names).join(" ");
    (text.contains(char::is_alphabetic) && !is_file(&text)).then_some(text)
}

/// Returns of the lines of a heading those that are the title: the page's own name, else the first `alike` that tell
/// more than the day and the place.
fn own_lines<'a>(lines: &'a [String], alike: usize, names: &[String]) -> &'a [String] {
    let runs = (1..=lines.len()).rev().flat_map(|length| lines.windows(length));
    let named = runs.into_iter().find(|run| names.contains(&folded(&run.concat())));
    named.unwrap_or_else(|| {
        let lines = lines.get(..alike).unwrap_or(lines);
        lines.get(without_days(lines)).unwrap_or(lines)
    })
}

/// Tells the name of a file: `32002R0006`, `x.xml`.
fn is_file(name: &str) -> bool {
    !name.contains(' ')
        && name.is_ascii()
        && name.contains(|character: char| character.is_ascii_digit() || "._".contains(character))
}

/// Returns words as names are compared: without soft hyphens, spaces and case.
fn folded(words: &str) -> String {
    words.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
