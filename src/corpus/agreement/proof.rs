//! A proof of agreement for omitted words that are listed in the order of the source, as drafts list them.
//!
//! Tries every way to read the source as the text and the omitted words, each in its order, and so is not misled by
//! omitted words that begin like those kept. Says nothing of where a text parts: the walk does.

use std::collections::HashSet;

use super::{BULLETS, DraftPiece, Omitted};

/// How many characters are compared at most for each one of the source; honest texts need hardly more than one.
const PATIENCE: usize = 64;

/// How far a source was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Progress {
    /// In the source.
    at: usize,
    /// The piece of the text that is next or going on.
    piece: usize,
    /// How much of it was given back.
    matched: usize,
    /// How many of the omitted words were used.
    used: usize,
}

/// Tells whether the pieces and the omitted words, each in order, give back the source.
pub(super) fn holds(source: &[char], pieces: &[DraftPiece], omitted: &[Omitted]) -> bool {
    let mut open = vec![Progress { at: 0, piece: 0, matched: 0, used: 0 }];
    let mut tried = HashSet::new();
    let mut left = source.len().saturating_mul(PATIENCE).saturating_add(1000);
    while let Some(mut place) = open.pop() {
        if !tried.insert(place) {
            continue;
        }
        loop {
            let Some(rest) = left.checked_sub(1) else { return false };
            left = rest;
            let here = source.get(place.at..).unwrap_or_default();
            if let Some(words) = omitted.get(place.used).filter(|words| here.starts_with(&words.characters)) {
                left = left.saturating_sub(words.characters.len());
                open.push(Progress { at: place.at + words.characters.len(), used: place.used + 1, ..place });
            }
            let Some(piece) = pieces.get(place.piece) else {
                if here.is_empty() && place.used == omitted.len() {
                    return true;
                }
                break;
            };
            if place.matched == piece.characters.len() {
                place = Progress { piece: place.piece + 1, matched: 0, ..place };
                continue;
            }
            if piece.number > 0 && place.matched == 0 && here.first() == piece.characters.get(piece.number) {
                open.push(Progress { matched: piece.number, ..place });
            }
            let mark = piece.bullet && place.matched == 0 && here.first().is_some_and(|mark| BULLETS.contains(mark));
            if mark && here.get(1) == piece.characters.first() {
                open.push(Progress { at: place.at + 2, matched: 1, ..place });
            }
            if here.first() != piece.characters.get(place.matched) {
                break;
            }
            place = Progress { at: place.at + 1, matched: place.matched + 1, ..place };
        }
    }
    false
}
