//! `compare`: how the wording of one text differs from another's, in a terminal.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::log::colour_wanted;
use super::place::{CorpusArguments, called, say};
use crate::archive::Archive;
use crate::comparison::{Act, Comparison, Exactness, Pair, PairKind};
use crate::data::compared::{ComparisonAnswer, characters, compare, passage_path};
use crate::data::json;
use crate::data::reference::{Reference, read};
use crate::wording::{counted, visible};

/// Compares two texts.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// A document, a paragraph (`document/p/number`), one wording of it (`…/r/revision`), or a citation of one
    #[arg(value_name = "A")]
    a: String,
    /// What it is compared with
    #[arg(value_name = "B")]
    b: String,
    /// Print what `/compare.json` answers
    #[arg(long, env = "G7CYBER_JSON", value_parser = clap::builder::FalseyValueParser::new())]
    json: bool,
    #[command(flatten)]
    corpus: CorpusArguments,
    /// The folder where `index` or `serve` keeps the index
    #[arg(long, env = "G7CYBER_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
}

impl Flags {
    /// Compares and prints; fails where there is nothing to compare.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let archive = self.corpus.archive(self.index.as_deref())?;
        let (a, b) = (found(&archive, "A", &self.a)?, found(&archive, "B", &self.b)?);
        let compared = compare(&archive, &a, &b)?;
        let files = self.corpus.files()?;
        let stdout = io::stdout();
        let style =
            if stdout.is_terminal() && colour_wanted() { ChangeColours::COLOURED } else { ChangeColours::PLAIN };
        let mut out = BufWriter::new(stdout.lock());
        if self.json {
            say(&files);
            writeln!(out, "{}", json::text(&ComparisonAnswer::of(&archive, &a, &b, &compared))?)?;
        } else {
            print(&mut out, &style, &a, &b, &compared)?;
            writeln!(out, "in {}", called(&files))?;
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}

fn found<'a>(archive: &'a Archive, parameter: &str, text: &str) -> anyhow::Result<Reference<'a>> {
    read(archive, text).map_err(|refused| {
        let nearest = refused.nearest();
        let nearest = if nearest.is_empty() { String::new() } else { format!("; see {}", nearest.join(", ")) };
        anyhow::anyhow!("{}{nearest}", refused.told(parameter))
    })
}

/// What stands around changed words.
struct ChangeColours {
    inserted: (&'static str, &'static str),
    deleted: (&'static str, &'static str),
    moved: (&'static str, &'static str),
}

impl ChangeColours {
    const PLAIN: Self = Self { inserted: ("{+", "+}"), deleted: ("[-", "-]"), moved: ("[moved: ", "]") };
    const COLOURED: Self = Self {
        inserted: ("\u{1b}[4;32m{+", "+}\u{1b}[0m"),
        deleted: ("\u{1b}[9;31m[-", "-]\u{1b}[0m"),
        moved: ("\u{1b}[1m[moved: ", "]\u{1b}[0m"),
    };
}

fn print(
    out: &mut impl Write,
    style: &ChangeColours,
    a: &Reference<'_>,
    b: &Reference<'_>,
    compared: &Comparison,
) -> io::Result<()> {
    for (reference, words) in [(a, compared.words_a), (b, compared.words_b)] {
        writeln!(out, "{}  {}, {}", reference.path, visible(&reference.title), counted(words, "word"))?;
    }
    for pair in &compared.pairs {
        let paths = |reference: &Reference<'_>, places: &[usize]| {
            let passages = places.iter().filter_map(|at| reference.side.passages.get(*at));
            passages.map(passage_path).collect::<Vec<_>>().join(" ")
        };
        let Pair { shared, words_a, words_b, .. } = pair;
        writeln!(
            out,
            "{}  {} -> {}  {shared} of {words_a} and {words_b} words",
            pair.kind.id(),
            paths(a, &pair.a),
            paths(b, &pair.b)
        )?;
        if pair.kind != PairKind::Same {
            print_pair(out, style, a, b, pair)?;
        }
    }
    for (name, reference, places) in [("first", a, &compared.alone_a), ("second", b, &compared.alone_b)] {
        for passage in places.iter().filter_map(|at| reference.side.passages.get(*at)) {
            writeln!(out, "only in the {name}  {}", passage_path(passage))?;
        }
    }
    writeln!(out, "{} in both", counted(compared.shared, "word"))
}

fn print_pair(
    out: &mut impl Write,
    style: &ChangeColours,
    a: &Reference<'_>,
    b: &Reference<'_>,
    pair: &Pair,
) -> io::Result<()> {
    write!(out, "  ")?;
    for change in &pair.changes {
        let before = change.a.as_ref().map_or("", |place| characters(&a.side, place));
        let after = change.b.as_ref().map_or("", |place| characters(&b.side, place));
        let mut put = |(open, close): (&str, &str), text: &str| {
            let space = if text.ends_with(char::is_whitespace) { " " } else { "" };
            write!(out, "{open}{}{close}{space}", visible(text.trim_end()))
        };
        match (change.act, change.level) {
            (Act::Delete, _) => put(style.deleted, before)?,
            (Act::Insert, _) => put(style.inserted, after)?,
            (Act::Moved, _) => put(style.moved, before)?,
            (Act::Equal, Some(Exactness::Spelling)) => {
                put(("", ""), before)?;
                put(("(", ") "), after.trim_end())?;
            }
            (Act::Equal, _) => put(("", ""), before)?,
        }
    }
    writeln!(out)
}
