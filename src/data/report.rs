//! A report as data: what `/check.json` answers and `g7cyber quote --json` prints.

use serde::Serialize;
use utoipa::ToSchema;

use super::extent::ScopeEntry;
use super::format::Format;
use super::links::{self, Links};
use crate::archive::{Archive, AsOf};
use crate::corpus::{DocumentPlace, ParagraphId};
use crate::quotation::{Crossing, Gap, Match, MatchPart, Quotation, Report, Subject, Voice};
use crate::wording::{Change, Op, code_points};

/// What the archive can say about the quotations of a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckAnswer {
    /// The quotations in the order of the text.
    pub(crate) quotations: Vec<QuotationAnswer>,
    /// What was looked through: a negative is only as good as this.
    scope: ScopeEntry,
}

/// A quotation with its verdict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotationAnswer {
    /// The words between the marks; the whole text where nothing in it is marked as a quotation, and also where the
    /// words outside the marks are the archive's.
    text: String,
    /// Where it begins in the text, in code points.
    start: usize,
    /// Where it ends, half open.
    end: usize,
    /// `exact`, `declared-changes`, `spelling-only`, `differs`, `not-found` or `too-short`.
    verdict: &'static str,
    /// Whether quotation marks, dashes, case and inner punctuation agree too.
    typography: bool,
    /// Where it stands or what it differs from, oldest first, one entry for each paragraph.
    matches: Vec<MatchAnswer>,
    /// In how many places it stands; `matches` holds the first of them.
    places: usize,
    /// Where it was not found: what has at least half of its words in common with it, at most three entries.
    nearest: Vec<MatchAnswer>,
    /// Where it was not found: paragraphs on its subject, the first of a search for its rarer words; at most three.
    subject: Vec<SubjectAnswer>,
    /// Where it was not found: documents on its subject whose text is not held, with their official addresses.
    records: Vec<RecordAnswer>,
    /// Where words that it put together with others stand word for word.
    elsewhere: Vec<MatchAnswer>,
    /// Documents that the text names near the quotation, none of which has it.
    named: Vec<String>,
}

/// A paragraph on the subject of a quotation; none of its words are claimed to be quoted.
#[derive(Debug, Serialize, ToSchema)]
struct SubjectAnswer {
    path: String,
    url: String,
    document: String,
    number: u32,
    revision: u32,
    title: String,
    kind: &'static str,
    date: String,
    /// The sentence that has the most words of the quotation.
    sentence: String,
}

