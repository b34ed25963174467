//! What programs and the page ask for over HTTP. JSON in, JSON out; every refusal says what to do next.
//!
//! To remember: nothing here runs code or names a file. What can be set is a session's next frame, what is held and what
//! becomes of it, and where the shown part of the transcript begins.

pub(crate) mod changes;
pub(crate) mod commands;
pub(crate) mod conversations;
pub(crate) mod download;
pub(crate) mod entries;
pub(crate) mod held;
pub(crate) mod judged;
pub(crate) mod openapi;
pub(crate) mod problems;
pub(crate) mod redirects;
pub(crate) mod rosters;
pub(crate) mod sequences;
pub(crate) mod sessions;
pub(crate) mod status;
pub(crate) mod templates;
pub(crate) mod transfers;
mod trouble;
pub(crate) mod views;
pub(crate) mod wheel;

pub(crate) use sessions::Sessions;
pub(crate) use trouble::Trouble;
pub(crate) use views::Views;

use crate::json;
use axum::extract::Query;
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;

/// An answer that is JSON already.
fn json_text(text: impl Into<String>) -> Response {
    ([(CONTENT_TYPE, "application/json")], text.into()).into_response()
}

fn json_answer(status: StatusCode, value: &impl serde::Serialize) -> Response {
    (status, json_text(json::text(value))).into_response()
}

/// What an address asks for behind its question mark.
fn question<T: DeserializeOwned>(uri: &Uri) -> Result<T, Trouble> {
    let question = Query::try_from_uri(uri);
    question.map(|Query(question)| question).map_err(|rejection| {
        let why =
            std::error::Error::source(&rejection).map_or_else(|| rejection.to_string(), ToString::to_string);
        Trouble::new(StatusCode::BAD_REQUEST, format!("the address asks for something unknown: {why}"))
    })
}

/// A number in a path.
fn number<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, Trouble> {
    text.parse()
        .map_err(|_| Trouble::new(StatusCode::BAD_REQUEST, format!("{text:?} is no number of {what}")))
}
