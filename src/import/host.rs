//! What is known of each kind of host: where its text is, what of a page is furniture, who it is.
//!
//! The one place for rules about hosts. Selectors say where the text is and what in it is not; lines are furniture
//! wherever they stand. A host nobody knows has the last rules: the main text, found by weight.

use url::Url;

/// The rules for one kind of host.
#[derive(Debug)]
pub(super) struct Host {
    /// Its name as provenance; nothing for a host that is not known.
    pub(super) name: Option<&'static str>,
    /// Ends of host names, whole labels.
    names: &'static [&'static str],
    /// A part of the path that a shared host must have.
    path: &'static str,
    /// Where the text is, the first that is there.
    pub(super) main: &'static [&'static str],
    /// What in it is furniture.
    pub(super) furniture: &'static str,
    /// Beginnings of lines that are furniture, in lower case.
    pub(super) lines: &'static [&'static str],
    /// Beginnings of lines, in lower case, with which the foot of the page begins.
    pub(super) foot: &'static [&'static str],
    /// How its pages are laid out where plain HTML does not tell.
    pub(super) layout: Layout,
    /// What an operator should know before relying on it.
    pub(super) caution: Option<&'static str>,
    /// Whether it must not be used at all.
    pub(super) refused: bool,
}

/// How pages are laid out where plain HTML does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A title, perhaps a line with date and place, then the text.
    Plain,
    /// Fields in square brackets, `[Title]` to `[Full text]`, then the text.
    Fields,
}

const UNKNOWN: Host = Host {
    name: None,
    names: &[],
    path: "",
    main: &["main", "[role=main]", "article"],
    furniture: "",
    lines: &[],
    foot: &[],
    layout: Layout::Plain,
    caution: None,
    refused: false,
};

