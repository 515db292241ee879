//! The files of a corpus, from a directory or from the program itself, and the release that they are.
//!
//! Files whose name begins with a dot, and folders likewise, are not part of a corpus, nor is what editors and file
//! managers leave behind. Symbolic links are refused: a corpus says all it has, wherever it is copied to.

mod embedded {
    //! The corpus compiled into the program, as `build.rs` found it.
    include!(concat!(env!("OUT_DIR"), "/corpus.rs"));
}

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::problem::Report;
use super::{Problem, Weight};
use crate::wording::Sha256;

/// The folder in which `publish` leaves files for the moment between deciding and having moved them into place.
///
/// Whoever reads the corpus in that moment, or after a crash in it, reads them instead of the old ones.
pub(super) const PUBLISHED: &str = ".published";

/// How deep folders may lie in one another.
const DEEPEST: usize = 8;

/// The largest file that is read.
const LARGEST: u64 = 256 << 20;

/// Where the files of a corpus are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// Those compiled into the program.
    Embedded,
    /// Those below a directory.
    Directory(PathBuf),
}

/// Tells whether a corpus passes over a file or folder of this name, in its own folder (`at_root`) or in one below it.
pub(crate) fn passes_over(name: &OsStr, at_root: bool) -> bool {
    name.as_encoded_bytes().starts_with(b".") && !(at_root && name == PUBLISHED)
}

/// One file of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CorpusFile {
    /// Its path below the corpus, with `/` between folders.
    pub(super) path: String,
    place: Storage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Storage {
    Memory(&'static [u8]),
    /// A file below a folder, at its path there.
    Disk(Arc<Path>),
}

impl CorpusFile {
    /// Returns what is in the file.
    pub(super) fn read(&self) -> io::Result<Cow<'static, [u8]>> {
        match &self.place {
            Storage::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Storage::Disk(folder) => self.on_disk(folder, |path| read(path).map(Cow::Owned)),
        }
    }

    /// Returns the digest of what is in it, reading a large file a part at a time.
    pub(super) fn digest(&self) -> io::Result<Sha256> {
        match &self.place {
            Storage::Memory(bytes) => Ok(Sha256::of(bytes)),
            Storage::Disk(folder) => self.on_disk(folder, |path| Sha256::of_all_of(open(path)?)),
        }
    }

    /// Returns what `take` makes of it below a folder, or where it stands now.
    fn on_disk<T>(&self, folder: &Path, take: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
        take(&folder.join(&self.path)).or_else(|error| match folder.parent() {
            // It may have been moved into its place since it was listed.
            Some(root) if folder.ends_with(PUBLISHED) => take(&root.join(&self.path)),
            _ => Err(error),
        })
    }
}

/// Returns what is in a file, which may be another than it was when it was listed.
///
/// Opening a pipe waits until somebody writes to it, and a device may have no end; so neither is opened.
///
/// # Errors
///
/// When it is no file, has more than 256 MiB, or cannot be read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.length).unwrap_or_default());
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that is read up to a limit, past which there is an error.
struct Limited {
    file: io::Take<fs::File>,
    /// How long it was when it was opened.
    length: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        // It may grow while it is read.
        if count > 0 && self.file.limit() == 0 { Err(too_large()) } else { Ok(count) }
    }
}

fn open(path: &Path) -> io::Result<Limited> {
    let seen = fs::symlink_metadata(path)?;
    if !seen.is_file() {
        return Err(io::Error::other(
            "not a file: a folder, a pipe or a device cannot be read to an end; save it as a file",
        ));
    }
    if seen.len() > LARGEST {
        return Err(too_large());
    }
    Ok(Limited { file: fs::File::open(path)?.take(LARGEST + 1), length: seen.len() })
}

fn too_large() -> io::Error {
    io::Error::other(format!("larger than {LARGEST} bytes"))
}

impl Files {
    /// Lists all files, sorted by the bytes of their paths, and what cannot be a file of a corpus.
    pub(super) fn list(&self) -> (Vec<CorpusFile>, Vec<Problem>) {
        match self {
            Self::Embedded => {
                let file = |&(path, bytes): &(&str, &'static [u8])| CorpusFile {
                    path: path.to_owned(),
                    place: Storage::Memory(bytes),
                };
                (embedded::FILES.iter().map(file).collect(), Vec::new())
            }
            Self::Directory(root) => {
                let mut walk = Walk { root: root.as_path().into(), found: BTreeMap::new(), problems: Vec::new() };
                walk.folder(root, "", 0);
                let published = root.join(PUBLISHED);
                if published.is_dir() {
                    walk.root = published.as_path().into();
                    walk.folder(&published, "", 0);
                }
                let listed = |(path, place)| CorpusFile { path, place: Storage::Disk(place) };
                (walk.found.into_iter().map(listed).collect(), walk.problems)
            }
        }
    }
}

impl Files {
    /// Returns the release that the files are now; nothing where one cannot be read or is none of a corpus.
    ///
    /// Reads and parses nothing else, so that a corpus can be proved to be the one that was loaded before.
    #[must_use]
    pub fn release(&self) -> Option<Release> {
        let (listed, problems) = self.list();
        let mut whole = problems.iter().all(|problem| problem.weight == Weight::Warning);
        let release = Release::of(listed.iter().map_while(|file| {
            let digest = file.digest();
            whole &= digest.is_ok();
            Some((file.path.as_str(), digest.ok()?))
        }));
        whole.then_some(release)
    }

    /// Returns what is in the file at `path`, which must have been listed.
    pub(super) fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Embedded => {
                let at = embedded::FILES.binary_search_by_key(&path, |(other, _)| other).ok()?;
                embedded::FILES.get(at).map(|(_, bytes)| Cow::Borrowed(*bytes))
            }
            Self::Directory(root) => {
                let published = read(&root.join(PUBLISHED).join(path));
                published.or_else(|_| read(&root.join(path))).ok().map(Cow::Owned)
            }
        }
    }
}

