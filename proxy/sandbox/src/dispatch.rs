//! The dispatch server: sends every sign-in on to the notification server, in the grammar of its dialect (§3.1).

use crate::connection::{Flow, Listener};
use crate::greeting;
use crate::outbox::Outbox;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::town::{Town, at};
use msnp::{Command, Dialect};
use std::net::IpAddr;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::time::Duration;

/// How long a client may take to sign in: a person may be typing.
pub(crate) const SIGN_IN_LIMIT: Duration = Duration::from_secs(300);

/// One client asking where to go.
#[derive(Debug)]
pub(crate) struct Asking {
    town: Arc<Town>,
    outbox: Arc<Outbox>,
    /// The address of ours the client came by.
    reached: IpAddr,
    dialect: Option<Dialect>,
}

impl Asking {
    pub(crate) fn new(town: Arc<Town>, outbox: Arc<Outbox>, reached: IpAddr) -> Asking {
        Asking { town, outbox, reached, dialect: None }
    }

    fn answer(&mut self, request: &Request<'_>) -> Result<String, Refusal> {
        match (request.command.verb.as_bytes(), self.dialect) {
            (b"USR", None) => Err(Refusal::NOT_EXPECTED),
            (b"USR", Some(dialect)) => Ok(self.redirect(request.trid, dialect)),
            // The first command of the earliest clients, before any dialect is agreed on.
            (b"XFR", dialect) if request.arg(2) == Some("NS") => {
                Ok(self.redirect(request.trid, dialect.unwrap_or(Dialect(2))))
            }
            _ => greeting::answer(request, &mut self.dialect),
        }
    }

    fn redirect(&self, trid: u32, dialect: Dialect) -> String {
        let there = at(self.reached, self.town.addresses.notification.port());
        let here = at(self.reached, self.town.addresses.dispatch.port());
        match dialect {
            Dialect(..=2) => format!("XFR {trid} NS {there}\r\n"),
            Dialect(3..=6) => format!("XFR {trid} NS {there} 0\r\n"),
            _ => format!("XFR {trid} NS {there} 0 {here}\r\n"),
        }
    }
}

impl Listener for Asking {
    fn hear(&mut self, command: &Command<'_>) -> Flow {
        let Some(request) = Request::read(command) else {
            return if command.verb == "OUT" { Break(()) } else { Continue(()) };
        };
        let answer = self.answer(&request).unwrap_or_else(|refusal| request.refused(refusal));
        let over = answer.starts_with("XFR ") || greeting::refused(&answer);
        self.outbox.push(answer);
        if over { Break(()) } else { Continue(()) }
    }

    fn patience(&self) -> Duration {
        SIGN_IN_LIMIT
    }

    fn left(&mut self) {}
}
