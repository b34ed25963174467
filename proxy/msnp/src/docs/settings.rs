//! What belongs to the account itself: privacy, names, numbers, and what the server configures.

use super::Doc;

pub(super) static SETTINGS: &[Doc] = &[
    Doc {
        verb: "SBS",
        name: "Mobile subscription state",
        purpose: "Tells the client whether the account has a mobile subscription. Despite its name it \
            carries no address of a switchboard.",
        when: "The server sends `SBS 0 null` right after the login in MSNP11 to 18, and again in answer to \
            GSB.",
        reply: "Nothing answers it. It answers GSB.",
        errors: &[],
        traps: &[
            "Its second argument is either `null` or a row of fields such as `SC=…;SI=…`, never a payload \
                length.",
        ],
        rests_on: "§5.1, row 36; §3.5; §6.3",
    },
    Doc {
        verb: "GSB",
        name: "Ask for the mobile subscription",
        purpose: "Asks the server for the mobile subscription state again.",
        when: "The client sends it in MSNP11 to 18.",
        reply: "SBS with the same transaction id.",
        errors: &[],
        traps: &[],
        rests_on: "§5.1, row 37",
    },
    Doc {
        verb: "GCF",
        name: "Configuration file",
        purpose: "Hands the client a piece of XML that limits what it may do: `Shields.xml`, or the \
            policies that hold it in later versions.",
        when: "In MSNP11 and 12 the client asks for a file by name, after SYN. From 13 to 18 the server \
            pushes it during the login, before its challenge in USR, and nobody asks.",
        reply: "GCF with the same transaction id, the file name and a payload. Nothing answers the pushed \
            form.",
        errors: &[715],
        traps: &[
            "The pushed form is `GCF 0 <length>` and has no file name, so a length looked for at the third \
                argument is missed. Take the last.",
            "The request never has a payload. Escargot refuses it with 715 before SYN.",
        ],
        rests_on: "§5.1, rows 38 to 40; §2.2; §2.3; §6.3; §6.4; §10, traps 7 and 42",
    },
    Doc {
        verb: "IMS",
        name: "Switchboard invitations on or off",
        purpose: "Turns invitations to conversations on or off for a user who stays signed in. Only WebTV \
            clients are known to use it.",
        when: "The client sends `ON` or `OFF` in MSNP3 to about 7; the last version is not verified.",
        reply: "IMS with the same transaction id, a `0`, and the same word.",
        errors: &[715],
        traps: &[],
        rests_on: "§5.1, rows 43 and 44; §11",
    },
    Doc {
        verb: "GTC",
        name: "Ask when added",
        purpose: "Says what happens when somebody adds the user: `A` asks the user first, `N` lets them \
            without asking. The server keeps it for the account.",
        when: "The client sends it in MSNP2 to 12 to change it. The server also sends it within the SYN \
            burst, to tell what is kept. MSNP13 rejects it.",
        reply: "GTC with the same transaction id, the new list serial number up to MSNP9, and the letter.",
        errors: &[218],
        traps: &[
            "From MSNP8 on the line within the burst is only `GTC A` or `GTC N`: no transaction id, no \
                serial number.",
        ],
        rests_on: "§5.2, row 74; §1.3; §9",
    },
    Doc {
        verb: "BLP",
        name: "Privacy default",
        purpose: "Says what holds for people who are on neither the allow list nor the block list: `AL` \
            lets them see and write to the user, `BL` does not.",
        when: "The client sends it to change it, and from MSNP13 to 18 at every login. Up to MSNP12 the \
            server tells what is kept within the SYN burst.",
        reply: "BLP with the same transaction id, the new list serial number up to MSNP9, and the two \
            letters.",
        errors: &[218],
        traps: &[
            "From MSNP8 on the line within the burst is only `BLP AL` or `BLP BL`: no transaction id, no \
                serial number.",
        ],
        rests_on: "§5.2, row 75; §6.4; §9",
    },
    Doc {
        verb: "PRP",
        name: "Own property",
        purpose: "Keeps a property of the account: `PHH`, `PHW` and `PHM` are phone numbers, `MOB` and \
            `MBE` switch paging, `MFN` is the display name from MSNP10 on. An absent value clears it.",
        when: "The client sends it in MSNP5 to 18 to change one, at every login from 13 on for the name. Up \
            to MSNP12 the server tells all of them within the SYN burst.",
        reply: "PRP with the same transaction id, the new list serial number up to MSNP9, the key and the \
            value.",
        errors: &[209, 715],
        traps: &[
            "Within the burst from MSNP8 on it is the key and the value alone. Whether the burst of MSNP5 \
                to 7 carries a transaction id is not verified; sources disagree.",
            "A phone number at the end of the line is not a payload length.",
            "Escargot takes no value longer than 95 characters.",
        ],
        rests_on: "§5.2, rows 76 and 77; §1.6; §10, trap 18; §11",
    },
    Doc {
        verb: "BPR",
        name: "Contact's property",
        purpose: "Tells the client a property of a contact, with the keys of PRP: mostly phone numbers and \
            whether the contact can be paged.",
        when: "The server sends it in MSNP5 to 12, within the SYN burst and whenever a contact changes one.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "Within the burst from MSNP8 on it names nobody: it belongs to the contact of the LST before \
                it. A line taken out of the burst means nothing.",
            "Whether the burst of MSNP5 to 7 carries a transaction id is not verified; sources disagree.",
        ],
        rests_on: "§5.2, row 78; §10, trap 18; §11",
    },
    Doc {
        verb: "SBP",
        name: "Set a contact's property",
        purpose: "Stores something the user says about a contact; `MFN` is the name under which the user's \
            own list shows them.",
        when: "The client sends it in MSNP10 to 12, where contacts have GUIDs. Later versions do this \
            through the address book service, outside MSNP.",
        reply: "SBP with the same transaction id and the same arguments.",
        errors: &[],
        traps: &["The contact is named by the GUID that LST or ADC gave as `C=`, not by the address."],
        rests_on: "§5.2, row 79",
    },
    Doc {
        verb: "REA",
        name: "Rename",
        purpose: "Changes a display name: the user's own when it names the user's address, otherwise the \
            name under which a contact stands in the list.",
        when: "The client sends it in MSNP2 to 9. From 10 on PRP and SBP with `MFN` take its place.",
        reply: "REA with the same transaction id, the new list serial number, the address and the name.",
        errors: &[209, 213, 502],
        traps: &[
            "Names are percent-encoded, but every encoder has its own opinion of what to escape. Decode \
                them for display only.",
        ],
        rests_on: "§5.2, row 80; §1.2",
    },
];
