//! What a document is, as its own page and its paragraphs' pages print it: identity, rights, provenance, relations.

use std::collections::BTreeMap;

use super::languages::{self, LanguageLine};
use super::text::margin;
use crate::corpus::{
    Corpus, Date, Document, Instrument, Kind, Latest, Official, Paragraph, ParagraphId, Proof, Role, Source, Status,
    language_name,
};
use crate::data::instrument::each_paragraph;
use crate::data::{Format, Search, links};
use crate::search::FacetName;

/// The identity of a document or record, in the form printed.
pub(crate) struct Identity {
    pub(crate) title: String,
    pub(crate) name: String,
    pub(crate) title_note: Option<String>,
    pub(crate) kind: String,
    /// Whether it is a press report and not a text of the group.
    pub(crate) press: bool,
    pub(crate) date: String,
    /// The day as machines read it, where one is known.
    pub(crate) date_machine: Option<String>,
    pub(crate) date_note: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) presidency: Option<String>,
    pub(crate) group: Option<&'static str>,
    pub(crate) forum: Option<Named>,
    pub(crate) issuer: String,
    /// The address of what the DOI names, and the DOI.
    pub(crate) doi: Option<(String, String)>,
    pub(crate) language: String,
    /// The languages of the text, where there are several.
    pub(crate) languages: Vec<LanguageLine>,
    pub(crate) topics: Vec<Named>,
    pub(crate) cites: Vec<CitedLine>,
    pub(crate) relations: Vec<RelatedDocument>,
    pub(crate) abstract_text: Option<String>,
    pub(crate) official: Vec<OfficialLine>,
    pub(crate) provenance: Option<Provenance>,
}

/// A name and where it leads.
pub(crate) struct Named {
    pub(crate) label: String,
    pub(crate) path: String,
}

/// An instrument that a document cites.
pub(crate) struct CitedLine {
    pub(crate) label: String,
    pub(crate) path: String,
    /// The paragraphs that do, the first of them; none in a list that was made without the text.
    pub(crate) paragraphs: Vec<Named>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// A related document.
pub(crate) struct RelatedDocument {
    pub(crate) relation: String,
    pub(crate) title: String,
    pub(crate) path: String,
    pub(crate) date: String,
}

/// An official address.
pub(crate) struct OfficialLine {
    pub(crate) url: String,
    /// The host, which says whose page it is, without a `www.` that tells it from no other.
    pub(crate) host: String,
    pub(crate) role: &'static str,
    /// Its format and its language.
    pub(crate) form: String,
    /// A copy in an archive of the web, and the day it was captured.
    pub(crate) archived: Option<(String, String)>,
    /// Its other addresses at the same host.
    pub(crate) others: Vec<Self>,
}

/// Where the text comes from and under what rights.
pub(crate) struct Provenance {
    pub(crate) name: String,
    pub(crate) rights: String,
    /// The name of the file that was received, and where it can be had.
    pub(crate) file: String,
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) url: Option<String>,
    pub(crate) retrieved: Option<String>,
    /// How it was captured, where others kept it.
    pub(crate) captured: Option<Captured>,
    /// What was seen when the page of the source was last looked at.
    pub(crate) watched: Option<WatchedSource>,
    /// What is claimed of the text, and what speaks against claiming more.
    pub(crate) claim: &'static str,
    pub(crate) caution: Option<&'static str>,
    /// Whether the numbers before paragraphs were computed and are none of the source's words.
    pub(crate) computed_numbers: bool,
    pub(crate) omitted: Vec<String>,
    pub(crate) corrections: Vec<CorrectionLine>,
}

/// How a source was captured that others kept.
pub(crate) struct Captured {
    pub(crate) by: Option<String>,
    pub(crate) day: String,
    /// What the official page answered, and when, before the copy was taken.
    pub(crate) official: Option<(String, String)>,
}

/// What was seen of the page of a source.
pub(crate) struct WatchedSource {
    /// The last day on which every published word was there.
    pub(crate) confirmed: Option<String>,
    /// What was seen later, where that is something else.
    pub(crate) later: Option<(&'static str, String)>,
    /// Where its words can be compared, if they are other ones there now.
    pub(crate) comparisons: Vec<Named>,
}

/// A recorded deviation from the source.
pub(crate) struct CorrectionLine {
    /// What its paragraph is called.
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) reason: String,
}

