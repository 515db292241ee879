//! What other texts share with a paragraph (`/{document}/p/{number}/similar`), and the texts that share most with a
//! document (`/similar?a=`).

pub(super) mod data;

use std::collections::HashSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer;
use super::asked::Asked;
use super::breadcrumb::Crumb;
use super::error::Error;
use super::gone;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::reuse::{FormulaLine, Reuse, ShareLine, Telling};
use super::site::Context;
use super::text::TextPiece;
use crate::archive::Archive;
use crate::comparison::{RUN, shares, similar};
use crate::corpus::{Date, Document, DocumentPlace, Paragraph, ParagraphId, Target};
use crate::data::reference::{Reference, read};
use crate::data::similar::found as found_in;
use crate::data::{Format, QueryString, links, name as name_of};
use crate::wording::in_quotes;

/// The longest run that can be asked for as the shortest.
const LONGEST: usize = 30;

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    layout: Layout,
    crumbs: Vec<Crumb>,
    title: String,
    /// The words of the paragraph; none of a document.
    words: Option<String>,
    language: String,
    notices: Vec<String>,
    /// What was found, in a sentence.
    told: String,
    groups: Vec<SimilarDocument>,
    formulas: Vec<FormulaLine>,
    shares: Vec<ShareLine>,
    data: Option<[(String, &'static str); 2]>,
    /// What stands in the field of the form, where something is asked for there.
    asked: Option<String>,
}

/// Paragraphs of texts of one time, as seen from the one that was asked about.
struct SimilarDocument {
    id: &'static str,
    title: &'static str,
    lines: Vec<Reuse>,
}

/// Answers with the page of a paragraph.
pub(crate) fn paragraph(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let id = asked.bare_paragraph()?;
    let Some((document, paragraph)) = archive.corpus().paragraph(&id) else {
        return gone::paragraph(site, archive, &id, "/similar");
    };
    answer::page(&of_paragraph(context, document, paragraph, &id, &asked.query)?, Policy::PAGE)
}

fn of_paragraph(
    context: &Context,
    document: &Document,
    paragraph: &Paragraph,
    id: &ParagraphId,
    query: &QueryString,
) -> Result<SimilarPage, Error> {
    let Context { site, archive } = context;
    let mut notices = Vec::new();
    let least = least(query).unwrap_or_else(|wrong| {
        notices.push(wrong);
        RUN
    });
    let place = archive.corpus().place(id).ok_or(Error::NotFound)?;
    let found = similar(archive, place, least);
    if !found.complete {
        notices.push(format!(
            "Not everything was looked at: these words are too frequent to be followed. {}",
            found.left_out.join(", ")
        ));
    }
    let mut groups = [
        ("earlier", "In earlier texts"),
        ("later", "In later texts"),
        ("undecided", "In texts of the same time, or whose order is not known"),
    ]
    .map(|(id, title)| SimilarDocument { id, title, lines: Vec::new() });
    for it in &found.matches {
        let Some((other, _, _)) = found_in(archive, it) else { continue };
        let group = match order(document.date, other.date) {
            Order::Later => &mut groups[0],
            Order::Earlier => &mut groups[1],
            Order::Unknown => &mut groups[2],
        };
        group.lines.extend(Reuse::of(archive, id, it, Telling::Whole));
    }
    let name = name_of(archive.corpus(), &Target::Paragraph(id.clone()));
    let path = links::similar(id, Format::Html);
    let texts: HashSet<DocumentPlace> = found.matches.iter().map(|it| it.place.document).collect();
    let told = match (found.too_short, found.matches.len()) {
        (true, _) => format!("This paragraph has fewer than {RUN} words, too few to tell a run of words from chance."),
        (false, 0) if found.formulas.is_empty() => {
            format!("No other text that is held shares {least} words in a row with this paragraph.")
        }
        (false, count) => {
            let (paragraphs, of) =
                (crate::wording::counted(count, "paragraph"), crate::wording::counted(texts.len(), "other text"));
            format!(
                "{paragraphs} of {of} share{} {least} words or more in a row with this one.",
                if count == 1 { "s" } else { "" }
            )
        }
    };
    Ok(SimilarPage {
        layout: Layout::new(site, archive, &format!("The same words elsewhere: {name}"), &path)
            .unlisted()
            .within(Section::Documents)
            .also(Format::Json, links::similar(id, Format::Json), "JSON")
            .also(Format::Csv, links::similar(id, Format::Csv), "CSV"),
        crumbs: vec![Crumb::document(archive.corpus(), &id.document), Crumb::paragraph(archive.corpus(), id)],
        title: name,
        words: Some(paragraph.text.to_string()),
        language: document.language.clone(),
        notices,
        told,
        groups: groups.into_iter().filter(|group| !group.lines.is_empty()).collect(),
        formulas: FormulaLine::all(&paragraph.text, &found),
        shares: Vec::new(),
        data: Some([(links::similar(id, Format::Json), "JSON"), (links::similar(id, Format::Csv), "CSV")]),
        asked: None,
    })
}

/// How two dates follow one another.
enum Order {
    /// The other is before.
    Later,
    /// The other is after.
    Earlier,
    /// It cannot be said.
    Unknown,
}

/// Tells whether another date is before or after one: only where all of its days are.
fn order(own: Date, other: Date) -> Order {
    let ((first, last), (other_first, other_last)) = (own.days(), other.days());
    if other_last < first {
        Order::Later
    } else if other_first > last {
        Order::Earlier
    } else {
        Order::Unknown
    }
}

/// Reads the shortest run that is asked for.
fn least(query: &QueryString) -> Result<usize, String> {
    let Some(written) = query.one("min") else { return Ok(RUN) };
    let read = written.parse().ok().filter(|least| (RUN..=LONGEST).contains(least));
    read.ok_or_else(|| format!("`min` is a number of words from {RUN} to {LONGEST}, not {}", in_quotes(written)))
}

/// Answers with the page of the texts that share most with a document; of a paragraph, with what shares its words.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let written = asked.query.one("a").unwrap_or_default().trim().to_owned();
    if written.is_empty() {
        let mut page = empty(context, "", "Name a document, to see which other texts share most words with it.");
        page.layout = Layout::new(site, archive, "Texts that share words", "/similar").within(Section::Documents);
        return answer::page(&page, Policy::PAGE);
    }
    let reference = match read(archive, &written) {
        Ok(reference) => reference,
        Err(refused) => {
            let mut page = empty(context, &written, &format!("{}.", sentence(&refused.told("a"))));
            page.notices.extend(refused.nearest().into_iter().map(|path| format!("Perhaps {path}")));
            let mut answer = answer::page(&page, Policy::PAGE)?;
            *answer.status_mut() = StatusCode::NOT_FOUND;
            return Ok(answer);
        }
    };
    if !reference.is_document {
        return Ok(answer::redirect(StatusCode::SEE_OTHER, &one(archive, &reference)));
    }
    let Some(document) = reference.document else { return Err(Error::NotFound) };
    let found = shares(archive, archive.corpus().position(&document.id).ok_or(Error::NotFound)?);
    let lines = ShareLine::all(archive, document, &found);
    let told = if lines.is_empty() {
        "No other text that is held shares six words in a row with this one.".to_owned()
    } else {
        format!(
            "{} six words or more in a row with it.",
            if lines.len() == 1 {
                "One other text shares".to_owned()
            } else {
                format!("{} other texts share", lines.len())
            }
        )
    };
    let mut page = empty(context, &written, &told);
    page.layout = Layout::new(
        site,
        archive,
        &format!("Texts that share words with {}", document.name()),
        &links::shares(&document.id, Format::Html),
    )
    .unlisted()
    .within(Section::Documents);
    page.crumbs = vec![Crumb::document(archive.corpus(), &document.id)];
    page.title = document.name().to_owned();
    if !found.complete {
        page.notices.push("Not everything was looked at: the text is too long, or its words too frequent.".to_owned());
    }
    page.shares = lines;
    page.data =
        Some([(links::shares(&document.id, Format::Json), "JSON"), (links::shares(&document.id, Format::Csv), "CSV")]);
    answer::page(&page, Policy::PAGE)
}

/// Returns the address of what other texts share with the paragraph that is named.
fn one(archive: &Archive, reference: &Reference<'_>) -> String {
    let standing = reference.side.passages.first().filter(|passage| archive.corpus().paragraph(&passage.id).is_some());
    standing.map_or_else(|| reference.path.clone(), |passage| links::similar(&passage.id, Format::Html))
}

/// Returns a message with a capital.
fn sentence(told: &str) -> String {
    told.replace('`', "")
}

fn empty(context: &Context, written: &str, told: &str) -> SimilarPage {
    let Context { site, archive } = context;
    SimilarPage {
        layout: Layout::new(site, archive, "Texts that share words", "/similar").unlisted().within(Section::Documents),
        crumbs: Vec::new(),
        title: String::new(),
        words: None,
        language: "en".to_owned(),
        notices: Vec::new(),
        told: told.to_owned(),
        groups: Vec::new(),
        formulas: Vec::new(),
        shares: Vec::new(),
        data: None,
        asked: Some(written.to_owned()),
    }
}
