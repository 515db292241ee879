//! The source of a document, byte for byte as it was received.
//!
//! It is somebody else's file: it is handed over to be kept and never shown, so nothing in it runs on this site.
//! However many take it at once, and however slowly, they share one copy of it, which goes with the last of them; and
//! a file that cannot be read in time keeps others of its kind waiting and no search.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;

use super::extract::{DocumentAddress, Here};
use super::headers::Policy;
use super::work::{Busy, Work};
use super::{Error, Site, answer};
use crate::archive::Archive;
use crate::corpus::DocumentId;
use crate::data::Format;
use crate::wording::Sha256;

/// Answers with the file.
pub(crate) async fn show(
    State(site): State<Site>,
    Here(archive): Here,
    address: DocumentAddress,
) -> Result<Response, Error> {
    if address.format != Format::Html {
        return Err(Error::NotFound);
    }
    let source = archive.corpus().document(&address.id).and_then(|document| document.source.as_ref());
    let source = source.ok_or(Error::NotFound)?;
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let name: String = source.file.chars().filter(plain).collect();
    let bytes = match site.sources.held(&source.sha256) {
        Some(bytes) => bytes,
        None => site.sources.read(&archive, address.id).await?.ok_or(Error::NotFound)?,
    };
    let mut answer = answer::text(Body::from(bytes), Format::Received, Policy::DATA);
    let disposition = format!("attachment; filename=\"{name}\"");
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition.parse().map_err(Error::internal)?);
    Ok(answer)
}

/// The sources that are being handed over.
pub(crate) struct Sources {
    /// Reads one at a time, so that nobody reads what another reads already.
    work: Work,
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
    pub(crate) fn new() -> Self {
        Self { work: Work::one_at_a_time(), held: Mutex::default() }
    }

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

    /// Reads the source of a document and compares its digest, however large it is.
    async fn read(self: &Arc<Self>, archive: &Arc<Archive>, id: DocumentId) -> Result<Option<Bytes>, Busy> {
        let (sources, archive) = (Arc::clone(self), Arc::clone(archive));
        let read = move || {
            let document = archive.corpus().document(&id)?;
            let digest = &document.source.as_ref()?.sha256;
            // Whoever had the turn before may have wanted the same.
            sources.held(digest).or_else(|| match archive.corpus().source_file(document)? {
                Cow::Borrowed(bytes) => Some(Bytes::from_static(bytes)),
                Cow::Owned(bytes) => Some(sources.hold(digest, bytes)),
            })
        };
        self.work.run(read).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_share_a_source_and_it_goes_with_the_last() {
        let sources = Sources::new();
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
