//! Whether a text is one term, of which a history can be told: a word, a phrase, the beginning of a word, or several of
//! these joined by `OR`.

use super::{Node, Notice, Query, Style, Term};

/// A text read as one term.
#[derive(Debug, Clone, PartialEq)]
pub struct OneTerm {
    pub(crate) query: Query,
}

/// Why a text is no term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTerm {
    /// It has no word.
    Empty(Notice),
    /// It is a search of several parts.
    Search(Notice),
}

impl NoTerm {
    /// Returns what is to be said about it.
    #[must_use]
    pub fn notice(&self) -> &Notice {
        match self {
            Self::Empty(notice) | Self::Search(notice) => notice,
        }
    }
}

impl OneTerm {
    /// Reads a text as one term. Plain words side by side are the phrase that they are, and a notice says so.
    ///
    /// # Errors
    ///
    /// When it has no word, or parts that no text can be counted for: fields, exclusions, several words or phrases that
    /// are all asked for, nearness.
    pub fn read(typed: &str) -> Result<Self, NoTerm> {
        let query = Query::read(typed);
        let Some(root) = &query.root else { return Err(NoTerm::Empty(Notice::no_term())) };
        let mut as_phrase = false;
        let Some(parts) = parts(root, &query.text, &mut as_phrase) else {
            return Err(NoTerm::Search(Notice::a_search().suggest(query.text.clone())));
        };
        if !as_phrase {
            return Ok(Self { query });
        }
        // In a line of capitals `OR` is a word, and its sign is not.
        let or = if query.text.contains(char::is_lowercase) { " OR " } else { " || " };
        let mut phrase = Query::read(&parts.join(or));
        let kept = query.notices.into_iter().filter(|notice| matches!(notice.code, "too-long" | "too-many-terms"));
        let told: Vec<Notice> = kept.chain([Notice::as_phrase().suggest(query.text.clone())]).collect();
        phrase.notices = told.into_iter().chain(phrase.notices).collect();
        Ok(Self { query: phrase })
    }

    /// Returns the words of a single word or phrase; nothing of the beginning of a word, and of several terms.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        match &self.query.root {
            Some(Node::Term(term)) if term.style != Style::Prefix => Some(term.words.join(" ")),
            _ => None,
        }
    }

    /// Returns the term as a search is typed that finds all its uses.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.query.text
    }
}

/// Returns the parts of a term as typed; nothing where it is none. Notes whether words side by side became a phrase.
fn parts(node: &Node, text: &str, as_phrase: &mut bool) -> Option<Vec<String>> {
    match node {
        Node::Term(term) => Some(vec![text.get(term.range.clone())?.to_owned()]),
        Node::Either(several) => {
            let parts: Option<Vec<_>> = several.iter().map(|node| parts(node, text, as_phrase)).collect();
            Some(parts?.concat())
        }
        Node::List(several) => {
            let terms: Option<Vec<&Term>> = several.iter().map(plain).collect();
            let terms = terms?;
            let (last, before) = terms.split_last()?;
            let (first, _) = terms.split_first()?;
            if before.iter().any(|term| term.style == Style::Prefix) {
                return None;
            }
            *as_phrase = true;
            Some(vec![format!("\"{}\"", text.get(first.range.start..last.range.end)?)])
        }
        Node::Every(_) | Node::Without(_) | Node::Near(..) | Node::Field(_) => None,
    }
}

/// Returns a term that was typed without quotation marks.
fn plain(node: &Node) -> Option<&Term> {
    match node {
        Node::Term(term) if term.typed_at == term.range.start => Some(term),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, read: &str) {
        let text = match OneTerm::read(typed) {
            Ok(term) => term.text().to_owned(),
            Err(no) => format!("({})", no.notice().code),
        };
        assert_eq!(text, read, "{typed}");
    }

    #[test]
    fn a_term_is_a_word_a_phrase_a_beginning_or_any_of_several() {
        for term in
            ["cyber", "\"due diligence\"", "cyber*", "=\"exactly so\"", "cyber-attack", "a OR \"b c\"", "(a OR b)"]
        {
            check(term, term);
        }
        check("due diligence", "\"due diligence\"");
        check("due diligence OR care", "\"due diligence\" OR care");
        check("cyber attack*", "\"cyber attack*\"");
        check("DUE DILIGENCE || CARE", "\"DUE DILIGENCE\" || CARE");
        for search in
            ["law -sea", "year:2018", "law year:2018", "law AND sea", "a NEAR/3 b", "\"a b\"~3", "\"a b\" c", "-a"]
        {
            check(search, "(not-a-term)");
        }
        for empty in ["", "  ", "…", "\"\"", "OR"] {
            check(empty, "(no-term)");
        }
    }
}
