//! Pages that came instead of a text: consent walls, sign-ins, listings, errors that say that all is well.

use super::furniture::{is_linked, is_sentence};
use super::{doubt::word_count, kept};
use crate::import::block::{Block, Role};

/// Pages that are no text have fewer words than this, listings apart.
const FEW: usize = 220;

/// What a page is that says so, whatever its status.
pub(in crate::import) const NOT_FOUND: &str = "a page that was not found";

/// What pages are that are no text, with the words that their titles have, and those that they say besides; in lower
/// case, with straight apostrophes.
const SAID: &[(&str, &[&str], &[&str])] = &[
    (
        NOT_FOUND,
        &[
            "not found",
            "page unavailable",
            "can't find",
            "cannot be found",
            "could not be found",
            "couldn't find",
            "no longer available",
            "does not exist",
            "doesn't exist",
            "error 404",
            "404 error",
            "http 404",
            "nicht gefunden",
            "introuvable",
            "non trovat",
            "no encontrad",
            "não encontrad",
            "見つかりません",
            "存在しません",
            "410 gone",
        ],
        &[
            "not found",
            "404",
            "was removed",
            "been removed",
            "been moved",
            "may have moved",
            "does not exist",
            "doesn't exist",
            "no longer exist",
            "could not find",
            "couldn't find",
            "can't find",
            "cannot find",
            "not on this server",
            "gibt es nicht",
            "existiert nicht",
            "existiert leider nicht",
            "nicht gefunden",
            "n'existe p",
            "introuvable",
            "non esiste",
            "non trovat",
            "no existe",
            "no encontrad",
            "não existe",
            "não encontrad",
            "見つかりません",
            "存在しない",
            "削除された",
            "you were looking for",
            "you are looking for",
            "something went wrong",
        ],
    ),
    (
        "a check of the browser",
        &[
            "checking your browser",
            "just a moment",
            "attention required",
            "pardon our interruption",
            "robot check",
            "are you a robot",
            "are you human",
            "verify you are",
            "access denied",
            "security check",
            "one more step",
            "forbidden",
            "request rejected",
            "captcha",
            "ddos protection",
            "blocked",
        ],
        &[
            "checking your browser",
            "checking if the site",
            "are you a robot",
            "a bot",
            "are you human",
            "verify you are",
            "access denied",
            "enable javascript",
            "javascript is disabled",
            "javascript is required",
            "captcha",
            "unusual traffic",
            "ddos protection",
            "security check",
            "have been blocked",
            "i been blocked",
            "unable to access",
            "permission to access",
            "was rejected",
            "support id",
            "letters that you see",
            "reference number",
            "ray id",
        ],
    ),
    (
        "a sign-in page",
        &[
            "sign in",
            "sign-in",
            "signin",
            "log in",
            "login",
            "authentication required",
            "pick an account",
            "anmelden",
            "anmeldung",
            "se connecter",
            "connexion",
            "accedi",
            "accesso",
            "iniciar sesión",
            "iniciar sessão",
            "ログイン",
        ],
        &[
            "sign in",
            "signed in",
            "log in",
            "logged in",
            "login",
            "forgot your password",
            "forgotten password",
            "your password",
            "user name",
            "username",
            "create an account",
            "kennwort",
            "passwort",
            "mot de passe",
            "identifiant",
            "la password",
            "nome utente",
            "contraseña",
            "sua senha",
            "パスワード",
            "ログイン",
        ],
    ),
    (
        "a question for consent",
        &[
            "cookie",
            "consent",
            "before you continue",
            "your privacy",
            "privacy settings",
            "privacy choices",
            "datenschutzeinstellungen",
            "datenschutz-einstellungen",
            "einwilligung",
            "consentement",
            "vie privée",
            "consenso",
            "privacidad",
            "クッキー",
        ],
        &[
            "cookie",
            "consent",
            "before you continue",
            "your privacy",
            "on privacy",
            "accept all",
            "reject all",
            "you accept",
            "einwilligung",
            "zulassen",
            "accepter",
            "refuser",
            "consentement",
            "accettare",
            "rifiutar",
            "riservatezza",
            "aceptar",
            "クッキー",
            "同意",
        ],
    ),
    (
        "a notice that the site is out of order",
        &[
            "service unavailable",
            "temporarily unavailable",
            "maintenance",
            "wartung",
            "manutenzione",
            "mantenimiento",
            "manutenção",
            "メンテナンス",
            "bad gateway",
            "gateway timeout",
            "internal server error",
            "too many requests",
        ],
        &[
            "temporarily unavailable",
            "try again later",
            "come back later",
            "be back soon",
            "available again",
            "undergoing",
            "being worked on",
            "wartung",
            "zurzeit nicht",
            "en maintenance",
            "réessayer",
            "manutenzione",
            "riprovare",
            "mantenimiento",
            "manutenção",
            "メンテナンス",
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
    let plain = |text: &str| text.to_lowercase().replace('’', "'");
    let title = plain(&names.into_iter().flatten().collect::<Vec<_>>().join(" "));
    if words < FEW {
        let text = plain(&kept.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join(" "));
        let says = |signs: &[&str], words: &str| signs.iter().filter(|sign| words.contains(*sign)).count();
        // A text may have such words in its title, or speak of them: together, or in few words, they are a notice.
        let told = |signs: &&(&str, &[&str], &[&str])| {
            let (_, in_title, within) = signs;
            let (titled, said) = (says(in_title, &title), says(within, &text));
            titled > 0 && (said > 0 || words < 40) || said > 1 && words < 80 || said > 3
        };
        if let Some((what, ..)) = SAID.iter().find(told) {
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

    #[track_caller]
    fn check_notice(title: &str, heading: &str, words: &str, expected: &str) {
        check(&format!("<html><title>{title}</title><body><h1>{heading}</h1><p>{words}</body></html>"), Some(expected));
    }

    #[test]
    fn notices_in_place_of_a_text_are_told_by_title_or_words() {
        let gone = super::NOT_FOUND;
        check_notice("404", "Not Found", "The page you asked for is not on this server.", gone);
        check_notice("Oops!", "Something went wrong", "We could not find the page that you were looking for.", gone);
        check_notice("Error", "Page unavailable", "The page has been removed or does not exist any longer.", gone);
        check_notice("Seite nicht gefunden", "Fehler", "Die Seite, die Sie suchen, gibt es nicht mehr.", gone);
        check_notice("Nicht gefunden", "Fehler", "Die aufgerufene Seite existiert leider nicht oder nicht mehr.", gone);
        check_notice("Erreur", "Page introuvable", "La page demandée n’existe pas ou plus.", gone);
        check_notice("お知らせ", "ページが存在しません", "ご指定のページは存在しないか、移動しました。", gone);
        let sign_in = "a sign-in page";
        check_notice("Intranet", "Authentication required", "Please enter your user name and your password.", sign_in);
        check_notice("Anmeldung", "Anmelden", "Bitte geben Sie Ihren Namen und Ihr Kennwort ein.", sign_in);
        let robot = "a check of the browser";
        check_notice(
            "Attention Required!",
            "Sorry, you have been blocked",
            "You are unable to access this site.",
            robot,
        );
        check_notice(
            "Request Rejected",
            "Request Rejected",
            "The requested URL was rejected. Your support ID is 1.",
            robot,
        );
        check_notice("403 Forbidden", "Forbidden", "You don’t have permission to access this.", robot);
        let consent = "a question for consent";
        check_notice(
            "Ministry of Boats",
            "We value your privacy",
            "We and our partners use cookies. You can change your mind at any time.",
            consent,
        );
        check_notice(
            "Ministero",
            "Informativa",
            "Questo sito utilizza cookie. Può accettare o rifiutarli tutti.",
            consent,
        );
        let order = "a notice that the site is out of order";
        check_notice("Ministry", "Service unavailable", "The service is busy. Try again later.", order);
        check_notice("Maintenance", "We will be back soon", "The site is undergoing scheduled maintenance.", order);
        check_notice("Wartung", "Wartungsarbeiten", "Die Seite ist zurzeit nicht erreichbar.", order);
        // Texts that have such words.
        let text = "<p>We met and agreed that kettles boil, and that this is to be said again in every year to come.";
        for title in [
            "Statement on access denied to hospitals",
            "Declaration on 404 boats",
            "Statement on the maintenance of boats",
            "Statement on sign-in by secure means",
            "Statement on consent in the age of cookies",
        ] {
            check(&format!("<html><title>{title}</title><body><h1>{title}</h1>{}</body></html>", text.repeat(4)), None);
        }
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
