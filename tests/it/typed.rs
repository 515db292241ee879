//! Whatever is typed or pasted is read, answered soon, and marked as it is counted.

use std::time::{Duration, Instant};

use g7cyber::search::Matching;

use crate::search::{agree, ask, names};
use crate::support::{shared, skip};

/// Far more than any query takes, and far less than a hang: tests run unoptimised beside others.
const PATIENCE: Duration = Duration::from_secs(5);

#[track_caller]
fn answered(query: &str, matching: Matching) {
    let started = Instant::now();
    let results = ask(query, matching);
    assert!(started.elapsed() < PATIENCE, "`{query}` took {:?}", started.elapsed());
    for notice in &results.notices {
        let inside = notice.position.is_none_or(|position| position <= query.chars().count());
        assert!(inside, "`{query}`: {} points outside", notice.code);
    }
}

#[test]
fn payloads_are_answered_as_words() {
    let Some(folder) = shared() else { return };
    let Ok(text) = std::fs::read_to_string(folder.join("hostile/payloads.json")) else {
        return skip("no hostile payloads");
    };
    let payloads: Vec<String> = serde_json::from_str(&text).unwrap();
    assert!(payloads.len() > 100);
    for (at, payload) in payloads.iter().enumerate() {
        answered(payload, Matching::All);
        if at % 10 == 0 {
            agree(payload, Matching::Any);
        }
    }
}

#[test]
fn scripts_and_marks_of_all_the_world_are_answered() {
    let Some(folder) = shared() else { return };
    let Ok(text) = std::fs::read_to_string(folder.join("hostile/unicode_queries.json")) else {
        return skip("no queries in other scripts");
    };
    let queries: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    for query in queries {
        let encoded = query["q"].as_str().unwrap();
        let decoded = url::form_urlencoded::parse(format!("q={encoded}").as_bytes()).next().unwrap().1.into_owned();
        agree(&decoded, Matching::Any);
    }
}

#[test]
fn bombs_do_not_go_off() {
    let answered = |query: &str| [Matching::All, Matching::Any].into_iter().for_each(|m| answered(query, m));
    let words = |count: usize, joint: &str| (0..count).map(|at| format!("w{at}")).collect::<Vec<_>>().join(joint);
    for count in [50, 745, 4000] {
        answered(&format!("{}a{}", "(".repeat(count), ")".repeat(count)));
        answered(&"(".repeat(count));
        answered(&format!("{}a", "NOT ".repeat(count)));
        answered(&format!("{}a", "-".repeat(count)));
        answered(&format!("\"{}\"", "the ".repeat(count)));
        answered(&"a:".repeat(count));
        answered(&"\\".repeat(count));
        answered(&"[a TO z] ".repeat(count));
        answered(&"*".repeat(count));
        answered(&"\"".repeat(count));
        answered(&format!("{}~2", "a".repeat(count)));
        answered(&format!("a^{}", "9".repeat(count)));
        answered(&words(count, " "));
        answered(&words(count, " AND "));
        answered(&words(count, " OR "));
        answered(&words(count, " NEAR/3 "));
    }
    for distance in ["10", "1000", "4294967295", "99999999999999999999"] {
        answered(&format!("\"the of in the of in the of in\"~{distance}"));
        answered(&format!("the NEAR/{distance} of NEAR/{distance} in NEAR/{distance} the"));
    }
    answered(&"the* and* of* in* cyb* sec* sta* int* ".repeat(12));
    answered(&"a".repeat(65_530));
    answered(&"cites:zzz document:zzz year:x ".repeat(16));
    answered(&"document:2018 OR cites:law OR ".repeat(16));
}

#[test]
fn a_suggestion_is_read_without_its_notice_and_without_a_new_one() {
    let mut suggested = 0;
    let long = format!("\"{}", "cyber norms ".repeat(50));
    let many = "law w/5 state ".repeat(12);
    for odd in [
        "international law\"",
        "(\"international law)",
        "(\"international law",
        "((law \"cyber norms))",
        "law OR \"",
        "kind:\"press-report",
        "\"a b\" ~5 \"c",
        "law w/5 state w/6 cyber",
        "law ~5 state year:2016-2018 norms",
        "year:2018..2016 year:2017–2018 law",
        "-year:2018..2016 law NEAR state \"cyber",
        "\"law state\" ~500",
        "x w/5",
        "‘cyber norms \"law",
        "and \"or not",
        &long,
        &many,
    ] {
        suggested += mended(odd);
    }
    assert!(suggested >= 20, "{suggested}");
    for (odd, better) in [
        ("international law\"", "international law"),
        ("(\"international law)", "(\"international law\")"),
        ("law w/5 state w/6 cyber", "law NEAR/5 state NEAR/6 cyber"),
    ] {
        assert_eq!(ask(odd, Matching::All).notices[0].suggestion.as_deref(), Some(better), "{odd}");
    }
}

/// Checks the suggestions of a query, and returns how many there are.
#[track_caller]
fn mended(typed: &str) -> usize {
    let codes = |typed: &str| -> Vec<&'static str> {
        ask(typed, Matching::All).notices.iter().map(|notice| notice.code).collect()
    };
    let notices = ask(typed, Matching::All).notices;
    let known = codes(typed);
    for notice in notices.iter().filter(|notice| notice.suggestion.is_some()) {
        let better = notice.suggestion.as_ref().unwrap();
        let left = codes(better);
        assert!(!left.contains(&notice.code), "`{typed}` to `{better}`: {left:?}");
        assert!(left.iter().all(|code| known.contains(code)), "`{typed}` to `{better}`: {left:?}");
    }
    notices.iter().filter(|notice| notice.suggestion.is_some()).count()
}

#[test]
fn a_line_of_capitals_finds_what_its_lower_case_finds() {
    for line in [
        "STATES SHOULD NOT CONDUCT MALICIOUS CYBER ACTIVITIES",
        "HUMAN RIGHTS AND INTERNATIONAL LAW",
        "OPEN OR SECURE CYBERSPACE, AND NEAR THE NORMS OF STATES",
        "“RULE OF LAW” AND THE NORMS",
    ] {
        for matching in [Matching::All, Matching::Any] {
            let (capitals, small) = (ask(line, matching), ask(&line.to_lowercase(), matching));
            assert_eq!(names(&capitals), names(&small), "{line}");
            assert!(!names(&small).is_empty(), "{line}");
        }
        let notices = ask(line, Matching::All).notices;
        assert_eq!(notices.iter().filter(|notice| notice.code == "capitals").count(), 1, "{line}");
    }
}

#[test]
fn a_suggestion_is_never_another_year_or_number() {
    for query in ["2091", "norms 2917", "20188", "\"resolution 1373\"", "g77", "covid18"] {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        for suggested in ask(query, Matching::All).did_you_mean {
            assert_eq!(digits(&suggested), digits(query), "{query}");
        }
    }
}
