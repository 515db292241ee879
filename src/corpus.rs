//! The archive's content: documents, records, paragraphs, their ledger and their vocabularies.
//!
//! A corpus is loaded whole or not at all: [`load`] gives a [`Corpus`] in which every name resolves, or all the
//! [`Problem`]s that stand in the way. Knows nothing of search or pages.

mod agreement;
mod alignment;
mod by_id;
mod called;
mod check;
mod date;
mod departed;
mod document;
mod files;
mod init;
mod instrument;
mod kind;
mod language;
mod ledger;
mod live_wordings;
mod load;
mod mention;
mod name;
mod names;
mod paragraph;
mod paragraphs;
mod parallel;
mod parse;
mod past;
mod place;
mod prepared;
mod problem;
mod proofs;
mod publish;
mod relation;
mod review;
mod standing;
mod transaction;
mod translation;
mod variant;
mod vocabulary;
mod watch;

pub use alignment::{Alignment, AlignmentBasis, AlignmentRow, Proposed, alignment_path, propose};
pub(crate) use called::as_begins;
pub use date::{Date, Moment, NotADate, NotAMoment};
pub use document::{
    Archived, Description, Document, DocumentPart, Heading, Official, Proof, Relation, Source, SourceCapture,
};
pub(crate) use files::passes_over;
pub use files::{Files, Release, read as read_file};
pub use init::{Beginning, init};
pub use instrument::{Instrument, InstrumentKind};
pub use kind::{Group, Kind, NotAChoice, Role, Scope};
pub use language::{is_language, language_name};
pub use ledger::{Ledger, LedgerRow, State, Target};
pub use load::{NoText, PlainText, Prover, plain_text};
pub use mention::{Mention, MentionBasis};
pub use name::{DocumentId, NotAName, Number, ParagraphId, Revision};
pub use paragraph::{Apparatus, Correction, Note, Paragraph, Shape};
pub use paragraphs::DocumentParagraphs;
pub use parse::{front_matter, printed_number};
pub use past::Past;
pub use place::{ByDocument, DocumentPlace, ParagraphPlace};
pub use problem::{Problem, Weight};
pub use proofs::Proofs;
pub use publish::{
    Decisions, Publication, PublishRequest, Published, Publishing, ROWS_WITH_WORDS, annotate, plan, publish,
};
pub use relation::Related;
pub use review::{Review, ReviewedPart, review};
pub use transaction::Transaction;
pub use translation::{AlignedRow, Authentic, Translation};
pub use variant::{Level, Variant, Variants};
pub use vocabulary::{RelationType, Vocabulary, VocabularyEntry};
pub use watch::{Latest, Sighting, Status, Watched, append as append_sightings};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use self::by_id::ById;
use self::paragraphs::Opened;
use crate::wording::Sha256;

/// Loads a corpus, or tells everything that is wrong with it.
///
/// # Errors
///
/// Returns all problems that stand in the way of serving it, sorted by file and line. Warnings are not among them.
pub fn load(files: &Files) -> Result<Corpus, Vec<Problem>> {
    load_proved(files, &load::plain_text)
}

/// Loads a corpus of which every text agrees with its source, as far as `plain` can read sources.
///
/// # Errors
///
/// Returns all problems that stand in the way of serving it, sorted by file and line. Warnings are not among them.
pub fn load_proved(files: &Files, plain: &PlainText<'_>) -> Result<Corpus, Vec<Problem>> {
    let (corpus, mut problems) = examine(files, plain);
    problems.retain(|problem| problem.weight == Weight::Error);
    corpus.ok_or(problems)
}

/// Loads a corpus of which some texts may part from their sources, and returns what stands against their proof.
///
/// What `proofs` knows is not compared again; what is compared, it knows from then on.
///
/// # Errors
///
/// Returns all other problems that stand in the way of serving it.
pub fn load_unproved(
    files: &Files,
    plain: &PlainText<'_>,
    proofs: &Proofs,
) -> Result<(Corpus, Vec<Problem>), Vec<Problem>> {
    let mut found = load::read_knowing(files, plain, proofs);
    let mut problems = problems_of(&mut found);
    problems.retain(|problem| problem.weight == Weight::Error);
    let unproved: Vec<Problem> = std::mem::take(&mut found.unproved).into_values().flatten().collect();
    if problems.is_empty() { Ok((Corpus::of(found, files.clone()), unproved)) } else { Err(problems) }
}

/// Tells everything that is wrong or lacking in a corpus, sorted by file and line.
#[must_use]
pub fn check(files: &Files) -> Vec<Problem> {
    examine(files, &load::plain_text).1
}

/// Loads a corpus and tells everything that is wrong or lacking in it; nothing is loaded where there is an error.
///
/// Texts are compared with all sources that `plain` can read.
#[must_use]
pub fn examine(files: &Files, plain: &PlainText<'_>) -> (Option<Corpus>, Vec<Problem>) {
    let mut found = load::read(files, plain);
    let mut problems = problems_of(&mut found);
    problems.extend(std::mem::take(&mut found.unproved).into_values().flatten());
    sort(&mut problems);
    let fails = problems.iter().any(|problem| problem.weight == Weight::Error);
    ((!fails).then(|| Corpus::of(found, files.clone())), problems)
}

