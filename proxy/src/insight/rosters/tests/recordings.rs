//! The recordings of tests/captures, read by hand first: how things were after several of their commands.

use super::*;
use crate::transcript::{What, Window};
use msnp::Direction::{ClientToServer, ServerToClient};

/// What is known of a recording's sessions, and where its commands are.
struct Recording {
    story: Story,
    rosters: Rosters,
}

impl Recording {
    fn read(name: &str) -> Recording {
        let story = Story::recorded(name);
        let rosters = story.insight().rosters;
        Recording { story, rosters }
    }

    /// The entry of the first line of a session that begins so: `<CHG 6`, `>OUT`.
    fn entry(&self, session: u32, line: &str) -> u64 {
        let (way, line) = line.split_at(1);
        let direction = if way == ">" { ClientToServer } else { ServerToClient };
        let look = self.story.transcript.look(Window::From(1), usize::MAX);
        let found = look.entries().find(|entry| match &entry.what {
            What::Frame(passed) => {
                entry.session == Some(SessionId(session))
                    && passed.direction == direction
                    && passed.bytes.starts_with(line.as_bytes())
            }
            What::Event(_) => false,
        });
        found.unwrap_or_else(|| panic!("no {line}")).number
    }

    /// The roster once that line was said.
    fn after(&self, session: u32, line: &str) -> Roster {
        self.rosters.at(SessionId(session), Some(self.entry(session, line))).expect("a roster")
    }
}

const PICTURE: Option<&str> = Some("/onny7EoG2roYwvMsorc7nigugs=");

fn picture<'a>(roster: &'a Roster, account: &str) -> Option<&'a str> {
    contact(roster, account).appearance.picture.as_deref()
}

#[test]
fn bob_of_msnp9() {
    let recording = Recording::read("purple-p9");
    let welcomed = recording.after(1, "<USR 4 OK");
    assert_eq!((name(&welcomed), status(&welcomed)), (Some("Bob"), None));
    assert_eq!((welcomed.own.strangers, welcomed.own.prompt), (None, None));
    assert_eq!(lines(&welcomed), Vec::<String>::new());

    let half = recording.after(1, "<LST alice");
    assert_eq!(lines(&half), ["alice@example.com | Alice | FL,AL,RL | 1 | ?"]);
    assert_eq!((half.own.strangers, half.own.prompt), (Some(Strangers::Allow), Some(Prompt::Ask)));
    assert_eq!(groups(&half), [("0", "Other Contacts"), ("1", "Lab friends")]);

    let (asked, agreed) = (recording.after(1, ">CHG 6"), recording.after(1, "<CHG 6"));
    assert_eq!((status(&asked), status(&agreed)), (None, Some("NLN")));
    assert_eq!(agreed.own.appearance.caps.as_deref(), Some("1073741856"));
    let mut refused = recording.after(1, "<218 7");
    refused.since = agreed.since;
    assert_eq!(refused, agreed, "BLP was AL already");

    let seen = recording.after(1, "<NLN NLN alice");
    assert_eq!(
        lines(&seen),
        ["alice@example.com | Alice | FL,AL,RL | 1 | NLN", "carol@example.com | Carol | FL,AL,RL | 0 | ?"]
    );
    assert_eq!((picture(&seen, "alice@example.com"), picture(&seen, "carol@example.com")), (PICTURE, None));
    let alice = contact(&seen, "alice@example.com");
    assert_eq!(alice.changed, recording.entry(1, "<NLN NLN alice"));

    assert_eq!(status(&recording.after(1, "<CHG 9")), Some("BSY"));
    let gone = recording.after(1, "<FLN alice");
    assert_eq!((status(&gone), picture(&gone, "alice@example.com")), (Some("NLN"), None));
    assert_eq!(lines(&gone)[0], "alice@example.com | Alice | FL,AL,RL | 1 | FLN");
    let end = recording.rosters.at(SessionId(1), None).unwrap();
    assert_eq!(end.ended, Some(recording.entry(1, ">OUT")));
    assert!(!end.gap);
}

#[test]
fn alice_of_msnp9() {
    let recording = Recording::read("purple-p9");
    let statuses = ["<ILN 6 NLN bob", "<NLN BSY bob"].map(|line| lines(&recording.after(2, line))[0].clone());
    assert_eq!(
        statuses,
        ["bob@example.com | Bob | FL,AL,RL | 1 | NLN", "bob@example.com | Bob | FL,AL,RL | 1 | BSY"]
    );
    let end = recording.rosters.at(SessionId(2), None).unwrap();
    assert_eq!(lines(&end)[0], "bob@example.com | Bob | FL,AL,RL | 1 | NLN");
    assert_eq!(picture(&end, "bob@example.com"), None, "an object without parts is no picture");
    assert_eq!(end.own.appearance.picture.as_deref(), PICTURE);
}

