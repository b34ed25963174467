//! Files that were cut, changed, or never were transcripts.

use super::*;
use std::io::Write as _;

/// A recording of everything there is, long enough to be cut.
fn recording(directory: &Path) -> (Arc<Transcript>, PathBuf) {
    let story = Story::begun();
    for n in 0..40 {
        story.tell(&[&format!(">CHG {n} NLN"), &format!("<CHG {n} NLN")]);
    }
    story.passed(story.now(), 1, Passed::plain(ServerToClient, Origin::Server, b"caf\xe9\r\n"));
    story.closed(1);
    let transcript = Arc::new(story.transcript);
    record(&transcript, directory, u64::MAX);
    (transcript, directory.join("evening.ndjson"))
}

#[test]
fn a_file_cut_at_any_byte_has_all_its_whole_lines() {
    let directory = TempDir::new().unwrap();
    let (transcript, file) = recording(directory.path());
    let whole = fs::read(&file).unwrap();
    assert!(whole.len() > 3000);
    for end in whole.len() - 1024..=whole.len() {
        let cut = directory.path().join("cut.ndjson");
        fs::write(&cut, &whole[..end]).unwrap();
        let saved = read(std::slice::from_ref(&cut));
        let lines = whole[..end].iter().filter(|&&byte| byte == b'\n').count() as u64;
        // A line that lacks nothing but its end is whole.
        let is_whole = whole.get(end) == Some(&b'\n');
        let head = lines + u64::from(is_whole);
        assert_eq!(saved.transcript.head(), head, "{end}");
        let is_torn = !is_whole && whole[end - 1] != b'\n';
        let said = format!("cut.ndjson ends inside entry {head},");
        assert_eq!(saved.notices.len(), usize::from(is_torn), "{end}: {:?}", saved.notices);
        assert!(saved.notices.iter().all(|notice| notice.starts_with(&said)), "{:?}", saved.notices);
        let (live, there) = (
            transcript.look(Window::From(1), usize::MAX),
            saved.transcript.look(Window::From(1), usize::MAX),
        );
        assert!(there.entries().eq(live.entries().take(usize::try_from(head - 1).unwrap())));
    }
}

#[test]
fn a_file_cut_in_its_first_line_says_that_nothing_is_in_it() {
    let directory = TempDir::new().unwrap();
    let (_, file) = recording(directory.path());
    let whole = fs::read(&file).unwrap();
    let header = whole.iter().position(|&byte| byte == b'\n').unwrap();
    for end in 0..header {
        let cut = directory.path().join("cut.ndjson");
        fs::write(&cut, &whole[..end]).unwrap();
        let why = Archive::open(&[cut]).unwrap_err();
        assert!(matches!(why, OpenError::Torn { .. }), "{end}: {why}");
    }
}

/// As when the program is killed while it begins another file.
#[test]
fn a_file_without_a_first_line_keeps_nobody_from_reading_the_others() {
    let directory = TempDir::new().unwrap();
    let (_, file) = recording(directory.path());
    let (whole, cut) = (fs::read(&file).unwrap(), directory.path().join("cut.ndjson"));
    let alone = read(std::slice::from_ref(&file));
    for begun in [&b""[..], &whole[..20]] {
        fs::write(&cut, begun).unwrap();
        let both = read(&[cut.clone(), file.clone()]);
        assert_eq!(both.transcript.head(), alone.transcript.head());
        assert_eq!(
            both.notices,
            ["cut.ndjson ends inside its first line, as when the program is killed; nothing is in it"]
        );
    }
}

/// Replaces a line, counted from 1, and reads.
fn with_line(number: usize, line: &str) -> Read {
    let directory = TempDir::new().unwrap();
    let (_, file) = recording(directory.path());
    let text = fs::read_to_string(&file).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[number - 1] = line;
    fs::write(&file, lines.join("\n") + "\n").unwrap();
    read(&[file])
}

