//! Files on connections of their own: invitations (§7.4) and MSNFTP (§5.5).

use super::*;
use proptest::prelude::*;

fn invitation(story: &Story, session: u32, way: Direction, lines: &[&str]) -> u64 {
    let head = "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsinvite; charset=UTF-8\r\n\r\n";
    message(story, session, way, format!("{head}{}\r\n\r\n", lines.join("\r\n")).as_bytes())
}

const INVITE: &[&str] = &[
    "Application-Name: File Transfer",
    "Application-GUID: {5D3E02AB-6190-11D3-BBBB-00C04F795683}",
    "Invitation-Command: INVITE",
    "Invitation-Cookie: 33267",
    "Application-File: Autoexec.bat",
    "Application-FileSize: 187",
];
const ACCEPT: &[&str] =
    &["Invitation-Command: ACCEPT", "Invitation-Cookie: 33267", "Request-Data: IP-Address:"];
const WHERE: &[&str] = &[
    "Invitation-Command: ACCEPT",
    "Invitation-Cookie: 33267",
    "IP-Address: 198.51.100.7",
    "Port: 6891",
    "AuthCookie: 93301",
];

fn cancel(code: &str) -> [String; 3] {
    ["Invitation-Command: CANCEL".into(), "Invitation-Cookie: 33267".into(), format!("Cancel-Code: {code}")]
}

#[test]
fn an_invitation_is_a_transfer_that_goes_past_us() {
    let story = switchboards(1);
    invitation(&story, 1, ClientToServer, INVITE);
    let offered = only(&story);
    assert_eq!((offered.status, offered.version), (Status::Offered, Version::MsnFtp));
    assert_eq!((offered.name.as_deref(), offered.size()), (Some("Autoexec.bat"), Some(187)));
    assert!(offered.says().ends_with("187 bytes: offered, to go over a connection of its own"));
    invitation(&story, 1, ServerToClient, ACCEPT);
    invitation(&story, 1, ClientToServer, WHERE);
    let accepted = only(&story);
    assert_eq!(accepted.status, Status::Outside);
    assert_eq!((accepted.from.as_deref(), accepted.to.as_deref()), (Some(ALICE), Some(BOB)));
    story.closed(1);
    assert_eq!(only(&story).status, Status::Outside, "what became of it is not known here");
}

#[test]
fn an_invitation_is_declined_or_cancelled() {
    for (code, status) in [
        ("REJECT", Status::Declined),
        ("REJECT_NOT_INSTALLED", Status::Declined),
        ("TIMEOUT", Status::Cancelled),
        ("FTTIMEOUT", Status::Cancelled),
    ] {
        let story = switchboards(1);
        invitation(&story, 1, ClientToServer, INVITE);
        let lines = cancel(code);
        invitation(&story, 1, ServerToClient, &[&lines[0], &lines[1], &lines[2]]);
        assert_eq!((only(&story).status, only(&story).why.as_deref()), (status, Some(code)));
    }
}

#[test]
fn an_invitation_to_something_else_is_no_transfer() {
    let story = switchboards(1);
    let voice = ["Application-GUID: {02D3C01F-BF30-4825-A83A-DE7AF41648AA}", INVITE[2], INVITE[3]];
    invitation(&story, 1, ClientToServer, &voice);
    invitation(&story, 1, ClientToServer, &INVITE[..3]);
    assert_eq!(told(&story).iter().count(), 0);
}

