//! What the pages of sources said when they were looked at again: `watch.csv`, to which `watch` appends.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use csv::{StringRecord, WriterBuilder};
use serde::{Deserialize, Serialize};

use super::parse::Table;
use super::problem::{Report, shown};
use super::transaction::Transaction;
use super::{Date, DocumentId, Problem};

/// The file below the corpus.
pub(super) const FILE: &str = "watch.csv";

/// The columns, and who writes them.
const TABLE: Table = Table { columns: &["day", "id", "status", "url"], called: "`watch.csv`", command: "watch" };

/// A look at the page of a document's source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The day, in UTC.
    pub day: Date,
    /// The document.
    pub document: DocumentId,
    /// What was seen.
    pub status: Status,
    /// The address that was asked for.
    pub url: String,
}

/// What a page said, compared with the source that is held and the paragraphs that are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// The same words as the source.
    Same,
    /// Other words around the text; those of every published paragraph are still there.
    PageChanged,
    /// The words of a published paragraph are no longer there.
    WordsChanged,
    /// It is at another address for good, or at another host.
    Moved,
    /// The address no longer exists.
    Gone,
    /// It could not be read.
    NotReached,
}

/// Every status.
const STATUSES: [Status; 6] =
    [Status::Same, Status::PageChanged, Status::WordsChanged, Status::Moved, Status::Gone, Status::NotReached];

impl Status {
    /// Returns the status as files and data have it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::PageChanged => "page-changed",
            Self::WordsChanged => "words-changed",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::NotReached => "not-reached",
        }
    }

    /// Returns in words what a reader of the document should know; nothing where all is well or nothing is known.
    #[must_use]
    pub fn trouble(self) -> Option<&'static str> {
        match self {
            Self::Same | Self::PageChanged | Self::NotReached => None,
            Self::WordsChanged => Some("The page has other words now than were published from it"),
            Self::Moved => Some("The page has moved to another address"),
            Self::Gone => Some("The page is gone from this address"),
        }
    }

    /// Tells whether every published word was still there.
    #[must_use]
    pub fn confirms(self) -> bool {
        matches!(self, Self::Same | Self::PageChanged)
    }
}

/// What was seen last of each document's source.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Watched(BTreeMap<DocumentId, Latest>);

/// The latest looks at one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// The last look that found a page, or found that there is none.
    pub seen: Sighting,
    /// The last day on which all published words were there.
    pub confirmed: Option<Date>,
}

impl Watched {
    /// Returns what was seen of a document's source, if it was ever looked at and reached.
    #[must_use]
    pub fn latest(&self, id: &DocumentId) -> Option<&Latest> {
        self.0.get(id)
    }

    /// Returns what was seen of each source, by document.
    pub fn all(&self) -> impl Iterator<Item = &Latest> {
        self.0.values()
    }

    fn of(sightings: Vec<Sighting>) -> Self {
        let mut latest: BTreeMap<DocumentId, Latest> = BTreeMap::new();
        for seen in sightings.into_iter().filter(|seen| seen.status != Status::NotReached) {
            let before = latest.get(&seen.document).and_then(|latest| latest.confirmed);
            let confirmed = if seen.status.confirms() { Some(seen.day).max(before) } else { before };
            latest.insert(seen.document.clone(), Latest { seen, confirmed });
        }
        Self(latest)
    }
}

/// Reads the file; rows that are wrong are reported and left out.
pub(super) fn parse(file: &str, bytes: &[u8]) -> (Watched, Vec<Problem>) {
    let mut report = Report::new(file);
    let mut sightings = Vec::new();
    // Where it is no such table, that is reported and nothing was seen.
    let _ = TABLE.read(bytes, &mut report, |record, line, report| match sighting(record) {
        Ok(sighting) => sightings.push(sighting),
        Err(wrong) => report.error(line, wrong, TABLE.right()),
    });
    (Watched::of(sightings), report.problems)
}

fn sighting(record: &StringRecord) -> Result<Sighting, String> {
    let fields: Vec<&str> = record.iter().collect();
    let &[day, id, status, url] = fields.as_slice() else {
        return Err(format!("a row has {} fields, and this one {}", TABLE.columns.len(), fields.len()));
    };
    let day: Date = day.parse().map_err(|error: super::NotADate| error.to_string())?;
    if day.day().is_none() {
        return Err(format!("{} is no day", shown(&day.to_string())));
    }
    let found = STATUSES.into_iter().find(|other| other.id() == status);
    Ok(Sighting {
        day,
        document: id.parse().map_err(|error: super::NotAName| error.to_string())?,
        status: found.ok_or_else(|| format!("{} is no status", shown(status)))?,
        url: url.to_owned(),
    })
}

/// Appends looks to the file of the corpus in `root`, all of them or none.
///
/// # Errors
///
/// When another run changes the corpus, what is there is no such file, or it cannot be written.
pub fn append(root: &Path, sightings: &[Sighting]) -> io::Result<()> {
    let transaction = Transaction::open(root)?;
    let mut text = match super::read_file(&root.join(FILE)) {
        Ok(bytes) => {
            if let Some(problem) = parse(FILE, &bytes).1.first() {
                return Err(io::Error::other(format!("nothing was written: {problem}")));
            }
            bytes
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => TABLE.head().into_bytes(),
        Err(error) => return Err(error),
    };
    if !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    let mut writer = WriterBuilder::new().from_writer(text);
    for Sighting { day, document, status, url } in sightings {
        writer.write_record([&day.to_string(), document.as_str(), status.id(), url])?;
    }
    let text = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    transaction.commit(&BTreeMap::from([(FILE.to_owned(), text)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_confirmed_stays_confirmed() {
        let rows = "day,id,status,url\n2026-01-02,2018-x,same,https://a.example/\n\
            2026-01-03,2018-x,page-changed,https://a.example/\n2026-01-04,2018-x,gone,https://a.example/\n\
            2026-01-05,2018-x,not-reached,https://a.example/\n";
        let (watched, problems) = parse(FILE, rows.as_bytes());
        assert!(problems.is_empty(), "{problems:?}");
        let latest = watched.latest(&"2018-x".parse().unwrap()).unwrap();
        assert_eq!(latest.confirmed.unwrap().to_string(), "2026-01-03");
        assert_eq!(latest.seen.status, Status::Gone);
    }

    #[test]
    fn wrong_rows_are_told_by_line() {
        for (rows, wrong) in [
            ("a,b\n", "columns"),
            ("day,id,status,url\n2026-01,2018-x,same,u\n", "no day"),
            ("day,id,status,url\n2026-01-02,x,same,u\n", "x"),
            ("day,id,status,url\n2026-01-02,2018-x,fine,u\n", "no status"),
            ("day,id,status,url\n2026-01-02,2018-x,same\n", "fields"),
        ] {
            let (_, problems) = parse(FILE, rows.as_bytes());
            assert!(problems.len() == 1 && problems[0].to_string().contains(wrong), "{rows}: {problems:?}");
        }
    }
}
