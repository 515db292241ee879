//! Sentences of ours on a page: what stands between backquotes is set as code.

/// A run of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SentencePart {
    pub(crate) text: String,
    pub(crate) code: bool,
}

/// Returns a sentence as runs of words and of code.
pub(crate) fn runs(sentence: &str) -> Vec<SentencePart> {
    let runs =
        sentence.split('`').enumerate().map(|(at, text)| SentencePart { text: text.to_owned(), code: at % 2 == 1 });
    runs.filter(|run| !run.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_backquotes_are_code() {
        let run = |text: &str, code| SentencePart { text: text.to_owned(), code };
        assert_eq!(
            runs("`all` parts or `any`."),
            [run("all", true), run(" parts or ", false), run("any", true), run(".", false)]
        );
        assert_eq!(runs("no code"), [run("no code", false)]);
        assert_eq!(runs(""), []);
    }
}
