//! Which paragraphs of two texts belong together, and which runs of words they share.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::operation::{RawPair, steps, whole_words};
use super::{CollationKind, LEAST, MOVED};
use crate::wording::chain::{Point, Rise, heaviest};
use crate::wording::tile::{Numbers, Side, Tile, tiles};

/// What [`super::Collation`] is made of.
pub(super) struct Raw {
    pub(super) pairs: Vec<RawPair>,
    pub(super) tiled: usize,
    pub(super) apart: usize,
}

impl Raw {
    /// Returns the same with the sides exchanged.
    pub(super) fn mirrored(self) -> Self {
        Self { pairs: self.pairs.into_iter().map(RawPair::mirrored).collect(), ..self }
    }
}

/// A paragraph of each text, with how many words of theirs are in tiles.
type Links = BTreeMap<(usize, usize), usize>;

/// Returns two texts as one pair.
pub(super) fn as_one(a: &Numbers, b: &Numbers, is_common: &dyn Fn(u32) -> bool) -> RawPair {
    let tiles = tiles(a, b, LEAST, Vec::new());
    let rare = Rare::of(a, b);
    let all = |numbers: &Numbers| (0..numbers.paragraphs()).collect();
    let kind = if a.words() == b.words() { CollationKind::Same } else { CollationKind::Changed };
    joined(kind, all(a), all(b), &tiles, &|_| false, &rare, (a, b), is_common)
}

/// Returns which paragraphs belong together.
pub(super) fn paired(a: &Numbers, b: &Numbers, is_common: &dyn Fn(u32) -> bool) -> Raw {
    let tiles = tiles(a, b, LEAST, same_paragraphs(a, b));
    let rare = Rare::of(a, b);
    let mut shared: Links = Links::new();
    let mut by_link: BTreeMap<(usize, usize), Vec<Tile>> = BTreeMap::new();
    for tile in &tiles {
        let link = (a.paragraph_of(tile.a), b.paragraph_of(tile.b));
        *shared.entry(link).or_default() += tile.length;
        by_link.entry(link).or_default().push(*tile);
    }
    let mut links = stars(shared.iter().map(|(link, words)| (*link, *words)).filter(|it| belong(it, a, b)).collect());
    let in_order: BTreeSet<(usize, usize)> = {
        let all: Vec<Point> = links.iter().map(|((a, b), words)| Point { a: *a, b: *b, weight: *words }).collect();
        heaviest(&all, Rise::Either).into_iter().filter_map(|at| all.get(at)).map(|it| (it.a, it.b)).collect()
    };
    let mut between = likely(&links, &in_order, a, b, is_common);
    links.extend(between.iter().map(|link| (*link, 0)));
    between.extend(short_ends(&mut links, &tiles, a, b));
    let mut pairs = Vec::new();
    let mut apart: usize = tiles.iter().map(|tile| tile.length).sum();
    let tiled = apart;
    for (of_a, of_b) in components(&links) {
        let own: Vec<(usize, usize)> =
            of_a.iter().flat_map(|i| of_b.iter().map(move |j| (*i, *j))).filter(|it| links.contains_key(it)).collect();
        let own_tiles: Vec<Tile> = own.iter().filter_map(|link| by_link.get(link)).flatten().copied().collect();
        apart -= own_tiles.iter().map(|tile| tile.length).sum::<usize>();
        let is_out = |link: &(usize, usize)| !in_order.contains(link) && !between.contains(link);
        let kind = match (of_a.as_slice(), of_b.as_slice()) {
            ([i], [j]) if is_out(&(*i, *j)) && rare.is_move(&own_tiles) => CollationKind::Moved,
            ([i], [j]) if a.run(a.paragraph(*i)) == b.run(b.paragraph(*j)) => CollationKind::Same,
            ([_], [_]) => CollationKind::Changed,
            ([_], _) => CollationKind::Split,
            _ => CollationKind::Merged,
        };
        let is_elsewhere = |tile: &Tile| {
            let divided = matches!(kind, CollationKind::Split | CollationKind::Merged);
            divided && is_out(&(a.paragraph_of(tile.a), b.paragraph_of(tile.b)))
        };
        pairs.push(joined(kind, of_a, of_b, &own_tiles, &is_elsewhere, &rare, (a, b), is_common));
    }
    Raw { pairs, tiled, apart }
}

