//! (to come)

mod listen;

pub use listen::{Limits, serve};
