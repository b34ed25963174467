//! Who may ask for what: judgements of a request's head, and nothing else.
//!
//! To remember: a request comes from some program on this machine, most often a browser, and in a browser from some page.
//! The address it used, the token it shows and the page it comes from are judged apart, each exactly.

use crate::token::Token;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use std::net::SocketAddr;
use thiserror::Error;

/// What this server is called, and who may use it.
#[derive(Debug)]
pub(crate) struct Guard {
    token: Token,
    /// `nudge-PORT`: browsers give one cookie jar to all ports of a host.
    cookie: String,
    /// Host and port as browsers write them.
    hosts: Vec<String>,
    /// Bound to every address: the one a connection reached is ours too, and no other.
    everywhere: bool,
}

/// The address of ours that a connection reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached(pub(crate) SocketAddr);

/// How somebody showed the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// A program that was given it: no page can do that.
    Bearer,
    /// A browser, on behalf of whatever page.
    Cookie,
}

/// Why a request is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Refusal {
    #[error("this is not an address of Nudge; open the one it printed when it started")]
    Host,
    #[error("the token is missing or not of this start; open the address that Nudge printed when it started")]
    Token,
    #[error("this page is not Nudge's own; open the address that Nudge printed when it started")]
    Origin,
    #[error("another site asks for this; only Nudge's own page and programs that show the token may")]
    Site,
    #[error("changes are asked for in JSON; send Content-Type: application/json")]
    Json,
    #[error("Nudge runs with --read-only: everything can be watched and nothing changed")]
    ReadOnly,
}

impl Refusal {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Refusal::Host => StatusCode::MISDIRECTED_REQUEST,
            Refusal::Token => StatusCode::UNAUTHORIZED,
            Refusal::Json => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::Origin | Refusal::Site | Refusal::ReadOnly => StatusCode::FORBIDDEN,
        }
    }
}

impl Guard {
    /// Guards a server bound to `bound`, which people may also reach as `also` (`host:port` each).
    pub(crate) fn new(token: Token, bound: SocketAddr, also: &[String]) -> Guard {
        let port = bound.port();
        let mut names = Vec::new();
        if !bound.ip().is_unspecified() {
            names.push(SocketAddr::new(bound.ip(), port).to_string());
        }
        if bound.ip().is_loopback() || bound.ip().is_unspecified() {
            names.extend(["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")));
        }
        names.extend(also.iter().map(|name| name.to_ascii_lowercase()));
        // Browsers leave the default port out.
        let bare: Vec<String> =
            names.iter().filter_map(|name| name.strip_suffix(":80")).map(str::to_owned).collect();
        names.extend(bare);
        Guard {
            token,
            cookie: format!("nudge-{port}"),
            hosts: names,
            everywhere: bound.ip().is_unspecified(),
        }
    }

    /// Judges the address a request was sent to, against rebound names. Before routing.
    pub(crate) fn judge_host(&self, uri: &Uri, headers: &HeaderMap, reached: Reached) -> Result<(), Refusal> {
        let host = only(headers, &HOST).ok_or(Refusal::Host)?;
        let named_in_target = uri.authority().map(|authority| authority.as_str());
        let is_ours = |host: &str| self.is_called(host, reached);
        (is_ours(host) && named_in_target.is_none_or(is_ours)).then_some(()).ok_or(Refusal::Host)
    }

    /// Looks for the token.
    pub(crate) fn judge_token(&self, headers: &HeaderMap) -> Result<Credential, Refusal> {
        if let Some(shown) = only(headers, &AUTHORIZATION).and_then(|value| value.split_once(' ')) {
            let is_it = shown.0.eq_ignore_ascii_case("bearer") && self.token.is(shown.1.trim().as_bytes());
            return is_it.then_some(Credential::Bearer).ok_or(Refusal::Token);
        }
        let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let is_it = pairs.any(|(name, value)| name == self.cookie && self.token.is(value.as_bytes()));
        is_it.then_some(Credential::Cookie).ok_or(Refusal::Token)
    }

    /// Judges the page a change or a live feed is asked from. A browser always names it; a program that shows the token
    /// itself need not.
    pub(crate) fn judge_origin(
        &self,
        headers: &HeaderMap,
        credential: Credential,
        reached: Reached,
    ) -> Result<(), Refusal> {
        let is_own = |origin: &str| {
            let host = origin.strip_prefix("http://");
            host.is_some_and(|host| self.is_called(host, reached))
        };
        let is_ours = match headers.contains_key(ORIGIN) {
            true => only(headers, &ORIGIN).is_some_and(is_own),
            false => credential == Credential::Bearer,
        };
        is_ours.then_some(()).ok_or(Refusal::Origin)
    }

    fn is_called(&self, host: &str, Reached(reached): Reached) -> bool {
        let reached = SocketAddr::new(reached.ip().to_canonical(), reached.port());
        self.hosts.iter().any(|own| own == host) || (self.everywhere && host == reached.to_string())
    }

    /// The cookie that remembers the token, for this port, out of reach of scripts and of other sites.
    pub(crate) fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.token.reveal())
    }

    pub(crate) fn cookie_name(&self) -> &str {
        &self.cookie
    }

    pub(crate) fn is_token(&self, shown: &str) -> bool {
        self.token.is(shown.as_bytes())
    }
}

/// Judges what the browser says about the site that asks, where it says something.
pub(crate) fn judge_site(headers: &HeaderMap) -> Result<(), Refusal> {
    const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    if !headers.contains_key(&SITE) {
        return Ok(());
    }
    matches!(only(headers, &SITE), Some("same-origin" | "none")).then_some(()).ok_or(Refusal::Site)
}

/// Judges the form of a change: pages of others can send forms, and no JSON.
pub(crate) fn judge_form(headers: &HeaderMap) -> Result<(), Refusal> {
    let essence = only(headers, &CONTENT_TYPE).and_then(|value| value.split(';').next());
    let is_json = essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
    is_json.then_some(()).ok_or(Refusal::Json)
}

/// A header that stands exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?;
    value.to_str().ok().filter(|_| values.next().is_none())
}

#[cfg(test)]
mod tests;