struct Walk {
    /// The folder that is walked through.
    root: Arc<Path>,
    /// The files that were found, each with the folder that its path begins in.
    found: BTreeMap<String, Arc<Path>>,
    problems: Vec<Problem>,
}

impl Walk {
    /// Lists what is below `folder`, which is `path` in the corpus.
    fn folder(&mut self, folder: &Path, path: &str, depth: usize) {
        if depth > DEEPEST {
            return self.refuse(path, "the folder lies too deep", "keep to the folders that the README names");
        }
        let unreadable = |error: io::Error| format!("the folder cannot be read: {error}");
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(path, &unreadable(error), READABLE),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.refuse(path, &unreadable(error), READABLE),
            };
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let shown = name.to_string_lossy();
                let wrong = format!("`{shown}` is not a file name in UTF-8");
                if has_extension(&shown) {
                    self.refuse(path, &wrong, "rename it");
                } else {
                    self.warn(path, &format!("{wrong}, and is not read"), "rename it, or take it out");
                }
                continue;
            };
            // What is published but not yet in its place is walked through by itself.
            if passes_over(OsStr::new(name), false) {
                continue;
            }
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            match entry.file_type() {
                Ok(form) if form.is_dir() && has_extension(name) => {
                    self.refuse(&path, "a folder with the name of a file", "put the file itself here");
                }
                Ok(form) if form.is_dir() => self.folder(&entry.path(), &path, depth + 1),
                Ok(form) if form.is_file() && is_left_behind(name) => {
                    self.warn(&path, "a file that another program left behind, and is not read", "take it out");
                }
                Ok(form) if form.is_file() => {
                    self.found.insert(path, Arc::clone(&self.root));
                }
                Ok(form) if form.is_symlink() => {
                    self.refuse(&path, "a symbolic link", "put the file itself here");
                }
                Ok(_) => self.refuse(&path, "neither a file nor a folder", "take it out of the corpus"),
                Err(error) => self.refuse(&path, &format!("cannot be read: {error}"), READABLE),
            }
        }
    }

    fn refuse(&mut self, path: &str, wrong: &str, right: &str) {
        let mut report = Report::new(if path.is_empty() { "." } else { path });
        report.error(None, wrong, right);
        self.problems.append(&mut report.problems);
    }

    fn warn(&mut self, path: &str, wrong: &str, right: &str) {
        let mut report = Report::new(if path.is_empty() { "." } else { path });
        report.warn(None, wrong, right);
        self.problems.append(&mut report.problems);
    }
}

/// Tells the names that editors, file managers and downloads give to files of their own.
fn is_left_behind(name: &str) -> bool {
    const ENDS: [&str; 14] = [
        "~",
        ".orig",
        ".rej",
        ".bak",
        ".backup",
        ".old",
        ".tmp",
        ".temp",
        ".swp",
        ".swo",
        ".save",
        ".part",
        ".partial",
        ".crdownload",
    ];
    const NAMES: [&str; 5] = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "nohup.out"];
    let lower = name.to_lowercase();
    ENDS.iter().any(|end| lower.ends_with(end))
        || NAMES.contains(&lower.as_str())
        || lower.starts_with("~$")
        || name.len() > 1 && name.starts_with('#') && name.ends_with('#')
}

fn has_extension(name: &str) -> bool {
    [".md", ".toml", ".csv", ".txt"].iter().any(|extension| name.ends_with(extension))
}

/// What would be right where a file or folder cannot be read.
pub(super) const READABLE: &str = "make it readable to the user who runs this";

/// The name of the state of a whole corpus: 12 hex digits.
///
/// The first digits of the SHA-256 over the `sha256  path` lines of all its files, each line ended by a line feed,
/// paths relative to the corpus and sorted by their bytes: what `sha256sum` prints.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Release(String);

impl Release {
    /// Returns the release that these files are; they must be sorted by path.
    pub(super) fn of<'a>(files: impl Iterator<Item = (&'a str, Sha256)>) -> Self {
        let lines = files.map(|(path, sha256)| format!("{sha256}  {path}\n"));
        Self(format!("{:.12}", Sha256::of_all(lines)))
    }

    /// Returns the 12 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_any_more_is_not_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| folder.path().join(name);
        fs::write(file("whole"), "words").expect("a file");
        std::os::unix::fs::symlink("whole", file("link")).expect("a link");
        std::os::unix::fs::symlink("/dev/zero", file("endless")).expect("a link");
        assert!(std::process::Command::new("mkfifo").arg(file("pipe")).status().expect("`mkfifo`").success());
        let files = Files::Directory(folder.path().to_owned());
        assert_eq!(files.read("whole").as_deref(), Some(&b"words"[..]));
        for name in ["link", "endless", "pipe", "missing"] {
            let (told, answer) = std::sync::mpsc::channel();
            let files = files.clone();
            std::thread::spawn(move || told.send(files.read(name).is_none()));
            let waited = answer.recv_timeout(std::time::Duration::from_secs(10));
            assert_eq!(waited, Ok(true), "{name}");
        }
    }

    #[test]
    fn a_release_is_named_as_sha256sum_would() {
        let files = [("a", Sha256::of(b"1")), ("b/c", Sha256::of(b"2"))];
        let lines = format!("{}  a\n{}  b/c\n", files[0].1, files[1].1);
        let release = Release::of(files.into_iter());
        assert!(Sha256::of(lines.as_bytes()).begins_with(release.as_str()));
        assert_eq!(release.as_str().len(), 12);
    }
}