/// Returns the paragraphs that stand in both texts word for word, as far as they are in the same order in both.
///
/// Laid first, so that of several that are the same each meets the one in its place.
fn same_paragraphs(a: &Numbers, b: &Numbers) -> Vec<Tile> {
    let mut places: HashMap<&[u32], (Vec<usize>, Vec<usize>)> = HashMap::new();
    for at in 0..a.paragraphs() {
        places.entry(a.run(a.paragraph(at))).or_default().0.push(at);
    }
    for at in 0..b.paragraphs() {
        places.entry(b.run(b.paragraph(at))).or_default().1.push(at);
    }
    let mut points: Vec<Point> = Vec::new();
    for (words, (of_a, of_b)) in places.into_iter().filter(|(words, _)| !words.is_empty()) {
        for (rank, i) in of_a.iter().enumerate() {
            // Of very many that are the same, those of about the same rank.
            let few = of_a.len() * of_b.len() <= 4096;
            let (from, to) = if few { (0, of_b.len()) } else { (rank.saturating_sub(16), rank + 16) };
            let near = of_b.get(from.min(of_b.len())..to.min(of_b.len())).unwrap_or_default();
            points.extend(near.iter().map(|j| Point { a: *i, b: *j, weight: words.len() }));
        }
    }
    points.sort_unstable_by_key(|point| (point.a, point.b));
    let chain = heaviest(&points, Rise::Both).into_iter().filter_map(|at| points.get(at));
    chain
        .map(|point| Tile { a: a.paragraph(point.a).start, b: b.paragraph(point.b).start, length: point.weight })
        .collect()
}

/// Tells whether two paragraphs share enough to belong together: eight words and half of either, or all of the shorter.
fn belong(((i, j), words): &((usize, usize), usize), a: &Numbers, b: &Numbers) -> bool {
    let (length_a, length_b) = (a.paragraph(*i).len(), b.paragraph(*j).len());
    let shorter = length_a.min(length_b);
    *words == shorter || *words >= 8 && *words * 2 >= shorter
}

/// Returns links, the strongest first, as long as in each group one side has one paragraph.
fn stars(mut found: Vec<((usize, usize), usize)>) -> Links {
    found.sort_by_key(|((i, j), words)| (std::cmp::Reverse(*words), i.abs_diff(*j), *i, *j));
    let (mut of_a, mut of_b): (HashMap<usize, Vec<usize>>, HashMap<usize, Vec<usize>>) = Default::default();
    let mut links = Links::new();
    for ((i, j), words) in found {
        let degree = |side: &HashMap<usize, Vec<usize>>, at: usize| side.get(&at).map_or(0, Vec::len);
        // Whoever has one partner may take another only if that partner has no other.
        let may_grow = |own: &HashMap<usize, Vec<usize>>, other: &HashMap<usize, Vec<usize>>, at: usize| {
            own.get(&at).is_none_or(|partners| partners.iter().all(|partner| degree(other, *partner) == 1))
        };
        let fits = match (degree(&of_a, i), degree(&of_b, j)) {
            (0, 0) => true,
            (_, 0) => may_grow(&of_a, &of_b, i),
            (0, _) => may_grow(&of_b, &of_a, j),
            _ => false,
        };
        if fits {
            of_a.entry(i).or_default().push(j);
            of_b.entry(j).or_default().push(i);
            links.insert((i, j), words);
        }
    }
    links
}

/// Returns the groups that links make, each with its paragraphs in order.
fn components(links: &Links) -> Vec<(Vec<usize>, Vec<usize>)> {
    let (mut of_a, mut of_b): (BTreeMap<usize, Vec<usize>>, BTreeMap<usize, Vec<usize>>) = Default::default();
    for (i, j) in links.keys() {
        of_a.entry(*i).or_default().push(*j);
        of_b.entry(*j).or_default().push(*i);
    }
    let mut groups = Vec::new();
    for (i, partners) in &of_a {
        match partners.as_slice() {
            [j] => {
                let others = of_b.get(j).cloned().unwrap_or_default();
                if others.first() == Some(i) {
                    groups.push((others, vec![*j]));
                }
            }
            several => groups.push((vec![*i], several.to_vec())),
        }
    }
    groups
}

