//! Many short strings in one buffer, by number: each by itself would cost the allocator more than it holds.

use super::gallop::gallop;

/// Strings in the order they were added.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
}

impl Strings {
    /// Adds a string. Beyond four gigabytes of text they are empty.
    pub(crate) fn push(&mut self, string: &str) {
        if u32::try_from(self.text.len() + string.len()).is_ok() {
            self.text.push_str(string);
        }
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the string of a number; beyond the last one, the empty string.
    pub(crate) fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Returns all in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Returns the first number from `from` on whose string is not before what is looked for, in sorted strings.
    pub(crate) fn gallop(&self, from: usize, is_before: impl Fn(&str) -> bool) -> usize {
        gallop(from..self.len(), |number| is_before(self.get(number)))
    }

    /// Returns the numbers of those that have `part` in them, in order; `part` is not empty.
    ///
    /// All are looked through as one text: a search begun anew for each would take longer than the searching.
    pub(crate) fn containing<'a>(&'a self, part: &'a str) -> impl Iterator<Item = usize> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = at + self.text.get(at..)?.find(part)?;
                let number = self.ends.partition_point(|end| *end as usize <= found);
                let end = *self.ends.get(number)? as usize;
                at = end;
                if found + part.len() <= end {
                    return Some(number);
                }
            }
        })
    }

    /// Gives back the room that was kept for more.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Self {
        let mut all = Self::default();
        strings.into_iter().for_each(|string| all.push(string.as_ref()));
        all.shrink_to_fit();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_by_number_and_by_order() {
        let strings: Strings = ["", "a", "zed", "état"].into_iter().collect();
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["", "a", "zed", "état"]);
        assert_eq!((strings.len(), strings.get(3), strings.get(4)), (4, "état", ""));
        assert_eq!(strings.gallop(0, |string| string < "b"), 2);
        assert_eq!(strings.gallop(2, |string| string < "zzz"), 3);
        assert_eq!(strings.gallop(1, |_| true), 4);
        let strings: Strings = ["ab", "abab", "", "b", "ab"].into_iter().collect();
        assert_eq!(strings.containing("ab").collect::<Vec<_>>(), [0, 1, 4]);
        assert_eq!(strings.containing("ba").collect::<Vec<_>>(), [1], "none runs over the end of another");
    }
}
