//! Tables as classic scripts, which a page opened from a file can load where it can fetch nothing: `g7.put(name, value)`.
//!
//! Long rows of numbers are written as text, a sign or two for each, since most of them are small.

use serde_json::Value;

/// The signs that numbers are written with: what neither JSON nor a script has to escape.
const FIRST: u8 = 35;
const SKIPPED: u8 = b'\\';
/// Numbers below this are one sign; of the others the sign tells as much as is above it.
const SHORT: u32 = 60;
const LONG: u32 = 31;

/// Returns the script that hands a value over.
pub(super) fn script(name: &str, value: &Value) -> String {
    // What ends a line in a script and not in JSON was allowed there only later.
    let value = value.to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("g7.put({},{value})", Value::from(name))
}

/// Returns the sign for a number below 91.
pub(super) fn sign(number: u32) -> char {
    let byte = FIRST + u8::try_from(number.min(SHORT + LONG - 1)).unwrap_or_default();
    char::from(if byte >= SKIPPED { byte + 1 } else { byte })
}

/// Returns a number for a key, by which it is put into one of some scripts: as a script sums the units of a text.
pub(super) fn sum(key: &str) -> u32 {
    key.encode_utf16().fold(0, |sum, unit| sum.wrapping_mul(31).wrapping_add(unit.into()))
}

/// Adds a number.
pub(super) fn push(numbers: &mut String, number: u32) {
    if number < SHORT {
        numbers.push(sign(number));
    } else {
        let rest = number - SHORT;
        numbers.push(sign(SHORT + rest % LONG));
        push(numbers, rest / LONG);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_signs_that_need_no_escape() {
        let mut numbers = String::new();
        [0, 59, 60, 90, 91, 2000, u32::MAX].into_iter().for_each(|number| push(&mut numbers, number));
        assert_eq!(serde_json::to_string(&numbers).unwrap().len(), numbers.len() + 2, "{numbers}");
        assert_eq!((sign(0), sign(57), sign(90)), ('#', ']', '~'));
    }
}
