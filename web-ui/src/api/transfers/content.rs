//! The bytes of a transfer.

use crate::Web;
use crate::access::Viewer;
use crate::api::{Trouble, number, question};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use msnp::explain::{counted, grouped};
use nudge_proxy::insight::transfers::{LARGEST, Media, Recipe, Transfer};
use nudge_proxy::transcript::Window;
use serde::Deserialize;
use std::io;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::yield_now;

/// How much is read at a time, in bytes.
const PORTION: u64 = 128 * 1024;

/// Stretches that are missing and named.
const NAMED: usize = 5;

#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct Wish {
    /// What there is, zeros in place of what is missing.
    partial: bool,
}

/// A download under way. It holds no entries while its reader is slow.
struct Download {
    web: Arc<Web>,
    recipe: Recipe,
    at: u64,
    partial: bool,
    _place: OwnedSemaphorePermit,
}

/// A transfer whose bytes can be had.
struct Found {
    id: u64,
    /// Its last entry.
    last: u64,
    recipe: Recipe,
    /// Something is missing or forgotten.
    partial: bool,
}

/// The bytes of a picture or a file.
///
/// They are a stranger's: only a small enough PNG, GIF or JPEG is given as an image, all else is to be saved.
#[utoipa::path(
    get, path = "/api/transfers/{id}/content", tag = "transfers",
    params(("id" = u64, Path, description = "The entry it began with."), Wish),
    responses(
        Viewer,
        (status = 200, description = "The bytes; or as an image where they may be shown as one.", body = Vec<u8>,
            content_type = "application/octet-stream"),
        (status = 400, description = "That is no number of a transfer.", body = Trouble),
        (status = 404, description = "None began with that entry.", body = Trouble),
        (status = 409, description = "It is not complete; `partial` gives what there is.", body = Trouble),
        (status = 410, description = "It, or a part of it, is forgotten.", body = Trouble),
        (status = 503, description = "As many downloads as there may be are under way.", body = Trouble),
    ),
)]
pub(crate) async fn content(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Trouble> {
    let id: u64 = number(&id, "a transfer")?;
    let Wish { partial } = question(&uri)?;
    web.understanding.catch_up(&web.transcript);
    let found = find(&web, id, partial)?;
    let place = web.downloads.clone().try_acquire_owned().map_err(|_| {
        Trouble::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "as many downloads as there may be are under way; try again later",
        )
    })?;
    let head = head(&web, &found);
    let Found { recipe, partial, .. } = found;
    let download = Download { web, recipe, at: 0, partial, _place: place };
    let portions = stream::unfold(download, async |mut download| {
        yield_now().await;
        let portion = download.portion()?;
        Some((portion, download))
    });
    Ok((head, Body::from_stream(portions)).into_response())
}

/// What the bytes are given as: an image only where they may be shown as one. The name is ours.
fn head(web: &Web, found: &Found) -> [(HeaderName, String); 3] {
    let Found { id, recipe, .. } = found;
    let inspected = web.inspections.inspect(web, (*id, found.last), recipe);
    let shown = inspected.filter(|inspected| inspected.shown && !found.partial);
    let media = Media::of(&recipe.read(0..16, &web.transcript).bytes);
    let extension = media.map_or("bin", |media| media.extension);
    let part = if found.partial { "-partial" } else { "" };
    let (kind, disposition) = match shown.and(media) {
        Some(media) => (media.name, "inline"),
        None => ("application/octet-stream", "attachment"),
    };
    [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("{disposition}; filename=\"nudge-transfer-{id}{part}.{extension}\"")),
        (CONTENT_LENGTH, recipe.size().to_string()),
    ]
}

impl Download {
    /// The next bytes; `None` at the end. What is forgotten meanwhile ends the answer before its length.
    fn portion(&mut self) -> Option<io::Result<Bytes>> {
        if self.at >= self.recipe.size() {
            return None;
        }
        let portion = self.recipe.read(self.at..self.at + PORTION, &self.web.transcript);
        self.at += PORTION;
        Some(match portion.forgotten {
            1.. if !self.partial => Err(io::Error::other("the transcript has forgotten the rest")),
            _ => Ok(portion.bytes.into()),
        })
    }
}

/// The transfer, if its bytes can be had.
fn find(web: &Web, id: u64, partial: bool) -> Result<Found, Trouble> {
    let first = web.transcript.look(Window::From(u64::MAX), 0).first.max(web.cleared());
    let insight = web.understanding.insight();
    let known = insight.transfers.get(id).filter(|transfer| transfer.last >= web.cleared());
    let transfer = known.ok_or_else(|| match id < first {
        true => gone(format!("what began with entry {id} is forgotten; the oldest entry kept is {first}")),
        false => Trouble::new(
            StatusCode::NOT_FOUND,
            format!("no transfer began with entry {id}; /api/views/transfers tells of those there are"),
        ),
    })?;
    let recipe = transfer.recipe();
    let found =
        Found { id, last: transfer.last, partial: !recipe.is_whole() || transfer.forgotten() > 0, recipe };
    let size = found.recipe.size();
    match found.partial {
        true if transfer.have() == 0 => {
            Err(conflict(format!("nothing of it came through here: {}", transfer.says())))
        }
        true if !partial && transfer.forgotten() > 0 => {
            Err(gone(format!("{} of it are forgotten; {ASK}", counted(transfer.forgotten(), "byte"))))
        }
        true if !partial => Err(conflict(incomplete(transfer))),
        true if size > LARGEST => Err(conflict(format!(
            "what came of it lies within {}; with parts missing at most {} are given",
            counted(size, "byte"),
            counted(LARGEST, "byte")
        ))),
        _ => Ok(found),
    }
}

fn gone(says: String) -> Trouble {
    Trouble::new(StatusCode::GONE, says)
}

fn conflict(says: String) -> Trouble {
    Trouble::new(StatusCode::CONFLICT, says)
}

const ASK: &str = "?partial=true gives what there is, zeros for the rest";

/// `not complete, missing are 412 bytes: 1,202 to 1,613; ?partial=true gives …`
fn incomplete(transfer: &Transfer) -> String {
    let (mut missing, mut named, mut others) = (0, Vec::new(), 0);
    for gap in transfer.missing() {
        missing += gap.end - gap.start;
        match named.len() < NAMED {
            true => named.push(format!("{} to {}", grouped(gap.start), grouped(gap.end - 1))),
            false => others += 1,
        }
    }
    let missing = counted(missing, "byte");
    let more = if others > 0 { format!(" and {} more", grouped(others)) } else { String::new() };
    match named.is_empty() {
        true => format!("not complete, more may come; {ASK}"),
        false => format!("not complete, missing are {missing}: {}{more}; {ASK}", named.join(", ")),
    }
}
