//! `fetch`: the texts of records from their official addresses, and whether held sources still say the same.

use std::fmt::Write as _;
use std::io::{Write as _, stderr, stdout};
use std::process::ExitCode;
use std::time::Duration;

use clap::CommandFactory;
use clap::builder::FalseyValueParser;
use clap::error::ErrorKind;
use indicatif::{ProgressBar, ProgressStyle};

use super::Arguments;
use super::place::{Editing, document};
use crate::corpus::{Corpus, Date, Document, DocumentId};
use crate::import::{self, Client, Difference, Etiquette, Fetched, Reach, Rechecked, WebArchive};
use crate::wording::{Change, Op, counted, visible};

/// Fetches texts.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The records whose texts are wanted
    #[arg(value_name = "ID", value_parser = document)]
    ids: Vec<DocumentId>,
    /// All records whose text is not held; with --recheck, all documents whose source has an address
    #[arg(long, env = "G7CYBER_ALL", value_parser = FalseyValueParser::new())]
    all: bool,
    /// Fetch sources that are held again and tell whether they are the same, changed or gone; write nothing
    #[arg(long, env = "G7CYBER_RECHECK", value_parser = FalseyValueParser::new())]
    recheck: bool,
    /// Where an official page is gone, take the copy that an archive of the web has of it
    #[arg(long, env = "G7CYBER_ARCHIVED", value_parser = FalseyValueParser::new())]
    archived: bool,
    /// With --archived, take the last copy from before this day, whether or not the page itself is gone
    #[arg(long, env = "G7CYBER_BEFORE", value_name = "DAY", value_parser = day)]
    before: Option<Date>,
    /// With --archived, where the archive of the web is asked (Memento); its index (CDX) is looked for beside it
    #[arg(long, env = "G7CYBER_TIMEGATE", value_name = "URL", default_value = "https://web.archive.org/web/")]
    timegate: String,
    #[command(flatten)]
    corpus: Editing,
    #[command(flatten)]
    manners: Manners,
}

/// How hosts are treated.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Manners {
    /// An address of the web or of mail that tells hosts who asks
    #[arg(long, env = "G7CYBER_CONTACT", value_name = "ADDRESS")]
    contact: Option<String>,
    /// Seconds between two requests to one host; its robots.txt may ask for more
    #[arg(long, env = "G7CYBER_PAUSE", value_name = "SECONDS", default_value = "5",
          value_parser = clap::value_parser!(u64).range(0..=600))]
    pause: u64,
    /// Seconds that one request may take
    #[arg(long, env = "G7CYBER_PATIENCE", value_name = "SECONDS", default_value = "60",
          value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// How often a request that failed for the moment is made again
    #[arg(long, env = "G7CYBER_RETRIES", value_name = "NUMBER", default_value = "3",
          value_parser = clap::value_parser!(u32).range(0..=10))]
    retries: u32,
    /// Ask hosts on this machine too; for tests, whose server runs on it
    #[arg(long, env = "G7CYBER_THIS_MACHINE", hide = true, value_parser = FalseyValueParser::new())]
    this_machine: bool,
}

impl Manners {
    pub(super) fn etiquette(&self) -> Etiquette {
        Etiquette {
            contact: self.contact.clone(),
            pause: Duration::from_secs(self.pause),
            patience: Duration::from_secs(self.patience),
            retries: self.retries,
            reach: if self.this_machine { Reach::ThisMachine } else { Reach::Public },
            ..Etiquette::default()
        }
    }

    /// Returns a client of these manners that tells beside a bar what it waits for.
    pub(super) fn client(&self, bar: &ProgressBar) -> Client {
        let told = bar.clone();
        let tell = move |why: &str| {
            let line = format!("{}: {}", told.message(), visible(why));
            // Where no bar is shown, as in a log, a bar would swallow it.
            if told.is_hidden() { drop(writeln!(stderr(), "{line}")) } else { told.println(line) }
        };
        Client::new(self.etiquette()).telling(tell)
    }
}

fn day(text: &str) -> Result<Date, String> {
    let date: Date = text.parse().map_err(|error: crate::corpus::NotADate| error.to_string())?;
    date.day().map(|_| date).ok_or_else(|| format!("`{text}` is no day: write `2018-04-23`"))
}

