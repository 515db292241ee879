//! A text in its languages, as the pages of the text and of its paragraphs print it.

use std::collections::HashMap;

use super::text::margin;
use crate::corpus::{Authentic, Corpus, Document, Number, ParagraphId, language_name};
use crate::data::{Format, Links, links};

/// A text in one language.
pub(crate) struct LanguageLine {
    pub(crate) name: String,
    pub(crate) tag: String,
    pub(crate) path: String,
    /// Where it stands beside the text of the page; nothing for that text itself.
    pub(crate) beside: Option<String>,
    /// What is known of it as a translation.
    pub(crate) fact: Option<String>,
}

/// A paragraph in another language.
pub(crate) struct Counterpart {
    pub(crate) language: String,
    pub(crate) tag: String,
    /// Its paragraphs: what stands in their margins, what they are called, where they are.
    pub(crate) paragraphs: Vec<(String, String, String)>,
}

/// Which paragraphs of the other languages say what those of a document say.
pub(crate) struct Counterparts<'a> {
    languages: Vec<(&'a Document, HashMap<Number, Same>)>,
}

/// The paragraphs of another language that say what one does.
struct Same {
    numbers: Vec<Number>,
    /// Whether it is one and says the same as that one alone.
    is_one: bool,
}

/// Returns the languages of a text, the authentic one first; none where it is in one.
pub(crate) fn lines(corpus: &Corpus, document: &Document) -> Vec<LanguageLine> {
    let all = corpus.languages_of(&document.id);
    if all.len() < 2 {
        return Vec::new();
    }
    let line = |other: &&Document| LanguageLine {
        name: language_name(&other.language).to_owned(),
        tag: other.language.clone(),
        path: links::document(&other.id, Format::Html),
        beside: (other.id != document.id && other.held() && document.held())
            .then(|| links::beside(&document.id, &other.language)),
        fact: fact(&all, other),
    };
    all.iter().map(line).collect()
}

/// Returns what is known of a text as a translation, and of what is translated.
fn fact(all: &[&Document], document: &Document) -> Option<String> {
    let Some(translation) = &document.translation else {
        let said = |wanted| all.iter().any(|it| it.translation.as_ref().is_some_and(|it| it.authentic == Some(wanted)));
        return match (said(Authentic::Yes), said(Authentic::Equal), said(Authentic::No)) {
            (true, ..) => None,
            (_, true, _) => Some("equally authentic".to_owned()),
            (.., true) => Some("authentic".to_owned()),
            _ => None,
        };
    };
    let what = match translation.authentic {
        Some(Authentic::Yes) => "authentic",
        Some(Authentic::Equal) => "equally authentic",
        Some(Authentic::No) | None => "translation",
    };
    let by = translation.translator.as_ref().map(|name| format!(", translated by {name}"));
    Some(format!("{what}{}", by.unwrap_or_default()))
}

/// Returns the addresses of a text in its languages as search engines read them: each language once, and the authentic
/// text for all others. None for a text that is not the first of its language, which the others do not name.
pub(crate) fn alternates(links: &Links, corpus: &Corpus, document: &Document) -> Vec<(String, String)> {
    let address = |document: &Document| links.absolute(&links::document(&document.id, Format::Html));
    let first = first_of_languages(corpus, document);
    if first.len() < 2 {
        return Vec::new();
    }
    let mut alternates: Vec<(String, String)> =
        first.iter().map(|document| (document.language.clone(), address(document))).collect();
    let authentic = corpus.authentic(&document.id).unwrap_or(document);
    alternates.push(("x-default".to_owned(), address(authentic)));
    alternates
}

/// Returns the addresses of a paragraph in its languages as search engines read them, as [`alternates`] has those of its
/// text: of those that say what one paragraph of the authentic text, or of the first that is held, says and nothing else.
/// So all pages that are named name the same; one that says what several do, or a part of one, names none.
pub(crate) fn alternates_of_paragraph(
    links: &Links,
    corpus: &Corpus,
    document: &Document,
    number: Number,
) -> Vec<(String, String)> {
    let mut first = first_of_languages(corpus, document);
    // Of a text that is a record here, in its translations alone.
    first.retain(|document| document.held());
    let Some((hub, others)) = first.split_first().filter(|(_, others)| !others.is_empty()) else { return Vec::new() };
    let of_hub = Counterparts::of(corpus, hub);
    let one = |counterparts: &Counterparts<'_>, number: Number, other: &Document| {
        let (_, numbers) = counterparts.languages.iter().find(|(known, _)| known.id == other.id)?;
        numbers.get(&number).filter(|same| same.is_one)?.numbers.first().copied()
    };
    let own = if hub.id == document.id { Some(number) } else { one(&Counterparts::of(corpus, document), number, hub) };
    let Some(own) = own else { return Vec::new() };
    let address = |document: &Document, number: Number| {
        links.absolute(&links::paragraph(&ParagraphId { document: document.id.clone(), number }, Format::Html))
    };
    let same = |other: &&Document| Some((other.language.clone(), address(other, one(&of_hub, own, other)?)));
    let mut alternates: Vec<(String, String)> = others.iter().filter_map(same).collect();
    if !alternates.is_empty() {
        alternates.insert(0, (hub.language.clone(), address(hub, own)));
        let is_authentic = corpus.authentic(&document.id).is_some_and(|authentic| authentic.id == hub.id);
        alternates.extend(is_authentic.then(|| ("x-default".to_owned(), address(hub, own))));
    }
    alternates
}

/// Returns the first text of each language that a text is in; none for one that is not the first of its own.
fn first_of_languages<'a>(corpus: &'a Corpus, document: &Document) -> Vec<&'a Document> {
    let mut first: Vec<&Document> = Vec::new();
    for other in corpus.languages_of(&document.id) {
        if first.iter().all(|known| known.language != other.language) {
            first.push(other);
        }
    }
    if first.iter().any(|known| known.id == document.id) { first } else { Vec::new() }
}

impl<'a> Counterparts<'a> {
    /// Gathers them for all paragraphs of a document.
    pub(crate) fn of(corpus: &'a Corpus, document: &Document) -> Self {
        let others = corpus.languages_of(&document.id).into_iter().filter(|other| other.id != document.id);
        let languages = others.filter_map(|other| {
            let mut numbers: HashMap<Number, Same> = HashMap::new();
            for (own, others) in corpus.aligned(&document.id, &other.id)? {
                let is_one = own.len() == 1 && others.len() == 1;
                for number in own {
                    numbers.insert(number, Same { numbers: others.clone(), is_one });
                }
            }
            Some((other, numbers))
        });
        Self { languages: languages.collect() }
    }

    /// Returns those of one paragraph.
    pub(crate) fn of_paragraph(&self, number: Number) -> Vec<Counterpart> {
        let mut counterparts = Vec::new();
        for (document, numbers) in &self.languages {
            let numbers = numbers.get(&number).map_or(&[][..], |same| same.numbers.as_slice());
            let paragraphs = numbers.iter().filter_map(|number| document.paragraph(*number)).map(|paragraph| {
                let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
                let margin = margin(document, paragraph);
                (margin.label, margin.name, links::paragraph(&id, Format::Html))
            });
            let paragraphs: Vec<_> = paragraphs.collect();
            if !paragraphs.is_empty() {
                let (tag, language) = (document.language.clone(), language_name(&document.language).to_owned());
                counterparts.push(Counterpart { language, tag, paragraphs });
            }
        }
        counterparts
    }
}
