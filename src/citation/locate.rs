//! What a rough citation means: "Lucca 2017 para 4", a printed title, an address of ours or of a source, a fingerprint.
//!
//! Certain only where every word of the citation belongs to one document. What merely resembles it is offered as
//! nearest and never taken for it; nothing here looks into the text of a paragraph.

use super::address;
use super::names::Names;
use super::pinpoint::{Pinpoint, named, printed, split};
use crate::corpus::{Corpus, Document, DocumentId, Number, Paragraph, ParagraphId, Revision};
use crate::wording::fold;

/// What a rough citation was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// One place and no other.
    One(CitedPlace),
    /// Each of these as well as the others, most likely first.
    Several(Vec<CitedPlace>),
    /// None; these come nearest.
    Nearest(Vec<DocumentId>),
}

/// A place in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CitedPlace {
    /// A document or record.
    Document(DocumentId),
    /// A paragraph.
    Paragraph(ParagraphId),
    /// One wording of a paragraph.
    Revision(ParagraphId, Revision),
    /// The paragraph that the source of a document prints with a number.
    Printed(DocumentId, String),
    /// The paragraphs whose wording has a fingerprint that begins with these hex digits.
    Wording(String),
}

/// The most places that are offered for one citation.
const MOST: usize = 20;

/// So many paragraphs of one document are compared by their names: each name is a look at all paragraphs.
const MOST_NAMED: usize = 200;

/// Returns what `text` means, which may be anything that somebody copied or typed; `names` are of the same corpus.
#[must_use]
pub fn locate(corpus: &Corpus, names: &Names, text: &str) -> Located {
    among(corpus.documents(), names, &known(corpus), text, |words| names.nearest(words))
}

/// Returns the same, but for what comes nearest where nothing is meant.
#[must_use]
pub fn meant(corpus: &Corpus, names: &Names, text: &str) -> Located {
    among(corpus.documents(), names, &known(corpus), text, |_| Vec::new())
}

/// Returns the place that an address of ours names, whatever its host; nothing for other text.
#[must_use]
pub fn place(corpus: &Corpus, address: &str) -> Option<CitedPlace> {
    named_by(address, &known(corpus))
}

/// Returns a test for the ids that stand or ever stood in the archive.
fn known(corpus: &Corpus) -> impl Fn(&str) -> bool {
    |id| id.parse().is_ok_and(|id| corpus.document(&id).is_some() || corpus.ledger().document_state(&id).is_some())
}

fn among(
    documents: &[Document],
    names: &Names,
    known: &dyn Fn(&str) -> bool,
    text: &str,
    nearest: impl Fn(&str) -> Vec<usize>,
) -> Located {
    let text = text.trim();
    match named_by(text, known).or_else(|| fingerprint(text)) {
        Some(CitedPlace::Printed(id, number)) => return printed_in(documents, names, id, number),
        Some(place) => return Located::One(place),
        None => {}
    }
    let official = names.official(text);
    let (pinpoint, rest) = split(text);
    let found = if official.is_empty() { names.named(documents, &rest) } else { official };
    let ids = |found: &[usize]| -> Vec<DocumentId> {
        found.iter().filter_map(|at| documents.get(*at)).map(|document| document.id.clone()).collect()
    };
    if found.is_empty() {
        return Located::Nearest(ids(&nearest(&rest)));
    }
    let candidates = found.iter().filter_map(|at| documents.get(*at));
    let mut places: Vec<CitedPlace> =
        candidates.flat_map(|document| pointed(document, pinpoint.as_ref(), text)).take(MOST).collect();
    match places.len() {
        0 => Located::Nearest(ids(found.get(..MOST).unwrap_or(&found))),
        1 => Located::One(places.remove(0)),
        _ => Located::Several(places),
    }
}

