//! A message as JSON-RPC 2.0 writes it: read, or the fault that is told of it.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// The most bytes that a message may have.
pub(crate) const LONGEST: usize = 64 * 1024;

/// A message: a request, which is answered, or a notification, which is not.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// A text or a whole number; nothing for a notification.
    pub(super) id: Option<Value>,
    pub(super) method: String,
    pub(super) parameters: Map<String, Value>,
}

/// Why a message is not answered with a result.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fault {
    jsonrpc: &'static str,
    /// The id of the request; null where it cannot be told.
    id: Value,
    error: Complaint,
}

#[derive(Debug, Clone, Serialize)]
struct Complaint {
    code: i32,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

/// What is wrong with a message, with the number that the protocol has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is not JSON.
    Json = -32700,
    /// It is JSON and no message.
    Message = -32600,
    /// There is no such method.
    Method = -32601,
    /// The parameters have no meaning.
    Parameters = -32602,
    /// Something failed here.
    Here = -32603,
    /// The head says something else than the message.
    Head = -32020,
    /// It is in a version of the protocol that is not spoken here.
    Version = -32022,
}

impl Fault {
    /// Returns the fault of a message whose id cannot be told.
    pub(crate) fn nameless(wrong: Wrong, message: &str) -> Self {
        Self::of(&Value::Null, wrong, message)
    }

    /// Returns the fault of a message that is longer than is read.
    pub(crate) fn too_long() -> Self {
        Self::nameless(Wrong::Message, &format!("a message has at most {LONGEST} bytes here"))
    }

    pub(super) fn of(id: &Value, wrong: Wrong, message: &str) -> Self {
        let error = Complaint { code: wrong as i32, message: message.to_owned(), data: None };
        Self { jsonrpc: "2.0", id: id.clone(), error }
    }

    pub(super) fn with(mut self, data: Value) -> Self {
        self.error.data = Some(data);
        self
    }

    /// Tells whether the fault is this one.
    pub(crate) fn is(&self, wrong: Wrong) -> bool {
        self.error.code == wrong as i32
    }
}

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    ///
    /// When it is none: not JSON, or too deep to be read; several at once; without a method; with an id of another type.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        // JSON that is nested more than 128 deep is refused by the library.
        let value = serde_json::from_slice(bytes)
            .map_err(|_| Fault::nameless(Wrong::Json, "this is not JSON, or nested too deeply to be read"))?;
        let wrong = |message: &str| Fault::nameless(Wrong::Message, message);
        let mut members = match value {
            Value::Object(members) => members,
            Value::Array(_) => return Err(wrong("send one message at a time")),
            _ => return Err(wrong("a message is an object")),
        };
        let id = match members.remove("id") {
            None => None,
            Some(id) if id.is_string() || id.is_i64() || id.is_u64() => Some(id),
            Some(_) => return Err(wrong("the `id` of a request is a text or a whole number")),
        };
        let named = id.clone().unwrap_or(Value::Null);
        let wrong = |message: &str| Fault::of(&named, Wrong::Message, message);
        if members.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
            return Err(wrong("a message says `\"jsonrpc\": \"2.0\"`"));
        }
        let Some(Value::String(method)) = members.remove("method") else {
            return Err(wrong("a message names its `method`, which is a text"));
        };
        let parameters = match members.remove("params") {
            None => Map::new(),
            Some(Value::Object(parameters)) => parameters,
            Some(_) => return Err(Fault::of(&named, Wrong::Parameters, "`params` is an object")),
        };
        Ok(Self { id, method, parameters })
    }

    /// Returns the name of the tool that it calls, if it calls one and says its name.
    pub(super) fn tool(&self) -> Option<&str> {
        if self.method == "tools/call" { self.parameters.get("name").and_then(Value::as_str) } else { None }
    }

    pub(super) fn result(&self, result: &Value) -> Value {
        json!({ "jsonrpc": "2.0", "id": self.id, "result": result })
    }

    pub(super) fn fault(&self, wrong: Wrong, message: &str) -> Fault {
        Fault::of(self.id.as_ref().unwrap_or(&Value::Null), wrong, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, wrong: Wrong, id: Value) {
        let fault = Message::read(text.as_bytes()).expect_err(text);
        assert!(fault.is(wrong) && fault.id == id, "{text}: {fault:?}");
    }

    #[test]
    fn what_is_no_message_is_told_so_with_its_id_where_that_can_be_told() {
        refused("", Wrong::Json, Value::Null);
        refused("{", Wrong::Json, Value::Null);
        refused(&"[".repeat(60_000), Wrong::Json, Value::Null);
        refused(r#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, Wrong::Message, Value::Null);
        refused("\"ping\"", Wrong::Message, Value::Null);
        for id in ["null", "1.5", "true", "[]", "{}", "1e99"] {
            refused(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ping"}}"#), Wrong::Message, Value::Null);
        }
        refused(r#"{"jsonrpc":"1.0","id":7,"method":"ping"}"#, Wrong::Message, 7.into());
        refused(r#"{"jsonrpc":"2.0","id":"a"}"#, Wrong::Message, "a".into());
        refused(r#"{"jsonrpc":"2.0","id":"a","method":3}"#, Wrong::Message, "a".into());
        refused(r#"{"jsonrpc":"2.0","id":-4,"method":"ping","params":[1]}"#, Wrong::Parameters, (-4).into());
    }

    #[test]
    fn a_message_without_an_id_waits_for_no_answer() {
        let read = |text: &str| Message::read(text.as_bytes()).expect(text);
        assert_eq!(read(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).id, None);
        assert_eq!(read(r#"{"jsonrpc":"2.0","id":"","method":"ping"}"#).id, Some("".into()));
    }
}
