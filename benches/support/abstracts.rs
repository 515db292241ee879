//! The shared collection of abstracts as a corpus: every abstract a document of one paragraph.

use std::path::Path;
use std::process::Command;

/// An abstract of the collection.
pub(crate) struct Abstract {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// Reads the collection in the folder `data`.
pub(crate) fn read(data: &Path) -> Vec<Abstract> {
    let lines = std::fs::read_to_string(data.join("corpus.jsonl")).unwrap_or_else(|_| {
        let packed = data.join("corpus.jsonl.xz");
        String::from_utf8(Command::new("xz").arg("-dc").arg(packed).output().expect("xz is installed").stdout).unwrap()
    });
    let read = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| line[name].as_str().unwrap().to_owned();
        Abstract { id: field("_id"), title: field("title"), text: field("text") }
    };
    lines.lines().map(read).collect()
}

/// Writes each text, with the heading of its document and its identifier, as a document of one paragraph.
pub(crate) fn write<'a>(folder: &Path, texts: impl IntoIterator<Item = (&'a str, String, String)>) {
    let documents = folder.join("documents");
    std::fs::create_dir_all(&documents).unwrap();
    for (id, heading, text) in texts {
        let heading = serde_json::to_string(&heading).unwrap();
        let body = text.replace(char::is_control, " ");
        let body: String = body.split_whitespace().collect::<Vec<_>>().join(" ");
        let escaped: String = body
            .chars()
            .flat_map(|character| character.is_ascii_punctuation().then_some('\\').into_iter().chain([character]))
            .collect();
        let first = if escaped.starts_with(|character: char| character.is_ascii_digit()) { "\\" } else { "" };
        let page = format!(
            "+++\ntitle = {heading}\nkind = \"report\"\ndate = \"2000\"\nissuer = \"x\"\nlanguage = \"en\"\n+++\n{first}{escaped}\n"
        );
        std::fs::write(documents.join(format!("2000-d{id}.md")), page).unwrap();
    }
}
