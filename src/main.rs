//! The program: one binary that serves, searches, checks and publishes the archive.

fn main() {}
