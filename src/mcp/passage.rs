//! Words of the archive as a model is given them: exact, with their address, and with whose words they are.

use serde::Serialize;

use crate::archive::Archive;
use crate::corpus::{Corpus, Document, Kind, Paragraph, ParagraphId, ParagraphPlace, Revision};
use crate::data::{Dated, Format, Links, links};
use crate::wording::{Fingerprint, counted};

/// A paragraph in one of its wordings.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Passage {
    path: String,
    /// The address that holds for good.
    url: String,
    document: String,
    number: u32,
    /// What the source prints before it.
    printed: Option<String>,
    revision: u32,
    title: String,
    #[serde(flatten)]
    source: Option<Source>,
    whose_words: String,
    /// The exact words.
    text: String,
    fingerprint: String,
}

/// What is known of a document that stands in the archive.
#[derive(Debug, Clone, Serialize)]
struct Source {
    issuer: String,
    date: String,
    #[serde(flatten)]
    dated: Dated,
    kind: &'static str,
}

impl Source {
    fn of(document: &Document) -> Self {
        Self {
            issuer: document.issuer.clone(),
            date: document.date.to_string(),
            dated: Dated::of(document.date),
            kind: document.kind.id(),
        }
    }
}

impl Passage {
    /// Returns a paragraph as it stands now.
    pub(super) fn of(links: &Links, corpus: &Corpus, document: &Document, paragraph: &Paragraph) -> Self {
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let path = links::paragraph(&id, Format::Html);
        Self {
            url: links.absolute(&path),
            path,
            document: document.id.to_string(),
            number: paragraph.number.get(),
            printed: paragraph.printed.as_deref().map(str::to_owned),
            revision: paragraph.revision.get(),
            title: document.title.clone(),
            source: Some(Source::of(document)),
            whose_words: whose_words(corpus, document),
            text: paragraph.text.to_string(),
            fingerprint: paragraph.fingerprint().to_string(),
        }
    }

    /// Returns an earlier wording of a paragraph, whose document may have left.
    pub(super) fn earlier(links: &Links, archive: &Archive, id: &ParagraphId, revision: Revision) -> Option<Self> {
        let corpus = archive.corpus();
        let (document, words) = (corpus.document(&id.document), corpus.ledger().wording(id, revision)?);
        let gone = || "words of a text that is in the archive no longer".to_owned();
        let path = links::revision(id, revision);
        Some(Self {
            url: links.absolute(&path),
            path,
            document: id.document.to_string(),
            number: id.number.get(),
            printed: None,
            revision: revision.get(),
            title: document.map_or_else(|| id.document.to_string(), |document| document.title.clone()),
            source: document.map(Source::of),
            whose_words: document.map_or_else(gone, |document| whose_words(corpus, document)),
            text: words.to_owned(),
            fingerprint: Fingerprint::of(words).to_string(),
        })
    }

    /// Returns the paragraph with its document, where this is its present wording.
    pub(super) fn present<'a>(&self, corpus: &'a Corpus) -> Option<(&'a Document, &'a Paragraph)> {
        let document = corpus.document(&self.document.parse().ok()?)?;
        let paragraph = document.paragraph(self.number.to_string().parse().ok()?)?;
        (paragraph.revision.get() == self.revision).then_some((document, paragraph))
    }

    /// Returns the paragraph at a place in the corpus.
    pub(super) fn at(links: &Links, archive: &Archive, place: ParagraphPlace) -> Option<Self> {
        let (document, paragraph) = archive.corpus().paragraph_at(place)?;
        Some(Self::of(links, archive.corpus(), document, paragraph))
    }
}

/// Returns whose words a document's are, in words that cannot be misread.
pub(super) fn whose_words(corpus: &Corpus, document: &Document) -> String {
    let (issuer, kind) = (&document.issuer, document.kind);
    match kind {
        Kind::PressReport => format!("press report: not the G7's words, but those of {issuer} or of whom it quotes"),
        _ => format!("{} issued by {issuer}", corpus.vocabulary().kind(kind)),
    }
}

/// A document or record, without its words.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DocumentEntry {
    id: String,
    path: String,
    url: String,
    title: String,
    issuer: String,
    date: String,
    kind: &'static str,
    whose_words: String,
    /// Whether the archive holds the text.
    held: bool,
    /// How many paragraphs it has here, and the path of the first.
    paragraphs: usize,
    first_paragraph: Option<String>,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
    /// Where the official text is, as far as it is known.
    official: Vec<String>,
}

impl DocumentEntry {
    /// Returns what there is of it here, in words.
    pub(super) fn told(&self) -> String {
        match &self.first_paragraph {
            None => "its text is not held, only a description of it".to_owned(),
            Some(first) => {
                format!("it has {} here, the first of them at {first}", counted(self.paragraphs, "paragraph"))
            }
        }
    }

    /// Returns what there is to say about a document or record.
    pub(super) fn of(links: &Links, corpus: &Corpus, document: &Document) -> Self {
        let path = links::document(&document.id, Format::Html);
        Self {
            id: document.id.to_string(),
            url: links.absolute(&path),
            path,
            title: document.title.clone(),
            issuer: document.issuer.clone(),
            date: document.date.to_string(),
            kind: document.kind.id(),
            whose_words: whose_words(corpus, document),
            held: document.held(),
            paragraphs: document.paragraphs.len(),
            first_paragraph: document.paragraphs.first().map(|first| {
                links::paragraph(&ParagraphId { document: document.id.clone(), number: first.number }, Format::Html)
            }),
            abstract_text: document.abstract_text.clone(),
            official: document.official.iter().map(|official| official.url.clone()).collect(),
        }
    }
}
