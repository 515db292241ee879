//! Whether the letters of a file can be trusted: fonts without a usable map give letters that no reader sees.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::word::Page;

/// The scripts that letters are of, as far as they are told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    /// Han letters, kana and Hangul, which texts of one language mix.
    EastAsian,
    /// Any other that texts are written in, such as Devanagari or Thai.
    Other(u32),
    /// Letters that running texts do not use: phonetic signs, rare Han letters, scripts long dead, private use.
    Rare,
}

/// Returns why the letters of a file cannot be trusted at all, if so.
pub(super) fn garbled(pages: &[Page]) -> Option<String> {
    let mut counts: HashMap<Script, usize> = HashMap::new();
    let (mut words, mut odd, mut lone, mut spaced, mut latin) = (0, 0, 0, 0, 0);
    let mut shown = Vec::new();
    for word in pages.iter().flat_map(|page| &page.words).filter(|word| !word.symbols) {
        let mut letters = 0;
        if word.text.is_ascii() {
            letters = word.text.bytes().filter(u8::is_ascii_alphabetic).count();
            latin += letters;
        } else {
            for script in word.text.chars().filter_map(script) {
                *counts.entry(script).or_default() += 1;
                letters += 1;
            }
        }
        if letters == 0 {
            continue;
        }
        words += 1;
        if is_odd(&word.text) {
            odd += 1;
            if shown.len() < 3 {
                shown.push(word.text.chars().take(20).collect::<String>());
            }
        }
        if super::run::is_right_to_left(&word.text) {
            spaced += 1;
            lone += usize::from(letters == 1);
        }
    }
    if latin > 0 {
        *counts.entry(Script::Latin).or_default() += latin;
    }
    let all: usize = counts.values().sum();
    if all < 100 {
        return None;
    }
    let count = |script: Script| counts.get(&script).copied().unwrap_or(0);
    // Some thousands of words, from all of the file, tell as much as all of them.
    let apart = (words / 4000).max(1);
    let all_words = pages.iter().flat_map(|page| &page.words).filter(|word| !word.symbols);
    let text: Tally = all_words.step_by(apart).map(|word| &word.text).collect();
    let most = counts.iter().max_by_key(|(_, count)| **count).map(|(script, _)| *script);
    // Texts of two or three scripts there are, side by side; of four or more, each in every sentence, there are none.
    let many = counts.iter().filter(|(script, count)| **script != Script::Rare && **count * 200 > all).count();
    let east = most == Some(Script::EastAsian);
    let reason = if count(Script::Rare) * 50 > all || many > 4 {
        "letters of scripts that no text mixes"
    } else if odd * (if east { 4 } else { 12 }) > words && words > 20 {
        "words of letters and signs that no text mixes"
    } else if lone * 3 > spaced && spaced > 50 {
        "words that fall into single letters"
    } else if most == Some(Script::EastAsian) && !has_common_letters(pages) {
        "letters none of which is a common one"
    } else if text.words >= 60 && text.is_of_no_language() {
        shown = text.shown;
        "words of no language"
    } else {
        return None;
    };
    let shown = if shown.is_empty() { String::new() } else { format!(", such as `{}`", shown.join("`, `")) };
    Some(format!("its letters cannot be trusted: {reason}{shown}"))
}

/// Tells Chinese, Japanese or Korean text by letters that a twentieth of any such text consists of.
fn has_common_letters(pages: &[Page]) -> bool {
    const COMMON: &str = "的一是不了在有和人这中大为上个国我以要他时来用们生到作地于出会可也年对成能方第条本及或与之其所各行者者事全合定通应議会日本国人年大十二";
    let (mut common, mut all) = (0, 0);
    for letter in pages.iter().flat_map(|page| &page.words).flat_map(|word| word.text.chars()) {
        if script(letter) == Some(Script::EastAsian) {
            all += 1;
            let kana = matches!(letter, '\u{3041}'..='\u{30ff}') || matches!(letter, '\u{ac00}'..='\u{d7a3}');
            common += usize::from(kana || COMMON.contains(letter));
        }
    }
    common * 20 > all
}

