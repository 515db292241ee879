//! What is made when the program is built: the corpus, static files hashed and compressed, the list of what is
//! compiled in, the digest of the sources.

#[path = "build/asset.rs"]
mod asset;
#[path = "build/corpus.rs"]
mod corpus;
#[path = "build/file.rs"]
mod file;
#[path = "build/locked.rs"]
mod locked;
#[path = "build/source.rs"]
mod source;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    corpus::write("corpus".as_ref(), &out)?;
    asset::write("static".as_ref(), &out)?;
    locked::write(&out)?;
    // Naming any file replaces cargo's own rule to run again when anything changes, so this names all.
    source::name(&["Cargo.toml", "Cargo.lock", "build.rs"], &["build", "src", "static", "templates"])?;
    Ok(())
}
