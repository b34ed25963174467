//! What each kind of visitor may be refused with, before a handler is reached.

use crate::access::{Editor, Viewer, Watcher};
use crate::api::Trouble;
use crate::guard::Refusal;
use std::collections::BTreeMap;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

type Responses = BTreeMap<String, RefOr<Response>>;

impl IntoResponses for Viewer {
    fn responses() -> Responses {
        refused(&[Refusal::Host, Refusal::Token, Refusal::Site])
    }
}

impl IntoResponses for Watcher {
    fn responses() -> Responses {
        refused(&[Refusal::Host, Refusal::Token, Refusal::Site, Refusal::Origin])
    }
}

impl IntoResponses for Editor {
    fn responses() -> Responses {
        use Refusal::{Host, Json, Origin, ReadOnly, Site, Token};
        refused(&[Host, Token, Site, Origin, ReadOnly, Json])
    }
}

/// The refusals in their own words, those of one status together.
fn refused(refusals: &[Refusal]) -> Responses {
    let mut says: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for refusal in refusals {
        says.entry(refusal.status().as_u16()).or_default().push(refusal.to_string());
    }
    says.into_iter()
        .map(|(status, says)| (status.to_string(), trouble(&says.join("; or: ")).into()))
        .collect()
}

fn trouble(says: &str) -> Response {
    let shape = ContentBuilder::new().schema(Some(Ref::from_schema_name(Trouble::name()))).build();
    ResponseBuilder::new().description(says).content("application/json", shape).build()
}
