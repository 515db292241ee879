//! What a rough citation means: "Lucca 2017 para 4", a printed title, an address of ours or of a source, a fingerprint.
//!
//! Certain only where every word of the citation belongs to one document. What merely resembles it is offered as
//! nearest and never taken for it; nothing here looks into the text of a paragraph.

use std::collections::{HashMap, HashSet};

use super::address;
use super::pinpoint::{Pinpoint, split};
use crate::corpus::{Corpus, Document, DocumentId, Kind, Level, Number, ParagraphId, Revision, Variants};
use crate::wording::{Folded, fold, without_accents, words};

/// What a rough citation was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// One place and no other.
    One(Place),
    /// Each of these as well as the others, most likely first.
    Several(Vec<Place>),
    /// None; these come nearest.
    Nearest(Vec<DocumentId>),
}

/// A place in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A document or record.
    Document(DocumentId),
    /// A paragraph.
    Paragraph(ParagraphId),
    /// One wording of a paragraph.
    Revision(ParagraphId, Revision),
    /// The paragraphs whose wording has a fingerprint that begins with these hex digits.
    Wording(String),
}

/// The most places that are offered for one citation.
const MOST: usize = 20;

/// Returns what `text` means, which may be anything that somebody copied or typed.
#[must_use]
pub fn locate(corpus: &Corpus, text: &str) -> Located {
    let known = known(corpus);
    Catalogue { documents: corpus.documents(), known: &known, spellings: spellings(corpus.variants()) }.locate(text)
}

/// Returns the place that an address of ours names, whatever its host; nothing for other text.
#[must_use]
pub fn place(corpus: &Corpus, address: &str) -> Option<Place> {
    named_by(address, &known(corpus))
}

/// Returns a test for the ids that stand or ever stood in the archive.
fn known(corpus: &Corpus) -> impl Fn(&str) -> bool {
    |id| id.parse().is_ok_and(|id| corpus.document(&id).is_some() || corpus.ledger().document_state(&id).is_some())
}

/// The documents as a citation may name them.
struct Catalogue<'a> {
    documents: &'a [Document],
    known: &'a dyn Fn(&str) -> bool,
    /// Every other spelling of a word with the usual one.
    spellings: HashMap<String, String>,
}

