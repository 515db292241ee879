//! Style sheets inside a page: the rules that may hide, strike, raise or add words, found by element.

use std::collections::HashMap;

use cssparser::{ParseError, Parser, Token};
use scraper::{ElementRef, Html, Selector};

/// The properties that change which words are seen, or how they hang together; sorted.
const PROPERTIES: [&str; 24] = [
    "clip",
    "clip-path",
    "content",
    "content-visibility",
    "display",
    "font-size",
    "height",
    "left",
    "list-style",
    "list-style-type",
    "margin-left",
    "max-height",
    "max-width",
    "mso-hide",
    "opacity",
    "overflow",
    "position",
    "text-decoration",
    "text-decoration-line",
    "text-indent",
    "top",
    "vertical-align",
    "visibility",
    "width",
];

/// How many rules of a page are weighed; what comes after them is left alone.
const MOST: usize = 5000;

/// A window of this width is what a page is shown in.
const WIDTH: f64 = 1280.0;

/// A property with its value, in lower case and with single spaces.
pub(super) type Declaration = (String, String);

/// The rules of a page that matter here, by what they look for last.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    rules: Vec<Rule>,
    places: HashMap<String, Vec<usize>>,
}

/// How much a selector weighs: its identifiers, classes and names.
type Weight = (usize, usize, usize);

/// What decides between two declarations: importance, the style attribute, weight, and order.
type Rank = (bool, bool, Weight, usize);

#[derive(Debug)]
struct Rule {
    selector: Selector,
    weight: Weight,
    declarations: Vec<(Declaration, bool)>,
    /// Whether it is about what is put before an element.
    before: bool,
}

impl Sheets {
    pub(super) fn of(html: &Html) -> Self {
        let mut sheets = Self::default();
        for element in html.root_element().descendent_elements().filter(|element| element.value().name() == "style") {
            if element.attr("media").is_none_or(shows) {
                let text: String = element.text().collect();
                sheets.read(&mut Parser::new(&text), 0);
            }
        }
        sheets
    }

    fn read(&mut self, parser: &mut Parser<'_>, depth: usize) {
        let mut begins = parser.position();
        let mut media: Option<bool> = None;
        while self.rules.len() < MOST {
            let block = match parser.next() {
                Ok(Token::AtKeyword(name)) => {
                    media = Some(["media", "supports", "layer"].contains(&name.to_ascii_lowercase().as_str()));
                    begins = parser.position();
                    continue;
                }
                Ok(Token::CurlyBracketBlock) => true,
                Ok(Token::Semicolon | Token::CDO | Token::CDC) => false,
                Ok(_) => continue,
                Err(_) => return,
            };
            if block {
                let front = parser.slice_from(begins).trim_end_matches('{').trim().to_owned();
                let _: Result<(), ParseError<()>> = parser.parse_nested_block(|inner| {
                    match media {
                        Some(true) if depth < 8 && shows(&front) => self.read(inner, depth + 1),
                        Some(_) => {}
                        None => self.rule(&front, inner),
                    }
                    while inner.next().is_ok() {}
                    Ok(())
                });
            }
            media = None;
            begins = parser.position();
        }
    }

    fn rule(&mut self, selectors: &str, inner: &mut Parser<'_>) {
        let declarations = read_declarations(inner);
        if declarations.is_empty() {
            return;
        }
        for written in apart(selectors) {
            let bare = written.trim_end_matches("before").trim_end_matches(':');
            let before = bare.len() < written.len() && written.trim_end().ends_with(":before");
            let text = if before { bare } else { written };
            let has_content = declarations.iter().any(|((property, _), _)| property == "content");
            let Ok(selector) = Selector::parse(text.trim()) else { continue };
            // Without an element to stand before, `content` does nothing.
            if before && !has_content {
                continue;
            }
            let place = self.rules.len();
            self.rules.push(Rule { selector, weight: weight(text), declarations: declarations.clone(), before });
            self.places.entry(sought(text)).or_default().push(place);
        }
    }

