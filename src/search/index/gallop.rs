//! Going forwards in a sorted list.

use std::ops::Range;

/// Returns the first place of a list, among `places`, that is not before what is looked for, or their end.
///
/// It is a binary search for a place that is mostly near: it looks twice as far each time.
pub(crate) fn gallop(places: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut end, mut step) = (places.start, places.end, 1);
    while from + step <= end {
        let last = from + step - 1;
        if !is_before(last) {
            end = last;
            break;
        }
        from += step;
        step *= 2;
    }
    while from < end {
        let middle = from + (end - from) / 2;
        if is_before(middle) {
            from = middle + 1;
        } else {
            end = middle;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn galloping_ends_where_a_search_does() {
        for length in 0..40 {
            for place in 0..=length {
                for from in 0..=place {
                    assert_eq!(gallop(from..length, |at| at < place), place, "of {length} from {from}");
                }
            }
        }
    }
}
