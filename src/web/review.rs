//! A draft beside its source, for the person who reads the one against the other.
//!
//! Not a page of the site: a server of its own, on this machine alone, that shows one draft as its file is at the moment
//! and ends with the command that began it.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::asset;
use crate::corpus::{Problem, Review};
use crate::wording::{Op, diff, visible};

/// Looks at a draft and its source.
pub type ReviewReader = dyn Fn() -> Result<Review, Vec<Problem>> + Send + Sync;

/// The page.
#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    title: String,
    file: String,
    source: String,
    unread: Option<String>,
    marks: Vec<(usize, String)>,
    problems: Vec<String>,
    rows: Vec<ReviewRow>,
}

/// A paragraph or heading beside what the source has there.
struct ReviewRow {
    /// How the two sides go together, as the stylesheet calls it.
    kind: &'static str,
    /// The same in words, where it is not simply the same.
    told: Option<&'static str>,
    line: Option<usize>,
    draft: Vec<DiffPiece>,
    source: Vec<DiffPiece>,
    doubts: Vec<String>,
}

/// Words that both sides have, or one alone.
struct DiffPiece {
    words: String,
    alone: bool,
}

/// Returns the server that shows what `look` finds.
pub fn review(look: Arc<ReviewReader>) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/static/{*file}", get(async |uri: Uri, headers: HeaderMap| asset::at(uri.path(), &headers)))
        .layer(middleware::from_fn(guarded))
        .with_state(look)
}

async fn show(State(look): State<Arc<ReviewReader>>) -> Response {
    let looked = tokio::task::spawn_blocking(move || look().map(|review| page(review).render())).await;
    match looked {
        Ok(Ok(Ok(page))) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Ok(Err(problems)) => {
            let told: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
            (StatusCode::NOT_FOUND, told).into_response()
        }
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "the draft could not be shown\n").into_response(),
    }
}

/// Answers only who asks this machine by its own name, so that no page of the web reads a draft through a name of its
/// own; and lets the page load nothing but its stylesheet.
async fn guarded(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !["127.0.0.1", "localhost", "[::1]"].contains(&name) {
        return (StatusCode::MISDIRECTED_REQUEST, "ask for the address that was printed\n").into_response();
    }
    let mut answer = next.run(request).await;
    let policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; \
                  form-action 'none'; frame-ancestors 'none'";
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    answer.headers_mut().extend(fixed.map(|(name, value)| (name, header::HeaderValue::from_static(value))));
    answer
}

fn page(review: Review) -> ReviewPage {
    ReviewPage {
        title: review.title,
        source: review.source.unwrap_or_else(|| "no source".to_owned()),
        unread: review.unread,
        problems: review.problems.iter().map(ToString::to_string).collect(),
        rows: review.rows.into_iter().map(row).collect(),
        file: review.file,
        marks: review.marks,
    }
}

fn row(side: crate::corpus::ReviewedPart) -> ReviewRow {
    let doubts = side.doubts;
    let whole = |text: Option<&str>| {
        let piece = |text: &str| DiffPiece { words: visible(text).into_owned(), alone: false };
        text.map(piece).into_iter().collect::<Vec<_>>()
    };
    let line = side.draft.as_ref().map(|(line, _)| *line);
    let (draft, source) = (side.draft.map(|(_, text)| text), side.source);
    let (kind, told) = match (&draft, &source) {
        _ if side.same => ("same", None),
        (Some(_), Some(_)) => ("differs", Some("These differ.")),
        (Some(_), None) => ("draft-only", Some("Not found in the source.")),
        (None, _) if side.omitted => ("omitted", Some("Listed as omitted.")),
        (None, _) => ("source-only", Some("Not in the draft, and not listed as omitted.")),
    };
    let pieces = |op: Op| -> Vec<DiffPiece> {
        let changes = diff(source.as_deref().unwrap_or_default(), draft.as_deref().unwrap_or_default());
        let ours = changes.into_iter().filter(|change| change.op == Op::Equal || change.op == op);
        ours.map(|change| DiffPiece { words: visible(&change.text).into_owned(), alone: change.op == op }).collect()
    };
    if kind == "differs" {
        return ReviewRow { kind, told, line, draft: pieces(Op::Insert), source: pieces(Op::Delete), doubts };
    }
    ReviewRow { kind, told, line, draft: whole(draft.as_deref()), source: whole(source.as_deref()), doubts }
}