/// A document of which there is only a description.
#[derive(Debug, Serialize, ToSchema)]
struct RecordAnswer {
    id: String,
    path: String,
    title: String,
    kind: &'static str,
    date: String,
    #[serde(rename = "abstract")]
    abstract_text: Option<String>,
    /// Where the official text is, as far as it is known.
    official: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MatchAnswer {
    /// The paragraph.
    path: String,
    /// A lasting link to these words in this revision of it.
    url: String,
    document: String,
    number: u32,
    revision: u32,
    title: String,
    kind: &'static str,
    date: String,
    /// Where it begins in the paragraph's text, in code points.
    start: usize,
    /// Where it ends, half open.
    end: usize,
    /// Entries of one place have the same number: a quotation can go over the end of a paragraph.
    place: usize,
    /// The share of words in common, from 0 to 1; it ranks and decides nothing.
    similarity: f64,
    typography: bool,
    /// How many words were changed without saying so.
    changed: usize,
    /// From the text to the quotation, over all paragraphs of the place; told in its first entry alone.
    diff: Vec<ChangeAnswer>,
    /// What the changes touch: `negation`, `modal`, `number`, `date`, `country`, `actor`, and `claim` where it
    /// says of somebody or of something done what the text does not say there.
    flags: Vec<&'static str>,
    /// What the quotation itself says it left out or put in; told in the first entry of the place alone.
    gaps: Vec<GapAnswer>,
    /// Whose words they are: `issuer`, or in a press report `press`, `press-quoting` or `press-mixed`.
    voice: &'static str,
    /// Where it stands in a translation, the paragraph of the authentic text that says the same.
    translation_of: Option<String>,
    /// The sentences around it.
    sentence: String,
    /// What can be printed: the words of the text with the quotation's own declared changes, or its whole sentences where
    /// others were changed; told in the first entry of the place alone.
    correct: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeAnswer {
    /// `equal`, `insert` or `delete`.
    op: &'static str,
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct GapAnswer {
    /// The words of the text that are not in the quotation.
    omitted: String,
    words: usize,
    /// What stands in brackets instead.
    inserted: Option<String>,
    /// `sentence` or `paragraph` where it goes from one to another.
    crosses: Option<&'static str>,
}

impl CheckAnswer {
    /// Returns the report on `text` as data.
    #[must_use]
    pub fn of(links: &Links, archive: &Archive, text: &str, report: &Report) -> Self {
        let quotations = report.quotations.iter().map(|quotation| QuotationAnswer::of(links, archive, text, quotation));
        Self { quotations: quotations.collect(), scope: ScopeEntry::of_all(archive) }
    }

    /// Tells of which day the archive was that was looked through.
    pub(crate) fn of_day(self, as_of: &AsOf) -> Self {
        Self { scope: self.scope.of_day(as_of), ..self }
    }
}

impl QuotationAnswer {
    fn of(links: &Links, archive: &Archive, text: &str, quotation: &Quotation) -> Self {
        let points = code_points(text, &quotation.range);
        let all = |matches: &[Match]| {
            matches.iter().enumerate().flat_map(|(place, found)| answers(links, archive, place, found)).collect()
        };
        let named = quotation.named.iter().filter_map(|&at| archive.corpus().at(at));
        Self {
            text: text.get(quotation.range.clone()).unwrap_or_default().to_owned(),
            start: points.start,
            end: points.end,
            verdict: quotation.verdict.id(),
            typography: quotation.typography(),
            matches: all(&quotation.matches),
            places: quotation.places,
            nearest: all(&quotation.nearest),
            subject: quotation.subject.iter().filter_map(|it| SubjectAnswer::of(links, archive, it)).collect(),
            records: quotation.records.iter().filter_map(|&at| RecordAnswer::of(archive, at)).collect(),
            elsewhere: all(&quotation.elsewhere),
            named: named.map(|document| document.id.to_string()).collect(),
        }
    }
}

impl SubjectAnswer {
    fn of(links: &Links, archive: &Archive, subject: &Subject) -> Option<Self> {
        let (document, paragraph) = archive.corpus().paragraph_at(subject.place)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let path = links::paragraph(&id, Format::Html);
        Some(Self {
            url: links.absolute(&path),
            path,
            document: document.id.to_string(),
            number: paragraph.number.get(),
            revision: paragraph.revision.get(),
            title: document.title.clone(),
            kind: document.kind.id(),
            date: document.date.to_string(),
            sentence: paragraph.text.get(subject.sentence.clone()).unwrap_or_default().to_owned(),
        })
    }
}

impl RecordAnswer {
    fn of(archive: &Archive, at: DocumentPlace) -> Option<Self> {
        let record = archive.corpus().at(at)?;
        Some(Self {
            id: record.id.to_string(),
            path: links::document(&record.id, Format::Html),
            title: record.title.clone(),
            kind: record.kind.id(),
            date: record.date.to_string(),
            abstract_text: record.abstract_text.clone(),
            official: record.official.iter().map(|official| official.url.clone()).collect(),
        })
    }
}

/// Returns one entry for each paragraph of a match; what is said of all its paragraphs at once stands in the first.
fn answers(links: &Links, archive: &Archive, place: usize, found: &Match) -> Vec<MatchAnswer> {
    let Some(document) = archive.corpus().at(found.document) else { return Vec::new() };
    let answer = |(at, part): (usize, &MatchPart)| {
        let paragraph = document.paragraphs.get(part.paragraph)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let path = links::paragraph(&id, Format::Html);
        let points = code_points(&paragraph.text, &part.range);
        let (changes, gaps) = if at == 0 { (&*found.diff, &*found.gaps) } else { Default::default() };
        Some(MatchAnswer {
            url: links.absolute(&links::stretch(&path, &points, paragraph.revision)),
            path,
            document: document.id.to_string(),
            number: paragraph.number.get(),
            revision: paragraph.revision.get(),
            title: document.title.clone(),
            kind: document.kind.id(),
            date: document.date.to_string(),
            start: points.start,
            end: points.end,
            place,
            similarity: (found.similarity * 1000.0).round() / 1000.0,
            typography: found.typography,
            changed: found.changed,
            diff: changes.iter().map(ChangeAnswer::of).collect(),
            flags: found.flags.iter().map(|flag| flag.id()).collect(),
            gaps: gaps.iter().map(GapAnswer::of).collect(),
            voice: match found.voice {
                Voice::Issuer => "issuer",
                Voice::Press => "press",
                Voice::PressQuoting => "press-quoting",
                Voice::PressMixed => "press-mixed",
            },
            translation_of: archive.corpus().translation_of(&id).map(|same| links::paragraph(&same, Format::Html)),
            sentence: paragraph.text.get(part.sentence.clone()).unwrap_or_default().to_owned(),
            correct: (at == 0).then(|| found.correct.clone()),
        })
    };
    found.parts.iter().enumerate().filter_map(answer).collect()
}

impl ChangeAnswer {
    /// Returns a change as data.
    pub(crate) fn of(change: &Change) -> Self {
        let op = match change.op {
            Op::Equal => "equal",
            Op::Insert => "insert",
            Op::Delete => "delete",
        };
        Self { op, text: change.text.clone() }
    }
}

impl GapAnswer {
    fn of(gap: &Gap) -> Self {
        let crosses = match gap.crosses {
            Crossing::Nothing => None,
            Crossing::Sentence => Some("sentence"),
            Crossing::Paragraph => Some("paragraph"),
        };
        Self { omitted: gap.omitted.clone(), words: gap.words, inserted: gap.inserted.clone(), crosses }
    }
}
