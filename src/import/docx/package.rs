//! The ZIP file that a Word file is: its parts by what they are for, wherever they lie.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::Element;
use crate::import::Error;

/// How many bytes a part may have.
const LARGEST: u64 = 50 << 20;

/// The parts of a Word file that are read.
pub(super) struct Package {
    pub(super) body: Element,
    pub(super) styles: Option<Element>,
    pub(super) numbering: Option<Element>,
    pub(super) footnotes: Option<Element>,
    pub(super) endnotes: Option<Element>,
    /// The title that the file gives itself.
    pub(super) title: Option<String>,
}

/// Tells a Word file by what is in it.
pub(in crate::import) fn is_word_file(bytes: &[u8]) -> bool {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
    archive.index_for_name("[Content_Types].xml").is_some()
        && archive.file_names().flatten().any(|name| name.starts_with("word/"))
}

impl Package {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Error> {
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| Error::Package(format!("it is damaged: {error}")))?;
        let mut part = |path: &str| -> Result<Option<Element>, Error> {
            let Ok(file) = archive.by_name(path) else { return Ok(None) };
            let mut bytes = Vec::new();
            let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
            read.map_err(|error| Error::Package(format!("`{path}` in it is damaged: {error}")))?;
            if bytes.len() as u64 > LARGEST {
                return Err(Error::TooLarge(LARGEST));
            }
            Element::parse(path, &bytes).map(Some)
        };
        let target = |relations: &Option<Element>, kind: &str, folder: &str| {
            let ends = |it: &&Element| it.value("Type").is_some_and(|found| found.ends_with(kind));
            let found = relations.iter().flat_map(Element::elements).find(ends)?.value("Target")?;
            Some(found.strip_prefix('/').map_or_else(|| format!("{folder}{found}"), str::to_owned))
        };
        let main = target(&part("_rels/.rels")?, "/officeDocument", "");
        let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
        let (folder, name) = main.rsplit_once('/').unwrap_or(("word", &main));
        let folder = format!("{folder}/");
        let relations = part(&format!("{folder}_rels/{name}.rels"))?;
        let mut related = |kind: &str| match target(&relations, kind, &folder) {
            Some(path) => part(&path),
            None => Ok(None),
        };
        let (styles, numbering) = (related("/styles")?, related("/numbering")?);
        let (footnotes, endnotes) = (related("/footnotes")?, related("/endnotes")?);
        let body = part(&main)?.and_then(|document| document.child("body").cloned());
        let body = body.ok_or_else(|| Error::Package(format!("`{main}` in it has no text")))?;
        let title = part("docProps/core.xml")?.and_then(|core| Some(core.child("title")?.text()));
        let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        Ok(Self { body, styles, numbering, footnotes, endnotes, title })
    }
}
