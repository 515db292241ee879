//! Writes the table of the corpus files that `src/corpus/files.rs` includes.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use super::file;

/// Writes `corpus.rs` into `out`: every file below `root`, sorted by the bytes of its path.
pub(crate) fn write(root: &Path, out: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for place in file::below(root)? {
        let path = place.strip_prefix(root).ok().and_then(Path::to_str).map(str::to_owned);
        let path = path.ok_or_else(|| io::Error::other(format!("{} is not UTF-8", place.display())))?;
        files.push((path, place.canonicalize()?));
    }
    files.sort();
    let mut table = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for (path, place) in files {
        writeln!(table, "    ({path:?}, include_bytes!({place:?})),").map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    fs::write(out.join("corpus.rs"), table)
}
