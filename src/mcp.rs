//! The archive as tools of a language model: the Model Context Protocol, apart from how its messages travel.
//!
//! One message comes in and one answer goes out; there is no session, so any copy of the program can answer any message.
//! Nothing of a message is kept. Knows neither HTTP nor standard input.
//!
//! The official library was looked at (`rmcp` 3.11.0): no second HTTP stack, but 18 crates that we have not, 61,000 lines
//! for sessions, streams and tasks that are refused here, an async interface beside our pools, what is no message
//! answered in plain text, and messages in its log. What is used of the protocol are five methods and three faults.

mod answer;
mod message;
mod passage;
mod place;
mod scope;
mod tool;
mod version;

pub(crate) use answer::answer;
pub(crate) use message::{Fault, LONGEST, Message, Wrong};
pub(crate) use tool::{Work, titles, work};
pub(crate) use version::{ToldVersion, is_without_handshake, prove};