/// Tells a text in whose words a reader would see others: it is long enough to tell, and they are of no language.
pub(super) fn is_nonsense(text: &str) -> bool {
    // Most texts have a common word among their first.
    if text.split_whitespace().take(24).any(|word| word.chars().nth(1).is_some() && COMMON.contains(word)) {
        return false;
    }
    let tally: Tally = text.split_whitespace().collect();
    tally.words >= 8 && tally.common == 0 && tally.is_of_no_language()
}

/// What the words of a text in an alphabet with vowels tell of it.
#[derive(Debug, Default)]
struct Tally {
    words: usize,
    /// How many are among the commonest of some language.
    common: usize,
    letters: usize,
    vowels: usize,
    /// How many have four letters or more, and how many of these have no vowel.
    long: usize,
    vowelless: usize,
    /// The first longer ones that are not among those.
    shown: Vec<String>,
}

impl<T: AsRef<str>> FromIterator<T> for Tally {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        let mut tally = Self::default();
        for word in words {
            let core = word.as_ref().trim_matches(|sign: char| !sign.is_alphanumeric());
            let alphabetic = |letter| matches!(script(letter), Some(Script::Latin | Script::Greek | Script::Cyrillic));
            if core.chars().nth(1).is_none() || !core.chars().any(alphabetic) {
                continue;
            }
            let lower = core.to_lowercase();
            tally.words += 1;
            if COMMON.contains(lower.as_str()) {
                tally.common += 1;
            } else if tally.shown.len() < 3 && lower.len() >= 4 {
                tally.shown.push(core.chars().take(20).collect());
            }
            let bare = |letter: char| if letter.is_ascii() { letter } else { letter.nfd().next().unwrap_or(letter) };
            let letters = lower.chars().filter(|letter| letter.is_alphabetic());
            let (vowels, others): (Vec<char>, Vec<char>) =
                letters.map(bare).partition(|letter| VOWELS.contains(*letter));
            let count = vowels.len() + others.len();
            tally.letters += count;
            tally.vowels += vowels.len();
            if count >= 4 && count == lower.chars().count() {
                tally.long += 1;
                tally.vowelless += usize::from(vowels.is_empty());
            }
        }
        tally
    }
}

impl Tally {
    /// Tells a text with hardly a common word that nobody could say, for want of vowels: a map that gives each letter
    /// another. Lists of names have few common words too, and vowels.
    fn is_of_no_language(&self) -> bool {
        let unsayable = self.vowels * 10 < self.letters * 3 || self.vowelless * 10 > self.long;
        self.common * 25 < self.words && unsayable
    }
}

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON_WORDS.split(' ').collect());

const VOWELS: &str = "aeiouyæœøıαεηιοωυаеиоуыэюяёіїєъ";

/// Words of two letters and more that are among the commonest of the languages that texts are written in.
const COMMON_WORDS: &str = "the of and to in is for on that with as be by this are it or at not from we our which \
    le la les de des du et en un une que qui dans pour par sur est au aux il ce nous \
    der die das und den von zu mit ist im des auf für ein eine sich nicht werden wir \
    il di che del della per con una sono dei nel alla si non gli \
    el los las del una que se con por para no es su al lo y \
    os as do da dos das em um uma para com não ao mais se \
    van het een en te dat op voor met zijn \
    och att det som på av för är den med til og på er af ikke ja on ei että se oli mukaan \
    ir un ar uz no kas par ka et ning on see ei kui \
    na do nie się jest że się ze oraz jako je se že pro to sa na že je ako \
    da je za se na su koji ki od po az és hogy nem egy van meg és la şi și în cu pe să mai este \
    и в не на что с по к из для от как за та на у що до це да се на от за са \
    και το του της την στο με για από στην τα οι η ο να \
    ve bir bu da ile için olan olarak dan dari yang untuk dengan ini pada tidak dalam \
    và của các là trong có được cho na ya wa ni kwa za katika \
    eta ez du da agus an na ar yn yr ac ang ng mga sa ve për dhe një të në";

/// Tells a word that mixes what no word mixes: scripts, or letters with signs in their midst.
pub(super) fn is_odd(word: &str) -> bool {
    if word.bytes().all(|byte| byte.is_ascii_alphabetic() || b".,;:'()-".contains(&byte)) {
        return false;
    }
    if word.contains("://") || word.contains("www.") || word.contains('@') {
        return false;
    }
    let scripts: Vec<Script> = word.chars().filter_map(script).collect();
    let rare = scripts.contains(&Script::Rare);
    // Names and abbreviations in Latin letters stand beside East Asian ones without a space.
    let mut others = scripts.iter().filter(|script| **script != Script::EastAsian);
    let first = others.next();
    let mixed = others.any(|script| Some(script) != first);
    rare || mixed || has_east_asian_within(word) || has_sign_within(word)
}

