//! What is taken from a page is what Chromium shows of it: every kept word is seen there, and no seen word is lost.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use g7cyber::corpus::{self, Files};
use g7cyber::import::{self, Received};

use super::{ID, fixtures, imported};
use crate::support::{root, skip};

/// Collects the words of a page that are rendered, and puts them where they can be read back.
const COLLECT: &str = r#"<script nonce="words">
const seen = [], walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const parent = node.parentElement;
  if (!parent || parent.closest("head, script, style, template, noscript, svg, object, iframe, canvas, audio, video, textarea")) continue;
  if (parent.closest("option, optgroup") || parent.checkVisibility({ visibilityProperty: true })) seen.push(node.data);
}
document.documentElement.innerHTML = "<body></body>";
document.body.textContent = "BEGIN" + seen.join("\u0001") + "END";
</script>"#;

/// Returns the rendered words of a page, its own scripts not run.
fn rendered(page: &[u8], folder: &Path) -> Option<Vec<String>> {
    let file = folder.join("shown.html");
    let policy = b"<meta http-equiv=Content-Security-Policy content=\"script-src 'nonce-words'\">";
    // Before everything but the document type, without which a page is laid out otherwise.
    let doctype = page.windows(9).take(1000).position(|window| window.eq_ignore_ascii_case(b"<!doctype"));
    let at = doctype.map_or(0, |at| at + page[at..].iter().position(|byte| *byte == b'>').unwrap_or(0) + 1);
    fs::write(&file, [&page[..at], policy, &page[at..], COLLECT.as_bytes()].concat()).unwrap();
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--dump-dom"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,2000", "--timeout=20000"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .ok()?;
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let words = dom.split_once("BEGIN")?.1.rsplit_once("END")?.0;
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
    Some(words.split('\u{1}').map(str::to_owned).collect())
}

/// Returns how often each letter sequence stands in a text, by words as they are compared.
fn counted(text: &str) -> HashMap<String, usize> {
    let mut counted = HashMap::new();
    let folded: String =
        text.chars().filter(|character| !matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}')).collect();
    for word in folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counted.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    counted
}

/// Returns the letters of a text alone.
fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Compares a page, and returns what is wrong.
fn compare(file: &Path) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let bytes = fs::read(file).unwrap();
    let shown = rendered(&bytes, folder.path())?;
    let received = Received::from_file(file, None).unwrap();
    let source = import::plain_text("x.html", &received.bytes).unwrap();
    let mut wrong = Vec::new();
    let (seen, known) = (counted(&shown.join(" ")), counted(&source));
    let all = letters(&source);
    for (word, count) in &seen {
        let have = known.get(word).copied().unwrap_or(0);
        // A word may be set in pieces, which the reader joins.
        if have < *count && all.matches(word.as_str()).count() < *count {
            wrong.push(format!("seen {count} times and taken or left out {have} times: {word}"));
        }
    }
    if imported(folder.path(), file, None).is_err() {
        return Some(wrong);
    }
    let path = folder.path().join(format!("documents/{ID}.md"));
    let draft = fs::read_to_string(&path).unwrap().replace("date = \"\"", "date = \"2017\"");
    fs::write(&path, draft).unwrap();
    let corpus = corpus::load(&Files::Directory(folder.path().to_owned())).unwrap();
    let shown = letters(&shown.concat());
    for paragraph in &corpus.documents()[0].paragraphs {
        // A raised digit is kept as one, and is seen as a digit.
        let words: String = paragraph.text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
        if !words.contains(['⁰', '¹', '²', '³'])
            && !shown.contains(&words)
            && paragraph.text.split(' ').any(|word| !shown.contains(&letters(word)))
        {
            wrong.push(format!("kept and not seen: {}", &paragraph.text));
        }
    }
    Some(wrong)
}

#[test]
fn what_is_taken_is_what_chromium_shows() {
    if Command::new("chromium").arg("--version").output().is_err() {
        return skip("no `chromium` on this machine");
    }
    let mut files = fixtures("unknown");
    let public = root().join("../shared/imports/files");
    match fs::read_dir(&public) {
        Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
        Err(_) => skip("no `../shared/imports` beside the project"),
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "html"));
    let mut compared = 0;
    for file in &files {
        let Some(wrong) = compare(file) else { continue };
        compared += 1;
        assert!(wrong.is_empty(), "{}: {wrong:#?}", file.display());
    }
    assert!(compared * 10 >= files.len() * 9, "Chromium showed {compared} of {}", files.len());
}
