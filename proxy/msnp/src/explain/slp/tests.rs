//! Messages made by hand from §7.7 and §3.5.

mod bodies;
mod contexts;

use super::*;
use proptest::prelude::*;

/// Where the messages stand in their frames.
const AT: usize = 500;

/// The headers of §7.7, line ends included.
const HEADERS: &str = "To: <msnmsgr:bob@example.org>\r\n\
    From: <msnmsgr:alice@example.org>\r\n\
    Via: MSNSLP/1.0/TLP ;branch={33517CE4-02FC-4428-B6F4-39927229B722}\r\n\
    CSeq: 0 \r\n\
    Call-ID: {9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}\r\n\
    Max-Forwards: 0\r\n";

/// A message of that kind, with the length that its body and the NUL have.
fn message(start: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len() + 1;
    format!("{start}\r\n{HEADERS}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}\0")
        .into_bytes()
}

fn invite(kind: &str, body: &str) -> Vec<u8> {
    message("INVITE MSNMSGR:bob@example.org MSNSLP/1.0", &format!("application/x-msnmsgr-{kind}"), body)
}

fn explain(text: &[u8]) -> Content {
    content(&Located::at(AT, text))
}

fn does(text: &[u8]) -> String {
    explain(text).does.unwrap_or_default()
}

fn trouble(text: &[u8]) -> Option<String> {
    explain(text).fields.iter().find_map(Field::first_trouble).map(str::to_owned)
}

/// The bytes a field points at.
fn bytes<'t>(text: &'t [u8], field: &Field) -> &'t str {
    std::str::from_utf8(&text[field.span.start - AT..field.span.end - AT]).expect("text")
}

/// Whether all fields point into the message.
fn inside(fields: &[Field], length: usize) -> bool {
    fields.iter().all(|field| {
        let span = &field.span;
        span.start <= span.end && span.start >= AT && span.end <= AT + length && inside(&field.fields, length)
    })
}

#[test]
fn a_request_has_a_method_headers_and_a_body_each_with_its_bytes() {
    let text = invite("sessionreqbody", "SessionID: 1980589\r\n\r\n");
    let content = explain(&text);
    for (path, value, spoken) in [
        (&["request", "method"][..], "INVITE", "invites to a session or a connection"),
        (&["request", "to"], "bob@example.org", "bob@example.org"),
        (&["request", "protocol"], "MSNSLP/1.0", "MSNSLP/1.0"),
        (&["To", "address"], "bob@example.org", "bob@example.org"),
        (&["From", "address"], "alice@example.org", "alice@example.org"),
        (&["Via", "transport"], "MSNSLP/1.0/TLP", "MSNSLP/1.0/TLP"),
        (
            &["Via", "branch"],
            "{33517CE4-02FC-4428-B6F4-39927229B722}",
            "{33517CE4-02FC-4428-B6F4-39927229B722}",
        ),
        (&["CSeq"], "0", "0"),
        (&["Call-ID"], "{9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}", "{9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}"),
        (&["Max-Forwards"], "0", "0"),
        (&["Content-Type"], "application/x-msnmsgr-sessionreqbody", "about a session"),
        (&["Content-Length"], "23", "23"),
        (&["body", "SessionID"], "1980589", "1980589"),
    ] {
        let found = content.field(path);
        assert_eq!((&*found.value, found.spoken()), (value, spoken), "{path:?}");
        assert_eq!(bytes(&text, found), value, "{path:?}");
    }
    assert_eq!(content.field(&["body"]).spoken(), "about a session");
    assert_eq!(trouble(&text), None);
}

#[test]
fn every_status_is_told() {
    for (status, said) in [
        ("200 OK", "accepts (200 OK)"),
        ("404 Not Found", "did not find what was asked for (404 Not Found)"),
        ("481 No Such Call", "knows no such session (481 No Such Call)"),
        ("500 Internal Error", "could not do it (500 Internal Error)"),
        ("603 Decline", "declines (603 Decline)"),
        ("606 Unacceptable", "finds it unacceptable (606 Unacceptable)"),
        ("799 Something Else", "answers 799 Something Else"),
        ("200", "accepts (200)"),
    ] {
        let text = message(&format!("MSNSLP/1.0 {status}"), "application/x-msnmsgr-sessionreqbody", "\r\n");
        assert_eq!(does(&text), said);
        assert_eq!(trouble(&text), None);
        assert_eq!(bytes(&text, explain(&text).field(&["response", "status"])), &status[..3]);
    }
}

#[test]
fn an_endpoint_is_told_from_the_account() {
    let text = b"BYE MSNMSGR:bob@example.org;{6f1d2c3b-0000-4000-8000-000000000001} MSNSLP/1.0\r\n\r\n";
    let content = explain(text);
    assert_eq!(content.field(&["request", "to"]).spoken(), "bob@example.org");
    let endpoint = content.field(&["request", "to", "endpoint"]);
    assert_eq!(bytes(text, endpoint), "{6f1d2c3b-0000-4000-8000-000000000001}");
}

