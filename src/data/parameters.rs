//! The state of a search as an address says it, read into domain types.

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::Error;
use super::query_string::QueryString;
use super::search::{LINE_ORDERS, Search, View, sort_id};
use crate::corpus::{Corpus, DocumentId, Kind, Target};
use crate::search::{Matching, Sort};
use crate::wording::in_quotes;

/// A parameter whose value has no meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misread {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) right: &'static str,
}

impl Misread {
    /// Returns a sentence that says what would be right.
    pub(crate) fn message(&self) -> String {
        format!("{} {} was left out: {}.", self.name, in_quotes(&self.value), self.right)
    }
}

/// Reads the state of a search as data addresses say it.
///
/// # Errors
///
/// When a parameter has no meaning: a program is told, where a person is served all the same.
pub(crate) fn strict(corpus: &Corpus, query: &QueryString) -> Result<Search, Error> {
    all_right(read(corpus, query))
}

/// Reads the state of a list of documents as data addresses say it.
///
/// # Errors
///
/// When a parameter has no meaning.
pub(crate) fn strict_list(corpus: &Corpus, query: &QueryString) -> Result<Search, Error> {
    all_right(read_list(corpus, query))
}

fn all_right((search, misread): (Search, Vec<Misread>)) -> Result<Search, Error> {
    match misread.first() {
        None => Ok(search),
        Some(Misread { name, value, right }) => Err(Error(format!("{name} “{value}” has no meaning: {right}"))),
    }
}

/// Reads the state of a search; what could not be read is reported and left out.
pub(crate) fn read(corpus: &Corpus, query: &QueryString) -> (Search, Vec<Misread>) {
    let mut search = Search::of(query.one("q").unwrap_or_default());
    let mut misread = Vec::new();
    let mut miss = |name, value: &str, right| misread.push(Misread { name, value: value.to_owned(), right });

    match query.one("match") {
        None | Some("all") => {}
        Some("any") => search.matching = Matching::Any,
        Some(other) => miss("match", other, "it is all or any"),
    }
    if let Some(wanted) = query.one("sort") {
        let orders = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Document];
        match orders.into_iter().find(|&order| sort_id(order) == wanted) {
            Some(order) => search.sort = order,
            None => miss("sort", wanted, "it is relevance, newest, oldest or document"),
        }
    }
    match query.one("view") {
        None | Some("paragraphs") => {}
        Some("kwic") => search.view = View::Kwic,
        Some(other) => miss("view", other, "it is paragraphs or kwic"),
    }
    if let Some(wanted) = query.one("lines") {
        match LINE_ORDERS.into_iter().find(|(_, id)| *id == wanted) {
            Some((order, _)) => search.lines = order,
            None => miss("lines", wanted, "it is found, left, right or date"),
        }
    }
    if let Some(page) = query.one("page") {
        match page.parse() {
            Ok(page @ 1..=1_000_000) => search.page = page,
            _ => miss("page", page, "it is a whole number from 1"),
        }
    }
    let choices = &mut search.choices;
    for value in query.all("year").filter(|value| !value.is_empty()) {
        match value.parse() {
            Ok(year @ 1900..=2099) => push(&mut choices.years, year),
            _ => miss("year", value, "it is a year such as 2018"),
        }
    }
    for value in query.all("kind").filter(|value| !value.is_empty()) {
        match Kind::ALL.into_iter().find(|kind| kind.id() == value) {
            Some(kind) => push(&mut choices.kinds, kind),
            None => miss("kind", value, "no kind of document has this name"),
        }
    }
    for value in query.all("document").filter(|value| !value.is_empty()) {
        match value.parse() {
            Ok(id) => standing(corpus, id).into_iter().for_each(|id| push(&mut choices.documents, id)),
            Err(_) => miss("document", value, "no document can have this name"),
        }
    }
    for (name, chosen) in [
        ("forum", &mut choices.forums),
        ("presidency", &mut choices.presidencies),
        ("topic", &mut choices.topics),
        ("language", &mut choices.languages),
        ("mentions", &mut choices.mentions),
    ] {
        for value in query.all(name).filter(|value| !value.is_empty()).take(32) {
            push(chosen, value.to_owned());
        }
    }
    (search, misread)
}

/// Reads the state of a list of documents: the choices, and whether their texts are held.
pub(crate) fn read_list(corpus: &Corpus, query: &QueryString) -> (Search, Vec<Misread>) {
    let (mut search, mut misread) = read(corpus, query);
    match query.one("held") {
        None | Some("") => {}
        Some("true") => search.held = Some(true),
        Some("false") => search.held = Some(false),
        Some(other) => {
            misread.push(Misread { name: "held", value: other.to_owned(), right: "it is true or false" });
        }
    }
    (search, misread)
}

/// Reads what is to be marked in an opened document: the query of `hl`, matched as `match` says.
pub(crate) fn marking(query: &QueryString) -> Search {
    let matching = if query.one("match") == Some("any") { Matching::Any } else { Matching::All };
    Search { matching, ..Search::of(query.one("hl").unwrap_or_default()) }
}

