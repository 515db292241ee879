//! Copies of pages in archives of the web, by Memento (RFC 7089).
//!
//! An archive's page is not the page: only its untouched form (`id_` in the address of the copy) has the bytes that were
//! captured, and the digest in its index is of them. What was asked for is not what is got, so moment and address are
//! taken from the answer.

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use ureq::http::header::{CONTENT_TYPE, HeaderName, LINK, LOCATION};
use url::Url;
use url::form_urlencoded::Serializer;

use super::address::checked;
use super::cdx::{self, Row};
use super::client::{Answer, Client, Known, text};
use crate::corpus::Date;
use crate::import::capture::{Capture, Copied, Digest};
use crate::import::host::canonical;
use crate::import::{Error, Received};

/// An archive of the web.
#[derive(Debug, Clone)]
pub struct WebArchive {
    /// Where it is asked for the copy of an address at a moment.
    timegate: Url,
    /// Only copies from before this day are wanted.
    before: Option<Date>,
    /// Where its index was found.
    index: Option<Url>,
}

/// How many redirects of an archive's own are followed.
const REDIRECTS: usize = 4;

const MEMENTO_DATETIME: HeaderName = HeaderName::from_static("memento-datetime");

/// The address of a copy, in its parts.
struct MementoAddress {
    front: String,
    stamp: String,
    original: String,
}

impl WebArchive {
    /// Takes an archive by its time gate.
    ///
    /// # Errors
    ///
    /// When that is no address of the web.
    pub fn new(timegate: &str, before: Option<Date>) -> Result<Self, Error> {
        let mut timegate = checked(timegate)?;
        timegate.set_fragment(None);
        if timegate.query().is_none() && !timegate.path().ends_with('/') {
            timegate.set_path(&format!("{}/", timegate.path()));
        }
        Ok(Self { timegate, before, index: None })
    }

    /// Returns whether copies of any day will do.
    pub(super) fn takes_any(&self) -> bool {
        self.before.is_none()
    }

    /// Gets the last copy of a page, untouched and proved by the digest in the archive's index.
    pub(super) fn get(&mut self, url: &str, client: &mut Client) -> Result<Received, Error> {
        let nearest = self.nearest(url, client)?;
        let rows = self.rows(url, client)?;
        let rows: Vec<&Row> = rows.iter().filter(|row| canonical(&row.original) == canonical(url)).collect();
        let limit = self.before.map(|day| day.to_string().replace('-', ""));
        let fits = |row: &&&Row| row.has_page() && limit.as_ref().is_none_or(|limit| row.stamp < *limit);
        let named = rows.iter().find(|row| row.stamp == nearest.stamp).filter(fits);
        let wanted = named.or_else(|| rows.iter().filter(fits).max_by(|a, b| a.stamp.cmp(&b.stamp)));
        let Some(wanted) = wanted else {
            let first = rows.iter().filter(|row| row.has_page()).map(|row| row.stamp.as_str()).min();
            return Err(Error::NotArchived { url: url.to_owned(), but: self.but(first) });
        };
        let place =
            MementoAddress { front: nearest.front, stamp: wanted.stamp.clone(), original: wanted.original.clone() };
        let (address, answer) = self.untouched(place, client)?;
        self.received(url, address, answer, &rows)
    }

    /// Returns what there is where no copy fits.
    fn but(&self, first: Option<&str>) -> String {
        match (self.before, first) {
            (Some(day), Some(first)) => format!(" from before {day}: its first is of {}", readable(first)),
            (Some(day), None) => format!(" from before {day}, nor any"),
            _ => String::new(),
        }
    }

