//! Work that would hold a thread: done beside the async workers, as much at once as there are cores.
//!
//! A search cannot be stopped once it runs, so what counts is how many run and how many wait. Past that a visitor is
//! told at once that the archive is busy, and everything that needs no search is answered as ever.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// How many pieces of work may wait for each that can run.
const WAITING_PER_CORE: usize = 64;

/// How long a piece of work waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);

/// Too much work is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Busy;

/// The places for work.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Work {
    /// Returns places for as much work at once as the machine has cores.
    pub(crate) fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self::new(cores, cores * WAITING_PER_CORE)
    }

    /// Returns places of their own for longer work, half as many, so that all of it together keeps no other waiting.
    pub(crate) fn for_longer_work() -> Self {
        let places = std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
        Self::new(places, places * WAITING_PER_CORE)
    }

    fn new(running: usize, waiting: usize) -> Self {
        Self { running: Arc::new(Semaphore::new(running)), admitted: Arc::new(Semaphore::new(running + waiting)) }
    }

    /// Returns a place for one piece of work at a time.
    pub(crate) fn one_at_a_time() -> Self {
        Self::new(1, WAITING_PER_CORE)
    }

    /// Runs `job` when it is its turn.
    ///
    /// # Errors
    ///
    /// When too many wait already, or the turn does not come in time.
    ///
    /// # Panics
    ///
    /// When `job` does, so that a panic is one failed answer wherever it happens.
    pub(crate) async fn run<T, J>(&self, job: J) -> Result<T, Busy>
    where
        T: Send + 'static,
        J: FnOnce() -> T + Send + 'static,
    {
        let _admitted = self.admitted.try_acquire().map_err(|_| Busy)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.running).acquire_owned()).await;
        let turn = turn.map_err(|_| Busy)?.map_err(|_| Busy)?;
        // The job keeps its place until it is done, even if its visitor has left: nothing else frees the core.
        let done = spawn_blocking(move || {
            let result = job();
            drop(turn);
            result
        });
        match done.await {
            Ok(result) => Ok(result),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Err(Busy),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.expect("a runtime").block_on(future)
    }

    /// Starts work that runs until the sender is dropped.
    fn hold(work: &Work) -> mpsc::Sender<()> {
        let (release, held) = mpsc::channel::<()>();
        let work = work.clone();
        tokio::spawn(async move { work.run(move || held.recv().is_ok()).await });
        release
    }

    #[test]
    fn work_is_done_and_its_result_returned() {
        assert_eq!(block_on(Work::new(1, 0).run(|| 6 * 7)), Ok(42));
    }

    #[test]
    fn past_the_queue_a_visitor_is_told_at_once() {
        block_on(async {
            let work = Work::new(1, 1);
            let (first, second) = (hold(&work), hold(&work));
            while work.admitted.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
            assert_eq!(work.run(|| ()).await, Err(Busy));
            drop((first, second));
            while work.admitted.available_permits() < 2 {
                tokio::task::yield_now().await;
            }
            assert_eq!(work.run(|| ()).await, Ok(()));
        });
    }

    #[test]
    fn work_whose_visitor_left_still_keeps_its_place() {
        block_on(async {
            let work = Work::new(1, 1);
            let (release, held) = mpsc::channel::<()>();
            let (started, running) = mpsc::channel::<()>();
            let visitor = tokio::spawn({
                let work = work.clone();
                async move {
                    work.run(move || {
                        drop(started);
                        held.recv().is_ok()
                    })
                    .await
                }
            });
            while running.try_recv() != Err(mpsc::TryRecvError::Disconnected) {
                tokio::task::yield_now().await;
            }
            visitor.abort();
            let _ = visitor.await;
            assert_eq!(work.running.available_permits(), 0);
            drop(release);
            assert_eq!(work.run(|| ()).await, Ok(()));
        });
    }

    #[test]
    #[should_panic(expected = "the work's own words")]
    fn a_panic_reaches_whoever_waits() {
        let _: Result<(), Busy> = block_on(Work::new(1, 0).run(|| panic!("the work's own words")));
    }
}
