//! What a tool takes, described for a model, and read from what it gave.

use serde_json::{Map, Value, json};

/// Something that a tool takes.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// A value that has a meaning, as JSON writes it.
    pub(super) example: &'static str,
    pub(super) takes: Takes,
    pub(super) required: bool,
}

/// What values a parameter has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    /// A text with words in it, of at most so many characters.
    Text(usize),
    /// A whole number, from the first to the second.
    Count(usize, usize),
}

/// Why a tool could not be used, in words for the model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Misuse(pub(super) String);

impl Parameter {
    /// Returns its description in JSON Schema.
    pub(super) fn schema(&self) -> Value {
        let example: Value = serde_json::from_str(self.example).unwrap_or_default();
        let (description, examples) = (self.description, [example]);
        match self.takes {
            Takes::Text(longest) => json!({
                "type": "string", "minLength": 1, "maxLength": longest, "description": description, "examples": examples,
            }),
            Takes::Count(least, most) => json!({
                "type": "integer", "minimum": least, "maximum": most, "description": description, "examples": examples,
            }),
        }
    }

    fn misuse(&self) -> Misuse {
        let what = match self.takes {
            Takes::Text(longest) => format!("a text with words in it, of at most {longest} characters"),
            Takes::Count(least, most) => format!("a whole number from {least} to {most}"),
        };
        Misuse(format!("`{}` is {what}, such as {}", self.name, self.example))
    }

    fn takes(&self, value: &Value) -> bool {
        match (self.takes, value) {
            (Takes::Text(longest), Value::String(text)) => {
                !text.trim().is_empty() && text.chars().take(longest + 1).count() <= longest
            }
            (Takes::Count(least, most), Value::Number(number)) => {
                let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
                number.is_some_and(|number| (least..=most).contains(&number))
            }
            _ => false,
        }
    }
}

/// What a tool was given, of the right types.
pub(super) struct Arguments<'a> {
    given: &'a Map<String, Value>,
}

impl<'a> Arguments<'a> {
    /// Reads what was given for `parameters`.
    ///
    /// # Errors
    ///
    /// When something is missing, has another type, or is none of them.
    pub(super) fn read(parameters: &[Parameter], given: &'a Map<String, Value>) -> Result<Self, Misuse> {
        if let Some(unknown) = given.keys().find(|name| !parameters.iter().any(|it| it.name == *name)) {
            let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
            return Err(Misuse(format!(
                "`{unknown:.100}` is not taken here; what is taken is `{}`",
                names.join("`, `")
            )));
        }
        for parameter in parameters {
            match given.get(parameter.name) {
                Some(value) if !parameter.takes(value) => return Err(parameter.misuse()),
                None if parameter.required => return Err(parameter.misuse()),
                _ => {}
            }
        }
        Ok(Self { given })
    }

    /// Returns a text; none where a parameter that may be left out was.
    pub(super) fn text(&self, name: &str) -> &'a str {
        self.given.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns a number, if it was given.
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        self.given.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
    }
}
