//! Digests of wordings: the SHA-256 of the exact text, and the fingerprint of the folded one.
//!
//! Both are names: readers can repeat them with `sha256sum`, so their form never changes.

use std::fmt;
use std::str::FromStr;

use sha2::Digest as _;

use super::fold;

/// The lowercase hex SHA-256 of some bytes.
///
/// The digits themselves are kept, in place: a corpus holds two for every paragraph and every row of its ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 64]);

impl Sha256 {
    /// Returns the digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(sha2::Sha256::digest(bytes)) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        Self(digits)
    }

    /// Returns the 64 hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only hex digits are ever put there, so the text is never the empty one.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Returns a number below 16 as a lowercase hex digit.
fn digit(number: u8) -> u8 {
    if number < 10 { b'0' + number } else { b'a' + number - 10 }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sha256({self})")
    }
}

/// A text that is not a SHA-256 in lowercase hex.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not 64 lowercase hex digits")]
pub struct NotADigest(String);

impl FromStr for Sha256 {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match <[u8; 64]>::try_from(text.as_bytes()) {
            Ok(digits) if text.bytes().all(hex) => Ok(Self(digits)),
            _ => Err(NotADigest(text.to_owned())),
        }
    }
}

/// The lowercase hex SHA-256 of a folded wording: the same for texts that differ in quotes, dashes, case or spacing only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Returns the fingerprint of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::of(fold(text).as_bytes()))
    }

    /// Returns the 64 hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Fingerprint {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_what_sha256sum_prints() {
        let of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256::of(b"abc").as_str(), of_abc);
        assert_eq!(of_abc.parse(), Ok(Sha256::of(b"abc")));
        for bad in ["", "abc", &of_abc.to_uppercase(), &of_abc[1..], &format!("{of_abc}0")] {
            assert!(bad.parse::<Sha256>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fingerprint_sees_past_typography() {
        assert_eq!(Fingerprint::of("“Cyber–space”"), Fingerprint::of("\"cyber-space\""));
        assert_ne!(Fingerprint::of("cyber space"), Fingerprint::of("cyberspace"));
    }
}
