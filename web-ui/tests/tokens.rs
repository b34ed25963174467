//! Control 6: the token, its cookie, and who has neither.

use crate::harness::{Bench, Wishes};
use nudge_web_ui::Token;

#[tokio::test]
async fn control_6_the_token_is_exchanged_for_a_cookie_and_leaves_the_address() {
    let bench = Bench::start().await;
    let token = bench.token.reveal();
    for (query, location) in [
        (format!("token={token}"), "/"),
        (format!("filter=cmd:MSG&token={token}&row=7"), "/?filter=cmd:MSG&row=7"),
        (format!("token={token}&token={token}"), "/"),
        (format!("next=//evil.com&token={token}"), "/?next=//evil.com"),
    ] {
        let reply = bench.request("GET", &format!("/?{query}"), "", "").await;
        assert_eq!(reply.status, 303, "{query}");
        assert_eq!(reply.header("location"), [location]);
        let cookie = format!("nudge-{}={token}; Path=/; HttpOnly; SameSite=Strict", bench.web.port());
        assert_eq!(reply.header("set-cookie"), [cookie]);
    }
    let status = bench.request("GET", "/api/status", &bench.cookie(), "").await;
    assert_eq!(status.status, 200);
}

#[tokio::test]
async fn control_6_a_wrong_token_sets_no_cookie_and_the_page_itself_needs_none() {
    let bench = Bench::start().await;
    for query in ["token=", "token=wrong", &format!("token={}x", bench.token.reveal())] {
        let reply = bench.request("GET", &format!("/?{query}"), "", "").await;
        assert_eq!(reply.status, 401, "{query}");
        assert!(reply.header("set-cookie").is_empty());
        assert!(reply.body.contains("needs its token"), "the page says what to do: {}", reply.body);
    }
    let page = bench.request("GET", "/?filter=x", "", "").await;
    assert_eq!((page.status, page.header("content-type")), (200, vec!["text/html; charset=utf-8"]));
    assert!(!page.body.contains(bench.token.reveal()), "the page holds no secret");
}

#[tokio::test]
async fn control_6_two_instances_side_by_side_do_not_take_each_others_cookies() {
    let (one, other) = (Bench::start().await, Bench::start().await);
    let both = format!(
        "Cookie: nudge-{}={}; nudge-{}={}\r\n",
        one.web.port(),
        one.token.reveal(),
        other.web.port(),
        other.token.reveal()
    );
    for bench in [&one, &other] {
        assert_eq!(bench.request("GET", "/api/status", &both, "").await.status, 200);
    }
    assert_eq!(one.request("GET", "/api/status", &other.cookie(), "").await.status, 401);
    let misnamed = format!("Cookie: nudge-{}={}\r\n", one.web.port(), other.token.reveal());
    assert_eq!(one.request("GET", "/api/status", &misnamed, "").await.status, 401);
    // A page of the other one posts with the jar that holds both.
    let headers = format!("{both}{}Content-Type: application/json\r\n", other.origin());
    assert_eq!(one.request("POST", "/api/clear", &headers, "{}").await.status, 403);
}

#[tokio::test]
async fn control_6_a_token_file_lets_a_browser_resume_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    let before =
        Bench::with(Wishes { token: Some(Token::kept_in(&path).unwrap()), run: 1, ..Wishes::default() })
            .await;
    let shown = before.bearer();
    let run_before = before.get_json("/api/status").await["run"].clone();
    drop(before);
    let after =
        Bench::with(Wishes { token: Some(Token::kept_in(&path).unwrap()), run: 2, ..Wishes::default() })
            .await;
    let reply = after.request("GET", "/api/status", &shown, "").await;
    assert_eq!(reply.status, 200);
    assert_ne!(reply.json()["run"], run_before, "and sees that it is another run");
    let stranger = Bench::start().await;
    let reply = stranger.request("GET", "/api/status", &shown, "").await;
    assert_eq!(reply.status, 401);
    assert!(reply.json()["error"].as_str().unwrap().contains("open the address that Nudge printed"));
}
