//! The archive as tools of a language model: the same words, numbers and refusals as on the site, over both transports.

use std::io::Write;
use std::process::{Command, Stdio};

use axum::http::Method;
use g7cyber::corpus::Files;
use serde_json::{Value, json};

use crate::consumer::run;
use crate::running::{self, Running, program};
use crate::site::{Answer, BASE, ask, get, over, send};
use crate::support::{five_releases, root, skip};

const JSON: (&str, &str) = ("content-type", "application/json");

fn post(body: &str) -> Answer {
    send(Method::POST, "/mcp", &[JSON], body)
}

fn request(method: &str, parameters: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": parameters }).to_string()
}

fn called(tool: &str, arguments: &Value) -> String {
    request("tools/call", &json!({ "name": tool, "arguments": arguments }))
}

/// Returns what a tool answers, proved to be the same as text and as data.
#[track_caller]
fn answered(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let result = answer.json()["result"].clone();
    assert_eq!(result["isError"], false, "{result}");
    let text = result["content"][0]["text"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(text).unwrap(), result["structuredContent"]);
    let value = result["structuredContent"].clone();
    for key in ["documents", "paragraphs", "not_held", "from", "to", "release"] {
        assert!(!value["scope"][key].is_null(), "{value}");
    }
    assert!(value["found"].is_boolean() && value["statement"].as_str().is_some_and(|it| it.len() > 10), "{value}");
    value
}

#[track_caller]
fn call(tool: &str, arguments: &Value) -> Value {
    answered(&post(&called(tool, arguments)))
}

/// Proves that words are given as the site's own data has them.
#[track_caller]
fn check_passage(passage: &Value) {
    let path = passage["path"].as_str().unwrap();
    let data = get(&format!("{path}.json")).json();
    for key in ["text", "url", "fingerprint", "date", "precision", "kind", "title", "issuer", "printed", "revision"] {
        assert_eq!(passage[key], data[key], "{path}: {key}");
    }
    assert_eq!(passage["url"], format!("{BASE}{path}"));
    let told = passage["whose_words"].as_str().unwrap();
    let is_press = passage["kind"] == "press-report";
    assert_eq!(told.starts_with("press report: not the G7's words"), is_press, "{path}: {told}");
}

#[test]
fn every_paragraph_is_given_word_for_word() {
    for (document, count) in [("2018-ise-shima-cyber-group-report", 12), ("2017-the-hill-lucca-report", 15)] {
        for number in 1..=count {
            let path = format!("/{document}/p/{number}");
            let found = call("get_paragraph", &json!({ "path": path }));
            check_passage(&found);
            let data = get(&format!("{path}.json")).json();
            for key in ["headings", "notes", "corrections", "rights", "published"] {
                assert_eq!(found[key], data[key], "{path}: {key}");
            }
            for other in [format!("{BASE}{path}"), path[1..].to_owned(), format!("https://a.example{path}?hl=a#p1")] {
                assert_eq!(call("get_paragraph", &json!({ "path": other }))["text"], data["text"], "{other}");
            }
        }
    }
    let found = call("get_paragraph", &json!({ "path": "/2018-ise-shima-cyber-group-report/p/99" }));
    assert_eq!((&found["found"], &found["text"]), (&json!(false), &Value::Null));
    assert!(found["statement"].as_str().unwrap().contains("without text nothing is said"), "{found}");
    let found = call("get_paragraph", &json!({ "path": "2016-ise-shima-principles" }));
    assert_eq!((&found["found"], &found["documents"][0]["held"]), (&json!(false), &json!(false)));
    assert!(found["statement"].as_str().unwrap().contains("its text is not held"), "{found}");
}

#[test]
fn a_search_is_the_one_of_the_page() {
    for query in ["cyber", "\"international law\"", "behaviour -Syria year:2017", "defence OR privacy", "sovereignty*"]
    {
        let found = call("search", &json!({ "query": query, "limit": 3, "offset": 1 }));
        let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let data = get(&format!("/search.json?q={encoded}&limit=3&offset=1")).json();
        for key in ["total", "documents", "match", "understood_as", "did_you_mean"] {
            assert_eq!(found[key], data[key], "{query}: {key}");
        }
        let paths = |value: &Value| value["hits"].as_array().unwrap().iter().map(|it| it["path"].clone()).collect();
        let (ours, theirs): (Vec<Value>, Vec<Value>) = (paths(&found), paths(&data));
        assert_eq!(ours, theirs, "{query}");
        found["hits"].as_array().unwrap().iter().for_each(check_passage);
    }
    let nothing = call("search", &json!({ "query": "zeppelin" }));
    let data = get("/search.json?q=zeppelin").json();
    assert_eq!((&nothing["found"], &nothing["statement"]), (&json!(false), &data["notices"][0]["message"]));
}

