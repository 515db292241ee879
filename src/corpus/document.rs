//! Documents and paragraphs as values.
//!
//! Built by the parser from a file that was found whole; what is built is trusted. Texts are in normal form C,
//! trimmed, with single spaces, and hold the corrected wording; notes and abstracts stand outside them.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Date, DocumentId, DocumentParagraphs, Group, Kind, Mention, Moment, Number, Paragraph, Role, Scope, Translation,
};
use crate::wording::Sha256;

/// A text issued by the G7 or G8, or a press report about one; a record where its text is not held.
///
/// What is known of it stands in its [`Description`], whose fields are read and written as its own.
#[derive(Debug, Clone)]
pub struct Document {
    description: Arc<Description>,
    /// The paragraphs in the order of the text; empty for a record.
    pub paragraphs: DocumentParagraphs,
}

impl Deref for Document {
    type Target = Description;

    fn deref(&self) -> &Description {
        &self.description
    }
}

impl DerefMut for Document {
    fn deref_mut(&mut self) -> &mut Description {
        Arc::make_mut(&mut self.description)
    }
}

/// What is known of a document, its paragraphs apart.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Description {
    /// Its name in addresses.
    pub id: DocumentId,
    /// The title, as the source prints it unless `title_note` says otherwise.
    pub title: String,
    /// A shorter title for lists and citations.
    pub short_title: Option<String>,
    /// Why the title is not simply the source's: descriptive, disputed.
    pub title_note: Option<String>,
    /// What sort of text it is.
    pub kind: Kind,
    /// When it was issued, as exactly as is known.
    pub date: Date,
    /// What there is to say about the date.
    pub date_note: Option<String>,
    /// Where it was issued.
    pub place: Option<String>,
    /// The country that held the presidency.
    pub presidency: Option<String>,
    /// The group that met.
    pub group: Option<Group>,
    /// The id of the forum in the vocabulary.
    pub forum: Option<String>,
    /// Who issued it; the author in citations.
    pub issuer: String,
    /// The name that was registered for it where it was deposited (DOI).
    pub doi: Option<String>,
    /// The language of the text as a BCP 47 tag.
    pub language: String,
    /// Of which text it is a translation.
    pub translation: Option<Box<Translation>>,
    /// Whether cyberspace is what it is about.
    pub scope: Option<Scope>,
    /// Ids of topics in the vocabulary.
    pub topics: Vec<String>,
    /// Ids of the instruments it cites: those listed for it, and all that its paragraphs do.
    pub cites: Vec<String>,
    /// Relations as stored, in one direction; see [`super::Corpus::relations`] for both.
    pub relations: Vec<Relation>,
    /// The archive's own summary; never found as text.
    pub abstract_text: Option<String>,
    /// Where the text comes from, for a document whose text is held.
    pub source: Option<Box<Source>>,
    /// Where the official text is.
    pub official: Vec<Official>,
    /// The headings of the text in order.
    pub headings: Vec<Heading>,
    /// Where its paragraphs cite instruments, in the order of the text.
    pub mentions: Vec<Mention>,
}

impl Document {
    /// Returns the document that is described so and has these paragraphs.
    pub(crate) fn new(description: Description, paragraphs: impl Into<DocumentParagraphs>) -> Self {
        Self { description: Arc::new(description), paragraphs: paragraphs.into() }
    }

    /// Returns it as nobody has looked at its paragraphs, where they are in a file: for whoever looks through all
    /// documents, since what is read of this one goes with it.
    #[must_use]
    pub fn unread(&self) -> Self {
        self.clone()
    }

    /// Returns what is known of it, its paragraphs apart.
    pub(super) fn description(&self) -> &Description {
        &self.description
    }

