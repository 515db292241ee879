//! A page of the site as a page of a copy: its links lead to files, and it says itself what its host cannot say for it.
//!
//! The pages are our own, so that every value of an attribute stands between double quotes and nothing else needs reading.

use std::borrow::Cow;

use super::place::{CopyPlace, LIMITS, Places, relative};

/// What a host says of the pages of the site, as far as a page can say it of itself; files are of no origin.
const RULES: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' file:; \
     script-src 'self' file:; img-src 'self' file:; font-src 'self' file:; connect-src 'self'; \
     form-action 'self' file:; base-uri 'none'\">";

/// How a link to the words of a search on a page ends: the copy has no such marks.
const MARK: &str = "#m";

/// Returns a page as it stands in the file `from`, and calls `found` with every place of the copy that it leads to.
pub(super) fn rewritten(page: &str, from: &str, places: &Places, found: &mut dyn FnMut(&str, &str)) -> String {
    let mut written = String::with_capacity(page.len() + 512);
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        written.push_str(before);
        let end = tag_end(after);
        let (inside, behind) = (after.get(..end).unwrap_or(after), after.get(end + 1..).unwrap_or_default());
        rest = behind;
        match tag(inside, from, places, found) {
            Some(tag) => {
                written.push('<');
                written.push_str(&tag);
                written.push('>');
            }
            // A form that asks for what the copy has not is no use without its fields either.
            None if inside.starts_with("form") => {
                rest = behind.split_once("</form>").map_or("", |(_, behind)| behind);
            }
            None => {}
        }
        if inside.starts_with("meta charset") {
            written.push_str(RULES);
        }
        if inside.starts_with("script")
            && let Some((code, behind)) = rest.split_once("</script>")
        {
            written.extend([code, "</script>"]);
            rest = behind;
        }
    }
    written.push_str(rest);
    written
}

/// Returns a style sheet as it stands in the file `from`.
pub(super) fn styled(sheet: &str, from: &str, places: &Places, found: &mut dyn FnMut(&str, &str)) -> String {
    let mut written = String::with_capacity(sheet.len());
    let mut parts = sheet.split("url(\"/");
    written.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (path, behind) = part.split_once('"').unwrap_or((part, ""));
        let to = match places.of(&format!("/{path}")) {
            CopyPlace::File { address, file } => {
                found(&address, &file);
                relative(from, &file)
            }
            _ => format!("/{path}"),
        };
        written.extend(["url(\"", &to, "\"", behind]);
    }
    written
}

/// Returns where a tag ends that begins before `text`: at the first `>` outside of quotation marks.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// Returns the inside of a tag as the copy has it; nothing where the copy does without it.
fn tag(inside: &str, from: &str, places: &Places, found: &mut dyn FnMut(&str, &str)) -> Option<String> {
    let name = inside.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    if name == "html" {
        let root = "../".repeat(from.matches('/').count());
        return Some(format!("{inside} data-root=\"{root}\""));
    }
    let is_link = name == "link";
    let has = |attribute: &str| inside.contains(attribute);
    // What is loaded ahead of its use, and searches that the browser would send to a server.
    if is_link && (has("rel=\"preload\"") || has("rel=\"search\"")) {
        return None;
    }
    // Addresses to cite are those of the archive, wherever a copy of it stands.
    if is_link && (has("rel=\"canonical\"") || has("hreflang=") || has("json+oembed")) {
        return Some(inside.to_owned());
    }
    let mut written = String::with_capacity(inside.len() + 32);
    let mut rest = inside.strip_suffix(" crossorigin").unwrap_or(inside);
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, behind) = after.split_once('"').unwrap_or((after, ""));
        let attribute = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        written.extend([before, "=\""]);
        match attribute {
            "href" | "src" | "action" => {
                let to = leads(&decoded(value), from, places, found);
                if to.is_absent && (is_link || name == "form") {
                    return None;
                }
                written.push_str(&encoded(&to.link));
            }
            "content" if value.starts_with("0; url=/") => {
                let to = leads(&decoded(value.trim_start_matches("0; url=")), from, places, found);
                written.extend(["0; url=", &encoded(&to.link)]);
            }
            _ => written.push_str(value),
        }
        written.push('"');
        rest = behind;
    }
    written.push_str(rest);
    Some(written)
}