/// Returns a bar that tells how many of so many documents are done, and which is being asked for.
pub(super) fn progress(documents: usize) -> ProgressBar {
    let bar = ProgressBar::new(documents as u64);
    if let Ok(style) = ProgressStyle::with_template("{pos}/{len} {wide_bar} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// One line of the table at the end.
struct ResultRow {
    id: DocumentId,
    result: &'static str,
    detail: String,
    /// Whether somebody should look at it.
    bad: bool,
}

impl Flags {
    /// Fetches one document after the other and tells what became of each.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        self.agree();
        let (folder, corpus) = self.corpus.corpus()?;
        let documents = self.documents(&corpus)?;
        let mut archive = self.archived.then(|| WebArchive::new(&self.timegate, self.before)).transpose()?;
        let bar = progress(documents.len());
        let mut client = self.manners.client(&bar);
        let mut lines = Vec::with_capacity(documents.len());
        for document in documents {
            bar.set_message(document.id.to_string());
            let line = if self.recheck {
                rechecked(document, import::recheck(&corpus, document, &mut client))
            } else {
                fetched(document, import::fetch(&folder, &corpus, document, &mut client, archive.as_mut()))
            };
            lines.push(line);
            bar.inc(1);
        }
        bar.finish_and_clear();
        write!(stdout(), "{}", table(&lines))?;
        Ok(if lines.iter().any(|line| line.bad) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// Ends the program where neither records are named nor all are wanted, or both.
    ///
    /// For clap a flag is given as soon as its variable is there, though it says `false`.
    fn agree(&self) {
        let (kind, wrong) = match (self.ids.is_empty(), self.all) {
            (true, false) => (ErrorKind::MissingRequiredArgument, "name the records, or take --all"),
            (false, true) => (ErrorKind::ArgumentConflict, "--all takes every record: name none beside it"),
            _ if self.recheck && self.archived => (
                ErrorKind::ArgumentConflict,
                "--recheck asks for held sources, and --archived for texts: take one of them",
            ),
            _ if self.before.is_some() && !self.archived => {
                (ErrorKind::MissingRequiredArgument, "--before is for copies in an archive: take --archived, too")
            }
            _ => return,
        };
        Arguments::command().error(kind, wrong).exit();
    }

    fn documents<'a>(&self, corpus: &'a Corpus) -> anyhow::Result<Vec<&'a Document>> {
        if self.all {
            let has_address =
                |document: &&Document| document.source.as_ref().is_some_and(|source| source.url.is_some());
            let wanted = |document: &&Document| if self.recheck { has_address(document) } else { !document.held() };
            return Ok(corpus.documents().iter().filter(wanted).collect());
        }
        let find = |id: &DocumentId| corpus.document(id).ok_or_else(|| anyhow::anyhow!("there is no document `{id}`"));
        self.ids.iter().map(find).collect()
    }
}

fn fetched(document: &Document, fetched: Fetched) -> ResultRow {
    let (result, detail, bad) = match fetched {
        Fetched::Imported(address, imported) => {
            let paragraphs = counted(imported.paragraphs, "paragraph");
            let doubts = counted(imported.doubts.len(), "doubt");
            ("imported", format!("{paragraphs}, {doubts}, from {address}"), false)
        }
        Fetched::Held => ("held", "the archive has its text already".to_owned(), false),
        Fetched::NoAddress => {
            ("no address", "no official address of the text in its language is known".to_owned(), false)
        }
        Fetched::Failed(failures) => {
            let told = failures.iter().map(|(address, error)| format!("\n    {address}: {}", said(error)));
            ("failed", told.collect(), true)
        }
    };
    ResultRow { id: document.id.clone(), result, detail, bad }
}

fn rechecked(document: &Document, rechecked: Rechecked) -> ResultRow {
    let (result, detail, bad) = match rechecked {
        Rechecked::Same => ("same", "byte for byte".to_owned(), false),
        Rechecked::SameWords => ("same", "other bytes, the same words".to_owned(), false),
        Rechecked::Changed(differences) => ("changed", shown(&differences), true),
        Rechecked::Gone(error) => ("gone", said(&error), true),
        Rechecked::Failed(error) => ("failed", said(&error), true),
        Rechecked::NoAddress => ("no address", "the source names no address".to_owned(), false),
    };
    ResultRow { id: document.id.clone(), result, detail, bad }
}

/// Returns what went wrong, of which a host may have said a part.
fn said(error: &import::Error) -> String {
    visible(&error.to_string()).into_owned()
}

fn shown(found: &[Difference]) -> String {
    found.iter().map(|difference| format!("\n    {}", differences(difference))).collect()
}

/// Writes changes with `[-what went-]` and `{+what came+}`, and a few words around them.
pub(super) fn differences(changes: &[Change]) -> String {
    let mut written = String::new();
    for change in changes {
        let text = visible(&change.text);
        match change.op {
            Op::Equal => written.push_str(&shortened(&text)),
            Op::Delete => written.push_str(&format!("[-{text}-]")),
            Op::Insert => written.push_str(&format!("{{+{text}+}}")),
        }
    }
    written
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    match words.as_slice() {
        [a, b, c, d, .., w, x, y, z] if words.len() > 12 => format!("{a}{b}{c}{d}… {w}{x}{y}{z}"),
        _ => text.to_owned(),
    }
}

fn table(lines: &[ResultRow]) -> String {
    let width = lines.iter().map(|line| line.id.as_str().len()).max().unwrap_or(0);
    let mut table = String::new();
    for ResultRow { id, result, detail, .. } in lines {
        // Writing to a string cannot fail.
        let line = format!("{:width$}  {result:10}  {detail}", id.as_str());
        let _ = writeln!(table, "{}", line.replace("  \n", "\n"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::diff;

    #[test]
    fn differences_are_shown_among_their_words() {
        let same = "one two three four five six seven eight nine ten eleven twelve thirteen ";
        let difference = diff(&format!("{same}we shall go"), &format!("{same}we will go"));
        let shown = shown(&[difference]);
        assert!(shown.contains("[-shall-]{+will+}") && shown.contains("one two three four … "), "{shown}");
    }
}
