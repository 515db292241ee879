//! One request at a time, as a guest asks: named, slowly, not where it is not wanted, never without end.

use std::collections::HashMap;
use std::io::Read as _;
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, StatusCode, header};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::Url;

use super::address::{Guarded, PRIVATE, Reach, checked};
use super::robots::{NAME, Robots};
use super::terms::{HEADERS, Said};
use crate::corpus::Date;
use crate::import::capture::unpacked;
use crate::import::html::{Leads, leads_to};
use crate::import::{Error, Media, Received};

/// How hosts are treated.
#[derive(Debug, Clone)]
pub struct Etiquette {
    /// Who asks, for the operators of hosts: an address of the web or of mail.
    pub contact: Option<String>,
    /// How long to wait between two requests to one host; a host may ask for longer.
    pub pause: Duration,
    /// How long one request may take, its answer included.
    pub patience: Duration,
    /// How many bytes an answer may have.
    pub largest: u64,
    /// How often a request that failed for the moment is made again.
    pub retries: u32,
    /// How long to wait before the first of those; each later one waits twice as long.
    pub back_off: Duration,
    /// Which hosts may be asked.
    pub reach: Reach,
}

impl Default for Etiquette {
    fn default() -> Self {
        Self {
            contact: None,
            pause: Duration::from_secs(5),
            patience: Duration::from_secs(60),
            largest: 50 << 20,
            retries: 3,
            back_off: Duration::from_secs(5),
            reach: Reach::Public,
        }
    }
}

/// Asks hosts, one request at a time.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    etiquette: Etiquette,
    /// The rules of each host that was asked, by scheme, name and port.
    robots: HashMap<String, Robots>,
    /// When each host was last asked.
    asked: HashMap<String, Instant>,
    /// The cookies of the fetch that goes on, by scheme, name and port of who gave them; forgotten with it.
    cookies: HashMap<String, Vec<(String, String)>>,
    /// What pages of terms say that were asked for in this run.
    pub(super) terms_pages: HashMap<Url, String>,
    told: Told,
}

/// Who is told that something is asked for again.
struct Told(Box<dyn Fn(&str) + Send>);

impl std::fmt::Debug for Told {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Told")
    }
}

/// What is known of an answer that is held already.
#[derive(Debug, Default, Clone)]
pub(in crate::import) struct Known {
    pub(in crate::import) etag: Option<String>,
    pub(in crate::import) last_modified: Option<String>,
    /// Whether a page that is elsewhere for good, or at another host, is left there.
    pub(in crate::import) in_place: bool,
    /// The moment of which an archive is asked for a copy.
    pub(in crate::import) moment: Option<String>,
}

/// How many redirects are followed.
const REDIRECTS: usize = 8;

/// The longest wait that a busy host can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// How much of a host's rules is read, as RFC 9309 has it.
const LARGEST_RULES: u64 = 500 << 10;

/// An answer as it came.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Vec<u8>,
    /// The same before it was unpacked, where it was packed.
    pub(super) transferred: Option<Vec<u8>>,
}