    /// Returns where the paragraph in this place cites instruments.
    #[must_use]
    pub fn mentions_at(&self, place: usize) -> &[Mention] {
        let first = self.mentions.partition_point(|mention| mention.paragraph() < place);
        let rest = self.mentions.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|mention| mention.paragraph() == place)).unwrap_or_default()
    }

    /// Returns where a paragraph of it cites instruments.
    #[must_use]
    pub fn mentions_in(&self, paragraph: &Paragraph) -> &[Mention] {
        self.place(paragraph.number).map_or(&[], |place| self.mentions_at(place))
    }

    /// Takes out the paragraphs that were not published, and the headings of nothing but such.
    ///
    /// What is left is not the whole of what was compared with the source, so no proof holds for it.
    pub(super) fn keep_published(&mut self) {
        let published: Vec<bool> = self.paragraphs.iter().map(|paragraph| paragraph.published.is_some()).collect();
        let section = |at: usize, heading: &Heading| {
            let after = self.headings.iter().skip(at + 1).find(|next| next.level <= heading.level);
            heading.before..after.map_or(published.len(), |next| next.before)
        };
        let headings = self.headings.iter().enumerate().filter_map(|(at, heading)| {
            let (before, within) = (published.get(..heading.before)?, published.get(section(at, heading))?);
            let stays = if within.is_empty() { published.contains(&true) } else { within.contains(&true) };
            let before = before.iter().filter(|kept| **kept).count();
            stays.then(|| Heading { before, ..heading.clone() })
        });
        self.headings = headings.collect();
        self.mentions.retain_mut(|mention| mention.keep(&published));
        self.paragraphs.change(|paragraphs| paragraphs.retain(|paragraph| paragraph.published.is_some()));
        self.source = self.source.take().filter(|_| self.held());
        if let Some(source) = &mut self.source {
            source.proof = Proof::NotMade;
        }
    }

    /// Takes out all words of the text, those of its source too that stand in no paragraph.
    pub(super) fn withhold(&mut self) {
        (self.headings, self.mentions) = (Vec::new(), Vec::new());
        self.paragraphs = DocumentParagraphs::default();
        self.translation = None;
        if let Some(source) = &mut self.source {
            source.omitted.clear();
            source.proof = Proof::NotMade;
        }
    }

    /// Tells whether the archive holds the text.
    #[must_use]
    pub fn held(&self) -> bool {
        !self.paragraphs.is_empty()
    }

    /// Tells whether the words stay out of what is handed on as a whole, because their source does not allow that.
    #[must_use]
    pub fn withheld(&self) -> bool {
        self.source.as_ref().is_some_and(|source| !source.redistribute)
    }

    /// Returns the short title, or the title where there is none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }

    /// Returns the paragraph with this number, if it stands in the text now.
    #[must_use]
    pub fn paragraph(&self, number: Number) -> Option<&Paragraph> {
        self.paragraphs.get(self.place(number)?)
    }

    /// Returns the place in `paragraphs` of the paragraph with this number.
    #[must_use]
    pub fn place(&self, number: Number) -> Option<usize> {
        // Nearly always a paragraph stands where it was numbered.
        let likely = number.get() as usize - 1;
        let there = self.paragraphs.get(likely).is_some_and(|paragraph| paragraph.number == number);
        if there { Some(likely) } else { self.paragraphs.iter().position(|paragraph| paragraph.number == number) }
    }

    /// Returns the headings and paragraphs in the order of the text.
    pub fn parts(&self) -> impl Iterator<Item = DocumentPart<'_>> {
        let (mut headings, mut paragraphs) = (self.headings.iter().peekable(), self.paragraphs.iter());
        std::iter::from_fn(move || {
            let next = self.paragraphs.len() - paragraphs.len();
            let heading = headings.next_if(|heading| heading.before <= next).map(DocumentPart::Heading);
            heading.or_else(|| paragraphs.next().map(DocumentPart::Paragraph))
        })
    }

    /// Returns the headings above a paragraph of this document, outermost first.
    #[must_use]
    pub fn headings_above(&self, paragraph: &Paragraph) -> Vec<&Heading> {
        let Some(place) = self.place(paragraph.number) else { return Vec::new() };
        let mut above: Vec<&Heading> = Vec::new();
        for heading in self.headings.iter().take_while(|heading| heading.before <= place) {
            above.retain(|outer| outer.level < heading.level);
            above.push(heading);
        }
        above
    }
}

