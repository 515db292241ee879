//! Where addresses lead that went elsewhere, in the words of hosts that can redirect: what a file cannot say for itself.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Addresses that went elsewhere, with where they are.
#[derive(Debug, Default)]
pub(super) struct Moves(BTreeMap<String, String>);

/// For hosts that read rules from a file of this name, as Netlify and Cloudflare Pages do.
const RULES: &str = "_redirects";
/// For nginx.
const MAP: &str = "nginx-redirects.conf";

impl Moves {
    /// Adds an address that leads to another.
    pub(super) fn add(&mut self, from: &str, to: &str) {
        self.0.insert(from.to_owned(), to.to_owned());
    }

    /// Returns the files with all of them.
    pub(super) fn files(&self) -> [(&'static str, String); 2] {
        [(RULES, self.rules()), (MAP, self.map())]
    }

    fn rules(&self) -> String {
        let mut rules =
            "/f/:digits /f/?f=:digits 302\n/:document/para/:printed /para/?d=:document&n=:printed 302\n".to_owned();
        for (from, to) in &self.0 {
            // Writing to a string cannot fail.
            let _ = writeln!(rules, "{from} {to} 301");
        }
        rules
    }

    fn map(&self) -> String {
        let mut map = "# In the `http` block: include this file.\n\
             # In the `server` block: if ($g7cyber_moved) { return 301 $g7cyber_moved; }\n\
             map $uri $g7cyber_moved {\n    default \"\";\n    \
             \"~^/f/(?<g7cyber_digits>[0-9a-f]+)$\" \"/f/?f=$g7cyber_digits\";\n    \
             \"~^/(?<g7cyber_document>[0-9a-z-]+)/para/(?<g7cyber_printed>[^/]+)$\" \
             \"/para/?d=$g7cyber_document&n=$g7cyber_printed\";\n"
            .to_owned();
        for (from, to) in &self.0 {
            let _ = writeln!(map, "    \"{from}\" \"{to}\";");
        }
        map.push_str("}\n");
        map
    }
}