/// Returns all problems but those of the proofs.
fn problems_of(found: &mut load::LoadedFiles) -> Vec<Problem> {
    let mut problems = check::references(found, Date::today());
    problems.append(&mut check::citations(found));
    problems.append(&mut check::history(found));
    problems.append(&mut check::published(found, &|_| true));
    problems.append(&mut check::translations(found));
    problems.extend(check::open_marks(found).into_values().flatten());
    problems.append(&mut found.problems);
    sort(&mut problems);
    problems
}

fn sort(problems: &mut Vec<Problem>) {
    problems.sort();
    problems.dedup();
}

/// Everything the archive holds, checked: every id, number, relation and ledger row in it resolves.
///
/// What two of one release have in common they share, so that a copy costs little; see [`Corpus::renewed`].
#[derive(Debug, Clone)]
pub struct Corpus {
    documents: Vec<Document>,
    by_id: Arc<ById>,
    vocabulary: Arc<Vocabulary>,
    variants: Arc<Variants>,
    ledger: Arc<Ledger>,
    watched: Arc<Watched>,
    /// What readers called what has gone.
    departed: Arc<BTreeMap<Target, Box<str>>>,
    release: Release,
    /// Relations seen from their targets.
    incoming: Arc<relation::Incoming>,
    /// For each text that has translations, their places.
    translations: Arc<HashMap<DocumentId, Vec<DocumentPlace>>>,
    alignments: Arc<[Alignment]>,
    files: Files,
    manifest: Arc<[(String, Sha256)]>,
    /// The file that the paragraphs are read from, where they are kept in one.
    kept: Option<Opened>,
    /// Documents that nobody has confirmed or that part from their sources, with paragraphs that were not published.
    drafts: Vec<DocumentId>,
}

impl Corpus {
    /// Puts together what was found without an error.
    fn of(found: load::LoadedFiles, files: Files) -> Self {
        let drafts = found.drafts.iter().filter(|draft| is_open(draft, &found.ledger));
        let drafts = drafts.map(|draft| draft.document.id.clone()).collect();
        let mut documents: Vec<Document> = found.drafts.into_iter().map(|draft| draft.document).collect();
        // Collected in place, they would keep the room of the drafts.
        documents.shrink_to_fit();
        documents.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        for document in &mut documents {
            let id = document.id.clone();
            for id in found.vocabulary.mentioned(&document.mentions) {
                if !document.cites.iter().any(|cited| cited == id) {
                    document.cites.push(id.to_owned());
                }
            }
            let mut latest = found.ledger.latest(&id).filter(|row| row.number.is_some()).peekable();
            document.paragraphs.change(|paragraphs| {
                let mut paragraphs: Vec<&mut Paragraph> = paragraphs.iter_mut().collect();
                paragraphs.sort_by_key(|paragraph| paragraph.number);
                for paragraph in paragraphs {
                    while latest.next_if(|row| row.number < Some(paragraph.number)).is_some() {}
                    if let Some(row) = latest.next_if(|row| row.number == Some(paragraph.number)) {
                        paragraph.revision = row.revision.unwrap_or(Revision::FIRST);
                        paragraph.published = Some(row.published);
                    }
                }
            });
        }
        let by_id = ById::of(&documents);
        let incoming = relation::incoming(&documents, &by_id);
        Self {
            departed: departed::departed(&found.ledger, &found.called).into(),
            translations: translation::by_text(&documents).into(),
            alignments: found.alignments.into_iter().map(|(alignment, _)| alignment).collect(),
            documents,
            by_id: by_id.into(),
            vocabulary: found.vocabulary.into(),
            variants: found.variants.into(),
            ledger: found.ledger.into(),
            watched: found.watched.into(),
            release: Release::of(found.files.iter().map(|(path, sha256)| (path.as_str(), sha256.clone()))),
            incoming: incoming.into(),
            files,
            manifest: found.files.into(),
            kept: None,
            drafts,
        }
    }

    /// Returns the corpus as readers see it: what was not published of documents that are not confirmed or part from their
    /// sources is not in it. What was a record before its text was filled in is the record that it was, and a published
    /// text is without the paragraphs that are new.
    #[must_use]
    pub fn without_drafts(mut self) -> Self {
        let drafts: BTreeSet<DocumentId> = std::mem::take(&mut self.drafts).into_iter().collect();
        if drafts.is_empty() {
            return self;
        }
        let is_record = |document: &Document| document.abstract_text.is_some();
        for document in self.documents.iter_mut().filter(|document| drafts.contains(&document.id)) {
            document.keep_published();
        }
        let stays = |document: &Document| document.held() || is_record(document);
        self.documents.retain(|document| !drafts.contains(&document.id) || stays(document));
        self.by_id = ById::of(&self.documents).into();
        let known: BTreeSet<DocumentId> = self.documents.iter().map(|document| document.id.clone()).collect();
        for document in &mut self.documents {
            document.relations.retain(|relation| known.contains(&relation.target));
        }
        self.translations = translation::by_text(&self.documents).into();
        self.incoming = relation::incoming(&self.documents, &self.by_id).into();
        self
    }

