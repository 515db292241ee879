//! Two texts side by side: `/compare?a=&b=`, paragraph by paragraph or word by word; up to four paragraphs in columns.

mod columns;
pub(super) mod data;
mod pair;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use self::columns::Columns;
use self::pair::{Lone, PairBlock};
use super::asked::Asked;
use super::choice::Choice;
use super::compared::{Compared, Fold};
use super::headers::Policy;
use super::layout::{Layout, Section, grouped};
use super::located;
use super::site::{Context, Site};
use super::{Error, answer};
use crate::archive::Archive;
use crate::comparison::{Comparison, PairKind, WORDS};
use crate::corpus::Target;
use crate::data::compared::{compare, is_identical};
use crate::data::reference::{Reference, Refused, Why, read};
use crate::data::{Format, QueryString, links};
use crate::wording::counted;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    layout: Layout,
    /// What stands in the fields of the form.
    fields: [Field; 4],
    /// Why nothing was compared, or not as it was asked.
    notices: Vec<String>,
    /// What was not found, with what may have been meant.
    wrong: Vec<Wrong>,
    found: Option<FoundChanges>,
    columns: Option<Columns>,
}

/// A field of the form.
struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
}

/// A side that cannot be compared.
struct Wrong {
    told: String,
    choices: Vec<Choice>,
}

/// One of the two sides.
struct SideLine {
    path: String,
    title: String,
    date: Option<String>,
    press: bool,
    words: String,
    language: String,
}