/// Returns what a document became, so that a search that was saved before finds it under its present name.
fn standing(corpus: &Corpus, id: DocumentId) -> Vec<DocumentId> {
    let named = Target::Document(id.clone());
    let ends = if corpus.document(&id).is_some() { Vec::new() } else { corpus.ledger().resolve(&named) };
    let ends = ends.into_iter().filter_map(|end| if let Target::Document(id) = end { Some(id) } else { None });
    let ends: Vec<DocumentId> = ends.collect();
    if ends.is_empty() { vec![id] } else { ends }
}

fn push<T: PartialEq>(chosen: &mut Vec<T>, value: T) {
    if !chosen.contains(&value) {
        chosen.push(value);
    }
}

/// A year that documents can be of.
#[derive(ToSchema)]
#[schema(value_type = i16, minimum = 1900, maximum = 2099)]
#[expect(dead_code, reason = "a description: the derive alone reads it")]
struct Year(i16);

/// The id of a document: a year, then small letters and digits.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "^(19|20)[0-9]{2}(-[a-z0-9]+)+$", max_length = 100)]
#[expect(dead_code, reason = "a description: the derive alone reads it")]
pub(crate) struct DocumentName(String);

/// The id of a kind of document.
struct KindId;

impl PartialSchema for KindId {
    fn schema() -> RefOr<Schema> {
        let ids = Kind::ALL.map(Kind::id);
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(ids)).into()
    }
}

impl ToSchema for KindId {}

/// The parameters of every search, as the interface describes them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct SearchParameters {
    /// The query, in the query language of the help page; with none, everything that is chosen.
    #[param(max_length = 500)]
    q: Option<String>,
    /// `all` parts of the query (default) or `any`.
    #[param(rename = "match", pattern = "^(all|any)$")]
    matching: Option<String>,
    /// `relevance` (default), `newest`, `oldest` or `document`.
    #[param(pattern = "^(relevance|newest|oldest|document)$")]
    sort: Option<String>,
    /// `paragraphs` (default) or `kwic`: in CSV and NDJSON one line of the concordance a row.
    #[param(pattern = "^(paragraphs|kwic)$")]
    view: Option<String>,
    /// The order of a concordance: `found` (default), `left`, `right` or `date`.
    #[param(pattern = "^(found|left|right|date)$")]
    lines: Option<String>,
    /// Only documents of these years; may be repeated.
    #[param(inline, value_type = Option<Vec<Year>>)]
    year: Option<Vec<i16>>,
    /// Only documents of these kinds; may be repeated.
    #[param(inline, value_type = Option<Vec<KindId>>)]
    kind: Option<Vec<String>>,
    /// Only documents of these forums; may be repeated.
    forum: Option<Vec<String>>,
    /// Only documents under these presidencies; may be repeated.
    presidency: Option<Vec<String>>,
    /// Only documents with these topics; may be repeated.
    topic: Option<Vec<String>>,
    /// Only texts in these languages, by their tags; may be repeated.
    language: Option<Vec<String>>,
    /// Only paragraphs that mention these instruments, by their ids; may be repeated.
    mentions: Option<Vec<String>>,
    /// Only these documents; may be repeated.
    #[param(inline, value_type = Option<Vec<DocumentName>>)]
    document: Option<Vec<String>>,
    /// The most hits to give; more than 10,000 are given as 10,000.
    #[param(minimum = 1)]
    limit: Option<usize>,
    /// How many hits to pass over.
    #[param(minimum = 0)]
    offset: Option<usize>,
    /// In CSV, `1` for a spreadsheet: no cell runs as a formula or becomes a date or another number.
    excel: Option<u8>,
}

/// The choices among documents, as the interface describes them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct ChoiceParameters {
    /// Only documents of these years; may be repeated.
    #[param(inline, value_type = Option<Vec<Year>>)]
    year: Option<Vec<i16>>,
    /// Only documents of these kinds; may be repeated.
    #[param(inline, value_type = Option<Vec<KindId>>)]
    kind: Option<Vec<String>>,
    /// Only documents of these forums; may be repeated.
    forum: Option<Vec<String>>,
    /// Only documents under these presidencies; may be repeated.
    presidency: Option<Vec<String>>,
    /// Only documents with these topics; may be repeated.
    topic: Option<Vec<String>>,
    /// Only texts in these languages, by their tags; may be repeated.
    language: Option<Vec<String>>,
    /// Only documents of which a paragraph mentions these instruments, by their ids; may be repeated.
    mentions: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{self, Files};
    use crate::data::Format;

    #[track_caller]
    fn check(address: &str, canonical: &str, misread: &[&str]) {
        let corpus = corpus::load(&Files::Embedded).expect("it loads");
        let (search, missed) = read(&corpus, &QueryString::parse(address));
        assert_eq!(search.address(Format::Html), canonical);
        assert_eq!(missed.iter().map(|it| it.name).collect::<Vec<_>>(), misread);
    }

    #[test]
    fn what_an_address_says_is_read_or_told() {
        check("q=a&match=all&page=1&sort=relevance&utm_source=x", "/search?q=a", &[]);
        check("page=2&year=2018&year=2018&q=a&match=any", "/search?q=a&match=any&year=2018&page=2", &[]);
        check("q=a&page=0&year=abc&kind=poem", "/search?q=a", &["page", "year", "kind"]);
        check("q=a&page=18446744073709551616&document=../etc", "/search?q=a", &["page", "document"]);
    }
}
