//! Before a server that says nothing unasked, a client hears the same to the byte, whatever we ask besides it.

use crate::harness::{Bench, rest, send};
use msnp::{Command, Deframer, Direction};
use nudge_proxy::relay::{InjectError, Limits};
use nudge_proxy::transcript::SessionId;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const SESSION: SessionId = SessionId(1);

/// How many conversations are held, each twice.
const CONVERSATIONS: u32 = 200;

/// Answers that were kept from the client, in all of them: without any, nothing is shown.
static HIDDEN: AtomicUsize = AtomicUsize::new(0);

/// What is asked: by the client, or by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Lists,
    List,
    Page,
    Ping,
    Failing,
    Payload,
    Status,
}

const ALL: [Asked; 7] =
    [Asked::Lists, Asked::List, Asked::Page, Asked::Ping, Asked::Failing, Asked::Payload, Asked::Status];

impl Asked {
    fn line(self, dialect: u8, trid: u32) -> String {
        match self {
            Asked::Lists if dialect < 10 => format!("SYN {trid} 0\r\n"),
            Asked::Lists => format!("SYN {trid} 0 0\r\n"),
            Asked::List => format!("LST {trid} FL\r\n"),
            Asked::Page => format!("URL {trid} INBOX\r\n"),
            Asked::Ping => "PNG\r\n".to_owned(),
            Asked::Failing => format!("XYZ {trid}\r\n"),
            Asked::Payload => format!("ADL {trid} 4\r\n<ml>"),
            Asked::Status => format!("CHG {trid} NLN\r\n"),
        }
    }
}

/// What the server answers to a request, to the byte.
fn answer(dialect: u8, command: &Command<'_>) -> String {
    let trid = command.trid(Direction::ClientToServer).unwrap_or_default();
    match command.verb.as_str() {
        "SYN" => lists(dialect, trid),
        "LST" => format!("LST {trid} FL 27 1 2 b@b B\r\nLST {trid} FL 27 2 2 c@c C\r\n"),
        "URL" => format!("URL {trid} /cgi-bin https://login.example 2\r\n"),
        "PNG" if dialect < 9 => "QNG\r\n".to_owned(),
        "PNG" => "QNG 50\r\n".to_owned(),
        "ADL" => format!("241 {trid} 9\r\n<ml></ml>"),
        "CHG" => format!("CHG {trid} NLN\r\nILN {trid} AWY b@b B\r\n"),
        _ => format!("200 {trid}\r\n"),
    }
}

fn lists(dialect: u8, trid: u32) -> String {
    match dialect {
        0..=7 => format!(
            "SYN {trid} 27\r\nGTC {trid} 27 A\r\nBLP {trid} 27 AL\r\nPRP {trid} 27 PHH 1\r\nLSG {trid} 27 1 1 0 G 0\r\n\
             LST {trid} FL 27 1 1 b@b B 0\r\nBPR 27 b@b PHH 2\r\nLST {trid} AL 27 1 1 b@b B\r\nLST {trid} BL 27 0 0\r\n\
             LST {trid} RL 27 1 2 b@b B\r\nLST {trid} RL 27 2 2 c@c C\r\n"
        ),
        8 | 9 => format!(
            "SYN {trid} 27 2 1\r\nGTC A\r\nBLP AL\r\nPRP PHH 1\r\nLSG 0 G 0\r\nLST b@b B 11 0\r\nBPR PHH 2\r\nLST c@c C 3\r\n\
             BPR PHH 3\r\nBPR MOB Y\r\n"
        ),
        _ => format!(
            "SYN {trid} 2004-07-01 2004-07-02 2 1\r\nGTC A\r\nBLP AL\r\nPRP MFN A\r\nLSG G 1f2e\r\nLST N=b@b F=B C=aa 11 1f2e\r\n\
             LST N=c@c 3\r\n"
        ),
    }
}

#[test]
fn whatever_is_asked_besides_it_a_client_hears_the_same_to_the_byte() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runner =
        TestRunner::new(Config { cases: CONVERSATIONS, failure_persistence: None, ..Config::default() });
    let asked = prop::collection::vec((any::<bool>(), prop::sample::select(ALL.to_vec())), 1..30);
    let conversation = (prop::sample::select(vec![2_u8, 5, 7, 8, 9, 10, 11, 12]), asked);
    let outcome = runner.run(&conversation, |(dialect, asked)| {
        let heard = runtime.block_on(hold_conversation(dialect, &asked, true));
        let alone = runtime.block_on(hold_conversation(dialect, &asked, false));
        prop_assert_eq!(heard, alone);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let hidden = HIDDEN.load(Ordering::Relaxed);
    assert!(hidden > CONVERSATIONS as usize, "only {hidden} requests of ours");
}

/// All that the client hears, with or without our requests between its own.
async fn hold_conversation(dialect: u8, asked: &[(bool, Asked)], with_ours: bool) -> String {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, server) = bench.connect().await;
    let serving = tokio::spawn(serve(server, dialect));
    let mut own = 0;
    for (is_ours, asked) in asked {
        if !is_ours {
            own += 1;
            send(&mut client, asked.line(dialect, own).as_bytes()).await;
        } else if with_ours {
            let trid = bench.relay.next_trid(SESSION, true).unwrap();
            let bytes = asked.line(dialect, trid).into_bytes();
            match bench.relay.inject_hidden(SESSION, bytes).await {
                Ok(_) => drop(HIDDEN.fetch_add(1, Ordering::Relaxed)),
                Err(error) => assert_eq!((error, *asked), (InjectError::ListsComing, Asked::Lists)),
            }
        }
    }
    client.shutdown().await.unwrap();
    let heard = rest(&mut client).await;
    serving.await.unwrap();
    String::from_utf8(heard).unwrap()
}

/// Answers each request in turn, and ends when the client does.
async fn serve(mut stream: TcpStream, dialect: u8) {
    let mut deframer = Deframer::new(Direction::ClientToServer);
    let mut bytes = Vec::new();
    let mut answers = String::new();
    loop {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).await.unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let mut at = 0;
        while let Some(frame) = deframer.next_frame(&bytes[at..]) {
            at += frame.bytes.len();
            answers.push_str(&answer(dialect, &Command::read(&frame).unwrap()));
        }
        bytes.drain(..at);
        send(&mut stream, answers.as_bytes()).await;
        answers.clear();
        if read == 0 {
            return stream.shutdown().await.unwrap();
        }
    }
}
