//! How deep a page is nested, told from its tags before a tree is made of them.
//!
//! A parser looks through all open elements at every tag, and copies open bold and italic runs into every paragraph:
//! some kilobytes of tags that are never closed would take minutes and gigabytes.

/// The deepest page that is read; honest ones have some dozens of levels, old ones hundreds of unclosed runs.
pub(super) const DEEPEST: usize = 4096;

/// Elements that hold nothing, or end by themselves where the next of their kind begins; sorted.
const FLAT: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Returns how many elements are open at once at most, as far as tags alone tell.
pub(super) fn depth(page: &str) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for tag in page.split('<').skip(1) {
        let (name, closes) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || FLAT.binary_search(&name.as_str()).is_ok() {
            continue;
        }
        open = if closes { open.saturating_sub(1) } else { open + 1 };
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_open_goes_deeper() {
        assert!(FLAT.is_sorted());
        for (page, expected) in [
            ("", 0),
            ("1 < 2 <3 <!-- x --> <?x?> <", 0),
            ("<html><body><p>a<p>b<br>c<li>d<li>e", 0),
            ("<div><b>a</b><i>b</i></div><DIV>c", 2),
            ("</div></div><ul><li><ul><li>", 2),
        ] {
            assert_eq!(depth(page), expected, "{page}");
        }
        assert_eq!(depth(&"<p><b><i>".repeat(3000)), 6000);
    }
}