/// What a text consists of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DocumentPart<'a> {
    /// A heading, above the part that follows.
    Heading(&'a Heading),
    /// A paragraph.
    Paragraph(&'a Paragraph),
}

/// A relation from one document to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// The id of the relation's type in the vocabulary, as read from this document.
    pub kind: String,
    /// The other document.
    pub target: DocumentId,
}

/// Where the archive's text of a document comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Who supplied or published the source.
    pub name: String,
    /// Its file below `sources/` in the corpus.
    pub file: String,
    /// The digest of that file.
    pub sha256: Sha256,
    /// Whose rights the words are under, and on what terms.
    pub rights: String,
    /// Whether the words may be handed on with the rest of the archive, as its dataset does.
    pub redistribute: bool,
    /// The address the source was retrieved from, where it is known.
    pub url: Option<String>,
    /// The day it was retrieved, where it is known.
    pub retrieved: Option<Date>,
    /// How it was captured, where it is no answer to this archive but one that others kept.
    pub capture: Option<SourceCapture>,
    /// The entity tag that its server gave it, to ask later whether it changed.
    pub etag: Option<String>,
    /// When its server said that it was last changed, in the server's words.
    pub last_modified: Option<String>,
    /// The media type it was served with, where it is known.
    pub media_type: Option<String>,
    /// The file beside it that has what host and page said of their use when it was fetched.
    pub terms: Option<String>,
    /// Whether the numbers before paragraphs are none of its words but were computed from its rules.
    pub computed_numbers: bool,
    /// Words of the source that are in no paragraph: titles, credits, source lines.
    pub omitted: Vec<String>,
    /// Whether the text was proved to agree with the source when the corpus was loaded.
    pub proof: Proof,
}

/// How a source was captured that others kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCapture {
    /// The moment.
    pub captured: Moment,
    /// What it was found in, such as `warc`.
    pub how: Option<String>,
    /// The digest of the page that the record or the index of the archive names, such as `sha1:…`.
    pub digest: Option<String>,
    /// Who captured it, or with which tool.
    pub by: Option<String>,
}

/// Whether a text agrees with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// The text gives back its source, but for what is recorded.
    Holds,
    /// The text parts from its source.
    Fails,
    /// The two were not compared: the source is missing, or of a kind that is not read here.
    NotMade,
}

/// An official address of a document. The archive lists it and has not checked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// The address, `http` or `https`.
    pub url: String,
    /// Whether the page carries the text or leads to it.
    pub role: Role,
    /// The format of what is there, such as `html`.
    pub format: String,
    /// The language as a BCP 47 tag.
    pub language: String,
    /// Where an archive of the web has it as it was.
    pub archived: Option<Archived>,
    /// The day on which the address itself was asked before it was taken from there.
    pub asked: Option<Date>,
    /// The status that it answered then; nothing where it did not answer.
    pub answered: Option<u16>,
}

/// A copy of a page in an archive of the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The address of the copy, in its untouched form.
    pub url: String,
    /// When it was captured.
    pub captured: Moment,
    /// The digest that the archive's index names.
    pub digest: Option<String>,
}

/// A heading of a text. It is not a paragraph: it is neither found nor cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 for `#` to 6 for `######`.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The place in `paragraphs` of the paragraph it stands before; their number if it stands last.
    pub before: usize,
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn a_heading_ends_those_of_its_level_and_below() {
        let text = "+++\ntitle = \"T\"\nkind = \"report\"\ndate = \"2001\"\nissuer = \"I\"\nlanguage = \"en\"\n+++\n\
                    None.\n\n# A\n\n### B\n\nDeep.\n\n## C\n\nLess.\n\n# D\n\nAnew.\n\n## E\n";
        let id = "2001-x".parse().expect("an id");
        let (draft, problems) = parse::document("x.md", id, text.as_bytes(), None);
        let document = draft.unwrap_or_else(|| panic!("{problems:?}")).document;
        let above =
            |paragraph| document.headings_above(paragraph).iter().map(|it| it.text.as_str()).collect::<String>();
        let all: Vec<String> = document.paragraphs.iter().map(above).collect();
        assert_eq!(all, ["", "AB", "AC", "D"]);
    }
}
