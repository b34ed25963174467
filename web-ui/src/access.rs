//! The kinds of visitor: a handler that names one in its signature is not reached by anybody else.
//!
//! To remember: these are judged when a handler is reached, not where a path looks like one, so that no spelling of a
//! path leads around them.

use crate::Web;
use crate::api::Trouble;
use crate::guard::{Reached, Refusal, judge_form, judge_site};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;

/// May see: shows the token, and no other site asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Viewer;

/// May open a live feed, which no browser protects by itself: also comes from our own page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watcher;

/// May change: also asks in JSON, and changes are allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Editor;

impl Viewer {
    fn judge(web: &Web, Parts { headers, .. }: &Parts) -> Result<Viewer, Refusal> {
        web.guard.judge_token(headers)?;
        judge_site(headers)?;
        Ok(Viewer)
    }
}

impl Watcher {
    fn judge(web: &Web, Parts { headers, extensions, .. }: &Parts) -> Result<Watcher, Refusal> {
        let credential = web.guard.judge_token(headers)?;
        judge_site(headers)?;
        let reached = *extensions.get::<Reached>().ok_or(Refusal::Origin)?;
        web.guard.judge_origin(headers, credential, reached)?;
        Ok(Watcher)
    }
}

impl Editor {
    fn judge(web: &Web, parts: &Parts) -> Result<Editor, Refusal> {
        let Watcher = Watcher::judge(web, parts)?;
        if web.config.read_only {
            return Err(Refusal::ReadOnly);
        }
        judge_form(&parts.headers)?;
        Ok(Editor)
    }
}

impl FromRequestParts<Arc<Web>> for Viewer {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Viewer, Trouble> {
        Ok(Viewer::judge(web, parts)?)
    }
}

impl FromRequestParts<Arc<Web>> for Watcher {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Watcher, Trouble> {
        Ok(Watcher::judge(web, parts)?)
    }
}

impl FromRequestParts<Arc<Web>> for Editor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Editor, Trouble> {
        Ok(Editor::judge(web, parts)?)
    }
}