impl Identity {
    /// Returns the identity of a document of this corpus.
    pub(crate) fn of(corpus: &Corpus, document: &Document) -> Self {
        let vocabulary = corpus.vocabulary();
        let documents = |facet: FacetName, id: &str| Search::of("").toggled(facet, id).documents(Format::Html);
        let forum = document
            .forum
            .as_deref()
            .map(|id| Named { label: vocabulary.forum(id).to_owned(), path: documents(FacetName::Forum, id) });
        let topic =
            |id: &String| Named { label: vocabulary.topic(id).to_owned(), path: documents(FacetName::Topic, id) };
        Self {
            title: document.title.clone(),
            name: document.name().to_owned(),
            title_note: document.title_note.clone(),
            kind: vocabulary.kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
            date: document.date.long(),
            date_machine: document.date.day().map(|_| document.date.to_string()),
            date_note: document.date_note.clone(),
            place: document.place.clone(),
            presidency: document.presidency.clone(),
            group: document.group.map(crate::corpus::Group::name),
            forum,
            issuer: document.issuer.clone(),
            doi: document.doi.clone().map(|doi| (links::doi(&doi), doi)),
            language: document.language.clone(),
            languages: languages::lines(corpus, document),
            topics: document.topics.iter().map(topic).collect(),
            cites: cited(corpus, document),
            relations: related(corpus, document),
            abstract_text: document.abstract_text.clone(),
            official: official(&document.official),
            provenance: document.source.as_ref().map(|source| Provenance {
                name: source.name.clone(),
                rights: source.rights.clone(),
                file: source.file.clone(),
                path: links::source(&document.id),
                sha256: source.sha256.to_string(),
                url: source.url.clone(),
                retrieved: source.retrieved.map(Date::long),
                captured: captured(source, &document.official),
                watched: corpus.watched().latest(&document.id).map(|latest| watched(document, latest)),
                claim: claim(source.proof),
                caution: caution(source.proof),
                computed_numbers: source.computed_numbers,
                omitted: source.omitted.clone(),
                corrections: document.paragraphs.iter().flat_map(|it| corrections(document, it)).collect(),
            }),
        }
    }
}

fn captured(source: &Source, official: &[Official]) -> Option<Captured> {
    let capture = source.capture.as_ref()?;
    let page =
        official.iter().find(|official| Some(&official.url) == source.url.as_ref() && official.archived.is_some());
    let answered = |official: &Official| {
        let told = official.answered.map_or_else(|| "did not answer".to_owned(), |status| format!("answered {status}"));
        Some((told, official.asked?.long()))
    };
    Some(Captured { by: capture.by.clone(), day: capture.captured.day().long(), official: page.and_then(answered) })
}

fn watched(document: &Document, latest: &Latest) -> WatchedSource {
    let later = latest.seen.status.trouble().map(|what| (what, latest.seen.day.long()));
    WatchedSource { confirmed: latest.confirmed.map(Date::long), later, comparisons: comparisons(document, latest) }
}

/// Returns where the words of a text can be compared whose source has other ones now: what was corrected here, each
/// paragraph with its first wording, and the text as a whole with another that is held.
pub(crate) fn comparisons(document: &Document, latest: &Latest) -> Vec<Named> {
    if latest.seen.status != Status::WordsChanged {
        return Vec::new();
    }
    let corrected = document.paragraphs.iter().filter(|paragraph| paragraph.revision.before().is_some());
    let corrected = corrected.take(MOST_CITING).map(|paragraph| {
        let now = ParagraphId { document: document.id.clone(), number: paragraph.number }.to_string();
        let path = links::compare(&[&format!("{now}/r/1"), &now], Format::Html);
        Named { label: format!("{} as it was first and is now", margin(document, paragraph).name), path }
    });
    let whole = links::compare(&[document.id.as_str()], Format::Html);
    corrected.chain([Named { label: "compare it with another text".to_owned(), path: whole }]).collect()
}

