//! Transcripts that were recorded: nothing is lost that can be kept, and what was saved is shown, linted and played as
//! what happens now.

mod opened;

use crate::conversations;
use crate::harness::{Ended, Garbage, Nudge, PATIENCE, Program, Row, Server, Session};
use opened::{Opened, get};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// A folder, and the file that is to be recorded in it.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("evening.ndjson");
    (folder, file)
}

/// The program before this server, which records.
fn recording(server: &Server, file: &Path, args: &[&str]) -> Nudge {
    let file = file.to_str().expect("a path of text");
    Nudge::spawn(&[&["--reveal", "--record", file, "--upstream", &server.address()], args].concat())
}

/// The files of a folder, in order of their names.
fn files(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let mut files: Vec<String> =
        files.map(|file| file.to_str().expect("a path of text").to_owned()).collect();
    files.sort();
    files
}

/// What `nudge check` says of these files, to programs.
fn checked(files: &[String]) -> (Value, String) {
    let mut args = vec!["check", "--json"];
    args.extend(files.iter().map(String::as_str));
    let Ended { code, stdout, stderr } = Program::run(&args);
    assert!(matches!(code, Some(0 | 4)), "{stderr}");
    (serde_json::from_str(stdout.last().expect("a summary")).expect("JSON"), stderr)
}

#[test]
fn a_saved_transcript_is_shown_as_it_was_when_it_happened() {
    let (_folder, file) = folder();
    let server = Server::start();
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args(["--json", "--reveal", "--listen", "127.0.0.1:0", "--ports", "0-0", "--no-open"]);
    command.args(["--web", "127.0.0.1:0", "--upstream", &server.address(), "--record"]).arg(&file);
    let proxy = Nudge::transcribing(command);
    let mut session = Session::open(&proxy, &server);
    session.client.send("VER 1 MSNP9\r\nUSR 2 TWN S t=secret\r\n");
    session.server.expect("VER 1 MSNP9\r\nUSR 2 TWN S t=secret\r\n");
    session.server.send(b"VER 1 MSNP9\r\nXFR 3 NS 198.51.100.7 0\r\nMSG a A 5\r\n\xff\0\r\nxCHL 0 15\r\n");
    session.client.receive_until(|byte| byte == b'x');
    session.client.expect("xCHL 0 15\r\n");
    session.finish(&proxy);
    let live = proxy.url();
    let [sessions, entries] = ["/api/sessions", "/api/entries?from=1"].map(|path| get(&live, path).json());
    let rows = proxy.stop();

    let opened = Opened::of(&[&file], &["--reveal"]);
    assert_eq!(opened.get("/api/sessions")["sessions"], sessions["sessions"]);
    let shown = opened.get("/api/entries?from=1");
    let (shown, were) = (shown["entries"].as_array().unwrap(), entries["entries"].as_array().unwrap());
    assert!(were.len() > 9, "{were:?}");
    assert_eq!(&shown[..were.len()], &were[..]);
    let downloaded = get(&opened.url, "/api/download").body;
    let printed: String = rows.iter().map(|row| row.line() + "\n").collect();
    let reread: String = downloaded.lines().map(|line| Row::parse(line).line() + "\n").collect();
    assert_eq!(reread, printed);
    let status = opened.get("/api/status");
    let saved = json!({ "file": "evening.ndjson", "files": 1, "reading": false, "notices": [], "more": 0 });
    assert_eq!(status["saved"], saved);
    assert_eq!(
        (&status["run"], &status["open"], &status["listeners"]),
        (&sessions["run"], &json!(0), &json!([]))
    );
    opened.stop();
}

