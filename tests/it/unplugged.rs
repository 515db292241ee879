//! With `--index`, whatever is killed, full, shut, damaged or taken away, the real program answers as one without it,
//! and a line in the log says what is wrong.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::generator;
use crate::running::{Running, at, get, program};
use crate::support::{often, seeded, skip};

/// A corpus, and what a server without a kept index answers about it.
struct Archive {
    folder: TempDir,
    paths: Vec<String>,
    expected: Vec<String>,
}

impl Archive {
    fn of(paragraphs: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let texts = generator::write(folder.path(), paragraphs);
        let middle: Vec<&str> = texts[paragraphs / 2].split(' ').skip(3).take(3).collect();
        let queries = [
            "states cyber".to_owned(),
            "the NEAR/5 of".to_owned(),
            "pra*".to_owned(),
            format!("\"{}\"", middle.join(" ")),
            format!("{} OR {}", generator::word(300), generator::word(4000)),
        ];
        let encode = |query: &String| query.replace(' ', "+").replace('"', "%22").replace(',', "");
        let mut paths: Vec<String> =
            queries.iter().map(|query| format!("/search.json?limit=200&q={}", encode(query))).collect();
        paths.push("/search?q=states&view=kwic".to_owned());
        paths.push("/documents.json".to_owned());
        let mut archive = Self { folder, paths, expected: Vec::new() };
        let server = Running::spawn(archive.serve());
        archive.expected = archive.answers(&server);
        assert!(archive.expected.iter().all(|answer| !answer.contains("\"total\":0")), "{:?}", archive.expected);
        archive
    }

    /// Returns the command that serves it without a kept index.
    fn serve(&self) -> Command {
        self.served_by(&program())
    }

    fn served_by(&self, program: &Command) -> Command {
        let mut command = at(Path::new(program.get_program()));
        command.args(["serve", "--listen", "127.0.0.1:0", "--base-url", "http://archive.example", "--corpus"]);
        command.arg(self.folder.path());
        command
    }

    /// Returns the command that serves it with its index kept in a folder.
    fn serve_from(&self, index: &Path) -> Command {
        let mut command = self.serve();
        command.arg("--index").arg(index);
        command
    }

    fn answers(&self, server: &Running) -> Vec<String> {
        let answer = |path: &String| {
            let reply = server.get(path);
            format!("{path} {}\n{}", reply.status, reply.body)
        };
        self.paths.iter().map(answer).collect()
    }

    /// Fails unless all answers are right and nothing panicked.
    #[track_caller]
    fn check(&self, server: &Running, when: &str) {
        for (answer, expected) in self.answers(server).iter().zip(&self.expected) {
            assert!(answer == expected, "{when}:\n{answer}\nand not:\n{expected}\nlog:\n{}", server.log());
        }
        assert!(!server.log().contains("panic"), "{when}: {}", server.log());
    }

    /// Fails if an answer comes whole and is wrong.
    fn check_or_broken(&self, address: SocketAddr) {
        for (path, expected) in self.paths.iter().zip(&self.expected) {
            let Ok(reply) = get(address, path) else { continue };
            let answer = format!("{path} {}\n{}", reply.status, reply.body);
            assert!(matches!(reply.status, 0 | 500 | 503) || expected.starts_with(&answer), "{answer}");
        }
    }

    /// Starts again as if nothing had happened, and fails unless all answers are right and one whole index is kept.
    #[track_caller]
    fn check_next_start(&self, index: &Path, when: &str) {
        let server = Running::spawn(self.serve_from(index));
        self.check(&server, when);
        assert!(!server.log().contains("WARN"), "{when}: {}", server.log());
        let kept: Vec<String> = entries(&own(index)).into_iter().filter(|name| name != "lock").collect();
        assert!(kept.len() == 1 && kept[0].starts_with("archive-"), "{when}: {kept:?}");
    }
}

/// Returns the command that another runs, which takes it as its arguments.
fn under(words: &[&str], command: &Command) -> Command {
    let mut other = Command::new(words[0]);
    other.args(&words[1..]).arg(command.get_program()).args(command.get_args());
    other
}

/// Runs a command after a line of shell.
fn after(first: &str, command: &Command) -> Command {
    under(&["sh", "-c", &format!("{first}; exec \"$@\""), "sh"], command)
}

/// Returns the folder below an index's that is the program's own.
fn own(index: &Path) -> PathBuf {
    index.join("g7cyber-index")
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// Returns every file below a folder but the lock, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.retain(|file| file.file_name().is_some_and(|name| name != "lock"));
    found.sort();
    found
}

/// Damages a file where it stands, without a trace in its time.
fn damage(file: &Path, how: &str) {
    let changed = fs::metadata(file).unwrap().modified().unwrap();
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    match how {
        "a bit turned" => bytes[middle] ^= 4,
        "cut short" => bytes.truncate(middle),
        "emptied" => bytes.clear(),
        "overwritten" => bytes.fill(0xaa),
        _ => return fs::remove_file(file).unwrap(),
    }
    fs::write(file, &bytes).unwrap();
    fs::File::options().write(true).open(file).unwrap().set_modified(changed).unwrap();
}

