//! `watch`: whether the pages of sources still have the words that were published from them.

use std::io::{Write as _, stderr, stdout};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::builder::FalseyValueParser;
use serde::Serialize;

use super::fetch::{Manners, differences, progress};
use super::place::{Editing, document};
use crate::corpus::{self, Corpus, Date, Document, DocumentId, Official, ParagraphId, Sighting, Status};
use crate::data::{ChangeAnswer, json};
use crate::import::{self, Look};
use crate::wording::{counted, visible};

/// Looks at the pages of sources again.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The documents to look after; without one, all whose source was taken from an address that was there
    #[arg(value_name = "ID", value_parser = document)]
    ids: Vec<DocumentId>,
    /// Print what was seen as JSON
    #[arg(long, env = "G7CYBER_JSON", value_parser = FalseyValueParser::new())]
    json: bool,
    #[command(flatten)]
    corpus: Editing,
    #[command(flatten)]
    manners: Manners,
}

/// What was seen of one document's source.
#[derive(Serialize)]
struct WatchAnswer {
    id: String,
    status: &'static str,
    url: String,
    /// The published paragraphs whose words are no longer there.
    paragraphs: Vec<ParagraphChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

#[derive(Serialize)]
struct ParagraphChange {
    path: String,
    /// From the words as they were received to what is nearest to them now.
    diff: Vec<ChangeAnswer>,
}

impl Flags {
    /// Looks at one page after the other, appends what was seen to the corpus, and prints it.
    ///
    /// Ends with 1 where words changed or a page is gone.
    ///
    /// # Errors
    ///
    /// When the corpus cannot be read, a document named has no address, or nothing can be appended.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let (folder, corpus) = self.corpus.corpus()?;
        let documents = self.documents(&corpus)?;
        let bar = progress(documents.len());
        let mut client = self.manners.client(&bar);
        let (mut answers, mut sightings, mut bad) = (Vec::new(), Vec::new(), false);
        let width = documents.iter().map(|document| document.id.as_str().len()).max().unwrap_or(0);
        for document in documents {
            bar.set_message(document.id.to_string());
            if let Some(look) = import::watch(&corpus, document, &mut client) {
                bad |= matches!(look.status, Status::WordsChanged | Status::Gone);
                if !self.json {
                    bar.suspend(|| write!(stdout(), "{}", told(document, &look, width)))?;
                }
                sightings.push(Sighting {
                    day: Date::today(),
                    document: document.id.clone(),
                    status: look.status,
                    url: look.url.clone(),
                });
                answers.push(WatchAnswer::of(document, look));
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        corpus::append_sightings(&folder, &sightings).context("`watch.csv` is as it was")?;
        if self.json {
            writeln!(stdout(), "{}", json::text(&answers)?)?;
        } else if answers.is_empty() {
            writeln!(stderr(), "no document has a source that was taken from an address: nothing was looked at")?;
        }
        Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn documents<'a>(&self, corpus: &'a Corpus) -> anyhow::Result<Vec<&'a Document>> {
        let has_address = |document: &Document| document.source.as_ref().is_some_and(|source| source.url.is_some());
        if self.ids.is_empty() {
            let (gone, there): (Vec<&Document>, Vec<&Document>) =
                corpus.documents().iter().filter(|document| has_address(document)).partition(|it| was_gone(it));
            if !gone.is_empty() {
                let texts = counted(gone.len(), "text");
                writeln!(
                    stderr(),
                    "{texts} from an archive of the web not looked at: the page was gone before; name it to look"
                )?;
            }
            return Ok(there);
        }
        let find = |id: &DocumentId| match corpus.document(id) {
            Some(document) if has_address(document) => Ok(document),
            Some(_) => bail!("the source of `{id}` was taken from no address: there is nothing to look at"),
            None => bail!("there is no document `{id}`"),
        };
        self.ids.iter().map(find).collect()
    }
}

/// Tells a text that was taken from an archive of the web because its page was gone: that it still is needs no alarm.
fn was_gone(document: &Document) -> bool {
    let url = document.source.as_ref().and_then(|source| source.url.as_ref());
    let there = |status: u16| (200..300).contains(&status);
    let gone = |official: &&Official| official.archived.is_some() && !official.answered.is_some_and(there);
    document.official.iter().filter(|official| Some(&official.url) == url).any(|official| gone(&official))
}

impl WatchAnswer {
    fn of(document: &Document, look: Look) -> Self {
        let paragraph = |changed: &import::Changed| ParagraphChange {
            path: ParagraphId { document: document.id.clone(), number: changed.number }.to_string(),
            diff: changed.words.iter().map(ChangeAnswer::of).collect(),
        };
        Self {
            id: document.id.to_string(),
            status: look.status.id(),
            paragraphs: look.changed.iter().map(paragraph).collect(),
            url: look.url,
            detail: look.detail,
        }
    }
}

/// Returns a line for a document, and one for each paragraph whose words changed.
fn told(document: &Document, look: &Look, width: usize) -> String {
    let detail = match (&look.detail, look.status) {
        (Some(detail), _) => visible(detail).into_owned(),
        (None, Status::PageChanged) => "every published paragraph is still there".to_owned(),
        (None, Status::WordsChanged) => format!("in {}", counted(look.changed.len(), "paragraph")),
        (None, _) => String::new(),
    };
    let line = format!("{:width$}  {:13}  {detail}", document.id.as_str(), look.status.id());
    let mut told = format!("{}\n", line.trim_end());
    for changed in &look.changed {
        let path = ParagraphId { document: document.id.clone(), number: changed.number };
        told.push_str(&format!("    {path}: {}\n", differences(&changed.words)));
    }
    told
}
