//! A TOML table read key by key: what is missing, unknown or of the wrong form is reported with its line.
//!
//! Deserialising into a struct would tell the first problem only.

use std::collections::HashSet;
use std::fmt::Display;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::problem::{Report, shown};
use super::{FilePart, is_dead};
use crate::wording;

/// A value and the line it stands on.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub(super) line: usize,
    pub(super) value: T,
}

/// A table of which keys are taken until none is left.
pub(super) struct Table<'r, 'f, 'i> {
    values: DeTable<'i>,
    part: FilePart<'i>,
    /// The line the table begins at.
    line: usize,
    /// The keys asked for so far, for the message about those that are left.
    known: Vec<&'static str>,
    /// Whether the file was read without a syntax error, so that a missing key is really absent and not lost to it.
    whole: bool,
    report: &'r mut Report<'f>,
}

/// A table inside another, not yet looked at.
pub(super) struct Inner<'i> {
    values: DeTable<'i>,
    part: FilePart<'i>,
    line: usize,
    whole: bool,
}

impl<'i> Inner<'i> {
    pub(super) fn open<'r, 'f>(self, report: &'r mut Report<'f>) -> Table<'r, 'f, 'i> {
        let Self { values, part, line, whole } = self;
        Table { values, part, line, known: Vec::new(), whole, report }
    }

    pub(super) fn line(&self) -> usize {
        self.line
    }
}

/// Reads TOML; syntax errors are reported, and what could be read is returned all the same.
pub(super) fn read<'i>(part: FilePart<'i>, report: &mut Report<'_>) -> Inner<'i> {
    let (values, errors) = DeTable::parse_recoverable(part.text);
    for error in &errors {
        let line = part.line_at(error.span().map_or(0, |span| span.start));
        let right = if error.message().contains("duplicate key") {
            "keep one of the two"
        } else {
            "write every key as `key = \"value\"`"
        };
        let message = error.message().lines().collect::<Vec<_>>().join(" ");
        report.error(line, format!("not TOML: {message}"), right);
    }
    let line = part.line.saturating_sub(1).max(1);
    Inner { values: values.into_inner(), part, line, whole: errors.is_empty() }
}

