//! Extraction: tells a text from the boilerplate that a page puts around it, and keeps what the page says of it.
//!
//! Changes what blocks are, never their words or their order: what is boilerplate is listed as omitted.

mod doubt;
mod furniture;
mod head;
mod instead;
mod near;
mod part;

pub(super) use self::instead::NOT_FOUND;

use super::Reading;
use super::block::{Block, MarkKind, Role, beginning};
use super::date::dated;
use super::host::{self, Host, Layout};
use super::identity::Identity;

/// What a source holds: its text and what it says of it.
#[derive(Debug)]
pub(super) struct Extraction {
    /// All its blocks in order, those that are no text omitted.
    pub(super) blocks: Vec<Block>,
    /// What it says of the document.
    pub(super) identity: Identity,
    /// The language of its words, or that the source declares.
    pub(super) language: Option<String>,
    /// What the source looks like, where that is no text.
    pub(super) instead: Option<&'static str>,
    /// What a person should look at.
    pub(super) doubts: Vec<String>,
}

impl Extraction {
    /// Returns how much of the source was taken, what was left out, and how many doubts of each kind there are.
    pub(super) fn summary(&self) -> String {
        let words = |block: &Block| doubt::word_count(&block.text);
        let all: usize = self.blocks.iter().map(words).sum();
        let left: usize = self.blocks.iter().filter(|block| !block.kept()).map(words).sum();
        let marks = self.blocks.iter().filter(|block| block.kept()).flat_map(|block| &block.marks);
        let inside: usize = marks.map(|mark| doubt::word_count(&mark.text)).sum();
        let (left, all) = (left + inside, all + inside);
        let mut kinds: Vec<(String, usize)> = Vec::new();
        for doubt in &self.doubts {
            let kind = doubt::kind(doubt);
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
        let kinds: Vec<String> = kinds.into_iter().map(|(kind, count)| format!("{count} × {kind}")).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join("; ")) };
        let share = (left * 100).checked_div(all).unwrap_or(0);
        format!(
            "{} paragraphs, {} doubts{kinds}; left out: {left} of {all} words of the source ({share} %)",
            self.paragraphs().count(),
            self.doubts.len()
        )
    }

    /// Returns the paragraphs.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| matches!(block.role, Role::Paragraph | Role::Bullet | Role::Footnote))
    }
}

/// Extracts the text of what a reader found in a source of a host.
pub(super) fn extract(reading: Reading, host: &Host) -> Extraction {
    let Reading { mut blocks, title, heading, language, dated, cut, mut doubts } = reading;
    let mut identity = Identity { notice: notice(&blocks), ..Identity::default() };
    let fields = host.layout == Layout::Fields && head::fields(&mut blocks, &mut identity);
    // Headings that say `Share` go with what stands below them, further on.
    lines(&mut blocks, host, &mut doubts, |block| furniture::is_label(block) && is_heading(block));
    contents(&mut blocks);
    identity.companions = companions(&mut blocks);
    foot(&mut blocks, host);
    let mut name = None;
    let listing = instead::is_listing(&blocks);
    furniture::omit_furniture(&mut blocks, &mut doubts);
    lines(&mut blocks, host, &mut doubts, |_| false);
    identity.provenance = identity.provenance.or_else(|| source_line(&mut blocks));
    if !fields {
        name.clone_from(&title);
        head::part_lines(&mut blocks);
        let first = head::title(&mut blocks, &mut identity, heading, title);
        near::date(&blocks, first, dated, &mut identity, &mut doubts);
    }
    part::headings(&mut blocks);
    headings(&mut blocks, &mut doubts);
    doubt::doubts(&blocks, host, &mut doubts);
    let text: String =
        blocks.iter().filter(|block| block.kept()).flat_map(|block| [block.text.as_str(), "\n"]).collect();
    let (language, doubt) = super::language::of(&text, language.as_deref());
    doubts.extend(doubt);
    let instead = instead::of(&blocks, [identity.title.as_deref(), name.as_deref()], listing, cut);
    if let Some(instead) = instead {
        doubts.insert(0, format!("this looks like {instead}, not like a text"));
    }
    Extraction { instead, blocks, identity, language, doubts }
}

/// Returns the notice about rights, wherever it stands.
fn notice(blocks: &[Block]) -> Option<String> {
    let about_rights = |text: &str| {
        let lower = text.to_lowercase();
        text.contains('©') || lower.contains("copyright") || lower.contains("all rights reserved")
    };
    let found = blocks.iter().rfind(|block| block.text.len() < 600 && about_rights(&block.text));
    found.map(|block| block.text.clone())
}

fn omit(block: &mut Block) {
    *block = Block { links: std::mem::take(&mut block.links), ..Block::new(Role::Omitted, block.seen()) };
}

fn is_heading(block: &Block) -> bool {
    matches!(block.role, Role::Heading(_))
}

