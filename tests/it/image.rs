//! The archive as an image: built by buildah without network out of the program alone, and run as nobody on a root that
//! cannot be written, two of them behind a proxy.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::program::write_corpus;
use crate::replicas::{Proxy, proxy_folder};
use crate::running::{self, Running, at};
use crate::support::{root, skip};

/// Where buildah keeps its images; taken down at the end.
struct Store(tempfile::TempDir);

impl Store {
    /// Runs buildah where there is no network, inside a container or not.
    fn buildah(&self, arguments: &[&str]) -> Output {
        let (storage, run) = (self.0.path().join("store"), self.0.path().join("run"));
        let mut command = Command::new("unshare");
        command.args(["--net", "buildah", "--storage-driver", "vfs", "--root"]).arg(storage).arg("--runroot").arg(run);
        command.args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    #[track_caller]
    fn told(&self, arguments: &[&str]) -> String {
        let output = self.buildah(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // What is mounted would be in the way of deleting.
        self.buildah(&["rm", "--all"]);
    }
}

/// Returns the program that `tests/run` links with all that it needs, if it is there.
fn static_program() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_BIN_EXE_g7cyber")).ancestors().nth(2)?;
    Some(target.join("static/g7cyber")).filter(|path| path.is_file())
}

/// Says why there can be no image here.
fn hindrance() -> Option<&'static str> {
    let silent = |name: &str| {
        let mut command = Command::new(name);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    if silent("buildah").arg("--version").status().is_err() {
        return Some("no buildah");
    }
    if !silent("unshare").args(["--net", "--mount", "true"]).status().is_ok_and(|status| status.success()) {
        return Some("namespaces need root");
    }
    static_program().is_none().then_some("no static program; `tests/run` links it")
}

/// Builds the image as the file of the image says, from what a project has, and returns the folder of its root.
fn built(store: &Store) -> PathBuf {
    let context = store.0.path().join("project");
    fs::create_dir_all(context.join("target/release")).unwrap();
    let program = context.join("target/release/g7cyber");
    fs::copy(static_program().unwrap(), &program).unwrap();
    // Half a megabyte of names a function helps nobody in a test; without the tool it is only larger.
    let _ = Command::new("strip").arg(&program).status();
    write_corpus(&context.join("corpus"), "Words that the program alone has not.");
    let file = root().join("deploy/Containerfile");
    let file = file.to_str().unwrap();
    store.told(&["build", "--layers", "--isolation", "chroot", "-f", file, "-t", "g7cyber", context.to_str().unwrap()]);
    let container = store.told(&["from", "--pull-never", "g7cyber"]);
    PathBuf::from(store.told(&["mount", &container]))
}

/// Returns the image's command as a runtime of containers runs it: nobody, no capability, a root that cannot be written,
/// with the devices and the list of processes that every runtime brings.
fn contained(image: &Path, namespaces: &[&str], arguments: &str) -> Command {
    let script = format!(
        "mkdir -p \"$0/dev\" \"$0/proc\" && mount --bind \"$0\" \"$0\" && mount --bind /dev \"$0/dev\" && \
         mount --bind /proc \"$0/proc\" && mount -o remount,bind,ro \"$0\" && \
         exec chroot --userspec=65534:65534 --groups= \"$0\" /g7cyber {arguments}"
    );
    let mut command = at(Path::new("unshare"));
    command.args(["--mount"]).args(namespaces).args(["sh", "-c", &script]).arg(image);
    command
}

#[test]
fn an_image_is_the_program_and_its_corpus_and_two_of_it_serve_behind_a_proxy() {
    if let Some(why) = hindrance() {
        return skip(why);
    }
    let store = Store(tempfile::tempdir().unwrap());
    fs::set_permissions(store.0.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let image = built(&store);
    let mut inside: Vec<String> =
        fs::read_dir(&image).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    inside.sort();
    assert_eq!(inside, ["corpus", "g7cyber"], "nothing else is in it");
    let told: Value = serde_json::from_str(&store.told(&["inspect", "--type", "image", "g7cyber"])).unwrap();
    let config = &told["OCIv1"]["config"];
    assert_eq!((config["User"].as_str(), config["Entrypoint"][0].as_str()), (Some("65534:65534"), Some("/g7cyber")));
    assert!(config["ExposedPorts"].get("8080/tcp").is_some(), "{config}");
    assert_eq!(told["OCIv1"]["rootfs"]["diff_ids"].as_array().unwrap().len(), 2, "program and corpus");

    // As it is, in a network of its own: it takes the port that the image names.
    let mut command = contained(&image, &["--net"], config["Cmd"][0].as_str().unwrap());
    for variable in config["Env"].as_array().unwrap() {
        let (name, value) = variable.as_str().unwrap().split_once('=').unwrap();
        if name.starts_with("G7CYBER_") {
            command.env(name, value);
        }
    }
    let mut alone = Running::spawn(command);
    assert_eq!(alone.address.to_string(), "0.0.0.0:8080");
    let status = fs::read_to_string(format!("/proc/{}/status", alone.id())).unwrap();
    let line = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
    assert_eq!(line("Uid:").split_whitespace().collect::<Vec<_>>(), ["65534"; 4]);
    assert_eq!((line("CapEff:"), line("Groups:")), ("0".repeat(16), String::new()));
    let mounts = fs::read_to_string(format!("/proc/{}/mountinfo", alone.id())).unwrap();
    let is_shut =
        |line: &&str| line.split(' ').nth(4) == Some("/") && line.split(' ').nth(5).unwrap().starts_with("ro");
    assert!(mounts.lines().any(|line| is_shut(&line)), "{mounts}");
    assert!(alone.log().contains("--base-url"), "{}", alone.log());
    alone.signal("TERM");
    assert!(alone.wait().0.success(), "{}", alone.log());

    let Some(folder) = proxy_folder() else { return };
    let serve = || Running::spawn(contained(&image, &[], "serve --listen 127.0.0.1:0"));
    let (one, two) = (serve(), serve());
    let proxy = Proxy::start(folder.path(), [one.address, two.address]);
    let get = |path: &str| running::get(proxy.address, path).unwrap();
    for path in
        ["/", "/search?q=words", "/2020-small-declaration", "/documents.csv", "/2020-small-declaration/card.png"]
    {
        assert_eq!(get(path).status, 200, "{path}");
    }
    drop(one);
    assert!(get("/2020-small-declaration/p/2.txt").body.contains("the program alone has not"));
    assert_eq!(get("/healthz").status, 200);
}
