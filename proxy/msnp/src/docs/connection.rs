//! Keeping a connection, moving it, ending it, and what the server says when something failed.

use super::Doc;

pub(super) static CONNECTION: &[Doc] = &[
    Doc {
        verb: "XFR",
        name: "Transfer to another server",
        purpose: "Sends the client somewhere else. `NS` moves it to another notification server; `SB` gives \
            it a switchboard for a conversation, with a cookie that lets it in. This is one of the two \
            commands whose address Nudge rewrites so that the traffic keeps passing through it; the other \
            is RNG.",
        when: "`NS`: the server answers USR with it during the login (CVR in MSNP21), or sends it unasked \
            with transaction id 0. `SB`: the client asks with `XFR <id> SB` when a conversation is opened, \
            and the server answers. MSNP21 has no switchboards and so no `SB`.",
        reply: "The answer to a request is XFR with the same transaction id. An address of the server's is \
            answered by connecting there: VER on a notification server, USR on a switchboard.",
        errors: &[201, 280, 281, 500, 713, 714, 800, 913],
        traps: &[
            "The tail grew with the versions. `NS` is followed by nothing (2), `0` (3 to 6), `0` and the \
                current server (7 to 12), `U D` or `G D` (13 on), and a counter (21). `SB` is followed by \
                the cookie, then `U` and a domain (13), then a flag (14 on).",
            "Clients of a beta of MSN 1.0 are reported by one source to send `XFR <id> NS` as their first \
                command.",
            "The port may be missing and is then 1863. An address of `0` is reported by one source to mean \
                a new login on the same server.",
            "Sources disagree about the last flag of `SB`: whether it says that TCP is possible, or that \
                this host can serve as HTTP gateway.",
            "It often follows a payload directly within one read, so looking for it at line starts of the \
                raw stream misses it.",
            "The client connects within milliseconds and a cookie works once: be ready before passing the \
                line on, and never try the switchboard yourself.",
            "Several requests may be outstanding; match the answers by transaction id. Clients store the \
                notification server they were sent to, so a rewritten address outlives the proxy.",
        ],
        rests_on: "§3.1, §3.2 and §3.4; §5.1, rows 26 to 28; §10, traps 17, 21 to 25, 35, 40 and 41; §11",
    },
    Doc {
        verb: "PNG",
        name: "Keep-alive",
        purpose: "Shows that the client is still there and asks the server to show the same. It has no \
            arguments and no transaction id.",
        when: "The client sends it to the notification server when the connection has been quiet; from \
            MSNP9 on QNG says how long to wait.",
        reply: "QNG.",
        errors: &[],
        traps: &[
            "It is not used through the HTTP gateway, where polling takes its place; one source reports \
                that the gateway fails a request that carries it.",
        ],
        rests_on: "§5.1, row 32; §1.5; §8",
    },
    Doc {
        verb: "QNG",
        name: "Keep-alive reply",
        purpose: "Answers PNG. From MSNP9 on its one argument is the number of seconds after which the \
            client should ask again, typically 40 to 60.",
        when: "The notification server sends it after each PNG.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &["The number is neither a transaction id nor a payload length."],
        rests_on: "§5.1, row 33; §1.5; §2.1",
    },
    Doc {
        verb: "OUT",
        name: "Sign out",
        purpose: "Ends a connection, and means something else on each side. From the client it signs out of \
            a notification server or leaves a switchboard. From the server it says why the connection ends: \
            `OTH` signed in elsewhere, `SSD` shutdown; reported by one source: `MIG` contact list migrated, \
            `TOU` terms of use, `RCT` reconnect after so many minutes.",
        when: "The client sends it, bare, before it closes. The server sends it before it closes the \
            connection itself.",
        reply: "A notification server may echo OUT; then the connection closes. On a switchboard the others \
            get BYE.",
        errors: &[],
        traps: &[
            "It has no transaction id, and neither the reason nor the minutes after `RCT` are one.",
            "Clients close right after sending it; a proxy should still pass on what the server had on its \
                way.",
            "One client ignores `MIG` and stays connected.",
        ],
        rests_on: "§5.1, rows 34 and 35; §1.5; §10, trap 30",
    },
    Doc {
        verb: "NNN",
        name: "Error",
        purpose: "Three digits in place of a command word: a request failed, or the server has a complaint \
            of its own. The number says which, and the transaction id says what it answers.",
        when: "Any server sends it, in place of the answer a command would have had. Some are followed by \
            the end of the connection, such as 540 after a wrong QRY.",
        reply: "Nothing answers it. It answers the command with the same transaction id.",
        errors: &[],
        traps: &[
            "From MSNP13 on an error on a notification server may carry a payload that names the offending \
                contacts. It does exactly when two numbers follow the code; decide by that count, since the \
                same code also comes bare.",
            "The transaction id may be missing when no request is to blame.",
            "After 500, 600, 601, 928 and 931 clients forget the server they had stored and go back to the \
                default name.",
            "Payloads with 201, 203 to 205, 210, 234, 511, 591, 731 and 933 are known only from the tables \
                of one client; no capture shows them, except that others confirm them for the 203 to 205 \
                that answer FQY.",
        ],
        rests_on: "§5.4, row 125; §5.6; §1.4; §2.4; §10, traps 9 and 22; §11",
    },
    Doc {
        verb: "VAS",
        name: "Abuse report",
        purpose: "Reports another user to the operator of the service; it is reported by one source. The \
            account is its second argument; what the two arguments before the length mean is not verified.",
        when: "The client sends it in MSNP18 when its user reports somebody.",
        reply: "No answer is known.",
        errors: &[],
        traps: &["It has a payload, of which nothing is known but its length."],
        rests_on: "§5.1, row 41; §2.2; §11",
    },
    Doc {
        verb: "FSL",
        name: "Unknown",
        purpose: "What it is for is not known. One source shows a client sending it with two numbers and \
            the server answering with the transaction id alone.",
        when: "Reported for MSNP21 and later, sent by the client.",
        reply: "FSL with the same transaction id.",
        errors: &[],
        traps: &["A client's table lists it as a command with a payload, but the only capture shows none."],
        rests_on: "§5.1, row 42; §2.3; §11",
    },
    Doc {
        verb: "GET",
        name: "Unknown",
        purpose: "Known only as a word in one client's table, which puts it beside PUT and DEL. Presumably \
            it reads what PUT publishes; this is not verified.",
        when: "Listed for MSNP18 to 21; no capture shows it.",
        reply: "No answer is known; presumably GET.",
        errors: &[],
        traps: &[
            "Framing treats it like PUT: as a command with a payload when its last argument is a number and \
                enough arguments stand before it.",
        ],
        rests_on: "§2.2; §2.3; §11",
    },
];
