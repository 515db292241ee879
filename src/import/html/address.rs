//! What a page says of addresses: which is its own, and where it sends its reader at once.

use scraper::Html;

use super::depth::{DEEPEST, depth};
use super::parsed;
use crate::import::Error;
use crate::import::block::squeezed;
use crate::import::deadline::Deadline;

/// How a page sends its reader elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::import) enum Leads {
    /// By itself, after a moment.
    Refresh(String),
    /// It is a frame around another.
    Frame(String),
}

/// Returns the address that a page says is its own, for pages saved from a browser.
///
/// Reads no more than the head of the page, which is where it would say so.
///
/// # Errors
///
/// When time runs out.
pub(in crate::import) fn own_address(page: &str, deadline: &Deadline) -> Result<Option<String>, Error> {
    let small = page.to_ascii_lowercase();
    let end = small.find("</head").or_else(|| small.find("<body")).unwrap_or(page.len());
    let Some(head) = page.get(..end).filter(|head| depth(head) <= DEEPEST) else { return Ok(None) };
    let html = parsed(head, deadline)?;
    let attribute = |selector: &str, name: &str| {
        let selector = scraper::Selector::parse(selector).ok()?;
        html.select(&selector).next()?.attr(name).map(str::to_owned)
    };
    Ok(attribute("link[rel=canonical]", "href")
        .or_else(|| attribute("meta[property='og:url']", "content"))
        .or_else(|| attribute("base[href]", "href"))
        .filter(|address| address.starts_with("http")))
}

/// Returns where a page without words of its own sends its reader at once, and how.
pub(in crate::import) fn leads_to(page: &str) -> Option<Leads> {
    if page.len() > 200_000 || depth(page) > DEEPEST {
        return None;
    }
    let html = Html::parse_document(page);
    let find = |selector: &str| scraper::Selector::parse(selector).ok();
    let frame = find("frameset frame[src]")?;
    let frames: Vec<&str> = html.select(&frame).filter_map(|frame| frame.attr("src")).collect();
    if let Some(first) = frames.last() {
        return Some(Leads::Frame((*first).to_owned()));
    }
    // A page around one file or page alone, as viewers are.
    let held = find("body iframe[src], body embed[src], body object[data]")?;
    let held: Vec<&str> =
        html.select(&held).filter_map(|held| held.attr("src").or_else(|| held.attr("data"))).collect();
    if let [one] = held.as_slice()
        && !one.trim().is_empty()
        && words_in(&html, "body").is_some_and(|words| words < 5)
    {
        return Some(Leads::Frame((*one).to_owned()));
    }
    let refresh = find("meta[http-equiv]")?;
    let mut metas = html.select(&refresh);
    let meta = metas.find(|meta| meta.attr("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh")))?;
    let (delay, target) = refresh_of(meta.attr("content")?)?;
    let words = html.root_element().text().flat_map(str::split_whitespace).count();
    (delay <= 30.0 && words < 200 && !target.is_empty()).then(|| Leads::Refresh(target.to_owned()))
}

/// Reads after how many seconds a page leads where, as a browser does: `0; url=/there`, `3,'/there'`.
fn refresh_of(content: &str) -> Option<(f32, &str)> {
    let content = content.trim();
    let (delay, rest) = content.split_at(content.find(|sign: char| !sign.is_ascii_digit() && sign != '.')?);
    let rest = rest.trim_start().trim_start_matches([';', ',']).trim_start();
    let named = rest.split_at_checked(3).filter(|(name, _)| name.eq_ignore_ascii_case("url"));
    let target = named.and_then(|(_, rest)| rest.trim_start().strip_prefix('=')).unwrap_or(rest).trim();
    let quote = target.chars().next().filter(|quote| ['"', '\''].contains(quote));
    let target = quote.map_or(target, |quote| target.split(quote).nth(1).unwrap_or_default());
    Some((delay.parse().ok()?, target))
}

