//! Another terminal: `nudge tail`, `inject`, `hold` and `release` drive a program that runs.

use crate::harness::{Api, Ended, Nudge, Program, Server, Session};
use std::process::Command;

/// A chat of Alice's that somebody else watches and steers.
struct Chat {
    proxy: Nudge,
    api: Api,
    session: Session,
}

impl Chat {
    fn begun() -> Chat {
        let server = Server::start();
        let proxy = Nudge::with_page(&["--upstream", &server.address()]);
        let mut session = Session::open(&proxy, &server);
        session.client.send("USR 1 alice@example.org 17262740.1\r\n");
        session.server.expect("USR 1 alice@example.org 17262740.1\r\n");
        session.server.send("USR 1 OK alice@example.org Alice\r\nJOI bob@example.org Bob\r\n");
        session.client.expect("USR 1 OK alice@example.org Alice\r\nJOI bob@example.org Bob\r\n");
        proxy.row(|row| row.text("cmd") == "JOI");
        Chat { api: proxy.api(), proxy, session }
    }

    /// What a terminal of somebody's who has set `NUDGE_URL` runs to its end.
    #[track_caller]
    fn terminal(&self, args: &[&str]) -> Ended<String> {
        Program::printing(attaching(&[("NUDGE_URL", &self.proxy.url())], args)).wait()
    }

    /// The same where it succeeds and has nothing to complain about.
    #[track_caller]
    fn does(&self, args: &[&str]) -> Vec<String> {
        let Ended { code, stdout, stderr } = self.terminal(args);
        assert_eq!((code, &*stderr), (Some(0), ""), "{args:?}");
        stdout
    }
}

/// A command in an environment that says this and nothing else of where Nudge is.
fn attaching(environment: &[(&str, &str)], args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args(args).env_remove("NUDGE_URL").env_remove("NUDGE_TOKEN");
    command.envs(environment.iter().copied());
    command
}

const NUDGE: &str =
    "MSG {peer} {peer} {len}\nMIME-Version: 1.0\nContent-Type: text/x-msnmsgr-datacast\n\nID: 1\n\n";

const NUDGED: &str = "MSG bob@example.org bob@example.org 69\r\nMIME-Version: 1.0\r\n\
    Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n";

#[test]
fn tail_prints_what_passes_while_it_passes_as_the_program_prints_it_and_what_it_means() {
    let server = Server::start();
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args(["--print", "--listen", "127.0.0.1:0", "--ports", "0-0", "--upstream", &server.address()]);
    command.args(["--web", "127.0.0.1:0", "--no-open"]).env("TZ", "Asia/Tokyo");
    let program = Program::printing(command);
    let listening = program.stdout.first(|line| line.contains("Listening on "));
    let listen = listening.split(' ').find(|word| word.starts_with("127.0.0.1:")).expect("where it listens");
    let url = program.stderr.first(|line| line.contains("/?token="));
    let url = url.split(' ').find(|word| word.contains("/?token=")).expect("the address of its page");
    let mut command = attaching(&[("NUDGE_URL", url)], &["tail", "--from", "1"]);
    command.env("TZ", "Asia/Tokyo");
    let tail = Program::printing(command);
    tail.stdout.first(|line| line.contains("Listening on "));

    let mut client = crate::harness::Peer::connect(listen);
    let mut server = server.accept();
    client.send("VER 1 MSNP12 CVR0\r\nUSR 2 TWN S t=secret&p=\r\n");
    server.expect("VER 1 MSNP12 CVR0\r\nUSR 2 TWN S t=secret&p=\r\n");
    tail.stdout.first(|line| line.contains("USR 2 TWN S"));
    server.send(b"MSG Hotmail Hotmail 34\r\nContent-Type: text/plain\r\n\r\n\x1b[2J\r\nXYZ \xff\r\n");
    tail.stdout.first(|line| line.contains("XYZ"));
    server.send("QNG 50\r\n");
    let last = program.stdout.first(|line| line.contains("QNG 50"));
    assert_eq!(tail.stdout.first(|line| line.contains("QNG 50")), last);
    let tailed = tail.stdout.all();
    // The program shows the payload below a command, and this what the command means.
    let commands = |lines: &[String]| -> Vec<String> {
        let is_one = |line: &&String| [" --- ", " >>> ", " <<< "].iter().any(|arrow| line.contains(arrow));
        lines.iter().filter(is_one).cloned().collect()
    };
    assert_eq!(commands(&tailed), commands(&program.stdout.all()));
    assert!(tailed.iter().any(|line| line.trim_start() == "The server says “\\x1b[2J”."), "{tailed:#?}");
    assert!(!tailed.concat().contains("secret"), "{tailed:?}");

    // It says so when there is nothing more to come.
    drop((client, server));
    program.interrupt();
    assert_eq!(program.wait().code, Some(0));
    let ended = tail.wait();
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(ended.stderr.contains("Nudge ended"), "{}", ended.stderr);
}

