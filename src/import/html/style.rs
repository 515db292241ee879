//! How a browser would show an element: hidden, struck out, raised, on a line of its own.
//!
//! Knows the style sheets inside a page, style attributes, and the classes by which hosts hide words from eyes; style
//! sheets outside of the page are not fetched. Weighs rules as browsers do, by their selectors and order.

mod sheet;

use scraper::{ElementRef, Html};

use self::sheet::Sheets;

/// What is known of how an element is shown; nothing of what its elements around it say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Not shown at all.
    pub(super) hidden: bool,
    /// Shown to screen readers only.
    pub(super) read_only: bool,
    /// Struck out.
    pub(super) struck: bool,
    /// Raised above the line.
    pub(super) raised: bool,
    /// Whether it stands on a line of its own, where the page says so.
    pub(super) block: Option<bool>,
    /// What the page puts before its words.
    pub(super) before: Option<String>,
    /// How its items are numbered, where the page says so.
    pub(super) list_style: Option<String>,
}

/// The styles of a page.
#[derive(Debug, Default)]
pub(super) struct Styles {
    sheets: Sheets,
}

impl Styles {
    pub(super) fn of(html: &Html) -> Self {
        Self { sheets: Sheets::of(html) }
    }

    /// Returns how an element looks.
    pub(super) fn look(&self, element: ElementRef<'_>) -> Look {
        let name = element.value().name();
        // Whether it has no place on the page, which `display` alone decides, whatever else hides its words.
        let mut absent = element.attr("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
            || name == "dialog" && element.attr("open").is_none()
            || element.attr("popover").is_some()
            || is_folded(element);
        let mut look = Look {
            read_only: element.value().classes().any(is_read_only),
            struck: matches!(name, "del" | "s" | "strike"),
            raised: name == "sup",
            ..Look::default()
        };
        let own = element.attr("style").map(sheet::declarations).unwrap_or_default();
        let mut position = String::new();
        let (mut aside, mut flat, mut cut) = (false, false, false);
        for (property, value) in self.sheets.of_element(element, own) {
            match property.as_str() {
                "display" => {
                    absent = value == "none" || is_folded(element);
                    look.block = match value.as_str() {
                        "none" | "contents" => None,
                        value => Some(!value.starts_with("inline") && value != "ruby" && value != "ruby-text"),
                    };
                }
                "content-visibility" => look.hidden |= value == "hidden",
                "visibility" => look.hidden |= value == "hidden" || value == "collapse",
                "mso-hide" => look.hidden |= value == "all",
                "vertical-align" => look.raised = value == "super" || value == "text-top" && name == "sup",
                "text-decoration" | "text-decoration-line" => look.struck |= value.contains("line-through"),
                "position" => position = value,
                "clip" => aside |= clips_all(&value),
                "clip-path" => aside |= value.starts_with("inset(50%") || value.starts_with("inset(100%"),
                "left" | "top" | "margin-left" | "text-indent" => look.read_only |= is_far_off(&value),
                "font-size" => look.hidden |= is_nothing(&value),
                "opacity" => look.hidden |= matches!(value.as_str(), "0" | "0.0" | "0%"),
                "height" | "max-height" | "width" | "max-width" => flat |= is_nothing(&value),
                "overflow" => cut = value.starts_with("hidden") || value.starts_with("clip"),
                "before" => look.before = Some(value),
                "list-style" | "list-style-type" => look.list_style = Some(value),
                _ => {}
            }
        }
        look.hidden |= absent || flat && cut;
        look.read_only |= aside && (position == "absolute" || position == "fixed");
        look
    }
}

fn is_nothing(length: &str) -> bool {
    matches!(length, "0" | "0px" | "0pt" | "0em" | "0rem" | "0%")
}

/// Tells what a reader sees only after opening what it stands in: all of closed details but their first summary.
pub(super) fn is_folded(element: ElementRef<'_>) -> bool {
    let Some(outer) = element.parent().and_then(ElementRef::wrap).filter(|outer| is_closed(*outer)) else {
        return false;
    };
    let summary = outer.child_elements().find(|inner| inner.value().name() == "summary");
    summary.is_none_or(|summary| summary.id() != element.id())
}

/// Tells details that are closed until a reader opens them.
pub(super) fn is_closed(element: ElementRef<'_>) -> bool {
    element.value().name() == "details" && element.attr("open").is_none()
}

/// Tells `rect(0 0 0 0)`, `rect(1px, 1px, 1px, 1px)` and their like.
fn clips_all(value: &str) -> bool {
    let Some(inside) = value.strip_prefix("rect(").and_then(|rest| rest.strip_suffix(')')) else { return false };
    let mut sides = inside.split([' ', ',']).filter(|side| !side.is_empty());
    sides.all(|side| matches!(side, "0" | "0px" | "1px"))
}

/// Tells a place outside of every window.
fn is_far_off(value: &str) -> bool {
    let number = value.trim_end_matches(|last: char| !last.is_ascii_digit());
    let far = if value.ends_with("px") { -999.0 } else { -100.0 };
    number.parse::<f64>().is_ok_and(|number| number <= far)
}

/// Tells the classes by which hosts, and the kits that they are built with, hide words from eyes.
fn is_read_only(class: &str) -> bool {
    const EXACT: [&str; 19] = [
        "wb-inv",
        "aural",
        "audible",
        "offscreen",
        "off-screen",
        "assistive-text",
        "navskip",
        "a11y-hidden",
        "vh",
        "u-vh",
        "hide-text",
        "access-only",
        "hidden-accessible",
        "ui-helper-hidden-accessible",
        "show-for-sr",
        "wb-invisible",
        "a11y-only",
        "invisible",
        "elementor-screen-only",
    ];
    const FAMILIES: [&str; 13] = [
        "visually-hidden",
        "visuallyhidden",
        "hidden-visually",
        "hidden-visual",
        "hiddenvisually",
        "visually-hide",
        "sr-only",
        "sronly",
        "screen-reader",
        "screenreader",
        "element-invisible",
        "skip-link",
        "skiplink",
    ];
    let class = class.to_ascii_lowercase();
    // `not-sr-only` and what undoes it at some width.
    if class.contains("not-") || class.contains(':') {
        return false;
    }
    EXACT.contains(&class.as_str()) || FAMILIES.iter().any(|family| class.replace('_', "-").contains(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: impl Fn(&Look) -> bool) {
        let html = Html::parse_document(page);
        let selector = scraper::Selector::parse("#x").unwrap();
        let look = Styles::of(&html).look(html.select(&selector).next().unwrap());
        assert!(expected(&look), "{page}: {look:?}");
    }

    #[test]
    fn what_no_reader_sees_is_told() {
        for style in [
            "display:none",
            "DISPLAY : none !important; color:red",
            "visibility:hidden",
            "font-size:0",
            "mso-hide:all",
            "opacity:0",
            "height:0; overflow:hidden",
            "content-visibility:hidden",
            "visibility:hidden; display:block",
            "opacity:0; display:inline",
            "font-size:0; display:list-item",
        ] {
            check(&format!("<p id=x style='{style}'>a"), |look| look.hidden);
        }
        for (first, last) in [
            ("opacity:0", "opacity:1"),
            ("height:0;overflow:hidden", "height:auto"),
            ("max-height:0;overflow:hidden", "max-height:none"),
            ("font-size:0", "font-size:1rem"),
            ("visibility:hidden", "visibility:visible"),
            ("text-indent:-9999px", "text-indent:0"),
            ("text-decoration:line-through", "text-decoration:none"),
        ] {
            let page = format!("<style>.a{{{first}}} .a.b{{{last}}}</style><p id=x class='a b'>a");
            check(&page, |look| *look == Look::default());
        }
        check("<p id=x hidden>a", |look| look.hidden);
        check("<p id=x hidden style='display:block'>a", |look| !look.hidden);
        check("<p id=x style='display:block'>a", |look| !look.hidden && look.block == Some(true));
        for class in [
            "sr-only",
            "govuk-visually-hidden",
            "wb-inv",
            "ecl-u-sr-only",
            "usa-sr-only",
            "screen-reader-text",
            "element-invisible",
            "visuallyhidden",
            "visually-hidden",
            "aural",
            "fr-sr-only",
            "u-sr-only",
            "a11y-hidden",
        ] {
            check(&format!("<p id=x class='a {class}'>a"), |look| look.read_only);
        }
        for class in ["not-sr-only", "visible", "text", "md:sr-only"] {
            check(&format!("<p id=x class='{class}'>a"), |look| *look == Look::default());
        }
    }

    #[test]
    fn rules_of_the_page_count_as_in_browsers() {
        check("<style>.a{display:none}</style><p id=x class=a>a", |look| look.hidden);
        check("<style>p.a{display:block} .a{display:none}</style><p id=x class=a>a", |look| !look.hidden);
        check("<style>#x{display:none} .a{display:block!important}</style><p id=x class=a>a", |look| !look.hidden);
        check(
            "<style>@media print{.a{display:none}} @media (max-width:600px){.a{display:none}}</style><p id=x class=a>a",
            |look| !look.hidden,
        );
        check(
            "<style>@media screen and (min-width:600px){.b .a{display:none}}</style><div class=b><p id=x class=a>a",
            |look| look.hidden,
        );
        check(
            "<style>/* } */ .c::after{content:'}'} .a{position:absolute;clip:rect(0 0 0 0)}</style><p id=x class=a>a",
            |look| look.read_only,
        );
        check("<style>.f{vertical-align:super}</style><span id=x class=f>1</span>", |look| look.raised);
        check("<style>.f{text-decoration:line-through}</style><span id=x class=f>1</span>", |look| look.struck);
        check("<style>li.f:before{content:counter(n,lower-latin) ') '}</style><li id=x class=f>1", |look| {
            look.before.as_deref() == Some("counter(n,lower-latin) ') '")
        });
        check("<style>.a{display:none</style><p id=x class=a>a", |look| look.hidden);
        check("<style>}}}{{{</style><p id=x class=a>a", |look| *look == Look::default());
    }
}