    /// Returns the corpus without the words, in any wording, of the texts whose sources do not allow to hand them on: what
    /// is left of each is what is known of it. The release keeps its name.
    #[must_use]
    pub fn without_withheld(mut self) -> Self {
        let withheld: BTreeSet<DocumentId> =
            self.documents.iter().filter(|it| it.withheld()).map(|it| it.id.clone()).collect();
        if withheld.is_empty() {
            return self;
        }
        let is_of = |translation: &Translation| withheld.contains(&translation.of);
        for document in &mut self.documents {
            if withheld.contains(&document.id) {
                document.withhold();
            }
            document.translation = document.translation.take().filter(|translation| !is_of(translation));
        }
        let stays = |it: &&Alignment| !withheld.contains(&it.a) && !withheld.contains(&it.b);
        self.alignments = self.alignments.iter().filter(stays).cloned().collect();
        self.translations = translation::by_text(&self.documents).into();
        let is_wording = |path: &str| {
            let folder = path.strip_prefix("revisions/").and_then(|rest| rest.split('/').next());
            folder.is_some_and(|id| withheld.iter().any(|withheld| withheld.as_str() == id))
        };
        self.manifest = self.manifest.iter().filter(|(path, _)| !is_wording(path)).cloned().collect();
        self
    }

    /// Returns all documents and records, oldest first, those of one date by id.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Returns the controlled vocabularies and the instruments that texts cite.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns the reviewed spelling variants, abbreviations and synonyms.
    #[must_use]
    pub fn variants(&self) -> &Variants {
        &self.variants
    }

    /// Returns the list of everything ever published.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Returns what readers called a paragraph or document that stands no longer, where that was kept: a paragraph as
    /// [`Document::called`] has it, a document by its name.
    #[must_use]
    pub fn once_called(&self, of: &Target) -> Option<&str> {
        self.departed.get(of).map(|name| &**name)
    }

    /// Returns which paragraphs of texts and their translations say the same.
    #[must_use]
    pub fn alignments(&self) -> &[Alignment] {
        &self.alignments
    }

    /// Returns what the pages of sources said when they were looked at again.
    #[must_use]
    pub fn watched(&self) -> &Watched {
        &self.watched
    }

    /// Returns the relations of a document in both directions: its own as stored, then those of others that name it.
    #[must_use]
    pub fn relations(&self, id: &DocumentId) -> Vec<Related<'_>> {
        relation::relations(self, id)
    }

    /// Returns every wording ever published, and every one that stands now, whose fingerprint begins with `prefix`.
    ///
    /// Looks at the first digits of all of them: some milliseconds where there are a million.
    #[must_use]
    pub fn with_fingerprint(&self, prefix: &str) -> Vec<(ParagraphId, Revision)> {
        let published = self.ledger.with_fingerprint(prefix);
        let standing = self.documents.iter().flat_map(|document| {
            let likely = document.paragraphs.likely(prefix).into_iter().filter_map(|at| document.paragraphs.get(at));
            let found = likely.filter(|each| each.fingerprint().begins_with(prefix));
            found.map(|each| (ParagraphId { document: document.id.clone(), number: each.number }, each.revision))
        });
        let mut found: Vec<_> = published.chain(standing).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Returns the source of a document as it was received; nothing where the corpus has it no more.
    #[must_use]
    pub fn source_file(&self, document: &Document) -> Option<Cow<'static, [u8]>> {
        let source = document.source.as_ref()?;
        self.file(&format!("sources/{}", source.file))
    }

    /// Returns all files with their digests, sorted by path: what the release is named after.
    #[must_use]
    pub fn manifest(&self) -> &[(String, Sha256)] {
        &self.manifest
    }

    /// Returns what is in a file of the manifest; nothing where it changed or went since the corpus was loaded.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let at = self.manifest.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
        let (_, digest) = self.manifest.get(at)?;
        self.files.read(path).filter(|bytes| Sha256::of(bytes) == *digest)
    }

    /// Returns the name of the state of the whole corpus.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }
}

impl AsRef<Self> for Corpus {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// Tells a draft that is not confirmed or parts from its source, and has paragraphs that were not published.
fn is_open(draft: &parse::Draft, ledger: &Ledger) -> bool {
    let fails = draft.document.source.as_ref().is_some_and(|source| source.proof == Proof::Fails);
    if !fails && draft.lines.marks.is_empty() {
        return false;
    }
    let published: BTreeSet<Number> = ledger.latest(&draft.document.id).filter_map(|row| row.number).collect();
    draft.document.paragraphs.iter().any(|paragraph| !published.contains(&paragraph.number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_corpus_is_whole() {
        let problems: Vec<String> = check(&Files::Embedded).iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn the_embedded_corpus_is_the_directory_it_was_made_from() {
        let directory = Files::Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus").into());
        let release = |files: &Files| load(files).map(|corpus| corpus.release().clone());
        assert_eq!(release(&Files::Embedded), release(&directory));
    }
}