    /// Asks the time gate, and returns the place of the copy that it names.
    fn nearest(&self, url: &str, client: &mut Client) -> Result<MementoAddress, Error> {
        let zoned = match self.before.and_then(|day| day.to_string().parse::<jiff::civil::Date>().ok()) {
            Some(day) => day.to_zoned(TimeZone::UTC).map_err(|error| Error::Archive(error.to_string()))?,
            None => jiff::Timestamp::now().to_zoned(TimeZone::UTC),
        };
        let known = Known { moment: Some(zoned.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()), ..Known::default() };
        let mut address = checked(&format!("{}{url}", self.timegate))?;
        for _ in 0..=REDIRECTS {
            let answer = client.ask_archive(&address, &known)?;
            if answer.status.as_u16() == 404 {
                return Err(Error::NotArchived { url: url.to_owned(), but: String::new() });
            }
            let to = text(&answer.headers, LOCATION).filter(|_| answer.status.is_redirection());
            let named = match to {
                Some(to) => self.own(&address, &to)?,
                None if answer.status.is_success() => {
                    let links = text(&answer.headers, LINK).unwrap_or_default();
                    let content = || text(&answer.headers, HeaderName::from_static("content-location"));
                    let named = linked(&links, "memento").or_else(content);
                    let named = named.ok_or_else(|| Error::Archive("its time gate names no copy".to_owned()))?;
                    self.own(&address, &named)?
                }
                None => {
                    return Err(Error::Archive(format!(
                        "its time gate answered with status {}",
                        answer.status.as_u16()
                    )));
                }
            };
            match MementoAddress::of(&named) {
                Some(place) => return Ok(place),
                None if answer.status.is_redirection() => address = named,
                None => return Err(Error::Archive(format!("the address `{named}` of its copy has no untouched form"))),
            }
        }
        Err(Error::Redirects(address.into()))
    }

    /// Returns an address that the archive names, which must be one of its own.
    fn own(&self, base: &Url, named: &str) -> Result<Url, Error> {
        let url = base.join(named).map_err(|_| Error::Address(named.to_owned()))?;
        if url.host_str() != self.timegate.host_str() || url.port_or_known_default() != base.port_or_known_default() {
            return Err(Error::Archive(format!("it leads to another host: `{url}`")));
        }
        checked(url.as_str())
    }

    /// Returns what the archive's index has of an address, from the first place beside the time gate that is one.
    fn rows(&mut self, url: &str, client: &mut Client) -> Result<Vec<Row>, Error> {
        let places = self.index.clone().map_or_else(|| self.indexes(), |index| vec![index]);
        let mut wrong = "it has no index beside its time gate".to_owned();
        let mut empty = false;
        for place in places {
            let mut query = Serializer::new(String::new());
            query.append_pair("url", url).append_pair("output", "json");
            let mut address = place.clone();
            address.set_query(Some(&query.finish()));
            let answer = client.ask_archive(&address, &Known::default())?;
            if !answer.status.is_success() {
                continue;
            }
            match cdx::parse(&String::from_utf8_lossy(&answer.bytes)) {
                Some(rows) if rows.is_empty() => empty = true,
                Some(rows) => {
                    self.index = Some(place);
                    return Ok(rows);
                }
                None => wrong = format!("what is at `{place}` is no index of copies"),
            }
        }
        if empty { Ok(Vec::new()) } else { Err(Error::Archive(format!("{wrong}, so nothing proves its copies"))) }
    }

    /// Returns where an index can be: below the time gate, beside it, or where the Internet Archive has it.
    fn indexes(&self) -> Vec<Url> {
        let path = self.timegate.path().trim_end_matches('/');
        let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
        let mut paths = vec![format!("{path}/cdx"), format!("{above}/cdx"), format!("{above}/cdx/search/cdx")];
        if last == "timegate" {
            paths.swap(0, 1);
        }
        if self.timegate.host_str() == Some("web.archive.org") {
            paths = vec!["/cdx/search/cdx".to_owned()];
        }
        let at = |path: String| {
            let mut url = self.timegate.clone();
            url.set_path(&path);
            url.set_query(None);
            url
        };
        paths.into_iter().map(at).collect()
    }

