//! One part of the index: consecutive texts, the words in them, and where each word stands.
//!
//! A shard is a tantivy index of one segment, so that a text's number in it is its place among the texts it was
//! built from. It stands in memory: a file that shrinks under a reader that has mapped it ends the process, and one
//! that is overwritten changes the answers. Knows no query; it opens the places of a word and tells how long a text is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::{OwnedBytes, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{
    Directory, DocId, DocSet, Index, IndexBuilder, SingleSegmentIndexWriter, TERMINATED, TantivyDocument, TantivyError,
    Term,
};

use super::ordinal::ParagraphOrdinal;
use crate::search::analysis::{Analyser, TextLanguage};

/// The room a build begins with, in bytes; it grows with the texts.
const ROOM: usize = 32 << 20;

/// The name of our analyser in the index.
const ANALYSER: &str = "words";

/// Consecutive texts with the places of their words.
pub(crate) struct Shard {
    words: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    field: Field,
    /// Its first text among those of all shards.
    first: ParagraphOrdinal,
    texts: u32,
    directory: RamDirectory,
    /// The names of its files in `directory`, sorted.
    names: Vec<PathBuf>,
}

impl Shard {
    /// Builds a shard of texts in their languages, in their order.
    pub(crate) fn build<'a>(texts: impl Iterator<Item = (TextLanguage, &'a str)>) -> tantivy::Result<Self> {
        let directory = RamDirectory::create();
        let (schema, field) = schema();
        let builder = IndexBuilder::new().schema(schema).tokenizers(analysers());
        let mut writer: SingleSegmentIndexWriter = builder.single_segment_index_writer(directory.clone(), ROOM)?;
        for (language, text) in texts {
            let mut document = TantivyDocument::new();
            if language.is_english() {
                document.add_text(field, text);
            } else {
                document.add_text(field, language.term(text));
            }
            writer.add_document(document)?;
        }
        let index = writer.finalize()?;
        let mut names: Vec<PathBuf> = index.directory().list_managed_files().into_iter().collect();
        names.sort_unstable();
        Self::read(&index, field, directory, names)
    }

    /// Opens a shard that is in these files, each a name and what [`Shard::files`] gave for it.
    pub(crate) fn open(files: Vec<(PathBuf, Vec<u8>)>) -> tantivy::Result<Self> {
        let directory = RamDirectory::create();
        let mut names = Vec::new();
        for (name, bytes) in files {
            directory.atomic_write(&name, &bytes)?;
            names.push(name);
        }
        let mut index = Index::open(directory.clone())?;
        index.set_tokenizers(analysers());
        let (schema, field) = schema();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("the schema is another".to_owned()));
        }
        Self::read(&index, field, directory, names)
    }

    fn read(index: &Index, field: Field, directory: RamDirectory, names: Vec<PathBuf>) -> tantivy::Result<Self> {
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else {
            return Err(TantivyError::InternalError("a shard has one segment".to_owned()));
        };
        let reader = SegmentReader::open(segment)?;
        Ok(Self {
            words: reader.inverted_index(field)?,
            lengths: reader.get_fieldnorms_reader(field)?,
            field,
            first: ParagraphOrdinal::FIRST,
            texts: reader.max_doc(),
            directory,
            names,
        })
    }

    /// Returns the files that hold all of it.
    pub(crate) fn files(&self) -> impl Iterator<Item = tantivy::Result<(&Path, OwnedBytes)>> {
        self.names.iter().map(|name| Ok((name.as_path(), self.directory.open_read(name)?.read_bytes()?)))
    }

    /// Lets its texts be counted from this one on.
    pub(super) fn begin_at(&mut self, first: ParagraphOrdinal) {
        self.first = first;
    }

    /// Returns the first of its texts among those of all shards.
    pub(crate) fn first(&self) -> ParagraphOrdinal {
        self.first
    }

    /// Returns the first that is no longer of it.
    pub(crate) fn end(&self) -> ParagraphOrdinal {
        self.first.plus(self.texts)
    }

    /// Returns which of all paragraphs a text of it is.
    pub(crate) fn paragraph(&self, text: DocId) -> ParagraphOrdinal {
        self.first.plus(text)
    }

    /// Returns its first text from a paragraph on: the paragraph where it is one of its texts, and none of them where the
    /// paragraph comes after them.
    pub(crate) fn text_from(&self, paragraph: ParagraphOrdinal) -> DocId {
        paragraph.since(self.first)
    }

    /// Returns how many texts it holds.
    pub(crate) fn texts(&self) -> u32 {
        self.texts
    }

    /// Returns how many words its texts have together.
    pub(crate) fn total_words(&self) -> u64 {
        self.words.total_num_tokens()
    }

    /// Returns the length of a text as one of 256 classes; see [`class_length`].
    pub(crate) fn length_class(&self, text: DocId) -> u8 {
        self.lengths.fieldnorm_id(text)
    }

    /// Opens the list of texts that have `word`, with its places in them where `places` are wanted.
    pub(crate) fn postings(&self, word: &str, detail: Detail) -> tantivy::Result<Option<SegmentPostings>> {
        let option = match detail {
            Detail::Counts => IndexRecordOption::WithFreqs,
            Detail::Places => IndexRecordOption::WithFreqsAndPositions,
        };
        Ok(self.words.read_postings(&Term::from_field_text(self.field, word), option)?)
    }

    /// Calls `each` with every text of a list that was opened with places, and these.
    pub(crate) fn each_posting(&self, list: &mut SegmentPostings, mut each: impl FnMut(DocId, Vec<u32>)) {
        while list.doc() != TERMINATED {
            let mut places = Vec::new();
            list.positions(&mut places);
            each(list.doc(), places);
            list.advance();
        }
    }

    /// Returns how many texts have `word`.
    pub(crate) fn texts_with(&self, word: &str) -> tantivy::Result<u32> {
        Ok(self.words.doc_freq(&Term::from_field_text(self.field, word))?)
    }

    /// Returns how many words each of its texts has, added up from the lists of all words.
    pub(crate) fn count_words(&self) -> tantivy::Result<Vec<u32>> {
        let mut counts = vec![0; self.texts as usize];
        let mut stream = self.words.terms().stream()?;
        while let Some((_, places)) = stream.next() {
            let mut texts = self.words.read_postings_from_terminfo(places, IndexRecordOption::WithFreqs)?;
            while texts.doc() != TERMINATED {
                counts.get_mut(texts.doc() as usize).into_iter().for_each(|count| *count += texts.term_freq());
                texts.advance();
            }
        }
        Ok(counts)
    }

    /// Calls `each` for every word of the shard in order, with the number of texts that have it.
    pub(crate) fn each_word(&self, mut each: impl FnMut(&str, u32)) -> tantivy::Result<()> {
        let mut stream = self.words.terms().stream()?;
        while let Some((word, places)) = stream.next() {
            if let Ok(word) = std::str::from_utf8(word) {
                each(word, places.doc_freq);
            }
        }
        Ok(())
    }
}

