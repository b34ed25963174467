//! The browser's files, and the exchange of the token for a cookie.

use crate::Web;
use crate::api::Trouble;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::response::{IntoResponse as _, Response};
use rust_embed::Embed;
use std::borrow::Cow;
use std::path::{Component, Path as FilePath};
use std::sync::Arc;

#[derive(Embed)]
#[folder = "assets/"]
struct Embedded;

/// The largest file served from `--ui-dir`, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The page. With a token in its address it sets the cookie and leads to the same address without the token.
pub(crate) async fn index(
    State(web): State<Arc<Web>>,
    RawQuery(query): RawQuery,
) -> Result<Response, Trouble> {
    let query = query.unwrap_or_default();
    let (shown, rest): (Vec<&str>, Vec<&str>) =
        query.split('&').filter(|pair| !pair.is_empty()).partition(|pair| pair.starts_with("token="));
    let Some(shown) = shown.first().and_then(|pair| pair.strip_prefix("token=")) else {
        return file(&web, "index.html").await;
    };
    if !web.guard.is_token(shown) {
        // Most often a link from before a restart: the page itself says what to do.
        return Ok((StatusCode::UNAUTHORIZED, file(&web, "index.html").await?).into_response());
    }
    let location = match rest.is_empty() {
        true => "/".to_owned(),
        false => format!("/?{}", rest.join("&")),
    };
    Ok((StatusCode::SEE_OTHER, [(SET_COOKIE, web.guard.cookie()), (LOCATION, location)]).into_response())
}

/// One of the page's files.
pub(crate) async fn asset(
    State(web): State<Arc<Web>>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    file(&web, &name).await
}

async fn file(web: &Web, name: &str) -> Result<Response, Trouble> {
    let missing = || Trouble::new(StatusCode::NOT_FOUND, format!("there is no file {name:?}"));
    let stays_inside = FilePath::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    // Not `..`, not what is hidden in any of the folders, and no name that means more on another system.
    let is_plain = !name.contains(['\\', '\0', ':']) && !name.split('/').any(|part| part.starts_with('.'));
    let kind = kind(name).filter(|_| stays_inside && is_plain).ok_or_else(missing)?;
    let bytes: Cow<'static, [u8]> = match &web.config.ui_dir {
        Some(folder) => read(folder.join(name)).await.map_err(|_| missing())?.into(),
        None => Embedded::get(name).ok_or_else(missing)?.data,
    };
    Ok(([(CONTENT_TYPE, kind)], bytes).into_response())
}

async fn read(path: std::path::PathBuf) -> std::io::Result<Vec<u8>> {
    let size = tokio::fs::metadata(&path).await?.len();
    if size > LARGEST {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    tokio::fs::read(path).await
}

/// What a file is, by its name. Whatever else lies in the folder is not served.
fn kind(name: &str) -> Option<&'static str> {
    let extension = name.rsplit_once('.')?.1;
    KINDS.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind)
}

const KINDS: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("json", "application/json"),
    ("txt", "text/plain; charset=utf-8"),
    ("woff2", "font/woff2"),
];