    /// Gets a copy in its untouched form, from where the archive has it in the end.
    fn untouched(&self, mut place: MementoAddress, client: &mut Client) -> Result<(Url, Answer), Error> {
        for _ in 0..=REDIRECTS {
            let address = checked(&place.untouched())?;
            let answer = client.ask_archive(&address, &Known::default())?;
            let is_copy = answer.headers.contains_key(MEMENTO_DATETIME);
            match text(&answer.headers, LOCATION).filter(|_| answer.status.is_redirection()) {
                Some(to) if is_copy => {
                    let to = self
                        .own(&address, &to)
                        .ok()
                        .and_then(|url| MementoAddress::of(&url))
                        .map_or(to, |at| at.original);
                    return Err(Error::Moved(to));
                }
                Some(to) => {
                    let to = self.own(&address, &to)?;
                    place = MementoAddress::of(&to)
                        .ok_or_else(|| Error::Archive(format!("it leads to `{to}`, no copy")))?;
                }
                None if !answer.status.is_success() => return Err(Error::Status(answer.status.as_u16())),
                None if !is_copy => return Err(Error::Archive("it does not say of when its copy is".to_owned())),
                None => return Ok((address, answer)),
            }
        }
        Err(Error::Redirects(place.untouched()))
    }

    /// Takes a copy for what it is: of its own moment, of the address that was asked for, with the digest in the index.
    fn received(&self, url: &str, address: Url, answer: Answer, rows: &[&Row]) -> Result<Received, Error> {
        let said = text(&answer.headers, MEMENTO_DATETIME).unwrap_or_default();
        let moment = DateTimeParser::new().parse_timestamp(said.trim());
        let moment = moment.map_err(|_| Error::Archive(format!("`{said}`, the moment of its copy, is none")))?;
        let stamp = moment.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S").to_string();
        let links = text(&answer.headers, LINK).unwrap_or_default();
        let original = linked(&links, "original").unwrap_or_else(|| url.to_owned());
        if canonical(&original) != canonical(url) {
            return Err(Error::Archive(format!("its copy is of `{original}`, which was not asked for")));
        }
        if let Some(limit) = self.before.filter(|day| stamp >= day.to_string().replace('-', "")) {
            let but = format!(" from before {limit}: what it gave is of {}", readable(&stamp));
            return Err(Error::NotArchived { url: url.to_owned(), but });
        }
        let named: Vec<&str> = rows.iter().filter(|row| row.stamp == stamp).map(|row| row.digest.as_str()).collect();
        let mut digests = named.iter().filter_map(|named| Some((*named, Digest::parse(named)?))).peekable();
        let Some((first, spelling)) = digests.peek().cloned() else {
            let when = readable(&stamp);
            return Err(Error::Archive(format!(
                "its index names no digest of its copy of {when}, so nothing proves it"
            )));
        };
        let mut readings: Vec<(&'static str, &[u8])> = Vec::new();
        readings.extend(answer.transferred.as_deref().map(|bytes| ("the bytes as they were transferred", bytes)));
        readings.push(("the bytes of the untouched copy", &answer.bytes));
        let found = digests.find_map(|(named, digest)| {
            readings.iter().find(|(_, bytes)| digest.is_of(bytes)).map(|(reading, _)| (named, *reading))
        });
        let Some((digest, agreed)) = found else {
            let each = readings.iter().map(|(reading, bytes)| format!("{} ({reading})", spelling.of(bytes)));
            return Err(Error::Digest { named: first.to_owned(), found: each.collect::<Vec<_>>().join(", ") });
        };
        let digest = digest.to_owned();
        let media_type = text(&answer.headers, CONTENT_TYPE).unwrap_or_default();
        let mut received = Received::from_network(answer.bytes, &media_type, url.to_owned(), Date::today())?;
        let mut told = Vec::new();
        if original != url {
            told.push(format!("the archive has the page as `{original}`"));
        }
        received.capture = Some(Capture {
            how: "memento",
            captured: moment.to_string(),
            digest: Some(digest),
            agreed: Some(agreed),
            by: self.timegate.host_str().map(str::to_owned),
            record: None,
            copy: Some(Copied { url: address.into(), asked: Date::today(), answered: None }),
            told,
        });
        Ok(received)
    }
}

impl MementoAddress {
    /// Reads the address of a copy: something, the moment in fourteen digits, the address that was captured.
    fn of(url: &Url) -> Option<Self> {
        let url = url.as_str();
        let mut from = 0;
        while let Some(at) = url.get(from..)?.find('/').map(|at| from + at + 1) {
            let segment = url.get(at..)?.split('/').next()?;
            let (digits, form) = segment.split_at_checked(14).unwrap_or_default();
            let is_form = form.is_empty() || form.len() == 3 && form.ends_with('_');
            if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_form {
                let original = url.get(at + segment.len() + 1..).unwrap_or_default().to_owned();
                return Some(Self { front: url.get(..at)?.to_owned(), stamp: digits.to_owned(), original });
            }
            from = at;
        }
        None
    }

