//! One declaration in six languages, as many producers would write it: what is imported is what was put in.
//!
//! Nobody judges the drafts here by eye: each file is made from its text, so the text is what a reader of it sees.

use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use super::{agrees, fixtures, has_poppler, imported, lines, loaded, pdf};

/// A text as it is put into files.
struct Declaration {
    title: String,
    /// The place and the day as they are printed.
    day: String,
    date: String,
    language: String,
    notes: Vec<String>,
    /// A line a heading or paragraph, as they come out again.
    text: Vec<String>,
}

/// A piece of a text: a heading, or the number of a paragraph and its words.
enum Piece<'a> {
    Heading(&'a str),
    Paragraph(&'a str, &'a str),
}

impl Declaration {
    fn all() -> Vec<Self> {
        let read = |path| {
            let file = fs::read_to_string(path).unwrap();
            let (head, text) = file.split_once("---\n").unwrap();
            let values = |key: &str| -> Vec<String> {
                head.lines().filter_map(|line| Some(line.strip_prefix(key)?.strip_prefix(": ")?.to_owned())).collect()
            };
            let value = |key: &str| values(key).remove(0);
            let [title, day, date, language] = ["title", "day", "date", "language"].map(value);
            Self { title, day, date, language, notes: values("note"), text: text.lines().map(str::to_owned).collect() }
        };
        fixtures("declarations").into_iter().map(read).collect()
    }

    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.text.iter().map(|line| match line.split_once(' ').unwrap() {
            ("#", heading) => Piece::Heading(heading),
            (number, words) => Piece::Paragraph(number, words),
        })
    }

    /// Imports the text as a file that a producer made of it, and returns what did not come out as it was put in.
    fn told(&self, producer: &str, extension: &str, file: &[u8], notes: &[String]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("source.{extension}"));
        fs::write(&path, file).unwrap();
        let draft = match imported(folder.path(), &path, None) {
            Ok(draft) => draft,
            Err(error) => return Some(format!("{producer}, {}: {error}", self.language)),
        };
        let corpus = loaded(folder.path());
        let document = &corpus.documents()[0];
        let mut wrong = Vec::new();
        let mut compare = |what: &str, found: String, expected: &str| {
            if found != expected {
                wrong.push(format!("{what} `{found}` for `{expected}`"));
            }
        };
        compare("title", document.title.clone(), &self.title);
        compare("date", document.date.to_string(), &self.date);
        compare("language", document.language.clone(), &self.language);
        let found = lines(document);
        let expected: Vec<&String> = self.text.iter().chain(notes).collect();
        let lost = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("lost `{line}`"));
        let more = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("more `{line}`"));
        wrong.extend(lost.chain(more));
        if wrong.is_empty() && !found.iter().eq(expected) {
            wrong.push("another order".to_owned());
        }
        agrees(folder.path(), &format!("{producer}, {}\n{draft}", self.language));
        (!wrong.is_empty()).then(|| format!("{producer}, {}:\n  {}", self.language, wrong.join("\n  ")))
    }
}

/// Makes every declaration by every producer, and compares all of them.
#[track_caller]
fn check<T>(extension: &str, producers: &[(&str, T)], made: impl Fn(&Declaration, &T) -> (Vec<u8>, Vec<String>)) {
    let begun = Instant::now();
    let mut wrong = Vec::new();
    for declaration in Declaration::all() {
        for (name, producer) in producers {
            let (file, notes) = made(&declaration, producer);
            wrong.extend(declaration.told(name, extension, &file, &notes));
        }
    }
    println!("{} of {extension} in {:?}", producers.len() * 6, begun.elapsed());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), producers.len() * 6, wrong.join("\n"));
}

/// What the foot of a page says by its number, and how high it stands.
type Foot = (fn(usize) -> String, f32);

