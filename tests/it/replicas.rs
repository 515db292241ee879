//! Past one machine: two replicas behind the caching proxy of `tests/fixtures/nginx.conf`, one killed under load.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::program::write_corpus;
use crate::running::{Running, get};
use crate::support::{root, skip};

/// A proxy that ends with the test.
struct Proxy {
    child: Child,
    address: SocketAddr,
}

impl Proxy {
    /// Starts nginx with the documented configuration on a free port, in front of two replicas.
    fn start(folder: &Path, replicas: [&Running; 2]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary: String = temporary.iter().map(|name| format!("{name}_temp_path temp_{name};\n")).collect();
        let documented = std::fs::read_to_string(root().join("tests/fixtures/nginx.conf")).unwrap();
        let written = documented
            .replace("127.0.0.1:8080", &address.to_string())
            .replace("127.0.0.1:8081", &replicas[0].address.to_string())
            .replace("127.0.0.1:8082", &replicas[1].address.to_string())
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

#[test]
fn a_replica_dies_and_the_other_changes_its_corpus_and_no_visitor_notices() {
    if Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_err() {
        return skip("no nginx on this machine");
    }
    let folder = tempfile::tempdir().unwrap();
    // nginx's workers give up root and must still reach their folders.
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o777);
    std::fs::set_permissions(folder.path(), everybody).unwrap();
    let corpus = folder.path().join("corpus");
    write_corpus(&corpus, "The first wording.");
    let start = || Running::start(&["--corpus", corpus.to_str().unwrap(), "--base-url", "http://archive.example"]);
    let (dying, staying) = (start(), start());
    let proxy = Proxy::start(folder.path(), [&dying, &staying]);
    let (asked, done, wrong) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for visitor in 0..8 {
            let (asked, done, wrong) = (&asked, &done, &wrong);
            let address = proxy.address;
            scope.spawn(move || {
                for number in 0.. {
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                    // Half of them are new to the cache.
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
        done.store(true, Ordering::Relaxed);
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} went wrong, the first: {}", wrong.len(), asked.into_inner(), wrong[0]);
    let fresh = get(proxy.address, "/2020-small-declaration/p/2?fresh=1").unwrap();
    assert!(fresh.body.contains("second wording"), "{}", fresh.body);
}
