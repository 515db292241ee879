//! Sources that are being handed over: however many take one at once, and however slowly, they share one copy of it, which
//! goes with the last of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::body::Bytes;

use crate::corpus::{Corpus, Document};
use crate::wording::Sha256;

/// The sources that are being handed over.
#[derive(Default)]
pub(crate) struct Sources {
    held: Mutex<HashMap<Sha256, Weak<Vec<u8>>>>,
}

/// A source as one of its readers has it.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Sources {
    /// Returns a source that somebody is taking at this moment.
    fn held(&self, digest: &Sha256) -> Option<Bytes> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Bytes::from_owner(Shared(held.get(digest)?.upgrade()?)))
    }

    /// Keeps a source for as long as somebody takes it.
    fn hold(&self, digest: &Sha256, bytes: Vec<u8>) -> Bytes {
        let bytes = Arc::new(bytes);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, source| source.strong_count() > 0);
        held.insert(digest.clone(), Arc::downgrade(&bytes));
        Bytes::from_owner(Shared(bytes))
    }

    /// Reads the source of a document and compares its digest, however large it is; nothing where it is not what it was.
    pub(crate) fn read(&self, corpus: &Corpus, document: &Document) -> Option<Bytes> {
        let digest = &document.source.as_ref()?.sha256;
        // Whoever had the turn before may have wanted the same.
        self.held(digest).or_else(|| match corpus.source_file(document)? {
            Cow::Borrowed(bytes) => Some(Bytes::from_static(bytes)),
            Cow::Owned(bytes) => Some(self.hold(digest, bytes)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_share_a_source_and_it_goes_with_the_last() {
        let sources = Sources::default();
        let digest = Sha256::of(b"words");
        let first = sources.hold(&digest, b"words".to_vec());
        let second = sources.held(&digest).expect("the first still has it");
        assert_eq!((first.as_ptr(), &second[..]), (second.as_ptr(), &b"words"[..]));
        drop(first);
        assert!(sources.held(&digest).is_some());
        drop(second);
        assert_eq!(sources.held(&digest), None);
        drop(sources.hold(&Sha256::of(b"others"), b"others".to_vec()));
        assert_eq!(sources.held.lock().expect("no thread has failed").len(), 1, "what nobody has is forgotten");
    }
}
