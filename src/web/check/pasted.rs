//! What was pasted: read from the query string or from the body of a request, within its limit.
//!
//! It is kept nowhere and logged nowhere; errors name limits and never the text.

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{Method, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;

use super::super::error::Error;
use super::super::extract::QueryString;
use crate::quotation::CHARACTERS;

/// How many bytes a body may have: as many as the longest text needs when every byte of it is percent-encoded.
const BODY: usize = CHARACTERS * 4 * 3 + 1024;

/// A text to check; nothing where none was given.
pub(crate) struct Pasted(pub(crate) Option<String>);

/// A text to check as JSON.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct PastedJson {
    /// The quotation or the article.
    q: String,
}

impl<S: Send + Sync> FromRequest<S> for Pasted {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        if request.method() != Method::POST {
            let query = QueryString::parse(request.uri().query().unwrap_or_default());
            return Ok(Self(query.one("q").map(str::to_owned)));
        }
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let body = body(request.into_body()).await?;
        let text = match kind.as_str() {
            "application/x-www-form-urlencoded" => QueryString::parse(&body).one("q").unwrap_or_default().to_owned(),
            "application/json" => {
                let pasted = serde_json::from_str::<PastedJson>(&body);
                pasted.map_err(|_| Error::BadRequest("the body is not a JSON object with a string `q`".to_owned()))?.q
            }
            "text/plain" | "" => body,
            _ => return Err(Error::BadRequest("send the text as a form, as JSON or as plain text".to_owned())),
        };
        Ok(Self((!text.trim().is_empty()).then_some(text)))
    }
}

async fn body(body: Body) -> Result<String, Error> {
    // What says that it is too long is not waited for.
    if body.size_hint().lower() > BODY as u64 {
        return Err(too_large());
    }
    match Limited::new(body, BODY).collect().await {
        Ok(whole) => Ok(String::from_utf8_lossy(&whole.to_bytes()).into_owned()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Error::BadRequest("the body did not arrive whole".to_owned())),
    }
}

fn too_large() -> Error {
    Error::TooLarge(format!("at most {CHARACTERS} characters are checked at once"))
}
