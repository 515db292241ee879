//! Watching: a page may change around its text as it likes, and no word of the text unseen.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use g7cyber::corpus::{self, Corpus, Status};
use g7cyber::import::{self, Client, Look, Received};

use super::confirm;
use super::fetch::{etiquette, load};
use super::host::{Host, Reply, page, redirect, status};
use crate::running::{Running, program};

const PAGE: &str = "<!doctype html><html lang=en><head><title>Declaration on Kettles</title></head><body>\
    <header><a href=/>Ministry</a><nav><ul><li><a href=/news>News</a><li><a href=/press>Press</a></ul></nav></header>\
    <main><h1>Declaration on Kettles</h1><p>Exampleville, 11 April 2017</p>\
    <p>We, the ministers, have met in Exampleville and have spoken of kettles, of what is in them, and of who watches.</p>\
    <ol><li>We agree that kettles boil, and that they are to be watched while they do.</li>\
    <li>We will watch them, each at home, and tell each other what we have seen.</li>\
    <li>States should not pour water from the kettles of other states in times of peace.</li></ol>\
    <p>We thank our hosts for their tea.</p></main>\
    <aside><h2>Related</h2><ul><li><a href=/cups>Cups</a><li><a href=/pots>Pots</a></ul></aside>\
    <footer><p>Last updated 12 April 2017. Contact the press office.</p></footer></body></html>";

/// A host with one page that can be changed, and a corpus with the text published from it.
struct Desk {
    answer: Arc<Mutex<Box<dyn Fn() -> Reply + Send>>>,
    folder: tempfile::TempDir,
    client: Client,
}

impl Desk {
    fn new() -> Self {
        let answer: Arc<Mutex<Box<dyn Fn() -> Reply + Send>>> =
            Arc::new(Mutex::new(Box::new(|| page("text/html", PAGE))));
        let shared = Arc::clone(&answer);
        let host = Host::start(move |path, _| match path {
            "/robots.txt" => status("404 Not Found"),
            _ => shared.lock().unwrap()(),
        });
        let folder = tempfile::tempdir().unwrap();
        let id = "2017-kettles".parse().unwrap();
        let received =
            Received::from_network(PAGE.into(), "text/html", host.url("/page"), "2026-01-01".parse().unwrap()).unwrap();
        import::import(folder.path(), None, &id, &received).unwrap();
        confirm(folder.path(), "2017-kettles");
        assert!(run(folder.path(), &["publish"]).1);
        Self { answer, folder, client: Client::new(etiquette()) }
    }

    fn answers(&self, reply: impl Fn() -> Reply + Send + 'static) {
        *self.answer.lock().unwrap() = Box::new(reply);
    }

    fn corpus(&self) -> Corpus {
        load(self.folder.path())
    }

    /// Returns what is seen of the page as it is answered now.
    fn look(&mut self) -> Look {
        let corpus = self.corpus();
        import::watch(&corpus, &corpus.documents()[0], &mut self.client).unwrap()
    }

    fn look_at(&mut self, body: String) -> Look {
        self.answers(move || page("text/html", body.clone()));
        self.look()
    }
}

fn run(corpus: &Path, arguments: &[&str]) -> (String, bool) {
    let output = program().args(arguments).arg("--corpus").arg(corpus).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (printed + &String::from_utf8_lossy(&output.stderr), output.status.success())
}

