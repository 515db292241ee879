//! The kinds of query that are compared: as a visitor types them here, and as the library is asked for the same.

use super::generator::word;

/// One kind of query; ranks of words are chosen so that they are common, middling and rare.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// As a visitor types it.
    pub(crate) typed: String,
    /// Whether any of the words is enough.
    pub(crate) any: bool,
    /// The same in the library's own query language.
    pub(crate) bare: String,
}

impl Kind {
    /// Returns the address of the page of results.
    pub(crate) fn page(&self) -> String {
        format!("/search?q={}{}", encoded(&self.typed), if self.any { "&match=any" } else { "" })
    }

    /// Returns the address of the forty-line page for the same.
    pub(crate) fn plain_page(&self) -> String {
        format!("/?q={}", encoded(&self.bare))
    }
}

fn encoded(query: &str) -> String {
    url::form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

/// Returns the kinds; `forms` gives a word with those of its forms that the corpus has.
pub(crate) fn kinds(forms: &dyn Fn(&str) -> Vec<String>) -> Vec<Kind> {
    let words = |ranks: &[usize]| ranks.iter().map(|rank| word(*rank)).collect::<Vec<_>>().join(" ");
    let each = |sign: &str, ranks: &[usize]| {
        ranks.iter().map(|rank| format!("{sign}{}", word(*rank))).collect::<Vec<_>>().join(" ")
    };
    let any_form = |rank: usize| format!("({})", forms(&word(rank)).join(" "));
    let every_form = |ranks: &[usize]| ranks.iter().map(|rank| format!("+{} ", any_form(*rank))).collect::<String>();
    let phrase = |ranks: &[usize]| format!("\"{}\"", words(ranks));
    // Its phrases keep their order, so both orders are asked for.
    let near = |[one, other]: [usize; 2]| format!("\"{}\"~8 \"{}\"~8", words(&[one, other]), words(&[other, one]));
    let kind = |name, typed: String, bare: String| Kind { name, typed, any: false, bare };
    let any = |name, typed: String, bare: String| Kind { name, typed, any: true, bare };
    vec![
        kind("a rare word, exact", each("=", &[20_000]), words(&[20_000])),
        kind("a middling word, exact", each("=", &[500]), words(&[500])),
        kind("a common word, exact", each("=", &[11]), words(&[11])),
        kind("a word of nearly all, exact", each("=", &[0]), words(&[0])),
        kind("a rare word and its forms", words(&[9_000]), any_form(9_000)),
        kind("a middling word and its forms", words(&[500]), any_form(500)),
        kind("two words, exact", each("=", &[60, 300]), each("+", &[60, 300])),
        kind("two words and their forms", words(&[60, 300]), every_form(&[60, 300])),
        kind("three words and their forms", words(&[40, 60, 300]), every_form(&[40, 60, 300])),
        any("any of five words, exact", each("=", &[11, 60, 300, 900, 4000]), words(&[11, 60, 300, 900, 4000])),
        any("any of three words and their forms", words(&[60, 300, 900]), [60, 300, 900].map(any_form).join(" ")),
        kind("one word or another, exact", format!("={} OR ={}", word(60), word(300)), words(&[60, 300])),
        kind("a phrase of common words", format!("={}", phrase(&[1, 0])), phrase(&[1, 0])),
        kind("a phrase", format!("={}", phrase(&[30, 40])), phrase(&[30, 40])),
        kind(
            "a phrase and a word",
            format!("={} ={}", phrase(&[30, 40]), word(11)),
            format!("+{} +{}", phrase(&[30, 40]), word(11)),
        ),
        kind("two words near each other", format!("={} NEAR/8 ={}", word(60), word(300)), near([60, 300])),
        kind("the beginning of words", "bab*".to_owned(), "text:/bab.*/".to_owned()),
        kind("a word without another", format!("={} -={}", word(60), word(11)), format!("+{} -{}", word(60), word(11))),
        kind("a word of a year", format!("year:2018 ={}", word(60)), format!("+{} +year:2018", word(60))),
        kind(
            "a word of some years",
            format!("year:2001..2010 ={}", word(60)),
            format!("+{} +year:[2001 TO 2010]", word(60)),
        ),
    ]
}
