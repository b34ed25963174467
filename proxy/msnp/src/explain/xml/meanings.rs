//! What the values of known elements stand for.

use super::media;
use crate::codes;
use crate::explain::capabilities;
use crate::explain::located::Located;
use crate::explain::principal::principal;
use crate::explain::{Field, object};
use std::borrow::Cow;

/// Explains the value at that place.
type Explain = fn(Cow<'static, str>, &Located<'_>) -> Field;

/// The element around it, or the element it is an attribute of; its own name; how it is explained.
#[rustfmt::skip]
const MEANINGS: &[(&str, &str, Explain)] = &[
    // Who is on which list (§9). The same letters mean other things in policies.
    ("ml", "l", whole),
    ("c", "l", lists),
    ("c", "t", network),
    ("s", "l", lists),
    ("s", "n", service),
    ("sep", "n", service),
    // What somebody publishes (§7.9), since MSNP21 by service.
    ("Data", "CurrentMedia", media::field),
    ("Data", "DDP", object_named),
    ("Data", "SignatureSound", object_named),
    ("Data", "Scene", object_named),
    ("s", "CurrentMedia", media::field),
    ("s", "DDP", object_named),
    ("s", "SignatureSound", object_named),
    ("s", "Scene", object_named),
    ("s", "UserTileLocation", object_named),
    ("s", "Status", status),
    ("EndpointData", "Capabilities", capability_words),
    ("sep", "Capabilities", capability_words),
    ("PrivateEndpointData", "ClientType", client_type),
    ("PrivateEndpointData", "State", status),
    ("sep", "ClientType", client_type),
    ("sep", "State", status),
    // People in circles and notifications.
    ("user", "id", principal_named),
    ("TO", "name", principal_named),
    ("FROM", "name", principal_named),
    // How much mail there is (§7.1).
    ("E", "I", |name, value| amount(name, value, "in the inbox")),
    ("E", "IU", |name, value| amount(name, value, "unread in the inbox")),
    ("E", "O", |name, value| amount(name, value, "in other folders")),
    ("E", "OU", |name, value| amount(name, value, "unread in other folders")),
    ("M", "E", principal_named),
    // What a policy forbids to write, a pattern in base64.
    ("imtext", "value", pattern),
];

/// How that value is explained, if it is a known one.
pub(super) fn of(parent: &str, name: &str) -> Option<Explain> {
    let known = |(around, own, _): &&(&str, &str, Explain)| *around == parent && *own == name;
    MEANINGS.iter().find(known).map(|(.., explain)| *explain)
}

/// A number that is a code.
fn coded<M: Into<Cow<'static, str>>>(
    name: Cow<'static, str>,
    value: &Located<'_>,
    words: impl FnOnce(u64) -> Option<M>,
) -> Field {
    let field = Field::text(name, value);
    match value.trimmed().number() {
        None => field.trouble("not a number"),
        Some(number) => field.meaning(words(number).map(Into::into)),
    }
}

fn whole(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    match value.bytes {
        b"1" => Field::text(name, value).stands_for(Some("the whole list, as after signing in")),
        _ => lists(name, value),
    }
}

fn lists(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    coded(name, value, codes::lists)
}

fn network(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    coded(name, value, codes::network)
}

fn client_type(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    coded(name, value, codes::client_type)
}

fn status(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    Field::text(name, value).stands_for(codes::status(&value.trimmed().text()))
}

/// The services of MSNP21. Others are known by their letters only.
fn service(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    Field::text(name, value).stands_for(match value.bytes {
        b"IM" => Some("messages and presence"),
        _ => None,
    })
}

fn capability_words(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    capabilities::field(name, &value.trimmed())
}

fn object_named(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    object::field(name, value)
}

fn principal_named(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    principal(name, value)
}

/// How many messages, and which.
fn amount(name: Cow<'static, str>, value: &Located<'_>, which: &str) -> Field {
    coded(name, value, |number| Some(format!("{number} {which}")))
}

fn pattern(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    let field = Field::text(name, value);
    let (decoded, broken) = value.base64_decoded();
    match std::str::from_utf8(decoded.view().bytes) {
        Ok(pattern) if broken.is_none() && !pattern.is_empty() => {
            field.meaning(Some(pattern.to_owned().into()))
        }
        _ => field,
    }
}
