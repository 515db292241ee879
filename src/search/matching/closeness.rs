//! How close the parts of a query stand to each other in one paragraph: together and in order, near, or scattered.
//!
//! It orders hits and decides about none. Knows neither words nor texts.

/// A place of one part of a query, or of several in order that are one word there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    /// The place of its first word.
    pub(crate) start: u32,
    /// The place after its last.
    pub(crate) end: u32,
    /// The first part.
    pub(crate) part: usize,
    /// How many parts.
    pub(crate) covers: usize,
    /// Whether it stands there as typed, or in another spelling of that.
    pub(crate) as_typed: bool,
}

/// How close all parts stand; each closer than those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Arrangement {
    /// Anywhere, or not all of them.
    #[default]
    Scattered,
    /// At most [`NEAR`] other words between the first and the last.
    Near,
    /// One after the other in the order of the query.
    Together,
}

/// How close the parts of a query stand in a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Closeness {
    /// How close all of them stand.
    pub(crate) standing: Arrangement,
    /// Whether they stand so close as typed.
    pub(crate) as_typed: bool,
    /// Whether all neighbours of the query are neighbours there, but for those without weight.
    pub(crate) is_linked: bool,
    /// The share of the parts that is within one stretch as long as the query and [`NEAR`] more, by weight.
    pub(crate) gathered: f32,
    /// The largest share of the parts that is in order in one place with at most [`GAP`] other words between two of
    /// them, by weight: of a quotation that was remembered wrongly nearly all.
    pub(crate) in_order: f32,
}

/// So many other words are between what is near, as where a query names no number.
pub(crate) const NEAR: u32 = 8;
/// So many other words are between parts that are in order in one place: words that were left out or are others.
const GAP: u32 = 2;
/// What a part without weight weighs among those in order, beside the mean of the others: `of`, `is` and `the` say nothing
/// of a subject, and in their places they tell a quotation from another text on it.
const UNWEIGHTED: f32 = 0.2;

/// A run of parts in order, without another word between them.
struct Chain {
    end: u32,
    /// The part that goes on with it.
    next: usize,
    /// Whether it begins with the first part; whether all of it is as typed.
    from_first: bool,
    as_typed: bool,
}

/// Returns how close parts of these weights stand, given all their places in any order. Parts without weight are needed
/// where parts are together, and not where they are near.
pub(crate) fn closeness(seen: &mut [Seen], weights: &[f32]) -> Closeness {
    seen.sort_unstable();
    let mut closeness = Closeness::default();
    let mut links = vec![false; weights.len()];
    let mut chains: Vec<Chain> = Vec::new();
    let mut together: Option<bool> = None;
    for place in seen.iter() {
        chains.retain(|chain| chain.end >= place.start);
        let next = place.part + place.covers;
        let inner = links.get_mut(place.part + 1..next).unwrap_or_default();
        inner.fill(true);
        let (mut from_first, mut as_typed) = (place.part == 0, place.as_typed);
        let before = chains.iter().filter(|chain| chain.end == place.start && chain.next == place.part);
        for chain in before {
            if let Some(link) = links.get_mut(place.part) {
                *link = true;
            }
            if chain.from_first && (!from_first || chain.as_typed) {
                (from_first, as_typed) = (true, chain.as_typed && place.as_typed);
            }
        }
        if from_first && next == weights.len() {
            together = Some(together.unwrap_or_default() || as_typed);
        }
        chains.push(Chain { end: place.end, next, from_first, as_typed });
    }
    let pair = |at: usize| weights.get(at - 1).zip(weights.get(at)).map_or(0.0, |(one, other)| one + other);
    let mut weighty = links.iter().enumerate().skip(1).filter(|(at, _)| pair(*at) > 0.0).peekable();
    closeness.is_linked = weighty.peek().is_some() && weighty.all(|(_, link)| *link);
    closeness.gathered = gathered(seen.iter(), weights);
    closeness.in_order = in_order(seen, weights);
    let typed = || gathered(seen.iter().filter(|place| place.as_typed), weights);
    (closeness.standing, closeness.as_typed) = match together {
        Some(as_typed) => (Arrangement::Together, as_typed),
        None if closeness.gathered >= 1.0 => (Arrangement::Near, typed() >= 1.0),
        None => {
            let has = |part: &usize| seen.iter().any(|place| place.as_typed && covers(place, *part));
            (Arrangement::Scattered, (0..weights.len()).all(|part| has(&part)))
        }
    };
    closeness
}

fn covers(place: &Seen, part: usize) -> bool {
    (place.part..place.part + place.covers).contains(&part)
}

/// Returns the largest share of the weight of all parts that is in order in one place.
#[expect(clippy::cast_precision_loss, reason = "the parts of a query are few")]
fn in_order(seen: &[Seen], weights: &[f32]) -> f32 {
    let weighty = weights.iter().filter(|weight| **weight > 0.0).count();
    let least = UNWEIGHTED * weights.iter().sum::<f32>() / weighty.max(1) as f32;
    let weight_of =
        |parts: &[f32]| -> f32 { parts.iter().map(|weight| if *weight > 0.0 { *weight } else { least }).sum() };
    // The end of each sequence that can go on, the part that may do so, and what it weighs.
    let mut sequences: Vec<(u32, usize, f32)> = Vec::new();
    let mut most = 0.0_f32;
    for place in seen {
        sequences.retain(|(end, ..)| end.saturating_add(GAP) >= place.start);
        let next = place.part + place.covers;
        let own = weight_of(weights.get(place.part..next).unwrap_or_default());
        let before = sequences.iter().filter(|(end, next, _)| *end <= place.start && *next <= place.part);
        let weight = own + before.map(|(.., weight)| *weight).fold(0.0, f32::max);
        sequences.push((place.end, next, weight));
        most = most.max(weight);
    }
    let all = weight_of(weights);
    if all > 0.0 { most / all } else { 0.0 }
}

