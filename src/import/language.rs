//! The language of a text, by its words; what a page declares counts where the words are too few to tell.

use whatlang::{Lang, detect};

/// Texts with fewer letters than this do not tell their language.
const FEW: usize = 60;

/// Of so many letters the words tell a language that is known.
const MANY: usize = 1000;

/// So many bytes of a text tell as much of its language as all of it.
const ENOUGH: usize = 20_000;

/// Returns the language of a text, and a doubt where it is not sure.
pub(super) fn of(text: &str, declared: Option<&str>) -> (Option<String>, Option<String>) {
    let declared = declared.and_then(primary);
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    // What is long tells it long before its end.
    let front = text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or(text);
    let told = detect(front).filter(|_| letters >= FEW || !text.is_ascii() && letters >= FEW / 4);
    let sure = told.as_ref().filter(|found| found.is_reliable() || found.confidence() > 0.9);
    let found = sure.and_then(|found| code(found.lang()));
    match (found, declared) {
        (Some(found), Some(declared)) if found != declared => {
            let doubt = format!("the source declares the language `{declared}`, and its words are `{found}`");
            (Some(found.to_owned()), Some(doubt))
        }
        (Some(found), _) => (Some(found.to_owned()), None),
        (None, Some(declared)) => {
            let no_such = letters >= MANY && Lang::all().iter().any(|lang| code(*lang) == Some(declared.as_str()));
            let doubt = format!(
                "the source declares the language `{declared}`, and its words are of none that is known: \
                 compare the letters with those of the page"
            );
            (Some(declared), no_such.then_some(doubt))
        }
        (None, None) if letters >= MANY => {
            (None, Some("its words are of no language that is known: compare the letters with those of the page, and write the language".to_owned()))
        }
        (None, None) => (None, Some("the language was not told: write it".to_owned())),
    }
}

/// Returns the first part of a declared language, `en` of `en-GB`.
fn primary(declared: &str) -> Option<String> {
    let declared = declared.trim().to_ascii_lowercase();
    let primary = declared.split(['-', '_']).next().unwrap_or_default();
    let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    (fits && primary != "und" && primary != "mul" && primary != "zxx").then(|| primary.to_owned())
}

/// Returns the two letters of a language, for those in which texts of this kind are written.
fn code(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ita => "it",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Jpn => "ja",
        Lang::Cmn => "zh",
        Lang::Rus => "ru",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Tur => "tr",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Fin => "fi",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Ell => "el",
        Lang::Hrv => "hr",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Cat => "ca",
        Lang::Hin => "hi",
        Lang::Ind => "id",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Pes => "fa",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, declared: Option<&str>, expected: Option<&str>, doubted: bool) {
        let (language, doubt) = of(text, declared);
        assert_eq!((language.as_deref(), doubt.is_some()), (expected, doubted), "{text} {doubt:?}");
    }

    #[test]
    fn the_words_tell_the_language() {
        let english = "We, the leaders, met and agreed that states should not attack the networks of others in peace.";
        check(english, None, Some("en"), false);
        check(english, Some("en-GB"), Some("en"), false);
        check(english, Some("de"), Some("en"), true);
        check(
            "Wir haben uns getroffen und vereinbart, dass die Staaten sich an das Völkerrecht halten sollen und werden.",
            Some("en"),
            Some("de"),
            true,
        );
        check(
            "Nous nous sommes réunis et nous sommes convenus que les États doivent respecter le droit international.",
            None,
            Some("fr"),
            false,
        );
        check(
            "我々は、サイバー空間における国際法の適用について合意し、協力を続けることを確認した。",
            None,
            Some("ja"),
            false,
        );
        check(
            "Os ministros reuniram-se e concordaram que os Estados não devem atacar as redes uns dos outros em tempo de paz.",
            None,
            Some("pt"),
            false,
        );
        check(
            "I ministri si sono riuniti e hanno convenuto che gli Stati devono rispettare il diritto internazionale.",
            None,
            Some("it"),
            false,
        );
        // Each letter stands for the third after it, as where a file maps its letters wrongly.
        let shifted = |letter: char| match letter {
            'a'..='z' => char::from((letter as u8 - b'a' + 3) % 26 + b'a'),
            other => other,
        };
        let shifted: String = english.repeat(20).to_lowercase().chars().map(shifted).collect();
        check(&shifted, Some("en"), Some("en"), true);
        check(&shifted, Some("ga"), Some("ga"), false);
        check(&shifted, None, None, true);
        check("Words.", Some("fr"), Some("fr"), false);
        check("Words.", None, None, true);
        check("Words.", Some("und"), None, true);
    }
}
