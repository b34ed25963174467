use super::*;
use crate::explain::Spelling;

const REQUEST: &str = "Bridges: TRUDPv1 TCPv1 SBBridge TURNv1\r\n\
    NetID: -1409177408\r\n\
    Conn-Type: Port-Restrict-NAT\r\n\
    TCP-Conn-Type: Symmetric-NAT\r\n\
    UPnPNat: false\r\n\
    ICF: false\r\n\
    Hashed-Nonce: {9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}\r\n\
    Nat-Trav-Msg-Type: WLX-Nat-Trav-Msg-Direct-Connect-Req\r\n\r\n";

const RESPONSE: &str = "Bridge: TCPv1\r\n\
    Listening: true\r\n\
    Nonce: {9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}\r\n\
    IPv4Internal-Addrs: 192.168.2.100 10.0.0.1\r\n\
    IPv4Internal-Port: 5340\r\n\
    srddA-lanretxE4vPI: 5.311.0.302\r\n\
    troP-lanretxE4vPI: 0435\r\n\
    NeedConnectingEndpointInfo: false\r\n\r\n";

#[test]
fn a_request_for_a_direct_connection_tells_how_the_sender_is_reached() {
    let text = invite("transreqbody", REQUEST);
    let content = explain(&text);
    assert_eq!(content.does.as_deref(), Some("asks for a direct connection"));
    assert_eq!(content.field(&["body"]).spoken(), "request for a direct connection");
    assert_eq!(content.field(&["body", "Bridges"]).fields.len(), 4);
    for (name, spoken) in [
        ("NetID", "192.168.1.172"),
        ("Conn-Type", "behind a NAT that lets in only hosts and ports written to"),
        ("TCP-Conn-Type", "behind a NAT with a port for each peer"),
        ("UPnPNat", "no NAT that speaks UPnP"),
        ("ICF", "not behind the Windows firewall"),
        ("Hashed-Nonce", "the first 16 bytes of SHA-1 of the nonce"),
        ("Nat-Trav-Msg-Type", "asks for a direct connection"),
    ] {
        assert_eq!(content.field(&["body", name]).spoken(), spoken);
    }
    assert_eq!(trouble(&text), None);
    let broken = invite("transreqbody", &REQUEST.replace("-1409177408", "192.168.1.172"));
    assert_eq!(trouble(&broken).as_deref(), Some("not an IPv4 address as a number"));
}

#[test]
fn an_answer_about_a_direct_connection_tells_where_the_sender_listens() {
    let text = message("MSNSLP/1.0 200 OK", "application/x-msnmsgr-transrespbody", RESPONSE);
    let content = explain(&text);
    let said = "answers about a direct connection: listens at 192.168.2.100:5340 (200 OK)";
    assert_eq!(content.does.as_deref(), Some(said));
    let port = content.field(&["body", "IPv4External-Port"]);
    assert_eq!((&*port.value, port.spelling), ("5340", Some(Spelling::Reversed)));
    assert_eq!(bytes(&text, port), "0435");
    assert_eq!(bytes(&text, &port.fields[0]), "troP-lanretxE4vPI");
    assert_eq!(trouble(&text), None);
    let text = invite("transrespbody", RESPONSE);
    assert_eq!(does(&text), "answers about a direct connection: listens at 192.168.2.100:5340");
    let text = invite("transrespbody", "Bridge: TCPv1\r\nListening: false\r\n\r\n");
    assert_eq!(does(&text), "answers about a direct connection: does not listen");
    let text =
        invite("transrespbody", "Listening: true\r\nstroPdnAsrddAlanretnI4vPI: 0435:001.2.861.291\r\n\r\n");
    assert_eq!(does(&text), "answers about a direct connection: listens at 192.168.2.100:5340");
    let broken = invite("transrespbody", &RESPONSE.replace("0435", "port"));
    assert_eq!(trouble(&broken).as_deref(), Some("not a port"));
}

/// An ACK with that body, what it does, and what is wrong when the body is replaced by the other.
#[track_caller]
fn check(kind: &str, body: &str, said: &str, broken: &str, wrong: &str) {
    let ack = |body: &str| {
        let kind = format!("application/x-msnmsgr-{kind}");
        message("ACK MSNMSGR:bob@example.org MSNSLP/1.0", &kind, body)
    };
    assert_eq!(does(&ack(body)), said);
    assert_eq!(trouble(&ack(body)), None);
    assert_eq!(trouble(&ack(broken)).as_deref(), Some(wrong));
}

#[test]
fn every_other_body_has_its_sentence_and_is_read_when_broken() {
    check(
        "transdestaddrupdate",
        "IPv4ExternalAddrsAndPorts: 203.0.113.5:5340\r\nNat-Trav-Msg-Type: WLX-Nat-Trav-Msg-Updated-Connecting-Port\r\n\r\n",
        "tells its addresses for a direct connection",
        "IPv4ExternalAddrsAndPorts: nowhere\r\n\r\n",
        "not an IP address with a port",
    );
    check(
        "transudpswitch",
        "IPv6AddrsAndPorts: \r\nIPv4InternalAddrsAndPorts: 192.168.2.100:5340\r\n\r\n",
        "asks to switch to UDP",
        "IPv4InternalAddrsAndPorts: 192.168.2.100\r\n\r\n",
        "not an IP address with a port",
    );
    check(
        "turnsetup",
        "ServerAddress: relay.example.net\r\nSessionUsername: alice\r\nSessionPassword: secret\r\n\r\n",
        "tells the relay relay.example.net to use",
        "ServerAddress\r\n\r\n",
        "no colon in this header",
    );
    check(
        "session-failure-respbody",
        "SessionID: 7\r\n\r\n",
        "says that session 7 failed",
        "SessionID: \r\n\r\n",
        "not a number",
    );
}

#[test]
fn a_session_ends_by_its_number() {
    let bye = |body: &str| {
        message("BYE MSNMSGR:bob@example.org MSNSLP/1.0", "application/x-msnmsgr-sessionclosebody", body)
    };
    assert_eq!(does(&bye("SessionID: 1980589\r\nSChannelState: 0\r\n\r\n")), "ends session 1980589");
    assert_eq!(does(&bye("\r\n")), "ends a session");
    assert_eq!(trouble(&bye("SessionID: none\r\n\r\n")).as_deref(), Some("not a number"));
}

#[test]
fn a_body_may_be_nothing() {
    let text = b"ACK MSNMSGR:bob@example.org MSNSLP/1.0\r\nContent-Type: null\r\nContent-Length: 0\r\n\r\n";
    let content = explain(text);
    assert_eq!(content.does.as_deref(), Some("acknowledges"));
    assert!(content.fields.iter().all(|field| field.name != "body"));
    assert_eq!(trouble(text), None);
    let text = message("ACK MSNMSGR:bob@example.org MSNSLP/1.0", "null", "something");
    assert_eq!(explain(&text).field(&["body", "text"]).value, "something");
}
