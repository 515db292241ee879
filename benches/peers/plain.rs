//! What is compared with: the library alone, the least page that anybody would write with it, and the least server.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use axum::routing::get;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{Query, QueryParser};
use tantivy::schema::{Field, INDEXED, STORED, Schema, TEXT, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Searcher, TantivyDocument};

use super::clock;

/// The library with its own analyser over the same texts.
pub(crate) struct Library {
    searcher: Searcher,
    parser: QueryParser,
    text: Field,
}

impl Library {
    /// Indexes texts with their years by two threads.
    pub(crate) fn of(texts: &[(usize, String)]) -> Self {
        let mut schema = Schema::builder();
        let (text, year) = (schema.add_text_field("text", TEXT | STORED), schema.add_u64_field("year", INDEXED));
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(2, 400 << 20).unwrap();
        for (of_year, paragraph) in texts {
            let mut document = TantivyDocument::new();
            document.add_text(text, paragraph);
            document.add_u64(year, *of_year as u64);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        let mut parser = QueryParser::for_index(&index, vec![text]);
        parser.allow_regexes();
        Self { searcher: index.reader().unwrap().searcher(), parser, text }
    }

    /// Reads a query in the library's language.
    pub(crate) fn query(&self, query: &str) -> Box<dyn Query> {
        self.parser.parse_query(query).unwrap()
    }

    /// Returns what a plain program would ask for: the count, and an excerpt of each of the ten best.
    pub(crate) fn search(&self, query: &dyn Query) -> (usize, Vec<String>) {
        let (count, best) = self.searcher.search(query, &(Count, TopDocs::with_limit(10).order_by_score())).unwrap();
        let snippets = SnippetGenerator::create(&self.searcher, query, self.text).unwrap();
        let excerpt = |(_, address)| {
            let document: TantivyDocument = self.searcher.doc(address).unwrap();
            let text = document.get_first(self.text).and_then(|value| value.as_str().map(str::to_owned)).unwrap();
            snippets.snippet(&text).to_html()
        };
        (count, best.into_iter().map(excerpt).collect())
    }
}

/// The page of results of the forty-line server.
#[derive(Template)]
#[template(
    source = "<!doctype html><title>Search</title><form><input name=q></form><p>{{ count }} found</p><ol>{% for hit in hits %}<li>{{ hit|safe }}</li>{% endfor %}</ol>",
    ext = "html"
)]
struct Results {
    count: usize,
    hits: Vec<String>,
}

async fn results(State(library): State<Arc<Library>>, RawQuery(asked): RawQuery) -> Html<String> {
    let (count, hits) = found(&library, asked);
    Html(Results { count, hits }.render().unwrap())
}

/// The library's work alone, for whoever counts what a process does.
async fn count(State(library): State<Arc<Library>>, RawQuery(asked): RawQuery) -> String {
    found(&library, asked).0.to_string()
}

fn found(library: &Library, asked: Option<String>) -> (usize, Vec<String>) {
    let asked = asked.unwrap_or_default();
    let query = url::form_urlencoded::parse(asked.as_bytes()).find_map(|(name, value)| (name == "q").then_some(value));
    library.search(library.query(&query.unwrap()).as_ref())
}

/// A server on a thread of its own in this process.
pub(crate) struct Plain {
    pub(crate) address: SocketAddr,
    schedule: PathBuf,
}

impl Plain {
    /// Starts the forty-line page.
    pub(crate) fn page(library: Arc<Library>) -> Self {
        Self::start(async move |listener| {
            let app = axum::Router::new().route("/", get(results)).route("/count", get(count)).with_state(library);
            axum::serve(listener, app).await.unwrap();
        })
    }

    /// Starts a server that answers with as many zeros from memory as the address says; `/304` is "not modified".
    pub(crate) fn hello() -> Self {
        Self::start(async |listener| {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let io = hyper_util::rt::TokioIo::new(stream);
                tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service_fn(hello)));
            }
        })
    }

    /// Returns the time that the server has been on a processor.
    pub(crate) fn spent(&self) -> Duration {
        clock::spent(&self.schedule)
    }

    fn start<F: Future<Output = ()>>(serve: impl FnOnce(tokio::net::TcpListener) -> F + Send + 'static) -> Self {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                let thread = PathBuf::from("/proc").join(std::fs::read_link("/proc/thread-self").unwrap());
                tell.send((listener.local_addr().unwrap(), thread.join("schedstat"))).unwrap();
                serve(listener).await;
            });
        });
        let (address, schedule) = told.recv().unwrap();
        Self { address, schedule }
    }
}

async fn hello(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    static ZEROS: [u8; 1 << 20] = [0; 1 << 20];
    let length: usize = request.uri().path()[1..].parse().unwrap();
    let (status, body) = if length == 304 { (304, &ZEROS[..0]) } else { (200, &ZEROS[..length]) };
    let answer = Response::builder().status(status).header("content-type", "text/css");
    Ok(answer.body(Full::new(Bytes::from_static(body))).unwrap())
}
