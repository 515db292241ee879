//! What holds of everything that reads what others wrote: tried with texts made up at random, and with those that
//! once broke it.

use proptest::prelude::*;

#[path = "../fuzz/properties.rs"]
mod properties;

use properties::{address, document, folding, query, quotation, span};

/// Texts that reached odd corners, and every one that the targets found to break a reader.
const ODD: [&str; 4] = ["\u{ad}", "”c", "\u{feff}+++\n+++\n", "“\u{301}…”"];

#[test]
fn odd_texts_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for text in ODD {
        query(text);
        span(text);
        folding(text);
        quotation(text);
        address(text);
        document(folder.path(), text.as_bytes());
    }
}

/// Returns texts of these pieces, any of them as often as wanted, with anything at all between.
fn of(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![6 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

const QUERY: &[&str] = &[
    "cyber",
    "states",
    " ",
    " ",
    " AND ",
    " OR ",
    " NOT ",
    " NEAR/3 ",
    "\"",
    "(",
    ")",
    "-",
    "*",
    "~8",
    "=",
    "year:",
    "2016..2018",
    "kind:",
    "document:",
    "cites:",
    "behaviour",
    "cyber-attack",
    "“",
    "”",
    "\u{ad}",
    "\u{200b}",
    "e\u{301}",
    "ﬁ",
    "\0",
    "\u{202e}",
    "the",
    "law*",
];

const PROSE: &[&str] = &[
    "the same rights that people have offline ",
    "must also be protected online",
    "should ",
    "cyber",
    "Straße",
    " ",
    "\n",
    "\n\n",
    "> ",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "«",
    "»",
    "…",
    "...",
    " [...] ",
    "[",
    "]",
    "[t]he ",
    "–",
    "-",
    "\u{ad}",
    "\u{200b}",
    "\u{301}",
    "ﬁ",
    "½",
    "\u{a0}",
    "G7 partners ",
    "international law",
    "2017",
    "Lucca",
];

const FILE: &[&str] = &[
    "+++\n",
    "title = \"A\"\n",
    "kind = \"declaration\"\n",
    "date = \"2020-02-29\"\n",
    "issuer = \"G7\"\n",
    "language = \"en\"\n",
    "abstract = \"B\"\n",
    "topics = [\"norms\"]\n",
    "[source]\n",
    "[[official]]\n",
    "url = \"https://a.example/\"\n",
    "\n",
    "\n\n",
    "Words stand here.",
    " {#1}",
    " {#2}",
    "1. ",
    "(a) ",
    "- ",
    "# ",
    "[^1]",
    "[^1]: A note.\n",
    "[-",
    "-]",
    "{+",
    "+}",
    "\\",
    "\r\n",
    "\t",
    "\u{feff}",
    "e\u{301}",
];

const ADDRESS: &[&str] = &[
    "/",
    "//",
    "\\",
    "2018-ise-shima-cyber-group-report",
    "2018-X",
    "p",
    "P",
    "03",
    "4",
    ".json",
    ".",
    ")",
    "”",
    "%2f",
    "%e2%80%9d",
    "%ff",
    "%00",
    "https://",
    "evil.example",
    "#p3",
    "?q=",
    "r",
    "f",
    "Lucca 2017 ",
    "para 4",
    "..",
    "\u{200b}",
    "İ",
    "ẞ",
    "Σ",
    "“",
    "(",
    "\u{2011}",
    "%E2%80%93",
    "para",
    "2017-04-11",
];

const WHOLE: &str =
    "+++\ntitle = \"A\"\nkind = \"declaration\"\ndate = \"2020-02-29\"\nissuer = \"G7\"\nlanguage = \"en\"\n+++\n\n";

proptest! {
    #[test]
    fn query_text_is_always_a_query(text in of(QUERY, 24)) {
        query(&text);
    }

    #[test]
    fn spans_are_whole_and_agree_with_hits(text in of(QUERY, 12)) {
        span(&text);
    }

    #[test]
    fn folding_leads_back(text in of(PROSE, 40)) {
        folding(&text);
    }

    #[test]
    fn quotations_stand_where_they_are_said_to(text in of(PROSE, 24)) {
        quotation(&text);
    }

    #[test]
    fn corpus_files_are_read_or_refused(text in of(FILE, 40), whole in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let text = if whole { format!("{WHOLE}{text}") } else { text };
        document(folder.path(), text.as_bytes());
    }

    #[test]
    fn addresses_are_cleaned_once_and_stay(text in of(ADDRESS, 16)) {
        address(&text);
    }
}
