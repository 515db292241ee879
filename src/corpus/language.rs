//! The languages there are: which tags name one, and what readers call it.

use language_tags::LanguageTag;

/// What languages are called in English, by the first part of their tags: those in which texts of this kind are written.
const NAMES: [(&str, &str); 47] = [
    ("ar", "Arabic"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("ko", "Korean"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mt", "Maltese"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("nn", "Norwegian"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// Tells whether a tag names a language: every part of it is registered.
#[must_use]
pub fn is_language(tag: &str) -> bool {
    LanguageTag::parse(tag).is_ok_and(|tag| tag.is_valid())
}

/// Returns what a language is called in English; the tag itself where a reader has to know it.
#[must_use]
pub fn language_name(tag: &str) -> &str {
    let first = tag.split('-').next().unwrap_or_default();
    NAMES.iter().find(|(known, _)| *known == first).map_or(tag, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_languages_are_known() {
        for tag in ["en", "en-GB", "fr-CA", "zh-Hant", "zh-Hans-CN", "sr-Latn", "ast", "de-1901", "es-419"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["xx", "eng", "fra", "zz-FR", "english", "e", "", "en-QY9", "en-ZZZZZZZZ"] {
            assert!(!is_language(tag), "{tag}");
        }
        assert_eq!((language_name("zh-Hant"), language_name("ast")), ("Chinese", "ast"));
    }
}