/// How a program sets pages. Lengths are points.
#[derive(Clone, Copy)]
struct Setting {
    size: f32,
    leading: f32,
    /// What is between paragraphs, besides the leading.
    gap: f32,
    /// How far the first line of a paragraph stands in.
    indent: f32,
    /// How far the words stand behind their number, where they do not follow it at once, and whether all lines do so.
    tab: Option<(f32, bool)>,
    /// The left edges of columns, and their width.
    columns: (&'static [f32], f32),
    foot: Option<Foot>,
    /// How much larger headings are set than the text.
    larger: f32,
    /// Whether each page but the first repeats the title at its head.
    head: bool,
    /// Whether two paragraphs have notes, below a rule at the foot of their page.
    notes: bool,
    /// Whether words are parted at the ends of lines.
    hyphens: bool,
}

const PLAIN: Setting = Setting {
    size: 11.0,
    leading: 14.0,
    gap: 7.0,
    indent: 0.0,
    tab: None,
    columns: (&[72.0], 450.0),
    foot: Some((|page| page.to_string(), 40.0)),
    larger: 3.0,
    head: false,
    notes: false,
    hyphens: false,
};

/// Returns how wide words are in Helvetica, or a font whose letters are all half as wide as high, in sizes of the type.
fn width(words: &str) -> f32 {
    let of = |letter: char| match letter {
        'i' | 'j' | 'l' | '‘' | '’' => 0.222,
        'f' | 't' | 'I' | ' ' | ',' | '.' | ':' | ';' | '!' | '/' | 'í' | 'ì' => 0.278,
        'r' | '(' | ')' | '-' | '“' | '”' => 0.333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' | 'ç' => 0.5,
        'F' | 'T' | 'Z' => 0.611,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | 'É' => 0.667,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.722,
        'G' | 'O' | 'Q' => 0.778,
        'm' | 'M' => 0.833,
        'W' | 'œ' => 0.944,
        '—' => 1.0,
        letter if u32::from(letter) > 0x2fff => 0.5,
        _ => 0.556,
    };
    words.chars().map(of).sum()
}

fn length(words: &str) -> f32 {
    words.chars().count() as f32
}

/// Cuts words into lines of at most this room, of which the first has less.
fn wrapped(words: &str, room: f32, first: f32, hyphens: bool, width: fn(&str) -> f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let spaceless = !words.contains(' ') || words.contains('。');
    let pieces: Vec<String> = match spaceless {
        true => words.chars().map(String::from).collect(),
        false => words.split(' ').map(str::to_owned).collect(),
    };
    for piece in pieces {
        let room = if lines.len() == 1 { room - first } else { room };
        let line = lines.last_mut().unwrap();
        let joined = format!("{line}{}{piece}", if line.is_empty() || spaceless { "" } else { " " });
        if line.is_empty() || width(&joined) <= room {
            *line = joined;
            continue;
        }
        let half = piece.char_indices().nth(piece.chars().count() / 2).unwrap().0;
        let parted = format!("{line} {}-", &piece[..half]);
        if hyphens && piece.chars().count() >= 10 && piece.chars().all(char::is_lowercase) && width(&parted) <= room {
            *line = parted;
            lines.push(piece[half..].to_owned());
        } else {
            lines.push(piece);
        }
    }
    lines
}

/// The pages that are being set.
struct Pages<'a> {
    setting: &'a Setting,
    head: &'a str,
    layout: String,
    page: usize,
    column: usize,
    /// Where the last line stands, from below.
    bottom: f32,
    notes: Vec<(usize, &'a str)>,
}

/// Where text begins and where it ends, from below.
const BODY: (f32, f32) = (770.0, 90.0);

impl<'a> Pages<'a> {
    fn left(&self) -> f32 {
        self.setting.columns.0[self.column]
    }

    fn line(&mut self, left: f32, size: f32, words: &str) {
        let _ = writeln!(self.layout, "{left} {} {size} {words}", self.bottom);
    }

    fn turn(&mut self) {
        self.foot();
        self.page += 1;
        self.layout.push_str("page\n");
        if self.setting.head && self.page > 1 {
            let _ = writeln!(self.layout, "72 800 9 {}", self.head);
        }
        (self.column, self.bottom) = (0, BODY.0);
    }

