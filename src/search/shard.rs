//! One part of the index: consecutive texts, the words in them, and where each word stands.
//!
//! A shard is a tantivy index of one segment, so that a text's number in it is its place among the texts it was
//! built from. Knows no query; it opens the places of a word and tells how long a text is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{Directory, Index, IndexBuilder, SingleSegmentIndexWriter, TantivyDocument, TantivyError, Term};

use super::analysis::Analyser;

/// The room a build begins with, in bytes; it grows with the texts.
const ROOM: usize = 32 << 20;

/// The name of our analyser in the index.
const ANALYSER: &str = "words";

/// Consecutive texts with the places of their words.
pub(super) struct Shard {
    words: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    field: Field,
    texts: u32,
}

/// Where a shard is kept.
#[derive(Debug, Clone)]
pub(super) enum Home {
    /// In memory.
    Memory,
    /// In an empty directory of its own.
    Directory(PathBuf),
}

impl Shard {
    /// Builds a shard of `texts`, in their order.
    pub(super) fn build<'a>(home: Home, texts: impl Iterator<Item = &'a str>) -> tantivy::Result<Self> {
        let directory: Box<dyn Directory> = match home {
            Home::Memory => Box::new(RamDirectory::create()),
            Home::Directory(path) => Box::new(MmapDirectory::open(path)?),
        };
        let (schema, field) = schema();
        let builder = IndexBuilder::new().schema(schema).tokenizers(analysers());
        let mut writer: SingleSegmentIndexWriter = builder.single_segment_index_writer(directory, ROOM)?;
        for text in texts {
            let mut document = TantivyDocument::new();
            document.add_text(field, text);
            writer.add_document(document)?;
        }
        Self::read(&writer.finalize()?, field)
    }

    /// Opens a shard that was built in `directory`.
    pub(super) fn open(directory: &Path) -> tantivy::Result<Self> {
        let mut index = Index::open(MmapDirectory::open(directory)?)?;
        index.set_tokenizers(analysers());
        let (schema, field) = schema();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("the schema is another".to_owned()));
        }
        Self::read(&index, field)
    }

    /// Tells whether every file of the shard in `directory` has the bytes it was written with.
    pub(super) fn is_whole(directory: &Path) -> tantivy::Result<bool> {
        Ok(Index::open(MmapDirectory::open(directory)?)?.validate_checksum()?.is_empty())
    }

    fn read(index: &Index, field: Field) -> tantivy::Result<Self> {
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else {
            return Err(TantivyError::InternalError("a shard has one segment".to_owned()));
        };
        let reader = SegmentReader::open(segment)?;
        Ok(Self {
            words: reader.inverted_index(field)?,
            lengths: reader.get_fieldnorms_reader(field)?,
            field,
            texts: reader.max_doc(),
        })
    }

    /// Returns how many texts it holds.
    pub(super) fn texts(&self) -> u32 {
        self.texts
    }

    /// Returns how many words its texts have together.
    pub(super) fn total_words(&self) -> u64 {
        self.words.total_num_tokens()
    }

    /// Returns the length of a text as one of 256 classes; see [`class_length`].
    pub(super) fn length_class(&self, text: u32) -> u8 {
        self.lengths.fieldnorm_id(text)
    }

    /// Opens the list of texts that have `word`, with its places in them where `places` are wanted.
    pub(super) fn postings(&self, word: &str, detail: Detail) -> tantivy::Result<Option<SegmentPostings>> {
        let option = match detail {
            Detail::Counts => IndexRecordOption::WithFreqs,
            Detail::Places => IndexRecordOption::WithFreqsAndPositions,
        };
        Ok(self.words.read_postings(&Term::from_field_text(self.field, word), option)?)
    }

    /// Calls `each` for every word of the shard in order, with the number of texts that have it.
    pub(super) fn each_word(&self, mut each: impl FnMut(&str, u32)) -> tantivy::Result<()> {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// How often the word stands in each text.
    Counts,
    /// Also where.
    Places,
}

/// Returns the number of words that a length class stands for.
pub(super) fn class_length(class: u8) -> u32 {
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

    #[test]
    fn texts_keep_their_order_and_words_their_places() {
        let texts = ["alpha beta", "", "beta, beta gamma"];
        let shard = Shard::build(Home::Memory, texts.into_iter()).expect("builds");
        assert_eq!((shard.texts(), shard.total_words()), (3, 5));
        let mut words = Vec::new();
        shard.each_word(|word, texts| words.push((word.to_owned(), texts))).expect("lists");
        assert_eq!(words, [("alpha".into(), 1), ("beta".into(), 2), ("gamma".into(), 1)]);
    }
}
