//! Each rule with a script that breaks it and a near one that does not.

use super::{RULES, broken};
use std::collections::BTreeSet;

/// A rule, what breaks it, what nearly does; and the rules that are broken with it.
type Row = (&'static str, &'static str, &'static str, &'static [&'static str]);

const MIME: &str = r"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n";
const P2P: &str =
    r"MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: bob@example.org\r\n\r\n";

#[rustfmt::skip] // a table
const ROWS: &[Row] = &[
    ("unknown-command", "{ns9}\n1> XYZ 9 1", "{ns9}\n1> URL 9 INBOX\n1< URL 9 a b 2", &[]),
    ("wrong-direction", "{ns9}\n1> FLN bob@example.org", "{ns9}\n1< FLN bob@example.org", &[]),
    ("wrong-direction", "{ns9}\n1> 217 9", "{ns9}\n1> CHG 9 NLN 5\n1< 217 9", &[]),
    ("argument-count", "{ns9}\n1> CHG 9", "{ns9}\n1> CHG 9 NLN 5", &[]),
    ("argument-count", "{sb}\n2> CAL 338", r"{sb}
        2> CAL 338 \r\n", &[]),
    ("argument-count", "{ns9}\n1> PNG 1", "{ns9}\n1> PNG", &[]),
    ("malformed-argument", "{ns9}\n1> CHG 9 NLN many", "{ns9}\n1> CHG 9 NLN 268435492 0", &[]),
    ("malformed-argument", "{sb}\n2< JOI bob Bob", "{sb}\n2< JOI bob@example.org Bob", &[]),
    ("other-dialect", "{ns9}\n1> ADC 9 FL N=bob@example.org F=Bob", "{ns12}\n1> ADC 9 FL N=bob@example.org F=Bob", &[]),
    ("other-dialect", "{ns12}\n1> ADL 9 {len}\\r\\n<ml></ml>", "{ns15}\n1> ADL 9 {len}\\r\\n<ml></ml>", &[]),
    ("other-dialect", "{ns15}\n1> USR 4 TWN I alice@example.org", "{ns12}\n1> USR 4 TWN I alice@example.org", &[]),
    ("other-dialect", "{ns9}\n1> CHG 9 NLN", "{ns7}\n1> CHG 9 NLN", &[]),
    ("wrong-role", "{sb}\n2> CHG 9 NLN 5", "{ns9}\n1> CHG 9 NLN 5", &[]),
    ("wrong-role", "{ns9}\n1> CAL 9 bob@example.org", "{sb}\n2> CAL 9 bob@example.org", &[]),
    ("transaction-id", "{ns9}\n1> CHG NLN 5", "{ns9}\n1> CHG 0 NLN 5", &[]),
    ("transaction-id", "{ns9}\n1> CHG x NLN 5", "{ns9}\n1> CHG 2147483648 NLN 5", &[]),
    ("transaction-id", "{ns9}\n1> CHG 4294967296 NLN 5", "{ns9}\n1> CHG 4294967295 NLN 5", &[]),
    ("transaction-id-reused", "{ns9}\n1> CHG 9 NLN 5\n1> BLP 9 AL", "{ns9}\n1> CHG 9 NLN 5\n1< CHG 9 NLN 5\n1> BLP 9 AL", &[]),
    ("unescaped-space", "{sb}\n2< JOI carol@example.org Carol of Kent", "{sb}\n2< JOI carol@example.org Carol%20of%20Kent", &[]),
    ("percent-encoding", "{sb}\n2< JOI carol@example.org 100%", "{sb}\n2< JOI carol@example.org 100%25", &[]),
    ("dialect-not-offered", "1 opens\n1> VER 1 MSNP9 MSNP8\n1< VER 1 MSNP10", "1 opens\n1> VER 1 MSNP9 MSNP8\n1< VER 1 MSNP8", &[]),
    ("before-sign-in", "1 opens\n1> VER 1 MSNP9\n1< VER 1 MSNP9\n1> SYN 2 0", "{ns9}\n1> SYN 2 0", &[]),
    ("before-sign-in", "2 opens\n2> USR 1 alice@example.org 1.2\n2> CAL 2 bob@example.org", "{sb}\n2> CAL 2 bob@example.org", &[]),
    ("nobody-there", "2 opens\n2> USR 1 alice@example.org 1.2\n2< USR 1 OK alice@example.org A\n2> MSG 2 N 0", "{sb}\n2> MSG 3 N 0", &[]),
    ("after-out", "{ns9}\n1> OUT\n1> PNG", "{ns9}\n1> PNG\n1> OUT\n1< QNG 5", &[]),
    ("after-out", "{ns9}\n1< OUT OTH\n1< NLN NLN bob@example.org B 0", "{ns12}\n1< OUT MIG\n1< NLN NLN bob@example.org B 0", &[]),
    ("after-out", "{ns9}\n1> OUT\n1> xyz", "{ns9}\n1> OUT", &["framing-lost"]),
    ("line-order", "2 opens\n2> ANS 1 bob@example.org 8.5 7\n2< IRO 1 2 2 alice@example.org A\n2< ANS 1 OK",
        "2 opens\n2> ANS 1 bob@example.org 8.5 7\n2< IRO 1 1 2 alice@example.org A\n2< IRO 1 2 2 carol@example.org C\n2< ANS 1 OK", &[]),
    ("line-order", "2 opens\n2> ANS 1 bob@example.org 8.5 7\n2< IRO 1 1 2 alice@example.org A\n2< ANS 1 OK", "{sb}\n2> ANS 4 bob@example.org 8.5 7\n2< ANS 4 OK", &[]),
    ("line-order", "{ns7}\n1> SYN 8 0\n1< SYN 8 27\n1< LST 8 FL 27 1 3 bob@example.org Bob 0\n1< LST 8 FL 27 3 3 carol@example.org C 0",
        "{ns7}\n1> SYN 8 0\n1< SYN 8 27\n1< LST 8 FL 27 1 1 bob@example.org Bob 0\n1< LST 8 AL 27 0 0\n1< LST 8 RL 27 1 1 bob@example.org B", &[]),
    ("list-count", "{ns9}\n1> SYN 8 0\n1< SYN 8 27 1 0\n1< LST bob@example.org B 11\n1< LST carol@example.org C 11",
        "{ns9}\n1> SYN 8 0\n1< SYN 8 27 2 0\n1< LST bob@example.org B 11\n1< LST carol@example.org C 11", &[]),
    ("list-count", "{ns12}\n1> SYN 8 0 0\n1< SYN 8 1 2 1 1\n1< LST N=bob@example.org 11 1\n1 ends",
        "{ns12}\n1> SYN 8 0 0\n1< SYN 8 1 2 1 1\n1< LSG Friends 1f2e3d4c-0000-4000-8000-000000000001\n1< LST N=bob@example.org 11 1\n1 ends", &[]),
    ("unanswered", "{ns9}\n1> CHG 9 NLN 5\n1 ends", "{ns9}\n1> CHG 9 NLN 5\n1< CHG 9 NLN 5\n1 ends", &[]),
    ("unanswered", "{ns9}\n1> PNG\n1 ends", "{ns9}\n1> PNG\n1 shuts", &[]),
    ("unanswered", "{ns9}\n1> CHG 9 NLN 5\n1 ends", "{ns9}\n1> CHG 9 NLN 5\n1< XFR 0 NS 198.51.100.7:1863 0 198.51.100.2:1863\n1 ends", &[]),
    ("answers-nothing", "{ns9}\n1< CHG 9 NLN 5", "{ns12}\n1< SBS 0 null", &[]),
    ("answers-nothing", "{ns9}\n1< QNG 50", "{ns9}\n1> PNG\n1< QNG 50", &[]),
    ("challenge-answer", r"{ns9}
        1< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n00000000000000000000000000000000",
        r"{ns9}
        1< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e", &[]),
    ("challenge-answer", r"{ns12}
        1< CHL 0 22210219642164014968
        1> QRY 10 PROD0090YUAUV{2B 32\r\n8f2f5a91b72102cd28355e9fc9000d6e
        1< 540 10",
        r"{ns12}
        1< CHL 0 22210219642164014968
        1> QRY 10 PROD0090YUAUV{2B 32\r\n85ecb0db8f32113df79ce0892b9a102c
        1< QRY 10", &[]),
    ("challenge-unanswered", "{ns9}\n1< CHL 0 15570131571988941333\n1 ends", "{ns9}\n1< CHL 0 15570131571988941333\n1> OUT\n1 ends", &[]),
    ("challenge-unanswered", "{ns9}\n1< CHL 0 15570131571988941333\n1> PNG\n1< QNG 50\n1> OUT\n1 ends",
        "{ns9}\n1< CHL 0 15570131571988941333\n1+> PNG\n1< QNG 50\n1> OUT\n1 ends", &[]),
    ("challenge-unasked", r"{ns9}
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e",
        r"{ns9}
        1+< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e", &[]),
    ("challenge-refused", r"{ns9}
        1< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e
        1< 540 10",
        r"{ns9}
        1< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e
        1< QRY 10", &[]),
    ("unknown-product", r"{ns9}
        1< CHL 0 15570131571988941333
        1> QRY 10 PROD9999 32\r\n8f2f5a91b72102cd28355e9fc9000d6e",
        r"{ns9}
        1< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e", &[]),
    ("ticket-reused", "{ns9}\n1> XFR 9 SB\n1< XFR 9 SB 198.51.100.20:1863 CKI 17.10\n{sb}\n3 opens\n3> USR 1 alice@example.org 17.10",
        "{ns9}\n1> XFR 9 SB\n1< XFR 9 SB 198.51.100.20:1863 CKI 17.10\n{sb}\n3 opens\n3> USR 1 alice@example.org 17.11", &[]),
    ("ticket-reused", "{ns9}\n1< RNG 7 198.51.100.20:1863 CKI 8.5 bob@example.org Bob\n2 opens\n2> ANS 1 a@example.org 8.5 7\n3 opens\n3> ANS 1 a@example.org 8.5 7",
        "{ns9}\n1< RNG 7 198.51.100.20:1863 CKI 0 bob@example.org Bob\n1< RNG 8 198.51.100.20:1863 CKI 0 bob@example.org Bob
        2 opens\n2> ANS 1 a@example.org 0 7\n3 opens\n3> ANS 1 a@example.org 0 8", &[]),
    ("bare-lf", r"{ns9}
        1> PNG\n", r"{ns9}
        1> PNG\r\n", &[]),
    ("empty-line", r"{sb}
        2> MSG 3 N 62\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n\r\n
        2> MSG 4 N 0", r"{sb}
        2> MSG 3 N 64\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n\r\n
        2> MSG 4 N 0", &[]),
    ("empty-line", r"{ns9}
        1> \r\n", "{ns9}\n1> PNG", &[]),
    ("length-in-characters", r"{sb}
        2> MSG 3 N 66\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\ncaf\xC3\xA9MSG 4 N 0",
        r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\ncaf\xC3\xA9
        2> MSG 4 N 0", &["framing-lost", "broken-value"]),
    ("length-in-characters", r"{sb}
        2> MSG 3 N 72\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 hello
        2 ends",
        r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 hello
        2 ends", &["framing-lost"]),
    ("frame-waits", "{sb}\n2 ! waits", "{sb}", &[]),
    ("cut-off", r"{sb}
        2> MSG 3 N 20\r\nhello
        2 ends", r"{sb}
        2> OUT
        2 ends", &[]),
    ("framing-lost", "{ns9}\n1> hello there", "{ns9}\n1> PNG", &[]),
    ("another-protocol", r"1 opens
        1> GET / HTTP/1.1\r\nHost: messenger.example\r\n\r\n", "{ns9}", &[]),
    ("another-protocol", r"1 opens
        1> \x16\x03\x01\x02", "{ns9}", &[]),
    ("oversized-message", "{sb}\n2> MSG 3 N {len}\\r\\n{mime}{1700}", "{sb}\n2> MSG 3 N {len}\\r\\n{mime}{1600}", &[]),
    ("too-long", "{ns9}\n1> ADG 9 {70} 0", "{ns9}\n1> ADG 9 {60} 0", &[]),
    ("too-long", "{ns12}\n1> PRP 9 MFN {100}", "{ns12}\n1> PRP 9 MFN %C3%A9{90}", &[]),
    ("list-bits", r#"{ns15}
        1> ADL 9 {len}\r\n<ml l="1"><d n="example.org"><c n="bob" l="6" t="1"/></d></ml>"#, r#"{ns15}
        1> ADL 9 {len}\r\n<ml l="1"><d n="example.org"><c n="bob" l="3" t="1"/></d></ml>"#, &[]),
    ("list-bits", r#"{ns15}
        1> RML 9 {len}\r\n<ml><d n="example.org"><c n="bob" l="8" t="1"/></d></ml>"#, r#"{ns15}
        1< ADL 0 {len}\r\n<ml><d n="example.org"><c n="bob" l="8" t="1"/></d></ml>"#, &[]),
    ("unknown-content-type", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/x-unheard-of\r\n\r\nhi", "{sb}\n2> MSG 3 N {len}\\r\\n{mime}hi", &[]),
    ("broken-headers", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n", "{sb}\n2> MSG 3 N {len}\\r\\n{mime}", &[]),
    ("broken-headers", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nno colon\r\n\r\nhi", "{sb}\n2> MSG 3 N {len}\\r\\n{mime}hi", &[]),
    ("broken-xml", r"{ns12}
        1> UUX 10 {len}\r\n<Data><PSM>gone</PSM>", r"{ns12}
        1> UUX 10 {len}\r\n<Data><PSM>gone</PSM></Data>", &[]),
    ("broken-base64", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: image/gif\r\n\r\nbase64:*", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: image/gif\r\n\r\nbase64:R0lGODlh", &[]),
    ("broken-p2p", "{sb}\n2> MSG 3 D {len}\\r\\n{p2p}\\x01\\x00\\x00\\x00", "{sb}\n2> MSG 3 D {len}\\r\\n{p2p}{ack}", &[]),
    ("broken-slp", r"{ns15}
        1> UUN 3 bob@example.org 3 {len}\r\nINVITE MSNMSGR:bob@example.org MSNSLP/1.0\r\nContent-Type: null\r\nContent-Length: 99\r\n\r\n", r"{ns15}
        1> UUN 3 bob@example.org 3 {len}\r\nINVITE MSNMSGR:bob@example.org MSNSLP/1.0\r\nContent-Type: null\r\nContent-Length: 0\r\n\r\n", &[]),
    ("broken-object", "{ns9}\n1> CHG 9 NLN 5 %3Cmsnobj%20Creator%3D%22a%40b%22%20Size%3D%221%22%20Type%3D%223%22%20SHA1D%3D%22AAAA%22%2F%3E",
        "{ns9}\n1> CHG 9 NLN 5 0", &[]),
    ("broken-value", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nX-MMS-IM-Format: FN=Arial; EF=; CO=red; CS=0; PF=22\r\n\r\nhi", r"{sb}
        2> MSG 3 N {len}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nX-MMS-IM-Format: FN=Arial; EF=; CO=ff; CS=0; PF=22\r\n\r\nhi", &[]),
    ("unknown-status", "{ns9}\n1> CHG 9 XXX 5", "{ns9}\n1> CHG 9 HDN 5", &[]),
    ("unknown-status", "{ns9}\n1> CHG 9 FLN 5", "{ns9}\n1> CHG 9 IDL 5", &[]),
    ("unknown-status", "{ns9}\n1> CHG 9 nln 5", "{ns9}\n1< NLN LUN bob@example.org B 5", &[]),
    ("unknown-ack", "{sb}\n2> MSG 3 X 0", "{sb}\n2> MSG 3 S 0", &[]),
    ("unknown-list", "{ns9}\n1> ADD 9 XL bob@example.org B", "{ns9}\n1> ADD 9 BL bob@example.org B", &[]),
    ("unknown-type", "{ns15}\n1> UUN 3 bob@example.org 13 0", "{ns15}\n1> UUN 3 bob@example.org 12 0", &[]),
    ("unknown-type", "{ns15}\n1< UBM bob@example.org 32 5 0", "{ns15}\n1< UBM bob@example.org 32 4 0", &[]),
    ("unknown-error", "{ns9}\n1> CHG 9 NLN 5\n1< 299 9", "{ns9}\n1> CHG 9 NLN 5\n1< 800 9", &[]),
    ("unknown-reason", "{ns9}\n1< OUT XYZ", "{ns9}\n1< OUT SSD", &[]),
    ("redirect-unfollowed", "{ns9}\n1> XFR 9 SB\n1< XFR 9 SB 198.51.100.20:1863 CKI 17.10\n1 ! unfollowed",
        "{ns9}\n1> XFR 9 SB\n1< XFR 9 SB 198.51.100.20:1863 CKI 17.10", &[]),
    ("withdrawn", "{ns9}\n1+> PNG\n1 ! withdrawn", "{ns9}\n1+> PNG", &[]),
];

/// What the table leaves out for want of room: headers of messages, an acknowledgement (§7.5), words of a length.
fn filled(script: &str) -> String {
    let ack = format!("{}{}{}", r"\x00".repeat(28), r"\x02\x00\x00\x00", r"\x00".repeat(20));
    let mut script = script.replace("{mime}", MIME).replace("{p2p}", P2P).replace("{ack}", &ack);
    for length in [60, 70, 90, 100, 1600, 1700] {
        script = script.replace(&format!("{{{length}}}"), &"x".repeat(length));
    }
    script
}

#[test]
fn each_rule_is_broken_by_its_script_and_by_no_near_one() {
    let mut wrong = Vec::new();
    for (id, breaks, quiet, others) in ROWS {
        let expected: BTreeSet<_> = others.iter().copied().chain([*id]).collect();
        for (script, expected) in [(breaks, expected), (quiet, BTreeSet::new())] {
            let found: BTreeSet<_> = broken(&filled(script)).into_iter().collect();
            if found != expected {
                wrong.push(format!("{id}: {found:?} in {script}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_its_scripts() {
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
    let scripts: BTreeSet<_> = ROWS.iter().map(|(id, ..)| *id).collect();
    assert_eq!(scripts, rules);
}