/// A comparison, in the form printed.
struct FoundChanges {
    a: SideLine,
    b: SideLine,
    /// What was found, in sentences.
    told: Vec<String>,
    /// How many pairs are of each kind.
    kinds: Vec<(usize, &'static str)>,
    pairs: Vec<PairBlock>,
    hidden: usize,
    alone: Vec<Alone>,
    /// The two paragraphs as they stand, where all that is compared are two.
    beside: Option<(String, String)>,
    /// Other ways to see it, each with its label.
    views: Vec<(String, &'static str)>,
    sentence: String,
    table: String,
    csv: String,
    json: String,
}

/// What stands in one of the texts alone.
struct Alone {
    id: &'static str,
    title: String,
    /// Where most of a text stands alone, only how much.
    lines: Vec<Lone>,
    more: Option<String>,
}

/// How much of both is the same in fewer words than this of the shorter, a word comparison says nothing.
const FIFTH: usize = 5;

/// So many paragraphs of a text that stand alone are printed beside one paragraph.
const LINES: usize = 400;

/// Answers with the page.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let query = &asked.query;
    let names = ["a", "b", "c", "d"];
    let given: Vec<(&str, &str)> = names.iter().filter_map(|name| Some((*name, query.one(name)?.trim()))).collect();
    let mut page = form(site, archive, query);
    let mut references = Vec::new();
    for (name, text) in given.iter().filter(|(_, text)| !text.is_empty()) {
        match read(archive, text) {
            Ok(reference) => references.push((*name, reference)),
            Err(refused) => page.wrong.push(wrong(archive, name, &refused)),
        }
    }
    if !page.wrong.is_empty() {
        let only_several = page.wrong.iter().all(|wrong| wrong.choices.len() > 1) && is_choice(archive, &given);
        let mut answer = answer::page(&page, Policy::PAGE)?;
        *answer.status_mut() = if only_several { StatusCode::MULTIPLE_CHOICES } else { StatusCode::NOT_FOUND };
        return Ok(answer);
    }
    let find = |name: &str| references.iter().find(|(other, _)| *other == name).map(|(_, reference)| reference);
    let (Some(a), Some(b)) = (find("a"), find("b")) else { return answer::page(&page, Policy::PAGE) };
    let further: Vec<&Reference<'_>> = ["c", "d"].into_iter().filter_map(find).collect();
    fill(site, archive, &mut page, query, (a, b), &further);
    answer::page(&page, Policy::PAGE)
}

/// Tells whether each side names something or several things.
fn is_choice(archive: &Archive, given: &[(&str, &str)]) -> bool {
    let refused = given.iter().filter(|(_, text)| !text.is_empty()).filter_map(|(_, text)| read(archive, text).err());
    refused.map(|refused| refused.why).all(|why| matches!(why, Why::Several(_)))
}

/// Returns the page with its form alone.
fn form(site: &Site, archive: &Archive, query: &QueryString) -> ComparePage {
    let field = |(name, label)| Field { name, label, value: query.one(name).unwrap_or_default().to_owned() };
    let layout = Layout::new(site, archive, "Compare two texts", &links::compare_form())
        .described("Two texts side by side: which paragraphs belong together, and every word that was changed.")
        .within(Section::Documents);
    let is_asked = ["a", "b", "c", "d"].iter().any(|name| query.one(name).is_some());
    ComparePage {
        layout: if is_asked { layout.unlisted().unfollowed() } else { layout },
        fields: [("a", "First text"), ("b", "Second text"), ("c", "Third paragraph"), ("d", "Fourth paragraph")]
            .map(field),
        notices: Vec::new(),
        wrong: Vec::new(),
        found: None,
        columns: None,
    }
}

fn wrong(archive: &Archive, name: &str, refused: &Refused) -> Wrong {
    let choices = match &refused.why {
        Why::Unknown(targets) => targets.iter().map(|target| Choice::of(archive.corpus(), target, "")).collect(),
        Why::NotHeld(id) => vec![Choice::of(archive.corpus(), &Target::Document(id.clone()), "")],
        Why::Several(places) => places.iter().map(|place| located::choice(archive, place)).collect(),
        Why::Gone(paths) => {
            let choice = |path: &String| Choice { path: path.clone(), title: path.clone(), words: String::new() };
            paths.iter().map(choice).collect()
        }
    };
    let side = match name {
        "a" => "First text",
        "b" => "Second text",
        "c" => "Third paragraph",
        _ => "Fourth paragraph",
    };
    let asked = crate::wording::in_quotes(&refused.asked);
    let told = match &refused.why {
        Why::Unknown(nearest) if nearest.is_empty() => {
            format!("{side}: {asked} names nothing in this archive, and nothing here is like it.")
        }
        Why::Unknown(_) => format!("{side}: {asked} names nothing in this archive. These come nearest."),
        Why::NotHeld(_) => {
            format!("{side}: text not held. Of {asked} the archive has a description and not the words.")
        }
        Why::Several(_) => format!("{side}: {asked} can mean any of these."),
        Why::Gone(_) => format!("{side}: {asked} stands here no more. Its wordings can be compared."),
    };
    Wrong { told, choices }
}

/// Puts the comparison into the page.
fn fill(
    site: &Site,
    archive: &Archive,
    page: &mut ComparePage,
    query: &QueryString,
    (a, b): (&Reference<'_>, &Reference<'_>),
    further: &[&Reference<'_>],
) {
    let compared = match compare(archive, a, b) {
        Ok(compared) => compared,
        Err(limit) => {
            page.notices.push(format!(
                "A text of {} words is too long to be compared: {} words a side are compared at once.",
                grouped(limit.words),
                grouped(WORDS)
            ));
            return;
        }
    };
    let all: Vec<&Reference<'_>> = [a, b].into_iter().chain(further.iter().copied()).collect();
    if !further.is_empty() {
        if all.iter().any(|reference| reference.is_document) {
            page.notices.push("Three or four are set side by side where all are paragraphs.".to_owned());
        } else {
            page.columns = Columns::of(archive, &all);
        }
    }
    page.layout.title = format!("{} compared with {}", a.title, b.title);
    page.layout.address = Some(site.links.absolute(&links::compare(&[a.named(), b.named()], Format::Html)));
    let shown = Shown {
        changes_only: query.one("show") == Some("changes"),
        fold: if query.one("fold") == Some("letters") { Fold::Letters } else { Fold::Words },
    };
    page.found = Some(found(site, (a, b), &compared, &shown));
}

/// What is shown of a comparison.
struct Shown {
    changes_only: bool,
    fold: Fold,
}

impl Shown {
    /// Returns what an address adds for it.
    fn parameters(changes_only: bool, fold: Fold) -> String {
        let show = if changes_only { "&show=changes" } else { "" };
        format!("{show}{}", if fold == Fold::Letters { "&fold=letters" } else { "" })
    }
}

fn found(site: &Site, (a, b): (&Reference<'_>, &Reference<'_>), compared: &Comparison, shown: &Shown) -> FoundChanges {
    let of_two = !a.is_document && !b.is_document;
    let says_nothing = of_two && compared.shared * FIFTH < compared.words_a.min(compared.words_b);
    let address = |format| links::compare(&[a.named(), b.named()], format);
    let html = address(Format::Html);
    let hidden = |kind: PairKind| shown.changes_only && kind == PairKind::Same;
    let pairs: Vec<PairBlock> = if says_nothing {
        Vec::new()
    } else {
        let kept = compared.pairs.iter().filter(|pair| !hidden(pair.kind));
        kept.map(|pair| PairBlock::of(pair, (a, b), shown.fold)).collect()
    };
    let other = |changes_only, fold| format!("{html}{}", Shown::parameters(changes_only, fold));
    let mut views = Vec::new();
    if compared.pairs.iter().any(|pair| pair.kind == PairKind::Same) && !of_two {
        let label = if shown.changes_only { "Show what is the same too" } else { "Show changes only" };
        views.push((other(!shown.changes_only, shown.fold), label));
    }
    if !compared.pairs.is_empty() && !says_nothing {
        let (fold, label) = match shown.fold {
            Fold::Words => (Fold::Letters, "Show case and punctuation too"),
            Fold::Letters => (Fold::Words, "Without case and punctuation"),
        };
        views.push((other(shown.changes_only, fold), label));
    }
    views.push((links::compare(&[b.named(), a.named()], Format::Html), "The other way round"));
    let url = |reference: &Reference<'_>| site.links.absolute(&reference.path);
    let (sentence, table) = pair::copies((a, &url(a)), (b, &url(b)), compared, &site.links.absolute(&html));
    let text = |reference: &Reference<'_>| reference.side.passages.first().map(|it| it.text.to_owned());
    FoundChanges {
        told: told((a, b), compared, says_nothing),
        kinds: if of_two { Vec::new() } else { kinds(compared) },
        hidden: compared.pairs.iter().filter(|pair| hidden(pair.kind)).count(),
        pairs,
        alone: alone((a, b), compared),
        beside: if of_two { text(a).zip(text(b)) } else { None },
        views,
        sentence,
        table,
        csv: address(Format::Csv),
        json: address(Format::Json),
        a: side(a, compared.words_a),
        b: side(b, compared.words_b),
    }
}

fn side(reference: &Reference<'_>, words: usize) -> SideLine {
    SideLine {
        path: reference.path.clone(),
        title: reference.title.clone(),
        date: reference.document.map(|document| document.date.long()),
        press: reference.is_press(),
        words: format!("{} word{}", grouped(words), if words == 1 { "" } else { "s" }),
        language: reference.document.map_or("en".to_owned(), |document| document.language.clone()),
    }
}

/// Returns how many pairs are of each kind, and what stands alone.
fn kinds(compared: &Comparison) -> Vec<(usize, &'static str)> {
    let count = |kind| compared.pairs.iter().filter(|pair| pair.kind == kind).count();
    let kinds =
        [PairKind::Same, PairKind::Spelling, PairKind::Changed, PairKind::Split, PairKind::Merged, PairKind::Moved];
    let mut told: Vec<(usize, &'static str)> = kinds.map(|kind| (count(kind), pair::label(kind))).into();
    told.push((compared.alone_a.len(), "only in the first"));
    told.push((compared.alone_b.len(), "only in the second"));
    told.retain(|(count, _)| *count > 0);
    told
}

/// Returns what was found, in sentences.
fn told((a, b): (&Reference<'_>, &Reference<'_>), compared: &Comparison, says_nothing: bool) -> Vec<String> {
    let mut told = Vec::new();
    let Comparison { shared, apart, words_a, words_b, .. } = compared;
    let of_two = !a.is_document && !b.is_document;
    if is_identical(a, b) {
        told.push("Both are identical: the same characters.".to_owned());
    } else if of_two && compared.pairs.first().is_some_and(|pair| pair.kind == PairKind::Same) {
        told.push("Both have the same words; letters, signs or spaces differ.".to_owned());
    } else if of_two && compared.pairs.first().is_some_and(|pair| pair.kind == PairKind::Spelling) {
        told.push("Both are the same but for spelling, by the reviewed list.".to_owned());
    } else if *shared == 0 && !of_two {
        told.push("These texts share no run of five words, so there is nothing to set side by side.".to_owned());
    } else {
        told.push(format!(
            "{} word{} in both, of {} in the first and {} in the second.",
            grouped(*shared),
            if *shared == 1 { "" } else { "s" },
            grouped(*words_a),
            grouped(*words_b)
        ));
    }
    if says_nothing {
        told.push(
            "That is less than a fifth: a comparison word by word would say nothing, so both stand as they are."
                .to_owned(),
        );
    }
    if *apart > 0 {
        told.push(format!(
            "{} of these in runs of five and more, in paragraphs that otherwise have little in common.",
            grouped(*apart)
        ));
    }
    let language = |reference: &Reference<'_>| reference.document.map(|document| document.language.clone());
    if language(a).is_some() && language(b).is_some() && language(a) != language(b) {
        told.push("The two are in different languages: what they say can be the same where no word is.".to_owned());
    }
    told
}

fn alone((a, b): (&Reference<'_>, &Reference<'_>), compared: &Comparison) -> Vec<Alone> {
    let list = |id, title: &str, reference: &Reference<'_>, places: &[usize], other: &Reference<'_>| {
        // Beside one paragraph, most of a document is what was not asked about.
        let only_counted = !other.is_document;
        let shown = if only_counted { &[][..] } else { places.get(..LINES).unwrap_or(places) };
        let rest = places.len() - shown.len();
        Alone {
            id,
            title: format!("{title} ({})", counted(places.len(), "paragraph")),
            lines: pair::lone(reference, shown),
            more: (rest > 0).then(|| format!("{} not shown here", counted(rest, "paragraph"))),
        }
    };
    let mut alone = Vec::new();
    // Where nothing belongs together, all of both stands alone.
    if compared.pairs.is_empty() && compared.shared == 0 {
        return alone;
    }
    if !compared.alone_a.is_empty() {
        alone.push(list("only-a", "Only in the first text", a, &compared.alone_a, b));
    }
    if !compared.alone_b.is_empty() {
        alone.push(list("only-b", "Only in the second text", b, &compared.alone_b, a));
    }
    alone
}