/// Returns what is said of how a text and its source agree.
fn claim(proof: Proof) -> &'static str {
    match proof {
        Proof::Holds => "How the text agrees with its source",
        Proof::Fails | Proof::NotMade => "The text and its source",
    }
}

fn caution(proof: Proof) -> Option<&'static str> {
    match proof {
        Proof::Holds => None,
        Proof::Fails => Some("This text is not proved: compared with its source again, it differs from it."),
        Proof::NotMade => Some("This text is not proved: this server could not compare it with its source."),
    }
}

fn corrections<'a>(document: &'a Document, paragraph: &'a Paragraph) -> impl Iterator<Item = CorrectionLine> + 'a {
    paragraph.corrections().iter().map(|correction| CorrectionLine {
        name: document.called_first(paragraph),
        path: links::within_document(&ParagraphId { document: document.id.clone(), number: paragraph.number }),
        before: correction.removed.clone(),
        after: paragraph.text.get(correction.inserted.clone()).unwrap_or_default().to_owned(),
        reason: correction.note.and_then(|at| paragraph.notes().get(at)).map(|it| it.text.clone()).unwrap_or_default(),
    })
}

/// So many paragraphs are named beside an instrument.
const MOST_CITING: usize = 12;

/// Returns the instruments that a document cites, each with the paragraphs that do.
fn cited(corpus: &Corpus, document: &Document) -> Vec<CitedLine> {
    let vocabulary = corpus.vocabulary();
    let mut lines: Vec<CitedLine> = Vec::with_capacity(document.cites.len());
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for id in &document.cites {
        let known = vocabulary.instruments.iter().position(|it| it.id == *id);
        let instrument = known.and_then(|at| vocabulary.instruments.get(at));
        places.extend(known.map(|at| (at, lines.len())));
        lines.push(CitedLine {
            label: instrument.map_or(id, |it: &Instrument| &it.name).clone(),
            path: match instrument {
                Some(it) => links::instrument(&it.id, Format::Html),
                None => Search::of(&format!("cites:{id}")).address(Format::Html),
            },
            paragraphs: Vec::new(),
            more: 0,
        });
    }
    for (paragraph, instruments) in each_paragraph(document) {
        let Some(paragraph) = document.paragraphs.get(paragraph) else { continue };
        for instrument in instruments {
            let Some(line) = places.get(&instrument).and_then(|at| lines.get_mut(*at)) else { continue };
            if line.paragraphs.len() == MOST_CITING {
                line.more += 1;
                continue;
            }
            let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
            let label = margin(document, paragraph).name;
            line.paragraphs.push(Named { label, path: links::within_document(&id) });
        }
    }
    lines
}

fn related(corpus: &Corpus, document: &Document) -> Vec<RelatedDocument> {
    let line = |related: crate::corpus::Related<'_>| RelatedDocument {
        relation: related.label.to_owned(),
        title: related.document.title.clone(),
        path: links::document(&related.document.id, Format::Html),
        date: related.document.date.long(),
    };
    corpus.relations(&document.id).into_iter().map(line).collect()
}

fn official(known: &[Official]) -> Vec<OfficialLine> {
    let line = |official: &Official| {
        let host = host(&official.url);
        let short = host.trim_start_matches("www.");
        // Two addresses of one site are told apart by all there is of it.
        let is_clear = known
            .iter()
            .map(|other| self::host(&other.url))
            .all(|other| other == host || other.trim_start_matches("www.") != short);
        OfficialLine {
            url: official.url.clone(),
            host: if is_clear { short.to_owned() } else { host },
            role: match official.role {
                Role::Text => "the text",
                Role::Landing => "a page that leads to it",
            },
            form: format!("{}, {}", official.format.to_uppercase(), language_name(&official.language)),
            archived: official.archived.as_ref().map(|copy| (copy.url.clone(), copy.captured.day().long())),
            others: Vec::new(),
        }
    };
    let mut lines: Vec<OfficialLine> = Vec::new();
    for line in known.iter().map(line) {
        match lines.iter_mut().find(|first| first.host == line.host) {
            Some(first) => first.others.push(line),
            None => lines.push(line),
        }
    }
    lines
}

/// Returns the host of an address, or the whole address if it has none.
pub(crate) fn host(address: &str) -> String {
    let host = url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| address.to_owned())
}
