//! Finding people, inviting them by mail, and opening web pages.

use super::Doc;

pub(super) static DIRECTORY: &[Doc] = &[
    Doc {
        verb: "FND",
        name: "Find people",
        purpose: "Searches the member directory by first name, last name, city, state and country, each \
            written `key=value`.",
        when: "The client sends it in MSNP2 to about 6.",
        reply: "One FND per result, all with the same transaction id, each saying which it is and how many \
            there are.",
        errors: &[300, 301],
        traps: &[
            "Results come as separate commands, so one request has many answers; its last version is not \
                verified.",
        ],
        rests_on: "§5.2, rows 81 and 82; §1.3",
    },
    Doc {
        verb: "SND",
        name: "Invite by mail",
        purpose: "Has the service mail somebody an invitation to install a client. The person is named by \
            address or by a number, presumably that of a result of FND.",
        when: "The client sends it in MSNP2 to about 8; the last version is not verified. MSNP3 and 4 added \
            language, library and client.",
        reply: "`SND <id> OK`.",
        errors: &[503],
        traps: &[],
        rests_on: "§5.2, row 83; §5.6; §11",
    },
    Doc {
        verb: "SDC",
        name: "Invite by mail with a message",
        purpose: "What SND does, with a text of the user's own as payload and the name to sign it with.",
        when: "The client sends it from MSNP5 to about 14; the last version is not verified.",
        reply: "`SDC <id> OK`, without a payload.",
        errors: &[],
        traps: &[
            "The payload may be empty, with a length of 0, and the name before it may hold spaces. Take the \
                length from the end of the line.",
            "Two of its arguments have no known meaning.",
        ],
        rests_on: "§5.2, row 84; §2.2; §10, traps 5 and 6; §11",
    },
    Doc {
        verb: "URL",
        name: "Address of a web page",
        purpose: "Asks where a service page is, such as the inbox or the account's profile, so that the \
            client can open it in a browser already signed in.",
        when: "The client sends it in MSNP2 to 18, with a kind (`INBOX`, `FOLDERS`, `COMPOSE`, `PROFILE`, \
            `CHGMOB` and others) and sometimes an argument.",
        reply: "URL with the same transaction id: the page to go to, the address to post the login to, and \
            an id.",
        errors: &[],
        traps: &[
            "The number at the end of the answer is not a payload length.",
            "The addresses are opened in a browser, not by the client's own connections; a proxy for MSNP \
                need not rewrite them.",
        ],
        rests_on: "§5.2, rows 85 and 86; §3.5",
    },
];