#[test]
fn what_changes_around_a_text_is_no_alarm() {
    let mut desk = Desk::new();
    assert_eq!(desk.look().status, Status::Same);
    let changes: [(&str, &str); 25] = [
        ("<ol>", "<ol class=new id=x data-nonce=8d1>"),
        ("Last updated 12 April 2017.", "Last updated 3 May 2026."),
        ("<footer><p>", "<footer><p>We use cookies. "),
        ("<body>", "<body><div role=dialog class=cookie-banner><p>We use cookies to improve this site.</p></div>"),
        ("<li><a href=/press>Press</a>", "<li><a href=/press>Press</a><li><a href=/jobs>Jobs</a>"),
        ("<li><a href=/cups>Cups</a>", "<li><a href=/trays>Trays</a>"),
        ("<title>", "<script>var now = 5;</script><style>p { color: red }</style><title>"),
        ("<main>", "<main><nav><a href=/>Home</a> / <a href=/press>Press</a></nav>"),
        ("</main>", "<p><a href=/share>Share</a> <a href=/print>Print</a></p></main>"),
        ("<p>We thank", "<p style='margin:0'>We thank"),
        ("kettles boil", "kettles\n       boil"),
        ("kettles boil", "<em>kettles</em> boil"),
        ("kettles boil", "kettles&nbsp;boil"),
        ("kettles boil", "<a href=/kettles>kettles</a> boil"),
        ("home, and", "home,<!-- comment --> and"),
        ("home, and", "home, <button>Copy</button>and"),
        ("<h1>", "<img src=/tea.png alt='A cup of tea'><h1>"),
        ("</ol>", "</ol><figure><img src=/k.png alt=''><figcaption>Ministers at tea</figcaption></figure>"),
        ("<p>We thank our hosts for their tea.</p>", "<div><div><p>We thank our hosts for their tea.</p></div></div>"),
        ("lang=en", "lang=en-GB class=no-js"),
        ("Ministry</a>", "Ministry of Tea and Kettles</a>"),
        ("</footer>", "<ul><li>Terms<li>Accessibility</ul></footer>"),
        ("watched while they do.", "watched while they do.<sup><a href='#fn1'>1</a></sup>"),
        (
            "</main>",
            "<section><h2>Most read</h2><ul><li><a href=/1>One</a><li><a href=/2>Two</a></ul></section></main>",
        ),
        ("who watches.</p>", "who watches.</p><p>A note that the ministry put in later, between the paragraphs.</p>"),
    ];
    for (what, by) in changes {
        assert!(PAGE.contains(what), "{what}");
        let look = desk.look_at(PAGE.replace(what, by));
        assert!(look.status.confirms(), "{by}: {look:?}");
    }
    assert_eq!(
        desk.look_at(PAGE.replace("<ol>", "<ol class=new>")).status,
        Status::Same,
        "the words of the page are the same"
    );
    assert_eq!(desk.look_at(PAGE.replace("12 April", "13 April")).status, Status::PageChanged);
}

#[test]
fn no_word_of_a_text_changes_unseen() {
    let mut desk = Desk::new();
    let changes = [
        ("kettles boil, and", "kettles may boil, and", 2),
        ("We will watch", "We shall watch", 3),
        ("should not pour", "should pour", 4),
        ("in times of peace.", "in times of peace, where that is wise.", 4),
        ("<li>We agree", "<li>Most of us agree that we agree", 2),
        ("We thank our hosts for their tea.", "We thank our hosts for their tea and for nothing else.", 5),
        ("<p>We thank our hosts for their tea.</p>", "", 5),
        ("and have spoken of kettles,", "and have spoken of cups,", 1),
    ];
    for (what, by, number) in changes {
        assert!(PAGE.contains(what), "{what}");
        let look = desk.look_at(PAGE.replace(what, by));
        assert_eq!(look.status, Status::WordsChanged, "{by}: {look:?}");
        let numbers: Vec<u32> = look.changed.iter().map(|changed| changed.number.get()).collect();
        assert_eq!(numbers, [number], "{by}: {look:?}");
        let gone = |op| look.changed[0].words.iter().any(|change| change.op == op);
        assert!(gone(g7cyber::wording::Op::Delete) || gone(g7cyber::wording::Op::Insert), "{look:?}");
    }
}