#[test]
fn what_is_over_cannot_be_changed() {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = recording(&server, &file, &[]);
    Session::open(&proxy, &server).expect_alive();
    proxy.stop();
    let opened = Opened::of(&[&file], &[]);
    let injected = opened.post("/api/sessions/1/inject", &json!({ "dir": "s2c", "text": "QNG 50\r\n" }));
    assert_eq!(injected.status, 409, "{}", injected.body);
    assert!(injected.body.contains("saved transcript"), "{}", injected.body);
    assert_eq!(opened.post("/api/clear", &json!({})).status, 409);
    let head = &opened.get("/api/status")["head"];
    assert!(head.as_u64().unwrap() > 5, "{head}");
    opened.stop();
}

/// Whatever was with the system when the program was killed is there, to the last whole line.
#[test]
fn a_program_killed_in_the_middle_leaves_all_up_to_some_entry() {
    let (folder, file) = folder();
    let server = Server::start();
    let proxy = recording(&server, &file, &["--record-size", "256KiB"]);
    let mut session = Session::open(&proxy, &server);
    let line = |n: u32| format!("CHG {n} NLN {}\r\n", "x".repeat(200));
    for n in 0..3000 {
        session.client.send(line(n));
        session.server.expect(line(n));
    }
    // A busy disk is behind what passes.
    let began = Instant::now();
    while files(folder.path()).len() < 3 {
        assert!(began.elapsed() < PATIENCE, "{:?}", files(folder.path()));
    }
    proxy.signal("KILL");
    assert_eq!(proxy.wait().code, None);
    let mut recorded: Vec<Value> = Vec::new();
    let mut parts = files(folder.path());
    parts.sort_by_key(|part| (part.len(), part.clone()));
    for part in &parts {
        let text = fs::read(part).unwrap();
        let lines = text.split_inclusive(|&byte| byte == b'\n').filter(|line| line.ends_with(b"\n"));
        recorded.extend(lines.skip(1).map(|line| serde_json::from_slice::<Value>(line).unwrap()));
    }
    assert!(parts.len() > 1, "{parts:?}");
    for (number, entry) in (1..).zip(&recorded) {
        assert_eq!(entry["n"], number, "{entry}");
    }
    let commands: Vec<&str> = recorded.iter().filter_map(|entry| entry["got"].as_str()).collect();
    assert!(commands.len() > 500, "{} commands", commands.len());
    for (n, command) in (0..).zip(commands) {
        assert_eq!(command, line(n));
    }
    let (summary, said) = checked(&parts);
    assert_eq!(summary["entries"], recorded.len());
    assert!(said.is_empty() || said.contains("ends inside"), "{said}");
    let parts: Vec<&Path> = parts.iter().map(Path::new).collect();
    let opened = Opened::of(&parts, &[]);
    assert_eq!(opened.get("/api/status")["head"], recorded.len() + 1);
    let one = &opened.get("/api/sessions")["sessions"][0];
    assert_eq!((&one["closed"], one["address"].is_string()), (&json!(false), true), "{one}");
    opened.stop();
}

/// The file has at the end what standard output had, whatever passed.
#[test]
fn everything_that_passed_is_there_at_the_end_in_files_of_the_size_asked_for() {
    let (folder, file) = folder();
    let server = Server::start();
    let proxy = recording(&server, &file, &["--record-size", "64KiB"]);
    let mut session = Session::open(&proxy, &server);
    for seed in 0..40 {
        let garbage = Garbage::seeded(seed).bytes(5000);
        session.server.send(&garbage);
        session.client.expect(&garbage);
    }
    session.finish(&proxy);
    let rows = proxy.stop();
    let parts = files(folder.path());
    assert!(parts.len() >= 4, "{parts:?}");
    for part in &parts {
        let known = fs::metadata(part).unwrap();
        assert!(known.len() <= 64 * 1024, "{} bytes", known.len());
        let mode = std::os::unix::fs::PermissionsExt::mode(&known.permissions());
        assert_eq!(mode & 0o777, 0o600, "{part}: passwords are in it");
    }
    let (summary, said) = checked(&parts);
    assert_eq!((&summary["entries"], said.as_str()), (&json!(rows.len()), ""));
    let parts: Vec<&Path> = parts.iter().map(Path::new).collect();
    let opened = Opened::of(&parts, &["--reveal"]);
    let downloaded = get(&opened.url, "/api/download").body;
    for (line, row) in downloaded.lines().zip(&rows) {
        assert_eq!(Row::parse(line).line(), row.line());
    }
    assert_eq!(downloaded.lines().count(), rows.len());
    opened.stop();
    // The last part alone: what came before is said to be missing, and whose session it is is known all the same.
    let last = Path::new(parts.iter().max_by_key(|part| (part.as_os_str().len(), part.to_owned())).unwrap());
    let opened = Opened::of(&[last], &[]);
    let (status, sessions) = (opened.get("/api/status"), opened.get("/api/sessions"));
    assert_eq!(sessions["missed"].as_u64(), status["first"].as_u64().map(|first| first - 1));
    assert_eq!(sessions["sessions"][0]["upstream"], server.address());
    assert_eq!(status["head"], rows.len() + 1);
    opened.stop();
}

