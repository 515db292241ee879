//! The lines of a concordance as data.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::entry::Dated;
use super::format::Format;
use super::links::{self, Links};
use super::rows::TableRow;
use crate::archive::Archive;
use crate::corpus::{ParagraphId, ParagraphPlace};
use crate::search::{ConcordanceLine, LineOrder, Results, concordance};
use crate::wording::CodePoints;

/// A line of the concordance as data; `start` and `end` are code points of the paragraph's text.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LineEntry {
    document: String,
    number: u32,
    path: String,
    url: String,
    title: String,
    date: String,
    #[serde(flatten)]
    dated: Dated,
    short_title: Option<String>,
    issuer: String,
    forum: Option<String>,
    release: String,
    left: String,
    keyword: String,
    right: String,
    start: usize,
    end: usize,
    kind: &'static str,
    mentions: Vec<String>,
}

impl LineEntry {
    /// Returns all lines of these results in their order.
    pub(crate) fn all(links: &Links, archive: &Archive, results: &Results, order: LineOrder) -> Vec<Self> {
        let lines = concordance(archive.corpus(), &results.hits, order);
        let mut points = HashMap::new();
        lines.iter().filter_map(|line| Self::of(links, archive, line, &mut points)).collect()
    }

    /// Returns one line; `known` are the code points of the paragraphs of others.
    fn of<'a>(
        links: &Links,
        archive: &'a Archive,
        line: &ConcordanceLine<'_>,
        known: &mut HashMap<ParagraphPlace, CodePoints<'a>>,
    ) -> Option<Self> {
        let (document, paragraph) = archive.corpus().paragraph_at(line.place)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let path = links::paragraph(&id, Format::Html);
        let mentions = archive.corpus().vocabulary().mentioned(document.mentions_at(line.place.paragraph));
        let points = known.entry(line.place).or_insert_with(|| CodePoints::of(&paragraph.text));
        let Range { start, end } = points.range(&line.span);
        Some(Self {
            document: document.id.to_string(),
            number: paragraph.number.get(),
            url: links.absolute(&path),
            path,
            title: document.title.clone(),
            date: document.date.to_string(),
            dated: Dated::of(document.date),
            short_title: document.short_title.clone(),
            issuer: document.issuer.clone(),
            forum: document.forum.clone(),
            release: archive.corpus().release().to_string(),
            left: line.left.to_owned(),
            keyword: line.keyword.to_owned(),
            right: line.right.to_owned(),
            start,
            end,
            kind: document.kind.id(),
            mentions: mentions.into_iter().map(str::to_owned).collect(),
        })
    }
}

impl TableRow for LineEntry {
    const COLUMNS: &'static [&'static str] = &[
        "document",
        "number",
        "path",
        "url",
        "title",
        "date",
        "left",
        "keyword",
        "right",
        "start",
        "end",
        "dated",
        "dated_from",
        "dated_to",
        "precision",
        "short_title",
        "issuer",
        "forum",
        "mentions",
        "release",
        "kind",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.document.clone(),
            self.number.to_string(),
            self.path.clone(),
            self.url.clone(),
            self.title.clone(),
            self.date.clone(),
            self.left.clone(),
            self.keyword.clone(),
            self.right.clone(),
            self.start.to_string(),
            self.end.to_string(),
        ];
        cells.extend(self.dated.cells());
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        cells.extend([optional(&self.short_title), self.issuer.clone(), optional(&self.forum)]);
        cells.extend([self.mentions.join(" "), self.release.clone(), self.kind.to_owned()]);
        cells
    }
}
