//! The contact lists since they moved to the address book service, MSNP13 on.

use super::Doc;

pub(super) static MEMBERSHIP: &[Doc] = &[
    Doc {
        verb: "ADL",
        name: "Add to lists",
        purpose: "Tells the server who is on which of the user's lists, as XML grouped by domain; the \
            address book service keeps the lists themselves. In the other direction it tells the user that \
            somebody has added them.",
        when: "The client sends the whole list after each login from MSNP13 on (the first with `l=\"1\"` on \
            the root), and every change after that. The server sends `ADL 0` with a payload when somebody \
            adds the user.",
        reply: "`ADL <id> OK`, without a payload. Nothing answers the unasked form.",
        errors: &[203, 204, 208, 210, 240, 241, 933],
        traps: &[
            "One word, three shapes: request with payload, `OK` without, and notice with payload. Only a \
                number at the end announces a payload.",
            "`l` holds list bits of which a client may send only 1, 2 and 4; allow and block exclude each \
                other, and 8 or 16 earns 241.",
            "Clients split long lists over several commands, near 7500 bytes or 150 contacts each.",
            "Circles (`t=\"9\"`) go into an ADL of their own, after the contacts. A phone contact stands \
                under `<t>` instead of `<d>`.",
        ],
        rests_on: "§5.2, rows 69 and 70; §1.6; §2.2; §2.3; §6.4; §6.6; §9; §10, trap 6",
    },
    Doc {
        verb: "RML",
        name: "Remove from lists",
        purpose: "Takes people off lists, in the XML of ADL. In the other direction it tells the user that \
            somebody has removed them.",
        when: "The client sends it from MSNP13 on for each change. The server sends `RML 0` with a payload \
            when somebody removes the user.",
        reply: "`RML <id> OK`, without a payload. Nothing answers the unasked form.",
        errors: &[204, 240, 241, 933],
        traps: &["It changes only what the server acts on in this session; the client must also change the \
                address book, over SOAP, or the next login brings the contact back."],
        rests_on: "§5.2, row 71; §2.2; §2.3; §10, trap 6",
    },
    Doc {
        verb: "FQY",
        name: "Which network is this address on",
        purpose: "Asks on which network an address can be reached: Windows Live, Yahoo or another. The \
            client needs it to add somebody of whom it knows only the address.",
        when: "The client sends it in MSNP14 to 18, before an ADL. Its payload names the address in the XML \
            of ADL.",
        reply: "FQY with the same transaction id and a payload in which `t` is the network. Several may \
            answer one request.",
        errors: &[203, 204, 205, 208, 240, 241],
        traps: &[
            "Its errors carry a payload that names the address, so a reader that takes errors for bare \
                lines falls out of step.",
        ],
        rests_on: "§5.2, row 72; §2.2 to 2.4; §9",
    },
    Doc {
        verb: "RFS",
        name: "Refresh lists",
        purpose: "Tells the client that its lists are out of date and should be fetched from the address \
            book service again. It is reported by one source.",
        when: "The server sends it in MSNP13 to 18, without a transaction id.",
        reply: "Nothing answers it; the client makes SOAP requests outside MSNP.",
        errors: &[],
        traps: &["Whether it ever has arguments is not verified."],
        rests_on: "§5.2, row 73; §1.3; §11",
    },
];
