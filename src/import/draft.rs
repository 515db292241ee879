//! Drafts: a text and its identity as a corpus file that the corpus parser reads back as it is.
//!
//! Everything that a page proposes is marked so in a comment, and every doubt is one; comments in the front matter are
//! the only place for them, since the text below it holds nothing but text.

use std::borrow::Cow;

use serde::Deserialize;
use toml::Spanned;

use super::block::{Block, MarkKind, Role, squeezed};
use super::extraction::Extraction;
use super::host::{self, Host};
use super::{Capture, Copied, Error, Received, identity, store};
use crate::corpus::{Corpus, DocumentId, front_matter};
use crate::wording::Sha256;

/// Returns the file for a document that the corpus does not have.
pub(super) fn fresh(id: &DocumentId, received: &Received, extraction: &Extraction, corpus: Option<&Corpus>) -> String {
    let identity = &extraction.identity;
    let mut file = String::from("+++\n# A draft: confirm what is marked as proposed, then take the comments out.\n");
    let mut line = |key: &str, value: &str, from: &str| {
        file.push_str(&format!("{key} = {} # proposed: {from}\n", quoted(value)));
    };
    line("title", identity.title.as_deref().unwrap_or(id.as_str()), "the heading of the source");
    line("kind", identity.kind().id(), "from the title");
    match identity.date {
        Some(date) => line("date", &date.to_string(), "the first date below the title"),
        None => line("date", "", "none was found; write it"),
    }
    if let Some(note) = &identity.date_note {
        line("date_note", note, "the line of the date");
    }
    if let Some(place) = &identity.place {
        line("place", place, "the line of the date");
    }
    let evidence = evidence(received, extraction);
    match identity.group(&evidence) {
        Some(group) => {
            line("group", group.name(), "the source names it");
            line("issuer", &identity.issuer(group, &evidence), "whom the title or the first paragraphs name first");
        }
        None => line("issuer", "Unknown", "nothing in the source was recognised as who issued it; write it"),
    }
    line("language", extraction.language.as_deref().unwrap_or("und"), "by the words, else what the source declares");
    file.push('\n');
    file.push_str(&notes(received, extraction, corpus));
    file.push_str(&source(id, received, extraction));
    file.push_str(&comment("in all:", &extraction.summary()));
    file.push_str("+++\n");
    file.push_str(&text(extraction));
    file
}

/// Returns a record's file with the text filled in and its identity kept.
pub(super) fn filled(
    record: &str,
    id: &DocumentId,
    received: &Received,
    extraction: &Extraction,
    corpus: Option<&Corpus>,
) -> Result<String, Error> {
    let damaged = || Error::NoRecord(id.clone());
    let front = front_matter(record).ok_or_else(damaged)?.0.trim_end();
    let front = match received.capture.as_ref().and_then(|capture| Some((capture, capture.copy.as_ref()?))) {
        Some((capture, copy)) => Cow::Owned(with_copy(front, received, capture, copy).ok_or_else(damaged)?),
        None => Cow::Borrowed(front),
    };
    let notes = notes(received, extraction, corpus);
    let summary = comment("in all:", &extraction.summary());
    Ok(format!("+++\n{front}\n\n{notes}{}{summary}+++\n{}", source(id, received, extraction), text(extraction)))
}

