//! What others carry away: cards, frames, forms to copy, and what the head of a page says.

use axum::http::Method;
use serde_json::{Value, json};

use crate::consumer::run;
use crate::site::{Answer, BASE, ask, get, over};

const REPORT: &str = "/2018-ise-shima-cyber-group-report";
const PRESS: &str = "/2017-the-hill-lucca-report";

/// Returns the contents of the tags `<meta name|property="name" content="…">`.
fn tags<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let opening = format!("=\"{name}\" content=\"");
    answer.body.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_card_is_a_picture_of_the_promised_size() {
    let answer = get(&format!("{PRESS}/p/7/card.png"));
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/png"));
    assert_eq!(answer.bytes.get(..8), Some(&b"\x89PNG\r\n\x1a\n"[..]));
    let side = |at: usize| u32::from_be_bytes(answer.bytes[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (1200, 630));
    // Drawn once and kept, so the same bytes come again.
    assert_eq!(get(&format!("{PRESS}/p/7/card.png")).bytes, answer.bytes);
}

/// A document of four paragraphs in scripts that the fonts of the cards have, and two in scripts that they lack.
fn scripts() -> (axum::Router, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("documents")).unwrap();
    let text = "1. Łódź, Kraków i Gdańsk.\n\n2. Η δήλωση των κρατών.\n\n3. Заявление государств.\n\n4. Tiếng Việt, Ţară, Ġgantija.\
        \n\n5. サイバー空間の宣言。\n\n6. إعلان الدول.\n";
    let front = "title = \"A declaration\"\nkind = \"declaration\"\ndate = \"2001\"\nissuer = \"Ministers\"\n";
    std::fs::write(folder.path().join("documents/2001-scripts.md"), format!("+++\n{front}+++\n{text}")).unwrap();
    let long = format!(
        "title = \"{}\"\nkind = \"declaration\"\ndate = \"2002\"\nissuer = \"Ministers\"\n",
        "word ".repeat(1_600)
    );
    std::fs::write(folder.path().join("documents/2002-long.md"), format!("+++\n{long}+++\n1. One.\n")).unwrap();
    let headed = front.replace("2001", "2003");
    let text = "1. One.\n\n# 附件\n\n1. Another.\n";
    std::fs::write(folder.path().join("documents/2003-headed.md"), format!("+++\n{headed}+++\n{text}")).unwrap();
    (over(g7cyber::corpus::Files::Directory(folder.path().to_owned())), folder)
}

#[test]
fn a_card_is_drawn_where_its_fonts_have_every_letter_and_else_none_is_offered() {
    let (site, _folder) = scripts();
    let get = |path: &str| ask(site.clone(), Method::GET, path, &[], "");
    let paragraph = "/2001-scripts/p/";
    for number in 1..=6 {
        let has_card = number <= 4;
        let card = get(&format!("{paragraph}{number}/card.png"));
        assert_eq!(card.status.as_u16(), if has_card { 200 } else { 404 }, "{number}");
        assert!(has_card || card.body.contains("lack some of their letters"), "{}", card.body);
        let page = get(&format!("{paragraph}{number}"));
        let kind = if has_card { "summary_large_image" } else { "summary" };
        assert_eq!((tags(&page, "og:image").len(), tags(&page, "twitter:card")), (usize::from(has_card), vec![kind]));
        assert_eq!(get(&format!("{paragraph}{number}/cite")).body.contains("card.png"), has_card, "{number}");
        let url = format!("{BASE}{paragraph}{number}").replace(':', "%3A").replace('/', "%2F");
        let embedded = get(&format!("/oembed?url={url}")).json();
        assert_eq!(embedded.get("thumbnail_url").is_some(), has_card, "{embedded}");
    }
    // The heading that a paragraph is called by is printed, too.
    assert_eq!(get("/2003-headed/p/2/card.png").status.as_u16(), 404);
    assert_eq!(get("/2003-headed/p/1/card.png").status.as_u16(), 200);
    // A title of 8,000 characters is measured once.
    assert_eq!(get("/2002-long/p/1/card.png").status.as_u16(), 200);
}

#[test]
fn the_alternative_text_of_a_card_is_its_words() {
    let page = get(&format!("{PRESS}/p/7"));
    let [alt] = tags(&page, "og:image:alt")[..] else { panic!("one alternative text") };
    assert!(alt.starts_with("“Russia has denied the allegations.” "), "{alt}");
    let long = get(&format!("{REPORT}/p/4"));
    let [alt] = tags(&long, "og:image:alt")[..] else { panic!("one alternative text") };
    assert!(alt.contains("…” ") && alt.len() < 600 && alt.ends_with("23 April 2018, paragraph 4"), "{alt}");
    assert_eq!(tags(&long, "og:image"), [format!("{BASE}{REPORT}/p/4/card.png")]);
    assert_eq!(tags(&long, "og:url"), [format!("{BASE}{REPORT}/p/4")]);
}

