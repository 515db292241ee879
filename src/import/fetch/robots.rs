//! What a host asks of robots (RFC 9309): which paths they leave alone, and how long they wait.

use std::time::Duration;

/// The rules of a host for us.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Robots {
    /// Paths with whether they are allowed.
    rules: Vec<(String, bool)>,
    /// How long to wait between requests.
    pub(super) delay: Option<Duration>,
    /// The file as it was read; nothing where the host has none.
    pub(super) text: Option<String>,
}

/// How we are called in such files.
pub(super) const NAME: &str = "g7cyber";

/// No host is waited for longer than this between two requests.
const LONGEST: Duration = Duration::from_secs(60);

impl Robots {
    /// Reads the rules for us: those of the groups with our name, else those for all.
    pub(super) fn parse(text: &str) -> Self {
        let mut groups: Vec<(Vec<String>, Self)> = Vec::new();
        let mut naming = false;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    groups.push((Vec::new(), Self::default()));
                }
                naming = true;
                groups.last_mut().into_iter().for_each(|(names, _)| names.push(value.to_ascii_lowercase()));
                continue;
            }
            let Some((_, robots)) = groups.last_mut() else { continue };
            match key.as_str() {
                "allow" | "disallow" => {
                    naming = false;
                    if !value.is_empty() {
                        robots.rules.push((value.to_owned(), key == "allow"));
                    }
                }
                "crawl-delay" => {
                    naming = false;
                    let seconds = value.parse::<f64>().ok().filter(|seconds| (0.0..1e6).contains(seconds));
                    robots.delay = seconds.map(|seconds| Duration::from_secs_f64(seconds).min(LONGEST));
                }
                _ => {}
            }
        }
        let of = |wanted: &str| {
            let mut named = groups.iter().filter(|(names, _)| names.iter().any(|name| name == wanted)).peekable();
            named.peek()?;
            Some(named.fold(Self::default(), |mut all, (_, robots)| {
                all.rules.extend(robots.rules.iter().cloned());
                all.delay = all.delay.max(robots.delay);
                all
            }))
        };
        of(NAME).or_else(|| of("*")).unwrap_or_default()
    }

    /// Returns rules that forbid everything, for a host whose rules cannot be read.
    pub(super) fn closed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], delay: None, text: None }
    }

    /// Tells whether a path with its query may be asked for: the longest rule that fits decides, and allows in a draw.
    pub(super) fn allow(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allowed)| (pattern.len(), *allowed)).is_none_or(|(_, allowed)| *allowed)
    }
}

/// Tells whether a path begins as a pattern says; `*` is anything, `$` the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let found = if last && to_end {
            rest.strip_suffix(part).map(|_| "")
        } else {
            rest.find(part).and_then(|at| rest.get(at + part.len()..))
        };
        match found {
            Some(after) => rest = after,
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let robots = Robots::parse("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow: /c?x=*y");
        for (path, allowed) in [
            ("/", true),
            ("/a", false),
            ("/a/x", false),
            ("/a/b/c", true),
            ("/x.pdf", false),
            ("/x.pdf?1", true),
            ("/c?x=1y2", false),
            ("/c", true),
            ("/robots.txt", true),
        ] {
            assert_eq!(robots.allow(path), allowed, "{path}");
        }
    }

    #[test]
    fn our_own_group_counts_for_more_than_that_for_all() {
        let text = "User-agent: other\nUser-agent: G7Cyber # us\nCrawl-delay: 2.5\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n\nUser-agent: g7cyber\nDisallow: /y";
        let robots = Robots::parse(text);
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert_eq!(["/", "/x", "/y"].map(|path| robots.allow(path)), [true, false, false]);
        assert!(!Robots::parse("user-agent:*\ndisallow:/").allow("/x"));
    }

    #[test]
    fn no_rules_allow_everything() {
        for text in ["", "User-agent: *\nDisallow:", "Disallow: /", "<html>", "User-agent: other\nDisallow: /"] {
            assert!(Robots::parse(text).allow("/x"), "{text}");
        }
        assert!(!Robots::closed().allow("/x"));
        assert_eq!(Robots::parse("User-agent: *\nCrawl-delay: 999999").delay, Some(LONGEST));
    }
}