#[test]
fn a_file_that_exists_stays_as_it_is_and_where_none_can_be_made_nothing_begins() {
    let (folder, file) = folder();
    fs::write(&file, "mine").unwrap();
    let server = Server::start();
    let proxy = recording(&server, &file, &[]);
    let second = folder.path().join("evening.2.ndjson");
    let second = second.to_str().unwrap();
    proxy.stderr.first(|line| line.contains("exists") && line.contains(second));
    proxy.stderr.first(|line| line.contains("kept") && line.contains(second));
    proxy.stop();
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert!(checked(&[second.to_owned()]).0["entries"].as_u64().unwrap() >= 2);
    let nowhere = folder.path().join("nowhere/evening.ndjson");
    let unread = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&unread).status().unwrap().success());
    for file in [&nowhere, &unread] {
        let args =
            ["--upstream", "127.0.0.1:9", "--listen", "127.0.0.1:0", "--record", file.to_str().unwrap()];
        let Ended { code, stderr, .. } = Program::run(&args);
        assert_eq!(code, Some(1), "{stderr}");
        assert!(stderr.contains("cannot record in") && stderr.contains("folder"), "{stderr}");
    }
}

/// Promise 5: a disk that is full is said once, and relaying goes on.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_stops_nothing() {
    let server = Server::start();
    let proxy = recording(&server, Path::new("/dev/full"), &[]);
    proxy.stderr.first(|line| line.contains("/dev/full takes no more"));
    let mut session = Session::open(&proxy, &server);
    for _ in 0..100 {
        session.expect_alive();
    }
    proxy.interrupt();
    let Ended { code, stderr, .. } = proxy.wait();
    assert_eq!(stderr.matches("takes no more").count(), 1, "{stderr}");
    assert!(stderr.contains("cannot record the last") && stderr.contains("No space left"), "{stderr}");
    assert_eq!(code, Some(1), "what was to be kept was not");
}

/// A pipe whose reader is gone takes nothing ever again: recording ends, and relaying goes on.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_takes_nothing_any_more_is_said_and_stops_nothing() {
    let (folder, _) = folder();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || drop(fs::File::open(pipe).unwrap())
    });
    let server = Server::start();
    let proxy = recording(&server, &pipe, &[]);
    reader.join().unwrap();
    let mut session = Session::open(&proxy, &server);
    session.expect_alive();
    proxy.stderr.first(|line| line.contains("recording stops, relaying goes on"));
    session.expect_alive();
    proxy.interrupt();
    let Ended { code, stderr, .. } = proxy.wait();
    assert_eq!(code, Some(1), "{stderr}");
}