    /// Returns what counts of all that the page says of an element, `own` among it: of each property the last word.
    pub(super) fn of_element(&self, element: ElementRef<'_>, own: Vec<(Declaration, bool)>) -> Vec<Declaration> {
        let value = element.value();
        let keys = value
            .classes()
            .map(|class| format!(".{class}"))
            .chain(value.id().map(|id| format!("#{id}")))
            .chain([value.name().to_owned(), String::new()]);
        let mut said: Vec<(Rank, Declaration)> = Vec::new();
        let mut places: Vec<usize> = keys.filter_map(|key| self.places.get(&key)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        for (place, rule) in places.iter().filter_map(|&place| Some((place, self.rules.get(place)?))) {
            if !rule.selector.matches(&element) {
                continue;
            }
            for ((property, value), important) in &rule.declarations {
                let property = match (rule.before, property.as_str()) {
                    (true, "content") => "before",
                    (true, _) | (false, "content") => continue,
                    (false, property) => property,
                };
                said.push(((*important, false, rule.weight, place), (property.to_owned(), value.clone())));
            }
        }
        said.extend(
            own.into_iter().map(|(declaration, important)| ((important, true, (0, 0, 0), usize::MAX), declaration)),
        );
        said.sort_by_key(|(rank, _)| *rank);
        // Those of several properties stay in their order: a shorthand such as `list-style` says something of others.
        let mut counting: Vec<Declaration> = Vec::new();
        for (_, declaration) in said.into_iter().filter(|(_, (property, _))| property != "content") {
            counting.retain(|(property, _)| *property != declaration.0);
            counting.push(declaration);
        }
        counting
    }
}

/// Returns what a style attribute declares.
pub(super) fn declarations(style: &str) -> Vec<(Declaration, bool)> {
    read_declarations(&mut Parser::new(style))
}

fn read_declarations(parser: &mut Parser<'_>) -> Vec<(Declaration, bool)> {
    let begins = parser.position();
    while parser.next().is_ok() {}
    let text = parser.slice_from(begins);
    let mut found = Vec::new();
    for declaration in text.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.rsplit(['/', '}']).next().unwrap_or_default().trim().to_ascii_lowercase();
        if PROPERTIES.binary_search(&property.as_str()).is_err() {
            continue;
        }
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let value = if property == "content" { value } else { value.to_ascii_lowercase() };
        let (value, important) = match value.rsplit_once('!') {
            Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => (value.trim().to_owned(), true),
            _ => (value, false),
        };
        found.push(((property, value), important));
    }
    found
}

/// Tells whether what is for such media is shown on a screen of usual width.
fn shows(media: &str) -> bool {
    media.to_ascii_lowercase().split(',').any(|query| {
        let width = |name: &str| {
            let rest = query.split(name).nth(1)?.trim_start_matches([':', ' ']);
            let end = rest.find(|character: char| !(character.is_ascii_digit() || character == '.'));
            let number: f64 = rest.get(..end.unwrap_or(rest.len()))?.parse().ok()?;
            Some(if rest.get(end?..)?.starts_with("px") { number } else { number * 16.0 })
        };
        let negated = query.trim_start().starts_with("not ");
        let other = ["print", "speech", "aural", "prefers-", "forced-colors", "(hover: none", "orientation: portrait"];
        let shown = !other.iter().any(|medium| query.contains(medium))
            && width("min-width").is_none_or(|least| least <= WIDTH)
            && width("max-width").is_none_or(|most| most >= WIDTH);
        shown != negated
    })
}

/// Returns the selectors of a list.
fn apart(selectors: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let at_comma = |character: char| {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    };
    selectors.split(at_comma).map(str::trim).filter(|selector| !selector.is_empty()).collect()
}

fn weight(selector: &str) -> Weight {
    let count = |signs: &[char]| selector.matches(signs).count();
    let names =
        selector.split([' ', '>', '+', '~']).filter(|part| part.starts_with(|first: char| first.is_alphabetic()));
    (count(&['#']), count(&['.', '[', ':']), names.count())
}

/// Returns what an element must have for a selector to fit: an identifier, a class or a name; nothing where it can be
/// any.
fn sought(selector: &str) -> String {
    let last = selector.trim_end().rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
    if last.contains(['(', '[', '\\', '*', ')', ']']) {
        return String::new();
    }
    let last = last.split(':').next().unwrap_or_default();
    let part = |sign: char| {
        let at = last.find(sign)?;
        let rest = last.get(at + 1..)?;
        let end = rest.find(['.', '#']).unwrap_or(rest.len());
        last.get(at..=at + end)
    };
    part('#').or_else(|| part('.')).map_or_else(|| last.to_ascii_lowercase(), str::to_owned)
}
