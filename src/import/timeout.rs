//! An end to reading what was made to be read for ever: a page nested without end, a file that unfolds to gigabytes.

use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::Error;

/// How long each step of reading a source may take. No honest one takes a tenth of it.
pub(super) const TIMEOUT: Duration = Duration::from_secs(15);

/// Returns what `work` gives, unless it takes longer than `timeout`.
///
/// No thread can be stopped: one that is given up goes on until the program ends, which it does soon.
///
/// # Panics
///
/// When `work` does.
pub(super) fn within<T: Send + 'static>(
    timeout: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let (done, waiting) = channel();
    let thread = thread::spawn(move || {
        // Nobody waits any more where it took too long.
        let _ = done.send(work());
    });
    match waiting.recv_timeout(timeout) {
        Ok(result) => Ok(result),
        Err(RecvTimeoutError::Timeout) => Err(Error::Endless(timeout.as_secs())),
        Err(RecvTimeoutError::Disconnected) => match thread.join() {
            Err(panic) => resume_unwind(panic),
            Ok(()) => Err(Error::Endless(timeout.as_secs())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_given_up() {
        let (_held, waiting) = channel::<()>();
        let endless = within(Duration::from_millis(20), move || waiting.recv().is_ok());
        assert!(matches!(endless, Err(Error::Endless(0))));
        assert!(matches!(within(TIMEOUT, || 6 * 7), Ok(42)));
    }
}
