//! Which lines are headings: by what they say, and by how they are set.

/// Words that name a part of a text, in the languages that texts come in.
const PARTS: [&str; 43] = [
    "article",
    "articles",
    "art",
    "artikel",
    "articolo",
    "artículo",
    "articulo",
    "artigo",
    "chapter",
    "chapitre",
    "kapitel",
    "capitolo",
    "capítulo",
    "part",
    "partie",
    "teil",
    "parte",
    "title",
    "titre",
    "titel",
    "titolo",
    "título",
    "section",
    "abschnitt",
    "sezione",
    "sección",
    "secção",
    "seção",
    "annex",
    "annexe",
    "anhang",
    "anlage",
    "allegato",
    "anexo",
    "appendix",
    "appendice",
    "schedule",
    "rule",
    "principle",
    "regulation",
    "статья",
    "глава",
    "раздел",
];

/// Returns the label of a part that a line begins with, such as `Article 7`, and what follows it.
pub(super) fn label(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_whitespace();
    let first = words.next()?.trim_end_matches('.');
    if !first.starts_with(char::is_uppercase) {
        return numbered_part(text);
    }
    let known = PARTS.contains(&first.to_lowercase().as_str());
    let number = words.next().filter(|_| known)?;
    let end = (number.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + number.len();
    let core = number.trim_end_matches([':', '.', '–', '—', ',']);
    let numeral = core.chars().all(|digit| digit.is_ascii_digit() || ".-".contains(digit))
        && core.starts_with(|digit: char| digit.is_ascii_digit());
    let numeral = numeral
        || core.chars().all(|letter| "IVXLC".contains(letter))
        || (core.len() == 1 && core.chars().all(|letter| letter.is_ascii_uppercase()));
    let ordinal = ["premier", "première", "1er", "unique", "first", "one"].contains(&core.to_lowercase().as_str());
    // `Article 7, paragraph 2` and `Article 7 (1)` are mentions.
    let mention = number.ends_with(',');
    (!core.is_empty() && !mention && (numeral || ordinal)).then(|| text.split_at_checked(end)).flatten()
}

/// Tells a line that is nothing but the label of a part, such as `Article 7` or `ANNEX`.
pub(super) fn is_part(line: &str) -> bool {
    let alone = || is_capitals(line) && PARTS.contains(&line.to_lowercase().as_str());
    line.starts_with(char::is_uppercase) && label(line).is_some_and(|(_, rest)| rest.is_empty()) || alone()
}

/// Reads `第七条`.
fn numbered_part(text: &str) -> Option<(&str, &str)> {
    let end = text.strip_prefix('第')?.find(['条', '章', '節', '节', '部', '编'])? + '第'.len_utf8();
    let (front, rest) = text.split_at_checked(end)?;
    let sign = rest.chars().next()?.len_utf8();
    (front.chars().count() <= 6).then(|| text.split_at_checked(end + sign)).flatten()
}

/// Tells a line in capitals, as headings are set.
pub(super) fn is_capitals(text: &str) -> bool {
    let large = text.chars().filter(|character| character.is_uppercase()).count();
    large >= 4 && !text.contains(char::is_lowercase) && !text.starts_with(['(', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_in_many_languages() {
        for (text, rest) in [
            ("Article 7 General principles", " General principles"),
            ("ARTICLE IV", ""),
            ("Article premier", ""),
            ("Chapitre 2 – Dispositions", " – Dispositions"),
            ("Anhang A", ""),
            ("Art. 3 Zweck", " Zweck"),
            ("第七条 总则", " 总则"),
        ] {
            assert_eq!(label(text).map(|(_, rest)| rest), Some(rest), "{text}");
        }
        for text in ["Article 7, paragraph 2", "Articles of the", "part 2", "Particles 7", "Section on norms"] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