/// A file in blocks of these sizes, and the block that ends it.
fn blocks(file: &[u8], sizes: &[usize]) -> Vec<u8> {
    let (mut stream, mut rest) = (Vec::new(), file);
    for &size in sizes.iter().cycle() {
        let (block, after) = rest.split_at(size.min(rest.len()));
        let length = u16::try_from(block.len()).unwrap().to_le_bytes();
        stream.extend([&[0], &length[..], block].concat());
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    [stream, vec![1, 0, 0]].concat()
}

/// What is no command, as it arrives in reads of these sizes and is shown: cut behind each LF.
fn opaque(story: &Story, way: Direction, stream: &[u8], reads: &[usize]) {
    let mut rest = stream;
    for &read in reads.iter().cycle() {
        let (arrived, after) = rest.split_at(read.min(rest.len()));
        for piece in arrived.split_inclusive(|&byte| byte == b'\n') {
            let passed = Passed { opaque: true, ..Passed::plain(way, Origin::Client, piece) };
            story.passed(story.now(), 2, passed);
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
}

/// The connection up to the first block: who connects receives.
fn connected(size: usize) -> Story {
    let story = switchboards(1);
    invitation(&story, 1, ClientToServer, INVITE);
    invitation(&story, 1, ClientToServer, WHERE);
    story.opened(2);
    for line in [">VER MSNFTP", "<VER MSNFTP", &format!(">USR {BOB} 93301"), &format!("<FIL {size}"), ">TFR"]
    {
        story.said(2, line);
    }
    story
}

fn of_the_connection(story: &Story) -> Transfer {
    told(story).iter().find(|transfer| transfer.channel == Channel::MsnFtp).unwrap().clone()
}

#[test]
fn a_file_that_comes_through_us_is_put_together_and_names_its_invitation() {
    let file = sample(5000);
    let story = connected(file.len());
    let stream = blocks(&file, &[2045]);
    opaque(&story, ServerToClient, &stream[..3000], &[1460]);
    let moving = of_the_connection(&story);
    assert_eq!((moving.status, moving.have()), (Status::Moving, 3000 - 6));
    opaque(&story, ServerToClient, &stream[3000..], &[1460]);
    story.said(2, ">BYE 16777989");
    let transfer = of_the_connection(&story);
    assert_eq!((transfer.status, transfer.have(), transfer.why.as_deref()), (Status::Complete, 5000, None));
    assert_eq!(assembled(&story, &transfer), file);
    let invited = told(&story).iter().next().unwrap().id;
    assert_eq!(transfer.invitation, Some(invited));
    assert_eq!((transfer.name.as_deref(), transfer.kind), (Some("Autoexec.bat"), "file"));
    assert_eq!((transfer.from.as_deref(), transfer.to.as_deref()), (Some(ALICE), Some(BOB)));
}

#[test]
fn a_file_that_does_not_come_whole_is_told_by_how_it_ends() {
    let file = sample(500);
    let ends = |stream: &[u8], line: &str| {
        let story = connected(500);
        opaque(&story, ServerToClient, stream, &[64]);
        if !line.is_empty() {
            story.said(2, line);
        }
        story.closed(2);
        let transfer = of_the_connection(&story);
        (transfer.status, transfer.have(), transfer.why.as_deref().unwrap_or_default().to_owned())
    };
    let half = &blocks(&file, &[100])[..206];
    assert_eq!(ends(half, ""), (Status::BrokenOff, 200, "the connection ended".into()));
    assert_eq!(ends(half, ">CCL"), (Status::Cancelled, 200, String::new()));
    assert_eq!(ends(half, ">BYE 2164261682"), (Status::BrokenOff, 200, "BYE 2164261682".into()));
    let early = [half, &[1, 0, 0]].concat();
    assert_eq!(ends(&early, ""), (Status::Cancelled, 200, "the sender ended it early".into()));
    let broken = [half, &[9, 9, 9], half].concat();
    assert_eq!(ends(&broken, "").2, "what follows is no block of MSNFTP");
    let more = blocks(&sample(600), &[100]);
    assert_eq!(ends(&more, ">BYE 16777989").1, 600, "more than was announced");
}

#[test]
fn after_a_gap_nobody_knows_where_the_next_block_begins() {
    let story = connected(5000);
    opaque(&story, ServerToClient, &blocks(&sample(5000), &[1000])[..2000], &[500]);
    let mut insight = story.insight();
    story.said(1, ">PNG");
    let after = story.transcript.head();
    opaque(&story, ServerToClient, &sample(500), &[500]);
    story.transcript.look(Window::From(after), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    let transfer = insight.transfers.iter().find(|transfer| transfer.channel == Channel::MsnFtp).unwrap();
    assert_eq!((transfer.status, transfer.have()), (Status::Unknown, 2000 - 6));
}

#[test]
fn of_very_many_connections_the_oldest_is_not_read_any_further_and_that_is_said() {
    let story = Story::new();
    for session in 1..=257 {
        story.opened(session);
        story.said(session, ">VER MSNFTP");
    }
    let transfers = told(&story);
    let status: Vec<_> = transfers.iter().take(2).map(|transfer| transfer.status).collect();
    assert_eq!((transfers.iter().count(), status), (257, vec![Status::Unknown, Status::Accepted]));
}

#[test]
fn other_bytes_that_are_no_commands_are_no_file() {
    let story = Story::begun();
    story.said(1, ">VER 1 MSNP9");
    story.opaque(ServerToClient);
    assert_eq!(told(&story).iter().count(), 0);
}

proptest! {
    #[test]
    fn a_file_is_the_same_wherever_the_reads_are_cut(
        length in 0..3000_usize,
        sizes in prop::collection::vec(1..700_usize, 1..5),
        reads in prop::collection::vec(1..300_usize, 1..8),
    ) {
        let file: Vec<u8> = sample(length);
        let story = connected(file.len());
        opaque(&story, ServerToClient, &blocks(&file, &sizes), &reads);
        story.said(2, ">BYE 16777989");
        let transfer = of_the_connection(&story);
        prop_assert_eq!(transfer.status, Status::Complete);
        prop_assert_eq!(assembled(&story, &transfer), file);
    }
}
