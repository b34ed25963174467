//! How an entry's request stands, and how long the answer took.

use super::push;
use crate::api::openapi::words;
use nudge_proxy::insight::{Pair, Status};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// `{"request": 17, "first": 18, "last": 20, "count": 2, "status": "answered", "ms": 3.1, "last_ms": 5.2}`
#[derive(Serialize, ToSchema)]
#[schema(as = Pair, description = "How a request stands, and which entries are its answer.")]
pub(crate) struct PairRow {
    /// Not there where something like an answer came without a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<u64>,
    /// Entries of the answer so far.
    count: u32,
    #[schema(value_type = words::PairStatus)]
    status: Status,
    /// From the request to the first entry of the answer, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<f64>,
    /// From the request to the last one, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_ms: Option<f64>,
}

impl PairRow {
    pub(super) fn of(pair: &Pair) -> PairRow {
        let Pair { request, first, last, count, status, latency, whole } = *pair;
        let last_ms = whole.filter(|_| count > 1).map(ms);
        PairRow { request, first, last, count, status, ms: latency.map(ms), last_ms }
    }
}

/// What a list shows of it.
pub(super) fn brief(pair: &Pair, into: &mut Vec<u8>) {
    push(into, "status", &pair.status);
    if let Some(latency) = pair.latency {
        push(into, "ms", &ms(latency));
    }
}

/// In milliseconds, with a microsecond for the last digit.
pub(crate) fn ms(time: Duration) -> f64 {
    let micros = u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
    f64::from(micros) / 1000.0
}
