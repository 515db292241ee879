//! A digest of what the program is written in, so that an answer of another build is never taken for the same.

use std::path::PathBuf;
use std::{fs, io};

use super::file;

/// Sets `G7CYBER_BUILD` for the compiler: 12 digits that change when one of these files, or a file below one of these
/// folders, does.
pub(crate) fn name(files: &[&str], folders: &[&str]) -> io::Result<()> {
    let mut paths: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    for path in &paths {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for folder in folders {
        paths.extend(file::below(folder.as_ref())?);
    }
    let mut all = Vec::new();
    for path in &paths {
        let content = fs::read(path)?;
        all.extend(format!("{} {}\n", path.display(), content.len()).into_bytes());
        all.extend(content);
    }
    println!("cargo::rustc-env=G7CYBER_BUILD={}", file::digits(&all));
    Ok(())
}
