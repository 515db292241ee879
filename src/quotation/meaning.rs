//! Where a change touches meaning: negations, modal verbs, numbers, dates, countries, actors, claims.
//!
//! The reviewed word lists stand in [`list`] and [`verb`]. A change is flagged when one side says something of a kind that the
//! other does not: `doesn't` for `does not`, `UK` for `Britain` and `20` for `twenty` raise no flag.
//! The lists are made to warn too often rather than too seldom; a flag is a reason to look and no verdict.

mod list;
mod verb;

use std::collections::BTreeSet;

/// The kinds of words whose change touches meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// A negation came, went or moved.
    Negation,
    /// A modal verb changed.
    Modal,
    /// A number or a quantity changed.
    Number,
    /// A date changed.
    Date,
    /// A country changed.
    Country,
    /// Somebody who acts changed: a body, a person, a group.
    Actor,
    /// The quotation says of somebody, or of something done, what the text does not say there.
    Claim,
}

impl Flag {
    /// Every flag, in the order of the data.
    pub const ALL: [Self; 7] =
        [Self::Negation, Self::Modal, Self::Number, Self::Date, Self::Country, Self::Actor, Self::Claim];

    /// Returns the flag's name in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Modal => "modal",
            Self::Number => "number",
            Self::Date => "date",
            Self::Country => "country",
            Self::Actor => "actor",
            Self::Claim => "claim",
        }
    }
}

/// A word with what the lists need to know of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term<'a> {
    /// The folded word.
    pub(super) folded: &'a str,
    /// The word as it is written.
    pub(super) written: &'a str,
    /// Whether a sentence begins with it, so that its capital tells nothing.
    pub(super) first: bool,
    /// The change that the word is part of, counted from 0; nothing if it is the same on both sides.
    pub(super) change: Option<usize>,
}

/// Returns the kinds of meaning that the changes between two sequences of words touch.
pub(super) fn flags(source: &[Term], quoted: &[Term]) -> BTreeSet<Flag> {
    let (mut before, mut after) = (said(source), said(quoted));
    before.sort_unstable();
    after.sort_unstable();
    let mut flags = BTreeSet::new();
    let actors = |sayings: &[Saying]| -> BTreeSet<String> {
        let acts = |saying: &&Saying| matches!(saying.flag, Flag::Actor | Flag::Country);
        sayings.iter().filter(acts).map(|saying| saying.concept.clone()).collect()
    };
    if !verbs(quoted).is_subset(&verbs(source)) || !actors(&after).is_subset(&actors(&before)) {
        flags.insert(Flag::Claim);
    }
    for (one, other) in [(&before, &after), (&after, &before)] {
        let mut rest = other.clone();
        for saying in one {
            match rest.iter().position(|known| known == saying) {
                Some(at) => _ = rest.swap_remove(at),
                None => _ = flags.insert(saying.flag),
            }
        }
    }
    if prefixes_negate(source, quoted) {
        flags.insert(Flag::Negation);
    }
    if digits_differ(source, quoted) {
        flags.insert(Flag::Number);
    }
    flags
}

/// Something said within a change: the same in other words is equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Saying {
    change: usize,
    flag: Flag,
    concept: String,
}

/// Returns what is said by words of which at least one is in a change.
fn said(terms: &[Term]) -> Vec<Saying> {
    let mut sayings = Vec::new();
    let mut at = 0;
    while let Some(rest) = terms.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, concepts) = list::read(terms, at);
        let touched = rest.iter().take(length).find_map(|term| term.change);
        if let Some(change) = touched {
            sayings.extend(concepts.into_iter().map(|(flag, concept)| Saying { change, flag, concept }));
        }
        at += length.max(1);
    }
    sayings
}

/// Returns the verbs of which a form is in a change; a word of a name, such as `United`, is none.
fn verbs(terms: &[Term]) -> BTreeSet<String> {
    let mut verbs = BTreeSet::new();
    let mut at = 0;
    while at < terms.len() {
        let (length, said) = list::read(terms, at);
        let named = said.iter().any(|(flag, _)| matches!(flag, Flag::Actor | Flag::Country));
        if let Some(term) = terms.get(at).filter(|term| !named && term.change.is_some()) {
            verbs.extend(verb::verb(term.folded).map(str::to_owned));
        }
        at += length.max(1);
    }
    verbs
}

/// Tells whether a change puts a word in the place of the same word with a prefix that negates it.
fn prefixes_negate(source: &[Term], quoted: &[Term]) -> bool {
    let negates = |long: &str, short: &str| {
        let prefix = long.strip_suffix(short).unwrap_or_default();
        short.len() > 3 && ["un", "in", "im", "il", "ir", "dis", "mis", "non"].contains(&prefix)
    };
    source.iter().filter(|term| term.change.is_some()).any(|term| {
        let rivals = quoted.iter().filter(|rival| rival.change == term.change);
        rivals.into_iter().any(|rival| negates(term.folded, rival.folded) || negates(rival.folded, term.folded))
    })
}

