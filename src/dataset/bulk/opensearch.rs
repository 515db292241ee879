//! For OpenSearch: the mapping of an index, and the paragraphs as the lines of bulk requests.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value, json};

use super::terms::{Spelling, spellings, stemmer, words};
use crate::corpus::{Corpus, Document, Group, ParagraphId, Scope, Shape};
use crate::data::{Dated, Format, links};
use crate::dataset::about::version;
use crate::dataset::texts::{digest, rights};
use crate::search::TextLanguage;

/// So many words before and behind the border of two paragraphs are searched for what goes over it.
const BORDER: usize = 12;

/// Returns what an index is made with: `PUT /NAME` takes it as it is.
pub(super) fn mapping(corpus: &Corpus) -> String {
    let held = corpus.documents().iter().filter(|it| it.held());
    let languages: BTreeSet<TextLanguage> = held.map(|it| TextLanguage::of(&it.language)).collect();
    let mut analyzers = Map::new();
    let mut filters = Map::new();
    let replace = |pattern: &str, replacement: &str| json!({ "type": "pattern_replace", "pattern": pattern, "replacement": replacement });
    let custom = |filters: Vec<String>| {
        let before = ["unseen", "apostrophes", "possessives", "signs"];
        json!({ "type": "custom", "char_filter": before, "tokenizer": "standard", "filter": filters })
    };
    analyzers.insert("words".to_owned(), json!({ "type": "custom", "tokenizer": "whitespace" }));
    analyzers.insert("folded".to_owned(), custom(vec!["lowercase".to_owned(), "accents".to_owned()]));
    let synonyms: Vec<String> = spellings(corpus).map(|spelling| rule(&spelling)).collect();
    // Texts in English are searched without accents and all others with them, so a query has both forms.
    filters.insert("accents".to_owned(), json!({ "type": "asciifolding", "preserve_original": true }));
    filters.insert("plain".to_owned(), json!({ "type": "asciifolding" }));
    // Not every archive has reviewed spellings.
    let widens = !synonyms.is_empty();
    if widens {
        filters.insert("spellings".to_owned(), json!({ "type": "synonym_graph", "synonyms": synonyms }));
    }
    let mut properties = properties();
    for language in languages {
        let (tag, is_english) = (language.subtag(), language.is_english());
        let mut chain = Vec::new();
        if language.elides() {
            let filter = json!({ "type": "elision", "articles": language.elisions(), "articles_case": true });
            filters.insert(format!("{tag}_elision"), filter);
            chain.push(format!("{tag}_elision"));
        }
        chain.push("lowercase".to_owned());
        chain.extend(is_english.then(|| "plain".to_owned()));
        let mut asked = chain.clone();
        asked.extend((is_english && widens).then(|| "spellings".to_owned()));
        if let Some(stemmer) = stemmer(language) {
            // The first English stemmer is Porter's of 1980; ours is the second.
            let stemmer = if is_english { "porter2" } else { stemmer };
            filters.insert(format!("{tag}_stems"), json!({ "type": "stemmer", "language": stemmer }));
            chain.push(format!("{tag}_stems"));
            asked.push(format!("{tag}_stems"));
        }
        analyzers.insert(format!("text_{tag}"), custom(chain));
        analyzers.insert(format!("text_{tag}_asked"), custom(asked));
        let field = json!({
            "type": "text",
            "analyzer": format!("text_{tag}"),
            "search_analyzer": format!("text_{tag}_asked"),
            "index_options": "offsets",
        });
        properties.insert(format!("text_{tag}"), field);
    }
    let mapping = json!({
        "settings": { "analysis": {
            "char_filter": {
                // What prints nothing is no part of a word, and every apostrophe is one.
                "unseen": replace(r"[\x{AD}\x{200B}-\x{200D}\x{2060}\x{FEFF}]", ""),
                "apostrophes": replace(r"[\x{2018}\x{2019}\x{2BC}\x{FF07}]", "'"),
                "possessives": replace(r"([\p{L}\p{N}])'[sS]\b", "$1"),
                // Each sign of Katakana and Hangul is a word to search, so that a part of what is written together is found.
                "signs": replace(r"([\x{30A1}-\x{30FA}\x{30FC}-\x{30FF}\x{AC00}-\x{D7A3}])", "$1 "),
            },
            "filter": filters,
            "analyzer": analyzers,
        } },
        "mappings": {
            "dynamic": "strict",
            "_meta": { "archive": "G7 cyber archive", "release": corpus.release().to_string(), "version": version(corpus) },
            // What is only there to be searched can be made again, and need not be kept.
            "_source": { "excludes": ["exact", "border", "text_*"] },
            "properties": properties,
        },
    });
    format!("{mapping:#}\n")
}

