//! The lines of the README that drive a program over HTTP do what they say: with `curl`, or where that is missing by
//! requests of the same bytes.

use crate::harness::{Api, Nudge, Server, Session};
use serde_json::Value;
use std::process::{Command, Stdio};

const README: &str = include_str!("../README.md");

/// The one line of the README that has all of this in it.
#[track_caller]
fn line(parts: &[&str]) -> &'static str {
    let lines: Vec<_> = README.lines().filter(|line| parts.iter().all(|part| line.contains(part))).collect();
    let [line] = lines[..] else { panic!("{parts:?}: {lines:?}") };
    line
}

/// Somebody's shell, into which lines of the README are pasted.
struct Shell {
    api: Api,
    has_curl: bool,
}

impl Shell {
    fn of(proxy: &Nudge) -> Shell {
        let asked = Command::new("curl").arg("--version").stdout(Stdio::null()).status();
        Shell { api: proxy.api(), has_curl: asked.is_ok_and(|status| status.success()) }
    }

    /// What is printed by what is pasted, below what the README has people begin with.
    #[track_caller]
    fn prints(&self, pasted: &str) -> String {
        let Api { host, token } = &self.api;
        let at = line(&["API=http"]).replace("127.0.0.1:8863", host);
        assert!(at.contains(host.as_str()) && README.contains("\nTOKEN=…"), "{at}");
        let script = format!("TOKEN={token}\n{at}\n{}\n{pasted}\n", line(&["ask() {"]));
        let mut command = Command::new("sh");
        command.args(["-c", &script]).env("NO_PROXY", "127.0.0.1");
        let output = command.output().expect("a shell");
        assert!(output.status.success(), "{script}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// The answer to a line that asks, where these variables are set.
    #[track_caller]
    fn asks(&self, line: &str, variables: &[(&str, u64)]) -> Value {
        if self.has_curl {
            let set: Vec<String> =
                variables.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
            let printed = self.prints(&(set.concat() + line));
            return serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
        }
        let path = line.split_once("$API").expect("the address of the API").1;
        let path = path.split(['"', ' ']).next().expect("something").to_owned();
        let path = variables
            .iter()
            .fold(path, |path, (name, value)| path.replace(&format!("${name}"), &value.to_string()));
        let body = line.split_once("-d '").and_then(|(_, rest)| rest.split_once('\''));
        let body = body.map(|(body, _)| serde_json::from_str(body).expect("a body in JSON"));
        let method = if line.contains("-X PUT") {
            "PUT"
        } else if body.is_some() {
            "POST"
        } else {
            "GET"
        };
        self.api.ask(method, &format!("/api{path}"), &body.unwrap_or_default()).json()
    }

    /// What a line finds out; what there is to find, where there is no `curl`.
    #[track_caller]
    fn finds(&self, name: &str, expected: u64) {
        if self.has_curl {
            let printed = self.prints(&format!("{}\necho ${name}", line(&[&format!("{name}=$(")])));
            assert_eq!(printed, format!("{expected}\n"), "{name}");
        }
    }
}

/// A chat, between a notification server and another chat that is over.
fn chat(proxy: &Nudge, server: &Server) -> Session {
    Session::open(proxy, server).finish(proxy);
    let mut session = Session::open(proxy, server);
    session.client.send("ANS 1 bob@example.org 17262740.1 11752013\r\n");
    session.server.expect("ANS 1 bob@example.org 17262740.1 11752013\r\n");
    session.server.send("IRO 1 1 1 alice@example.org Alice\r\nANS 1 OK\r\n");
    session.client.expect("IRO 1 1 1 alice@example.org Alice\r\nANS 1 OK\r\n");
    proxy.row(|row| row.text("cmd") == "IRO");
    session
}

#[test]
fn one_line_nudges_a_client() {
    let server = Server::start();
    let proxy = Nudge::with_page(&["--upstream", &server.address()]);
    let shell = Shell::of(&proxy);
    let mut session = chat(&proxy, &server);
    shell.finds("SESSION", session.number);
    let sent = shell.asks(line(&["ask ", "/inject"]), &[("SESSION", session.number)]);
    session.client.expect(
        "MSG alice@example.org alice@example.org 69\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n",
    );
    assert_eq!(sent["entry"], proxy.row(|row| row.has_flag("injected")).n());
    // What it says stands with what else was said.
    let said = shell.asks(line(&["ask ", "filter=cmd:MSG"]).split(" #").next().expect("something"), &[]);
    assert_eq!(said["entries"][0]["n"], sent["entry"]);
    session.expect_alive();
}

#[test]
fn one_line_each_holds_a_message_and_sends_another_in_its_place() {
    let server = Server::start();
    let proxy = Nudge::with_page(&["--upstream", &server.address()]);
    let shell = Shell::of(&proxy);
    let mut session = chat(&proxy, &server);
    shell.asks(line(&["ask ", "$API/hold"]), &[]);
    session.client.send("MSG 3 A 33\r\nContent-Type: text/plain\r\n\r\nshortBYE\r\n");
    let entry = proxy.row(|row| row.is("held")).number("entry").expect("which");
    shell.finds("ENTRY", entry);
    shell.asks(line(&["ask ", "$API/held/$ENTRY"]), &[("ENTRY", entry)]);
    // An é is two bytes: the length counts them.
    let payload = "Content-Type: text/plain; charset=UTF-8\r\n\r\nhéllo, and longer";
    session.server.expect(format!("MSG 3 A {}\r\n{payload}BYE\r\n", payload.chars().count() + 1));
    shell.asks(line(&["ask ", "/hands-off"]), &[]);
    session.client.send("MSG 4 N 0\r\n");
    session.server.expect("MSG 4 N 0\r\n");
    session.expect_alive();
}
