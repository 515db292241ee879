//! The site as plain files: every address asked of the site itself and its answer written, links made relative, so that the
//! folder can be opened where it lies or handed to any host of files.
//!
//! What a copy has is what the site answers; there is no second renderer. Search, which needs a server, has an index of its
//! own beside the pages. Knows nothing of how an answer is made.

mod finder;
mod index;
mod page;
mod place;
mod redirect;
mod seed;
mod table;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use url::form_urlencoded;

use self::page::{rewritten, styled};
use self::place::{CopyPlace, Places};
use self::redirect::Moves;
use crate::archive::{self, Archive, LiveArchive};
use crate::corpus::Corpus;
use crate::web::{Inside, Settings};

/// Why a copy was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder has something in it.
    #[error("the folder is not empty: it has `{0}`; name one that is empty or not there")]
    NotEmpty(String),
    /// The corpus cannot be indexed.
    #[error(transparent)]
    Archive(#[from] archive::Error),
    /// It cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What a copy was written of.
pub struct SiteCopy {
    /// The corpus, without words that may not be handed on.
    pub pages: Corpus,
    /// The whole corpus where that is another: its dataset leaves out what may not be handed on by rules of its own.
    pub whole: Option<Corpus>,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct WrittenFiles {
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
}

/// Writes the site into a folder that is empty or not there; `told` is called with the number of files, now and then.
///
/// # Errors
///
/// When the folder holds something, or cannot be written; then it is empty again.
pub fn write(
    copied: SiteCopy,
    base_url: &str,
    folder: &Path,
    told: &(dyn Fn(usize) + Sync),
) -> Result<WrittenFiles, Error> {
    fs::create_dir_all(folder)?;
    if let Some(entry) = fs::read_dir(folder)?.next() {
        return Err(Error::NotEmpty(entry?.file_name().to_string_lossy().into_owned()));
    }
    let written = in_empty(copied, base_url, folder, told);
    if written.is_err() {
        // A part of a copy would be taken for the whole, and stand in the way of the next attempt.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
    written
}

fn in_empty(
    copied: SiteCopy,
    base_url: &str,
    folder: &Path,
    told: &(dyn Fn(usize) + Sync),
) -> Result<WrittenFiles, Error> {
    let seeds = seed::addresses(&copied.pages);
    let withheld = copied.pages.documents().iter().filter(|it| it.withheld()).map(|it| it.id.to_string()).collect();
    let places = Places {
        base: base_url.to_owned(),
        release: copied.pages.release().to_string(),
        sources: seed::sources(&copied.pages),
    };
    let settings = Settings { base_url: base_url.to_owned() };
    let live = |corpus| Ok::<_, Error>(LiveArchive::holding(Archive::indexed(corpus)?));
    let over = |live| Inside::over(live, &settings);
    let whole = copied.whole.map(|corpus| Ok::<_, Error>(over(live(corpus)?)?)).transpose()?;
    let pages = live(copied.pages)?;
    let archive = pages.current();
    let copy = Copy {
        pages: over(pages)?,
        whole,
        places,
        withheld,
        folder: folder.to_owned(),
        state: Mutex::default(),
        changed: Condvar::new(),
        told,
    };
    for address in seeds {
        copy.add_address(&address);
    }
    let workers = thread::available_parallelism().map_or(2, usize::from) + 1;
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| copy.work());
        }
        let write = |file: &str, text: &str| copy.write(file, text.as_bytes());
        if let Err(error) = search(&archive, &write) {
            copy.state().failed.get_or_insert(error);
        }
    });
    let moves = {
        let mut state = copy.state();
        if let Some(error) = state.failed.take() {
            return Err(error.into());
        }
        std::mem::take(&mut state.moves)
    };
    for (name, text) in moves.files() {
        copy.write(name, text.as_bytes())?;
    }
    Ok(copy.state().written)
}

/// Writes the search of a copy alone, below a folder.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_search(archive: &Archive, folder: &Path) -> io::Result<()> {
    let write = |file: &str, text: &str| {
        let path = folder.join(file);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)
    };
    search(archive, &write)
}

/// Writes the search with `write`, each file given its name and its text.
fn search(archive: &Archive, write: &dyn Fn(&str, &str) -> io::Result<()>) -> io::Result<()> {
    index::write(archive, write)?;
    finder::write(archive, write)
}

/// A copy while it is written.
struct Copy<'a> {
    pages: Inside,
    whole: Option<Inside>,
    places: Places,
    /// The documents whose words are left out.
    withheld: HashSet<String>,
    folder: PathBuf,
    state: Mutex<State>,
    changed: Condvar,
    told: &'a (dyn Fn(usize) + Sync),
}

/// What there is to write, and what was.
#[derive(Default)]
struct State {
    /// Addresses and their files, yet to be written.
    waiting: Vec<(String, String)>,
    /// All files that were ever to be written.
    known: HashSet<String>,
    busy: usize,
    failed: Option<io::Error>,
    moves: Moves,
    written: WrittenFiles,
}

