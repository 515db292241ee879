//! Small PDFs of our own making, from lines with their places: `left bottom size words`, and `page` before each page.
//!
//! `^1^` is raised, `~2~` lowered, `@fi@` a ligature. Lines with letters outside of Latin are set in a font that gives each
//! its own number and a map back, those in Hebrew and Arabic turned round, so that their digits are written backwards here.

use std::collections::BTreeSet;

/// Returns a PDF file.
pub(crate) fn of_layout(layout: &str) -> Vec<u8> {
    let pages: Vec<String> = layout.split("page\n").skip(1).map(content).collect();
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", FONTS + 1 + page * 2)).collect();
    let map = map_of(layout);
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 7 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{map}endstream", map.len()),
        "<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".to_owned(),
    ];
    for (page, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R /U 4 0 R >> >> /Contents {} 0 R >>",
            FONTS + 2 + page * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    }
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
    for place in &places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", places.len() + 1));
    pdf.into_bytes()
}

fn content(page: &str) -> String {
    let mut content = String::new();
    for line in page.lines() {
        let mut parts = line.splitn(4, ' ');
        let (left, bottom) = (parts.next().unwrap(), parts.next().unwrap());
        let size: f32 = parts.next().unwrap().parse().unwrap();
        content.push_str(&format!("BT /F {size} Tf {left} {bottom} Td "));
        let words = parts.next().unwrap();
        let wide = is_wide(words);
        let leftwards = wide && words.contains(|letter| ('\u{590}'..='\u{6ff}').contains(&letter));
        let words: String = if leftwards { words.chars().rev().collect() } else { words.to_owned() };
        let mut rise = 0.0;
        for run in words.split_inclusive(['^', '~']) {
            let run_of = run.trim_end_matches(['^', '~']);
            let (font, shown) = if wide { ('U', codes(run_of)) } else { ('F', string(run_of)) };
            let scale = if rise == 0.0 { 1.0 } else { 0.6 };
            content.push_str(&format!("/{font} {} Tf {} Ts {shown} Tj ", size * scale, size * rise));
            rise = match run.chars().last() {
                _ if rise != 0.0 => 0.0,
                Some('^') => 0.4,
                Some('~') => -0.2,
                _ => 0.0,
            };
        }
        content.push_str("ET\n");
    }
    content
}

/// How many objects stand before those of pages.
const FONTS: usize = 7;

/// Letters beyond Latin 1 that the Latin font has, with their places in it.
const SIGNS: [(char, &str); 8] = [
    ('œ', "\\234"),
    ('‘', "\\221"),
    ('’', "\\222"),
    ('“', "\\223"),
    ('”', "\\224"),
    ('•', "\\225"),
    ('–', "\\226"),
    ('—', "\\227"),
];

/// Tells words with letters that the Latin font has not.
fn is_wide(words: &str) -> bool {
    words.contains(|letter| u32::from(letter) > 0xff && !SIGNS.iter().any(|(sign, _)| *sign == letter))
}

/// Returns what gives the codes of the second font back as their letters.
fn map_of(layout: &str) -> String {
    let letters: BTreeSet<char> = layout.lines().filter(|line| is_wide(line)).flat_map(str::chars).collect();
    let rows: Vec<String> = letters.iter().map(|letter| format!("<{0:04X}> <{0:04X}>\n", u32::from(*letter))).collect();
    let blocks = rows.chunks(100).map(|rows| format!("{} beginbfchar\n{}endbfchar\n", rows.len(), rows.concat()));
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n{}endcmap end end\n",
        blocks.collect::<String>()
    )
}

fn codes(text: &str) -> String {
    let codes: String = text.chars().map(|letter| format!("{:04X}", u32::from(letter))).collect();
    format!("<{codes}>")
}

fn string(text: &str) -> String {
    let byte = |letter: char| match (SIGNS.iter().find(|(sign, _)| *sign == letter), u32::from(letter)) {
        (Some((_, place)), _) => (*place).to_owned(),
        (None, code @ 0x80..=0xff) => format!("\\{code:o}"),
        _ => letter.to_string(),
    };
    let text: String = text.replace('(', "\\(").replace(')', "\\)").chars().map(byte).collect();
    format!("({})", text.replace("@fi@", "\\001"))
}
