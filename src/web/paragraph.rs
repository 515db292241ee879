//! The view of one paragraph: its words large, its neighbours, its citation, its place in the document.

use std::ops::Range;
use std::slice;

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::breadcrumb::Crumb;
use super::error::ErrorAnswer;
use super::gone;
use super::head::{self, Head};
use super::headers::Policy;
use super::identity::Identity;
use super::languages::{self, Counterpart, Counterparts};
use super::layout::{Layout, Section};
use super::reuse::{Reuse, Telling};
use super::site::{Context, Site};
use super::text::{Corrected, Margin, TextPiece, corrected, margin, pieces, range, shortened};
use super::{Error, answer};
use crate::archive::Archive;
use crate::comparison::similar_at_hand;
use crate::corpus::{Corpus, Document, Instrument, LedgerRow, MentionBasis, Paragraph, ParagraphId, State, Target};
use crate::data::{self, Cited, Format, QueryString, links, parameters, plain};
use crate::wording::in_quotes;

#[derive(Template)]
#[template(path = "paragraph.html")]
struct ParagraphPage {
    layout: Layout,
    crumbs: [Crumb; 1],
    identity: Identity,
    number: u32,
    /// What readers call it, and the same as a step of the way here.
    name: String,
    step: String,
    revision: u32,
    path: String,
    /// Where it stands in the text, from 1.
    place: usize,
    of: usize,
    margin: Margin,
    headings: Vec<String>,
    pieces: Vec<TextPiece>,
    notes: Vec<String>,
    url: String,
    /// The words between quotation marks with their source, to be copied.
    quotation: String,
    fingerprint: String,
    fingerprint_path: String,
    cite: String,
    /// Where the wording stands that a range was selected in, if it is not this one.
    earlier: Option<String>,
    /// The history of the words that the address selects.
    history: Option<String>,
    /// The query that was to be marked and does not find this paragraph.
    unmatched: Option<String>,
    corrected: Option<Corrected>,
    /// The instruments that it cites, in the order of the text.
    cites: Vec<CitedHere>,
    /// What became part of this paragraph, or came here, in sentences.
    arrivals: Vec<String>,
    in_document: String,
    /// What other texts share with it, the best first, and where all of it is.
    reuses: Vec<Reuse>,
    similar: String,
    /// What an item completes, outermost first.
    lead_in: Vec<Neighbour>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    /// The same in other languages.
    counterparts: Vec<Counterpart>,
}

/// An instrument that the paragraph cites.
struct CitedHere {
    name: String,
    path: String,
    address: Option<String>,
    /// Whether a person recorded it, where no name tells.
    recorded: bool,
}

struct Neighbour {
    margin: Margin,
    path: String,
    text: String,
}

/// The range of a wording that an address selects: `?w=10-42&r=1`.
enum Selection {
    None,
    /// It stands in the present wording.
    Here(Range<usize>),
    /// It stands in an earlier one, at this address.
    Earlier(String),
}

/// Answers with the paragraph in the format of its address.
#[utoipa::path(
    get,
    path = "/{document}/p/{number}.json",
    operation_id = "paragraph_json",
    params(
        ("document" = inline(data::DocumentName), Path, description = "The id of the document"),
        ("number" = u32, Path, minimum = 1, description = "The number of the paragraph"),
    ),
    responses(
        (status = 200, description = "The paragraph", body = data::ParagraphAnswer),
        (status = 300, description = "It was divided: where its parts are now", body = ErrorAnswer),
        (status = 301, description = "It is somewhere else now: there"),
        (status = 404, description = "Never published", body = ErrorAnswer),
        (status = 410, description = "Withdrawn: why", body = ErrorAnswer),
    )
)]
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let address = asked.paragraph()?;
    let query = &asked.query;
    let Some((document, paragraph)) = archive.corpus().paragraph(&address.id) else {
        return gone::paragraph(site, archive, &address.id, address.format.suffix());
    };
    let links = &site.links;
    let answer = match address.format {
        Format::Html => page(site, archive, document, paragraph, query),
        Format::Json => {
            let value = data::ParagraphAnswer::of(links, archive.corpus(), document, paragraph)
                .in_languages(archive.corpus(), &address.id);
            answer::json(&value, Format::Json, Policy::DATA)
        }
        Format::Markdown => {
            let text = plain::paragraph_markdown(links, document, paragraph);
            Ok(answer::text(text, Format::Markdown, Policy::DATA))
        }
        Format::Text => Ok(answer::text(plain::paragraph_text(links, document, paragraph), Format::Text, Policy::DATA)),
        other => answer::reference(&Cited::paragraph(links, archive, document, paragraph), other),
    };
    answer.map(|answer| answer::signed(answer, head::of_paragraph(links, document, &address.id)))
}

