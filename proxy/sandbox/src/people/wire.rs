//! One connection, seen from the client: questions and their answers, and what comes unasked.

use crate::message::Message;
use msnp::{Address, Command, Deframer, Direction, Frame};
use std::collections::VecDeque;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take: somebody may be holding it in the proxy.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came unasked is kept to this number; nobody in the script looks further back.
const MOST_ASIDE: usize = 64;

/// A connection to one of the servers.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    deframer: Deframer,
    bytes: Vec<u8>,
    next_trid: u32,
    aside: VecDeque<Said>,
}

/// One command of the server's.
#[derive(Clone, Debug)]
pub(super) struct Said(Vec<u8>);

impl Said {
    pub(super) fn command(&self) -> Option<Command<'_>> {
        Command::read(&Frame { bytes: &self.0, opaque: false })
    }

    pub(super) fn is(&self, verb: &str) -> bool {
        self.command().is_some_and(|command| command.verb == verb)
    }

    pub(super) fn is_nudge(&self) -> bool {
        let message = self.command().filter(|command| command.verb == "MSG");
        let message = message.and_then(|command| Message::read(command.payload));
        message.is_some_and(|message| {
            message.kind() == "text/x-msnmsgr-datacast" && message.body.starts_with(b"ID: 1\r\n")
        })
    }

    /// Argument `n`, counted from 1.
    pub(super) fn arg(&self, n: usize) -> &str {
        self.command().and_then(|command| command.arg_str(n)).unwrap_or_default()
    }

    /// Whether this answers the command `verb` with this transaction id, be it with an error.
    fn answers(&self, verb: &str, trid: u32) -> bool {
        self.command().is_some_and(|command| {
            let fits = command.verb == verb || command.verb.error_number().is_some();
            fits && command.trid(Direction::ServerToClient) == Some(trid)
        })
    }
}

impl Wire {
    pub(super) async fn to(address: &Address) -> io::Result<Wire> {
        let reaching = TcpStream::connect((address.host.as_str(), address.port));
        let stream = timeout(PATIENCE, reaching).await??;
        stream.set_nodelay(true)?;
        Ok(Wire {
            stream,
            deframer: Deframer::new(Direction::ServerToClient),
            bytes: Vec::new(),
            next_trid: 1,
            aside: VecDeque::new(),
        })
    }

    /// Sends a command with the next transaction id and waits for its answer, which may be an error.
    pub(super) async fn ask(&mut self, verb: &str, arguments: &str) -> io::Result<Said> {
        self.ask_with(verb, arguments, &[]).await
    }

    /// The same with a payload, whose length is counted here.
    pub(super) async fn ask_with(&mut self, verb: &str, arguments: &str, payload: &[u8]) -> io::Result<Said> {
        let trid = self.send(verb, arguments, payload).await?;
        self.hear(|said| said.answers(verb, trid)).await
    }

    /// Sends a command that may have no answer.
    pub(super) async fn send(&mut self, verb: &str, arguments: &str, payload: &[u8]) -> io::Result<u32> {
        let trid = self.next_trid;
        self.next_trid += 1;
        let mut line = format!("{verb} {trid}");
        for argument in
            [arguments, &if payload.is_empty() { String::new() } else { payload.len().to_string() }]
        {
            if !argument.is_empty() {
                line.push(' ');
                line.push_str(argument);
            }
        }
        self.write(&[line.as_bytes(), b"\r\n", payload].concat()).await?;
        Ok(trid)
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        timeout(PATIENCE, self.stream.write_all(bytes)).await?
    }

    /// Waits for something, in what came already or comes next; everything else is kept aside.
    pub(super) async fn hear(&mut self, wanted: impl Fn(&Said) -> bool) -> io::Result<Said> {
        if let Some(at) = self.aside.iter().position(&wanted) {
            return self.aside.remove(at).ok_or_else(|| io::Error::other("it was there"));
        }
        loop {
            let said = timeout(PATIENCE, self.next()).await??;
            if wanted(&said) {
                return Ok(said);
            }
            if self.aside.len() == MOST_ASIDE {
                self.aside.pop_front();
            }
            self.aside.push_back(said);
        }
    }

    async fn next(&mut self) -> io::Result<Said> {
        loop {
            if let Some(frame) = self.deframer.next_frame(&self.bytes) {
                let (length, opaque) = (frame.bytes.len(), frame.opaque);
                let said = Said(self.bytes.drain(..length).collect());
                if opaque {
                    return Err(io::Error::other("the server does not speak MSNP"));
                }
                return Ok(said);
            }
            if self.stream.read_buf(&mut self.bytes).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}
