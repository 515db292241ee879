//! The front matter of a document: its identity, its source and where the official text is.

use super::super::language::is_language;
use super::super::problem::{Report, shown};
use super::super::{
    Archived, Authentic, Date, Description, Document, DocumentId, Group, Heading, Kind, Moment, Official, Paragraph,
    Proof, Relation, Role, Scope, Source, SourceCapture, Translation,
};
use super::table::{self, At, Inner, Table};
use super::{FilePart, Lines};

/// Everything that a document's front matter says.
pub(super) struct Front {
    title: String,
    short_title: Option<String>,
    title_note: Option<String>,
    kind: Kind,
    date: Date,
    date_note: Option<String>,
    place: Option<String>,
    presidency: Option<String>,
    group: Option<Group>,
    forum: Option<String>,
    issuer: String,
    doi: Option<String>,
    language: String,
    translation: Option<Translation>,
    scope: Option<Scope>,
    topics: Vec<String>,
    cites: Vec<String>,
    relations: Vec<Relation>,
    abstract_text: Option<String>,
    source: Option<Source>,
    official: Vec<Official>,
}

impl Front {
    /// Returns the document that has this front matter and this text.
    pub(super) fn document(self, id: DocumentId, headings: Vec<Heading>, paragraphs: Vec<Paragraph>) -> Document {
        let description = Description {
            id,
            title: self.title,
            short_title: self.short_title,
            title_note: self.title_note,
            kind: self.kind,
            date: self.date,
            date_note: self.date_note,
            place: self.place,
            presidency: self.presidency,
            group: self.group,
            forum: self.forum,
            issuer: self.issuer,
            doi: self.doi,
            language: self.language,
            translation: self.translation.map(Box::new),
            scope: self.scope,
            topics: self.topics,
            cites: self.cites,
            mentions: Vec::new(),
            relations: self.relations,
            abstract_text: self.abstract_text,
            source: self.source.map(Box::new),
            official: self.official,
            headings,
        };
        Document::new(description, paragraphs)
    }
}

/// Reads the front matter; nothing is returned where a required key is missing or wrong, which is reported.
pub(super) fn read(part: FilePart<'_>, lines: &mut Lines, report: &mut Report<'_>) -> Option<Front> {
    let top = table::read(part, report);
    lines.kind = top.line();
    let mut top = top.open(report);
    let title = top.required("title", "Declaration on …");
    let short_title = value(top.text("short_title"));
    let title_note = value(top.prose("title_note"));
    let kind = top.required("kind", "declaration");
    let kind = top.as_a("kind", kind);
    let date = top.required("date", "2018-04-23");
    let date = top.as_a("date", date);
    let date_note = value(top.prose("date_note"));
    let place = value(top.text("place"));
    let presidency = value(top.text("presidency"));
    let group = top.text("group");
    let group = value(top.as_a("group", group));
    let forum = top.text("forum");
    let issuer = top.required("issuer", "G7 foreign ministers");
    let doi = top.text("doi");
    let doi = doi.and_then(|doi| as_doi(doi, top.report()));
    let language = match top.text("language") {
        Some(language) => as_language(language, top.report()),
        None => Some("en".to_owned()),
    };
    let scope = top.text("scope");
    let scope = value(top.as_a("scope", scope));
    let topics = top.distinct("topics");
    let cites = top.distinct("cites");
    let relations = top.tables("relations");
    let abstract_text = value(top.prose("abstract"));
    let source = top.table("source");
    let official = top.tables("official");
    let translation = top.table("translation");
    top.finish();

    lines.kind = kind.as_ref().map_or(lines.kind, |kind| kind.line);
    lines.date = date.as_ref().map_or(lines.kind, |date| date.line);
    lines.forum = forum.as_ref().map_or(0, |forum| forum.line);
    let relations = relations.into_iter().filter_map(|inner| relation(inner, lines, report)).collect();
    Some(Front {
        source: source.and_then(|inner| self::source(inner, lines, report)),
        translation: translation.and_then(|inner| self::translation(inner, lines, report)),
        official: official.into_iter().filter_map(|inner| self::official(inner, report)).collect(),
        title: title?.value,
        short_title,
        title_note,
        kind: kind?.value,
        date: date?.value,
        date_note,
        place,
        presidency,
        group,
        forum: value(forum),
        issuer: issuer?.value,
        doi,
        language: language?,
        scope,
        topics: split(topics, &mut lines.topics),
        cites: split(cites, &mut lines.cites),
        relations,
        abstract_text,
    })
}