#[test]
fn tail_takes_a_filter_a_count_and_json() {
    let chat = Chat::begun();
    let joined = chat.does(&["tail", "--from", "1", "--count", "1", "--json", "cmd:JOI", "dir:s2c"]);
    assert_eq!(joined.len(), 1, "{joined:?}");
    let row = crate::harness::Row::parse(&joined[0]);
    assert_eq!(row.received(), b"JOI bob@example.org Bob\r\n");
    let revealed = chat.does(&["tail", "--from", "1", "--count", "1", "--reveal", "cmd:USR"]);
    assert!(revealed.concat().contains("17262740.1"), "{revealed:?}");
}

/// `nudge tail | head -1` is no failure, and ends with what passes next.
#[test]
fn tail_ends_when_nobody_reads_it_any_more() {
    let mut chat = Chat::begun();
    for json in [&["--json"][..], &[]] {
        let script = "exec 3>&1; { \"$@\"; echo \"code $?\" >&3; } | { head -1; exec <&-; echo gone; }";
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_nudge"), "tail", "--from", "1"]).args(json);
        command.env("NUDGE_URL", chat.proxy.url()).env_remove("NUDGE_TOKEN");
        let tail = Program::printing(command);
        tail.stdout.first(|line| line == "gone");
        chat.session.expect_alive();
        tail.stdout.first(|line| line.starts_with("code "));
        let ended = tail.wait();
        assert_eq!((ended.stdout.last().map(String::as_str), &*ended.stderr), (Some("code 0"), ""));
    }
}

#[test]
fn a_nudge_injected_from_a_terminal_arrives_byte_for_byte() {
    let mut chat = Chat::begun();
    let entry = chat.does(&["inject", "SB", "s2c", NUDGE]);
    chat.session.client.expect(NUDGED);
    let row = chat.proxy.row(|row| row.has_flag("injected"));
    assert_eq!((entry, row.text("origin")), (vec![row.n().to_string()], "person"));
    // The other way it has an id that the client does not use.
    let session = chat.session.number.to_string();
    chat.does(&["inject", &session, "c2s", &NUDGE.replace("{peer} {peer}", "{trid} N")]);
    chat.session.server.expect(NUDGED.replace("bob@example.org bob@example.org", "2000000000 N"));
    chat.session.expect_alive();
}

#[test]
fn what_the_server_answers_can_be_hidden_from_a_terminal() {
    let mut chat = Chat::begun();
    chat.does(&["inject", "SB", "c2s", "--hide-reply", "CAL {trid} carol@example.org"]);
    chat.session.server.expect("CAL 2070000000 carol@example.org\r\n");
    chat.session.server.send("217 2070000000\r\n");
    chat.session.expect_alive();
}

#[test]
fn several_frames_are_played_one_after_another() {
    let mut chat = Chat::begun();
    let typed = "--- to client\nBYE bob@example.org\n--- wait 1 ms\nJOI bob@example.org {me}";
    chat.does(&["inject", "SB", "c2s", typed, "--times", "2"]);
    chat.session.client.expect("BYE bob@example.org\r\nJOI bob@example.org alice@example.org\r\n".repeat(2));
}

