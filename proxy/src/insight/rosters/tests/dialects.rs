//! Each dialect says it in its own way, and it is the same that is understood.

use super::*;

#[test]
fn msnp2_tells_list_by_list_under_the_number_of_the_request() {
    let roster = signed_in(
        2,
        "1> SYN 8 0
         1< SYN 8 27
         1< GTC 8 27 A
         1< BLP 8 27 AL
         1< LST 8 FL 27 1 2 bob@example.org Bob%20the%20Builder
         1< LST 8 FL 27 2 2 carol@example.org Carol
         1< LST 8 AL 27 1 1 BOB@example.org Bob%20the%20Builder
         1< LST 8 BL 27 0 0
         1< LST 8 RL 27 1 1 dave@example.org Dave 7
         1> CHG 9 NLN
         1< CHG 9 NLN
         1< ILN 9 AWY bob@example.org Bob%20the%20Builder
         1< NLN BSY carol@example.org Carol 7
         1< FLN bob@example.org",
    );
    assert_eq!((name(&roster), status(&roster)), (Some("Alice"), Some("NLN")));
    assert_eq!(roster.own.account.as_deref(), Some("alice@example.org"));
    assert_eq!(roster.own.strangers, Some(Strangers::Allow));
    assert_eq!(roster.own.prompt, Some(Prompt::Ask));
    assert_eq!(
        lines(&roster),
        [
            "bob@example.org | Bob the Builder | FL,AL |  | FLN",
            "carol@example.org | Carol 7 | FL |  | BSY",
            "dave@example.org | Dave 7 | RL |  | ?",
        ]
    );
    assert!(!roster.gap);
}

#[test]
fn msnp5_confirms_what_it_changes() {
    let roster = signed_in(
        5,
        "1> ADD 3 FL bob@example.org Bob
         1< ADD 3 FL 28 bob@example.org Bob 7
         1> ADD 4 AL bob@example.org Bob
         1< ADD 4 AL 29 bob@example.org Bob
         1< ADD 0 RL 30 carol@example.org Carol
         1> REM 5 AL bob@example.org
         1< REM 5 AL 31 bob@example.org
         1> PRP 6 PHH 555
         1< PRP 6 32 PHH 555
         1> REA 7 alice@example.org Alice%20A
         1< REA 7 33 alice@example.org Alice%20A
         1> REA 8 bob@example.org Bobby
         1< REA 8 34 bob@example.org Bobby
         1> BLP 9 BL
         1< BLP 9 35 BL
         1> GTC 10 N
         1< GTC 10 36 N",
    );
    assert_eq!(name(&roster), Some("Alice A"));
    assert_eq!((roster.own.strangers, roster.own.prompt), (Some(Strangers::Block), Some(Prompt::Accept)));
    assert_eq!(
        lines(&roster),
        ["bob@example.org | Bobby | FL |  | ?", "carol@example.org | Carol | RL |  | ?"]
    );
}

#[test]
fn msnp7_has_groups_by_number() {
    let roster = signed_in(
        7,
        "1> SYN 8 0
         1< SYN 8 27
         1< LSG 8 27 1 2 0 Other%20Contacts 0
         1< LSG 8 27 2 2 1 Friends 0
         1< LST 8 FL 27 1 2 bob@example.org Bob 0,1
         1< LST 8 FL 27 2 2 carol@example.org Carol 1
         1< LST 8 AL 27 1 1 bob@example.org Bob
         1< LST 8 BL 27 0 0
         1< LST 8 RL 27 0 0
         1> ADG 9 My%20family 0
         1< ADG 9 28 My%20family 2 0
         1> REG 10 1 Old%20friends 0
         1< REG 10 29 1 Old%20friends 0
         1> ADD 11 FL carol@example.org Carol 2
         1< ADD 11 FL 30 carol@example.org Carol 2
         1> REM 12 FL bob@example.org 0
         1< REM 12 FL 31 bob@example.org 0",
    );
    assert_eq!(groups(&roster), [("0", "Other Contacts"), ("1", "Old friends"), ("2", "My family")]);
    assert_eq!(
        lines(&roster),
        ["bob@example.org | Bob | FL,AL | 1 | ?", "carol@example.org | Carol | FL | 1,2 | ?"]
    );
}

