//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/status`

use super::json_text;
use crate::access::Viewer;
use crate::source::Files;
use crate::{Listening, SandboxAddresses, Web, json};
use axum::extract::State;
use axum::response::Response;
use nudge_proxy::transcript::Window;
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Serialize)]
struct Status<'a> {
    program: &'static str,
    version: &'static str,
    run: String,
    listeners: &'a [Listening],
    web: SocketAddr,
    sandbox: Option<SandboxAddresses>,
    demo: bool,
    /// The oldest entry there is to see.
    first: u64,
    /// The number the next entry will have.
    head: u64,
    /// The transcript's budget, in bytes.
    memory: usize,
    /// Sessions open.
    open: usize,
    read_only: bool,
    masked: bool,
    /// The files it was read from; nothing where it happens now.
    saved: Option<Files>,
}

pub(crate) async fn tell(_: Viewer, State(web): State<Arc<Web>>) -> Response {
    json_text(json(&web))
}

pub(crate) fn json(web: &Web) -> String {
    let about = &web.config.about;
    let look = web.transcript.look(Window::From(u64::MAX), 0);
    json::text(&Status {
        program: "nudge",
        version: about.version,
        run: web.run(),
        listeners: &about.listeners,
        web: about.web,
        sandbox: about.sandbox,
        demo: about.demo,
        first: look.first.max(web.cleared()),
        head: look.head,
        memory: about.memory,
        open: web.sessions.now_and_then(web).open,
        read_only: web.config.read_only,
        masked: !web.config.reveal,
        saved: web.source.files(),
    })
}
