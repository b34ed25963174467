//! Controls 1, 3, 4, 5, 7, 8 and 18: who is let in, and what every answer says of itself.

use crate::harness::{Bench, Reply, Socket, Wishes, exchange, upgrade_head};
use serde_json::json;

/// Every address that tells something.
const READS: &[&str] = &[
    "/api/status",
    "/api/sessions",
    "/api/sessions/1",
    "/api/entries",
    "/api/entries/1",
    "/api/download",
    "/api/live",
    "/api/commands",
    "/api/commands/ILN",
    "/api/challenge?challenge=1",
];

/// Every address that changes something.
const WRITES: &[&str] = &["/api/clear", "/api/sessions/1/inject"];

#[tokio::test]
async fn control_1_wherever_it_is_bound_nothing_is_told_or_changed_without_the_token() {
    let bench = Bench::start().await;
    for path in READS {
        let reply = bench.request("GET", path, "", "").await;
        assert_eq!(reply.status, 401, "{path}");
        assert!(reply.json()["error"].as_str().unwrap().contains("printed when it started"));
        let wrong = bench.request("GET", path, "Authorization: Bearer x\r\n", "").await;
        assert_eq!(wrong.status, 401, "{path}");
    }
    for path in WRITES {
        let json = "Content-Type: application/json\r\n";
        assert_eq!(bench.request("POST", path, json, "{}").await.status, 401, "{path}");
    }
}