/// Reports what the parts of a document do not say together.
pub(super) fn fits(document: &Document, lines: &Lines, report: &mut Report<'_>) {
    if document.held() {
        if document.source.is_none() {
            let right = "add `[source]` with name, file, sha256 and rights";
            report.warn(lines.kind, "the text does not say where it comes from", right);
        }
        return;
    }
    if document.abstract_text.is_none() {
        let right = "add `abstract = \"…\"`, or the text below the front matter";
        report.error(lines.kind, "`abstract` is missing, which a document without text must have", right);
    }
    if document.source.is_some() {
        let right = "add the text below the front matter, or take `[source]` out";
        report.error(lines.source, "a source is named and there is no text", right);
    }
}

/// What a moment looks like.
const MOMENT: &str = "2018-04-23T11:00:00Z";

fn relation(inner: Inner<'_>, lines: &mut Lines, report: &mut Report<'_>) -> Option<Relation> {
    let line = inner.line();
    let mut table = inner.open(report);
    let kind = value(table.required("type", "recalls"));
    let target = table.required("target", "2017-lucca-declaration");
    let target = value(table.as_a("target", target));
    table.finish();
    lines.relations.push(line);
    let Some((kind, target)) = kind.zip(target) else {
        lines.relations.pop();
        return None;
    };
    Some(Relation { kind, target })
}

fn translation(inner: Inner<'_>, lines: &mut Lines, report: &mut Report<'_>) -> Option<Translation> {
    lines.translation = inner.line();
    let mut table = inner.open(report);
    let of = table.required("of", "2018-some-declaration");
    let of = value(table.as_a("of", of));
    let authentic = table.flag_or_text("authentic");
    let authentic: Option<At<Authentic>> = table.as_a("authentic", authentic);
    let translator = value(table.text("translator"));
    table.finish();
    Some(Translation { of: of?, authentic: value(authentic), translator })
}

fn source(inner: Inner<'_>, lines: &mut Lines, report: &mut Report<'_>) -> Option<Source> {
    lines.source = inner.line();
    let mut table = inner.open(report);
    let name = table.required("name", "Official website of …");
    let file = table.required("file", "<document id>.txt");
    let file = file.and_then(|file| as_file(file, &mut table));
    let sha256 = table.required("sha256", "what `sha256sum` prints");
    let sha256 = table.as_a("sha256", sha256);
    let rights = table.required("rights", "whose the words are, and on what terms");
    let redistribute = table.flag_or("redistribute", true);
    let url = table.text("url");
    let url = url.and_then(|url| as_address(url, table.report()));
    let retrieved = table.text("retrieved");
    let retrieved = value(table.as_a("retrieved", retrieved));
    let capture = capture(&mut table);
    let etag = value(table.text("etag"));
    let last_modified = value(table.text("last_modified"));
    let media_type = value(table.text("media_type"));
    let terms = table.text("terms");
    let terms = terms.and_then(|terms| as_file(terms, &mut table));
    let numbering = table.text("numbering");
    let computed_numbers = numbering.is_some_and(|numbering| {
        let known = numbering.value == "computed";
        if !known {
            let wrong = format!("`numbering`: {} is not known", shown(&numbering.value));
            table.report().error(
                numbering.line,
                wrong,
                "write `computed`, or take the key out where numbers are words",
            );
        }
        known
    });
    let omitted = table.texts("omitted");
    table.finish();
    Some(Source {
        name: name?.value,
        file: file?,
        sha256: sha256?.value,
        rights: rights?.value,
        redistribute,
        url,
        retrieved,
        capture,
        etag,
        last_modified,
        media_type,
        terms,
        computed_numbers,
        omitted: split(omitted, &mut lines.omitted),
        proof: Proof::NotMade,
    })
}

fn official(inner: Inner<'_>, report: &mut Report<'_>) -> Option<Official> {
    let mut table = inner.open(report);
    let url = table.required("url", "https://…");
    let url = url.and_then(|url| as_address(url, table.report()));
    let role = table.required("role", "text");
    let role: Option<At<Role>> = table.as_a("role", role);
    let format = table.required("format", "html");
    let language = table.required("language", "en");
    let language = language.and_then(|language| as_language(language, table.report()));
    let archived = table.table("archived");
    let asked = table.text("asked");
    let asked = value(table.as_a("asked", asked));
    let answered = table.number("answered");
    table.finish();
    Some(Official {
        archived: archived.and_then(|inner| self::archived(inner, report)),
        url: url?,
        role: role?.value,
        format: format?.value,
        language: language?,
        asked,
        answered,
    })
}