#[test]
fn what_was_corrected_since_is_compared_with_how_it_was() {
    let desk = Desk::new();
    let place = desk.folder.path();
    desk.answers(|| page("text/html", PAGE.replace("We will watch", "We shall watch")));
    run(place, &["watch", "--this-machine", "--pause", "0"]);
    let path = place.join("documents/2017-kettles.md");
    let text = fs::read_to_string(&path).unwrap().replace("We will watch", "We [-will-]{+shall+}[^1] watch");
    fs::write(&path, text + "\n[^1]: As the ministry has it now.\n").unwrap();
    let (said, good) = run(place, &["publish", "--yes", "--note", "the ministry changed it"]);
    assert!(good, "{said}");
    let server = Running::start(&["--corpus", place.to_str().unwrap()]);
    let compared = "/compare?a=2017-kettles/p/3/r/1&#38;b=2017-kettles/p/3";
    for address in ["/2017-kettles", "/changes"] {
        let shown = server.get(address).body.replace("&amp;", "&#38;");
        assert!(shown.contains(compared), "{address}: {shown}");
    }
    let shown = server.get(&compared.replace("&#38;", "&")).body;
    assert!(shown.contains("will") && shown.contains("<ins"), "{shown}");
}

/// What stands around a text on the pages of ministries: each kind of it put in, taken out and changed.
#[test]
fn no_furniture_is_an_alarm() {
    let mut desk = Desk::new();
    let kinds: [(&str, &str, &str); 20] = [
        ("<body>", "<div class=banner role=alert><p>", "The ministry is closed on Monday.</p></div>"),
        (
            "<body>",
            "<div id=cookies><h2>Cookies</h2><p>",
            "We use cookies to count visits.</p><button>Accept</button></div>",
        ),
        ("<main>", "<nav aria-label=breadcrumb><ol><li><a href=/>Home</a><li><a href=/p>", "Press</a></ol></nav>"),
        ("<main>", "<form role=search><label>", "Search this site <input name=q></label></form>"),
        ("<main>", "<p class=date><time>", "Published 11 April 2017</time></p>"),
        ("</main>", "<p class=share><a href=https://social.example>", "Share on a network</a></p>"),
        ("</main>", "<p class=updated>", "Last updated on 3 May 2026</p>"),
        ("</main>", "<section class=tags><h2>Topics</h2><ul><li><a href=/t>", "Kettles</a></ul></section>"),
        ("</main>", "<section><h2>Related content</h2><ul><li><a href=/r>", "Declaration on Cups</a></ul></section>"),
        ("</main>", "<div class=feedback><p>", "Is this page useful?</p><button>Yes</button></div>"),
        ("</main>", "<figure><img src=/x.png alt=''><figcaption>", "Ministers at their table</figcaption></figure>"),
        ("</main>", "<table class=downloads><tr><td><a href=/d.pdf>", "PDF, 120 kB</a></table>"),
        ("<aside>", "<h2>Contact</h2><p>", "Press office, telephone 123</p>"),
        ("<aside>", "<h2>Events</h2><ul><li>", "12 May: tea</ul>"),
        ("<footer>", "<ul><li><a href=/a>", "Accessibility</a></ul>"),
        ("<footer>", "<p>© ", "2026 The Ministry of Kettles</p>"),
        ("<footer>", "<p class=version>Version ", "8.14.2</p>"),
        ("<header>", "<ul class=languages><li><a hreflang=fr href=/fr>", "Français</a></ul>"),
        ("<header>", "<a class=skip href=#main>", "Skip to the text</a>"),
        ("</body>", "<script>track('", "x1')</script><noscript><p>This page counts visits.</p></noscript>"),
    ];
    let mut tried = 0;
    for (place, front, back) in kinds {
        assert!(PAGE.contains(place), "{place}");
        let with = |back: &str| PAGE.replace(place, &format!("{place}{front}{back}"));
        let (first, second) = back.split_once('<').unwrap();
        // Put in; put in with other words; and put in twice.
        let other = format!("{} and more of the same<{second}", first.to_uppercase());
        for changed in [with(back), with(&other), with(&format!("{back}{front}{back}"))] {
            let look = desk.look_at(changed.clone());
            assert!(look.status.confirms(), "{changed}: {look:?}");
            tried += 1;
        }
    }
    assert!(tried >= 50);
}