/// Returns paragraphs that share no long run but most of their words, and stand between the same others in both texts.
fn likely(
    links: &Links,
    in_order: &BTreeSet<(usize, usize)>,
    a: &Numbers,
    b: &Numbers,
    is_common: &dyn Fn(u32) -> bool,
) -> BTreeSet<(usize, usize)> {
    let linked_a: BTreeSet<usize> = links.keys().map(|(i, _)| *i).collect();
    let linked_b: BTreeSet<usize> = links.keys().map(|(_, j)| *j).collect();
    let mut found = BTreeSet::new();
    let mut from = (0, 0);
    for &(i, j) in in_order.iter().chain([&(a.paragraphs(), b.paragraphs())]) {
        let ours: Vec<usize> = (from.0..i).filter(|at| !linked_a.contains(at)).collect();
        let theirs: Vec<usize> = (from.1..j).filter(|at| !linked_b.contains(at)).collect();
        from = (from.0.max(i + 1), from.1.max(j + 1));
        if ours.len() * theirs.len() > 1024 {
            continue;
        }
        let mut points = Vec::new();
        for &i in &ours {
            for &j in &theirs {
                let weight = alike(a.run(a.paragraph(i)), b.run(b.paragraph(j)), is_common);
                points.extend(weight.map(|weight| Point { a: i, b: j, weight }));
            }
        }
        let chain = heaviest(&points, Rise::Both);
        found.extend(chain.into_iter().filter_map(|at| points.get(at)).map(|point| (point.a, point.b)));
    }
    found
}

/// Returns paragraphs too short for a tile that became the end or the beginning of what their neighbour became, and the
/// other way round.
fn short_ends(links: &mut Links, tiles: &[Tile], a: &Numbers, b: &Numbers) -> BTreeSet<(usize, usize)> {
    let mut found: BTreeSet<(usize, usize)> = ends_of(links, tiles, a, b).into_iter().collect();
    links.extend(found.iter().map(|link| (*link, 0)));
    // With the links that were added, so that still one side of a group has one paragraph.
    let turned: Links = links.iter().map(|((i, j), words)| ((*j, *i), *words)).collect();
    let mirrored: Vec<Tile> = tiles.iter().map(|it| Tile { a: it.b, b: it.a, length: it.length }).collect();
    found.extend(ends_of(&turned, &mirrored, b, a).into_iter().map(|(short, whole)| (whole, short)));
    for link in &found {
        links.entry(*link).or_insert(0);
    }
    found
}

/// Returns short paragraphs of the first text that the second has at an end of what their neighbour became.
fn ends_of(links: &Links, tiles: &[Tile], a: &Numbers, b: &Numbers) -> Vec<(usize, usize)> {
    let mut covered = vec![false; b.words().len()];
    for tile in tiles {
        covered.iter_mut().skip(tile.b).take(tile.length).for_each(|it| *it = true);
    }
    let mut partners: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, j) in links.keys() {
        partners.entry(*i).or_default().push(*j);
    }
    let mut found = Vec::new();
    for short in (0..a.paragraphs()).filter(|at| !partners.contains_key(at)) {
        let words = a.run(a.paragraph(short));
        if words.is_empty() || words.len() >= LEAST {
            continue;
        }
        let neighbours = [(short.checked_sub(1), true), (Some(short + 1), false)];
        let whole = neighbours.into_iter().find_map(|(neighbour, is_behind)| {
            // Only the one partner of a neighbour takes in another.
            let [j] = partners.get(&neighbour?)?.as_slice() else { return None };
            let place = b.paragraph(*j);
            let start = if is_behind { place.end.checked_sub(words.len())? } else { place.start };
            let end = (start >= place.start).then_some(start..start + words.len())?;
            let is_free = covered.get(end.clone())?.iter().all(|covered| !covered);
            (is_free && b.run(end) == words).then_some(*j)
        });
        found.extend(whole.map(|whole| (short, whole)));
    }
    found
}

