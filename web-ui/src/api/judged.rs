//! Whether what a client answered is right: to a challenge, or to the salt of a sign-in by password.
//!
//! To remember: a password comes in the body of a POST, goes into a digest, and is gone.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/judged/17
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
//!      -d '{"password":"…"}' http://127.0.0.1:8863/api/judged/17
//! ```

use super::openapi::words;
use super::{Trouble, json_answer, number};
use crate::Web;
use crate::access::Viewer;
use crate::guard::judge_form;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use msnp::{Command, Direction};
use nudge_proxy::insight::judged::{self, Judged, Kind, Proof, Verdict};
use nudge_proxy::transcript::{What, Window};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The longest request body, in bytes. Passwords have at most sixteen characters.
const BODY: usize = 4 * 1024;

/// A password: it goes into a digest and is gone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Secret {
    password: String,
}

/// What a client was asked for, what it answered, and whether that is right.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Judgement<'a> {
    Challenge(OfChallenge<'a>),
    Md5(OfSignIn<'a>),
}

/// Of the answer to a challenge.
#[derive(Serialize, ToSchema)]
struct OfChallenge<'a> {
    /// The entry that asks.
    challenge: u64,
    /// The entry that answers.
    answer: Option<u64>,
    /// The challenge.
    text: &'a str,
    /// Who the client says it is.
    product: Option<String>,
    /// The key of that product is known.
    known: bool,
    /// What it answered.
    given: Option<String>,
    /// What is right, where that can be told.
    expected: Option<String>,
    #[schema(value_type = words::Judged)]
    verdict: Verdict,
    /// The same in a sentence.
    says: &'static str,
}

/// Of the answer to the salt of a sign-in. Digests made from a password are as good as one, and not told.
#[derive(Serialize, ToSchema)]
struct OfSignIn<'a> {
    /// The entry that asks.
    challenge: u64,
    /// The entry that answers.
    answer: Option<u64>,
    /// The salt.
    text: Option<&'a str>,
    #[schema(value_type = words::Judged)]
    verdict: Verdict,
    /// The same in a sentence.
    says: &'static str,
}

/// Judges what can be judged without a password.
#[utoipa::path(
    get, path = "/api/judged/{entry}", params(("entry" = u64, Path, description = "What asks, or what answers it.")),
    responses(
        Viewer,
        (status = 200, description = "How the answer is.", body = Judgement<'_>),
        (status = 400, description = "That is no number of an entry.", body = Trouble),
        (status = 404, description = "It neither asks for a proof nor gives one.", body = Trouble),
        (status = 410, description = "It is forgotten.", body = Trouble),
    ),
)]
pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(entry): Path<String>,
) -> Result<Response, Trouble> {
    let proof = proof(&web, number(&entry, "an entry")?)?;
    judge(&web, &proof, None)
}