impl<'f, 'i> Table<'_, 'f, 'i> {
    /// Takes a text of one line.
    pub(super) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let value = self.take(key)?;
        let At { line, value: text } = self.string(key, value)?;
        if text.contains('\n') {
            self.report.error(line, format!("`{key}` has several lines"), "write it on one line");
            return None;
        }
        self.tidy(key, line, &text)
    }

    /// Takes a text whose lines are joined.
    pub(super) fn prose(&mut self, key: &'static str) -> Option<At<String>> {
        let value = self.take(key)?;
        let At { line, value: text } = self.string(key, value)?;
        self.tidy(key, line, &text.replace('\n', " "))
    }

    /// Takes a text of one line that must be there; `right` shows one.
    pub(super) fn required(&mut self, key: &'static str, right: &str) -> Option<At<String>> {
        let missing = !self.values.contains_key(key);
        if missing && self.whole {
            self.report.error(self.line, format!("`{key}` is missing"), format!("add `{key} = \"{right}\"`"));
        }
        self.text(key)
    }

    /// Reads a text as `T`, with the line of its key.
    pub(super) fn as_a<T: FromStr<Err: Display>>(
        &mut self,
        key: &'static str,
        text: Option<At<String>>,
    ) -> Option<At<T>> {
        let At { line, value } = text?;
        match value.parse() {
            Ok(value) => Some(At { line, value }),
            Err(error) => {
                let message = error.to_string();
                let (wrong, right) = halves(&message);
                self.report.error(line, format!("`{key}`: {wrong}"), right);
                None
            }
        }
    }

    /// Takes a list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let mut texts = Vec::new();
        for value in self.list(key) {
            if let Some(text) = self.string(key, value) {
                texts.extend(self.tidy(key, text.line, &text.value.replace('\n', " ")));
            }
        }
        texts
    }

    /// Takes a list of texts of which none stands twice, or one text alone.
    pub(super) fn one_or_several(&mut self, key: &'static str) -> Vec<At<String>> {
        if matches!(self.values.get(key).map(Spanned::get_ref), Some(DeValue::Array(_)) | None) {
            return self.distinct(key);
        }
        self.text(key).into_iter().collect()
    }

    /// Takes every key that is left, each with its texts: one, or a list.
    pub(super) fn each_left(&mut self) -> Vec<(At<String>, Vec<At<String>>)> {
        let mut taken = Vec::new();
        for (key, value) in std::mem::take(&mut self.values) {
            let name = At { line: self.part.line_at(key.span().start), value: key.get_ref().to_string() };
            let values = match value.get_ref() {
                DeValue::Array(_) => match value.into_inner() {
                    DeValue::Array(values) => values.into_iter().collect(),
                    _ => Vec::new(),
                },
                _ => vec![value],
            };
            let texts: Vec<At<String>> =
                values.into_iter().filter_map(|value| self.string(&name.value, value)).collect();
            let tidy = |text: At<String>| self.tidy(&name.value, text.line, &text.value.replace('\n', " "));
            taken.push((name.clone(), texts.into_iter().filter_map(tidy).collect()));
        }
        taken
    }

    /// Takes a list of texts of which none stands twice.
    pub(super) fn distinct(&mut self, key: &'static str) -> Vec<At<String>> {
        let texts = self.texts(key);
        let mut seen = HashSet::new();
        for text in &texts {
            if !seen.insert(text.value.as_str()) {
                let wrong = format!("{} stands twice in `{key}`", shown(&text.value));
                self.report.error(text.line, wrong, "keep it once");
            }
        }
        texts
    }

    /// Takes `true` or `false`; false where it is missing.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.flag_or(key, false)
    }

    /// Takes `true` or `false`; `otherwise` where it is missing.
    pub(super) fn flag_or(&mut self, key: &'static str, otherwise: bool) -> bool {
        let Some(value) = self.take(key) else { return otherwise };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        let line = self.part.line_at(value.span().start);
        self.report.error(line, format!("`{key}` is {}", form(value.get_ref())), "write `true` or `false`");
        otherwise
    }

    /// Takes a whole number that is not negative.
    pub(super) fn number(&mut self, key: &'static str) -> Option<u16> {
        let value = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u16::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            let line = self.part.line_at(value.span().start);
            self.report.error(
                line,
                format!("`{key}` is no whole number of at most five digits"),
                "write it bare: `404`",
            );
        }
        number
    }

    /// Takes `true`, `false` or a text of one line, all as text.
    pub(super) fn flag_or_text(&mut self, key: &'static str) -> Option<At<String>> {
        let flag = self.values.get(key).and_then(|value| match value.get_ref() {
            DeValue::Boolean(flag) => Some((*flag, value.span().start)),
            _ => None,
        });
        let Some((flag, at)) = flag else { return self.text(key) };
        self.take(key);
        Some(At { line: self.part.line_at(at), value: flag.to_string() })
    }

    /// Takes a table.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Inner<'i>> {
        let value = self.take(key)?;
        self.inner(key, value, &format!("open it with `[{key}]`"))
    }

    /// Takes a list of tables.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Inner<'i>> {
        let right = format!("open each with `[[{key}]]`");
        self.list(key).into_iter().filter_map(|value| self.inner(key, value, &right)).collect()
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self) {
        let known = self.known.join("`, `");
        for key in self.values.keys() {
            let line = self.part.line_at(key.span().start);
            let wrong = format!("unknown key {}", shown(key.get_ref()));
            self.report.error(line, wrong, format!("the keys here are `{known}`"));
        }
    }

    pub(super) fn report(&mut self) -> &mut Report<'f> {
        self.report
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'i>>> {
        self.known.push(key);
        self.values.remove(key)
    }

    fn list(&mut self, key: &'static str) -> Vec<Spanned<DeValue<'i>>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let line = self.part.line_at(value.span().start);
        match value.into_inner() {
            DeValue::Array(values) => values.into_iter().collect(),
            other => {
                self.report.error(line, format!("`{key}` is {}, not a list", form(&other)), "put it in `[` and `]`");
                Vec::new()
            }
        }
    }

    fn inner(&mut self, key: &str, value: Spanned<DeValue<'i>>, right: &str) -> Option<Inner<'i>> {
        let line = self.part.line_at(value.span().start);
        match value.into_inner() {
            DeValue::Table(values) => Some(Inner { values, part: self.part.clone(), line, whole: self.whole }),
            other => {
                self.report.error(line, format!("`{key}` is {}, not a table", form(&other)), right);
                None
            }
        }
    }

    fn string(&mut self, key: &str, value: Spanned<DeValue<'i>>) -> Option<At<String>> {
        let line = self.part.line_at(value.span().start);
        match value.into_inner() {
            DeValue::String(text) => Some(At { line, value: text.into_owned() }),
            other => {
                self.report.error(line, format!("`{key}` is {}, not text", form(&other)), "put it in double quotes");
                None
            }
        }
    }

    /// Returns a text in the form in which the archive keeps it, or reports that nothing is left of it.
    fn tidy(&mut self, key: &str, line: usize, text: &str) -> Option<At<String>> {
        if let Some(found) = text.chars().find(|c| is_dead(*c) && *c != '\t') {
            let wrong = format!("`{key}` holds the control character U+{:04X}", u32::from(found));
            self.report.error(line, wrong, "take it out");
            return None;
        }
        let value = wording::normal(&text.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
        if value.trim().is_empty() {
            self.report.error(line, format!("`{key}` is empty"), "fill it in, or take the key out");
            return None;
        }
        Some(At { line, value })
    }
}

/// Splits a message of the form `what is wrong: what would be right`.
fn halves(message: &str) -> (&str, &str) {
    message.rsplit_once(": ").unwrap_or((message, "write one of that form"))
}

fn form(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a bare date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
