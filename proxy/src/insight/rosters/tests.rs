use super::state::State;
use super::text::Texts as _;
use super::*;
use crate::insight::story::Story;

mod bounds;
mod dialects;
mod gaps;
mod hostile;
mod lists;
mod now_and_then;
mod people;
mod places;
mod recordings;

/// Session 1 at the end of a script.
fn now(script: &str) -> Roster {
    Story::script(script).insight().rosters.at(SessionId(1), None).expect("a roster")
}

/// Session 1 of this dialect, signed in as Alice, and what else is said.
fn signed_in(dialect: u8, script: &str) -> Roster {
    let (nick, flags) = match dialect {
        ..=5 => (" Alice", ""),
        6..=7 => (" Alice", " 1"),
        8..=9 => (" Alice", " 1 0"),
        _ => ("", " 1 0"),
    };
    now(&format!(
        "1 opens\n1> VER 1 MSNP{dialect} CVR0\n1< VER 1 MSNP{dialect}\n1> USR 2 MD5 S 41c9\n\
         1< USR 2 OK alice@example.org{nick}{flags}\n{script}"
    ))
}

/// A contact in a line: account, name, lists, groups, status; `?` for what was not told.
fn line(contact: &Contact) -> String {
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or("?").to_owned();
    let lists = contact.lists.map(|lists| lists.letters().collect::<Vec<_>>().join(","));
    let groups = contact.groups.join(",");
    let Contact { account, name, appearance, .. } = contact;
    let lists = lists.unwrap_or_else(|| "?".to_owned());
    format!("{account} | {} | {lists} | {groups} | {}", text(name), text(&appearance.status))
}

fn lines(roster: &Roster) -> Vec<String> {
    roster.contacts.iter().map(|contact| line(contact)).collect()
}

fn groups(roster: &Roster) -> Vec<(&str, &str)> {
    roster.groups.iter().map(|group| (&*group.id, &*group.name)).collect()
}

fn status(roster: &Roster) -> Option<&str> {
    roster.own.appearance.status.as_deref()
}

fn name(roster: &Roster) -> Option<&str> {
    roster.own.name.as_deref()
}

fn contact<'a>(roster: &'a Roster, account: &str) -> &'a Contact {
    roster.contacts.iter().find(|contact| &*contact.account == account).expect(account)
}