impl Catalogue<'_> {
    fn locate(&self, text: &str) -> Located {
        let text = text.trim();
        if let Some(place) = named_by(text, self.known).or_else(|| fingerprint(text)) {
            return Located::One(place);
        }
        let official = self.official(text);
        let (pinpoint, rest) = split(text);
        let candidates = if official.is_empty() { self.named(&rest) } else { official };
        if candidates.is_empty() {
            return Located::Nearest(self.nearest(&rest));
        }
        let mut places: Vec<Place> =
            candidates.iter().flat_map(|document| pointed(document, pinpoint.as_ref())).take(MOST).collect();
        match places.len() {
            0 => Located::Nearest(candidates.iter().take(MOST).map(|document| document.id.clone()).collect()),
            1 => Located::One(places.remove(0)),
            _ => Located::Several(places),
        }
    }

    /// Returns the documents that list an address as official.
    fn official(&self, text: &str) -> Vec<&Document> {
        let Some(wanted) = address::canonical(text) else { return Vec::new() };
        let lists = |document: &&Document| {
            let sources = document.source.iter().filter_map(|source| source.url.as_deref());
            let mut all = document.official.iter().map(|official| official.url.as_str()).chain(sources);
            all.any(|url| address::canonical(url).as_ref() == Some(&wanted))
        };
        self.documents.iter().filter(lists).collect()
    }

    /// Returns the documents that the words of a citation name: by id, by the longest title in it, or word for word.
    fn named(&self, text: &str) -> Vec<&Document> {
        if let Some(document) = self.documents.iter().find(|document| document.id.as_str() == text.to_lowercase()) {
            return vec![document];
        }
        let words = self.words(text);
        let titled = self.titled(&words);
        if !titled.is_empty() {
            return titled;
        }
        let distinctive = words.iter().any(|word| !is_weak(word));
        if !distinctive {
            return Vec::new();
        }
        let mut found: Vec<(&Document, usize)> = self
            .documents
            .iter()
            .filter_map(|document| {
                let bag = self.bag(document);
                let title: HashSet<String> = self.words(document.name()).into_iter().collect();
                let all = words.iter().all(|word| bag.contains(word));
                all.then(|| (document, words.iter().filter(|word| title.contains(*word)).count()))
            })
            .collect();
        // A press report on a text comes after the text itself.
        found.sort_by_key(|(document, in_title)| (document.kind == Kind::PressReport, std::cmp::Reverse(*in_title)));
        found.into_iter().map(|(document, _)| document).collect()
    }

    /// Returns the documents whose title stands in a citation, if its other words do not speak against them.
    fn titled(&self, citation: &[String]) -> Vec<&Document> {
        let mut longest = 2;
        let mut found = Vec::new();
        for document in self.documents {
            let titles = [Some(document.title.as_str()), document.short_title.as_deref()];
            for title in titles.into_iter().flatten().map(|title| self.words(title)) {
                let whole = title.len() == citation.len() && !title.is_empty();
                let stands = citation.windows(title.len().max(1)).any(|window| window == title.as_slice());
                if !stands || title.len() < longest.min(citation.len()) || self.speaks_against(citation, document) {
                    continue;
                }
                if title.len() > longest || (whole && title.len() <= 2) {
                    longest = title.len();
                    found.clear();
                }
                if (title.len() == longest) && !found.iter().any(|other: &&Document| other.id == document.id) {
                    found.push(document);
                }
            }
        }
        found
    }

    /// Tells whether a citation names a year that is not the document's.
    fn speaks_against(&self, citation: &[String], document: &Document) -> bool {
        let bag = self.bag(document);
        citation.iter().any(|word| is_year(word) && !bag.contains(word))
    }

    /// Returns the documents that share most with a citation, rare words counting more.
    fn nearest(&self, text: &str) -> Vec<DocumentId> {
        let words = self.words(text);
        let bags: Vec<HashSet<String>> = self.documents.iter().map(|document| self.bag(document)).collect();
        let mut scores = vec![0.0_f64; bags.len()];
        for word in &words {
            let near: Vec<f64> = bags.iter().map(|bag| likeness(bag, word)).collect();
            let holders: f64 = near.iter().sum();
            if holders > 0.0 {
                #[expect(clippy::cast_precision_loss, reason = "a corpus has far fewer documents than 2^52")]
                let weight = (1.0 + bags.len() as f64 / holders).ln();
                scores.iter_mut().zip(near).for_each(|(score, near)| *score += weight * near);
            }
        }
        let mut ranked: Vec<(&Document, f64)> =
            self.documents.iter().zip(scores).filter(|(_, score)| *score > 0.0).collect();
        ranked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        ranked.into_iter().take(5).map(|(document, _)| document.id.clone()).collect()
    }

    /// Returns all words by which a document may be named.
    fn bag(&self, document: &Document) -> HashSet<String> {
        let optional = [&document.short_title, &document.place, &document.presidency, &document.forum];
        let mut fields: Vec<String> = optional.into_iter().flatten().cloned().collect();
        fields.extend([document.id.to_string(), document.title.clone(), document.issuer.clone()]);
        fields.extend([document.kind.id().to_owned(), document.date.long(), document.date.year().to_string()]);
        fields.extend(document.group.map(|group| group.name().to_owned()));
        self.words(&fields.join(" ").replace('-', " ")).into_iter().chain(self.words(&fields.join(" "))).collect()
    }

    /// Returns the words of `text` that tell documents apart, in one spelling each.
    fn words(&self, text: &str) -> Vec<String> {
        let folded = Folded::new(&fold(text).replace("g-7", "g7").replace("g-8", "g8"));
        let plain = words(&folded).map(|word| without_accents(word.folded.trim_end_matches("'s")));
        let usual = plain.map(|word| self.spellings.get(&word).cloned().unwrap_or(word));
        usual.map(singular).filter(|word| !STOP_WORDS.contains(&word.as_str())).collect()
    }
}

fn named_by(text: &str, known: &dyn Fn(&str) -> bool) -> Option<Place> {
    let path = address::path(text)?;
    let (path, fragment) = path.split_once('#').map_or((path.as_str(), None), |(path, after)| (path, Some(after)));
    let clean = address::clean(path);
    let mut segments = clean.split('/').skip_while(|segment| {
        let id = segment.split('.').next().unwrap_or_default();
        !(known(id) || *segment == "f")
    });
    let first = segments.next()?;
    let rest: Vec<&str> = segments.map(|segment| segment.split('.').next().unwrap_or_default()).collect();
    if first == "f" {
        return rest.first().and_then(|hex| fingerprint(hex));
    }
    let document: DocumentId = first.split('.').next()?.parse().ok()?;
    let of = |number: &str| Some(ParagraphId { document: document.clone(), number: number.parse().ok()? });
    match rest.as_slice() {
        ["p", number, "r", revision, ..] => Some(Place::Revision(of(number)?, revision.parse().ok()?)),
        ["p", number, ..] => Some(Place::Paragraph(of(number)?)),
        _ => {
            let number = fragment.and_then(|fragment| fragment.strip_prefix('p')).and_then(of);
            Some(number.map_or(Place::Document(document), Place::Paragraph))
        }
    }
}

