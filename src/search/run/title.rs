//! What the words of titles add to the scores of paragraphs; they never make a hit.

use crate::corpus::DocumentPlace;
use crate::search::index::title::Titles;
use crate::search::index::weight::TITLE;
use crate::search::plan::Plan;

/// Returns what titles add to the score of their documents' paragraphs, by document; those that add nothing are left
/// out.
pub(crate) fn scores(titles: &Titles, plan: &Plan) -> Vec<(DocumentPlace, f32)> {
    let mut scores: Vec<(DocumentPlace, f32)> = Vec::new();
    for unit in plan.units.iter().filter(|unit| unit.weight > 0.0) {
        let mut having: Vec<DocumentPlace> =
            unit.paths.iter().flat_map(|path| having_all(titles, plan, path)).collect();
        having.sort();
        having.dedup();
        scores.extend(having.into_iter().map(|document| (document, TITLE * unit.weight)));
    }
    // Each unit's are in order already, which this sort makes use of.
    scores.sort_by_key(|(document, _)| *document);
    scores.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 += if same { later.1 } else { 0.0 };
        same
    });
    scores
}

fn having_all(titles: &Titles, plan: &Plan, path: &[usize]) -> Vec<DocumentPlace> {
    let having = |set: &usize| -> Vec<DocumentPlace> {
        let words = plan.sets.get(*set).map_or(&[][..], |set| set.words.as_slice());
        let mut documents: Vec<DocumentPlace> =
            words.iter().flat_map(|word| titles.documents_of(word)).copied().collect();
        documents.sort();
        documents
    };
    let Some((first, rest)) = path.split_first() else { return Vec::new() };
    let mut all = having(first);
    for set in rest {
        let documents = having(set);
        all.retain(|document| documents.binary_search(document).is_ok());
    }
    all
}
