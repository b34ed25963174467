//! What there is to know about commands, whatever has passed.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/commands
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/commands/ILN
//! curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8863/api/challenge?challenge=15570131571988941333'
//! ```

use super::{Trouble, json_answer, question};
use crate::access::Viewer;
use crate::explained::{Form, answer};
use axum::extract::Path;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use msnp::docs::{self, Doc};
use msnp::{Dialect, challenge, codes, explain};
use serde::Deserialize;
use serde_json::{Value, json};

/// The longest challenge, product id or key that is computed with, in bytes: real ones have twenty.
const LONGEST: usize = 256;

pub(crate) async fn list(_: Viewer) -> Response {
    let commands: Vec<Value> = docs::all().map(|doc| json!({ "verb": doc.verb, "name": doc.name })).collect();
    json_answer(StatusCode::OK, &json!({ "commands": commands }))
}

pub(crate) async fn one(_: Viewer, Path(verb): Path<String>) -> Result<Response, Trouble> {
    let verb = verb.to_ascii_uppercase();
    let doc = docs::doc(&verb).ok_or_else(|| {
        let says = format!("{verb:?} is no command that is known here; see /api/commands");
        Trouble::new(StatusCode::NOT_FOUND, says)
    })?;
    Ok(json_answer(StatusCode::OK, &told(doc, &verb)))
}

/// A document with the forms of its command. Asked for as a number, it says what that number means.
fn told(doc: &Doc, verb: &str) -> Value {
    let error = |number: &u16| json!({ "number": number, "means": codes::error(*number) });
    let mut told = json!({
        "verb": doc.verb,
        "name": doc.name,
        "purpose": doc.purpose,
        "when": doc.when,
        "reply": doc.reply,
        "errors": doc.errors.iter().map(error).collect::<Vec<_>>(),
        "traps": doc.traps,
        "rests_on": doc.rests_on,
        "forms": explain::rows().filter(|row| row.verb == doc.verb).map(Form::of).collect::<Vec<_>>(),
    });
    if let Ok(number) = verb.parse::<u16>() {
        told["number"] = error(&number);
    }
    told
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Challenged {
    challenge: Option<String>,
    product: Option<String>,
    key: Option<String>,
    dialect: Option<u8>,
}

/// What a challenge is answered with: by every known product, or by one whose key is given.
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
    let answers = match (product, key) {
        (None, None) => challenge::answers(dialect, &challenge).into_iter().map(answer).collect(),
        (Some(product), Some(key)) => {
            let dialect = dialect.ok_or_else(|| {
                wrong("give the dialect too, as a number: up to MSNP10 and from MSNP11 on the answers differ")
            })?;
            let answer = challenge::answer_with(dialect, &challenge, &product, &key);
            vec![json!({ "product": product, "dialects": [dialect.0, dialect.0], "answer": answer })]
        }
        _ => return Err(wrong("give product and key together, or neither")),
    };
    Ok(json_answer(StatusCode::OK, &json!({ "challenge": challenge, "answers": answers })))
}
