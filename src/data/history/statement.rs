//! The history of a term in one sentence, as people copy it, and what an absence rests on.

use super::History;
use crate::corpus::{Date, Document, DocumentPlace};
use crate::data::format::Format;
use crate::data::links::Links;
use crate::data::term::TermState;
use crate::search::FormCount;
use crate::wording::{counted, in_quotes};

/// At most so many forms are named in a sentence, and so many texts that may be the first.
const NAMED: usize = 12;

/// What people copy: a sentence, a footnote, and the address that computes it again.
pub(crate) struct CopiedStatement {
    pub(crate) sentence: String,
    pub(crate) footnote: String,
    /// The absolute address with the day; without one where nothing was published.
    pub(crate) link: String,
}

impl History<'_> {
    /// Returns the history in a few sentences that say what they rest on.
    pub(crate) fn statement(&self) -> String {
        format!("{} {}", self.sentence(), self.more()).trim_end().to_owned()
    }

    /// Returns what is said after the first sentence: what is not counted, and what is not known.
    pub(crate) fn more(&self) -> String {
        let more = [self.aside(), self.press_told(), self.not_held(), self.since_told()];
        more.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Returns what people copy.
    pub(crate) fn copied(&self, links: &Links) -> CopiedStatement {
        let day = self.as_of.day;
        let state = TermState { press: self.press, as_of: day, ..TermState::of(self.typed) };
        let link = links.absolute(&state.address(Format::Html));
        let found = match (self.texts_with.len(), self.scope.searched) {
            (0, 0) => "no text was searched".to_owned(),
            (0, _) if !self.usage.is_whole => "not all texts were searched".to_owned(),
            (0, searched) => format!("used in none of the {} held", self.texts(searched)),
            (with, searched) => {
                let uses = counted(self.usage.total(), "time");
                format!("used {}{uses} in {with} of {} held", self.at_least(), self.texts(searched))
            }
        };
        let footnote = format!(
            "G7 Cyber Archive, history of {}: {found}{}, {}; {link}.",
            in_quotes(self.typed.trim()),
            self.span().map(|span| format!(" ({span})")).unwrap_or_default(),
            self.wording(),
        );
        CopiedStatement { sentence: self.statement(), footnote, link }
    }

    /// Returns one sentence: in how many texts it is used, how often, where first and last; or what its absence rests on.
    pub(crate) fn sentence(&self) -> String {
        let searched = self.scope.searched;
        let (term, with) = (in_quotes(self.typed.trim()), self.texts_with.len());
        if searched == 0 {
            return format!("No text was searched for {term}: none is held.");
        }
        if with == 0 && !self.usage.is_whole {
            return format!(
                "{term} was not found where it was searched; not all texts were, so nothing is said of it."
            );
        }
        let dates = self.span().map(|span| format!(", {span}")).unwrap_or_default();
        if with == 0 {
            return format!(
                "None of these forms stands in the {} held{dates}, {}, {}: {}{}.",
                self.texts(searched),
                words(self.scope.words),
                self.wording(),
                named(&self.usage.forms, &term),
                if self.usage.more_forms { " and rarer ones" } else { "" },
            );
        }
        let uses = counted(self.usage.total(), "time");
        let when = if self.first == self.last && self.first.len() == 1 {
            format!("only in {}", self.one(&self.first))
        } else {
            format!("first in {}, last in {}", self.one(&self.first), self.one(&self.last))
        };
        format!(
            "{term} is used in {}{with} of {} held{dates}, {}{uses}: {when}, {}.",
            self.at_least(),
            self.texts(searched),
            self.at_least(),
            self.wording(),
        )
    }

    fn at_least(&self) -> &'static str {
        if self.usage.is_whole { "" } else { "at least " }
    }

    fn texts(&self, count: usize) -> String {
        counted(count, if self.press { "text" } else { "G7 text" })
    }

    /// Returns the dates of the first and the last text that was searched.
    fn span(&self) -> Option<String> {
        let (from, to) = (self.scope.from.as_deref()?, self.scope.to.as_deref()?);
        let [from_said, to_said] = [from, to].map(spoken);
        Some(if from == to { format!("of {from_said}") } else { format!("of {from_said} to {to_said}") })
    }

    fn wording(&self) -> String {
        let release = &self.scope.release;
        match self.as_of.day {
            Some(day) => format!("in the wording published by {} (release {release})", day.long()),
            None => format!("of which nothing was published (release {release})"),
        }
    }

    /// Names a text, or says that it is one of several.
    fn one(&self, places: &[DocumentPlace]) -> String {
        let documents: Vec<&Document> = places.iter().filter_map(|place| self.document(*place)).collect();
        let is_exact = |it: &&Document| it.date.days().0 == it.date.days().1;
        let same_day = documents.iter().all(is_exact) && documents.windows(2).all(|pair| pair[0].date == pair[1].date);
        let name = |it: &&Document| format!("{} ({})", it.name(), it.date.long());
        let list = listed(&documents.iter().take(NAMED).map(name).collect::<Vec<_>>(), documents.len());
        match documents.len() {
            0 | 1 => list,
            _ if same_day => format!("each of {list}"),
            2 => format!("one of these two, which their dates do not tell apart: {list}"),
            number => format!("one of these {number}, which their dates do not tell apart: {list}"),
        }
    }

    /// Tells where it stands that is no use.
    fn aside(&self) -> Option<String> {
        let usage = &self.usage;
        let mut told = Vec::new();
        let mut tell = |count: usize, one: &str, several: &str| match count {
            0 => {}
            1 => told.push(one.to_owned()),
            _ => told.push(format!("{count} {several}")),
        };
        tell(
            usage.across.len(),
            "across the border of two paragraphs once",
            "times across the border of two paragraphs",
        );
        tell(usage.in_headings.len(), "in a heading", "headings");
        tell(
            usage.in_corrections.len(),
            "only in words of a source that were struck out as an error",
            "times only in words of a source that were struck out as errors",
        );
        let told: Vec<String> =
            told.into_iter().map(|it| if it.ends_with("headings") { format!("in {it}") } else { it }).collect();
        (!told.is_empty()).then(|| format!("Not counted: it stands {}.", listed(&told, told.len())))
    }

    fn press_told(&self) -> Option<String> {
        let press = self.in_press.as_ref().filter(|press| press.held > 0)?;
        let with = press.texts_with.len();
        let reports = counted(press.held, "press report");
        Some(match with {
            0 => format!(
                "The {reports} held {} not counted, and {} it not.",
                verb(press.held, "is", "are"),
                verb(press.held, "has", "have")
            ),
            _ => format!(
                "{} of the {reports} held {} it, {}; press reports are no G7 texts and are not counted.",
                with,
                verb(with, "has", "have"),
                counted(press.uses(), "time")
            ),
        })
    }

    fn since_told(&self) -> Option<String> {
        let since = self.since.as_ref().filter(|since| since.total > 0)?;
        let count = &since.total;
        let first = since.first.first().map(|first| format!(": {} in {}", first.path, first.title)).unwrap_or_default();
        let more = if *count > 1 { ", and more" } else { "" };
        Some(format!(
            "Since that day {} {} published{first}{more}.",
            counted(*count, "use"),
            verb(*count, "was", "were")
        ))
    }

    fn not_held(&self) -> Option<String> {
        let (known, lost) = (self.scope.not_held, self.scope.withdrawn_since.len());
        let lost = (lost > 0).then(|| {
            format!(
                "{} that stood on that day {} withdrawn as a whole since and not searched.",
                counted(lost, "text"),
                verb(lost, "was", "were")
            )
        });
        let known = (known > 0).then(|| {
            let (more, it) = (counted(known, "more text"), verb(known, "it", "them"));
            format!("{more} {} known and not held; nothing is said of {it}.", verb(known, "is", "are"))
        });
        let told: Vec<String> = [lost, known].into_iter().flatten().collect();
        (!told.is_empty()).then(|| told.join(" "))
    }
}

/// Returns a date as people say it.
pub(crate) fn spoken(date: &str) -> String {
    date.parse::<Date>().map_or_else(|_| date.to_owned(), Date::long)
}

fn verb<'a>(count: usize, one: &'a str, several: &'a str) -> &'a str {
    if count == 1 { one } else { several }
}

fn words(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "word")
}

fn named(forms: &[FormCount], term: &str) -> String {
    let named: Vec<String> = forms.iter().take(NAMED).map(|it| in_quotes(&it.form)).collect();
    match (named.is_empty(), forms.len().saturating_sub(named.len())) {
        (true, _) => term.to_owned(),
        (_, 0) => named.join(", "),
        (_, more) => format!("{} and {more} more", named.join(", ")),
    }
}

/// Returns a list of some of so many in a sentence.
fn listed(named: &[String], of: usize) -> String {
    let more = of.saturating_sub(named.len());
    match named {
        _ if more > 0 => format!("{} and {more} more", named.join(", ")),
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
