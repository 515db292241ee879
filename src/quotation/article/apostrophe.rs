//! Single quotation marks and apostrophes: the same signs, told apart by what stands around them.

/// Words that are written with an apostrophe in front.
const ELISIONS: [&str; 8] = ["tis", "twas", "em", "n", "til", "till", "cause", "bout"];

/// Tells whether a single mark before a word opens a quotation rather than stands for left-out letters.
pub(super) fn opens_single(after: &str) -> bool {
    let word = after.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    let decade = word.len() >= 2 && word.bytes().take(2).all(|byte| byte.is_ascii_digit());
    let elision = ELISIONS.contains(&word.to_lowercase().as_str());
    !(decade || elision)
}

/// Tells whether a single mark behind a word closes a quotation rather than marks a plural's possession.
///
/// After an `s` with another word behind, it closes only if no surer mark does before the next quotation opens.
pub(super) fn closes_single(mark: char, before: &str, after: &str) -> bool {
    if !doubtful(before, after) {
        return true;
    }
    let line_end = after.find("\n\n").unwrap_or(after.len());
    let Some(rest) = after.get(..line_end) else { return true };
    let mut previous = mark;
    for (at, character) in rest.char_indices() {
        let behind = rest.get(at + character.len_utf8()..).unwrap_or_default();
        let next = behind.chars().next();
        let opens = matches!(character, '‘' | '‚')
            || (character == mark && !previous.is_alphanumeric() && next.is_some_and(char::is_alphanumeric));
        if opens && previous.is_whitespace() {
            return true;
        }
        let closes = character == mark && !previous.is_whitespace() && next.is_none_or(|next| !next.is_alphanumeric());
        if closes && !doubtful(rest.get(..at).unwrap_or_default(), behind) {
            return false;
        }
        previous = character;
    }
    true
}

/// Tells whether a mark may be a possessive: behind an `s`, with a word after it.
fn doubtful(before: &str, after: &str) -> bool {
    let mut behind = after.chars();
    before.ends_with(['s', 'S']) && behind.next() == Some(' ') && behind.next().is_some_and(char::is_lowercase)
}