/// Tells a word with a large letter in its midst that a font of small capitals shares with the small one: `explOit`.
pub(super) fn has_large_within(word: &str) -> bool {
    if !word.contains(['O', 'C', 'S', 'V', 'W', 'X', 'Z']) {
        return false;
    }
    let letters: Vec<char> = word.chars().collect();
    let small = |letter: char| letter.is_lowercase();
    letters.windows(3).any(|three| matches!(three, [a, b, c] if small(*a) && "OCSVWXZ".contains(*b) && small(*c)))
}

/// Tells East Asian letters in the midst of a Latin word, as some producers write ligatures.
fn has_east_asian_within(word: &str) -> bool {
    let mut after_small = false;
    let mut within = false;
    for letter in word.chars() {
        match script(letter) {
            Some(Script::EastAsian) => within = after_small,
            _ if within && letter.is_ascii_lowercase() => return true,
            _ => within = false,
        }
        after_small = letter.is_ascii_lowercase() || within;
    }
    false
}

/// Tells a sign between or before letters where none stands in words: `É4UITA%LE`, `L¶UTILISATION`.
fn has_sign_within(word: &str) -> bool {
    let sign = |letter: char| "¶%*+=<>\\|~^$¤¦¨¬¸".contains(letter);
    // Most words have neither, and are not looked at letter by letter.
    if !word.contains(|letter: char| letter.is_ascii_digit() || sign(letter)) {
        return false;
    }
    let letters: Vec<char> = word
        .trim_matches(|letter: char| ".,;:!?()[]{}'\"“”‘’«»„‹›*†‡§¶•-–—…/\u{f000}".contains(letter))
        .chars()
        .collect();
    letters.windows(3).any(|three| matches!(three, [a, b, c] if a.is_alphabetic() && sign(*b) && c.is_alphabetic()))
        || matches!(letters.as_slice(), [a, b, ..] if "=<\\%".contains(*a) && b.is_uppercase() && letters.len() > 3)
        || letters.windows(3).any(|three| {
            matches!(three, [a, b, c] if a.is_uppercase() && b.is_ascii_digit() && c.is_uppercase())
                && letters.iter().filter(|letter| letter.is_alphabetic()).count() > 5
                && letters.iter().filter(|letter| letter.is_ascii_digit()).count() == 1
        })
}

