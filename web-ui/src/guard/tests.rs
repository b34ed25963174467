use super::*;
use axum::http::HeaderValue;

const TOKEN: &str = "abcdefghijklmnopqrstuvwx";

/// The machine's address on its network, as a listener on both families tells it.
const REACHED: Reached = Reached(SocketAddr::new(
    std::net::IpAddr::V6(std::net::Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0xc0a8, 0x0102)), // ::ffff:192.168.1.2
    8863,
));

fn guard(bound: &str, also: &[&str]) -> Guard {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    let kept = Token::kept_in(&path).unwrap(); // made with the right permissions
    std::fs::write(&path, TOKEN).unwrap();
    assert_ne!(kept.reveal(), TOKEN);
    let also: Vec<String> = also.iter().map(|&name| name.to_owned()).collect();
    Guard::new(Token::kept_in(&path).unwrap(), bound.parse().unwrap(), &also)
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    headers
}

#[test]
fn control_3_the_host_is_ours_exactly() {
    let check = |guard: &Guard, uri: &str, hosts: &[&str]| {
        let pairs: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
        guard.judge_host(&uri.parse().unwrap(), &headers(&pairs), REACHED).is_ok()
    };
    let local = guard("127.0.0.1:8863", &[]);
    for host in ["127.0.0.1:8863", "localhost:8863", "[::1]:8863"] {
        assert!(check(&local, "/", &[host]), "{host}");
        assert!(check(&local, &format!("http://{host}/"), &[host]), "{host}");
    }
    for host in [
        "",
        "evil.com",
        "evil.com:8863",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:8863.",
        "127.0.0.1.:8863",
        "localhost.:8863",
        "LOCALHOST:8863",
        "127.0.0.1.evil.com:8863",
        "evil.com@127.0.0.1:8863",
        "127.1:8863",
        "2130706433:8863",
        "0.0.0.0:8863",
    ] {
        assert!(!check(&local, "/", &[host]), "{host}");
    }
    assert!(!check(&local, "/", &[]), "no host");
    assert!(!check(&local, "/", &["127.0.0.1:8863", "127.0.0.1:8863"]), "two hosts");
    assert!(!check(&local, "http://evil.com/", &["127.0.0.1:8863"]), "another in the target");
    let wide = guard("0.0.0.0:8863", &["nudge.lan:8863"]);
    assert!(check(&wide, "/", &["nudge.lan:8863"]) && check(&wide, "/", &["127.0.0.1:8863"]));
    assert!(check(&wide, "/", &["192.168.1.2:8863"]), "the address this connection reached");
    assert!(!check(&local, "/", &["192.168.1.2:8863"]) && !check(&wide, "/", &["192.168.1.3:8863"]));
    assert!(!check(&wide, "/", &["0.0.0.0:8863"]) && !check(&wide, "/", &["evil.lan:8863"]));
    let lan = guard("192.168.1.2:80", &[]);
    assert!(check(&lan, "/", &["192.168.1.2"]) && check(&lan, "/", &["192.168.1.2:80"]));
    assert!(!check(&lan, "/", &["localhost"]));
}

#[test]
fn control_4_the_origin_is_ours_exactly() {
    let guard = guard("127.0.0.1:8863", &[]);
    let judge = |origins: &[&str], credential| {
        let pairs: Vec<_> = origins.iter().map(|origin| ("origin", *origin)).collect();
        guard.judge_origin(&headers(&pairs), credential, REACHED).is_ok()
    };
    for credential in [Credential::Cookie, Credential::Bearer] {
        for origin in ["http://127.0.0.1:8863", "http://localhost:8863", "http://[::1]:8863"] {
            assert!(judge(&[origin], credential), "{origin}");
        }
        for origin in [
            "null",
            "",
            "http://evil.com",
            "http://127.0.0.1:8864",
            "http://127.0.0.1",
            "https://127.0.0.1:8863",
            "HTTP://127.0.0.1:8863",
            "http://LOCALHOST:8863",
            "http://127.0.0.1:8863/",
            "http://127.0.0.1:8863.evil.com",
        ] {
            assert!(!judge(&[origin], credential), "{origin}");
        }
        assert!(!judge(&["http://127.0.0.1:8863", "http://127.0.0.1:8863"], credential), "two origins");
    }
    assert!(judge(&[], Credential::Bearer), "a program with the token needs none");
    assert!(!judge(&[], Credential::Cookie), "a browser always names its page");
}

#[test]
fn control_6_the_token_is_shown_by_bearer_or_by_the_cookie_of_this_port() {
    let guard = guard("127.0.0.1:8863", &[]);
    let judge = |pairs: &[(&'static str, &str)]| guard.judge_token(&headers(pairs)).ok();
    let bearer = format!("Bearer {TOKEN}");
    let cookie = format!("nudge-8863={TOKEN}");
    assert_eq!(judge(&[("authorization", &bearer)]), Some(Credential::Bearer));
    assert_eq!(judge(&[("authorization", &format!("bearer {TOKEN}"))]), Some(Credential::Bearer));
    assert_eq!(judge(&[("cookie", &cookie)]), Some(Credential::Cookie));
    assert_eq!(judge(&[("cookie", &format!("a=b; nudge-8864=x; {cookie}; c=d"))]), Some(Credential::Cookie));
    for pairs in [
        &[][..],
        &[("authorization", TOKEN)],
        &[("authorization", &format!("Basic {TOKEN}"))],
        &[("authorization", "Bearer ")],
        &[("authorization", "Bearer abcdefghijklmnopqrstuvwy")],
        &[("authorization", &bearer[..bearer.len() - 1])],
        &[("authorization", "Bearer wrong"), ("cookie", &cookie)],
        &[("authorization", &bearer), ("authorization", &bearer)],
        &[("cookie", &format!("nudge-8864={TOKEN}"))],
        &[("cookie", &format!("xnudge-8863={TOKEN}"))],
        &[("cookie", "nudge-8863=")],
    ] {
        assert_eq!(judge(pairs), None, "{pairs:?}");
    }
}

#[test]
fn control_7_other_sites_and_forms_change_nothing() {
    let site = |values: &[&str]| {
        let pairs: Vec<_> = values.iter().map(|value| ("sec-fetch-site", *value)).collect();
        judge_site(&headers(&pairs)).is_ok()
    };
    assert!(site(&[]) && site(&["same-origin"]) && site(&["none"]));
    for values in [&["cross-site"][..], &["same-site"], &[""], &["Same-Origin"], &["none", "cross-site"]] {
        assert!(!site(values), "{values:?}");
    }
    let form = |kind: &str| judge_form(&headers(&[("content-type", kind)])).is_ok();
    assert!(form("application/json") && form("application/json; charset=utf-8") && form("Application/JSON"));
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        "text/plain;application/json",
    ] {
        assert!(!form(kind), "{kind}");
    }
    assert!(judge_form(&headers(&[])).is_err());
}
