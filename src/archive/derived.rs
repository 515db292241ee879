//! What is derived from an archive: made once, by whoever asks for it first, and shared by all who ask.
//!
//! An archive never changes, so nothing that is derived from it does. Floors above this one derive what this one cannot
//! name, so each value is found by its type.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

type Value = Arc<dyn Any + Send + Sync>;

/// The values that are derived from one archive.
#[derive(Default)]
pub(super) struct Derived(Mutex<HashMap<TypeId, Arc<OnceLock<Value>>>>);

impl Derived {
    /// Returns the value of a type, made with `make` where nobody has asked for it yet; whoever asks meanwhile waits.
    pub(super) fn get<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let slot = {
            let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(values.entry(TypeId::of::<T>()).or_default())
        };
        // The map is free while a value is made: others are asked for meanwhile, also by what makes this one.
        let value = Arc::clone(slot.get_or_init(|| Arc::new(make())));
        #[expect(clippy::expect_used, reason = "the slot was found by the type that was put into it")]
        value.downcast().expect("a value has the type that it is found by")
    }
}

impl std::fmt::Debug for Derived {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Derived").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn concurrent_callers_make_a_value_once_and_share_it() {
        let (derived, made, start) = (Derived::default(), AtomicUsize::new(0), Barrier::new(8));
        let ask = || {
            start.wait();
            derived.get(|| {
                made.fetch_add(1, Ordering::SeqCst);
                // A value may be made of another.
                *derived.get(|| 40_u64) as u32 + 2
            })
        };
        let values: Vec<Arc<u32>> = thread::scope(|scope| {
            let callers: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            callers.into_iter().map(|caller| caller.join().expect("no caller fails")).collect()
        });
        assert_eq!(made.load(Ordering::SeqCst), 1);
        assert!(values.iter().all(|value| **value == 42 && Arc::ptr_eq(value, &values[0])));
    }

    #[test]
    fn a_value_that_could_not_be_made_is_made_by_the_next() {
        let derived = Derived::default();
        let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| derived.get::<u8>(|| panic!("once"))));
        assert!(failed.is_err());
        assert_eq!(*derived.get(|| 7_u8), 7);
    }
}