#[test]
fn a_line_that_is_no_entry_is_left_out_and_said_with_its_number() {
    let huge = "x".repeat(1_500_000);
    let wrong = [
        "",
        "\0\0\0",
        "{\"n\":9,\"t\":1,\"s\":1,\"dir\":\"c2s\",\"by\":\"client\",\"got\":\"PN",
        "[]",
        "{\"n\":9,\"t\":1}",
        "{\"n\":9,\"t\":-1,\"dir\":\"c2s\",\"by\":\"client\",\"got\":\"PNG\"}",
        "{\"n\":9,\"t\":1,\"dir\":\"c2s\",\"got\":\"PNG\"}",
        "{\"n\":9,\"t\":1,\"dir\":\"c2s\",\"by\":\"client\",\"got\":\"PNG\",\"event\":{\"undelivered\":{\"entry\":1}}}",
        "{\"n\":9,\"t\":1,\"event\":{\"of_a_later_version\":{}}}",
        "{\"n\":9,\"t\":1,\"event\":{\"missed\":{\"count\":18446744073709551615}}}",
        "{\"n\":18446744073709551615,\"t\":1,\"event\":{\"undelivered\":{\"entry\":1}}}",
        "{\"n\":0,\"t\":1,\"event\":{\"undelivered\":{\"entry\":1}}}",
        "{\"n\":3,\"t\":1,\"event\":{\"undelivered\":{\"entry\":1}}}",
        &format!("{{\"n\":9,\"t\":1,\"dir\":\"c2s\",\"by\":\"client\",\"got\":\"{huge}\"}}"),
        &format!(
            "{{\"n\":9,\"t\":1,\"event\":{{\"upstream_failed\":{{\"upstream\":\"a\",\"why\":{{\"other\":\"{huge}\"}}}}}}}}"
        ),
    ];
    for line in wrong {
        let line_of_9 = 10;
        let saved = with_line(line_of_9, line);
        assert!(
            saved.notices[0].starts_with("line 10 of evening.ndjson is no entry"),
            "{line:.60}: {:?}",
            saved.notices
        );
        assert!(saved.notices[1].starts_with("entry 9 is missing"), "{:?}", saved.notices);
        assert_eq!((saved.notices.len(), saved.transcript.head()), (2, 84), "{line:.60}");
        let look = saved.transcript.look(Window::From(9), 1);
        assert_eq!(look.entries().next().unwrap().what, What::Event(Event::Missed { count: 1 }));
    }
}

#[test]
fn what_a_later_version_adds_to_a_line_is_passed_over() {
    let saved = with_line(
        10,
        r#"{"n":9,"t":8000000,"s":1,"later":{"a":[1]},"dir":"c2s","by":"client","got":"PNG\r\n"}"#,
    );
    assert!(saved.notices.is_empty(), "{:?}", saved.notices);
    let look = saved.transcript.look(Window::From(9), 1);
    let entry = look.entries().next().unwrap();
    assert!(matches!(entry.what, What::Frame(passed) if passed.bytes == b"PNG\r\n"));
}

#[test]
fn many_damaged_lines_are_counted() {
    let directory = TempDir::new().unwrap();
    let (_, file) = recording(directory.path());
    let mut appended = fs::OpenOptions::new().append(true).open(&file).unwrap();
    appended.write_all("damage\n".repeat(100).as_bytes()).unwrap();
    let saved = read(&[file]);
    assert_eq!(saved.notices.len(), 21);
    assert_eq!(saved.notices[20], "so it is with 80 more lines of evening.ndjson");
}

#[test]
fn what_is_no_transcript_or_of_another_version_is_said_with_what_to_do() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("other.ndjson");
    let why = |text: &str| {
        fs::write(&file, text).unwrap();
        Archive::open(std::slice::from_ref(&file)).unwrap_err().to_string()
    };
    assert!(why("{\"n\":1,\"at\":\"2026-01-01T00:00:00Z\"}\n").contains("--record"));
    assert!(why("VER 1 MSNP8\r\n").contains("--record"));
    assert!(why("{\"nudge\":\"settings\",\"version\":1}\n").contains("--record"));
    let later = why("{\"nudge\":\"transcript\",\"version\":2,\"shape\":\"unknown\"}\n");
    assert!(later.contains("version 2") && later.contains("newer"), "{later}");
    let header = r#"{"nudge":"transcript","version":1,"run":"1","began":"2026-01-01T00:00:00Z","first":0}"#;
    assert!(why(&format!("{header}\n")).contains("from 1"));
    assert!(why(&format!("{}\n", header.replace("2026", "once"))).contains("first line"));
    assert!(Archive::open(&[directory.path().join("absent")]).unwrap_err().to_string().contains("absent"));
    assert!(Archive::open(&[]).is_err());
    fs::write(&file, header.replace(":0}", ":5}")).unwrap();
    assert_eq!(Archive::open(&[file]).unwrap().transcript(0).head(), 5);
}

proptest! {
    #[test]
    fn whatever_a_file_holds_it_is_read_to_its_end(lines in prop::collection::vec(
        prop_oneof![
            any::<Vec<u8>>(),
            r#"\{"n":[0-9]{1,20},"t":[0-9]{1,20},"s":[0-9]{1,3},"dir":"(c2s|s2c)","by":"(client|server|nudge)","got":"(PNG|OUT)"\}"#
                .prop_map(String::into_bytes),
            r#"\{"n":[0-9]{1,3},"t":[0-9]{1,20},"event":\{"missed":\{"count":[0-9]{1,20}\}\}\}"#
                .prop_map(String::into_bytes),
        ],
        0..20,
    )) {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("any.ndjson");
        let header = &b"{\"nudge\":\"transcript\",\"version\":1,\"run\":\"1\",\"began\":\"2026-01-01T00:00:00Z\",\"first\":1}"[..];
        let lines: Vec<&[u8]> = std::iter::once(header).chain(lines.iter().map(Vec::as_slice)).collect();
        fs::write(&file, lines.join(&b'\n')).unwrap();
        let saved = read(&[file]);
        prop_assert_eq!(saved.insight.next(), saved.transcript.head());
    }
}
