//! What official clients and servers were seen to do (§10) is no problem, or as small a one as is said here.

use super::broken;
use super::tale::Tale;

fn check(script: &str, expected: &[&str]) {
    assert_eq!(broken(script), expected, "{script}");
}

#[test]
fn an_argument_is_left_out_and_its_space_kept() {
    check(
        r"{sb}
        2> CAL 338 \r\n",
        &[],
    );
    check(
        r"{ns9}
        1> SYN 8 0
        1< SYN 8 27 1 0
        1< LST bob@example.org Bob 11 \r\n",
        &[],
    );
    check(
        r"{ns9}
        1< NLN NLN bob@example.org Bob 268435492 \r\n",
        &[],
    );
    check(
        r"{sb}
        2< MSG bob@example.org  0",
        &[],
    );
}

#[test]
fn names_are_raw_utf_8_encoded_twice_or_empty() {
    check(
        r"{ns9}
        1< NLN NLN bob@example.org B\xC3\xB6b\xE2\x99\xA5 268435492",
        &[],
    );
    check(
        r"{ns12}
        1> RMG 9 New%2520Group",
        &[],
    );
    check(
        r"{sb}
        2< JOI carol@example.org Carol%0A",
        &[],
    );
    check("{ns12}\n1> PRP 9 MFN", &[]);
}

#[test]
fn a_client_says_all_it_knows_in_one_go() {
    check(
        "1 opens\n1> VER 1 MSNP12 MSNP11 CVR0\\r\\nCVR 2 0x0409 winnt 5.1 i386 MSNMSGR 7.5.0324 msmsgs \
         alice@example.org\\r\\nUSR 3 TWN I alice@example.org\\r\\n\n1< VER 1 MSNP12 CVR0",
        &[],
    );
    check("1 opens\n1> VER 1 CVR0\n1< VER 1 CVR0", &[]);
    check("1 opens\n1> XFR 1 NS", &[]);
    check("1 opens\n1> INF 1", &[]);
}

#[test]
fn ids_begin_at_zero_begin_again_or_go_on() {
    check(
        "1 opens\n1> VER 0 MSNP9\n1< VER 0 MSNP9\n1> CVR 1 0x0409 winnt 5.1 i386 MSNMSGR 6.2.0137 MSMSGS a@b",
        &[],
    );
    check("{ns9}\n1> CHG 3 NLN 5\n1< CHG 3 NLN 5\n1> CHG 3 BSY 5\n1< CHG 3 BSY 5", &[]);
    check(
        "{ns9}\n2 opens\n2> USR 10 alice@example.org 1.2\n2< USR 10 OK alice@example.org A\n2> CAL 11 bob@example.org",
        &[],
    );
    check("{ns9}\n1> CHG 4000000000 NLN 5\n1< CHG 4000000000 NLN 5", &[]);
    check("{sb}\n2> MSG 3 N 0\n2> MSG 3 N 0\n2> MSG 3 U 0", &[]);
}

#[test]
fn accounts_carry_machines_networks_and_whatever_case() {
    let guid = "{6f1d2c3b-0000-4000-8000-00000000a11c}";
    check(
        &format!("2 opens\n2> USR 1 alice@example.org;{guid} 1.2\n2< USR 1 OK Alice@Example.org;{guid} A"),
        &[],
    );
    check(
        &format!(
            "{{sb}}\n2< JOI carol@example.org;{guid} Carol 2788999228:48\n2< BYE carol@example.org;{guid}"
        ),
        &[],
    );
    check("{sb}\n2< BYE bob@example.org 1", &[]);
    check("{ns18}\n1< NLN NLN 1:bob@example.org;via=9:guid@live.com Bob 0:0", &[]);
    check("{ns18}\n1< UBX 1:alice@example.org 0", &[]);
}