#[test]
fn what_is_no_saved_transcript_is_said_and_ends_with_1() {
    let (_folder, file) = folder();
    fs::write(&file, "VER 1 MSNP8\r\n").unwrap();
    let file = file.to_str().unwrap();
    for args in [&["check", file][..], &["script", file, "--session", "1"], &["check", "/nowhere/at/all"]] {
        let Ended { code, stdout, stderr } = Program::run(args);
        assert_eq!((code, stdout.len()), (Some(1), 0), "{args:?}: {stderr}");
        assert!(stderr.contains("--record") || stderr.contains("No such file"), "{stderr}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args(["open", file, "--web", "127.0.0.1:0", "--no-open"]);
    let Ended { code, stderr, .. } = Program::printing(command).wait();
    assert_eq!(code, Some(1), "{stderr}");
}

#[test]
fn checking_ends_with_0_where_nothing_is_wrong_and_says_what_could_not_be_read() {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = recording(&server, &file, &[]);
    Session::open(&proxy, &server).finish(&proxy);
    let rows = proxy.stop();
    let file = file.to_str().unwrap();
    let Ended { code, stdout, stderr } = Program::run(&["check", file]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.last().unwrap(), &format!("0 problems in {} entries", rows.len()));
    let whole = fs::read(file).unwrap();
    fs::write(file, &whole[..whole.len() - 20]).unwrap();
    let Ended { code, stdout, stderr } = Program::run(&["check", file]);
    assert_eq!(code, Some(0));
    assert!(stderr.contains(&format!("evening.ndjson ends inside entry {}", rows.len())), "{stderr}");
    assert_eq!(stdout.last().unwrap(), &format!("0 problems in {} entries", rows.len() - 1));
}

#[test]
fn checking_ends_with_4_where_a_rule_was_broken_and_names_it() {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = recording(&server, &file, &[]);
    let mut session = Session::open(&proxy, &server);
    session.client.send("VER 1 MSNP9 CVR0\r\nCHG\r\n");
    session.server.expect("VER 1 MSNP9 CVR0\r\nCHG\r\n");
    session.finish(&proxy);
    proxy.stop();
    let file = file.to_str().unwrap();
    let Ended { code, stdout, .. } = Program::run(&["check", file]);
    assert_eq!(code, Some(4), "{stdout:?}");
    assert!(stdout.iter().any(|line| line.contains(": error argument-count: ")), "{stdout:?}");
}

/// Each conversation there is, recorded while it is played, made a script of, and played again.
#[test]
fn what_was_recorded_can_be_played_again() {
    for (name, text) in conversations::all() {
        let (_folder, file) = folder();
        let file = file.to_str().unwrap();
        conversations::play(name, &format!("proxy --record {file}\n{text}"));
        if !Path::new(file).exists() {
            continue; // This machine lacks an address that the conversation needs.
        }
        let Ended { code, stdout, stderr } = Program::run(&["script", file, "--session", "1"]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{name}");
        let script = stdout.join("\n");
        assert!(script.contains("\nC connects to {proxy}\n"), "{name}: {script}");
        conversations::play(&format!("{name}, as recorded: {script}\n"), &script);
    }
}

#[test]
fn a_sign_in_that_was_recorded_is_played_again_without_its_secrets() {
    let (_folder, file) = folder();
    let server = Server::start();
    let proxy = recording(&server, &file, &[]);
    let mut session = Session::open(&proxy, &server);
    session.client.send("USR 2 TWN S t=hunter2\r\n");
    session.server.expect("USR 2 TWN S t=hunter2\r\n");
    session.server.send("USR 2 OK alice@example.org Alice 1\r\n");
    session.client.expect("USR 2 OK alice@example.org Alice 1\r\n");
    session.finish(&proxy);
    proxy.stop();
    let file = file.to_str().unwrap();
    let script = Program::run(&["script", file, "--session", "1"]).stdout.join("\n");
    assert!(!script.contains("hunter2") && script.contains("C> USR 2 TWN S xxxxxxxxx\\r\\n"), "{script}");
    conversations::play("as recorded", &script);
    let revealed = Program::run(&["script", file, "--session", "1", "--reveal"]).stdout.join("\n");
    assert!(revealed.contains("t=hunter2"), "{revealed}");
    let Ended { code, stderr, .. } = Program::run(&["script", file, "--session", "2"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("no session 2"), "{stderr}");
}
