//! Arguments, help, exit codes, and what is written to which stream.

use crate::harness::{Ended, Nudge, Program, Server, Session};
use std::process::Command;

/// Arguments that make no sense, and what the message must name so that a person can go on.
const WRONG: &[(&[&str], &str)] = &[
    (&["--upstream", "a.example", "--accounts", "file"], "--accounts"),
    (&["demo", "--upstream", "a.example"], "--upstream"),
    (&["--sandbox-ports", "1,2,3"], "--sandbox-ports"),
    (&["--web", "everywhere"], "--web"),
    (&["--upstream", ""], "--upstream"),
    (&["--upstream", "a b"], "--upstream"),
    (&["--upstream", "a.example:0"], "--upstream"),
    (&["--upstream", "a.example:99999"], "--upstream"),
    (&["--upstream", "a.example", "--allow", "10.0.0.0/33"], "--allow"),
    (&["--upstream", "a.example", "--allow", "everybody"], "--allow"),
    (&["--upstream", "a.example", "--memory", "1MiB"], "8"),
    (&["--upstream", "a.example", "--memory", "lots"], "--memory"),
    (&["--upstream", "a.example", "--ports", "2000-1000"], "--ports"),
    (&["--upstream", "a.example", "--ports", "0-70000"], "--ports"),
    (&["--upstream", "a.example", "--ports", "many"], "--ports"),
    (&["--upstream", "a.example", "--listen", "somewhere"], "--listen"),
    (&["--upstream", "a.example", "--listen", "127.0.0.1:1863="], "--listen"),
    (&["--upstream", "a.example", "--listen", "127.0.0.1:1863", "--listen", "127.0.0.1:1863"], "--listen"),
    (&["--upstream", "a.example", "--max-sessions", "0"], "--max-sessions"),
    (&["--upstream", "a.example", "--advertise", "a b"], "--advertise"),
    (&["--upstream", "a.example", "--colour", "never"], "--color"),
];

#[test]
fn wrong_arguments_end_with_2_and_say_what_to_do() {
    for (arguments, named) in WRONG {
        let Ended { code, stdout, stderr } = Program::run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {stderr}");
        assert!(stdout.is_empty(), "{arguments:?}: {stdout:?}");
        assert!(stderr.contains(named), "{arguments:?} should name {named}: {stderr}");
    }
}

#[test]
fn help_fits_a_screen_and_has_three_examples() {
    for flag in ["--help", "-h"] {
        let Ended { code, stdout, stderr } = Program::run(&[flag]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        assert!(stdout.len() <= 40, "{} lines", stdout.len());
        assert!(stdout.iter().all(|line| line.chars().count() <= 100), "{stdout:#?}");
        let examples = stdout.iter().filter(|line| line.trim_start().starts_with("nudge "));
        assert!(examples.count() >= 3, "{stdout:#?}");
    }
}

#[test]
fn the_exit_codes_are_documented() {
    let help = Program::run(&["--help"]).stdout.join("\n");
    for code in 0..=4 {
        assert!(help.contains(&code.to_string()), "{code} in {help}");
    }
}

#[test]
fn the_version_is_told() {
    let Ended { code, stdout, .. } = Program::run(&["--version"]);
    assert_eq!((code, stdout), (Some(0), vec![format!("nudge {}", env!("CARGO_PKG_VERSION"))]));
}

/// Only the transcript is on standard output (each line is parsed as a row), banner and logs are on standard error.
#[test]
fn standard_output_has_the_transcript_and_nothing_else() {
    let server = Server::start();
    let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
    command.args(["--no-web", "--json", "--listen", "127.0.0.1:0", "--ports", "0-0"]);
    command.args(["--upstream", &server.address()]);
    let proxy = Nudge::transcribing(command);
    let listen = proxy.listen().to_string();
    proxy.stderr.first(|line| line.contains(&listen));
    let session = Session::open(&proxy, &server);
    session.finish(&proxy);
    proxy.interrupt();
    let ended = proxy.wait();
    assert!(!ended.stderr.contains("{\""), "{}", ended.stderr);
}

#[test]
fn quiet_prints_no_transcript() {
    let server = Server::start();
    let arguments = ["--quiet", "--listen", "127.0.0.1:0", "--ports", "0-0", "--upstream", &server.address()];
    let program = Program::spawn(&arguments);
    let banner = program.stderr.first(|line| line.contains("127.0.0.1:"));
    let listen =
        banner.split_whitespace().find(|word| word.starts_with("127.0.0.1:")).expect("where it listens");
    let mut client = crate::harness::Peer::connect(listen);
    client.send("PNG\r\n");
    server.accept().expect("PNG\r\n");
    program.interrupt();
    let ended = program.wait();
    assert_eq!((ended.code, ended.stdout.len()), (Some(0), 0), "{:?}", ended.stdout);
}

/// `nudge … | head -1` is no failure.
#[test]
fn an_output_closed_early_is_no_failure() {
    let server = Server::start();
    let script = "exec 3>&1; { \"$@\"; echo \"code $?\" >&3; } | head -1";
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_nudge"), "--no-web", "--json"]);
    command.args(["--listen", "127.0.0.1:0", "--ports", "0-0", "--upstream", &server.address()]);
    let program = Program::printing(command);
    let first = program.stdout.first(|line| line.contains("listening"));
    let row = crate::harness::Row::parse(&first);
    // `head` is gone; the next row finds that out.
    let _client = crate::harness::Peer::connect(row.text("listen"));
    let code = program.stdout.first(|line| line.starts_with("code "));
    assert_eq!(code, "code 0");
}
