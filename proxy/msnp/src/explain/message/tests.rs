//! One message of every content type as it should be, one that is broken, and all that were recorded.

use super::content;
use crate::explain::content::Content;
use crate::explain::located::Located;
use crate::explain::{Field, Font, Rendering};
use crate::{Command, Deframer, Direction};

/// Where the messages of these tests stand in their frames.
const START: usize = 40;

fn read(message: &[u8]) -> Content {
    content(&Located::at(START, message))
}

/// Says what a message of that type with that body does; the body may begin with headers and an empty line of its own.
fn of_type(content_type: &str, rest: &str) -> Content {
    read(format!("MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n{rest}").as_bytes())
}

fn does(content_type: &str, rest: &str) -> (String, Option<String>) {
    let content = of_type(content_type, rest);
    let trouble = content.fields.iter().find_map(Field::first_trouble).map(str::to_owned);
    (content.does.unwrap_or_default(), trouble)
}

fn check(content_type: &str, rest: &str, expected: &str) {
    assert_eq!(does(content_type, rest), (expected.to_owned(), None), "{rest:?}");
}

fn check_broken(content_type: &str, rest: &str, expected: &str, trouble: &str) {
    assert_eq!(does(content_type, rest), (expected.to_owned(), Some(trouble.to_owned())), "{rest:?}");
}

fn find<'f>(fields: &'f [Field], name: &str) -> &'f Field {
    let mut all = fields.iter().flat_map(|field| std::iter::once(field).chain(&field.fields));
    all.find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name}"))
}

fn spoken(content_type: &str, rest: &str, name: &str) -> String {
    find(&of_type(content_type, rest).fields, name).spoken().to_owned()
}

#[test]
fn words_are_quoted_and_shown_in_their_font() {
    let message = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
        X-MMS-IM-Format: FN=Segoe%20UI; EF=B; CO=ff; CS=0; PF=22\r\n\r\nhi\r\nbob";
    let content = read(message.as_bytes());
    assert_eq!(content.does.as_deref(), Some("says “hi bob”"));
    let font = Font { name: "Segoe UI".into(), bold: true, colour: [255, 0, 0], ..Font::default() };
    assert_eq!(content.renderings, [Rendering::Said { text: "hi\r\nbob".into(), font: Some(font) }]);
    let at = |span: std::ops::Range<usize>| &message[span.start - START..span.end - START];
    assert_eq!(at(find(&content.fields, "text").span.clone()), "hi\r\nbob");
    assert_eq!(at(find(&content.fields, "font").span.clone()), "Segoe%20UI");
    assert_eq!(at(find(&content.fields, "charset").span.clone()), "UTF-8");
    check("text/plain", "\r\n", "says “”");
    check_broken(
        "text/plain; charset=gb2312",
        "\r\nhi",
        "says “hi”",
        "the charset gb2312 is not known here; read as UTF-8",
    );
    check_broken("text/plain", "", "says “”", "no empty line after the headers");
}

#[test]
fn signs_between_clients_are_told_apart() {
    check("text/x-msmsgscontrol", "TypingUser: bob@example.org\r\n\r\n\r\n", "is typing");
    let nothing = "sends a control message that says nothing known";
    check_broken("text/x-msmsgscontrol", "\r\n", nothing, "TypingUser is missing");
    check("text/x-keepalive", "\r\n", "keeps the conversation open");
    check(
        "text/x-clientcaps",
        "\r\nClient-Name: aMSN 0.99b\r\nChat-Logging: N\r\n",
        "says what its client can do: Client-Name aMSN 0.99b, Chat-Logging N",
    );
    check_broken(
        "text/x-clientinfo",
        "\r\nx",
        "says what its client can do: line x",
        "no colon in this header",
    );
    check("application/x-msmsgssystemmessage", "\r\nType: 1\r\nArg1: 5\r\n", "will shut down in 5 minutes");
    check_broken(
        "application/x-msmsgssystemmessage",
        "\r\nType: 1\r\nArg1: x",
        "will shut down soon",
        "not a number",
    );
}