/// Returns how many words two short paragraphs share in order, if these are two thirds of both and say something.
fn alike(a: &[u32], b: &[u32], is_common: &dyn Fn(u32) -> bool) -> Option<usize> {
    let (longer, shorter) = (a.len().max(b.len()), a.len().min(b.len()));
    if longer > 60 || shorter * 3 < longer * 2 {
        return None;
    }
    let script = similar::capture_diff_slices(similar::Algorithm::Myers, a, b);
    let same = script.iter().filter(|op| op.tag() == similar::DiffTag::Equal).filter_map(|op| a.get(op.old_range()));
    let (mut count, mut says) = (0, false);
    for run in same {
        count += run.len();
        says |= run.iter().any(|word| !is_common(*word));
    }
    (says && count * 3 >= longer * 2).then_some(count)
}

/// The runs of [`MOVED`] words of two texts: what stands in either more than once cannot be said to have moved.
struct Rare {
    a: Vec<(u64, u32)>,
    b: Vec<(u64, u32)>,
    /// The digest of the run at each place of the first text.
    at: HashMap<u32, u64>,
}

impl Rare {
    fn of(a: &Numbers, b: &Numbers) -> Self {
        let a = Side::of(a).runs(MOVED);
        let at = a.iter().map(|(digest, place)| (*place, *digest)).collect();
        Self { a, b: Side::of(b).runs(MOVED), at }
    }

    /// Tells whether a run in both texts is long, and some of it stands in each text once.
    fn is_rare(&self, tile: &Tile) -> bool {
        let once = |runs: &[(u64, u32)], digest: u64| {
            let from = runs.partition_point(|(other, _)| *other < digest);
            runs.get(from).is_some_and(|(other, _)| *other == digest)
                && runs.get(from + 1).is_none_or(|(other, _)| *other != digest)
        };
        let last = (tile.a + tile.length).saturating_sub(MOVED);
        (tile.a..=last).take(if tile.length < MOVED { 0 } else { usize::MAX }).any(|place| {
            let digest = u32::try_from(place).ok().and_then(|place| self.at.get(&place));
            digest.is_some_and(|digest| once(&self.a, *digest) && once(&self.b, *digest))
        })
    }

    /// Tells whether paragraphs that share these runs and stand in another order have moved: enough of their words did, and
    /// some of these stand nowhere else.
    fn is_move(&self, tiles: &[Tile]) -> bool {
        tiles.iter().map(|tile| tile.length).sum::<usize>() >= MOVED && tiles.iter().any(|tile| self.is_rare(tile))
    }
}

/// Puts together what paragraphs share: the heaviest runs in order stay, long ones elsewhere moved, and what is between is
/// compared word by word.
#[expect(clippy::too_many_arguments, reason = "each is one thing that the two callers know")]
fn joined(
    kind: CollationKind,
    of_a: Vec<usize>,
    of_b: Vec<usize>,
    tiles: &[Tile],
    is_elsewhere: &dyn Fn(&Tile) -> bool,
    rare: &Rare,
    (a, b): (&Numbers, &Numbers),
    is_common: &dyn Fn(u32) -> bool,
) -> RawPair {
    let (elsewhere, here): (Vec<Tile>, Vec<Tile>) =
        tiles.iter().copied().partition(|tile| is_elsewhere(tile) && rare.is_rare(tile));
    let points: Vec<Point> = here.iter().map(|tile| Point { a: tile.a, b: tile.b, weight: tile.length }).collect();
    let chain = heaviest(&points, Rise::Both);
    let stays: Vec<Tile> = chain.iter().filter_map(|at| here.get(*at)).copied().collect();
    let mut moved: Vec<Tile> = here.into_iter().filter(|tile| !stays.contains(tile) && rare.is_rare(tile)).collect();
    moved.extend(elsewhere);
    moved.iter_mut().for_each(|tile| *tile = whole_words(*tile, a, b));
    moved.retain(|tile| tile.length >= MOVED);
    moved.sort_unstable();
    let steps = steps((&of_a, &of_b), &stays, &moved, (a, b), is_common);
    RawPair { kind, a: of_a, b: of_b, steps, moved }
}