#[test]
fn reference_managers_take_a_page_for_a_report_of_its_issuer() {
    let page = get(REPORT);
    assert_eq!(tags(&page, "citation_technical_report_institution"), ["G7 Ise-Shima Cyber Group"]);
    assert_eq!(tags(&page, "citation_author"), ["G7 Ise-Shima Cyber Group,"]);
    assert_eq!(tags(&page, "citation_publication_date"), ["2018/04/23"]);
    assert_eq!(tags(&page, "citation_public_url"), [format!("{BASE}{REPORT}")]);
    let press = get(PRESS);
    assert!(tags(&press, "citation_technical_report_institution").is_empty());
}

#[test]
fn linked_data_says_the_same_as_the_page_and_cannot_end_its_script() {
    let page = get(&format!("{REPORT}/p/6"));
    let (_, rest) = page.body.split_once("<script type=\"application/ld+json\">").unwrap();
    let (linked, _) = rest.split_once("</script>").unwrap();
    assert!(!linked.contains('<'), "{linked}");
    let linked: serde_json::Value = serde_json::from_str(linked).unwrap();
    assert_eq!(linked["@type"], "Quotation");
    assert_eq!(linked["url"], format!("{BASE}{REPORT}/p/6"));
    assert_eq!(linked["text"], get(&format!("{REPORT}/p/6.json")).json()["text"]);
    assert_eq!(linked["isPartOf"]["@type"], "Report");
    assert_eq!(linked["isPartOf"]["datePublished"], "2018-04-23");
}

#[test]
fn only_the_embed_page_may_be_framed_and_it_has_no_script() {
    let frame = get(&format!("{REPORT}/p/4/embed"));
    assert!(frame.header("content-security-policy").contains("frame-ancestors *"));
    assert_eq!(frame.header("x-frame-options"), "");
    assert!(!frame.body.contains("<script"));
    assert!(frame.body.contains(&format!("href=\"{BASE}{REPORT}/p/4\"")));
    let page = get(&format!("{REPORT}/p/4"));
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    let press = get(&format!("{PRESS}/p/7/embed"));
    assert!(press.body.contains("Press report"), "{}", press.body);
}

/// Returns the answer of the embedding interface for an address.
fn oembed(url: &str, rest: &str) -> Answer {
    let url: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
    get(&format!("/oembed?url={url}{rest}"))
}

#[test]
fn editors_find_out_how_to_embed_a_paragraph() {
    let page = get(&format!("{REPORT}/p/4"));
    let address = "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"";
    let discovered = page.body.split(address).nth(1).unwrap().split('"').next().unwrap();
    let path = discovered.strip_prefix(BASE).unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let value = get(&path).json();
    assert_eq!((&value["version"], &value["type"]), (&"1.0".into(), &"rich".into()));
    let html = value["html"].as_str().unwrap();
    assert!(html.starts_with(&format!("<blockquote cite=\"{BASE}{REPORT}/p/4\"")), "{html}");
    assert!(html.contains(&format!("</blockquote>\n<iframe src=\"{BASE}{REPORT}/p/4/embed\"")), "{html}");
    assert!(value["width"].as_u64().unwrap() <= 600 && value["height"].as_u64().unwrap() > 100);
    assert_eq!(value["thumbnail_url"], format!("{BASE}{REPORT}/p/4/card.png"));
    let author = &value["author_name"];
    assert_eq!(author, "G7 Ise-Shima Cyber Group");
}

/// Returns what WordPress leaves of what a provider gave that it does not know, by its own filter.
fn left_by_wordpress(value: &Value) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let given = json!({ "type": value["type"], "url": format!("{BASE}/"), "html": value["html"] });
    std::fs::write(folder.path().join("oembed.json"), given.to_string()).unwrap();
    let output = run("php", "embed.php", folder.path())?;
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_takes_frames_away_is_left_with_words_source_and_link() {
    for (path, press) in [(format!("{REPORT}/p/4"), false), (format!("{PRESS}/p/7"), true)] {
        let value = oembed(&format!("{BASE}{path}"), "").json();
        let Some(left) = left_by_wordpress(&value) else { return };
        let text = get(&format!("{path}.json")).json();
        let (quotation, frame) = left.split_once("</blockquote>").unwrap();
        let words = quotation.replace("&#038;", "&").replace("&#039;", "'").replace("&#034;", "\"");
        assert!(words.contains(text["text"].as_str().unwrap()), "{left}");
        assert!(
            words.contains(text["title"].as_str().unwrap()) && words.contains(text["issuer"].as_str().unwrap()),
            "{left}"
        );
        assert!(words.contains(&format!("<a href=\"{BASE}{path}\">")), "{left}");
        assert_eq!(words.contains("Press report: "), press, "{left}");
        assert!(frame.contains(&format!(" src=\"{BASE}{path}/embed#?secret=")), "{left}");
        assert!(frame.contains(" width=\"") && frame.contains(" height=\"") && frame.contains(" title=\""), "{left}");
    }
}

