//! Bytes to text: byte order marks, what the server said, what the page says of itself, then UTF-8, then Windows-1252.
//!
//! Never fails; what could not be read is U+FFFD and the caller doubts it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Returns the text in `bytes`, given the charset that came with them, if any.
///
/// Latin-1 is read as Windows-1252, as browsers do: pages that claim the one use the quotation marks of the other.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    decode_and_tell(bytes, charset).0
}

/// Returns the text in `bytes`, and the words around each place that is not as its encoding has it.
pub(super) fn decode_and_tell(bytes: &[u8], charset: Option<&str>) -> (String, Vec<String>) {
    let said = || charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| unmarked_utf16(bytes))
        .or_else(|| said().filter(|encoding| *encoding != UTF_8))
        .or_else(|| {
            let named = [said(), declared(bytes)].into_iter().flatten().collect::<Vec<_>>();
            let says_so = !named.is_empty() && named.iter().all(|encoding| *encoding == UTF_8);
            is_mostly_utf8(bytes, if says_so { 1 } else { 4 }).then_some(UTF_8)
        })
        .or_else(|| declared(bytes).filter(|encoding| *encoding != UTF_8))
        .unwrap_or(WINDOWS_1252);
    if encoding == UTF_8 { mended(bytes) } else { (encoding.decode(bytes).0.into_owned(), Vec::new()) }
}

/// Tells UTF-8 with hardly a byte that is none: a cut at the end, a sign pasted from elsewhere.
///
/// A page in another encoding has hardly a letter outside of ASCII that is good UTF-8; `times` is how many letters
/// there must be for each stray byte.
fn is_mostly_utf8(bytes: &[u8], times: usize) -> bool {
    let (mut good, mut stray) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        stray += usize::from(!chunk.invalid().is_empty());
    }
    stray == 0 || stray * times <= good
}

/// Reads UTF-8; a byte that is none of it is read as Windows would, and a cut letter is U+FFFD.
fn mended(bytes: &[u8]) -> (String, Vec<String>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut text, mut places) = (String::with_capacity(bytes.len()), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => continue,
            [byte @ 0x80..=0xbf] => text.push_str(&WINDOWS_1252.decode(&[*byte]).0),
            _ => text.push('\u{fffd}'),
        }
        places.push(text.len());
    }
    let around = |place: &usize| {
        let words: Vec<&str> = text
            .get(..*place)
            .unwrap_or_default()
            .rsplit(['\n', '>'])
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        words.get(words.len().saturating_sub(6)..).unwrap_or_default().join(" ")
    };
    let told = places.iter().map(around).collect();
    (text, told)
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
    fn a_stray_byte_does_not_turn_a_page_to_other_letters() {
        let page = [WORDS.as_bytes(), b" and one \x96 more"].concat();
        for charset in [None, Some("utf-8")] {
            let (text, told) = decode_and_tell(&page, charset);
            assert_eq!((text, told.len()), (format!("{WORDS} and one – more"), 1));
        }
        // More of them are believed where the page says what it is.
        let page = [b"<meta charset=utf-8><p>", WORDS.as_bytes(), b" one \x96 and \x93two\x94"].concat();
        assert!(decode(&page, None).ends_with("l’été” one – and “two”"), "{}", decode(&page, None));
        let cut = &WORDS.as_bytes()[..WORDS.len() - 1];
        let (text, told) = decode_and_tell(cut, None);
        assert!(text.ends_with("l’été\u{fffd}") && told.len() == 1, "{text}");
        assert!(decode_and_tell(WORDS.as_bytes(), None).1.is_empty());
    }

    #[test]
    fn odd_bytes_are_read_somehow() {
        for bytes in [&b""[..], b"\0", b"\xff", b"\xff\xfe", b"\xff\xfea"] {
            let _ = decode(bytes, Some("no such"));
        }
    }
}