#[test]
fn a_message_held_and_edited_to_a_longer_text_is_received_whole() {
    let mut chat = Chat::begun();
    chat.does(&["hold", "cmd:MSG", "dir:c2s"]);
    let header = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n";
    let message =
        |trid: u32, text: &str| format!("MSG {trid} N {}\r\n{header}{text}", header.len() + text.len());
    chat.session.client.send(message(7, "short") + &message(8, "second"));
    let held = chat.proxy.rows(2, |row| row.is("held"));
    let [first, second] = [0, 1].map(|at| held[at].number("entry").expect("which").to_string());
    let listed = chat.does(&["hold"]);
    assert!(listed[0].starts_with(&format!("entry {first}, held for ")), "{listed:?}");
    assert!(listed[1].contains(">>> MSG 7 N"), "{listed:?}");
    assert!(listed.iter().any(|line| line.starts_with(&format!("entry {second}, "))), "{listed:?}");

    let longer = "naïve, and much longer than it was: é";
    let typed = format!("MSG {{trid}} N {{len}}\n{}{longer}", header.replace("\r\n", "\n"));
    chat.does(&["release", &first, "--edit", &typed]);
    chat.session.server.expect(message(7, longer));
    chat.does(&["release", &second]);
    chat.session.server.expect(message(8, "second"));

    // A length that was typed is made right, unless somebody wants it wrong.
    for (trid, flag, length) in [(9, None, header.len() + longer.len()), (10, Some("--as-typed"), 1)] {
        chat.session.client.send(message(trid, "short"));
        let held = chat.proxy.rows(trid as usize - 6, |row| row.is("held"));
        let entry = held.last().and_then(|row| row.number("entry")).expect("which").to_string();
        let typed = format!("MSG {trid} N 1\n{}{longer}", header.replace("\r\n", "\n"));
        let args = ["release", &entry, "--edit", &typed];
        chat.does(&[&args, flag.as_slice()].concat());
        chat.session.server.expect(format!("MSG {trid} N {length}\r\n{header}{longer}"));
    }
    chat.does(&["hold", "--off"]);
    assert_eq!(chat.does(&["hold"]), Vec::<String>::new());
    chat.session.client.send(message(11, "free"));
    chat.session.server.expect(message(11, "free"));
}

#[test]
fn a_held_command_is_dropped_or_answered_from_a_terminal() {
    let mut chat = Chat::begun();
    chat.does(&["hold", "cmd:CAL"]);
    chat.session.client.send("CAL 2 a@b\r\nCAL 3 c@d\r\nCAL 4 e@f\r\n");
    let held = chat.proxy.rows(3, |row| row.is("held"));
    let [first, second, _] = [0, 1, 2].map(|at| held[at].number("entry").expect("which").to_string());
    chat.does(&["release", &first, "--drop"]);
    chat.does(&["release", &second, "--answer", "217 {trid}"]);
    chat.session.client.expect("217 3\r\n");
    chat.does(&["release", "all"]);
    chat.session.server.expect("CAL 4 e@f\r\n");
}

#[test]
fn the_program_is_found_by_address_by_token_and_by_token_file() {
    let chat = Chat::begun();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{}\n", chat.api.token)).expect("a file");
    let file = file.to_str().expect("a path of UTF-8");
    let nowhere = "http://127.0.0.1:9/?token=of-another";
    let (host, token) = (&*chat.api.host, &*chat.api.token);
    let url = chat.proxy.url();
    for (environment, args) in [
        (vec![("NUDGE_URL", &*url)], vec![]),
        (vec![("NUDGE_URL", &*format!("http://{host}/")), ("NUDGE_TOKEN", token)], vec![]),
        (vec![("NUDGE_TOKEN", token)], vec!["--at", host]),
        (vec![], vec!["--at", host, "--token-file", file]),
        // What is nearer counts.
        (vec![("NUDGE_URL", nowhere), ("NUDGE_TOKEN", token)], vec!["--at", host]),
        (vec![("NUDGE_URL", nowhere), ("NUDGE_TOKEN", "wrong")], vec!["--at", host, "--token-file", file]),
    ] {
        let args = [&["tail", "--from", "1", "--count", "1"], &args[..]].concat();
        let ended = Program::printing(attaching(&environment, &args)).wait();
        assert_eq!(ended.code, Some(0), "{environment:?} {args:?}: {}", ended.stderr);
        assert!(ended.stdout[0].contains("Listening on "), "{:?}", ended.stdout);
    }
}