/// Judges a sign-in by the password.
///
/// Nothing is changed, so that it may be asked of a program started with `--read-only`. What is wrong with the JSON is not
/// told: that could quote the password.
#[utoipa::path(
    post, path = "/api/judged/{entry}", params(("entry" = u64, Path, description = "What asks, or what answers it.")),
    request_body = Secret,
    responses(
        Viewer,
        (status = 200, description = "How the answer is.", body = Judgement<'_>),
        (status = 400, description = "It is no sign-in, or the body is no password.", body = Trouble),
        (status = 404, description = "It neither asks for a proof nor gives one.", body = Trouble),
        (status = 410, description = "It is forgotten.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
        (status = 415, description = "The body is not said to be JSON.", body = Trouble),
    ),
)]
pub(crate) async fn with_password(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(entry): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Trouble> {
    judge_form(&headers)?;
    let proof = proof(&web, number(&entry, "an entry")?)?;
    if proof.kind != Kind::Md5 {
        let says = "this is a challenge, which no password goes into; read it with GET";
        return Err(Trouble::new(StatusCode::BAD_REQUEST, says));
    }
    let bytes = to_bytes(body, BODY).await.map_err(|_| {
        Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a request has at most {BODY} bytes of body"))
    })?;
    // What is wrong with the JSON is not told: it may quote the password.
    let Secret { password } = serde_json::from_slice(&bytes).map_err(|_| {
        Trouble::new(StatusCode::BAD_REQUEST, "give the password as JSON: {\"password\":\"…\"}")
    })?;
    judge(&web, &proof, Some(&password))
}

/// The proof an entry asks for or gives.
fn proof(web: &Web, entry: u64) -> Result<Proof, Trouble> {
    web.understanding.catch_up(&web.transcript);
    web.understanding.insight().problems.proof(entry).ok_or_else(|| {
        let says =
            format!("entry {entry} is no challenge, no sign-in with MD5, and no answer to one that is kept");
        Trouble::new(StatusCode::NOT_FOUND, says)
    })
}

fn judge(web: &Web, proof: &Proof, password: Option<&str>) -> Result<Response, Trouble> {
    let asked = frame(web, proof.asked)?;
    let answer = proof.answer.map(|entry| frame(web, entry)).transpose()?;
    let asked = read(&asked);
    let answer = answer.as_ref().and_then(read);
    let asked = asked.ok_or_else(|| gone(proof.asked))?;
    let judgement = match proof.kind {
        Kind::Challenge => Judgement::Challenge(challenge(proof, &asked, answer.as_ref())),
        Kind::Md5 => Judgement::Md5(sign_in(proof, &asked, answer.as_ref(), password)),
    };
    Ok(json_answer(StatusCode::OK, &judgement))
}

fn challenge<'a>(proof: &Proof, chl: &Command<'a>, qry: Option<&Command<'_>>) -> OfChallenge<'a> {
    let challenge = judged::challenge_of(chl).unwrap_or_default();
    let judged = qry.map(|qry| judged::answer(proof.dialect, challenge, qry));
    let verdict = judged.as_ref().map_or(Verdict::Unanswered, |judged| judged.verdict);
    let Judged { product, given, expected, .. } =
        judged.unwrap_or(Judged { product: String::new(), given: String::new(), expected: None, verdict });
    let is_answered = qry.is_some();
    let said = |text: String| Some(text).filter(|_| is_answered);
    OfChallenge {
        challenge: proof.asked,
        answer: proof.answer,
        text: challenge,
        product: said(product),
        known: is_answered && verdict != Verdict::UnknownProduct,
        given: said(given),
        expected,
        verdict,
        says: match verdict {
            Verdict::Right => "The client answers the challenge rightly.",
            Verdict::Wrong => "The client answers the challenge wrongly.",
            Verdict::UnknownProduct => {
                "Whether the answer is right cannot be told: nobody knows the key of this product."
            }
            Verdict::Unanswered | Verdict::NeedsPassword => "The client has not answered the challenge.",
        },
    }
}

fn sign_in<'a>(
    proof: &Proof,
    salt: &Command<'a>,
    answer: Option<&Command<'_>>,
    password: Option<&str>,
) -> OfSignIn<'a> {
    let verdict = answer.map_or(Verdict::Unanswered, |answer| judged::sign_in(salt, answer, password));
    OfSignIn {
        challenge: proof.asked,
        answer: proof.answer,
        text: salt.arg_str(4),
        verdict,
        says: match verdict {
            Verdict::Right => "The client signs in with this password.",
            Verdict::Wrong => "The client signs in with another password, or computes the digest wrongly.",
            Verdict::Unanswered => "The client has not answered.",
            Verdict::NeedsPassword | Verdict::UnknownProduct => {
                "Give the password to learn whether the client's digest is made from it."
            }
        },
    }
}

/// A frame as its receiver got it.
fn frame(web: &Web, entry: u64) -> Result<Vec<u8>, Trouble> {
    let look = web.transcript.look(Window::From(entry), 1);
    let found = look.entries().next().filter(|found| found.number == entry && entry >= web.cleared());
    match found.map(|found| found.what) {
        Some(What::Frame(passed)) => Ok(match passed.direction {
            Direction::ClientToServer => passed.sent_frame().bytes.to_vec(),
            Direction::ServerToClient => passed.frame().bytes.to_vec(),
        }),
        _ => Err(gone(entry)),
    }
}

fn read(bytes: &Vec<u8>) -> Option<Command<'_>> {
    Command::read(&msnp::Frame { bytes, opaque: false })
}

fn gone(entry: u64) -> Trouble {
    Trouble::new(StatusCode::GONE, format!("entry {entry} is forgotten, so that nothing can be judged by it"))
}
