#![no_main]

use std::path::Path;

#[path = "../properties.rs"]
mod properties;

// In memory where the machine has a folder for that: every input is a file.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let memory = Path::new("/dev/shm");
    let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    properties::document(&above.join(format!("g7cyber-fuzz-{}", std::process::id())), bytes);
});