#[test]
fn datacasts_are_known_by_their_number() {
    let check = |rest: &str, expected: &str| check("text/x-msnmsgr-datacast", rest, expected);
    check("\r\nID: 1\r\n\r\n", "sends a nudge");
    check("\r\nID: 1\r\n", "sends a nudge");
    check("\r\nID: 4\r\nData: waves\r\n\r\n", "acts: “waves”");
    let object = r#"<msnobj Creator="a@example.org" Size="10" Type="8" Location="0" Friendly="AAA=" SHA1D="n42ExCY45hQyzyZ39AC7aZmP3j8="/>"#;
    check(&format!("\r\nID: 2\r\nData: {object}\r\n\r\n"), "sends a wink");
    check_broken("text/x-msnmsgr-datacast", "\r\nID: 3\r\n", "sends a voice clip", "Data is missing");
    check_broken("text/x-msnmsgr-datacast", "\r\n", "sends a datacast without an ID", "ID is missing");
}

#[test]
fn emoticons_are_named_by_their_shortcuts() {
    let check = |rest: &str, expected: &str| check("text/x-mms-emoticon", rest, expected);
    let object = r#"<msnobj Creator="a@example.org" Size="10" Type="2" Location="0" Friendly="AAA=" SHA1D="n42ExCY45hQyzyZ39AC7aZmP3j8="/>"#;
    check(&format!("\r\n:-D\t{object}\t"), "announces the custom emoticon :-D");
    check(&format!("\r\n:-D\t{object}\t(x)\t{object}\t"), "announces the custom emoticons :-D and (x)");
    let many = format!("a\t{object}\t").repeat(12);
    check(&format!("\r\n{many}"), "announces the custom emoticons a, a, a, a, a, a, a, a and 4 more");
    check_broken(
        "text/x-mms-animemoticon",
        "\r\n:-D\t",
        "announces the custom emoticon :-D",
        "no object behind this shortcut",
    );
}

#[test]
fn handwriting_is_a_picture_where_it_is_one() {
    let content = of_type("image/gif", "\r\nbase64:R0lGODlh");
    assert_eq!(content.renderings, [Rendering::Picture("image/gif", b"GIF89a".to_vec())]);
    assert_eq!(spoken("image/gif", "\r\nbase64:R0lGODlh", "handwriting"), "image/gif");
    check("application/x-ms-ink", "\r\nbase64:AAA=", "sends handwriting");
    assert_eq!(of_type("application/x-ms-ink", "\r\nbase64:AAA=").renderings, []);
    check_broken("image/gif", "\r\nbase64:R0lG!ODlh", "sends handwriting", "base64 breaks at byte 4");
    check_broken("image/gif", "\r\nGIF89a", "sends handwriting", "the body does not begin with “base64:”");
}

#[test]
fn invitations_say_what_they_are_to() {
    let check = |rest: &str, expected: &str| check("text/x-msmsgsinvite; charset=UTF-8", rest, expected);
    let file = "\r\nApplication-Name: File Transfer\r\nApplication-GUID: {5D3E02AB-6190-11D3-BBBB-00C04F795683}\r\n\
        Invitation-Command: INVITE\r\nInvitation-Cookie: 33267\r\nApplication-File: x.zip\r\n\
        Application-FileSize: 12345\r\nConnectivity: N\r\n\r\n";
    check(file, "offers the file “x.zip”, 12,345 bytes");
    assert_eq!(spoken("text/x-msmsgsinvite", file, "Application-GUID"), "file transfer");
    check("\r\nInvitation-Command: INVITE\r\nApplication-Name: Voice\r\n", "invites to “Voice”");
    check("\r\nInvitation-Command: ACCEPT\r\nInvitation-Cookie: 1\r\n", "accepts the invitation");
    check("\r\nInvitation-Command: CANCEL\r\nCancel-Code: REJECT\r\n", "cancels the invitation (REJECT)");
    let address = "\r\nInvitation-Command: ACCEPT\r\nIP-Address-Enc64: MTkyLjAuMi4xOjgw\r\n";
    assert_eq!(
        find(&of_type("text/x-msmsgsinvite", address).fields, "IP-Address-Enc64").value,
        "192.0.2.1:80"
    );
    let broken = "sends an invitation that says neither INVITE, ACCEPT nor CANCEL";
    check_broken("text/x-msmsgsinvite", "\r\nPort: 80\r\n", broken, "Invitation-Command is missing");
    check_broken(
        "text/x-msmsgsinvite",
        "\r\nInvitation-Command: ACCEPT\r\nPort: 99999\r\n",
        "accepts the invitation",
        "a port is below 65536",
    );
}

