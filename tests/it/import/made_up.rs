//! Made-up pages and texts of the kinds that real ones come in, and what a reader of each sees.

use std::fs;

use super::{ID, agrees, imported, lines, loaded};

/// Imports a made-up file, and compares the lines of its draft and, where given, what a comment of it says.
#[track_caller]
fn check_file(name: &str, words: &str, expected: &[&str], told: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, words).unwrap();
    let draft = imported(folder.path(), &file, None).unwrap();
    let corpus = loaded(folder.path());
    assert_eq!(lines(&corpus.documents()[0]), expected, "{draft}");
    assert!(draft.lines().any(|line| line.starts_with('#') && line.contains(told)), "{told}\n{draft}");
    agrees(folder.path(), &draft);
    draft
}

#[track_caller]
fn check(body: &str, expected: &[&str], told: &str) -> String {
    check_file("page.html", &format!("<html><title>T</title><body><h1>T</h1>{body}</body></html>"), expected, told)
}

#[test]
fn what_nobody_sees_is_no_text() {
    let page = "<p>1. We recall the <a>report of the group <span class=\"govuk-visually-hidden\">(opens in new tab)</span></a> \
        and we will act on it.<p style='display:none'>2. A paragraph that no reader sees.<p>2. We agree<span hidden> not</span> to <button>Copy</button>meet.";
    check(
        page,
        &["1. We recall the report of the group and we will act on it.", "2. We agree to meet."],
        "which are left out: `2. A paragraph that no reader sees.`",
    );
    let styled = "<style>.gone{display:none} .far{position:absolute;left:-9999px}</style><p>One <b class=far>two</b> three.<div class=gone><p>Four words of it.</div><p>Five.";
    check(styled, &["One three.", "Five."], "Four words of it.");
    check(
        "<p>Words with <select><option>Asia<option>Africa</select> a choice.<p>Asia",
        &["Words with a choice.", "Asia"],
        "doubt",
    );
}

#[test]
fn struck_words_are_left_out_and_told() {
    check(
        "<p>1. States <del>may</del> <ins>shall</ins> act, <s>if they wish</s> at once.<p>Done.",
        &["1. States shall act, at once.", "Done."],
        "`may` is struck out",
    );
    check(
        "<p>One paragraph.<p><strike>Another that went.</strike><p>A third.",
        &["One paragraph.", "A third."],
        "struck out and left out: `Another that went.`",
    );
}

#[test]
fn readings_beside_letters_are_left_out() {
    let page = "<p><ruby>会議<rp>(</rp><rt>かいぎ</rt><rp>)</rp></ruby>は<ruby>言葉<rt>ことば</rt></ruby>を守る。<p>また会う。";
    check(page, &["会議は言葉を守る。", "また会う。"], "in all: 2 paragraphs");
}

#[test]
fn numbers_in_cells_and_lines_of_their_own_belong_to_what_follows() {
    let table = "<table><tr><td><p>(1)</p></td><td><p>The first reason is given here.</p></td></tr><tr><td>•</td><td>A point of it.</td></tr>\
        <tr><td>a)</td><td>Another point.</td></tr></table><p>7.<p>We agree on this.";
    check(
        table,
        &["(1) The first reason is given here.", "- A point of it.", "a) Another point.", "7. We agree on this."],
        "`a)`",
    );
}

#[test]
fn raised_marks_are_told_from_powers_and_ordinals() {
    let page = "<p>apply.<sup>2,3</sup> They hold.<sup>2-4</sup> Again<sup>i</sup> and<sup>a)</sup> so<span style='vertical-align:super'>1</span> on.\
        <p>There are 2<sup>128</sup> of 70<sup>th</sup> kind on 5 m<sup>2</sup> of the XXI<sup>e</sup> floor.";
    let draft = check(
        page,
        &["apply. They hold. Again and so on.", "There are 2¹²⁸ of 70th kind on 5 m² of the XXIe floor."],
        "footnote mark `2,3` is left out",
    );
    assert!(draft.contains("raised digits are taken as a power"), "{draft}");
    let after_stops = "<p>They apply.<sup>i</sup> They hold,<sup>ii</sup> and go on.<sup>a)</sup> Done.";
    check(after_stops, &["They apply. They hold, and go on. Done."], "footnote mark `ii` is left out");
}