/// Tells whether a change puts a word in the place of the same word with another number in it, as `G8` for `G7`.
fn digits_differ(source: &[Term], quoted: &[Term]) -> bool {
    let letters = |word: &str| word.replace(char::is_numeric, "");
    source.iter().filter(|term| term.change.is_some()).any(|term| {
        let own = letters(term.folded);
        let rivals = quoted.iter().filter(|rival| rival.change == term.change && rival.folded != term.folded);
        own != term.folded && !own.is_empty() && rivals.into_iter().any(|rival| letters(rival.folded) == own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::token::tokens;

    /// Changes are written `[-before-]{+after+}`; each side is flagged against the other.
    #[track_caller]
    fn check(marked: &str, flags: &[Flag]) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut change = 0;
        let mut rest = marked;
        while !rest.is_empty() {
            let next = rest.find(['[', '{']).unwrap_or(rest.len());
            let (same, marked) = rest.split_at(next);
            for token in tokens(same) {
                let written = same[token.range].to_owned();
                before.push((token.word.clone(), written.clone(), None));
                after.push((token.word, written, None));
            }
            let close = if marked.starts_with('[') { "-]" } else { "+}" };
            let Some(end) = marked.find(close) else { break };
            let side = if marked.starts_with('[') { &mut before } else { &mut after };
            for token in tokens(&marked[2..end]) {
                side.push((token.word, marked[2..end][token.range].to_owned(), Some(change)));
            }
            change += usize::from(close == "+}" || !marked[end + 2..].starts_with('{'));
            rest = &marked[end + 2..];
        }
        fn terms(side: &[(String, String, Option<usize>)]) -> Vec<Term<'_>> {
            let numbered = side.iter().enumerate();
            numbered
                .map(|(at, (folded, written, change))| Term { folded, written, first: at == 0, change: *change })
                .collect()
        }
        let found = super::flags(&terms(&before), &terms(&after));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), flags, "{marked}");
    }

    #[test]
    fn what_changes_meaning_is_flagged() {
        check("States should [-not-] act", &[Flag::Negation]);
        check("States [-should-]{+shall+} act", &[Flag::Modal]);
        check("the [-2013-]{+2015+} reports", &[Flag::Number, Flag::Date]);
        check("on [-April 23-]{+April 24+}", &[Flag::Number, Flag::Date]);
        check("by [-North-]{+South+} Korea", &[Flag::Country, Flag::Claim]);
        check("so [-Russia-]{+Ukraine+} attacked [-Ukraine-]{+Russia+}", &[Flag::Country]);
        check("and [-NATO-]{+OSCE+} met", &[Flag::Actor, Flag::Claim]);
        check("a [-Hungarian-]{+Italian+} chair", &[Flag::Country, Flag::Claim]);
        check("is [-unacceptable-]{+acceptable+} here", &[Flag::Negation]);
        check("[-all-]{+some+} States", &[Flag::Number]);
        check("coordinated [-G7-]{+G2+} action", &[Flag::Number, Flag::Actor, Flag::Claim]);
        check("they [-may-]{+can+} act in [-May-]{+June+}", &[Flag::Modal, Flag::Date]);
        check("the [-NotPetya-]{+WannaCry+} attack", &[Flag::Actor, Flag::Claim]);
        check("the [-ministers-]{+experts+} met", &[Flag::Actor, Flag::Claim]);
        check("cost [-€-]{+$+} 5", &[Flag::Number]);
    }

    #[test]
    fn a_verb_or_an_actor_put_in_is_a_claim() {
        for put_in in [
            "The attack {+was+} noted",
            "they {+condemned+} the attack",
            "a State [-recalled-]{+violated+} the law",
            "it {+has confirmed+} that",
            "the norms {+are+} binding",
            "we [-note-]{+regret+} the report",
            "the law {+banned+} it",
            "experts {+sought+} help",
            "States [-should-]{+agreed to+} act",
            "who {+hacked+} it",
        ] {
            let mut expected = vec![Flag::Claim];
            if put_in.contains("should") {
                expected.insert(0, Flag::Modal);
            }
            check(put_in, &expected);
        }
        check("{+Ministers+} met there", &[Flag::Actor, Flag::Claim]);
        check("it was {+North Korea+} there", &[Flag::Country, Flag::Claim]);
        check("we [-denied-]{+deny+} it", &[]);
        check("in [-Britain-]{+the United Kingdom+} it", &[]);
        check("[-reliable and secure-]{+secure and reliable+} networks", &[]);
        check("the [-condemned-] attack", &[]);
        check("a quick {+and open+} answer", &[]);
        check("by [-ministers-] all", &[Flag::Actor]);
    }

    #[test]
    fn the_same_in_other_words_is_not_flagged() {
        check("it [-doesn't-]{+does not+} act", &[]);
        check("in [-Britain-]{+the United Kingdom+} now", &[]);
        check("the [-7-]{+seven+} states", &[]);
        check("a [-quick-]{+rapid+} answer", &[]);
        check("the US and [-us-]{+me+} all", &[Flag::Actor, Flag::Claim]);
    }
}