#[test]
fn a_redirect_has_a_port_or_none_and_may_lead_to_the_gateway_or_back() {
    for xfr in ["198.51.100.7:1863 U D", "gw7.example.net:80 G D", "ns7.example U D"] {
        check(&format!("{{ns15}}\n1< XFR 0 NS {xfr}"), &[]);
    }
    for xfr in ["198.51.100.7 0 198.51.100.2", "0", "198.51.100.7:1863 0 198.51.100.2:1863"] {
        check(&format!("{{ns9}}\n1< XFR 0 NS {xfr}"), &[]);
    }
    check("1 opens\n1> VER 1 MSNP9\n1> CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 6.2.0137 MSMSGS a@b\n1> USR 3 TWN I a@b
        1< VER 1 MSNP9\n1< XFR 3 NS 198.51.100.7:1863 0 198.51.100.2:1863\n1 ends", &[]);
}

#[test]
fn servers_tolerate_lines_that_end_in_lf_and_spaces_too_many() {
    check(
        r"{ns9}
        1> CHG 9 NLN 5\n",
        &["bare-lf"],
    );
    check("{ns9}\n1> XFR  9  SB", &[]);
}

#[test]
fn policies_come_before_the_sign_in_and_states_after_it() {
    check(
        r#"1 opens
        1> VER 1 MSNP15
        1< VER 1 MSNP15
        1> USR 2 SSO I alice@example.org
        1< GCF 0 {len}\r\n<Policies><Policy type="SHIELDS"><config/></Policy></Policies>
        1< USR 2 SSO S MBI_KEY_OLD AAEC"#,
        &[],
    );
    check("{ns12}\n1< SBS 0 null\n1< USR 9 OK alice@example.org Alice 1 0", &["answers-nothing"]);
    check("{ns7}\n1> CVR 70 0x0409 winnt 5.1 i386 MSNMSGR 4.6.0083 MSMSGS\n1< CVR 70 4.6 4.6 4.6 a b", &[]);
    check("{ns12}\n1> PNG\n1< QNG 50\n1> PNG\n1< QNG", &[]);
}

#[test]
fn errors_come_bare_with_a_payload_or_without_a_request() {
    check(
        r#"{ns15}
        1> ADL 9 {len}\r\n<ml><d n="b"><c n="a" l="1" t="1"/></d></ml>
        1< 241 9 {len}\r\n<ml><d n="example.org"><c n="bob" t="1" /></d></ml>"#,
        &[],
    );
    check("{ns9}\n1> CHG 9 NLN 5\n1< 913 9", &[]);
    check("{ns9}\n1< 500", &[]);
}

#[test]
fn a_payload_may_be_empty_or_look_like_commands() {
    check(
        r"{ns12}
        1< UBX bob@example.org 0
        1> UUX 9 0
        1< UUX 9 0",
        &[],
    );
    check(
        r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nXFR 1 NS\r\nOUT\r\nPNG",
        &[],
    );
}

#[test]
fn switchboards_name_oneself_and_machines() {
    let guid = "{6f1d2c3b-0000-4000-8000-00000000a11c}";
    check(
        &format!(
            "2 opens\n2> USR 1 a@b;{guid} 1.2\n2< USR 1 OK a@b;{guid} A\n2> CAL 2 a@b\n2< CAL 2 RINGING 7
        2< JOI a@b;{guid} A 2788999228:48\n2> MSG 3 N 0"
        ),
        &[],
    );
    // Four lines name two people.
    check(
        &format!(
            "2 opens\n2> ANS 1 b@b;{guid} 8.5 7\n2< IRO 1 1 2 a@b;{guid} A 1:48\n2< IRO 1 2 2 a@b A 1:48\n2< ANS 1 OK"
        ),
        &[],
    );
}

#[test]
fn who_leaves_does_not_wait() {
    check("{ns9}\n1> OUT\n1< OUT\n1 ends", &[]);
    check("{ns9}\n1> CHG 9 NLN 5\n1< OUT OTH\n1 ends", &[]);
    check("{sb}\n2> MSG 3 N 0\n2< BYE bob@example.org\n2> OUT\n2 ends", &[]);
    check("{ns9}\n1> CHG 9 NLN 5\n1 shuts", &[]);
}

#[test]
fn commands_whose_last_dialect_nobody_knows_are_not_too_late() {
    check("{ns9}\n1> SND 9 bob@example.org", &[]);
    check(
        r"{ns15}
        1> PGD 9 bob@example.org 1 0",
        &[],
    );
}

#[test]
fn of_a_session_first_heard_of_in_its_middle_only_what_it_says_is_judged() {
    let tale =
        Tale::told("7> MSG 3 N 0\n7< IRO 1 2 2 bob@example.org B\n7> CHG 9 NLN 5\n7< QRY 10\n7> OUT\n7> PNG");
    let found: Vec<_> = tale.insight().problems.from(0).map(|problem| problem.rule.id).collect();
    assert_eq!(found, ["after-out"]);
}