#[test]
fn pages_that_went_are_told_from_pages_that_cannot_be_read() {
    let mut desk = Desk::new();
    let answers: [(fn() -> Reply, Status); 8] = [
        (|| status("404 Not Found"), Status::Gone),
        (|| status("410 Gone"), Status::Gone),
        (|| status("503 Busy"), Status::NotReached),
        (|| Reply::Raw(Vec::new()), Status::NotReached),
        (|| Reply::Whole("301 Moved", vec!["Location: /elsewhere".into()], Vec::new()), Status::Moved),
        (|| redirect("http://other.example/page"), Status::Moved),
        (
            || page("text/html", "<title>Page not found</title><main><h1>Page not found</h1><p>Sorry.</main>"),
            Status::Gone,
        ),
        (
            || page("text/html", "<title>Before you continue</title><main><p>We use cookies. Accept all?</main>"),
            Status::NotReached,
        ),
    ];
    for (at, (answer, expected)) in answers.into_iter().enumerate() {
        desk.answers(answer);
        let look = desk.look();
        assert_eq!(look.status, expected, "{at}: {look:?}");
        assert!(look.changed.is_empty() && look.detail.is_some(), "{at}: {look:?}");
    }
}

#[test]
fn looks_are_appended_to_the_corpus_and_shown_and_nothing_else_is_touched() {
    let desk = Desk::new();
    let place = desk.folder.path();
    let watch = ["watch", "--json", "--this-machine", "--pause", "0", "--retries", "0"];
    let before = desk.corpus().manifest().to_vec();
    let (said, ended_well) = run(place, &watch);
    assert!(
        ended_well && said.contains("\"id\":\"2017-kettles\",\"status\":\"same\",\"url\":\"http://127.0.0.1:"),
        "{said}"
    );
    let corpus = desk.corpus();
    let others: Vec<_> = corpus.manifest().iter().filter(|(path, _)| path != "watch.csv").cloned().collect();
    assert_eq!(others, before);
    desk.answers(|| page("text/html", PAGE.replace("We will watch", "We shall watch")));
    let (said, ended_well) = run(place, &watch);
    assert!(
        !ended_well && said.contains("\"status\":\"words-changed\"") && said.contains("2017-kettles/p/3"),
        "{said}"
    );
    let (said, ended_well) = run(place, &["watch", "2017-kettles", "--this-machine", "--pause", "0"]);
    assert!(!ended_well && said.contains("words-changed") && said.contains("[-will-]{+shall+}"), "{said}");

    let rows = fs::read_to_string(place.join("watch.csv")).unwrap();
    let statuses: Vec<&str> = rows.lines().filter_map(|row| row.split(',').nth(2)).collect();
    assert_eq!(statuses, ["status", "same", "words-changed", "words-changed"], "{rows}");
    assert!(run(place, &["check"]).1);
    let server = Running::start(&["--corpus", place.to_str().unwrap()]);
    let shown = server.get("/2017-kettles").body;
    assert!(
        shown.contains("last seen with the same words") && shown.contains("The page has other words now"),
        "{shown}"
    );
    let compare = "href=\"/compare?a=2017-kettles\"";
    assert!(shown.contains(compare), "{shown}");
    assert_eq!(server.get("/compare?a=2017-kettles").status, 200);

    let shown = server.get("/changes").body;
    assert!(shown.contains("0 still had every published word") && shown.contains("href=\"/2017-kettles\""), "{shown}");

    assert!(shown.contains(compare), "{shown}");

    // Whoever else changes the corpus is not disturbed.
    let held = corpus::Transaction::open(place).unwrap();
    let (said, ended_well) = run(place, &watch);
    assert!(!ended_well && said.contains("at work"), "{said}");
    assert_eq!(fs::read_to_string(place.join("watch.csv")).unwrap(), rows);
    drop(held);
    fs::write(place.join("watch.csv"), "day,id\n").unwrap();
    let (said, ended_well) = run(place, &["check"]);
    assert!(!ended_well && said.contains("watch.csv:1: the columns"), "{said}");
    let (said, _) = run(place, &["watch", "2017-nothing", "--this-machine"]);
    assert!(said.contains("watch.csv") || said.contains("no document"), "{said}");
}
