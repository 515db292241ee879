//! `align`: which paragraphs of two texts in different languages say the same, proposed for a person to confirm.

use std::fs;
use std::io::{ErrorKind, Write, stdout};
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::place::{Editing, next, quoted};
use super::publish::refused;
use crate::corpus::{
    self, Alignment, AlignmentRow, Corpus, Document, DocumentId, Files, Number, Proposed, alignment_path,
};
use crate::wording::{counted, visible};

/// So many characters of a paragraph are printed, to find it by.
const SHOWN: usize = 40;

/// Proposes an alignment.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The id of one text
    #[arg(value_name = "A")]
    a: DocumentId,
    /// The id of the same text in another language
    #[arg(value_name = "B")]
    b: DocumentId,
    #[command(flatten)]
    corpus: Editing,
}

impl Flags {
    /// Writes `alignments/A--B.csv` and prints the rows that are not sure.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.corpus.folder()?;
        let corpus = match corpus::load(&Files::Directory(folder.clone())) {
            Ok(corpus) => corpus,
            Err(problems) => return refused(&problems, "nothing was aligned"),
        };
        let (a, b) = (held(&corpus, &self.a)?, held(&corpus, &self.b)?);
        let work = |document: &Document| corpus.position(&document.id).map(|place| corpus.work(place));
        if a.id == b.id || work(a) != work(b) {
            bail!(
                "`{}` and `{}` are not one text in two languages: write `[translation]` with `of` into one",
                a.id,
                b.id
            );
        }
        let rows = corpus::propose(a, b);
        let alignment = Alignment::of(a, b, &rows);
        let path = alignment_path(&a.id, &b.id);
        for known in [&path, &alignment_path(&b.id, &a.id)] {
            if fs::exists(folder.join(known))? {
                bail!("`{known}` is there already; take it out to have another proposed");
            }
        }
        let place = folder.join(&path);
        fs::create_dir_all(folder.join("alignments")).context("the folder `alignments` cannot be made")?;
        let file = fs::File::create_new(&place).and_then(|mut file| file.write_all(alignment.written().as_bytes()));
        match file {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("`{path}` is there already"),
            written => written.with_context(|| format!("`{}` cannot be written", place.display()))?,
        }
        let mut out = stdout().lock();
        let unsure: Vec<String> = rows.iter().filter_map(|row| line(a, b, row)).collect();
        writeln!(out, "{}: {}, {} not sure", place.display(), counted(rows.len(), "row"), unsure.len())?;
        for line in unsure {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "read it beside both texts, and write `person` into a row that you changed")?;
        drop(out);
        next(&[format!("g7cyber check --corpus {}", quoted(&folder))]);
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns a document of which the text is held.
fn held<'a>(corpus: &'a Corpus, id: &DocumentId) -> anyhow::Result<&'a Document> {
    match corpus.document(id) {
        Some(document) if document.held() => Ok(document),
        Some(_) => bail!("the text of `{id}` is not held"),
        None => bail!("there is no document `{id}`"),
    }
}

/// Returns what is not sure about a row, with the beginnings of its paragraphs; nothing where nothing is.
fn line(a: &Document, b: &Document, proposed: &Proposed) -> Option<String> {
    let why = proposed.unsure?;
    let AlignmentRow { a: of_a, b: of_b, .. } = &proposed.row;
    let side = |document: &Document, numbers: &[Number]| {
        let numbers: Vec<String> = numbers
            .iter()
            .map(|number| {
                let text = document.paragraph(*number).map_or("", |paragraph| &paragraph.text);
                let begun: String = text.chars().take(SHOWN).collect();
                format!("{number} “{}”", visible(&begun))
            })
            .collect();
        if numbers.is_empty() { "nothing".to_owned() } else { numbers.join(" ") }
    };
    Some(format!("not sure, {why}: {} = {}", side(a, of_a), side(b, of_b)))
}
