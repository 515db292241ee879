//! The quotation checker's page and data.

use std::io::Write;
use std::process::Stdio;

use axum::http::{Method, StatusCode};

use super::running::program;
use super::site::{Answer, get, send, send_bytes};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
const PLAIN: (&str, &str) = ("content-type", "text/plain; charset=utf-8");

fn post(path: &str, kind: (&str, &str), body: &str) -> Answer {
    send(Method::POST, path, &[kind], body)
}

#[test]
fn a_quotation_gets_its_paragraph_and_verdict() {
    let answer = get("/check.json?q=reaffirmed+the+applicability+of+international+human+rights+law+in+cyberspace");
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "no-store");
    let data = answer.json();
    let quotation = &data["quotations"][0];
    assert_eq!((&quotation["verdict"], &quotation["typography"]), (&"exact".into(), &true.into()));
    assert_eq!((&quotation["start"], &quotation["end"]), (&0.into(), &76.into()));
    let found = &quotation["matches"][0];
    assert_eq!(found["path"], "/2018-ise-shima-cyber-group-report/p/5");
    let (start, end) = (found["start"].as_u64().unwrap(), found["end"].as_u64().unwrap());
    assert_eq!(end - start, 76);
    let url = format!("https://archive.example/2018-ise-shima-cyber-group-report/p/5?w={start}-{end}&r=1");
    assert_eq!(found["url"], url);
    assert_eq!((&data["scope"]["documents"], &data["scope"]["from"]), (&2.into(), &"2017-04".into()));
}

#[test]
fn offsets_count_code_points_of_what_was_pasted() {
    let text = "😀 né: “promotion of voluntary, non-binding norms” 😀";
    let data = post("/check.json", PLAIN, text).json();
    let quotation = &data["quotations"][0];
    let start = usize::try_from(quotation["start"].as_u64().unwrap()).unwrap();
    let end = usize::try_from(quotation["end"].as_u64().unwrap()).unwrap();
    let words: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(words, "promotion of voluntary, non-binding norms");
    assert_eq!(quotation["text"], words);
}