/// Returns the largest share of the weight of all parts that is within one stretch.
fn gathered<'a>(seen: impl Iterator<Item = &'a Seen> + Clone, weights: &[f32]) -> f32 {
    let longest = u32::try_from(weights.len()).unwrap_or(u32::MAX).saturating_add(NEAR);
    let mut counts = vec![0_u32; weights.len()];
    let weighty = weights.iter().filter(|weight| **weight > 0.0).count();
    let all: f32 = weights.iter().sum();
    let (mut here, mut have, mut most) = (0.0, 0, 0.0_f32);
    let mut first = seen.clone();
    for last in seen {
        for part in last.part..last.part + last.covers {
            let (Some(count), Some(weight)) = (counts.get_mut(part), weights.get(part)) else { continue };
            *count += 1;
            if *count == 1 && *weight > 0.0 {
                here += weight;
                have += 1;
            }
        }
        let mut begun = first.clone();
        while let Some(out) = begun.next().filter(|out| last.end > out.start.saturating_add(longest)) {
            for part in out.part..out.part + out.covers {
                let (Some(count), Some(weight)) = (counts.get_mut(part), weights.get(part)) else { continue };
                *count -= 1;
                if *count == 0 && *weight > 0.0 {
                    here -= weight;
                    have -= 1;
                }
            }
            first = begun.clone();
        }
        if have == weighty {
            return 1.0;
        }
        most = most.max(here);
    }
    if all > 0.0 { (most / all).min(0.999) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word of a text is a figure, the part it is; one with a star is not as typed.
    #[track_caller]
    fn check(text: &str, parts: usize, standing: Arrangement, as_typed: bool) {
        let words = text.split_whitespace().zip(0_u32..);
        let mut seen: Vec<Seen> = words
            .filter_map(|(word, start)| {
                let part = word.trim_end_matches('*').parse().ok()?;
                Some(Seen { start, end: start + 1, part, covers: 1, as_typed: !word.ends_with('*') })
            })
            .collect();
        let found = closeness(&mut seen, &vec![1.0; parts]);
        assert_eq!((found.standing, found.as_typed), (standing, as_typed), "{text}");
    }

    #[test]
    fn parts_are_together_near_or_scattered() {
        check("x 0 1 2 x", 3, Arrangement::Together, true);
        check("0 1* 2 x 0* 1 2", 3, Arrangement::Together, false);
        check("0 1* 2 x 0 1 2", 3, Arrangement::Together, true);
        check("2 1 x 0", 3, Arrangement::Near, true);
        check("2 1* x 0", 3, Arrangement::Near, false);
        check("0 x x x x x x x x 1", 2, Arrangement::Near, true);
        check("0 x x x x x x x x x 1", 2, Arrangement::Scattered, true);
        check("0 x x x x x x x x x 1*", 2, Arrangement::Scattered, false);
        check("0", 1, Arrangement::Together, true);
        check("0*", 1, Arrangement::Together, false);
        check("0 x 1", 3, Arrangement::Scattered, false);
    }

    #[test]
    fn what_is_one_word_there_stands_for_its_parts() {
        let place = |start, part, covers| Seen { start, end: start + 1, part, covers, as_typed: true };
        let found = closeness(&mut [place(4, 0, 2), place(5, 2, 1)], &[1.0; 3]);
        assert_eq!((found.standing, found.is_linked), (Arrangement::Together, true));
        let found = closeness(&mut [place(4, 0, 1), place(5, 1, 1), place(40, 2, 1)], &[1.0; 3]);
        assert!(!found.is_linked && found.gathered > 0.6 && found.standing == Arrangement::Scattered);
    }

    #[test]
    fn parts_in_order_go_on_over_words_that_are_others() {
        let share = |text: &str, parts: usize| {
            let words = text.split_whitespace().zip(0_u32..);
            let seen = |(word, start): (&str, u32)| {
                Some(Seen { start, end: start + 1, part: word.parse().ok()?, covers: 1, as_typed: true })
            };
            closeness(&mut words.filter_map(seen).collect::<Vec<_>>(), &vec![1.0; parts]).in_order
        };
        assert_eq!(share("x 0 1 x x 3 x", 4), 0.75);
        assert_eq!(share("0 1 x x x 2 3", 4), 0.5);
        assert_eq!(share("3 2 1 0", 4), 0.25);
        assert_eq!(share("0 x 0 1 2 x 1 3", 4), 1.0);
        assert_eq!(share("x", 4), 0.0);
    }

    #[test]
    fn words_that_say_nothing_of_a_subject_tell_a_quotation_by_their_places() {
        let share = |places: &[(u32, usize)]| {
            let seen = |&(start, part)| Seen { start, end: start + 1, part, covers: 1, as_typed: true };
            closeness(&mut places.iter().map(seen).collect::<Vec<_>>(), &[1.0, 0.0, 1.0, 0.0]).in_order
        };
        assert_eq!(share(&[(4, 0), (5, 1), (6, 2), (7, 3)]), 1.0);
        assert!(share(&[(4, 0), (5, 1), (6, 2)]) > share(&[(4, 0), (6, 2)]));
        assert_eq!(share(&[(4, 0), (6, 2)]), 2.0 / 2.4);
    }
}
