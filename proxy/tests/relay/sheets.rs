use crate::harness::{Bench, expect, send};
use msnp::{Dialect, Role};
use nudge_proxy::relay::{Limits, Sheet};
use nudge_proxy::transcript::{Event, What};
use tokio::net::TcpStream;

async fn sheet(bench: &Bench, like: impl Fn(&Sheet) -> bool) -> Sheet {
    loop {
        if let Some(sheet) = bench.relay.sessions().into_iter().find(&like) {
            return sheet;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_notification_session_is_known_by_role_dialect_and_account() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"VER 1 MSNP12 MSNP11 CVR0\r\nUSR 2 TWN I alice@example.org\r\n").await;
    expect(&mut server, b"VER 1 MSNP12 MSNP11 CVR0\r\nUSR 2 TWN I alice@example.org\r\n").await;
    send(&mut server, b"VER 1 MSNP12\r\n").await;
    expect(&mut client, b"VER 1 MSNP12\r\n").await;
    let sheet = sheet(&bench, |sheet| sheet.dialect.is_some()).await;
    assert_eq!((sheet.role, sheet.dialect), (Some(Role::NotificationServer), Some(Dialect(12))));
    assert_eq!(sheet.account.as_deref(), Some("alice@example.org"));
    assert_eq!(sheet.server, Some(bench.server()));
    assert_eq!(sheet.client, client.local_addr().unwrap());
    assert_eq!((sheet.tallies[0].frames, sheet.tallies[1].bytes), (2, 14));
}

/// Two switchboards on one address, taken up in the other order than they were offered: only the cookie tells.
#[tokio::test]
async fn a_switchboard_is_tied_to_its_redirect_by_its_cookie() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    let there = format!("localhost:{}", bench.server().port());
    let offers = format!("XFR 7 SB {there} CKI 1.first\r\nXFR 8 SB {there} CKI 2.second\r\n");
    send(&mut server, offers.as_bytes()).await;
    let (first, route) = bench
        .entry(|number, what| match what {
            What::Frame(passed) if passed.bytes.ends_with(b"CKI 1.first\r\n") => {
                let told = String::from_utf8(passed.sent?.to_vec()).unwrap();
                Some((number, told.split(' ').nth(3)?.to_owned()))
            }
            _ => None,
        })
        .await;
    expect(&mut client, offers.replace(&there, &route).as_bytes()).await;
    let mut switchboard = TcpStream::connect(&route).await.unwrap();
    let _server = bench.accept().await;
    let followed = bench.event(|event| match event {
        Event::Opened { upstream, followed, .. } if upstream.host == "localhost" => Some(*followed),
        _ => None,
    });
    assert_eq!(followed.await, Some(first), "before its first command the oldest offer is the best guess");
    send(&mut switchboard, b"USR 1 alice@example.org 2.second\r\n").await;
    let sheet = sheet(&bench, |sheet| sheet.followed == Some(first + 1)).await;
    assert_eq!((sheet.cookie.as_deref(), sheet.role), (Some("2.second"), Some(Role::Switchboard)));
}
