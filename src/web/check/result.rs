//! A checked quotation in the form printed.

use std::ops::Range;

use crate::archive::Archive;
use crate::corpus::{Authentic, Document, DocumentPlace, Kind, Number, ParagraphId, language_name};
use crate::data::{Format, Links, TermState, links};
use crate::quotation::{Crossing, Flag, Gap, Match, MatchPart, Quotation, Subject, Verdict};
use crate::wording::{Change, Op, code_points};

/// A run of the pasted text: between quotations, or of one.
pub(super) struct Stretch {
    pub(super) text: String,
    /// The serial of the quotation from 1, and the name of its verdict.
    pub(super) quotation: Option<(usize, &'static str)>,
    /// Whether the quotation begins here.
    pub(super) opens: bool,
}

/// A quotation with its verdict in words.
pub(super) struct QuotationResult {
    pub(super) serial: usize,
    pub(super) text: String,
    /// The name of the verdict in data, which is also its class in the stylesheet.
    pub(super) verdict: &'static str,
    pub(super) label: &'static str,
    pub(super) explanation: String,
    /// A document that the text names but that has not these words.
    pub(super) named: Vec<String>,
    /// Where it was not found: what its absence rests on, to be cited.
    pub(super) absence: Option<String>,
    pub(super) matches: Vec<MatchResult>,
    /// How many more places there are than matches are shown.
    pub(super) more: usize,
    pub(super) nearest: Vec<MatchResult>,
    pub(super) subject: Vec<SubjectResult>,
    pub(super) records: Vec<RecordResult>,
    pub(super) elsewhere: Vec<MatchResult>,
}

/// A paragraph on the subject of a quotation that was not found.
pub(super) struct SubjectResult {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) date: String,
    pub(super) kind: String,
    pub(super) press: bool,
    pub(super) number: Number,
    pub(super) sentence: String,
}

/// A document on the subject of a quotation, of which there is only a description.
pub(super) struct RecordResult {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) date: String,
    /// Its official addresses, the first of each host, with the host.
    pub(super) official: Vec<(String, String)>,
}

/// A stretch of a text that a quotation was found at or compared with.
pub(super) struct MatchResult {
    pub(super) title: String,
    pub(super) date: String,
    pub(super) kind: String,
    pub(super) press: bool,
    pub(super) parts: Vec<PartResult>,
    /// The differences, where there are any.
    pub(super) diff: Vec<DiffRun>,
    /// How many words were changed, where the explanation of the verdict has not said so.
    pub(super) changed: usize,
    pub(super) warnings: Vec<&'static str>,
    pub(super) gaps: Vec<String>,
    pub(super) voice: Option<String>,
    pub(super) translation: Option<TranslationResult>,
    pub(super) correct: String,
    /// Whether that is the whole sentence, since words of it were changed.
    pub(super) whole: bool,
}

/// What a translated passage is in the authentic text.
pub(super) struct TranslationResult {
    /// What it is, in a sentence.
    pub(super) said: String,
    pub(super) tag: String,
    pub(super) title: String,
    /// The paragraphs that say the same: the number, the address and the words of each; none where nobody said which.
    pub(super) paragraphs: Vec<(Number, String, String)>,
}

/// The part of a match in one paragraph, with the sentences around it.
pub(super) struct PartResult {
    pub(super) path: String,
    pub(super) url: String,
    pub(super) number: Number,
    pub(super) before: String,
    pub(super) words: String,
    pub(super) after: String,
}

/// A run of a difference.
pub(super) enum DiffRun {
    Equal(String),
    Insert(String),
    Delete(String),
}

/// Returns the address of the history of words that were not found.
fn absence(words: &str, verdict: Verdict) -> Option<String> {
    let state = TermState::of_words(words).filter(|_| verdict == Verdict::NotFound)?;
    Some(state.address(Format::Html))
}

