//! Addresses as people paste them: with the punctuation of a sentence, in another case, with a host or without.

use crate::wording::{is_dash, is_double_mark, is_invisible};

/// Returns the path and fragment of what looks like an address, or of a bare path; nothing for other text.
pub(super) fn path(text: &str) -> Option<String> {
    let text = text.trim_matches(is_wrapping);
    if text.split_whitespace().count() != 1 {
        return None;
    }
    let after_host = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => text.strip_prefix("//").and_then(|rest| rest.split_once('/')).map_or(text, |(_, path)| path),
    };
    let (before, fragment) = after_host.split_once('#').unwrap_or((after_host, ""));
    let path = before.split('?').next().unwrap_or_default();
    Some(if fragment.is_empty() { format!("/{path}") } else { format!("/{path}#{fragment}") })
}

/// Returns a path as the archive writes its own: decoded, lower case, single slashes, plain hyphens, no leading zeros,
/// and nothing of the sentence that it was pasted from.
#[must_use]
pub fn clean(path: &str) -> String {
    // Typesetters break and join at hyphens, and put their own in their place.
    let decoded: String = decoded(path).to_lowercase().chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
    let mut clean = String::with_capacity(decoded.len());
    let bare = decoded.trim_matches(|c: char| c == '/' || is_wrapping(c));
    for segment in bare.split('/').map(|segment| segment.trim_matches(is_blank)).filter(|segment| !segment.is_empty()) {
        clean.push('/');
        clean.push_str(without_zeros(segment));
    }
    if clean.is_empty() { "/".to_owned() } else { clean }
}

/// Returns the address of ours that `path` begins with, where what follows its number or id is of the sentence that it
/// was pasted from: `/2018-x/p/4—which`, `/2018-x/p/4&gt;`, `/2018-x|`. Nothing where nothing follows.
///
/// A dash may be part of an id, so [`clean`] is to be tried first.
#[must_use]
pub fn cut(path: &str) -> Option<String> {
    let whole = decoded(path).to_lowercase();
    let whole = whole.trim_start_matches(|c: char| c == '/' || is_wrapping(c));
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let id = whole.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let (id, mut rest) = whole.split_at_checked(id)?;
    let mut kept = format!("/{}", id.trim_end_matches('-'));
    for step in ["/p/", "/r/"] {
        let Some(after) = rest.strip_prefix(step) else { break };
        let (number, behind) = after.split_at_checked(digits(after))?;
        if number.is_empty() {
            break;
        }
        kept.push_str(step);
        kept.push_str(without_zeros(number));
        rest = behind;
    }
    // A slash or a point goes on with an address, if not with one that exists.
    (!rest.is_empty() && !rest.starts_with(['/', '.']) && kept.len() > 1).then_some(kept)
}

/// Returns an address in the form in which two that lead to the same page are equal: no scheme, no `www`, lower case,
/// no fragment, no tracking parameters, no slash at the end.
pub(super) fn canonical(text: &str) -> Option<String> {
    let text = text.trim_matches(is_wrapping);
    let lower = decoded(text).to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let rest = rest.or_else(|| lower.starts_with("www.").then_some(lower.as_str()))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest).split('#').next().unwrap_or_default();
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.trim_end_matches(":443").trim_end_matches(":80").trim_end_matches('.');
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
    let path = path.trim_end_matches(|c: char| c == '/' || is_wrapping(c));
    (host.contains('.') && !host.contains(char::is_whitespace)).then(|| format!("{host}/{path}?{}", kept.join("&")))
}

fn is_tracking(pair: &str) -> bool {
    pair.starts_with("utm_") || ["fbclid=", "gclid=", "mc_cid=", "mc_eid="].iter().any(|name| pair.starts_with(name))
}

/// Tells whether a character belongs to the sentence around an address rather than to its end.
fn is_wrapping(c: char) -> bool {
    is_blank(c)
        || matches!(
            c,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '…'
                | '*'
                | '_'
                | '~'
                | '|'
                | '\\'
                | '='
                | '-'
        )
        || is_double_mark(c)
        || matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '、' | '。' | '）' | '】' | '》')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c) || c == '\u{fffd}'
}

fn without_zeros(segment: &str) -> &str {
    let (number, _) = segment.split_once('.').unwrap_or((segment, ""));
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        let zeros = number.bytes().take_while(|byte| *byte == b'0').count();
        segment.get(zeros.min(number.len() - 1)..).unwrap_or(segment)
    } else {
        segment
    }
}

