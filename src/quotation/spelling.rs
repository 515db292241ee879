//! When words differ in nothing but spelling: reviewed variants, accents, hyphens.

use std::collections::HashMap;

use super::token::tokens;
use crate::corpus::{Level, Variants};
use crate::wording;

/// Prefixed words that are another word without their hyphen.
const FALSE_FRIENDS: [&str; 12] = [
    "recover",
    "recreate",
    "reform",
    "release",
    "remark",
    "represent",
    "resent",
    "reserve",
    "resign",
    "resort",
    "restrain",
    "retreat",
];

/// Whatever follows it is written together with it, apart from it or with a hyphen, as the writer likes.
const COMPOUND: &str = "cyber";

/// The reviewed spelling variants, ready to compare with.
#[derive(Debug)]
pub(super) struct Spelling {
    /// One word to the word it is compared as.
    words: HashMap<String, String>,
    /// Several words, each as compared and parted by spaces, to what stands for their group.
    phrases: HashMap<String, String>,
}

impl Spelling {
    pub(super) fn new(variants: &Variants) -> Self {
        let mut spelling = Self { words: HashMap::new(), phrases: HashMap::new() };
        let groups = variants.groups.iter().enumerate();
        for (at, group) in groups.filter(|(_, group)| group.level == Level::Spelling && !group.capitals) {
            for form in &group.forms {
                let words: Vec<String> = tokens(form).into_iter().map(|token| token.word).collect();
                // A plural says something else than its singular, even where a group lists both.
                let plural = if form.ends_with('s') { "s" } else { "" };
                let group = format!("={at}{plural}");
                match words.as_slice() {
                    [word] => _ = spelling.words.entry(wording::without_accents(word)).or_insert(group),
                    words => _ = spelling.phrases.entry(words.join(" ")).or_insert(group),
                }
            }
        }
        spelling
    }

    /// Returns what a folded word is compared as: the same for all its spellings.
    pub(super) fn key(&self, word: &str) -> String {
        let plain = wording::without_accents(word);
        self.words.get(&plain).cloned().unwrap_or(plain)
    }

    /// Tells whether two runs of words are one in two spellings; `hyphenated` if one is written with a hyphen.
    pub(super) fn same(&self, one: &[&str], other: &[&str], hyphenated: bool) -> bool {
        if one.is_empty() || other.is_empty() {
            return false;
        }
        if self.group(one) == self.group(other) {
            return true;
        }
        let joined = self.joined(one);
        let compound = hyphenated || joined.starts_with(COMPOUND);
        compound && joined == self.joined(other) && !FALSE_FRIENDS.iter().any(|friend| joined.starts_with(friend))
    }

    fn group(&self, words: &[&str]) -> String {
        match words {
            [word] => self.key(word),
            words => {
                let phrase = words.join(" ");
                self.phrases.get(&phrase).cloned().unwrap_or(phrase)
            }
        }
    }

    fn joined(&self, words: &[&str]) -> String {
        wording::without_accents(&words.concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Variant;

    #[test]
    fn spellings_are_the_same_and_other_words_are_not() {
        let group = |forms: &[&str]| Variant {
            level: Level::Spelling,
            forms: forms.iter().map(ToString::to_string).collect(),
            both_ways: true,
            capitals: false,
            note: None,
        };
        let groups = vec![group(&["cyberspace", "cyber space"]), group(&["behaviour", "behavior", "behaviours"])];
        let spelling = Spelling::new(&Variants { groups });
        assert!(spelling.same(&["cyber", "space"], &["cyberspace"], false));
        assert!(spelling.same(&["behavior"], &["behaviour"], false));
        assert!(spelling.same(&["communiqué"], &["communique"], false));
        assert!(spelling.same(&["decision", "making"], &["decisionmaking"], true));
        assert!(spelling.same(&["cyber", "activity"], &["cyberactivity"], false));
        assert!(!spelling.same(&["decision", "making"], &["decisionmaking"], false));
        assert!(!spelling.same(&["behaviours"], &["behaviour"], false));
        assert!(!spelling.same(&["re", "sign"], &["resign"], true));
        assert!(!spelling.same(&[], &["not"], true));
    }
}