/// Omits lines that are furniture wherever they stand, but for those that `stays` tells.
fn lines(blocks: &mut [Block], host: &Host, doubts: &mut Vec<String>, stays: impl Fn(&Block) -> bool) {
    // A paragraph may begin with the words of a line of furniture; such lines are short.
    let short = |block: &Block| block.kept() && block.text.len() <= 90 && block.printed.is_none();
    for block in blocks.iter_mut().filter(|block| short(block) && !stays(block)) {
        let lower = block.text.to_lowercase();
        if host.lines.iter().chain(host::LINES).any(|beginning| lower.starts_with(beginning)) {
            if dated(&block.text).is_some() {
                doubts.push(format!("the page says `{}`: of the page, not of the text", block.text));
            }
            omit(block);
        }
    }
}

/// Omits the lists of contents: runs of links into the page, or of lines that end with page numbers.
fn contents(blocks: &mut [Block]) {
    let kept: Vec<usize> = kept(blocks);
    let entry = |block: &Block| {
        let inward = block.all_links() && block.links.iter().all(|link| link.href.starts_with('#'));
        inward || leads_to_page(&block.text)
    };
    let mut from = 0;
    while from < kept.len() {
        let run = kept.iter().skip(from).take_while(|&&at| blocks.get(at).is_some_and(entry)).count();
        let heading = from.checked_sub(1).and_then(|before| kept.get(before)).copied();
        let titled = heading.and_then(|at| blocks.get(at)).is_some_and(|block| is_contents(&block.text));
        if run >= 3 || (run > 0 && titled) {
            for &at in kept.iter().skip(from).take(run).chain(heading.iter().filter(|_| titled)) {
                blocks.get_mut(at).into_iter().for_each(omit);
            }
        }
        from += run.max(1);
    }
}

fn is_contents(text: &str) -> bool {
    let lower = front(text).to_lowercase();
    ["contents", "table of contents", "on this page", "list of contents"].contains(&lower.trim_end_matches(':'))
}

/// Tells `Introduction ........ 3`.
fn leads_to_page(text: &str) -> bool {
    let front = text.trim_end_matches(|character: char| character.is_ascii_digit());
    front.len() < text.len()
        && (front.trim_end().ends_with("...") || front.trim_end().ends_with('…') || front.ends_with(". . . "))
}

/// Omits "See also" with its links, and returns those.
fn companions(blocks: &mut [Block]) -> Vec<super::block::Link> {
    let mut companions = Vec::new();
    let mut open = false;
    for block in blocks.iter_mut().filter(|block| block.kept()) {
        let lower = front(&block.text).to_lowercase();
        let label = lower.trim_end_matches([':', ' ']);
        let begins = lower.starts_with("see also") || lower.starts_with("see:") || label == "see" || label == "related";
        let only_label = ["see also", "see", "related", "related documents"].contains(&label);
        // A sentence of the text may send its reader elsewhere; a companion is nothing but a link.
        let linked: usize = block.links.iter().map(|link| link.text.len()).sum();
        let mostly_links = linked * 10 >= block.text.len().saturating_sub("see also: ".len()) * 7 && linked > 0;
        if (begins && (only_label || mostly_links)) || (open && block.all_links()) {
            companions.extend(block.links.iter().cloned());
            open = true;
            omit(block);
        } else {
            open = false;
        }
    }
    companions
}

/// Omits the foot of the page: everything from the first line that begins one, in the last half.
fn foot(blocks: &mut [Block], host: &Host) {
    let kept = kept(blocks);
    let begins = |at: &usize| {
        blocks.get(*at).is_some_and(|block| {
            let lower = front(&block.text).to_lowercase();
            // A sentence may speak of copyright; a line that is none claims it.
            let claims =
                || lower.starts_with("copyright") && block.text.len() <= 90 && !furniture::is_sentence(&block.text);
            let known = || host.foot.iter().chain(host::FOOT).any(|beginning| lower.starts_with(beginning));
            block.printed.is_none() && (known() || claims())
        })
    };
    let Some(first) = kept.iter().skip(kept.len().div_ceil(2)).copied().find(|at| begins(at)) else { return };
    blocks.iter_mut().skip(first).filter(|block| block.kept() && block.role != Role::Footnote).for_each(omit);
}

/// Takes a last line that names the source of the text, and returns what it names.
fn source_line(blocks: &mut [Block]) -> Option<String> {
    let last = blocks.iter_mut().rfind(|block| block.kept())?;
    let named = last.text.strip_prefix("Source:").or_else(|| last.text.strip_prefix("SOURCE:"))?.trim().to_owned();
    if last.printed.is_some() || named.len() > 120 {
        return None;
    }
    omit(last);
    Some(named)
}