impl Client {
    /// Returns a client that treats hosts so.
    #[must_use]
    pub fn new(etiquette: Etiquette) -> Self {
        let contact = etiquette.contact.as_ref().map(|contact| format!(" (+{contact})")).unwrap_or_default();
        let config = Agent::config_builder()
            .user_agent(format!("{NAME}/{}{contact}", env!("CARGO_PKG_VERSION")))
            .accept("text/html, application/pdf, text/plain;q=0.9, */*;q=0.1")
            .http_status_as_error(false)
            .max_redirects(0)
            // Through a proxy nobody could tell where a name leads.
            .proxy(None)
            .timeout_global(Some(etiquette.patience))
            .max_idle_connections(0)
            .accept_encoding("gzip")
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::new(), Guarded { reach: etiquette.reach });
        let told = Told(Box::new(|_| ()));
        let (robots, asked, cookies) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { agent, etiquette, robots, asked, cookies, terms_pages: HashMap::new(), told }
    }

    /// Returns the client, which from now on tells `told` when it waits to ask again, and why.
    #[must_use]
    pub fn telling(mut self, told: impl Fn(&str) + Send + 'static) -> Self {
        self.told = Told(Box::new(told));
        self
    }

    /// Gets what is at an address, unless the host says that it is what is known.
    pub(in crate::import) fn get_unless(&mut self, address: &str, known: &Known) -> Result<Received, Error> {
        self.cookies.clear();
        let mut url = checked(address)?;
        let mut refreshed = false;
        for _ in 0..=REDIRECTS {
            if !self.rules(&url)?.allow(&path(&url)) {
                return Err(Error::Unwanted(url.into()));
            }
            let answer = self.ask_again(&url, known)?;
            let gave_cookie = self.keep_cookies(&url, &answer.headers);
            if let Some(next) = redirect(&answer, &url) {
                let next = checked(&next)?;
                if known.in_place && (matches!(answer.status.as_u16(), 301 | 308) || next.host_str() != url.host_str())
                {
                    return Err(Error::Moved(next.into()));
                }
                if next == url && !gave_cookie && self.cookies.contains_key(&origin(&url)) {
                    return Err(Error::Cookie(url.into()));
                }
                url = next;
                continue;
            }
            if answer.status == StatusCode::NOT_MODIFIED && (known.etag.is_some() || known.last_modified.is_some()) {
                return Err(Error::Unchanged);
            }
            let headers = answer.headers.clone();
            let mut received = received(answer, &mut url)?;
            received.terms = Some(self.terms(&url, &headers, &received));
            match Some(&received)
                .filter(|received| received.media == Media::Html)
                .and_then(|page| leads_to(&page.text()))
            {
                Some(Leads::Refresh(to)) => {
                    let next = url.join(&to).map_err(|_| Error::Leads(to.clone()))?;
                    if refreshed || next.origin() != url.origin() {
                        return Err(Error::Leads(next.into()));
                    }
                    // A page that loads itself again is what it is.
                    if next == url {
                        return Ok(received);
                    }
                    refreshed = true;
                    url = checked(next.as_str())?;
                }
                Some(Leads::Frame(to)) => return Err(Error::Leads(url.join(&to).map_or(to, Into::into))),
                None => return Ok(received),
            }
        }
        Err(Error::Redirects(address.to_owned()))
    }

    /// Returns what host and page say of their use.
    fn terms(&self, url: &Url, headers: &HeaderMap, received: &Received) -> String {
        let of = |name: &'static str| {
            let values = headers.get_all(name).iter();
            values.map(move |value| (name, String::from_utf8_lossy(value.as_bytes()).into_owned()))
        };
        let page = (received.media == Media::Html).then(|| received.text());
        let said = Said {
            url,
            robots: self.robots.get(&origin(url)).and_then(|robots| robots.text.as_deref()),
            headers: HEADERS.into_iter().flat_map(of).collect(),
            page: page.as_deref(),
        };
        said.written()
    }

    /// Asks an archive of the web, and follows nothing: what it says of its copies stands in its headers.
    pub(super) fn ask_archive(&mut self, url: &Url, known: &Known) -> Result<Answer, Error> {
        self.cookies.clear();
        if self.rules(url)?.allow(&path(url)) {
            self.ask_again(url, known)
        } else {
            Err(Error::Unwanted(url.to_string()))
        }
    }

    /// Keeps the cookies of an answer for the rest of this fetch, and tells whether there was a new one.
    fn keep_cookies(&mut self, url: &Url, headers: &HeaderMap) -> bool {
        let mut new = false;
        for value in headers.get_all(header::SET_COOKIE) {
            let value = String::from_utf8_lossy(value.as_bytes());
            let pair = value.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            let clean = |text: &str| text.len() < 4096 && text.chars().all(|character| character.is_ascii_graphic());
            if name.is_empty() || !clean(&name) || !clean(&value) {
                continue;
            }
            let kept = self.cookies.entry(origin(url)).or_default();
            if kept.len() < 50 && !kept.contains(&(name.clone(), value.clone())) {
                kept.retain(|(known, _)| *known != name);
                kept.push((name, value));
                new = true;
            }
        }
        new
    }

    /// Returns what the host of an address asks of robots.
    pub(super) fn rules(&mut self, url: &Url) -> Result<Robots, Error> {
        let origin = origin(url);
        if let Some(robots) = self.robots.get(&origin) {
            return Ok(robots.clone());
        }
        let robots = self.read_rules(url)?;
        self.robots.insert(origin, robots.clone());
        Ok(robots)
    }

    fn read_rules(&mut self, url: &Url) -> Result<Robots, Error> {
        let mut place = url.join("/robots.txt").map_err(|_| Error::Address(url.to_string()))?;
        for _ in 0..=REDIRECTS {
            let answer = self.ask_again(&place, &Known::default())?;
            match redirect(&answer, &place).map(|next| checked(&next)) {
                Some(Ok(next)) => place = next,
                Some(Err(_)) => break,
                None if answer.status.is_success() => {
                    let read = answer.bytes.len().min(usize::try_from(LARGEST_RULES).unwrap_or(usize::MAX));
                    let text = String::from_utf8_lossy(answer.bytes.get(..read).unwrap_or_default()).into_owned();
                    let mut robots = Robots::parse(&text);
                    robots.text = Some(text);
                    return Ok(robots);
                }
                // A host without rules has none; one in trouble is left alone.
                None if answer.status.is_client_error() && answer.status != StatusCode::TOO_MANY_REQUESTS => {
                    break;
                }
                None => return Ok(Robots::closed()),
            }
        }
        Ok(Robots::default())
    }

    /// Asks, and asks again where that can help.
    fn ask_again(&mut self, url: &Url, known: &Known) -> Result<Answer, Error> {
        let mut wait = self.etiquette.back_off;
        let mut left = self.etiquette.retries;
        loop {
            let outcome = self.ask(url, known);
            let asked_for = match &outcome {
                Ok(answer) if is_busy(answer.status) => retry_after(&answer.headers),
                Err(error) if error.may_pass() => None,
                _ => return outcome,
            };
            let pause = asked_for.unwrap_or(wait);
            if left == 0 || pause > LONGEST_WAIT {
                return outcome;
            }
            let why = match &outcome {
                Ok(answer) => format!("status {}", answer.status.as_u16()),
                Err(error) => error.to_string(),
            };
            (self.told.0)(&format!("{why}: asking again in {} s, {left} more at most", pause.as_secs()));
            thread::sleep(pause);
            left -= 1;
            wait = wait.saturating_mul(2);
        }
    }

    /// Asks once, after the pause that is due.
    pub(super) fn ask(&mut self, url: &Url, known: &Known) -> Result<Answer, Error> {
        let origin = origin(url);
        let delay = self.robots.get(&origin).and_then(|robots| robots.delay).unwrap_or_default();
        let pause = delay.max(self.etiquette.pause);
        if let Some(last) = self.asked.get(&origin) {
            thread::sleep(pause.saturating_sub(last.elapsed()));
        }
        let mut place = url.clone();
        place.set_fragment(None);
        let mut request = self.agent.get(place.as_str());
        if let Some(etag) = &known.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(last_modified) = &known.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, last_modified);
        }
        if let Some(moment) = &known.moment {
            request = request.header("accept-datetime", moment);
        }
        if let Some(cookies) = self.cookies.get(&origin) {
            let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let answer = request.call().map_err(|error| self.wrong(error)).and_then(|response| {
            let (parts, body) = response.into_parts();
            let bytes = self.body(body, &parts.headers)?;
            let how = text(&parts.headers, header::CONTENT_ENCODING).unwrap_or_default().trim().to_ascii_lowercase();
            let (bytes, transferred) = match how.as_str() {
                "gzip" | "x-gzip" => (self.unpacked(&bytes)?, Some(bytes)),
                _ => (bytes, None),
            };
            Ok(Answer { status: parts.status, headers: parts.headers, bytes, transferred })
        });
        self.asked.insert(origin, Instant::now());
        answer
    }

    fn body(&self, mut body: Body, headers: &HeaderMap) -> Result<Vec<u8>, Error> {
        let largest = self.etiquette.largest;
        let mut bytes = Vec::new();
        let reader = body.with_config().limit(u64::MAX).reader();
        // One byte more than allowed tells an answer that is too large from one that just fits.
        let read = reader.take(largest.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| self.wrong(ureq::Error::from(error)))?;
        if bytes.len() as u64 > largest {
            return Err(Error::TooLarge(largest));
        }
        let told = text(headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        if told.is_some_and(|told| told != bytes.len() as u64) {
            return Err(Error::Network("the answer ended before its end".into()));
        }
        Ok(bytes)
    }

    fn unpacked(&self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        if !bytes.starts_with(&[0x1f, 0x8b]) {
            return Err(Error::Network("the answer is said to be packed as `gzip`, and is not".into()));
        }
        unpacked(bytes, "gzip", self.etiquette.largest).map_err(|error| match error {
            Error::Record(why) => Error::Network(why),
            error => error,
        })
    }

    fn wrong(&self, error: ureq::Error) -> Error {
        match error {
            ureq::Error::Timeout(_) => Error::TooSlow(self.etiquette.patience.as_secs()),
            ureq::Error::Other(ref said) if said.to_string() == PRIVATE => Error::Private,
            other => Error::Network(other.to_string()),
        }
    }
}

