//! Where clients of MSNP8 to 12 log in: the nexus names the login server, which sells tickets for passwords (§6.2).
//!
//! To remember: plain HTTP. Clients that insist on HTTPS for this (the official 5.0 to 7.x) cannot sign in here.

use crate::accounts;
use crate::now;
use crate::tickets::Opens;
use crate::town::Town;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long one connection may last, however many requests it holds.
const CONNECTION_LIMIT: Duration = Duration::from_secs(60);

/// How long a client may take to send its headers.
const HEADER_LIMIT: Duration = Duration::from_secs(10);

const ABOUT: &str = "This is the sandbox of Nudge: a small MSN server to try clients against.\n";

/// Serves one HTTP connection.
pub(crate) async fn serve(town: Arc<Town>, stream: TcpStream) {
    let Ok(reached) = stream.local_addr() else { return };
    let answering = service_fn(move |request| {
        let response = answer(&town, reached, &request);
        async { Ok::<_, Infallible>(response) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_LIMIT)
        .serve_connection(TokioIo::new(stream), answering);
    let _ = timeout(CONNECTION_LIMIT, connection).await;
}

fn answer(town: &Town, reached: SocketAddr, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "");
    }
    let path = request.uri().path();
    if path.starts_with("/rdr/pprdr.asp") {
        // Exactly this and nothing behind it: one client takes the whole header for the address.
        return with_header("PassportURLs", &format!("DALogin=http://{reached}/login2.srf"));
    }
    if path.starts_with("/login2.srf") {
        let offered = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        return login(town, offered.unwrap_or_default());
    }
    plain(if path == "/" { StatusCode::OK } else { StatusCode::NOT_FOUND }, ABOUT)
}

fn login(town: &Town, authorization: &str) -> Response<Full<Bytes>> {
    let Some(ticket) = sell(town, authorization) else {
        let mut response = plain(StatusCode::UNAUTHORIZED, "");
        let failed = HeaderValue::from_static(
            "Passport1.4 da-status=failed,srealm=Passport.NET,ts=0,prompt,cburl=http://messenger.example/,\
             cbtxt=Wrong%20account%20or%20password",
        );
        response.headers_mut().insert(WWW_AUTHENTICATE, failed);
        return response;
    };
    // The ticket last: one client takes for the ticket all there is behind its name.
    with_header(
        "Authentication-Info",
        &format!(
            "Passport1.4 da-status=success,tname=MSPAuth,tname=MSPProf,tname=MSPSec,from-PP='t={ticket}&p='"
        ),
    )
}

/// A ticket for an account and its password.
fn sell(town: &Town, authorization: &str) -> Option<String> {
    let fields = authorization.strip_prefix("Passport1.4 ")?;
    let field = |name: &str| {
        let value = fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    let account = accounts::normal(&field("sign-in")?)?;
    let password = field("pwd")?;
    if !town.password_fits(&account, |right| right == password) {
        return None;
    }
    town.with(|world| world.tickets.issue(now(), &mut world.chance, &account, Opens::NotificationServer))
}

fn with_header(name: &'static str, value: &str) -> Response<Full<Bytes>> {
    let mut response = plain(StatusCode::OK, "");
    if let Ok(value) = HeaderValue::from_str(value) {
        response
            .headers_mut()
            .insert(hyper::header::HeaderName::from_bytes(name.as_bytes()).expect("a name"), value);
    }
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