/// Finds headings that are only set as paragraphs, and paragraphs that are only set as headings.
fn headings(blocks: &mut [Block], doubts: &mut Vec<String>) {
    let kept = kept(blocks);
    let heads: Vec<bool> = blocks.iter().map(looks_like_heading).collect();
    // A line in capitals below the text is a name; above a section stands more than a name.
    let body = |at: usize| {
        let next = kept.iter().find(|next| **next > at && !heads.get(**next).copied().unwrap_or(true));
        next.and_then(|next| blocks.get(*next)).is_some_and(|block| {
            block.printed.is_some() || block.role == Role::Bullet || block.text.chars().count() > 60
        })
    };
    let last = kept.last().copied();
    let bold = |at: usize| Some(at) != last && blocks.get(at).is_some_and(|block| block.bold);
    let heads: Vec<bool> = heads.iter().enumerate().map(|(at, heads)| *heads && (bold(at) || body(at))).collect();
    for (at, block) in blocks.iter_mut().enumerate() {
        match block.role {
            Role::Heading(_) if block.text.len() > 250 => {
                doubts.push(format!("set as a heading and taken as a paragraph: {}", beginning(&block.text)));
                block.role = Role::Paragraph;
                block.split_typed();
            }
            Role::Heading(_) if block.marks.iter().any(|mark| mark.kind == MarkKind::Note) => {
                // Headings can have no notes: their marks stay in their words, as they are read.
                doubts.push(format!("a footnote mark stands in the heading {}", beginning(&block.text)));
                let printed = block.printed.take().filter(|_| block.computed);
                let computed = printed.is_some();
                *block = Block { printed, computed, ..Block::new(block.role, super::block::squeezed(&block.seen())) };
            }
            Role::Paragraph if block.printed.is_none() && heads.get(at).copied().unwrap_or(false) => {
                doubts.push(format!("set as a paragraph and taken as a heading: {}", beginning(&block.text)));
                *block = Block::new(Role::Heading(3), super::block::squeezed(&block.seen()));
            }
            _ => {}
        }
    }
    let highest = blocks
        .iter()
        .filter_map(|block| match block.role {
            Role::Heading(level) => Some(level),
            _ => None,
        })
        .min();
    for block in blocks {
        if let (Role::Heading(level), Some(highest)) = (block.role, highest) {
            block.role = Role::Heading(level - highest + 1);
        }
    }
}

fn looks_like_heading(block: &Block) -> bool {
    let text = &block.text;
    let upper = text.chars().filter(|character| character.is_uppercase()).count();
    // `No` stands in small letters in many.
    let lower = text.chars().filter(|character| character.is_lowercase()).count();
    let capitals = upper >= 4 && lower * 12 <= upper;
    let initials = text.split_whitespace().any(|word| word.chars().count() == 2 && word.ends_with('.'));
    (block.bold || capitals && !initials)
        && text.chars().count() <= 120
        && !text.ends_with(['.', ';', ',', '”', '"', ':', '：'])
}

/// Returns as much of a text as tells whether it is a line of furniture or begins as one: texts are long, such lines short.
fn front(text: &str) -> &str {
    text.get(..text.floor_char_boundary(160)).unwrap_or(text)
}

/// Returns the places of the blocks that are still of the text.
fn kept(blocks: &[Block]) -> Vec<usize> {
    blocks.iter().enumerate().filter(|(_, block)| block.kept()).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html;

    fn extraction(page: &str) -> Extraction {
        let host = host::host(None);
        extract(html::walked(page, host), host)
    }

    #[track_caller]
    fn check(page: &str, kept: &[&str]) {
        let extraction = extraction(page);
        let found: Vec<String> = extraction.blocks.iter().filter(|block| block.kept()).map(Block::seen).collect();
        assert_eq!(found, kept, "{:?}", extraction.blocks);
    }

    #[test]
    fn contents_and_markers_go_and_text_stays() {
        let contents = "<h2>Contents</h2><ul><li><a href=#a>A</a><li><a href=#b>B</a></ul>";
        check(
            &format!(
                "<h1>T</h1>{contents}<h2>A</h2><p>1. See also paragraph 4.<p>[back to top]<p>One <a href=#x>link</a>."
            ),
            &["A", "1. See also paragraph 4.", "One link."],
        );
    }

    #[test]
    fn companions_are_kept_as_such() {
        let page = "<h1>T</h1><p>Text that stays.<p>See also: <a href=x.html>Annex</a><ul><li><a href=y.html>Other</a></ul><p>More.";
        let companions: Vec<String> = extraction(page).identity.companions.into_iter().map(|link| link.href).collect();
        assert_eq!(companions, ["x.html", "y.html"]);
        check(page, &["Text that stays.", "More."]);
    }

    #[test]
    fn the_foot_gives_its_notice() {
        let page = "<h1>T</h1><p>Text.<p>More text.<p>Copyright © 2017. Some library.<p>Last words";
        assert_eq!(extraction(page).identity.notice.as_deref(), Some("Copyright © 2017. Some library."));
        check(page, &["Text.", "More text."]);
    }

    #[test]
    fn bold_lines_are_headings() {
        let page = "<h1>T</h1><p><b>On norms</b><p>We agree.<p><b>We strongly agree.</b>";
        let roles: Vec<Role> = extraction(page).blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Role::Omitted, Role::Heading(1), Role::Paragraph, Role::Paragraph]);
    }
}
