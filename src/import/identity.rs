//! What a page proposes about a document's identity. All of it is for a person to confirm.

use std::collections::BTreeSet;

use super::block::Link;
use crate::corpus::{Date, Group, Kind};
use crate::wording::fold;

/// What the page says of the document, as far as it does.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    /// The line that the date stands in, where it says more than the date and a place.
    pub(super) date_note: Option<String>,
    pub(super) place: Option<String>,
    /// What the page names as its own source.
    pub(super) provenance: Option<String>,
    /// The notice about rights that the page carries.
    pub(super) notice: Option<String>,
    /// Pages that it points to as companions.
    pub(super) companions: Vec<Link>,
}

impl Identity {
    /// Proposes who of a group issued the text: whom the title names first, else whom the source does where it may name
    /// the group; the group alone where neither says.
    pub(super) fn issuer(&self, group: Group, evidence: &str) -> String {
        const ISSUERS: [(&str, &[&str]); 8] = [
            (
                "foreign ministers",
                &["foreign minister", "ministres des affaires étrangères", "außenminister", "ministri degli esteri"],
            ),
            ("finance ministers and central bank governors", &["finance minister", "ministres des finances"]),
            ("interior ministers", &["interior minister", "ministres de l’intérieur", "innenminister"]),
            ("justice ministers", &["justice minister", "ministres de la justice", "justizminister"]),
            ("digital ministers", &["digital minister", "digital and tech minister", "digitalminister"]),
            ("ICT ministers", &["ict minister"]),
            ("Cyber Expert Group", &["cyber expert group"]),
            (
                "leaders",
                &["leaders", "heads of state", "chefs d’état", "dirigeants", "regierungschefs", "capi di stato"],
            ),
        ];
        let title = self.title.as_deref().unwrap_or_default();
        let named = [title, evidence].into_iter().find_map(|words| {
            let words = words.to_lowercase().replace('\'', "’");
            let first = |names: &[&str]| names.iter().filter_map(|name| words.find(name)).min();
            let found = ISSUERS.iter().filter_map(|(issuer, names)| Some((first(names)?, *issuer)));
            found.min_by_key(|(at, _)| *at)
        });
        named.map_or(group.name().to_owned(), |(_, issuer)| format!("{} {issuer}", group.name()))
    }

    /// Proposes what sort of text it is, from its title.
    pub(super) fn kind(&self) -> Kind {
        let lower = self.title.as_deref().unwrap_or_default().to_lowercase();
        let kinds = [
            ("annex", Kind::Annex),
            ("chair", Kind::ChairsReport),
            ("charter", Kind::Charter),
            ("principles", Kind::Principles),
            ("fundamental elements", Kind::Principles),
            ("strategy", Kind::Strategy),
            ("commitment", Kind::Commitments),
            ("guidance", Kind::Guidance),
            ("communiqu", Kind::Communique),
            ("declaration", Kind::Declaration),
            ("press", Kind::PressStatement),
            ("report", Kind::Report),
        ];
        kinds.iter().find(|(word, _)| lower.contains(word)).map_or(Kind::Statement, |(_, kind)| *kind)
    }

    /// Proposes the group, from the title and what else of the source may name it; nothing where nothing does.
    pub(super) fn group(&self, evidence: &str) -> Option<Group> {
        let title = self.title.as_deref().unwrap_or_default();
        [title, evidence].into_iter().find_map(|words| {
            let names = |names: [&str; 3]| names.iter().any(|name| words.contains(name));
            match () {
                () if names(["G8", "Group of Eight", "the Eight"]) => Some(Group::G8),
                () if names(["G7", "Group of Seven", "the Seven"]) => Some(Group::G7),
                () => None,
            }
        })
    }
}

