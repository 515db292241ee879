//! The archive as a dataset: a page about it, and its files, made as they are sent.
//!
//! Of a release only the sums of its files are kept, made by whoever asks first.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::asked::Asked;
use super::head::LinkedData;
use super::headers::Policy;
use super::layout::{Layout, Section, grouped};
use super::sentence::{SentencePart, runs};
use super::site::Context;
use super::{Error, answer};
use crate::archive::Archive;
use crate::citation::ARCHIVE;
use crate::data::{Format, links};
use crate::dataset::{self, Dataset, Held, Sum, Sums};

/// What stands for the present release in an address.
const LATEST: &str = "latest";

#[derive(Template)]
#[template(path = "dataset.html")]
struct DatasetPage {
    layout: Layout,
    version: String,
    /// The name of the corpus in the Software Heritage archive.
    swhid: Option<String>,
    rights: Vec<SentencePart>,
    pack: FileRow,
    files: Vec<FileRow>,
    withheld: Vec<String>,
    linked: LinkedData,
}

/// A file.
struct FileRow {
    name: String,
    path: String,
    about: Vec<SentencePart>,
    bytes: String,
    sha256: String,
}

/// Answers with the page.
pub(crate) fn show(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let (corpus, dataset) = (archive.corpus(), dataset(archive)?);
    let line = |sum: &Sum| FileRow {
        name: sum.name.clone(),
        path: links::dataset_file(corpus.release(), &sum.name),
        about: runs(dataset::described(&sum.name)),
        bytes: grouped(usize::try_from(sum.bytes).unwrap_or(usize::MAX)),
        sha256: sum.sha256.clone(),
    };
    let withheld = corpus.documents().iter().filter(|document| document.withheld());
    let (pack, files) = dataset.sums().all().split_last().ok_or_else(|| Error::internal("a dataset without files"))?;
    let page = DatasetPage {
        layout: Layout::new(site, archive, "The archive as a dataset", &links::dataset())
            .described(dataset::DESCRIPTION)
            .within(Section::About),
        version: dataset::version(corpus),
        swhid: dataset.sums().swhid().map(str::to_owned),
        rights: runs(dataset::RIGHTS),
        pack: line(pack),
        files: files.iter().map(line).collect(),
        withheld: withheld.map(|document| document.name().to_owned()).collect(),
        linked: linked(context, &dataset),
    };
    answer::page(&page, Policy::PAGE)
}

/// Answers an address without a file: one that lacks the release leads to the file, the rest to the page.
pub(crate) fn without_file(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let archive = &context.archive;
    let (named, _) = asked.of_dataset()?;
    let to = if dataset(archive)?.sums().get(named).is_some() {
        links::dataset_file(archive.release(), named)
    } else if named == LATEST || named == archive.release().as_str() {
        links::dataset()
    } else {
        return Err(unknown_release(archive, named));
    };
    Ok(answer::redirect(StatusCode::FOUND, &to))
}

/// Answers with a file of the present release.
pub(crate) fn file(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let (release, name) = asked.of_dataset()?;
    let name = name.ok_or(Error::NotFound)?;
    if release == dataset::SPREADSHEETS {
        return named(context, LATEST, &format!("{release}/{name}"));
    }
    named(context, release, name)
}

/// Answers with a table for a spreadsheet of the present release.
pub(crate) fn spreadsheet(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let (release, name) = asked.of_dataset()?;
    named(context, release, &format!("{}/{}", dataset::SPREADSHEETS, name.ok_or(Error::NotFound)?))
}

fn named(context: &Context, release: &str, name: &str) -> Result<Response, Error> {
    let archive = &context.archive;
    if release != LATEST && release != archive.release().as_str() {
        return Err(unknown_release(archive, release));
    }
    let dataset = dataset(archive)?;
    let Some(pieces) = dataset.pieces(name) else { return Err(unknown_file(archive, &dataset, name)) };
    if release == LATEST {
        return Ok(answer::redirect(StatusCode::FOUND, &links::dataset_file(archive.release(), name)));
    }
    Ok(answer::stream(context, pieces, format(name), Policy::DATA))
}

/// Returns the dataset of an archive; its sums are made once.
fn dataset(archive: &Arc<Archive>) -> Result<Dataset, Error> {
    struct FileSums(Result<Arc<Sums>, String>);
    let held: Held = Arc::<Archive>::clone(archive);
    let kept = archive.derived(|_| FileSums(dataset::sums(&held).map(Arc::new).map_err(|error| error.to_string())));
    match &kept.0 {
        Ok(sums) => Ok(Dataset::known(held, Arc::clone(sums))),
        Err(cause) => Err(Error::internal(cause)),
    }
}

fn unknown_release(archive: &Archive, named: &str) -> Error {
    let release = archive.release();
    Error::Absent(format!(
        "this archive serves the dataset of its present release, `{release}`, and not `{named}`; to make that of another \
         release, take the corpus as it was then (its history is in git) and run `g7cyber data DIR --corpus CORPUS`"
    ))
}

fn unknown_file(archive: &Archive, dataset: &Dataset, named: &str) -> Error {
    let names: Vec<String> = dataset.sums().all().iter().map(|sum| format!("`{}`", sum.name)).collect();
    let release = archive.release();
    Error::Absent(format!("the dataset of `{release}` has no file `{named}`; its files are {}", names.join(", ")))
}

fn format(name: &str) -> Format {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => Format::Csv,
        Some("ndjson") => Format::Ndjson,
        Some("json") => Format::Json,
        Some("md") => Format::Markdown,
        Some("cff") => Format::Yaml,
        Some("zip") => Format::Zip,
        _ => Format::Text,
    }
}

/// Returns what search engines for data sets read.
fn linked(context: &Context, dataset: &Dataset) -> LinkedData {
    let Context { site, archive } = context;
    let corpus = archive.corpus();
    let page = site.links.absolute(&links::dataset());
    let distribution = dataset.sums().all().iter().map(|sum| {
        json!({
            "@type": "DataDownload",
            "name": sum.name,
            "contentUrl": site.links.absolute(&links::dataset_file(corpus.release(), &sum.name)),
            "encodingFormat": dataset::media_type(&sum.name),
            "contentSize": format!("{} B", sum.bytes),
            "sha256": sum.sha256,
        })
    });
    let distribution: Vec<_> = distribution.collect();
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": dataset::TITLE,
        "description": dataset::DESCRIPTION,
        "url": page,
        "version": dataset::version(corpus),
        "license": format!("{page}#rights"),
        "creator": { "@type": "Organization", "name": ARCHIVE },
        "isAccessibleForFree": true,
        "distribution": distribution,
    });
    if let Some(days) = dataset::coverage(corpus) {
        value["temporalCoverage"] = json!(days);
    }
    LinkedData::of(value)
}
