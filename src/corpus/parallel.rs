//! One piece of work for many items, on all processors. Knows nothing of what the work is.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies `work` to all items on as many threads as there are processors, and returns the results in order.
pub(super) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    /// How many items a thread takes at once: enough to make the taking cheap.
    const BATCH: usize = 64;
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len().div_ceil(BATCH));
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let start = next.fetch_add(BATCH, Ordering::Relaxed);
                    let Some(rest) = items.get(start..).filter(|rest| !rest.is_empty()) else { return };
                    let results: Vec<R> = rest.iter().take(BATCH).map(&work).collect();
                    if let Ok(mut done) = done.lock() {
                        done.push((start, results));
                    }
                }
            });
        }
    });
    // A thread that panicked has made the scope panic, so the lock is whole here.
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(start, _)| *start);
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(in_parallel(&items, |item| item + 1), (1..=1000).collect::<Vec<_>>());
        assert!(in_parallel(&items[..0], |item| item + 1).is_empty());
    }
}
