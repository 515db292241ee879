//! What each method answers.

use std::sync::Arc;

use serde_json::{Value, json};

use super::message::{Fault, Message, Wrong};
use super::{tool, version};
use crate::archive::Archive;
use crate::data::{Links, json};

/// For how long a client may keep what it was told of the tools, in milliseconds: they change with the program alone.
const KEPT: u32 = 3_600_000;

/// What a model is told of the archive before it uses it.
const INSTRUCTIONS: &str = "A searchable archive of G7 and G8 texts on cyber security. Quote from `text` alone, which is \
    exact, and give `url`, which holds for good. `whose_words` says where words are a newspaper's and not the G7's. Of \
    most texts the archive holds a description and not the words. So where `found` is false, say `statement` and no \
    more: that words were not found here never means that the G7 did not say them.";

/// Returns the answer to a message; nothing for one that waits for none.
///
/// # Errors
///
/// When the message asks for what there is not.
pub(crate) fn answer(archive: &Arc<Archive>, links: &Links, message: &Message) -> Result<Option<String>, Fault> {
    if message.id.is_none() {
        return Ok(None);
    }
    let result = match message.method.as_str() {
        "ping" => json!({}),
        "initialize" => initialize(message)?,
        "server/discover" => kept(json!({
            "supportedVersions": version::all(),
            "capabilities": capabilities(),
            "instructions": INSTRUCTIONS,
        })),
        "tools/list" if message.parameters.contains_key("cursor") => {
            return Err(message.fault(Wrong::Parameters, "all tools are in the first list: give no `cursor`"));
        }
        "tools/list" => kept(json!({ "tools": tool::list() })),
        "tools/call" => call(archive, links, message)?,
        other => return Err(message.fault(Wrong::Method, &format!("there is no method `{other:.100}`"))),
    };
    json::text(&message.result(&result)).map(Some).map_err(|_| message.fault(Wrong::Here, "the answer has no form"))
}

fn initialize(message: &Message) -> Result<Value, Fault> {
    let Some(asked) = message.parameters.get("protocolVersion").and_then(Value::as_str) else {
        return Err(message.fault(Wrong::Parameters, "`protocolVersion` is a text, such as \"2025-11-25\""));
    };
    Ok(json!({
        "protocolVersion": version::agreed(asked),
        "capabilities": capabilities(),
        "serverInfo": server(),
        "instructions": INSTRUCTIONS,
    }))
}

fn call(archive: &Arc<Archive>, links: &Links, message: &Message) -> Result<Value, Fault> {
    let wrong = |sentence: &str| message.fault(Wrong::Parameters, sentence);
    let name = message.tool().ok_or_else(|| wrong("`name` is a text: the name of a tool"))?;
    let names = tool::names().join("`, `");
    let tool =
        tool::named(name).ok_or_else(|| wrong(&format!("there is no tool `{name:.100}`; the tools are `{names}`")))?;
    let nothing = Value::Object(serde_json::Map::new());
    let Value::Object(arguments) = message.parameters.get("arguments").unwrap_or(&nothing) else {
        return Err(wrong("`arguments` is an object"));
    };
    // What a model can mend is told to the model: a result that says it is an error, and no fault of the protocol.
    let result = match tool.answer(archive, links, arguments) {
        Ok(tool::Answered { value, text }) => {
            json!({ "content": [{ "type": "text", "text": text }], "structuredContent": value, "isError": false })
        }
        Err(misuse) => json!({ "content": [{ "type": "text", "text": misuse.to_string() }], "isError": true }),
    };
    Ok(whole(result))
}

/// Returns a result that a client may keep for a while.
fn kept(result: Value) -> Value {
    let result = with(result, "ttlMs", KEPT.into());
    whole(with(result, "cacheScope", "public".into()))
}

/// Returns a result with what the version without handshake wants of every one.
fn whole(result: Value) -> Value {
    let result = with(result, "resultType", "complete".into());
    with(result, "_meta", json!({ "io.modelcontextprotocol/serverInfo": server() }))
}

fn with(mut result: Value, name: &str, value: Value) -> Value {
    if let Value::Object(members) = &mut result {
        members.insert(name.to_owned(), value);
    }
    result
}

fn capabilities() -> Value {
    json!({ "tools": {} })
}

fn server() -> Value {
    json!({ "name": "g7cyber", "title": "G7 Cyber Archive", "version": env!("CARGO_PKG_VERSION") })
}