/// Returns the paragraphs that are printed with a number; a document that left tells itself where they are.
fn printed_in(documents: &[Document], names: &Names, id: DocumentId, number: String) -> Located {
    let place = names.position(documents, id.as_str());
    let Some(document) = place.and_then(|place| documents.get(place)) else {
        return Located::One(CitedPlace::Printed(id, number));
    };
    let place = |number| CitedPlace::Paragraph(ParagraphId { document: id.clone(), number });
    let mut places: Vec<CitedPlace> = printed(document, &number).map(|paragraph| place(paragraph.number)).collect();
    match places.len() {
        0 => Located::Nearest(vec![id]),
        1 => Located::One(places.remove(0)),
        _ => Located::Several(places),
    }
}

fn named_by(text: &str, known: &dyn Fn(&str) -> bool) -> Option<CitedPlace> {
    let path = address::path(text)?;
    let (path, fragment) = path.split_once('#').map_or((path.as_str(), None), |(path, after)| (path, Some(after)));
    let named = |path: &str| named_by_path(path, fragment, known);
    named(&address::clean(path)).or_else(|| named(&address::cut(path)?))
}

fn named_by_path(clean: &str, fragment: Option<&str>, known: &dyn Fn(&str) -> bool) -> Option<CitedPlace> {
    let mut segments = clean.split('/').skip_while(|segment| {
        let id = segment.split('.').next().unwrap_or_default();
        !(known(id) || *segment == "f")
    });
    let first = segments.next()?;
    let whole: Vec<&str> = segments.collect();
    let rest: Vec<&str> = whole.iter().map(|segment| segment.split('.').next().unwrap_or_default()).collect();
    if first == "f" {
        return rest.first().and_then(|hex| fingerprint(hex));
    }
    let document: DocumentId = first.split('.').next()?.parse().ok()?;
    let of = |number: &str| Some(ParagraphId { document: document.clone(), number: number.parse().ok()? });
    match rest.as_slice() {
        ["p", number, "r", revision, ..] => Some(CitedPlace::Revision(of(number)?, revision.parse().ok()?)),
        ["p", number, ..] => Some(CitedPlace::Paragraph(of(number)?)),
        ["para", _, ..] => Some(CitedPlace::Printed(document, closed(whole.get(1)?))),
        _ => {
            let number = fragment.and_then(|fragment| fragment.strip_prefix('p')).and_then(of);
            Some(number.map_or(CitedPlace::Document(document), CitedPlace::Paragraph))
        }
    }
}

/// Returns a printed number with the bracket that cleaning took for the end of a sentence.
fn closed(number: &str) -> String {
    let open = number.contains('(') && !number.ends_with(')');
    format!("{number}{}", if open { ")" } else { "" })
}

/// Returns the hex digits of a fingerprint, with or without a word before it.
fn fingerprint(text: &str) -> Option<CitedPlace> {
    let folded = fold(text);
    let digits = ["sha256", "sha-256", "fingerprint"].iter().fold(folded.as_str(), |text, label| {
        text.strip_prefix(label).map_or(text, |rest| rest.trim_start_matches([':', ' ', '-']))
    });
    let hex = digits.len() >= 12 && digits.len() <= 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| CitedPlace::Wording(digits.to_owned()))
}

