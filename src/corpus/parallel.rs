//! One piece of work for many items, on all processors. Knows nothing of what the work is.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Applies `work` to all items on as many threads as there are processors, and gives each with its result to `take` in
/// their order.
///
/// They are taken while others are still made: what taking frees is used again by those who make.
pub(super) fn in_parallel<'a, T: Sync, R: Send>(
    items: &'a [T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&'a T, R),
) {
    /// How many items a thread takes at once: enough to make the taking cheap.
    const BATCH: usize = 64;
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len().div_ceil(BATCH));
    if threads < 2 {
        return items.iter().for_each(|item| take(item, work(item)));
    }
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (done, next, work) = (done.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let batch = next.fetch_add(1, Ordering::Relaxed);
                    let Some(items) = items.chunks(BATCH).nth(batch) else { return };
                    // Whoever takes them is there to the end, unless it panicked: then nobody wants them.
                    drop(done.send((batch, items.iter().map(work).collect::<Vec<R>>())));
                }
            });
        }
        drop(done);
        let (mut waiting, mut wanted, mut items) = (BTreeMap::new(), 0, items.iter());
        for (batch, results) in results {
            waiting.insert(batch, results);
            while let Some(results) = waiting.remove(&wanted) {
                items.by_ref().zip(results).for_each(|(item, result)| take(item, result));
                wanted += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for items in [&items[..], &items[..0]] {
            let mut taken = Vec::new();
            in_parallel(items, |item| item + 1, |item, result| taken.push((*item, result)));
            assert_eq!(taken, items.iter().map(|item| (*item, item + 1)).collect::<Vec<_>>());
        }
    }
}