#[test]
fn msnp8_tells_all_lists_of_one_in_a_line_and_capabilities() {
    let roster = signed_in(
        8,
        "1> SYN 5 26
         1< SYN 5 27 2 2
         1< GTC A
         1< BLP AL
         1< LSG 0 Other%20Contacts 0
         1< LSG 1 Friends%20of%20mine 0
         1< LST bob@example.org Bob 11 0,1
         1< LST carol@example.org Carol 4
         1< BPR PHH 555
         1> CHG 6 BSY 268435492
         1< CHG 6 BSY 268435492
         1< ILN 6 IDL bob@example.org Bob 268435493
         1> RMG 7 1
         1< RMG 7 28 1",
    );
    assert_eq!(groups(&roster), [("0", "Other Contacts")]);
    assert_eq!(
        lines(&roster),
        ["bob@example.org | Bob | FL,AL,RL | 0 | IDL", "carol@example.org | Carol | BL |  | ?"]
    );
    assert_eq!((status(&roster), roster.own.appearance.caps.as_deref()), (Some("BSY"), Some("268435492")));
    assert_eq!(contact(&roster, "bob@example.org").appearance.caps.as_deref(), Some("268435493"));
}

const GROUP: &str = "1f2e3d4c-0000-4000-8000-000000000001";
const BOB: &str = "aaaaaaaa-0000-4000-8000-0000000000b0";

#[test]
fn msnp10_has_groups_and_contacts_by_id() {
    let burst = format!(
        "1> SYN 8 0 0
         1< SYN 8 2004-07-01T00:00:00.0-07:00 2004-07-01T00:00:01.0-07:00 2 1
         1< GTC A
         1< BLP AL
         1< PRP MFN Alice%20A
         1< LSG Friends {GROUP}
         1< LST N=bob@example.org F=Bob C={BOB} 11 {GROUP}
         1< BPR MFN Bobby
         1< LST N=carol@example.org F=Carol 8"
    );
    let roster = signed_in(10, &burst);
    assert_eq!(name(&roster), Some("Alice A"));
    assert_eq!(groups(&roster), [(GROUP, "Friends")]);
    let bob = format!("bob@example.org | Bobby | FL,AL,RL | {GROUP} | ?");
    assert_eq!(lines(&roster), [&*bob, "carol@example.org | Carol | RL |  | ?"]);
    assert_eq!(contact(&roster, "bob@example.org").guid.as_deref(), Some(BOB));
    let other = "1f2e3d4c-0000-4000-8000-000000000002";
    let dave = "aaaaaaaa-0000-4000-8000-0000000000d0";
    let roster = signed_in(
        10,
        &format!(
            "{burst}
             1> ADG 9 Work
             1< ADG 9 1 Work {other}
             1> REG 10 {GROUP} Old%20friends 0
             1< REG 10 1 Old%20friends {GROUP} 0
             1> ADC 11 FL C={BOB} {other}
             1< ADC 11 FL C={BOB} {other}
             1> REM 12 FL {BOB} {GROUP}
             1< REM 12 FL {BOB} {GROUP}
             1> ADC 13 FL N=dave@example.org F=Dave
             1< ADC 13 FL N=dave@example.org F=Dave C={dave}
             1> ADC 14 BL N=carol@example.org
             1< ADC 14 BL N=carol@example.org
             1> SBP 15 {BOB} MFN Bob%20B
             1< SBP 15 {BOB} MFN Bob%20B
             1< ADC 0 RL N=eve@example.org F=Eve
             1> REM 16 FL {dave}
             1< REM 16 FL {dave}"
        ),
    );
    assert_eq!(groups(&roster), [(GROUP, "Old friends"), (other, "Work")]);
    let bob = format!("bob@example.org | Bob B | FL,AL,RL | {other} | ?");
    let others = ["carol@example.org | Carol | BL,RL |  | ?", "eve@example.org | Eve | RL |  | ?"];
    assert_eq!(lines(&roster), [&*bob, others[0], others[1]]);
}

#[test]
fn msnp11_has_personal_messages_once_the_server_agrees() {
    let script = "1> UUX 9 {len}\\r\\n<Data><PSM>gone fishing</PSM><CurrentMedia></CurrentMedia></Data>";
    let asked = signed_in(11, script);
    assert_eq!(asked.own.appearance.message, None, "nobody agreed yet");
    let roster = signed_in(
        11,
        &format!(
            "{script}
             1< UUX 9 0
             1< NLN NLN bob@example.org B\\xc3\\xb8b 268435492 0
             1< UBX bob@example.org {{len}}\\r\\n<Data><PSM>hi &lt;3</PSM><CurrentMedia>\\\\0Music\\\\01\\\\0{{0}}\\\\0Help!</CurrentMedia></Data>
             1< NLN NLN carol@example.org Carol 268435492
             1< UBX carol@example.org {{len}}\\r\\n<Data><PSM>x</PSM></Data>
             1< UBX carol@example.org 0"
        ),
    );
    assert_eq!(roster.own.appearance.message.as_deref(), Some("gone fishing"));
    let bob = contact(&roster, "bob@example.org");
    assert_eq!(bob.name.as_deref(), Some("B\u{f8}b"), "as it came, undecoded UTF-8");
    assert_eq!(bob.appearance.message.as_deref(), Some("hi <3"));
    assert_eq!(bob.appearance.media.as_deref(), Some("Help!"));
    assert_eq!(contact(&roster, "carol@example.org").appearance.message.as_deref(), Some(""));
}

