//! Where handlers run: pools of threads beside the async workers, one for each cost, so that none keeps another waiting.
//!
//! What runs in a pool cannot be stopped, so what counts is how many run and how many wait. Past that a visitor is told at
//! once that the archive is busy, and everything of another cost is answered as ever.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::asked::Asked;
use super::error::Error;
use crate::mcp;

/// How many may wait for each that can run.
const WAITING_PER_PLACE: usize = 64;

/// How long one waits for its turn.
const TURN: Duration = Duration::from_secs(2);

/// How long whoever wants a picture waits: for other machines, which come once.
const TURN_OF_PICTURES: Duration = Duration::from_secs(20);

/// What an address costs, and with it where it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// A page, from what an archive has at hand.
    Page,
    /// A text; with a query to mark in it (`hl`), a search.
    Text,
    /// A search, or a look through all of the corpus.
    Search,
    /// A check of quotations; without a text to check, a page.
    Check,
    /// A comparison, a count of several terms, or a look for what stands elsewhere too; it takes the places of checks.
    Work,
    /// Large tables and lists, made as they are sent.
    Export,
    /// A file that is read from disk, however slow that is.
    File,
    /// A picture that is drawn.
    Picture,
    /// A message: what its tool costs.
    Message,
}

/// The pools of a site.
#[derive(Debug)]
pub(crate) struct Pools {
    pub(crate) page: Pool,
    pub(crate) export: Pool,
    search: Pool,
    check: Pool,
    file: Pool,
    picture: Pool,
}

impl Pools {
    /// Returns pools for the cores of this machine. Checks, counts and exports, which take longer, have half of the cores, so
    /// that all of them together keep no other waiting; files and pictures go one at a time.
    pub(crate) fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let bounded = |places: usize| Pool::new(places, places * WAITING_PER_PLACE, TURN);
        Self {
            // As many pages as there are connections may wait: each takes less time than saying no.
            page: Pool::new(cores, Semaphore::MAX_PERMITS - cores, Duration::MAX),
            search: bounded(cores),
            check: bounded(cores.div_ceil(2)),
            export: bounded(cores.div_ceil(2)),
            file: bounded(1),
            picture: Pool::new(1, WAITING_PER_PLACE, TURN_OF_PICTURES),
        }
    }

    /// Returns the pool in which a request of this cost is answered.
    pub(crate) fn of(&self, cost: Cost, asked: &Asked) -> &Pool {
        match cost {
            // An earlier day is rebuilt from the ledger and indexed.
            Cost::Search | Cost::Check if asked.query.one("as_of").is_some() => &self.check,
            Cost::Text if asked.query.one("hl").is_some() => &self.search,
            Cost::Check if asked.text.is_none() => &self.page,
            Cost::Page | Cost::Text => &self.page,
            Cost::Search => &self.search,
            Cost::Check | Cost::Work => &self.check,
            Cost::Export => &self.export,
            Cost::File => &self.file,
            Cost::Picture => &self.picture,
            Cost::Message => match asked.message.as_ref().and_then(|message| message.as_ref().ok()).map(mcp::work) {
                Some(mcp::Work::Search) => &self.search,
                Some(mcp::Work::Check) => &self.check,
                Some(mcp::Work::Page) | None => &self.page,
            },
        }
    }

    /// Takes every place of every pool, so that nothing is answered in one until they are given back.
    #[cfg(test)]
    pub(crate) fn take_all(&self) -> Vec<OwnedSemaphorePermit> {
        let all = [&self.page, &self.search, &self.check, &self.export, &self.file, &self.picture];
        let take = |pool: &Pool| {
            let places = u32::try_from(pool.running.available_permits()).expect("as many places as cores");
            Arc::clone(&pool.running).try_acquire_many_owned(places).expect("nobody has a place")
        };
        all.map(take).into()
    }
}

/// Places for some that run at once, and for some that wait.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    /// How long one waits for its turn.
    turn: Duration,
}

impl Pool {
    fn new(running: usize, waiting: usize, turn: Duration) -> Self {
        let admitted = Arc::new(Semaphore::new(running + waiting));
        Self { running: Arc::new(Semaphore::new(running)), admitted, turn }
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
    pub(crate) async fn run<T, J>(&self, job: J) -> Result<T, Error>
    where
        T: Send + 'static,
        J: FnOnce() -> T + Send + 'static,
    {
        let _admitted = self.admitted.try_acquire().map_err(|_| Error::Busy)?;
        let turn = timeout(self.turn, Arc::clone(&self.running).acquire_owned()).await;
        done(turn.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?, job).await
    }

    /// Runs what goes on with an answer that was begun: its turn comes, however long that takes.
    ///
    /// # Errors
    ///
    /// When the program ends.
    ///
    /// # Panics
    ///
    /// When `job` does.
    pub(crate) async fn go_on<T, J>(&self, job: J) -> Result<T, Error>
    where
        T: Send + 'static,
        J: FnOnce() -> T + Send + 'static,
    {
        done(Arc::clone(&self.running).acquire_owned().await.map_err(|_| Error::Busy)?, job).await
    }
}

/// Does a job on a thread of its own. It keeps its turn until it is done, even if its visitor has left: nothing else
/// frees the core.
async fn done<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let done = spawn_blocking(move || {
        let result = job();
        drop(turn);
        result
    });
    match done.await {
        Ok(result) => Ok(result),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Err(Error::Busy),
        },
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
    fn hold(work: &Pool) -> mpsc::Sender<()> {
        let (release, held) = mpsc::channel::<()>();
        let work = work.clone();
        tokio::spawn(async move { work.run(move || held.recv().is_ok()).await });
        release
    }

    #[test]
    fn work_is_done_and_its_result_returned() {
        assert_eq!(block_on(Pool::new(1, 0, TURN).run(|| 6 * 7)), Ok(42));
    }

    #[test]
    fn past_the_queue_a_visitor_is_told_at_once() {
        block_on(async {
            let work = Pool::new(1, 1, TURN);
            let (first, second) = (hold(&work), hold(&work));
            while work.admitted.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
            assert_eq!(work.run(|| ()).await, Err(Error::Busy));
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
            let work = Pool::new(1, 1, TURN);
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
        let _: Result<(), Error> = block_on(Pool::new(1, 0, TURN).run(|| panic!("the work's own words")));
    }
}
