//! The recordings of tests/captures: without a proxy nothing was rewritten, and tickets tell who followed.

use super::*;

#[track_caller]
fn check(name: &str, expected: &[&str]) {
    let redirects = Story::recorded(name).insight().redirects;
    let told = |redirect: &Redirect| {
        let kind = match redirect.kind {
            RedirectKind::NotificationServer => "NS",
            RedirectKind::Switchboard => "SB",
            RedirectKind::Invitation => "RNG",
            RedirectKind::Other => "XFR",
        };
        assert_eq!((redirect.told.as_deref(), &redirect.unchanged, redirect.injected), (None, &None, false));
        let follower = redirect.follower.unwrap();
        assert_eq!(follower.became, Became::Closed { ended_by: Party::Client, how: Ending::Finished });
        let Redirect { session, named, .. } = redirect;
        format!("#{session} {kind} {named} {:?} by #{}", redirect.fate(), follower.session)
    };
    assert_eq!(redirects.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn libpurple_follows_every_redirect_in_msnp9() {
    check(
        "purple-p9",
        &[
            "#1 SB 127.0.0.1:21864 Followed by #3",
            "#1 RNG 127.0.0.1:21864 Followed by #6",
            "#2 RNG 127.0.0.1:21864 Followed by #4",
            "#2 SB 127.0.0.1:21864 Followed by #5",
        ],
    );
}

#[test]
fn libpurple_follows_every_redirect_in_msnp15() {
    check(
        "purple-p15",
        &[
            "#1 SB 127.0.0.1:21864 Followed by #3",
            "#1 RNG 127.0.0.1:21864 Followed by #6",
            "#2 RNG 127.0.0.1:21864 Followed by #4",
            "#2 SB 127.0.0.1:21864 Followed by #5",
        ],
    );
}

#[test]
fn amsn_follows_every_redirect_in_msnp12() {
    check(
        "amsn-msnp12",
        &[
            "#1 RNG 127.0.0.1:21864 Followed by #4",
            "#2 SB 127.0.0.1:21864 Followed by #3",
            "#2 SB 127.0.0.1:21864 Followed by #5",
        ],
    );
}
