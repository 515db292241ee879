//! PostgreSQL servers for tests, each in a folder of its own, asked through its socket, and gone at the end.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A PostgreSQL server that ends with the test.
pub(crate) struct Server {
    folder: PathBuf,
    child: Child,
}

/// Where PostgreSQL's programs are, if they are.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
    let found: BTreeSet<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    found.into_iter().rfind(|folder| folder.join("initdb").is_file() && folder.join("psql").is_file())
}

/// Returns a program of PostgreSQL as nobody runs it: a server refuses to be root.
fn as_nobody(programs: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join(name));
    command.env("LC_ALL", "C.UTF-8").stdout(Stdio::null());
    if is_root() {
        command.uid(65534).gid(65534).current_dir("/");
    }
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

impl Server {
    /// Starts a server on what `make` puts into a folder, and waits until it answers.
    fn start(programs: &Path, folder: &Path, make: impl FnOnce(&Path)) -> Self {
        fs::create_dir(folder).unwrap();
        if is_root() {
            chown(folder, Some(65534), Some(65534)).unwrap();
        }
        make(&folder.join("data"));
        let mut command = as_nobody(programs, "postgres");
        command.arg("-D").arg(folder.join("data")).stderr(fs::File::create(folder.join("log")).unwrap());
        let sockets = format!("unix_socket_directories={}", folder.display());
        for setting in [sockets.as_str(), "listen_addresses=", "fsync=off", "shared_buffers=16MB", "max_connections=20"]
        {
            command.args(["-c", setting]);
        }
        let server = Self { folder: folder.to_owned(), child: command.spawn().unwrap() };
        server.until(programs, "select 1", "1");
        server
    }

    /// Asks a server and returns the cells of its rows, divided by lines and bars.
    pub(crate) fn ask(&self, programs: &Path, sql: &str) -> Result<String, String> {
        let output = self.psql(programs).args(["-At", "-c", sql]).output().unwrap();
        let [said, wrong] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        if output.status.success() { Ok(said.trim_end().to_owned()) } else { Err(wrong) }
    }

    fn psql(&self, programs: &Path) -> Command {
        let mut command = Command::new(programs.join("psql"));
        command.args(["-q", "-X", "-U", "archive", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-h"]).arg(&self.folder);
        command
    }

    #[track_caller]
    pub(crate) fn until(&self, programs: &Path, sql: &str, expected: &str) {
        let started = Instant::now();
        loop {
            match self.ask(programs, sql) {
                Ok(answer) if answer == expected => return,
                answer => assert!(
                    started.elapsed() < Duration::from_secs(30),
                    "{sql}: {answer:?}\n{}",
                    fs::read_to_string(self.folder.join("log")).unwrap_or_default()
                ),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns the paths of paragraphs for which a condition holds.
    #[track_caller]
    pub(crate) fn hits(&self, programs: &Path, condition: &str) -> BTreeSet<String> {
        let answer = self.ask(programs, &format!("SELECT path FROM search WHERE {condition}"));
        answer.unwrap_or_else(|wrong| panic!("{condition}: {wrong}")).lines().map(str::to_owned).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What it began ends when it does.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a server with an archive in it.
pub(crate) fn loaded(programs: &Path, folder: &Path, out: &Path) -> Server {
    let server = Server::start(programs, &folder.join("primary"), |data| {
        let made = as_nobody(programs, "initdb")
            .args(["-U", "archive", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(data)
            .status();
        assert!(made.unwrap().success());
    });
    let output = server.psql(programs).current_dir(out).args(["-f", "schema.sql", "-f", "load.sql"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    server
}

/// Starts a server that follows another.
pub(crate) fn replica(programs: &Path, folder: &Path, primary: &Server) -> Server {
    let server = Server::start(programs, &folder.join("replica"), |data| {
        let copied = as_nobody(programs, "pg_basebackup")
            .args(["-R", "--no-sync", "-c", "fast", "-U", "archive", "-h"])
            .arg(&primary.folder)
            .arg("-D")
            .arg(data)
            .status();
        assert!(copied.unwrap().success());
    });
    server.until(programs, "select pg_is_in_recovery()", "t");
    server
}
