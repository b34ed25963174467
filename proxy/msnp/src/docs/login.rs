//! Agreeing on a version and proving who you are.

use super::Doc;

pub(super) static LOGIN: &[Doc] = &[
    Doc {
        verb: "VER",
        name: "Version negotiation",
        purpose: "Agrees on the dialect that every later command on this connection is written in. The \
            client offers versions, best first; the server names the one it chose, or `0` to refuse them \
            all.",
        when: "The client sends it first on every connection to a dispatch or notification server, again \
            after each redirect. A switchboard never sees it.",
        reply: "VER with the same transaction id. Read the version as the highest `MSNPn` among its \
            arguments.",
        errors: &[715],
        traps: &[
            "`CVR0` stands in the list like a version, but only says that the client can be asked for its \
                build; alone it means a version check without a login.",
            "The answer may echo several dialects and `CVR0` with them, so the first argument is not always \
                the chosen one.",
            "Clients may send VER, CVR and USR in one go, before any reply.",
            "`VER MSNFTP` without a transaction id opens a file transfer, which is another protocol on its \
                own connection.",
            "MSNP19 and MSNP20 are offered by official clients, but no description of them was found; \
                MSNP22 to 24 are said by one source to change the grammar itself.",
        ],
        rests_on: "§5.1, rows 1 and 2; §4; §10, traps 12 and 33; §11",
    },
    Doc {
        verb: "INF",
        name: "Security packages",
        purpose: "Asks by which method the server wants the password proved. In practice the answer is \
            always `MD5`; only MSNP2 also knew `CTP`, a clear-text login.",
        when: "The client sends it after VER in MSNP2 to 7. MSNP8 dropped it, since Passport left nothing \
            to choose.",
        reply: "INF with the same transaction id and the packages, separated by commas.",
        errors: &[],
        traps: &["The form of a `CTP` login is not verified."],
        rests_on: "§5.1, rows 3 and 4; §6.1; §11",
    },
    Doc {
        verb: "CVR",
        name: "Client version report",
        purpose: "Tells the server which client this is: language, operating system, processor, product and \
            build. From MSNP8 on it also names the account, and MSNP21 adds a counter of redirects. The \
            server answers with the builds it recommends and requires, and where to download one.",
        when: "The client sends it once per login, usually right after VER. In MSNP2 to 7 it may come \
            anywhere before or after USR.",
        reply: "CVR with the same transaction id: recommended version twice, minimum version, download \
            address, information address. In MSNP21 an XFR may come instead.",
        errors: &[710, 731],
        traps: &[
            "The counter of MSNP21 is base64 of two header lines; the client hands back what the last XFR \
                gave it, or `0`.",
            "Revival servers may leave out fields of the answer.",
            "The two addresses in the answer are information for people; a proxy need not rewrite them.",
        ],
        rests_on: "§5.1, rows 5 to 8; §3.1; §3.5; §6.6",
    },
    Doc {
        verb: "CVQ",
        name: "Version check without login",
        purpose: "Asks the questions of CVR on a connection that will not log in, so that an old client can \
            learn whether it must be updated.",
        when: "The oldest clients send it, as their first command or after a VER that offered only `CVR0`.",
        reply: "CVQ with the same transaction id, presumably with the arguments of a CVR answer.",
        errors: &[],
        traps: &[
            "Its syntax is not verified. An empty last argument has been seen to leave a space before the \
                line end.",
        ],
        rests_on: "§5.1, row 9; §1.1; §4; §11",
    },
    Doc {
        verb: "USR",
        name: "Sign in",
        purpose: "Proves who the user is; it means different things in two places. On a notification server \
            it is a login in steps: `I` names the account, `S` carries the challenge and then the answer, \
            `OK` ends it. On a switchboard it opens a conversation: the account and the cookie that XFR \
            handed out, nothing more.",
        when: "On a notification server, after VER and CVR (INF before MSNP8): `MD5` in MSNP2 to 7, `TWN` \
            in 8 to 14, `SSO` from 15 on, and `SHA` in 18 for circles after the login. On a switchboard it \
            is the first command of whoever asked for the conversation.",
        reply: "USR with the next step or `OK`, or XFR when another server is responsible. MSNP13 and later \
            push GCF before the challenge. `OK` is followed by SBS from MSNP11 to 18 and by MSG with the \
            profile.",
        errors: &[205, 207, 500, 600, 601, 911, 917, 923, 924, 928, 931],
        traps: &[
            "A proxy tells the two apart by the second argument: a scheme such as `TWN` on a notification \
                server, an address with an `@` on a switchboard.",
            "Tickets make the line several thousand bytes long, so a cap of 512 or 1664 bytes on lines \
                breaks the login.",
            "The nickname in `OK` is gone from MSNP10 on, though one mock server still sends it in 11; the \
                last two arguments are flags, not a payload length.",
            "From MSNP16 on the account on a switchboard is written `email;{guid}`, and the answer to the \
                challenge is followed by the machine's GUID.",
            "Some clients carry the transaction ids of the notification server on into the switchboard; \
                others start again at 1.",
        ],
        rests_on: "§5.1, rows 10 to 25; §5.4, rows 106 and 107; §4; §6.1 to 6.6; §6.8; §10, traps 10 and 38",
    },
    Doc {
        verb: "CHL",
        name: "Challenge",
        purpose: "Asks the client to prove that it is a genuine one. The second argument is a string of \
            digits that QRY must answer.",
        when: "The server sends it from MSNP6 on, unasked, after the login and then now and again.",
        reply: "QRY from the client.",
        errors: &[],
        traps: &[
            "Its transaction id is always 0, and the digits after it are not a payload length.",
            "Some servers never send one; in Escargot it has been switched off except in MSNP21.",
        ],
        rests_on: "§5.1, row 29; §6.7; §2.1",
    },
    Doc {
        verb: "QRY",
        name: "Challenge response",
        purpose: "Answers CHL: a product id as argument and 32 hexadecimal digits as payload, computed from \
            the challenge and the key that belongs to the product id. MSNP6 to 10 use a plain MD5; MSNP11 \
            and later stir the digest with a calculation of their own.",
        when: "The client sends it after each CHL, from MSNP6 on.",
        reply: "QRY with the same transaction id alone, or error 540 and a closed connection.",
        errors: &[540],
        traps: &[
            "The server's QRY is a bare acknowledgement: the same word, but no payload.",
            "The payload has no line end, so the next command follows the 32nd digit directly.",
            "How to pad challenge and product id when their joint length is already a multiple of eight is \
                not verified; implementations disagree.",
        ],
        rests_on: "§5.1, rows 30 and 31; §2.2; §6.7; §11",
    },
];
