//! A spreadsheet that opens a table of ours shows every cell as it is written, and runs none.

use std::path::{Path, PathBuf};
use std::process::Command;

use axum::http::Method;
use g7cyber::corpus::Files;

use crate::consumer::cells;
use crate::running::program;
use crate::site::{ask, over};
use crate::support::{root, skip};

/// Writes every table for spreadsheets, of our own corpus and of one that is hard to read, those of the datasets too.
fn tables(folder: &Path) -> Vec<PathBuf> {
    let hard = root().join("tests/fixtures/hostile");
    let sites = [
        ("real", over(Files::Embedded), root().join("corpus"), "cyber"),
        ("hostile", over(Files::Directory(hard.clone())), hard, "yes+OR+a*"),
    ];
    let mut tables = Vec::new();
    for (name, site, corpus, query) in sites {
        for (table, address) in [
            ("documents", "/documents.csv?excel=1".to_owned()),
            ("hits", format!("/search.csv?q={query}&match=any&excel=1")),
            ("lines", format!("/search.csv?q={query}&match=any&view=kwic&excel=1")),
        ] {
            let path = folder.join(format!("{name}-{table}.csv"));
            std::fs::write(&path, ask(site.clone(), Method::GET, &address, &[], "").body).unwrap();
            tables.push(path);
        }
        let dataset = folder.join(format!("{name}-dataset"));
        assert!(program().arg("data").arg(&dataset).arg("--corpus").arg(corpus).output().unwrap().status.success());
        for entry in std::fs::read_dir(dataset.join("excel")).unwrap().flatten() {
            let path = folder.join(format!("{name}-dataset-{}", entry.file_name().to_str().unwrap()));
            std::fs::copy(entry.path(), &path).unwrap();
            tables.push(path);
        }
    }
    assert_eq!(tables.len(), 30);
    tables
}

/// Proves that a table that a spreadsheet opened and saved has the cells that it had.
#[track_caller]
fn check(name: &Path, written: &str, saved: &str) {
    let (written, saved) = (cells(written), cells(saved));
    assert_eq!(saved.len(), written.len(), "{name:?}");
    for (saved, written) in saved.iter().flatten().zip(written.iter().flatten()) {
        // An apostrophe before a cell says that it is text; some show it. A score is a number, of which a sheet shows as
        // many digits as its column has room for.
        let written = written.strip_prefix('\'').unwrap_or(written);
        let saved = saved.strip_prefix('\'').unwrap_or(saved);
        let numbers = saved.parse::<f64>().ok().zip(written.parse::<f64>().ok());
        let is_score = written.contains('.') && numbers.is_some_and(|(one, other)| (one - other).abs() < 1e-4);
        assert!(saved == written || is_score, "{name:?}: {written:?} is shown as {saved:?}");
    }
}

#[test]
fn gnumeric_shows_every_cell_as_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for from in tables(folder.path()) {
        let to = from.with_extension("saved.csv");
        let saved = Command::new("ssconvert").arg("--import-type=Gnumeric_stf:stf_csvtab").arg(&from).arg(&to).output();
        let Ok(output) = saved else { return skip("no gnumeric") };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        check(&from, &std::fs::read_to_string(&from).unwrap(), &std::fs::read_to_string(&to).unwrap());
    }
}

#[test]
fn libreoffice_shows_every_cell_as_it_is_written() {
    if !Path::new("/usr/lib/libreoffice/program/libsclo.so").exists() {
        return skip("no LibreOffice Calc");
    }
    let folder = tempfile::tempdir().unwrap();
    let (tables, saved) = (tables(folder.path()), folder.path().join("saved"));
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless", "--convert-to", "csv", "--outdir"]).arg(&saved).args(&tables);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for from in tables {
        let to = std::fs::read_to_string(saved.join(from.file_name().unwrap())).unwrap();
        check(&from, &std::fs::read_to_string(&from).unwrap(), &to);
    }
}