#[test]
fn bob_and_alice_of_msnp15() {
    let recording = Recording::read("purple-p15");
    assert_eq!(lines(&recording.after(1, ">ADL 6")), Vec::<String>::new());
    let listed = recording.after(1, "<ADL 6 OK");
    assert_eq!(
        lines(&listed),
        ["alice@example.com | ? | FL,AL |  | ?", "carol@example.com | ? | FL,AL |  | ?"]
    );
    assert_eq!(contact(&listed, "carol@example.com").network, Some(1));
    assert_eq!(name(&listed), None);
    assert_eq!(name(&recording.after(1, "<PRP 7")), Some("Bob"));
    let seen = recording.after(1, "<NLN NLN alice");
    assert_eq!(
        (lines(&seen)[0].as_str(), picture(&seen, "alice@example.com")),
        ("alice@example.com | Alice | FL,AL |  | NLN", PICTURE)
    );
    let message = |roster: &Roster| roster.own.appearance.message.as_deref().map(str::to_owned);
    assert_eq!(message(&recording.after(1, "<CHG 12 BSY")).as_deref(), Some(""));
    assert_eq!(message(&recording.after(1, ">UUX 13")).as_deref(), Some(""));
    assert_eq!(message(&recording.after(1, "<UUX 13")).as_deref(), Some("busy in the lab \u{2603}"));
    assert_eq!(message(&recording.after(1, "<UUX 15")).as_deref(), Some(""));
    let gone = recording.after(1, "<FLN alice");
    assert_eq!(contact(&gone, "alice@example.com").appearance.caps.as_deref(), Some("0"));

    let busy = recording.entry(2, "<NLN BSY bob") + 1;
    let busy = recording.rosters.at(SessionId(2), Some(busy)).unwrap();
    let bob = contact(&busy, "bob@example.com");
    assert_eq!(line(bob), "bob@example.com | Bob | FL,AL |  | BSY");
    assert_eq!(bob.appearance.message.as_deref(), Some("busy in the lab \u{2603}"));
    let end = recording.rosters.at(SessionId(2), None).unwrap();
    assert_eq!(contact(&end, "bob@example.com").appearance.message.as_deref(), Some(""));
    assert!(!end.gap);
}

#[test]
fn bob_and_alice_of_msnp12() {
    let recording = Recording::read("amsn-msnp12");
    let listed = recording.after(1, "<LST N=carol");
    let group = "11a65524-603d-4677-b075-686ef82cda97";
    assert_eq!((name(&listed), groups(&listed)), (Some("Bob"), vec![(group, "Lab friends")]));
    let alice = format!("alice@example.com | Alice | FL,AL,RL | {group} | ?");
    assert_eq!(lines(&listed), [&*alice, "carol@example.com | Carol | FL,AL,RL |  | ?"]);
    let guid = contact(&listed, "alice@example.com").guid.as_deref();
    assert_eq!(guid, Some("29630b0e-948d-49e4-a3f4-ca79dc324c97"));
    let end = recording.rosters.at(SessionId(1), None).unwrap();
    let own = &end.own.appearance;
    assert_eq!(own.message.as_deref(), Some("aMSN lab bob <&>"));
    assert_eq!(own.picture.as_deref(), Some("n42ExCY45hQyzyZ39AC7aZmP3j8="));
    assert_eq!(own.caps.as_deref(), Some("2147778596:0"));
    let alice = contact(&end, "alice@example.com");
    assert_eq!(alice.appearance.message.as_deref(), Some("aMSN lab ali <&>"));
    assert_eq!(alice.appearance.status.as_deref(), Some("NLN"));
    let end = recording.rosters.at(SessionId(2), None).unwrap();
    let bob = contact(&end, "bob@example.com");
    assert_eq!((bob.appearance.status.as_deref(), bob.appearance.message.as_deref()), (Some("FLN"), None));
}

#[test]
fn switchboards_have_no_roster() {
    for name in crate::insight::story::recordings() {
        let recording = Recording::read(&name);
        for session in 3..6 {
            assert_eq!(
                recording.rosters.at(SessionId(session), None),
                Err(Absent::Unknown),
                "{name} {session}"
            );
        }
    }
}