impl Copy<'_> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what stands at an address of the site to what is to be written.
    fn add_address(&self, address: &str) {
        match self.places.of(address) {
            CopyPlace::File { address, file } => self.add(&address, &file),
            CopyPlace::Scripted { address, file, .. } => self.add(address, file),
            CopyPlace::Absent(_) | CopyPlace::Foreign => {}
        }
    }

    fn add(&self, address: &str, file: &str) {
        let mut state = self.state();
        if !state.known.contains(file) {
            state.known.insert(file.to_owned());
            state.waiting.push((address.to_owned(), file.to_owned()));
            self.changed.notify_one();
        }
    }

    /// Writes until nothing is left, or something failed.
    fn work(&self) {
        let mut state = self.state();
        loop {
            if state.failed.is_some() {
                break;
            }
            if let Some((address, file)) = state.waiting.pop() {
                state.busy += 1;
                drop(state);
                let done = self.one(&address, &file);
                state = self.state();
                state.busy -= 1;
                if let Err(error) = done {
                    let error = io::Error::new(error.kind(), format!("`{address}`: {error}"));
                    state.failed.get_or_insert(error);
                }
            } else if state.busy == 0 {
                break;
            } else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
        self.changed.notify_all();
    }

    /// Writes what stands at one address.
    fn one(&self, address: &str, file: &str) -> io::Result<()> {
        let is_dataset = address.starts_with("/data/") || address == "/data";
        let inside = self.whole.as_ref().filter(|_| is_dataset).unwrap_or(&self.pages);
        let mut answer = inside.ask(address)?;
        match (answer.status, answer.location.take()) {
            // A file of the program, at the address where it always was.
            (301..=303, Some(to)) if to.starts_with("/static/") => self.one(&to, file),
            (301..=303, Some(to)) => {
                self.state().moves.add(address, &to);
                self.add_address(&to);
                // A file of data has no way to lead on; the host's rules have.
                if !file.ends_with(".html") {
                    return Ok(());
                }
                let to: String = form_urlencoded::byte_serialize(to.as_bytes()).collect();
                let moved = self.pages.ask(&format!("/copy/moved?to={to}"))?.text()?;
                self.write_page(&moved, file)
            }
            (404, _) => {
                let of = address.trim_start_matches('/');
                let document = of.split('/').next().unwrap_or_default();
                if self.withheld.contains(document) && file.ends_with(".html") {
                    let page = self.pages.ask(&format!("/copy/withheld?of={of}"))?.text()?;
                    return self.write_page(&page, file);
                }
                if self.withheld.contains(document) || is_optional(address) {
                    return Ok(());
                }
                Err(io::Error::other("the site has no such page"))
            }
            (200 | 300 | 410, _) => match answer.media_type.as_str() {
                "text/html" if file.ends_with(".html") => self.write_page(&answer.text()?, file),
                "text/css" => {
                    let sheet = styled(&answer.text()?, file, &self.places, &mut |to, file| self.add(to, file));
                    self.write(file, sheet.as_bytes())
                }
                _ => self.write_pieces(file, || answer.piece()),
            },
            (status, _) => Err(io::Error::other(format!("the site answers with {status}"))),
        }
    }

    fn write_page(&self, page: &str, file: &str) -> io::Result<()> {
        let page = rewritten(page, file, &self.places, &mut |address, file| self.add(address, file));
        self.write(file, page.as_bytes())
    }

    fn write(&self, file: &str, bytes: &[u8]) -> io::Result<()> {
        let mut once = Some(bytes.to_vec());
        self.write_pieces(file, || Ok(once.take()))
    }

    fn write_pieces(&self, file: &str, mut piece: impl FnMut() -> io::Result<Option<Vec<u8>>>) -> io::Result<()> {
        let path = self.folder.join(file);
        // Most folders are there already, and to find that out by making them takes longer than to write a small file.
        let created = File::create_new(&path).or_else(|error| match (error.kind(), path.parent()) {
            (io::ErrorKind::NotFound, Some(folder)) => {
                fs::create_dir_all(folder).and_then(|()| File::create_new(&path))
            }
            _ => Err(error),
        });
        let mut out = BufWriter::new(created?);
        let mut bytes = 0;
        while let Some(piece) = piece()? {
            bytes += piece.len() as u64;
            out.write_all(&piece)?;
        }
        out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let mut state = self.state();
        state.written.files += 1;
        state.written.bytes += bytes;
        let files = state.written.files;
        drop(state);
        if files.is_multiple_of(500) {
            (self.told)(files);
        }
        Ok(())
    }
}

/// Tells an address that was asked for without its being linked, which need not be there.
fn is_optional(address: &str) -> bool {
    address.ends_with("/embed") || address.rsplit('/').next().is_some_and(|last| last.contains('.'))
}