    fn foot(&mut self) {
        if self.page == 0 {
            return;
        }
        if let Some((foot, bottom)) = self.setting.foot {
            let _ = writeln!(self.layout, "290 {bottom} 9 {}", foot(self.page));
        }
        let lowest = BODY.1 - 14.0;
        if !self.notes.is_empty() {
            let _ = writeln!(self.layout, "72 {} 9 ____________________", lowest + self.notes.len() as f32 * 11.0);
        }
        let count = self.notes.len();
        for (at, (number, words)) in self.notes.drain(..).enumerate() {
            let _ = writeln!(self.layout, "72 {} 9 ^{number}^ {words}", lowest + (count - 1 - at) as f32 * 11.0);
        }
    }

    fn down(&mut self, by: f32) {
        self.bottom -= by;
        let room = BODY.1 + if self.setting.notes { 36.0 } else { 0.0 };
        if self.page == 0 || self.bottom < room && self.column + 1 == self.setting.columns.0.len() {
            self.turn();
        } else if self.bottom < room {
            self.column += 1;
            self.bottom = BODY.0;
        }
    }
}

/// Sets a declaration as a PDF.
fn set(declaration: &Declaration, setting: &Setting) -> (Vec<u8>, Vec<String>) {
    let Setting { size, leading, gap, .. } = *setting;
    let mut pages = Pages {
        setting,
        head: &declaration.title,
        layout: String::new(),
        page: 0,
        column: 0,
        bottom: 0.0,
        notes: Vec::new(),
    };
    pages.turn();
    for title in wrapped(&declaration.title, 450.0 / 16.0, 0.0, false, width) {
        pages.line(72.0, 16.0, &title);
        pages.bottom -= 20.0;
    }
    pages.line(72.0, size, &declaration.day);
    pages.bottom -= leading;
    let mut noted = declaration.notes.iter().enumerate();
    for (at, piece) in declaration.pieces().enumerate() {
        pages.bottom -= gap;
        match piece {
            Piece::Heading(words) => {
                pages.down(leading + 6.0);
                pages.line(pages.left(), size + setting.larger, words);
            }
            Piece::Paragraph(number, words) => {
                let (tab, all) = setting.tab.unwrap_or_default();
                let (room, behind) = (setting.columns.1 / size, (tab + setting.indent) / size);
                let (room, first) = if all { (room - behind, 0.0) } else { (room, behind) };
                let whole = if setting.tab.is_some() { words.to_owned() } else { format!("{number} {words}") };
                let lines = wrapped(&whole, room, first, setting.hyphens, width);
                let last = lines.len() - 1;
                for (line, words) in lines.into_iter().enumerate() {
                    pages.down(leading);
                    let left = pages.left() + if line == 0 { setting.indent } else { 0.0 };
                    if line == 0 && setting.tab.is_some() {
                        pages.line(left, size, number);
                    }
                    let note = (setting.notes && line == last && at % 4 == 1).then(|| noted.next()).flatten();
                    let mark = note.map(|(note, words)| (note + 1, words.as_str()));
                    let left = left + if all || line == 0 { tab } else { 0.0 };
                    let words = mark.map_or(words.clone(), |(number, _)| format!("{words}^{number}^"));
                    pages.line(left, size, &words);
                    pages.notes.extend(mark);
                }
            }
        }
    }
    pages.foot();
    let notes = declaration.notes.iter().enumerate().map(|(at, note)| format!("{} {note}", at + 1));
    (pdf::of_layout(&pages.layout), notes.filter(|_| setting.notes).collect())
}

#[test]
fn pages_of_many_settings_are_read_as_they_were_set() {
    if !has_poppler() {
        return;
    }
    let settings = [
        ("plain", PLAIN),
        ("double spaced", Setting { leading: 26.0, gap: 0.0, indent: 36.0, ..PLAIN }),
        ("hanging numbers", Setting { tab: Some((24.0, true)), ..PLAIN }),
        ("numbers before a tab", Setting { tab: Some((36.0, false)), gap: 6.0, foot: None, ..PLAIN }),
        ("headings like the text", Setting { larger: 0.0, ..PLAIN }),
        ("two columns", Setting { columns: (&[60.0, 315.0], 225.0), size: 9.0, leading: 11.0, gap: 5.5, ..PLAIN }),
        (
            "heads and feet",
            Setting { head: true, foot: Some((|page| format!("– {page} –"), 45.0)), leading: 20.0, ..PLAIN },
        ),
        ("notes", Setting { notes: true, leading: 20.0, ..PLAIN }),
        (
            "hyphens",
            Setting {
                hyphens: true,
                columns: (&[90.0], 300.0),
                foot: Some((|page| format!("{page}/3"), 50.0)),
                ..PLAIN
            },
        ),
    ];
    check("pdf", &settings, set);
}

/// Returns the text as elements of a page; `number` writes the number before the words of a paragraph.
fn elements(declaration: &Declaration, heading: &str, number: impl Fn(&str, &str) -> String) -> String {
    let element = |piece| match piece {
        Piece::Heading(words) => format!("<{heading}>{words}</{heading}>\n"),
        Piece::Paragraph(printed, words) => number(printed, words),
    };
    declaration.pieces().map(element).collect()
}

fn menu(entry: &str, count: usize) -> String {
    (1..=count).map(|at| format!("<li><a href=/{at}>{entry} {at}</a>")).collect()
}

#[test]
fn pages_of_many_hosts_are_read_by_their_text() {
    type Host = fn(&Declaration) -> String;
    let hosts: [(&str, Host); 8] = [
        ("article", |text| {
            let body = elements(text, "h2", |number, words| format!("<p>{number} {words}</p>\n"));
            format!(
                "<title>{0} | Ministry of Ponds</title><a class=visually-hidden href=#main>Skip to main content</a>\
                <header><ul>{1}</ul></header><main id=main><nav><ol><li>Home<li>News</ol></nav><h1>{0}</h1>\
                <article><time datetime={2}T12:00:00Z>{3}</time><div class=body>{body}</div>\
                <div class=tags><div>Tags</div><a href=/t1>Security</a><a href=/t2>Ponds</a></div></article>\
                <aside><h2>Related content</h2><ul>{4}</ul></aside></main><footer>© Ministry of Ponds</footer>",
                text.title,
                menu("Menu", 20),
                text.date,
                text.day,
                menu("Other text", 3)
            )
        }),
        ("log of posts", |text| {
            let body = elements(text, "h3", |number, words| format!("<p><span>{number}</span>&nbsp;{words}</p>\n"));
            format!(
                "<title>{0} – Pond Office</title><div id=page><header><p class=site-title><a href=/>Pond Office</a></p>\
                <nav><ul>{1}</ul></nav></header><div id=primary><article><header><h1 class=entry-title>{0}</h1>\
                <div class=entry-meta>Posted on <a href=/d><time datetime={2}>{3}</time></a></div></header>\
                <div class=entry-content>{body}<div class=sharedaddy><h3>Share this:</h3><ul><li><a href=/f>Facebook</a>\
                <li><a href=/x>X</a></ul></div></div></article><nav><h2 class=screen-reader-text>Post navigation</h2>\
                <a href=/p>A previous post</a></nav></div><aside><h2>Recent Posts</h2><ul>{4}</ul></aside></div>",
                text.title,
                menu("Menu", 12),
                text.date,
                text.day,
                menu("Post", 2)
            )
        }),
        ("table of a page", |text| {
            let body = elements(text, "h4", |number, words| format!("{number} {words}<br><br>\n"));
            format!(
                "<title>{0}</title><body bgcolor=white><table><tr><td colspan=2><img src=b.gif alt=Ministry></td></tr><tr>\
                <td width=160 valign=top><ul>{1}</ul></td><td><font size=5><b>{0}</b></font><br><i>{2}</i><br><br>{body}\
                </td></tr><tr><td colspan=2 align=center><font size=1>Ministry of Ponds, 1 Quay Street | \
                <a href=/c>Contact</a> | <a href=/m>Site map</a></font></td></tr></table>",
                text.title,
                menu("Menu", 15),
                text.day
            )
        }),
        ("rows of numbers", |text| {
            let body = elements(text, "h2", |number, words| {
                format!("<table><tr><td><p>{number}</p></td><td><p>{words}</p></td></tr></table>\n")
            });
            format!(
                "<title>{0}</title><div id=header><ul>{1}</ul></div><div id=text><h1>{0}</h1><p class=date>{2}</p>{body}</div>",
                text.title,
                menu("Menu", 9),
                text.day
            )
        }),
        ("numbers of lists", |text| {
            let body = elements(text, "h2", |number, words| match number.trim_matches(['(', ')', '.']) {
                letter @ ("a" | "b" | "c") => format!("<p>({letter}) {words}</p>\n"),
                number => format!("<ol start={number}><li>{words}</ol>\n"),
            });
            format!("<title>{0}</title><main><h1>{0}</h1><p>{1}</p>{body}</main>", text.title, text.day)
        }),
        ("word processor", |text| {
            let body = elements(text, "h1", |number, words| {
                let space = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>";
                format!(
                    "<p class=MsoNormal style='margin-left:36pt;text-indent:-18pt'><span lang=EN>{number}{space}{words}<o:p></o:p></span></p>\n"
                )
            });
            format!(
                "<title>{0}</title><style>p.MsoNormal{{margin:0}} @page WordSection1{{size:595pt}}</style><body lang=EN>\
                <div class=WordSection1><p class=MsoTitle align=center><b>{0}<o:p></o:p></b></p>\
                <p class=MsoNormal align=center>{1}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>{body}</div>",
                text.title, text.day
            )
        }),
        ("hidden labels", |text| {
            let body = elements(text, "h3", |number, words| format!("<p>{number} {words}</p>\n"));
            format!(
                "<title>{0} - Ministerium</title><style>.aural{{position:absolute;left:-9999px}}</style>\
                <h1 class=aural>Ministerium der Teiche</h1><p class=aural><a href=#content>direkt zum Inhalt</a></p>\
                <div id=nav><h2 class=aural>Hauptmenü</h2><ul>{1}</ul></div><div id=content><h1>{0}</h1>\
                <p class=date><span>{2}</span></p>{body}<div class=related><h2>Weitere Informationen</h2><ul>{3}</ul></div>\
                <p><a href=/d>Seite drucken</a> <a href=/t>nach oben</a></p></div>",
                text.title,
                menu("Menüpunkt", 12),
                text.day,
                menu("Rede", 2)
            )
        }),
        ("blocks of a builder", |text| {
            let body =
                elements(text, "h2", |number, words| format!("<div class=text><p>{number}&ensp;{words}</p></div>\n"));
            format!(
                "<title>{0}</title><div class=root><div class=navigation><ul>{1}</ul></div><div class=title><h1>{0}</h1></div>\
                <div class=text><p>{2}</p></div>{body}<div class=teaser><h2><a href=/t>More about the ponds</a></h2>\
                <p>Read more.</p><a href=/t>Read more</a></div><div class=footer><p>Copyright Ministry of Ponds</p></div></div>",
                text.title,
                menu("Menu", 15),
                text.day
            )
        }),
    ];
    check("html", &hosts, |text, host| {
        let page = host(text);
        let page =
            format!("<!doctype html><html lang={}><head><meta charset=utf-8>{page}</html>", text.language).into_bytes();
        (page, Vec::new())
    });
}

#[test]
fn plain_texts_of_many_kinds_are_read_as_they_were_written() {
    type Kind = fn(&Declaration) -> String;
    fn written(text: &Declaration, room: f32, between: &str, indent: &str) -> String {
        let head = format!("{}\n{}\n\n", wrapped(&text.title, room, 0.0, false, length).join("\n"), text.day);
        let piece = |piece| match piece {
            Piece::Heading(words) => format!("\n{words}\n\n"),
            Piece::Paragraph(number, words) => {
                let whole = format!("{number} {words}");
                let joint = format!("\n{indent}");
                format!("{}\n{between}", wrapped(&whole, room, 0.0, false, length).join(&joint))
            }
        };
        head + &text.pieces().map(piece).collect::<String>()
    }
    let kinds: [(&str, Kind); 4] = [
        ("lines", |text| written(text, 1e6, "\n", "")),
        ("wrapped", |text| written(text, 72.0, "\n", "")),
        ("hanging", |text| written(text, 66.0, "\n", "    ")),
        ("without empty lines", |text| written(text, 78.0, "", "")),
    ];
    check("txt", &kinds, |text, kind| (kind(text).into_bytes(), Vec::new()));
}
