//! An editor's desk: a corpus that a test writes, changes and publishes, release by release.

use std::fs;
use std::path::Path;

use g7cyber::corpus::{self, Corpus, Decisions, Files, Problem, Published, State, Target};
use tempfile::TempDir;

/// A corpus in a folder of its own.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("documents")).unwrap();
        Self { folder }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a document of which the title is the id; `text` begins with further lines of front matter, if any.
    pub(crate) fn write(&self, id: &str, text: &str) {
        let (front, text) = text.split_once("+++\n").unwrap_or(("", text));
        let year = &id[..4];
        let front = format!(
            "title = \"{id}\"\nkind = \"declaration\"\ndate = \"{year}\"\nissuer = \"Ministers\"\nlanguage = \"en\"\n{front}"
        );
        fs::write(self.document(id), format!("+++\n{front}+++\n{text}")).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    /// Replaces words that stand once in a document's file.
    #[track_caller]
    pub(crate) fn edit(&self, id: &str, from: &str, to: &str) {
        let path = self.document(id);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in:\n{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    pub(crate) fn remove(&self, id: &str) {
        fs::remove_file(self.document(id)).unwrap();
    }

    /// Publishes with decisions as a command line gives them: `moved A B`, `split A B C`, `merged A B`, `withdrawn A`.
    pub(crate) fn try_publish(
        &self,
        day: &str,
        decided: &[&str],
        why: Option<&str>,
    ) -> Result<Published, Vec<Problem>> {
        let states = decided.iter().map(|line| {
            let mut words = line.split(' ');
            let (state, subject) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
            let targets: Vec<Target> = words.map(|target| target.parse().unwrap()).collect();
            let state = match state {
                "moved" => State::Moved(targets[0].clone()),
                "merged" => State::Merged(targets[0].clone()),
                "split" => State::Split(targets),
                "withdrawn" => State::Withdrawn,
                other => panic!("`{other}` is no decision"),
            };
            (subject, state)
        });
        let decisions = Decisions { states: states.collect(), note: why.map(str::to_owned) };
        corpus::publish(self.root(), &decisions, day.parse().unwrap())
    }

    #[track_caller]
    pub(crate) fn publish(&self, day: &str, decided: &[&str], why: Option<&str>) -> Published {
        self.try_publish(day, decided, why).unwrap_or_else(|problems| panic!("{}", told(&problems)))
    }

    #[track_caller]
    pub(crate) fn load(&self) -> Corpus {
        corpus::load(&Files::Directory(self.root().to_owned())).unwrap_or_else(|problems| panic!("{}", told(&problems)))
    }

    fn document(&self, id: &str) -> std::path::PathBuf {
        self.root().join(format!("documents/{id}.md"))
    }
}

/// Returns problems as `check` prints them.
pub(crate) fn told(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

/// Returns the corpus after five releases that did everything an editor can do, and every address that any of them
/// had: of documents, records, paragraphs and revisions.
pub(crate) fn five_releases() -> (TempDir, Vec<String>) {
    let desk = Desk::new();
    let mut addresses = Vec::new();

    desk.write(
        "2001-alpha",
        "# Preamble\n\n1. The first paragraph stands.\n\n2. The second paragraph has a mistaek.\n\n\
         3. The third paragraph was never theirs.\n\n4. The fourth paragraph will move.\n\n\
         5. The fifth paragraph has one half. It has another half.\n\n6. The sixth paragraph is short.\n",
    );
    desk.write("2002-beta", "Beta begins.\n\nBeta ends.\n");
    desk.write("2003-gamma", "abstract = \"A record that gets another name.\"\n+++\n");
    desk.write("2004-delta", "Delta was published by mistake.\n\nAll of it.\n");
    publish(&desk, &mut addresses, "2021-01-01", &[], None);

    // A paragraph is put in, one is corrected, one is taken out.
    desk.edit("2001-alpha", "\n2. The second", "\nAn unnumbered paragraph is put in.\n\n2. The second");
    desk.edit("2001-alpha", "mistaek", "mistake");
    desk.edit("2001-alpha", "3. The third paragraph was never theirs. {#3}\n\n", "");
    publish(&desk, &mut addresses, "2021-02-01", &["withdrawn 2001-alpha/p/3"], Some("It stands in no source."));

    // A paragraph moves to another document, another is split.
    desk.edit("2001-alpha", "4. The fourth paragraph will move. {#4}\n\n", "");
    desk.edit("2002-beta", "Beta ends.", "The fourth paragraph will move.\n\nBeta ends.");
    desk.edit("2001-alpha", "another half. {#5}", "another half.");
    desk.edit("2001-alpha", "one half. It has", "one half.\n\nIt has");
    let decided = ["moved 2001-alpha/p/4 2002-beta/p/3", "split 2001-alpha/p/5 2001-alpha/p/8 2001-alpha/p/9"];
    publish(&desk, &mut addresses, "2021-03-01", &decided, Some("As the source has it."));

    // One paragraph becomes part of another, one is corrected again, a document goes.
    desk.edit("2001-alpha", "6. The sixth paragraph is short. {#6}\n", "");
    desk.edit("2001-alpha", "first paragraph stands.", "first paragraph stands. The sixth paragraph is short.");
    desk.edit("2001-alpha", "has a mistake.", "has no mistake.");
    desk.remove("2004-delta");
    let decided = ["merged 2001-alpha/p/6 2001-alpha/p/1", "withdrawn 2004-delta"];
    publish(&desk, &mut addresses, "2021-04-01", &decided, Some("Published by mistake."));

    // What moved moves on, a part of what was split is withdrawn, a record gets another name.
    desk.edit("2002-beta", "The fourth paragraph will move. {#3}\n\n", "");
    desk.edit("2001-alpha", "It has another half. {#9}\n\n", "");
    desk.write("2005-epsilon", "The fourth paragraph will move.\n");
    desk.remove("2003-gamma");
    desk.write("2003-gamma-charter", "abstract = \"A record that got another name.\"\n+++\n");
    let decided =
        ["moved 2002-beta/p/3 2005-epsilon/p/1", "withdrawn 2001-alpha/p/9", "moved 2003-gamma 2003-gamma-charter"];
    publish(&desk, &mut addresses, "2021-05-01", &decided, Some("The source has it once."));
    (desk.folder, addresses)
}

/// Publishes and notes the addresses of all that stands in the release.
#[track_caller]
fn publish(desk: &Desk, addresses: &mut Vec<String>, day: &str, decided: &[&str], why: Option<&str>) {
    desk.publish(day, decided, why);
    for document in desk.load().documents() {
        let mut release = vec![format!("/{}", document.id)];
        for paragraph in &document.paragraphs {
            let path = format!("/{}/p/{}", document.id, paragraph.number);
            release.push(format!("{path}/r/{}", paragraph.revision));
            release.push(path);
        }
        addresses.extend(release.into_iter().filter(|address| !addresses.contains(address)).collect::<Vec<_>>());
    }
}
