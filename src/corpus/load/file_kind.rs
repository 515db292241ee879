//! What a file of a corpus is, told by its path.

use std::collections::BTreeSet;

use crate::corpus::alignment;
use crate::corpus::problem::{Report, shown};
use crate::corpus::{DocumentId, ParagraphId, Problem, Revision};

/// What any other file is in a corpus.
pub(super) enum FileKind {
    Document(DocumentId),
    Source,
    Wording(ParagraphId, Revision),
    /// The live wordings of a document.
    LiveWordings(DocumentId),
    /// What readers call a document and its paragraphs.
    Called(DocumentId),
    /// Which paragraphs of two documents say the same.
    Alignment(DocumentId, DocumentId),
    /// Read by nobody.
    Other,
}

/// Tells from a file's path what it is; `paths` are those of all files.
pub(super) fn part(path: &str, paths: &BTreeSet<&str>) -> (FileKind, Vec<Problem>) {
    let mut report = Report::new(path);
    const UNREAD: &str = "take it out, or give it the name that the README says";
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let part = match folder {
        "documents" => match name.strip_suffix(".md").map(str::parse) {
            Some(Ok(id)) => FileKind::Document(id),
            None => {
                report.warn(None, "nothing reads this file", UNREAD);
                FileKind::Other
            }
            Some(Err(_)) if is_copy(path, paths) => {
                report.warn(None, "a second copy of a document, which is not read", "merge the two, and take it out");
                FileKind::Other
            }
            Some(Err(_)) => {
                let right = "name it `documents/<id>.md`: a year, then lowercase words and digits joined by hyphens";
                report.error(None, format!("{} is not a document's file name", shown(name)), right);
                FileKind::Other
            }
        },
        "sources" => FileKind::Source,
        "alignments" => match alignment::named(name) {
            Some((a, b)) => FileKind::Alignment(a, b),
            None => {
                let right = "name it `alignments/A--B.csv` after the ids of two documents";
                report.error(None, format!("{} is not an alignment's file name", shown(name)), right);
                FileKind::Other
            }
        },
        "revisions" => revision(name).unwrap_or_else(|| {
            if !name.ends_with(".txt") || is_copy(path, paths) {
                report.warn(None, "nothing reads this file", "take it out");
                return FileKind::Other;
            }
            let right =
                "leave the folder to `publish`: `<id>/<number>.<revision>.txt`, `<id>/live.txt` and `<id>/called.txt`";
            report.error(None, "not the file name of a wording", right);
            FileKind::Other
        }),
        _ => {
            if path != "README.md" {
                report.warn(None, "nothing reads this file", UNREAD);
            }
            FileKind::Other
        }
    };
    (part, report.problems)
}

/// Tells a file that another program made of one beside it: `x (1).md`, `x.sync-conflict-….md`, `Copy of x.md`.
fn is_copy(path: &str, paths: &BTreeSet<&str>) -> bool {
    let Some((stem, extension)) = path.rsplit_once('.') else { return false };
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let name = name.strip_prefix("Copy of ").unwrap_or(name);
    let ends = name.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric()).map(|(at, _)| at).chain([name.len()]);
    ends.filter(|end| *end > 0).filter_map(|end| name.get(..end)).any(|begin| {
        let original = format!("{folder}/{begin}.{extension}");
        original != path && paths.contains(original.as_str())
    })
}

fn revision(name: &str) -> Option<FileKind> {
    let (document, file) = name.split_once('/')?;
    let document = document.parse().ok()?;
    match file {
        "live.txt" => return Some(FileKind::LiveWordings(document)),
        "called.txt" => return Some(FileKind::Called(document)),
        _ => {}
    }
    let (number, revision) = file.strip_suffix(".txt")?.split_once('.')?;
    Some(FileKind::Wording(ParagraphId { document, number: number.parse().ok()? }, revision.parse().ok()?))
}
