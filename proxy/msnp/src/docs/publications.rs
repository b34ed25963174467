//! What MSNP18 brought for circles and MSNP21 uses for everything.

use super::Doc;

pub(super) static PUBLICATIONS: &[Doc] = &[
    Doc {
        verb: "PUT",
        name: "Publish",
        purpose: "Publishes something under an address: the user's presence, a circle's, or a conversation \
            of several people. The payload is made of header blocks (`Routing`, `Reliability`, \
            `Publication`) and a body, most often XML.",
        when: "The client sends it in MSNP18 for circles, and in 21 for presence as well, where it does the \
            work of CHG, UUX and PRP.",
        reply: "`PUT <id> OK <length>`, with a payload that may be empty. Whoever is concerned gets NFY.",
        errors: &[201],
        traps: &[
            "The answer's length stands after `OK`; it is the one `OK` that is known to carry a payload.",
            "A temporary group is created under the all-zero GUID, and its real one stands in the answer's \
                payload.",
            "A body within a body has a `Content-Length` of its own; changing the text means changing both \
                lengths.",
        ],
        rests_on: "§5.3, rows 97 and 98; §2.2; §2.3; §6.6; §10, traps 5 and 32",
    },
    Doc {
        verb: "DEL",
        name: "Withdraw",
        purpose: "Takes back what PUT published: leaves a group, or signs another place out.",
        when: "The client sends it in MSNP18 to 21, with header blocks as payload.",
        reply: "`DEL <id> OK`, presumably with a length like that of PUT; this is not verified. Whoever is \
            concerned gets NFY with `DEL`.",
        errors: &[],
        traps: &["Framing reads a number at the end of the answer as a payload length, as it does for PUT."],
        rests_on: "§5.3, row 99; §2.2; §2.3; §11",
    },
    Doc {
        verb: "NFY",
        name: "Somebody published",
        purpose: "Tells that somebody published (`PUT`) or withdrew (`DEL`) something: a status, a name, a \
            circle's members. Its payload is made of the header blocks of PUT and a body.",
        when: "The server sends it unasked, in MSNP18 to 21. In 21 it is what ILN, NLN, FLN and UBX were.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "It has no transaction id: its first argument is the word `PUT` or `DEL`.",
            "`NotifType: Partial` presumably brings only what changed, so that what is missing still holds.",
            "No upper bound for its payload is known.",
        ],
        rests_on: "§5.3, row 100; §2.3; §6.6; §11",
    },
    Doc {
        verb: "SDG",
        name: "Message without a switchboard",
        purpose: "Carries a message through the notification server: to a circle in MSNP18, and to anybody \
            in 21, where there are no switchboards. `Message-Type` in its payload tells text, typing, \
            nudge, data and signals apart.",
        when: "The client sends it with a transaction id; the server delivers it to others with transaction \
            id 0.",
        reply: "No success reply is known; error 801 says that it could not be delivered. A `Flags: ACK` in \
            its payload presumably asks for a confirmation, of which no capture is known.",
        errors: &[201, 801],
        traps: &[
            "The sender and the recipients are in the payload's `Routing` block, not on the line.",
            "The payload of 801 is a short row of numbers such as `0 6 6`, whose meaning is not known; one \
                source reports it.",
            "One SDG of data may hold several peer-to-peer packets, whose starts `Bridging-Offsets` lists.",
        ],
        rests_on: "§5.4, row 116; §2.2 to 2.4; §6.6",
    },
];
