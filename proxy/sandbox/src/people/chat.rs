//! One end of a conversation.

use super::Pace;
use super::person::{Person, Role};
use super::wire::{Said, Wire};
use crate::message;
use msnp::{Destination, Redirect};
use std::io;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};

/// What somebody says to a nudge that is not in the play.
const OUCH: &str = "(I felt that nudge! It was not in our script.)";

/// Somebody's connection to a switchboard.
#[derive(Debug)]
pub(super) struct Chat {
    role: Role,
    pace: Pace,
    wire: Wire,
}

impl Chat {
    /// Opens a conversation and calls somebody into it.
    pub(super) async fn begin(person: &mut Person, callee: &str) -> io::Result<Chat> {
        let said = person.ask("XFR", "SB").await?;
        let command = said.command().ok_or(io::ErrorKind::InvalidData)?;
        let Some(Redirect {
            address, destination: Destination::Switchboard { cookie: Some(cookie) }, ..
        }) = Redirect::find(&command)
        else {
            return Err(io::Error::other("no switchboard was given"));
        };
        let mut chat = Chat { role: person.role, pace: person.pace, wire: Wire::to(&address).await? };
        chat.ask("USR", &format!("{} {cookie}", person.role.account)).await?;
        chat.ask("CAL", callee).await?;
        Ok(chat)
    }

    /// Answers the call of this person, and nobody else's.
    pub(super) async fn answer(person: &mut Person, caller: &str) -> io::Result<Chat> {
        let said = person.wire.hear(|said| said.is("RNG") && said.arg(5) == caller).await?;
        let command = said.command().ok_or(io::ErrorKind::InvalidData)?;
        let Some(Redirect {
            address,
            destination: Destination::Invitation { session, cookie: Some(cookie) },
            ..
        }) = Redirect::find(&command)
        else {
            return Err(io::Error::other("the call leads nowhere"));
        };
        let mut chat = Chat { role: person.role, pace: person.pace, wire: Wire::to(&address).await? };
        chat.ask("ANS", &format!("{} {cookie} {session}", person.role.account)).await?;
        Ok(chat)
    }

    /// Waits until somebody joins or leaves.
    pub(super) async fn hear(&mut self, verb: &str) -> io::Result<Said> {
        self.wire.hear(|said| said.is(verb)).await
    }

    /// Waits for a nudge of the play's.
    pub(super) async fn feel(&mut self) -> io::Result<Said> {
        self.wire.hear(Said::is_nudge).await
    }

    /// Waits, with an answer to every other nudge: whoever watches may have sent it.
    async fn rest(&mut self, long: Duration) -> io::Result<()> {
        let end = Instant::now() + long;
        while let Ok(nudge) = timeout_at(end, self.wire.hear(Said::is_nudge)).await {
            nudge?;
            self.message("A", &message::formatted(OUCH, self.role.hand)).await?;
        }
        Ok(())
    }

    /// Types, then says something; the others get the time to read it. The answer is `ACK` or `NAK`.
    pub(super) async fn say(&mut self, text: &str) -> io::Result<Said> {
        self.wire.send("MSG", "U", &message::typing(self.role.account)).await?;
        self.rest(self.pace.typing).await?;
        let answer = self.message("A", &message::formatted(text, self.role.hand)).await?;
        self.rest(self.pace.reading).await?;
        Ok(answer)
    }

    pub(super) async fn nudge(&mut self) -> io::Result<Said> {
        let answer = self.message("A", &message::nudge()).await?;
        self.rest(self.pace.reading).await?;
        Ok(answer)
    }

    async fn message(&mut self, letter: &str, payload: &[u8]) -> io::Result<Said> {
        let trid = self.wire.send("MSG", letter, payload).await?.to_string();
        let answers = |said: &Said| said.is("ACK") || said.is("NAK") || said.command().is_some_and(is_error);
        self.wire.hear(|said| answers(said) && said.arg(1) == trid).await
    }

    pub(super) async fn ask(&mut self, verb: &str, arguments: &str) -> io::Result<Said> {
        sleep(self.pace.beat).await;
        self.wire.ask(verb, arguments).await
    }

    pub(super) async fn leave(mut self) -> io::Result<()> {
        self.wire.write(b"OUT\r\n").await
    }
}

fn is_error(command: msnp::Command<'_>) -> bool {
    command.verb.error_number().is_some()
}
