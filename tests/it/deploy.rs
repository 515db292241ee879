//! The units of systemd: that they say what systemd understands, and give the program no more than it needs.

use std::process::Command;

use crate::support::{root, skip};

/// The most that systemd may count of what a unit leaves open, in tenths of its ten.
const EXPOSURE: &str = "20";

fn analyzed(arguments: &[&str], units: &[String]) -> Option<String> {
    let output = Command::new("systemd-analyze").args(arguments).args(units).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} {units:?}: {said}");
    Some(said)
}

#[test]
fn units_are_understood_and_leave_little_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut units = Vec::new();
    for name in ["g7cyber.service", "g7cyber-watch.service", "g7cyber-watch.timer"] {
        let text = std::fs::read_to_string(root().join("deploy").join(name)).unwrap();
        let unit = folder.path().join(name);
        std::fs::write(&unit, text.replace("/usr/local/bin/g7cyber", env!("CARGO_BIN_EXE_g7cyber"))).unwrap();
        units.push(unit.to_str().unwrap().to_owned());
    }
    let Some(said) = analyzed(&["verify"], &units) else { return skip("no systemd-analyze") };
    assert!(!said.contains(folder.path().to_str().unwrap()), "{said}");
    for unit in units.iter().filter(|unit| unit.ends_with(".service")) {
        analyzed(&["security", "--offline=true", &format!("--threshold={EXPOSURE}")], std::slice::from_ref(unit));
    }
}

#[test]
fn what_the_pages_for_operators_name_is_there() {
    let help = |command: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_g7cyber")).args([command, "--help"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let known = help("serve") + &help("data");
    let mut seen = 0;
    for page in ["docs/running.md", "docs/bulk.md", "deploy/Containerfile"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || "_-./".contains(character)));
        for word in words {
            if word.starts_with("G7CYBER_") {
                assert!(known.contains(word), "{page}: {word}");
                seen += 1;
            }
            if word.starts_with("deploy/") && word.len() > "deploy/".len() {
                assert!(root().join(word.trim_end_matches('.')).is_file(), "{page}: {word}");
            }
        }
    }
    assert!(seen > 8, "{seen}");
}

#[test]
fn the_commands_of_units_are_those_of_the_program() {
    for name in ["g7cyber.service", "g7cyber-watch.service"] {
        let text = std::fs::read_to_string(root().join("deploy").join(name)).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/g7cyber ")).unwrap();
        let (command, flags) = line.split_once(' ').unwrap();
        let help = Command::new(env!("CARGO_BIN_EXE_g7cyber")).args([command, "--help"]).output().unwrap();
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        for flag in flags.split(' ').filter(|flag| flag.starts_with("--")) {
            assert!(help.contains(flag), "{name}: {flag}");
        }
        for variable in text.split_whitespace().filter_map(|word| word.split_once('=')).map(|(name, _)| name) {
            let variable = variable.trim_start_matches("Environment=");
            assert!(!variable.starts_with("G7CYBER_") || help.contains(variable), "{name}: {variable}");
        }
    }
}
