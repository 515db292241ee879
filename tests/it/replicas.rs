//! More than one: two replicas behind the proxy of `deploy/nginx.conf`, one killed under load, both changed for another
//! version and release while visitors read.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::program::write_corpus;
use crate::running::{Reply, Running, at, get, read};
use crate::support::{root, skip};

/// A proxy that ends with the test.
pub(crate) struct Proxy {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Proxy {
    /// Starts nginx with the documented configuration on a free port, in front of two replicas.
    pub(crate) fn start(folder: &Path, replicas: [SocketAddr; 2]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = temporary.iter().map(|name| format!("{name}_temp_path temp_{name};\n")).collect();
        let documented = std::fs::read_to_string(root().join("deploy/nginx.conf")).unwrap();
        let written = documented
            .replace("127.0.0.1:8080", &address.to_string())
            .replace("127.0.0.1:8081", &replicas[0].to_string())
            .replace("127.0.0.1:8082", &replicas[1].to_string())
            .replace("http {", &format!("http {{\n{temporary}"));
        std::fs::write(folder.join("nginx.conf"), written).unwrap();
        let child = Command::new("nginx")
            .arg("-p")
            .arg(folder)
            .args(["-c", "nginx.conf", "-e", "error.log", "-g", "daemon off; pid nginx.pid;"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let proxy = Self { child, address };
        let healthy = || get(address, "/healthz").is_ok_and(|reply| reply.status == 200);
        for _ in 0..500 {
            if healthy() {
                return proxy;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the proxy did not start:\n{}", std::fs::read_to_string(folder.join("error.log")).unwrap_or_default());
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // The first process ends its workers only when it is asked, not when it is killed.
        let _ = Command::new("sh").args(["-c", "kill -TERM $0", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// Returns a folder for a proxy, or says that there is none.
#[track_caller]
pub(crate) fn proxy_folder() -> Option<tempfile::TempDir> {
    if Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_err() {
        skip("no nginx on this machine");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    // nginx's workers give up root and must still reach their folders.
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o777)).unwrap();
    Some(folder)
}

#[test]
fn a_replica_dies_and_the_other_changes_its_corpus_and_no_visitor_notices() {
    let Some(folder) = proxy_folder() else { return };
    let corpus = folder.path().join("corpus");
    write_corpus(&corpus, "The first wording.");
    let start = || Running::start(&["--corpus", corpus.to_str().unwrap(), "--base-url", "http://archive.example"]);
    let (dying, staying) = (start(), start());
    let proxy = Proxy::start(folder.path(), [dying.address, staying.address]);
    let (asked, done, wrong) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        let _ending = Ending(&done);
        for visitor in 0..8 {
            let (asked, done, wrong) = (&asked, &done, &wrong);
            let address = proxy.address;
            scope.spawn(move || {
                for number in 0.. {
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                    let path = match number % 4 {
                        0 => format!("/search?q=wording+{visitor}+{number}"),
                        1 => "/2020-small-declaration/p/2".to_owned(),
                        2 => format!("/2020-small-declaration.json?fresh={visitor}-{number}"),
                        _ => "/".to_owned(),
                    };
                    match get(address, &path) {
                        Ok(reply) if reply.status == 200 => {}
                        Ok(reply) => wrong.lock().unwrap().push(format!("{path}: {}", reply.head)),
                        Err(error) => wrong.lock().unwrap().push(format!("{path}: {error}")),
                    }
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        // Long enough for every visitor to be in the midst of something.
        let go_on = || {
            let wanted = asked.load(Ordering::Relaxed) + 200;
            staying.until("more visits", |_| asked.load(Ordering::Relaxed) >= wanted);
        };
        go_on();
        drop(dying);
        go_on();
        write_corpus(&corpus, "The second wording.");
        staying.signal("HUP");
        let second = |server: &Running| server.get("/2020-small-declaration.txt").body.contains("second wording");
        staying.until("the swap", second);
        go_on();
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} went wrong, the first: {}", wrong.len(), asked.into_inner(), wrong[0]);
    let fresh = get(proxy.address, "/2020-small-declaration/p/2?fresh=1").unwrap();
    assert!(fresh.body.contains("second wording"), "{}", fresh.body);
}

/// Sends a GET as the visitor at an address.
fn get_from(visitor: Ipv4Addr, to: SocketAddr, path: &str, form: &str) -> std::io::Result<Reply> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind((visitor, 0).into())?;
        socket.connect(to).await?.into_std()
    })?;
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(
        format!("GET {path} HTTP/1.1\r\nHost: archive.example\r\nAccept-Encoding: {form}\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    )?;
    read(stream)
}

/// Returns the addresses of static files that a page names, the style sheet first.
fn files(page: &str) -> Vec<String> {
    let parts = page.split(['"', ' ', '(', ')']).filter(|part| part.starts_with("/static/"));
    let mut files: Vec<String> = parts.map(str::to_owned).collect();
    files.sort_by_key(|path| !path.contains("/site.") || !path.ends_with(".css"));
    files
}

/// Writes the program as it would be with another style sheet: under another address, and that alone is there.
fn another_version(into: &Path, sheet: &str) -> String {
    let (name, digits) = (sheet.trim_end_matches(".css"), sheet.len() - ".css".len());
    let last = if name.ends_with('0') { "1" } else { "0" };
    let other = format!("{}{last}.css", &sheet[..digits - 1]);
    let mut program = std::fs::read(env!("CARGO_BIN_EXE_g7cyber")).unwrap();
    let mut at = 0;
    while let Some(found) = program[at..].windows(sheet.len()).position(|bytes| bytes == sheet.as_bytes()) {
        at += found;
        program[at..at + sheet.len()].copy_from_slice(other.as_bytes());
    }
    assert!(at > 0, "{sheet}");
    std::fs::write(into, program).unwrap();
    std::fs::set_permissions(into, PermissionsExt::from_mode(0o755)).unwrap();
    other
}

/// What a visitor met, in order: of each page when it came, and whether its style sheet and its wording are the new ones.
type Met = Vec<(Instant, bool, bool)>;

/// Ends all visits when it goes, so that a test that fails ends, too.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads pages with their files until `done`, and says what went wrong.
fn visit(
    visitor: Ipv4Addr,
    proxy: SocketAddr,
    new_sheet: &str,
    done: &AtomicBool,
    asked: &AtomicUsize,
) -> (Met, Vec<String>) {
    let (mut met, mut wrong) = (Vec::new(), Vec::new());
    while !done.load(Ordering::Relaxed) {
        for path in ["/2020-small-declaration", "/search?q=wording", "/2020-small-declaration/p/2"] {
            let page = match get_from(visitor, proxy, path, "identity") {
                Ok(page) if page.status == 200 => page,
                Ok(page) => return (met, vec![format!("{path}: {}", page.head)]),
                Err(error) => return (met, vec![format!("{path}: {error}")]),
            };
            let named = files(&page.body);
            met.push((Instant::now(), named[0] == new_sheet, page.body.contains("second")));
            for file in named {
                match get_from(visitor, proxy, &file, "identity") {
                    Ok(reply) if reply.status == 200 => {}
                    Ok(reply) => wrong.push(format!("{file} of {path}: {}", reply.head)),
                    Err(error) => wrong.push(format!("{file} of {path}: {error}")),
                }
            }
            asked.fetch_add(1, Ordering::Relaxed);
        }
    }
    (met, wrong)
}

#[test]
fn versions_and_releases_change_one_replica_after_the_other_and_no_visitor_meets_a_mixture() {
    let Some(folder) = proxy_folder() else { return };
    let [old_corpus, new_corpus] = ["old", "new"].map(|name| folder.path().join(name));
    write_corpus(&old_corpus, "The first wording.");
    write_corpus(&new_corpus, "The second wording.");
    let program = folder.path().join("g7cyber");
    let serve = |program: &Path, listen: &str, corpus: &Path| {
        let mut command = at(program);
        command.args(["serve", "--listen", listen, "--base-url", "http://archive.example", "--corpus"]).arg(corpus);
        Running::spawn(command)
    };
    let old = |listen: &str| serve(Path::new(env!("CARGO_BIN_EXE_g7cyber")), listen, &old_corpus);
    let [mut one, mut two] = [old("127.0.0.1:0"), old("127.0.0.1:0")];
    let old_sheet = files(&one.get("/").body).remove(0);
    let new_sheet = another_version(&program, &old_sheet);
    let addresses = [one.address, two.address];
    let proxy = Proxy::start(folder.path(), addresses);
    let (asked, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let go_on = |server: &Running, pages: usize| {
        let wanted = asked.load(Ordering::Relaxed) + pages;
        server.until("more pages", |_| asked.load(Ordering::Relaxed) >= wanted);
    };
    let (met, changing): (Vec<(Met, Vec<String>)>, Instant) = std::thread::scope(|scope| {
        let ending = Ending(&done);
        let visitor = |last: u8| {
            let (done, asked, sheet) = (&done, &asked, new_sheet.as_str());
            scope.spawn(move || visit(Ipv4Addr::new(127, 0, 0, last), proxy.address, sheet, done, asked))
        };
        let visitors: Vec<_> = (2..10).map(visitor).collect();
        go_on(&one, 60);
        one.signal("TERM");
        one.wait();
        go_on(&two, 30);
        one = serve(&program, &addresses[0].to_string(), &new_corpus);
        // Longer than a replica is passed over: both releases answer.
        let both = Instant::now();
        one.until("two releases", |_| both.elapsed() > Duration::from_secs(4));
        // Who changes networks in the midst of a page may ask the replica that has not its files; nothing is kept yet in
        // these forms.
        for (sheet, form) in [(&old_sheet, "gzip"), (&new_sheet, "br")] {
            for visitor in (2..10).map(|last| Ipv4Addr::new(127, 0, 0, last)) {
                assert_eq!(get_from(visitor, proxy.address, sheet, form).unwrap().status, 200, "{sheet}");
            }
        }
        let changing = Instant::now();
        two.signal("TERM");
        two.wait();
        go_on(&one, 30);
        two = serve(&program, &addresses[1].to_string(), &new_corpus);
        go_on(&two, 60);
        drop(ending);
        (visitors.into_iter().map(|visitor| visitor.join().unwrap()).collect(), changing)
    });
    let mut early = 0;
    for (met, wrong) in &met {
        assert!(wrong.is_empty(), "{} went wrong, the first: {}", wrong.len(), wrong[0]);
        let same = met.iter().all(|(_, sheet, wording)| sheet == wording);
        assert!(same, "a page is of one version and release: {met:?}");
        assert!(met.iter().is_sorted_by_key(|(_, sheet, _)| sheet), "nobody goes back: {met:?}");
        assert!(!met[0].1 && met[met.len() - 1].1, "{met:?}");
        early += usize::from(met.iter().any(|(when, sheet, _)| *sheet && *when < changing));
    }
    assert!(early > 0 && early < met.len(), "while both answer, some have the new release, others the old: {early}");
    // A page that is still open has its files, though no replica has them any more.
    for replica in [&one, &two] {
        assert_eq!((replica.get(&old_sheet).status, replica.get(&new_sheet).status), (404, 200));
    }
    let kept = get(proxy.address, &old_sheet).unwrap();
    assert_eq!(kept.status, 200, "{}", kept.head);
    assert!(kept.head.contains("immutable"), "{}", kept.head);
    // While a replica is passed over, nginx has nobody left to ask for what the other has not, and says 502.
    let nowhere = || get(proxy.address, "/static/site.000000000000.css").unwrap().status == 404;
    two.until("a file that never was", |_| nowhere());
}