const STOP_WORDS: [&str; 16] =
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "s", "http"];

/// Tells whether a word alone names nothing: the group, or a year.
fn is_weak(word: &str) -> bool {
    is_year(word) || word == "g7" || word == "g8"
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

/// Returns a word without a plural's ending, which citations drop and add.
fn singular(word: String) -> String {
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    if plural { word.trim_end_matches('s').trim_end_matches('\'').to_owned() } else { word }
}

/// Returns 1 where a bag holds a word, a half where it holds one that differs by a letter, else 0.
fn likeness(bag: &HashSet<String>, word: &str) -> f64 {
    if bag.contains(word) {
        1.0
    } else if word.len() >= 5 && bag.iter().any(|other| one_letter_apart(other, word)) {
        0.5
    } else {
        0.0
    }
}

fn one_letter_apart(one: &str, other: &str) -> bool {
    let (mut short, mut long): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], skip: usize| letters.iter().skip(same + skip).copied().collect::<Vec<char>>();
    match long.len() - short.len() {
        0 => rest(&short, 1) == rest(&long, 1),
        1 => rest(&short, 0) == rest(&long, 1),
        _ => false,
    }
}

fn spellings(variants: &Variants) -> HashMap<String, String> {
    let mut spellings = HashMap::new();
    for group in variants.groups.iter().filter(|group| group.level == Level::Spelling && !group.capitals) {
        let mut forms = group.forms.iter().map(|form| fold(form));
        let Some(usual) = forms.next() else { continue };
        for form in forms.filter(|form| !form.contains([' ', '-'])) {
            spellings.insert(form, usual.clone());
        }
    }
    spellings
}

/// Returns the hex digits of a fingerprint, with or without a word before it.
fn fingerprint(text: &str) -> Option<Place> {
    let folded = fold(text);
    let digits = ["sha256", "sha-256", "fingerprint"].iter().fold(folded.as_str(), |text, label| {
        text.strip_prefix(label).map_or(text, |rest| rest.trim_start_matches([':', ' ', '-']))
    });
    let hex = digits.len() >= 12 && digits.len() <= 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| Place::Wording(digits.to_owned()))
}

