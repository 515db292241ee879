//! The columns of tables: what they are called, what is in them, and what other descriptions call that.

/// A column.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) description: &'static str,
}

/// What is in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Texts that readers who guess take for numbers.
    NumberLike,
    Integer,
    Boolean,
}

/// Returns a column of texts.
pub(super) const fn text(name: &'static str, description: &'static str) -> Column {
    Column { name, kind: Kind::Text, description }
}

/// Returns a column of texts that readers who guess take for numbers.
pub(super) const fn number_like(name: &'static str, description: &'static str) -> Column {
    Column { name, kind: Kind::NumberLike, description }
}

/// Returns a column of integers.
pub(super) const fn integer(name: &'static str, description: &'static str) -> Column {
    Column { name, kind: Kind::Integer, description }
}

/// Returns a column of `true` and `false`.
pub(super) const fn boolean(name: &'static str, description: &'static str) -> Column {
    Column { name, kind: Kind::Boolean, description }
}

impl Kind {
    /// Returns its name in Table Schema.
    pub(super) fn in_table_schema(self) -> &'static str {
        match self {
            Self::Text | Self::NumberLike => "string",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
        }
    }

    /// Returns its name in schema.org.
    pub(super) fn in_schema_org(self) -> &'static str {
        match self {
            Self::Text | Self::NumberLike => "sc:Text",
            Self::Integer => "sc:Integer",
            Self::Boolean => "sc:Boolean",
        }
    }
}