#[test]
fn msnp12_tells_the_network_between_bits_and_groups() {
    let roster = signed_in(
        12,
        &format!(
            "1< SYN 5 2000-01-01T00:00:00.0-00:00 2000-01-01T00:00:00.0-00:00 2 1
             1< LSG Lab%20friends {GROUP}
             1< LST N=alice2@example.com F=Alice C={BOB} 11 1 {GROUP}
             1< LST N=carol@example.com F=Agent%2047 C=836e7bd0-fa72-454f-9835-3081ee88ab42 3 1 "
        ),
    );
    let alice = format!("alice2@example.com | Alice | FL,AL,RL | {GROUP} | ?");
    assert_eq!(lines(&roster), [&*alice, "carol@example.com | Agent 47 | FL,AL |  | ?"]);
    assert_eq!(roster.contacts.iter().map(|contact| contact.network).collect::<Vec<_>>(), [Some(1), Some(1)]);
}

#[test]
fn msnp13_and_14_grant_what_the_client_listed() {
    let list = "1> ADL 9 {len}\\r\\n<ml l=\"1\"><d n=\"example.org\"><c n=\"bob\" l=\"3\" t=\"1\"/><c n=\"dave\" l=\"2\" t=\"1\"/></d>\
         <d n=\"yahoo.example\"><c n=\"carol\" l=\"5\" t=\"32\"/></d><t><c n=\"tel:+1555\" l=\"1\"/></t></ml>";
    assert_eq!(lines(&signed_in(14, list)), Vec::<String>::new(), "nobody agreed yet");
    let roster = signed_in(
        14,
        &format!(
            "1> BLP 8 AL
             1< BLP 8 AL
             {list}
             1< ADL 9 OK
             1> PRP 10 MFN Alice%20A
             1< PRP 10 MFN Alice%20A
             1> CHG 12 NLN 1342177324 0
             1< CHG 12 NLN 1342177324 0
             1< ILN 12 NLN bob@example.org 1 Bob 1342177324 0
             1< NLN AWY carol@yahoo.example 32 47 0 0 http://icons.example/c.png
             1> RML 13 {{len}}\\r\\n<ml><d n=\"yahoo.example\"><c n=\"carol\" l=\"4\" t=\"32\"/></d></ml>
             1< RML 13 OK
             1> RML 14 {{len}}\\r\\n<ml><d n=\"example.org\"><c n=\"dave\" l=\"2\" t=\"1\"/></d></ml>
             1< RML 14 OK
             1< ADL 0 {{len}}\\r\\n<ml l=\"1\"><d n=\"example.org\"><c n=\"eve\" t=\"1\" l=\"8\" f=\"Eve%20E\"/></d></ml>"
        ),
    );
    assert_eq!((name(&roster), status(&roster)), (Some("Alice A"), Some("NLN")));
    assert_eq!(roster.own.strangers, Some(Strangers::Allow));
    assert_eq!(
        lines(&roster),
        [
            "carol@yahoo.example | 47 | FL |  | AWY",
            "bob@example.org | Bob | FL,AL |  | NLN",
            "eve@example.org | Eve E | RL |  | ?",
            "tel:+1555 | ? | FL |  | ?",
        ]
    );
    let carol = contact(&roster, "carol@yahoo.example");
    assert_eq!(
        (carol.network, carol.appearance.icon.as_deref()),
        (Some(32), Some("http://icons.example/c.png"))
    );
    assert!(!roster.gap);
}

#[test]
fn msnp13_has_no_network_in_front_of_a_nickname() {
    let roster = signed_in(13, "1< NLN NLN bob@example.org 47 1342177324 0\n1< FLN carol@example.org");
    assert_eq!(lines(&roster), ["bob@example.org | 47 | ? |  | NLN", "carol@example.org | ? | ? |  | FLN"]);
}

#[test]
fn msnp14_asks_which_network_an_address_is_on() {
    let roster = signed_in(
        14,
        "1> ADL 9 {len}\\r\\n<ml><d n=\"example.org\"><c n=\"bob\" l=\"1\"/></d></ml>
         1< ADL 9 OK
         1> FQY 10 {len}\\r\\n<ml><d n=\"example.org\"><c n=\"bob\"/></d></ml>
         1< FQY 10 {len}\\r\\n<ml><d n=\"example.org\"><c n=\"bob\" t=\"32\"/><c n=\"nobody\" t=\"1\"/></d></ml>
         1< NLN BSY bob@example.org 32 Bob 0 0",
    );
    assert_eq!(lines(&roster), ["bob@example.org | Bob | FL |  | BSY"], "he is one person still");
    assert_eq!(roster.contacts[0].network, Some(32));
}