/// Fails unless one line warns, with this reason.
#[track_caller]
fn check_told(server: &Running, why: &str, when: &str) {
    let log = server.log();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("WARN") || line.contains("ERROR")).collect();
    assert!(told.len() == 1 && told[0].contains("cannot be kept") && told[0].contains(why), "{when}: {log}");
}

#[test]
fn killed_at_any_moment_of_building_the_next_start_answers_right() {
    let (archive, mut chance) = (Archive::of(4000), seeded());
    let whole = {
        let (folder, started) = (tempfile::tempdir().unwrap(), Instant::now());
        drop(Running::spawn(archive.serve_from(folder.path())));
        started.elapsed()
    };
    let mut left = BTreeMap::new();
    for moment in 0..often(8, 50) {
        let folder = tempfile::tempdir().unwrap();
        let mut command = archive.serve_from(folder.path());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        if moment % 2 == 0 {
            std::thread::sleep(whole.mul_f64(chance.below(1000) as f64 / 1000.0));
        } else {
            // Writing is short, so that a moment of it has to be waited for.
            let begun = || entries(&own(folder.path())).iter().any(|name| name != "lock");
            while !begun() && started.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_micros(100));
            }
            std::thread::sleep(Duration::from_micros(chance.below(20_000) as u64));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut names = entries(&own(folder.path()));
        names.sort();
        archive.check_next_start(folder.path(), &format!("killed after {:?} with {names:?}", started.elapsed()));
        names.iter_mut().for_each(|name| name.truncate(4));
        *left.entry(names.join(" ")).or_insert(0) += 1;
    }
    println!("building and keeping takes {whole:?}; what the killed left, and how often: {left:?}");
}

#[test]
fn on_a_full_disk_the_answers_are_right_and_a_line_says_so() {
    let archive = Archive::of(4000);
    // In blocks of 512 bytes: nothing fits, the first small file fits, all but the largest fit.
    for blocks in [0, 8, 400] {
        let (folder, when) = (tempfile::tempdir().unwrap(), format!("no file over {blocks} blocks"));
        let server = Running::spawn(after(&format!("ulimit -f {blocks}"), &archive.serve_from(folder.path())));
        archive.check(&server, &when);
        check_told(&server, "File too large", &when);
        assert_eq!(entries(&own(folder.path())), ["lock"], "{when}: nothing half written is left");
        drop(server);
        archive.check_next_start(folder.path(), "room again");
    }
    let mount = "unshare -m sh -c 'mount -t tmpfs -o size=4k none /mnt'";
    if !Command::new("sh").args(["-c", mount]).stderr(Stdio::null()).status().unwrap().success() {
        return skip("a disk cannot be mounted here; full is what a limit of file sizes makes of it");
    }
    for size in ["8k", "64k", "400k"] {
        let (folder, when) = (tempfile::tempdir().unwrap(), format!("a disk of {size}"));
        let mount = format!("mount -t tmpfs -o size={size} none {}", folder.path().display());
        let server = Running::spawn(under(&["unshare", "-m"], &after(&mount, &archive.serve_from(folder.path()))));
        archive.check(&server, &when);
        check_told(&server, "No space left", &when);
    }
}

#[test]
fn a_log_on_a_full_disk_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    crate::program::write_corpus(folder.path(), "Words.");
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--corpus"]).arg(folder.path());
    let mut server = Running::spawn(after("exec 2>/dev/full", &command));
    crate::program::write_corpus(folder.path(), "Other words.");
    server.signal("HUP");
    server.until("the swap", |server| server.get("/2020-small-declaration.txt").body.contains("Other words."));
    server.signal("TERM");
    assert!(server.wait().0.success());

    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = program();
    command.args(["serve", "--listen", &address.to_string()]);
    let mut child = after("exec >/dev/full 2>/dev/full", &command).spawn().unwrap();
    let answers = || get(address, "/healthz").is_ok_and(|reply| reply.status == 200);
    let answered = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        answers()
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answered, "whoever is served does not depend on somebody reading what is said");
}

#[test]
fn where_nothing_can_be_written_a_line_says_so() {
    let archive = Archive::of(200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, "no folder").unwrap();
    for (place, why) in
        [(&file, "File exists"), (&file.join("index"), "Not a directory"), (&PathBuf::from("/proc/index"), "")]
    {
        let server = Running::spawn(archive.serve_from(place));
        archive.check(&server, &place.display().to_string());
        check_told(&server, why, &place.display().to_string());
    }
}

