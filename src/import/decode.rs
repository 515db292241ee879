//! Bytes to text: byte order marks, what the server said, what the page says of itself, then UTF-8, then Windows-1252.
//!
//! Never fails; what could not be read is U+FFFD and the caller doubts it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Returns the text in `bytes`, given the charset that came with them, if any.
///
/// Latin-1 is read as Windows-1252, as browsers do: pages that claim the one use the quotation marks of the other.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let said = || charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| unmarked_utf16(bytes))
        .or_else(|| said().filter(|encoding| *encoding != UTF_8))
        .or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
        .or_else(|| declared(bytes).filter(|encoding| *encoding != UTF_8))
        .unwrap_or(WINDOWS_1252);
    encoding.decode(bytes).0.into_owned()
}

/// Returns the charset named in a media type such as `text/html; charset=iso-8859-1`.
pub(super) fn charset(media_type: &str) -> Option<&str> {
    let lower = media_type.to_ascii_lowercase();
    let at = lower.find("charset=")? + "charset=".len();
    let value = media_type.get(at..)?.split(';').next()?;
    Some(value.trim().trim_matches(['"', '\'']))
}

/// Tells UTF-16 without a mark by its zero bytes: Latin text has one in nearly every pair, always on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let sample = pairs.get(..pairs.len().min(512))?;
    if sample.len() < 4 {
        return None;
    }
    let zeros = |side: usize| sample.iter().filter(|pair| pair.get(side) == Some(&0)).count();
    match (zeros(0) * 2 > sample.len(), zeros(1) * 2 > sample.len()) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Returns the encoding that an HTML page declares of itself in its first two kilobytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(2048))?).into_owned();
    let label = charset(&head)?;
    let end = label.find(|character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character)));
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Communiqué: “l’été”";

    fn utf16(little: bool) -> Vec<u8> {
        let side = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        WORDS.encode_utf16().flat_map(side).collect()
    }

    #[test]
    fn every_way_that_texts_come_is_read() {
        let (western, _, _) = WINDOWS_1252.encode(WORDS);
        assert_eq!(decode(WORDS.as_bytes(), None), WORDS);
        assert_eq!(decode(&[b"\xef\xbb\xbf", WORDS.as_bytes()].concat(), Some("iso-8859-1")), WORDS);
        assert_eq!(decode(&western, Some("iso-8859-1")), WORDS);
        assert_eq!(decode(&western, Some("utf-8")), WORDS, "a server that is wrong");
        assert_eq!(decode(&western, None), WORDS);
        assert_eq!(decode(&utf16(true), None), WORDS);
        assert_eq!(decode(&utf16(false), None), WORDS);
        assert_eq!(decode(&[vec![0xff, 0xfe], utf16(true)].concat(), None), WORDS);
    }

    #[test]
    fn a_page_may_say_what_it_is() {
        let page = b"<html><meta charset=\"shift_jis\"><p>\x93\xfa\x96{</p>";
        assert!(decode(page, None).contains("日本"));
        assert_eq!(charset("text/html; Charset=\"ISO-8859-1\"; x=y"), Some("ISO-8859-1"));
        assert_eq!(charset("text/html"), None);
    }

    #[test]
    fn odd_bytes_are_read_somehow() {
        for bytes in [&b""[..], b"\0", b"\xff", b"\xff\xfe", b"\xff\xfea"] {
            let _ = decode(bytes, Some("no such"));
        }
    }
}
