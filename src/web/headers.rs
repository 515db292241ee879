//! Every cache and security header is written here.
//!
//! Handlers name a [`Policy`]; an answer without one is not stored. The rules for pages are one content-security
//! policy that allows nothing but this site's own files, scored by Mozilla's Observatory at its highest grade.

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::civil;

use super::error::Error;
use super::site::Site;
use crate::corpus::{Date, Release};
use crate::data::Format;
use crate::wording::Sha256;

/// How an answer may be kept and where it may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) cache: Cache,
    pub(crate) reach: UsableFrom,
}

impl Policy {
    /// A page that is the same as long as the release is.
    pub(crate) const PAGE: Self = Self { cache: Cache::Release, reach: UsableFrom::Site };
    /// Data that is the same as long as the release is, open to scripts of every origin.
    pub(crate) const DATA: Self = Self { cache: Cache::Release, reach: UsableFrom::Open };
    /// A page that is made for this request alone.
    pub(crate) const UNKEPT: Self = Self { cache: Cache::Never, reach: UsableFrom::Site };
    /// A file whose address names its content.
    pub(crate) const FILE: Self = Self { cache: Cache::Permanent, reach: UsableFrom::Site };
    /// A file whose address names its content, and that frames on other sites load.
    ///
    /// Such frames are of no origin: they ask for style and fonts as scripts of every origin may (CORS).
    pub(crate) const FRAMES_FILE: Self = Self { cache: Cache::Permanent, reach: UsableFrom::Anywhere };
    /// A page for the frames of other sites.
    pub(crate) const FRAME: Self = Self { cache: Cache::Release, reach: UsableFrom::Framed };
    /// A picture for the pages of other sites.
    pub(crate) const PICTURE: Self = Self { cache: Cache::Release, reach: UsableFrom::Shown };

    /// Returns the policy of a static file.
    pub(crate) fn of_file(name: &str) -> Self {
        if name.ends_with(".css") || name.ends_with(".woff2") { Self::FRAMES_FILE } else { Self::FILE }
    }

    /// Returns the policy of what stands at an address, for an answer that is not made because the client holds it:
    /// caches write its headers over those that they keep (RFC 9111, 4.3.4), so these must be the same.
    fn by_address(path: &str) -> Self {
        match path.rsplit('/').next() {
            Some(name) if path.starts_with("/static/") => Self::of_file(name),
            Some("embed") => Self::FRAME,
            Some("card.png") => Self::PICTURE,
            Some("source") => Self::DATA,
            Some(_) if path.starts_with("/data/") => Self::DATA,
            _ if Format::of_path(path).is_data() => Self::DATA,
            _ => Self::PAGE,
        }
    }
}

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cache {
    /// Not at all.
    Never,
    /// As long as the release is the same; asked again after a minute.
    Release,
    /// For good: the address names the content.
    Permanent,
}

/// Where an answer may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UsableFrom {
    /// On this site.
    Site,
    /// By scripts of every origin: data.
    Open,
    /// In a frame of every site: the embed page alone.
    Framed,
    /// As a picture on every site: the cards.
    Shown,
    /// In pages of every origin and of none: style, fonts, icons.
    Anywhere,
}

