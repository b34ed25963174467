//! Getting into a conversation, who is there, and leaving it.

use super::Doc;

pub(super) static SWITCHBOARD: &[Doc] = &[
    Doc {
        verb: "RNG",
        name: "Invitation to a conversation",
        purpose: "Invites the user into a conversation: a switchboard's address, a cookie to get in, the \
            session's id and who invites. Nudge rewrites the address, as it does that of XFR.",
        when: "The notification server sends it unasked when somebody calls the user, in MSNP2 to 18.",
        reply: "The client connects to the address and sends ANS there. Nothing is sent on this connection.",
        errors: &[],
        traps: &[
            "Its first argument looks like a transaction id but is the session's id, which ANS must repeat.",
            "MSNP13 adds `U` and a domain, 14 a flag, whose two readings disagree. The inviter's name may \
                hold raw UTF-8.",
            "The cookie works once and for a minute or two, and the client is there within milliseconds: \
                never try the switchboard yourself.",
        ],
        rests_on: "§3.3; §5.4, row 115; §1.3; §10, traps 23, 25, 35 and 36; §11",
    },
    Doc {
        verb: "CAL",
        name: "Call somebody in",
        purpose: "Invites somebody into the conversation; the server passes it on to them as RNG.",
        when: "The client sends it on a switchboard once USR is answered, one per person, also later to \
            make it a conversation of several. The official client of MSNP16 to 18 first calls its own \
            address.",
        reply: "`CAL <id> RINGING <session>`; JOI follows when the person comes. The session's id is the \
            one the invited client sees in RNG, which ties the two halves of a conversation together.",
        errors: &[208, 215, 217, 713],
        traps: &[
            "RINGING does not mean that somebody is coming; only JOI does.",
            "A client was seen to send `CAL 338 ` with the address missing and the space kept; the answer \
                was 208.",
            "The session's id at the end of the answer is not a payload length.",
        ],
        rests_on: "§5.4, rows 112 and 113; §4; §6.8; §10, trap 37",
    },
    Doc {
        verb: "ANS",
        name: "Answer an invitation",
        purpose: "Enters a conversation the user was invited to, with the cookie and the session's id from \
            RNG.",
        when: "The invited client sends it as the first command on the switchboard that RNG named.",
        reply: "One IRO for each who is already there, then `ANS <id> OK`.",
        errors: &[911],
        traps: &[
            "`OK` comes after the roster, and everyone who enters later comes by JOI.",
            "From MSNP16 on the account is written `email;{guid}`. Some clients carry the transaction ids \
                of the notification server on (`ANS 11 …`).",
            "Escargot closes a switchboard that gets neither USR nor ANS within 60 seconds.",
        ],
        rests_on: "§5.4, rows 108 and 109; §4; §6.8; §10, traps 29 and 38",
    },
    Doc {
        verb: "IRO",
        name: "Who is already here",
        purpose: "One line of the roster: somebody who is already in the conversation, which line this is \
            and how many there are.",
        when: "The switchboard sends it between the client's ANS and the answer `OK`.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "MSNP12 adds a capability number at the end, which 16 makes a pair `a:b`; it is not a payload \
                length.",
            "From MSNP16 on each person appears once per place of sign-in and once more without a GUID, so \
                the count is larger than the number of people.",
        ],
        rests_on: "§5.4, row 110; §6.8",
    },
    Doc {
        verb: "JOI",
        name: "Somebody joined",
        purpose: "Tells that somebody has entered the conversation. From now on messages reach them.",
        when: "The switchboard sends it to everyone who was there before.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "Until the first JOI there is nobody whom a message could reach.",
            "It has no transaction id. MSNP12 adds a capability number at the end, which 16 makes a pair \
                `a:b`.",
            "From MSNP16 on the same person joins once per place of sign-in and once without a GUID.",
        ],
        rests_on: "§5.4, row 111; §1.3; §6.8",
    },
    Doc {
        verb: "BYE",
        name: "Somebody left",
        purpose: "Tells that somebody has left the conversation. A `1` at the end says that the switchboard \
            dropped them because nothing was said for minutes.",
        when: "The switchboard sends it to those who stay.",
        reply: "Nothing answers it. Clients leave with OUT when nobody else is left.",
        errors: &[],
        traps: &[
            "The `1` is not a payload length, and there is no transaction id.",
            "From MSNP16 on the address carries `;{guid}` when it was one of several places that left.",
            "The BYE of a file transfer, `BYE 16777989`, belongs to MSNFTP, which is another protocol.",
        ],
        rests_on: "§5.4, row 114; §1.5; §5.5; §10, trap 29",
    },
];
