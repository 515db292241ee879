//! The page of forms to cite and copy a paragraph in: read-only fields that work without script.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::breadcrumb::Crumb;
use super::gone;
use super::headers::Policy;
use super::identity::Identity;
use super::layout::{Layout, Section};
use super::site::Context;
use super::{Error, answer};
use crate::citation::{Citation, Line, Style};
use crate::corpus::{Date, Paragraph, ParagraphId};
use crate::data::{Cited, Format, links};

#[derive(Template)]
#[template(path = "cite.html")]
struct CitePage {
    layout: Layout,
    crumbs: [Crumb; 2],
    identity: Identity,
    name: String,
    groups: Vec<Group>,
    files: Vec<(&'static str, String)>,
    accessed: String,
}

struct Group {
    id: &'static str,
    title: &'static str,
    fields: Vec<Field>,
}

/// A form, as a read-only field.
struct Field {
    id: String,
    label: &'static str,
    text: String,
    rows: usize,
    /// How it runs: as its words do, or from left to right whatever words are in it, as what programs read does.
    direction: &'static str,
    /// The line with its italics, where the form has them.
    line: Option<Line>,
}

/// The quotation as HTML that other pages can carry, with a robust link.
#[derive(Template)]
#[template(path = "quotation.html")]
struct Quotation<'a> {
    language: &'a str,
    text: &'a str,
    issuer: &'a str,
    title: &'a str,
    date: String,
    pinpoint: String,
    original: &'a str,
    version: &'a str,
    version_date: Date,
}

/// Answers with the forms.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let id = &asked.bare_paragraph()?;
    let Some((document, paragraph)) = archive.corpus().paragraph(id) else {
        return gone::paragraph(site, archive, id, "/cite");
    };
    let cited = Cited::paragraph(&site.links, archive, document, paragraph);
    // Before it is published a paragraph has no address for its wording alone.
    let version = match paragraph.published {
        Some(_) => links::revision(id, paragraph.revision),
        None => links::paragraph(id, Format::Html),
    };
    let version = site.links.absolute(&version);
    let title = format!("Cite {}, {}", document.name(), document.called(paragraph));
    let page = CitePage {
        layout: Layout::new(site, archive, &title, &links::cite(id)).unlisted().within(Section::Documents),
        crumbs: [Crumb::document(archive.corpus(), id), Crumb::paragraph(archive.corpus(), id)],
        identity: Identity::of(archive.corpus(), document),
        name: document.called(paragraph),
        groups: groups(&cited.citation(), paragraph, &version)?,
        files: files(id),
        accessed: cited.citation().accessed.long(),
    };
    answer::page(&page, Policy::UNKEPT)
}

fn groups(citation: &Citation<'_>, paragraph: &Paragraph, version: &str) -> Result<Vec<Group>, Error> {
    let copies = vec![
        field("link", "Link", Some(citation.url.to_owned())),
        field("quotation", "Quotation with its source", citation.quotation()).following_its_words(),
        field("text", "Plain text", citation.plain_text()).following_its_words(),
        field("footnote", "Footnote", Some(citation.footnote())),
        field("html", "HTML with a robust link", Some(html(citation, paragraph, version)?)),
        field("markdown", "Markdown", citation.markdown()),
        field("fingerprint", "Fingerprint of the words", Some(paragraph.fingerprint().to_string())),
    ];
    let lines = Style::ALL.map(|style| {
        let line = citation.line(style);
        Field { line: Some(line.clone()), ..field(style.name(), style.name(), Some(line.to_string())) }
    });
    let references = vec![
        field("bibtex", "BibTeX", Some(citation.bibtex())),
        field("ris", "RIS", Some(citation.ris().replace("\r\n", "\n"))),
        field("csl", "CSL-JSON", Some(citation.csl_json())),
    ];
    Ok(vec![
        Group { id: "copy", title: "Copy", fields: copies },
        Group { id: "lines", title: "Ready lines", fields: lines.into() },
        Group { id: "references", title: "For reference managers", fields: references },
    ])
}

fn field(id: &str, label: &'static str, text: Option<String>) -> Field {
    let text = text.unwrap_or_default().trim_end().to_owned();
    // As many rows as some 72 letters in each would need, so that no field has to be scrolled.
    let rows = text.lines().map(|line| line.chars().count().div_ceil(72).max(1)).sum::<usize>().clamp(1, 24);
    Field { id: format!("field-{}", id.to_lowercase()), label, text, rows, direction: "ltr", line: None }
}

impl Field {
    fn following_its_words(self) -> Self {
        Self { direction: "auto", ..self }
    }
}

fn html(citation: &Citation<'_>, paragraph: &Paragraph, version: &str) -> Result<String, Error> {
    let robust = citation.robust(version);
    let quotation = Quotation {
        language: &citation.document.language,
        text: &paragraph.text,
        issuer: &citation.document.issuer,
        title: &citation.document.title,
        date: citation.document.date.long(),
        pinpoint: citation.pinpoint().unwrap_or_default(),
        original: robust.original,
        version: robust.version,
        version_date: robust.date,
    };
    quotation.render().map_err(Error::internal)
}

fn files(id: &ParagraphId) -> Vec<(&'static str, String)> {
    [("BibTeX", Format::Bibtex), ("RIS", Format::Ris), ("CSL-JSON", Format::CslJson), ("JSON", Format::Json)]
        .map(|(label, format)| (label, links::paragraph(id, format)))
        .into()
}
