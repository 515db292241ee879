//! Digests as captures name them: `sha1:` in base 32, or any of two kinds in either of two spellings.

use data_encoding::{BASE32_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

/// A digest that is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Digest {
    sha256: bool,
    value: Vec<u8>,
    hexadecimal: bool,
}

impl Digest {
    /// Reads a digest; nothing where it is of another kind.
    pub(in crate::import) fn parse(text: &str) -> Option<Self> {
        let (kind, value) = text.trim().split_once(':')?;
        let sha256 = match kind.to_ascii_lowercase().as_str() {
            "sha1" | "sha-1" => false,
            "sha256" | "sha-256" => true,
            _ => return None,
        };
        let length = if sha256 { 32 } else { 20 };
        let hexadecimal = value.len() == length * 2;
        let value = if hexadecimal {
            HEXLOWER_PERMISSIVE.decode(value.as_bytes())
        } else {
            BASE32_NOPAD.decode(value.trim_end_matches('=').to_ascii_uppercase().as_bytes())
        };
        let value = value.ok()?;
        (value.len() == length).then_some(Self { sha256, value, hexadecimal })
    }

    /// Tells whether it is the digest of these bytes.
    pub(in crate::import) fn is_of(&self, bytes: &[u8]) -> bool {
        self.made_of(bytes) == self.value
    }

    /// Returns the digest of other bytes in the same spelling.
    pub(in crate::import) fn of(&self, bytes: &[u8]) -> String {
        let value = self.made_of(bytes);
        let kind = if self.sha256 { "sha256" } else { "sha1" };
        let spelled = if self.hexadecimal { hex(&value) } else { BASE32_NOPAD.encode(&value) };
        format!("{kind}:{spelled}")
    }

    /// Tells whether it has this value.
    pub(super) fn has(&self, value: &[u8]) -> bool {
        self.value == value
    }

    /// Tells whether it is of the second kind.
    pub(super) fn is_sha256(&self) -> bool {
        self.sha256
    }

    fn made_of(&self, bytes: &[u8]) -> Vec<u8> {
        if self.sha256 { Sha256::digest(bytes).to_vec() } else { Sha1::digest(bytes).to_vec() }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_read_in_both_spellings() {
        // Of no bytes at all, as `sha1sum` and `sha256sum` print it and as captures write it.
        for empty in [
            "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            "SHA-1:3i42h3s6nnfq2msvx7xzkyayscx5qbyj",
            "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====",
        ] {
            let digest = Digest::parse(empty).unwrap_or_else(|| panic!("{empty}"));
            assert!(digest.is_of(b"") && !digest.is_of(b"x"), "{empty}");
            let value = |text: &str| text.rsplit(':').next().unwrap().trim_end_matches('=').to_uppercase();
            assert_eq!(value(&digest.of(b"")), value(empty));
        }
        for other in ["md5:d41d8cd98f00b204e9800998ecf8427e", "sha1:", "sha1:xyz", "", "sha1", "sha1:0189", "sha256:AA"]
        {
            assert_eq!(Digest::parse(other), None, "{other}");
        }
    }
}