#[test]
fn a_form_json_and_plain_text_are_read_alike() {
    let form = post("/check.json", FORM, "q=Russia+has+denied+the+allegations.").body;
    assert!(form.contains("\"exact\""));
    assert_eq!(post("/check.json", PLAIN, "Russia has denied the allegations.").body, form);
    assert_eq!(post("/check.json", JSON, r#"{"q":"Russia has denied the allegations."}"#).body, form);
    assert_eq!(post("/check.json", JSON, "[]").status, StatusCode::BAD_REQUEST);
    assert_eq!(post("/check.json", ("content-type", "image/png"), "x").status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/check.json").status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_text_that_cannot_be_read_is_refused_with_what_to_do() {
    let utf16: Vec<u8> = "the same rights".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
    let latin = b"the communiqu\xe9 of the states".to_vec();
    let plain = "text/plain";
    let bodies: [(&str, Vec<u8>); 8] = [
        (plain, utf16),
        (plain, marked),
        (plain, latin),
        ("text/plain; charset=windows-1252", b"the same rights".to_vec()),
        ("Text/Plain; Charset=\"UTF-16\"", b"the same rights".to_vec()),
        ("application/json; charset=iso-8859-1", br#"{"q":"the same rights"}"#.to_vec()),
        ("application/json", b"{\"q\":\"the communiqu\xe9\"}".to_vec()),
        (FORM.1, b"q=the+communiqu%E9+of+the+states".to_vec()),
    ];
    for (kind, body) in bodies {
        let answer = send_bytes(Method::POST, "/check.json", &[("content-type", kind)], body.clone());
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind} {body:?}");
        assert!(answer.body.contains("as UTF-8"), "{}", answer.body);
    }
    for encoding in ["gzip", "identity, br"] {
        let answer =
            send(Method::POST, "/check", &[PLAIN, ("content-encoding", encoding)], "the same rights that people have");
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.main().contains("send the text as it is"), "{}", answer.main());
    }
    for kind in ["text/plain; charset=UTF-8", "text/plain;charset=\"Us-Ascii\"", "text/plain; format=flowed", plain] {
        let answer = post("/check.json", ("content-type", kind), "the same rights that people have");
        assert_eq!((answer.status, answer.body.contains("\"exact\"")), (StatusCode::OK, true), "{kind}");
    }
    let asked = [FORM, ("content-encoding", "Identity")];
    assert_eq!(send(Method::POST, "/check.json", &asked, "q=%C3%A9+100%25+%+%zz").status, StatusCode::OK);
    for body in [r#"["the same rights that people have"]"#, r#""the same rights""#, r#"{"q":["a"]}"#, "{}"] {
        assert_eq!(post("/check.json", JSON, body).status, StatusCode::BAD_REQUEST, "{body}");
    }
}

#[test]
fn what_is_too_much_is_refused_with_the_limit() {
    let answer = post("/check.json", PLAIN, &"a ".repeat(10_001));
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("at most 20000 characters"), "{}", answer.body);
    assert_eq!(post("/check.json", PLAIN, &"😀".repeat(20_000)).status, StatusCode::OK);
    assert_eq!(post("/check.json", PLAIN, &"x".repeat(300_000)).status, StatusCode::PAYLOAD_TOO_LARGE);
    // Characters that stand for many are counted as many: what is compared is limited, not what is typed.
    for many in ["\u{fdfa}", "\u{fdfb}", "㌀", "㍿ ", "⑴", "\u{2057}", "ﷲ", "㋿㋀", "🈁\u{fdfa}", "a\u{fdfa}b"]
    {
        let text: String = many.chars().cycle().take(20_000).collect();
        let answer = post("/check.json", PLAIN, &text);
        let folded = g7cyber::wording::fold(&text).chars().count();
        let wanted = if folded > 40_000 { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::OK };
        assert_eq!(answer.status, wanted, "{many} folds to {folded}");
    }
    let nested = "“a ".repeat(31) + &"\u{fdfa}".repeat(1_900) + &"”".repeat(31);
    assert_eq!(post("/check.json", PLAIN, &nested).status, StatusCode::PAYLOAD_TOO_LARGE);
    for marks in ["“a” ".repeat(5_000), "\"".repeat(10_000), "“".repeat(10_000), "'a' ".repeat(5_000)] {
        let answer = post("/check", PLAIN, &marks);
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", &marks[..12]);
        assert!(answer.main().contains("at most 400 quotation marks"), "{}", answer.main());
    }
}

#[test]
fn what_the_text_does_not_say_is_told_as_a_claim() {
    let claimed = "North Korea was behind the WannaCry ransomware attack";
    let found = post("/check.json", PLAIN, claimed).json()["quotations"][0].clone();
    let told = if found["matches"][0].is_object() { &found["matches"][0] } else { &found["nearest"][0] };
    let flags: Vec<&str> = told["flags"].as_array().unwrap().iter().map(|flag| flag.as_str().unwrap()).collect();
    assert!(flags.contains(&"claim"), "{found:#}");
    let correct = told["correct"].as_str().unwrap();
    let sentence = told["sentence"].as_str().unwrap();
    assert!(correct.contains(sentence) && correct.ends_with('.'), "no fragment is offered: {correct}");
    let page = post("/check", PLAIN, claimed);
    assert!(page.main().contains("Copy the text’s sentence"), "{}", page.main());
    assert!(page.main().contains("the quotation says it, the text does not"));
    for changed in [
        "Russia has confirmed the allegations",
        "They attacked the applicability of international human rights law in cyberspace",
        "the group condemned the national statements linking North Korea to the WannaCry ransomware attack",
        "NATO reiterated their shared vision of an accessible, open, interoperable, reliable and secure cyberspace",
    ] {
        let found = post("/check.json", PLAIN, changed).json()["quotations"][0]["matches"][0].clone();
        assert!(found["flags"].as_array().unwrap().contains(&"claim".into()), "{changed}: {found:#}");
        let (whole, part) = (found["correct"].as_str().unwrap(), found["sentence"].as_str().unwrap());
        assert!(whole.contains(part), "{whole}");
    }
}

#[test]
fn where_nothing_is_quoted_the_subject_is_told_and_nothing_is_called_near() {
    for invented in [
        "ministers from seven capitals promised to rebuild every cyberspace norm with artificial intelligence",
        "hospitals in Britain were crippled by ransomware that destroyed information",
        "Tillerson flew to Moscow to talk about cyber intrusions by hackers and about Syria with nobody",
        "cybersecurity for critical infrastructure in the energy sector was the ministers' first concern in Rome",
        "women, children and marginalized people suffer from violence that technology makes easier online",
        "financial institutions were told to test how their systems recover from ransomware",
        "confidence building measures of the OSCE were copied by nobody in the region of ASEAN states",
        "the law of armed conflict governs hackers who work for a state or against one",
        "quantum computers will read what spies have stored, ministers of digital affairs warned",
        "semiconductors and undersea cables need rules that every country keeps",
    ] {
        let found = post("/check.json", PLAIN, invented).json()["quotations"][0].clone();
        assert_eq!(found["verdict"], "not-found", "{found:#}");
        assert!(found["nearest"].as_array().unwrap().iter().all(|near| near["similarity"].as_f64().unwrap() >= 0.5));
        let (subject, records) = (found["subject"].as_array().unwrap(), found["records"].as_array().unwrap());
        assert!(!subject.is_empty() || !records.is_empty(), "{invented}: {found:#}");
        assert!(subject.len() <= 3 && records.len() <= 3, "{found:#}");
        assert!(subject.iter().all(|it| it["path"].as_str().unwrap().contains("/p/") && it["similarity"].is_null()));
        assert!(records.iter().all(|it| it["official"].is_array() && it["path"].as_str().unwrap().starts_with('/')));
        let main = post("/check", PLAIN, invented).main().to_owned();
        assert_eq!(main.contains("On this subject"), !subject.is_empty(), "{main}");
        assert_eq!(main.contains("Texts on this subject that are not held here"), !records.is_empty(), "{main}");
        for address in records.iter().flat_map(|it| it["official"].as_array().unwrap()) {
            assert!(main.contains("Official text at"), "{address}");
        }
    }
    let gibberish = post("/check.json", PLAIN, "xqzzy wvvut plugh fnord grault").json()["quotations"][0].clone();
    for list in ["matches", "nearest", "subject", "records"] {
        assert_eq!(gibberish[list], serde_json::json!([]), "{gibberish:#}");
    }
}

#[test]
fn a_mark_of_a_note_is_no_word_of_a_quotation() {
    for quoted in [
        "the same rights¹ that people have offline must also be protected online",
        "the same rights that people have offline² must also be protected online",
        "the same rights that people have offline must also be protected online³",
        "the same rights* that people have offline must also be protected online*",
        "the same rights[1] that people have offline must also be protected online",
        "the same rights that people have offline[12] must also be protected online.[3]",
        "the same rights† that people have offline‡ must also be protected online",
        "the same rights¹² that people have offline must also be protected online",
        "the same rights[1][2] that people have offline must also be protected online",
        "the same rights[1, 2] that people have offline must also be protected online⁴",
        "the same rights that people have offline must also be protected online.¹",
    ] {
        let found = post("/check.json", PLAIN, quoted).json()["quotations"][0].clone();
        assert_eq!(found["verdict"], "exact", "{quoted}: {found:#}");
        assert_eq!(found["matches"][0]["path"], "/2018-ise-shima-cyber-group-report/p/5");
    }
}

#[test]
fn an_answer_is_not_longer_than_a_reader_reads() {
    let common = "“open, interoperable, reliable and secure cyberspace” ";
    let places = |times: usize| {
        let data = post("/check.json", PLAIN, &common.repeat(times)).json();
        let first = data["quotations"][0].clone();
        (first["matches"].as_array().unwrap().len(), first["places"].as_u64().unwrap())
    };
    assert_eq!(places(1), (2, 2));
    assert_eq!(places(56), (1, 2), "of many quotations one place each is told, and how many there are");
}

#[test]
fn a_browser_may_ask_from_any_site() {
    let asked = [("origin", "https://news.example"), ("access-control-request-method", "POST")];
    let answer = send(Method::OPTIONS, "/check.json", &asked, "");
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-allow-methods").contains("POST"));
    assert_eq!(answer.header("access-control-allow-headers"), "content-type");
}

#[test]
fn the_page_works_without_script() {
    let empty = get("/check");
    assert!(empty.main().contains("<form") && empty.main().contains("neither kept nor logged"));
    assert!(empty.main().contains("27 paragraphs of 2017 to 2018"), "the scope is always told");
    let body =
        "q=The+report+says+%E2%80%9Cthe+same+rights+that+people+have+offline+should+also+be+protected+online%E2%80%9D.";
    let answer = post("/check", FORM, body);
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    let main = answer.main();
    assert!(main.contains(r#"class="verdict differs""#));
    assert!(main.contains("1 word was changed") && main.contains("a modal verb"));
    assert!(main.contains("must") && main.contains("<ins>") && main.contains("<del>"));
    assert!(main.contains("/2018-ise-shima-cyber-group-report/p/5?w="));
    assert!(main.contains(r##"href="#q1""##), "the quotation is marked in what was pasted");
    assert!(main.contains("They emphasized that <mark>"), "the sentence around it is shown");
    assert!(main.contains("27 paragraphs of 2017 to 2018"));
}

#[test]
fn what_is_pasted_is_shown_as_text() {
    let answer = post("/check", PLAIN, "<script>alert(1)</script> “<img src=x onerror=alert(1)> and some more words”");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("<script>alert") && !answer.body.contains("<img"));
}

#[test]
fn a_press_reports_words_are_told_from_those_it_quotes() {
    let voice = |text: &str| post("/check.json", PLAIN, text).json()["quotations"][0]["matches"][0]["voice"].clone();
    assert_eq!(voice("all but singles out Russia for using cyber intrusions"), "press");
    assert_eq!(voice("increasingly concerned about cyber-enabled interference"), "press-quoting");
    assert_eq!(voice("democratic political processes, the declaration published on Tuesday"), "press-mixed");
    assert_eq!(voice("the benefits of which can be enjoyed by all"), "issuer");
    let page = post("/check", PLAIN, "all but singles out Russia for using cyber intrusions");
    assert!(page.main().contains("The Hill’s own words"));
}

#[test]
fn words_of_another_document_than_the_one_named_are_told() {
    let text = "The Ise-Shima Cyber Group report states: “all but singles out Russia for using cyber intrusions”";
    let data = post("/check.json", PLAIN, text).json();
    assert_eq!(data["quotations"][0]["named"][0], "2018-ise-shima-cyber-group-report");
    assert!(post("/check", PLAIN, text).main().contains("They stand in another document"));
}

#[test]
fn a_quotation_over_the_end_of_a_paragraph_has_both_links() {
    let text = "to contribute to this effort. States, their proxies and non-state actors";
    let data = post("/check.json", PLAIN, text).json();
    let quotation = &data["quotations"][0];
    assert_eq!(quotation["verdict"], "exact");
    let paths: Vec<&str> =
        quotation["matches"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    let report = |number: u32| format!("/2018-ise-shima-cyber-group-report/p/{number}");
    assert_eq!(paths, [report(2), report(3)]);
    let (first, second) = (&quotation["matches"][0], &quotation["matches"][1]);
    assert_eq!(first["diff"][0]["text"], text.replace(". ", ".\n"));
    assert_eq!(first["diff"][0]["text"], first["correct"]);
    assert_eq!((&second["diff"], &second["correct"]), (&serde_json::json!([]), &serde_json::Value::Null), "told once");
    assert_eq!(quotation["places"], 1);
}

/// Returns what `g7cyber quote` prints of a text given on standard input, and its exit code.
fn quote(arguments: &[&str], input: &str) -> (String, Option<i32>) {
    let mut command = program();
    let mut child = command.arg("quote").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
}

#[test]
fn the_terminal_tells_the_verdict_and_ends_with_it() {
    let (said, code) = quote(&["-"], "“Russia has denied the allegations” and “[t]he group noted that threats”");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("exact  Russia") && said.contains("declared-changes  [t]he group"), "{said}");
    assert!(said.contains("/2017-the-hill-lucca-report/p/7") && said.contains("27 paragraphs"), "{said}");
    assert!(said.contains("Press report\n    These are The Hill’s own words"), "{said}");
    let (said, code) = quote(&["the same rights that people have offline should also be protected online"], "");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("[-must -]{+should +}") && said.contains("look closely: modal"), "{said}");
    let (said, code) = quote(&["such as artificial intelligence, the \"Internet of Things\", robotics and gizmos"], "");
    assert_eq!(code, Some(1), "what stands around inner marks is checked too: {said}");
    let (said, code) = quote(&["--json", "-"], "Russia has denied the allegations");
    let data: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&data["quotations"][0]["verdict"], code), (&"exact".into(), Some(0)));
    assert_eq!(quote(&["-"], "").1, Some(1), "nothing that was checked is not a success");
    assert_eq!(quote(&["-"], &"a ".repeat(10_001)).1, Some(1));
}
