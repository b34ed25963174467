//! Who is in the `<ml>` of ADL, RML and FQY (§5.2): `<ml><d n="example.org"><c n="bob" l="3" t="1"/></d></ml>`.

use super::xml::ended;

/// Somebody in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// `bob@example.org`, `tel:+15551234`.
    pub account: String,
    /// The network id (§9), where it is said.
    pub network: Option<u32>,
    /// The bits of the lists (§9), of all services together; `None` where none is said.
    pub lists: Option<u32>,
    /// The name they gave themselves, as written.
    pub name: Option<String>,
}

/// Tells of each, in order.
pub fn members(xml: &[u8], mut tell: impl FnMut(Member)) {
    // From MSNP21 on: `<c n="bob" t="1"><s l="3" n="IM"/><s l="3" n="PE"/></c>`.
    let mut services: Option<u32> = None;
    ended(xml, |path, _| match path {
        [.., person, service] if person.name() == b"c" && service.name() == b"s" => {
            services = service.number("l").map(|lists| lists | services.unwrap_or(0)).or(services);
        }
        [.., around, person] if person.name() == b"c" => {
            let Some(name) = person.attribute("n") else { return };
            let domain = around.attribute("n").filter(|_| around.name() == b"d");
            tell(Member {
                account: domain.map_or_else(|| name.clone(), |domain| format!("{name}@{domain}")),
                network: person.number("t"),
                lists: person.number("l").or(services.take()),
                name: person.attribute("f"),
            });
        }
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(xml: &str) -> Vec<Member> {
        let mut all = Vec::new();
        members(xml.as_bytes(), |member| all.push(member));
        all
    }

    fn member(account: &str, network: Option<u32>, lists: Option<u32>, name: Option<&str>) -> Member {
        Member { account: account.to_owned(), network, lists, name: name.map(str::to_owned) }
    }

    #[test]
    fn people_are_told_by_domain() {
        let people =
            of("<ml l='1'><d n='example.org'><c n='carol' l='3' t='1'/><c n='bob' t='32' f='B%20b'/></d>\
            <d n='live.com'><c n='0-9-1' t='9'><s l='3' n='IM'/><s l='2' n='PE'/></c></d>\
            <t><c n='tel:+1555' l='1'/></t></ml>");
        let expected = [
            member("carol@example.org", Some(1), Some(3), None),
            member("bob@example.org", Some(32), None, Some("B%20b")),
            member("0-9-1@live.com", Some(9), Some(3), None),
            member("tel:+1555", None, Some(1), None),
        ];
        assert_eq!(people, expected);
    }

    #[test]
    fn what_is_no_list_has_no_members() {
        for xml in ["", "<ml/>", "<c n='a'/>", "<ml><d n='b'><c t='1'/></d></ml>", "<ml><d n='b'><c n='a'"] {
            assert_eq!(of(xml), [], "{xml}");
        }
        let many = format!("<ml><d n='b'>{}</d></ml>", "<c n='a'/>".repeat(100_000));
        assert!(of(&many).len() < 20_000);
    }
}