fn archived(inner: Inner<'_>, report: &mut Report<'_>) -> Option<Archived> {
    let mut table = inner.open(report);
    let url = table.required("url", "https://…");
    let url = url.and_then(|url| as_address(url, table.report()));
    let captured = table.required("captured", MOMENT);
    let captured = value(table.as_a("captured", captured));
    let digest = value(table.text("digest"));
    table.finish();
    Some(Archived { url: url?, captured: captured?, digest })
}

/// Reads how a source was captured; without a moment it says nothing.
fn capture(table: &mut Table<'_, '_, '_>) -> Option<SourceCapture> {
    let captured = table.text("captured");
    let captured: Option<At<Moment>> = table.as_a("captured", captured);
    let (how, digest, by) = (table.text("capture"), table.text("digest"), table.text("captured_by"));
    if let (None, Some(other)) = (&captured, how.as_ref().or(digest.as_ref()).or(by.as_ref())) {
        let right = format!("add `captured = \"{MOMENT}\"`, or take them out");
        table.report().error(other.line, "a capture is told without the moment of it", right);
    }
    Some(SourceCapture { captured: captured?.value, how: value(how), digest: value(digest), by: value(by) })
}

fn value<T>(at: Option<At<T>>) -> Option<T> {
    at.map(|at| at.value)
}

fn split(texts: Vec<At<String>>, lines: &mut Vec<usize>) -> Vec<String> {
    lines.extend(texts.iter().map(|text| text.line));
    texts.into_iter().map(|text| text.value).collect()
}

/// Returns a language tag as BCP 47 writes it: a language of two or three letters, then subtags.
pub(super) fn as_language(text: At<String>, report: &mut Report<'_>) -> Option<String> {
    let mut subtags = text.value.split('-');
    let language = subtags.next().unwrap_or_default();
    let good = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if good && is_language(&text.value) {
        return Some(text.value);
    }
    report.error(
        text.line,
        format!("`language`: {} is not a language tag", shown(&text.value)),
        "write one as `en`, of a language that is registered",
    );
    None
}

/// Returns a DOI as it is registered: `10.`, the digits of a registrant, a slash and a name.
///
/// Braces and backslashes, which no known one has, would break reference files that take it as it is.
fn as_doi(text: At<String>, report: &mut Report<'_>) -> Option<String> {
    let parts = text.value.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
    let registrant = |text: &str| {
        let mut numbers = text.split('.');
        let is_number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        numbers.next().is_some_and(|first| first.len() >= 4 && is_number(first)) && numbers.all(is_number)
    };
    let held = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '{' | '}' | '\\');
    if parts.is_some_and(|(number, name)| registrant(number) && !name.is_empty() && name.chars().all(held)) {
        return Some(text.value);
    }
    let right = "write it without `https://doi.org/` and `doi:`, as `10.5281/zenodo.1234`";
    report.error(text.line, format!("`doi`: {} is not a DOI", shown(&text.value)), right);
    None
}

/// Returns an address of the web: `http` or `https`, a host, and no character that an address cannot hold.
pub(super) fn as_address(text: At<String>, report: &mut Report<'_>) -> Option<String> {
    let rest = text.value.strip_prefix("https://").or_else(|| text.value.strip_prefix("http://"));
    let host = rest.map_or("", |rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let held = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    if !host.is_empty() && !host.contains('@') && text.value.chars().all(held) {
        return Some(text.value);
    }
    let right = "write it whole, from `https://` on, without spaces, quotes and brackets";
    report.error(text.line, format!("{} is not an address of the web", shown(&text.value)), right);
    None
}

/// Returns the name of a file that can only lie in the folder it is looked for in.
fn as_file(text: At<String>, table: &mut Table<'_, '_, '_>) -> Option<String> {
    let good = !text.value.starts_with('.') && !text.value.contains(['/', '\\', '\0']);
    if good {
        return Some(text.value);
    }
    let right = "write the name of a file in `sources/`, without a folder";
    table.report().error(text.line, format!("`file`: {} is not a file name", shown(&text.value)), right);
    None
}
