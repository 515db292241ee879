//! Words as both engines are handed them: divided as our search divides them, with their reviewed spellings.

use crate::corpus::{Corpus, Document, Level, Paragraph};
use crate::search::{TextLanguage, plain_terms};

/// Returns the words of a paragraph as our search divides them; none where they are withheld.
pub(super) fn words(document: &Document, paragraph: &Paragraph) -> Vec<String> {
    if document.withheld() { Vec::new() } else { plain_terms(&paragraph.text, TextLanguage::of(&document.language)) }
}

/// Words that a search takes for the same.
pub(super) struct Spelling {
    /// The forms, each by its words, the usual one first; two at least.
    pub(super) forms: Vec<Vec<String>>,
    /// Whether every form stands for every other; if not, only the first widens to the rest.
    pub(super) both_ways: bool,
}

/// Returns the reviewed spellings and plurals. Those that count by their capitals alone are left out: neither engine
/// tells `US` from `us` once words are folded.
pub(super) fn spellings(corpus: &Corpus) -> impl Iterator<Item = Spelling> {
    let groups = corpus.variants().groups.iter();
    let applied = groups.filter(|it| matches!(it.level, Level::Spelling | Level::Plural) && !it.capitals);
    let spelling = |group: &crate::corpus::Variant| {
        let mut forms: Vec<Vec<String>> = Vec::new();
        for form in group.forms.iter().map(|form| plain_terms(form, TextLanguage::ENGLISH)) {
            if !form.is_empty() && !forms.contains(&form) {
                forms.push(form);
            }
        }
        (forms.len() > 1).then_some(Spelling { forms, both_ways: group.both_ways })
    };
    applied.filter_map(spelling)
}

/// Returns the name that both engines have for the stemmer of a language, if they have one.
pub(super) fn stemmer(language: TextLanguage) -> Option<&'static str> {
    Some(match language.subtag() {
        "da" => "danish",
        "de" => "german",
        "el" => "greek",
        "en" => "english",
        "es" => "spanish",
        "fi" => "finnish",
        "fr" => "french",
        "hu" => "hungarian",
        "it" => "italian",
        "nb" | "nn" | "no" => "norwegian",
        "nl" => "dutch",
        "pt" => "portuguese",
        "ro" => "romanian",
        "ru" => "russian",
        "sv" => "swedish",
        "tr" => "turkish",
        _ => return None,
    })
}
