//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/download > evening.ndjson`

use super::openapi::rows::DownloadLine;
use super::{Trouble, question};
use crate::Web;
use crate::access::Viewer;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use nudge_proxy::filter::Filter;
use nudge_proxy::transcript::Window;
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::yield_now;

/// How much of the ring is read at a time, in bytes.
const PIECE: usize = 128 * 1024;

#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct Wish {
    /// Which entries are wanted; all, if it is empty.
    filter: String,
    /// Secrets are shown.
    reveal: bool,
}

/// A download under way. It holds no entries while its reader is slow: what is forgotten meanwhile is told in it.
struct Download {
    web: Arc<Web>,
    filter: Filter,
    reveal: bool,
    next: u64,
    /// What happens after it was asked for is not in it.
    end: u64,
    _place: OwnedSemaphorePermit,
}

/// Every entry until now, or those wanted, as NDJSON.
#[utoipa::path(
    get, path = "/api/download", params(Wish),
    responses(
        Viewer,
        (status = 200, description = "An entry a line, or `{\"missed\": 7}` for entries that were forgotten meanwhile.",
            body = DownloadLine, content_type = "application/x-ndjson"),
        (status = 400, description = "The filter cannot be read; `at` says where.", body = Trouble),
        (status = 503, description = "As many downloads as there may be are under way.", body = Trouble),
    ),
)]
pub(crate) async fn stream(_: Viewer, State(web): State<Arc<Web>>, uri: Uri) -> Result<Response, Trouble> {
    let Wish { filter, reveal } = question(&uri)?;
    let filter = Filter::parse(&filter)?;
    let place = web.downloads.clone().try_acquire_owned().map_err(|_| {
        Trouble::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "as many downloads as there may be are under way; try again later",
        )
    })?;
    let name = format!("attachment; filename=\"nudge-{}.ndjson\"", web.run());
    // What was forgotten before is not this reader's loss.
    let first = web.transcript.look(Window::From(u64::MAX), 0).first;
    let download = Download {
        filter,
        reveal,
        next: web.cleared().max(first),
        end: web.transcript.head(),
        web,
        _place: place,
    };
    let pieces = stream::unfold(download, async |mut download| {
        yield_now().await;
        let piece = download.piece()?;
        Some((Ok::<_, Infallible>(piece), download))
    });
    let head = [(CONTENT_TYPE, "application/x-ndjson".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((head, Body::from_stream(pieces)).into_response())
}

impl Download {
    /// The next rows, perhaps none of them wanted; `None` at the end.
    fn piece(&mut self) -> Option<Bytes> {
        if self.next >= self.end {
            return None;
        }
        let Download { web, filter, reveal, .. } = &*self;
        let look = web.transcript.look(Window::From(self.next), PIECE);
        web.understanding.catch_up(&web.transcript);
        let view = web.rows.view(*reveal);
        let mut rows = Vec::with_capacity(PIECE);
        if look.missed > 0 {
            view.ndjson_missed(look.missed, &mut rows);
        }
        for entry in look.entries().filter(|entry| entry.number < self.end) {
            if filter.wants(&entry, |session| web.understanding.role(session), web.rows.reveals(*reveal)) {
                view.ndjson(&entry, &mut rows);
            }
        }
        self.next = look.range.end;
        Some(rows.into())
    }
}