/// Returns in which points a source does not agree with the record whose text it is taken for: title, date, place and
/// names. `text` is all that the source says, its furniture too.
pub(super) fn disagreements(record: &toml::Table, source: &Identity, text: &str) -> Vec<String> {
    let held = |key: &str| record.get(key).and_then(toml::Value::as_str);
    let mut found = Vec::new();
    if let (Some(ours), Some(theirs)) = (held("title"), &source.title)
        && fold(ours).trim() != fold(theirs).trim()
    {
        found.push(format!("the record's title is `{ours}`, and the source's is `{theirs}`"));
    }
    if let Some(ours) = held("date") {
        match source.date.map(|date| date.to_string()) {
            // A month agrees with every day in it.
            Some(theirs) if ours.starts_with(&theirs) || theirs.starts_with(ours) => {}
            Some(theirs) => found.push(format!("the record is of `{ours}`, and the source of `{theirs}`")),
            None => found.push(format!("the record is of `{ours}`, and the source gives no date")),
        }
    }
    let said: BTreeSet<String> = split(text).map(fold).collect();
    let absent = |word: &&str| !said.contains(&fold(word));
    let place = held("place").unwrap_or_default();
    let town = place.split(',').next().unwrap_or_default();
    if let Some(word) = split(town).filter(|word| is_name(word)).find(absent) {
        found.push(format!("the record is of `{place}`, and the source nowhere says `{word}`"));
    }
    let named = ["title", "short_title", "issuer", "presidency", "group"].into_iter().filter_map(held);
    let names: BTreeSet<&str> = named.flat_map(split).filter(|word| is_name(word)).collect();
    let missing: Vec<String> = names.into_iter().filter(absent).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        found.push(format!("names of the record that stand nowhere in the source: {}", missing.join(", ")));
    }
    found
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Tells a word that names something: it begins with a capital, and is no short word of a title.
fn is_name(word: &str) -> bool {
    const SHORT: [&str; 13] = ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"];
    word.chars().next().is_some_and(char::is_uppercase) && !SHORT.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_propose_kind_and_issuer() {
        let identity = Identity { title: Some("G7 Foreign Ministers' Declaration".into()), ..Identity::default() };
        let group = identity.group("").unwrap();
        assert_eq!((identity.kind(), identity.issuer(group, "").as_str()), (Kind::Declaration, "G7 foreign ministers"));
        let issuer = |title: &str, words: &str| {
            Identity { title: Some(title.into()), ..Identity::default() }.issuer(Group::G7, words)
        };
        assert_eq!(issuer("G7 Statement", "We, the Leaders, and our foreign ministers"), "G7 leaders");
        assert_eq!(issuer("Déclaration des chefs d'État du G7", ""), "G7 leaders");
        assert_eq!(issuer("Digital trade principles of the G7", "We met."), "G7", "nobody is named");
        let of_a_city = Identity { title: Some("Kettles in our city".into()), ..Identity::default() };
        assert_eq!(of_a_city.group("We, the council, met."), None);
        assert_eq!(of_a_city.group("HTTPS://G7.EXAMPLE/"), Some(Group::G7));
    }

    #[track_caller]
    fn check(record: &str, title: &str, date: Option<&str>, text: &str, expected: &[&str]) {
        let date = date.map(|date| date.parse().expect("a date"));
        let source = Identity { title: Some(title.into()), date, ..Identity::default() };
        let found = disagreements(&record.parse().expect("a table"), &source, text);
        let agree =
            found.len() == expected.len() && found.iter().zip(expected).all(|(said, words)| said.contains(words));
        assert!(agree, "{found:#?}");
    }

    #[test]
    fn a_source_is_compared_with_its_record() {
        let record =
            "title = 'Declaration on Cyberspace'\ndate = '2017-04'\nplace = 'Lucca, Italy'\nissuer = 'G7 ministers'";
        let text = "G7, Lucca, 11 April 2017. DECLARATION ON CYBERSPACE. We agree.";
        check(record, "DECLARATION ON CYBERSPACE", Some("2017-04-11"), text, &[]);
        check(record, "Declaration on cyberspace", Some("2017"), text, &[]);
        let other = "The harbour of Bremen in G7, a declaration on cyberspace";
        check(record, "Declaration on Cyberspace", Some("2017-04-11"), other, &["nowhere says `Lucca`"]);
        check(
            record,
            "Declaration on Cyberspace",
            Some("2018-04-11"),
            text,
            &["of `2017-04`, and the source of `2018-"],
        );
        check(record, "Declaration on Cyberspace", None, text, &["gives no date"]);
        let page = "How to bake bread. Flour and water.";
        let all =
            ["the source's is `Bread`", "of `2019-01-02`", "nowhere says `Lucca`", "`Cyberspace`, `Declaration`, `G7`"];
        check(record, "Bread", Some("2019-01-02"), page, &all);
    }
}
