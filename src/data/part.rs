//! Parts of a list in data: its first entries, the next ones, and how to ask for them.

use utoipa::IntoParams;

use super::Error;
use super::query_string::QueryString;

/// The most hits that one answer holds.
pub(crate) const MOST: usize = 10_000;

/// What part of a list an address asks for.
pub(crate) struct RowRange {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

impl RowRange {
    /// Reads `limit` and `offset`, or `page` in pages of the limit.
    pub(crate) fn read(query: &QueryString) -> Result<Self, Error> {
        let number = |name: &str, from: usize| match query.one(name).map(whole) {
            None => Ok(None),
            Some(Some(number)) if number >= from => Ok(Some(number)),
            _ => Err(Error(format!("{name} is a whole number from {from}"))),
        };
        let limit = number("limit", 1)?.unwrap_or(MOST).min(MOST);
        let page = number("page", 1)?.unwrap_or(1);
        let offset = number("offset", 0)?.unwrap_or((page - 1).saturating_mul(limit));
        Ok(Self { offset, limit })
    }

    /// Returns this part of a list.
    pub(crate) fn of<T>(&self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip(self.offset).take(self.limit).collect()
    }
}

/// Returns a whole number; one that is larger than all there can be counts as the largest.
fn whole(digits: &str) -> Option<usize> {
    let is_whole = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_whole.then(|| digits.parse().unwrap_or(usize::MAX))
}

/// The same, as the interface describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: the fields are read by the derive alone")]
pub(crate) struct PartParameters {
    /// The most documents to give; more than 10,000 are given as 10,000.
    #[param(minimum = 1)]
    limit: Option<usize>,
    /// How many documents to pass over.
    #[param(minimum = 0)]
    offset: Option<usize>,
}