/// Returns the fields that every archive has.
fn properties() -> Map<String, Value> {
    // A longer one is kept and not found: as a word of the index it would be refused with its paragraph.
    let keyword = json!({ "type": "keyword", "ignore_above": 8191 });
    let kept = json!({ "type": "keyword", "index": false, "doc_values": false });
    let integer = json!({ "type": "integer" });
    let day = json!({ "type": "date", "format": "strict_date" });
    let boolean = json!({ "type": "boolean" });
    let words = json!({
        "type": "text",
        "analyzer": "words",
        "search_analyzer": "folded",
        "index_options": "offsets",
        "position_increment_gap": 0,
    });
    let title = json!({ "type": "text", "analyzer": "folded", "fields": { "keyword": keyword } });
    let text = json!({ "type": "text", "analyzer": "folded", "index_options": "offsets" });
    let mut properties = Map::new();
    let mut all = |names: &[&str], kind: &Value| {
        properties.extend(names.iter().map(|name| ((*name).to_owned(), kind.clone())));
    };
    all(
        &["document", "path", "printed", "shape", "dated", "precision", "kind", "group", "forum", "presidency"],
        &keyword,
    );
    all(&["issuer", "language", "scope", "topics", "cites", "mentions", "year", "sha256", "fingerprint"], &keyword);
    all(&["number", "place", "parent", "revision"], &integer);
    all(&["published", "dated_from", "dated_to"], &day);
    all(&["withheld"], &boolean);
    all(&["rights"], &kept);
    all(&["title", "short_title"], &title);
    all(&["exact", "border"], &words);
    all(&["text"], &text);
    properties
}

/// Returns a group of spellings as a rule of `synonym_graph`.
fn rule(spelling: &Spelling) -> String {
    // A word may have a comma between figures.
    let written = |form: &Vec<String>| form.join(" ").replace('\\', "\\\\").replace(',', "\\,");
    let forms: Vec<String> = spelling.forms.iter().map(written).collect();
    match forms.first() {
        Some(first) if !spelling.both_ways => format!("{first} => {}", forms.join(", ")),
        _ => forms.join(", "),
    }
}

/// Returns the two lines of a paragraph: what is done with it, and what it is.
///
/// Its version is its revision, so that an older wording never replaces a newer one.
pub(super) fn lines(corpus: &Corpus, document: &Document, place: usize) -> io::Result<Vec<u8>> {
    let Some(paragraph) = document.paragraphs.get(place) else { return Ok(Vec::new()) };
    let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
    let path = links::paragraph(&id, Format::Html);
    let action = json!({ "index": {
        "_id": path, "version": paragraph.revision.get(), "version_type": "external",
    } });
    let [dated, from, to, precision] = Dated::of(document.date).cells();
    let shape = match paragraph.shape {
        Shape::Plain => "plain",
        Shape::Item => "item",
        Shape::Bullet => "bullet",
    };
    let own = words(document, paragraph);
    let next = document.paragraphs.get(place + 1).map(|next| words(document, next)).unwrap_or_default();
    let border = [&own[own.len().saturating_sub(BORDER)..], &next[..next.len().min(BORDER)]].concat();
    let withheld = document.withheld();
    let text = (!withheld).then_some(&*paragraph.text);
    let mut fields = json!({
        "document": document.id.to_string(),
        "number": paragraph.number.get(),
        "place": place + 1,
        "path": path,
        "printed": paragraph.printed,
        "shape": shape,
        "parent": paragraph.parent.map(|parent| parent.get()),
        "revision": paragraph.revision.get(),
        "published": paragraph.published.map(|day| day.to_string()),
        "title": document.title,
        "short_title": document.short_title,
        "dated": dated,
        "dated_from": from,
        "dated_to": to,
        "precision": precision,
        "year": document.date.year().to_string(),
        "kind": document.kind.id(),
        "group": document.group.map(Group::name),
        "forum": document.forum,
        "presidency": document.presidency,
        "issuer": document.issuer,
        "language": document.language,
        "scope": document.scope.map(Scope::id),
        "topics": document.topics,
        "cites": document.cites,
        "mentions": corpus.vocabulary().mentioned(document.mentions_in(paragraph)),
        "withheld": withheld,
        "sha256": digest(paragraph.sha256()),
        "fingerprint": digest(paragraph.fingerprint()),
        "rights": rights(document),
        "text": text,
        "exact": (!withheld).then(|| own.join(" ")),
        "border": (!border.is_empty()).then(|| border.join(" ")),
    });
    if let Some(fields) = fields.as_object_mut() {
        fields.insert(format!("text_{}", TextLanguage::of(&document.language).subtag()), json!(text));
        fields.retain(|_, value| !value.is_null());
    }
    let mut lines = serde_json::to_vec(&action)?;
    lines.push(b'\n');
    serde_json::to_writer(&mut lines, &fields)?;
    lines.push(b'\n');
    Ok(lines)
}
