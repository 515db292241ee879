//! A corpus as it was loaded, written down whole, so that the next start need not parse and check its files again, and
//! the words of its documents need not be in memory.
//!
//! What is known of documents stands in blocks, which are read by as many threads as there are processors; their
//! paragraphs are read when somebody looks at them. The frame at the end holds the digest of every block, each block
//! those of its documents' paragraphs, and whoever keeps the file holds that of the frame: what is read back is what was
//! written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;

use serde::de::DeserializeOwned;

use super::by_id::ById;
use super::paragraphs::{Opened, StoredParagraphs};
use super::parallel::in_parallel;
use super::relation::Incoming;
use super::{
    Alignment, Corpus, Description, Document, Files, Ledger, Release, Target, Variants, Vocabulary, Watched,
    translation,
};
use crate::wording::Sha256;

/// So many documents are written and read at once: few, so that the room they are read into is small. It is used again
/// for the next.
const BLOCK: usize = 16;

/// Everything but the documents, and for each block of what is known of those where it is in the file, and its digest.
type Frame = (
    (Vocabulary, Variants, Ledger, Watched, BTreeMap<Target, Box<str>>),
    (Release, Incoming, Vec<Alignment>, Vec<(String, Sha256)>, Vec<(Range<u64>, Sha256)>),
);

impl Corpus {
    /// Writes the corpus to a file: paragraphs and blocks of what is known of documents, all the rest, and eight bytes that tell where that begins.
    ///
    /// Returns the digest that proves it when it is read back.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write_prepared(&self, file: File) -> io::Result<Sha256> {
        let mut out = BufWriter::new(file);
        let (mut blocks, mut end) = (Vec::new(), 0);
        for documents in self.documents.chunks(BLOCK) {
            let (mut paragraphs, mut block) = (Vec::new(), Vec::with_capacity(documents.len()));
            for document in documents {
                let stored = document.unread().paragraphs.write(end, &mut paragraphs)?;
                block.push((document.description(), stored));
            }
            let block = postcard::to_allocvec(&block).map_err(io::Error::other)?;
            out.write_all(&paragraphs)?;
            out.write_all(&block)?;
            let start = end + paragraphs.len() as u64;
            end = start + block.len() as u64;
            blocks.push((start..end, Sha256::of(&block)));
        }
        let Self { vocabulary, variants, ledger, watched, departed, release, incoming, alignments, manifest, .. } =
            self;
        let frame = (
            (&**vocabulary, &**variants, &**ledger, &**watched, &**departed),
            (release, &**incoming, &**alignments, &**manifest, blocks),
        );
        let frame = postcard::to_allocvec(&frame).map_err(io::Error::other)?;
        out.write_all(&frame)?;
        out.write_all(&end.to_le_bytes())?;
        out.flush()?;
        Ok(Sha256::of(&frame))
    }

    /// Reads a corpus that was made of `files` as it was written; `proof` is what writing it returned.
    ///
    /// Where the documents take more than `most_held` bytes, their paragraphs stay in the file until they are looked at.
    /// Those that cannot be read then are none, and the corpus [`Corpus::is_damaged`].
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is not what was written.
    pub fn read_prepared(file: File, proof: &Sha256, files: Files, most_held: u64) -> io::Result<Self> {
        let end = file.metadata()?.len().saturating_sub(8);
        let mut start = [0; 8];
        file.read_exact_at(&mut start, end)?;
        let start = u64::from_le_bytes(start);
        let is_held = start <= most_held;
        let frame: Frame = part(&file, start..end, proof)?;
        let (vocabulary, variants, ledger, watched, departed) = frame.0;
        let (release, incoming, alignments, manifest, blocks) = frame.1;
        let kept = Opened::of(file.try_clone()?);
        let mut documents = Vec::with_capacity(blocks.len() * BLOCK);
        let mut failed = None;
        in_parallel(
            &blocks,
            |(range, sha256)| {
                let block: Vec<(Description, StoredParagraphs)> = part(&file, range.clone(), sha256)?;
                let document = |(description, stored)| {
                    let mut paragraphs = kept.paragraphs(stored);
                    if is_held {
                        paragraphs.change(|_| ());
                    }
                    Document::new(description, paragraphs)
                };
                Ok(block.into_iter().map(document).collect::<Vec<_>>())
            },
            |_, block| match block {
                Ok(mut block) => documents.append(&mut block),
                Err(error) => failed = Some(error),
            },
        );
        if let Some(error) = failed.or_else(|| kept.is_damaged().then(|| io::ErrorKind::InvalidData.into())) {
            return Err(error);
        }
        Ok(Self {
            by_id: ById::of(&documents).into(),
            translations: translation::by_text(&documents).into(),
            alignments: alignments.into(),
            documents,
            vocabulary: vocabulary.into(),
            variants: variants.into(),
            ledger: ledger.into(),
            watched: watched.into(),
            departed: departed.into(),
            release,
            incoming: incoming.into(),
            files,
            manifest: manifest.into(),
            drafts: Vec::new(),
            kept: (!is_held).then_some(kept),
        })
    }

    /// Returns the same corpus as nobody has looked at its paragraphs, where so much was read from a file for this one that
    /// it should be let go. What both have in common they share.
    #[must_use]
    pub fn renewed(&self) -> Option<Self> {
        let kept = self.kept.as_ref()?.renewed()?;
        Some(Self { kept: Some(kept), ..self.clone() })
    }

    /// Looks at every paragraph that is kept in a file, and tells whether all are what was written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        if self.kept.is_some() {
            in_parallel(&self.documents, |document| document.unread().paragraphs.iter().len(), |_, _| {});
        }
        !self.is_damaged()
    }

    /// Returns how many bytes of paragraphs were ever read from a file, for this corpus and those it was renewed from.
    #[must_use]
    pub fn texts_read(&self) -> u64 {
        self.kept.as_ref().map_or(0, Opened::read)
    }

    /// Tells whether paragraphs were looked at that could not be read as they were written: what was answered from them is
    /// worth nothing, and the corpus is to be loaded anew.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.kept.as_ref().is_some_and(Opened::is_damaged)
    }
}

