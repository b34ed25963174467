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
use utoipa::ToSchema;

/// What the program is, and how it is doing.
#[derive(Serialize, ToSchema)]
struct Status<'a> {
    /// Always `nudge`.
    program: &'static str,
    version: &'static str,
    /// Tells this start from every other, as 16 hexadecimal digits.
    run: String,
    /// Where clients are waited for.
    listeners: &'a [Listening],
    /// Where this API is.
    #[schema(value_type = String)]
    web: SocketAddr,
    /// The sandbox, where it runs.
    sandbox: Option<SandboxAddresses>,
    /// The scripted people are at it.
    demo: bool,
    /// The oldest entry there is to see.
    first: u64,
    /// The number the next entry will have.
    head: u64,
    /// How many entries are not understood in time: 0 while threads, pairs, conversations and all else that is known of an
    /// entry lag what happens by at most 33 ms.
    behind: u64,
    /// The transcript's budget, in bytes.
    memory: usize,
    /// Sessions open.
    open: usize,
    /// Nothing can be changed.
    read_only: bool,
    /// Secrets are masked for who does not ask for them.
    masked: bool,
    /// The files it was read from; nothing where it happens now.
    saved: Option<Files>,
}

/// How the program is doing.
#[utoipa::path(get, path = "/api/status", responses(Viewer, (status = 200, description = "How it is doing.", body = Status<'_>)))]
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
        behind: web.understanding.behind(),
        memory: about.memory,
        open: web.sessions.now_and_then(web).open,
        read_only: web.config.read_only,
        masked: !web.config.reveal,
        saved: web.source.files(),
    })
}
