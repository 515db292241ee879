//! Going forwards in a sorted list.

/// Returns how many items at the start of a list are before what is looked for.
///
/// It is `partition_point` for a place that is mostly near: it looks twice as far each time.
pub(super) fn leap<T>(items: &[T], is_before: impl Fn(&T) -> bool) -> usize {
    let (mut before, mut step) = (0, 1);
    while items.get(before + step - 1).is_some_and(&is_before) {
        before += step;
        step *= 2;
    }
    let rest = items.get(before..items.len().min(before + step - 1)).unwrap_or_default();
    before + rest.partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_ends_where_a_search_does() {
        for length in 0..40 {
            let items: Vec<usize> = (0..length).collect();
            for place in 0..=length {
                assert_eq!(leap(&items, |item| *item < place), place, "of {length}");
            }
        }
    }
}
