//! A crawl from the first page finds no dead link and no dead fragment.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::http::Method;
use g7cyber::corpus::Files;

use crate::site::{BASE, ask, over};
use crate::support::five_releases;

/// Choices of facets multiply without end, and every combination is the same page: so many of one page are looked at.
const OF_ONE_PAGE: usize = 8;

/// Returns the values of `href` and `src` in a page.
fn links(body: &str) -> Vec<String> {
    let values = ["href=\"", "src=\""].into_iter().flat_map(|name| body.split(name).skip(1));
    values
        .filter_map(|rest| rest.split('"').next())
        .map(|link| link.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// Returns the ids of a page.
fn ids(body: &str) -> BTreeSet<String> {
    body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Follows every link from `/` and tells what is dead.
fn crawl(site: &Router) -> (usize, Vec<String>) {
    let mut waiting = vec![("/".to_owned(), String::new())];
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut looked_at: BTreeMap<String, usize> = BTreeMap::new();
    let mut fragments: Vec<(String, String, String)> = Vec::new();
    let mut dead = Vec::new();
    while let Some((address, from)) = waiting.pop() {
        if seen.contains_key(&address) {
            continue;
        }
        let page = address.split('?').next().unwrap().to_owned();
        let times = looked_at.entry(page).or_default();
        *times += 1;
        if *times > OF_ONE_PAGE {
            continue;
        }
        let answer = ask(site.clone(), Method::GET, &address, &[], "");
        match answer.status.as_u16() {
            // A choice and a tombstone are pages of their own.
            200 | 300 | 410 => {}
            301 | 303 => waiting.push((answer.header("location").to_owned(), address.clone())),
            status => dead.push(format!("{address}: {status} (from {from})")),
        }
        seen.insert(address.clone(), ids(&answer.body));
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in links(&answer.body) {
            let link = link
                .strip_prefix(BASE)
                .map_or(link.clone(), |path| if path.is_empty() { "/".to_owned() } else { path.to_owned() });
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let to = if path.is_empty() { address.clone() } else { path.to_owned() };
            // Cards have their own test, and drawing them all takes longer than the rest.
            if !to.starts_with('/') || to.ends_with("/card.png") {
                continue;
            }
            if !fragment.is_empty() {
                fragments.push((to.clone(), fragment.to_owned(), address.clone()));
            }
            waiting.push((to, address.clone()));
        }
    }
    for (to, fragment, from) in fragments {
        if seen.get(&to).is_some_and(|ids| !ids.contains(&fragment)) {
            dead.push(format!("{to}#{fragment}: no such place (from {from})"));
        }
    }
    (seen.len(), dead)
}

#[test]
fn no_link_of_the_real_site_is_dead() {
    let (pages, dead) = crawl(&over(Files::Embedded));
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(pages > 300, "only {pages} pages were reached");
}

#[test]
fn no_link_is_dead_after_five_releases() {
    let (folder, _) = five_releases();
    let (pages, dead) = crawl(&over(Files::Directory(folder.path().to_owned())));
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(pages > 40, "only {pages} pages were reached");
}
