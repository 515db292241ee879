//! A pair of paragraphs in the form printed, and the forms in which a comparison is copied.

use super::super::compared::{Compared, Fold, Step, pieces, step, step_of};
use super::super::layout::grouped;
use crate::comparison::{Comparison, Pair, PairKind};
use crate::data::compared::has_moves;
use crate::data::reference::Reference;
use crate::wording::counted;

/// Paragraphs that belong together.
pub(super) struct PairBlock {
    /// The name of its kind, as the style has it.
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) a: Vec<Step>,
    pub(super) b: Vec<Step>,
    /// How many words both have.
    pub(super) shared: String,
    pub(super) pieces: Vec<Compared>,
    /// Whether some of its words moved, besides the whole.
    pub(super) moves: bool,
}

/// A paragraph that belongs to none of the other text.
pub(super) struct Lone {
    pub(super) step: Step,
    pub(super) text: String,
}

/// Returns what a kind is called on pages.
pub(super) fn label(kind: PairKind) -> &'static str {
    match kind {
        PairKind::Same => "same words",
        PairKind::Spelling => "same but for spelling",
        PairKind::Changed => "changed",
        PairKind::Split => "split",
        PairKind::Merged => "merged",
        PairKind::Moved => "moved",
    }
}

impl PairBlock {
    pub(super) fn of(pair: &Pair, (a, b): (&Reference<'_>, &Reference<'_>), fold: Fold) -> Self {
        let (shared, words_a, words_b) = (grouped(pair.shared), grouped(pair.words_a), grouped(pair.words_b));
        Self {
            kind: pair.kind.id(),
            label: label(pair.kind),
            a: pair.a.iter().filter_map(|at| step(a, *at)).collect(),
            b: pair.b.iter().filter_map(|at| step(b, *at)).collect(),
            shared: match pair.kind {
                PairKind::Same | PairKind::Spelling => counted(pair.words_a, "word"),
                _ => format!("{shared} words in both, of {words_a} and {words_b}"),
            },
            pieces: pieces(pair, (&a.side, &b.side), fold, b.document),
            moves: has_moves(pair),
        }
    }
}

pub(super) fn lone(reference: &Reference<'_>, places: &[usize]) -> Vec<Lone> {
    let passages = places.iter().filter_map(|at| reference.side.passages.get(*at));
    passages.map(|passage| Lone { step: step_of(reference.document, passage), text: passage.text.to_owned() }).collect()
}

/// Returns a comparison as a sentence with both addresses, and as a table for a page.
pub(super) fn copies(
    (a, url_a): (&Reference<'_>, &str),
    (b, url_b): (&Reference<'_>, &str),
    compared: &Comparison,
    url: &str,
) -> (String, String) {
    let dated = |reference: &Reference<'_>| {
        reference.document.map(|document| format!(" ({})", document.date.long())).unwrap_or_default()
    };
    let Comparison { shared, words_a, words_b, .. } = compared;
    let sentence = format!(
        "{}{}, {url_a}, and {}{}, {url_b}, have {} in common: of {} in the first and {} in the second. {url}",
        a.title,
        dated(a),
        b.title,
        dated(b),
        counted(*shared, "word"),
        grouped(*words_a),
        grouped(*words_b)
    );
    let mut table = format!(
        "<table>\n<caption>{} compared with {}</caption>\n<thead><tr><th scope=\"col\">First</th><th scope=\"col\">Second</th><th scope=\"col\">What became of it</th><th scope=\"col\">Words in both</th></tr></thead>\n<tbody>\n",
        escaped(&a.title),
        escaped(&b.title)
    );
    let origin = url_a.strip_suffix(&a.path).unwrap_or_default();
    let cells = |reference: &Reference<'_>, places: &[usize]| -> String {
        let links = places.iter().filter_map(|at| step(reference, *at));
        let links = links.map(|step| format!("<a href=\"{origin}{}\">{}</a>", step.path, escaped(&step.label)));
        links.collect::<Vec<_>>().join(", ")
    };
    for pair in &compared.pairs {
        table.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{} of {} and {}</td></tr>\n",
            cells(a, &pair.a),
            cells(b, &pair.b),
            label(pair.kind),
            pair.shared,
            pair.words_a,
            pair.words_b
        ));
    }
    table.push_str("</tbody>\n</table>");
    (sentence, table)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