#[test]
fn lines_may_be_folded_and_end_in_cr_or_lf_alone() {
    let text =
        invite("sessionreqbody", "EUF-GUID: {A4268EEC-FEC5-49E5-95C3-F126696BDBF6}\r\nSessionID: 7\r\n\r\n");
    let text = String::from_utf8(text).unwrap();
    for end in ["\n", "\r"] {
        let text = text.replace("\r\n", end);
        let content = explain(text.as_bytes());
        assert_eq!(content.field(&["body", "SessionID"]).value, "7");
        assert_eq!(content.field(&["body", "EUF-GUID"]).spoken(), "MSNObject");
        assert_eq!(content.does.as_deref(), Some("asks for an MSNObject"));
    }
    let folded = text.replace("TLP ;", "TLP\r\n\t;");
    let content = explain(folded.as_bytes());
    assert_eq!(trouble(folded.as_bytes()), None);
    let via = content.field(&["Via"]);
    assert_eq!(via.value, "MSNSLP/1.0/TLP ;branch={33517CE4-02FC-4428-B6F4-39927229B722}");
    assert_eq!(bytes(folded.as_bytes(), &via.fields[1]), "{33517CE4-02FC-4428-B6F4-39927229B722}");
}

#[test]
fn a_length_that_disagrees_is_told_and_a_nul_that_is_missing_is_not_a_fault() {
    let check = |length: &str, body: &str, spoken: &str, wrong: Option<&str>| {
        let text = format!(
            "BYE MSNMSGR:bob@example.org MSNSLP/1.0\r\nContent-Type: application/x-msnmsgr-sessionclosebody\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        let content = explain(text.as_bytes());
        assert_eq!(content.field(&["Content-Length"]).spoken(), spoken);
        assert_eq!(trouble(text.as_bytes()).as_deref(), wrong);
    };
    check("3", "\r\n\0", "3", None);
    check("3", "\r\n", "counts a NUL that is not there", None);
    check("2", "\r\n\0", "does not count the NUL at the end", None);
    check("20", "\r\n\0", "20", Some("but the body has 3 bytes"));
    check("1", "\r\n\0", "1", Some("but the body has 3 bytes"));
    check("x", "\r\n\0", "x", Some("not a number"));
    check("18446744073709551615", "\r\n\0", "18446744073709551615", Some("but the body has 3 bytes"));
}

#[test]
fn what_is_no_message_says_so() {
    assert_eq!(trouble(b"BYE MSNMSGR:bob MSNSLP/1.0").as_deref(), Some("no empty line after the headers"));
    for text in ["", "hello", "INVITE bob", "INVITE MSNMSGR:bob@example.org SIP/2.0\r\n", "\0\0\0\0"] {
        let said = "neither a request nor a response of MSNSLP";
        assert_eq!(trouble(text.as_bytes()).as_deref(), Some(said), "{text:?}");
        assert_eq!(does(text.as_bytes()), "");
    }
    assert_eq!(does(b"OPTIONS MSNMSGR:bob MSNSLP/1.0\r\n\r\n"), "sends the MSNSLP request “OPTIONS”");
}

#[test]
fn a_first_part_is_read_as_far_as_it_goes_without_blame() {
    let text =
        invite("sessionreqbody", "EUF-GUID: {A4268EEC-FEC5-49E5-95C3-F126696BDBF6}\r\nSessionID: 7\r\n\r\n");
    for end in 0..text.len() {
        let first = part(&Located::at(AT, &text[..end]), Part::First);
        assert_eq!(first.fields.iter().find_map(Field::first_trouble), None);
        assert!(inside(&first.fields, end));
    }
    let first = part(&Located::at(AT, &text[..text.len() - 19]), Part::First);
    assert_eq!(first.field(&["body", "EUF-GUID"]).spoken(), "MSNObject");
}

#[test]
fn a_later_part_is_lines_after_the_rest_of_one() {
    let text = b"-FEC5}\r\nSessionID: 7\r\nAppID: 12\r\n\r\n\0";
    let later = part(&Located::at(AT, text), Part::Later);
    assert_eq!(later.field(&["rest of a line"]).value, "-FEC5}");
    assert_eq!(later.field(&["AppID"]).spoken(), "display picture");
    assert_eq!((later.does.as_deref(), later.fields.len()), (None, 4));
}

proptest! {
    #[test]
    fn any_bytes_are_explained(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for which in [Part::Whole, Part::First, Part::Later] {
            prop_assert!(inside(&part(&Located::at(AT, &bytes), which).fields, bytes.len()));
        }
    }

    #[test]
    fn a_message_that_is_damaged_is_explained(
        which in 0..contexts::SAMPLES,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in any::<prop::sample::Index>(),
    ) {
        let mut text = contexts::sample(which);
        for (at, byte) in changes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        text.truncate(end.index(text.len() + 1));
        prop_assert!(inside(&explain(&text).fields, text.len()));
    }
}
