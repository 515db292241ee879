//! Results as data: complete, in the order of the page.

use std::sync::Arc;

use axum::response::Response;

use super::super::as_of::AnsweringArchive;
use super::super::asked::Asked;
use super::super::error::ErrorAnswer;
use super::super::headers::Policy;
use super::super::site::{Context, Site};

use super::super::{Error, answer};
use crate::archive::Archive;
use crate::corpus::{Corpus, Date};
use crate::data::{
    Cited, Format, HitEntry, LineEntry, Links, MOST, QueryString, Reader, RowRange, ScopeEntry, Search, SearchAnswer,
    SearchParameters, View, parameters, rows,
};
use crate::search::{Among, Hit, Parts, Results};

/// Answers with the results as JSON.
#[utoipa::path(
    get,
    path = "/search.json",
    operation_id = "search_json",
    params(
        SearchParameters,
        ("as_of" = Option<String>, Query, format = Date, description = "The day by which the wording was published; the present one where there is none"),
    ),
    responses(
        (status = 200, description = "The hits and all that is said about them", body = SearchAnswer),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 404, description = "Nothing had been published by the day of `as_of`", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn json(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let seen = AnsweringArchive::read(context, asked)?;
    let (site, archive) = (&context.site, &seen.as_of.archive);
    let wanted = Wanted::read(archive.corpus(), &asked.query)?;
    let results = wanted.results(archive, Parts::ALL);
    let scope = match &wanted.search.choices {
        _ if wanted.search.chosen().is_empty() => ScopeEntry::of_all(archive).of_day(&seen.as_of),
        choices => {
            let among = Among { choices: choices.clone(), press: true };
            ScopeEntry::of(&seen.as_of, &archive.index().counted(archive.corpus(), &among))
        }
    };
    let value = SearchAnswer::of(&site.links, archive, &wanted.search.query, &results).within(scope);
    let answer = answer::json(&value, Format::Json, Policy::DATA)?;
    wanted.continued_as_of(&site.links, Format::Json, results.total, seen.asked, answer)
}

/// Answers with the hits as CSV.
#[utoipa::path(
    get,
    path = "/search.csv",
    operation_id = "search_csv",
    params(SearchParameters),
    responses(
        (status = 200, description = "One hit a row", content_type = "text/csv"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn csv(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let site = &context.site;
    let found = FoundHits::read(context, &asked.query)?;
    let reader = found.wanted.reader;
    let answer = match found.lines {
        None => answer::stream(context, rows::csv(found.entries(site), reader), Format::Csv, Policy::DATA),
        Some(lines) => answer::stream(context, rows::csv(lines.into_iter(), reader), Format::Csv, Policy::DATA),
    };
    found.wanted.continued(&site.links, Format::Csv, found.results.total, answer)
}

/// Answers with the hits as one JSON value a line.
#[utoipa::path(
    get,
    path = "/search.ndjson",
    operation_id = "search_ndjson",
    params(SearchParameters),
    responses(
        (status = 200, description = "One hit a line", content_type = "application/x-ndjson"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn ndjson(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let site = &context.site;
    let found = FoundHits::read(context, &asked.query)?;
    let answer = match found.lines {
        None => answer::stream(context, rows::ndjson(found.entries(site)), Format::Ndjson, Policy::DATA),
        Some(lines) => answer::stream(context, rows::ndjson(lines.into_iter()), Format::Ndjson, Policy::DATA),
    };
    found.wanted.continued(&site.links, Format::Ndjson, found.results.total, answer)
}

/// Answers with a reference to every hit as RIS.
#[utoipa::path(
    get,
    path = "/search.ris",
    operation_id = "search_ris",
    params(SearchParameters),
    responses(
        (status = 200, description = "One reference a hit", content_type = "application/x-research-info-systems"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn ris(context: &Context, asked: &Asked) -> Result<Response, Error> {
    references(context, &asked.query, Format::Ris)
}

/// Answers with a reference to every hit as BibTeX.
#[utoipa::path(
    get,
    path = "/search.bib",
    operation_id = "search_bib",
    params(SearchParameters),
    responses(
        (status = 200, description = "One reference a hit", content_type = "application/x-bibtex"),
        (status = 400, description = "A parameter has no meaning", body = ErrorAnswer),
        (status = 414, description = "The address is too long", body = ErrorAnswer),
        (status = 431, description = "The address is far too long"),
        (status = 503, description = "Too many searches are under way", body = ErrorAnswer),
    )
)]
pub(crate) fn bibtex(context: &Context, asked: &Asked) -> Result<Response, Error> {
    references(context, &asked.query, Format::Bibtex)
}

fn references(context: &Context, query: &QueryString, format: Format) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let wanted = Wanted::read(archive.corpus(), query)?;
    let results = wanted.results(archive, Parts::HITS);
    let cited = |hit: &Hit| {
        let (document, paragraph) = archive.corpus().paragraph_at(hit.place)?;
        Cited::paragraph(&site.links, archive, document, paragraph).file(format)
    };
    let files: Vec<String> = results.hits.iter().filter_map(cited).collect();
    let answer = answer::text(files.join("\n"), format, answer::TODAYS);
    wanted.continued(&site.links, format, results.total, answer)
}

/// What a data address asked for and got.
struct FoundHits {
    archive: Arc<Archive>,
    wanted: Wanted,
    results: Arc<Results>,
    /// The lines of the concordance in the order of the screen, where that is the view.
    lines: Option<Vec<LineEntry>>,
}

impl FoundHits {
    fn read(context: &Context, query: &QueryString) -> Result<Self, Error> {
        let Context { site, archive } = context;
        let wanted = Wanted::read(archive.corpus(), query)?;
        let results = Arc::new(wanted.results(archive, Parts::HITS));
        let search = &wanted.search;
        let lines = (search.view == View::Kwic).then(|| LineEntry::all(&site.links, archive, &results, search.lines));
        Ok(Self { archive: Arc::clone(archive), wanted, results, lines })
    }

    /// Returns the hits, each made when it is asked for.
    fn entries(&self, site: &Site) -> impl Iterator<Item = rows::Released<HitEntry>> + Send + use<> {
        let (mut archive, results, links) = (self.archive.clone(), self.results.clone(), site.links.clone());
        let hit = move |at| {
            Archive::renew(&mut archive);
            results.hits.get(at).and_then(|hit| HitEntry::of(&links, &archive, hit))
        };
        rows::Released::all((0..self.results.hits.len()).filter_map(hit), self.archive.corpus().release())
    }
}

/// What a data address asks for.
pub(super) struct Wanted {
    pub(super) search: Search,
    part: RowRange,
    reader: Reader,
}

impl Wanted {
    /// Reads a data address; unlike on the page, what has no meaning is refused.
    pub(super) fn read(corpus: &Corpus, query: &QueryString) -> Result<Self, Error> {
        Ok(Self { search: parameters::strict(corpus, query)?, part: RowRange::read(query)?, reader: Reader::of(query) })
    }

    /// Returns what it asks for, with these parts of the answer.
    pub(super) fn results(&self, archive: &Archive, parts: Parts) -> Results {
        archive.search(&super::request(&self.search, self.part.offset, self.part.limit, parts))
    }

    /// Returns the absolute address of the rest of the hits, if there are more.
    pub(super) fn next(&self, links: &Links, format: Format, total: usize) -> Option<String> {
        let offset = self.part.offset.saturating_add(self.part.limit);
        (offset < total).then(|| self.from(offset, links, format))
    }

    /// Returns the absolute address of these hits.
    pub(super) fn own(&self, links: &Links, format: Format) -> String {
        match &self.part {
            RowRange { offset: 0, limit: MOST } => links.absolute(&self.search.at_page(1).address(format)),
            part => self.from(part.offset, links, format),
        }
    }

    fn from(&self, offset: usize, links: &Links, format: Format) -> String {
        let address = self.search.at_page(1).address(format);
        let joint = if address.contains('?') { '&' } else { '?' };
        // The next part of a table for a spreadsheet is for one, too: its cells could be formulas as well.
        let reader = if format == Format::Csv { self.reader.parameter() } else { "" };
        links.absolute(&format!("{address}{joint}limit={}&offset={offset}{reader}", self.part.limit))
    }

    /// Adds the `Link` to the rest of the hits in the archive of a day, if there are more.
    fn continued_as_of(
        &self,
        links: &Links,
        format: Format,
        total: usize,
        day: Option<Date>,
        answer: Response,
    ) -> Result<Response, Error> {
        let Some(day) = day else { return self.continued(links, format, total, answer) };
        match self.next(links, format, total) {
            Some(next) => answer::followed(answer, &format!("{next}&as_of={day}")),
            None => Ok(answer),
        }
    }

    /// Adds the `Link` to the rest of the hits, if there are more.
    pub(super) fn continued(
        &self,
        links: &Links,
        format: Format,
        total: usize,
        answer: Response,
    ) -> Result<Response, Error> {
        match self.next(links, format, total) {
            Some(next) => answer::followed(answer, &next),
            None => Ok(answer),
        }
    }
}