/// Returns the pasted text as stretches, none where it is one quotation from end to end.
pub(super) fn stretches(text: &str, quotations: &[Quotation]) -> Vec<Stretch> {
    if quotations.iter().all(|quotation| text.trim() == text.get(quotation.range.clone()).unwrap_or_default()) {
        return Vec::new();
    }
    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(quotations.iter().flat_map(|quotation| [quotation.range.start, quotation.range.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches = Vec::new();
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        // Of quotations in each other the innermost, which is the last to begin.
        let covers = |range: &Range<usize>| range.start <= *start && *end <= range.end;
        let innermost = quotations.iter().enumerate().rfind(|(_, quotation)| covers(&quotation.range));
        stretches.push(Stretch {
            text: text.get(*start..*end).unwrap_or_default().to_owned(),
            quotation: innermost.map(|(at, quotation)| (at + 1, quotation.verdict.id())),
            opens: innermost.is_some_and(|(_, quotation)| quotation.range.start == *start),
        });
    }
    stretches
}

impl QuotationResult {
    /// Returns the result of a quotation of `text`.
    pub(super) fn of(links: &Links, archive: &Archive, text: &str, serial: usize, quotation: &Quotation) -> Self {
        let all = |matches: &[Match]| {
            matches.iter().filter_map(|found| MatchResult::of(links, archive, quotation.verdict, found)).collect()
        };
        let mut matches: Vec<MatchResult> = all(&quotation.matches);
        if let (Verdict::Differs, [only]) = (quotation.verdict, matches.as_mut_slice()) {
            only.changed = 0;
        }
        let named = quotation.named.iter().filter_map(|&at| archive.corpus().at(at));
        Self {
            serial,
            text: text.get(quotation.range.clone()).unwrap_or_default().trim().to_owned(),
            verdict: quotation.verdict.id(),
            label: label(quotation.verdict),
            explanation: explanation(quotation),
            named: named.map(|document| document.name().to_owned()).collect(),
            absence: absence(text.get(quotation.range.clone()).unwrap_or_default(), quotation.verdict),
            more: quotation.places.saturating_sub(matches.len()),
            matches,
            nearest: all(&quotation.nearest),
            subject: quotation.subject.iter().filter_map(|subject| SubjectResult::of(archive, subject)).collect(),
            records: quotation.records.iter().filter_map(|&at| RecordResult::of(archive, at)).collect(),
            elsewhere: all(&quotation.elsewhere),
        }
    }
}

impl SubjectResult {
    fn of(archive: &Archive, subject: &Subject) -> Option<Self> {
        let (document, paragraph) = archive.corpus().paragraph_at(subject.place)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        Some(Self {
            path: links::paragraph(&id, Format::Html),
            title: document.name().to_owned(),
            date: document.date.long(),
            kind: archive.corpus().vocabulary().kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
            number: paragraph.number,
            sentence: paragraph.text.get(subject.sentence.clone()).unwrap_or_default().to_owned(),
        })
    }
}

impl RecordResult {
    fn of(archive: &Archive, at: DocumentPlace) -> Option<Self> {
        let record = archive.corpus().at(at)?;
        let mut addresses: Vec<(String, String)> = Vec::new();
        for official in &record.official {
            let address = official.url.split_once("://").map_or(official.url.as_str(), |(_, address)| address);
            let host = address.split('/').next().unwrap_or_default().to_lowercase();
            let host = host.trim_start_matches("www.").to_owned();
            if addresses.iter().all(|(_, other)| *other != host) {
                addresses.push((official.url.clone(), host));
            }
        }
        Some(Self {
            path: links::document(&record.id, Format::Html),
            title: record.name().to_owned(),
            date: record.date.long(),
            official: addresses,
        })
    }
}

fn label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "Exact",
        Verdict::DeclaredChanges => "Exact but for changes it marks itself",
        Verdict::SpellingOnly => "Other spelling",
        Verdict::Differs => "Differs",
        Verdict::NotFound => "Not found",
        Verdict::TooShort => "Too short",
    }
}

fn explanation(quotation: &Quotation) -> String {
    let words = |count: usize| if count == 1 { "1 word was".to_owned() } else { format!("{count} words were") };
    match quotation.verdict {
        Verdict::Exact if quotation.typography() => {
            "Every word stands there, in order, with the same punctuation and capitals.".to_owned()
        }
        Verdict::Exact => "Every word stands there, in order. Only quotation marks, dashes, capitals or punctuation \
                           between the words differ."
            .to_owned(),
        Verdict::DeclaredChanges => "Every word stands there, in order, except where the quotation itself says \
                                     otherwise with an ellipsis or square brackets."
            .to_owned(),
        Verdict::SpellingOnly => "The same words in the same order, some of them in another spelling.".to_owned(),
        Verdict::Differs => {
            let changed = quotation.matches.iter().map(|found| found.changed).min().unwrap_or_default();
            format!(
                "{} changed. Quote the sentence as it stands in the text, or say that it is a summary.",
                words(changed)
            )
        }
        Verdict::NotFound => {
            "No text held here has these words. That does not mean that nobody wrote them: it may be in a text that is \
             not held, or somebody’s summary."
                .to_owned()
        }
        Verdict::TooShort => {
            "No text held here has these words side by side, and so few could be from anywhere. Paste a longer part of \
             the quotation."
                .to_owned()
        }
    }
}