/// Every kind of host that is known.
static HOSTS: &[Host] = &[
    Host { name: Some("G7 Information Centre"), names: &["g7.utoronto.ca", "g8.utoronto.ca"], ..INFORMATION_CENTRE },
    Host {
        name: Some("G7 Information Centre (temporary home)"),
        names: &["globalgovernanceprogram.org", "globalgovernanceproject.org"],
        path: "/g7/",
        ..INFORMATION_CENTRE
    },
    Host { name: Some("The World and Japan"), names: &["worldjpn.net"], main: &[], layout: Layout::Fields, ..UNKNOWN },
    Host {
        name: Some("The World and Japan"),
        names: &["ioc.u-tokyo.ac.jp"],
        path: "/~worldjpn",
        main: &[],
        layout: Layout::Fields,
        ..UNKNOWN
    },
    Host {
        name: Some("Ministry of Foreign Affairs of Japan"),
        names: &["mofa.go.jp"],
        main: &["#main-content", "#maincontents", "main"],
        furniture: "#breadcrumb, .breadcrumb, .link-before, .any-area",
        lines: &["embargo", "final, confidential until", "(embargo", "check against delivery"],
        ..UNKNOWN
    },
    Host {
        name: Some("GOV.UK"),
        names: &["gov.uk"],
        main: &["main .govspeak", ".govspeak", "main"],
        furniture: ".gem-c-contents-list, .gem-c-notice, .gem-c-government-navigation, .gem-c-published-dates, \
                    .gem-c-metadata, .publication-header, .gem-c-print-link, .gem-c-attachment",
        lines: &["this was published under", "published ", "updated ", "get emails about", "print this page"],
        foot: &["is this page useful", "is there anything wrong with this page", "© crown copyright"],
        ..UNKNOWN
    },
    Host {
        name: Some("Federal Reserve Archival System for Economic Research (FRASER)"),
        names: &["fraser.stlouisfed.org"],
        caution: Some(
            "full texts here are character recognition that loses fi and ff; read every word against the images",
        ),
        ..UNKNOWN
    },
    Host {
        name: Some("Government of the United States"),
        names: &["treasury.gov", "dhs.gov", "justice.gov", "usdoj.gov", "state.gov", "whitehouse.gov", "archives.gov"],
        main: &["article", "main", "[role=main]"],
        furniture: ".usa-banner, .breadcrumb, .breadcrumbs, .usa-breadcrumb, .share, .social-share, .field--name-field-tags",
        lines: &[
            "release date",
            "for immediate release",
            "tdd (",
            "(202)",
            "an official website",
            "press releases",
            "contact:",
            "media contact",
            "last published",
            "last updated",
        ],
        foot: &["###", "# # #", "use featured image", "last published date"],
        caution: Some("a release date here can be days after the meeting"),
        ..UNKNOWN
    },
    Host {
        name: Some("Government of Canada"),
        names: &[
            "international.gc.ca",
            "pm.gc.ca",
            "publicsafety.gc.ca",
            "g7.gc.ca",
            "g7.canada.ca",
            "cyber.gc.ca",
            "canada.ca",
        ],
        main: &["main", "#wb-main", "[role=main]"],
        furniture: "#wb-lng, #wb-srch, #wb-bc, .pagedetails, .gc-pg-hlpfl, .lang-switcher",
        lines: &[
            "skip to main content",
            "skip to",
            "pdf version",
            "français",
            "english",
            "language selection",
            "alternate format",
            "search and menus",
        ],
        foot: &["report a problem", "date modified", "share this page"],
        ..UNKNOWN
    },
    Host {
        name: Some("Ministry of Foreign Affairs of Italy"),
        names: &["esteri.it"],
        main: &["article", "main", ".entry-content", "#content"],
        furniture: ".cookie, .cookie-notice, #cookie-bar, .cookiebar",
        lines: &["this website uses cookies", "questo sito utilizza"],
        ..UNKNOWN
    },
    Host {
        name: Some("Ministry for Europe and Foreign Affairs of France"),
        names: &["diplomatie.gouv.fr"],
        main: &["article", "main", "#contenu"],
        lines: &["share", "partager", "facebook", "twitter", "linkedin", "print", "imprimer"],
        ..UNKNOWN
    },
    Host {
        name: Some("Federal Foreign Office of Germany"),
        names: &["auswaertiges-amt.de"],
        main: &["main article", "article", "main"],
        lines: &["welcome"],
        ..UNKNOWN
    },
    Host {
        name: Some("Federal Ministry of Finance of Germany"),
        names: &["bundesfinanzministerium.de"],
        main: &["main article", "article", "main"],
        ..UNKNOWN
    },
    Host {
        name: Some("European Union"),
        names: &["consilium.europa.eu", "eeas.europa.eu", "ec.europa.eu"],
        main: &["main article", "article", "main"],
        caution: Some("pages here are often extracts or meeting pages, not the text"),
        ..UNKNOWN
    },
    Host {
        name: Some("UNIDIR Cyber Policy Portal"),
        names: &["cyberpolicyportal.org"],
        caution: Some("headings and bullets are run together here: not to be the master text"),
        ..UNKNOWN
    },
    Host {
        names: &["scribd.com", "slideshare.net", "docslib.org", "readkong.com", "issuu.com", "documentcloud.org"],
        lines: &["you are on page"],
        caution: Some("an upload by somebody: rights are unclear and letters may be lost; the last resort"),
        ..UNKNOWN
    },
    Host { names: &["ppeniagara.com"], refused: true, ..UNKNOWN },
];

const INFORMATION_CENTRE: Host = Host {
    main: &["#content", "main", "[role=main]"],
    furniture: "#nav, #menu, .menu, .nav, #header, #footer, .follow, .logo",
    lines: &[
        "university of toronto",
        "g7 information centre",
        "g8 information centre",
        "g7/g8 summit meetings",
        "back to:",
        "summits |",
        "follow @",
        "[version française]",
        "[english version]",
        "[pdf",
    ],
    foot: &[
        "this information system is provided by",
        "this information is provided by",
        "please send comments",
        "g7 information centre",
        "g8 information centre",
    ],
    ..UNKNOWN
};

