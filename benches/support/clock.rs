//! Processor time, which other work on the machine does not lengthen.

use std::fs;
use std::path::Path;
use std::time::Duration;

/// Returns the time that this thread has been on a processor.
pub(crate) fn of_thread() -> Duration {
    std::thread::yield_now();
    spent("/proc/thread-self/schedstat")
}

/// Returns the time that all threads of this process that are still there have been on processors.
pub(crate) fn of_process() -> Duration {
    std::thread::yield_now();
    of_threads("self")
}

/// Returns the same of a process by its number.
pub(crate) fn of_threads(process: &str) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    tasks.filter_map(Result::ok).map(|task| spent(task.path().join("schedstat"))).sum()
}

/// Reads a time that the system brings up to date when a thread leaves its processor: hence the yields.
pub(crate) fn spent(schedule: impl AsRef<Path>) -> Duration {
    // A thread that has just ended has no more.
    let times = fs::read_to_string(schedule).unwrap_or_default();
    Duration::from_nanos(times.split(' ').next().and_then(|time| time.parse().ok()).unwrap_or_default())
}
