//! The printed reference: what the page and the API tell of each command, as one document.

use super::{Doc, all};
use crate::explain::{Row, rows};
use crate::{Direction, codes};
use std::fmt::{self, Write as _};

/// Every command with its forms, and every numeric error, in Markdown.
pub fn reference() -> String {
    let mut page = String::new();
    write(&mut page).expect("a String takes everything");
    page
}

fn write(page: &mut String) -> fmt::Result {
    page.push_str(INTRODUCTION);
    for doc in all() {
        writeln!(page, "* [`{0}`](#{1}) {2}", doc.verb, anchor(doc), doc.name)?;
    }
    page.push_str("* [Numeric errors](#numeric-errors)\n");
    all().try_for_each(|doc| command(doc, page))?;
    page.push_str("\n## Numeric errors\n\n| number | means |\n|---|---|\n");
    codes::ERRORS.iter().try_for_each(|(number, means)| writeln!(page, "| {number} | {means} |"))
}

const INTRODUCTION: &str = "# The commands of MSNP2 to MSNP21

What each command is for, its forms version by version, what answers it, and what has tripped people up. The page's
*Docs* tab and `/api/commands` tell the same: all three are made from `proxy/msnp/src/docs` and
`proxy/msnp/src/explain/glossary`, and a test keeps this file up to date (`NUDGE_GOLDEN=write cargo test -p msnp
reference` writes it anew).

In the forms, words in angle brackets stand for values, words without for themselves, and what stands in square brackets
may be absent; a payload follows the line where the last argument is a length. Section numbers (§) are those of the wire
reference this project was written from; they are kept so that every statement can be traced, here as in the code.

| word | is |
|---|---|
| dispatch server, notification server (NS) | where a client signs in; the first may only send it on to the second |
| switchboard (SB) | where one conversation takes place, on a connection of its own; gone with MSNP21 |
| transaction id | a number the client gives each request, and the server its replies |
| ticket, cookie | what proves a sign-in, and what opens one switchboard once |
| Passport, SSO | Microsoft's sign-in service of MSNP8 to 14, and its successor: both are asked over HTTPS, beside the connection |
| forward, allow, block, reverse, pending list | whom you see; who sees you; who does not; who has you; who waits for your answer |
| SYN burst | the lines that follow SYN and bring the lists |
| principal, endpoint | a person; one of the places where that person is signed in (MSNP16 and later) |
| circle | a group of people that can be talked to as one (MSNP18 and later) |
| P2P, MSNSLP, MSNObject | how clients send each other pictures and files inside messages; how they agree on it; what names a picture |
| SOAP | the web services that keep the lists from MSNP13 on |
| Escargot | a server of today that old clients can use, and a source of what is said here |


";

fn command(doc: &Doc, page: &mut String) -> fmt::Result {
    let Doc { verb, name, purpose, when, reply, errors, traps, rests_on } = doc;
    writeln!(page, "\n<a id=\"{}\"></a>\n\n## {verb}: {name}\n\n{purpose}\n", anchor(doc))?;
    writeln!(page, "**When.** {when}\n\n**Reply.** {reply}\n")?;
    let forms: Vec<&Row> = rows().filter(|row| row.verb == *verb).collect();
    if !forms.is_empty() {
        page.push_str("| direction | versions | arguments | what it is |\n|---|---|---|---|\n");
        forms.iter().try_for_each(|row| form(row, page))?;
        page.push('\n');
    }
    if !errors.is_empty() {
        let told = |number: &u16| format!("{number} ({})", codes::error(*number).unwrap_or("not described"));
        writeln!(page, "**Errors.** {}.\n", errors.iter().map(told).collect::<Vec<_>>().join(", "))?;
    }
    for trap in *traps {
        writeln!(page, "* {trap}")?;
    }
    if !traps.is_empty() {
        page.push('\n');
    }
    writeln!(page, "*Rests on {rests_on}.*")
}

fn form(row: &Row, page: &mut String) -> fmt::Result {
    let direction = match row.direction {
        Direction::ClientToServer => "client → server",
        Direction::ServerToClient => "server → client",
    };
    let role = row.role.map_or(String::new(), |role| format!(", {}", role.short()));
    let (first, last) = row.dialects;
    let versions = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let arguments = row.arguments().replace('|', "\\|");
    let arguments = if arguments.is_empty() { "none".to_owned() } else { format!("`{arguments}`") };
    writeln!(page, "| {direction}{role} | {versions} | {arguments} | {} |", row.name)
}

fn anchor(doc: &Doc) -> String {
    doc.verb.to_ascii_lowercase()
}