/// Furniture on pages of any host.
pub(super) const FURNITURE: &str = "nav, header nav, footer, aside, form, button, div[title=footer], div[title=header], select, dialog, [hidden], [role=navigation], \
    [role=banner], [role=search], [role=contentinfo], [role=complementary], .visually-hidden, .sr-only, .skip-link, \
    [role=dialog], [role=alertdialog], figure > figcaption, #onetrust-consent-sdk, #CybotCookiebotDialog, #usercentrics-root, \
    [id*=cookie-banner i], [class*=cookie-banner i], [id*=cookie-notice i], [class*=cookie-notice i], \
    [id*=cookie-consent i], [class*=cookie-consent i], [id*=cookiebanner i], [class*=cookiebanner i], \
    [id*=cookie-bar i], [class*=cookie-bar i], [id*=gdpr i], [class*=gdpr i], [class*=consent-banner i]";

/// Beginnings of lines, in lower case, that are furniture on pages of any host.
pub(super) const LINES: &[&str] = &[
    "[back to top]",
    "back to top",
    "return to top",
    "top of page",
    "skip to main content",
    "skip to content",
    "share this",
    "print this page",
    "© ",
];

/// Beginnings of lines, in lower case, with which the foot of any page begins.
pub(super) const FOOT: &[&str] =
    &["copyright ©", "© ", "(c) copyright", "all contents copyright", "this page was last updated", "last updated:"];

/// Returns the rules for the host of an address; those for an unknown host where there is none.
pub(super) fn host(url: Option<&str>) -> &'static Host {
    static STRANGER: Host = UNKNOWN;
    let Some(url) = url.and_then(|url| Url::parse(url).ok()) else { return &STRANGER };
    let name = url.host_str().unwrap_or_default();
    let is = |end: &&str| name == *end || name.strip_suffix(end).is_some_and(|front| front.ends_with('.'));
    HOSTS.iter().find(|host| host.names.iter().any(is) && url.path().starts_with(host.path)).unwrap_or(&STRANGER)
}

/// Returns an address as it is compared: scheme, `www.`, fragment and twin hosts do not count.
pub(super) fn canonical(url: &str) -> Option<String> {
    let url = Url::parse(url.trim()).ok()?;
    let name = url.host_str()?.trim_start_matches("www.");
    let name = if name == "g8.utoronto.ca" { "g7.utoronto.ca" } else { name };
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{name}{}{query}", url.path().trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, name: Option<&str>) {
        assert_eq!(host(Some(url)).name, name, "{url}");
    }

    #[test]
    fn hosts_are_known_by_whole_labels() {
        check("http://www.g8.utoronto.ca/foreign/x.html", Some("G7 Information Centre"));
        check("https://G7.utoronto.ca/ict/", Some("G7 Information Centre"));
        check("https://notg7.utoronto.ca.example/", None);
        check("https://home.treasury.gov/x", Some("Government of the United States"));
        check("https://www.gov.uk/x", Some("GOV.UK"));
        check("https://globalgovernanceprogram.org/g7/x", Some("G7 Information Centre (temporary home)"));
        check("https://globalgovernanceprogram.org/g20/x", None);
        check("not an address", None);
        assert!(host(Some("https://ppeniagara.com/x")).refused);
    }

    #[test]
    fn twins_of_a_page_are_one_address() {
        let one = canonical("http://www.G8.utoronto.ca/foreign/170411.html#top");
        assert_eq!(one, canonical("https://g7.utoronto.ca/foreign/170411.html"));
        assert_ne!(one, canonical("https://g7.utoronto.ca/foreign/170412.html"));
        assert_eq!(canonical("nowhere"), None);
    }

    #[test]
    fn every_selector_is_one() {
        for host in HOSTS {
            for selector in host.main.iter().chain([&host.furniture, &FURNITURE]).filter(|text| !text.is_empty()) {
                assert!(scraper::Selector::parse(selector).is_ok(), "{selector}");
            }
        }
    }
}