/// Where a link leads in the copy.
struct Leads {
    link: String,
    is_absent: bool,
}

fn leads(link: &str, from: &str, places: &Places, found: &mut dyn FnMut(&str, &str)) -> Leads {
    let (address, fragment) = link.find('#').map_or((link, ""), |at| link.split_at(at));
    let there = |link: String| Leads { link, is_absent: false };
    match places.of(address) {
        CopyPlace::File { address: asked, file } => {
            found(&asked, &file);
            // The words of a search are marked by the server alone.
            let is_mark = address.contains("hl=") && fragment.starts_with(MARK);
            let fragment = if is_mark { "" } else { fragment };
            there(format!("{}{fragment}", relative(from, &file)))
        }
        CopyPlace::Scripted { address, file, query } => {
            found(address, file);
            let mark = if query.is_empty() { "" } else { "?" };
            there(format!("{}{mark}{query}{fragment}", relative(from, file)))
        }
        CopyPlace::Absent(fragment) => {
            found("/copy", LIMITS);
            let asked: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
            Leads { link: format!("{}?at={asked}#{fragment}", relative(from, LIMITS)), is_absent: true }
        }
        CopyPlace::Foreign => there(link.to_owned()),
    }
}

/// Returns the value of an attribute without its escapes.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let named = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&"), ("&amp;", "&")];
    Cow::Owned(named.iter().fold(value.to_owned(), |value, (escape, sign)| value.replace(escape, sign)))
}

/// Returns a value as an attribute has it.
fn encoded(value: &str) -> String {
    value.replace('&', "&#38;").replace('"', "&#34;").replace('<', "&#60;").replace('>', "&#62;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        let (base, release, sources) = ("https://a.example".to_owned(), "abc".to_owned(), HashMap::new());
        let places = Places { base, release, sources };
        assert_eq!(rewritten(page, "2018-a/p/1/index.html", &places, &mut |_, _| {}), expected);
    }

    #[test]
    fn links_lead_to_files_and_all_else_stays() {
        check(
            "<a class=\"x\" href=\"/2018-a#p1\" rel=\"up\">a &lt; b</a>",
            "<a class=\"x\" href=\"../../index.html#p1\" rel=\"up\">a &lt; b</a>",
        );
        check(
            "<a href=\"/search?q=a&#38;year=2018\">x</a>",
            "<a href=\"../../../search/index.html?q=a&#38;year=2018\">x</a>",
        );
        check(
            "<a href=\"#main\">x</a><a href=\"https://b.example/?a&#38;b\">",
            "<a href=\"#main\">x</a><a href=\"https://b.example/?a&#38;b\">",
        );
        check("<html lang=\"en\">", "<html lang=\"en\" data-root=\"../../../\">");
        check(
            "<link rel=\"canonical\" href=\"https://a.example/2018-a\">",
            "<link rel=\"canonical\" href=\"https://a.example/2018-a\">",
        );
        check("<a href=\"https://a.example/2018-a\">x</a>", "<a href=\"../../index.html\">x</a>");
        check("<link rel=\"search\" href=\"/opensearch.xml\"><b title=\"a > b\">", "<b title=\"a > b\">");
        check("<form action=\"/term\"><input name=\"t\"></form>x", "x");
        check("<a href=\"/term?t=a\">x</a>", "<a href=\"../../../copy/index.html?at=%2Fterm%3Ft%3Da#history\">x</a>");
        check("<a href=\"/2018-a?hl=x&#38;at=2#m2\">x</a>", "<a href=\"../../index.html\">x</a>");
        check(
            "<script type=\"application/ld+json\">{\"a\":\"<a href=\\\"/x\\\">\"}</script>",
            "<script type=\"application/ld+json\">{\"a\":\"<a href=\\\"/x\\\">\"}</script>",
        );
        check("<meta content=\"0; url=/2018-a\">", "<meta content=\"0; url=../../index.html\">");
    }
}
