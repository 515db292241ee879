//! A table in CSV, read row by row behind its head.

use csv::{ReaderBuilder, StringRecord};

use super::clean;
use crate::corpus::problem::Report;

/// What a file is that one of our commands writes as CSV.
pub(in crate::corpus) struct Table {
    /// The columns, in order.
    pub(in crate::corpus) columns: &'static [&'static str],
    /// What the file is, in a sentence: "a ledger".
    pub(in crate::corpus) called: &'static str,
    /// The command that writes it.
    pub(in crate::corpus) command: &'static str,
}

impl Table {
    /// Returns the line that such a file begins with.
    pub(in crate::corpus) fn head(&self) -> String {
        format!("{}\n", self.columns.join(","))
    }

    /// Gives each row behind the head to `each` with the line that it begins on, up to one that is no CSV.
    ///
    /// Nothing is returned where the file is no such table.
    pub(in crate::corpus) fn read(
        &self,
        bytes: &[u8],
        report: &mut Report<'_>,
        mut each: impl FnMut(&StringRecord, usize, &mut Report<'_>),
    ) -> Option<()> {
        let text = clean(bytes, report)?;
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut first = true;
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Some(()),
                Err(error) => {
                    let line = error.position().map(|position| narrow(position.line()));
                    report.error(line, format!("not CSV: {error}"), self.right());
                    return Some(());
                }
            }
            let line = record.position().map_or(1, |position| narrow(position.line()));
            if !std::mem::take(&mut first) {
                each(&record, line, report);
            } else if !record.iter().eq(self.columns.iter().copied()) {
                let right = format!("begin with the line `{}`", self.columns.join(","));
                report.error(line, format!("the columns are not those of {}", self.called), right);
                return None;
            }
        }
    }

    /// Returns what would be right in place of a row that is wrong.
    pub(in crate::corpus) fn right(&self) -> String {
        format!("write the row as `{}` does", self.command)
    }
}

fn narrow(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}