/// How much of a word's list is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Detail {
    /// How often the word stands in each text.
    Counts,
    /// Also where.
    Places,
}

/// Returns the number of words that a length class stands for.
pub(crate) fn class_length(class: u8) -> u32 {
    FieldNormReader::id_to_fieldnorm(class)
}

fn schema() -> (Schema, Field) {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(ANALYSER).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    (schema.build(), field)
}

fn analysers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(ANALYSER, TextAnalyzer::from(Analyser));
    manager
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis;

    #[test]
    fn texts_keep_their_order_and_words_their_places() {
        let texts = ["alpha beta", "", "beta, beta gamma"];
        let english = texts.into_iter().map(|text| (TextLanguage::ENGLISH, text));
        let shard = Shard::build(english).expect("builds");
        assert_eq!((shard.texts(), shard.total_words()), (3, 5));
        assert_eq!(shard.count_words().expect("counts"), [2, 0, 3]);
        let mut words = Vec::new();
        shard.each_word(|word, texts| words.push((word.to_owned(), texts))).expect("lists");
        assert_eq!(words, [("alpha".into(), 1), ("beta".into(), 2), ("gamma".into(), 1)]);
    }

    #[test]
    fn words_are_counted_from_their_lists_as_they_are_from_the_texts() {
        let texts = [
            ("en", "The state's co-operation, cyber-attacks and U.S. norms: norms of states."),
            ("fr", "L’égalité d’un État qu’il protège ; aujourd’hui."),
            ("ja", "サイバーセキュリティに関する宣言。"),
            ("ko", "사이버 공간에서의 규범"),
            ("ar", "التعليم حق للجميع"),
            ("de", "Die Vereinbarung über das Völkerrecht"),
            ("en", ""),
        ];
        let texts = texts.map(|(language, text)| (TextLanguage::of(language), text));
        let shard = Shard::build(texts.into_iter()).expect("builds");
        let counted = |(language, text): &(TextLanguage, &str)| {
            u32::try_from(analysis::each_word(&analysis::folded(text), *language).count()).expect("few words")
        };
        assert_eq!(shard.count_words().expect("counts"), texts.iter().map(counted).collect::<Vec<u32>>());
    }
}
