//! What people are called, and how they are, where the line leaves room for doubt.

use super::*;

#[test]
fn the_welcome_holds_a_name_up_to_msnp9() {
    let check = |dialect: u8, rest: &str, expected: Option<&str>| {
        let roster = now(&format!(
            "1 opens\n1> VER 1 MSNP{dialect}\n1< VER 1 MSNP{dialect}\n1< USR 2 OK alice@example.org{rest}"
        ));
        assert_eq!(name(&roster), expected, "MSNP{dialect} {rest}");
        assert_eq!(roster.own.account.as_deref(), Some("alice@example.org"));
    };
    check(2, " Alice%201", Some("Alice 1"));
    check(5, " Alice 1", Some("Alice 1"));
    check(6, " Alice 1", Some("Alice"));
    check(7, " Alice%20A 1", Some("Alice A"));
    check(7, " 1 1", Some("1"));
    check(8, " Alice 1 0", Some("Alice"));
    check(9, " Alice the first 1 0", Some("Alice the first"));
    check(9, " 1 1 0", Some("1"));
    check(10, " 1 0", None);
    check(11, " Alice 1 0", Some("Alice"));
    check(18, " 0 0", None);
}

#[test]
fn where_the_dialect_is_unknown_the_form_tells() {
    let roster = now(
        "1 opens\n1> VER 1 MSNP15\n1< NLN NLN bob@b.example 1 Bob%20B 1342177324 0\n1< NLN AWY carol@b.example Carol 5\n\
         1< NLN BSY dave@b.example Dave\n1< ILN 5 IDL 1:eve@b.example Eve 1:2 %3Cmsnobj%2F%3E\n\
         1< LSG 0 Other%20Contacts 0\n1< LSG Friends 1f2e-01\n1< LSG 8 27 1 1 2 Family 0",
    );
    let expected = [
        "bob@b.example | Bob B | ? |  | NLN",
        "carol@b.example | Carol | ? |  | AWY",
        "dave@b.example | Dave | ? |  | BSY",
        "eve@b.example | Eve | ? |  | IDL",
    ];
    assert_eq!(lines(&roster), expected);
    assert_eq!(groups(&roster), [("0", "Other Contacts"), ("1f2e-01", "Friends"), ("2", "Family")]);
}

#[test]
fn nothing_is_told_of_what_is_left_out() {
    let roster = signed_in(
        9,
        "1< NLN NLN bob@b.example\n1< NLN NLN carol@b.example  5 \n1< NLN NLN\n1< FLN\n1< CHG 3\n1< CHG 4 NLN ",
    );
    assert_eq!(lines(&roster), ["bob@b.example | ? | ? |  | NLN", "carol@b.example |  | ? |  | NLN"]);
    assert_eq!((status(&roster), roster.own.appearance.caps.as_deref()), (Some("NLN"), None));
}

#[test]
fn the_server_may_set_a_status_unasked() {
    assert_eq!(status(&signed_in(9, "1> CHG 3 NLN 5\n1< CHG 3 NLN 5\n1< CHG 0 HDN 5")), Some("HDN"));
}

#[test]
fn after_somebody_is_gone_only_who_they_are_is_known() {
    let roster = signed_in(
        14,
        "1< NLN NLN bob@b.example 1 Bob 5 %3Cmsnobj%20SHA1D%3D%22abc%3D%22%2F%3E\n\
         1< UBX bob@b.example 1 {len}\\r\\n<Data><PSM>hi</PSM></Data>\n1< FLN bob@b.example 1 0",
    );
    let gone = Appearance { status: Some("FLN".into()), caps: Some("0".into()), ..Appearance::default() };
    assert_eq!(roster.contacts[0].appearance, gone);
    assert_eq!(roster.contacts[0].name.as_deref(), Some("Bob"));
}
