//! The query language on one screen; every example is a link that runs.

use askama::Template;
use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::layout::{Layout, Section};
use super::site::Context;
use super::{Error, answer};
use crate::data::{Format, Search, links};

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    layout: Layout,
    examples: Vec<Example>,
    bookmarklet: String,
}

/// A query that can be run, and what it finds.
struct Example {
    query: &'static str,
    path: String,
    finds: &'static str,
}

/// Returns the address of a bookmark that takes what is selected on any page to the checker at `address`, as much of it
/// as an address can hold; where nothing is selected, to the empty page.
fn bookmarklet(address: &str) -> String {
    format!(
        "javascript:(()=>{{let s=[...String(getSelection()).trim()].slice(0,2000),\
         e=()=>encodeURIComponent(s.join(''));while(e().length>7000)s.length-=50;\
         open('{address}'+(s.length?'?q='+e():''))}})()"
    )
}

/// Answers with the query language.
pub(crate) fn show(context: &Context, _: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let example = |(query, finds)| Example { query, finds, path: Search::of(query).address(Format::Html) };
    let page = HelpPage {
        bookmarklet: bookmarklet(&site.links.absolute(&links::check())),
        layout: Layout::new(site, archive, "How to search", "/help")
            .described("The query language of the archive, each line with an example that runs.")
            .within(Section::Help),
        examples: EXAMPLES.map(example).into(),
    };
    answer::page(&page, Policy::PAGE)
}

const EXAMPLES: [(&str, &str); 21] = [
    ("malicious activity", "paragraphs with both words, in any form of either"),
    ("\"international law\"", "the words side by side, in this order"),
    ("NotPetya OR WannaCry", "paragraphs with either word"),
    ("Russia -Syria", "the first word without the second; NOT Syria says the same"),
    ("(norms OR law) peacetime", "brackets say what belongs together"),
    ("crypto*", "every word that begins so; three letters or more"),
    ("\"malicious cyber\"~8", "the words within eight words of each other"),
    ("\"international law\" NEAR/8 cyberspace", "the same with a phrase on a side"),
    ("=\"behaviour\"", "exactly so: no other spelling and no other form"),
    ("cyber-attack", "also cyberattack and cyber attack"),
    ("year:2018", "of one year"),
    ("sanctions year:2016..2018", "from one year to another"),
    ("kind:press-report Russia", "of one kind of document"),
    ("forum:foreign-ministers law", "of one forum"),
    ("presidency:Canada cybercrime", "under one presidency"),
    ("language:en cybercrime", "in texts in one language"),
    ("topic:norms behaviour", "of documents on one topic"),
    (
        "mentions:un-charter",
        "paragraphs that cite a treaty, a report or a body themselves, by name or as a person recorded",
    ),
    ("law -mentions:un-charter", "paragraphs that do not"),
    ("cites:un-charter", "every paragraph of the documents that cite it anywhere, whether or not it says so itself"),
    ("document:2018-ise-shima-cyber-group-report norms", "in one document"),
];
