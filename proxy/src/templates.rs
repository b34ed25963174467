//! Beginnings for whatever a person may want to send, in each dialect.
//!
//! To remember: a template is what a person would type (see [`compose`](crate::compose)), and what it says is told by
//! [`explain`](msnp::explain) in the dialects it names; a test holds every one of them to that.

mod from_client;
mod from_server;
mod switchboard;

use msnp::{Dialect, Direction, Role};
use serde::Serialize;

/// A beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Template {
    /// What it is called, in a menu.
    pub name: &'static str,
    /// Which way it goes.
    pub dir: Direction,
    /// On which connections; on all where it says nothing.
    pub role: Option<Role>,
    /// In which dialects, first and last.
    pub dialects: (u8, u8),
    /// As a person would type it.
    pub typed: &'static str,
    /// What it is for, in a sentence.
    pub says: &'static str,
}

impl Template {
    /// Its command, whose documentation is under that name.
    pub fn verb(&self) -> &'static str {
        &self.typed[..3]
    }

    /// Whether it can be sent where this is known: what is not known excludes nothing.
    pub fn fits(&self, role: Option<Role>, dialect: Option<Dialect>) -> bool {
        let of_role = self.role.is_none() || role.is_none() || self.role == role;
        of_role && dialect.is_none_or(|Dialect(number)| (self.dialects.0..=self.dialects.1).contains(&number))
    }
}

const NS: Option<Role> = Some(Role::NotificationServer);
const SB: Option<Role> = Some(Role::Switchboard);

const fn template(
    dir: Direction,
    role: Option<Role>,
    dialects: (u8, u8),
    name: &'static str,
    typed: &'static str,
    says: &'static str,
) -> Template {
    Template { name, dir, role, dialects, typed, says }
}

/// A beginning towards the server.
const fn to_server(
    role: Option<Role>,
    dialects: (u8, u8),
    name: &'static str,
    typed: &'static str,
    says: &'static str,
) -> Template {
    template(Direction::ClientToServer, role, dialects, name, typed, says)
}

/// A beginning towards the client.
const fn to_client(
    role: Option<Role>,
    dialects: (u8, u8),
    name: &'static str,
    typed: &'static str,
    says: &'static str,
) -> Template {
    template(Direction::ServerToClient, role, dialects, name, typed, says)
}

/// All of them, those for switchboards first, since people send most there.
pub fn templates() -> impl Iterator<Item = &'static Template> {
    [switchboard::TEMPLATES, from_server::TEMPLATES, from_client::TEMPLATES].into_iter().flatten()
}

#[cfg(test)]
mod tests;
