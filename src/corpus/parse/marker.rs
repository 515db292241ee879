//! Printed numbers: how a source numbers its paragraphs, and which of them an item belongs below.

/// Splits a printed number from the start of a paragraph: `12.`, `3.1)`, `(c)`, `(iv)`, `(2)`, then white space.
#[must_use]
pub fn printed_number(block: &str) -> Option<(&str, &str)> {
    let end = block.find(|c: char| c.is_ascii_whitespace())?;
    let (marker, rest) = block.split_at_checked(end)?;
    (is_digits(marker) || bracketed(marker).is_some()).then_some((marker, rest))
}

/// Returns what is in the brackets of a printed number like `(c)`.
pub(super) fn bracketed(marker: &str) -> Option<&str> {
    let inside = marker.strip_prefix('(')?.strip_suffix(')')?;
    let letters = (1..=4).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_lowercase());
    (letters || is_short_number(inside)).then_some(inside)
}

/// Tells whether a marker is `\d{1,3}(\.\d{1,3})*[.)]`.
fn is_digits(marker: &str) -> bool {
    marker.strip_suffix(['.', ')']).is_some_and(|parts| parts.split('.').all(is_short_number))
}

fn is_short_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The items that are open where a list is read, outermost first.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// The paragraph on its own that the list stands below.
    above: Option<usize>,
    items: Vec<(usize, String)>,
}

impl Open {
    /// Begins again below a paragraph on its own, or below nothing after a heading.
    pub(super) fn reset(&mut self, above: Option<usize>) {
        *self = Self { above, items: Vec::new() };
    }

    /// Returns the paragraph that a bullet belongs to here.
    pub(super) fn bullet(&self) -> Option<usize> {
        self.items.last().map(|(place, _)| *place).or(self.above)
    }

    /// Opens the item at `place` with what its brackets hold, and returns the paragraph that it belongs to.
    ///
    /// An item goes on with the list whose last marker it follows, begins a list inside the last item where it is a
    /// first marker, and else stays in the innermost list.
    pub(super) fn item(&mut self, place: usize, marker: &str) -> Option<usize> {
        let depth = match self.items.iter().rposition(|(_, earlier)| follows(earlier, marker)) {
            Some(depth) => depth,
            None if matches!(marker, "a" | "i" | "1") => self.items.len(),
            None => self.items.len().saturating_sub(1),
        };
        self.items.truncate(depth);
        let parent = self.bullet();
        self.items.push((place, marker.to_owned()));
        parent
    }
}

fn follows(earlier: &str, later: &str) -> bool {
    let next = |read: fn(&str) -> Option<u32>| read(earlier).is_some_and(|number| read(later) == Some(number + 1));
    next(|text| text.parse().ok()) || next(letter) || next(roman)
}

fn letter(text: &str) -> Option<u32> {
    let first = text.bytes().next().filter(u8::is_ascii_lowercase)?;
    // After (z) come (aa), (bb) and so on.
    let rounds = u32::try_from(text.len()).ok()?;
    text.bytes().all(|byte| byte == first).then(|| 26 * (rounds - 1) + u32::from(first - b'a') + 1)
}

fn roman(text: &str) -> Option<u32> {
    let digit = |letter| match letter {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Vec<u32> = text.chars().map(digit).collect::<Option<_>>()?;
    let mut total = 0;
    for (at, &value) in digits.iter().enumerate() {
        let smaller = digits.get(at + 1).is_some_and(|&after| value < after);
        total = if smaller { total - i64::from(value) } else { total + i64::from(value) };
    }
    u32::try_from(total).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(block: &str, marker: Option<&str>) {
        assert_eq!(printed_number(block).map(|(marker, _)| marker), marker, "{block}");
    }

    #[test]
    fn printed_numbers_are_those_of_the_design() {
        check("12. Text", Some("12."));
        check("3.1) Text", Some("3.1)"));
        check("(c) Text", Some("(c)"));
        check("(viii) Text", Some("(viii)"));
        check("(12) Text", Some("(12)"));
        for plain in
            ["2018. Text", "12.Text", "12", "(C) Text", "(abcde) Text", "1.2 Text", "() Text", ". Text", "1..2. T"]
        {
            check(plain, None);
        }
    }

    /// Reads a list and gives, for each item, the place of its parent among the items.
    #[track_caller]
    fn check_nesting(markers: &[&str], parents: &[Option<usize>]) {
        let mut open = Open::default();
        let found: Vec<Option<usize>> =
            markers.iter().enumerate().map(|(place, marker)| open.item(place, marker)).collect();
        assert_eq!(found, parents, "{markers:?}");
    }

    #[test]
    fn items_find_the_list_they_go_on_with() {
        check_nesting(&["a", "b", "c"], &[None, None, None]);
        check_nesting(&["a", "i", "ii", "iii", "b"], &[None, Some(0), Some(0), Some(0), None]);
        check_nesting(&["g", "h", "i", "j"], &[None, None, None, None]);
        check_nesting(&["1", "a", "b", "2", "a"], &[None, Some(0), Some(0), None, Some(3)]);
        check_nesting(&["a", "d"], &[None, None]);
        check_nesting(&["z", "aa"], &[None, None]);
    }
}
