//! The server on a thread of its own, bound to every address.

#![cfg(target_os = "linux")] // elsewhere a machine has one loopback address

use crate::harness::{PATIENCE, exchange};
use nudge_proxy::relay::{self, Limits, Relay};
use nudge_proxy::transcript::{LEAST_MEMORY, Transcript};
use nudge_web_ui::{About, Config, Token, Web, serve_apart};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn a_server_on_every_address_answers_to_the_one_reached_until_the_program_ends() {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let web = listener.local_addr().unwrap();
    let about = About {
        version: "0.0.0",
        listeners: Vec::new(),
        web,
        sandbox: None,
        demo: false,
        memory: LEAST_MEMORY,
    };
    let token = Token::random().unwrap();
    let shown = token.reveal().to_owned();
    let config = Config {
        token,
        read_only: false,
        reveal: false,
        ui_dir: None,
        hosts: Vec::new(),
        snippets: Arc::default(),
        about,
    };
    let transcript = Arc::new(Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::now())));
    let relay = relay::Config {
        ports: 0..=0,
        advertise: None,
        allow: Vec::new(),
        max_sessions: 1,
        max_routes: 256,
        off_limits: vec![web],
        limits: Limits::default(),
    };
    let web_ui = Web::new(config, Relay::new(relay, transcript.clone()), transcript);
    assert_eq!(web_ui.url(), format!("http://127.0.0.1:{}/?token={shown}", web.port()));
    let closing = CancellationToken::new();
    let thread = serve_apart(listener, web_ui, closing.clone()).unwrap();
    // Another address of this machine: control 1, it keeps the token.
    let elsewhere = SocketAddr::from(([127, 0, 0, 2], web.port()));
    let ask = async |host: &str, token: &str| {
        let head = format!("GET /api/status HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        exchange(elsewhere, &format!("{head}Authorization: Bearer {token}\r\n\r\n")).await.status
    };
    assert_eq!(ask(&elsewhere.to_string(), &shown).await, 200);
    assert_eq!(ask(&elsewhere.to_string(), "wrong").await, 401);
    assert_eq!(ask(&format!("127.0.0.3:{}", web.port()), &shown).await, 421);
    closing.cancel();
    let ended = tokio::task::spawn_blocking(|| thread.join());
    tokio::time::timeout(PATIENCE, ended).await.expect("an end").unwrap().unwrap();
}