/// What an answer says to machines that keep the web (RFC 8288, RFC 8574, RFC 7089).
#[derive(Debug, Clone, Default)]
pub(crate) struct Signposts {
    /// The absolute address to cite.
    pub(crate) cite_as: Option<String>,
    /// Descriptions of it, each with its media type.
    pub(crate) described_by: Vec<(String, &'static str)>,
    /// The address of its licence, where one is known.
    pub(crate) license: Option<String>,
    /// The day since when these words stood at the address.
    pub(crate) memento: Option<Date>,
    /// The absolute address of what stands there now.
    pub(crate) latest: Option<String>,
    /// Whether crawlers are asked not to list it.
    pub(crate) unlisted: bool,
}

impl Signposts {
    fn apply(&self, headers: &mut HeaderMap) {
        let mut links: Vec<String> = Vec::new();
        links.extend(self.cite_as.iter().map(|url| format!("<{url}>; rel=\"cite-as\"")));
        links.extend(self.license.iter().map(|url| format!("<{url}>; rel=\"license\"")));
        links.extend(self.latest.iter().map(|url| format!("<{url}>; rel=\"original latest-version\"")));
        let described = |(url, kind): &(String, &str)| format!("<{url}>; rel=\"describedby\"; type=\"{kind}\"");
        links.extend(self.described_by.iter().map(described));
        // A base address or a licence that no header can hold is left out, never cut.
        for link in links.iter().filter_map(|link| HeaderValue::from_str(link).ok()) {
            headers.append(header::LINK, link);
        }
        if let Some(day) = self.memento.and_then(memento).and_then(|day| HeaderValue::from_str(&day).ok()) {
            headers.insert("memento-datetime", day);
        }
        if self.unlisted {
            headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
        }
    }
}

/// Returns the first second of a day as HTTP writes times.
fn memento(day: Date) -> Option<String> {
    let first = civil::Date::new(day.year(), day.month()?, day.day()?).ok()?;
    Some(first.strftime("%a, %d %b %Y 00:00:00 GMT").to_string())
}

const CONTENT_SECURITY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

const CONTENT_SECURITY_FRAMED: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; \
     frame-ancestors *",
);

/// Headers that every answer carries, whatever it is.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static("interest-cohort=()")),
];

/// Hands the present archive to the request, answers what the client already has, and writes the headers.
pub(crate) async fn write(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let archive = site.live.current();
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let tag = tag(site.links.base(), archive.corpus().release(), address);
    let asks = *request.method() == Method::GET;
    // Only what stands at an address has a tag, so a client that holds this one needs no second look; but whoever is
    // refused is told so, whatever they hold.
    let refused = request.extensions().get::<Error>().is_some();
    if asks && !refused && holds(request.headers(), &tag) {
        return unchanged(Policy::by_address(request.uri().path()), &tag);
    }
    let holds_any = request.headers().get_all(header::IF_NONE_MATCH).iter().any(|value| value == "*");
    request.extensions_mut().insert(archive);
    let asks_first = *request.method() == Method::OPTIONS && is_open(request.uri().path());
    let mut answer = next.run(request).await;
    if asks_first {
        return permit(answer);
    }
    let policy = answer.extensions().get::<Policy>().copied().unwrap_or(Policy::UNKEPT);
    let cache = if asks && (answer.status().is_success() || answer.status().is_redirection()) {
        policy.cache
    } else {
        Cache::Never
    };
    // A condition counts only where there would be an answer of 2xx without it (RFC 9110, 13.2.1).
    let stands = answer.status().is_success() && cache != Cache::Never;
    if stands && holds_any {
        return unchanged(policy, &tag);
    }
    if let Some(signposts) = answer.extensions_mut().remove::<Signposts>() {
        signposts.apply(answer.headers_mut());
    }
    apply(answer.headers_mut(), Policy { cache, ..policy }, stands.then_some(tag.as_str()));
    answer
}

/// Answers that the client holds what stands at the address.
fn unchanged(policy: Policy, tag: &str) -> Response {
    let mut answer = StatusCode::NOT_MODIFIED.into_response();
    apply(answer.headers_mut(), policy, Some(tag));
    answer
}