/// Returns the places in a document that a citation names, by a number or by the name of a paragraph without one; for a
/// record the record itself, since its text is not held.
fn pointed(document: &Document, pinpoint: Option<&Pinpoint>, text: &str) -> Vec<CitedPlace> {
    let place = |number: Number| CitedPlace::Paragraph(ParagraphId { document: document.id.clone(), number });
    let places = |found: Vec<&Paragraph>| found.into_iter().map(|paragraph| place(paragraph.number)).collect();
    let folded = fold(text);
    if ["unnumbered", "bullet"].iter().any(|word| folded.contains(word)) && document.prints_numbers() {
        let without = document.paragraphs.iter().filter(|paragraph| paragraph.printed.is_none());
        let found = named(document, without.take(MOST_NAMED), text);
        if !found.is_empty() {
            return places(found);
        }
    }
    let Some(pinpoint) = pinpoint.filter(|_| document.held()) else {
        return vec![CitedPlace::Document(document.id.clone())];
    };
    let found: Vec<&Paragraph> = pinpoint.paragraphs(document).collect();
    // Where numbers begin again, the heading says which is meant.
    let one = if found.len() > 1 { named(document, found.iter().copied().take(MOST_NAMED), text) } else { Vec::new() };
    places(if one.is_empty() { found } else { one })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::sample;
    use super::*;
    use crate::corpus::Kind;

    fn documents() -> Vec<Document> {
        let mut lucca = sample::record(
            "2017-lucca-declaration",
            "G7 Declaration on Responsible States Behavior in Cyberspace",
            "2017-04-11",
        );
        lucca.official = vec![sample::official("https://www.mofa.go.jp/files/000246367.pdf")];
        let mut communique = sample::record(
            "2017-lucca-joint-communique",
            "G7 Foreign Ministers' Meeting Joint Communiqué",
            "2017-04-11",
        );
        communique.kind = Kind::Communique;
        communique.official =
            vec![sample::official("http://www.g7italy.it/"), sample::official("https://shared.example/l")];
        let mut dinard = sample::record(
            "2019-dinard-norm-initiative",
            "Dinard Declaration on the Cyber Norm Initiative",
            "2019-04-06",
        );
        dinard.place = Some("Dinard / Saint-Malo, France".to_owned());
        dinard.official = vec![sample::official("https://shared.example/l")];
        vec![lucca, communique, sample::press_report(), sample::report(), dinard]
    }

    fn located(text: &str) -> String {
        let documents = documents();
        let known = |id: &str| id == "2016-gone" || documents.iter().any(|document| document.id.as_str() == id);
        let spellings = HashMap::from([("behaviour".to_owned(), "behavior".to_owned())]);
        let names = Names::gathered(&documents, spellings);
        match among(&documents, &names, &known, text, |words| names.nearest(words)) {
            Located::One(place) => name(&place),
            Located::Several(places) => places.iter().map(name).collect::<Vec<_>>().join(" | "),
            Located::Nearest(ids) => format!("near {}", ids.first().map_or("nothing", |id| id.as_str())),
        }
    }

    fn name(place: &CitedPlace) -> String {
        match place {
            CitedPlace::Document(id) => id.to_string(),
            CitedPlace::Paragraph(id) => id.to_string(),
            CitedPlace::Revision(id, revision) => format!("{id}/r/{revision}"),
            CitedPlace::Printed(id, number) => format!("{id}/para/{number}"),
            CitedPlace::Wording(digits) => format!("f/{digits}"),
        }
    }

    #[track_caller]
    fn check(text: &str, means: &str) {
        assert_eq!(located(text), means, "{text}");
    }

    #[test]
    fn place_year_and_paragraph() {
        check("G7 Dinard 2019", "2019-dinard-norm-initiative");
        check("dinard, 6 April 2019", "2019-dinard-norm-initiative");
        check("dinard, 2019-04-06", "2019-dinard-norm-initiative");
        check("(2019-04-06)", "2019-dinard-norm-initiative");
        check("Dinard Declaration, 2019-04", "2019-dinard-norm-initiative");
        check("The Hill on Lucca 2017, para 1", "2017-the-hill-lucca-report/p/1");
        check("Chair's Report, Toronto 2018, para. 2(a)", "2018-group-report/p/3");
        check("chair’s report 2018 ¶2", "2018-group-report/p/2");
        check("Group Report (2018) paras 1–2", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("Group Report 2018, paras 1 - 2", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("paragraphs 1 and 2 of the Group Report, 2018", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("Group Report 2018 ¶¶ 1, 2", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("Group Report paras 1 to 2, 23 April 2018", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("Group Report 2018 at 2", "2018-group-report/p/2");
        check("Group Report 2018 #2", "2018-group-report/p/2");
        check("Group Report 2018, paragraph two", "2018-group-report/p/2");
        check("point 2 of the Group Report 2018", "2018-group-report/p/2");
        check("second paragraph of the Group Report 2018", "2018-group-report/p/2");
        check("Group Report 2018, 2nd para.", "2018-group-report/p/2");
        check("Group Report 2018, seventh paragraph", "2018-group-report/p/5 | 2018-group-report/p/6");
        check("Group Report 2018, 4th paragraph", "2018-group-report/p/4");
        check("Group Report 2018, third paragraph", "2018-group-report/p/3");
        check("Group Report 2018 from paragraph 1 to paragraph 2", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("Group Report 2018 para 1 and para 2", "2018-group-report/p/1 | 2018-group-report/p/2");
        check("paragraph 2, Group Report, 23 April 2018", "2018-group-report/p/2");
        check("Group Report 2018 para [4]", "2018-group-report/p/4");
        check("Group Report 2018 paragraph 7", "2018-group-report/p/5 | 2018-group-report/p/6");
        check("Group Report 2018 paragraph 7 [6]", "2018-group-report/p/6");
        check("Group Report 2018 para. 02", "2018-group-report/p/2");
        check("Group Report 2018 para 002(a)", "2018-group-report/p/3");
    }

    #[test]
    fn a_text_that_is_not_held_is_offered_beside_one_that_is() {
        check(
            "Lucca 2017 para 1",
            "2017-lucca-declaration | 2017-lucca-joint-communique | 2017-the-hill-lucca-report/p/1",
        );
        check("Lucca Declaration 2017 para 1", "2017-lucca-declaration");
    }

    #[test]
    fn titles_in_either_spelling() {
        check("G7 Declaration on Responsible States Behavior in Cyberspace", "2017-lucca-declaration");
        check(
            "“G-7 declaration on responsible state behaviour in cyberspace”, adopted in April 2017",
            "2017-lucca-declaration",
        );
        check("Foreign Ministers’ meeting joint communique", "2017-lucca-joint-communique");
        check("G7 Declaration on Responsible States Behavior in Cyberspace 2018", "near 2017-lucca-declaration");
    }

    #[test]
    fn addresses_whatever_their_host() {
        check("https://old.example/2018-group-report/p/2", "2018-group-report/p/2");
        check("http://127.0.0.1:8080/archive/2018-Group-Report/p/02.json?hl=x).", "2018-group-report/p/2");
        check("2018-group-report/p/2/r/1", "2018-group-report/p/2/r/1");
        check("https://x.example/2018-group-report#p4", "2018-group-report/p/4");
        check("https://x.example/2016-gone/p/4", "2016-gone/p/4");
        check("https://x.example/2018-group-report/para/2", "2018-group-report/p/2");
        check("(https://x.example/2018-group-report/para/2(a)).", "2018-group-report/p/3");
        check("/2018-group-report/para/7", "2018-group-report/p/5 | 2018-group-report/p/6");
        check("/2018-group-report/para/99", "near 2018-group-report");
        check("/2016-gone/para/12.3", "2016-gone/para/12.3");
        check("2018\u{2011}group–report/p/2", "2018-group-report/p/2");
        check("https://x.example/2018-group-report/p/2—which", "2018-group-report/p/2");
        check("https://x.example/2018-group-report/p/2&gt;", "2018-group-report/p/2");
        check("2017-lucca-declaration", "2017-lucca-declaration");
        check("/2017-lucca-declaration.bib", "2017-lucca-declaration");
        check("https://x.example/f/0123456789abcdef", "f/0123456789abcdef");
        check("https://evil.example/", "near nothing");
    }

    #[test]
    fn official_addresses_in_any_dress() {
        check("HTTP://mofa.go.jp/files/000246367.pdf#page=2", "2017-lucca-declaration");
        check("https://g7italy.it", "2017-lucca-joint-communique");
        check("https://shared.example/l/", "2017-lucca-joint-communique | 2019-dinard-norm-initiative");
    }

    #[test]
    fn fingerprints() {
        check("fingerprint 0123456789abcdef", "f/0123456789abcdef");
        check("SHA256:0123456789AB", "f/0123456789ab");
        check("0123456789", "near nothing");
    }

    #[test]
    fn what_merely_resembles_is_never_taken_for_it() {
        check("Luca Declaration 2017", "near 2017-lucca-declaration");
        check("Lucca 2017 para 99", "2017-lucca-declaration | 2017-lucca-joint-communique");
        check("Group Report 2018 para 99", "near 2018-group-report");
        check("2017", "near 2017-lucca-declaration");
        check("", "near nothing");
        check("”", "near nothing");
        check("para", "near nothing");
    }
}
