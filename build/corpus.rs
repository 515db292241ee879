//! Writes the table of the corpus files that `src/corpus/files.rs` includes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Writes `corpus.rs` into `out`: every file below `root`, sorted by the bytes of its path.
pub(crate) fn write(root: &Path, out: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    walk(&root.canonicalize()?, "", &mut files)?;
    files.sort();
    let mut table = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for (path, place) in files {
        writeln!(table, "    ({path:?}, include_bytes!({place:?})),").map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    fs::write(out.join("corpus.rs"), table)
}

/// Lists the files below `folder`; cargo is told of every folder, or new files would go unnoticed.
fn walk(folder: &Path, path: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name =
            entry.file_name().into_string().map_err(|name| io::Error::other(format!("{name:?} is not UTF-8")))?;
        if name.starts_with('.') {
            continue;
        }
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        let form = entry.file_type()?;
        if form.is_dir() {
            walk(&entry.path(), &path, files)?;
        } else if form.is_file() {
            files.push((path, entry.path()));
        } else {
            return Err(io::Error::other(format!("corpus/{path} is neither a file nor a folder")));
        }
    }
    Ok(())
}
