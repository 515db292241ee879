//! `mcp`: the archive as tools of a language model on this machine, on standard input and output.

use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use super::place::{CorpusArguments, say};
use crate::archive::Archive;
use crate::data::{Links, json};
use crate::mcp::{self, Fault, LONGEST, Message, ToldVersion};

/// Answers messages of the Model Context Protocol.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    #[command(flatten)]
    corpus: CorpusArguments,
    /// The folder where `index` or `serve` keeps the index
    #[arg(long, env = "G7CYBER_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// What absolute addresses begin with
    #[arg(long, env = "G7CYBER_BASE_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    base_url: String,
}

/// A line of input.
enum InputLine {
    Whole(Vec<u8>),
    TooLong,
}

impl Flags {
    /// Answers one message a line until the input ends.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let archive = Arc::new(self.corpus.archive(self.index.as_deref())?);
        say(&self.corpus.files()?);
        let links = Links::new(&super::serve::checked(&self.base_url)?);
        let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
        while let Some(line) = next(&mut input)? {
            let answer = match line {
                InputLine::TooLong => Some(json::text(&Fault::too_long())?),
                InputLine::Whole(line) if line.trim_ascii().is_empty() => None,
                InputLine::Whole(line) => match answered(&archive, &links, &line) {
                    Ok(answer) => answer,
                    Err(fault) => Some(json::text(&fault)?),
                },
            };
            if let Some(answer) = answer {
                writeln!(output, "{answer}")?;
                output.flush()?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn answered(archive: &Arc<Archive>, links: &Links, line: &[u8]) -> Result<Option<String>, Fault> {
    let message = Message::read(line)?;
    mcp::prove(&message, &ToldVersion::default())?;
    mcp::answer(archive, links, &message)
}

/// Reads a line; of one that is longer than a message may be, no more is held than that.
fn next(input: &mut impl BufRead) -> io::Result<Option<InputLine>> {
    let mut line = Vec::new();
    let limit = LONGEST as u64 + 1;
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") || line.len() <= LONGEST {
        return Ok(Some(InputLine::Whole(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(InputLine::TooLong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_line_that_is_too_long_is_read() {
        let text = format!("{}\n{}\nb", "a".repeat(LONGEST), "x".repeat(3 * LONGEST));
        let mut input = text.as_bytes();
        let mut read = Vec::new();
        while let Some(line) = next(&mut input).expect("memory can be read") {
            read.push(match line {
                InputLine::Whole(line) => line.len(),
                InputLine::TooLong => 0,
            });
        }
        assert_eq!(read, [LONGEST + 1, 0, 1]);
    }
}
