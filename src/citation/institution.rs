//! Names of institutions in fields that programs read as names of persons.
//!
//! EndNote asks for a comma at the end of such a name, and Zotero, pandoc, citation-js and JabRef then keep it whole as
//! well: what stands before the comma is the family name, and nothing stands behind it. A name that they would change
//! nevertheless is left out: publisher, institution or newspaper name it too.

/// Returns a name for an author's line of a RIS file; nothing for a name that a reader would take apart.
pub(super) fn in_ris(name: &str) -> Option<String> {
    // pandoc takes words before the name for particles ("von", "de"): of several the first that has no capital, such as
    // a number, words in quotation marks, and any word of a script without capitals.
    let is_particle =
        if name.contains(' ') { !name.starts_with(char::is_uppercase) } else { name.starts_with(char::is_lowercase) };
    let is_kept = !name.contains([',', ';', '，', '،']) && !is_particle;
    is_kept.then(|| format!("{name},"))
}

/// Returns the name of the tag and the name for a page's author; nothing for a name that Zotero would take apart.
///
/// Zotero reads every tag that ends in `citation_author`. What takes articles out of pages reads that tag alone, and
/// makes several authors of "Finance Ministers and Governors": such names stand in the tag that bepress uses.
#[must_use]
pub fn on_page(name: &str) -> Option<(&'static str, String)> {
    // Zotero cuts at commas and semicolons, strips points, slashes, brackets and colons from both ends, and puts a
    // space behind the first point that has none.
    let is_stripped = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '/' | '[' | ']' | ':');
    let is_cut = name.contains([',', ';', '،']) || name.trim_matches(is_stripped) != name;
    let is_spread = name.split('.').skip(1).any(|rest| !rest.starts_with(' '));
    if is_cut || is_spread {
        return None;
    }
    // "G7" at the head does no harm: what is left of it is too short for a name.
    let is_plain = |(at, c): (usize, char)| c.is_alphabetic() || matches!(c, ' ' | '-' | '’' | '\'') || at == 1;
    let divides = |word: &str| SMALL_WORDS.contains(&word.to_lowercase().as_str());
    let is_safe = name.char_indices().all(is_plain) && !name.split(' ').any(divides);
    Some((if is_safe { "citation_author" } else { "bepress_citation_author" }, format!("{name},")))
}

/// Words at which extractors divide a name or end it.
const SMALL_WORDS: [&str; 15] =
    ["am", "and", "at", "by", "for", "from", "in", "of", "on", "to", "und", "via", "von", "with", "written"];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, ris: bool, page: bool) {
        assert_eq!((in_ris(name).is_some(), on_page(name).is_some()), (ris, page), "{name}");
    }

    #[test]
    fn a_name_that_would_be_changed_is_left_out() {
        check("G7 Ise-Shima Cyber Group", true, true);
        check("Government of Italy", true, true);
        check("G7 Finance Ministers and Central Bank Governors (Cyber Expert Group)", true, true);
        check("外務省", true, true);
        check("外務省 サイバー課", false, true);
        check("1st Meeting of Ministers", false, true);
        check("“Quoted” Institute", false, true);
        check("the Eight", false, true);
        check("G7 Industry, Technology and Digital Ministers", false, false);
        check("U.S. Department of State", true, false);
        check("Example Inc.", true, false);
        check("Group [x]", true, false);
        assert_eq!(on_page("The Hill"), Some(("citation_author", "The Hill,".to_owned())));
        for divided in ["Government of Italy", "Ministers and Governors", "A & B", "Group (Chair)", "The G7 Leaders"] {
            assert_eq!(on_page(divided), Some(("bepress_citation_author", format!("{divided},"))));
        }
        assert_eq!(on_page("G7 Ise-Shima Cyber Group").map(|(tag, _)| tag), Some("citation_author"));
    }
}
