//! Files: their names, their sizes, who may read them, and disks that are full.

use super::*;

/// A conversation of many short commands.
fn chatter(transcript: &Transcript, lines: u32) {
    for n in 0..lines {
        let line = format!("PNG {n}\r\n");
        let passed = Passed::plain(ClientToServer, Origin::Client, line.as_bytes());
        transcript.record(Instant::now(), Some(SessionId(n % 7 + 1)), [Draft::Frame(passed)]);
    }
}

fn names(directory: &Path) -> Vec<String> {
    files(directory).iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_file_that_is_full_is_followed_by_the_next_and_none_is_longer_than_asked() {
    let directory = TempDir::new().unwrap();
    let transcript = transcript();
    chatter(&transcript, 500);
    record(&transcript, directory.path(), 10_000);
    let names = names(directory.path());
    assert!(names.len() > 3 && names.contains(&"evening.2.ndjson".to_owned()), "{names:?}");
    for file in files(directory.path()) {
        let length = fs::metadata(&file).unwrap().len();
        assert!(length <= 10_000, "{length}");
        assert!(fs::read_to_string(&file).unwrap().starts_with(r#"{"nudge":"transcript","version":1,"#));
    }
    check(&transcript, &files(directory.path()));
}

#[test]
fn an_entry_that_is_longer_than_a_file_may_be_has_one_for_itself() {
    let directory = TempDir::new().unwrap();
    let transcript = transcript();
    let long = vec![b'x'; 5000];
    for _ in 0..3 {
        let passed = Passed::plain(ClientToServer, Origin::Client, &long);
        transcript.record(Instant::now(), None, [Draft::Frame(passed)]);
    }
    record(&transcript, directory.path(), 1000);
    assert_eq!(files(directory.path()).len(), 3);
    check(&transcript, &files(directory.path()));
}

#[test]
fn a_later_file_tells_by_itself_which_sessions_are_open_and_what_came_before_is_missed() {
    let directory = TempDir::new().unwrap();
    let story = Story::begun();
    story.opened(2);
    story.closed(2);
    let transcript = Arc::new(story.transcript);
    chatter(&transcript, 200);
    record(&transcript, directory.path(), 5000);
    let last = directory.path().join("evening.3.ndjson");
    let saved = read(std::slice::from_ref(&last));
    let look = saved.transcript.look(Window::From(1), usize::MAX);
    assert!(look.first > 100, "{}", look.first);
    assert_eq!((look.missed, saved.insight.threads.missed()), (look.first - 1, look.first - 1));
    entries(&transcript, |entry| {
        if let Some(same) = look.entries().find(|same| same.number == entry.number) {
            assert_eq!(&same, entry);
        }
    });
    let sheet = saved.sheets.open().next().unwrap();
    assert_eq!((sheet.id, sheet.client), (SessionId(1), Some("127.0.0.1:1863".parse().unwrap())));
    assert!(sheet.tallies[0].frames > 20, "what went through before counts: {sheet:?}");
    assert!(saved.sheets.all().all(|sheet| !sheet.closed), "2 was over before");
}

#[test]
fn files_are_put_in_order_and_what_is_between_them_is_missed() {
    let directory = TempDir::new().unwrap();
    let transcript = transcript();
    chatter(&transcript, 500);
    record(&transcript, directory.path(), 5000);
    let mut all = files(directory.path());
    all.reverse();
    check(&transcript, &all);
    let second = directory.path().join("evening.2.ndjson");
    let first = fs::read_to_string(&second).unwrap().lines().count() as u64 - 1;
    all.retain(|file| *file != second);
    let saved = read(&all);
    let look = saved.transcript.look(Window::From(1), usize::MAX);
    let gaps: Vec<u64> = look.entries().map(|entry| entry.missed()).filter(|missed| *missed > 0).collect();
    assert_eq!(gaps, [first]);
    assert_eq!(saved.transcript.head(), 501);
    assert!(saved.notices[0].contains("evening.3.ndjson"), "{:?}", saved.notices);
    // What is there has the number it had.
    entries(&transcript, |entry| {
        if let Some(same) = look.entries().find(|same| same.number == entry.number && same.missed() == 0) {
            assert_eq!(&same, entry);
        }
    });
}

#[test]
fn no_file_is_written_over_and_nobody_else_may_read_it() {
    let directory = TempDir::new().unwrap();
    let asked = directory.path().join("evening.ndjson");
    fs::write(&asked, "mine").unwrap();
    fs::write(directory.path().join("evening.2.ndjson"), "mine too").unwrap();
    let transcript = transcript();
    chatter(&transcript, 1);
    let recorder = record(&transcript, directory.path(), u64::MAX);
    assert_eq!(recorder.path(), directory.path().join("evening.3.ndjson"));
    assert_eq!(fs::read_to_string(&asked).unwrap(), "mine");
    #[cfg(unix)]
    {
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(recorder.path()).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(Volumes::create(&directory.path().join("nowhere/evening")).is_err());
}

#[test]
fn files_that_do_not_belong_together_are_not_opened_together() {
    let directories = [(); 2].map(|()| TempDir::new().unwrap());
    let other = Transcript::new(LEAST_MEMORY, 9, (Instant::now(), SystemTime::now()));
    for (directory, transcript) in directories.iter().zip([transcript(), Arc::new(other)]) {
        chatter(&transcript, 100);
        record(&transcript, directory.path(), 5000);
    }
    let [one, two] = directories.each_ref().map(|directory| files(directory.path()));
    let why = |files: &[PathBuf]| Archive::open(files).unwrap_err().to_string();
    assert!(why(&[one[0].clone(), two[1].clone()]).contains("two runs"));
    assert!(why(&[one[0].clone(), one[0].clone()]).contains("once"));
}

#[test]
fn what_was_forgotten_before_it_could_be_taken_is_a_line_of_its_own() {
    let directory = TempDir::new().unwrap();
    let transcript = transcript();
    let volumes = Volumes::create(&directory.path().join("evening.ndjson")).unwrap();
    let mut recorder = Recorder::new(transcript.clone(), volumes, u64::MAX);
    chatter(&transcript, 10);
    while recorder.step().unwrap() {}
    chatter(&transcript, 300_000);
    let first = transcript.look(Window::From(1), 0).first;
    assert!(first > 20);
    while recorder.step().unwrap() {}
    assert_eq!((recorder.missed(), recorder.left()), (first - 11, 0));
    let saved = read(&files(directory.path()));
    assert!(saved.notices.is_empty(), "{:?}", saved.notices);
    assert_eq!(saved.transcript.head(), transcript.head());
    let look = saved.transcript.look(Window::From(11), 1);
    let missed = look.entries().next().unwrap();
    assert_eq!((missed.number, missed.what.clone()), (11, What::Event(Event::Missed { count: first - 11 })));
}

/// A disk that takes nothing: the error is said, nothing is lost while it lasts, and the file is no other's.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_the_next_step_tries_again() {
    let transcript = transcript();
    chatter(&transcript, 10);
    let volumes = Volumes::create(Path::new("/dev/full")).unwrap();
    let mut recorder = Recorder::new(transcript, volumes, 100);
    for _ in 0..3 {
        assert_eq!(recorder.step().unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    }
    assert_eq!(recorder.left(), 10);
    assert_eq!(recorder.path(), Path::new("/dev/full"));
}