#[test]
fn a_page_that_says_it_is_utf_8_is_read_so_whatever_bytes_were_pasted_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let head = "<meta charset=utf-8><h1>T</h1><p>The “world’s” boats — all of them.<p>It ends ".as_bytes();
    fs::write(&file, [head, b"\x96 as it seems \x93here\x94."].concat()).unwrap();
    let draft = imported(folder.path(), &file, None).unwrap();
    let corpus = loaded(folder.path());
    let expected = ["The “world’s” boats — all of them.", "It ends – as it seems “here”."];
    assert_eq!(lines(&corpus.documents()[0]), expected, "{draft}");
    assert!(draft.contains("# doubt: ") && draft.contains("It ends –"), "{draft}");
}

#[test]
fn a_sentence_is_not_cut_by_what_stands_at_a_line_s_head() {
    let page = "<p>1. Ministers agree that the internet<br>– open and free – is for all, as said at points<br>(a) and (b) of the annex.<p>Done.";
    check(
        page,
        &[
            "1. Ministers agree that the internet – open and free – is for all, as said at points (a) and (b) of the annex.",
            "Done.",
        ],
        "in all: 2 paragraphs",
    );
    let list = "<p>1. Ministers agree to<br>a) share what they know;<br>b) meet again; and<br>c) report.<p>Done.";
    check(
        list,
        &["1. Ministers agree to", "a) share what they know;", "b) meet again; and", "c) report.", "Done."],
        "none to the format",
    );
}

#[test]
fn labels_are_paragraphs_and_dates_no_numbers() {
    let page = "<p>26. Januar 2022<p>Wir haben uns getroffen und das Folgende vereinbart, das hier steht.<p><strong>Im Einzelnen:</strong><ul><li>Kessel<li>Tassen</ul><p>Das ist alles, was wir sagen.<p>M. NAME";
    let draft = check(
        page,
        &[
            "Wir haben uns getroffen und das Folgende vereinbart, das hier steht.",
            "Im Einzelnen:",
            "- Kessel",
            "- Tassen",
            "Das ist alles, was wir sagen.",
            "M. NAME",
        ],
        "stands below the last full sentence: `M. NAME`",
    );
    assert!(draft.contains("date = \"2022-01-26\"") && draft.contains("language = \"de\""), "{draft}");
}

#[test]
fn siblings_are_one_text_and_menus_none() {
    let article = |name: &str| {
        format!(
            "<article><h2>{name}</h2><p>Words of this part that go on for rather more than the eighty letters which a part must have.</article>"
        )
    };
    let menu: String = (0..20).map(|n| format!("<li><a href=/{n}>Embassy number {n}</a>")).collect();
    let page =
        format!("<div>{}{}<div><h3>Missions abroad</h3><ul>{menu}</ul></div></div>", article("One"), article("Two"));
    let words = "Words of this part that go on for rather more than the eighty letters which a part must have.";
    check(&page, &["# One", words, "# Two", words], "in all: 2 paragraphs");
}

#[test]
fn the_title_is_what_a_reader_sees() {
    let page = "<html><title>A made-up speech | The ministry</title><header><h1 class=aural>Navigation</h1></header><main><h2><span class=topline>Speech</span><style>b{}</style>A made-up speech</h2>\
        <p>Words of the speech that go on for rather more than the eighty letters which a main text must have.</main>";
    let draft = check_file(
        "page.html",
        page,
        &["Words of the speech that go on for rather more than the eighty letters which a main text must have."],
        "in all",
    );
    assert!(draft.contains("title = \"A made-up speech\""), "{draft}");
}

#[test]
fn word_processors_are_read() {
    let word = "<style>span.MsoFootnoteReference{vertical-align:super}</style><div class=WordSection1><p class=MsoNormal>We met, and we said<a href=\"#_ftn1\" name=\"_ftnref1\"><span class=MsoFootnoteReference>[1]</span></a> so.</p>\
        <p class=MsoListParagraph><span style='font-family:\"Courier New\"'>o<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>Kettles</p>\
        <p class=MsoListParagraph><span style='font-family:Wingdings'>§<span>&nbsp; </span></span>Cups</p></div><div id=ftn1><p class=MsoFootnoteText><a href=\"#_ftnref1\">[1]</a> In the kitchen.</p></div>";
    check(word, &["We met, and we said so.", "- Kettles", "- Cups", "[1] In the kitchen."], "footnote mark `[1]`");
    let docs = "<style>ol.lst-a{list-style-type:none}.lst-a>li:before{content:\"\" counter(lst-a,lower-latin) \") \"}</style><p>We agree to:<ol class=lst-a start=1><li>meet;<li>go.</ol><p>Done.";
    check(docs, &["We agree to:", "a) meet;", "b) go.", "Done."], "`a)`");
    let office = "<p>We met<a class=sdfootnoteanc name=sdfootnote1anc href=\"#sdfootnote1sym\"><sup>1</sup></a>.</p><div title=footer><p>1</p></div><div id=sdfootnote1><p><a class=sdfootnotesym href=\"#sdfootnote1anc\">1</a>As agreed.</p></div>";
    check(office, &["We met.", "1 As agreed."], "footnote mark `1`");
    let pandoc = "<p>We met.<a href=\"#fn1\" class=footnote-ref id=fnref1 role=doc-noteref><sup>1</sup></a></p><section class=footnotes role=doc-endnotes><hr><ol><li id=fn1><p>As agreed.<a href=\"#fnref1\" class=footnote-back role=doc-backlink>↩︎</a></p></li></ol></section>";
    check(pandoc, &["We met.", "1 As agreed."], "footnote mark `1`");
}

