//! What people call a document or a paragraph.

use crate::corpus::{Corpus, DocumentId, Target};

/// Returns what people call something: the title of its document and the name of the paragraph, for one that stands
/// no longer its number in addresses.
pub(crate) fn name(corpus: &Corpus, of: &Target) -> String {
    let title = |id: &DocumentId| corpus.document(id).map_or_else(|| id.to_string(), |it| it.name().to_owned());
    match of {
        Target::Paragraph(id) => match corpus.paragraph(id) {
            Some((document, paragraph)) => format!("{}, {}", document.name(), document.called(paragraph)),
            None => format!("{}, paragraph {}", title(&id.document), id.number),
        },
        Target::Document(id) => title(id),
    }
}