/// Takes an answer for what it is, unless it is none that was asked for.
pub(super) fn received(answer: Answer, url: &mut Url) -> Result<Received, Error> {
    if answer.status == StatusCode::PARTIAL_CONTENT {
        return Err(Error::Partial);
    }
    if !answer.status.is_success() {
        let status = answer.status.as_u16();
        let wait = retry_after(&answer.headers).filter(|wait| is_busy(answer.status) && *wait > LONGEST_WAIT);
        return Err(wait.map_or(Error::Status(status), |wait| Error::Later { status, wait: wait.as_secs() }));
    }
    let packed = text(&answer.headers, header::CONTENT_ENCODING).map(|how| how.trim().to_ascii_lowercase());
    if let Some(how) = packed.filter(|how| !matches!(how.as_str(), "" | "identity" | "gzip" | "x-gzip")) {
        return Err(Error::Packed(how));
    }
    if answer.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty);
    }
    let media_type = text(&answer.headers, header::CONTENT_TYPE).unwrap_or_default();
    url.set_fragment(None);
    let mut received = Received::from_network(answer.bytes, &media_type, url.to_string(), Date::today())?;
    received.etag = text(&answer.headers, header::ETAG);
    received.last_modified = text(&answer.headers, header::LAST_MODIFIED);
    Ok(received)
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

pub(super) fn path(url: &Url) -> String {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", url.path())
}

fn redirect(answer: &Answer, from: &Url) -> Option<String> {
    let moved = matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let to = text(&answer.headers, header::LOCATION).filter(|_| moved)?;
    Some(from.join(&to).map_or(to, Into::into))
}

fn is_busy(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?;
    let value = value.trim();
    let until = || {
        let moment = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(value).ok()?;
        let left = moment.as_second().saturating_sub(jiff::Timestamp::now().as_second());
        Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
    };
    value.parse().ok().map(Duration::from_secs).or_else(until)
}

pub(super) fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
