//! A corpus as it was loaded, written down whole, so that the next start need not parse and check its files again.
//!
//! Documents stand in blocks, which are read by as many threads as there are processors. The frame at the end holds
//! the digest of every block, and whoever keeps the file holds that of the frame: what is read back is what was written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;

use serde::de::DeserializeOwned;

use super::by_id::ById;
use super::parallel::in_parallel;
use super::{Alignment, Corpus, Document, Files, Ledger, Release, Target, Variants, Vocabulary, Watched, translation};
use crate::wording::Sha256;

/// So many documents are written and read at once: few, so that the room they are read into is small. It is used again
/// for the next.
const BLOCK: usize = 16;

/// Everything but the documents, and for each block of those where it ends in the file, and its digest.
type Frame = (
    Vocabulary,
    Variants,
    Ledger,
    Watched,
    BTreeMap<Target, Box<str>>,
    Release,
    Vec<Vec<(usize, usize)>>,
    Vec<Alignment>,
    Vec<(String, Sha256)>,
    Vec<(u64, Sha256)>,
);

impl Corpus {
    /// Writes the corpus to a file: blocks of documents, all the rest, and eight bytes that tell where that begins.
    ///
    /// Returns the digest that proves it when it is read back.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write_prepared(&self, file: File) -> io::Result<Sha256> {
        let mut out = BufWriter::new(file);
        let (mut blocks, mut end) = (Vec::new(), 0);
        for block in self.documents.chunks(BLOCK) {
            let bytes = postcard::to_allocvec(block).map_err(io::Error::other)?;
            out.write_all(&bytes)?;
            end += bytes.len() as u64;
            blocks.push((end, Sha256::of(&bytes)));
        }
        let Self { vocabulary, variants, ledger, watched, departed, release, incoming, alignments, manifest, .. } =
            self;
        let frame = (vocabulary, variants, ledger, watched, departed, release, incoming, alignments, manifest, blocks);
        let frame = postcard::to_allocvec(&frame).map_err(io::Error::other)?;
        out.write_all(&frame)?;
        out.write_all(&end.to_le_bytes())?;
        out.flush()?;
        Ok(Sha256::of(&frame))
    }

    /// Reads a corpus that was made of `files` as it was written; `proof` is what writing it returned.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is not what was written.
    pub fn read_prepared(file: &File, proof: &Sha256, files: Files) -> io::Result<Self> {
        let end = file.metadata()?.len().saturating_sub(8);
        let mut start = [0; 8];
        file.read_exact_at(&mut start, end)?;
        let start = u64::from_le_bytes(start);
        let frame: Frame = part(file, start..end, proof)?;
        let (vocabulary, variants, ledger, watched, departed, release, incoming, alignments, manifest, ends) = frame;
        let starts = std::iter::once(0).chain(ends.iter().map(|(end, _)| *end));
        let blocks: Vec<_> = starts.zip(&ends).map(|(start, (end, sha256))| (start..*end, sha256)).collect();
        let mut documents = Vec::with_capacity(blocks.len() * BLOCK);
        let mut failed = None;
        in_parallel(
            &blocks,
            |(range, sha256)| part::<Vec<Document>>(file, range.clone(), sha256),
            |_, block| match block {
                Ok(mut block) => documents.append(&mut block),
                Err(error) => failed = Some(error),
            },
        );
        if let Some(error) = failed {
            return Err(error);
        }
        Ok(Self {
            by_id: ById::of(&documents),
            translations: translation::by_text(&documents),
            alignments,
            documents,
            vocabulary,
            variants,
            ledger,
            watched,
            departed,
            release,
            incoming,
            files,
            manifest,
            drafts: Vec::new(),
        })
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
    use super::*;

    #[test]
    fn a_corpus_reads_back_as_it_was() {
        let corpus = super::super::load(&Files::Embedded).expect("the embedded corpus is whole");
        let file = tempfile::tempfile().expect("a temporary file");
        let proof = corpus.write_prepared(file.try_clone().expect("a second handle")).expect("it can be written");
        let back = Corpus::read_prepared(&file, &proof, Files::Embedded).expect("it can be read");
        let shown = |corpus: &Corpus| {
            let Corpus { documents, vocabulary, variants, ledger, watched, release, .. } = corpus;
            let Corpus { incoming, alignments, manifest, .. } = corpus;
            let names = format!("{vocabulary:?} {variants:?} {ledger:?} {watched:?} {release:?}");
            format!("{documents:?} {names} {incoming:?} {alignments:?} {manifest:?}")
        };
        assert_eq!(shown(&back), shown(&corpus));
        assert!(corpus.documents().iter().all(|document| back.position(&document.id) == corpus.position(&document.id)));
        for at in (0..file.metadata().expect("a length").len()).step_by(997) {
            let mut byte = [0];
            file.read_exact_at(&mut byte, at).expect("a byte");
            file.write_all_at(&[byte[0] ^ 4], at).expect("a byte");
            assert!(Corpus::read_prepared(&file, &proof, Files::Embedded).is_err(), "byte {at}");
            file.write_all_at(&byte, at).expect("a byte");
        }
    }
}