#[test]
fn a_quotation_gets_the_verdict_of_the_page() {
    for (quotation, found) in [
        ("the same rights that people have offline must also be protected online", true),
        ("Russia has denied the allegations.", true),
        ("G7 states will always hack back at anybody they like", false),
        ("cyber", true),
        ("reaffirmed the applicability of no international human rights law in cyberspace", false),
    ] {
        let checked = call("check_quotation", &json!({ "quotation": quotation }));
        let data = send(Method::POST, "/check.json", &[("content-type", "text/plain")], quotation).json();
        assert_eq!(checked["quotations"], data["quotations"], "{quotation}");
        let passages = checked["passages"].as_array().unwrap();
        passages.iter().for_each(check_passage);
        for kind in ["matches", "nearest", "subject"] {
            for named in data["quotations"][0][kind].as_array().unwrap() {
                assert!(passages.iter().any(|passage| passage["path"] == named["path"]), "{quotation}: {named}");
            }
        }
        let verdict = data["quotations"][0]["verdict"].as_str().unwrap();
        assert_eq!(checked["found"], matches!(verdict, "exact" | "declared-changes"), "{quotation}: {verdict}");
        assert_eq!(checked["found"], found, "{quotation}: {verdict}");
    }
}

#[test]
fn a_citation_means_what_it_means_on_the_site() {
    for citation in [
        "Lucca 2017 para 4",
        "Ise-Shima Cyber Group report para 3",
        "/2018-ise-shima-cyber-group-report/p/5",
        "https://elsewhere.example/2018-ise-shima-cyber-group-report/p/5",
        "Lucca 2017 declaration",
        "Chair's Report of the Meeting of the G7 Ise-Shima Cyber Group",
        "Atlantis 1850",
        "2018-ise-shima-cyber-group-report/p/99",
        "3ec4c1aeefb3",
    ] {
        let found = call("find_citation", &json!({ "citation": citation }));
        let encoded: String = url::form_urlencoded::byte_serialize(citation.as_bytes()).collect();
        let went = get(&format!("/go?c={encoded}"));
        let named = |key: &str| found[key].as_array().unwrap().iter().map(|it| it["path"].clone()).collect::<Vec<_>>();
        let all = [named("passages"), named("documents")].concat();
        match went.status.as_u16() {
            303 if went.header("location").starts_with("/f/") => assert_eq!(all.len(), 1, "{citation}: {found}"),
            303 => assert_eq!(all, [went.header("location")], "{citation}"),
            300 => assert!(all.iter().all(|path| went.body.contains(path.as_str().unwrap())) && all.len() > 1),
            _ => assert!(all.is_empty() && found["found"] == false, "{citation}: {found}"),
        }
        found["passages"].as_array().unwrap().iter().for_each(check_passage);
    }
}

#[test]
fn a_history_is_the_one_of_the_page() {
    for term in ["cyber", "\"international law\"", "zeppelin", "sovereign*", "privacy OR zeppelin"] {
        let found = call("term_history", &json!({ "term": term }));
        let encoded: String = url::form_urlencoded::byte_serialize(term.as_bytes()).collect();
        let data = get(&format!("/term.json?t={encoded}")).json();
        for key in ["total", "forms", "first", "last", "texts_with", "texts_without", "statement", "footnote", "scope"]
        {
            assert_eq!(found[key], data[key], "{term}: {key}");
        }
        assert_eq!(found["found"], data["total"] != 0, "{term}");
        let uses = found["uses"].as_array().unwrap();
        assert_eq!(uses[..], data["uses"].as_array().unwrap()[..uses.len()], "{term}");
        let passages = found["passages"].as_array().unwrap();
        passages.iter().for_each(check_passage);
        assert!(uses.iter().all(|entry| passages.iter().any(|passage| passage["path"] == entry["path"])), "{term}");
    }
    let misused = post(&called("term_history", &json!({ "term": "year:2018" }))).json();
    assert_eq!(misused["result"]["isError"], true, "{misused}");
}

