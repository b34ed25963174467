use super::*;
use crate::args::values;

fn settings(arguments: &[&str]) -> Result<Settings, String> {
    match asked(arguments)? {
        Asked::Relay(settings) => Ok(*settings),
        other => panic!("{other:?}"),
    }
}

fn asked(arguments: &[&str]) -> Result<Asked, String> {
    let matches = Typed::command().try_get_matches_from([&["nudge"], arguments].concat());
    understand(&matches.map_err(|error| error.to_string())?).map_err(|(_, why)| why)
}

fn wrong(arguments: &[&str]) -> String {
    settings(arguments).expect_err("makes no sense")
}

#[test]
fn the_command_is_well_formed() {
    Typed::command().debug_assert();
}

#[test]
fn a_server_is_all_one_names() {
    let settings = settings(&["--upstream", "Messenger.Example.org"]).unwrap();
    let door = Door {
        listen: "127.0.0.1:1863".parse().unwrap(),
        upstream: Some(Address::new("messenger.example.org", 1863)),
    };
    assert_eq!(settings.doors, [door]);
    assert_eq!((settings.ports, settings.memory), (21000..=21999, 128 * 1024 * 1024));
    assert_eq!(settings.output, Output::Notation);
    assert!(!settings.reveal && settings.allow.is_empty());
}

#[test]
fn each_listener_may_have_a_server_of_its_own() {
    let arguments =
        ["--listen", "127.0.0.1:1864=a.example:5", "--listen", "[::1]", "--upstream", "b.example"];
    let doors = settings(&arguments).unwrap().doors;
    let shown: Vec<String> =
        doors.iter().map(|door| format!("{} {}", door.listen, door.upstream.as_ref().unwrap())).collect();
    assert_eq!(shown, ["127.0.0.1:1864 a.example:5", "[::1]:1863 b.example:1863"]);
    assert!(settings(&["--listen", "127.0.0.1=a.example"]).is_ok());
}

#[test]
fn a_listener_without_a_server_leads_to_the_sandbox() {
    let mixed = settings(&["--listen", "127.0.0.1:1=a.example", "--listen", "127.0.0.1:2"]).unwrap();
    assert_eq!(mixed.doors[1].upstream, None);
    assert_eq!(mixed.sandbox, Some(SandboxSettings { ports: [0; 4], accounts: None }));
    assert!(settings(&["--upstream", "a"]).unwrap().sandbox.is_none());
}

#[test]
fn what_is_said_of_the_sandbox_needs_one() {
    assert!(settings(&["demo", "--sandbox-ports", "1,2,3,4"]).unwrap().demo);
    for arguments in [&["demo", "--upstream", "a"][..], &["--upstream", "a", "--accounts", "f"]] {
        assert!(wrong(arguments).contains("leave out"), "{arguments:?}");
    }
    assert!(values::sandbox_ports("1,2,3").is_err() && values::sandbox_ports("1,2,3,x").is_err());
}

#[test]
fn the_page_is_served_here_unless_it_is_not_wanted() {
    let web = settings(&["--upstream", "a"]).unwrap().web.unwrap();
    assert_eq!((web.listen.to_string().as_str(), web.open, web.read_only), ("127.0.0.1:8863", true, false));
    assert!(settings(&["--no-web", "--upstream", "a"]).unwrap().web.is_none());
    assert!(settings(&["--no-web", "--read-only"]).is_err());
    assert_eq!(values::web("0.0.0.0").unwrap().port(), 8863);
}

#[test]
fn what_passes_is_kept_in_a_file_where_one_is_named() {
    assert_eq!(settings(&[]).unwrap().record, None);
    let record = settings(&["--record", "evening.ndjson"]).unwrap().record.unwrap();
    assert_eq!(record, RecordSettings { file: "evening.ndjson".into(), size: 1 << 30 });
    let record = settings(&["demo", "--record", "e", "--record-size", "2MiB"]).unwrap().record.unwrap();
    assert_eq!(record.size, 2 << 20);
    assert!(settings(&["--record-size", "2MiB"]).is_err());
}

