//! What people call a document or a paragraph.

use crate::corpus::{self, Corpus, DocumentId, ParagraphId, Target};

/// Returns what people call something: the title of its document and the name of the paragraph.
pub(crate) fn name(corpus: &Corpus, of: &Target) -> String {
    match of {
        Target::Paragraph(id) => format!("{}, {}", title(corpus, &id.document), called(corpus, id)),
        Target::Document(id) => title(corpus, id),
    }
}

/// Returns what people call a paragraph where its document is known, as a title begins.
pub(crate) fn paragraph_name(corpus: &Corpus, id: &ParagraphId) -> String {
    corpus::as_begins(&called(corpus, id))
}

fn title(corpus: &Corpus, id: &DocumentId) -> String {
    let title = corpus.document(id).map(|it| it.name()).or_else(|| corpus.once_called(&Target::Document(id.clone())));
    title.map_or_else(|| id.to_string(), str::to_owned)
}

fn called(corpus: &Corpus, id: &ParagraphId) -> String {
    if let Some((document, paragraph)) = corpus.paragraph(id) {
        return document.called(paragraph);
    }
    match corpus.once_called(&Target::Paragraph(id.clone())) {
        Some(name) => name.to_owned(),
        // The number in its address is what readers count by only in a text without numbers of its own.
        None if corpus.document(&id.document).is_some_and(|it| it.held() && !it.prints_numbers()) => {
            format!("paragraph {}", id.number)
        }
        None => format!("paragraph at address p/{}", id.number),
    }
}
