//! Countries and their peoples, as `korea` and `korean`: other words of the same, which no stem joins.

/// Those that no ending makes of each other.
const NAMES: [(&str, &str); 18] = [
    ("britain", "british"),
    ("china", "chinese"),
    ("denmark", "danish"),
    ("europe", "european"),
    ("finland", "finnish"),
    ("france", "french"),
    ("germany", "german"),
    ("ireland", "irish"),
    ("iraq", "iraqi"),
    ("israel", "israeli"),
    ("netherlands", "dutch"),
    ("poland", "polish"),
    ("spain", "spanish"),
    ("sweden", "swedish"),
    ("switzerland", "swiss"),
    ("turkey", "turkish"),
    ("ukraine", "ukrainian"),
    ("wales", "welsh"),
];

/// How the name of a country ends, and what its people are called in its place.
const ENDINGS: [(&str, &str); 6] =
    [("a", "an"), ("y", "ian"), ("an", "anian"), ("an", "anese"), ("ada", "adian"), ("il", "ilian")];

/// Returns the words that may name the country of a people, or the people of a country; most are words of no text.
pub(crate) fn peoples(word: &str) -> Vec<String> {
    if word.len() < 4 || !word.is_ascii() {
        return Vec::new();
    }
    let mut others: Vec<String> = Vec::new();
    for (country, people) in NAMES {
        // The people of one country are its plural, too.
        if word == country || word == people || word.strip_suffix('s') == Some(people) {
            others.extend([country.to_owned(), people.to_owned(), format!("{people}s")]);
        }
    }
    for (country, people) in ENDINGS {
        if let Some(rest) = word.strip_suffix(country) {
            others.extend([format!("{rest}{people}"), format!("{rest}{people}s")]);
        }
        if let Some(rest) = word.strip_suffix('s').unwrap_or(word).strip_suffix(people) {
            others.push(format!("{rest}{country}"));
        }
    }
    others.retain(|other| other != word);
    others.sort();
    others.dedup();
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_peoples_lead_to_each_other() {
        for (country, people) in [
            ("korea", "korean"),
            ("russia", "russian"),
            ("syria", "syrian"),
            ("italy", "italian"),
            ("iran", "iranian"),
            ("japan", "japanese"),
            ("canada", "canadian"),
            ("brazil", "brazilian"),
            ("estonia", "estonian"),
            ("america", "american"),
            ("africa", "african"),
            ("ukraine", "ukrainian"),
            ("china", "chinese"),
            ("france", "french"),
        ] {
            assert!(peoples(country).iter().any(|other| other == people), "{country}");
            assert!(peoples(people).iter().any(|other| other == country), "{people}");
        }
        assert!(peoples("russians").iter().any(|other| other == "russia"));
        assert!(peoples("law").is_empty());
    }
}