#[test]
fn titles_labels_and_bars_are_told_apart() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    let page = format!(
        "<html><title>A made-up speech | The ministry</title><body><h1>The ministry</h1><h2>A made-up speech</h2><p>{words}\
        <div><a href=/f>Facebook</a> <a href=/t>Twitter</a> <a href=/l>LinkedIn</a></div></body></html>"
    );
    let draft = check_file("page.html", &page, &[words], "in all");
    assert!(draft.contains("title = \"A made-up speech\""), "{draft}");
    // The name of who runs the site is no title, on whichever side it stands and however long it is.
    for (title, heading) in [
        ("The Ministry of Boats - A made-up speech", "<h1>The Ministry of Boats</h1><h2>A made-up speech</h2>"),
        ("A made-up speech – Ministry of Boats and Ponds", ""),
    ] {
        let page = format!("<html><title>{title}</title><body>{heading}<p>{words}</body></html>");
        let draft = check_file("page.html", &page, &[words], "in all");
        assert!(draft.contains("title = \"A made-up speech\""), "{draft}");
    }
}

#[test]
fn questions_for_consent_and_captions_in_a_page_are_none_of_its_text() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    for banner in ["id=cookie-banner", "class='govuk-cookie-banner js'", "class=gdpr-consent", "role=dialog"] {
        let page = format!(
            "<div {banner}><p>We use cookies to make this site work for you.<button>Accept</button></div><p>{words}\
             <figure><img alt=Boat><figcaption>A boat on a pond (photo: N. N.)</figcaption></figure><p>{words}"
        );
        check(&page, &[words, words], "in all: 2 paragraphs");
    }
}

#[test]
fn what_a_page_offers_below_a_text_goes_with_its_heading() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    for heading in ["Share this page", "Related content", "Mehr zum Thema", "À lire aussi", "Condividi", "関連情報"]
    {
        let page = format!(
            "<p>{words}<p>{words}<h3>{heading}</h3><ul><li><a href=/a>Another on kettles</a><li><a href=/b>Another on cups</a></ul>"
        );
        check(&page, &[words, words], "in all: 2 paragraphs");
    }
}

#[test]
fn a_list_of_links_below_a_text_goes_with_its_heading_whatever_that_says() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    let links: String = (1..9).map(|place| format!("<li><a href=/{place}>Our house by pond {place}</a>")).collect();
    let page =
        format!("<p>{words}<p>{words}<p>Pond Side, 6 December 2021<h2>Our houses abroad</h2><ul>{links}</ul><p>Boats!");
    check(&page, &[words, words, "Pond Side, 6 December 2021"], "in all: 3 paragraphs");
    for bar in [
        "Comparte en: <a href=/f>Facebook</a> <a href=/x>X</a>",
        "<a href=/t>Teilen</a><a href=/d>Drucken</a>",
        "Поделиться: <a href=/v>VK</a>",
    ] {
        check(&format!("<p>{words}<p>{words}<div>{bar}</div>"), &[words, words], "in all: 2 paragraphs");
    }
    let annex = "<h2>Members of the group</h2><p>Anna Example<p>Jan Beispiel";
    let expected = [words, words, "# Members of the group", "Anna Example", "Jan Beispiel"];
    check(&format!("<p>{words}<p>{words}{annex}"), &expected, "stands below the last full sentence");
}