#[test]
fn the_profile_says_what_its_numbers_hide() {
    let profile = "LoginTime: 1190042501\r\nEmailEnabled: 0\r\nMemberIdHigh: 98304\r\nMemberIdLow: 4242\r\n\
        ClientIP: 192.0.2.77\r\nClientPort: 18439\r\nABCHMigrated: 1\r\n\r\n";
    let kind = "text/x-msmsgsprofile; charset=UTF-8";
    check(kind, profile, "sends your profile: e-mail off, seen at 192.0.2.77 port 1864");
    assert_eq!(find(&of_type(kind, profile).fields, "CID").value, "422212465070226");
    assert_eq!(spoken(kind, profile, "LoginTime"), "seconds since 1970");
    check_broken(kind, "LoginTime: now\r\n\r\n", "sends your profile", "not a number");
}

#[test]
fn notices_about_mail_count_it_and_name_its_writer() {
    check(
        "text/x-msmsgsinitialemailnotification; charset=UTF-8",
        "\r\nInbox-Unread: 3\r\nFolders-Unread: 0\r\nInbox-URL: /i\r\n",
        "tells that you have 3 unread messages",
    );
    let broken = ("tells about your mailbox", "not a number");
    check_broken("text/x-msmsgsinitialemailnotification", "\r\nInbox-Unread: many\r\n", broken.0, broken.1);
    let new =
        "\r\nFrom: =?utf-8?B?QsOpbGE=?=\r\nSubject: =?utf-8?Q?caf=C3=A9=3F?=\r\nFrom-Addr: b@example.org\r\n";
    check("text/x-msmsgsemailnotification", new, "tells of new mail from Béla about “café?”");
    let fields = of_type("text/x-msmsgsemailnotification", new).fields;
    assert_eq!(find(&fields, "as written").value, "=?utf-8?B?QsOpbGE=?=");
    check_broken("text/x-msmsgsemailnotification", "\r\nid: 2\r\n", "tells of new mail", "From is missing");
    let moved = "\r\nSrc-Folder: ACTIVE\r\nDest-Folder: trAsH\r\nMessage-Delta: 1\r\n";
    check(
        "text/x-msmsgsactivemailnotification",
        moved,
        "tells of mail moved from ACTIVE to trAsH, 1 message",
    );
    check_broken(
        "text/x-msmsgsactivemailnotification",
        "\r\n",
        "tells of mail read or changed in an unnamed folder",
        "Src-Folder is missing",
    );
}

#[test]
fn mail_data_is_xml_inside_a_line() {
    let kind = "text/x-msmsgsinitialmdatanotification; charset=UTF-8";
    let data = "\r\nMail-Data: <MD><E><I>5</I><IU>2</IU><O>4</O><OU>1</OU></E></MD>\r\nInbox-URL: /i\r\n";
    check(kind, data, "tells that you have 2 unread messages in the inbox and 1 in other folders");
    assert_eq!(spoken(kind, data, "Inbox-URL"), "the page of the inbox");
    let folded = "\r\nMail-Data: <MD>\r\n<E><IU>1</IU></E>\r\n<M></M></MD>\r\n";
    check(kind, folded, "tells that you have 1 unread message and 1 offline message");
    check(kind, "\r\nMail-Data: too-large\r\n", "tells that your mail data is too large for a notice");
    check(
        "text/x-msmsgsoimnotification",
        "\r\nMail-Data: <MD><M><N>x</N></M></MD>\r\n",
        "tells that you have 1 offline message",
    );
    check("text/x-msmsgsoimnotification", "Mail-Data: <MD></MD>\r\n\r\n", "tells about your mailbox");
    check_broken("text/x-msmsgsoimnotification", "\r\n", "tells about your mailbox", "Mail-Data is missing");
    check_broken(kind, "\r\nMail-Data: small\r\n", "tells about your mailbox", "neither XML nor “too-large”");
}