/// Returns the script of a letter; of signs, digits and marks there is none.
fn script(letter: char) -> Option<Script> {
    if !letter.is_alphabetic() && !matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{0300}'..='\u{1cff}') {
        return None;
    }
    Some(match u32::from(letter) {
        0xaa | 0xb5 | 0xba | 0x2070..=0x209f | 0x2100..=0x218f | 0x2460..=0x24ff => return None,
        0x41..=0x17f
        | 0x1cd..=0x1dc
        | 0x1e0..=0x21f
        | 0x1e00..=0x1eff
        | 0x2c60..=0x2c7f
        | 0xff21..=0xff5a
        | 0x192
        | 0x18f
        | 0x259
        | 0x2bc
        | 0x1a0
        | 0x1a1
        | 0x1af
        | 0x1b0 => Script::Latin,
        0x300..=0x36f => return None,
        0x370..=0x3e1 | 0x3f0..=0x3ff | 0x1f00..=0x1fff => Script::Greek,
        0x400..=0x52f => Script::Cyrillic,
        0x590..=0x5ff | 0xfb1d..=0xfb4f => Script::Hebrew,
        0x600..=0x6ff | 0x750..=0x77f | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Script::Arabic,
        0x1100..=0x11ff
        | 0x3005..=0x3007
        | 0x3040..=0x30ff
        | 0x3130..=0x318f
        | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xff66..=0xff9d => Script::EastAsian,
        0x530..=0x58f => Script::Other(0x530),
        0x900..=0x109f | 0x1200..=0x137f | 0x1780..=0x18af => Script::Other(u32::from(letter) / 0x80),
        0x10a0..=0x10ff => Script::Other(0x10a0),
        0xf000..=0xf0ff => return None,
        _ => Script::Rare,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pdf::word::Word;

    fn page(text: &str) -> Vec<Page> {
        let words = text.split_whitespace().map(|text| Word { text: text.into(), ..Word::default() }).collect();
        vec![Page { width: 600.0, height: 800.0, words }]
    }

    #[test]
    fn words_that_no_text_has_are_odd() {
        for word in ["É4UITA%LE", "L¶UTILISATION", "=ONE", "e昀cient", "PRÉAM%ULE", "сontrol", "SURௗLA", "ɪnternet"]
        {
            assert!(is_odd(word), "{word}");
        }
        assert!(has_large_within("explOit") && !has_large_within("LinkedIn") && !has_large_within("OECD"));
        for word in [
            "A/RES/80/107",
            "CO2",
            "R&D",
            "naïve",
            "Œuvre",
            "l’État",
            "G7",
            "C&DS",
            "(NPRM).",
            "a@b.c",
            "第七条",
            "12bis",
            "COVID-19",
            "5%",
            "Straße",
            "“G7”",
            "H1N1",
        ] {
            assert!(!is_odd(word), "{word}");
        }
    }

    #[test]
    fn texts_of_real_languages_are_trusted() {
        for text in [
            "The States Parties to this Agreement recall the relevant provisions of the Convention. ",
            "Les Parties au présent Accord rappellent les dispositions pertinentes de la Convention. ",
            "Государства — участники настоящего Соглашения ссылаются на положения Конвенции. ",
            "会議は、国際連合憲章の規定に従い、次のことを確認する。 G7の声明 ",
            "本协定各缔约方回顾《公约》的有关规定，并在这方面承认人类的共同利益 ",
            "تتفق الدول الأطراف في هذا الاتفاق على أن تتعاون في جميع المجالات ",
            "회의는 다음과 같은 사항을 확인하고 국제법의 적용을 강조한다 ",
        ] {
            assert_eq!(garbled(&page(&text.repeat(30))), None, "{text}");
        }
    }

    /// A text as a file gives it whose map puts each Latin letter so many places further on.
    fn shifted(text: &str, by: u8) -> String {
        text.chars()
            .map(|letter| if letter.is_ascii_alphabetic() { char::from(letter as u8 + by) } else { letter })
            .collect()
    }

    #[test]
    fn latin_letters_mapped_to_others_are_told() {
        let text =
            "The States Parties to this Agreement recall what the Convention says of the boats and ponds of all. ";
        let rot13 =
            "Gur Fgngrf Cnegvrf gb guvf Nterrzrag erpnyy jung gur Pbairagvba fnlf bs gur obngf naq cbaqf bs nyy. ";
        let less_29 = "7KH 6WDWHV 3DUWLHV WR WKLV $JUHHPHQW UHFDOO ZKDW WKH &RQYHQWLRQ VD\\V RI WKH ERDWV. ";
        for text in [shifted(text, 1), shifted(text, 2), shifted(text, 3), rot13.into(), less_29.into()] {
            assert!(garbled(&page(&text.repeat(30))).is_some(), "{text}");
            assert!(is_nonsense(&text), "{text}");
        }
        let names = "Ms Mary Smith, Canada. Mr Jan Novak, Prague. Dr Strč Krk, Brno. Mme Anne Petit, Paris. ";
        let swahili = "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa, hivyo yapasa watendeane kindugu. ";
        let czech =
            "Smluvní strany této dohody připomínají příslušná ustanovení úmluvy a čtvrt z nich se drží na vlnách. ";
        for text in [names, swahili, czech] {
            assert_eq!(garbled(&page(&text.repeat(30))), None, "{text}");
            assert!(!is_nonsense(text), "{text}");
        }
    }

    #[test]
    fn letters_mapped_to_others_are_told() {
        for text in ["δ䍺ⓆĈᱥ᤽ᶛ㠠⎭⍁ὃ⢟Ƚࣞ⢟Ƚᗤ⭕⢟ᡌެ ", "ɐɓɔ ɕɖɗɘ əɚɛɜ words of ", "وذ ت ل م ب ق ا ل ت ف ق ع ل ى "]
        {
            assert!(garbled(&page(&text.repeat(30))).is_some(), "{text}");
        }
    }
}