#[test]
fn a_day_with_a_count_is_of_the_page_and_what_has_a_number_is_no_place() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    let page = format!("<p>{words}<div><time>25.01.2022</time> <span title=liked>13</span></div><p>{words}");
    check(&page, &[words, words], "in all: 2 paragraphs");
    let law = format!(
        "<html><title>LAW-Lex - 32002R0006 - EN</title><h1>32002R0006</h1><p>Boat Regulation (PB) No 6/2002<p>of 12 December 2001\
        <p>on folded boats<p>THE COUNCIL OF PONDS,<p>{words}<p>{words}"
    );
    let draft = check_file("page.html", &law, &["THE COUNCIL OF PONDS,", words, words], "in all: 3 paragraphs");
    let title = "title = \"Boat Regulation (PB) No 6/2002 of 12 December 2001 on folded boats\"";
    assert!(draft.contains(title) && draft.contains("date = \"2001-12-12\"") && !draft.contains("place = "), "{draft}");
}

#[test]
fn the_title_of_a_word_processor_is_a_paragraph_that_names_the_page() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    let page = format!(
        "<html><title>A made-up speech on boats</title><p>A made-up speech on boats<p>4 May 2031<h1>One</h1><p>{words}"
    );
    let draft = check_file("page.html", &page, &["# One", words], "in all");
    assert!(
        draft.contains("title = \"A made-up speech on boats\"") && draft.contains("date = \"2031-05-04\""),
        "{draft}"
    );
    let text = format!(
        "Pond papers 4/2031   1\n\nA made-up speech on boats\nShoreham, 4 May 2031\n\n{words}\n\n\u{c}\nPond papers 4/2031   2\n\n{words}\n"
    );
    let draft = check_file("text.txt", &text, &[words, words], "in all");
    assert!(
        draft.contains("title = \"A made-up speech on boats\"") && draft.contains("place = \"Shoreham\""),
        "{draft}"
    );
}

/// Imports a page of a heading and a text, and compares the title, the day and the place that are proposed.
#[track_caller]
fn check_head(name: &str, head: &str, title: &str, date: &str, place: Option<&str>) {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    let page = format!("<html><title>{name}</title><body><main>{head}<p>1. {words}<p>2. {words}</main>");
    let expected = [format!("1. {words}"), format!("2. {words}")];
    let draft = check_file("page.html", &page, &expected.each_ref().map(String::as_str), "in all");
    let line = |key: &str, value: &str| draft.contains(&format!("\n{key} = \"{value}\""));
    assert!(line("title", title) && line("date", date), "{head}\n{draft}");
    assert!(place.map_or(!draft.contains("\nplace = "), |place| line("place", place)), "{head}\n{draft}");
    assert!(!draft.contains("date_note"), "{head}\n{draft}");
}

#[test]
fn the_day_and_the_place_below_a_title_in_its_block_are_none_of_it() {
    let title = "A made-up declaration on paper boats";
    for head in [
        "<h1>{}<br>Shoreham, 4 May 2031</h1>",
        "<h1>Shoreham, 4 May 2031<br/>{}</h1>",
        "<h2>{}<br>(Shoreham, 4 May 2031)</h2>",
        "<h1><span>{}</span><br><span class=where>Shoreham, Sunday, May 4, 2031</span></h1>",
        "<p><b>{}<br>Shoreham, 4 May 2031</b>",
        "<p align=center><b>{}</b><br><i>Shoreham, 4 May 2031</i>",
        "<p>{}<br>Shoreham, 4 May 2031",
        "<center><font size=5>{}<br><br>Shoreham<br>4 May 2031</font></center>",
        "<h1>{}<br>Shoreham, 2031-05-04<br></h1>",
    ] {
        check_head(title, &head.replace("{}", title), title, "2031-05-04", Some("Shoreham"));
    }
    for (title, day, date, place) in [
        (
            "Une déclaration inventée sur les bateaux de papier",
            "Shoreham, le 1er mai 2031",
            "2031-05-01",
            Some("Shoreham"),
        ),
        ("Eine erfundene Erklärung zu Papierbooten", "Berlin, den 26. Januar 2031", "2031-01-26", Some("Berlin")),
        ("Dichiarazione inventata sulle barche di carta", "Lucca, 11 aprile 2031", "2031-04-11", Some("Lucca")),
        ("Uma declaração inventada sobre barcos de papel", "Lisboa, 8 de agosto de 2031", "2031-08-08", Some("Lisboa")),
        ("紙の船に関する宣言", "令和5年5月20日", "2023-05-20", None),
    ] {
        check_head("", &format!("<h1>{title}<br>{day}</h1>"), title, date, place);
    }
}