fn page(
    site: &Site,
    archive: &Archive,
    document: &Document,
    paragraph: &Paragraph,
    query: &QueryString,
) -> Result<Response, Error> {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let path = links::paragraph(&id, Format::Html);
    let place = document.place(paragraph.number).ok_or(Error::NotFound)?;
    let fingerprint = paragraph.fingerprint().to_string();
    let selection = selection(archive, &id, paragraph, query);
    let wanted = parameters::marking(query);
    let marks = match &selection {
        Selection::Here(range) => vec![range.clone()],
        Selection::Earlier(_) => Vec::new(),
        Selection::None => archive.spans(&wanted.query, wanted.matching, document, slice::from_ref(paragraph)).concat(),
    };
    let unmatched = marks.is_empty() && matches!(selection, Selection::None) && !wanted.query.trim().is_empty();
    let at = |place: Option<usize>| place.and_then(|place| document.paragraphs.get(place));
    let (before, lead_in) = (at(place.checked_sub(1)), document.lead_in(paragraph));
    let description = shortened(&paragraph.text, 200);
    let name = document.called(paragraph);
    let mut layout = Layout::new(site, archive, &format!("{}, {name}", document.name()), &path)
        .described(&description)
        .identified(Head::paragraph(&site.links, document, paragraph, &description))
        .remembering(query.one("hl").unwrap_or_default())
        .in_languages(languages::alternates_of_paragraph(&site.links, archive.corpus(), document, paragraph.number))
        .within(Section::Documents);
    for (format, title) in Format::OF_TEXTS {
        layout = layout.also(format, links::paragraph(&id, format), title);
    }
    let cited = Cited::paragraph(&site.links, archive, document, paragraph);
    let page = ParagraphPage {
        layout,
        crumbs: [Crumb::document(archive.corpus(), &id.document)],
        identity: Identity::of(archive.corpus(), document),
        number: paragraph.number.get(),
        step: document.called_first(paragraph),
        name,
        revision: paragraph.revision.get(),
        place: place + 1,
        of: document.paragraphs.len(),
        margin: margin(document, paragraph),
        headings: document.headings_above(paragraph).into_iter().map(|heading| heading.text.clone()).collect(),
        pieces: pieces(paragraph, &marks, 1),
        notes: paragraph.notes().iter().map(|note| note.text.clone()).collect(),
        url: site.links.absolute(&path),
        quotation: cited.citation().quotation().unwrap_or_default(),
        fingerprint_path: links::wording(&fingerprint),
        fingerprint,
        cite: links::cite(&id),
        unmatched: unmatched.then(|| in_quotes(&shortened(&wanted.query, 80))),
        history: match &selection {
            Selection::Here(range) => paragraph.text.get(range.clone()).and_then(data::TermState::of_words),
            Selection::Earlier(_) | Selection::None => None,
        }
        .map(|state| state.address(Format::Html)),
        earlier: match selection {
            Selection::Earlier(path) => Some(path),
            Selection::Here(_) | Selection::None => None,
        },
        corrected: corrected(&id, paragraph),
        cites: cites(archive.corpus(), document, paragraph),
        arrivals: arrivals(archive.corpus(), &Target::Paragraph(id.clone())),
        in_document: links::within_document(&id),
        reuses: reuses(archive, &id),
        similar: links::similar(&id, Format::Html),
        path,
        lead_in: lead_in.iter().map(|it| whole(document, it)).collect(),
        // What leads into an item stands above it in full, and not once more as its neighbour.
        previous: before.filter(|it| !lead_in.contains(it)).map(|it| neighbour(document, it)),
        next: at(place.checked_add(1)).map(|it| neighbour(document, it)),
        counterparts: Counterparts::of(archive.corpus(), document).of_paragraph(paragraph.number),
    };
    answer::page(&page, Policy::PAGE)
}

