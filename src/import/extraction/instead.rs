//! Pages that came instead of a text: consent walls, sign-ins, listings, errors that say that all is well.

use super::furniture::{is_linked, is_sentence};
use super::{doubt::word_count, kept};
use crate::import::block::{Block, Role};

/// Pages that are no text have fewer words than this, listings apart.
const FEW: usize = 220;

/// What a page is that says so, whatever its status.
pub(in crate::import) const NOT_FOUND: &str = "a page that was not found";

/// What pages say that are no text, in lower case, with what they are.
const SAID: &[(&str, &[&str])] = &[
    (
        NOT_FOUND,
        &[
            "page not found",
            "404",
            "not be found",
            "no longer available",
            "does not exist",
            "nicht gefunden",
            "introuvable",
            "non trovata",
            "no encontrada",
            "não encontrada",
            "見つかりません",
            "page cannot be found",
            "error 403",
        ],
    ),
    (
        "a check of the browser",
        &[
            "checking your browser",
            "just a moment",
            "are you a robot",
            "are you human",
            "verify you are",
            "access denied",
            "enable javascript",
            "javascript is disabled",
            "javascript is required",
            "captcha",
            "unusual traffic",
            "ddos protection",
        ],
    ),
    (
        "a sign-in page",
        &[
            "sign in",
            "log in",
            "login",
            "forgot your password",
            "forgotten password",
            "anmelden",
            "se connecter",
            "connexion",
            "accedi",
            "iniciar sesión",
            "ログイン",
            "your password",
            "create an account",
        ],
    ),
    (
        "a question for consent",
        &[
            "cookies",
            "consent",
            "before you continue",
            "privacy settings",
            "privacy choices",
            "datenschutzeinstellungen",
            "einwilligung",
            "consentement",
            "consenso",
            "クッキー",
            "accept all",
        ],
    ),
];

/// Tells a page that mostly leads to others: more of its words are links than are sentences.
pub(super) fn is_listing(blocks: &[Block]) -> bool {
    let kept: Vec<&Block> = kept(blocks).into_iter().filter_map(|at| blocks.get(at)).collect();
    let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
    let linked: usize = kept.iter().flat_map(|block| &block.links).map(|link| letters(&link.text)).sum();
    let links = kept.iter().filter(|block| is_linked(block) || !block.links.is_empty()).count();
    let told = |block: &&&Block| {
        !is_linked(block)
            && (is_sentence(&block.text) && block.text.chars().count() > 60 || block.role == Role::Footnote)
    };
    let sentences: usize = kept.iter().filter(told).map(|block| letters(&block.text)).sum();
    links >= 8 && sentences < linked
}

/// Returns what a page looks like, where that is no text.
pub(super) fn of(blocks: &[Block], names: [Option<&str>; 2], listing: bool, cut: bool) -> Option<&'static str> {
    let kept: Vec<&Block> = kept(blocks).into_iter().filter_map(|at| blocks.get(at)).collect();
    let words: usize = kept.iter().map(|block| word_count(&block.text)).sum();
    let title = names.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    let first = kept.iter().take(3).map(|block| block.text.to_lowercase()).collect::<Vec<_>>().join(" ");
    let says = |signs: &[&str], words: &str| signs.iter().filter(|sign| words.contains(*sign)).count();
    if words < FEW {
        // The title counts for much; a text may speak of cookies.
        let found = SAID.iter().find(|(_, signs)| says(signs, &title) > 0);
        let found = found.or_else(|| SAID.iter().find(|(_, signs)| words < 80 && says(signs, &first) > 1));
        if let Some((what, _)) = found {
            return Some(what);
        }
    }
    if listing {
        return Some("a list of links");
    }
    let broken = kept.last().is_some_and(|last| !is_sentence(&last.text) && last.text.chars().count() > 40);
    (cut && broken).then_some("half an answer")
}

#[cfg(test)]
mod tests {
    use crate::import::{extraction::extract, host::host, html};

    #[track_caller]
    fn check(page: &str, expected: Option<&str>) {
        let host = host(None);
        let extraction = extract(html::walked(page, host), host);
        assert_eq!(extraction.instead, expected, "{page} {:?}", extraction.blocks);
    }

    #[test]
    fn pages_that_are_no_text_are_named() {
        check(
            "<html><title>Page not found</title><h1>Sorry</h1><p>The page that you look for is not here any more.</html>",
            Some("a page that was not found"),
        );
        check(
            "<html><title>x</title><h1>Before you continue</h1><p>We use cookies and ask for your consent to all of them, so that we know you.</html>",
            Some("a question for consent"),
        );
        check(
            "<html><h1>Sign in</h1><p>Please give your name and your password to go on to what you want to read.</html>",
            Some("a sign-in page"),
        );
        check(
            "<html><title>Just a moment…</title><p>Checking your browser before you go on to the page that you want.</html>",
            Some("a check of the browser"),
        );
        let links: String =
            (0..30).map(|n| format!("<li><a href=/{n}>A statement on kettles, number {n}</a>")).collect();
        check(
            &format!("<html><h1>Statements</h1><p>All that we said.<ul>{links}</ul></html>"),
            Some("a list of links"),
        );
        let text = "<p>We met and agreed that kettles boil, and that this is to be said again in every year to come.";
        check(
            &format!("<html><body><h1>Kettles</h1>{text}{text}<p>We also agreed that all of us should from now on wa"),
            Some("half an answer"),
        );
        check(&format!("<html><body><h1>Kettles</h1>{text}{text}</body></html>"), None);
        check(&format!("<html><body><h1>Statement on consent and cookies</h1>{}</body></html>", text.repeat(20)), None);
    }
}
