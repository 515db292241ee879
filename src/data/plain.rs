//! Documents and paragraphs as plain text and Markdown, each with its source line and rights.

use std::fmt::Write as _;

use super::format::Format;
use super::links::{self, Links};
use crate::citation::markdown_escaped;
use crate::corpus::{Corpus, Document, DocumentPart, Heading, Paragraph, ParagraphId};

/// Returns a document as plain text.
pub(crate) fn text(links: &Links, corpus: &Corpus, document: &Document) -> String {
    let mut out = format!("{}\n{}\n\n", document.title, line(corpus, document));
    body(&mut out, document, |heading| heading.text.clone(), Paragraph::with_number);
    foot(&mut out, links, document, str::to_owned, str::to_owned);
    out
}

/// Returns a document as Markdown.
pub(crate) fn markdown(links: &Links, corpus: &Corpus, document: &Document) -> String {
    let mut out =
        format!("# {}\n\n{}\n\n", markdown_escaped(&document.title), markdown_escaped(&line(corpus, document)));
    let heading = |heading: &Heading| {
        format!("{} {}", "#".repeat(usize::from(heading.level) + 1), markdown_escaped(&heading.text))
    };
    body(&mut out, document, heading, |paragraph| markdown_line(links, document, paragraph));
    foot(&mut out, links, document, markdown_escaped, |url| format!("<{url}>"));
    out
}

/// Writes the headings and paragraphs of a document in their order, an empty line behind each.
fn body(
    out: &mut String,
    document: &Document,
    heading: impl Fn(&Heading) -> String,
    paragraph: impl Fn(&Paragraph) -> String,
) {
    for part in document.parts() {
        let part = match part {
            DocumentPart::Heading(it) => heading(it),
            DocumentPart::Paragraph(it) => paragraph(it),
        };
        let _ = writeln!(out, "{part}\n");
    }
}

/// Returns a paragraph as plain text.
pub(crate) fn paragraph_text(links: &Links, document: &Document, paragraph: &Paragraph) -> String {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let url = links.absolute(&links::paragraph(&id, Format::Html));
    let rights = document.source.as_ref().map(|source| format!("{}\n", source.rights)).unwrap_or_default();
    format!(
        "{}{}\n\n{}, {}, {}\n{url}\n{rights}",
        lead_in(document, paragraph, str::to_owned),
        paragraph.with_number(),
        document.title,
        document.date.long(),
        document.called(paragraph)
    )
}

/// Returns a paragraph as Markdown.
pub(crate) fn paragraph_markdown(links: &Links, document: &Document, paragraph: &Paragraph) -> String {
    let rights =
        document.source.as_ref().map(|source| format!("\n{}\n", markdown_escaped(&source.rights))).unwrap_or_default();
    format!(
        "{}{}\n\n{}, {}, {}\n{rights}",
        lead_in(document, paragraph, markdown_escaped),
        markdown_line(links, document, paragraph),
        markdown_escaped(&document.title),
        document.date.long(),
        markdown_escaped(&document.called(paragraph))
    )
}

/// Returns what leads into an item, a paragraph each, and an empty line behind each.
fn lead_in(document: &Document, paragraph: &Paragraph, written: impl Fn(&str) -> String) -> String {
    document.lead_in(paragraph).into_iter().map(|it| format!("{}\n\n", written(&it.with_number()))).collect()
}

fn markdown_line(links: &Links, document: &Document, paragraph: &Paragraph) -> String {
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let url = links.absolute(&links::paragraph(&id, Format::Html));
    format!("{} [¶{}]({url})", markdown_escaped(&paragraph.with_number()), paragraph.number)
}

fn line(corpus: &Corpus, document: &Document) -> String {
    let kind = corpus.vocabulary().kind(document.kind);
    let mut line = format!("{kind}. {}, {}", document.issuer, document.date.long());
    if let Some(place) = &document.place {
        let _ = write!(line, ", {place}");
    }
    line
}

/// Writes where a document is from, its words as `written` and its addresses as `linked` have them.
fn foot(
    out: &mut String,
    links: &Links,
    document: &Document,
    written: impl Fn(&str) -> String,
    linked: impl Fn(&str) -> String,
) {
    if !document.held() {
        out.push_str("The text of this document is not held in this archive.\n\n");
        if !document.official.is_empty() {
            out.push_str("Official addresses as they were known; this archive has not checked them:\n\n");
        }
        for official in &document.official {
            let _ = writeln!(out, "{}\n", linked(&official.url));
        }
        if let Some(summary) = &document.abstract_text {
            let _ = writeln!(out, "Summary by the archive: {}\n", written(summary));
        }
    }
    if let Some(source) = &document.source {
        let _ = writeln!(out, "Source: {}\n\nRights: {}\n", written(&source.name), written(&source.rights));
    }
    let _ = writeln!(out, "{}", linked(&links.absolute(&links::document(&document.id, Format::Html))));
}
