//! What people say, and the notices that travel like it.

use super::Doc;

pub(super) static MESSAGES: &[Doc] = &[
    Doc {
        verb: "MSG",
        name: "Message",
        purpose: "Carries a message whose payload is headers and a body, as in mail. On a switchboard that \
            is what people write, and also typing notices, nudges, winks, invitations and peer-to-peer \
            data; `Content-Type` tells which. On a notification server it comes only from the service \
            itself: profile, mail, offline messages, shutdown notices.",
        when: "On a switchboard the client sends it with a letter for the receipt it wants, and the others \
            get it with the sender's address and name in place of the transaction id. On a notification \
            server the server sends it, from `Hotmail Hotmail`. MSNP21 sends people's messages as SDG.",
        reply: "That is what the letter says: `U` nothing, `N` NAK on failure only, `A` ACK or NAK, `D` the \
            same and error 282 for peer-to-peer data it cannot read (MSNP9 on). Nothing answers the \
            server's.",
        errors: &[282, 285],
        traps: &[
            "The payload has no line end after it, and its bytes may look like commands. Only the length \
                tells where it ends.",
            "A name may be empty or hold spaces, so the length must be taken from the end of the line; an \
                empty name leaves two spaces in a row.",
            "Beyond 1664 bytes of payload Escargot closes the connection. Clients cut long texts into \
                numbered chunks with a `Message-ID`, of which only the first says what it is.",
            "In mail and offline-message notices the interesting fields are in the body, which is a header \
                block itself.",
            "The letter `S` was seen in voice invitations; what it means is not known. Escargot insists on \
                `D` for peer-to-peer data.",
            "The profile holds a ticket (`MSPAuth`), as good as a password while it lasts.",
        ],
        rests_on: "§5.4, rows 101 to 103; §1.6; §2.2; §2.3; §7; §10, traps 1 to 3, 13 and 34",
    },
    Doc {
        verb: "ACK",
        name: "Message delivered",
        purpose: "Confirms that the message with this transaction id was delivered.",
        when: "The switchboard sends it after a MSG that asked by `A` or `D`.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &["Its number is that of the MSG it confirms; there is nothing else on the line."],
        rests_on: "§5.4, row 104",
    },
    Doc {
        verb: "NAK",
        name: "Message not delivered",
        purpose: "Says that the message with this transaction id did not reach everybody.",
        when: "The switchboard sends it after a MSG that asked by `N`, `A` or `D`.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &["After a MSG with `N` silence means success, so waiting for ACK waits for ever."],
        rests_on: "§5.4, row 105",
    },
    Doc {
        verb: "UUM",
        name: "Message through the notification server",
        purpose: "Sends a message to somebody without a switchboard: to people on Yahoo and other networks, \
            and in MSNP18 to somebody who is offline. A type tells text (1), typing (2) and nudge (3) \
            apart.",
        when: "The client sends it in MSNP14 to 18.",
        reply: "No success reply exists; only errors answer it.",
        errors: &[508, 509],
        traps: &[
            "Type 4 is valid, but what it means is not known.",
            "Text for somebody offline carries the header `Dest-Agent: client`.",
        ],
        rests_on: "§5.4, row 117; §2.2 to 2.4; §7.1",
    },
    Doc {
        verb: "UBM",
        name: "Message through the notification server, received",
        purpose: "Brings a message from somebody on another network, with the types of UUM.",
        when: "The server sends it in MSNP14 to 18, without a transaction id.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "MSNP16 to 18 put the recipient's address and network between the sender's network and the \
                type. Take the length from the end of the line.",
        ],
        rests_on: "§5.4, row 118; §2.3",
    },
    Doc {
        verb: "UUN",
        name: "Signal to somebody",
        purpose: "Sends somebody a signal that is no message, or sends one to the user's own other places \
            of sign-in. The type tells which: 1 sharing XML, 2 and 12 calls by SIP, 3 peer-to-peer set-up, \
            4 sign out over there, 5 a window was closed, 6 fetch the address book again, 10 relay set-up.",
        when: "The client sends it in MSNP13 to 18.",
        reply: "`UUN <id> OK`, without a payload. The other side gets UBN.",
        errors: &[217, 283],
        traps: &[
            "To reach one place of sign-in the address carries `;{guid}`.",
            "Two bodies are known for type 4, `goawyplzthxbye` and `gtfo`.",
            "Types 7, 8, 9 and 11 are known by one source only, or by name alone.",
        ],
        rests_on: "§5.4, row 119; §2.2; §2.3",
    },
    Doc {
        verb: "UBN",
        name: "Signal received",
        purpose: "Brings a signal that somebody sent with UUN, with the same types.",
        when: "The server sends it in MSNP13 to 18, without a transaction id.",
        reply: "Nothing answers it. The client may take up a call or a set-up with a UUN of its own.",
        errors: &[],
        traps: &[
            "The address may carry the sender's `;{guid}`. One client takes more than 4000 bytes for \
                invalid.",
            "Types 2, 10, 11 and 12 hold addresses of their own. Changing them means changing the length.",
        ],
        rests_on: "§5.4, row 120; §1.6; §2.3; §3.5",
    },
    Doc {
        verb: "NOT",
        name: "Alert",
        purpose: "Brings a notice of the service as XML: an alert the user subscribed to, or, in later \
            versions, the news that the address book has changed.",
        when: "The server sends it unasked, in MSNP5 to 21.",
        reply: "Nothing answers it; a changed address book makes the client fetch it, outside MSNP.",
        errors: &[],
        traps: &[
            "Its only argument is the length. There is no transaction id.",
            "The web addresses in it are for a browser.",
        ],
        rests_on: "§5.4, row 121; §1.3; §2.3; §3.5",
    },
    Doc {
        verb: "IPG",
        name: "Incoming mobile page",
        purpose: "Brings a text that somebody sent from a mobile device, as XML.",
        when: "The server sends it unasked, in MSNP6 to about 14.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "Its only argument is the length. There is no transaction id.",
            "Its last version is not verified.",
        ],
        rests_on: "§5.4, row 122; §1.3; §2.3",
    },
    Doc {
        verb: "PAG",
        name: "Page a mobile",
        purpose: "Sends a short text to somebody's pager or mobile phone.",
        when: "The client sends it in MSNP5 to 8, says one source. PGD takes its place from 9 on.",
        reply: "No success reply exists; only errors answer it.",
        errors: &[220, 504, 606, 715],
        traps: &[
            "From MSNP9 on servers answer 715.",
            "One client lists it as a command the server sends as well; no capture shows that.",
        ],
        rests_on: "§5.4, row 123; §2.2; §2.3; §11",
    },
    Doc {
        verb: "PGD",
        name: "Page a device",
        purpose: "Sends a short text to somebody's device: type 1 is a mobile phone, 2 a web watch.",
        when: "The client sends it from MSNP9 to about 14; the last version is not verified.",
        reply: "No success reply exists; only errors answer it.",
        errors: &[509],
        traps: &["An error 509 may carry a payload with the details, from MSNP13 on."],
        rests_on: "§5.4, row 124; §2.2; §2.4; §11",
    },
];