/// Returns `text` with its percent-encoding undone, however often it was encoded; what is not UTF-8 becomes U+FFFD.
fn decoded(text: &str) -> String {
    let mut plain: Vec<u8> = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        plain.push(byte);
        // A byte that stood for a code can end another.
        while let [.., b'%', high, low] = *plain
            && let (Some(high), Some(low)) = (char::from(high).to_digit(16), char::from(low).to_digit(16))
            && let Ok(code) = u8::try_from(high << 4 | low)
        {
            plain.truncate(plain.len() - 3);
            plain.push(code);
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_paths_come_out_clean() {
        for dirty in [
            "/2018-x/p/4/",
            "//2018-x//p///4",
            "/2018-X/P/4",
            "/2018-x/p/004",
            "/2018-x/p/4.",
            "/2018-x/p/4)",
            "/2018-x/p/4%E2%80%9D",
            "/2018-x/p/4”).",
            "/2018-x/p/4%E2%80%9D%29%2C",
            "/2018-x/p/4%20",
            "/2018-x/p/4\u{200b}",
            "\u{2068}/2018-x/p/4\u{2069}",
            "/2018-x/p/4%ff",
            "/2018-x/p/4%25E2%2580%259D",
            "/2018-x/p%2%46%2534",
            "/%E2%80%9C2018-x/p/4",
            "/(“2018-x/p/4”)",
            "/./2018-x/p/4",
            "/2018\u{2011}x/p/4",
            "/2018%E2%80%93x/p/4",
            "/2018−x/p/4",
        ] {
            assert_eq!(clean(dirty), "/2018-x/p/4", "{dirty}");
        }
        for dirty in ["/2018-x/p/4—", "/2018-x/p/4–", "/2018-x/p/4-", "/2018-x/p/4~", "/2018-x/p/4|", "/2018-x/p/4\\"]
        {
            assert_eq!(clean(dirty), "/2018-x/p/4", "{dirty}");
        }
        assert_eq!(clean("/"), "/");
        assert_eq!(clean("/2018-x/p/0"), "/2018-x/p/0");
        assert_eq!(clean("/2018-x/p/04.json."), "/2018-x/p/4.json");
        assert_eq!(clean("//evil.example/%2e%2e"), "/evil.example");
    }

    #[test]
    fn cleaning_twice_is_cleaning_once() {
        for path in [
            "/2018-X//P/004.)",
            "/a/%2F/b",
            "/.",
            "/p/%E2%80%9D/4",
            "/00",
            "/%%%2%35333",
            "/%25252541",
            "/“(/.2018‑x",
            "/“”",
            "/%E2%80%93",
        ] {
            let once = clean(path);
            assert_eq!(clean(&once), once, "{path}");
        }
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for dirty in [
            "/2018-x/p/4—which",
            "/2018-x/p/4–that",
            "/2018-x/p/4’s",
            "/2018-x/p/4's",
            "/2018-x/p/4&gt;",
            "/2018-x/p/4%26gt%3B",
            "/2018-x/p/4<br>",
            "/2018-x/p/4&lt;br/&gt;",
            "/2018-x/p/4)%20and%20more",
            "/2018-x/p/4%5D(https:",
            "/2018-X/p/004),see",
            "/2018-x/p/4,5",
            "/2018-x/p/4%20%7C%20G7",
            "/2018-x/p/4+which",
            "/2018-x/p/4%60",
            "/2018-x/p/4=",
        ] {
            assert_eq!(cut(dirty).as_deref(), Some("/2018-x/p/4"), "{dirty}");
        }
        assert_eq!(cut("/2018-x/p/4/r/1—which").as_deref(), Some("/2018-x/p/4/r/1"));
        assert_eq!(cut("/2018-x—which").as_deref(), Some("/2018-x"));
        for other in ["/2018-x/p/4", "/2018-x/p/4.json/cite", "/2018-x/p/4/cards", "/2018-x/source"] {
            assert_eq!(cut(other), None, "{other}");
        }
        assert_eq!(cut("/—"), None);
    }

    #[test]
    fn addresses_of_one_page_are_equal() {
        let page = canonical("https://www.mofa.go.jp/files/000160279.pdf");
        for same in [
            "http://www.mofa.go.jp/files/000160279.pdf",
            "HTTPS://WWW.MOFA.GO.JP:443/files/000160279.pdf#page=2",
            "<https://mofa.go.jp/files/000160279.pdf>.",
            "www.mofa.go.jp/files/000160279.pdf?utm_source=x",
        ] {
            assert_eq!(canonical(same), page, "{same}");
        }
        assert_ne!(canonical("https://www.mofa.go.jp/files/000160280.pdf"), page);
        assert_eq!(canonical("Lucca 2017"), None);
    }

    #[test]
    fn only_what_is_one_word_is_a_path() {
        assert_eq!(path("“https://old.example:8080/2018-x/p/4?hl=a#p4”.").as_deref(), Some("/2018-x/p/4#p4"));
        assert_eq!(path("2018-x/p/4").as_deref(), Some("/2018-x/p/4"));
        assert_eq!(path("Lucca 2017 para 4"), None);
    }
}
