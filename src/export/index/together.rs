//! What is looked up whole where its words would cost much: a word beside a frequent one, all words that begin so, and
//! the words of one paragraph. An archive without long lists has none of it.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::super::table::{push, script, sum};
use super::Write;
use super::list::Lists;
use super::occurrence::{Occurrences, WordPlace};
use crate::corpus::DocumentPlace;
use crate::search::common_words;

/// About so many bytes of entries are in one script.
const BUCKET: usize = 1_200;
/// A beginning whose words are so many bytes together has a list of its own.
const WIDE: usize = 5_000;
/// Of so many words a beginning is made, the most frequent; see `WIDEST_PREFIX` of the script.
const WIDEST: usize = 500;
/// Words that begin with the same letters, so many, stand in one script.
const ALIKE: usize = 3;

/// What was written.
#[derive(Default)]
pub(super) struct Together {
    /// In how many scripts its entries are.
    pub(super) entries: usize,
    /// How many bytes the words of one paragraph are on average.
    pub(super) run: usize,
}

/// Entries by a sum of their keys, so that none has to be looked for.
#[derive(Default)]
struct Entries(Vec<(String, String, Value)>);

/// Writes all of it; `long` tells of every word whether its list is one
/// of the long ones, `costs` how many bytes it is.
pub(super) fn write(
    occurrences: &Occurrences,
    lists: &mut Lists<'_>,
    long: &[bool],
    costs: &[usize],
    (write, paragraphs): (Write<'_>, usize),
) -> io::Result<Together> {
    if lists.written == 0 {
        return Ok(Together::default());
    }
    let (paragraphs, ranks) = (occurrences.paragraphs(paragraphs), &occurrences.ranks);
    let mut entries = Entries::default();
    entries.neighbours(occurrences, &paragraphs, long, lists)?;
    entries.beginnings(occurrences, costs, lists)?;
    let mut bytes = 0;
    for (number, words) in paragraphs.iter().enumerate() {
        let name = format!("w/{number}");
        let rank = |word: &Option<usize>| word.and_then(|word| ranks.get(word)).copied().unwrap_or_default();
        let run = script(&name, &Value::from(numbers(words.iter().map(rank))));
        write(&format!("search/{name}.js"), &run)?;
        bytes += run.len();
    }
    Ok(Together { entries: entries.write(write)?, run: bytes / paragraphs.len().max(1) })
}

fn numbers(numbers: impl Iterator<Item = u32>) -> String {
    let mut text = String::new();
    numbers.for_each(|number| push(&mut text, number));
    text
}

/// Returns the letters by which words are near each other, without what tells their language.
fn alike(word: &str) -> String {
    word.rsplit('\u{1}').next().unwrap_or_default().chars().take(ALIKE).collect()
}

impl Entries {
    /// Adds every two words that stand beside each other, of which one is frequent: "of the", "the sea".
    fn neighbours(
        &mut self,
        occurrences: &Occurrences,
        paragraphs: &[Vec<Option<usize>>],
        long: &[bool],
        lists: &mut Lists<'_>,
    ) -> io::Result<()> {
        let is_long = |word: usize| long.get(word).copied().unwrap_or_default();
        let mut pairs: Vec<(usize, usize, WordPlace)> = Vec::new();
        for (paragraph, words) in (0..).zip(paragraphs) {
            for (place, pair) in (0..).zip(words.windows(2)) {
                if let [Some(left), Some(right)] = *pair
                    && (is_long(left) || is_long(right))
                {
                    pairs.push((left, right, (paragraph, place)));
                }
            }
        }
        pairs.sort_unstable();
        for of in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(left, right, _)) = of.first() else { continue };
            let places: Vec<WordPlace> = of.iter().map(|(_, _, place)| *place).collect();
            let list = lists.list(&places)?;
            let word = |number: usize| occurrences.words.get(number).map(String::as_str).unwrap_or_default();
            let (before, after) = (word(left), word(right));
            let bucket = if is_long(right) {
                format!("{} {after}", alike(before))
            } else {
                format!("{before} {}", alike(after))
            };
            self.0.push((bucket, format!("{before} {after}"), json!([0, 0, list.paragraphs, list.places])));
        }
        Ok(())
    }

    /// Adds every beginning of many words.
    fn beginnings(&mut self, occurrences: &Occurrences, costs: &[usize], lists: &mut Lists<'_>) -> io::Result<()> {
        let mut wide: Vec<(String, Vec<usize>)> = Vec::new();
        occurrences.wide_beginnings(costs, WIDE, &mut |begun, words| wide.push((begun.to_owned(), words.to_owned())));
        for (begun, mut words) in wide {
            let texts = |word: usize| occurrences.texts.get(word).copied().unwrap_or_default();
            let all = words.len();
            words.sort_unstable();
            words.sort_by_key(|word| std::cmp::Reverse(texts(*word)));
            words.truncate(WIDEST);
            words.sort_unstable();
            let mut places: Vec<WordPlace> = words.iter().flat_map(|word| occurrences.places(*word)).copied().collect();
            places.sort_unstable();
            let list = lists.list(&places)?;
            let mut titled: Vec<DocumentPlace> =
                words.iter().filter_map(|it| occurrences.titled.get(*it)).flatten().copied().collect();
            titled.sort_unstable();
            titled.dedup();
            let sum: u32 = words.iter().map(|word| texts(*word)).sum();
            let own = numbers(words.iter().filter_map(|word| occurrences.ranks.get(*word)).copied());
            let known: Vec<&str> =
                words.iter().filter_map(|it| occurrences.words.get(*it)).map(String::as_str).collect();
            // All words that begin so are known by that; of some it has to be said which.
            let some = if words.len() < all { Value::from(known.join(" ")) } else { Value::Null };
            let has_common = u8::from(known.iter().any(|word| common_words().contains(word)));
            let key = format!("{begun}*");
            let begins = [json!(all), json!(own), json!(has_common), some];
            let entry = json!([sum, 0, list.paragraphs, list.places, titled, begins]);
            self.0.push((key.clone(), key, entry));
        }
        Ok(())
    }

    /// Writes the scripts, and returns how many they are.
    fn write(self, write: Write<'_>) -> io::Result<usize> {
        let bytes: usize = self.0.iter().map(|(_, key, entry)| key.len() + entry.to_string().len() + 4).sum();
        let count = bytes.div_ceil(BUCKET);
        let mut scripts = vec![BTreeMap::new(); count];
        for (bucket, key, entry) in self.0 {
            if let Some(script) = scripts.get_mut(sum(&bucket) as usize % count) {
                script.insert(key, entry);
            }
        }
        for (number, entries) in scripts.into_iter().enumerate() {
            let name = format!("g/{number}");
            write(&format!("search/{name}.js"), &script(&name, &json!(entries)))?;
        }
        Ok(count)
    }
}