#[test]
fn a_comparison_is_the_one_of_the_page() {
    let (a, b) = ("/2018-ise-shima-cyber-group-report", "/2018-ise-shima-cyber-group-report/p/3");
    for (a, b) in [(a, b), (b, "/2018-ise-shima-cyber-group-report/p/4"), (b, b), (a, "/2017-the-hill-lucca-report")] {
        let mut found = call("compare", &json!({ "a": a, "b": b }));
        let data = get(&format!("/compare.json?a={a}&b={b}")).json();
        found["passages"].as_array().unwrap().iter().for_each(check_passage);
        assert_eq!(found["found"], data["shared_words"] != 0, "{a} {b}");
        let own = ["found", "statement", "passages", "passages_left_out"];
        own.iter().for_each(|key| drop(found.as_object_mut().unwrap().remove(*key)));
        assert_eq!(found, data, "{a} {b}");
    }
    for (a, b, told) in [
        ("/2018-ise-shima-cyber-group-report", "Atlantis 1850", "`b` names nothing"),
        ("/2017-lucca-declaration", "/2017-the-hill-lucca-report", "`a` is a record, text not held"),
    ] {
        let found = call("compare", &json!({ "a": a, "b": b }));
        assert_eq!(found["found"], false, "{a} {b}");
        assert!(found["statement"].as_str().unwrap().starts_with(told), "{found}");
    }
}

