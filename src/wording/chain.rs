//! The heaviest chain: of places that two texts share, those that stand in the same order in both and weigh most together.

/// A place in each of two texts, and what it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) weight: usize,
}

/// How a chain rises from one point to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rise {
    /// In both texts.
    Both,
    /// In one text at least, and in neither does it fall.
    Either,
}

/// Returns which of some points are the heaviest chain, in its order.
pub(super) fn heaviest(points: &[Point], rise: Rise) -> Vec<usize> {
    let place = |at: &usize| points.get(*at).map_or((0, 0), |point| (point.a, point.b));
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|one, other| {
        let ((a, b), (other_a, other_b)) = (place(one), place(other));
        let within = if rise == Rise::Both { other_b.cmp(&b) } else { b.cmp(&other_b) };
        a.cmp(&other_a).then(within).then(one.cmp(other))
    });
    let most = points.iter().map(|point| point.b).max().unwrap_or_default();
    // The heaviest chain that ends at or before each place of the second text, as a tree of prefixes (Fenwick).
    let mut best: Vec<Option<(usize, usize)>> = vec![None; most + 2];
    let mut before: Vec<Option<usize>> = vec![None; points.len()];
    let mut heaviest: Option<(usize, usize)> = None;
    for at in order {
        let Some(point) = points.get(at) else { continue };
        let mut node = if rise == Rise::Both { point.b } else { point.b + 1 };
        let mut found: Option<(usize, usize)> = None;
        while node > 0 {
            let there = best.get(node).copied().flatten();
            found = if there.map(|it| it.0) > found.map(|it| it.0) { there } else { found };
            node &= node - 1;
        }
        let weight = point.weight + found.map_or(0, |(weight, _)| weight);
        if let Some(before) = before.get_mut(at) {
            *before = found.map(|(_, last)| last);
        }
        if heaviest.is_none_or(|(most, _)| weight > most) {
            heaviest = Some((weight, at));
        }
        let mut node = point.b + 1;
        while let Some(cell) = best.get_mut(node) {
            if cell.is_none_or(|(most, _)| weight > most) {
                *cell = Some((weight, at));
            }
            node += node & node.wrapping_neg();
        }
    }
    let mut chain = Vec::new();
    let mut next = heaviest.map(|(_, last)| last);
    while let Some(at) = next {
        chain.push(at);
        next = before.get(at).copied().flatten();
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rises(chain: &[&Point], rise: Rise) -> bool {
        chain.windows(2).all(|pair| match rise {
            Rise::Both => pair[0].a < pair[1].a && pair[0].b < pair[1].b,
            Rise::Either => pair[0].a <= pair[1].a && pair[0].b <= pair[1].b,
        })
    }

    proptest! {
        #[test]
        fn no_chain_is_heavier(places in prop::collection::btree_set((0_usize..7, 0_usize..7), 0..10), seed in 1_usize..9) {
            let weight = |at: usize| at * seed % 5 + 1;
            let points: Vec<Point> =
                places.into_iter().enumerate().map(|(at, (a, b))| Point { a, b, weight: weight(at) }).collect();
            for rise in [Rise::Both, Rise::Either] {
                let chain: Vec<&Point> = heaviest(&points, rise).into_iter().map(|at| &points[at]).collect();
                prop_assert!(rises(&chain, rise));
                let total = |chain: &[&Point]| chain.iter().map(|point| point.weight).sum::<usize>();
                for choice in 0..1_u32 << points.len() {
                    let mut other: Vec<&Point> =
                        points.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1).map(|(_, it)| it).collect();
                    other.sort_by_key(|point| (point.a, point.b));
                    prop_assert!(!rises(&other, rise) || total(&other) <= total(&chain));
                }
            }
        }
    }
}
