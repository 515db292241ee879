//! Digests of wordings: the SHA-256 of the exact text, and the fingerprint of the folded one.
//!
//! Both are names: readers can repeat them with `sha256sum`, so their form never changes.

use std::io::Read;
use std::str::FromStr;
use std::{fmt, io};

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::fold;

/// The SHA-256 of some bytes, written in lowercase hex.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// Returns the digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Returns the digest of all that a reader has, a part at a time.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(crate) fn of_all_of(mut reader: impl Read) -> io::Result<Self> {
        let (mut digest, mut part) = (sha2::Sha256::new(), [0; 16 * 1024]);
        loop {
            match reader.read(&mut part) {
                Ok(0) => return Ok(Self(digest.finalize().into())),
                Ok(count) => digest.update(part.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the digest of texts that follow one another.
    pub(crate) fn of_all(texts: impl Iterator<Item = String>) -> Self {
        let digest = texts.fold(sha2::Sha256::new(), |digest, text| digest.chain_update(text));
        Self(digest.finalize().into())
    }

    /// Returns its first bytes.
    pub(crate) fn beginning(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        [a, b, c, d, e, f, g, h]
    }

    /// Tells whether its hex digits begin with `digits`.
    #[must_use]
    pub fn begins_with(&self, digits: &str) -> bool {
        digits.len() <= 64 && agree(&self.0, digits)
    }
}

/// Tells whether the hex digits of `bytes` and `digits` are the same as far as both go.
fn agree(bytes: &[u8], digits: &str) -> bool {
    let own = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    own.zip(digits.bytes()).all(|(own, wanted)| own == wanted)
}

/// Returns a number below 16 as a lowercase hex digit.
fn digit(number: u8) -> u8 {
    if number < 10 { b'0' + number } else { b'a' + number - 10 }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        // Only hex digits were put there, so the text is never the empty one.
        formatter.pad(str::from_utf8(&digits).unwrap_or_default())
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
        let wrong = || NotADigest(text.to_owned());
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(wrong()),
        };
        let digits: [u8; 64] = text.as_bytes().try_into().map_err(|_| wrong())?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            if let [high, low] = *pair {
                *byte = value(high)? << 4 | value(low)?;
            }
        }
        Ok(Self(bytes))
    }
}

/// The lowercase hex SHA-256 of a folded wording: the same for texts that differ in quotes, dashes, case or spacing only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Returns the fingerprint of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::of_folded(&fold(text))
    }

    /// Returns the fingerprint of a text that is folded already.
    pub(crate) fn of_folded(folded: &str) -> Self {
        Self(Sha256::of(folded.as_bytes()))
    }

    /// Tells whether its hex digits begin with `digits`.
    #[must_use]
    pub fn begins_with(&self, digits: &str) -> bool {
        self.0.begins_with(digits)
    }

    /// Returns its first digits.
    #[must_use]
    pub fn short(&self) -> ShortFingerprint {
        let Sha256([a, b, c, d, e, f, g, h, ..]) = self.0;
        ShortFingerprint([a, b, c, d, e, f, g, h])
    }
}

/// The first 16 hex digits of a fingerprint: enough to name one wording among a million, few enough to print and hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortFingerprint([u8; 8]);

impl ShortFingerprint {
    /// Tells whether a fingerprint that begins so may begin with `digits`, which may be more than it has.
    #[must_use]
    pub fn may_begin_with(&self, digits: &str) -> bool {
        agree(&self.0, digits)
    }
}

impl fmt::Display for ShortFingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", u64::from_be_bytes(self.0))
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
        assert_eq!(Sha256::of(b"abc").to_string(), of_abc);
        assert_eq!(format!("{:.12}", Sha256::of(b"abc")), of_abc[..12]);
        assert_eq!(of_abc.parse(), Ok(Sha256::of(b"abc")));
        for start in [&of_abc[..0], &of_abc[..1], &of_abc[..13], of_abc] {
            assert!(Sha256::of(b"abc").begins_with(start), "{start}");
        }
        assert!(!Sha256::of(b"abc").begins_with("bb") && !Sha256::of(b"abc").begins_with(&format!("{of_abc}0")));
        for bad in ["", "abc", &of_abc.to_uppercase(), &of_abc[1..], &format!("{of_abc}0")] {
            assert!(bad.parse::<Sha256>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fingerprint_sees_past_typography() {
        assert_eq!(Fingerprint::of("“Cyber–space”"), Fingerprint::of("\"cyber-space\""));
        assert_ne!(Fingerprint::of("cyber space"), Fingerprint::of("cyberspace"));
    }

    #[test]
    fn a_short_fingerprint_is_the_beginning_of_the_whole() {
        let whole = Fingerprint::of("cyber space");
        let digits = whole.to_string();
        assert_eq!(whole.short().to_string(), digits[..16]);
        assert!([0, 1, 16, 17, 64].iter().all(|&length| whole.short().may_begin_with(&digits[..length])));
        assert!(!whole.short().may_begin_with(&Fingerprint::of("cyberspace").to_string()[..12]));
    }
}