impl MatchResult {
    fn of(links: &Links, archive: &Archive, verdict: Verdict, found: &Match) -> Option<Self> {
        let document = archive.corpus().at(found.document)?;
        Some(Self {
            title: document.name().to_owned(),
            date: document.date.long(),
            kind: archive.corpus().vocabulary().kind(document.kind).to_owned(),
            press: document.kind == Kind::PressReport,
            parts: found.parts.iter().filter_map(|part| PartResult::of(links, document, part)).collect(),
            diff: if verdict == Verdict::Exact {
                Vec::new()
            } else {
                found.diff.iter().flat_map(DiffRun::of).collect()
            },
            changed: found.changed,
            warnings: found.flags.iter().map(|&flag| warning(flag)).collect(),
            gaps: found.gaps.iter().filter_map(gap).collect(),
            voice: found.voice.caution(&document.issuer),
            translation: TranslationResult::of(archive, document, found),
            correct: found.correct.clone(),
            whole: found.changed > 0,
        })
    }
}

impl TranslationResult {
    fn of(archive: &Archive, document: &Document, found: &Match) -> Option<Self> {
        let corpus = archive.corpus();
        let authentic = corpus.authentic(&document.id).filter(|authentic| authentic.id != document.id)?;
        let mut paragraphs = Vec::new();
        for part in &found.parts {
            let Some(paragraph) = document.paragraphs.get(part.paragraph) else { continue };
            let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
            for same in corpus.counterparts(&id, &authentic.id) {
                let text = authentic.paragraph(same.number).map_or("", |paragraph| &paragraph.text).to_owned();
                let entry = (same.number, links::paragraph(&same, Format::Html), text);
                if !paragraphs.contains(&entry) {
                    paragraphs.push(entry);
                }
            }
        }
        let [own, original] = [document, authentic].map(|document| language_name(&document.language));
        let said = match document.translation.as_ref().and_then(|translation| translation.authentic) {
            Some(Authentic::Equal) => {
                format!("These are words of the text in {own}, which is as authentic as that in {original}.")
            }
            Some(Authentic::No) => {
                format!("These are words of a translation into {own}. The authentic text is in {original}.")
            }
            Some(Authentic::Yes) | None => {
                format!("These are words of a translation into {own} of a text in {original}.")
            }
        };
        Some(Self { said, tag: authentic.language.clone(), title: authentic.name().to_owned(), paragraphs })
    }
}

impl PartResult {
    fn of(links: &Links, document: &Document, part: &MatchPart) -> Option<Self> {
        let paragraph = document.paragraphs.get(part.paragraph)?;
        let id = ParagraphId { document: document.id.clone(), number: paragraph.number };
        let points = code_points(&paragraph.text, &part.range);
        let path = links::stretch(&links::paragraph(&id, Format::Html), &points, paragraph.revision);
        let slice = |range: Range<usize>| paragraph.text.get(range).unwrap_or_default().to_owned();
        Some(Self {
            url: links.absolute(&path),
            path,
            number: paragraph.number,
            before: slice(part.sentence.start..part.range.start),
            words: slice(part.range.clone()),
            after: slice(part.range.end..part.sentence.end),
        })
    }
}

impl DiffRun {
    /// Returns a change with the white space at its ends apart, so that no line is drawn under or through that.
    fn of(change: &Change) -> [Self; 3] {
        let text = change.text.as_str();
        let (before, rest) = text.split_at(text.len() - text.trim_start().len());
        let (words, after) = rest.split_at(rest.trim_end().len());
        let words = words.to_owned();
        let changed = match change.op {
            Op::Equal => Self::Equal(words),
            Op::Insert => Self::Insert(words),
            Op::Delete => Self::Delete(words),
        };
        [Self::Equal(before.to_owned()), changed, Self::Equal(after.to_owned())]
    }
}

fn warning(flag: Flag) -> &'static str {
    match flag {
        Flag::Negation => "a negation",
        Flag::Modal => "a modal verb, such as shall, should or may",
        Flag::Number => "a number or quantity",
        Flag::Date => "a date",
        Flag::Country => "a country",
        Flag::Actor => "who acts, or another name",
        Flag::Claim => "a claim, of what is or what somebody does: the quotation says it, the text does not",
    }
}

fn gap(gap: &Gap) -> Option<String> {
    let count = if gap.words == 1 { "1 word".to_owned() } else { format!("{} words", gap.words) };
    let crosses = match gap.crosses {
        Crossing::Nothing => "",
        Crossing::Sentence => ", from one sentence to another",
        Crossing::Paragraph => ", from one paragraph to another",
    };
    match (&gap.inserted, gap.words) {
        (None, 0) => None,
        (None, _) => Some(format!("An ellipsis leaves out {count}{crosses}: {}", gap.omitted)),
        (Some(inserted), 0) => Some(format!("[{inserted}] was added in brackets{crosses}.")),
        (Some(inserted), _) => Some(format!("[{inserted}] stands for {count}{crosses}: {}", gap.omitted)),
    }
}