#[test]
fn a_saved_transcript_is_opened_checked_or_made_a_script_of() {
    let Asked::Open(open) = asked(&["open", "a", "b", "--no-open", "--web", "127.0.0.1:1"]).unwrap() else {
        panic!("open")
    };
    assert_eq!((open.files, open.memory, open.web.open), (vec!["a".into(), "b".into()], None, false));
    let Asked::Check(check) = asked(&["--no-web", "check", "a", "--json", "--memory", "8MiB"]).unwrap()
    else {
        panic!("check")
    };
    let expected =
        CheckSettings { files: vec!["a".into()], memory: Some(8 << 20), json: true, reveal: false };
    assert_eq!(check, expected);
    let Asked::Script(script) = asked(&["script", "a", "--session", "7"]).unwrap() else { panic!("script") };
    assert_eq!(script, ScriptSettings { files: vec!["a".into()], session: 7, reveal: false });
}

#[test]
fn what_does_not_fit_a_saved_transcript_is_named() {
    let wrong = |arguments: &[&str], named: &[&str]| {
        let why = asked(arguments).expect_err("makes no sense");
        assert!(named.iter().all(|named| why.contains(named)), "{arguments:?}: {why}");
    };
    wrong(&["open"], &["open which file", "--record"]);
    wrong(&["script", "a"], &["--session 1"]);
    wrong(&["open", "a", "--no-web"], &["--no-web", "open"]);
    wrong(&["open", "a", "--record", "b"], &["--record ", "open"]);
    wrong(&["check", "a", "--upstream", "b"], &["--upstream", "check"]);
    wrong(&["script", "a", "--session", "1", "--max-sessions", "1"], &["--max-sessions", "script"]);
    wrong(&["check", "a", "--session", "1"], &["--session", "check"]);
    wrong(&["demo", "a"], &["--record FILE"]);
    wrong(&["--session", "1"], &["script"]);
    wrong(&["evening.ndjson"], &["open"]);
}

#[test]
fn an_address_is_listened_on_once_and_any_port_as_often_as_wanted() {
    assert!(
        wrong(&["--upstream", "a", "--listen", "127.0.0.1", "--listen", "127.0.0.1:1863"]).contains("twice")
    );
    assert!(settings(&["--upstream", "a", "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"]).is_ok());
}

#[test]
fn values_are_read_in_every_sensible_spelling() {
    assert_eq!(values::server("2001:db8::7").unwrap().to_string(), "[2001:db8::7]:1863");
    assert_eq!(values::listen("0.0.0.0").unwrap().at.to_string(), "0.0.0.0:1863");
    assert_eq!(values::listen("::").unwrap().at.to_string(), "[::]:1863");
    assert_eq!(values::network("192.168.1.7").unwrap().to_string(), "192.168.1.7/32");
    assert_eq!(values::memory("8MiB").unwrap(), 8 * 1024 * 1024);
    assert_eq!(values::ports("0-0").unwrap(), 0..=0);
    assert_eq!(values::ports("5-5").unwrap(), 5..=5);
    assert_eq!(values::host("fd00::1").unwrap(), "fd00::1");
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_write() {
    assert!(values::listen("localhost").unwrap_err().contains("127.0.0.1"));
    assert!(values::memory("7MiB").unwrap_err().contains("8"));
    assert!(values::record_size("1KiB").unwrap_err().contains("64"));
    assert!(values::session("0").is_err() && values::session("one").is_err());
    assert!(values::host("a:1").is_err() && values::host("[::1]").is_err() && values::host("").is_err());
    assert!(values::ports("0-5").is_err() && values::ports("9-5").is_err() && values::ports("5").is_err());
}

#[test]
fn help_fits_a_screen_and_names_every_option() {
    let lines: Vec<&str> = help::TEXT.lines().collect();
    assert!((24..=37).contains(&lines.len()), "{} lines", lines.len());
    assert!(lines.iter().all(|line| line.len() <= 80), "{:?}", lines.iter().max_by_key(|line| line.len()));
    for option in Typed::command().get_arguments().filter(|option| !option.is_positional()) {
        let long = format!("--{}", option.get_long().expect("every option has a long name"));
        assert!(help::TEXT.contains(&long), "{long}");
    }
    assert_eq!(help::TEXT.matches("\n  nudge ").count(), 3);
    assert!(
        help::TEXT.contains(help::USAGE) && help::TEXT.contains(&crate::descriptors::SESSIONS.to_string())
    );
}