#[test]
fn an_address_whose_words_went_elsewhere_says_where() {
    let (folder, addresses) = five_releases();
    let site = over(Files::Directory(folder.path().to_owned()));
    let mut seen = [0; 3];
    for address in addresses.iter().filter(|address| address.contains("/p/")) {
        let stands = ask(site.clone(), Method::GET, address, &[], "");
        let asked = called("get_paragraph", &json!({ "path": address }));
        let found = answered(&ask(site.clone(), Method::POST, "/mcp", &[JSON], asked.as_str()));
        match stands.status.as_u16() {
            200 if address.contains("/r/") => {
                assert!(!found["text"].as_str().unwrap().is_empty(), "{address}: {found}");
            }
            200 => {
                seen[0] += 1;
                let data = ask(site.clone(), Method::GET, &format!("{address}.json"), &[], "").json();
                assert_eq!(found["text"], data["text"], "{address}");
            }
            301 => {
                seen[1] += 1;
                assert_eq!(found["path"], stands.header("location"), "{address}: {found}");
                assert!(found["statement"].as_str().unwrap().contains(" on "), "{address}: {found}");
            }
            410 => {
                seen[2] += 1;
                assert_eq!(found["found"], false, "{address}");
                assert!(found["statement"].as_str().unwrap().contains("withdrawn on"), "{address}: {found}");
            }
            300 => assert!(found["statement"].as_str().unwrap().contains("divided on"), "{address}: {found}"),
            status => panic!("{address}: {status}"),
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn a_tool_that_is_used_wrongly_says_what_would_be_right() {
    let tools = post(&request("tools/list", &json!({}))).json()["result"]["tools"].clone();
    for tool in tools.as_array().unwrap() {
        let name = tool["name"].as_str().unwrap();
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        assert!(tool["description"].as_str().is_some_and(|it| it.len() > 60), "{tool}");
        let properties = tool["inputSchema"]["properties"].as_object().unwrap();
        let good: Value = properties.iter().map(|(key, it)| (key.clone(), it["examples"][0].clone())).collect();
        call(name, &good);
        for (property, schema) in properties {
            assert!(schema["description"].as_str().is_some_and(|it| it.len() > 10), "{name}.{property}");
            let long = "a ".repeat(30_000);
            for wrong in [json!(null), json!(true), json!([]), json!({}), json!(-1), json!(1.5), json!(""), json!(long)]
            {
                let mut arguments = good.clone();
                arguments[property] = wrong.clone();
                let answer = post(&called(name, &arguments));
                let result = answer.json()["result"].clone();
                assert_eq!((answer.status.as_u16(), &result["isError"]), (200, &json!(true)), "{name} {wrong:.50}");
                let told = result["content"][0]["text"].as_str().unwrap();
                assert!(told.contains(property.as_str()) && told.contains("such as"), "{told}");
            }
        }
        let mut more = good.clone();
        more["more"] = json!(1);
        for arguments in [json!({}), more] {
            assert_eq!(post(&called(name, &arguments)).json()["result"]["isError"], true, "{name}");
        }
        assert_eq!(post(&called(name, &json!([]))).json()["error"]["code"], -32602, "{name}");
    }
    let unknown = post(&called("delete_everything", &json!({}))).json()["error"].clone();
    assert_eq!(unknown["code"], -32602);
    assert!(unknown["message"].as_str().unwrap().contains("check_quotation"), "{unknown}");
}

#[test]
fn what_is_no_message_is_refused_in_the_form_of_the_protocol() {
    let deep = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{{\"a\":{}", "[".repeat(30_000));
    for (body, status, code) in [
        ("", 400, -32700),
        ("words", 400, -32700),
        (deep.as_str(), 400, -32700),
        ("[]", 400, -32600),
        (r#"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping"}]"#, 400, -32600),
        ("null", 400, -32600),
        ("\u{feff}{}", 400, -32700),
        (r#"{"id":1,"method":"ping"}"#, 400, -32600),
        (r#"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#, 400, -32600),
        (r#"{"jsonrpc":"2.0","id":1,"result":{}}"#, 400, -32600),
        (r#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, 200, -32601),
        (r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}"#, 200, -32602),
        (r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}"#, 200, -32602),
    ] {
        let answer = post(body);
        let fault = answer.json();
        assert_eq!((answer.status.as_u16(), &fault["error"]["code"]), (status, &json!(code)), "{body:.80}");
        assert_eq!(
            (&fault["jsonrpc"], answer.header("content-type")),
            (&json!("2.0"), "application/json"),
            "{body:.80}"
        );
        assert!(fault["error"]["message"].as_str().is_some_and(|it| !it.is_empty()) && fault.get("id").is_some());
    }
    let long = request("ping", &json!({ "a": "x".repeat(64 * 1024) }));
    assert_eq!((post(&long).status.as_u16(), &post(&long).json()["jsonrpc"]), (413, &json!("2.0")));
    for id in [json!(0), json!(-7), json!("a \u{1F600}"), json!(u64::MAX), json!("")] {
        let asked = json!({ "jsonrpc": "2.0", "id": id, "method": "ping" });
        assert_eq!(post(&asked.to_string()).json(), json!({ "jsonrpc": "2.0", "id": id, "result": {} }));
    }
    let notice = post(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
    assert_eq!((notice.status.as_u16(), notice.body.as_str()), (202, ""));
}

#[test]
fn pages_of_other_sites_and_other_methods_are_refused() {
    let ping = request("ping", &json!({}));
    for (origin, status) in [
        ("https://evil.example", 403),
        ("null", 403),
        ("http://archive.example", 403),
        ("https://archive.example:8443", 403),
        ("https://archive.example.evil.example", 403),
        (BASE, 200),
    ] {
        let answer = send(Method::POST, "/mcp", &[JSON, ("origin", origin)], &ping);
        assert_eq!(answer.status, status, "{origin}");
        assert_eq!(answer.json()["jsonrpc"], "2.0", "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
        assert_eq!(answer.header("cache-control"), "no-store", "{origin}");
    }
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::OPTIONS, Method::HEAD] {
        let answer = send(method.clone(), "/mcp", &[("origin", "https://evil.example")], "");
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "POST"), "{method}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{method}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", ""] {
        let answer = send(Method::POST, "/mcp", &[("content-type", kind)], &ping);
        assert_eq!((answer.status.as_u16(), &answer.json()["jsonrpc"]), (415, &json!("2.0")), "{kind}");
    }
    let asked = [("content-type", "Application/JSON; charset=utf-8")];
    assert_eq!(send(Method::POST, "/mcp", &asked, &ping).status, 200);
}

/// Sends a message in the version without handshake.
fn modern(method: &str, parameters: &Value, headers: &[(&str, &str)]) -> Answer {
    let mut parameters = parameters.clone();
    parameters["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    send(Method::POST, "/mcp", &[&[JSON], headers].concat(), &request(method, &parameters))
}

#[test]
fn both_generations_of_the_protocol_are_spoken() {
    for (asked, agreed) in [("2025-11-25", "2025-11-25"), ("2024-11-05", "2024-11-05"), ("2099-01-01", "2025-11-25")] {
        let result = post(&request("initialize", &json!({ "protocolVersion": asked }))).json()["result"].clone();
        assert_eq!(result["protocolVersion"], agreed);
        assert!(result["capabilities"]["tools"].is_object() && result["serverInfo"]["name"] == "g7cyber", "{result}");
        assert!(result["instructions"].as_str().unwrap().contains("never means that the G7 did not say"), "{result}");
    }
    let found = modern("server/discover", &json!({}), &[("mcp-protocol-version", "2026-07-28")]).json();
    let found = &found["result"];
    assert_eq!(found["supportedVersions"][0], "2026-07-28");
    assert!(found["ttlMs"].as_u64().unwrap() > 0 && found["cacheScope"] == "public", "{found}");
    assert_eq!(found["resultType"], "complete");
    let listed = modern("tools/list", &json!({}), &[("mcp-method", "tools/list")]).json();
    assert!(listed["result"]["ttlMs"].is_u64() && listed["result"]["tools"].is_array(), "{listed}");
    let ping = json!({ "name": "search", "arguments": { "query": "cyber" } });
    for (headers, status, code) in [
        (vec![("mcp-method", "tools/list")], 400, -32020),
        (vec![("mcp-name", "find_citation")], 400, -32020),
        (vec![("mcp-protocol-version", "2025-11-25")], 400, -32020),
        (vec![("mcp-method", "tools/call"), ("mcp-method", "tools/call")], 400, -32020),
    ] {
        let answer = modern("tools/call", &ping, &headers);
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (status, &json!(code)), "{headers:?}");
    }
    let right = [("mcp-method", "tools/call"), ("mcp-name", "search"), ("mcp-protocol-version", "2026-07-28")];
    assert_eq!(answered(&modern("tools/call", &ping, &right))["found"], true);
    assert_eq!(modern("resources/list", &json!({}), &[]).status, 404);
    assert_eq!(modern("tools/call", &json!({ "name": "nothing" }), &[]).status, 400);
    let answer =
        send(Method::POST, "/mcp", &[JSON, ("mcp-protocol-version", "1999-01-01")], &request("ping", &json!({})));
    assert_eq!((answer.status.as_u16(), &answer.json()["error"]["code"]), (400, &json!(-32022)));
    assert_eq!(answer.json()["error"]["data"]["supported"][0], "2026-07-28");
}

/// Returns the lines that the program answers to lines.
fn over_pipes(arguments: &[&str], lines: &[String]) -> (Vec<String>, String) {
    let mut command = program();
    command.arg("mcp").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let sent = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(sent.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    (lines, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn standard_input_and_output_say_the_same_as_the_site() {
    let asked = [
        request("tools/list", &json!({})),
        called("search", &json!({ "query": "cyber" })),
        called("get_paragraph", &json!({ "path": "/2017-the-hill-lucca-report/p/2" })),
        called("check_quotation", &json!({ "quotation": "the same rights that people have offline" })),
        called("find_citation", &json!({ "citation": "Lucca 2017 para 4" })),
        called("search", &json!({})),
        "[]".to_owned(),
        request("none", &json!({})),
    ];
    let corpus = root().join("corpus");
    let (lines, told) = over_pipes(&["--base-url", BASE, "--corpus", corpus.to_str().unwrap()], &asked);
    let site: Vec<String> = asked.iter().map(|body| post(body).body).collect();
    assert_eq!(lines, site);
    assert!(told.contains("using the corpus in"), "{told}");
}

#[test]
fn a_line_that_cannot_be_read_does_not_end_the_conversation() {
    let secret = "xylophone ".repeat(8_000);
    let lines = [
        called("check_quotation", &json!({ "quotation": secret })),
        "not JSON".to_owned(),
        String::new(),
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.to_owned(),
        request("ping", &json!({})),
    ];
    let (answers, told) = over_pipes(&[], &lines);
    let answers: Vec<Value> = answers.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3, "{answers:?}");
    assert_eq!((&answers[0]["error"]["code"], &answers[1]["error"]["code"]), (&json!(-32600), &json!(-32700)));
    assert_eq!(answers[2]["result"], json!({}));
    assert!(!told.contains("xylophone"));
    let output = program().args(["mcp", "--corpus", "nowhere"]).stdin(Stdio::null()).output().unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("--corpus"));
    assert!(output.stdout.is_empty());
}

#[test]
fn nothing_of_a_message_is_logged() {
    let server = Running::start(&["--log", "trace"]);
    let body = called("check_quotation", &json!({ "quotation": "the xylophone of the ministers of foreign affairs" }));
    let head = format!("POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n", server.address);
    for body in [body.as_str(), "xylophone", r#"{"jsonrpc":"2.0","id":1,"method":"xylophone"}"#] {
        let sent = format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
        assert!(running::send(server.address, sent.as_bytes()).unwrap().status > 0);
    }
    assert!(!server.log().contains("xylophone"), "{}", server.log());
}

/// Proves what a client that is not ours was told.
#[track_caller]
fn check_client(name: &str, found: &Value) {
    let tools: Vec<&str> = found["tools"].as_array().unwrap().iter().map(|tool| tool.as_str().unwrap()).collect();
    assert!(
        ["search", "get_paragraph", "check_quotation", "find_citation"].iter().all(|it| tools.contains(it)),
        "{name}"
    );
    let words = get("/2018-ise-shima-cyber-group-report/p/3.json").json()["text"].clone();
    assert_eq!(found["get_paragraph"]["text"], words, "{name}");
    assert_eq!(found["search"]["total"], get("/search.json?q=cyber").json()["total"], "{name}");
    assert_eq!(found["check_quotation"]["found"], true, "{name}");
    assert_eq!(found["find_citation"]["found"], true, "{name}");
}

#[test]
fn the_official_python_client_is_answered_over_both_transports() {
    let server = Running::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let targets = json!({ "http": format!("http://{}/mcp", server.address), "pipes": env!("CARGO_BIN_EXE_g7cyber") });
    std::fs::write(folder.path().join("targets.json"), targets.to_string()).unwrap();
    let Some(output) = run("python3", "mcp_client.py", folder.path()) else { return };
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found.as_object().unwrap();
    assert_eq!(found.len(), 6, "{:?}", found.keys());
    for (name, told) in found {
        check_client(name, told);
        let version = if name.ends_with("legacy") { "2025-11-25" } else { "2026-07-28" };
        assert_eq!((&told["version"], &told["misused"]), (&json!(version), &json!(true)), "{name}");
        assert!(told["unknown"].as_str().unwrap().contains("there is no tool"), "{name}: {told}");
    }
}

/// Asks by the inspector's command line.
fn inspected(target: &[&str], more: &[&str]) -> Option<Value> {
    let inspector = root().join("tests/inspector/node_modules/.bin/mcp-inspector");
    let Ok(output) = Command::new(inspector).arg("--cli").args(target).args(more).output() else {
        skip("no inspector; `tests/run` installs it");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_inspector_is_answered_over_both_transports() {
    let server = Running::start(&[]);
    let address = format!("http://{}/mcp", server.address);
    for target in [vec!["--transport", "http", &address], vec![env!("CARGO_BIN_EXE_g7cyber"), "mcp"]] {
        let Some(listed) = inspected(&target, &["--method", "tools/list"]) else { return };
        let mut found = serde_json::Map::new();
        let names = listed["tools"].as_array().unwrap().iter().map(|tool| tool["name"].clone()).collect::<Vec<_>>();
        found.insert("tools".to_owned(), Value::Array(names));
        for (tool, argument) in [
            ("search", "query=cyber"),
            ("get_paragraph", "path=/2018-ise-shima-cyber-group-report/p/3"),
            ("check_quotation", "quotation=the same rights that people have offline"),
            ("find_citation", "citation=Lucca 2017 para 4"),
        ] {
            let arguments = ["--method", "tools/call", "--tool-name", tool, "--tool-arg", argument];
            let Some(result) = inspected(&target, &arguments) else { return };
            found.insert(tool.to_owned(), result["structuredContent"].clone());
        }
        check_client(target[0], &Value::Object(found));
    }
}
