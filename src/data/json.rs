//! Values as JSON, written the same for programs that read an address and for a terminal.

use serde::Serialize;

/// Returns a value as JSON that can be read in a terminal too.
///
/// # Errors
///
/// When the value has no form in JSON.
pub(crate) fn text(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value).map(escaped)
}

/// Returns JSON in which the control characters that its grammar lets pass, from DEL on, are escaped like the others:
/// some of them steer the terminal that an answer is read in.
fn escaped(body: String) -> String {
    if !body.bytes().any(|byte| matches!(byte, 0x7f | 0xc2)) {
        return body;
    }
    let mut escaped = String::with_capacity(body.len() + 16);
    for character in body.chars() {
        match character {
            '\u{7f}'..='\u{9f}' => escaped.push_str(&format!("\\u{:04x}", u32::from(character))),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_is_written_as_it_is() {
        let json = text(&"a\u{1}\u{7f}\u{85}é").expect("a text is JSON");
        assert_eq!(json, "\"a\\u0001\\u007f\\u0085é\"");
    }
}