#[test]
fn what_a_frame_loads_may_be_loaded_from_no_origin() {
    let frame = get(&format!("{REPORT}/p/4/embed")).body;
    let files: Vec<&str> = frame.split("href=\"/static/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(files.len() >= 3, "{frame}");
    assert_eq!(frame.matches("crossorigin>").count(), files.len(), "{frame}");
    for file in files {
        let answer = get(&format!("/static/{file}"));
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{file}");
    }
}

#[test]
fn a_document_has_a_card_too() {
    for (path, alternative) in [(REPORT, "23 April 2018"), ("/2017-lucca-declaration", "11 April 2017")] {
        let page = get(path);
        assert_eq!(tags(&page, "og:image"), [format!("{BASE}{path}/card.png")]);
        assert!(tags(&page, "og:image:alt")[0].ends_with(alternative), "{:?}", tags(&page, "og:image:alt"));
        let answer = get(&format!("{path}/card.png"));
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/png"));
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    }
    assert_eq!(get("/2018-nowhere/card.png").status, 404);
}

#[test]
fn a_date_without_a_day_stands_where_nothing_makes_a_day_of_it() {
    let page = get(PRESS);
    assert_eq!(tags(&page, "citation_cover_date"), ["2017/04"]);
    assert!(tags(&page, "citation_publication_date").is_empty());
    assert!(!page.body.contains("<time") && !page.body.contains("datePublished"), "{}", page.body);
    assert!(!get(REPORT).body.contains("\"publisher\""));
    assert_eq!(tags(&page, "dc.type"), ["newspaperArticle"]);
    assert_eq!(tags(&page, "prism.publicationName"), ["The Hill"]);
}

#[test]
fn an_institution_stands_in_the_tag_that_keeps_it_whole() {
    let list = get("/documents.json").json();
    for document in list["documents"].as_array().unwrap() {
        let (path, issuer) = (document["path"].as_str().unwrap(), document["issuer"].as_str().unwrap());
        let page = get(path);
        let mut authors = tags(&page, "citation_author");
        authors.extend(tags(&page, "bepress_citation_author"));
        // Zotero reads what stands before the comma at the end as one name; at others it cuts, and then none is given.
        let whole = format!("{issuer},");
        let expected = if issuer.contains(',') { vec![] } else { vec![whole.as_str()] };
        let authors: Vec<String> = authors.iter().map(|author| author.replace("&#39;", "'")).collect();
        assert_eq!(authors, expected, "{path}");
    }
}

#[test]
fn an_embedding_keeps_to_the_room_it_is_given() {
    let value = oembed(&format!("{BASE}{REPORT}/p/4?hl=x"), "&maxwidth=320&maxheight=200").json();
    assert_eq!((&value["width"], &value["height"]), (&320.into(), &200.into()));
    assert!(value["thumbnail_url"].is_null());
    for nonsense in ["&maxwidth=0", "&maxwidth=-1", "&maxwidth=99999999999", "&maxheight=x"] {
        assert_eq!(oembed(&format!("{BASE}{REPORT}/p/4"), nonsense).status, 200, "{nonsense}");
    }
}

#[test]
fn foreign_and_unknown_addresses_cannot_be_embedded() {
    for url in [
        "https://evil.example/2018-ise-shima-cyber-group-report/p/4",
        "https://archive.example.evil.example/2018-ise-shima-cyber-group-report/p/4",
        "https://archive.example/2018-ise-shima-cyber-group-report/p/99",
        "https://archive.example/2018-nowhere/p/1",
        "https://archive.example/help",
        "javascript:alert(1)",
    ] {
        assert_eq!(oembed(url, "").status, 404, "{url}");
    }
    assert_eq!(oembed(&format!("{BASE}{REPORT}/p/4"), "&format=xml").status, 400);
    assert_eq!(get("/oembed").status, 400);
}

#[test]
fn a_long_text_after_our_address_is_no_address() {
    let started = std::time::Instant::now();
    for _ in 0..20 {
        assert_eq!(oembed(&format!("{BASE}/{}", "cyberspcae declaratoin ".repeat(150)), "").status, 404);
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn browsers_find_the_icon_where_it_always_was() {
    let answer = get("/favicon.ico");
    assert_eq!(get(answer.header("location")).status, 200);
    assert!(get("/opensearch.xml").body.contains(answer.header("location")));
}

#[test]
fn the_forms_to_copy_stand_in_read_only_fields() {
    let page = get(&format!("{REPORT}/p/4/cite"));
    let main = page.main();
    let fields = ["link", "quotation", "text", "footnote", "html", "markdown", "fingerprint", "apa", "chicago", "mla"];
    for field in fields.into_iter().chain(["oscola", "bibtex", "ris", "csl"]) {
        assert!(main.contains(&format!("<textarea id=\"field-{field}\" readonly")), "{field}: {main}");
        assert!(main.contains(&format!("<label for=\"field-{field}\">")), "{field}");
    }
    for attribute in ["blockquote cite=", "data-originalurl=", "data-versionurl=", "data-versiondate="] {
        assert!(main.contains(attribute), "{attribute}");
    }
    let fingerprint = get(&format!("{REPORT}/p/4.json")).json()["fingerprint"].as_str().unwrap().to_owned();
    assert!(main.matches(&fingerprint[..16]).count() >= 5, "copied citations carry the fingerprint");
    assert!(!main.contains("<input") && !main.contains("<form"), "nothing is sent");
}