#[test]
fn parts_of_a_long_message_say_which_they_are() {
    let first = "Message-ID: {1}\r\nChunks: 3\r\n\r\nhello";
    check("text/plain; charset=UTF-8", first, "says “hello” (part 1 of 3)");
    let later = read(b"MIME-Version: 1.0\r\nMessage-ID: {1}\r\nChunk: 1\r\n\r\n bob");
    assert_eq!(later.does.as_deref(), Some("sends part 2 of a long message"));
    assert_eq!(find(&later.fields, "body").value, " bob");
    let broken = read(b"Message-ID: {1}\r\nChunk: x\r\n\r\n bob");
    assert_eq!(find(&broken.fields, "Chunk").trouble.as_deref(), Some("not a number"));
}

#[test]
fn what_nobody_described_says_so_and_is_shown() {
    check("application/foo", "\r\nhello", "sends application/foo, 5 bytes");
    assert_eq!(spoken("application/foo", "\r\nhello", "Content-Type"), "not described");
    assert_eq!(find(&of_type("application/foo", "\r\n\0\x01\x02").fields, "body").value, "00 01 02");
    let content = read(b"A: b\r\n\r\nhello");
    assert_eq!(content.does.as_deref(), Some("sends a message without a content type, 5 bytes"));
    let bare = read(b"hello");
    assert_eq!(bare.fields[0].trouble.as_deref(), Some("no colon in this header"));
    assert_eq!(bare.fields[1].trouble.as_deref(), Some("no empty line after the headers"));
}

#[test]
fn peer_to_peer_packets_are_read_behind_their_headers() {
    let rest = format!("P2P-Dest: bob@example.org\r\n\r\n{}", "\0".repeat(52));
    let content = of_type("application/x-msnmsgrp2p", &rest);
    assert_eq!(find(&content.fields, "P2P-Dest").value, "bob@example.org");
    assert!(content.does.is_some());
    let (_, trouble) = does("application/x-msnmsgrp2p", "P2P-Dest: bob@example.org\r\n\r\n\0\0");
    assert!(trouble.is_some());
}

#[test]
fn nothing_that_is_cut_off_or_scrambled_is_too_much() {
    for (_, bytes) in recordings() {
        for end in (0..bytes.len()).step_by(97) {
            read(&bytes[end..]);
            read(&bytes[..end]);
        }
    }
}

#[test]
fn every_recorded_message_is_understood_without_trouble() {
    let mut messages = 0;
    for (direction, bytes) in recordings() {
        let (mut deframer, mut at) = (Deframer::new(direction), 0);
        while let Some(frame) = deframer.next_frame(&bytes[at..]) {
            at += frame.bytes.len();
            let Some(command) = Command::read(&frame).filter(|command| command.verb.as_bytes() == b"MSG")
            else {
                continue;
            };
            let content = read(command.payload);
            let text = String::from_utf8_lossy(command.payload);
            assert_eq!(content.fields.iter().find_map(Field::first_trouble), None, "{text}");
            assert!(content.does.is_some(), "{text}");
            assert_ne!(find(&content.fields, "Content-Type").spoken(), "not described", "{text}");
            messages += 1;
        }
    }
    assert!(messages > 400, "{messages}");
}

fn recordings() -> Vec<(Direction, Vec<u8>)> {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let mut files = Vec::new();
    for recording in
        std::fs::read_dir(directory).unwrap().filter_map(|entry| entry.unwrap().path().read_dir().ok())
    {
        files.extend(
            recording
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|e| e == "bin")),
        );
    }
    let direction = |path: &std::path::Path| match path.to_string_lossy().ends_with("c2s.bin") {
        true => Direction::ClientToServer,
        false => Direction::ServerToClient,
    };
    files.iter().map(|path| (direction(path), std::fs::read(path).unwrap())).collect()
}
