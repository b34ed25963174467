//! One of the two: signing in, being seen, signing out.

use super::wire::{Said, Wire};
use super::{Pace, passport};
use crate::notification::sign_in::digest;
use msnp::{Address, Dialect, Redirect, challenge};
use std::io;
use std::net::SocketAddr;
use tokio::time::sleep;

/// How often somebody lets themselves be sent on before giving up.
const MOST_REDIRECTS: usize = 3;

/// Who somebody is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Role {
    pub account: &'static str,
    pub password: &'static str,
    /// As it goes on the wire.
    pub name: &'static str,
    pub dialect: Dialect,
    /// What `VER` offers, best first.
    pub offers: &'static str,
    /// What `CVR` says about the client.
    pub client: &'static str,
    /// What `CHG` says after the status.
    pub capabilities: &'static str,
    pub product: &'static str,
    /// How they write, as `X-MMS-IM-Format` says it.
    pub hand: &'static str,
}

/// Somebody signed in.
#[derive(Debug)]
pub(super) struct Person {
    pub role: Role,
    pub pace: Pace,
    pub wire: Wire,
}

impl Person {
    /// Signs in from the beginning, redirects included, and waits for all that a client waits for.
    pub(super) async fn sign_in(
        role: Role,
        through: SocketAddr,
        http: SocketAddr,
        pace: Pace,
    ) -> io::Result<Person> {
        let mut address = Address::new(through.ip().to_string(), through.port());
        for _ in 0..MOST_REDIRECTS {
            let mut person = Person { role, pace, wire: Wire::to(&address).await? };
            let said = person.begin().await?;
            let Some(elsewhere) = said.command().and_then(|command| Some(Redirect::find(&command)?.address))
            else {
                person.prove(&said, http).await?;
                person.settle_in().await?;
                return Ok(person);
            };
            address = elsewhere;
        }
        Err(io::Error::other("sent on and on"))
    }

    /// Up to the answer to `USR I`: a redirect, or the question to be answered.
    async fn begin(&mut self) -> io::Result<Said> {
        let Role { account, dialect, offers, client, .. } = self.role;
        self.ask("VER", offers).await?;
        if dialect <= Dialect(7) {
            self.ask("CVR", client).await?;
            self.ask("INF", "").await?;
        } else {
            self.ask("CVR", &format!("{client} {account}")).await?;
        }
        let scheme = self.scheme();
        let wire = &mut self.wire;
        let trid = wire.send("USR", &format!("{scheme} I {account}"), &[]).await?.to_string();
        wire.hear(|said| (said.is("USR") || said.is("XFR")) && said.arg(1) == trid).await
    }

    async fn prove(&mut self, question: &Said, http: SocketAddr) -> io::Result<()> {
        let Role { account, password, .. } = self.role;
        let (scheme, parameters) = (self.scheme(), question.arg(4));
        let proof = match scheme {
            "MD5" => digest(parameters, password),
            _ => passport::ticket(http, account, password, parameters).await?,
        };
        let welcome = self.ask("USR", &format!("{scheme} S {proof}")).await?;
        if welcome.arg(2) == "OK" { Ok(()) } else { Err(io::Error::other("not let in")) }
    }

    /// Lists, status, and the proof of being a genuine client.
    async fn settle_in(&mut self) -> io::Result<()> {
        let Role { account, name, dialect, product, .. } = self.role;
        let nothing_known = if dialect <= Dialect(9) { "0" } else { "0 0" };
        self.ask("SYN", nothing_known).await?;
        if dialect >= Dialect(11) {
            self.ask("GCF", "Shields.xml").await?;
        }
        if dialect <= Dialect(9) {
            self.ask("REA", &format!("{account} {name}")).await?;
        } else {
            self.ask("PRP", &format!("MFN {name}")).await?;
        }
        self.be("NLN").await?;
        let question = self.wire.hear(|said| said.is("CHL")).await?;
        let answer = challenge::answer(dialect, question.arg(2), product).unwrap_or_default();
        sleep(self.pace.beat).await;
        self.wire.ask_with("QRY", product, answer.as_bytes()).await?;
        Ok(())
    }

    /// `CHG`.
    pub(super) async fn be(&mut self, status: &str) -> io::Result<Said> {
        let arguments = format!("{status} {}", self.role.capabilities);
        self.ask("CHG", arguments.trim_end()).await
    }

    /// `UUX`: a personal message.
    pub(super) async fn feel(&mut self, text: &str) -> io::Result<Said> {
        let personal = format!("<Data><PSM>{text}</PSM><CurrentMedia></CurrentMedia></Data>");
        sleep(self.pace.beat).await;
        self.wire.ask_with("UUX", "", personal.as_bytes()).await
    }

    /// Asks the notification server, a beat after the last command.
    pub(super) async fn ask(&mut self, verb: &str, arguments: &str) -> io::Result<Said> {
        sleep(self.pace.beat).await;
        self.wire.ask(verb, arguments).await
    }

    pub(super) async fn ping(&mut self) -> io::Result<Said> {
        self.wire.write(b"PNG\r\n").await?;
        self.wire.hear(|said| said.is("QNG")).await
    }

    pub(super) async fn sign_out(mut self) -> io::Result<()> {
        self.wire.write(b"OUT\r\n").await
    }

    fn scheme(&self) -> &'static str {
        if self.role.dialect <= Dialect(7) { "MD5" } else { "TWN" }
    }
}
