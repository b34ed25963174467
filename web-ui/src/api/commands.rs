//! What there is to know about commands, whatever has passed.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/commands
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/commands/ILN
//! curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8863/api/challenge?challenge=15570131571988941333'
//! ```

use super::{Trouble, json_answer, question};
use crate::access::Viewer;
use crate::explained::{Answer, Form};
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use msnp::docs::{self, Doc};
use msnp::{Dialect, challenge, codes, explain};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest challenge, product id or key that is computed with, in bytes: real ones have twenty.
const LONGEST: usize = 256;

/// The commands there are documents about.
#[derive(Serialize, ToSchema)]
struct CommandList {
    commands: Vec<CommandName>,
}

#[derive(Serialize, ToSchema)]
struct CommandName {
    /// `NNN` stands for every numeric error.
    verb: &'static str,
    /// In plain words.
    name: &'static str,
}

/// Every command there is something to know about.
#[utoipa::path(get, path = "/api/commands", responses(Viewer, (status = 200, description = "Their names.", body = CommandList)))]
pub(crate) async fn list(_: Viewer) -> Response {
    let commands = docs::all().map(|doc| CommandName { verb: doc.verb, name: doc.name }).collect();
    json_answer(StatusCode::OK, &CommandList { commands })
}

/// What there is to know about a command.
#[derive(Serialize, ToSchema)]
struct Command {
    verb: &'static str,
    /// Its name in plain words.
    name: &'static str,
    /// What it is for: one to three sentences.
    purpose: &'static str,
    /// Who sends it, and when.
    when: &'static str,
    /// What answers it, or what it answers.
    reply: &'static str,
    /// Numeric errors known to answer it.
    errors: Vec<NumericError>,
    /// What has tripped people up.
    traps: &'static [&'static str],
    /// The sections of the wire reference it rests on.
    rests_on: &'static str,
    /// How it is written.
    forms: Vec<Form>,
    /// Where a number was asked for: that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<NumericError>,
}

#[derive(Serialize, ToSchema)]
struct NumericError {
    number: u16,
    means: Option<&'static str>,
}

/// What there is to know about a command. Asked for as a number, it says what that number means.
#[utoipa::path(
    get, path = "/api/commands/{verb}", params(("verb" = String, Path, description = "A command word, or a numeric error.")),
    responses(
        Viewer,
        (status = 200, description = "Its document.", body = Command),
        (status = 404, description = "It is not known here.", body = Trouble),
    ),
)]
pub(crate) async fn one(_: Viewer, Path(verb): Path<String>) -> Result<Response, Trouble> {
    let verb = verb.to_ascii_uppercase();
    let doc = docs::doc(&verb).ok_or_else(|| {
        let says = format!("{verb:?} is no command that is known here; see /api/commands");
        Trouble::new(StatusCode::NOT_FOUND, says)
    })?;
    Ok(json_answer(StatusCode::OK, &told(doc, &verb)))
}

/// A document with the forms of its command.
fn told(doc: &'static Doc, verb: &str) -> Command {
    let error = |number| NumericError { number, means: codes::error(number) };
    Command {
        verb: doc.verb,
        name: doc.name,
        purpose: doc.purpose,
        when: doc.when,
        reply: doc.reply,
        errors: doc.errors.iter().copied().map(error).collect(),
        traps: doc.traps,
        rests_on: doc.rests_on,
        forms: explain::rows().filter(|row| row.verb == doc.verb).map(Form::of).collect(),
        number: verb.parse().ok().map(error),
    }
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Challenged {
    /// The argument of a CHL.
    #[param(required, max_length = 256)]
    challenge: Option<String>,
    /// A product id; goes with its key and a dialect.
    #[param(max_length = 256)]
    product: Option<String>,
    /// That product's key.
    #[param(max_length = 256)]
    key: Option<String>,
    /// Its number: 11 is MSNP11. Up to MSNP10 and from MSNP11 on the answers differ.
    dialect: Option<u8>,
}

/// What a challenge is answered with.
#[derive(Serialize, ToSchema)]
struct Answers<'a> {
    challenge: &'a str,
    answers: Vec<Answer<'a>>,
}

/// What a challenge is answered with: by every known product, or by one whose key is given.
#[utoipa::path(
    get, path = "/api/challenge", params(Challenged),
    responses(
        Viewer,
        (status = 200, description = "The answers.", body = Answers<'_>),
        (status = 400, description = "Something is missing or too long.", body = Trouble),
    ),
)]
pub(crate) async fn challenged(_: Viewer, uri: Uri) -> Result<Response, Trouble> {
    let Challenged { challenge, product, key, dialect } = question(&uri)?;
    let wrong = |says: &str| Trouble::new(StatusCode::BAD_REQUEST, says);
    let challenge = challenge
        .ok_or_else(|| wrong("give the challenge: /api/challenge?challenge=1557…, the argument of a CHL"))?;
    let given = [Some(&challenge), product.as_ref(), key.as_ref()];
    if given.into_iter().flatten().any(|given| given.len() > LONGEST) {
        return Err(wrong("challenge, product and key have at most 256 bytes each"));
    }
    let dialect = dialect.map(Dialect);
    let answers = match (&product, &key) {
        (None, None) => challenge::answers(dialect, &challenge).into_iter().map(Answer::of).collect(),
        (Some(product), Some(key)) => {
            let dialect = dialect.ok_or_else(|| {
                wrong("give the dialect too, as a number: up to MSNP10 and from MSNP11 on the answers differ")
            })?;
            let answer = challenge::answer_with(dialect, &challenge, product, key);
            vec![Answer { product, dialects: [dialect.0, dialect.0], answer }]
        }
        _ => return Err(wrong("give product and key together, or neither")),
    };
    Ok(json_answer(StatusCode::OK, &Answers { challenge: &challenge, answers }))
}
