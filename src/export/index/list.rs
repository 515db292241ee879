//! Lists of paragraphs and places as scripts have them. A short one stands in its entry; of a long one the paragraphs, how
//! often it is in each, and the places are scripts apart, since most queries need the first alone.

use std::io;

use serde_json::{Value, json};

use super::super::table::{push, script, sign};
use super::Write;
use super::occurrence::WordPlace;

/// A list longer than this is in scripts of its own.
const LONG: usize = 2_000;
/// No script is longer.
const LONGEST: usize = 60_000;
/// How the paragraphs of a long list are written.
const GAPS: u32 = 0;
const BITS: u32 = 1;
const BITS_OF_A_SIGN: u32 = 6;
/// So many counts are in a sign where they are told apart up to a number.
const PACKED: [(u32, usize); 4] = [(2, 6), (3, 4), (4, 3), (9, 2)];

/// What writes lists, and numbers their scripts.
pub(super) struct Lists<'a> {
    write: Write<'a>,
    pub(super) written: usize,
}

/// A list as its entry has it.
pub(super) struct Listed {
    /// The paragraphs, and how often it is in each.
    pub(super) paragraphs: Value,
    /// The places in each.
    pub(super) places: Value,
    /// Whether its places are in a script of their own.
    pub(super) is_long: bool,
    /// How many bytes all is.
    pub(super) bytes: usize,
}

impl<'a> Lists<'a> {
    pub(super) fn new(write: Write<'a>) -> Self {
        Self { write, written: 0 }
    }

    /// Writes what has these places, in order.
    pub(super) fn list(&mut self, found: &[WordPlace]) -> io::Result<Listed> {
        let (mut short, mut places, mut counts) = (String::new(), String::new(), Vec::new());
        let mut next = 0;
        for of in found.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(paragraph, _)) = of.first() else { continue };
            let count = u32::try_from(of.len()).unwrap_or(u32::MAX);
            push(&mut short, (paragraph - next) * 2 + u32::from(count > 1));
            if count > 1 {
                push(&mut short, count - 2);
            }
            next = paragraph + 1;
            counts.push((paragraph, count));
            let mut last = 0;
            for (_, place) in of {
                push(&mut places, place - last);
                last = *place;
            }
        }
        let is_long = places.len() > LONG;
        let mut bytes = short.len() + places.len();
        let paragraphs = if short.len() > LONG {
            let (own, times) = (existence(&counts), packed(&counts));
            bytes = own.len() + times.len() + places.len();
            json!([self.apart(&own)?, self.apart(&times)?])
        } else {
            Value::from(short)
        };
        let places = if is_long { self.apart(&places)? } else { Value::from(places) };
        Ok(Listed { paragraphs, places, is_long, bytes })
    }

    /// Writes a text as scripts, and returns the number of the first and how many bytes they have together.
    fn apart(&mut self, text: &str) -> io::Result<Value> {
        let from = self.written;
        // Every sign is one byte.
        let mut rest = text;
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(rest.len().min(LONGEST));
            let name = format!("l/{}", self.written);
            (self.write)(&format!("search/{name}.js"), &script(&name, &Value::from(part)))?;
            self.written += 1;
            rest = behind;
        }
        Ok(json!([from, text.len()]))
    }
}

/// Returns the paragraphs alone: as gaps, or as a bit for each.
fn existence(counts: &[(u32, u32)]) -> String {
    let (mut gaps, mut bits) = (String::from(sign(GAPS)), String::from(sign(BITS)));
    let (mut next, mut open, mut filled) = (0, 0, 0);
    for (paragraph, _) in counts {
        push(&mut gaps, paragraph - next);
        next = paragraph + 1;
        while filled + BITS_OF_A_SIGN <= *paragraph {
            bits.push(sign(open));
            (open, filled) = (0, filled + BITS_OF_A_SIGN);
        }
        open |= 1 << (paragraph - filled);
    }
    bits.push(sign(open));
    if bits.len() < gaps.len() { bits } else { gaps }
}

/// Returns how often it is in each, several to a sign; those too many for it stand behind.
fn packed(counts: &[(u32, u32)]) -> String {
    let with = |(base, per): (u32, usize)| {
        let (mut signs, mut above) = (String::from(sign(base)), String::new());
        for some in counts.chunks(per) {
            let digits = some.iter().rev().map(|(_, count)| (count - 1).min(base - 1));
            signs.push(sign(digits.fold(0, |sum, digit| sum * base + digit)));
            some.iter().filter(|(_, count)| *count >= base).for_each(|(_, count)| push(&mut above, count - base));
        }
        signs + &above
    };
    PACKED.into_iter().map(with).min_by_key(String::len).unwrap_or_default()
}
