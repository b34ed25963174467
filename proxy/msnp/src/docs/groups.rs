//! The groups contacts are sorted into, MSNP7 to 12.

use super::Doc;

pub(super) static GROUPS: &[Doc] = &[
    Doc {
        verb: "LSG",
        name: "Group entry",
        purpose: "One of the groups the user sorts contacts into: its name and its id, which is a small \
            number up to MSNP9 and a GUID from 10 on.",
        when: "The server sends it within the SYN burst, before the contacts, in MSNP7 to 12.",
        reply: "Nothing answers it.",
        errors: &[],
        traps: &[
            "The order turns round: id and name up to MSNP9, name and id from 10 on. Up to 9 a constant `0` \
                ends the line.",
            "Only MSNP7 gives it a transaction id, a serial number and a count.",
            "Group 0 is where contacts without a group are; it cannot be removed.",
        ],
        rests_on: "§5.2, rows 55 and 56; §1.3; §5.6; §10, trap 18",
    },
    Doc {
        verb: "ADG",
        name: "Add a group",
        purpose: "Creates a group and gives it a name.",
        when: "The client sends it in MSNP7 to 12.",
        reply: "ADG with the same transaction id, the name and the id the server chose, with the new list \
            serial number up to MSNP9.",
        errors: &[223, 228, 229],
        traps: &[
            "Names are percent-encoded, and it is the encoded form that may have at most 61 bytes; one \
                source reports this, with a limit of 30 groups.",
            "The trailing `0` is optional and means nothing known.",
        ],
        rests_on: "§5.2, rows 63 and 64; §1.6",
    },
    Doc {
        verb: "REG",
        name: "Rename a group",
        purpose: "Gives a group another name.",
        when: "The client sends it in MSNP7 to 12.",
        reply: "REG with the same transaction id, the id and the new name, with the new list serial number \
            up to MSNP9.",
        errors: &[224, 228, 229],
        traps: &[
            "From MSNP10 on Escargot answers with a `1` and then the name before the id, the other way \
                round from what it was asked.",
        ],
        rests_on: "§5.2, rows 65 and 66",
    },
    Doc {
        verb: "RMG",
        name: "Remove a group",
        purpose: "Deletes a group. Error 226 or 227 refuses a group that is not empty.",
        when: "The client sends it in MSNP7 to 12.",
        reply: "RMG with the same transaction id, the new list serial number (or a `1`), and the id.",
        errors: &[224, 226, 227, 230],
        traps: &[
            "MSN 7.0 has a bug here: for a group it has just created it may send the name instead of the \
                id, encoded twice, as in `New%2520Group`.",
        ],
        rests_on: "§5.2, rows 67 and 68; §5.6; §10, trap 19",
    },
];
