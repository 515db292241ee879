//! The tools: what each is called, what it takes, and what it answers.

mod argument;
mod citation;
mod compare;
mod paragraph;
mod quotation;
mod search;
mod term;

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use self::argument::{Arguments, Misuse, Parameter};
use super::message::Message;
use crate::archive::Archive;
use crate::data::{Links, json};

/// What there is to do for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// What an archive has at hand.
    Page,
    /// A search, or a look through all of the corpus.
    Search,
    /// A check of quotations.
    Check,
}

/// A tool.
pub(super) struct Tool {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    parameters: &'static [Parameter],
    pub(super) work: Work,
    run: fn(&Arc<Archive>, &Links, &Arguments<'_>) -> Result<Answered, Misuse>,
}

/// Every tool.
static TOOLS: [Tool; 6] = [search::TOOL, paragraph::TOOL, quotation::TOOL, term::TOOL, compare::TOOL, citation::TOOL];

/// Returns the tool with a name.
pub(super) fn named(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// Returns what there is to do for the answer to a message.
pub(crate) fn work(message: &Message) -> Work {
    message.tool().and_then(named).map_or(Work::Page, |tool| tool.work)
}

/// Returns the name of each tool with what people call it.
pub(crate) fn titles() -> Vec<(&'static str, &'static str)> {
    TOOLS.iter().map(|tool| (tool.name, tool.title)).collect()
}

/// Returns the names of all tools.
pub(super) fn names() -> Vec<&'static str> {
    TOOLS.iter().map(|tool| tool.name).collect()
}

/// Returns what a client is told of the tools.
pub(super) fn list() -> Vec<Value> {
    TOOLS.iter().map(Tool::described).collect()
}

impl Tool {
    /// Returns the answer to a call.
    ///
    /// # Errors
    ///
    /// When the arguments have no meaning; the sentence says what would be right.
    pub(super) fn answer(
        &self,
        archive: &Arc<Archive>,
        links: &Links,
        given: &Map<String, Value>,
    ) -> Result<Answered, Misuse> {
        (self.run)(archive, links, &Arguments::read(self.parameters, given)?)
    }

    fn described(&self) -> Value {
        let properties: Map<String, Value> =
            self.parameters.iter().map(|parameter| (parameter.name.to_owned(), parameter.schema())).collect();
        let required = self.parameters.iter().filter(|parameter| parameter.required);
        json!({
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": {
                "type": "object",
                "properties": properties,
                "required": required.map(|parameter| parameter.name).collect::<Vec<_>>(),
                "additionalProperties": false,
            },
            "annotations": {
                "title": self.title,
                "readOnlyHint": true,
                "destructiveHint": false,
                "idempotentHint": true,
                "openWorldHint": false,
            },
        })
    }
}

/// What a tool answers: as data, and the same as the text that a model reads, what matters most first.
pub(super) struct Answered {
    pub(super) value: Value,
    pub(super) text: String,
}

impl Answered {
    fn of(answer: &impl Serialize) -> Result<Self, Misuse> {
        let both = serde_json::to_value(answer).and_then(|value| Ok(Self { value, text: json::text(answer)? }));
        both.map_err(|_| Misuse("the answer has no form in JSON".to_owned()))
    }
}
