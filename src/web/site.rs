//! What handlers can reach: the archives, the pools, and what is kept between requests.

use std::sync::Arc;

use super::pictures::Pictures;
use super::pool::Pools;
use super::sources::Sources;
use crate::archive::{Archive, LiveArchive};
use crate::data::Links;

/// The site over the archives.
pub(crate) struct Site {
    pub(crate) live: Arc<LiveArchive>,
    pub(crate) links: Arc<Links>,
    pub(crate) pools: Pools,
    pub(crate) sources: Sources,
    pub(crate) pictures: Pictures,
}

impl Site {
    /// Returns the site over the archives of `live`, with absolute addresses that begin with `base_url`.
    pub(crate) fn new(live: Arc<LiveArchive>, base_url: &str) -> Self {
        Self {
            live,
            links: Arc::new(Links::new(base_url)),
            pools: Pools::for_this_machine(),
            sources: Sources::default(),
            pictures: Pictures::new(),
        }
    }
}

/// What a handler sees: the site, and the one archive that its request sees from first to last.
pub(crate) struct Context {
    pub(crate) site: Arc<Site>,
    pub(crate) archive: Arc<Archive>,
}
