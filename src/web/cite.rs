//! The page of forms to cite a document or to cite and copy a paragraph in: read-only fields that work without script.

use askama::Template;
use axum::response::Response;

use super::asked::{Asked, DocumentAddress};
use super::breadcrumb::Crumb;
use super::framed::Framed;
use super::gone;
use super::headers::Policy;
use super::identity::Identity;
use super::layout::{Layout, Section};
use super::pictures::has_card;
use super::site::Context;
use super::{Error, answer};
use crate::citation::{Citation, CitationStyle, ReferenceLine};
use crate::corpus::{Date, Document, Paragraph};
use crate::data::{Cited, Format, links};

#[derive(Template)]
#[template(path = "cite.html")]
struct CitePage {
    layout: Layout,
    crumbs: Vec<Crumb>,
    identity: Identity,
    name: String,
    of_paragraph: bool,
    styles: [Choice; 4],
    /// The citation in the style that is chosen.
    leading: Field,
    /// The same in the other styles.
    others: Vec<Field>,
    groups: Vec<FormGroup>,
    elsewhere: Option<Elsewhere>,
    files: Vec<(&'static str, String)>,
    accessed: String,
}

/// Where a paragraph stands in forms that other pages show.
struct Elsewhere {
    /// The code of the words and the frame after them.
    code: Field,
    embed: String,
    card: Option<String>,
}

/// A style that the citation can be switched to.
struct Choice {
    label: &'static str,
    path: String,
    current: bool,
}

struct FormGroup {
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
    line: Option<ReferenceLine>,
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
    pointed: String,
    original: &'a str,
    version: &'a str,
    version_date: Date,
}

/// Answers with the forms of a paragraph.
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
    let framed = Framed::of(site, archive, (document, paragraph), (u32::MAX, u32::MAX))?;
    let subject = Subject {
        name: format!("{}, {}", document.name(), document.called(paragraph)),
        path: links::cite(id),
        crumbs: vec![Crumb::document(archive.corpus(), &id.document), Crumb::paragraph(archive.corpus(), id)],
        elsewhere: Some(Elsewhere {
            code: field("embed", "HTML to put into your page", framed.html),
            embed: links::embed(id),
            card: has_card(document, Some(paragraph)).then(|| links::card(id)),
        }),
        html: Some(html(&cited.citation(), paragraph, &site.links.absolute(&version))?),
        files: files(|format| links::paragraph(id, format)),
    };
    page(context, asked, document, &cited.citation(), subject)
}

/// Answers with the forms of a whole document or record.
pub(crate) fn document(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let DocumentAddress { id, format: Format::Html } = asked.document()? else { return Err(Error::NotFound) };
    let Some(document) = archive.corpus().document(&id) else {
        return gone::document(site, archive, &id, "/cite");
    };
    let cited = Cited::document(&site.links, archive, document);
    let subject = Subject {
        name: document.name().to_owned(),
        path: links::cite_document(&id),
        crumbs: vec![Crumb::document(archive.corpus(), &id)],
        elsewhere: None,
        html: None,
        files: files(|format| links::document(&id, format)),
    };
    page(context, asked, document, &cited.citation(), subject)
}

/// What is cited, where documents and paragraphs differ.
struct Subject {
    name: String,
    path: String,
    crumbs: Vec<Crumb>,
    elsewhere: Option<Elsewhere>,
    /// The quotation that other pages can carry.
    html: Option<String>,
    files: Vec<(&'static str, String)>,
}

fn page(
    context: &Context,
    asked: &Asked,
    document: &Document,
    citation: &Citation<'_>,
    subject: Subject,
) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let Subject { name, path, crumbs, elsewhere, html, files } = subject;
    let chosen = asked.query.one("style").unwrap_or_default();
    let style = CitationStyle::ALL
        .into_iter()
        .find(|style| style.name().eq_ignore_ascii_case(chosen))
        .unwrap_or(CitationStyle::Apa);
    let styles = CitationStyle::ALL.map(|other| Choice {
        label: other.name(),
        path: format!("{path}?style={}", other.name().to_lowercase()),
        current: other == style,
    });
    let line = |style: CitationStyle| {
        let line = citation.line(style);
        Field { line: Some(line.clone()), ..field(&style.name().to_lowercase(), style.name(), line.to_string()) }
    };
    let page = CitePage {
        layout: Layout::new(site, archive, &format!("Cite {name}"), &path)
            .unlisted()
            .unfollowed()
            .within(Section::Documents),
        crumbs,
        identity: Identity::of(archive.corpus(), document),
        of_paragraph: citation.paragraph.is_some(),
        name,
        styles,
        leading: line(style),
        others: CitationStyle::ALL.into_iter().filter(|other| *other != style).map(line).collect(),
        groups: groups(citation, html),
        elsewhere,
        files,
        accessed: citation.accessed.long(),
    };
    answer::page(&page, Policy::UNKEPT)
}

fn groups(citation: &Citation<'_>, html: Option<String>) -> Vec<FormGroup> {
    let fingerprint = citation.paragraph.map(|paragraph| paragraph.fingerprint().to_string());
    let copies = [
        Some(field("link", "Link", citation.url.to_owned())),
        citation.quotation().map(|it| field("quotation", "Quotation with its source", it).following_its_words()),
        citation.plain_text().map(|it| field("text", "Plain text", it).following_its_words()),
        Some(field("footnote", "Footnote", citation.footnote())),
        html.map(|it| field("html", "HTML, with a link to this very wording", it)),
        citation.markdown().map(|it| field("markdown", "Markdown", it)),
        fingerprint.map(|it| field("fingerprint", "Code to check the words by (their fingerprint)", it)),
    ];
    let references = vec![
        field("bibtex", "BibTeX", citation.bibtex()),
        field("ris", "RIS", citation.ris().replace("\r\n", "\n")),
        field("csl", "CSL-JSON", citation.csl_json()),
    ];
    vec![
        FormGroup { id: "copy", title: "Copy", fields: copies.into_iter().flatten().collect() },
        FormGroup { id: "references", title: "For reference managers", fields: references },
    ]
}

fn field(id: &str, label: &'static str, text: String) -> Field {
    let text = text.trim_end().to_owned();
    // As many rows as some 72 letters in each would need, so that no field has to be scrolled.
    let rows = text.lines().map(|line| line.chars().count().div_ceil(72).max(1)).sum::<usize>().clamp(1, 24);
    Field { id: format!("field-{id}"), label, text, rows, direction: "ltr", line: None }
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
        pointed: citation.pointed("para").unwrap_or_default(),
        original: robust.original,
        version: robust.version,
        version_date: robust.date,
    };
    quotation.render().map_err(Error::internal)
}

fn files(path: impl Fn(Format) -> String) -> Vec<(&'static str, String)> {
    let is_data = |format: Format| matches!(format, Format::Bibtex | Format::Ris | Format::CslJson | Format::Json);
    let offered = Format::OF_TEXTS.into_iter().filter(|(format, _)| is_data(*format));
    offered.map(|(format, label)| (label, path(format))).collect()
}
