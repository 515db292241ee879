//! Which of the captures in a file is the one of an address.

use url::Url;

use super::warc::{Kind, ListedCapture};
use crate::import::Error;

/// The records that make one capture, and what is known of it.
#[derive(Debug)]
pub(super) struct Chosen {
    pub(super) places: Vec<(usize, usize)>,
    pub(super) by: Option<String>,
    pub(super) told: Vec<String>,
}

/// Finds the capture of an address among those of a file: the last that has a page.
///
/// # Errors
///
/// When there is none of it, each with what there is instead.
pub(super) fn choose(entries: &[ListedCapture], url: Option<&str>) -> Result<Chosen, Error> {
    let Some(url) = url else { return Err(Error::Unnamed(addresses(entries))) };
    let wanted = same(url);
    let mut of_it: Vec<&ListedCapture> = entries.iter().filter(|entry| same(&entry.uri) == wanted).collect();
    of_it.sort_by(|a, b| a.captured.cmp(&b.captured));
    let status = |entry: &ListedCapture| entry.status.or_else(|| original(entries, entry)?.status);
    let has_page = |entry: &&&ListedCapture| match status(entry) {
        Some(status) => (200..300).contains(&status) && status != 206,
        None => entry.kind == Kind::Resource,
    };
    let Some(entry) = of_it.iter().rev().find(has_page) else {
        return Err(match of_it.last() {
            None => Error::NotCaptured { url: url.to_owned(), addresses: addresses(entries) },
            Some(ListedCapture { location: Some(to), .. }) => {
                let base = Url::parse(url).ok();
                Error::Moved(base.and_then(|base| base.join(to).ok()).map_or_else(|| to.clone(), Into::into))
            }
            Some(entry) if entry.kind == Kind::Revisit && status(entry).is_none() => Error::NoOriginal(url.to_owned()),
            Some(entry) => Error::Status(status(entry).unwrap_or_default()),
        });
    };
    let mut places = vec![entry.place];
    if entry.kind == Kind::Revisit {
        places.push(original(entries, entry).ok_or_else(|| Error::NoOriginal(url.to_owned()))?.place);
    }
    let mut told = Vec::new();
    let others = of_it.iter().filter(has_page).filter(|other| other.digest != entry.digest || entry.digest.is_none());
    if others.filter(|other| other.place != entry.place).count() > 0 {
        let n = of_it.len();
        told.push(format!(
            "the file has {n} captures of the address, of other bytes; the one of {} was taken",
            entry.captured
        ));
    }
    Ok(Chosen { places, by: entry.by.clone(), told })
}

/// Returns the capture that a revisit refers to: by its record, by its address and moment, or by its digest.
///
/// A page that says that there is none can have the bytes of another, so a digest alone is not enough.
fn original<'a>(entries: &'a [ListedCapture], revisit: &ListedCapture) -> Option<&'a ListedCapture> {
    if revisit.kind != Kind::Revisit {
        return None;
    }
    let [id, uri, moment] = &revisit.refers;
    let mut whole = entries.iter().filter(|entry| entry.kind != Kind::Revisit);
    if let Some(id) = id
        && let Some(found) = whole.clone().find(|entry| entry.id.as_ref() == Some(id))
    {
        return Some(found);
    }
    if let (Some(uri), Some(moment)) = (uri, moment)
        && let Some(found) = whole.clone().find(|entry| same(&entry.uri) == same(uri) && entry.captured == *moment)
    {
        return Some(found);
    }
    let alike = |entry: &&ListedCapture| {
        let status = revisit.status.is_none() || revisit.status == entry.status;
        revisit.digest.is_some() && entry.digest == revisit.digest && status
    };
    whole.find(alike)
}

/// So many addresses are named where the one asked for is not there.
const NAMED: usize = 20;

/// Returns the addresses that have a page in a file, for who did not name one of them.
fn addresses(entries: &[ListedCapture]) -> String {
    let pages = entries.iter().filter(|entry| entry.status.is_none_or(|status| (200..300).contains(&status)));
    let mut addresses: Vec<&str> = pages.map(|entry| entry.uri.as_str()).collect();
    let mut seen = std::collections::HashSet::new();
    addresses.retain(|address| seen.insert(*address));
    if addresses.is_empty() {
        return " no page".to_owned();
    }
    let mut named: String = addresses.iter().take(NAMED).map(|address| format!("\n    {address}")).collect();
    if addresses.len() > NAMED {
        named.push_str(&format!("\n    and {} more", addresses.len() - NAMED));
    }
    named
}

/// Returns an address as addresses are compared: as a browser would ask for it, without its fragment.
fn same(url: &str) -> String {
    let Ok(mut url) = Url::parse(url.trim()) else { return url.to_owned() };
    url.set_fragment(None);
    url.into()
}