/// Returns a record's front matter with the copy of one of its official pages beside the address of that.
fn with_copy(front: &str, received: &Received, capture: &Capture, copy: &Copied) -> Option<String> {
    #[derive(Deserialize)]
    struct Record {
        official: Vec<Page>,
    }
    #[derive(Deserialize)]
    struct Page {
        url: Spanned<String>,
    }
    let record: Record = toml::from_str(front).ok()?;
    let wanted = received.url.as_deref();
    let page = record.official.iter().find(|page| Some(page.url.get_ref().as_str()) == wanted)?;
    let mut keys = vec![format!(
        "archived = {{ url = {}, captured = \"{}\"{} }}",
        quoted(&copy.url),
        capture.captured,
        capture.digest.as_ref().map(|digest| format!(", digest = {}", quoted(digest))).unwrap_or_default()
    )];
    keys.push(format!("asked = \"{}\"", copy.asked));
    keys.extend(copy.answered.map(|status| format!("answered = {status}")));
    let (before, after) = front.split_at_checked(page.url.span().end)?;
    let (line, rest) = after.split_at_checked(after.find('\n').unwrap_or(after.len()))?;
    // A table of its own has a key a line; one in a list has all its keys in a line.
    let alone = line.trim().is_empty() || line.trim_start().starts_with('#');
    let written = if alone {
        format!("{before}{line}\n{}{rest}", keys.join("\n"))
    } else {
        format!("{before}, {}{after}", keys.join(", "))
    };
    toml::from_str::<toml::Table>(&written).ok().map(|_| written)
}

/// Returns where a source may name the group that issued it: its title, its address, its first words.
fn evidence(received: &Received, extraction: &Extraction) -> String {
    let mut evidence = extraction.identity.title.clone().unwrap_or_default();
    evidence.push('\n');
    evidence.push_str(&received.url.as_deref().unwrap_or_default().to_uppercase());
    for block in extraction.paragraphs().take(3) {
        evidence.push('\n');
        evidence.push_str(&block.text);
    }
    evidence
}

/// Returns what a source says otherwise than the record whose text it is taken for.
pub(super) fn disagreements(record: &str, id: &DocumentId, extraction: &Extraction) -> Result<Vec<String>, Error> {
    let damaged = || Error::NoRecord(id.clone());
    let front = front_matter(record).ok_or_else(damaged)?.0;
    let record: toml::Table = front.parse().map_err(|_| damaged())?;
    let text: Vec<&str> = extraction.blocks.iter().map(|block| block.text.as_str()).collect();
    Ok(identity::disagreements(&record, &extraction.identity, &text.join("\n")))
}

/// Returns doubts, and relations to the pages that the source points to, as comments.
fn notes(received: &Received, extraction: &Extraction, corpus: Option<&Corpus>) -> String {
    let mut notes: String = extraction.doubts.iter().map(|doubt| comment("doubt:", doubt)).collect();
    if let Some(provenance) = &extraction.identity.provenance {
        notes.push_str(&comment("the page names as its source:", provenance));
    }
    for link in &extraction.identity.companions {
        let base = received.url.as_deref().and_then(|url| url::Url::parse(url).ok());
        let address =
            base.and_then(|base| base.join(&link.href).ok()).map_or_else(|| link.href.clone(), |url| url.to_string());
        let known = host::canonical(&address).and_then(|address| {
            let same = |url: &str| host::canonical(url).as_deref() == Some(address.as_str());
            corpus?.documents().iter().find(|document| document.official.iter().any(|official| same(&official.url)))
        });
        let target = known.map_or_else(|| address.clone(), |document| document.id.to_string());
        notes.push_str(&comment("proposed relation:", &format!("“{}” {target}", link.text)));
    }
    notes
}

fn comment(label: &str, text: &str) -> String {
    format!("# {label} {}\n", squeezed(text))
}

