//! The versions of the protocol, and what a client says of its message beside it.

use serde_json::{Value, json};

use super::message::{Fault, Message, Wrong};

/// The version that needs no handshake: each request says it.
const WITHOUT_HANDSHAKE: &str = "2026-07-28";

/// The versions that begin with `initialize`, the newest first.
const WITH_HANDSHAKE: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

/// Where a request says its version.
const KEY: &str = "io.modelcontextprotocol/protocolVersion";

/// What is said of a message beside it, in the head of an HTTP request.
#[derive(Debug, Default)]
pub(crate) struct ToldVersion {
    pub(crate) version: Option<String>,
    pub(crate) method: Option<String>,
    /// The name of the tool.
    pub(crate) name: Option<String>,
}

/// Returns every version that is spoken here, the newest first.
pub(super) fn all() -> Vec<&'static str> {
    [WITHOUT_HANDSHAKE].into_iter().chain(WITH_HANDSHAKE).collect()
}

/// Returns the version to speak with a client that asks for one in its handshake.
pub(super) fn agreed(asked: &str) -> &'static str {
    WITH_HANDSHAKE.into_iter().find(|version| *version == asked).unwrap_or(WITH_HANDSHAKE[0])
}

/// Proves that what was told beside a message agrees with it, and that its version of the protocol is spoken here.
///
/// # Errors
///
/// When the head of a request says something else than the message, or names another version.
pub(crate) fn prove(message: &Message, told: &ToldVersion) -> Result<(), Fault> {
    let said = said(message).map_err(|()| message.fault(Wrong::Parameters, &format!("`{KEY}` is a text")))?;
    let differs = |told: &Option<String>, said: Option<&str>| told.is_some() && told.as_deref() != said;
    let named = message.tool().is_some() && differs(&told.name, message.tool());
    if differs(&told.method, Some(&message.method)) || named || (said.is_some() && differs(&told.version, said)) {
        return Err(message.fault(Wrong::Head, "the head of the request says something else than its body"));
    }
    match said.or(told.version.as_deref()) {
        Some(version) if !all().contains(&version) => Err(message
            .fault(Wrong::Version, "this version of the protocol is not spoken here")
            .with(json!({ "supported": all(), "requested": version }))),
        _ => Ok(()),
    }
}

/// Tells whether a request is of the version without handshake, in which faults have a status of HTTP of their own.
pub(crate) fn is_without_handshake(message: &Message) -> bool {
    said(message) == Ok(Some(WITHOUT_HANDSHAKE))
}

/// Returns the version that a message says it is in.
fn said(message: &Message) -> Result<Option<&str>, ()> {
    match message.parameters.get("_meta").and_then(|meta| meta.get(KEY)) {
        None => Ok(None),
        Some(Value::String(version)) => Ok(Some(version)),
        Some(_) => Err(()),
    }
}