/// Counts the words that an element of a page shows without script.
fn words_in(html: &Html, selector: &str) -> Option<usize> {
    let selector = scraper::Selector::parse(selector).ok()?;
    let unseen = |node: &ego_tree::NodeRef<'_, scraper::Node>| {
        let name =
            |node: ego_tree::NodeRef<'_, scraper::Node>| node.value().as_element().map(|it| it.name().to_owned());
        node.ancestors()
            .filter_map(name)
            .any(|name| matches!(name.as_str(), "script" | "style" | "noscript" | "iframe" | "object"))
    };
    let texts = html.select(&selector).next()?.descendants().filter(|node| node.value().is_text() && !unseen(node));
    Some(texts.filter_map(|node| Some(node.value().as_text()?.split_whitespace().count())).sum())
}

/// Words of links that lead to terms, licences and notices of rights, in small letters.
const TERMS: [&str; 22] = [
    "terms",
    "licence",
    "license",
    "legal",
    "copyright",
    "disclaimer",
    "conditions of use",
    "reuse",
    "re-use",
    "mentions légales",
    "conditions d’utilisation",
    "conditions d'utilisation",
    "droits d’auteur",
    "impressum",
    "nutzungsbedingungen",
    "urheberrecht",
    "lizenz",
    "note legali",
    "condizioni",
    "aviso legal",
    "利用規約",
    "著作権",
];

/// Returns what a page says of its own use, in order, each with the address that it leads to: what it asks of robots,
/// its licence, and links whose words are about terms and rights.
pub(in crate::import) fn terms_of(page: &str) -> Vec<(String, Option<String>)> {
    if depth(page) > DEEPEST {
        return Vec::new();
    }
    let html = Html::parse_document(page);
    let mut found = Vec::new();
    let Ok(selector) = scraper::Selector::parse("meta[name][content], link[rel][href], a[href]") else { return found };
    for element in html.select(&selector) {
        let value = |name: &str| element.attr(name).unwrap_or_default().trim();
        let rel = value("rel").to_lowercase();
        let is_licence =
            rel.split_whitespace().any(|rel| ["license", "licence", "terms-of-service", "copyright"].contains(&rel));
        let address = Some(value("href").to_owned()).filter(|address| !address.is_empty());
        let line = match element.value().name() {
            "meta" => {
                let name = value("name").to_lowercase();
                let about = [
                    "robots",
                    "googlebot",
                    "rights",
                    "copyright",
                    "license",
                    "dc.rights",
                    "dcterms.rights",
                    "dcterms.license",
                ];
                about.contains(&name.as_str()).then(|| (format!("{name}: {}", squeezed(value("content"))), None))
            }
            "link" => is_licence.then_some((rel, address)),
            _ => {
                let words = squeezed(&element.text().collect::<String>());
                let small = words.to_lowercase();
                let about = words.chars().count() <= 80 && TERMS.iter().any(|term| small.contains(term));
                (is_licence || about).then_some((words, address))
            }
        };
        if let Some(line) = line.filter(|line| !found.contains(line)) {
            found.push(line);
        }
        if found.len() >= 50 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::deadline::TIMEOUT;

    #[test]
    fn a_saved_page_tells_its_address() {
        let own = |page: &str| own_address(page, &Deadline::after(TIMEOUT)).expect("in time");
        let page = r#"<link rel="canonical" href="https://www.gov.uk/x"><p>y"#;
        assert_eq!(own(page).as_deref(), Some("https://www.gov.uk/x"));
        assert_eq!(own("<p>y"), None);
        let head = r#"<HTML><HEAD><base href="https://a.example/"></HEAD>"#;
        assert_eq!(own(&format!("{head}<p>é")).as_deref(), Some("https://a.example/"));
    }

    #[test]
    fn a_refresh_is_read_as_browsers_do() {
        for (content, target) in [
            ("0; url=/there", "/there"),
            ("3;URL='there'", "there"),
            ("0,/there", "/there"),
            (" 0 ; url = \"/there\" x", "/there"),
            ("5; there.html", "there.html"),
        ] {
            assert_eq!(refresh_of(content).map(|(_, target)| target), Some(target), "{content}");
        }
        assert_eq!(refresh_of("300"), None);
        assert_eq!(refresh_of("soon; url=/there"), None);
    }
}
