//! Indexes of web archives (CDX), in the four forms in which they are answered.

use serde::Deserialize;
use serde_json::Value;

/// What an index has of one copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The moment, as fourteen digits.
    pub(super) stamp: String,
    /// The address as it was captured.
    pub(super) original: String,
    /// The status that the host answered; `-` where the copy is one of an earlier.
    status: String,
    /// Its digest, with its kind before it.
    pub(super) digest: String,
}

impl Row {
    /// Tells whether the host gave the page.
    pub(super) fn has_page(&self) -> bool {
        self.status.starts_with('2') || self.status == "-"
    }

    fn of(field: impl Fn(&[&str]) -> Option<String>) -> Option<Self> {
        let digest = field(&["digest"])?;
        Some(Self {
            stamp: field(&["timestamp"])?,
            original: field(&["original", "url"])?,
            status: field(&["statuscode", "status"]).unwrap_or_else(|| "-".to_owned()),
            // Most leave out that it is SHA-1.
            digest: if digest.contains(':') { digest } else { format!("sha1:{digest}") },
        })
    }
}

/// Reads an index; nothing where it is none.
pub(super) fn parse(text: &str) -> Option<Vec<Row>> {
    let text = text.trim();
    if text.starts_with('[') {
        let rows: Vec<Vec<Value>> = serde_json::from_str(text).ok()?;
        let (head, rows) = match rows.split_first() {
            Some(parts) => parts,
            None => return Some(Vec::new()),
        };
        return rows.iter().map(|row| named(head, row)).collect();
    }
    text.lines().filter(|line| !line.trim_start().starts_with("CDX ") && !line.trim().is_empty()).map(line).collect()
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn named(head: &[Value], row: &[Value]) -> Option<Row> {
    Row::of(|names| {
        let at = head.iter().position(|name| name.as_str().is_some_and(|name| names.contains(&name)))?;
        string(row.get(at)?)
    })
}

/// Reads a line: values with their names, perhaps behind key and moment; or the columns that the first ones have.
fn line(line: &str) -> Option<Row> {
    if let Some(at) = line.find('{') {
        let mut values = serde_json::Deserializer::from_str(line.get(at..)?);
        let values = serde_json::Map::<String, Value>::deserialize(&mut values).ok()?;
        let stamp = line.get(..at)?.split_whitespace().nth(1);
        return Row::of(|names| {
            let stamp = stamp.filter(|_| names.contains(&"timestamp")).map(str::to_owned);
            stamp.or_else(|| names.iter().find_map(|name| string(values.get(*name)?)))
        });
    }
    let columns: Vec<&str> = line.split_whitespace().collect();
    if columns.len() < 6 || columns.get(1).is_none_or(|stamp| stamp.len() != 14) {
        return None;
    }
    let known = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"];
    Row::of(|names| {
        let at = known.iter().position(|name| names.contains(name))?;
        columns.get(at).map(|value| (*value).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_read_in_each_form() {
        let expected = Row {
            stamp: "20180423110000".to_owned(),
            original: "http://a.example/x".to_owned(),
            status: "200".to_owned(),
            digest: "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ".to_owned(),
        };
        for text in [
            r#"[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
               ["example,a)/x","20180423110000","http://a.example/x","text/html","200","3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ","9"]]"#,
            r#"{"urlkey": "example,a)/x", "timestamp": "20180423110000", "url": "http://a.example/x", "status": "200", "digest": "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"}"#,
            r#"example,a)/x 20180423110000 {"url": "http://a.example/x", "status": "200", "digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"}"#,
            "example,a)/x 20180423110000 http://a.example/x text/html 200 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ 9",
            " CDX N b a m s k r M S V g\nexample,a)/x 20180423110000 http://a.example/x text/html 200 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ - - 9 8 f.warc.gz",
        ] {
            assert_eq!(parse(text).as_deref(), Some([expected.clone()].as_slice()), "{text}");
        }
        for none in ["", "[]", "\n"] {
            assert_eq!(parse(none).as_deref(), Some([].as_slice()), "{none}");
        }
        for other in ["<html><p>Not found", "{}", "[1]", "no index", "{\"timestamp\": 1}"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