#[test]
fn the_day_on_which_a_page_was_changed_is_none_of_the_text() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    for (head, date) in [
        ("Publicado em 11/04/2017 10h42 Atualizado em 13/04/2017 09h00", "2017-04-11"),
        ("Publié le 11 avril 2017, mis à jour le 13 avril 2018", "2017-04-11"),
        ("Aktualisiert am 13.04.2018", ""),
        ("Pubblicato il 20/04/2017 - Ultimo aggiornamento 13/04/2018", "2017-04-20"),
    ] {
        let page = format!("<title>T of boats</title><h1>T of boats</h1><div>{head}</div><p>1. {words}<p>2. {words}");
        let expected = [format!("1. {words}"), format!("2. {words}")];
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        fs::write(&file, page).unwrap();
        let draft = imported(folder.path(), &file, None).unwrap();
        assert!(draft.contains(&format!("\ndate = \"{date}\"")) && draft.contains(&expected[1]), "{head}\n{draft}");
    }
}

#[test]
fn a_title_goes_on_over_its_line_ends_and_what_is_set_below_it_is_none() {
    let (title, day) = ("A made-up declaration on paper boats", "Shoreham, 4 May 2031");
    let place = Some("Shoreham");
    check_head("", &format!("<h1>A made-up declaration<br>on paper boats<br>{day}</h1>"), title, "2031-05-04", place);
    let below = "adopted by the ponds at their third meeting";
    check_head("", &format!("<h1>{title}<br><i>{below}</i></h1><p>{day}"), title, "2031-05-04", place);
    check_head(title, &format!("<h1>{title}<br>Joint words of two ponds<br>{day}</h1>"), title, "2031-05-04", place);
    let head = format!("<h1>{title}<br>Washington, D.C.<br>May 4, 2031</h1>");
    check_head("", &head, title, "2031-05-04", Some("Washington, D.C."));
    let dated = "A made-up declaration of 4 May 2031";
    check_head("", "<h1>A made-up declaration of<br>4 May 2031</h1>", dated, "2031-05-04", None);
}

#[test]
fn what_a_reader_must_open_is_left_out_and_told() {
    let words = "Words of the speech that go on for rather more than the eighty letters which a main text must have.";
    let page = |inner: &str| format!("<p>1. {words}{inner}<p>2. {words}");
    let (one, two) = (format!("1. {words}"), format!("2. {words}"));
    for (inner, shown, told) in [
        (
            "<details><summary>Who folded</summary><p>Two ponds did it.</details>",
            &["Who folded"][..],
            "`Two ponds did it.`",
        ),
        (
            "<details open><summary>Who folded</summary><p>Two ponds did it.</details>",
            &["Who folded", "Two ponds did it."],
            "in all",
        ),
        ("<details><p>Two ponds did it.</details>", &[], "opens it, and it is left out: `Two ponds did it.`"),
        (
            "<details>Bare words. <summary>Who</summary>More.<summary>Second</summary></details>",
            &["Who"],
            "`Bare words.`",
        ),
        (
            "<details open><summary>Out</summary>Seen.<details><summary>In</summary><ul><li>One<li>Two</ul></details></details>",
            &["Out", "Seen.", "In"],
            "left out: `One`",
        ),
        (
            "<details><summary>Out</summary><details open><summary>In</summary>Gone.</details></details>",
            &["Out"],
            "`In`",
        ),
        (
            "<details name=a><summary>A</summary>Gone.</details><details name=a open><summary>B</summary>Here.</details>",
            &["A", "B", "Here."],
            "`Gone.`",
        ),
        (
            "<details><summary>Who <b>folded</b></summary><table><tr><td>Pond<td>12</table></details>",
            &["Who folded"],
            "`Pond`",
        ),
        (
            "<style>.x{display:block}</style><details><summary>Who</summary><div class=x>Gone.</div></details>",
            &["Who"],
            "`Gone.`",
        ),
        ("<div popover>A notice that flies in.</div>", &[], "left out: `A notice that flies in.`"),
    ] {
        let expected: Vec<&str> =
            [one.as_str()].into_iter().chain(shown.iter().copied()).chain([two.as_str()]).collect();
        check(&page(inner), &expected, told);
    }
}

#[test]
fn the_last_comment_says_how_much_was_taken() {
    let draft = check(
        "<p>We met and said so.<nav>Four words of menu</nav><p>1. One.<p>3. Three.",
        &["We met and said so.", "1. One.", "3. Three."],
        "in all: 3 paragraphs, ",
    );
    let front = draft.split("+++").nth(1).unwrap();
    let last = front.trim().lines().last().unwrap();
    assert!(
        last.contains("1 × number N follows N at …") && last.contains("left out: 5 of 12 words of the source (41 %)"),
        "{last}"
    );
    assert!(!draft.contains("group = "), "nothing says that it is of a group: {ID}");
}
