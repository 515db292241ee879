//! An end to reading what was made to be read for ever: a page nested without end, a file that unfolds to gigabytes.
//!
//! Whoever reads asks between two pieces of work, so that nothing goes on after a source is given up.

use std::time::{Duration, Instant};

use super::Error;

/// How long each step of reading a source may take. No honest one takes a tenth of it.
pub(super) const TIMEOUT: Duration = Duration::from_secs(15);

/// The moment at which a source is given up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    begun: Instant,
    timeout: Duration,
}

impl Deadline {
    /// Returns the moment when `timeout` will have passed.
    pub(super) fn after(timeout: Duration) -> Self {
        Self { begun: Instant::now(), timeout }
    }

    /// Tells whether there is time left.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.begun.elapsed() < self.timeout { Ok(()) } else { Err(Error::Endless(self.timeout.as_secs())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_given_up() {
        assert!(matches!(Deadline::after(Duration::ZERO).check(), Err(Error::Endless(0))));
        assert!(Deadline::after(TIMEOUT).check().is_ok());
    }
}