    fn untouched(&self) -> String {
        format!("{}{}id_/{}", self.front, self.stamp, self.original)
    }
}

/// Returns the address that a `Link` header gives a relation.
///
/// One link can have several relations in one text: `first memento` is also a `memento`.
fn linked(links: &str, relation: &str) -> Option<String> {
    let mut found = None;
    for link in links.split('<').skip(1) {
        let (url, parameters) = link.split_once('>')?;
        let relations = parameters.split(';').filter_map(|parameter| parameter.trim().strip_prefix("rel="));
        let relations: Vec<&str> = relations.flat_map(|text| text.trim_matches(['"', ',', ' ']).split(' ')).collect();
        if relations == [relation] {
            return Some(url.to_owned());
        }
        // The last of several is the latest.
        if relations.contains(&relation) {
            found = Some(url.to_owned());
        }
    }
    found
}

fn readable(stamp: &str) -> String {
    let part = |from, to| stamp.get(from..to).unwrap_or_default();
    format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_found_in_their_addresses() {
        for (address, expected) in [
            (
                "https://web.archive.org/web/20180423110000/http://a.example/x?y=1",
                Some("https://web.archive.org/web/20180423110000id_/http://a.example/x?y=1"),
            ),
            (
                "http://h/coll/20180423110000mp_/http://a.example/",
                Some("http://h/coll/20180423110000id_/http://a.example/"),
            ),
            ("http://h/coll/http://a.example/20180423/x", None),
            ("http://h/coll/", None),
        ] {
            let place = MementoAddress::of(&Url::parse(address).unwrap());
            assert_eq!(place.map(|place| place.untouched()).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn links_are_told_by_their_relations() {
        let links = "<http://a.example/>; rel=\"original\", <http://h/1/x>; rel=\"first memento\"; datetime=\"Mon, 1 Jan 2018 00:00:00 GMT\", \
                     <http://h/2/x>; rel=\"memento\"; datetime=\"Tue, 2 Jan 2018 00:00:00 GMT\"";
        assert_eq!(linked(links, "original").as_deref(), Some("http://a.example/"));
        assert_eq!(linked(links, "memento").as_deref(), Some("http://h/2/x"));
        assert_eq!(linked("<http://h/1/x>; rel=\"first last memento\"", "memento").as_deref(), Some("http://h/1/x"));
        assert_eq!(linked(links, "timegate"), None);
        assert_eq!(linked("", "memento"), None);
    }

    #[test]
    fn an_index_is_looked_for_beside_the_time_gate() {
        let indexes = |gate: &str| {
            let archive = WebArchive::new(gate, None).unwrap();
            archive.indexes().first().map(ToString::to_string)
        };
        assert_eq!(indexes("http://h.example/coll").as_deref(), Some("http://h.example/coll/cdx"));
        assert_eq!(indexes("http://h.example/coll/timegate/").as_deref(), Some("http://h.example/coll/cdx"));
        assert_eq!(indexes("https://web.archive.org/web/").as_deref(), Some("https://web.archive.org/cdx/search/cdx"));
    }
}
