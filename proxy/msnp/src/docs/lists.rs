//! The contact lists while the notification server kept them, MSNP2 to 12.

use super::Doc;

pub(super) static LISTS: &[Doc] = &[
    Doc {
        verb: "SYN",
        name: "Synchronize lists",
        purpose: "Asks for the contact lists and settings the server keeps, naming the state the client \
            already has. MSNP2 to 9 name it by a serial number, 10 to 12 by two timestamps; `0`, or `0 0`, \
            asks for everything.",
        when: "The client sends it once after the login, in MSNP2 to 12. MSNP13 rejects it, because lists \
            come from the address book service from then on.",
        reply: "SYN with the current state and, from MSNP8 on, how many contacts and groups follow. Then \
            the burst: GTC, BLP, PRP, LSG, LST and BPR. Nothing follows when the client's state is current.",
        errors: &[502],
        traps: &[
            "Only the counts in the answer tell where the burst ends, from MSNP8 on. MSNP10 to 12 leave \
                them out when nothing changed.",
            "From MSNP8 on the lines of the burst have no transaction id; before, all but PRP and BPR carry \
                it and the serial number.",
        ],
        rests_on: "§5.2, rows 45 to 48; §1.3; §6.1 to 6.3; §10, trap 18",
    },
    Doc {
        verb: "LST",
        name: "List entry",
        purpose: "One contact. Up to MSNP7 there is a line per list and contact: `FL` the user's contacts, \
            `AL` allowed, `BL` blocked, `RL` who has added the user. From MSNP8 on there is one line per \
            contact, and a number sums up the lists: 1 forward, 2 allow, 4 block, 8 reverse and, from 11 \
            on, 16 pending.",
        when: "The server sends it within the SYN burst. Up to MSNP7 a client may also ask for one list by \
            name.",
        reply: "Nothing answers the server's. A client's request is answered by LST lines with its \
            transaction id.",
        errors: &[],
        traps: &[
            "Up to MSNP7 an empty list is a line that ends in `0 0`. From MSNP10 on fields are marked (`N=` \
                address, `F=` name, `C=` GUID) and each but the address may be missing.",
            "MSNP12 puts a type between the list bits and the groups, so a reader that takes the last \
                number for the bits reads the type.",
            "An empty list of groups can leave a space before the line end, as in `LST … 11 `.",
            "The number at the end is not a payload length.",
        ],
        rests_on: "§5.2, rows 49 to 54; §9; §10, traps 18 and 37",
    },
    Doc {
        verb: "ADD",
        name: "Add to a list",
        purpose: "Puts somebody on the user's forward, allow or block list, or into a group. In the other \
            direction it tells the user that somebody else has added them.",
        when: "The client sends it in MSNP2 to 9. The server sends it unasked, with transaction id 0 and \
            list `RL`, when somebody adds the user.",
        reply: "ADD with the same transaction id, the list and its new serial number. The unasked form \
            needs no answer; clients usually ask their user and add the person to `AL` or `BL`.",
        errors: &[201, 205, 210, 215, 219, 231],
        traps: &[
            "Adding somebody to `AL` fails while they are on `BL`, and the other way round: remove them \
                there first.",
            "The server's form has the serial number between list and address; the client's has not.",
        ],
        rests_on: "§5.2, rows 57 and 58; §1.3; §9",
    },
    Doc {
        verb: "ADC",
        name: "Add a contact",
        purpose: "What ADD was, from MSNP10 on, with marked fields: `N=` address, `F=` name, `C=` GUID. \
            With a contact's GUID and a group's it puts the contact into the group.",
        when: "The client sends it in MSNP10 to 12. The server sends it unasked, with transaction id 0, \
            when somebody adds the user. MSNP13 rejects it; ADL takes its place.",
        reply: "ADC with the same transaction id. For the forward list it brings the GUID by which every \
            later command names the contact.",
        errors: &[201, 208, 210, 215, 219, 231],
        traps: &[
            "New contacts are named by address, but known ones by GUID when a group is concerned; the two \
                forms differ only in how the argument after the list begins.",
        ],
        rests_on: "§5.2, rows 59 and 60; §1.3",
    },
    Doc {
        verb: "REM",
        name: "Remove from a list",
        purpose: "Takes somebody off a list, or out of one group when a group is given. In the other \
            direction it tells the user that somebody has removed them.",
        when: "The client sends it in MSNP2 to 12. The server sends it unasked with transaction id 0.",
        reply: "REM with the same transaction id, the list, its new serial number up to MSNP9, and who was \
            removed.",
        errors: &[205, 216, 225, 403],
        traps: &[
            "From MSNP10 on the forward list takes the contact's GUID, while the other lists still take the \
                address. Escargot answers 403 to an address on the forward list.",
            "With a group at the end the contact stays on the list and only leaves the group.",
        ],
        rests_on: "§5.2, rows 61 and 62; §1.3",
    },
];
