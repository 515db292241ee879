//! Words that begin like a flag: `search '-russia law'` and `quote '- Russia …'` are queries and quotations.
//!
//! clap reads them as flags that do not exist. Where it is told to take hyphens in values, it takes every flag that
//! stands behind the first word for a word too; so words are told from flags here, and handed to it behind `--`.

use std::ffi::{OsStr, OsString};

use clap::Command;

/// The commands that take a text.
const OF_TEXTS: [&str; 3] = ["search", "quote", "term"];

/// What an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    /// A flag, with its value if it has one.
    Flag,
    /// A flag whose value is the next argument.
    FlagBefore,
}

/// Returns a command line with the words of a text behind its flags; that of any other command is returned as it is.
///
/// `root` knows all its flags: it was built.
pub(super) fn sorted(root: &Command, mut given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    // The name of the program, then that of the command: no flag may stand before it.
    let mut sorted: Vec<OsString> = given.by_ref().take(2).collect();
    let name = sorted.get(1).and_then(|name| name.to_str()).filter(|name| OF_TEXTS.contains(name));
    let Some(command) = name.and_then(|name| root.find_subcommand(name)) else {
        sorted.extend(given);
        return sorted;
    };
    let mut words = Vec::new();
    while let Some(next) = given.next() {
        if next == "--" {
            words.extend(given);
            break;
        }
        match sort(command, &next) {
            Sort::Word => words.push(next),
            Sort::Flag => sorted.push(next),
            Sort::FlagBefore => sorted.extend([next].into_iter().chain(given.next())),
        }
    }
    if !words.is_empty() {
        sorted.push("--".into());
        sorted.append(&mut words);
    }
    sorted
}

fn sort(command: &Command, given: &OsStr) -> Sort {
    let Some(given) = given.to_str() else { return Sort::Word };
    if let Some(long) = given.strip_prefix("--") {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        return match command.get_arguments().find(|argument| argument.get_long() == Some(name)) {
            Some(argument) if value.is_none() && argument.get_action().takes_values() => Sort::FlagBefore,
            Some(_) => Sort::Flag,
            // One that is spelt wrong is told.
            None if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => Sort::Flag,
            None => Sort::Word,
        };
    }
    let known = |short| command.get_arguments().any(|argument| argument.get_short() == Some(short));
    match given.strip_prefix('-') {
        Some(shorts) if !shorts.is_empty() && shorts.chars().all(known) => Sort::Flag,
        _ => Sort::Word,
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::super::Arguments;
    use super::*;

    #[track_caller]
    fn check(given: &[&str], expected: &[&str]) {
        let mut root = Arguments::command();
        root.build();
        let line = ["g7cyber"].iter().chain(given).map(OsString::from);
        let sorted = sorted(&root, line);
        assert_eq!(sorted[1..], expected.iter().map(OsString::from).collect::<Vec<_>>());
        let parsed = Arguments::try_parse_from(sorted);
        assert!(parsed.is_ok(), "{given:?}: {}", parsed.unwrap_err());
    }

    #[test]
    fn words_that_begin_like_a_flag_are_words_wherever_flags_stand() {
        check(&["search", "-russia law"], &["search", "--", "-russia law"]);
        check(&["search", "-russia", "--json", "law"], &["search", "--json", "--", "-russia", "law"]);
        check(&["search", "law", "--limit", "3", "-russia"], &["search", "--limit", "3", "--", "law", "-russia"]);
        check(&["search", "--limit=3", "--json", "-r"], &["search", "--limit=3", "--json", "--", "-r"]);
        check(&["search", "-r", "--log", "warn"], &["search", "--log", "warn", "--", "-r"]);
        check(&["search", "a", "--", "--json"], &["search", "--", "a", "--json"]);
        check(&["quote", "- Russia has denied"], &["quote", "--", "- Russia has denied"]);
        check(&["quote", "-- Russia has", "--json"], &["quote", "--json", "--", "-- Russia has"]);
        check(&["quote", "-", "--json"], &["quote", "--json", "--", "-"]);
        check(&["check", "--corpus", "."], &["check", "--corpus", "."]);
    }

    #[test]
    fn help_is_help_and_a_flag_spelt_wrong_is_told() {
        let mut root = Arguments::command();
        root.build();
        for (given, kind) in [
            ("search law -h", clap::error::ErrorKind::DisplayHelp),
            ("search --help", clap::error::ErrorKind::DisplayHelp),
            ("search law --limt 3", clap::error::ErrorKind::UnknownArgument),
            ("quote", clap::error::ErrorKind::MissingRequiredArgument),
            ("publish -x", clap::error::ErrorKind::UnknownArgument),
        ] {
            let line = sorted(&root, ["g7cyber"].into_iter().chain(given.split(' ')).map(OsString::from));
            assert_eq!(Arguments::try_parse_from(line).unwrap_err().kind(), kind, "{given}");
        }
    }
}
