//! What holds of everything that reads what others wrote, whatever they wrote.
//!
//! The suite tries each with texts made up at random; the targets beside this file, with texts that reach new code.

use std::path::Path;
use std::sync::LazyLock;

use g7cyber::archive::Archive;
use g7cyber::citation::{Names, clean, locate};
use g7cyber::corpus::{Files, ParagraphId, examine, plain_text};
use g7cyber::quotation::{self, Verdict};
use g7cyber::search::{Matching, Request, fragments};
use g7cyber::wording::{Folded, Op, diff, fold, is_normal, words};

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| Archive::open(&Files::Embedded, None).expect("it opens"));
static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(ARCHIVE.corpus()));

/// Query text to query: nothing typed fails, what is said about it points into it, what is suggested is better, and
/// it reads the same twice.
pub(crate) fn query(typed: &str) {
    for matching in [Matching::All, Matching::Any] {
        let resolved = ARCHIVE.index().resolve(typed, matching);
        let again = ARCHIVE.index().resolve(typed, matching);
        assert_eq!((resolved.matched(), resolved.notices().len()), (again.matched(), again.notices().len()));
        for notice in resolved.notices() {
            assert!(notice.position.is_none_or(|position| position <= typed.chars().count()), "{}", notice.code);
            let Some(better) = &notice.suggestion else { continue };
            let left = ARCHIVE.index().resolve(better, matching);
            let is_known = |code: &str| resolved.notices().iter().any(|notice| notice.code == code);
            let good = left.notices().iter().all(|it| it.code != notice.code && is_known(it.code));
            assert!(good, "`{better}` is not better than `{typed}`: {:?}", left.notices());
        }
    }
}

/// The span function: a paragraph is a hit exactly when it has the spans its query needs; spans are whole, in order,
/// and take nothing from the text.
pub(crate) fn span(typed: &str) {
    let request = Request { query: typed.to_owned(), matching: Matching::All, limit: 1000, ..Request::default() };
    let results = ARCHIVE.search(&request);
    let resolved = ARCHIVE.index().resolve(typed, Matching::All);
    for (place, document) in ARCHIVE.corpus().places() {
        for (number, paragraph) in document.paragraphs.iter().enumerate() {
            let spans = resolved.spans(place, paragraph);
            let hit = results.hits.iter().find(|hit| (hit.place.document, hit.place.paragraph) == (place, number));
            assert_eq!(hit.map(|hit| &hit.spans), spans.as_ref());
            let spans = spans.unwrap_or_default();
            assert!(spans.iter().all(|span| paragraph.text.get(span.clone()).is_some_and(|it| !it.is_empty())));
            assert!(spans.is_sorted_by(|one, next| one.end <= next.start));
            let whole: String = fragments(&paragraph.text, &spans).iter().map(|fragment| fragment.text).collect();
            assert_eq!(*whole, *paragraph.text);
        }
    }
}

/// Folding with its map: folding twice is folding once, the map goes forward and leads to whole characters, and the
/// difference of two wordings joins to both.
pub(crate) fn folding(text: &str) {
    let folded = Folded::new(text);
    assert_eq!(folded.text(), fold(text));
    assert_eq!(fold(folded.text()), folded.text());
    let (mut start, mut end) = (0, 0);
    for (at, character) in folded.text().char_indices() {
        let original = folded.original(&(at..at + character.len_utf8()));
        assert!(text.get(original.clone()).is_some_and(|it| !it.is_empty()));
        assert!(original.start >= start && original.end >= end, "the map goes forward");
        (start, end) = (original.start, original.end);
    }
    assert!(words(&folded).all(|word| text.get(word.original.clone()).is_some_and(|it| !it.is_empty())));
    let changes = diff(text, folded.text());
    let joined = |without: Op| -> String {
        changes.iter().filter(|change| change.op != without).map(|change| change.text.as_str()).collect()
    };
    assert_eq!((joined(Op::Insert).as_str(), joined(Op::Delete).as_str()), (text, folded.text()));
}

/// Quotations: what is shown of a match stands in the text that it names.
pub(crate) fn quotation(text: &str) {
    let Ok(report) = quotation::check(&ARCHIVE, text) else { return };
    for quotation in &report.quotations {
        assert!(text.get(quotation.range.clone()).is_some_and(|quoted| !quoted.is_empty()));
        let nowhere = matches!(quotation.verdict, Verdict::NotFound | Verdict::TooShort);
        assert_eq!(quotation.matches.is_empty(), nowhere, "{:?}", quotation.verdict);
        assert!(quotation.nearest.len() <= 3);
        for found in quotation.matches.iter().chain(&quotation.nearest).chain(&quotation.elsewhere) {
            let document = &ARCHIVE.corpus().at(found.document).unwrap();
            assert!((0.0..=1.0).contains(&found.similarity));
            for part in &found.parts {
                let paragraph = &document.paragraphs[part.paragraph].text;
                assert!(paragraph.get(part.range.clone()).is_some_and(|words| !words.is_empty()));
                assert!(paragraph.get(part.sentence.clone()).is_some());
                assert!(part.sentence.start <= part.range.start && part.range.end <= part.sentence.end);
            }
            if let [part] = found.parts.as_slice() {
                let words = &document.paragraphs[part.paragraph].text[part.range.clone()];
                let text: String = found
                    .diff
                    .iter()
                    .filter(|change| change.op != Op::Insert)
                    .map(|change| change.text.as_str())
                    .collect();
                assert!(found.diff.is_empty() || fold(&text).trim() == fold(words).trim(), "{text:?} is not {words:?}");
            }
        }
    }
}

/// A corpus file to a document: what stands in it is read or refused with what is wrong, and what is read has words,
/// in one normal form, that are found by their address. `folder` holds a corpus of this one file.
pub(crate) fn document(folder: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(folder.join("documents")).expect("a folder can be made");
    std::fs::write(folder.join("documents/2020-a.md"), bytes).expect("a file can be written");
    let (corpus, problems) = examine(&Files::Directory(folder.to_owned()), &plain_text);
    let Some(corpus) = corpus else {
        assert!(!problems.is_empty(), "what is refused is told");
        return;
    };
    for document in corpus.documents() {
        for paragraph in &document.paragraphs {
            assert!(!paragraph.text.trim().is_empty() && is_normal(&paragraph.text));
            let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
            let (_, found) = corpus.paragraph(&id).expect("its address finds it");
            assert_eq!(found.text, paragraph.text);
        }
    }
}

/// Pasted addresses and rough citations: cleaning twice is cleaning once, and what comes out never leaves the site.
pub(crate) fn address(text: &str) {
    let once = clean(text);
    assert!(once.starts_with('/') && !once.starts_with("//"), "{once:?}");
    assert_eq!(clean(&once), once);
    let _ = locate(ARCHIVE.corpus(), &NAMES, text);
}
