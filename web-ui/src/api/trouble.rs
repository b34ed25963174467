use super::json_answer;
use crate::guard::Refusal;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use nudge_proxy::compose::ComposeError;
use nudge_proxy::filter::FilterError;
use nudge_proxy::relay::{InjectError, ReleaseError};
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// Why something cannot be had, and the next step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Trouble {
    #[serde(skip)]
    status: StatusCode,
    /// In words.
    error: String,
    /// Where in a filter or in what was typed, in bytes from its beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
    /// The frame an injection left on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    /// That frame is on its way, but its receiver does not read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stalled: bool,
}

impl Trouble {
    pub(crate) fn new(status: StatusCode, says: impl Into<String>) -> Trouble {
        Trouble { status, error: says.into(), at: None, entry: None, stalled: false }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        json_answer(self.status, &self)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::new(refusal.status(), refusal.to_string())
    }
}

impl From<FilterError> for Trouble {
    fn from(error: FilterError) -> Trouble {
        Trouble { at: Some(error.at), ..Trouble::new(StatusCode::BAD_REQUEST, error.to_string()) }
    }
}

impl From<InjectError> for Trouble {
    fn from(error: InjectError) -> Trouble {
        let status = match error {
            InjectError::Gone => StatusCode::NOT_FOUND,
            InjectError::Opaque | InjectError::IdsTaken | InjectError::ListsComing => StatusCode::CONFLICT,
            InjectError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            // It is on its way, whatever becomes of it.
            InjectError::Stalled { .. } => StatusCode::ACCEPTED,
            InjectError::Size | InjectError::NotHidable => StatusCode::BAD_REQUEST,
        };
        let trouble = Trouble::new(status, error.to_string());
        match error {
            InjectError::Stalled { entry } => Trouble { entry: Some(entry), stalled: true, ..trouble },
            _ => trouble,
        }
    }
}

impl From<ReleaseError> for Trouble {
    fn from(error: ReleaseError) -> Trouble {
        let status = match error {
            ReleaseError::NotHeld(_) => StatusCode::NOT_FOUND,
            ReleaseError::NoWayBack(_) => StatusCode::CONFLICT,
            ReleaseError::Size | ReleaseError::NotProvable(_) => StatusCode::BAD_REQUEST,
        };
        Trouble::new(status, error.to_string())
    }
}

impl From<ComposeError> for Trouble {
    fn from(error: ComposeError) -> Trouble {
        Trouble { at: Some(error.at), ..Trouble::new(StatusCode::BAD_REQUEST, error.to_string()) }
    }
}