/// Reads a range of a file that has a digest.
fn part<T: DeserializeOwned>(file: &File, range: Range<u64>, sha256: &Sha256) -> io::Result<T> {
    let length = range.end.checked_sub(range.start).and_then(|length| usize::try_from(length).ok());
    let total = file.metadata()?.len();
    let length = length.filter(|_| range.end <= total).ok_or(io::ErrorKind::InvalidData)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, range.start)?;
    if Sha256::of(&bytes) != *sha256 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_was_read_is_let_go_and_nothing_else() {
        let corpus = super::super::load(&Files::Embedded).expect("the embedded corpus is whole");
        let file = tempfile::tempfile().expect("a temporary file");
        let proof = corpus.write_prepared(file.try_clone().expect("a second handle")).expect("it can be written");
        let kept = Corpus::read_prepared(file, &proof, Files::Embedded, 0).expect("it can be read");
        let lengths = |corpus: &Corpus| corpus.documents.iter().map(|it| it.paragraphs.len()).collect::<Vec<_>>();
        let shorts = |corpus: &Corpus| corpus.documents.iter().map(|it| it.paragraphs.likely("a")).collect::<Vec<_>>();
        assert_eq!((lengths(&kept), shorts(&kept)), (lengths(&corpus), shorts(&corpus)));
        let read = || kept.kept.as_ref().expect("it is in a file").read();
        assert_eq!(read(), 0, "nobody looked at a paragraph");
        assert!(kept.renewed().is_none());
        let fresh = loop {
            assert!(kept.is_sound());
            if let Some(fresh) = kept.renewed() {
                break fresh;
            }
        };
        assert!(read() > 1 << 20 && fresh.renewed().is_none() && Arc::ptr_eq(&fresh.ledger, &kept.ledger));
        let words = |corpus: &Corpus| corpus.documents.iter().flat_map(|it| it.paragraphs.to_vec()).collect::<Vec<_>>();
        let (own, before) = (words(&corpus), read());
        assert!(words(&fresh) == own && read() > before, "they are read anew");
        let before = read();
        assert!(words(&fresh) == own && read() == before, "and are there from then on");
    }

    #[test]
    fn a_corpus_reads_back_as_it_was() {
        let corpus = super::super::load(&Files::Embedded).expect("the embedded corpus is whole");
        let file = tempfile::tempfile().expect("a temporary file");
        let proof = corpus.write_prepared(file.try_clone().expect("a second handle")).expect("it can be written");
        let read = |most| {
            let file = file.try_clone().expect("a handle");
            Corpus::read_prepared(file, &proof, Files::Embedded, most)
        };
        let back = read(u64::MAX).expect("it can be read");
        assert!(back.kept.is_none(), "all is in memory");
        let shown = |corpus: &Corpus| {
            let Corpus { documents, vocabulary, variants, ledger, watched, release, .. } = corpus;
            let Corpus { incoming, alignments, manifest, .. } = corpus;
            let names = format!("{vocabulary:?} {variants:?} {ledger:?} {watched:?} {release:?}");
            let documents: Vec<_> = documents.iter().map(|it| (it.description(), &*it.paragraphs)).collect();
            format!("{documents:?} {names} {incoming:?} {alignments:?} {manifest:?}")
        };
        assert_eq!(shown(&back), shown(&corpus));
        assert!(corpus.documents().iter().all(|document| back.position(&document.id) == corpus.position(&document.id)));
        for at in (0..file.metadata().expect("a length").len()).step_by(997) {
            let mut byte = [0];
            file.read_exact_at(&mut byte, at).expect("a byte");
            file.write_all_at(&[byte[0] ^ 4], at).expect("a byte");
            assert!(read(u64::MAX).is_err(), "byte {at}");
            let is_taken = read(0).is_ok_and(|corpus| {
                corpus
                    .documents()
                    .iter()
                    .for_each(|document| assert!(document.paragraphs.first().is_none_or(|it| !it.text.is_empty())));
                !corpus.is_damaged()
            });
            assert!(!is_taken, "byte {at}");
            file.write_all_at(&byte, at).expect("a byte");
        }
    }
}
