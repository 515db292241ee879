//! The language of a text, as far as search treats languages differently: how words are elided, what forms they have.
//!
//! The words of English texts are indexed as they are, those of other texts with their language before them and with
//! their accents: so a word has forms among the texts of one language only, and an archive of English texts alone has
//! the index that it would have without this.

use std::fmt;

use tantivy::tokenizer::Language;

use super::script;

/// Stands on both sides of a language before a word or a text; no text has it.
const MARK: char = '\u{1}';

/// The language of a text: the first part of its tag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TextLanguage([u8; 3]);

/// What French, Italian and Catalan words lose their last vowel to; the word that follows is a word of its own.
const ELIDED: [(&str, &[&str]); 3] = [
    ("ca", &["d", "l", "m", "n", "s", "t"]),
    ("fr", &["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "presqu", "puisqu", "qu", "quelqu", "quoiqu", "s", "t"]),
    (
        "it",
        &[
            "agl", "all", "anch", "c", "ch", "coll", "com", "cos", "d", "dagl", "dall", "degl", "dell", "dov", "gl",
            "l", "m", "mezz", "n", "negl", "nell", "null", "quell", "quest", "s", "sant", "senz", "sugl", "sull", "t",
            "tutt", "un", "v",
        ],
    ),
];

/// What Arabic writes together with the word that follows: the article, prepositions, "and".
const ARABIC_PREFIXES: [&str; 17] =
    ["ال", "وال", "بال", "فال", "كال", "لل", "ولل", "فلل", "وبال", "و", "ب", "ل", "ف", "ك", "وب", "ول", "س"];

impl TextLanguage {
    /// The language of texts that name none, and of what is no text: queries, descriptions.
    pub(crate) const ENGLISH: Self = Self(*b"en\0");

    /// Reads the first part of a language tag.
    pub(crate) fn of(tag: &str) -> Self {
        let mut subtag = [0; 3];
        let first = tag.split('-').next().unwrap_or_default();
        subtag.iter_mut().zip(first.bytes()).for_each(|(own, byte)| *own = byte.to_ascii_lowercase());
        Self(subtag)
    }

    /// Returns the first part of the tag.
    pub(crate) fn subtag(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end_matches('\0')
    }

    /// Tells whether it is the language whose words are indexed as they are.
    pub(crate) fn is_english(self) -> bool {
        self == Self::ENGLISH
    }

    /// Returns a word of a text in this language as the index has it.
    pub(crate) fn term(self, word: &str) -> String {
        if self.is_english() { word.to_owned() } else { format!("{MARK}{}{MARK}{word}", self.subtag()) }
    }

    /// Divides a text that is to be indexed, or a word of the index, into its language and the rest.
    pub(crate) fn divide(text: &str) -> (Self, &str) {
        let divided = text.strip_prefix(MARK).and_then(|rest| rest.split_once(MARK));
        divided.map_or((Self::ENGLISH, text), |(language, rest)| (Self::of(language), rest))
    }

    /// Returns how many bytes at the start of a folded word are an elided one, its apostrophe included.
    pub(crate) fn elided(self, word: &str) -> Option<usize> {
        let (before, after) = word.split_once('\'')?;
        (self.elisions().contains(&before) && !after.is_empty()).then_some(before.len() + 1)
    }

    /// Tells whether its words are written together with a shortened one before them.
    pub(crate) fn elides(self) -> bool {
        !self.elisions().is_empty()
    }

    /// Returns what its words lose their last vowel to, without the apostrophe.
    pub(crate) fn elisions(self) -> &'static [&'static str] {
        ELIDED.iter().find(|(language, _)| *language == self.subtag()).map_or(&[], |(_, elided)| *elided)
    }

    /// Returns the words that a word is with what its language writes together with it, and without.
    pub(crate) fn joined(self, word: &str) -> Vec<String> {
        if self.subtag() != "ar" {
            return Vec::new();
        }
        // Letters that are a word's own look like a preposition; the article seldom does.
        let bare = ARABIC_PREFIXES.iter().filter(|prefix| prefix.contains("ال") || prefix.contains("لل"));
        let bare = bare.filter_map(|prefix| word.strip_prefix(prefix)).filter(|rest| rest.chars().count() > 2);
        let bare = bare.min_by_key(|rest| rest.len()).unwrap_or(word);
        let is_short = bare.chars().count() < 3;
        let prefixes = ARABIC_PREFIXES.iter().filter(|prefix| !is_short || prefix.chars().count() > 1);
        let mut joined: Vec<String> = prefixes.map(|prefix| format!("{prefix}{bare}")).collect();
        joined.push(bare.to_owned());
        joined
    }

    /// Returns the library's name of the language, where its stemmer is good.
    ///
    /// That for Arabic takes letters of the word itself for a prefix and is left out; [`Self::joined`] has what counts.
    pub(crate) fn stemmed(self) -> Option<Language> {
        let language = match self.subtag() {
            "da" => Language::Danish,
            "de" => Language::German,
            "el" => Language::Greek,
            "en" => Language::English,
            "es" => Language::Spanish,
            "fi" => Language::Finnish,
            "fr" => Language::French,
            "hu" => Language::Hungarian,
            "it" => Language::Italian,
            "nb" | "nn" | "no" => Language::Norwegian,
            "nl" => Language::Dutch,
            "pt" => Language::Portuguese,
            "ro" => Language::Romanian,
            "ru" => Language::Russian,
            "sv" => Language::Swedish,
            "ta" => Language::Tamil,
            "tr" => Language::Turkish,
            _ => return None,
        };
        Some(language)
    }
}

impl fmt::Debug for TextLanguage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.subtag())
    }
}

/// Returns a word of the index as readers see it.
pub(crate) fn shown(term: &str) -> &str {
    script::unmarked(TextLanguage::divide(term).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_index_tells_its_language() {
        let french = TextLanguage::of("fr-CA");
        assert_eq!(TextLanguage::divide(&french.term("état")), (french, "état"));
        assert_eq!(TextLanguage::divide("state"), (TextLanguage::of("en-GB"), "state"));
        assert_eq!(shown(&french.term("état")), "état");
    }

    #[test]
    fn only_words_of_the_language_are_elided() {
        let check = |language, word: &str| TextLanguage::of(language).elided(word).map(|at| word[at..].to_owned());
        assert_eq!(check("fr", "l'éducation").as_deref(), Some("éducation"));
        assert_eq!(check("fr", "d'aujourd'hui").as_deref(), Some("aujourd'hui"));
        assert_eq!(check("fr", "aujourd'hui"), None);
        assert_eq!(check("it", "dell'uomo").as_deref(), Some("uomo"));
        assert_eq!(check("ca", "l'educació").as_deref(), Some("educació"));
        assert_eq!(check("en", "d'accord"), None);
        assert_eq!(check("de", "s'ist"), None);
    }

    #[test]
    fn arabic_words_are_found_with_what_is_written_together_with_them() {
        let arabic = TextLanguage::of("ar");
        for word in ["تعليم", "التعليم", "والتعليم", "بالتعليم", "للتعليم"] {
            let joined = arabic.joined(word);
            for other in ["تعليم", "التعليم", "والتعليم", "للتعليم", "وتعليم"] {
                assert!(joined.iter().any(|joined| joined == other), "{other} of {word}");
            }
        }
        assert!(!arabic.joined("حر").contains(&"بحر".to_owned()), "the sea is nothing free");
    }
}