fn source(id: &DocumentId, received: &Received, extraction: &Extraction) -> String {
    let host: &Host = received.host();
    let name = host
        .name
        .map(str::to_owned)
        .or_else(|| received.host_name())
        .unwrap_or_else(|| "A file that came without an address".to_owned());
    let rights = match &extraction.identity.notice {
        Some(notice) => format!("The source carries this notice: {notice}"),
        None => "The source carries no notice of rights that was recognised.".to_owned(),
    };
    let mut table = format!("[source]\nname = {} # proposed: from the address\n", quoted(&name));
    table.push_str(&format!("file = {}\n", quoted(&received.file(id))));
    table.push_str(&format!("sha256 = \"{}\"\n", Sha256::of(received.kept())));
    table.push_str(&format!("rights = {} # proposed: complete it\n", quoted(&rights)));
    if let Some(url) = &received.url {
        table.push_str(&format!("url = {}\n", quoted(url)));
    }
    if let Some(retrieved) = received.retrieved {
        table.push_str(&format!("retrieved = \"{retrieved}\"\n"));
    }
    if let Some(capture) = &received.capture {
        table.push_str(&format!("captured = \"{}\"\ncapture = \"{}\"\n", capture.captured, capture.how));
        for (key, value) in [("digest", &capture.digest), ("captured_by", &capture.by)] {
            if let Some(value) = value {
                table.push_str(&format!("{key} = {}\n", quoted(value)));
            }
        }
    }
    for (key, value) in [("etag", &received.etag), ("last_modified", &received.last_modified)] {
        if let Some(value) = value {
            table.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    table.push_str(&format!("media_type = {}\n", quoted(&received.media_type)));
    if received.terms.is_some() {
        table.push_str(&format!("terms = {}\n", quoted(&store::terms_file(id))));
    }
    if extraction.blocks.iter().any(|block| block.computed) {
        table.push_str("numbering = \"computed\"\n");
    }
    let omitted = omitted(extraction);
    if !omitted.is_empty() {
        let lines: String = omitted.iter().map(|words| format!("  {},\n", quoted(words))).collect();
        table.push_str(&format!("omitted = [\n{lines}]\n"));
    }
    table
}

/// Returns what is in no paragraph, in order; neighbours are one entry.
fn omitted(extraction: &Extraction) -> Vec<String> {
    let mut omitted: Vec<String> = Vec::new();
    let mut running = false;
    for block in &extraction.blocks {
        if block.kept() {
            omitted.extend(block.marks.iter().map(|mark| mark.text.clone()));
            running = false;
            continue;
        }
        match omitted.last_mut().filter(|_| running) {
            Some(last) => {
                last.push(' ');
                last.push_str(&block.text);
            }
            None => omitted.push(block.text.clone()),
        }
        running = true;
    }
    omitted
}

/// Returns the text below the front matter.
fn text(extraction: &Extraction) -> String {
    let mut text = String::new();
    let mut notes = Vec::new();
    for block in extraction.blocks.iter().filter(|block| block.kept()) {
        text.push('\n');
        match block.role {
            Role::Heading(level) => text.push_str(&format!("{} ", "#".repeat(usize::from(level)))),
            Role::Bullet => text.push_str("- "),
            _ => {}
        }
        if let Some(printed) = &block.printed {
            text.push_str(printed);
            text.push(' ');
        }
        text.push_str(&words(block, &mut notes));
        text.push('\n');
    }
    for (at, mark) in notes.iter().enumerate() {
        text.push_str(&format!("\n[^{}]: The source has the mark “{}” of a footnote here.\n", at + 1, escaped(mark)));
    }
    text
}

/// Returns a block's words with what the parser would misread escaped, and notes where the source has footnotes.
fn words(block: &Block, notes: &mut Vec<String>) -> String {
    let mut words = String::new();
    let mut from = 0;
    for mark in block.marks.iter().filter(|mark| mark.at > 0 && mark.kind == MarkKind::Note) {
        words.push_str(&escaped(block.text.get(from..mark.at).unwrap_or_default()));
        notes.push(mark.text.clone());
        words.push_str(&format!("[^{}]", notes.len()));
        from = mark.at;
    }
    words.push_str(&escaped(block.text.get(from..).unwrap_or_default()));
    let plain = block.role == Role::Paragraph || block.role == Role::Footnote;
    if plain && block.printed.is_none() && begins_like_markup(&words) { format!("\\{words}") } else { words }
}

fn begins_like_markup(words: &str) -> bool {
    words.starts_with('#') || words == "-" || words.starts_with("- ") || super::block::typed_number(words).is_some()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let markup = match character {
            '\\' => true,
            '[' => matches!(next, Some('^' | '-')),
            '{' => matches!(next, Some('+' | '#')),
            _ => false,
        };
        if markup {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Writes a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(squeezed(text)).to_string()
}
