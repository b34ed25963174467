//! From MSNP16 on people are at several places, in circles, and publish: it is the same that is understood.

use super::*;

const HERE: &str = "{6f1d2c3b-0000-4000-8000-00000000a11c}";

#[test]
fn msnp16_has_several_places_of_sign_in() {
    let roster = now(&format!(
        "1 opens
         1> VER 1 MSNP16
         1< VER 1 MSNP16
         1> USR 4 SSO S t=EXAMPLE&p= HAAAAAEAAAA= {HERE}
         1< USR 4 OK alice@example.org 1 0
         1> UUX 5 {{len}}\\r\\n<EndpointData><Capabilities>2788999228:48</Capabilities></EndpointData>
         1> UUX 6 {{len}}\\r\\n<PrivateEndpointData><EpName>desk</EpName><Idle>false</Idle><ClientType>1</ClientType><State>NLN</State></PrivateEndpointData>
         1< UUX 5 0
         1< UUX 6 0
         1< UBX bob@example.org 1 {{len}}\\r\\n<Data><PSM>hi</PSM><CurrentMedia/><EndpointData id=\"{{a}}\"><Capabilities>1:2</Capabilities></EndpointData><EndpointData id=\"{{b}}\"><Capabilities>3:4</Capabilities></EndpointData></Data>
         1< FLN carol@example.org 1 0:0"
    ));
    let endpoint = |id: &str, name: Option<&str>, state: Option<&str>, caps: &str| Endpoint {
        id: id.into(),
        name: name.map(Into::into),
        state: state.map(Into::into),
        caps: Some(caps.into()),
    };
    assert_eq!(
        *roster.own.appearance.endpoints,
        [endpoint(HERE, Some("desk"), Some("NLN"), "2788999228:48")]
    );
    let bob = contact(&roster, "bob@example.org");
    assert_eq!(
        *bob.appearance.endpoints,
        [endpoint("{a}", None, None, "1:2"), endpoint("{b}", None, None, "3:4")]
    );
    let carol = contact(&roster, "carol@example.org");
    assert_eq!((carol.network, carol.appearance.caps.as_deref()), (Some(1), Some("0:0")));
}

#[test]
fn msnp18_names_the_network_with_the_account_and_has_circles() {
    let circle = "9:00000000-0000-0000-0009-000000000001@live.com";
    let roster = now(&format!(
        "1 opens
         1> VER 1 MSNP18
         1< VER 1 MSNP18
         1> USR 4 SSO S t=EXAMPLE&p= HAAAAAEAAAA= {HERE}
         1< USR 4 OK alice@example.org 1 0
         1< UBX 1:alice@example.org {{len}}\\r\\n<Data><PSM>mine</PSM><CurrentMedia/><EndpointData id=\"{HERE}\"><Capabilities>1:2</Capabilities></EndpointData></Data>
         1< NLN NLN 1:bob@example.org Bob 2788999228:48 0
         1< NLN BSY 1:bob@example.org;via={circle} Bob 2788999228:48 0
         1< NLN NLN 1:alice@example.org;via={circle} Club 0:0
         1< UBX 1:bob@example.org;via={circle} {{len}}\\r\\n<Data><PSM>in the club</PSM></Data>
         1< FLN 32:carol@yahoo.example 0:0
         1> USR 9 SHA A PD94bWwg
         1< USR 9 OK alice@example.org 0 0"
    ));
    assert_eq!(roster.own.appearance.message.as_deref(), Some("mine"));
    assert_eq!(roster.own.appearance.endpoints.len(), 1);
    assert_eq!(status(&roster), None, "the circle is on-line, not Alice");
    let found: Vec<_> =
        roster.contacts.iter().map(|contact| (line(contact), contact.via.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("carol@yahoo.example | ? | ? |  | FLN".to_owned(), None),
            ("00000000-0000-0000-0009-000000000001@live.com | Club | ? |  | NLN".to_owned(), None),
            ("bob@example.org | Bob | ? |  | NLN".to_owned(), None),
            ("bob@example.org | Bob | ? |  | BSY".to_owned(), Some(circle)),
        ]
    );
    let networks: Vec<_> = roster.contacts.iter().map(|contact| contact.network).collect();
    assert_eq!(networks, [Some(32), Some(9), Some(1), Some(1)]);
}

fn published(command: &str, from: &str, kind: &str, body: &str) -> String {
    format!(
        "{command} {{len}}\\r\\nRouting: 1.0\\r\\nTo: 1:alice@example.org\\r\\nFrom: {from}\\r\\n\\r\\nReliability: 1.0\\r\\n\\r\\n\
         Notification: 1.0\\r\\nUri: /user\\r\\nNotifType: {kind}\\r\\nContent-Type: application/user+xml\\r\\nContent-Length: {}\\r\\n\\r\\n{body}",
        body.len()
    )
}

#[test]
fn msnp21_publishes_everything() {
    let own = published(
        "1> PUT 8",
        &format!("1:alice@example.org;epid={HERE}"),
        "Full",
        &format!(
            "<user><s n=\"IM\"><Status>BSY</Status></s><s n=\"PE\"><FriendlyName>Alice A</FriendlyName><PSM>at work</PSM></s><sep n=\"PD\" epid=\"{HERE}\"><EpName>desk</EpName></sep></user>"
        ),
    );
    let bob = "1:bob@example.org;epid={b}";
    let script = format!(
        "1> ADL 7 {{len}}\\r\\n<ml l=\"1\"><d n=\"example.org\"><c n=\"alice\" t=\"1\"><s l=\"3\" n=\"IM\"/></c><c n=\"bob\" t=\"1\"><s l=\"3\" n=\"IM\"/><s l=\"1\" n=\"PE\"/></c></d></ml>
         1< ADL 7 OK
         {own}
         1< PUT 8 OK 0
         {}
         {}",
        published("1< NFY PUT", bob, "Full", "<user><s n=\"IM\"><Status>NLN</Status></s><s n=\"PE\"><FriendlyName>Bob</FriendlyName><PSM>hi</PSM></s><sep n=\"IM\" epid=\"{b}\"><Capabilities>1:2</Capabilities></sep><sep n=\"IM\" epid=\"{c}\"/></user>"),
        published("1< NFY PUT", "1:bob@example.org", "Partial", "<user><s n=\"IM\"><Status>AWY</Status></s></user>"),
    );
    let roster = signed_in(21, &script);
    assert_eq!((name(&roster), status(&roster)), (Some("Alice A"), Some("BSY")));
    assert_eq!(roster.own.appearance.message.as_deref(), Some("at work"));
    assert_eq!(lines(&roster), ["bob@example.org | Bob | FL,AL |  | AWY"], "Alice is no contact of hers");
    let endpoints = |roster: &Roster| {
        let endpoints = &contact(roster, "bob@example.org").appearance.endpoints;
        endpoints.iter().map(|endpoint| endpoint.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(endpoints(&roster), ["{b}", "{c}"], "what is partial leaves the rest as it was");
    let left =
        published("1< NFY DEL", "1:bob@example.org", "Full", "<user><sep n=\"IM\" epid=\"{b}\"/></user>");
    assert_eq!(endpoints(&signed_in(21, &format!("{script}\n{left}"))), ["{c}"]);
    let gone = published("1< NFY DEL", "1:bob@example.org", "Full", "");
    assert_eq!(
        lines(&signed_in(21, &format!("{script}\n{gone}"))),
        ["bob@example.org | Bob | FL,AL |  | FLN"]
    );
}
