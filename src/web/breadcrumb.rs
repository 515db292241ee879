//! Breadcrumbs: the way from all documents to a page.

use crate::corpus::{Corpus, DocumentId, ParagraphId, Target};
use crate::data::{self, Format, links};

/// A step on the way from all documents to a page.
pub(crate) struct Crumb {
    pub(crate) name: String,
    pub(crate) path: String,
}

impl Crumb {
    /// Returns the step to a document.
    pub(crate) fn document(corpus: &Corpus, id: &DocumentId) -> Self {
        let document = Target::Document(id.clone());
        Self { name: data::name(corpus, &document), path: links::target(&document) }
    }

    /// Returns the step to a paragraph.
    pub(crate) fn paragraph(corpus: &Corpus, id: &ParagraphId) -> Self {
        Self { name: data::paragraph_name(corpus, id), path: links::paragraph(id, Format::Html) }
    }
}