/// Answers HEAD as GET would be answered in every header, and takes the body off at the very end.
pub(crate) async fn head_as_get(mut request: Request, next: Next) -> Response {
    if *request.method() != Method::HEAD {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    let (mut parts, body) = next.run(request).await.into_parts();
    let Some(length) = body.size_hint().exact() else {
        // What is compressed as it is sent has no length to tell, so nothing may tell one for the body that is missing.
        return Response::from_parts(parts, Body::from_stream(stream::empty::<Result<Bytes, Infallible>>()));
    };
    parts.headers.entry(header::CONTENT_LENGTH).or_insert(length.into());
    Response::from_parts(parts, Body::empty())
}

/// Takes out of a request that it will have no answer as it is: an answer may be sent so to whoever refuses every
/// form of it (RFC 9110, 12.5.3), and is worth more than a 406.
pub(crate) async fn plain_at_worst(mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let items: Vec<&str> = listed.flat_map(|value| value.split(',')).collect();
    let kept: Vec<&str> = items.iter().copied().filter(|item| !refuses_plain(item)).collect();
    if kept.len() < items.len()
        && let Ok(kept) = HeaderValue::from_str(&kept.join(","))
    {
        request.headers_mut().insert(header::ACCEPT_ENCODING, kept);
    }
    next.run(request).await
}

/// Tells whether an item of `Accept-Encoding` refuses an answer as it is: by name, or with all that is not named.
fn refuses_plain(item: &str) -> bool {
    let (name, weight) = item.split_once(';').unwrap_or((item, ""));
    let (name, weight) = (name.trim(), weight.trim().to_ascii_lowercase());
    let refused = weight.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
    refused && (name == "*" || name.eq_ignore_ascii_case("identity"))
}

/// Tells whether scripts of every origin may ask for an address.
pub(crate) fn is_open(path: &str) -> bool {
    Policy::by_address(path) == Policy::DATA
}

/// Tells a script of another origin what it may ask for, before it asks.
fn permit(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    apply(headers, Policy { cache: Cache::Never, reach: UsableFrom::Open }, None);
    // What the address takes stands in `Allow`; nothing does where there is no such address.
    if let Some(methods) = headers.get(header::ALLOW).cloned() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    answer
}

/// Returns the entity tag of an address: all that decides what is answered there, the program itself among it.
///
/// It is weak, since compression changes the bytes and not the meaning.
fn tag(base: &str, release: &Release, address: &str) -> String {
    let digest = Sha256::of(format!("{} {release} {base} {address}", env!("G7CYBER_BUILD")).as_bytes());
    format!("W/\"{digest:.20}\"")
}

/// Tells whether the client says that it holds the answer with this tag (RFC 9110, 13.1.2, weak comparison).
fn holds(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let listed = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|other| opaque(other) == opaque(tag))
}

fn apply(headers: &mut HeaderMap, policy: Policy, tag: Option<&str>) {
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    let framed = policy.reach == UsableFrom::Framed;
    headers.insert(header::CONTENT_SECURITY_POLICY, if framed { CONTENT_SECURITY_FRAMED } else { CONTENT_SECURITY });
    if !framed {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
        headers.insert("cross-origin-embedder-policy", HeaderValue::from_static("require-corp"));
    }
    // Data stays closed to pages that load it without asking: scripts of other origins ask (CORS), and then this
    // header is not looked at.
    let shown = matches!(policy.reach, UsableFrom::Framed | UsableFrom::Shown);
    let resource = if shown { "cross-origin" } else { "same-origin" };
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static(resource));
    if policy.reach == UsableFrom::Anywhere {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    if policy.reach == UsableFrom::Open {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("Link, Memento-Datetime, Retry-After"),
        );
    }
    let kept = match policy.cache {
        Cache::Never => "no-store",
        Cache::Release => "public, max-age=60, stale-if-error=86400",
        Cache::Permanent => "public, max-age=31536000, immutable",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
}

/// Returns the whole of the answer to a connection that has no place, as it goes over the wire.
pub(crate) fn no_place() -> &'static [u8] {
    static ANSWER: LazyLock<String> = LazyLock::new(|| {
        let mut headers = HeaderMap::new();
        apply(&mut headers, Policy::UNKEPT, None);
        let lines = headers.iter().filter_map(|(name, value)| Some(format!("{name}: {}\r\n", value.to_str().ok()?)));
        let lines: String = lines.collect();
        format!(
            "HTTP/1.1 503 Service Unavailable\r\n{lines}Retry-After: 5\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
    });
    ANSWER.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, expected: bool) {
        let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, sent.parse().expect("the table holds values"))]);
        assert_eq!(holds(&headers, "W/\"ab\""), expected, "{sent}");
    }

    #[test]
    fn tags_are_compared_weakly_and_in_lists() {
        check("W/\"ab\"", true);
        check("\"ab\"", true);
        check("\"x\", W/\"ab\"", true);
        check("\"abc\"", false);
        check("*", false);
    }
}
