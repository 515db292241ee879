//! The archive of the day that an address asks for with `as_of`, or the present one.

use crate::archive::AsOf;
use crate::corpus::Date;
use crate::data;

use super::Error;
use super::asked::Asked;
use super::site::Context;

/// The archive that an answer is computed from.
pub(crate) struct AnsweringArchive {
    pub(crate) as_of: AsOf,
    /// The day that the address has.
    pub(crate) asked: Option<Date>,
}

impl AnsweringArchive {
    /// Returns the archive that an address asks for.
    ///
    /// # Errors
    ///
    /// When what it has is no day, or one that has not come (400, naming today), or one before the first publication
    /// (404, naming that).
    pub(crate) fn read(context: &Context, asked: &Asked) -> Result<Self, Error> {
        let Some(text) = asked.query.one("as_of") else {
            return Ok(Self { as_of: context.archive.at_present(), asked: None });
        };
        let day = data::day(text)?;
        let as_of = context.archive.as_of(day).map_err(Error::internal)?;
        Ok(Self { as_of: as_of.map_err(|not_yet| Error::Absent(not_yet.to_string()))?, asked: Some(day) })
    }

    /// Returns the day that the address has, as people say it; nothing where the present is asked.
    pub(crate) fn day(&self) -> Option<String> {
        self.asked.map(Date::long)
    }
}