#[test]
fn a_kept_index_is_read_where_nothing_may_be_written() {
    let archive = Archive::of(200);
    let folder = tempfile::tempdir().unwrap();
    // Nobody must reach all that is read, wherever the project was built.
    let copy = folder.path().join("g7cyber");
    fs::copy(program().get_program(), &copy).unwrap();
    let index = folder.path().join("index");
    let mut command = archive.served_by(&at(&copy));
    command.arg("--index").arg(&index);
    drop(Running::spawn(archive.serve_from(&index)));
    let allow = |folder: &Path, mode| fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
    allow(folder.path(), 0o755);
    allow(archive.folder.path(), 0o755);
    allow(&index, 0o555);
    if fs::write(index.join("may-i"), "").is_ok() {
        // Root writes everywhere.
        fs::remove_file(index.join("may-i")).unwrap();
        let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        if !under(&nobody, &Command::new("true")).status().is_ok_and(|status| status.success()) {
            return skip("run as root, and `setpriv` is not there to be nobody");
        }
        command = under(&nobody, &command);
    }
    let server = Running::spawn(command);
    archive.check(&server, "read only");
    assert!(!server.log().contains("WARN"), "what is kept there is used: {}", server.log());
    drop(server);
    allow(&index, 0o755);
}

#[test]
fn two_that_start_at_once_in_one_folder_both_answer_right() {
    let (archive, mut chance) = (Archive::of(2000), seeded());
    for round in 0..often(3, 20) {
        let folder = tempfile::tempdir().unwrap();
        let mut killed = archive.serve_from(folder.path());
        let mut killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let server = Running::spawn(archive.serve_from(folder.path()));
                    archive.check(&server, &format!("round {round}"));
                });
            }
            // And a third that does not live long.
            std::thread::sleep(Duration::from_millis(chance.below(300) as u64));
            killed.kill().unwrap();
            killed.wait().unwrap();
        });
        archive.check_next_start(folder.path(), &format!("after round {round}"));
    }
}

#[test]
fn each_file_damaged_in_each_way_is_noticed_by_the_next_start() {
    let archive = Archive::of(50);
    let folder = tempfile::tempdir().unwrap();
    archive.check_next_start(folder.path(), "the first");
    let count = files(folder.path()).len();
    assert!(count > 4);
    for number in 0..count {
        for how in ["a bit turned", "cut short", "emptied", "removed"] {
            let file = files(folder.path())[number].clone();
            if fs::metadata(&file).unwrap().len() > 0 {
                damage(&file, how);
                archive.check_next_start(folder.path(), &format!("{}: {how}", file.display()));
            }
        }
    }
}

#[test]
fn what_becomes_of_the_folder_while_serving_changes_no_answer() {
    let archive = Archive::of(2000);
    for how in ["a bit turned", "cut short", "emptied", "overwritten", "removed", "all removed"] {
        let folder = tempfile::tempdir().unwrap();
        drop(Running::spawn(archive.serve_from(folder.path())));
        let server = Running::spawn(archive.serve_from(folder.path()));
        match how {
            "all removed" => fs::remove_dir_all(folder.path()).unwrap(),
            how => files(folder.path()).iter().for_each(|file| damage(file, how)),
        }
        archive.check(&server, how);
        server.signal("HUP");
        server.until("a look at the corpus", |server| server.log().contains("the corpus is the same"));
        archive.check(&server, how);
        // The next corpus is kept there as if nothing had happened.
        let other = archive.folder.path().join("documents/2020-small-declaration.md");
        crate::program::write_corpus(archive.folder.path(), "Words that stand nowhere else: xylophone.");
        server.signal("HUP");
        let found = |server: &Running| server.get("/search.json?q=xylophone").body.contains("\"total\":1");
        server.until("another corpus", found);
        fs::remove_file(other).unwrap();
        server.signal("HUP");
        let lost = |server: &Running| server.get("/search.json?q=xylophone").body.contains("\"total\":0");
        server.until("the first corpus", lost);
        archive.check(&server, how);
        drop(server);
        archive.check_next_start(folder.path(), how);
    }
}

#[test]
fn short_of_memory_it_answers_right_or_ends_and_says_why() {
    let archive = Archive::of(200);
    // The last is room enough on a machine of many cores too, where each thread reserves its own.
    let size = std::fs::metadata(env!("CARGO_BIN_EXE_g7cyber")).unwrap().len() / 1024;
    for kib in [size + 10_000, size + 20_000, size + 35_000, 32_000_000] {
        let mut command = after(&format!("ulimit -v {kib}"), &archive.serve());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        if let Some((_, address)) = ready.trim().split_once("http://") {
            let address = address.parse().unwrap();
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| archive.check_or_broken(address));
                }
            });
            std::thread::sleep(Duration::from_millis(200));
        } else {
            child.wait().unwrap();
        }
        let alive = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        // Where the program itself does not fit, the system's loader says so.
        let reasons = ["memory allocation of", "panicked", "error while loading shared libraries"];
        let is_reason = |line: &str| reasons.iter().any(|reason| line.contains(reason));
        assert!(alive || said.lines().any(is_reason), "{kib} KiB: {said}");
        assert!(alive || kib < 32_000_000, "{kib} KiB are enough: {said}");
        println!(
            "{kib} KiB: {}",
            if alive { "it serves" } else { said.lines().find(|line| is_reason(line)).unwrap_or_default() }
        );
    }
}
