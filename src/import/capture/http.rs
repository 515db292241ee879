//! The answer of a host inside a record, and the readings of its bytes: as they were transferred, without the chunks of
//! the transfer, unpacked.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::digest::Digest;
use crate::import::Error;

/// How many bytes a page may have, as of an answer from the network.
pub(in crate::import) const LARGEST: u64 = 50 << 20;

/// How long the head of an answer may be.
pub(super) const LONGEST_HEAD: usize = 256 << 10;

/// A host's answer.
#[derive(Debug)]
pub(super) struct Response {
    headers: Vec<(String, String)>,
    /// What follows its headers, as it was transferred.
    transferred: Vec<u8>,
    /// The same without chunks, where there were any.
    unchunked: Option<Vec<u8>>,
}

impl Response {
    /// Returns a file by itself, of this type.
    pub(super) fn alone(media_type: Option<String>, transferred: Vec<u8>) -> Self {
        let headers = vec![("content-type".to_owned(), media_type.unwrap_or_default())];
        Self { headers, transferred, unchunked: None }
    }

    /// Reads the answer in a record.
    pub(super) fn of(block: &[u8]) -> Result<Self, Error> {
        let end = end_of_head(block).ok_or_else(|| Error::Record("it has no whole answer".to_owned()))?;
        let (head, body) = block.split_at_checked(end).unwrap_or_default();
        let headers = headers(head);
        let mut response = Self { headers, transferred: body.to_vec(), unchunked: None };
        let chunked =
            response.value("transfer-encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
        // Tools that join the chunks often leave the header.
        response.unchunked = if chunked { unchunked(body) } else { None };
        Ok(response)
    }

    /// Returns a header.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, value)| known == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the reading that a digest is of.
    pub(super) fn agreeing(&self, named: &str, digest: &Digest) -> Result<&'static str, Error> {
        let mut readings = vec![("the bytes as they were transferred", self.transferred.clone())];
        readings.extend(self.unchunked.clone().map(|bytes| ("the bytes without the chunks of the transfer", bytes)));
        if self.value("content-encoding").is_some()
            && let Ok(page) = self.page()
        {
            readings.push(("the bytes as they are unpacked", page));
        }
        if let Some((agreed, _)) = readings.iter().find(|(_, bytes)| digest.is_of(bytes)) {
            return Ok(agreed);
        }
        let found: Vec<String> =
            readings.iter().map(|(reading, bytes)| format!("{} ({reading})", digest.of(bytes))).collect();
        Err(Error::Digest { named: named.to_owned(), found: found.join(", ") })
    }

    /// Returns the page as a browser would have had it.
    pub(super) fn page(&self) -> Result<Vec<u8>, Error> {
        let bytes = self.unchunked.as_ref().unwrap_or(&self.transferred);
        unpacked(bytes, self.value("content-encoding").unwrap_or_default(), LARGEST)
    }
}

/// Unpacks what was packed in the ways that hosts name, the last first, to at most `largest` bytes.
///
/// Tools that unpack often leave the header, so what is packed in no way is taken as it is.
pub(in crate::import) fn unpacked(bytes: &[u8], how: &str, largest: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = bytes.to_vec();
    for how in how.split(',').rev().map(|how| how.trim().to_ascii_lowercase()) {
        let packed = bytes.as_slice();
        let reader: Box<dyn Read + '_> = match how.as_str() {
            "" | "identity" => continue,
            "gzip" | "x-gzip" if packed.starts_with(&[0x1f, 0x8b]) => Box::new(MultiGzDecoder::new(packed)),
            "gzip" | "x-gzip" => continue,
            // Named for one thing, and sent as either.
            "deflate" if packed.first().is_some_and(|first| first & 0x0f == 8) => Box::new(ZlibDecoder::new(packed)),
            "deflate" => Box::new(DeflateDecoder::new(packed)),
            "br" => Box::new(brotli_decompressor::Decompressor::new(packed, 4096)),
            _ => return Err(Error::Packed(how)),
        };
        let mut page = Vec::new();
        let read = reader.take(largest.saturating_add(1)).read_to_end(&mut page);
        match read {
            Ok(_) if page.len() as u64 > largest => return Err(Error::TooLarge(largest)),
            Ok(_) => bytes = page,
            // What is text already was unpacked before.
            Err(_) if !how.ends_with("gzip") && str::from_utf8(&bytes).is_ok() => {}
            Err(error) => return Err(Error::Record(format!("what is packed as `{how}` is damaged: {error}"))),
        }
    }
    Ok(bytes)
}

/// Returns where the head of an answer ends: behind its empty line.
pub(super) fn end_of_head(block: &[u8]) -> Option<usize> {
    let head = block.get(..block.len().min(LONGEST_HEAD)).unwrap_or_default();
    let long = head.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
    let short = head.windows(2).position(|two| two == b"\n\n").map(|at| at + 2);
    long.into_iter().chain(short).min()
}

/// Returns the status in the head of an answer.
pub(super) fn status(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = str::from_utf8(line).ok()?;
    line.strip_prefix("HTTP/")?.split_whitespace().nth(1)?.parse().ok()
}

/// Returns the headers of an answer, their names in small letters.
pub(super) fn headers(head: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(head);
    let pairs = text.lines().skip(1).filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

/// Joins the chunks of a transfer; nothing where there are none.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(bytes.len());
    loop {
        let end = bytes.iter().take(1024).position(|byte| *byte == b'\n')?;
        let (line, rest) = bytes.split_at_checked(end + 1)?;
        let size = str::from_utf8(line).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let (chunk, rest) = rest.split_at_checked(size)?;
        whole.extend_from_slice(chunk);
        bytes = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_has_none_is_left() {
        assert_eq!(unchunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").as_deref(), Some(&b"abcde"[..]));
        for not in [&b"<html>"[..], b"3\r\nab", b"zz\r\n", b"", b"ffffffffffffffffff\r\n", b"3\r\nabcde"] {
            assert_eq!(unchunked(not), None);
        }
    }

    #[test]
    fn what_is_unpacked_already_is_taken_as_it_is() {
        for how in ["", "identity", "gzip", "br", "deflate"] {
            assert_eq!(unpacked(b"<p>words</p>", how, 99).ok().as_deref(), Some(&b"<p>words</p>"[..]), "{how}");
        }
        assert!(matches!(unpacked(b"x", "zstd", 99), Err(Error::Packed(_))));
        assert!(unpacked(&[0x1f, 0x8b, 8, 0], "gzip", 99).is_err());
    }
}