/// How many paragraphs that share words are shown.
const REUSES: usize = 5;

fn reuses(archive: &Archive, id: &ParagraphId) -> Vec<Reuse> {
    let found = archive.corpus().place(id).and_then(|place| similar_at_hand(archive, place));
    let matches = found.iter().flat_map(|found| found.matches.iter().take(REUSES));
    matches.filter_map(|it| Reuse::of(archive, id, it, Telling::Run)).collect()
}

/// Returns the instruments that a paragraph cites.
fn cites(corpus: &Corpus, document: &Document, paragraph: &Paragraph) -> Vec<CitedHere> {
    let vocabulary = corpus.vocabulary();
    let mentions = document.mentions_in(paragraph);
    let cited = vocabulary.mentioned(mentions).into_iter().filter_map(|id| vocabulary.instrument(id));
    let is_named = |it: &Instrument| {
        let named = mentions.iter().filter(|mention| mention.how == MentionBasis::Name);
        named.filter_map(|mention| vocabulary.instruments.get(mention.instrument())).any(|other| other.id == it.id)
    };
    let line = |it: &Instrument| CitedHere {
        name: it.name.clone(),
        path: links::instrument(&it.id, Format::Html),
        address: it.address.clone(),
        recorded: !is_named(it),
    };
    cited.map(line).collect()
}

fn neighbour(document: &Document, paragraph: &Paragraph) -> Neighbour {
    Neighbour { text: shortened(&paragraph.text, 240), ..whole(document, paragraph) }
}

fn whole(document: &Document, paragraph: &Paragraph) -> Neighbour {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    Neighbour {
        margin: margin(document, paragraph),
        path: links::paragraph(&id, Format::Html),
        text: paragraph.text.to_string(),
    }
}

/// Reads the selection; one that lies in no wording there ever was is none.
fn selection(archive: &Archive, id: &ParagraphId, paragraph: &Paragraph, query: &QueryString) -> Selection {
    let Some(written) = query.one("w") else { return Selection::None };
    let revision = query.one("r").and_then(|revision| revision.parse().ok()).unwrap_or(paragraph.revision);
    if revision == paragraph.revision {
        return range(&paragraph.text, written).map_or(Selection::None, Selection::Here);
    }
    match archive.corpus().ledger().wording(id, revision) {
        Some(_) => Selection::Earlier(links::ranged(id, revision, written)),
        None => Selection::None,
    }
}

/// Returns what moved to a place or was merged into it, each in a sentence, oldest first.
fn arrivals(corpus: &Corpus, at: &Target) -> Vec<String> {
    let arrival = |row: LedgerRow| {
        let verb = match &row.state {
            State::Moved(_) => "moved here",
            State::Merged(_) => "merged into this one",
            State::Split(_) => "divided, and this is one part of it",
            State::Live | State::Withdrawn => return None,
        };
        Some(format!("{} was {verb} on {}.", data::name(corpus, &row.subject()), row.published.long()))
    };
    corpus.ledger().arrivals(at).filter_map(arrival).collect()
}