/// What cannot be done, and what the message must name so that a person can go on.
const IMPOSSIBLE: &[(&[&str], &str)] = &[
    (&["inject", "77", "c2s", "PNG"], "pick one that is open"),
    (&["inject", "NS", "c2s", "PNG"], "give a session's number"),
    (&["inject", "XX", "c2s", "PNG"], "give its number, or NS or SB"),
    (&["inject", "SB", "c2s", ""], "type a command"),
    (&["inject", "SB", "c2s", "PNG \\xZZ"], "two hexadecimal digits"),
    (&["inject", "SB", "c2s", "--- wait long\nPNG"], "write 200 ms"),
    (&["inject", "SB", "c2s", "--hide-reply", "OUT"], "{trid}"),
    (&["hold", "who:me"], "cmd, dir, session"),
    (&["tail", "who:me"], "cmd, dir, session"),
    (&["release", "4711"], "/api/held"),
    (&["release", "first"], "give its number, or all"),
];

#[test]
fn what_cannot_be_done_ends_with_1_and_says_how_to_go_on() {
    let mut chat = Chat::begun();
    for (args, named) in IMPOSSIBLE {
        let Ended { code, stdout, stderr } = chat.terminal(args);
        assert_eq!((code, stdout.len()), (Some(1), 0), "{args:?}: {stdout:?} {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains(named), "{args:?}: {stderr}");
    }
    chat.session.expect_alive();
}

#[test]
fn who_may_not_or_cannot_reach_it_is_told_what_to_do() {
    let chat = Chat::begun();
    let host = &*chat.api.host;
    let server = Server::start();
    let (deaf, missing) = (server.address(), "/nowhere/to/be/found");
    drop(server);
    let each: [&[&str]; 5] =
        [&["tail"], &["tail", "--from", "1"], &["inject", "1", "c2s", "PNG"], &["hold"], &["release", "all"]];
    for args in each {
        for (environment, more, named) in [
            (vec![("NUDGE_TOKEN", "wrong")], vec!["--at", host], "open the address that Nudge printed"),
            (vec![], vec!["--at", host], "set NUDGE_URL"),
            (vec![("NUDGE_TOKEN", "any")], vec!["--at", &*deaf], "is Nudge running?"),
            (vec![], vec!["--at", host, "--token-file", missing], missing),
        ] {
            let args = [args, &more].concat();
            let Ended { code, stdout, stderr } = Program::printing(attaching(&environment, &args)).wait();
            assert_eq!((code, stdout.len()), (Some(1), 0), "{args:?}: {stdout:?} {stderr}");
            assert!(stderr.contains(named), "{environment:?} {args:?}: {stderr}");
            assert!(!stderr.contains(&chat.api.token), "{stderr}");
        }
    }
}

#[test]
fn wrong_arguments_end_with_2() {
    for args in [&["tail", "--since", "1"][..], &["inject", "1"], &["inject", "1", "up", "PNG"], &["release"]]
    {
        let ended = Program::printing(attaching(&[], args)).wait();
        assert_eq!((ended.code, ended.stdout.len()), (Some(2), 0), "{args:?}: {}", ended.stderr);
    }
}

#[test]
fn each_help_fits_a_screen_and_says_where_the_token_comes_from() {
    for command in ["tail", "inject", "hold", "release"] {
        for flag in ["--help", "-h"] {
            let Ended { code, stdout, .. } = Program::printing(attaching(&[], &[command, flag])).wait();
            assert_eq!(code, Some(0), "{command}");
            assert!(stdout.len() <= 37, "{command}: {} lines", stdout.len());
            assert!(stdout.iter().all(|line| line.chars().count() <= 80), "{stdout:#?}");
            let text = stdout.join("\n");
            let named = [
                "NUDGE_URL",
                "NUDGE_TOKEN",
                "--token-file",
                "Exit codes: 0 ",
                &format!("  nudge {command} "),
            ];
            assert!(named.iter().all(|named| text.contains(named)), "{text}");
        }
    }
}