/// Returns the places in a document that a pinpoint names; for a record the record itself, since its text is not held.
fn pointed(document: &Document, pinpoint: Option<&Pinpoint>) -> Vec<Place> {
    let Some(pinpoint) = pinpoint.filter(|_| document.held()) else {
        return vec![Place::Document(document.id.clone())];
    };
    let place = |number: Number| Place::Paragraph(ParagraphId { document: document.id.clone(), number });
    pinpoint.paragraphs(document).map(|paragraph| place(paragraph.number)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn documents() -> Vec<Document> {
        let mut lucca = sample::record(
            "2017-lucca-declaration",
            "G7 Declaration on Responsible States Behavior in Cyberspace",
            "2017-04-11",
        );
        lucca.official = vec![sample::official("https://www.mofa.go.jp/files/000246367.pdf")];
        let mut communique = sample::record(
            "2017-lucca-joint-communique",
            "G7 Foreign Ministers' Meeting Joint Communiqué",
            "2017-04-11",
        );
        communique.kind = Kind::Communique;
        communique.official =
            vec![sample::official("http://www.g7italy.it/"), sample::official("https://shared.example/l")];
        let mut dinard = sample::record(
            "2019-dinard-norm-initiative",
            "Dinard Declaration on the Cyber Norm Initiative",
            "2019-04-06",
        );
        dinard.place = Some("Dinard / Saint-Malo, France".to_owned());
        dinard.official = vec![sample::official("https://shared.example/l")];
        vec![lucca, communique, sample::press_report(), sample::report(), dinard]
    }

    fn located(text: &str) -> String {
        let documents = documents();
        let known = |id: &str| id == "2016-gone" || documents.iter().any(|document| document.id.as_str() == id);
        let spellings = HashMap::from([("behaviour".to_owned(), "behavior".to_owned())]);
        match (Catalogue { documents: &documents, known: &known, spellings }).locate(text) {
            Located::One(place) => name(&place),
            Located::Several(places) => places.iter().map(name).collect::<Vec<_>>().join(" | "),
            Located::Nearest(ids) => format!("near {}", ids.first().map_or("nothing", |id| id.as_str())),
        }
    }

    fn name(place: &Place) -> String {
        match place {
            Place::Document(id) => id.to_string(),
            Place::Paragraph(id) => id.to_string(),
            Place::Revision(id, revision) => format!("{id}/r/{revision}"),
            Place::Wording(digits) => format!("f/{digits}"),
        }
    }

    #[track_caller]
    fn check(text: &str, means: &str) {
        assert_eq!(located(text), means, "{text}");
    }

    #[test]
    fn place_year_and_paragraph() {
        check("G7 Dinard 2019", "2019-dinard-norm-initiative");
        check("dinard, 6 April 2019", "2019-dinard-norm-initiative");
        check("The Hill on Lucca 2017, para 1", "2017-the-hill-lucca-report/p/1");
        check("Chair's Report, Toronto 2018, para. 2(a)", "2018-group-report/p/3");
        check("chair’s report 2018 ¶2", "2018-group-report/p/2");
        check("Group Report (2018) paras 1–2", "2018-group-report/p/1");
        check("Group Report 2018 para [4]", "2018-group-report/p/4");
        check("Group Report 2018 paragraph 7", "2018-group-report/p/5 | 2018-group-report/p/6");
        check("Group Report 2018 paragraph 7 [6]", "2018-group-report/p/6");
    }

    #[test]
    fn a_text_that_is_not_held_is_offered_beside_one_that_is() {
        check(
            "Lucca 2017 para 1",
            "2017-lucca-declaration | 2017-lucca-joint-communique | 2017-the-hill-lucca-report/p/1",
        );
        check("Lucca Declaration 2017 para 1", "2017-lucca-declaration");
    }

    #[test]
    fn titles_in_either_spelling() {
        check("G7 Declaration on Responsible States Behavior in Cyberspace", "2017-lucca-declaration");
        check(
            "“G-7 declaration on responsible state behaviour in cyberspace”, adopted in April 2017",
            "2017-lucca-declaration",
        );
        check("Foreign Ministers’ meeting joint communique", "2017-lucca-joint-communique");
        check("G7 Declaration on Responsible States Behavior in Cyberspace 2018", "near 2017-lucca-declaration");
    }

    #[test]
    fn addresses_whatever_their_host() {
        check("https://old.example/2018-group-report/p/2", "2018-group-report/p/2");
        check("http://127.0.0.1:8080/archive/2018-Group-Report/p/02.json?hl=x).", "2018-group-report/p/2");
        check("2018-group-report/p/2/r/1", "2018-group-report/p/2/r/1");
        check("https://x.example/2018-group-report#p4", "2018-group-report/p/4");
        check("https://x.example/2016-gone/p/4", "2016-gone/p/4");
        check("2017-lucca-declaration", "2017-lucca-declaration");
        check("/2017-lucca-declaration.bib", "2017-lucca-declaration");
        check("https://x.example/f/0123456789abcdef", "f/0123456789abcdef");
        check("https://evil.example/", "near nothing");
    }

    #[test]
    fn official_addresses_in_any_dress() {
        check("HTTP://mofa.go.jp/files/000246367.pdf#page=2", "2017-lucca-declaration");
        check("https://g7italy.it", "2017-lucca-joint-communique");
        check("https://shared.example/l/", "2017-lucca-joint-communique | 2019-dinard-norm-initiative");
    }

    #[test]
    fn fingerprints() {
        check("fingerprint 0123456789abcdef", "f/0123456789abcdef");
        check("SHA256:0123456789AB", "f/0123456789ab");
        check("0123456789", "near nothing");
    }

    #[test]
    fn what_merely_resembles_is_never_taken_for_it() {
        check("Luca Declaration 2017", "near 2017-lucca-declaration");
        check("Lucca 2017 para 99", "2017-lucca-declaration | 2017-lucca-joint-communique");
        check("Group Report 2018 para 99", "near 2018-group-report");
        check("2017", "near 2017-lucca-declaration");
        check("", "near nothing");
        check("”", "near nothing");
        check("para", "near nothing");
    }
}
