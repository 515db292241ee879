//! What stands where in a corpus: its documents, records and paragraphs by their addresses and by their places.

use super::place::{by_document, placed};
use super::{ByDocument, Corpus, Document, DocumentId, DocumentPlace, Paragraph, ParagraphId, ParagraphPlace};

impl Corpus {
    /// Returns the document or record with this id.
    #[must_use]
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.at(self.position(id)?)
    }

    /// Returns the place of a document in [`Corpus::documents`].
    #[must_use]
    pub fn position(&self, id: &DocumentId) -> Option<DocumentPlace> {
        self.by_id.position(&self.documents, id)
    }

    /// Returns the paragraph at an address, if its text stands there now.
    #[must_use]
    pub fn paragraph(&self, id: &ParagraphId) -> Option<(&Document, &Paragraph)> {
        let document = self.document(&id.document)?;
        Some((document, document.paragraph(id.number)?))
    }

    /// Returns all documents and records with their places, in the order of [`Corpus::documents`].
    pub fn places(&self) -> impl DoubleEndedIterator<Item = (DocumentPlace, &Document)> + ExactSizeIterator + Clone {
        placed(&self.documents)
    }

    /// Returns the document or record at a place.
    #[must_use]
    pub fn at(&self, place: DocumentPlace) -> Option<&Document> {
        place.of(&self.documents)
    }

    /// Returns where the paragraph at an address stands, if its text stands there now.
    #[must_use]
    pub fn place(&self, id: &ParagraphId) -> Option<ParagraphPlace> {
        let document = self.position(&id.document)?;
        Some(ParagraphPlace { document, paragraph: self.at(document)?.place(id.number)? })
    }

    /// Returns the paragraph at a place with its document.
    #[must_use]
    pub fn paragraph_at(&self, place: ParagraphPlace) -> Option<(&Document, &Paragraph)> {
        let document = self.at(place.document)?;
        Some((document, document.paragraphs.get(place.paragraph)?))
    }

    /// Returns what `of` makes of every document and record.
    pub fn by_document<'a, T>(&'a self, of: impl FnMut(DocumentPlace, &'a Document) -> T) -> ByDocument<T> {
        by_document(&self.documents, of)
    }
}
