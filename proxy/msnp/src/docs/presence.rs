//! Who is there, and what they say about themselves.

use super::Doc;

pub(super) static PRESENCE: &[Doc] = &[
    Doc {
        verb: "CHG",
        name: "Change status",
        purpose: "Sets the user's status: `NLN` online, `BSY`, `IDL`, `BRB`, `AWY`, `PHN`, `LUN`, or `HDN` \
            to appear offline. From MSNP8 on a number says what the client is able to do, and from 9 on an \
            MSNObject describes the display picture (`0` for none).",
        when: "The client sends it after its lists at each login, and whenever the status changes, in MSNP2 \
            to 18. MSNP21 uses PUT. The server may send it with transaction id 0 to force a status, says \
            one source.",
        reply: "CHG with the same transaction id and arguments. The first one is followed by ILN for each \
            contact who is there.",
        errors: &[201, 800],
        traps: &[
            "`FLN` is not a status one can choose; asking for it earns 201. To go offline, send OUT.",
            "Capabilities are an unsigned number beyond 31 bits in late clients, and from MSNP16 on a pair \
                `a:b`. Neither is a payload length.",
            "Escargot silently ignores a CHG without capabilities from MSNP8 on.",
            "Whoever is hidden cannot open a conversation: XFR is answered with 913, by Escargot only \
                before MSNP13.",
        ],
        rests_on: "§5.3, rows 87 and 88; §1.3; §9; §10, traps 14 and 20",
    },
    Doc {
        verb: "ILN",
        name: "Initial presence",
        purpose: "Tells the status of one contact who is already there when the user signs in. It is NLN \
            with a transaction id, which belongs to the CHG that caused it.",
        when: "The server sends one per contact who is not offline, after the first CHG, in MSNP2 to 16; \
            Escargot sends NLN in its place in 18, and also sends ILN for a contact just added.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "There is no line for contacts who are offline; silence means offline.",
            "From MSNP14 on the network id stands between address and name. A Yahoo contact may end in an \
                icon's address.",
            "Names can be raw UTF-8, empty, or hold a stray `%`. An absent MSNObject leaves a space before \
                the line end.",
        ],
        rests_on: "§5.3, rows 89 to 91; §1.3; §10, traps 13, 14 and 36",
    },
    Doc {
        verb: "NLN",
        name: "Presence",
        purpose: "Tells that a contact is there, with which status, name and abilities; it comes again on \
            each change. Despite its name it carries every status but offline.",
        when: "The server sends it unasked, in MSNP2 to 18, without a transaction id. MSNP21 uses NFY.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "The status comes first and the address second, so in `NLN NLN bob@example.org` the second word \
                is the status.",
            "MSNP14 to 16 put a network id after the address; 18 joins them as `1:bob@example.org`, and a \
                circle follows after `;via=`. Which of the two MSNP17 uses is not verified.",
            "Servers send names as raw UTF-8 even when a client sent them percent-encoded.",
            "With capabilities `0:0` and a `via` the line is about the circle itself, not a person.",
        ],
        rests_on: "§5.3, rows 92 and 93; §10, traps 13, 14, 16 and 36; §11",
    },
    Doc {
        verb: "FLN",
        name: "Offline",
        purpose: "Tells that a contact has left, or hides, or has blocked the user: nobody can tell these \
            apart.",
        when: "The server sends it unasked, in MSNP2 to 18, without a transaction id.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &["MSNP14 to 16 add the network id and capabilities; 18 joins network and address as \
                `1:bob@example.org`. The form of MSNP17 is not verified."],
        rests_on: "§5.3, row 94; §11",
    },
    Doc {
        verb: "UUX",
        name: "Publish about yourself",
        purpose: "Publishes what the user shows besides the status, as XML: the personal message, what is \
            playing, and from MSNP16 on what each place of sign-in is able to do.",
        when: "The client sends it in MSNP11 to 18, after the login and on each change. From 16 on the \
            three roots `Data`, `EndpointData` and `PrivateEndpointData` come in separate commands.",
        reply: "`UUX <id> 0`, which is an empty payload. Contacts get UBX.",
        errors: &[715],
        traps: &[
            "The `0` of the answer is a length; it has always been 0, but clients would read a payload.",
            "The media field joins its parts by the two characters `\\0`, a backslash and a zero, not by a \
                NUL byte.",
            "The length counts bytes. Clients that count characters fall out of step at the first accent.",
        ],
        rests_on: "§5.3, row 95; §2.2; §2.3; §7.9; §10, traps 5 and 8",
    },
    Doc {
        verb: "UBX",
        name: "What a contact publishes",
        purpose: "Brings what a contact published with UUX: personal message, media, and from MSNP16 on the \
            places of sign-in.",
        when: "The server sends it in MSNP11 to 18, beside NLN or ILN and on each change. From 16 on it \
            also sends the user's own, from other places of sign-in.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "The length is the second argument in MSNP11 to 13 and in 18, but the third in 14 to 16, after \
                a network id. Take the last argument. Which form MSNP17 uses is not verified.",
            "Length 0 means that the contact cleared it; the next command follows at once.",
            "It has no transaction id.",
        ],
        rests_on: "§5.3, row 96; §2.3; §7.9; §10, traps 5 and 42; §11",
    },
];