#[tokio::test]
async fn control_3_a_rebound_name_reaches_nothing_not_even_the_page() {
    let bench = Bench::start().await;
    let (to, token) = (bench.web, bench.bearer());
    let ask = async |target: &str, hosts: &str| {
        exchange(to, &format!("GET {target} HTTP/1.1\r\n{hosts}{token}Connection: close\r\n\r\n")).await
    };
    let port = to.port();
    for target in ["/", "/api/status", "/nothing"] {
        for host in [
            "evil.com".to_owned(),
            format!("evil.com:{port}"),
            String::new(),
            format!("127.0.0.1:{port}."),
            format!("127.0.0.1.:{port}"),
            format!("localhost.:{port}"),
            format!("127.0.0.1.evil.com:{port}"),
            "127.0.0.1".to_owned(),
            format!("127.0.0.1:{}", port - 1),
        ] {
            let reply = ask(target, &format!("Host: {host}\r\n")).await;
            assert_eq!(reply.status, 421, "{target} at {host:?}");
        }
        let host = format!("Host: {to}\r\n");
        assert_eq!(ask(target, &format!("{host}{host}")).await.status, 421, "twice");
        assert_eq!(ask(&format!("http://evil.com{target}"), &host).await.status, 421, "in the target");
        let forwarded = format!("Host: evil.com\r\nX-Forwarded-Host: {to}\r\nForwarded: host={to}\r\n");
        assert_eq!(ask(target, &forwarded).await.status, 421, "forwarded");
    }
    let nobody = exchange(to, "GET /api/status HTTP/1.0\r\n\r\n").await;
    assert_eq!(nobody.status, 421, "no host at all");
    for host in [format!("{to}"), format!("localhost:{port}")] {
        assert_eq!(ask("/api/status", &format!("Host: {host}\r\n")).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn control_3_what_a_forwarder_claims_lets_nobody_in() {
    let bench = Bench::start().await;
    let claims = "X-Forwarded-For: 127.0.0.1\r\nForwarded: for=127.0.0.1\r\nX-Real-IP: 127.0.0.1\r\n";
    assert_eq!(bench.request("GET", "/api/status", claims, "").await.status, 401);
}

/// Pages of others, as they name themselves.
fn strangers(bench: &Bench) -> Vec<String> {
    let (ip, port) = (bench.web.ip(), bench.web.port());
    vec![
        "http://evil.com".to_owned(),
        "null".to_owned(),
        format!("http://{ip}:{}", port - 1),
        format!("http://{ip}:{port}.evil.com"),
        format!("https://{ip}:{port}"),
        format!("HTTP://{ip}:{port}"),
        format!("http://{ip}:{port}/"),
        format!("http://LOCALHOST:{port}"),
    ]
}

#[tokio::test]
async fn control_4_only_our_own_page_opens_a_feed_and_changes_something() {
    let bench = Bench::start().await;
    let host = format!("Host: {}\r\n", bench.web);
    let upgrade = async |path: &str, headers: String| {
        exchange(bench.web, &upgrade_head(path, &format!("{host}{headers}"))).await.status
    };
    for stranger in strangers(&bench) {
        for shown in [bench.cookie(), bench.bearer()] {
            let headers = format!("{shown}Origin: {stranger}\r\n");
            assert_eq!(upgrade("/api/live", headers.clone()).await, 403, "{stranger}");
            let headers = format!("{headers}Content-Type: application/json\r\n");
            for path in WRITES {
                assert_eq!(
                    bench.request("POST", path, &headers, "{}").await.status,
                    403,
                    "{stranger} {path}"
                );
            }
        }
    }
    let twice = format!("{}{}{}", bench.cookie(), bench.origin(), bench.origin());
    assert_eq!(upgrade("/api/live", twice).await, 403, "two origins");
    assert_eq!(upgrade("/api/live", bench.cookie()).await, 403, "a browser names its page");
    Socket::open(bench.web, &format!("{}{}", bench.cookie(), bench.origin())).await;
    let own = format!("{}{}Content-Type: application/json\r\n", bench.cookie(), bench.origin());
    assert_eq!(bench.request("POST", "/api/clear", &own, "{}").await.status, 200);
}

#[tokio::test]
async fn control_4_no_spelling_of_a_path_leads_around_the_origin() {
    let bench = Bench::start().await;
    let stranger = "Origin: http://evil.com\r\n";
    let json = "Content-Type: application/json\r\n";
    for path in [
        "/%61pi/clear",
        "//api/clear",
        "/api//clear",
        "/API/clear",
        "/api/clear/",
        "/./api/clear",
        "/assets/../api/clear",
        "/assets/%2e%2e/api/clear",
        "/api%2fclear",
    ] {
        let headers = format!("{}{stranger}{json}", bench.cookie());
        let status = bench.request("POST", path, &headers, "{}").await.status;
        assert!([403, 404, 405].contains(&status), "{path}: {status}");
    }
    let host = format!("Host: {}\r\n", bench.web);
    for path in
        ["/%61pi/live", "//api/live", "/API/live", "/api/live/", "/api/%6cive", "/api/live?x=/assets/"]
    {
        let head = upgrade_head(path, &format!("{host}{}{stranger}", bench.cookie()));
        let status = exchange(bench.web, &head).await.status;
        assert!([403, 404].contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn control_5_no_origin_is_no_token() {
    let bench = Bench::start().await;
    let host = format!("Host: {}\r\n", bench.web);
    let upgrade = async |headers: &str| {
        exchange(bench.web, &upgrade_head("/api/live", &format!("{host}{headers}"))).await.status
    };
    assert_eq!(upgrade("").await, 401);
    assert_eq!(upgrade(&bench.origin()).await, 401, "our own page, signed out");
    assert_eq!(upgrade("Authorization: Bearer wrong\r\n").await, 401);
    bench.live().await; // a program with the token needs no origin
}

#[tokio::test]
async fn control_7_one_line_of_curl_changes_something_and_a_form_of_a_page_does_not() {
    let bench = Bench::start().await;
    assert_eq!(bench.post("/api/clear", &json!({})).await.status, 200);
    let (cookie, own) = (bench.cookie(), bench.origin());
    for (headers, status) in [
        // A form on another site, on another port of this machine, and one with JSON in a text field.
        (
            format!("{cookie}Origin: http://evil.com\r\nContent-Type: application/x-www-form-urlencoded\r\n"),
            403,
        ),
        (format!("{cookie}Origin: http://127.0.0.1:1\r\nContent-Type: text/plain\r\n"), 403),
        (format!("{cookie}{own}Content-Type: application/x-www-form-urlencoded\r\n"), 415),
        (format!("{cookie}{own}Content-Type: text/plain\r\n"), 415),
        (format!("{cookie}{own}Content-Type: multipart/form-data; boundary=x\r\n"), 415),
        (format!("{cookie}{own}"), 415),
        (format!("{cookie}{own}Content-Type: application/json\r\nSec-Fetch-Site: cross-site\r\n"), 403),
        (format!("{cookie}{own}Content-Type: application/json\r\nSec-Fetch-Site: same-site\r\n"), 403),
        (format!("{}Content-Type: application/json\r\nSec-Fetch-Site: cross-site\r\n", bench.bearer()), 403),
        (format!("{cookie}{own}Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n"), 200),
    ] {
        assert_eq!(bench.request("POST", "/api/clear", &headers, "{}").await.status, status, "{headers}");
    }
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        for path in WRITES {
            assert_eq!(bench.request(method, path, &bench.bearer(), "").await.status, 405, "{method} {path}");
        }
    }
    let preflight = bench.request("OPTIONS", "/api/clear", "Origin: http://evil.com\r\n", "").await;
    assert!(preflight.header("access-control-allow-origin").is_empty());
}

#[tokio::test]
async fn control_7_other_sites_read_nothing_with_the_persons_cookie() {
    let bench = Bench::start().await;
    for site in ["cross-site", "same-site"] {
        let headers = format!("{}Sec-Fetch-Site: {site}\r\n", bench.cookie());
        for path in READS {
            assert_eq!(bench.request("GET", path, &headers, "").await.status, 403, "{path}");
        }
        // A link to the page may be followed from anywhere.
        assert_eq!(bench.request("GET", "/", &headers, "").await.status, 200);
    }
}

#[tokio::test]
async fn control_8_every_answer_carries_the_headers_errors_and_refusals_included() {
    let bench = Bench::start().await;
    let check = |reply: &Reply| {
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
                 base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(reply.header(name), [value], "{}", reply.head);
        }
        assert!(reply.header("access-control-allow-origin").is_empty());
    };
    let paths = [
        "/",
        "/assets/favicon.svg",
        "/assets/none.js",
        "/api/status",
        "/api/entries/9",
        "/api/download",
        "/x",
    ];
    for path in paths {
        check(&bench.get(path).await);
        check(&bench.request("GET", path, "", "").await);
        check(&bench.request("PUT", path, &bench.bearer(), "").await);
    }
    check(&bench.request("GET", "/?token=wrong", "", "").await);
    check(&bench.request("GET", &format!("/?token={}", bench.token.reveal()), "", "").await);
    check(&exchange(bench.web, "GET / HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n").await);
}

#[tokio::test]
async fn control_18_read_only_watches_everything_and_changes_nothing() {
    let bench = Bench::with(Wishes { read_only: true, ..Wishes::default() }).await;
    for path in WRITES {
        for body in [json!({}), json!({ "dir": "c2s", "text": "PNG\r\n" })] {
            let reply = bench.post(path, &body).await;
            assert_eq!(reply.status, 403, "{path}");
            assert!(reply.json()["error"].as_str().unwrap().contains("--read-only"));
        }
    }
    assert_eq!(bench.get_json("/api/status").await["read_only"], true);
    bench.live().await;
}
