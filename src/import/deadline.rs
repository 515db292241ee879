//! An end to reading what was made to be read for ever: a page nested without end, a file that unfolds to gigabytes.
//!
//! Whoever reads asks between two pieces of work, so that nothing goes on after a source is given up.

use std::time::{Duration, Instant};

use super::Error;

/// How long each step of reading a source may take. No honest one takes a tenth of it.
pub(super) const TIMEOUT: Duration = Duration::from_secs(15);

/// How many times as long the clock may go on where the processor was busy with other work.
const PATIENCE: u32 = 4;

/// The moment at which a source is given up.
///
/// What counts is the time of the processor, so that a busy machine gives up no honest source; where the system does
/// not tell it, that of the clock.
#[derive(Debug, Clone)]
pub(super) struct Deadline {
    begun: Instant,
    timeout: Duration,
    /// Where the system tells how long the processor has worked on it, and how long it had at the beginning.
    processor: Option<(String, Duration)>,
}

impl Deadline {
    /// Returns the moment when this thread will have worked for `timeout`.
    pub(super) fn after(timeout: Duration) -> Self {
        Self::by("/proc/thread-self/stat".to_owned(), timeout)
    }

    /// Returns the moment when a process that was just begun will have worked for `timeout`.
    pub(super) fn of_process(process: u32, timeout: Duration) -> Self {
        Self::by(format!("/proc/{process}/stat"), timeout)
    }

    fn by(stat: String, timeout: Duration) -> Self {
        let processor = worked(&stat).map(|worked| (stat, worked));
        Self { begun: Instant::now(), timeout, processor }
    }

    /// Tells whether there is time left.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub(super) fn check(&self) -> Result<(), Error> {
        let elapsed = self.begun.elapsed();
        // Nothing has worked for longer than the clock went on, which is asked at less cost.
        if elapsed < self.timeout || elapsed < self.timeout * PATIENCE && self.idle() {
            return Ok(());
        }
        Err(Error::Endless(self.timeout.as_secs()))
    }

    /// Tells whether the processor had other work.
    fn idle(&self) -> bool {
        let Some((stat, before)) = &self.processor else { return false };
        worked(stat).is_some_and(|worked| worked.saturating_sub(*before) < self.timeout)
    }
}

/// Returns how long the processor has worked, by an account of the kernel as `proc(5)` describes it.
fn worked(stat: &str) -> Option<Duration> {
    let stat = std::fs::read_to_string(stat).ok()?;
    // The name of the program, in brackets, may have spaces; times are the 14th and 15th field, in hundredths of seconds.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11).map(|time| time.parse::<u64>().ok());
    Some(Duration::from_millis((times.next()?? + times.next()??) * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_given_up() {
        assert!(matches!(Deadline::after(Duration::ZERO).check(), Err(Error::Endless(0))));
        assert!(Deadline::after(TIMEOUT).check().is_ok());
    }

    #[test]
    fn a_busy_machine_gives_up_nothing() {
        if worked("/proc/thread-self/stat").is_none() {
            println!("skipped: this system does not tell how long its processor worked");
            return;
        }
        let timeout = Duration::from_millis(300);
        let deadline = Deadline::after(timeout);
        std::thread::sleep(timeout * 2);
        assert!(deadline.check().is_ok(), "a thread that slept has not worked");
        while deadline.begun.elapsed() < timeout * (PATIENCE + 1) {}
        assert!(deadline.check().is_err(), "nor does it wait for ever");
    }
}
